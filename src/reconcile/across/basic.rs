//! X7: the general public budget by function against its splits by economic class.

use super::{each_pair, pair};
use crate::model::{Basis, Check, Column, Row};
use crate::reconcile::book::{Book, F1, F3, F4, F5, F8, F9, Set, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "X7";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = each_pair(book, RULE, F5, F8, |_, by_function, economic| {
        let mut all = totals(by_function, economic, "total");
        all.extend(columns(by_function, economic));
        all
    });
    checks.extend(each_pair(book, RULE, F5, F9, basic));
    for set in &book.sets {
        for (one, other, id) in [
            (F5, "basic_expenditure_functional", "basic"),
            (F5, "project_expenditure_economic", "project"),
            ("fiscal_appropriation_expenditure", "fiscal_appropriation_basic_economic", "basic"),
        ] {
            if let Ok((one, other)) = pair(RULE, set, one, other) {
                checks.extend(totals(one, other, id));
                checks.extend(columns(one, other));
            }
        }
    }
    checks
}

/// The sum of an economic table: its total, or in final accounts 人员经费合计 + 公用经费合计.
pub(in crate::reconcile) fn whole(sheet: &Sheet) -> Sum {
    match sheet.total() {
        Some(row) => Sum::of([sheet.main(row)]),
        None => Sum::of(
            ["personnel_total", "public_total"]
                .iter()
                .filter_map(|i| sheet.item(i))
                .map(|r| sheet.main(r)),
        ),
    }
}

/// 人员经费 or 公用经费 of an economic table, by its column or its row; empty where it prints neither.
pub(in crate::reconcile) fn portion(sheet: &Sheet, column: &str) -> Sum {
    let row = if column == "basic_personnel" { "personnel_total" } else { "public_total" };
    match (sheet.column(column, Basis::Current), sheet.total()) {
        (Some(_), Some(total)) => Sum::of([sheet.figure(total, column)]),
        _ => Sum::of(sheet.item(row).map(|r| sheet.main(r))),
    }
}

fn equal(sheet: &Sheet, row: &Row, column: usize, other: &Sheet, sum: &Sum) -> Option<Check> {
    let check = sheet.cell(row, column).equals(RULE, sum, "the other split has another figure")?;
    Some(check.against(&other.table.id))
}

/// The total's figure in that column against the other table's total.
fn totals(sheet: &Sheet, other: &Sheet, id: &str) -> Vec<Check> {
    let Some(row) = sheet.total() else { return Vec::new() };
    let column = match id {
        "total" => sheet.main_column(row),
        _ => sheet.place(row, id, Basis::Current),
    };
    column.and_then(|column| equal(sheet, row, column, other, &whole(other))).into_iter().collect()
}

/// Each column that both totals print, but for those that state the whole.
fn columns(sheet: &Sheet, other: &Sheet) -> Vec<Check> {
    let (Some(row), Some(total)) = (sheet.total(), other.total()) else { return Vec::new() };
    let whole = |id: &str| matches!(id, "total" | "amount");
    let split =
        |c: &&Column| !c.id.is_other() && c.basis == Basis::Current && !whole(c.id.as_str());
    let mut ids: Vec<&str> =
        other.table.columns.iter().filter(split).map(|c| c.id.as_str()).collect();
    ids.dedup();
    let same = |id: &str| {
        let column = sheet.place(row, id, Basis::Current)?;
        equal(sheet, row, column, other, &Sum::of([other.figure(total, id)]))
    };
    ids.into_iter().filter_map(same).collect()
}

fn basic(set: &Set, by_function: &Sheet, economic: &Sheet) -> Vec<Check> {
    let mut checks = Vec::new();
    let Some(total) = by_function.total() else {
        return vec![
            on_table(RULE, by_function.table)
                .against(&economic.table.id)
                .not_applicable(NotApplicable::NoSuchRow),
        ];
    };
    match by_function.place(total, "basic", Basis::Current) {
        Some(column) => {
            checks.extend(equal(by_function, total, column, economic, &whole(economic)))
        }
        None => checks.extend(unsplit(set, by_function, total, economic)),
    }
    for id in ["basic_personnel", "basic_public"] {
        let (other, stated) = (portion(economic, id), split(set, by_function, total, id));
        if let (false, Some((sheet, row, column))) = (other.is_empty(), stated) {
            checks.extend(equal(sheet, row, column, economic, &other));
        }
    }
    checks
}

/// A table without 基本支出: 人员 + 公用 where it prints those, else the summary's 基本支出.
fn unsplit(set: &Set, by_function: &Sheet, total: &Row, economic: &Sheet) -> Option<Check> {
    let parts = ["basic_personnel", "basic_public"].map(|id| by_function.figure(total, id));
    if parts.iter().any(|p| !p.is_blank()) {
        let (row, column) = (economic.total()?, economic.main_column(economic.total()?)?);
        return equal(economic, row, column, by_function, &Sum::of(parts));
    }
    match set.item(F4, "expenditure.basic") {
        Some((sheet, row)) => {
            equal(sheet, row, sheet.main_column(row)?, economic, &whole(economic))
        }
        None => Some(
            on_table(RULE, by_function.table)
                .against(&economic.table.id)
                .not_applicable(NotApplicable::NoSuchColumn),
        ),
    }
}

/// Where 人员经费 or 公用经费 by function is stated: in the table itself, or where all basic expenditure is of the general
/// public budget, in the expenditure table or the summary.
fn split<'s, 'a>(
    set: &'s Set<'a>,
    sheet: &'s Sheet<'a>,
    total: &'a Row,
    id: &str,
) -> Option<(&'s Sheet<'a>, &'a Row, usize)> {
    if let Some(column) = sheet.place(total, id, Basis::Current) {
        return Some((sheet, total, column));
    }
    let basic = sheet.figure(total, "basic").value()?;
    let all = set.get(F3)?;
    let row = all.total()?;
    let parts = Sum::of(["basic_personnel", "basic_public"].map(|id| all.figure(row, id)));
    if all.figure(row, "basic").value().or(parts.value()) != Some(basic) {
        return None;
    }
    if let Some(column) = all.place(row, id, Basis::Current) {
        return Some((all, row, column));
    }
    let (summary, row) = set.item(F1, "expenditure.total")?;
    let column = summary.place(row, id, Basis::Current)?;
    (summary.at(row, column) != Figure::Blank).then_some((summary, row, column))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{budget, odd, row, run, table};

    #[test]
    fn each_column_that_both_tables_print_is_compared() {
        let of = |economic: &str| {
            let columns = "total basic basic_personnel other:其中";
            let one = vec![row("total", "9.00 5.00 3.00 1.00")];
            let functional = "total basic_personnel other:其中";
            let ledger = budget(vec![
                table("general_public_budget_expenditure", columns, one),
                table("basic_expenditure_functional", functional, vec![row("total", economic)]),
            ]);
            let mut odd = odd(&run(check, &ledger));
            odd.retain(|o| o.ends_with("mismatch"));
            odd
        };
        assert_eq!(of("5.00 3.00 9.00"), [""; 0]);
        assert_eq!(of("5.00 2.00 9.00"), ["total basic_personnel mismatch"]);
    }
}
