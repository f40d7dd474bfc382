//! Composite fonts: codes of one to four bytes → CIDs → glyphs of a CIDFont (ISO 32000-2, 9.7).

use super::super::cmap::{self, Encoding};
use super::super::file::{Dict, File, Object};
use super::super::settings::Settings;
use super::drawn::Drawn;
use super::shared::{Glyphs, Shared, Vertical, Width};
use super::{Shape, Text};
use crate::deadline;
use hashbrown::HashMap;
use hayro_cmap::CidFamily;
use std::cell::{OnceCell, RefCell};
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;
use std::sync::Arc;

pub(super) struct Composite<'d> {
    file: &'d File<'d>,
    descendant: &'d Dict,
    encoding: Encoding,
    family: Option<CidFamily>,
    default_width: f64,
    widths: Rc<[Width]>,
    default_vertical: (f64, f64),
    verticals: Rc<[Vertical]>,
    /// /CIDToGIDMap where it is a stream.
    glyphs: OnceCell<Glyphs>,
    shared: Rc<Shared<'d>>,
    known: RefCell<HashMap<u64, Shape, BuildHasherDefault<Mix>>>,
}

/// Codes are small and dense: one multiplication spreads them well enough.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }
    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 29;
    }
}

/// Entries kept of /W and /W2: a CID is at most 65,535, so more say things twice.
const MAX_WIDTHS: usize = 1 << 17;
/// Bytes that one of them takes.
const KNOWN: usize = 96;
/// Codes remembered of one font; further ones are worked out each time. Few enough that chosen collisions stay harmless.
const MAX_KNOWN: usize = 1 << 14;

pub(super) fn load<'d>(
    file: &'d File<'d>,
    dict: &Dict,
    descendant: &'d Dict,
    settings: &Settings,
    shared: &Rc<Shared<'d>>,
) -> Composite<'d> {
    let encoding = encoding(file, file.get(dict, b"Encoding"), settings, shared, 0)
        .unwrap_or(Encoding::Identity { vertical: false });
    let info = file.dict(descendant, b"CIDSystemInfo").and_then(|info| {
        let read = |key: &[u8]| match file.get(info, key) {
            Some(Object::Text(bytes)) => Some(&**bytes),
            Some(Object::Name(name)) => Some(&**name),
            _ => None,
        };
        Some(CidFamily::from_registry_ordering(read(b"Registry")?, read(b"Ordering")?))
    });
    let family =
        info.filter(|family| family.ucs2_cmap().is_some()).or_else(|| encoding.family().cloned());
    let default_vertical = match file.numbers(descendant, b"DW2").as_deref() {
        Some([v, w, ..]) => (*v / 1000.0, *w / 1000.0),
        _ => (0.88, -1.0),
    };
    let list = |key: &[u8]| file.array(descendant, key).unwrap_or_default();
    let (by_width, by_vertical) = (list(b"W"), list(b"W2"));
    Composite {
        file,
        descendant,
        encoding,
        family,
        default_width: file.number(descendant, b"DW").unwrap_or(1000.0) / 1000.0,
        widths: shared.widths.get(by_width, || widths(file, by_width)),
        default_vertical,
        verticals: shared.verticals.get(by_vertical, || verticals(file, by_vertical)),
        glyphs: OnceCell::new(),
        shared: Rc::clone(shared),
        known: RefCell::default(),
    }
}

fn encoding(
    file: &File,
    object: Option<&Object>,
    settings: &Settings,
    shared: &Shared,
    depth: usize,
) -> Option<Encoding> {
    match object? {
        Object::Name(name) => Some(Encoding::named(name)),
        Object::Stream(stream) if depth < settings.max_tree_depth.min(16) => {
            let parse = || {
                let mut map = cmap::parse(&file.inflate(stream)?, settings.max_cmap_entries);
                if let Some(mode) = file.number(&stream.dict, b"WMode") {
                    map.vertical.get_or_insert(mode == 1.0);
                }
                file.work.keep(map.size()).then(|| Arc::new(map))
            };
            let map = shared.maps.get(stream, parse)?;
            let base = match file.get(&stream.dict, b"UseCMap") {
                Some(base) => encoding(file, Some(base), settings, shared, depth + 1),
                None => map.base.as_deref().map(Encoding::named),
            };
            Some(Encoding::Embedded(map, base.map(Box::new)))
        }
        _ => None,
    }
}

