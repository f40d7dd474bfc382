//! Glyph names and the standard encodings of simple fonts (ISO 32000-2, annex D; Adobe Glyph List).

use hashbrown::HashMap;
use std::sync::LazyLock;

/// Characters of 256 codes.
pub(super) type Table = [Option<char>; 256];

static GLYPHS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    lines(include_str!("data/glyphlist.txt")).filter_map(|line| line.split_once(';')).collect()
});
static STANDARD: LazyLock<Table> = LazyLock::new(|| by_names(include_str!("data/standard.txt")));
static SYMBOL: LazyLock<Table> = LazyLock::new(|| by_names(include_str!("data/symbol.txt")));
static ZAPF: LazyLock<Table> = LazyLock::new(|| by_names(include_str!("data/zapf.txt")));
static WIN_ANSI: LazyLock<Table> = LazyLock::new(|| {
    let mut table = single_byte(encoding_rs::WINDOWS_1252);
    // Unused codes are bullets (annex D, note 3).
    for code in [0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D] {
        table[code] = Some('•');
    }
    table
});
static MAC_ROMAN: LazyLock<Table> = LazyLock::new(|| single_byte(encoding_rs::MACINTOSH));
static WIDTHS: LazyLock<HashMap<&str, HashMap<&str, f64>>> = LazyLock::new(|| {
    let mut fonts: HashMap<&str, HashMap<&str, f64>> = HashMap::new();
    let mut font = "";
    for line in lines(include_str!("data/widths.txt")) {
        if let Some(name) = line.strip_prefix('=') {
            font = name;
        } else if let Some((glyph, width)) = line.split_once(' ') {
            fonts.entry(font).or_default().insert(glyph, width.parse().unwrap_or(0.0));
        }
    }
    fonts
});

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#'))
}

fn by_names(data: &'static str) -> Table {
    let mut table = [None; 256];
    for (code, name) in lines(data).filter_map(|line| line.split_once(' ')) {
        if let Ok(code) = usize::from_str_radix(code, 16)
            && let Some(slot) = table.get_mut(code)
        {
            *slot = glyph_text(name).and_then(|text| text.chars().next());
        }
    }
    table
}

fn single_byte(encoding: &'static encoding_rs::Encoding) -> Table {
    std::array::from_fn(|code| {
        let bytes = [code as u8];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        text.chars()
            .next()
            .filter(|c| code >= 0x20 && !c.is_control() && *c != char::REPLACEMENT_CHARACTER)
    })
}

/// An encoding by its name in PDF; `None` for names that the standard does not know.
pub(super) fn named(name: &[u8]) -> Option<&'static Table> {
    match name {
        b"WinAnsiEncoding" => Some(&WIN_ANSI),
        b"MacRomanEncoding" => Some(&MAC_ROMAN),
        b"StandardEncoding" => Some(&STANDARD),
        _ => None,
    }
}

/// The encoding that a font without /Encoding has when its program says nothing.
pub(super) fn built_in(font: &str) -> &'static Table {
    match font {
        "Symbol" | "SymbolMT" => &SYMBOL,
        "ZapfDingbats" => &ZAPF,
        _ => &STANDARD,
    }
}

/// Text of a glyph name: list entry, `uniXXXX…`, `uXXXX…`, ligatures joined by `_`; `None` for names that say nothing.
pub(in crate::read) fn glyph_text(name: &str) -> Option<String> {
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    let mut text = String::new();
    for part in stem.split('_') {
        if let Ok(at) = GLYPHS.binary_search_by(|(glyph, _)| (*glyph).cmp(part)) {
            for code in GLYPHS[at].1.split(' ') {
                text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?);
            }
        } else if let Some(digits) = part
            .strip_prefix("uni")
            .filter(|d| d.len() >= 4 && d.len() % 4 == 0 && d.len() <= 32 && d.is_ascii())
        {
            let units: Option<Vec<u16>> = (0..digits.len() / 4)
                .map(|i| u16::from_str_radix(&digits[4 * i..4 * i + 4], 16).ok())
                .collect();
            text.push_str(&String::from_utf16(&units?).ok()?);
        } else if let Some(digits) = part.strip_prefix('u').filter(|d| (4..=6).contains(&d.len())) {
            text.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
        } else {
            return None;
        }
    }
    Some(text)
}

/// Width of a glyph in one of the standard 14 fonts, in ems.
pub(super) fn standard_width(font: &str, glyph: &str) -> Option<f64> {
    let plain: String = font
        .chars()
        .filter(|c| !matches!(c, ' ' | ',' | '-'))
        .collect::<String>()
        .to_ascii_lowercase();
    let bold = plain.contains("bold");
    let slanted = plain.contains("italic") || plain.contains("oblique");
    let family = match () {
        () if plain.starts_with("courier") => return Some(0.6),
        () if plain.starts_with("helvetica") || plain.starts_with("arial") => {
            if bold {
                "Helvetica-Bold"
            } else {
                "Helvetica"
            }
        }
        () if plain.starts_with("times") => match (bold, slanted) {
            (false, false) => "Times-Roman",
            (true, false) => "Times-Bold",
            (false, true) => "Times-Italic",
            (true, true) => "Times-BoldItalic",
        },
        () if plain.starts_with("symbol") => "Symbol",
        () => return None,
    };
    WIDTHS.get(family)?.get(glyph).map(|width| width / 1000.0)
}

/// A glyph name of a character, for looking widths up.
pub(super) fn glyph_name(c: char) -> Option<&'static str> {
    static NAMES: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
        let mut names = HashMap::new();
        for font in WIDTHS.values() {
            for name in font.keys() {
                if let Some(c) = glyph_text(name).and_then(|text| text.chars().next()) {
                    names.insert(c, *name);
                }
            }
        }
        names
    });
    NAMES.get(&c).copied()
}
