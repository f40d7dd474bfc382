//! B1: a department against the units that it lists.

use super::summary::Summary;
use crate::model::Check;
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::Finish;
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(super) const RULE: &str = "B1";

/// Units named in a reason.
const NAMED: usize = 5;

/// The department's totals against those of all units that it lists.
pub(super) fn check(department: &Summary, units: &[Summary]) -> Vec<Check> {
    let names =
        department.listed.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = if units.len() > NAMED {
        format!(" and {} more", units.len() - NAMED)
    } else {
        String::new()
    };
    let equation = format!("the department is not the sum of its units {names}{more}");
    let mut checks = Vec::new();
    for (i, (stated, place)) in department.totals.iter().zip(&department.places).enumerate() {
        let (Some(stated), Some(place)) = (stated, place) else { continue };
        let check = Check { rule: RULE, ..Check::clone(place) };
        let figures: Option<Vec<Term>> = units.iter().map(|unit| unit.totals[i]).collect();
        checks.push(match figures {
            None => check.not_checked(NotChecked::Blank, "a unit's total"),
            Some(figures) => match compare(
                Relation::Equal,
                Figure::Stated(*stated),
                &Sum::of(figures.into_iter().map(Figure::Stated)),
            ) {
                Some(outcome) => check.worked(outcome, &equation),
                None => continue,
            },
        });
    }
    checks
}
