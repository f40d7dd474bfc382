//! Text strings and names outside of content (ISO 32000-2, 7.9.2).

use crate::model::cut;

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

/// Characters kept of a name or a remark of the file: longer ones are none.
const LONGEST: usize = 200;

/// The text, cut off where it is too long to be a name.
pub(super) fn short(text: String) -> String {
    cut(&text, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_up_to_their_limit() {
        assert_eq!(short("字".repeat(200)), "字".repeat(200));
        assert_eq!(short("字".repeat(201)), "字".repeat(200) + "…");
        assert_eq!(short(String::new()), "");
    }
}
