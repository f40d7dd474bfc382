//! What a table measures: which quantity, and which of several figures for it.

use super::ColumnId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which of several figures for the same thing (docs/contract/basis.tsv).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The ordinary figure.
    #[default]
    Current,
    /// In final accounts: what had been budgeted.
    Budget,
    /// Last year's budget.
    PriorBudget,
    /// Last year's outturn.
    PriorFinal,
    /// Last year, which figure is not said.
    Prior,
    /// This year minus last year.
    Change,
    /// The part not carried over.
    New,
    /// The part carried over.
    Carryover,
}

impl Basis {
    /// All, in the order of docs/contract/basis.tsv.
    pub const ALL: [Basis; 8] = [
        Basis::Current,
        Basis::Budget,
        Basis::PriorBudget,
        Basis::PriorFinal,
        Basis::Prior,
        Basis::Change,
        Basis::New,
        Basis::Carryover,
    ];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Current => "current",
            Basis::Budget => "budget",
            Basis::PriorBudget => "prior_budget",
            Basis::PriorFinal => "prior_final",
            Basis::Prior => "prior",
            Basis::Change => "change",
            Basis::New => "new",
            Basis::Carryover => "carryover",
        }
    }
}

/// A measure of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Column {
    /// What is measured (docs/contract/columns.tsv).
    pub id: ColumnId,
    /// Which figure.
    pub basis: Basis,
    /// Printed path, heads from top to leaf joined by `/`.
    pub label: String,
}
