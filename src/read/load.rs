//! Bytes → objects → pages with what they inherit (ISO 32000-2, 7.5 and 7.7).
//!
//! Objects are read as they are needed. In a damaged file they are found by scanning all bytes; an encrypted one is
//! decrypted by `lopdf` first.

use super::matrix::{Area, Matrix};
use super::object::{Data, Dict, Id, Object, Stream, indirect, objects};
use super::tokenize::Lexer;
use super::xref::{self, Place};
use super::{ReadError, Settings, contained, error, filter};
use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

/// The objects of one file, with a budget for inflating its streams.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    /// Sorted by number.
    slots: Vec<(u32, Slot)>,
    trailer: Dict,
    max_stream: usize,
    left: Cell<usize>,
    operators: Cell<usize>,
    marks: Cell<usize>,
    /// Optional content groups that are switched off.
    off: OnceCell<HashSet<Id>>,
    /// An object was not where the file says: its cross-reference data is wrong.
    pub misled: Cell<bool>,
    /// A stream was damaged, or larger than the limits.
    pub unread: Cell<bool>,
}

struct Slot {
    place: Place,
    object: OnceCell<Option<Object>>,
    /// Of an object stream: its bytes and where its objects start.
    members: OnceCell<Option<Members>>,
}

/// The bytes of an object stream, and number and start of each object in it.
type Members = (Vec<u8>, Vec<(u32, usize)>);

/// A page as the page tree gives it.
pub(super) struct PageSource<'d> {
    pub dict: &'d Dict,
    pub resources: Option<&'d Dict>,
    /// Default user space → displayed page.
    pub base: Matrix,
    /// Displayed size in points.
    pub width: f64,
    pub height: f64,
}

/// The part of the bytes from the header on.
pub(super) fn body<'b>(bytes: &'b [u8], settings: &Settings) -> Result<&'b [u8], ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > settings.max_file_bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: settings.max_file_bytes });
    }
    // Junk may stand before the header, some of it long; a file without any header is something else.
    let head = &bytes[..bytes.len().min(1 << 16)];
    match memchr::memmem::find(head, b"%PDF-") {
        Some(start) => Ok(&bytes[start..]),
        None => Err(ReadError::NotPdf { looks_like: error::looks_like(bytes) }),
    }
}

/// A well-formed file without encryption; `None` for any other.
pub(super) fn open<'b>(bytes: &'b [u8], settings: &Settings) -> Option<File<'b>> {
    let (places, trailer) = xref::read(bytes, settings.max_stream_bytes)?;
    if trailer.has(b"Encrypt") {
        return None;
    }
    Some(File::new(bytes, slots(places), trailer, settings))
}

/// A damaged file without encryption, its objects found by scanning; `None` for any other.
pub(super) fn recover<'b>(bytes: &'b [u8], settings: &Settings) -> Option<File<'b>> {
    let (places, trailer) = xref::scan(bytes, settings.max_stream_bytes)?;
    if trailer.has(b"Encrypt") {
        return None;
    }
    Some(File::new(bytes, slots(places), trailer, settings))
}

/// An encrypted file.
pub(super) fn decrypt<'b>(bytes: &'b [u8], settings: &Settings) -> Result<File<'b>, ReadError> {
    let options = lopdf::LoadOptions {
        password: settings.password.clone(),
        // All object streams are unpacked at once here: half the room for each.
        max_decompressed_size: Some(settings.max_stream_bytes / 2),
        ..lopdf::LoadOptions::default()
    };
    let document = match contained(|| lopdf::Document::load_mem_with_options(bytes, options)) {
        Some(Ok(document)) => document,
        Some(Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_))) => return Err(ReadError::Encrypted),
        Some(Err(error)) => return Err(ReadError::Damaged(error.to_string())),
        None => return Err(ReadError::Damaged("its objects cannot be decrypted".to_owned())),
    };
    if document.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    let slots = document.objects.into_iter().map(|((number, _), object)| {
        let slot = Slot::new(Place::Free);
        let _ = slot.object.set(Some(adopt(object, 0)));
        (number, slot)
    });
    let mut slots: Vec<_> = slots.collect();
    slots.dedup_by_key(|(number, _)| *number);
    Ok(File::new(bytes, slots, adopt_dict(document.trailer, 0), settings))
}

