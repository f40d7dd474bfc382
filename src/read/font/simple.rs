//! Simple fonts: one byte, one glyph (ISO 32000-2, 9.6).

use super::super::file::{Dict, File, Object};
use super::{embedded, encoding, font_name, glyph_text};

/// Text and advance (ems) of the 256 codes, /ToUnicode left aside.
pub(super) fn load(file: &File, dict: &Dict, type3: bool) -> (Vec<Option<String>>, [f64; 256]) {
    let name = font_name(file.name(dict, b"BaseFont").unwrap_or_default());
    let texts = texts(file, dict, &name);
    let widths = widths(file, dict, type3, &name, &texts);
    (texts, widths)
}

/// The font's codes are those of its program (ISO 32000-2, 9.8.2, flag 3).
pub(super) fn is_symbolic(file: &File, dict: &Dict) -> bool {
    let descriptor = file.dict(dict, b"FontDescriptor");
    let flags = descriptor.and_then(|d| file.number(d, b"Flags")).unwrap_or(0.0) as i64;
    flags & 4 != 0
}

fn texts(file: &File, dict: &Dict, name: &str) -> Vec<Option<String>> {
    let descriptor = file.dict(dict, b"FontDescriptor");
    let symbolic = is_symbolic(file, dict);
    let encoding = file.get(dict, b"Encoding");
    let base = match encoding {
        Some(Object::Name(name)) => encoding::named(name),
        Some(Object::Dict(dict)) => file.name(dict, b"BaseEncoding").and_then(encoding::named),
        _ => None,
    };
    let from_table =
        |table: &encoding::Table| table.iter().map(|c| c.map(String::from)).collect::<Vec<_>>();
    let mut texts = match base {
        Some(table) => from_table(table),
        None => {
            let own = descriptor.and_then(|descriptor| embedded::simple_texts(file, descriptor));
            let table = match () {
                () if encoding.is_some() && !symbolic => encoding::named(b"StandardEncoding"),
                () => None,
            };
            let fallback = from_table(table.unwrap_or_else(|| encoding::built_in(name)));
            match own {
                Some(own) => own
                    .into_iter()
                    .zip(fallback)
                    .map(|(own, other)| own.or(other.filter(|_| !symbolic)))
                    .collect(),
                // A symbolic font without a readable program: its codes mean nothing we know.
                None if symbolic && descriptor.is_some_and(has_program) && encoding.is_none() => {
                    vec![None; 256]
                }
                None => fallback,
            }
        }
    };
    if let Some(Object::Dict(dict)) = encoding
        && let Some(differences) = file.array(dict, b"Differences")
    {
        let mut code = 0usize;
        for item in differences_of(file, differences) {
            match item {
                Object::Name(name) => {
                    if let Some(slot) = texts.get_mut(code) {
                        *slot = std::str::from_utf8(name).ok().and_then(glyph_text);
                    }
                    code += 1;
                }
                number => code = number.as_number().map_or(code, |n| n.clamp(0.0, 256.0) as usize),
            }
        }
    }
    texts
}

/// The entries of /Differences: 512 are enough for all codes, but a list may name one again.
pub(super) fn differences_of<'d>(
    file: &'d File,
    differences: &'d [Object],
) -> impl Iterator<Item = &'d Object> {
    let items = file.work.first(1 << 16, "max_differences", differences);
    items.filter_map(|item| file.resolve(item))
}

fn has_program(descriptor: &Dict) -> bool {
    [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
}

fn widths(
    file: &File,
    dict: &Dict,
    type3: bool,
    name: &str,
    texts: &[Option<String>],
) -> [f64; 256] {
    // Type3 glyph space has its own matrix; all others have thousandths.
    let unit = match type3 {
        true => file.matrix(dict, b"FontMatrix").map_or(0.001, |m| m.a.hypot(m.b)),
        false => 0.001,
    };
    let descriptor = file.dict(dict, b"FontDescriptor");
    let missing = descriptor.and_then(|d| file.number(d, b"MissingWidth")).unwrap_or(0.0) * unit;
    let mut widths = [missing; 256];
    if let Some(list) = file.array(dict, b"Widths") {
        let first = file.number(dict, b"FirstChar").unwrap_or(0.0).clamp(0.0, 256.0) as usize;
        for (slot, width) in widths.iter_mut().skip(first).zip(list) {
            *slot = file.resolve(width).and_then(Object::as_number).map_or(missing, |w| w * unit);
        }
    } else if !type3 {
        for (slot, text) in widths.iter_mut().zip(texts) {
            let glyph =
                text.as_ref().and_then(|text| text.chars().next()).and_then(encoding::glyph_name);
            let standard = glyph.and_then(|glyph| encoding::standard_width(name, glyph));
            // A font without any widths must not pile its glyphs up.
            let nominal = if missing > 0.0 { missing } else { 0.5 };
            *slot = standard.unwrap_or(if text.is_some() { nominal } else { missing });
        }
    }
    widths
}
