//! Which label stands before a figure.

use super::text::{REACH, ends_with, ends_with_any, starts_with};
use crate::catalog::narrative::{FigureKind, Narrative, Place};
use crate::lex::clause_ordinal;

/// What the words before a figure say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Label {
    /// A key of the vocabulary (empty: known, and not for the output), and where the label starts.
    Known {
        /// Key, `*` not yet replaced.
        key: String,
        /// First character of the label.
        start: usize,
        /// One past its last character.
        end: usize,
    },
    /// A functional class by its name only.
    Class {
        /// Name as printed, with 支出.
        name: String,
        /// First character of the name.
        start: usize,
    },
    /// Nothing but connecting words: the subject was said before.
    Generic,
    /// Something unknown.
    Unknown,
}

impl Label {
    /// The same label in words of which these are all but the first `cut`.
    fn behind(self, cut: usize) -> Label {
        match self {
            Label::Known { key, start, end } => {
                Label::Known { key, start: start + cut, end: end + cut }
            }
            Label::Class { name, start } => Label::Class { name, start: start + cut },
            other => other,
        }
    }
}

/// Characters that end what a label could reach back to.
pub(super) fn breaks(c: char) -> bool {
    matches!(c, ',' | ';' | '。' | '、' | '(' | ')' | ':' | '!' | '?')
}

/// Reads `chars` backwards from the figure behind them: connecting words, then the label that reaches furthest left.
/// A colon is passed only where nothing is found before it. `more` are connecting words besides the usual.
pub(super) fn label(chars: &[char], words: &Narrative, place: Place, more: &[String]) -> Label {
    let cut = chars.len().saturating_sub(REACH);
    let mut chars = &chars[cut..];
    for _ in 0..3 {
        let ends = strip(chars, words, more);
        // 事业收入支出5万元 is no income.
        let w = &words.words;
        let spent = |&&end: &&usize| {
            ends_with(&chars[..end], &w.totals.income)
                && starts_with(&chars[end..], &w.subjects.spending)
        };
        let whole = ends.iter().filter(|end| !spent(end));
        let found = whole.filter_map(|&end| at_end(&chars[..end], words, place));
        // Of equals the first counts, which min_by_key takes.
        if let Some((_, label)) = found.min_by_key(|(start, _)| *start) {
            return label.behind(cut);
        }
        // Only connecting words up to a break?
        let opens = |&&end: &&usize| {
            end == 0 || chars[end - 1] != ')' && breaks(chars[end - 1]) || is_ordinal(&chars[..end])
        };
        match ends.iter().filter(opens).min() {
            None => return Label::Unknown,
            Some(&end) if end > 0 && chars[end - 1] == ':' => chars = &chars[..end - 1],
            Some(_) => return Label::Generic,
        }
    }
    Label::Generic
}

/// Where the words can end once connecting words, years and bracketed remarks are taken off, their own end included.
fn strip(chars: &[char], words: &Narrative, more: &[String]) -> Vec<usize> {
    let w = &words.words;
    let mut ends = vec![chars.len()];
    let mut todo = ends.clone();
    let mut all = Vec::new();
    while let Some(end) = todo.pop() {
        all.push(end);
        let rest = &chars[..end];
        let tails = w.labels.tails.iter().chain(more).chain(w.course.parts.iter());
        let shorter = tails
            .filter(|t| !t.is_empty() && ends_with(rest, t))
            .map(|t| end - t.chars().count())
            .chain(year_before(rest, &w.labels.year_tails))
            .chain(remark_before(rest));
        for n in shorter {
            if !ends.contains(&n) {
                ends.push(n);
                todo.push(n);
            }
        }
    }
    all
}

/// Start of the `2025年`, `2025年度`, `2025年初` at the end.
pub(super) fn year_before(chars: &[char], tails: &[String]) -> Option<usize> {
    let tail = tails.iter().find(|t| ends_with(chars, t)).map_or(0, |t| t.chars().count());
    let (digits, year) = chars[..chars.len() - tail].split_last_chunk::<5>()?;
    let is_year = year[4] == '年' && year[..4].iter().all(char::is_ascii_digit);
    is_year.then_some(digits.len())
}

/// Start of the bracketed remark `(…)` at the end.
fn remark_before(chars: &[char]) -> Option<usize> {
    if chars.last() != Some(&')') {
        return None;
    }
    let mut depth = 0;
    for (i, c) in chars.iter().enumerate().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}

