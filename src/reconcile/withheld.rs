//! Rows that a table without levels leaves out (涉密), in every equation that meets them.
//!
//! A table of 项 alone (or 款 that have none) whose total exceeds its rows by exactly what the summary's class exceeds them
//! withholds rows of that class; a class that the summary itself leaves out counts by what the summary's total exceeds
//! its classes. A figure that was misprinted does not look so: its row, or the split of the total into 基本 and 项目, fails too; nor one that was not
//! read: such a table has rows without a code, or cells unread.
//!
//! Within a table with levels, W3 knows such rows by its 款 ([`super::within::hierarchy`]).

use super::book::{Book, F1, F3, F4, F5, Sheet};
use super::figure::Figure;
use super::reason::NotChecked;
use crate::model::{Basis, Check, Classification, Code, Row, Side, Verdict};
use rust_decimal::Decimal;

/// The summaries, and the tables that list the same money by 项, with the rule between them.
const PAIRS: [(&str, &str, &str); 2] = [(F1, F3, "X2"), (F4, F5, "X5")];

/// What a table withholds.
struct Withheld {
    summary: &'static str,
    table: &'static str,
    rule: &'static str,
    /// By which its total exceeds its rows.
    gap: Decimal,
    /// The class that the rows are of, where the summary lists it.
    class: Option<String>,
    /// By which the summary's total exceeds its classes.
    unlisted: Decimal,
}

/// Makes the mismatches that withheld rows explain `not_checked`.
pub(super) fn withhold(book: &Book, checks: &mut [Check]) {
    let [set] = &book.sets[..] else { return };
    let found: Vec<Withheld> = PAIRS
        .iter()
        .filter_map(|&(summary, table, rule)| {
            let flat = set.get(table).filter(|sheet| is_flat(sheet))?;
            withheld(flat, checks, summary, table, rule)
        })
        .collect();
    for check in checks.iter_mut().filter(|c| c.verdict == Verdict::Mismatch) {
        if found.iter().any(|withheld| withheld.explains(check)) {
            check.verdict = Verdict::NotChecked;
            check.reason = NotChecked::Withheld.as_str().into();
        }
    }
}

/// A total above rows of 项, or 款 that have none, and nothing else, all of them read.
fn is_flat(sheet: &Sheet) -> bool {
    let function = |c: &Code| c.classification == Classification::Function && c.digits.len() > 3;
    let item = |index: usize, r: &Row| {
        r.code.as_ref().is_some_and(function) && sheet.tree.children[index].is_empty()
    };
    let unread = |r: &Row| r.cells.iter().any(|c| Figure::from(c) == Figure::Unread);
    let total = sheet.tree.total;
    let mut rows = sheet.table.rows.iter().enumerate();
    total.is_some()
        && sheet.tree.units.is_empty()
        && rows.all(|(index, r)| !unread(r) && (item(index, r) || Some(index) == total))
}

fn is_main(check: &Check) -> bool {
    matches!(check.stated.column(), "total" | "amount")
        && check.stated.basis() == Some(Basis::Current)
}

/// Is it of the row that states the table's total?
fn of_total(check: &Check, table: &str) -> bool {
    check.rule == "W3" && check.stated.table_id() == table && check.stated.code().is_empty()
}

fn excess(check: &Check) -> Decimal {
    check.residual.unwrap_or_default()
}

fn withheld(
    sheet: &Sheet,
    checks: &[Check],
    summary: &'static str,
    table: &'static str,
    rule: &'static str,
) -> Option<Withheld> {
    let totals = || checks.iter().filter(|c| of_total(c, table));
    let gap = excess(totals().find(|c| is_main(c))?);
    // The rows themselves hold, and so does the split of what is missing.
    let sound = |c: &Check| {
        c.rule != "W2" || c.stated.table_id() != table || c.verdict != Verdict::Mismatch
    };
    let part = |id: &str| {
        let printed = sheet.column(id, Basis::Current).is_some();
        printed.then(|| totals().find(|c| c.stated.column() == id).map_or(Decimal::ZERO, excess))
    };
    let split = part("basic").zip(part("project")).is_none_or(|(basic, project)| {
        !basic.is_sign_negative()
            && !project.is_sign_negative()
            && basic.checked_add(project) == Some(gap)
    });
    if gap <= Decimal::ZERO || !split || !checks.iter().all(sound) {
        return None;
    }
    let failed = |c: &&Check| c.verdict == Verdict::Mismatch && c.stated.table_id() == summary;
    let class_of = |c: &Check| c.stated.item().strip_prefix("function.").map(str::to_owned);
    let of_class = |c: &&Check| {
        c.rule == rule
            && is_main(c)
            && c.against.iter().any(|a| a.as_str() == table)
            && class_of(c).is_some()
    };
    let mut classes = checks.iter().filter(failed).filter(of_class);
    let class = classes.next();
    if classes.next().is_some() {
        return None;
    }
    let mut own = checks.iter().filter(failed).filter(|c| in_summary(c));
    let unlisted = own.next().map_or(Decimal::ZERO, excess);
    let listed = class.map_or(Decimal::ZERO, excess);
    let told = !unlisted.is_sign_negative()
        && !listed.is_sign_negative()
        && listed.checked_add(unlisted) == Some(gap);
    let class = class.and_then(class_of);
    (told && own.next().is_none()).then_some(Withheld {
        summary,
        table,
        rule,
        gap,
        class,
        unlisted,
    })
}

