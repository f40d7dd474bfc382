//! Two documents side by side: what changed by table, code and column. Pure: what is compared is given, what is found is
//! returned.
//!
//! 1. [`pairs::documents`] puts the documents of two outputs side by side: the same unit, year, kind and scope, or the same
//!    unit, kind and scope of another year.
//! 2. [`changes::changes`] pairs the rows of two documents, then the figures of two rows. A row is known by its table, side,
//!    budget unit, codes and item, or by its name where it has neither code nor item; not by its place. Of several such
//!    rows those are paired that are the same, then those of the same name, in order.
//!
//! Figures are compared by what they are worth: 20.56 万元 is 205,600.00 元. Blank is not zero: where one side prints
//! nothing, the figure is added or removed and has no difference.

mod changes;
mod pairs;

pub use changes::{Change, Figure, How};
pub use pairs::{Pair, documents as pair};

use crate::emit::wire::{Document, Identity, Source, Status};
use serde::{Deserialize, Serialize};

/// What a document is, without what it holds; also read alone from a document's JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// How its conversion went.
    pub status: Status,
    /// The file.
    pub source: Source,
    /// Whose disclosure, of which year, of what kind.
    pub identity: Identity,
}

impl Head {
    /// Of a document.
    pub fn of(document: &Document) -> Head {
        Head {
            status: document.status,
            source: document.source.clone(),
            identity: document.identity.clone(),
        }
    }
}

/// How two documents differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The same body and figures; or both failed on the same bytes.
    Same,
    /// A figure differs, or the body, kind, scope or (in the same year) year does.
    Changed,
    /// Only B has the document.
    Added,
    /// Only A has it.
    Removed,
    /// One of the two failed: there is nothing to compare.
    NotCompared,
}

impl Outcome {
    /// All, in the order of summaries.
    pub const ALL: [Outcome; 5] =
        [Outcome::Same, Outcome::Changed, Outcome::Added, Outcome::Removed, Outcome::NotCompared];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Changed => "changed",
            Outcome::Added => "added",
            Outcome::Removed => "removed",
            Outcome::NotCompared => "not_compared",
        }
    }
}

/// Two documents compared, or one that has no counterpart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// How they differ.
    pub outcome: Outcome,
    /// The document of A.
    pub a: Option<Head>,
    /// The document of B.
    pub b: Option<Head>,
    /// What changed, table by table, each in the order of A and then what only B has.
    pub changes: Vec<Change>,
    /// Figures that are the same in both.
    pub same: usize,
}

impl Comparison {
    /// Of a document that the other output does not have.
    pub fn alone(a: Option<Head>, b: Option<Head>) -> Comparison {
        let outcome = if a.is_some() { Outcome::Removed } else { Outcome::Added };
        Comparison { outcome, a, b, changes: vec![], same: 0 }
    }

    /// Of two documents of which one failed.
    pub fn failed(a: Head, b: Head) -> Comparison {
        let alike =
            a.status == b.status && a.source.sha256.is_some() && a.source.sha256 == b.source.sha256;
        let outcome = if alike { Outcome::Same } else { Outcome::NotCompared };
        Comparison { outcome, a: Some(a), b: Some(b), changes: vec![], same: 0 }
    }

    /// Of two documents; `across_years` they may be of different years.
    pub fn of(a: &Document, b: &Document, across_years: bool) -> Comparison {
        let (head_a, head_b) = (Head::of(a), Head::of(b));
        if [a, b].iter().any(|d| d.status == Status::Failed) {
            return Comparison::failed(head_a, head_b);
        }
        let (changes, same) = changes::changes(a, b);
        let alike = pairs::body(&head_a, across_years) == pairs::body(&head_b, across_years);
        let outcome = if changes.is_empty() && alike { Outcome::Same } else { Outcome::Changed };
        Comparison { outcome, a: Some(head_a), b: Some(head_b), changes, same }
    }
}
