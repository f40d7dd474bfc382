//! X1: the income summary against the income table.

use super::each_pair;
use crate::catalog::rules::words;
use crate::model::{
    Basis, Check, ColumnId, FUND_COLUMNS, FUND_INCOME, OWN_COLUMNS, OWN_INCOME, Row,
};
use crate::reconcile::book::{Book, F1, F2, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_row};
use crate::reconcile::reason::{NotApplicable, NotChecked};
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "X1";

/// Income items and the columns of the same source.
pub(in crate::reconcile) const SOURCES: [(&str, &str); 14] = [
    (FUND_INCOME[0], FUND_COLUMNS[0]),
    (FUND_INCOME[1], FUND_COLUMNS[1]),
    (FUND_INCOME[2], FUND_COLUMNS[2]),
    ("income.fiscal_appropriation", "fiscal_appropriation"),
    ("income.fiscal_special_account", "fiscal_special_account"),
    (OWN_INCOME[0], OWN_COLUMNS[0]),
    (OWN_INCOME[1], OWN_COLUMNS[1]),
    (OWN_INCOME[2], OWN_COLUMNS[2]),
    (OWN_INCOME[3], OWN_COLUMNS[3]),
    (OWN_INCOME[4], OWN_COLUMNS[4]),
    ("income.unit_funds", "unit_funds"),
    ("income.other_funds", "other_funds"),
    ("income.carryover", "carryover"),
    ("income.nonfiscal_surplus_used", "nonfiscal_surplus_used"),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    each_pair(book, RULE, F1, F2, |_, summary, table| {
        compare_tables(summary, table, book.is_final())
    })
}

fn compare_tables(summary: &Sheet, table: &Sheet, last_year: bool) -> Vec<Check> {
    let mut checks = Vec::new();
    let Some(total) = table.total() else {
        // Some layouts print the income table as one column of items: those are compared item by item.
        return items(summary, table);
    };
    for (item, column) in SOURCES {
        if let Some(row) = summary.item(item) {
            checks.extend(source(summary, row, table, total, column, last_year));
        }
    }
    let (grand, year) = (summary.item("income.total"), summary.item("income.current_total"));
    let stated = |row: Option<&Row>| row.is_some_and(|r| !summary.main(r).is_blank());
    if let Some(row) =
        year.filter(|_| table.column("current_income", Basis::Current).is_some() && !last_year)
    {
        checks.extend(equal(summary, row, table, Sum::of([table.figure(total, "current_income")])));
    }
    // An income table without carry-over is the year's income.
    let row = if (last_year || !table.is_carried()) && stated(year) { year } else { grand };
    if let Some(row) = row {
        checks.extend(equal(summary, row, table, Sum::of([table.main(total)])));
    }
    checks
}

fn equal(summary: &Sheet, row: &Row, table: &Sheet, sum: Sum) -> Option<Check> {
    let column = summary.main_column(row)?;
    let words = "the income table has another figure";
    Some(summary.cell(row, column).equals(RULE, &sum, words)?.against(&table.table.id))
}

