//! Simple fonts that Chinese programs write for GBK text: one-byte fonts by their dictionaries, strings of one and two
//! bytes by what stands in them. Nothing in the file says so but the font's name.

use super::font_name;
use crate::read::file::{Dict, File};

/// Chinese fonts by the names that programs write in Latin letters.
static NAMES: &str = include_str!("data/chinese_fonts.txt");

/// Does the simple font hold GBK text: a Chinese name, nothing embedded, no /ToUnicode, no /Differences?
pub(super) fn is_gbk(file: &File, dict: &Dict) -> bool {
    let raw = file.name(dict, b"BaseFont").unwrap_or_default();
    let name = font_name(raw);
    let chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let plain: String = name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    let stem = plain.split(',').next().unwrap_or_default().to_ascii_lowercase();
    let known = || NAMES.lines().any(|known| !known.starts_with('#') && known == stem);
    let embedded = file.dict(dict, b"FontDescriptor").is_some_and(|descriptor| {
        [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
    });
    let differs = file.dict(dict, b"Encoding").is_some_and(|encoding| encoding.has(b"Differences"));
    !embedded && !differs && !dict.has(b"ToUnicode") && (name.chars().any(chinese) || known())
}

/// The character that a string begins with, where it is one of two bytes.
pub(super) fn pair(bytes: &[u8]) -> Option<char> {
    let pair = bytes.get(..2).filter(|pair| pair[0] >= 0x81)?;
    let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(pair)?;
    super::drawn::only(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_characters_and_single_bytes_are_not() {
        assert_eq!(pair(b"\xd4\xa4\xcb\xe3"), Some('预'));
        assert_eq!(pair(b"\xa3\xb1"), Some('１'));
        assert_eq!([pair(b"12"), pair(b"\xd4"), pair(b"\xd4 "), pair(b"\x96 1")], [None; 4]);
    }

    #[test]
    fn known_names_are_what_a_font_name_is_reduced_to() {
        let names: Vec<&str> = NAMES.lines().filter(|name| !name.starts_with('#')).collect();
        assert!(names.len() > 20);
        let reduced =
            |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        assert!(names.iter().all(|name| reduced(name)), "{names:?}");
    }
}
