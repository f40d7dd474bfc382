//! Stage 5: the ledger against itself.
//!
//! A disclosure states every total itself. Each equation that its tables allow is worked out with exact decimals and
//! becomes one [`Check`]: `exact`, `rounding` (independent rounding of the printed figures explains it; see
//! [`tolerance`]), `mismatch`, `not_applicable` or `not_checked`, the last two always with a reason (see [`reason`]).
//! Nothing passes in silence: a rule that finds nothing to check says why.
//!
//! One family of equations, one file: [`within`] one table (W), [`across`] tables (X), [`prose`] (N), self-evaluations
//! ([`evaluation`], E), the [`document`] (D) and `batch.rs` (B). What each checks and why, its source and an example stand in `catalog/data/rules.toml` in
//! both languages. The published relations and what becomes of them are listed in LEDGER.md.

mod across;
mod advice;
mod batch;
mod book;
mod cause;
mod document;
mod evaluation;
mod figure;
mod leaves;
mod place;
mod prose;
mod reason;
#[cfg(test)]
pub(crate) mod testing;
mod tolerance;
mod totals;
mod tree;
mod withheld;
mod within;

pub use advice::advice;
pub use batch::{Key, Summary, batch, between, summarize};
pub(crate) use book::{Book, Set, Sheet};
pub use cause::follows;
pub(crate) use figure::{Figure, Term};
pub use leaves::leaves;
pub(crate) use place::NOTHING_THERE;
pub(crate) use prose::subjects::NO_SUCH_SUBJECT;
pub use reason::{NotApplicable, NotChecked};
pub(crate) use tolerance::{Relation, Sum, compare};
pub use totals::{Totals, totals};
pub(crate) use within::codes::COMES_AGAIN;

pub use crate::catalog::rules::{Rule, rules};

use crate::catalog::subjects::Subjects;
use crate::deadline;
use crate::model::{Check, Ledger};

type Family = (&'static str, fn(&Book) -> Vec<Check>);

/// The rules on one document, in the order of docs/contract/checks.md.
const FAMILIES: &[Family] = &[
    (within::summaries::RULE, within::summaries::check),
    (within::columns::RULE, within::columns::check),
    (within::hierarchy::RULE, within::hierarchy::check),
    (within::codes::RULE, within::codes::check),
    (within::three_public::RULE, within::three_public::check),
    (within::names::RULE, within::names::check),
    (within::balances::RULE, within::balances::check),
    (across::income::RULE, across::income::check),
    (across::expenditure::RULE, across::expenditure::check),
    (across::subjects::RULE, across::subjects::check),
    (across::fiscal::RULE, across::fiscal::check),
    (across::funds::RULE, across::funds::check),
    (across::general::RULE, across::general::check),
    (across::basic::RULE, across::basic::check),
    (across::economic::RULE, across::economic::check),
    (across::three_public::RULE, across::three_public::check),
    (across::empty_funds::RULE, across::empty_funds::check),
    (prose::totals::RULE, prose::totals::check),
    (prose::subjects::RULE, prose::subjects::check),
    (prose::rates::RULE, prose::rates::check),
    (prose::basic::RULE, prose::basic::check),
    (prose::three_public::RULE, prose::three_public::check),
    (prose::procurement::RULE, prose::procurement::check),
    (prose::performance::RULE, prose::performance::check),
    (prose::vehicles::RULE, prose::vehicles::check),
    (evaluation::funds::RULE, evaluation::funds::check),
    (evaluation::execution::RULE, evaluation::execution::check),
    (evaluation::score::RULE, evaluation::score::check),
    (evaluation::points::RULE, evaluation::points::check),
    (evaluation::missed::RULE, evaluation::missed::check),
    (document::contents::RULE, document::contents::check),
    (document::year::RULE, document::year::check),
    (document::units::RULE, document::units::check),
    (document::unit::RULE, document::unit::check),
    (document::numbers::RULE, document::numbers::check),
];

/// Every equation that the document allows, in the order of docs/contract/checks.md and of the document.
pub fn reconcile(ledger: &Ledger, subjects: &Subjects) -> Vec<Check> {
    use place::Finish;
    let book = Book::new(ledger, subjects);
    let mut checks = Vec::new();
    for &(rule, family) in FAMILIES {
        deadline::tick_long();
        let made = family(&book);
        if made.is_empty() {
            let reason = if ledger.tables.is_empty() {
                NotApplicable::NoTables
            } else {
                NotApplicable::NothingStated
            };
            checks.push(place::nowhere(rule).not_applicable(reason));
        }
        checks.extend(made);
    }
    withheld::withhold(&book, &mut checks);
    cause::explain(&book, &mut checks);
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_its_entry_and_every_entry_its_family() {
        let families: Vec<&str> =
            FAMILIES.iter().map(|(rule, _)| *rule).chain(batch::RULES).collect();
        // what a disclosure owes (R), and its text (T), are no equations
        let entries = rules().iter().map(|rule| rule.id).filter(|id| !id.starts_with(['R', 'T']));
        let entries: Vec<&str> = entries.collect();
        assert_eq!(families, entries, "FAMILIES in this file, src/catalog/data/rules.toml");
    }

    #[test]
    fn the_ledger_of_equations_knows_every_reason() {
        let ledger = include_str!("../../LEDGER.md");
        let row = |first: &str| ledger.contains(&format!("\n| {first} | "));
        let words = NotApplicable::ALL.map(NotApplicable::as_str).into_iter();
        let words = words.chain(NotChecked::ALL.map(NotChecked::as_str));
        let missing: Vec<&str> = words.filter(|w| !row(w)).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn an_empty_document_says_why_nothing_was_checked() {
        let checks = reconcile(&Ledger::default(), Subjects::embedded());
        let rules: std::collections::BTreeSet<&str> = checks.iter().map(|c| c.rule).collect();
        assert_eq!(rules.len(), FAMILIES.len());
        assert!(
            checks
                .iter()
                .all(|c| c.verdict >= crate::model::Verdict::NotApplicable && !c.reason.is_empty()),
            "{checks:?}"
        );
    }
}