impl Composite<'_> {
    pub fn cut(&self) -> bool {
        matches!(&self.encoding, Encoding::Embedded(map, _) if map.cut)
    }

    pub fn vertical(&self) -> bool {
        self.encoding.vertical()
    }

    #[inline]
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        self.encoding.next_code(bytes)
    }

    #[inline]
    pub fn known(&self, code: u32, len: usize) -> Option<Shape> {
        self.known.borrow().get(&key(code, len)).copied()
    }

    pub fn remember(&self, code: u32, len: usize, text: Text) -> Shape {
        let cid = self.encoding.cid(code, len).unwrap_or(0);
        let width = find(&self.widths, cid, |r| (r.0, r.1)).map_or(self.default_width, |r| r.2);
        let vertical = match find(&self.verticals, cid, |r| (r.0, r.1)) {
            Some((_, _, [advance, x, y])) => (*x, *y, *advance),
            None => (width / 2.0, self.default_vertical.0, self.default_vertical.1),
        };
        let shape = Shape { text, width, vertical };
        let mut known = self.known.borrow_mut();
        if known.len() < MAX_KNOWN && self.file.work.keep(KNOWN) {
            known.insert(key(code, len), shape);
        }
        shape
    }

    /// Text of a code by the CMap and its character collection.
    pub fn text(&self, code: u32, len: usize) -> Option<String> {
        if let Encoding::Named(named) = &self.encoding
            && let Some(c) = named.character(code, len)
        {
            return Some(c.to_string());
        }
        cmap::collection_text(self.family.as_ref()?, self.encoding.cid(code, len)?)
    }

    /// Its codes mean characters of a collection.
    pub fn has_collection(&self) -> bool {
        self.family.is_some()
    }

    /// The glyph of a code in the embedded program.
    pub fn glyph(&self, code: u32, len: usize, drawn: &Drawn) -> Option<u16> {
        let cid = self.encoding.cid(code, len)?;
        match self.glyphs.get_or_init(|| self.read_glyphs()) {
            Some(map) => {
                let at = cid as usize * 2;
                Some(u16::from_be_bytes([*map.get(at)?, *map.get(at + 1)?]))
            }
            None => drawn.glyph_of_cid(u16::try_from(cid).ok()?),
        }
    }

    fn read_glyphs(&self) -> Glyphs {
        let stream = self.file.stream(self.descendant, b"CIDToGIDMap")?;
        self.shared.glyphs(self.file, stream)
    }
}

fn key(code: u32, len: usize) -> u64 {
    u64::from(code) | (len as u64) << 32
}

/// The entry whose range holds the CID; of several the last that starts at or before it.
fn find<T>(entries: &[T], cid: u32, range: impl Fn(&T) -> (u32, u32)) -> Option<&T> {
    let at = entries.partition_point(|entry| range(entry).0 <= cid);
    entries[..at].iter().rev().take(4).find(|entry| cid <= range(entry).1)
}

/// The entries in order, if there is room for them.
fn kept<T>(mut entries: Vec<(u32, u32, T)>, file: &File) -> Rc<[(u32, u32, T)]> {
    entries.truncate(MAX_WIDTHS);
    entries.sort_by_key(|entry| entry.0);
    match file.work.keep(size_of_val(&entries[..])) {
        true => entries.into(),
        false => Rc::new([]),
    }
}

/// /W: `c [w …]` and `first last w`.
fn widths(file: &File, list: &[Object]) -> Rc<[Width]> {
    let mut out = Vec::new();
    let mut items = list.iter().filter_map(|item| file.resolve(item));
    while let Some(first) = items.next().and_then(Object::as_number) {
        let first = first.clamp(0.0, 65_535.0) as u32;
        match items.next() {
            Some(Object::Array(each)) => {
                for (cid, width) in (first..).zip(
                    each.iter()
                        .take(MAX_WIDTHS)
                        .map(|w| file.resolve(w).and_then(Object::as_number)),
                ) {
                    out.push((cid, cid, width.unwrap_or(0.0) / 1000.0));
                }
            }
            Some(last) => {
                let (Some(last), Some(width)) =
                    (last.as_number(), items.next().and_then(Object::as_number))
                else {
                    break;
                };
                out.push((first, last.clamp(0.0, 65_535.0) as u32, width / 1000.0));
            }
            None => break,
        }
        deadline::tick();
        if out.len() > MAX_WIDTHS {
            file.work.limit("max_widths");
            break;
        }
    }
    kept(out, file)
}

/// /W2: `c [advance x y …]` and `first last advance x y`.
fn verticals(file: &File, list: &[Object]) -> Rc<[Vertical]> {
    let mut out = Vec::new();
    let mut items = list.iter().filter_map(|item| file.resolve(item));
    while let Some(first) = items.next().and_then(Object::as_number) {
        let first = first.clamp(0.0, 65_535.0) as u32;
        match items.next() {
            Some(Object::Array(each)) => {
                let numbers: Vec<f64> = each
                    .iter()
                    .take(3 * MAX_WIDTHS)
                    .map(|w| file.resolve(w).and_then(Object::as_number).unwrap_or(0.0) / 1000.0)
                    .collect();
                for (cid, three) in (first..).zip(numbers.chunks_exact(3)) {
                    out.push((cid, cid, [three[0], three[1], three[2]]));
                }
            }
            Some(last) => {
                let Some(last) = last.as_number() else { break };
                let mut three = [0.0; 3];
                for slot in &mut three {
                    *slot = items.next().and_then(Object::as_number).unwrap_or(0.0) / 1000.0;
                }
                out.push((first, last.clamp(0.0, 65_535.0) as u32, three));
            }
            None => break,
        }
        deadline::tick();
        if out.len() > MAX_WIDTHS {
            file.work.limit("max_widths");
            break;
        }
    }
    kept(out, file)
}
