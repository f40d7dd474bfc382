//! X8: basic expenditure within all general public expenditure, class by class.

use super::each_pair;
use crate::model::{Basis, Check, Classification};
use crate::reconcile::book::{Book, F5, F8, F9, Set, Sheet};
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::{Relation, Sum};

pub(in crate::reconcile) const RULE: &str = "X8";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    each_pair(book, RULE, F9, F8, |set, basic, all| {
        if !basic.has(Classification::Economic) || !all.has(Classification::Economic) {
            return vec![
                on_table(RULE, basic.table)
                    .against(&all.table.id)
                    .not_applicable(NotApplicable::NoCodes),
            ];
        }
        let mut checks = classes(basic, all);
        checks.extend(difference(set, basic, all));
        checks
    })
}

fn classes(basic: &Sheet, all: &Sheet) -> Vec<Check> {
    let mut checks = Vec::new();
    let split = all.column("basic", Basis::Current).is_some();
    for row in &basic.table.rows {
        let Some(code) = row.code.as_ref().filter(|c| c.classification == Classification::Economic)
        else {
            continue;
        };
        let printed = all.tree.topmost(code.classification, &code.digits);
        let (Some(column), [_]) =
            (basic.main_column(row), basic.tree.topmost(code.classification, &code.digits))
        else {
            continue;
        };
        // The wider table may stop at the classes.
        if printed.is_empty() && code.digits.len() > 3 {
            continue;
        }
        let (relation, sum) = match split {
            true => (
                Relation::Equal,
                all.sum_of(code.classification, &code.digits, |r| all.figure(r, "basic")),
            ),
            false => {
                (Relation::AtMost, all.sum_of(code.classification, &code.digits, |r| all.main(r)))
            }
        };
        let words = "all general public expenditure of this class does not hold it";
        let check = basic.cell(row, column).relates(RULE, relation, &sum, words);
        checks.extend(check.map(|check| check.against(&all.table.id)));
    }
    checks
}

/// 项目支出 = Σ over classes of all − basic.
fn difference(set: &Set, basic: &Sheet, all: &Sheet) -> Option<Check> {
    let table = set.get(F5)?;
    let row = table.total()?;
    let column = table.place(row, "project", Basis::Current)?;
    let classes = |sheet: &Sheet| -> Vec<usize> { sheet.tree.roots.clone() };
    let mut sum = Sum::of(classes(all).into_iter().map(|i| all.main(&all.table.rows[i])));
    for root in classes(basic) {
        sum.subtract(basic.main(&basic.table.rows[root]));
    }
    let words = "项目支出 is not what the economic classes leave";
    Some(table.cell(row, column).equals(RULE, &sum, words)?.against(F8).against(F9))
}
