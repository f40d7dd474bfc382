//! D1: the tables that the contents page announces are all found.

use crate::model::{At, Check, Stated, TableId};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::reason::NotApplicable;
use hashbrown::HashSet;

pub(in crate::reconcile) const RULE: &str = "D1";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let ledger = book.ledger;
    let found: HashSet<&TableId> = ledger.tables.iter().map(|t| &t.id).collect();
    let mut seen = HashSet::new();
    let checks = ledger.announced.iter().filter(|a| seen.insert(&a.id)).map(|announced| {
        let check = Check {
            stated: Stated::table(&announced.id),
            at: Some(At::Page(announced.page)),
            ..nowhere(RULE)
        };
        match found.contains(&announced.id) {
            true => check.holds(),
            // The explanation alone, with its tables in another file.
            false if found.is_empty() => check.not_applicable(NotApplicable::NoTables),
            false => check.fails(format!("{} is announced and was not found", announced.title)),
        }
    });
    let checks: Vec<Check> = checks.collect();
    if checks.is_empty() {
        vec![nowhere(RULE).not_applicable(NotApplicable::NoContentsPage)]
    } else {
        checks
    }
}
