//! A named figure of a disclosure: what a panel over many is built of, wherever and however the document prints it.

use super::Verdict;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a named figure was had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The document states it.
    Stated,
    /// It is the sum of figures that the document states: the page does not print it itself.
    Sum,
}

impl How {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Stated => "stated",
            How::Sum => "sum",
        }
    }
}

/// A figure that a document has at most once, whatever its layout.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedFigure {
    /// Which one: `expenditure_total`, `function.208`, in final accounts `expenditure_total@budget` too.
    pub id: String,
    /// What its row prints; where it has none of its own, what such figures are called.
    pub label: String,
    /// In yuan.
    pub amount: Decimal,
    /// The table that it was taken from, or `narrative`.
    pub chosen_from: String,
    /// How it was had.
    pub how: How,
    /// The worst verdict of the checks that it, or what it is the sum of, stands in.
    pub verdict: Option<Verdict>,
    /// Why it is doubtful; empty where nothing is.
    pub doubt: String,
    /// 1-based page; of a sum that of its first addend.
    pub page: u32,
}
