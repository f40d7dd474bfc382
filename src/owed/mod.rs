//! What a disclosure owes its readers (R1 to R7 of docs/contract/checks.md): the obligations of the catalog's lists
//! ([`catalog::owed`](crate::catalog::owed)), each with what became of it.
//!
//! 1. The lists say what a disclosure of this kind, year, scope and division owes.
//! 2. `evidence` is the document as this stage looks at it: passages of prose with their pages, the glossary apart.
//! 3. `tables` looks for tables, their depth, the parts of 三公, the notes of empty ones (R1 to R4); `prose` for sections,
//!    reasons and counts (R5 to R7).
//! 4. What was not looked for is never found: a file that holds tables alone or prose alone has the other part in another
//!    file, unless it announces it.
//!
//! This is neither a check nor a finding: it has no influence on status or exit code.

mod evidence;
mod prose;
mod tables;

use crate::catalog::divisions::Division;
use crate::catalog::owed::{Duties, Duty, Shown};
use crate::deadline;
use crate::model::{Ledger, Outline, Owed, OwedState, Rebuilt, Scope};
use evidence::Evidence;

/// What became of an obligation, why, and on which page.
struct Answer {
    state: OwedState,
    reason: String,
    page: Option<u32>,
}

impl Answer {
    fn found(page: u32) -> Answer {
        Answer { state: OwedState::Found, reason: String::new(), page: Some(page) }
    }

    fn because(state: OwedState, reason: impl Into<String>) -> Answer {
        Answer { state, reason: reason.into(), page: None }
    }

    fn not_found(reason: impl Into<String>) -> Answer {
        Answer::because(OwedState::NotFound, reason)
    }

    fn not_applicable(reason: impl Into<String>) -> Answer {
        Answer::because(OwedState::NotApplicable, reason)
    }

    fn not_checked(reason: impl Into<String>) -> Answer {
        Answer::because(OwedState::NotChecked, reason)
    }

    fn on(self, page: u32) -> Answer {
        Answer { page: Some(page), ..self }
    }
}

/// Every obligation of the document, in the order of the list.
pub fn owed(ledger: &Ledger, outline: &Outline, rebuilt: &Rebuilt, duties: &Duties) -> Vec<Owed> {
    let identity = &ledger.identity;
    let division = identity.unit_name.as_deref();
    let division = division.and_then(|name| Division::of(name, identity.fiscal_year));
    let division = division.map(|division| division.code);
    let evidence = Evidence::of(ledger, outline, rebuilt);
    let is_local = division.is_some() || evidence.is_local();
    let owed = duties.iter().filter(|duty| duty.is_owed_by(identity, division));
    owed.map(|duty| {
        deadline::tick_long();
        let Answer { state, reason, page } = answer(duty, is_local, &evidence);
        Owed {
            id: duty.id.clone(),
            rule: duty.rule.clone(),
            name: duty.name.clone(),
            source: duty.source.clone(),
            state,
            reason,
            page,
        }
    })
    .collect()
}

fn answer(duty: &Duty, is_local: bool, evidence: &Evidence) -> Answer {
    let identity = &evidence.ledger.identity;
    if identity.scope == Some(Scope::Government) {
        return Answer::not_applicable("the document is of a whole government");
    }
    if identity.kind.is_none() {
        return Answer::not_checked(
            "the document does not say whether it is a budget or final accounts",
        );
    }
    if duty.is_told_elsewhere(identity, is_local) {
        return Answer::not_checked(
            "universities of ministries publish by a circular of their own, which is not among the lists",
        );
    }
    if !evidence.has_tables && !evidence.has_prose && evidence.announced.is_none() {
        return Answer::not_checked(
            "the file holds neither tables nor the explanation of a disclosure",
        );
    }
    match &duty.shown {
        Shown::Table(ids) => tables::table(ids, evidence),
        Shown::Depth { tables, digits, classification } => {
            tables::depth(tables, *digits, *classification, evidence)
        }
        Shown::Part(items) => tables::part(items, evidence),
        Shown::Note(ids) => tables::note(ids, evidence),
        Shown::Section { heading, text, keys, duties, projects } => {
            prose::section(heading, text, keys, (*duties, *projects), evidence)
        }
        Shown::Reason { keys, text } => prose::reason(keys, text, evidence),
        Shown::Stated { keys, text, unless } => prose::stated(keys, text, unless, evidence),
    }
}

#[cfg(test)]
mod tests;
