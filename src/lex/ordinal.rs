//! Ordinals that texts begin with: 第一部分, 一、, （一）, 1、, （1）, ①.

use crate::model::{is_circled, squeezed};
use regex::Regex;
use std::sync::LazyLock;

/// Chinese numerals of ordinals.
pub const NUMERALS: &str = "一二三四五六七八九十百零〇";

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[一二三四五六七八九十]+[、.．,:]|\([一二三四五六七八九十]+\)[、.]?|\(?[0-9]{1,2}\)[、.]?|[0-9]{1,2}[、．.](?:[0-9]{1,2}[、.]?)?|[①-⑳]|第[一二三四五六七八九十]+部分)").expect("valid")
});

/// A kind of ordinal, in the order in which one is printed below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ordinal {
    /// 第一部分.
    Part,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1、
    Arabic,
    /// （1）
    ArabicInBrackets,
    /// ①
    Circled,
}

impl Ordinal {
    /// Depth of a heading with this ordinal.
    pub fn depth(self) -> u8 {
        match self {
            Ordinal::Part => 1,
            Ordinal::Chinese => 2,
            Ordinal::ChineseInBrackets => 3,
            Ordinal::Arabic => 4,
            Ordinal::ArabicInBrackets | Ordinal::Circled => 5,
        }
    }
}

/// The ordinal that a squeezed label of a table begins with, and its length in bytes. Labels hold no figures, so 1.2 is
/// an ordinal of two levels, and 1,  one whose mark was mistyped.
pub fn label_ordinal(label: &str) -> Option<(Ordinal, usize)> {
    // Most labels begin otherwise, and need not be matched.
    if !label.starts_with(opens_ordinal) {
        return None;
    }
    let found = LABEL.find(label)?.as_str();
    let mut chars = found.chars();
    let kind = match (chars.next()?, chars.next()) {
        ('第', _) => Ordinal::Part,
        ('(', Some('0'..='9')) => Ordinal::ArabicInBrackets,
        ('(', _) => Ordinal::ChineseInBrackets,
        ('0'..='9', _) if found.ends_with(')') => Ordinal::ArabicInBrackets,
        ('0'..='9', _) => Ordinal::Arabic,
        ('①'..='⑳', _) => Ordinal::Circled,
        _ => Ordinal::Chinese,
    };
    Some((kind, found.len()))
}

/// Could the ordinal of a label begin so?
pub(super) fn opens_ordinal(ch: char) -> bool {
    ch.is_ascii_digit()
        || matches!(ch, '(' | '第' | '①'..='⑳')
        || "一二三四五六七八九十".contains(ch)
}

/// An ordinal that a line of prose begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    /// Its kind.
    pub kind: Ordinal,
    /// Which number it is.
    pub number: u32,
    /// Its characters in the squeezed line, marks included.
    pub len: usize,
}

/// The ordinal that a line of prose begins with, and whether its numeral is Chinese. A figure may open a line: 1.5万元 has no
/// ordinal. 第二章 is a part as 第二部分 is.
pub fn line_ordinal(line: &str) -> Option<Ordinal> {
    line_numbered(line).map(|numbered| numbered.kind)
}

/// [`line_ordinal`], with its number and length.
pub fn line_numbered(line: &str) -> Option<Numbered> {
    let chars: Vec<char> = squeezed(line).chars().take(8).collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let chinese = |from: usize| run(&chars, from, |c| NUMERALS.contains(c));
    let arabic = |from: usize| run(&chars, from, |c| c.is_ascii_digit());
    let numbered = |kind: Ordinal, from: usize, n: usize, marks: usize| {
        Some(Numbered { kind, number: number(&chars[from..from + n]), len: from + n + marks })
    };
    match at(0) {
        '第' => {
            let n = chinese(1).max(arabic(1));
            match at(1 + n) {
                _ if n == 0 => None,
                '部' if at(2 + n) == '分' => numbered(Ordinal::Part, 1, n, 2),
                '部' | '章' | '篇' | '节' => numbered(Ordinal::Part, 1, n, 1),
                _ => None,
            }
        }
        '(' => {
            let closed = |n: usize| n > 0 && at(1 + n) == ')';
            if closed(chinese(1)) {
                numbered(Ordinal::ChineseInBrackets, 1, chinese(1), 1)
            } else if closed(arabic(1)) {
                numbered(Ordinal::ArabicInBrackets, 1, arabic(1), 1)
            } else {
                None
            }
        }
        _ => {
            let n = chinese(0);
            if n > 0 && matches!(at(n), '、' | '.' | ':') {
                return numbered(Ordinal::Chinese, 0, n, 1);
            }
            let n = arabic(0);
            let marked = matches!(at(n), '、' | '.') && !at(n + 1).is_ascii_digit();
            if matches!(n, 1 | 2) && marked { numbered(Ordinal::Arabic, 0, n, 1) } else { None }
        }
    }
}

