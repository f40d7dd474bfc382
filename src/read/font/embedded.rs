//! What embedded font programs say about their glyphs, for codes that the PDF itself does not explain.

use super::super::contained;
use super::super::file::Dict;
use super::super::file::{File, Stream};
use super::super::tokenize::{Lexer, Token};
use super::glyph_text;
use crate::deadline;
use hashbrown::HashMap;
use ttf_parser::{Face, GlyphId, PlatformId, Tag, cff};

/// The embedded program: TrueType, OpenType or bare CFF.
pub(super) fn program_stream<'d>(file: &'d File, descriptor: &'d Dict) -> Option<&'d Stream> {
    file.stream(descriptor, b"FontFile2").or_else(|| file.stream(descriptor, b"FontFile3"))
}

/// Glyph → text of one program.
#[derive(Default)]
pub(super) struct Reverse {
    texts: HashMap<u16, char>,
    names: HashMap<u16, String>,
    /// CID → glyph where the program is CID-keyed; otherwise they are the same.
    cids: Option<HashMap<u16, u16>>,
}

impl Reverse {
    pub fn new(program: &[u8]) -> Self {
        Reverse::within(program, &CHARACTERS)
    }

    /// As far as the characters in `ranges` go.
    fn within(program: &[u8], ranges: &[(u32, u32)]) -> Self {
        contained(|| Reverse::parse(program, ranges)).unwrap_or_default()
    }

    fn parse(program: &[u8], ranges: &[(u32, u32)]) -> Self {
        let mut reverse = Reverse::default();
        if let Ok(face) = Face::parse(program, 0) {
            reverse.texts = characters(&face, program.len(), ranges);
            let name = glyph_names(&face);
            for glyph in 0..face.number_of_glyphs() {
                if let Some(text) = name(glyph).and_then(glyph_text) {
                    reverse.names.insert(glyph, text);
                }
            }
            if let Some(table) = face.tables().cff {
                reverse.cids = cids(&table);
            }
        } else if let Some(table) = cff::Table::parse(program) {
            for glyph in 0..table.number_of_glyphs() {
                if let Some(text) = table.glyph_name(GlyphId(glyph)).and_then(glyph_text) {
                    reverse.names.insert(glyph, text);
                }
            }
            reverse.cids = cids(&table);
        }
        reverse
    }

    pub fn glyph_of_cid(&self, cid: u16) -> Option<u16> {
        match &self.cids {
            Some(cids) => cids.get(&cid).copied(),
            None => Some(cid),
        }
    }

    /// Are there texts, and is none of them this character?
    pub fn lacks(&self, c: char) -> bool {
        !self.texts.is_empty()
            && !self.texts.values().any(|text| *text == c)
            && !self.names.values().any(|text| text.chars().eq([c]))
    }

    pub fn text(&self, glyph: u16) -> Option<String> {
        self.texts.get(&glyph).map(|c| c.to_string()).or_else(|| self.names.get(&glyph).cloned())
    }
}

fn cids(table: &cff::Table) -> Option<HashMap<u16, u16>> {
    table.glyph_cid(GlyphId(0))?;
    Some(
        (0..table.number_of_glyphs())
            .filter_map(|glyph| Some((table.glyph_cid(GlyphId(glyph))?, glyph)))
            .collect(),
    )
}

/// The name of a glyph. [`Face::glyph_name`] walks a list of names from its start for each glyph: this walks it once.
fn glyph_names<'f>(face: &'f Face<'f>) -> impl Fn(u16) -> Option<&'f str> {
    // The names of Macintosh, which no table lists.
    const STANDARD: usize = 258;
    let raw = face
        .raw_face()
        .table(Tag::from_bytes(b"post"))
        .filter(|raw| raw.starts_with(&[0, 2, 0, 0]))
        .unwrap_or_default();
    let listed: Option<Vec<&str>> = face.tables().post.map(|post| post.names().collect());
    let number = |at: usize| {
        raw.get(at..at + 2).map(|bytes| usize::from(bytes[0]) << 8 | usize::from(bytes[1]))
    };
    let count = number(32).filter(|_| listed.is_some()).unwrap_or_default();
    move |glyph| {
        let index =
            (usize::from(glyph) < count).then(|| number(34 + 2 * usize::from(glyph))).flatten();
        match index.and_then(|index| index.checked_sub(STANDARD)) {
            Some(own) => listed
                .as_ref()?
                .get(own)
                .copied()
                .or_else(|| face.tables().cff?.glyph_name(GlyphId(glyph))),
            None => face.glyph_name(GlyphId(glyph)),
        }
    }
}

