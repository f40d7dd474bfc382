//! Stage 5: the ledger against itself.
//!
//! A disclosure states every total itself. Each equation that its tables allow is worked out with exact decimals and
//! becomes one [`Check`]: `exact`, `rounding` (independent rounding of the printed figures explains it; see
//! [`tolerance`]), `mismatch`, `not_applicable` or `not_checked`, the last two always with a reason (see [`reason`]).
//! Nothing passes in silence: a rule that finds nothing to check says why.
//!
//! One family of equations, one file: [`within`] one table (W), [`across`] tables (X), [`prose`] (N), the [`document`]
//! (D) and the `batch.rs` (B). Each file opens with its [`Rule`]: what it checks, why, source, example. The published
//! relations and what becomes of them are listed in LEDGER.md.

mod across;
mod advice;
mod batch;
mod book;
mod document;
mod place;
mod prose;
mod reason;
#[cfg(test)]
mod testing;
mod tolerance;
mod totals;
mod tree;
mod within;

pub use advice::advice;
pub use batch::{Key, Summary, batch, between, summarize};
pub use reason::{NotApplicable, NotChecked};
pub use totals::{Totals, totals};

use crate::catalog::subjects::Subjects;
use crate::deadline;
use crate::model::{Check, Ledger};
use book::Book;

/// What a rule is, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// W1 … B3.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// What must hold.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// An instance of it.
    pub example: &'static str,
}

type Family = (&'static Rule, fn(&Book) -> Vec<Check>);

/// The rules on one document, in the order of docs/contract/checks.md.
const FAMILIES: [Family; 30] = [
    (&within::summaries::RULE, within::summaries::check),
    (&within::columns::RULE, within::columns::check),
    (&within::hierarchy::RULE, within::hierarchy::check),
    (&within::codes::RULE, within::codes::check),
    (&within::three_public::RULE, within::three_public::check),
    (&within::names::RULE, within::names::check),
    (&within::balances::RULE, within::balances::check),
    (&across::income::RULE, across::income::check),
    (&across::expenditure::RULE, across::expenditure::check),
    (&across::subjects::RULE, across::subjects::check),
    (&across::fiscal::RULE, across::fiscal::check),
    (&across::funds::RULE, across::funds::check),
    (&across::general::RULE, across::general::check),
    (&across::basic::RULE, across::basic::check),
    (&across::economic::RULE, across::economic::check),
    (&across::three_public::RULE, across::three_public::check),
    (&across::empty_funds::RULE, across::empty_funds::check),
    (&prose::totals::RULE, prose::totals::check),
    (&prose::subjects::RULE, prose::subjects::check),
    (&prose::rates::RULE, prose::rates::check),
    (&prose::basic::RULE, prose::basic::check),
    (&prose::three_public::RULE, prose::three_public::check),
    (&prose::procurement::RULE, prose::procurement::check),
    (&prose::performance::RULE, prose::performance::check),
    (&prose::vehicles::RULE, prose::vehicles::check),
    (&document::contents::RULE, document::contents::check),
    (&document::year::RULE, document::year::check),
    (&document::units::RULE, document::units::check),
    (&document::unit::RULE, document::unit::check),
    (&document::numbers::RULE, document::numbers::check),
];

/// Every equation that the document allows, in the order of docs/contract/checks.md and of the document.
pub fn reconcile(ledger: &Ledger, subjects: &Subjects) -> Vec<Check> {
    use place::Finish;
    let book = Book::new(ledger, subjects);
    let mut checks = Vec::new();
    for (rule, family) in FAMILIES {
        deadline::tick_long();
        let made = family(&book);
        if made.is_empty() {
            let reason = if ledger.tables.is_empty() {
                NotApplicable::NoTables
            } else {
                NotApplicable::NothingStated
            };
            checks.push(place::nowhere(rule.id).not_applicable(reason));
        }
        checks.extend(made);
    }
    checks
}

/// All rules, in the order of docs/contract/checks.md.
pub fn rules() -> &'static [&'static Rule] {
    static RULES: std::sync::LazyLock<Vec<&'static Rule>> = std::sync::LazyLock::new(|| {
        FAMILIES.iter().map(|(rule, _)| *rule).chain(batch::RULES.iter()).collect()
    });
    &RULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_explains_itself_once() {
        let ids: Vec<&str> = rules().iter().map(|r| r.id).collect();
        let wanted = "W1 W2 W3 W4 W5 W6 W7 X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 N1 N2 N3 N4 N5 N6 N7 N8 D1 D2 D3 D4 D5 B1 B2 B3";
        assert_eq!(ids.join(" "), wanted);
        assert!(
            rules()
                .iter()
                .all(|r| [r.title, r.what, r.why, r.source, r.example].iter().all(|s| s.len() > 5))
        );
    }

    #[test]
    fn the_ledger_of_equations_knows_every_rule_and_reason() {
        let ledger = include_str!("../../LEDGER.md");
        let row = |first: &str| ledger.contains(&format!("\n| {first} | "));
        let words = rules().iter().map(|r| r.id);
        let words = words
            .chain(NotApplicable::ALL.map(NotApplicable::as_str))
            .chain(NotChecked::ALL.map(NotChecked::as_str));
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
