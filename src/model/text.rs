//! Lines, paragraphs and headings, and the two normal forms of text.

use super::{Place, Rect};
use hashbrown::HashMap;
use std::borrow::Cow;
use std::str::Chars;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Characters on one baseline, left to right.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// 1-based page.
    pub page: u32,
    /// Box around the characters.
    pub rect: Rect,
    /// y of the baseline.
    pub baseline: f32,
    /// Largest font size on the line.
    pub size: f32,
    /// Text in reading order, [`plain`], one space where a gap is wider than a third of the size.
    pub text: String,
    /// Indices into the page's glyphs, left to right.
    pub glyphs: Vec<u32>,
}

/// Prose: lines joined where they wrap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// Joined text without white space (letter-spaced prose is prose).
    pub text: String,
    /// For each char of `text` (by char index) the 1-based page it stands on.
    pub pages: Vec<u32>,
    /// Where each line stands.
    pub lines: Vec<Place>,
    /// The paragraph is a heading of this depth (第一部分 1, 一、 2, （一） 3, 1. 4), else `None`.
    pub heading: Option<u8>,
}

/// Look-alikes made ordinary: Kangxi and CJK radicals, compatibility ideographs, private spaces.
/// Full-width digits, letters and punctuation stay as printed.
#[inline]
pub fn plain(ch: char) -> char {
    if is_usual(ch) { ch } else { made_plain(ch) }
}

/// Most of what is printed: its NFKC is itself, and it joins with none beside it in this list.
#[inline]
pub fn is_usual(ch: char) -> bool {
    matches!(ch, '!'..='~' | '一'..='鿿' | '、'..='』' | '“' | '”' | '—')
}

fn made_plain(ch: char) -> char {
    match ch {
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            radical(ch)
        }
        '\u{00A0}' | '\u{2000}'..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{FEFF}' => ' ',
        _ => ch,
    }
}

/// What a radical stands for. NFKC folds Kangxi radicals and compatibility ideographs, but leaves most of the supplement.
fn radical(ch: char) -> char {
    static SUPPLEMENT: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("radicals.tsv").lines().filter(|line| !line.starts_with('#'));
        let pair = |mut line: Chars| Some((line.next()?, line.nth(1)?));
        lines.filter_map(|line| pair(line.chars())).collect()
    });
    let listed = SUPPLEMENT.get(&ch).copied();
    listed.or_else(|| std::iter::once(ch).nfkc().next()).unwrap_or(ch)
}

/// For comparing: NFKC without any white space, so （一） is (一) and １ is 1; but ① stays: it numbers, and is no figure.
pub fn squeeze(text: &str) -> String {
    squeezed(text).into_owned()
}

/// [`squeeze`], the text itself where that changes nothing.
pub fn squeezed(text: &str) -> Cow<'_, str> {
    let usual = usual_bytes(text.as_bytes());
    if usual == text.len() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(squeeze_from(text, usual))
}

/// How many bytes the usual characters take that a text in UTF-8 begins with.
fn usual_bytes(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += match text[at..] {
            [b'!'..=b'~', ..] => 1,
            // 一 to 鿿 end the row of E4 and fill those up to E9
            [0xE5..=0xE9, _, _, ..] | [0xE4, 0xB8..=0xBF, _, ..] => 3,
            [0xE3, 0x80, 0x81..=0x8F, ..] | [0xE2, 0x80, 0x94 | 0x9C | 0x9D, ..] => 3,
            _ => return at,
        };
    }
}

/// [`squeeze`] of a text that is usual before byte `at`.
fn squeeze_from(text: &str, at: usize) -> String {
    let mut squeezed = String::with_capacity(text.len());
    squeezed.push_str(&text[..at]);
    for ch in text[at..].chars() {
        match ch {
            _ if is_usual(ch) => squeezed.push(ch),
            '！'..='～' => squeezed.extend(char::from_u32(ch as u32 - '！' as u32 + '!' as u32)),
            ' ' | '\t'..='\r' | '\u{3000}' => {}
            _ if stays(ch) => squeezed.push(ch),
            _ => return text.split_inclusive(is_circled).flat_map(nfkc).collect(),
        }
    }
    squeezed
}

/// Further characters that stand for themselves and join with none but combining marks: those that targets, references and
/// tick boxes are printed with.
fn stays(ch: char) -> bool {
    is_circled(ch)
        || matches!(ch, '〔' | '〕' | '≥' | '≤' | '×' | '·' | '‘' | '’' | '√' | '■'..='●')
}

/// A number in a circle: it numbers what stands behind it, and is no digit of a figure.
pub fn is_circled(ch: char) -> bool {
    matches!(ch, '①'..='⑳')
}

/// NFKC without white space of a text that at most ends in a number in a circle, which stays one.
fn nfkc(text: &str) -> impl Iterator<Item = char> {
    let circled = text.chars().next_back().filter(|&ch| is_circled(ch));
    let rest = text.strip_suffix(is_circled).unwrap_or(text);
    rest.chars().map(plain).nfkc().filter(|c| !c.is_whitespace()).chain(circled)
}

/// The text, if longer than so many characters cut, with `…` at its end.
pub fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The text without white space, put behind `to`.
pub fn push_printed(to: &mut String, text: &str) {
    if text.contains(char::is_whitespace) {
        text.split_whitespace().for_each(|word| to.push_str(word))
    } else {
        to.push_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_become_ordinary() {
        assert_eq!("⼀⽬⻔".chars().map(plain).collect::<String>(), "一目门");
        assert_eq!(
            "⺀⺡⻳".chars().map(plain).collect::<String>(),
            "冫水龟",
            "first to last listed"
        );
        assert_eq!(squeeze("（一） １２.5　万元"), "(一)12.5万元");
        assert_eq!(squeeze("e\u{301}〈① ㎡"), "é〈①m2");
    }

    #[test]
    fn what_is_usual_is_seen_in_its_bytes() {
        for ch in '\0'..=char::MAX {
            let text = format!("出{ch}出");
            let want = if is_usual(ch) { text.len() } else { 3 };
            assert_eq!(usual_bytes(text.as_bytes()), want, "{ch:?}");
        }
    }

    #[test]
    fn squeezing_is_nfkc_without_white_space() {
        let usual = ('\u{1}'..='\u{7F}')
            .chain('\u{2010}'..='\u{2030}')
            .chain('\u{A0}'..='\u{FF}')
            .chain('\u{2200}'..='\u{2320}')
            .chain('\u{25A0}'..='\u{2700}')
            .chain('\u{3000}'..='\u{30FF}')
            .chain('一'..='鿿')
            .chain('！'..='～');
        for ch in usual {
            // between characters that it could join with, were there any
            let text = format!("a{ch}か");
            let slow: String =
                text.chars().map(plain).nfkc().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(squeeze(&text), slow, "{ch:?}");
        }
    }
}
