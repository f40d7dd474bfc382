//! Bytes → objects → pages with what they inherit (ISO 32000-2, 7.5 and 7.7). The only file that opens documents.

use super::{ReadError, Settings, error, matrix::Area, matrix::Matrix};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use std::cell::Cell;
use std::collections::HashSet;
use zune_inflate::{DeflateDecoder, DeflateOptions};

/// The objects of one file, with a budget for inflating its streams.
pub(super) struct File {
    pub document: Document,
    max_stream: usize,
    left: Cell<usize>,
}

/// A page as the page tree gives it.
pub(super) struct PageSource<'d> {
    pub dict: &'d Dictionary,
    pub resources: Option<&'d Dictionary>,
    /// Default user space → displayed page.
    pub base: Matrix,
    /// Displayed size in points.
    pub width: f64,
    pub height: f64,
}

pub(super) fn open(bytes: &[u8], settings: &Settings) -> Result<File, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > settings.max_file_bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: settings.max_file_bytes });
    }
    // Junk may stand before the header, some of it long; a file without any header is something else.
    let head = &bytes[..bytes.len().min(1 << 16)];
    let Some(start) = head.windows(5).position(|w| w == b"%PDF-") else {
        return Err(ReadError::NotPdf { looks_like: error::looks_like(bytes) });
    };
    let options = LoadOptions {
        password: settings.password.clone(),
        max_decompressed_size: Some(settings.max_stream_bytes),
        ..LoadOptions::default()
    };
    let document = match Document::load_mem_with_options(&bytes[start..], options) {
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => return Err(ReadError::Encrypted),
        Err(error) => return Err(ReadError::Damaged(error.to_string())),
    };
    if document.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    Ok(File { document, max_stream: settings.max_stream_bytes, left: Cell::new(settings.max_total_bytes) })
}

impl File {
    /// The object behind any chain of references.
    pub fn resolve<'d>(&'d self, mut object: &'d Object) -> Option<&'d Object> {
        for _ in 0..32 {
            match object {
                Object::Reference(id) => object = self.document.objects.get(id)?,
                Object::Null => return None,
                _ => return Some(object),
            }
        }
        None
    }

    pub fn get<'d>(&'d self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        self.resolve(dict.get(key).ok()?)
    }

    pub fn dict<'d>(&'d self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    pub fn stream<'d>(&'d self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Stream> {
        self.get(dict, key)?.as_stream().ok()
    }

    pub fn array<'d>(&'d self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub fn name<'d>(&'d self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    pub fn number(&self, dict: &Dictionary, key: &[u8]) -> Option<f64> {
        as_number(self.get(dict, key)?)
    }

    /// An array of numbers, references resolved; `None` if one is something else.
    pub fn numbers(&self, dict: &Dictionary, key: &[u8]) -> Option<Vec<f64>> {
        self.array(dict, key)?.iter().take(64).map(|o| as_number(self.resolve(o)?)).collect()
    }

    pub fn matrix(&self, dict: &Dictionary, key: &[u8]) -> Option<Matrix> {
        match self.numbers(dict, key)?[..] {
            [a, b, c, d, e, f] => Some(Matrix::new(a, b, c, d, e, f)),
            _ => None,
        }
    }

    /// The stream's bytes with all filters undone; `None` over the budget or with a filter of images.
    pub fn inflate(&self, stream: &Stream) -> Option<Vec<u8>> {
        let limit = self.max_stream.min(self.left.get());
        let bytes = match stream.filters().unwrap_or_default()[..] {
            [] => stream.content.get(..limit.min(stream.content.len()))?.to_vec(),
            [b"FlateDecode" | b"Fl"] if stream.dict.get(b"DecodeParms").is_err() => {
                let options = DeflateOptions::default().set_limit(limit).set_confirm_checksum(false);
                match DeflateDecoder::new_with_options(&stream.content, options).decode_zlib() {
                    Ok(bytes) => bytes,
                    // Cut off or damaged: what comes out before the damage.
                    Err(_) => stream.decompressed_content_with_limit(limit).ok()?,
                }
            }
            _ => stream.decompressed_content_with_limit(limit).ok()?,
        };
        self.left.set(self.left.get().saturating_sub(bytes.len()));
        Some(bytes)
    }

    /// Content stream or array of them; pieces are separated, so no token runs over a seam.
    pub fn content(&self, dict: &Dictionary) -> Vec<u8> {
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

    /// /Producer of the information dictionary.
    pub fn producer(&self) -> Option<String> {
        let info = self.dict(&self.document.trailer, b"Info")?;
        let text = decode_text(self.get(info, b"Producer")?.as_str().ok()?);
        Some(text).filter(|text| !text.is_empty())
    }

    /// All pages in order, at most `max`.
    pub fn pages(&self, settings: &Settings) -> Vec<PageSource<'_>> {
        let mut pages = Vec::new();
        let root = self.dict(&self.document.trailer, b"Root").and_then(|root| root.get(b"Pages").ok());
        if let Some(root) = root {
            self.walk(root, Inherited::default(), 0, &mut HashSet::new(), &mut pages, settings);
        }
        if pages.is_empty() {
            // No usable tree: the pages themselves, in the order of their numbers.
            for object in self.document.objects.values() {
                if let Object::Dictionary(dict) = object
                    && dict.has_type(b"Page")
                    && pages.len() < settings.max_pages
                {
                    pages.push(self.page(dict, &Inherited::default().with(self, dict)));
                }
            }
        }
        pages
    }

    fn walk<'d>(
        &'d self,
        node: &'d Object,
        inherited: Inherited<'d>,
        depth: usize,
        seen: &mut HashSet<ObjectId>,
        pages: &mut Vec<PageSource<'d>>,
        settings: &Settings,
    ) {
        if depth > settings.max_tree_depth || pages.len() >= settings.max_pages {
            return;
        }
        if let Object::Reference(id) = node
            && !seen.insert(*id)
        {
            return;
        }
        let Some(dict) = self.resolve(node).and_then(as_dict) else { return };
        let inherited = inherited.with(self, dict);
        match self.array(dict, b"Kids") {
            Some(kids) => kids.iter().for_each(|kid| self.walk(kid, inherited, depth + 1, seen, pages, settings)),
            None => pages.push(self.page(dict, &inherited)),
        }
    }

    fn page<'d>(&'d self, dict: &'d Dictionary, inherited: &Inherited<'d>) -> PageSource<'d> {
        const A4: Area = Area { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 };
        let media = inherited.media.filter(usable).unwrap_or(A4);
        let mut shown = inherited.crop.map(|crop| crop.intersect(&media)).filter(usable).unwrap_or(media);
        if !usable(&shown) {
            shown = A4;
        }
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
    resources: Option<&'d Dictionary>,
    media: Option<Area>,
    crop: Option<Area>,
    rotate: i64,
}

impl<'d> Inherited<'d> {
    fn with(mut self, file: &'d File, dict: &'d Dictionary) -> Self {
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

fn usable(area: &Area) -> bool {
    area.width() >= 1.0 && area.height() >= 1.0 && area.width() <= 1e6 && area.height() <= 1e6
}

pub(super) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(super) fn as_number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
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
