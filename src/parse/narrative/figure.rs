//! Figures with their units in folded text.

use super::text::{ends_with_any, starts_with, starts_with_any};
use crate::catalog::narrative::{Figures, Narrative, Words};
use rust_decimal::Decimal;
use std::ops::Range;

/// What a figure counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    /// Index into the vocabulary's units of money.
    Money(usize),
    /// A zero without a unit (事业收入为0).
    BareZero,
    /// Percent.
    Percent,
    /// A number of things, unit as folded.
    Count(String),
}

/// A number with its unit, by indices into the folded text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// First digit or sign.
    pub start: usize,
    /// After the unit.
    pub end: usize,
    /// The number as printed.
    pub number: Decimal,
    /// Its unit.
    pub unit: Unit,
}

/// The figures of `chars` in order. Numbers without a unit (years, codes, ordinals) and thresholds
/// (100万元以上) are none.
pub(super) fn figures(chars: &[char], words: &Narrative) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let digits_end = number_end(chars, i);
        let negative = i > 0
            && matches!(chars[i - 1], '-' | '−' | '△')
            && (i < 2 || !chars[i - 2].is_ascii_alphanumeric());
        if let Some((end, unit)) = unit_at(chars, i, digits_end, words)
            && let Ok(mut number) = chars[i..digits_end]
                .iter()
                .filter(|c| **c != ',')
                .collect::<String>()
                .parse::<Decimal>()
        {
            if negative {
                number.set_sign_negative(true);
            }
            found.push(Figure { start: if negative { i - 1 } else { i }, end, number, unit });
            i = end;
        } else {
            i = digits_end;
        }
    }
    found
}

/// The numbers of a range in units that only events count in: 12批次, 96人次. `figures` are those with a unit of their own.
pub(super) fn event_counts(
    chars: &[char],
    range: Range<usize>,
    figures: &[Figure],
    words: &Figures,
) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut i = range.start;
    while i < range.end {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let stop = number_end(chars, i);
        let unit = words.events.iter().find(|u| starts_with(&chars[stop..], u));
        let known = figures.iter().any(|f| f.start <= i && i < f.end);
        // 第3次 counts nothing.
        let ordinal = i > 0 && chars[i - 1] == '第';
        let number: String = chars[i..stop].iter().filter(|c| **c != ',').collect();
        if let (Some(unit), false, Ok(number)) = (unit, known || ordinal, number.parse()) {
            let end = stop + unit.chars().count();
            found.push(Figure { start: i, end, number, unit: Unit::Count(unit.clone()) });
        }
        i = stop.max(i + 1);
    }
    found
}

/// End of the number that starts at `i`: digits, commas between groups of three, one decimal point.
pub(super) fn number_end(chars: &[char], i: usize) -> usize {
    let to = chars.len();
    let digits = |mut j: usize| {
        while j < to && chars[j].is_ascii_digit() {
            j += 1;
        }
        j
    };
    let mut end = digits(i);
    while end < to
        && chars[end] == ','
        && end - i <= 27
        && digits(end + 1) == end + 4
        && group_before(chars, i, end)
    {
        end += 4;
    }
    if end + 1 < to && chars[end] == '.' && chars[end + 1].is_ascii_digit() {
        end = digits(end + 1);
    }
    end
}

/// Is what stands before the comma at `end` one to three digits, or a further group of three?
fn group_before(chars: &[char], start: usize, end: usize) -> bool {
    let len = chars[start..end].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if len == end - start { (1..=3).contains(&len) } else { len == 3 }
}

/// The unit that stands at `at`, behind the number that starts at `start`, and its end.
fn unit_at(chars: &[char], start: usize, at: usize, words: &Narrative) -> Option<(usize, Unit)> {
    let behind = &chars[at..];
    let w = &words.words;
    if let Some((k, unit)) =
        words.money.iter().enumerate().find(|(_, unit)| starts_with(behind, &unit.label))
    {
        let end = at + unit.label.chars().count();
        return (!is_threshold(&chars[end..], w)).then_some((end, Unit::Money(k)));
    }
    let unit = |list: &[String]| {
        list.iter().find(|u| starts_with(behind, u)).map(|u| (at + u.chars().count(), u.clone()))
    };
    if let Some((end, _)) = unit(&w.figures.percent) {
        return Some((end, Unit::Percent));
    }
    if let Some((end, unit)) = unit(&w.figures.counts) {
        return Some((end, Unit::Count(unit)));
    }
    let zero = chars[start..at].iter().all(|c| matches!(c, '0' | '.'));
    let closed = behind.first().is_none_or(|c| matches!(c, ',' | ';' | '。' | '、' | ')'));
    let told = ends_with_any(&chars[..start], &w.figures.before_zero);
    (zero && closed && told).then_some((at, Unit::BareZero))
}

/// Do 以上, 及以上, (含)以上, 以下 stand behind an amount?
fn is_threshold(behind: &[char], words: &Words) -> bool {
    const LONG: usize = 12;
    let w = &words.figures;
    let rest = match behind.iter().take(LONG).position(|c| *c == ')') {
        Some(close) if starts_with(behind, &w.inclusive) => &behind[close + 1..],
        _ => behind,
    };
    starts_with_any(rest, &w.thresholds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Unit)> {
        let chars: Vec<char> = text.chars().collect();
        let n = Narrative::builtin().unwrap();
        figures(&chars, &n).into_iter().map(|f| (f.number.to_string(), f.unit)).collect()
    }

    #[test]
    fn numbers_units_and_what_is_neither() {
        let count = |u: &str| Unit::Count(u.into());
        let units = Narrative::builtin().unwrap().money;
        let money = |label: &str| Unit::Money(units.iter().position(|u| u.label == label).unwrap());
        assert_eq!(
            read("2025年,收入4,684.30万元,增长5.0%"),
            [("4684.30".into(), money("万元")), ("5.0".into(), Unit::Percent)]
        );
        assert_eq!(
            read("单价100万元(含)以上设备0台(套)、3辆"),
            [("0".into(), count("台(套)")), ("3".into(), count("辆"))]
        );
        assert_eq!(read("2080505-某支出341.49万元"), [("341.49".into(), money("万元"))]);
        assert_eq!(
            read("事业收入为0;其他12元"),
            [("0".into(), Unit::BareZero), ("12".into(), money("元"))]
        );
        assert_eq!(read("编号0;增加-5.2万元"), [("-5.2".into(), money("万元"))]);
        assert_eq!(
            read("共5个,300.5亿元"),
            [("5".into(), count("个")), ("300.5".into(), money("亿元"))]
        );
    }
}
