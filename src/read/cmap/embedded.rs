//! CMaps written in the file (Adobe technical note 5014).

use crate::deadline;
use crate::read::font::glyph_text;
use crate::read::tokenize::{Lexer, Token, name};

/// An embedded CMap, or what it says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::read) struct Embedded {
    /// (bytes, low, high), each byte within its own bounds.
    pub codespaces: Vec<(u8, u32, u32)>,
    /// Sorted by `low`.
    pub cids: Vec<CidRange>,
    /// Sorted by `low`.
    pub texts: Vec<TextRange>,
    /// All target texts, UTF-16 decoded.
    pub pool: String,
    pub vertical: Option<bool>,
    /// Name given to `usecmap`.
    pub base: Option<Vec<u8>>,
    /// More entries than the limit: the rest was dropped.
    pub cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct CidRange {
    pub low: u32,
    pub high: u32,
    pub cid: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct TextRange {
    pub low: u32,
    pub high: u32,
    /// Range of the pool that holds the text of `low`; the last char counts up along the range.
    pub start: u32,
    pub end: u32,
}

/// Ranges looked through backwards from the last that starts at or before a code: enough for overlapping ones.
const OVERLAP: usize = 8;

impl Embedded {
    pub fn cid(&self, code: u32) -> Option<u32> {
        let at = self.cids.partition_point(|range| range.low <= code);
        let range = self.cids[..at].iter().rev().take(OVERLAP).find(|range| code <= range.high)?;
        range.cid.checked_add(code - range.low)
    }

    /// Text of a code, `None` where the CMap has none or it is not a character.
    pub fn text(&self, code: u32) -> Option<String> {
        let at = self.texts.partition_point(|range| range.low <= code);
        let range = self.texts[..at].iter().rev().take(OVERLAP).find(|range| code <= range.high)?;
        let text = self.pool.get(range.start as usize..range.end as usize)?;
        if code == range.low {
            return Some(text.to_owned());
        }
        let last = text.chars().next_back()?;
        let next = char::from_u32((last as u32).checked_add(code - range.low)?)?;
        Some(text[..text.len() - last.len_utf8()].chars().chain([next]).collect())
    }

    /// The codes whose text is this character alone.
    pub fn codes_of(&self, character: char) -> impl Iterator<Item = u32> {
        self.texts.iter().filter_map(move |range| {
            let text = self.pool.get(range.start as usize..range.end as usize)?;
            let mut chars = text.chars();
            let first = chars.next().filter(|_| chars.next().is_none())?;
            let code = range.low.checked_add((character as u32).checked_sub(first as u32)?)?;
            (code <= range.high).then_some(code)
        })
    }

    /// Bytes that it takes in memory.
    pub fn size(&self) -> usize {
        size_of_val(&self.cids[..]) + size_of_val(&self.texts[..]) + self.pool.len() + 4096
    }

    /// The next code of a string, and its length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0u32;
        for (i, &b) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(b);
            let fits = |&(n, low, high): &(u8, u32, u32)| {
                usize::from(n) == i + 1
                    && (0..=i).all(|k| {
                        let part = |v: u32| v >> (8 * k) & 0xFF;
                        part(low) <= part(code) && part(code) <= part(high)
                    })
            };
            if self.codespaces.iter().any(fits) {
                return (code, i + 1);
            }
        }
        let len =
            self.codespaces.iter().map(|c| usize::from(c.0)).min().unwrap_or(1).min(bytes.len());
        (bytes[..len].iter().fold(0, |code, &b| code << 8 | u32::from(b)), len)
    }
}

/// Parses an embedded CMap; what cannot be understood is skipped. At most `max` entries are kept.
pub(in crate::read) fn parse(data: &[u8], max: usize) -> Embedded {
    let mut map = Embedded::default();
    let mut lexer = Lexer::new(data);
    let mut text = Vec::new();
    let mut last_name: Option<&[u8]> = None;
    while let Some(token) = lexer.next(&mut text) {
        deadline::tick();
        match token {
            Token::Name(raw) => {
                if raw == b"WMode"
                    && let Some(Token::Number(mode)) = lexer.next(&mut text)
                {
                    map.vertical = Some(mode == 1.0);
                }
                last_name = Some(raw);
            }
            Token::Word(b"usecmap") => map.base = last_name.map(name),
            Token::Word(b"begincodespacerange") => {
                section(&mut lexer, &mut text, |bytes, lexer, text| {
                    let low = code(bytes)?;
                    let n = bytes.len() as u8;
                    let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
                    if map.codespaces.len() < 256 {
                        map.codespaces.push((n, low, high));
                    }
                    Some(())
                })
            }
            Token::Word(b"begincidrange") => {
                section(&mut lexer, &mut text, |bytes, lexer, text| {
                    let low = code(bytes)?;
                    let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
                    let cid = next_number(lexer, text)?;
                    map.push_cid(CidRange { low, high, cid }, max);
                    Some(())
                })
            }
            Token::Word(b"begincidchar") => section(&mut lexer, &mut text, |bytes, lexer, text| {
                let low = code(bytes)?;
                let cid = next_number(lexer, text)?;
                map.push_cid(CidRange { low, high: low, cid }, max);
                Some(())
            }),
            Token::Word(b"beginbfchar") => section(&mut lexer, &mut text, |bytes, lexer, text| {
                let low = code(bytes)?;
                let target = target(lexer.next(text)?, text)?;
                map.push_text(low, low, &target, max);
                Some(())
            }),
            Token::Word(b"beginbfrange") => section(&mut lexer, &mut text, |bytes, lexer, text| {
                let low = code(bytes)?;
                map.read_targets(low, lexer, text, max)
            }),
            _ => {}
        }
        text.clear();
    }
    // Stable: of two entries for one code the later stands last and is found first.
    map.cids.sort_by_key(|range| range.low);
    map.texts.sort_by_key(|range| range.low);
    map
}

