//! D5: every number printed inside a table belongs to exactly one cell.

use crate::model::{At, Check};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere, on_table};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: &str = "D5";

/// How many of the stray numbers the reason names.
const NAMED: usize = 5;

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let checks = book.ledger.tables.iter().map(|table| {
        let mut check = on_table(RULE, table);
        let Some((place, _)) = table.stray_numbers.first() else { return check.holds() };
        check.at = Some(At::Box(*place));
        let named: Vec<&str> =
            table.stray_numbers.iter().take(NAMED).map(|(_, text)| text.as_str()).collect();
        let rest = table.stray_numbers.len().saturating_sub(NAMED);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        check.fails(format!("in no cell, or in more than one: {}{more}", named.join(", ")))
    });
    let checks: Vec<Check> = checks.collect();
    if checks.is_empty() {
        vec![nowhere(RULE).not_applicable(NotApplicable::NoTables)]
    } else {
        checks
    }
}
