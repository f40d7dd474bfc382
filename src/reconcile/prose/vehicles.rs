//! N8: vehicles by use.

use super::{against, figure, or_silent};
use crate::catalog::rules::words;
use crate::model::{Against, Check, Mention};
use crate::reconcile::book::Book;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N8";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mentions = &book.ledger.narrative;
    let mut checks = Vec::new();
    for head in ["vehicles_owned_", "vehicles_planned_"] {
        let is_total = |m: &Mention| m.key.as_str().strip_prefix(head) == Some("total");
        for (index, total) in mentions.iter().enumerate().filter(|(_, m)| is_total(m)) {
            let after = mentions[index + 1..].iter().take_while(|m| !is_total(m));
            let parts: Vec<&Mention> = after.filter(|m| m.key.as_str().starts_with(head)).collect();
            // Without 其中 the uses named are those of some vehicles.
            let listed = total.sentence.is_empty()
                || words().listed.iter().any(|w| total.sentence.contains(w));
            if listed && !parts.is_empty() {
                let sum = Sum::of(parts.iter().map(|m| figure(m)));
                checks.push(against(RULE, book, total, &[(Against::Prose, sum)], None));
            }
        }
    }
    or_silent(RULE, book, checks)
}
