//! N4: 基本支出, 人员经费 and 公用经费 in the prose.

use super::{Candidate, against, figure, or_silent};
use crate::model::{Check, Classification, Verdict};
use crate::reconcile::across::basic::{portion, whole};
use crate::reconcile::book::{Book, F9, Sheet};
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::{Relation, Sum, compare};

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
        let sheets: Vec<&Sheet> = book.sets.iter().filter_map(|set| set.get(F9)).collect();
        let candidates: Vec<Candidate> = sheets.iter().map(|sheet| (F9, of(sheet))).collect();
        let check = against(RULE, book, mention, &candidates, sheets.is_empty().then_some(F9));
        let own = mention.key != "basic_expenditure_total"
            && check.verdict == Verdict::Mismatch
            && sheets.iter().all(|sheet| portion(sheet, mention.key.as_str()).is_empty())
            && is_split_otherwise(book);
        checks.push(match own {
            true => on_mention(RULE, mention).not_applicable(NotApplicable::NoSuchColumn),
            false => check,
        });
    }
    or_silent(RULE, book, checks)
}

/// Do 人员经费 and 公用经费 of the prose make its 基本支出? Where the table prints neither, what it has by 类 (工资福利, 对个人和家庭
/// and the rest) need not be what the prose counts to one or the other.
fn is_split_otherwise(book: &Book) -> bool {
    let stated = |key: &str| book.ledger.narrative.iter().find(|m| m.key == key).map(figure);
    let (Some(total), Some(personnel), Some(public)) =
        (stated("basic_expenditure_total"), stated("basic_personnel"), stated("basic_public"))
    else {
        return false;
    };
    let outcome = compare(Relation::Equal, total, &Sum::of([personnel, public]));
    outcome.is_some_and(|outcome| outcome.verdict <= Verdict::Rounding)
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

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Ledger, Mention};
    use crate::reconcile::testing::{amount, budget, row, run, table};

    fn verdicts(personnel: &str, public: &str) -> Vec<String> {
        let rows = vec![row("total", "100.00"), row("301", "90.00"), row("302", "10.00")];
        let stated = [("total", "100.00"), ("personnel", personnel), ("public", public)];
        let narrative = stated.map(|(part, text)| Mention {
            key: match part {
                "total" => "basic_expenditure_total".into(),
                part => format!("basic_{part}").into(),
            },
            amount: Some(amount(text)),
            ..Mention::default()
        });
        let ledger = Ledger {
            narrative: narrative.into(),
            has_prose: true,
            ..budget(vec![table("basic_expenditure_economic", "amount", rows)])
        };
        let checks = run(check, &ledger);
        checks
            .iter()
            .map(|c| format!("{} {}", c.verdict.as_str(), c.reason).trim().into())
            .collect()
    }

    #[test]
    fn parts_that_the_table_does_not_print_may_be_counted_otherwise() {
        assert_eq!(verdicts("90.00", "10.00"), ["exact", "exact", "exact"]);
        let otherwise = "not_applicable no such column";
        assert_eq!(verdicts("85.00", "15.00"), ["exact", otherwise, otherwise]);
        let wrong = "mismatch the table has another figure";
        assert_eq!(verdicts("85.00", "10.00"), ["exact", wrong, "exact"]);
    }
}
