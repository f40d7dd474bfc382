//! CMaps: codes → CIDs and codes → text (ISO 32000-2, 9.7.5 and 9.10.3; Adobe technical note 5014).
//!
//! Embedded CMaps are parsed here; Adobe's predefined ones come from `hayro-cmap`.

use super::tokenize::{Lexer, Token, name};
use hayro_cmap::{BfString, CMap as Predefined, CMapName, CidFamily, WritingMode};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

/// An embedded CMap, or what it says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Embedded {
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
pub(super) struct CidRange {
    pub low: u32,
    pub high: u32,
    pub cid: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextRange {
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
        let len = self.codespaces.iter().map(|c| usize::from(c.0)).min().unwrap_or(1).min(bytes.len());
        (bytes[..len].iter().fold(0, |code, &b| code << 8 | u32::from(b)), len)
    }
}

/// Parses an embedded CMap; what cannot be understood is skipped. At most `max` entries are kept.
pub(super) fn parse(data: &[u8], max: usize) -> Embedded {
    let mut map = Embedded::default();
    let mut lexer = Lexer::new(data);
    let mut text = Vec::new();
    let mut last_name: Option<&[u8]> = None;
    while let Some(token) = lexer.next(&mut text) {
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
            Token::Word(b"begincodespacerange") => section(&mut lexer, &mut text, |bytes, lexer, text| {
                let low = code(bytes)?;
                let n = bytes.len() as u8;
                let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
                if map.codespaces.len() < 256 {
                    map.codespaces.push((n, low, high));
                }
                Some(())
            }),
            Token::Word(b"begincidrange") => section(&mut lexer, &mut text, |bytes, lexer, text| {
                let low = code(bytes)?;
                let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
                let cid = next_number(lexer, text)?;
                map.push_cid(CidRange { low, high, cid }, max);
                Some(())
            }),
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
                let high = next_text(lexer, text).and_then(|bytes| code(&bytes))?;
                match lexer.next(text)? {
                    Token::ArrayStart => {
                        let mut at = low;
                        loop {
                            match lexer.next(text)? {
                                Token::ArrayEnd => break,
                                token => {
                                    if at <= high
                                        && let Some(target) = target(token, text)
                                    {
                                        map.push_text(at, at, &target, max);
                                    }
                                    at = at.checked_add(1)?;
                                }
                            }
                        }
                    }
                    token => {
                        let target = target(token, text)?;
                        map.push_text(low, high, &target, max);
                    }
                }
                Some(())
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
fn section<'a>(lexer: &mut Lexer<'a>, text: &mut Vec<u8>, mut entry: impl FnMut(&[u8], &mut Lexer<'a>, &mut Vec<u8>) -> Option<()>) {
    text.clear();
    while let Some(token) = lexer.next(text) {
        match token {
            Token::Text { start, end } => {
                let bytes: [u8; 8] = std::array::from_fn(|i| text.get(start as usize + i).copied().unwrap_or(0));
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
        Token::Name(raw) => super::font::glyph_text(std::str::from_utf8(&name(raw)).ok()?),
        _ => None,
    }
}

/// UTF-16BE; a single byte stands for itself; broken surrogates become U+FFFD.
pub(super) fn utf16(bytes: &[u8]) -> String {
    if let [b] = bytes {
        return char::from(*b).to_string();
    }
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// How the codes of a string map to CIDs.
#[derive(Debug, Clone)]
pub(super) enum Encoding {
    /// Two bytes, code = CID.
    Identity { vertical: bool },
    /// One of Adobe's, by name.
    Named(Arc<NamedMap>),
    /// A name that nobody defined: two bytes each, no CIDs.
    Undefined,
    /// In the file, over another one.
    Embedded(Arc<Embedded>, Option<Box<Encoding>>),
}

/// A predefined CMap with what its name says.
#[derive(Debug)]
pub(super) struct NamedMap {
    map: Predefined,
    /// The codes themselves are Unicode.
    pub unicode: Option<Unicode>,
    pub family: Option<CidFamily>,
}

/// Transformation format of a Uni… CMap's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unicode {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub fn named(name: &[u8]) -> Encoding {
        match name {
            b"Identity-H" | b"DLIdent-H" => Encoding::Identity { vertical: false },
            b"Identity-V" | b"DLIdent-V" => Encoding::Identity { vertical: true },
            _ => predefined(name).map_or(Encoding::Undefined, Encoding::Named),
        }
    }

    pub fn vertical(&self) -> bool {
        match self {
            Encoding::Identity { vertical } => *vertical,
            Encoding::Undefined => false,
            Encoding::Named(named) => named.map.metadata().writing_mode == Some(WritingMode::Vertical),
            Encoding::Embedded(map, base) => map.vertical.unwrap_or_else(|| base.as_ref().is_some_and(|base| base.vertical())),
        }
    }

    /// Character collection of the CIDs, where the CMap fixes it.
    pub fn family(&self) -> Option<&CidFamily> {
        match self {
            Encoding::Identity { .. } | Encoding::Undefined => None,
            Encoding::Named(named) => named.family.as_ref(),
            Encoding::Embedded(_, base) => base.as_ref()?.family(),
        }
    }

    /// The next code of a non-empty string, and its length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match self {
            Encoding::Identity { .. } | Encoding::Undefined => match *bytes {
                [high, low, ..] => (u32::from(high) << 8 | u32::from(low), 2),
                [only] => (u32::from(only), 1),
                [] => (0, 1),
            },
            Encoding::Named(named) => named.next_code(bytes),
            Encoding::Embedded(map, base) => match base {
                Some(base) if map.codespaces.is_empty() => base.next_code(bytes),
                _ => map.next_code(bytes),
            },
        }
    }

    pub fn cid(&self, code: u32, len: usize) -> Option<u32> {
        match self {
            Encoding::Identity { .. } => Some(code),
            Encoding::Undefined => None,
            Encoding::Named(named) => named.cid(code, len),
            Encoding::Embedded(map, base) => map.cid(code).or_else(|| base.as_ref()?.cid(code, len)),
        }
    }
}

impl NamedMap {
    fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (i, &b) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(b);
            if self.cid(code, i + 1).is_some() {
                return (code, i + 1);
            }
        }
        // Not in the map: as many bytes as such a code has.
        let first = bytes.first().copied().unwrap_or(0);
        let len = match self.unicode {
            Some(Unicode::Utf16) if (0xD8..0xDC).contains(&first) => 4,
            Some(Unicode::Utf16) => 2,
            Some(Unicode::Utf32) => 4,
            Some(Unicode::Utf8) | None if first < 0x80 => 1,
            Some(Unicode::Utf8) => (first.leading_ones() as usize).clamp(1, 4),
            None => 2,
        };
        let len = len.min(bytes.len());
        (bytes[..len].iter().fold(0, |code, &b| code << 8 | u32::from(b)), len)
    }

    fn cid(&self, code: u32, len: usize) -> Option<u32> {
        match self.unicode {
            Some(Unicode::Utf8 | Unicode::Utf32) => {
                let mut units = [0; 2];
                let units = self.character(code, len)?.encode_utf16(&mut units);
                let code = units.iter().fold(0, |code, unit| code << 16 | u32::from(*unit));
                self.map.lookup_cid_code(code, 2 * units.len() as u8)
            }
            _ => self.map.lookup_cid_code(code, len as u8),
        }
    }

    /// The character that a code of a Uni… CMap is.
    pub fn character(&self, code: u32, len: usize) -> Option<char> {
        match self.unicode? {
            Unicode::Utf16 if len == 4 => char::decode_utf16([(code >> 16) as u16, code as u16]).next()?.ok(),
            Unicode::Utf32 if len != 4 => None,
            Unicode::Utf16 | Unicode::Utf32 => char::from_u32(code),
            Unicode::Utf8 => {
                let bytes = code.to_be_bytes();
                let mut chars = std::str::from_utf8(&bytes[4 - len.min(4)..]).ok()?.chars();
                chars.next().filter(|_| chars.next().is_none())
            }
        }
    }
}

