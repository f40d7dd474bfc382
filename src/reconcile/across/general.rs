//! X6: general public expenditure by code within all expenditure.

use super::each_pair;
use crate::model::{Basis, Check, Classification};
use crate::reconcile::book::{Book, F1, F2, F3, F5, F6, F7, Set, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::Relation;

pub(in crate::reconcile) const RULE: &str = "X6";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    each_pair(book, RULE, F5, F3, |set, part, whole| {
        if !whole.has(Classification::Function) || !part.has(Classification::Function) {
            return vec![
                on_table(RULE, part.table)
                    .against(&whole.table.id)
                    .not_applicable(NotApplicable::NoCodes),
            ];
        }
        let only = Only::new(set, book.is_final());
        let mut checks = Vec::new();
        for row in &part.table.rows {
            let Some(code) =
                row.code.as_ref().filter(|c| c.classification == Classification::Function)
            else {
                continue;
            };
            let [_] = part.tree.topmost(code.classification, &code.digits) else { continue };
            let relation =
                if only.general(&code.digits) { Relation::Equal } else { Relation::AtMost };
            let words = match relation {
                Relation::Equal => {
                    "the expenditure table has another figure, though this is the code's only source"
                }
                _ => "more than in the expenditure table",
            };
            let mut push = |column: usize, figure: &dyn Fn(&crate::model::Row) -> Figure| {
                let sum = whole.sum_of(code.classification, &code.digits, figure);
                let check = part.cell(row, column).relates(RULE, relation, &sum, words);
                checks.extend(check.map(|check| check.against(&whole.table.id)));
            };
            if let Some(column) = part.main_column(row) {
                push(column, &|r| whole.main(r));
            }
            for id in ["basic", "basic_personnel", "basic_public", "project"] {
                if let (Some(column), Some(_)) =
                    (part.place(row, id, Basis::Current), whole.column(id, Basis::Current))
                {
                    push(column, &|r| whole.figure(r, id));
                }
            }
        }
        checks
    })
}

/// What tells whether a code has one source only.
struct Only<'s, 'a> {
    set: &'s Set<'a>,
    last_year: bool,
    /// The whole budget has no other source.
    throughout: bool,
}

impl<'s, 'a> Only<'s, 'a> {
    fn new(set: &'s Set<'a>, last_year: bool) -> Only<'s, 'a> {
        let value = |item: &str| set.item_figure(F1, item).value();
        let (total, general, fiscal) = (
            value("income.total"),
            value("income.general_public_budget"),
            value("income.fiscal_appropriation"),
        );
        let other = ["income.government_fund", "income.state_capital"]
            .iter()
            .any(|i| set.item_figure(F1, i).is_nonzero());
        let funds = [F6, F7].iter().any(|id| set.get(id).is_some_and(|s| !s.is_empty()));
        let one = total.is_some() && (total == general || total == fiscal && !other && !funds);
        Only {
            set,
            last_year,
            throughout: one && !set.item_figure(F1, "expenditure.carryforward").is_nonzero(),
        }
    }

    /// Is the general public budget the code's only source?
    fn general(&self, code: &str) -> bool {
        if self.last_year || self.throughout {
            return !self.last_year;
        }
        let Some(income) = self.set.get(F2).filter(|s| s.has(Classification::Function)) else {
            return false;
        };
        self.in_table(income, code)
    }

    fn in_table(&self, income: &Sheet, code: &str) -> bool {
        let of = |id: &str| {
            income.sum_of(Classification::Function, code, |r| income.figure(r, id)).value()
        };
        let total = income.sum_of(Classification::Function, code, |r| income.main(r));
        let Some(value) = total.value().filter(|_| !total.is_empty()) else { return false };
        let elsewhere = [F6, F7].iter().any(|id| {
            self.set.get(id).is_some_and(|s| !s.rows_of(Classification::Function, code).is_empty())
        });
        match income.column("general_public_budget", Basis::Current) {
            Some(_) => of("general_public_budget") == Some(value),
            None => of("fiscal_appropriation") == Some(value) && !elsewhere,
        }
    }
}
