//! B3: this year's prose against last year's own disclosure.

use super::summary::{FOLLOWED, Stated, Summary};
use crate::model::{self, Against, At, Check};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(super) const RULE: &str = "B3";

/// The changes that the document states against the difference to last year's figures.
pub(super) fn check(document: &Summary, last: &Summary) -> Vec<Check> {
    let equation = format!("last year's disclosure {} states another figure", last.source);
    let mut checks = Vec::new();
    for Stated { key, figure, change } in &document.stated {
        let (Some((change, page)), Some(own)) =
            (change, last.stated.iter().find(|s| s.key == *key))
        else {
            continue;
        };
        let mut sum = Sum::of([Figure::Stated(*figure)]);
        sum.subtract(Figure::Stated(own.figure));
        if let Some(outcome) = compare(Relation::Equal, Figure::Stated(*change), &sum) {
            let key = Some(format!("{}_change", FOLLOWED[*key as usize]).into());
            let stated = model::Stated::Prose { key, code: String::new() };
            let check = Check { stated, at: Some(At::Page(*page)), ..nowhere(RULE) }
                .against(Against::Prose);
            checks.push(check.worked(outcome, &equation));
        }
    }
    checks
}