impl Embedded {
    /// Behind the first code of a `bfrange`: the last code, then the target of the first, or one for each in an array.
    fn read_targets(
        &mut self,
        low: u32,
        lexer: &mut Lexer,
        text: &mut Vec<u8>,
        max: usize,
    ) -> Option<()> {
        let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
        let token = lexer.next(text)?;
        if token != Token::ArrayStart {
            let target = target(token, text)?;
            self.push_text(low, high, &target, max);
            return Some(());
        }
        let mut at = low;
        loop {
            deadline::tick();
            let token = lexer.next(text)?;
            if token == Token::ArrayEnd {
                return Some(());
            }
            if let Some(target) = target(token, text).filter(|_| at <= high) {
                self.push_text(at, at, &target, max);
            }
            at = at.checked_add(1)?;
        }
    }

    fn push_cid(&mut self, range: CidRange, max: usize) {
        if self.cids.len() < max {
            self.cids.push(range);
        } else {
            self.cut = true;
        }
    }

    fn push_text(&mut self, low: u32, high: u32, target: &str, max: usize) {
        if self.texts.len() >= max || self.pool.len() > 1 << 24 {
            self.cut = true;
            return;
        }
        let start = self.pool.len() as u32;
        self.pool.push_str(target);
        self.texts.push(TextRange { low, high, start, end: self.pool.len() as u32 });
    }
}

/// Runs `entry` on the first string of each entry up to the `end…` keyword; an entry that fails is left out.
fn section<'a>(
    lexer: &mut Lexer<'a>,
    text: &mut Vec<u8>,
    mut entry: impl FnMut(&[u8], &mut Lexer<'a>, &mut Vec<u8>) -> Option<()>,
) {
    text.clear();
    while let Some(token) = lexer.next(text) {
        deadline::tick();
        match token {
            Token::Text { start, end } => {
                let bytes: [u8; 8] =
                    std::array::from_fn(|i| text.get(start as usize + i).copied().unwrap_or(0));
                let len = ((end - start) as usize).min(8);
                entry(&bytes[..len], lexer, text);
            }
            Token::Word(word) if word.starts_with(b"end") => return,
            _ => {}
        }
        text.clear();
    }
}

fn next_text(lexer: &mut Lexer, text: &mut Vec<u8>) -> Option<Vec<u8>> {
    match lexer.next(text)? {
        Token::Text { start, end } => Some(text[start as usize..end as usize].to_vec()),
        _ => None,
    }
}

fn next_number(lexer: &mut Lexer, text: &mut Vec<u8>) -> Option<u32> {
    match lexer.next(text)? {
        Token::Number(number) if (0.0..=4294967295.0).contains(&number) => Some(number as u32),
        _ => None,
    }
}

/// A code of one to four bytes, big-endian.
fn code(bytes: &[u8]) -> Option<u32> {
    match bytes.len() {
        1..=4 => Some(bytes.iter().fold(0, |code, &b| code << 8 | u32::from(b))),
        _ => None,
    }
}

/// UTF-16BE text, or (rarely) a glyph name.
fn target(token: Token, text: &[u8]) -> Option<String> {
    match token {
        Token::Text { start, end } => Some(utf16(&text[start as usize..end as usize])),
        Token::Name(raw) => glyph_text(std::str::from_utf8(&name(raw)).ok()?),
        _ => None,
    }
}

/// UTF-16BE; a single byte stands for itself; broken surrogates become U+FFFD.
pub(in crate::read) fn utf16(bytes: &[u8]) -> String {
    if let [b] = bytes {
        return char::from(*b).to_string();
    }
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
