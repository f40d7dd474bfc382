//! Lines, paragraphs and headings, and the two normal forms of text.

use super::Rect;
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
    /// Page and box of each line.
    pub lines: Vec<(u32, Rect)>,
    /// The paragraph is a heading of this depth (第一部分 1, 一、 2, （一） 3, 1. 4), else `None`.
    pub heading: Option<u8>,
}

/// A heading with its depth: 第一部分 is 1, 一、 2, （一） 3, 1、 4, （1） 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Depth.
    pub depth: u8,
    /// Text without the ordinal.
    pub text: String,
}

/// Look-alikes made ordinary: Kangxi and CJK radicals, compatibility ideographs, private spaces.
/// Full-width digits, letters and punctuation stay as printed.
pub fn plain(ch: char) -> char {
    match ch {
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => radical(ch),
        '\u{00A0}' | '\u{2000}'..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{FEFF}' => ' ',
        _ => ch,
    }
}

fn radical(ch: char) -> char {
    // NFKC folds Kangxi radicals and compatibility ideographs; the CJK Radicals Supplement it mostly leaves:
    // those that printed Chinese text uses are listed (Unicode EquivalentUnifiedIdeograph.txt).
    const SUPPLEMENT: &[(char, char)] = &[
        ('⺁', '厂'),
        ('⺇', '几'),
        ('⺌', '小'),
        ('⺟', '母'),
        ('⺠', '民'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻮', '齿'),
        ('⻰', '龙'),
        ('⻳', '龟'),
        ('⺶', '羊'),
        ('⺼', '月'),
        ('⻁', '虎'),
        ('⻂', '衤'),
        ('⻊', '足'),
        ('⺫', '目'),
        ('⻌', '辶'),
        ('⻎', '辶'),
        ('⻏', '邑'),
        ('⻖', '阜'),
        ('⻞', '食'),
        ('⺮', '竹'),
        ('⺗', '心'),
        ('⺘', '手'),
        ('⺡', '水'),
        ('⺣', '火'),
        ('⺨', '犬'),
        ('⺩', '玉'),
        ('⺭', '示'),
        ('⺷', '羊'),
        ('⺸', '羊'),
        ('⺾', '草'),
        ('⻯', '龙'),
        ('⺒', '巳'),
        ('⺓', '幺'),
        ('⺋', '卩'),
        ('⺆', '冂'),
        ('⺀', '冫'),
        ('⺄', '乙'),
        ('⺈', '刀'),
        ('⺉', '刂'),
        ('⺊', '卜'),
    ];
    if let Some(&(_, to)) = SUPPLEMENT.iter().find(|(from, _)| *from == ch) {
        return to;
    }
    std::iter::once(ch).nfkc().next().unwrap_or(ch)
}

/// For comparing: NFKC without any white space, so （一） is (一) and １ is 1.
pub fn squeeze(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !c.is_whitespace()).collect();
    }
    text.chars().map(plain).nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_become_ordinary() {
        assert_eq!("⼀⽬⻔".chars().map(plain).collect::<String>(), "一目门");
        assert_eq!(squeeze("（一） １２.5　万元"), "(一)12.5万元");
    }
}
