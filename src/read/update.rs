//! Adding annotations to a file: an incremental update (ISO 32000-2, 7.5.6). Every byte that was there stays.

use super::file::{self, Dict, File, FreeNumbers, Id, Object, entry, write};
use super::matrix::Matrix;
use super::{ReadError, Settings};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// A file that is added to.
pub struct Update<'b> {
    bytes: &'b [u8],
    /// Where its header stands: offsets count from there.
    header: usize,
    /// Where its last cross-reference section stands, and whether that is a stream.
    before: usize,
    is_stream: bool,
    /// What the new trailer keeps of the last one: /Root, /Info.
    kept: Vec<u8>,
    id: Option<Vec<u8>>,
    sheets: BTreeMap<u32, Sheet>,
    numbers: FreeNumbers,
    objects: Vec<(Id, Vec<u8>)>,
}

/// A page that annotations are added to.
struct Sheet {
    id: Id,
    /// Displayed page, points from its top left → default user space.
    back: Matrix,
    /// Its entries but /Annots, and what stands in that.
    entries: Vec<u8>,
    annotations: Vec<u8>,
}

impl<'b> Update<'b> {
    /// Of this file, whose pages of these 1-based numbers are to be added to.
    ///
    /// # Errors
    /// Why nothing can be added.
    pub fn of(
        bytes: &'b [u8],
        pages: &BTreeSet<u32>,
        settings: &Settings,
    ) -> Result<Update<'b>, String> {
        let body = file::body(bytes, settings).map_err(|error| error.to_string())?;
        let Some(file) = file::open(body, settings) else {
            return Err(refused(body, settings));
        };
        let sources = file.pages(settings);
        let mut sheets = BTreeMap::new();
        for &number in pages {
            let source = (number as usize).checked_sub(1).and_then(|index| sources.get(index));
            // What is added to an object that is several pages would stand on all of them.
            let alone = |id: &Id| sources.iter().filter(|other| other.id == Some(*id)).count() == 1;
            let own = source.and_then(|source| Some((source, source.id.filter(alone)?)));
            let Some((source, id)) = own else {
                return Err(format!(
                    "page {number} is not listed as an object of its own: rewrite the file with `mutool clean` first"
                ));
            };
            let back = source.base.inverse().ok_or_else(damaged)?;
            let (mut entries, mut annotations) = (vec![], vec![]);
            for (key, value) in source.dict.entries().filter(|(key, _)| *key != b"Annots") {
                entry(key, value, &mut entries);
            }
            for item in file.array(source.dict, b"Annots").unwrap_or_default() {
                write(item, &mut annotations);
                annotations.push(b' ');
            }
            sheets.insert(number, Sheet { id, back, entries, annotations });
        }
        let trailer = file.trailer();
        let (Some(before), Some(Object::Reference(_)), false) =
            (file::start(body), trailer.get(b"Root"), file.misled.get())
        else {
            return Err(damaged());
        };
        let first = body[before..].iter().find(|byte| !byte.is_ascii_whitespace());
        Ok(Update {
            bytes,
            header: bytes.len() - body.len(),
            before,
            is_stream: first != Some(&b'x'),
            kept: kept(trailer),
            id: first_id(&file, trailer),
            sheets,
            numbers: file.free_numbers(),
            objects: vec![],
        })
    }

    /// A point of the page as displayed, in the page's own space; in the page's own place where it is not one of those
    /// that are added to.
    pub fn own(&self, page: u32, x: f64, y: f64) -> (f64, f64) {
        self.sheets.get(&page).map_or((x, y), |sheet| sheet.back.apply(x, y))
    }

    /// A new object, by its number.
    pub fn add(&mut self, object: Vec<u8>) -> u32 {
        let number = self.numbers.take();
        self.objects.push(((number, 0), object));
        number
    }

    /// Puts the object of that number among the annotations of a page.
    pub fn annotate(&mut self, page: u32, number: u32) {
        if let Some(sheet) = self.sheets.get_mut(&page) {
            let _ = write!(sheet.annotations, "{number} 0 R "); // a vector takes all
        }
    }

    /// The file with what was added.
    pub fn written(mut self) -> Vec<u8> {
        for Sheet { id, entries, annotations, .. } in self.sheets.into_values() {
            let page = [b"<<", &entries[..], b"/Annots[", &annotations[..], b"]>>"].concat();
            self.objects.push((id, page));
        }
        self.objects.sort_by_key(|(id, _)| *id);
        let mut to = self.bytes.to_vec();
        to.push(b'\n');
        let mut places = BTreeMap::new();
        for ((number, generation), object) in &self.objects {
            places.insert(*number, (to.len() - self.header, *generation));
            let _ = writeln!(to, "{number} {generation} obj");
            to.extend_from_slice(object);
            to.extend_from_slice(b"\nendobj\n");
        }
        let at = to.len() - self.header;
        let mut trailer = self.kept;
        if let Some(id) = self.id {
            let sum: String =
                Sha256::digest(&to).iter().take(16).map(|b| format!("{b:02x}")).collect();
            trailer.extend_from_slice(b"/ID[");
            trailer.extend_from_slice(&id);
            let _ = write!(trailer, "<{sum}>]");
        }
        let _ = write!(trailer, "/Prev {}", self.before);
        match self.is_stream {
            false => table(&places, &trailer, self.numbers.size(), &mut to),
            true => {
                let number = self.numbers.take();
                stream(&mut places, &trailer, (number, self.numbers.size()), at, &mut to);
            }
        }
        let _ = writeln!(to, "startxref\n{at}\n%%EOF");
        to
    }
}

