//! The prose's figures (情况说明).

use super::{Amount, Key};
use rust_decimal::Decimal;

/// A figure that the prose states (docs/contract/narrative.tsv).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mention {
    /// What it is a figure of.
    pub key: Key,
    /// Subject code, for `…_subject` and `…_class` keys, where the prose prints it.
    pub code: String,
    /// Subject code of the one row of the document's tables that the figure is about; empty where none or several could
    /// be meant.
    pub table_code: String,
    /// Subject name.
    pub name: String,
    /// Money; for `_change` keys signed.
    pub amount: Option<Amount>,
    /// Count or percentage; for `_change_percent` keys signed.
    pub value: Option<Decimal>,
    /// Unit of `value`: 辆, %, 个 …
    pub value_unit: String,
    /// Figure with its unit as printed.
    pub stated: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// 1-based page of the figure.
    pub page: u32,
}

impl Mention {
    /// The subject code that the figure stands under: of its row in the tables, else as the prose prints it.
    pub fn subject_code(&self) -> &str {
        if self.table_code.is_empty() { &self.code } else { &self.table_code }
    }
}