/// One source against its column, or against the columns that make it up.
fn source(
    summary: &Sheet,
    row: &Row,
    table: &Sheet,
    total: &Row,
    column: &str,
    last_year: bool,
) -> Option<Check> {
    let stated = summary.main(row);
    let columns = &table.table.columns;
    let has = |id: &str| columns.iter().any(|c| c.id == id && c.basis == Basis::Current);
    let funds = FUND_COLUMNS;
    let new = |id: &str| table.place(total, id, Basis::New);
    let split =
        |column: &str| columns.iter().any(|c| c.basis == Basis::Carryover && c.id != column);
    let sum = match column {
        // 一、一般公共预算 其中：财政拨款: that of one fund, which the column of 财政拨款 or of all funds is not.
        "fiscal_appropriation" if is_of_fund(summary, row) => {
            return absent(summary, row, table, stated);
        }
        // 年初结转和结余 and 使用非财政拨款结余 stand outside the income table of final accounts.
        "carryover" | "nonfiscal_surplus_used" if last_year => return None,
        _ if has(column) => Sum::of([table.figure(total, column)]),
        // Where the table divides each source, the new part is what the summary calls its income.
        _ if new(column).is_some() => Sum::of(new(column).map(|c| table.at(total, c))),
        "fiscal_appropriation" if funds.iter().any(|f| has(f)) => {
            Sum::of(funds.map(|f| table.figure(total, f)))
        }
        // 单位资金 is what the body earns itself.
        "unit_funds" | "other_funds" if OWN_COLUMNS.iter().any(|o| has(o)) => {
            Sum::of(OWN_COLUMNS.map(|o| table.figure(total, o)))
        }
        "fiscal_special_account" => {
            let part = |id: &ColumnId| {
                id.printed().is_some_and(|label| label.starts_with(words().special_account))
            };
            let parts: Vec<usize> = (0..columns.len()).filter(|&c| part(&columns[c].id)).collect();
            if parts.is_empty() {
                return absent(summary, row, table, stated);
            }
            Sum::of(parts.into_iter().map(|c| table.at(total, c)))
        }
        "carryover" if split(column) => {
            let carried = columns
                .iter()
                .enumerate()
                .filter(|(_, c)| c.basis == Basis::Carryover && c.id != "total");
            Sum::of(carried.map(|(index, _)| table.at(total, index)))
        }
        // The funds are lumped together there: X4 compares them.
        c if funds.contains(&c) && has("fiscal_appropriation") => return None,
        _ => return absent(summary, row, table, stated),
    };
    equal(summary, row, table, sum)
}

/// Is the row printed as a part of one fund's income?
fn is_of_fund(summary: &Sheet, row: &Row) -> bool {
    above(summary, row).is_some_and(|above| FUND_INCOME.contains(&above.item()))
}

/// The row that this one is printed as a part of.
fn above<'a>(summary: &Sheet<'a>, row: &Row) -> Option<&'a Row> {
    let part_of = row.part_of?;
    summary.table.rows.iter().find(|r| r.side == row.side && r.number == part_of)
}

/// The income table has no such column.
fn absent(summary: &Sheet, row: &Row, table: &Sheet, stated: Figure) -> Option<Check> {
    let check = on_row(RULE, summary.table, row).against(&table.table.id);
    // 其中：纳入财政专户管理的收费 below 事业收入, which has one.
    let within =
        above(summary, row).and_then(|r| SOURCES.iter().find(|(item, _)| *item == r.item()));
    let covered = within.is_some_and(|(_, column)| table.column(column, Basis::Current).is_some());
    match stated {
        Figure::Blank => None,
        _ if covered => Some(check.not_applicable(NotApplicable::NoSuchSource)),
        f if f.is_nonzero() => Some(
            check.not_checked(NotChecked::Nesting, "the income table has no column of this source"),
        ),
        _ => Some(check.not_applicable(NotApplicable::NoSuchSource)),
    }
}

/// An income table that prints its items as rows.
fn items(summary: &Sheet, table: &Sheet) -> Vec<Check> {
    let names =
        SOURCES.iter().map(|(item, _)| *item).chain(["income.current_total", "income.total"]);
    let both = names.filter_map(|item| summary.item(item).zip(table.item(item)));
    let checks: Vec<Check> = both
        .filter_map(|(row, other)| equal(summary, row, table, Sum::of([table.main(other)])))
        .collect();
    if checks.is_empty() {
        return vec![
            crate::reconcile::place::on_table(RULE, summary.table)
                .against(&table.table.id)
                .not_applicable(NotApplicable::NoSuchRow),
        ];
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Row;
    use crate::reconcile::testing::{budget, odd, row, run, table};

    #[test]
    fn a_part_of_one_funds_income_is_not_all_that_is_appropriated() {
        let of = |part_of: Option<u32>| {
            let part = Row { part_of, ..row("income.fiscal_appropriation", "8.00") };
            let rows = vec![
                row("income.general_public_budget", "8.00"),
                part,
                row("income.government_fund", "3.00"),
                row("income.total", "11.00"),
            ];
            let sources = vec![row("total", "11.00 8.00 3.00")];
            let columns = "total general_public_budget government_fund";
            odd(&run(
                check,
                &budget(vec![
                    table("income_expenditure_summary", "amount", rows),
                    table("income_summary", columns, sources),
                ]),
            ))
        };
        assert_eq!(of(Some(1)), [""; 0]);
        assert_eq!(of(None), ["income.fiscal_appropriation amount mismatch"]);
    }
}