/// Programs of more bytes may hold tables that take long to look through.
const LONG_PROGRAM: usize = 1 << 20;

/// Where the characters of documents lie.
const CHARACTERS: [(u32, u32); 5] = [
    (0x20, 0xD7FF),
    (0xE000, 0xFFFF),
    (0x1_0000, 0x1_0FFF),
    (0x1_F000, 0x1_FFFF),
    (0x2_0000, 0x2_FFFF),
];

/// Glyph → character from the Unicode subtables. The characters are tried one by one: a crafted subtable can claim
/// billions of them.
fn characters(face: &Face, program: usize, ranges: &[(u32, u32)]) -> HashMap<u16, char> {
    let mut out: HashMap<u16, char> = HashMap::new();
    let Some(cmap) = face.tables().cmap else { return out };
    let unicode: Vec<_> =
        cmap.subtables.into_iter().filter(|subtable| subtable.is_unicode()).take(4).collect();
    if unicode.is_empty() {
        return out;
    }
    for c in ranges.iter().flat_map(|&(low, high)| low..=high) {
        // a subtable may be a list that each character is looked up in from its start
        if program > LONG_PROGRAM {
            deadline::tick_long()
        } else {
            deadline::tick()
        }
        let glyph = unicode.iter().find_map(|subtable| subtable.glyph_index(c));
        if let (Some(GlyphId(glyph)), Some(c)) =
            (glyph.filter(|glyph| glyph.0 != 0), char::from_u32(c))
        {
            // One glyph for several characters: the ordinary one, not its radical or compatibility double.
            out.entry(glyph)
                .and_modify(|old| {
                    if plainness(c) < plainness(*old) {
                        *old = c
                    }
                })
                .or_insert(c);
        }
    }
    out
}

fn plainness(c: char) -> u8 {
    match c {
        '\u{A0}'
        | '\u{AD}'
        | '\u{2E80}'..='\u{2FDF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{2F800}'..='\u{2FA1F}' => 1,
        '\u{E000}'..='\u{F8FF}' => 2,
        _ => 0,
    }
}

/// Texts of the 256 codes by the program's own encoding; `None` without a program that has one.
pub(super) fn simple_texts(file: &File, descriptor: &Dict) -> Option<Vec<Option<String>>> {
    if let Some(stream) = file.stream(descriptor, b"FontFile") {
        return type1_texts(&file.inflate(stream)?);
    }
    code_texts(&file.inflate(program_stream(file, descriptor)?)?, &CHARACTERS)
}

fn code_texts(program: &[u8], ranges: &[(u32, u32)]) -> Option<Vec<Option<String>>> {
    contained(|| parse_code_texts(program, ranges)).flatten()
}

fn parse_code_texts(program: &[u8], ranges: &[(u32, u32)]) -> Option<Vec<Option<String>>> {
    if let Ok(face) = Face::parse(program, 0) {
        return Some(truetype_texts(&face, program.len(), ranges));
    }
    let table = cff::Table::parse(program)?;
    let text = |code: u8| table.glyph_name(table.glyph_index(code)?).and_then(glyph_text);
    Some((0..=255).map(text).collect())
}

/// How many of the first glyphs and codes of a program have a text, whatever kind it is, as far as a few hundred characters
/// go: a fuzzer runs this thousands of times a second.
pub(in crate::read) fn program_texts(program: &[u8]) -> usize {
    const FEW: [(u32, u32); 4] =
        [(0x20, 0xFF), (0x4E00, 0x4EFF), (0xFFF0, 0xFFFF), (0x2_0000, 0x2_000F)];
    let reverse = Reverse::within(program, &FEW);
    let glyphs = (0..1024)
        .filter(|cid| reverse.glyph_of_cid(*cid).and_then(|glyph| reverse.text(glyph)).is_some())
        .count();
    let codes = [code_texts(program, &FEW), type1_texts(program)];
    glyphs + codes.into_iter().flatten().flatten().flatten().count()
}

