//! N5: “三公” expenses in the prose.

use super::{Candidate, against, or_silent};
use crate::model::{Basis, Check};
use crate::reconcile::Rule;
use crate::reconcile::book::{Book, F10, Sheet};
use crate::reconcile::tolerance::{Figure, Sum};
use crate::reconcile::within::three_public::{figure as printed, groups};

pub(in crate::reconcile) const RULE: Rule = Rule {
    id: "N5",
    title: "“三公” expenses in the prose = the table",
    what: "因公出国（境）费, 公务接待费, 公务用车 (购置, 运行) and their sum in the prose = the “三公” table; the budget that final accounts \
           compare with = its budget column; 会议费 and 培训费 where the table prints them.",
    why: "The prose explains these figures one by one.",
    source: "contract, checks.md, N5",
    example: "公务接待费 6.10 万元 = row 公务接待费",
};

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for mention in &book.ledger.narrative {
        let Some((item, basis)) = item(&mention.key) else { continue };
        let sheets: Vec<&Sheet> = book.sets.iter().filter_map(|set| set.get(F10)).collect();
        let candidates: Vec<Candidate> = sheets.iter().map(|s| (F10, Sum::of([figure(s, &item, basis)]))).collect();
        checks.push(against(&RULE, book, mention, &candidates, sheets.is_empty().then_some(F10)));
    }
    or_silent(&RULE, book, checks)
}

/// The table's item and basis for a key.
fn item(key: &str) -> Option<(String, Basis)> {
    let (key, basis) = match key.strip_suffix("_initial_budget") {
        Some(key) => (key, Basis::Budget),
        None => (key, Basis::Current),
    };
    let item = match key {
        "meetings" | "training" => key,
        _ => key.strip_prefix("three_public_")?,
    };
    let items = ["total", "overseas_travel", "reception", "vehicles", "vehicle_purchase", "vehicle_operation", "meetings", "training"];
    items.contains(&item).then(|| (format!("three_public.{item}"), basis))
}

/// The item's figure in the table's first group: over all funds, or the general public budget's.
fn figure(sheet: &Sheet, item: &str, basis: Basis) -> Figure {
    let group = groups(sheet).into_iter().next().unwrap_or_default();
    ["total", "amount", "general_public_budget"].iter().map(|id| printed(sheet, &group, item, id, basis)).fold(Figure::Blank, Figure::or)
}
