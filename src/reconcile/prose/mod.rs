//! Equations between the explanation in prose (情况说明) and the tables, and within the prose (N).

pub(super) mod basic;
mod money;
pub(super) mod performance;
pub(super) mod procurement;
pub(super) mod rates;
pub(super) mod ratio;
pub(super) mod subjects;
pub(super) mod three_public;
pub(super) mod totals;
pub(super) mod vehicles;
mod whole;

use super::book::Book;
use super::figure::Figure;
use super::place::{Finish, nowhere, on_mention};
use super::reason::{NotApplicable, NotChecked};
use super::tolerance::{Outcome, Relation, Sum, compare};
use crate::model::{Against, Check, Mention, Stated, Verdict};

/// The amount of a mention.
fn figure(mention: &Mention) -> Figure {
    match (&mention.amount, mention.value) {
        (Some(amount), _) => amount.into(),
        (None, Some(value)) => Figure::count(value),
        (None, None) => Figure::Unread,
    }
}

/// A figure that a mention may mean: where it stands, a table's id or the prose, and the sum.
type Candidate<A = &'static str> = (A, Sum);

/// The mention against the candidate that fits best; a mention of a figure that no table prints is not applicable.
fn against<A: Clone + Into<Against>>(
    rule: &'static str,
    book: &Book,
    mention: &Mention,
    candidates: &[Candidate<A>],
    missing: Option<&'static str>,
) -> Check {
    let stated: Vec<&Candidate<A>> = candidates.iter().filter(|(_, sum)| !sum.is_empty()).collect();
    let mut best: Option<(A, Outcome)> = None;
    for (id, sum) in stated {
        let Some(outcome) = compare(Relation::Equal, figure(mention), sum) else { continue };
        if best.as_ref().is_none_or(|(_, b)| rank(outcome.verdict) < rank(b.verdict)) {
            best = Some((id.clone(), outcome));
        }
    }
    let check = on_mention(rule, mention);
    match (best, missing) {
        (Some((id, outcome)), _) => {
            let id: Against = id.into();
            let why = match id {
                Against::Prose => "its parts in the prose come to another figure",
                _ => "the table has another figure",
            };
            check.against(id).worked(outcome, why)
        }
        // The explanation alone, with its tables in another file.
        (None, Some(_)) if book.ledger.tables.is_empty() => {
            check.not_applicable(NotApplicable::NoTables)
        }
        (None, Some(id)) => check.against(id).not_checked(NotChecked::TableMissing, id),
        // A blank in the table and nothing in the prose agree.
        (None, None) if figure(mention).value().is_some_and(|v| v.is_zero()) => {
            let first = candidates.first().map(|(id, _)| id.clone().into());
            match compare(Relation::Equal, figure(mention), &Sum::default()) {
                Some(outcome) => {
                    let against = first.into_iter().collect();
                    Check { against, ..check }.worked(outcome, "")
                }
                None => check.not_applicable(NotApplicable::NoSuchRow),
            }
        }
        (None, None) => check.not_applicable(NotApplicable::NoSuchRow),
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Exact => 0,
        Verdict::Rounding => 1,
        Verdict::Mismatch => 2,
        Verdict::NotChecked => 3,
        Verdict::NotApplicable => 4,
    }
}

/// One row that says why the rule has nothing to check: no prose, or the prose says nothing of the kind.
fn silent(rule: &'static str, book: &Book) -> Check {
    let check = Check { stated: Stated::prose(), ..nowhere(rule) };
    let prose = book.ledger.has_prose || !book.ledger.narrative.is_empty();
    check.not_applicable(if prose { NotApplicable::NotInProse } else { NotApplicable::NoProse })
}

/// The checks, or where there are none the row that says why.
fn or_silent(rule: &'static str, book: &Book, checks: Vec<Check>) -> Vec<Check> {
    if checks.is_empty() { vec![silent(rule, book)] } else { checks }
}
