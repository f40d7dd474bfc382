//! W2, one figure over time: X = X new + X carried over; change = this year − last year.

use super::equation::Equation;
use super::heads::Heads;
use crate::model::Basis;
use crate::reconcile::book::Sheet;

/// The equations between columns of one id.
pub(super) fn over_time(sheet: &Sheet) -> Vec<Equation> {
    (0..sheet.table.columns.len()).filter_map(|stated| equation(sheet, stated)).collect()
}

/// The equation that the column states, if it does.
fn equation(sheet: &Sheet, stated: usize) -> Option<Equation> {
    let column = &sheet.table.columns[stated];
    let one = |basis| Heads { sheet, basis }.only(column.id.as_str());
    match column.basis {
        Basis::Current => {
            let add = vec![one(Basis::New)?, one(Basis::Carryover)?];
            Some(Equation::sum_of(stated, add, "the figure is not new + carried over"))
        }
        Basis::Change => {
            let last = [Basis::Prior, Basis::PriorBudget, Basis::PriorFinal].map(one);
            let subtract: Vec<usize> = last.into_iter().flatten().collect();
            let add = vec![one(Basis::Current)?];
            let words = "the change is not this year − last year";
            (subtract.len() == 1).then_some(Equation { stated, add, subtract, words })
        }
        _ => None,
    }
}