/// Sorted while the entries are still small.
fn slots(places: HashMap<u32, Place>) -> Vec<(u32, Slot)> {
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_unstable_by_key(|(number, _)| *number);
    places.into_iter().map(|(number, place)| (number, Slot::new(place))).collect()
}

impl Slot {
    fn new(place: Place) -> Self {
        Slot { place, object: OnceCell::new(), members: OnceCell::new() }
    }
}

fn adopt(object: lopdf::Object, depth: usize) -> Object {
    match object {
        _ if depth > 64 => Object::Null,
        lopdf::Object::Null => Object::Null,
        lopdf::Object::Boolean(_) => Object::Bool,
        lopdf::Object::Integer(number) => Object::Number(number as f64),
        lopdf::Object::Real(number) => Object::Number(f64::from(number)),
        lopdf::Object::Name(name) => Object::Name(name.into()),
        lopdf::Object::String(text, _) => Object::Text(text.into()),
        lopdf::Object::Array(items) => Object::Array(items.into_iter().map(|item| adopt(item, depth + 1)).collect()),
        lopdf::Object::Dictionary(dict) => Object::Dict(adopt_dict(dict, depth + 1)),
        lopdf::Object::Stream(stream) => {
            Object::Stream(Stream { dict: adopt_dict(stream.dict, depth + 1), data: Data::Own(stream.content) })
        }
        lopdf::Object::Reference(id) => Object::Reference(id),
    }
}

fn adopt_dict(dict: lopdf::Dictionary, depth: usize) -> Dict {
    Dict::new(dict.into_iter().map(|(key, value)| (key.into(), adopt(value, depth))).collect())
}

impl<'b> File<'b> {
    fn new(bytes: &'b [u8], slots: Vec<(u32, Slot)>, trailer: Dict, settings: &Settings) -> Self {
        let left = Cell::new(settings.max_total_bytes);
        let (operators, marks) = (Cell::new(settings.max_total_operators), Cell::new(settings.max_total_marks));
        File {
            bytes,
            slots,
            trailer,
            max_stream: settings.max_stream_bytes,
            left,
            operators,
            marks,
            off: OnceCell::new(),
            misled: Cell::new(false),
            unread: Cell::new(false),
        }
    }

    fn slot(&self, number: u32) -> Option<&Slot> {
        // Mostly the numbers run from 0 without a gap.
        match self.slots.get(number as usize) {
            Some((found, slot)) if *found == number => Some(slot),
            _ => self.slots.binary_search_by_key(&number, |(number, _)| *number).ok().map(|at| &self.slots[at].1),
        }
    }

    fn object(&self, id: Id) -> Option<&Object> {
        let slot = self.slot(id.0)?;
        slot.object.get_or_init(|| self.fetch(id.0, slot.place)).as_ref()
    }

    fn fetch(&self, number: u32, place: Place) -> Option<Object> {
        let found = match place {
            Place::Free => return None,
            Place::At(at) => indirect(self.bytes, at, |length| match length {
                // Only a plain number in the file: a length never needs more, and cannot lead in circles.
                Object::Reference((number, _)) => match self.slot(*number)?.place {
                    Place::At(at) => indirect(self.bytes, at, |_| None)?.1.as_number(),
                    Place::In(container, index) if container != *number => self.member(container, index)?.as_number(),
                    _ => None,
                },
                other => other.as_number(),
            })
            .filter(|(found, _)| *found == number)
            .map(|(_, object)| object),
            Place::In(container, index) => self.member(container, index),
        };
        if found.is_none() {
            self.misled.set(true);
        }
        found
    }

