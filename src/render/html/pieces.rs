//! What the page is written of: JSON that may stand in HTML, in parts that stop at a limit.

use super::data::Text;
use crate::model::cut;
use crate::render::Lang;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, Write};

/// Values as JSON, one behind the other, up to a limit.
#[derive(Debug, Default)]
pub struct Pieces {
    bytes: Vec<u8>,
    count: usize,
}

impl Pieces {
    /// The position of the value; `None` if it does not fit into `limit` bytes.
    pub fn push(&mut self, value: &impl Serialize, limit: usize) -> Option<usize> {
        let piece = json(value);
        if self.bytes.len() + piece.len() + 2 > limit {
            return None;
        }
        if self.count > 0 {
            self.bytes.extend(b",\n");
        }
        self.bytes.extend(piece);
        self.count += 1;
        Some(self.count - 1)
    }

    /// All of them.
    pub fn array(&self) -> Vec<u8> {
        [b"[", &self.bytes[..], b"]"].concat()
    }
}

/// Characters of a message.
const MESSAGE: usize = 600;

/// What findings say, each text once.
#[derive(Debug, Default)]
pub struct Texts {
    /// As the page holds them.
    pub pieces: Pieces,
    known: HashMap<String, usize>,
}

impl Texts {
    /// The number of a text; `None` where there is no more room.
    pub fn number(&mut self, text: &str, limit: usize) -> Option<usize> {
        self.number_of(text, &Lang::Zh.say(text), limit)
    }

    /// The number of a text that is told so in English and in Chinese.
    pub fn number_of(&mut self, text: &str, chinese: &str, limit: usize) -> Option<usize> {
        let en = cut(text, MESSAGE);
        if let Some(number) = self.known.get(&en) {
            return Some(*number);
        }
        let zh = (chinese != text).then(|| cut(chinese, MESSAGE));
        let number = self.pieces.push(&Text { zh, en: en.clone() }, limit)?;
        self.known.insert(en, number);
        Some(number)
    }
}

/// An element that holds JSON.
pub fn script(to: &mut impl Write, id: &str, json: &[u8]) -> io::Result<()> {
    write!(to, "<script type=\"application/json\" id=\"{id}\">")?;
    to.write_all(json)?;
    to.write_all(b"</script>\n")
}

/// JSON that may stand in a script element: `<`, which begins `</script>` and `<!--`, only as `\u003c`.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let plain = serde_json::to_vec(value).unwrap_or_else(|_| b"null".to_vec()); // no value here can fail
    let mut escaped = Vec::with_capacity(plain.len());
    for byte in plain {
        match byte {
            b'<' => escaped.extend(b"\\u003c"),
            byte => escaped.push(byte),
        }
    }
    escaped
}

/// The hash of a script or style as a content security policy names it: `sha256-` and its base64 (RFC 4648).
pub fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::from("sha256-");
    for chunk in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if digit <= chunk.len() { DIGITS[value] as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_json_ends_its_element() {
        let text = "</script><!--&\u{2028}";
        let escaped = String::from_utf8(json(&text)).unwrap();
        assert!(!escaped.contains('<'), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }

    #[test]
    fn what_is_beyond_the_limit_is_refused_and_smaller_values_still_fit() {
        let mut pieces = Pieces::default();
        let pushed = ["one", "a longer one", "two"].map(|text| pieces.push(&text, 16));
        assert_eq!(pushed, [Some(0), None, Some(1)]);
        assert_eq!(pieces.array(), b"[\"one\",\n\"two\"]");
        let mut texts = Texts::default();
        assert_eq!(
            ["a", "b", "a"].map(|text| texts.number(text, 100)),
            [Some(0), Some(1), Some(0)]
        );
    }

    #[test]
    fn hashes_are_those_of_a_content_security_policy() {
        // echo -n "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64
        assert_eq!(
            hash("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }
}