fn damaged() -> String {
    "the file is damaged, nothing can be added to it: rewrite it with `mutool clean` first".into()
}

/// Why a file that does not open as it is cannot be added to.
fn refused(body: &[u8], settings: &Settings) -> String {
    match file::recover(body, settings) {
        Some(_) => damaged(),
        None if memchr::memmem::find(body, b"/Encrypt").is_some() => {
            "the file is encrypted, what is added would have to be too: save it without a password first, as with `qpdf --decrypt`".into()
        }
        None => ReadError::Damaged("no page can be found in it".to_owned()).to_string(),
    }
}

fn kept(trailer: &Dict) -> Vec<u8> {
    let mut kept = vec![];
    for (key, value) in trailer.entries().filter(|(key, _)| [&b"Root"[..], b"Info"].contains(key)) {
        entry(key, value, &mut kept);
    }
    kept
}

/// The part of /ID that stays with a file.
fn first_id(file: &File, trailer: &Dict) -> Option<Vec<u8>> {
    let first = file.array(trailer, b"ID")?.first()?;
    let mut to = vec![];
    first.as_text().map(|_| write(first, &mut to))?;
    Some(to)
}

/// Runs of numbers that follow each other: first and count.
fn runs(places: &BTreeMap<u32, (usize, u16)>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = vec![];
    for &number in places.keys() {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == number => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    runs
}

fn table(places: &BTreeMap<u32, (usize, u16)>, trailer: &[u8], size: u32, to: &mut Vec<u8>) {
    to.extend_from_slice(b"xref\n");
    for (first, count) in runs(places) {
        let _ = writeln!(to, "{first} {count}");
        for (at, generation) in places.range(first..first + count).map(|(_, place)| place) {
            let _ = writeln!(to, "{at:010} {generation:05} n ");
        }
    }
    let _ = write!(to, "trailer\n<</Size {size}");
    to.extend_from_slice(trailer);
    to.extend_from_slice(b">>\n");
}

/// A file whose sections are streams goes on with streams.
fn stream(
    places: &mut BTreeMap<u32, (usize, u16)>,
    trailer: &[u8],
    (number, size): (u32, u32),
    at: usize,
    to: &mut Vec<u8>,
) {
    places.insert(number, (at, 0));
    let rows: Vec<u8> = places
        .values()
        .flat_map(|(at, generation)| {
            let [a, b] = generation.to_be_bytes();
            [&[1][..], &(*at as u64).to_be_bytes()[3..], &[a, b]].concat()
        })
        .collect();
    let index: String =
        runs(places).iter().map(|(first, count)| format!("{first} {count} ")).collect();
    let length = rows.len();
    let _ = write!(
        to,
        "{number} 0 obj\n<</Type/XRef/Size {size}/W[1 5 2]/Index[{index}]/Length {length}"
    );
    to.extend_from_slice(trailer);
    to.extend_from_slice(b">>\nstream\n");
    to.extend_from_slice(&rows);
    to.extend_from_slice(b"\nendstream\nendobj\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_one_run() {
        let places = [3, 4, 9, 11, 12, 13].map(|number| (number, (0, 0))).into();
        assert_eq!(runs(&places), [(3, 2), (9, 1), (11, 3)]);
    }
}
