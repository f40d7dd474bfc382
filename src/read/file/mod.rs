//! Bytes → objects (ISO 32000-2, 7.5): [`open`] finds them, [`pages`] walks the page tree, [`layers`] knows what is
//! switched off.
//!
//! Objects are read as they are needed. In a damaged file they are found by scanning all bytes; an encrypted one is
//! decrypted by `lopdf` first.

mod filter;
mod layers;
mod object;
mod open;
mod pages;
mod work;
mod written;
mod xref;

pub(super) use object::{Dict, Id, Object, Stream};
pub(super) use open::{body, decrypt, open, recover};
pub(super) use pages::PageSource;
pub(super) use written::{entry, write};
pub(super) use xref::start;

use super::matrix::Matrix;
use super::strings::{decode_text, short};
use super::tokenize::Lexer;
use crate::deadline;
use hashbrown::HashSet;
use object::{Data, indirect, objects};
use std::cell::{Cell, OnceCell};
use std::ptr;
use work::Work;
use xref::{Place, member_heads};

/// The objects of one file, with a budget for inflating its streams.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    /// Sorted by number.
    slots: Vec<(u32, Slot)>,
    trailer: Dict,
    pub work: Work,
    /// Optional content groups that are switched off.
    off: OnceCell<HashSet<Id>>,
    /// An object was not where the file says: its cross-reference data is wrong.
    pub misled: Cell<bool>,
}

struct Slot {
    place: Place,
    object: OnceCell<Option<Object>>,
    /// Of an object stream: its bytes and where its objects start.
    members: OnceCell<Option<Members>>,
}

/// The bytes of an object stream, and number and start of each object in it.
type Members = (Vec<u8>, Vec<(u32, usize)>);

impl Slot {
    fn new(place: Place) -> Self {
        Slot { place, object: OnceCell::new(), members: OnceCell::new() }
    }
}

/// Numbers for objects that are added to a file.
pub(super) struct FreeNumbers {
    /// Those of its own objects, sorted.
    used: Vec<u32>,
    next: u32,
}

impl FreeNumbers {
    /// After those that are used, sorted, and those below `size`, as the file says; between them where few come after:
    /// readers know no object whose number is larger than [`MAX_NUMBER`].
    fn beside(used: Vec<u32>, size: u32) -> Self {
        let after = used.last().map_or(1, |last| last.saturating_add(1));
        let room = |first: &u32| *first < MAX_NUMBER - ROOM;
        let next = [after.max(size), after].into_iter().find(room).unwrap_or(1);
        FreeNumbers { used, next }
    }

    pub fn take(&mut self) -> u32 {
        while self.used.binary_search(&self.next).is_ok() {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }

    /// One more than any number, used or taken: what /Size says.
    pub fn size(&self) -> u32 {
        self.used.last().map_or(0, |last| last.saturating_add(1)).max(self.next)
    }
}

/// The largest number of an object (ISO 32000-2, annex C).
const MAX_NUMBER: u32 = 8_388_607;
/// Numbers that there must be after the last one to take those.
const ROOM: u32 = 1 << 20;

impl<'b> File<'b> {
    fn new(bytes: &'b [u8], slots: Vec<(u32, Slot)>, trailer: Dict, work: Work) -> Self {
        File { bytes, slots, trailer, work, off: OnceCell::new(), misled: Cell::new(false) }
    }

    fn slot(&self, number: u32) -> Option<&Slot> {
        // Mostly the numbers run from 0 without a gap.
        match self.slots.get(number as usize) {
            Some((found, slot)) if *found == number => Some(slot),
            _ => self
                .slots
                .binary_search_by_key(&number, |(number, _)| *number)
                .ok()
                .map(|at| &self.slots[at].1),
        }
    }

    fn object(&self, id: Id) -> Option<&Object> {
        let slot = self.slot(id.0)?;
        slot.object.get_or_init(|| self.fetch(id.0, slot.place)).as_ref()
    }

