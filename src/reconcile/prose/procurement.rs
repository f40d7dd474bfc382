//! N6: public procurement.

use super::{against, figure, or_silent};
use crate::model::{Against, Check, Mention};
use crate::reconcile::book::Book;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N6";

const PARTS: [&str; 3] = ["procurement_goods", "procurement_works", "procurement_services"];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mentions = &book.ledger.narrative;
    let mut checks = Vec::new();
    for (index, total) in mentions.iter().enumerate().filter(|(_, m)| m.key == "procurement_total")
    {
        // The parts follow their total, up to the next total.
        let after = mentions[index + 1..].iter().take_while(|m| m.key != "procurement_total");
        let parts: Vec<&Mention> = after.filter(|m| PARTS.contains(&m.key.as_str())).collect();
        if !parts.is_empty() {
            let sum = Sum::of(parts.iter().map(|m| figure(m)));
            checks.push(against(RULE, book, total, &[(Against::Prose, sum)], None));
        }
    }
    or_silent(RULE, book, checks)
}