    /// An object of an object stream (ISO 32000-2, 7.5.7).
    fn member(&self, container: u32, index: u32) -> Option<Object> {
        let slot = self.slot(container)?;
        let Place::At(at) = slot.place else { return None };
        let members = slot.members.get_or_init(|| {
            let (_, Object::Stream(stream)) = indirect(self.bytes, at, Object::as_number)? else { return None };
            let Data::At(range) = &stream.data else { return None };
            let (bytes, _) = filter::decode(&stream.dict, self.bytes.get(range.clone())?, self.budget(), Some)?;
            self.spend(bytes.len());
            let first = stream.dict.get(b"First")?.as_number()? as usize;
            let (heads, _) = objects(&mut Lexer::new(bytes.get(..first)?), 0);
            let heads = heads.chunks_exact(2).map(|pair| Some((pair[0].as_number()? as u32, first + pair[1].as_number()? as usize)));
            let heads = heads.collect::<Option<Vec<_>>>()?;
            Some((bytes, heads))
        });
        let (bytes, heads) = members.as_ref()?;
        let (_, at) = *heads.get(index as usize)?;
        // The objects follow each other: read up to the next one.
        let end = heads.get(index as usize + 1).map_or(bytes.len(), |next| next.1).clamp(at.min(bytes.len()), bytes.len());
        let (items, _) = objects(&mut Lexer::new(bytes.get(at..end)?), 0);
        Some(items.into_iter().next().unwrap_or(Object::Null))
    }

    /// The object behind any chain of references.
    pub fn resolve<'d>(&'d self, mut object: &'d Object) -> Option<&'d Object> {
        for _ in 0..32 {
            match object {
                Object::Reference(id) => object = self.object(*id)?,
                Object::Null => return None,
                _ => return Some(object),
            }
        }
        None
    }

    pub fn get<'d>(&'d self, dict: &'d Dict, key: &[u8]) -> Option<&'d Object> {
        self.resolve(dict.get(key)?)
    }

    pub fn dict<'d>(&'d self, dict: &'d Dict, key: &[u8]) -> Option<&'d Dict> {
        self.get(dict, key)?.as_dict()
    }

