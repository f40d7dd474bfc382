//! A place as programs and people name it: table, row and column.

use crate::model::cut;
use serde::{Deserialize, Serialize};

/// Characters of a printed text that a note repeats: heads and names are shorter, and a note repeats them for each figure.
const LONGEST: usize = 300;

/// A head, a title or a name as a note repeats it.
pub(super) fn repeated(text: &str) -> String {
    cut(text, LONGEST)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_repeats_heads_and_no_pages() {
        let head = "上年结转/".repeat(60);
        assert_eq!(repeated(&head), head);
        assert_eq!(repeated(&format!("{head}数")), format!("{head}…"));
    }
}
