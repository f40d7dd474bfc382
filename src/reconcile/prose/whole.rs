//! What a figure of the prose is a part of: the side, and the money that its sentence speaks of.

use crate::catalog::rules::words;
use crate::model::{Mention, Side};

/// Keys of expenditure by nature and their columns.
pub(super) const NATURE: [(&str, &str); 5] = [
    ("expenditure_basic", "basic"),
    ("expenditure_project", "project"),
    ("expenditure_operating", "operating"),
    ("expenditure_remitted_to_superior", "remitted_to_superior"),
    ("expenditure_subsidy_to_affiliates", "subsidy_to_affiliates"),
];

/// The side that the words before the figure speak of alone: in final accounts 收入总计 is that of both sides, where it is not
/// what the income table calls so.
pub(super) fn side(mention: &Mention) -> Side {
    let before = mention.sentence.split(mention.stated.as_str()).next().unwrap_or_default();
    let has = |word: &str| before.contains(word);
    let both = |word: &str| has(&word.chars().take(1).collect::<String>());
    match (has(words().income), has(words().expenditure)) {
        (true, false) if !both(words().expenditure) => Side::Income,
        (false, true) if !both(words().income) => Side::Expenditure,
        _ => Side::None,
    }
}

/// The money that a figure is a part of, by the total before it in its sentence, or in the one before where its own
/// begins with 其中.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Scope {
    /// All, or unknown.
    All,
    /// 财政拨款支出5万元，其中：基本支出3万元.
    Fiscal,
    /// 项目支出5万元，其中：教育支出3万元; the column of the part.
    Nature(&'static str),
}

pub(super) fn scope(mentions: &[Mention], index: usize) -> Scope {
    let part = &mentions[index];
    let lists = |text: &str| words().listed.iter().any(|w| text.contains(w));
    let opens = words().listed.iter().any(|w| part.sentence.starts_with(w));
    for whole in mentions[..index].iter().rev().take_while(|m| m.page + 1 >= part.page) {
        if whole.sentence != part.sentence && !opens {
            break;
        }
        // From the figure of the whole to that of its part.
        let behind = whole.sentence.split_once(whole.stated.as_str()).map_or("", |(_, b)| b);
        let own = whole.sentence == part.sentence;
        let between = behind.split(part.stated.as_str()).next().filter(|_| own);
        let change = whole.key.as_str().ends_with("_change");
        if whole.amount.is_none() || change || !between.map_or(opens, lists) {
            continue;
        }
        return match whole.key.as_str() {
            "fiscal_appropriation_total" | "expenditure_fiscal_appropriation" => Scope::Fiscal,
            key => NATURE
                .iter()
                .find(|(k, _)| *k == key)
                .map_or(Scope::All, |(_, column)| Scope::Nature(column)),
        };
    }
    named_before(part)
}

/// 项目支出预算5万元，…其中：教育支出3万元, where the whole has no key: the sentence names one kind of expenditure before the
/// last 其中 in front of the figure.
fn named_before(part: &Mention) -> Scope {
    let before = part.sentence.rfind(&part.stated).map_or("", |at| &part.sentence[..at]);
    let Some(head) = before.rfind(words().among).map(|at| &before[..at]) else { return Scope::All };
    let mut named = words().natures.iter().filter(|(word, _)| head.contains(word));
    match (named.next(), named.next()) {
        (Some((_, column)), None) => Scope::Nature(column),
        _ => Scope::All,
    }
}
