//! What a disclosure owes its readers, and whether it gives it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of an obligation. Nothing that was not looked for counts as found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwedState {
    /// The document has it; its page is told.
    Found,
    /// It was looked for and is not there.
    NotFound,
    /// The document does not owe it; the reason is told.
    NotApplicable,
    /// It could not be looked for; the reason is told.
    NotChecked,
}

impl OwedState {
    /// All, in the order of the vocabulary.
    pub const ALL: [OwedState; 4] =
        [OwedState::Found, OwedState::NotFound, OwedState::NotApplicable, OwedState::NotChecked];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            OwedState::Found => "found",
            OwedState::NotFound => "not_found",
            OwedState::NotApplicable => "not_applicable",
            OwedState::NotChecked => "not_checked",
        }
    }
}

/// One obligation of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its id in the list of obligations.
    pub id: String,
    /// The rule that it falls under: R1 … R7.
    pub rule: String,
    /// What is owed, in English and in Chinese.
    pub name: [String; 2],
    /// The circular that asks for it.
    pub source: String,
    /// What became of it.
    pub state: OwedState,
    /// Why, in English, where that is not plain.
    pub reason: String,
    /// Where it was found, or where the document shows that it is missing; 1-based.
    pub page: Option<u32>,
}