/// A CID of one of Adobe's collections as text.
pub(super) fn collection_text(family: &CidFamily, cid: u32) -> Option<String> {
    let map = predefined(family.ucs2_cmap()?.to_bytes())?;
    match map.map.lookup_bf_string(cid)? {
        BfString::Char(c) => Some(c.to_string()),
        BfString::String(text) => Some(text),
    }
}

/// Unpacking takes up to some milliseconds: once per process for each map.
static PREDEFINED: LazyLock<Mutex<Cache>> = LazyLock::new(Default::default);

/// Maps by name; `None` for names without data.
type Cache = HashMap<Vec<u8>, Option<Arc<NamedMap>>>;

fn predefined(name: &[u8]) -> Option<Arc<NamedMap>> {
    // The UTF-8 and UTF-32 maps say the same as the UTF-16 ones in other bytes.
    let text = std::str::from_utf8(name).ok()?;
    let same = text.replace("-UTF8-", "-UTF16-").replace("-UTF32-", "-UTF16-");
    let known = CMapName::from_bytes(same.as_bytes());
    if matches!(known, CMapName::Custom(_)) {
        return None;
    }
    let mut cache = PREDEFINED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(found) = cache.get(name) {
        return found.clone();
    }
    let found = hayro_cmap::load_embedded(known).and_then(|data| Predefined::parse(data, hayro_cmap::load_embedded)).map(|map| {
        let unicode = match () {
            () if text.contains("UCS2") && !text.contains("Adobe") || text.contains("UTF16") => Some(Unicode::Utf16),
            () if text.contains("UTF8") => Some(Unicode::Utf8),
            () if text.contains("UTF32") => Some(Unicode::Utf32),
            () => None,
        };
        let family = map.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        Arc::new(NamedMap { map, unicode, family })
    });
    cache.insert(name.to_vec(), found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn later_entries_win_and_bad_ones_are_left_out() {
        let map = parse(b"1 beginbfrange <0001> <0005> <0041> endbfrange 3 beginbfchar <0002> <4E00> <xx> <> <03> endbfchar", 10);
        let texts: Vec<_> = (0..7).map(|code| map.text(code)).collect();
        let expected = [None, Some("A"), Some("一"), Some("C"), Some("D"), Some("E"), None];
        assert_eq!(texts, expected.map(|text| text.map(String::from)));
    }

    #[test]
    fn ranges_over_the_end_have_no_text() {
        let map = parse(b"1 beginbfrange <0000> <FFFF> <FFFE> endbfrange", 10);
        assert_eq!(map.text(1).as_deref(), Some("\u{FFFF}"));
        assert_eq!(map.text(0xFFFF).as_deref(), Some("\u{1FFFD}"));
        let map = parse(b"1 beginbfrange <00000000> <FFFFFFFF> <DBFFDFFF> endbfrange", 10);
        assert_eq!(map.text(1), None);
    }

    #[test]
    fn codes_of_mixed_length() {
        let map = parse(b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange", 10);
        assert_eq!(map.next_code(b"\x41\x42"), (0x41, 1));
        assert_eq!(map.next_code(b"\x81\x41"), (0x8141, 2));
        // The second byte is outside its bounds: the shortest length.
        assert_eq!(map.next_code(b"\x81\x20"), (0x81, 1));
    }

    #[test]
    fn predefined_maps_and_collections() {
        let Encoding::Named(gbk) = Encoding::named(b"GBK-EUC-H") else { panic!() };
        let (code, len) = gbk.next_code(b"\xd4\xa4");
        assert_eq!((code, len), (0xD4A4, 2));
        let cid = gbk.cid(code, len).unwrap();
        assert_eq!(collection_text(gbk.family.as_ref().unwrap(), cid).as_deref(), Some("预"));
        assert!(Encoding::named(b"GBK-EUC-V").vertical());
        assert!(matches!(Encoding::named(b"No-Such-H"), Encoding::Undefined));
        // 32 bits and surrogates
        let Encoding::Named(utf8) = Encoding::named(b"UniGB-UTF8-H") else { panic!() };
        assert_eq!(utf8.next_code("预算".as_bytes()), (0xE9A284, 3));
        let Encoding::Named(utf16) = Encoding::named(b"UniGB-UTF16-H") else { panic!() };
        let (code, len) = utf16.next_code(b"\xD8\x40\xDC\x0B");
        assert_eq!((utf16.character(code, len), len), (Some('\u{2000B}'), 4));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(entries in prop::collection::btree_map(0u32..0x10000, "\\PC{1,3}", 0..60), range in 0u32..0x8000, first in 0x4E00u32..0x9000, len in 0u32..300) {
            let hex = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
            let mut data = String::from("1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
            data += &format!("1 beginbfrange <{range:04X}> <{:04X}> <{first:04X}> endbfrange\n", range + len);
            let mut expected: BTreeMap<u32, String> = (0..=len).map(|i| (range + i, char::from_u32(first + i).unwrap().to_string())).collect();
            // More than OVERLAP single codes inside one range would hide it: real maps do not overlap at all.
            let entries: BTreeMap<u32, String> = entries.into_iter().filter(|(code, _)| !(range..=range + len).contains(code)).collect();
            data += &format!("{} beginbfchar\n", entries.len());
            for (code, text) in &entries {
                data += &format!("<{code:04X}> <{}>\n", hex(text));
            }
            data += "endbfchar";
            expected.extend(entries);
            let map = parse(data.as_bytes(), 1000);
            for code in 0..0x10000 {
                prop_assert_eq!(map.text(code), expected.get(&code).cloned());
            }
        }

        #[test]
        fn cid_ranges_round_trip(starts in prop::collection::btree_set(0u32..600, 0..30)) {
            let ranges: Vec<(u32, u32)> = starts.iter().map(|start| (start * 100, start * 100 + start % 99)).collect();
            let data: String = ranges.iter().map(|(low, high)| format!("1 begincidrange <{low:04X}> <{high:04X}> {} endcidrange ", low / 2)).collect();
            let map = parse(data.as_bytes(), 1000);
            for code in 0..60_100 {
                let expected = ranges.iter().find(|(low, high)| (low..=high).contains(&&code)).map(|(low, _)| low / 2 + code - low);
                prop_assert_eq!(map.cid(code), expected);
            }
        }
    }
}