/// Is it the summary's total over its classes?
fn in_summary(check: &Check) -> bool {
    check.rule == "W1" && check.stated.row().is_some_and(|row| row.side == Side::Expenditure)
}

impl Withheld {
    fn explains(&self, check: &Check) -> bool {
        let (stated, excess) = (&check.stated, excess(check));
        let table = stated.table_id();
        if excess <= Decimal::ZERO || excess > self.gap {
            return false;
        }
        let against = || check.against.iter().any(|a| a.as_str() == self.table);
        let in_class = |code: &str| self.class.as_ref().is_some_and(|c| code.starts_with(c));
        match check.rule {
            "W3" => of_total(check, self.table),
            "W1" => table == self.summary && in_summary(check) && excess == self.unlisted,
            rule if rule == self.rule && table == self.summary => {
                against() && stated.item().strip_prefix("function.").is_some_and(in_class)
            }
            // What another table lists, and this one withholds.
            "X3" | "X6" => against() && in_class(stated.code()),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::subjects::Subjects;
    use crate::model::{Ledger, Verdict};
    use crate::reconcile::reconcile;
    use crate::reconcile::testing::{brief, budget, row, table};

    /// A class of 5 + 3 of which the row of 3 is not printed.
    fn ledger(basic: &str, item: &str, class: &str) -> Ledger {
        let summary = vec![
            row("income.general_public_budget", "10.00"),
            row("income.total", "10.00"),
            row("function.204", class),
            row("function.208", "2.00"),
            row("expenditure.total", "10.00"),
        ];
        let items = vec![
            row("2040201", item),
            row("2080505", "2.00 2.00 _"),
            row("total", &format!("10.00 {basic} 3.00")),
        ];
        let public = vec![row("2040202", "2.00"), row("2080505", "2.00"), row("total", "4.00")];
        budget(vec![
            table("income_expenditure_summary", "amount", summary),
            table("expenditure_summary", "total basic project", items),
            table("general_public_budget_expenditure", "total", public),
        ])
    }

    fn of(ledger: &Ledger, verdict: Verdict) -> Vec<String> {
        let mut checks = reconcile(ledger, Subjects::embedded());
        // The rows here have no names that W6 knows.
        checks.retain(|c| c.verdict == verdict && c.rule != "W6");
        checks.retain(|c| verdict == Verdict::Mismatch || c.reason == "withheld");
        brief(&checks)
    }

    #[test]
    fn rows_left_out_are_withheld_in_every_equation_that_meets_them() {
        let ledger = ledger("7.00", "5.00 5.00 _", "8.00");
        let want = [
            "total total not_checked",
            "total project not_checked",
            "function.204 amount not_checked",
            "2040202 total not_checked",
        ];
        assert_eq!(of(&ledger, Verdict::NotChecked), want);
        assert_eq!(of(&ledger, Verdict::Mismatch), [""; 0]);
    }

    #[test]
    fn a_slip_is_no_row_left_out() {
        // The row's figure was misprinted: its parts do not add up to it.
        let slip = ledger("10.00", "5.00 8.00 _", "8.00");
        assert_eq!(of(&slip, Verdict::NotChecked), [""; 0]);
        // The summary's class lacks another amount than the rows.
        let other = ledger("7.00", "5.00 5.00 _", "8.50");
        assert_eq!(of(&other, Verdict::NotChecked), [""; 0]);
        // The split of the total does not show the same.
        let split = ledger("8.00", "5.00 5.00 _", "8.00");
        assert_eq!(of(&split, Verdict::NotChecked), [""; 0]);
    }
}