/// Built-in encoding of a TrueType program (ISO 32000-2, 9.6.5.4): (3,0) at 0xF000, else (1,0); the glyph's text by
/// a Unicode subtable or its name.
fn truetype_texts(face: &Face, program: usize, ranges: &[(u32, u32)]) -> Vec<Option<String>> {
    let (reverse, name) = (characters(face, program, ranges), glyph_names(face));
    let subtables: Vec<_> = face
        .tables()
        .cmap
        .map(|cmap| cmap.subtables.into_iter().take(8).collect())
        .unwrap_or_default();
    let symbol =
        subtables.iter().find(|s| s.platform_id == PlatformId::Windows && s.encoding_id == 0);
    let mac =
        subtables.iter().find(|s| s.platform_id == PlatformId::Macintosh && s.encoding_id == 0);
    let glyph = |code: u32| {
        let by_symbol = symbol.and_then(|s| {
            [0xF000, 0, 0xF100, 0xF200].iter().find_map(|base| s.glyph_index(base + code))
        });
        by_symbol.or_else(|| mac.and_then(|s| s.glyph_index(code))).filter(|glyph| glyph.0 != 0)
    };
    (0..256)
        .map(|code| {
            let glyph = glyph(code)?;
            let own = reverse.get(&glyph.0).filter(|c| plainness(**c) < 2);
            own.map(|c| c.to_string()).or_else(|| name(glyph.0).and_then(glyph_text))
        })
        .collect()
}

/// `dup 65 /A put` in the clear part of a Type 1 program; `StandardEncoding def` says nothing that is not known.
fn type1_texts(program: &[u8]) -> Option<Vec<Option<String>>> {
    let clear = program.windows(5).position(|w| w == b"eexec").map_or(program, |at| &program[..at]);
    let start = clear.windows(9).position(|w| w == b"/Encoding")? + 9;
    let mut lexer = Lexer::new(&clear[start..]);
    let mut ignored = Vec::new();
    let mut texts = vec![None; 256];
    let (mut code, mut found) = (None, false);
    for _ in 0..8192 {
        match lexer.next(&mut ignored) {
            Some(Token::Number(number)) => code = Some(number as usize),
            Some(Token::Name(name)) => {
                if let Some(slot) = code.take().and_then(|code| texts.get_mut(code)) {
                    *slot = std::str::from_utf8(name).ok().and_then(glyph_text);
                    found = true;
                }
            }
            Some(Token::Word(b"StandardEncoding" | b"readonly")) | None => break,
            Some(Token::Word(b"def")) if found => break,
            Some(_) => {}
        }
        ignored.clear();
    }
    found.then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The font with another `post` table, put behind it.
    fn with_post(mut program: Vec<u8>, post: &[u8]) -> Vec<u8> {
        let record = program.windows(4).position(|tag| tag == b"post").unwrap();
        let (at, length) = (program.len() as u32, post.len() as u32);
        program[record + 8..record + 12].copy_from_slice(&at.to_be_bytes());
        program[record + 12..record + 16].copy_from_slice(&length.to_be_bytes());
        program.extend(post);
        program
    }

    #[test]
    fn names_are_those_that_the_face_gives_one_by_one() {
        let program =
            std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/font/tiny.ttf"))
                .unwrap();
        let head = [&[0, 2, 0, 0][..], &[0; 28]].concat();
        // names 258 (its own first), 36 (A, of Macintosh), 259, and 300, which is not there
        let names: [&[u8]; 3] = [&[0, 4, 1, 2, 0, 36, 1, 3, 1, 44], b"\x05first", b"\x06second"];
        for post in [
            [&head[..], &names.concat()].concat(),
            head.clone(),
            [&head[..], &[255, 255, 1]].concat(),
        ] {
            let program = with_post(program.clone(), &post);
            let face = Face::parse(&program, 0).unwrap();
            let name = glyph_names(&face);
            let slow = |glyph| face.glyph_name(GlyphId(glyph));
            assert!((0..9).all(|glyph| name(glyph) == slow(glyph)));
            if post.len() > 40 {
                assert_eq!(
                    [0, 1, 2, 3, 4].map(&name),
                    [Some("first"), Some("A"), Some("second"), None, None]
                );
            }
        }
    }
}
