//! Fonts: codes of shown strings → text and advance (ISO 32000-2, 9.5 to 9.10).
//!
//! 1. Text comes from /ToUnicode, else from the encoding: the CMap's character collection, glyph names, and last the
//!    embedded font program.
//! 2. Text that shows nothing (a space, a control character) of a glyph that has ink is not believed: encoding and
//!    program say what it is, or nobody does.
//! 3. So is a figure's character that the encoding or the program gives another one: only what two of them say is.
//!    Where one digit does not look like what it is called, none is believed.
//! 4. A character whose glyph has no ink is told as that; so is a figure's whose glyph the program does not have.
//! 5. A code that none of them explains has no text; nothing is guessed.

mod composite;
mod drawn;
mod embedded;
mod encoding;
mod gbk;
mod proof;
mod said;
mod shapes;
mod shared;
mod simple;

use super::cmap::{self, Embedded};
use super::file::{Dict, File, Object};
use super::settings::Settings;
use super::strings::{guess_text, short};
use crate::model::plain;
use composite::Composite;
use drawn::Drawn;
use proof::is_ideograph;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Bytes that a font takes by itself.
const FONT: usize = 16 << 10;

pub(super) use embedded::program_texts;
pub(super) use encoding::glyph_text;
pub(super) use shared::Shared;

/// What one code shows. Lengths are in text space units for size 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    pub text: Text,
    /// Advance along a horizontal line.
    pub width: f64,
    /// Vertical writing: from the horizontal to the vertical origin, and the advance, which is mostly −1.
    pub vertical: (f64, f64, f64),
}

/// Text of one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// Could not be decoded.
    Unknown,
    Char(char),
    /// A character whose glyph paints nothing.
    Bare(char),
    /// Several characters: see [`Font::several`].
    Several(u32),
}

/// A loaded font.
pub(super) struct Font<'d> {
    /// /BaseFont without the subset tag.
    pub name: String,
    pub ascent: f64,
    pub descent: f64,
    pub vertical: bool,
    /// Its /ToUnicode or CMap is larger than the limit.
    pub cut: bool,
    /// Its strings are taken for GBK, though nothing in the file says so.
    pub gbk: bool,
    kind: Kind<'d>,
    to_unicode: ToUnicode,
    file: &'d File<'d>,
    descriptor: Option<&'d Dict>,
    /// A Type3 font, whose glyphs are pieces of content.
    type3: Option<&'d Dict>,
    /// The embedded program, read when a text is to be proven.
    drawn: OnceCell<Option<Rc<Drawn<'d>>>>,
    /// /ToUnicode calls a glyph a digit that it does not look like.
    misnamed: OnceCell<bool>,
    shared: Rc<Shared<'d>>,
    several: RefCell<Vec<String>>,
}

enum Kind<'d> {
    Simple(Box<Simple>),
    Composite(Box<Composite<'d>>),
}

/// A simple font's codes.
struct Simple {
    /// Texts by the encoding.
    texts: Vec<Option<String>>,
    widths: [f64; 256],
    /// /Encoding says what its codes are, and no program is embedded that could have codes of its own.
    by_encoding: bool,
    /// Its codes are those of its program (9.8.2), whatever /Encoding says.
    symbolic: bool,
    known: Box<[Cell<Option<Text>>; 256]>,
}

enum ToUnicode {
    None,
    /// The codes are UTF-16 already.
    Identity,
    Map(Arc<Embedded>),
}

