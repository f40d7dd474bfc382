//! X4: the fiscal appropriation summary's income against the summary of all income.

use super::{each_pair, pair};
use crate::model::{Basis, Check};
use crate::reconcile::book::{Book, F1, F2, F4, FUNDS, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::Finish;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "X4";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = each_pair(book, RULE, F4, F1, |_, fiscal, all| items(fiscal, all));
    for set in &book.sets {
        if let (true, Ok((fiscal, table))) = (book.is_final(), pair(RULE, set, F4, F2)) {
            checks.extend(year(fiscal, table));
        }
    }
    checks
}

fn items(fiscal: &Sheet, all: &Sheet) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut equal = |item: &str, sum: &Sum| {
        let Some((row, column)) = fiscal.item(item).and_then(|r| Some((r, fiscal.main_column(r)?)))
        else {
            return;
        };
        let words = "the summary of all income has another figure";
        let check = fiscal.cell(row, column).equals(RULE, sum, words);
        checks.extend(check.map(|check| check.against(&all.table.id)));
    };
    let figure = |item: &str| all.item(item).map(|row| all.main(row)).filter(|f| !f.is_blank());
    let funds = FUNDS.map(|(fund, _)| format!("income.{fund}"));
    // A summary without a row for it counts what is carried over among the sources.
    let within = all.item("income.carryover").is_none_or(|r| all.main(r).is_blank());
    let carried = |fund: &str| {
        let row = fiscal.item(&format!("income.carryover.{fund}")).filter(|_| within);
        row.map_or(Figure::Blank, |r| fiscal.main(r))
    };
    let lumped = figure("income.fiscal_appropriation");
    let split = funds.iter().any(|f| figure(f).is_some());
    for item in &funds {
        // A summary that only prints 财政拨款 says nothing of each fund; one that prints none of them has none.
        if split || lumped.is_none() {
            let mut sum = Sum::of(figure(item));
            sum.subtract(carried(item.trim_start_matches("income.")));
            equal(item, &sum);
        }
    }
    let mut together = Sum::of(if split {
        funds.iter().filter_map(|f| figure(f)).collect::<Vec<_>>()
    } else {
        lumped.into_iter().collect()
    });
    FUNDS.iter().for_each(|(fund, _)| together.subtract(carried(fund)));
    let year = fiscal.item("income.current_total").filter(|r| !fiscal.main(r).is_blank());
    let carryover = fiscal.item("income.carryover").is_some_and(|r| fiscal.main(r).is_nonzero());
    match year {
        Some(_) => equal("income.current_total", &together),
        None if !carryover => equal("income.total", &together),
        None => {}
    }
    equal("income.fiscal_appropriation", &lumped.map_or(together, |l| Sum::of([l])));
    checks
}

/// Final accounts: 本年收入合计 = 财政拨款收入 of the income table.
fn year(fiscal: &Sheet, table: &Sheet) -> Option<Check> {
    let row = fiscal.item("income.current_total")?;
    let column = fiscal.main_column(row)?;
    table.column("fiscal_appropriation", Basis::Current)?;
    let sum = Sum::of([table.figure(table.total()?, "fiscal_appropriation")]);
    let words = "财政拨款收入 of the income table is another figure";
    Some(fiscal.cell(row, column).equals(RULE, &sum, words)?.against(&table.table.id))
}
