//! X3: income by subject against expenditure by subject.

use super::each_pair;
use crate::model::{Basis, Check, Classification};
use crate::reconcile::book::{Book, F1, F2, F3, Set, Sheet};
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: &str = "X3";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    each_pair(book, RULE, F2, F3, |set, income, expenditure| {
        let none = |reason| {
            vec![on_table(RULE, income.table).against(&expenditure.table.id).not_applicable(reason)]
        };
        match () {
            () if book.is_final() => none(NotApplicable::FinalAccounts),
            () if !income.has(Classification::Function) => none(NotApplicable::ListedByUnit),
            () if !expenditure.has(Classification::Function) => none(NotApplicable::NoCodes),
            () if lopsided(set, income) => none(NotApplicable::Carryover),
            () => compare_codes(income, expenditure),
        }
    })
}

/// Is there carry-over or carry-forward that only one of the two tables holds?
fn lopsided(set: &Set, income: &Sheet) -> bool {
    let carried = income.column("carryover", Basis::Current).is_some()
        || income.table.columns.iter().any(|c| c.basis == Basis::Carryover);
    !carried && set.item_figure(F1, "income.carryover").is_nonzero()
        || set.item_figure(F1, "expenditure.carryforward").is_nonzero()
}

fn compare_codes(income: &Sheet, expenditure: &Sheet) -> Vec<Check> {
    let mut checks = Vec::new();
    for row in &income.table.rows {
        let Some(code) = row.code.as_ref().filter(|c| c.classification == Classification::Function)
        else {
            continue;
        };
        let (Some(column), [_]) =
            (income.main_column(row), income.tree.topmost(code.classification, &code.digits))
        else {
            continue;
        };
        let sum = expenditure.sum_of(code.classification, &code.digits, |r| expenditure.main(r));
        let words = "the expenditure table has another figure for this code";
        let check = income.cell(row, column).equals(RULE, &sum, words);
        checks.extend(check.map(|check| check.against(&expenditure.table.id)));
    }
    checks
}