/// The number that these numerals are: 12, 十二, 二十.
fn number(numerals: &[char]) -> u32 {
    let one = |c: char| match NUMERALS.chars().position(|n| n == c) {
        Some(at @ 0..=8) => at as u32 + 1,
        _ => 0,
    };
    numerals.iter().fold(0, |sum, c| match c {
        '0'..='9' => sum * 10 + (*c as u32 - '0' as u32),
        '十' => sum.max(1) * 10,
        '百' => sum.max(1) * 100,
        c => sum + one(*c),
    })
}

/// Length in characters of the ordinal that a clause begins with: 1. 1、 (1) 1) ① (一) 一、 一是. Sentences count with 一是 too,
/// and nothing that a heading asks of the characters behind it.
pub fn clause_ordinal(clause: &[char]) -> Option<usize> {
    if clause.first().copied().is_some_and(is_circled) {
        return Some(1);
    }
    let bracket = usize::from(clause.first() == Some(&'('));
    let chinese = clause.get(bracket).is_some_and(|c| NUMERALS.contains(*c));
    let of_kind = |c: char| if chinese { NUMERALS.contains(c) } else { c.is_ascii_digit() };
    let n = run(clause, bracket, of_kind).min(4);
    let end = bracket + n;
    match (n, clause.get(end)?) {
        (0, _) => None,
        (_, ')') => Some(end + 1),
        (_, '.') if !chinese && clause.get(end + 1).is_some_and(char::is_ascii_digit) => None,
        (_, '、' | '.' | '．' | '是') if bracket == 0 => Some(end + 1),
        _ => None,
    }
}

/// How many characters from `from` on are of this kind.
fn run(chars: &[char], from: usize, of_kind: impl Fn(char) -> bool) -> usize {
    chars.get(from..).map_or(0, |rest| rest.iter().take_while(|c| of_kind(**c)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_have_a_number_and_a_length() {
        for (text, number, len) in [
            ("第十二部分概况", 12, 5),
            ("第3章概况", 3, 3),
            ("二十一、收入", 21, 4),
            ("(十)收入", 10, 3),
            ("12.收入", 12, 3),
            ("(3)收入", 3, 3),
        ] {
            let got = line_numbered(text).map(|n| (n.number, n.len));
            assert_eq!(got, Some((number, len)), "{text}");
        }
    }

    #[test]
    fn labels_lines_and_clauses_begin_with_ordinals() {
        use Ordinal::*;
        for (text, label, line, clause) in [
            ("第二部分概况", Some(Part), Some(Part), None),
            ("一、收入", Some(Chinese), Some(Chinese), Some(2)),
            ("(一)收入", Some(ChineseInBrackets), Some(ChineseInBrackets), Some(3)),
            ("1、收入", Some(Arabic), Some(Arabic), Some(2)),
            ("(1)收入", Some(ArabicInBrackets), Some(ArabicInBrackets), Some(3)),
            ("1)收入", Some(ArabicInBrackets), None, Some(2)),
            ("①收入", Some(Circled), None, Some(1)),
            ("一是收入", None, None, Some(2)),
            ("1.5万元", Some(Arabic), None, None),
            ("第二章概况", None, Some(Part), None),
            ("收入", None, None, None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let got =
                (label_ordinal(text).map(|o| o.0), line_ordinal(text), clause_ordinal(&chars));
            assert_eq!(got, (label, line, clause), "{text}");
        }
    }
}