/// Are the characters nothing but an ordinal (1. / 1、 / (一) / 一、)?
fn is_ordinal(chars: &[char]) -> bool {
    !chars.is_empty() && skip_ordinal(chars, 0) == chars.len()
}

/// Index behind the ordinals at `at`, of which several may follow each other.
pub(super) fn skip_ordinal(chars: &[char], at: usize) -> usize {
    (0..3).fold(at, |at, _| at + chars.get(at..).and_then(clause_ordinal).unwrap_or(0))
}

/// The longest label that `chars` end in, or a functional class that reaches as far, and where it starts.
fn at_end(chars: &[char], words: &Narrative, place: Place) -> Option<(usize, Label)> {
    let known = known_at_end(chars, words, place);
    let class = match place.figure {
        FigureKind::Money => class_at_end(chars, words),
        FigureKind::Count => None,
    };
    match (known, class) {
        (Some(known), Some(class)) => Some(if class.0 <= known.0 { class } else { known }),
        (known, class) => known.or(class),
    }
}

/// The longest label of the vocabulary. One of two characters or less has to stand free.
fn known_at_end(chars: &[char], words: &Narrative, place: Place) -> Option<(usize, Label)> {
    let end = chars.len();
    let first = end.saturating_sub(words.longest_label());
    let text: String = chars[first..].iter().collect();
    let starts = text.char_indices().map(|(at, _)| &text[at..]).zip(first..end);
    for (label, start) in starts {
        if let Some(item) = words.meaning(label, place)
            && (end - start > 2 || free(&chars[..start], words))
        {
            return Some((start, Label::Known { key: item.key.clone(), start, end }));
        }
    }
    None
}

/// The functional class by its name: 公共安全支出, and the same with 类 behind it.
fn class_at_end(chars: &[char], words: &Narrative) -> Option<(usize, Label)> {
    let w = &words.words.subjects;
    let spent = chars.strip_suffix(&['类']).filter(|c| ends_with(c, &w.spending)).unwrap_or(chars);
    if !ends_with(spent, &w.spending) {
        return None;
    }
    let name = &spent[..spent.len() - w.spending.chars().count()];
    let starts = w.classes.iter().filter(|class| ends_with(name, class));
    let start = starts
        .map(|class| name.len() - class.chars().count())
        .filter(|&start| free(&chars[..start], words))
        .min()?;
    Some((start, Label::Class { name: spent[start..].iter().collect(), start }))
}

/// May a short label start behind these characters: at the clause's start, behind a year or a connecting word?
fn free(before: &[char], words: &Narrative) -> bool {
    before.last().is_none_or(|c| breaks(*c))
        || ends_with_any(before, &words.words.course.parts)
        || ends_with_any(before, &words.words.labels.before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    fn key(lead: &str, section: Option<&str>) -> String {
        let n = Narrative::builtin().unwrap();
        let chars: Vec<char> = lead.chars().collect();
        match label(
            &chars,
            &n,
            Place { kind: Some(Kind::Budget), section, ..Place::default() },
            &[],
        ) {
            Label::Known { key, .. } => key,
            Label::Class { name, .. } => format!("class {name}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_label_that_reaches_furthest_left_counts() {
        assert_eq!(key("2026年,某市某局收入预算为", None), "income_total");
        assert_eq!(key("三公经费财政拨款预算数为", None), "three_public_total");
        assert_eq!(key("某局2024年度财政拨款收入支出总计", None), "fiscal_appropriation_total");
        assert_eq!(key("政府采购金额(以合同签订为准)为", None), "procurement_total");
        assert_eq!(
            key("财政拨款支出预算中,一般公共预算拨款支出预算", None),
            "general_public_budget_total"
        );
        assert_eq!(key("公务接待费:2026年安排预算数", None), "three_public_reception");
        assert_eq!(key("2026年预算安排", None), "Generic");
        assert_eq!(key("其中:一般公共服务支出", None), "class 一般公共服务支出");
        assert_eq!(key("某市公共安全支出", Some("expenditure")), "Unknown");
        assert_eq!(key("面向某对象的款项", None), "Unknown");
        assert_eq!(key("包括支出", Some("expenditure")), "expenditure_total");
        assert_eq!(key("1.预算安排", None), "Generic");
        assert_eq!(key("其中:事业收入", None), "income_institutional_income");
        assert_eq!(key("其中:事业收入支出", None), "Unknown");
    }
}
