//! D4: every table declares its unit of amount.

use crate::model::{Check, Content};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere, on_table};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: &str = "D4";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for table in &book.ledger.tables {
        let figures = table
            .rows
            .iter()
            .flat_map(|r| &r.cells)
            .any(|c| matches!(c.content, Content::Amount(_) | Content::Unread(_)));
        match &table.unit {
            Some(_) => checks.push(on_table(RULE, table).holds()),
            // The unit of a table of another kind may stand in its heads, or it may count heads.
            None if table.id.is_other() => {}
            None if figures => checks
                .push(on_table(RULE, table).fails("the table declares no unit of amount".into())),
            None => {}
        }
    }
    if checks.is_empty() {
        vec![nowhere(RULE).not_applicable(NotApplicable::NoTables)]
    } else {
        checks
    }
}
