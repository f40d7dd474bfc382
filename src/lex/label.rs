//! Labels made comparable: ordinals, 其中：, years and units dropped by rule.

use super::half_width;
use super::ordinal::{Ordinal, label_ordinal, opens_ordinal};
use crate::model::{push_printed, squeezed};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Before a label, with or without a colon.
pub const OF_WHICH: &str = "其中";
/// What the document's own year is written as.
pub const THIS_YEAR: &str = "本年";
/// What the year before is written as.
const LAST_YEAR: &str = "上年";
static MONEY_TAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\((?:单位:)?(?:人民币)?[百千万亿]*元\)$").expect("valid"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20[0-9]{2})年度?").expect("valid"));

/// Writes the document's own year as 本年 and the year before as 上年; other years stay.
pub fn year_to_relative(text: &str, fiscal_year: Option<u16>) -> String {
    relative(text, fiscal_year).into_owned()
}

fn relative(text: &str, fiscal_year: Option<u16>) -> Cow<'_, str> {
    let Some(year) = fiscal_year else { return text.into() };
    if !text.contains("20") {
        return match in_digits(text) {
            Some(text) => relative(&text, fiscal_year).into_owned().into(),
            None => text.into(),
        };
    }
    YEAR.replace_all(text, |c: &regex::Captures| match c[1].parse::<u16>() {
        Ok(y) if y == year => THIS_YEAR.to_string(),
        Ok(y) if y + 1 == year => LAST_YEAR.to_string(),
        _ => c[0].to_string(),
    })
}

/// The year that opens the text as four digits: 二〇二四年, 24年.
fn in_digits(text: &str) -> Option<String> {
    const HAN: &str = "〇一二三四五六七八九";
    let (year, rest) = text.split_once('年')?;
    let digit = |c: char| match c {
        '○' | '零' | 'О' | '0' => Some('0'),
        '1'..='9' => Some(c),
        _ => HAN.chars().position(|han| han == c).and_then(|n| char::from_digit(n as u32, 10)),
    };
    let digits: String = year.chars().map(digit).collect::<Option<_>>()?;
    let century = match (digits.len(), year.bytes().all(|b| b.is_ascii_digit())) {
        (2, true) => "20",
        (4, false) if digits.starts_with("20") => "",
        _ => return None,
    };
    Some(format!("{century}{digits}年{rest}"))
}

/// A column head for matching: squeezed, years relative, 其中: and a trailing (万元) dropped.
pub fn clean_head(text: &str, fiscal_year: Option<u16>) -> String {
    let s = squeezed(text);
    let s = relative(&s, fiscal_year);
    without_money_tail(without_of_which(&s)).trim_matches(|c| matches!(c, ':' | '*')).to_string()
}

/// A row label for matching: squeezed, leading ordinals and 其中: dropped, as often as they stand there.
pub fn clean_label(text: &str) -> String {
    let s = squeezed(text);
    let mut rest: &str = &s;
    loop {
        let cut = ordinal(rest).unwrap_or_else(|| rest.len() - without_of_which(rest).len());
        // "1.5" is no ordinal, and a label that is nothing but an ordinal stays as it is.
        if cut == 0 || cut == rest.len() {
            break;
        }
        rest = &rest[cut..];
    }
    let rest = rest.strip_prefix("加:").or_else(|| rest.strip_prefix("减:")).unwrap_or(rest);
    without_money_tail(rest).trim_end_matches([':', ';', '*']).to_string()
}

/// The printed name of a row: white space, leading ordinals and 其中： dropped, else as printed.
pub fn printed_name(text: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    push_printed(&mut rest, text);
    loop {
        if !rest.starts_with(|ch| ch == '其' || opens_ordinal(half_width(ch))) {
            return rest;
        }
        // The ordinals are matched in half-width form; NFKC keeps one char for one char in all that they print.
        let folded: String = rest.chars().map(half_width).collect();
        let cut =
            ordinal(&folded).unwrap_or_else(|| folded.len() - without_of_which(&folded).len());
        let cut = folded[..cut].chars().count();
        if cut == 0 || cut == rest.chars().count() {
            return rest;
        }
        rest = rest.chars().skip(cut).collect();
    }
}

/// Does the label print 其中 after its ordinal?
pub fn is_of_which(text: &str) -> bool {
    let s = squeezed(text);
    s[ordinal(&s).unwrap_or(0)..].starts_with(OF_WHICH) || s.starts_with(OF_WHICH)
}

/// Depth of the label's ordinal: 一、 1, （一） 2, 1、 3, （1） 4, ① 5; `None` without one.
pub fn ordinal_depth(text: &str) -> Option<u8> {
    let s = squeezed(text);
    Some(match label_ordinal(without_of_which(&s))?.0 {
        Ordinal::Part | Ordinal::Chinese => 1,
        Ordinal::ChineseInBrackets => 2,
        Ordinal::Arabic => 3,
        Ordinal::ArabicInBrackets => 4,
        Ordinal::Circled => 5,
    })
}

/// Length of the ordinal that the squeezed label begins with.
fn ordinal(label: &str) -> Option<usize> {
    label_ordinal(label).map(|(_, length)| length)
}

fn without_of_which(label: &str) -> &str {
    label
        .strip_prefix(OF_WHICH)
        .map_or(label, |rest| rest.strip_prefix([':', '：']).unwrap_or(rest))
}

fn without_money_tail(label: &str) -> &str {
    let tail = label.ends_with(')').then(|| MONEY_TAIL.find(label)).flatten();
    tail.map_or(label, |tail| &label[..tail.start()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_ordinals() {
        assert_eq!(clean_label("其中：（1）公务用车购置费"), "公务用车购置费");
        assert_eq!(clean_label("二十三、其他支出"), "其他支出");
        assert_eq!(clean_label("1、因公出国（境）费用"), "因公出国(境)费用");
        assert_eq!(printed_name("（2）公务用车 运行费"), "公务用车运行费");
        assert_eq!(printed_name("1、因公出国（境）费用"), "因公出国（境）费用");
        assert_eq!(ordinal_depth("其中：（1）公务用车购置费"), Some(4));
        assert_eq!(ordinal_depth("一、财政拨款"), Some(1));
        assert_eq!(clean_label("（一）①公务用车购置"), "公务用车购置");
        assert_eq!(
            (printed_name("①公务用车"), ordinal_depth("①公务用车")),
            ("公务用车".into(), Some(5))
        );
        assert!(is_of_which("其中：（1）公务用车购置费"));
    }

    #[test]
    fn heads_lose_year_and_unit() {
        assert_eq!(clean_head("2026年 预算数（万元）", Some(2026)), "本年预算数");
        assert_eq!(clean_head("2025年执行数", Some(2026)), "上年执行数");
        assert_eq!(clean_head("二〇二五年执行数", Some(2026)), "上年执行数");
        assert_eq!(clean_head("26年预算数", Some(2026)), "本年预算数");
        assert_eq!(clean_head("三年滚动", Some(2026)), "三年滚动");
        assert_eq!(clean_head("其中：\n基本支出", None), "基本支出");
    }
}
