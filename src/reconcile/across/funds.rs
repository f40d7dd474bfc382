//! X5: the fiscal appropriation summary's expenditure against the tables of the three funds.

use crate::model::{Basis, Check, Classification, Row, Stated, Verdict};
use crate::reconcile::book::{Book, F4, F5, FUNDS, Set, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, nowhere, on_cell, on_table};
use crate::reconcile::reason::{NotApplicable, NotChecked};
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(in crate::reconcile) const RULE: &str = "X5";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    book.sets.iter().flat_map(check_set).collect()
}

fn check_set(set: &Set) -> Vec<Check> {
    let Some(summary) = set.get(F4) else {
        let check = Check { stated: Stated::table(F4), ..nowhere(RULE) };
        let none = set.sheets.is_empty();
        return vec![if none {
            check.not_applicable(NotApplicable::NoTables)
        } else {
            check.not_checked(NotChecked::TableMissing, F4)
        }];
    };
    let year = summary.item("expenditure.current_total").filter(|r| !summary.main(r).is_blank());
    let total = year.or(summary.item("expenditure.total"));
    if carried_apart(set, summary) {
        let check = on_table(RULE, summary.table).against(F5);
        return vec![check.not_applicable(NotApplicable::Carryover)];
    }
    let classes = summary.table.rows.iter().filter(|r| r.item().starts_with("function."));
    classes.chain(total).flat_map(|row| check_row(set, summary, row)).collect()
}

/// Do the tables of the funds leave out what is carried over, and state the year's income instead?
fn carried_apart(set: &Set, summary: &Sheet) -> bool {
    let figure = |item: &str| summary.item(item).map_or(Figure::Blank, |row| summary.main(row));
    let mut funds = Sum::default();
    FUNDS.iter().filter_map(|(_, id)| set.get(id)).for_each(|sheet| funds.extend(&whole(sheet)));
    let holds = |item: &str| {
        compare(Relation::Equal, figure(item), &funds)
            .is_some_and(|o| o.verdict <= Verdict::Rounding)
    };
    let spent = holds("expenditure.total") || holds("expenditure.current_total");
    figure("income.carryover").is_nonzero() && !spent && holds("income.current_total")
}

/// The total of a fund's table; one with two sides states it on its expenditure side.
fn whole(sheet: &Sheet) -> Sum {
    let side =
        ["expenditure.current_total", "expenditure.total"].iter().find_map(|item| sheet.item(item));
    side.map_or_else(|| sheet.whole(|r| sheet.main(r)), |row| Sum::of([sheet.main(row)]))
}

/// A row's fund columns one by one where it prints them, else its one figure over all funds.
fn check_row(set: &Set, summary: &Sheet, row: &Row) -> Vec<Check> {
    let columns = FUNDS.map(|(fund, _)| summary.column(fund, Basis::Current));
    if columns.iter().any(Option::is_some) {
        let each = FUNDS
            .iter()
            .zip(columns)
            .filter_map(|(fund, column)| check_figure(set, summary, row, column?, &[*fund]));
        return each.collect();
    }
    summary
        .main_column(row)
        .and_then(|column| check_figure(set, summary, row, column, &FUNDS))
        .into_iter()
        .collect()
}

fn check_figure(
    set: &Set,
    summary: &Sheet,
    row: &Row,
    column: usize,
    funds: &[(&str, &str)],
) -> Option<Check> {
    let stated = summary.at(row, column);
    let (mut sum, mut tables) = (Sum::default(), Vec::new());
    for (fund, id) in funds {
        let Some(sheet) = set.get(id) else {
            if !stated.is_blank() && has_money(set, fund) {
                let check = on_cell(RULE, summary.table, row, column).against(*id);
                return Some(check.not_checked(NotChecked::TableMissing, id));
            }
            continue;
        };
        let part = figure(sheet, row)?;
        if !part.is_zero() || tables.is_empty() && funds.last().is_some_and(|(_, last)| last == id)
        {
            tables.push(*id);
        }
        sum.extend(&part);
    }
    // What is carried forward stands beside the classes only where no year's sum is printed.
    if row.item() == "expenditure.total" {
        let forward = summary.item("expenditure.carryforward").and_then(|r| {
            Some(summary.at(
                r,
                summary.place(r, summary.table.columns[column].id.as_str(), Basis::Current)?,
            ))
        });
        sum.extend(&Sum::of(forward));
    }
    if tables.is_empty() {
        tables.extend(funds.first().map(|(_, id)| *id));
    }
    let words = "the tables of the funds have another figure";
    let check = summary.cell(row, column).equals(RULE, &sum, words)?;
    Some(tables.into_iter().fold(check, |check, id| check.against(id)))
}

/// What a fund's table says of that class, or in all; `None` where it lists no classes.
fn figure(sheet: &Sheet, row: &Row) -> Option<Sum> {
    match row.item().strip_prefix("function.") {
        Some(_) if sheet.item(row.item()).is_some() => {
            Some(Sum::of(sheet.item(row.item()).map(|r| sheet.main(r))))
        }
        Some(_) if !sheet.has(Classification::Function) && !sheet.is_empty() => None,
        Some(class) => Some(sheet.sum_of(Classification::Function, class, |r| sheet.main(r))),
        None => Some(whole(sheet)),
    }
}

/// Does the summary show income or carry-over of that fund?
fn has_money(set: &Set, fund: &str) -> bool {
    let items = [format!("income.{fund}"), format!("income.carryover.{fund}")];
    items.iter().any(|item| set.item_figure(F4, item).is_nonzero())
        || fund == "general_public_budget"
}
