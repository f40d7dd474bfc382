//! N5: “三公” expenses in the prose.

use super::{Candidate, against, or_silent};
use crate::model::{Basis, Check, Mention, Row};
use crate::reconcile::book::{Book, F10, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::tolerance::{Relation, Sum, compare};
use crate::reconcile::within::three_public::{figure as printed, groups};

pub(in crate::reconcile) const RULE: &str = "N5";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for mention in &book.ledger.narrative {
        let Some((item, basis)) = item(mention.key.as_str()) else { continue };
        let sheets: Vec<&Sheet> = book.sets.iter().filter_map(|set| set.get(F10)).collect();
        let candidates: Vec<Candidate> =
            sheets.iter().map(|s| (F10, Sum::of([figure(s, &item, basis)]))).collect();
        let check = against(RULE, book, mention, &candidates, sheets.is_empty().then_some(F10));
        checks.push(left_blank(&sheets, mention, &item, basis).unwrap_or(check));
    }
    or_silent(RULE, book, checks)
}

/// A figure of the prose whose row is there and blank, in a column where other rows print amounts.
fn left_blank(sheets: &[&Sheet], mention: &Mention, item: &str, basis: Basis) -> Option<Check> {
    let [sheet] = sheets else { return None };
    let row = sheet.item(item).filter(|_| super::figure(mention).is_nonzero())?;
    let blank = |r: &Row| figure(sheet, r.item(), basis).is_blank();
    let others =
        sheet.table.rows.iter().any(|r| r.item().starts_with("three_public.") && !blank(r));
    let outcome = compare(Relation::Equal, super::figure(mention), &Sum::of([Figure::Blank]))
        .filter(|_| others && blank(row))?;
    Some(on_mention(RULE, mention).against(F10).worked(outcome, "the table leaves it blank"))
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
    let items = [
        "total",
        "overseas_travel",
        "reception",
        "vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "meetings",
        "training",
    ];
    items.contains(&item).then(|| (format!("three_public.{item}"), basis))
}

/// The item's figure in the table's first group: over all funds, or the general public budget's.
fn figure(sheet: &Sheet, item: &str, basis: Basis) -> Figure {
    let group = groups(sheet).into_iter().next().unwrap_or_default();
    ["total", "amount", "general_public_budget"]
        .iter()
        .map(|id| printed(sheet, &group, item, id, basis))
        .fold(Figure::Blank, Figure::or)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Mention;
    use crate::reconcile::testing::{amount, budget, odd, row, run, table};

    #[test]
    fn a_figure_where_the_table_is_blank_contradicts_it() {
        let rows = vec![
            row("three_public.total", "3.00"),
            row("three_public.reception", "3.00"),
            row("three_public.vehicles", "_"),
        ];
        let mut ledger = budget(vec![table("three_public_expenses", "amount", rows)]);
        let mention = |key: &str, text: &str| Mention {
            key: key.into(),
            amount: Some(amount(text)),
            ..Mention::default()
        };
        ledger.narrative = vec![
            mention("three_public_reception", "3.00"),
            mention("three_public_vehicles", "2.00"),
            // No row of that name: another table's business.
            mention("three_public_overseas_travel", "2.00"),
            mention("training", "2.00"),
        ];
        assert_eq!(odd(&run(check, &ledger)), ["three_public_vehicles  mismatch"]);
    }
}