    pub fn stream<'d>(&'d self, dict: &'d Dict, key: &[u8]) -> Option<&'d Stream> {
        match self.get(dict, key)? {
            Object::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    pub fn array<'d>(&'d self, dict: &'d Dict, key: &[u8]) -> Option<&'d [Object]> {
        match self.get(dict, key)? {
            Object::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn name<'d>(&'d self, dict: &'d Dict, key: &[u8]) -> Option<&'d [u8]> {
        self.get(dict, key)?.as_name()
    }

    pub fn number(&self, dict: &Dict, key: &[u8]) -> Option<f64> {
        self.get(dict, key)?.as_number()
    }

    /// An array of numbers, references resolved; `None` if one is something else.
    pub fn numbers(&self, dict: &Dict, key: &[u8]) -> Option<Vec<f64>> {
        self.array(dict, key)?.iter().take(64).map(|o| self.resolve(o)?.as_number()).collect()
    }

    pub fn matrix(&self, dict: &Dict, key: &[u8]) -> Option<Matrix> {
        match self.numbers(dict, key)?[..] {
            [a, b, c, d, e, f] => Some(Matrix::new(a, b, c, d, e, f)),
            _ => None,
        }
    }

    fn budget(&self) -> usize {
        self.max_stream.min(self.left.get())
    }

    fn spend(&self, bytes: usize) {
        self.left.set(self.left.get().saturating_sub(bytes));
    }

    /// Operators that may still be executed.
    pub fn operators_left(&self) -> usize {
        self.operators.get()
    }

    pub fn spend_operators(&self, count: usize) {
        take(&self.operators, count);
    }

    /// Counts glyphs and lines to be kept against the file's budget; false once it is used up.
    pub fn spend_marks(&self, count: usize) -> bool {
        take(&self.marks, count)
    }

    /// The stream's bytes with all filters undone; `None` over the budget or with a filter of images.
    pub fn inflate(&self, stream: &Stream) -> Option<Vec<u8>> {
        let data = match &stream.data {
            Data::At(range) => self.bytes.get(range.clone())?,
            Data::Own(bytes) => bytes,
        };
        let decoded = filter::decode(&stream.dict, data, self.budget(), |object| self.resolve(object));
        match decoded {
            Some((bytes, whole)) => {
                self.spend(bytes.len());
                self.unread.set(self.unread.get() | !whole);
                Some(bytes)
            }
            None => {
                self.unread.set(true);
                None
            }
        }
    }

    /// Content stream or array of them; pieces are separated, so no token runs over a seam.
    pub fn content(&self, dict: &Dict) -> Vec<u8> {
        match self.get(dict, b"Contents") {
            Some(Object::Stream(stream)) => self.inflate(stream).unwrap_or_default(),
            Some(Object::Array(parts)) => {
                let mut all = Vec::new();
                for part in parts {
                    if let Some(Object::Stream(stream)) = self.resolve(part)
                        && let Some(bytes) = self.inflate(stream)
                    {
                        all.extend_from_slice(&bytes);
                        all.push(b'\n');
                    }
                }
                all
            }
            _ => Vec::new(),
        }
    }

    pub fn catalog(&self) -> Option<&Dict> {
        self.dict(&self.trailer, b"Root")
    }

    /// Is this optional content group, or every group of this membership, switched off (8.11)?
    pub fn switched_off(&self, group: &Object) -> bool {
        let off = self.off.get_or_init(|| self.groups_off().unwrap_or_default());
        let is_off = |group: &Object| matches!(group, Object::Reference(id) if off.contains(id));
        if off.is_empty() || is_off(group) {
            return !off.is_empty();
        }
        match self.resolve(group).and_then(Object::as_dict).and_then(|membership| membership.get(b"OCGs")) {
            Some(Object::Array(groups)) => !groups.is_empty() && groups.iter().all(is_off),
            Some(single) => is_off(single),
            None => false,
        }
    }

    fn groups_off(&self) -> Option<HashSet<Id>> {
        let properties = self.dict(self.catalog()?, b"OCProperties")?;
        let config = self.dict(properties, b"D")?;
        let ids = |list: Option<&[Object]>| -> HashSet<Id> {
            let ids = list.unwrap_or_default().iter().filter_map(|item| match item {
                Object::Reference(id) => Some(*id),
                _ => None,
            });
            ids.collect()
        };
        if config.is(b"BaseState", b"OFF") {
            let on = ids(self.array(config, b"ON"));
            return Some(&ids(self.array(properties, b"OCGs")) - &on);
        }
        Some(ids(self.array(config, b"OFF")))
    }

    /// /Producer of the information dictionary.
    pub fn producer(&self) -> Option<String> {
        let info = self.dict(&self.trailer, b"Info")?;
        let text = decode_text(self.get(info, b"Producer")?.as_text()?);
        Some(text).filter(|text| !text.is_empty())
    }

    /// All pages in order; one more than the limit tells that there are more.
    pub fn pages(&self, settings: &Settings) -> Vec<PageSource<'_>> {
        let mut pages = Vec::new();
        if let Some(root) = self.catalog().and_then(|root| root.get(b"Pages")) {
            self.walk(root, Inherited::default(), 0, &mut HashSet::new(), &mut pages, settings);
        }
        pages
    }

    /// Without a usable tree: the pages themselves, in the order of their numbers.
    pub fn stray_pages(&self, settings: &Settings) -> Vec<PageSource<'_>> {
        let pages = self.slots.iter().filter_map(|(number, _)| match self.object((*number, 0))? {
            Object::Dict(dict) if dict.is(b"Type", b"Page") => Some(self.page(dict, &Inherited::default().with(self, dict))),
            _ => None,
        });
        pages.take(settings.max_pages.saturating_add(1)).collect()
    }

    fn walk<'d>(
        &'d self,
        node: &'d Object,
        inherited: Inherited<'d>,
        depth: usize,
        seen: &mut HashSet<Id>,
        pages: &mut Vec<PageSource<'d>>,
        settings: &Settings,
    ) {
        if depth > settings.max_tree_depth || pages.len() > settings.max_pages {
            return;
        }
        if let Object::Reference(id) = node
            && !seen.insert(*id)
        {
            return;
        }
        let Some(dict) = self.resolve(node).and_then(Object::as_dict) else { return };
        let inherited = inherited.with(self, dict);
        match self.array(dict, b"Kids") {
            Some(kids) => kids.iter().for_each(|kid| self.walk(kid, inherited, depth + 1, seen, pages, settings)),
            None => pages.push(self.page(dict, &inherited)),
        }
    }

    fn page<'d>(&'d self, dict: &'d Dict, inherited: &Inherited<'d>) -> PageSource<'d> {
        const A4: Area = Area { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 };
        let media = inherited.media.filter(usable).unwrap_or(A4);
        let shown = inherited.crop.map(|crop| crop.intersect(&media)).filter(usable).unwrap_or(media);
        let unit = self.number(dict, b"UserUnit").filter(|unit| *unit > 0.0 && *unit <= 1e4).unwrap_or(1.0);
        let (w, h) = (shown.width() * unit, shown.height() * unit);
        let (x0, y0, x1, y1) = (shown.x0 * unit, shown.y0 * unit, shown.x1 * unit, shown.y1 * unit);
        let (base, width, height) = match inherited.rotate.rem_euclid(360) {
            90 => (Matrix::new(0.0, unit, unit, 0.0, -y0, -x0), h, w),
            180 => (Matrix::new(-unit, 0.0, 0.0, unit, x1, -y0), w, h),
            270 => (Matrix::new(0.0, -unit, -unit, 0.0, y1, x1), h, w),
            _ => (Matrix::new(unit, 0.0, 0.0, -unit, -x0, y1), w, h),
        };
        PageSource { dict, resources: inherited.resources, base, width, height }
    }
}

