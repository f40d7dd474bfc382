//! Doors to the reader's inner parts for benches and fuzz targets; no interface to build on.

use super::font::program_texts;
use super::tokenize::{Lexer, Token};
use super::{Settings, cmap};

/// Tokens in a content stream, string bytes counted too.
pub fn tokens(bytes: &[u8]) -> usize {
    let (mut lexer, mut text, mut count) = (Lexer::new(bytes), Vec::new(), 0);
    while let Some(token) = lexer.next(&mut text) {
        count += 1 + text.len();
        text.clear();
        if token == Token::Word(b"BI") {
            lexer.skip_inline_image();
        }
    }
    count
}

/// Codes of a CMap that have a text or a CID, out of the first 256 and the ends of its first ranges.
pub fn cmap(bytes: &[u8]) -> usize {
    let map = cmap::parse(bytes, Settings::default().max_cmap_entries);
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = &rest[map.next_code(rest).1.clamp(1, rest.len())..];
    }
    let texts =
        map.texts.iter().flat_map(|range| [range.low, range.high, range.high.wrapping_add(1)]);
    let cids = map.cids.iter().flat_map(|range| [range.low, range.high]);
    let codes = (0..256).chain(texts.take(4096)).chain(cids.take(4096));
    codes.filter(|code| map.text(*code).is_some() || map.cid(*code).is_some()).count()
}

/// Glyphs and codes of a font program that have a text.
pub fn font(program: &[u8]) -> usize {
    program_texts(program)
}

/// Glyph names of a font program or a list, one to a line: how many have a text.
pub fn glyph_names(names: &str) -> usize {
    names.lines().filter(|name| super::font::glyph_text(name).is_some()).count()
}
