//! N4: 基本支出, 人员经费 and 公用经费 in the prose.

use super::{Candidate, against, or_silent};
use crate::model::{Check, Classification, MoneyScope, Verdict};
use crate::reconcile::across::basic::{portion, whole};
use crate::reconcile::book::{Book, F3, F9, Set, Sheet};
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N4";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for mention in &book.ledger.narrative {
        let of: fn(&Sheet) -> Sum = match mention.key.as_str() {
            "basic_expenditure_total" => whole,
            "basic_personnel" => |sheet| part(sheet, "basic_personnel"),
            "basic_public" => |sheet| part(sheet, "basic_public"),
            _ => continue,
        };
        // 基本支出 of all money is more than that of the general public budget, which alone has this table.
        let of_all = mention.scope == Some(MoneyScope::All);
        let sheets: Vec<&Sheet> = book.sets.iter().filter_map(|set| set.get(F9)).collect();
        let mut candidates: Vec<Candidate> = sheets.iter().map(|sheet| (F9, of(sheet))).collect();
        if of_all {
            candidates.extend(book.sets.iter().filter_map(|set| in_all(set, mention.key.as_str())));
        }
        let check = against(RULE, book, mention, &candidates, sheets.is_empty().then_some(F9));
        checks.push(match check.verdict {
            Verdict::Mismatch if of_all => Check {
                against: check.against,
                ..on_mention(RULE, mention).not_checked(NotChecked::Apart, "")
            },
            _ => check,
        });
    }
    or_silent(RULE, book, checks)
}

/// What the table of all expenditure states of it, where it has such a column.
fn in_all(set: &Set, key: &str) -> Option<Candidate> {
    let column = if key == "basic_expenditure_total" { "basic" } else { key };
    let sheet = set.get(F3)?;
    let sum = Sum::of(sheet.whole_figures(sheet.total()?, column));
    (!sum.is_empty()).then_some((F3, sum))
}

fn part(sheet: &Sheet, column: &str) -> Sum {
    let stated = portion(sheet, column);
    if !stated.is_empty() || !sheet.has(Classification::Economic) {
        return stated;
    }
    let personnel =
        ["301", "303"].map(|code| sheet.sum_of(Classification::Economic, code, |r| sheet.main(r)));
    let mut sum = personnel[0].clone();
    sum.extend(&personnel[1]);
    if column == "basic_personnel" {
        return sum;
    }
    let others = sheet.tree.roots.iter().map(|&i| &sheet.table.rows[i]);
    let public = |code: &str| !code.starts_with("301") && !code.starts_with("303");
    Sum::of(
        others
            .filter(|r| r.code.as_ref().is_some_and(|c| public(&c.digits)))
            .map(|r| sheet.main(r)),
    )
}