    fn fetch(&self, number: u32, place: Place) -> Option<Object> {
        let found = match place {
            Place::Free => return None,
            Place::At(at) => indirect(self.bytes, at, &self.work, |length| match length {
                // Only a plain number in the file: a length never needs more, and cannot lead in circles.
                Object::Reference((number, _)) => match self.slot(*number)?.place {
                    Place::At(at) => indirect(self.bytes, at, &self.work, |_| None)?.1.as_number(),
                    Place::In(container, index) if container != *number => {
                        self.member(container, index)?.as_number()
                    }
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
            let (_, Object::Stream(stream)) =
                indirect(self.bytes, at, &self.work, Object::as_number)?
            else {
                return None;
            };
            let Data::At(range) = &stream.data else { return None };
            let bytes =
                filter::decode(&stream.dict, self.bytes.get(range.clone())?, &self.work, Some)?;
            let heads = member_heads(&stream.dict, &bytes);
            self.work.keep(bytes.len() + 16 * heads.len()).then_some((bytes, heads))
        });
        let (bytes, heads) = members.as_ref()?;
        let (_, at) = *heads.get(index as usize)?;
        // The objects follow each other: read up to the next one.
        let end = heads
            .get(index as usize + 1)
            .map_or(bytes.len(), |next| next.1)
            .clamp(at.min(bytes.len()), bytes.len());
        let (items, _) = objects(&mut Lexer::new(bytes.get(at..end)?), 0, &self.work);
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
        self.work.limit("max_references");
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

    /// true; an entry that is not there is false.
    pub fn is_true(&self, dict: &Dict, key: &[u8]) -> bool {
        matches!(self.get(dict, key), Some(Object::Bool(true)))
    }

    pub fn matrix(&self, dict: &Dict, key: &[u8]) -> Option<Matrix> {
        match self.numbers(dict, key)?[..] {
            [a, b, c, d, e, f] => Some(Matrix::new(a, b, c, d, e, f)),
            _ => None,
        }
    }

    /// The stream's bytes with all filters undone; `None` over the budget or with a filter of images.
    pub fn inflate(&self, stream: &Stream) -> Option<Vec<u8>> {
        let Some(data) = self.data(stream) else {
            self.work.unread.set(true);
            return None;
        };
        filter::decode(&stream.dict, data, &self.work, |object| self.resolve(object))
    }

    /// The first bytes of the stream with all filters undone: `most` of them, a few more, or all there are.
    pub fn inflate_start(&self, stream: &Stream, most: usize) -> Option<Vec<u8>> {
        let resolve = |object| self.resolve(object);
        let Some(data) = self.data(stream) else {
            self.work.unread.set(true);
            return None;
        };
        filter::start(&stream.dict, data, most, &self.work, resolve)
    }

    /// The samples of an image; `None` where a filter of images stands before them.
    pub fn samples(&self, stream: &Stream) -> Option<Vec<u8>> {
        filter::samples(&stream.dict, self.data(stream)?, &self.work, |object| self.resolve(object))
    }

    fn data<'s>(&'s self, stream: &'s Stream) -> Option<&'s [u8]> {
        match &stream.data {
            Data::At(range) => self.bytes.get(range.clone()),
            Data::Own(bytes) => Some(bytes),
            Data::Locked => None,
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
                        if all.len() + bytes.len() > self.work.max_stream() {
                            self.work.unread.set(true);
                            break;
                        }
                        all.extend_from_slice(&bytes);
                        all.push(b'\n');
                    }
                }
                all
            }
            _ => Vec::new(),
        }
    }

    pub fn trailer(&self) -> &Dict {
        &self.trailer
    }

    /// Numbers that no object has.
    pub fn free_numbers(&self) -> FreeNumbers {
        let size = self.number(&self.trailer, b"Size").unwrap_or_default().max(0.0) as u32;
        FreeNumbers::beside(self.slots.iter().map(|(number, _)| *number).collect(), size)
    }

    pub fn catalog(&self) -> Option<&Dict> {
        self.dict(&self.trailer, b"Root")
    }

    /// Names of the PDF files embedded in this one (7.11.4).
    pub fn embedded_pdfs(&self) -> Vec<String> {
        let mut names = Vec::new();
        let tree = self.catalog().and_then(|root| self.dict(root, b"Names"));
        let root = tree.and_then(|names| self.dict(names, b"EmbeddedFiles"));
        let mut nodes: Vec<&Dict> = root.into_iter().collect();
        // A name tree in any order, each node once, whatever refers to it.
        let mut seen: HashSet<*const Dict> =
            nodes.iter().map(|node| ptr::from_ref(*node)).collect();
        while let Some(node) = nodes.pop() {
            deadline::tick();
            let kids = self.array(node, b"Kids").unwrap_or_default();
            let kids = kids.iter().filter_map(|kid| self.resolve(kid)?.as_dict());
            nodes.extend(kids.filter(|kid| seen.insert(ptr::from_ref(*kid))));
            let pairs = self.array(node, b"Names").unwrap_or_default();
            let files = pairs.iter().filter_map(|item| self.resolve(item)?.as_dict());
            names.extend(files.filter_map(|file| self.embedded_pdf(file)));
        }
        names
    }

    /// The name of a file specification whose embedded file is a PDF.
    fn embedded_pdf(&self, specification: &Dict) -> Option<String> {
        let name = self.get(specification, b"UF").or_else(|| self.get(specification, b"F"));
        let name = name.and_then(Object::as_text).map(decode_text).unwrap_or_default();
        let file = self.stream(self.dict(specification, b"EF")?, b"F")?;
        let by_type = file.dict.is(b"Subtype", b"application/pdf");
        (by_type || name.to_ascii_lowercase().ends_with(".pdf")).then(|| short(name))
    }

    /// /Producer of the information dictionary.
    pub fn producer(&self) -> Option<String> {
        let info = self.dict(&self.trailer, b"Info")?;
        let text = short(decode_text(self.get(info, b"Producer")?.as_text()?));
        Some(text).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_readers_know_and_no_object_has() {
        let taken = |used: &[u32], size| {
            let mut numbers = FreeNumbers::beside(used.to_vec(), size);
            ([numbers.take(), numbers.take()], numbers.size())
        };
        assert_eq!(taken(&[0, 1, 2, 5], 6), ([6, 7], 8));
        assert_eq!(taken(&[0, 1, 2, 5], 9), ([9, 10], 11));
        assert_eq!(taken(&[0, 1, 2, 5], 9_000_000), ([6, 7], 8));
        assert_eq!(taken(&[0, 1, 3, MAX_NUMBER], 9), ([2, 4], MAX_NUMBER + 1));
    }
}
