//! A place as programs and people name it: table, row and column.

use serde::{Deserialize, Serialize};

/// A table by its id and as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Id of the table, or `narrative`.
    pub id: String,
    /// Title as printed; empty where it is not at hand.
    pub title: String,
}

/// A row of a table, or what a sentence speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// 1-based number among the rows of its side; `null` in the prose.
    pub number: Option<u32>,
    /// Side of a two-sided summary, else empty.
    pub side: String,
    /// Subject code.
    pub code: String,
    /// Its codes of other classifications, which tell it from other rows of the same code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Item, or key of the figure in the prose.
    pub item: String,
    /// Name as printed.
    pub name: String,
    /// Budget unit of the row.
    pub unit: String,
    /// The page prints the row's item as the head of a column, and its unit as the name of the row.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub across: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Id of the column.
    pub id: String,
    /// Heads as printed, from top to leaf joined by `/`.
    pub label: String,
    /// Which of several figures for the same thing.
    pub basis: String,
}
