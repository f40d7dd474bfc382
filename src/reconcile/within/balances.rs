//! W7: blocks and balances of final accounts.

use crate::model::{Basis, Check, Code, Row};
use crate::reconcile::book::{Book, F4, F6, F7, F9, FUNDS, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "W7";

const CLOSING: &str = "closing is not opening + income − expenditure";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        match sheet.id() {
            F9 => blocks(sheet, &mut checks),
            F6 | F7 => balances(sheet, &mut checks),
            F4 => funds(sheet, &mut checks),
            _ => {}
        }
    }
    if checks.is_empty() && !book.is_final() {
        checks.push(nowhere(RULE).not_applicable(NotApplicable::Budget));
    }
    checks
}

/// The two blocks of the economic table: each sum over the classes between the one before it and itself.
fn blocks(sheet: &Sheet, checks: &mut Vec<Check>) {
    let rows = &sheet.table.rows;
    let at = |item: &str| rows.iter().position(|r| r.item() == item);
    let (personnel, public) = (at("personnel_total"), at("public_total"));
    let is_personnel =
        |code: &Code| code.digits.starts_with("301") || code.digits.starts_with("303");
    let coded = |from: usize, to: usize| sheet.tree.roots.iter().any(|&r| from <= r && r < to);
    // Where the sums do not follow their blocks, the classes tell: 301 and 303 are personnel.
    let in_order = personnel.zip(public).is_some_and(|(a, b)| a < b && coded(0, a) && coded(a, b));
    for (stated, first) in [(personnel, true), (public, false)] {
        let Some(stated) = stated else { continue };
        let inside = |root: usize| match (in_order, &rows[root].code) {
            (true, _) if first => root < stated,
            (true, _) => personnel.is_some_and(|p| p < root) && root < stated,
            (false, Some(code)) => is_personnel(code) == first,
            (false, None) => false,
        };
        let roots: Vec<&Row> =
            sheet.tree.roots.iter().filter(|&&r| inside(r)).map(|&r| &rows[r]).collect();
        for column in 0..sheet.table.columns.len() {
            let sum = Sum::of(roots.iter().map(|r| sheet.at(r, column)));
            let words = "the sum is not that of its block's classes";
            checks.extend(sheet.cell(&rows[stated], column).equals(RULE, &sum, words));
        }
    }
}

/// Closing = opening + income − expenditure in every row.
fn balances(sheet: &Sheet, checks: &mut Vec<Check>) {
    let one = |id: &str| sheet.column(id, Basis::Current);
    let (Some(income), Some(spent), Some(closing)) =
        (one("current_income"), one("total"), one("closing_balance"))
    else {
        return;
    };
    for row in &sheet.table.rows {
        let mut sum = Sum::of([
            sheet.at(row, income),
            one("opening_balance").map_or(Figure::Blank, |c| sheet.at(row, c)),
        ]);
        sum.subtract(sheet.at(row, spent));
        // Final accounts leave a zero balance blank as often as not.
        if sheet.at(row, closing).is_blank() && sum.is_zero() {
            continue;
        }
        checks.extend(sheet.cell(row, closing).equals(RULE, &sum, CLOSING));
    }
}

/// Per fund of the fiscal appropriation summary: total = income + carried over; closing = that − the year's expenditure.
fn funds(sheet: &Sheet, checks: &mut Vec<Check>) {
    let figure = |item: &str| sheet.item(item).map_or(Figure::Blank, |row| sheet.main(row));
    let split =
        FUNDS.iter().any(|(fund, _)| !figure(&format!("income.carryover.{fund}")).is_blank());
    if figure("income.carryover").is_nonzero() && !split {
        return;
    }
    for (fund, _) in FUNDS {
        let sources = Sum::of([
            figure(&format!("income.{fund}")),
            figure(&format!("income.carryover.{fund}")),
        ]);
        let Some(column) = sheet.column(fund, Basis::Current) else { continue };
        if let Some(total) = sheet.item("expenditure.total").filter(|_| !sources.is_empty()) {
            let words = "the fund's total is not its income and carry-over";
            checks.extend(sheet.cell(total, column).equals(RULE, &sources, words));
        }
        let (closing, spent) =
            (sheet.item("expenditure.carryforward"), sheet.item("expenditure.current_total"));
        if let (Some(closing), Some(spent)) = (closing, spent)
            && !sources.is_empty()
        {
            let mut sum = sources;
            sum.subtract(sheet.at(spent, column));
            if !sheet.at(closing, column).is_blank() {
                checks.extend(sheet.cell(closing, column).equals(RULE, &sum, CLOSING));
            }
        }
    }
}
