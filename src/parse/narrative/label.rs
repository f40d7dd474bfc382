//! Which label stands before a figure.

use super::text::{REACH, ends_with};
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

/// Characters that end what a label could reach back to.
pub(super) fn breaks(c: char) -> bool {
    matches!(c, ',' | ';' | '。' | '、' | '(' | ')' | ':' | '!' | '?')
}

/// Reads `chars[from..to]` backwards from the figure: connecting words, then the label that reaches furthest left.
/// A colon is passed only where nothing is found before it. `more` are connecting words besides the usual.
pub(super) fn label(
    chars: &[char],
    from: usize,
    to: usize,
    words: &Narrative,
    place: Place,
    more: &[String],
) -> Label {
    let from = from.max(to.saturating_sub(REACH));
    let mut right = to;
    for _ in 0..3 {
        let states = strip(chars, from, right, words, more);
        let mut best: Option<Label> = None;
        let mut left = usize::MAX;
        for &end in &states {
            if let Some((start, found)) = at_end(chars, from, end, words, place)
                && start < left
            {
                left = start;
                best = Some(found);
            }
        }
        if let Some(best) = best {
            return best;
        }
        // Only connecting words up to a break?
        let Some(&bound) = states
            .iter()
            .filter(|&&s| {
                s == from
                    || chars[s - 1] != ')' && breaks(chars[s - 1])
                    || ordinal_before(chars, from, s)
            })
            .min()
        else {
            return Label::Unknown;
        };
        if bound > from && chars[bound - 1] == ':' {
            right = bound - 1;
        } else {
            return Label::Generic;
        }
    }
    Label::Generic
}

/// All places that stripping connecting words, years and bracketed remarks from the right can reach, `to` included.
fn strip(chars: &[char], from: usize, to: usize, words: &Narrative, more: &[String]) -> Vec<usize> {
    let (mut seen, mut todo) = (vec![to], vec![to]);
    let mut all = Vec::new();
    while let Some(end) = todo.pop() {
        all.push(end);
        let tails = words
            .words
            .tails
            .iter()
            .chain(more)
            .filter(|w| !w.is_empty() && ends_with(&chars[from..], end - from, w));
        let mut next: Vec<usize> = tails.map(|w| end - w.chars().count()).collect();
        next.extend(year_before(chars, from, end));
        next.extend(remark_before(chars, from, end));
        next.extend(
            words
                .words
                .parts
                .iter()
                .filter(|w| ends_with(&chars[from..], end - from, w))
                .map(|w| end - w.chars().count()),
        );
        for n in next.into_iter().filter(|n| *n >= from) {
            if !seen.contains(&n) {
                seen.push(n);
                todo.push(n);
            }
        }
    }
    all
}

/// Start of `2025年`, `2025年度`, `2025年初` that ends at `end`.
fn year_before(chars: &[char], from: usize, end: usize) -> Option<usize> {
    let mut e = end;
    if e > from && matches!(chars[e - 1], '度' | '初' | '末' | '底') {
        e -= 1;
    }
    if e < from + 5 || chars[e - 1] != '年' {
        return None;
    }
    chars[e - 5..e - 1].iter().all(char::is_ascii_digit).then_some(e - 5)
}

/// Start of the bracketed remark `(…)` that ends at `end`.
fn remark_before(chars: &[char], from: usize, end: usize) -> Option<usize> {
    if end <= from || chars[end - 1] != ')' {
        return None;
    }
    let mut depth = 0;
    for i in (from..end).rev() {
        match chars[i] {
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

/// Is `end` right behind an ordinal (1. / 1、 / (一) / 一、) at a clause's start?
pub(super) fn ordinal_before(chars: &[char], from: usize, end: usize) -> bool {
    end > from && skip_ordinal(&chars[from..end], 0) == end - from
}

/// Index behind the ordinals at `at`, of which several may follow each other.
pub(super) fn skip_ordinal(chars: &[char], at: usize) -> usize {
    (0..3).fold(at, |at, _| at + chars.get(at..).and_then(clause_ordinal).unwrap_or(0))
}

/// The longest label that ends at `end`, or a functional class.
fn at_end(
    chars: &[char],
    from: usize,
    end: usize,
    words: &Narrative,
    place: Place,
) -> Option<(usize, Label)> {
    let mut found = None;
    let first = end.saturating_sub(words.longest_label()).max(from);
    let text: String = chars[first..end].iter().collect();
    // A label of two characters or less has to stand free.
    let starts = text.char_indices().map(|(at, _)| &text[at..]).zip(first..end);
    for (label, start) in starts {
        if let Some(item) = words.meaning(label, place)
            && (end - start > 2 || free(chars, from, start, words))
        {
            found = Some((start, Label::Known { key: item.key.clone(), start, end }));
            break;
        }
    }
    let spent = if ends_with(&chars[from..], end - from, "支出类") { end - 1 } else { end };
    if place.figure == FigureKind::Money && ends_with(&chars[from..], spent - from, "支出") {
        for class in &words.words.classes {
            let len = class.chars().count() + 2;
            if spent >= from + len
                && ends_with(&chars[from..], spent - from - 2, class)
                && free(chars, from, spent - len, words)
            {
                let start = spent - len;
                if found.as_ref().is_none_or(|(s, _)| *s >= start) {
                    found = Some((
                        start,
                        Label::Class { name: chars[start..spent].iter().collect(), start },
                    ));
                }
            }
        }
    }
    found
}

/// May a short label start here: at the clause's start, behind an ordinal, a year or a connecting word?
fn free(chars: &[char], from: usize, start: usize, words: &Narrative) -> bool {
    start == from
        || breaks(chars[start - 1])
        || matches!(chars[start - 1], '年' | '度' | '.' | '-' | '为')
        // 预算中, but not 初中.
        || chars[start - 1] == '中' && start > from + 1 && matches!(chars[start - 2], '其' | '算' | '出' | '入' | '款' | '计' | '额')
        || words.words.parts.iter().any(|w| ends_with(&chars[from..], start - from, w))
        || ["本部门", "本单位", "部门", "单位", "各", "拟", "本年"].iter().any(|w| ends_with(&chars[from..], start - from, w))
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
            0,
            chars.len(),
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
    }
}