impl<'d> Font<'d> {
    pub fn load(
        file: &'d File<'d>,
        dict: &'d Dict,
        settings: &Settings,
        shared: &Rc<Shared<'d>>,
    ) -> Font<'d> {
        file.work.keep(FONT);
        let subtype = file.name(dict, b"Subtype").unwrap_or_default();
        let descendant = file
            .array(dict, b"DescendantFonts")
            .and_then(|fonts| fonts.first())
            .and_then(|font| file.resolve(font));
        let descendant = descendant.and_then(Object::as_dict).filter(|_| subtype != b"Type3");
        let body = descendant.unwrap_or(dict);
        let descriptor = file.dict(body, b"FontDescriptor");
        let composite = descendant.map(|body| composite::load(file, dict, body, settings, shared));
        let vertical = composite.as_ref().is_some_and(Composite::vertical);
        let cut = composite.as_ref().is_some_and(Composite::cut);
        let gbk = composite.is_none() && subtype != b"Type3" && gbk::is_gbk(file, dict);
        let kind = match composite {
            Some(composite) => Kind::Composite(Box::new(composite)),
            None => Kind::Simple(Box::new(Simple::load(file, dict, subtype == b"Type3"))),
        };
        let mut font = Font {
            name: font_name(
                file.name(dict, b"BaseFont").or(file.name(dict, b"Name")).unwrap_or(subtype),
            ),
            ascent: 0.88,
            descent: -0.12,
            vertical,
            cut,
            gbk,
            kind,
            to_unicode: to_unicode(file, dict, settings, shared),
            file,
            descriptor,
            type3: (subtype == b"Type3").then_some(dict),
            drawn: OnceCell::new(),
            misnamed: OnceCell::new(),
            shared: Rc::clone(shared),
            several: RefCell::default(),
        };
        if let Some(descriptor) = descriptor {
            // Descriptors are often wrong by a factor or a sign: believed within what fonts have.
            let read = |key: &[u8]| file.number(descriptor, key).map(|v| v / 1000.0);
            font.ascent =
                read(b"Ascent").filter(|v| (0.6..=1.2).contains(v)).unwrap_or(font.ascent);
            font.descent =
                read(b"Descent").filter(|v| (-0.5..=-0.05).contains(v)).unwrap_or(font.descent);
        }
        font.cut |= matches!(&font.to_unicode, ToUnicode::Map(map) if map.cut);
        font
    }

    /// The next code of a non-empty string and its length in bytes (at least 1).
    #[inline]
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match &self.kind {
            Kind::Simple(_) if self.gbk && gbk::pair(bytes).is_some() => {
                (u32::from(bytes[0]) << 8 | u32::from(bytes[1]), 2)
            }
            Kind::Simple(_) => (u32::from(bytes[0]), 1),
            Kind::Composite(composite) => composite.next_code(bytes),
        }
    }

    /// What a code shows.
    #[inline]
    pub fn shape(&self, code: u32, len: usize) -> Shape {
        match &self.kind {
            Kind::Simple(simple) => {
                let [.., lead, trail] = code.to_be_bytes();
                if len == 2 {
                    let text = gbk::pair(&[lead, trail]).map_or(Text::Unknown, Text::Char);
                    return Shape::level(text, simple.width(lead) + simple.width(trail));
                }
                let known = &simple.known[usize::from(trail)];
                let text = known.get().unwrap_or_else(|| {
                    let text = self.shown(code, 1);
                    known.set(Some(text));
                    text
                });
                Shape::level(text, simple.width(trail))
            }
            Kind::Composite(composite) => {
                if let Some(shape) = composite.known(code, len) {
                    return shape;
                }
                composite.remember(code, len, self.shown(code, len))
            }
        }
    }

    /// Its digits are not read, as one of them does not look like what it is called.
    pub fn is_misnamed(&self) -> bool {
        self.misnamed.get() == Some(&true)
    }

    /// The characters of a [`Text::Several`].
    pub fn several(&self, index: u32) -> String {
        self.several.borrow().get(index as usize).cloned().unwrap_or_default()
    }

    fn unicode(&self, code: u32) -> Option<String> {
        let text = match &self.to_unicode {
            ToUnicode::None => None,
            ToUnicode::Identity => char::from_u32(code).map(String::from),
            ToUnicode::Map(map) => map.text(code),
        };
        text.filter(|text| !text.is_empty() && !text.contains(['\0', char::REPLACEMENT_CHARACTER]))
    }

    fn shown(&self, code: u32, len: usize) -> Text {
        match self.intern(self.text(code, len)) {
            Text::Char(c) if self.is_bare(code, len, c) => Text::Bare(c),
            text => text,
        }
    }

    fn intern(&self, text: Option<String>) -> Text {
        let Some(text) = text else { return Text::Unknown };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Text::Unknown,
            (Some(only), None) => Text::Char(only),
            // An ideograph and its radical or compatibility double are two code points of one.
            (Some(first), Some(_))
                if text.chars().all(|c| plain(c) == plain(first)) && is_ideograph(plain(first)) =>
            {
                Text::Char(plain(first))
            }
            _ => {
                let mut several = self.several.borrow_mut();
                several.push(text);
                Text::Several(several.len() as u32 - 1)
            }
        }
    }
}

impl Shape {
    /// Of one character with this advance.
    pub fn of(c: char, width: f64) -> Shape {
        Shape::level(Text::Char(c), width)
    }

    /// Of a font that is never set vertically.
    fn level(text: Text, width: f64) -> Shape {
        Shape { text, width, vertical: (0.0, 0.0, 0.0) }
    }
}

impl Simple {
    fn load(file: &File, dict: &Dict, type3: bool) -> Simple {
        let (texts, widths) = simple::load(file, dict, type3);
        Simple {
            texts,
            widths,
            by_encoding: !type3 && dict.has(b"Encoding"),
            symbolic: simple::is_symbolic(file, dict),
            known: Box::new(std::array::from_fn(|_| Cell::new(None))),
        }
    }

    fn width(&self, code: u8) -> f64 {
        self.widths[usize::from(code)]
    }
}

/// White space, control characters and marks without width: no visible characters.
pub(super) fn is_blank(c: char) -> bool {
    if ('\u{21}'..='\u{7E}').contains(&c) || ('\u{4E00}'..='\u{9FFF}').contains(&c) {
        return false;
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn to_unicode(file: &File, dict: &Dict, settings: &Settings, shared: &Shared) -> ToUnicode {
    let parse = |stream| {
        let map = cmap::parse(&file.inflate(stream)?, settings.max_cmap_entries);
        file.work.keep(map.size()).then(|| Arc::new(map))
    };
    match file.get(dict, b"ToUnicode") {
        Some(Object::Stream(stream)) => {
            shared.maps.get(stream, || parse(stream)).map_or(ToUnicode::None, ToUnicode::Map)
        }
        Some(Object::Name(name)) if name.starts_with(b"Identity") => ToUnicode::Identity,
        _ => ToUnicode::None,
    }
}

/// `ABCDEF+SimSun` is SimSun; Chinese names stand in GBK or UTF-8.
fn font_name(raw: &[u8]) -> String {
    let tag = raw.len() > 7 && raw[6] == b'+' && raw[..6].iter().all(u8::is_ascii_uppercase);
    short(guess_text(if tag { &raw[7..] } else { raw }))
}
