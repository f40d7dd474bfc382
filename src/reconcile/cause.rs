//! Equations that fail from one cause: a table without a unit of amounts, of which a finding tells, and a column whose figures
//! were printed a row too low or too high.
//!
//! In the second each figure is the sum that the row above it, or below it, should state. The first equation of the column tells the
//! cause and lists the others; those of the same table, and of tables compared with it, tell where to look.

use super::NotChecked;
use super::book::Book;
use crate::model::{Check, Verdict};
use rust_decimal::Decimal;

/// So many figures have to be their neighbour's.
const SHIFTED: usize = 3;
/// What the others begin with. [`follows`] tells them by it.
const FOLLOWS: &str = "fails with";

/// Is this the reason of an equation that another one lists?
pub fn follows(reason: &str) -> bool {
    reason.starts_with(FOLLOWS)
}

/// Gives those that a table without a unit or a column out of step explains their cause.
pub(super) fn explain(book: &Book, checks: &mut [Check]) {
    without_unit(book, checks);
    if book.sets.len() != 1 {
        return;
    }
    let failed = |c: &Check| c.verdict == Verdict::Mismatch;
    let mut columns: Vec<Vec<usize>> = Vec::new();
    for (index, check) in checks.iter().enumerate().filter(|(_, c)| c.rule == "W2" && failed(c)) {
        let same = |of: &&mut Vec<usize>| column(&checks[of[0]]) == column(check);
        match columns.iter_mut().find(same) {
            Some(of) => of.push(index),
            None => columns.push(vec![index]),
        }
    }
    columns.retain(|of| is_shifted(of, checks));
    for of in columns {
        let (head, table) = (of[0], checks[of[0]].stated.table_id().to_owned());
        let meets = |c: &Check| {
            c.stated.table_id() == table || c.against.iter().any(|a| a.as_str() == table)
        };
        let of_rules =
            |c: &Check| matches!(c.rule.as_bytes()[0], b'W' | b'X') && c.residual.is_some();
        let others: Vec<usize> = (0..checks.len())
            .filter(|&i| i != head && failed(&checks[i]) && of_rules(&checks[i]))
            .filter(|&i| meets(&checks[i]) && !follows(&checks[i].reason))
            .collect();
        let list: Vec<String> = others.iter().map(|&i| place(&checks[i])).collect();
        let (list, first) = (list.join(", "), place(&checks[head]));
        for other in others {
            checks[other].reason =
                format!("fails with a column that stands a row from its parts: {first}");
        }
        checks[head].reason =
            format!("the figures of this column stand a row from their parts; with it fail {list}");
    }
}

/// No figure of a table without a unit is known: what cannot be checked for that is told once, by the finding on the table.
fn without_unit(book: &Book, checks: &mut [Check]) {
    let bare: Vec<&str> = book
        .sheets()
        .filter(|sheet| sheet.table.unit.is_none())
        .map(|sheet| sheet.table.id.as_str())
        .filter(|id| book.sheets().all(|other| other.table.id != *id || other.table.unit.is_none()))
        .collect();
    let of_bare = |c: &Check| {
        bare.contains(&c.stated.table_id()) || c.against.iter().any(|a| bare.contains(&a.as_str()))
    };
    for check in checks.iter_mut() {
        let unread = check.verdict == Verdict::NotChecked
            && check.reason.starts_with(NotChecked::Unread.as_str());
        if unread && of_bare(check) {
            check.reason = "fails with a table that prints no unit of amounts".into();
        }
    }
}

/// The column that a check states a figure of.
fn column(check: &Check) -> (&str, &str, Option<crate::model::Basis>) {
    (check.stated.table_id(), check.stated.column(), check.stated.basis())
}

/// Are the stated figures the sums of the rows before them, or behind them, in more than half of the column's failures?
fn is_shifted(column: &[usize], checks: &[Check]) -> bool {
    let sides = |i: &usize| checks[*i].lhs.zip(checks[*i].rhs);
    let pairs = |matches: fn((Decimal, Decimal), (Decimal, Decimal)) -> bool| {
        let alike = |pair: &&[usize]| {
            sides(&pair[0]).zip(sides(&pair[1])).is_some_and(|(a, b)| matches(a, b))
        };
        column.windows(2).filter(alike).count()
    };
    let shifted = pairs(|a, b| a.0 == b.1).max(pairs(|a, b| a.1 == b.0));
    shifted >= SHIFTED && 2 * shifted >= column.len()
}

/// The rule and the row of a check.
fn place(check: &Check) -> String {
    let stated = &check.stated;
    let row = [stated.code(), stated.item()].into_iter().find(|text| !text.is_empty());
    let number = || stated.row().map(|r| r.number.to_string()).unwrap_or_default();
    format!("{} {}", check.rule, row.map_or_else(number, str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::follows;
    use crate::catalog::subjects::Subjects;
    use crate::model::Verdict;
    use crate::reconcile::reconcile;
    use crate::reconcile::testing::{budget, row, table};

    #[test]
    fn a_column_a_row_too_high_is_one_cause() {
        let of = |totals: [&str; 5]| {
            let parts = ["9.00 _", "5.00 _", "_ 1.00", "_ 3.00", "4.00 2.00"];
            let codes = ["30101", "30102", "30201", "30202", "30203"];
            let rows = (0..5).map(|i| row(codes[i], &format!("{} {}", totals[i], parts[i])));
            let table =
                table("general_public_budget_economic", "total basic project", rows.collect());
            let mut checks = reconcile(&budget(vec![table]), Subjects::embedded());
            checks.retain(|c| c.verdict == Verdict::Mismatch && c.rule == "W2");
            let causes: Vec<String> = checks.into_iter().map(|c| c.reason).collect();
            let own: Vec<String> = causes.iter().filter(|c| !follows(c)).cloned().collect();
            (causes.len(), own)
        };
        let (all, own) = of(["5.00", "1.00", "3.00", "6.00", "7.00"]);
        assert_eq!(all, 5);
        assert_eq!(
            own,
            [
                "the figures of this column stand a row from their parts; with it fail W2 30102, W2 30201, W2 30202, W2 30203"
            ]
        );
        // Slips of their own.
        let (all, own) = of(["9.50", "5.50", "1.50", "3.50", "6.50"]);
        assert_eq!((all, own.len()), (5, 5));
    }

    #[test]
    fn equations_over_a_table_without_a_unit_are_told_by_its_finding() {
        let rows = || vec![row("201", "3.00 1.00 2.00"), row("20103", "3.00 1.00 2.00")];
        let mut bare = table("expenditure_summary", "total basic project", rows());
        bare.unit = None;
        for cell in bare.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.content = crate::model::Content::Unread("3.00".into());
        }
        let whole = table("general_public_budget_expenditure", "total basic project", rows());
        let checks = reconcile(&budget(vec![bare, whole]), Subjects::embedded());
        let unread = |c: &&crate::model::Check| {
            c.verdict == Verdict::NotChecked && c.reason.contains("unread")
        };
        let following = checks.iter().filter(|c| follows(&c.reason)).count();
        assert!(following > 0, "{following}");
        assert_eq!(checks.iter().find(unread), None);
    }
}
