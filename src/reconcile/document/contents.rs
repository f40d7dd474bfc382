//! D1: the tables that the contents page announces are all found.

use crate::model::Check;
use crate::reconcile::Rule;
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: Rule = Rule {
    id: "D1",
    title: "announced tables are found",
    what: "Every table that the contents page announces is among the tables of the document.",
    why: "A table lost between pages would otherwise be a silence.",
    source: "contract, checks.md, D1",
    example: "目录: 三、支出预算总表 …… 7",
};

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let ledger = book.ledger;
    let checks = ledger.announced.iter().map(|announced| {
        let check = Check { table: announced.id.clone(), page: Some(announced.page), ..nowhere(RULE.id) };
        match ledger.tables.iter().any(|t| t.id == announced.id) {
            true => check.holds(),
            false => check.fails(format!("{} is announced and was not found", announced.title)),
        }
    });
    let checks: Vec<Check> = checks.collect();
    if checks.is_empty() { vec![nowhere(RULE.id).not_applicable(NotApplicable::NoContentsPage)] } else { checks }
}