/// Attributes that page tree nodes hand down (ISO 32000-2, 7.7.3.4).
#[derive(Clone, Copy, Default)]
struct Inherited<'d> {
    resources: Option<&'d Dict>,
    media: Option<Area>,
    crop: Option<Area>,
    rotate: i64,
}

impl<'d> Inherited<'d> {
    fn with(mut self, file: &'d File, dict: &'d Dict) -> Self {
        let area = |key: &[u8]| match file.numbers(dict, key)?[..] {
            [x0, y0, x1, y1] => Some(Area { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }),
            _ => None,
        };
        self.resources = file.dict(dict, b"Resources").or(self.resources);
        self.media = area(b"MediaBox").or(self.media);
        self.crop = area(b"CropBox").or(self.crop);
        if let Some(rotate) = file.number(dict, b"Rotate") {
            self.rotate = (rotate / 90.0).round() as i64 % 4 * 90;
        }
        self
    }
}

fn take(budget: &Cell<usize>, count: usize) -> bool {
    let left = budget.get();
    budget.set(left.saturating_sub(count));
    left >= count
}

fn usable(area: &Area) -> bool {
    area.width() >= 1.0 && area.height() >= 1.0 && area.width() <= 1e6 && area.height() <= 1e6
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a mark, else taken as UTF-8, GBK or Latin-1.
pub(super) fn decode_text(bytes: &[u8]) -> String {
    let (encoding, rest) = match bytes {
        [0xFE, 0xFF, rest @ ..] => (encoding_rs::UTF_16BE, rest),
        [0xFF, 0xFE, rest @ ..] => (encoding_rs::UTF_16LE, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => (encoding_rs::UTF_8, rest),
        _ => return guess_text(bytes),
    };
    encoding.decode_without_bom_handling(rest).0.into_owned()
}

/// Bytes of unknown encoding, as Chinese generators write names and titles.
pub(super) fn guess_text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    match encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
