//! One evaluated equation: a row of checks.csv (docs/contract/checks.md).

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outcome of an equation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The residual is zero, or the rule without arithmetic holds.
    Exact,
    /// Independent rounding of the printed figures can explain the residual.
    Rounding,
    /// The page contradicts itself.
    Mismatch,
    /// The disclosure has no such relation.
    NotApplicable,
    /// The relation exists and could not be evaluated.
    NotChecked,
}

impl Verdict {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Rounding => "rounding",
            Verdict::Mismatch => "mismatch",
            Verdict::NotApplicable => "not_applicable",
            Verdict::NotChecked => "not_checked",
        }
    }
}

/// One equation, evaluated. Amounts in yuan, rates in percentage points, counts as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// W1 … W7, X1 … X10, N1 … N8, D1 … D5, B1 … B3.
    #[serde(skip)]
    pub rule: &'static str,
    /// Table of the stated figure, or `narrative`.
    pub table: String,
    /// Side of the stated figure.
    pub side: String,
    /// Row number of the stated figure.
    pub row: Option<u32>,
    /// Budget unit of the row.
    pub row_unit: String,
    /// Subject code.
    pub code: String,
    /// Item, or the narrative key.
    pub item: String,
    /// Column.
    pub column: String,
    /// Basis.
    pub basis: String,
    /// Tables on the other side, separated by spaces; empty within one table.
    pub against: String,
    /// The stated figure.
    pub lhs: Option<Decimal>,
    /// What it should equal.
    pub rhs: Option<Decimal>,
    /// lhs − rhs, or by how much an inequality fails.
    pub residual: Option<Decimal>,
    /// Number of addends.
    pub terms: Option<u32>,
    /// What independent rounding can explain.
    pub bound: Option<Decimal>,
    /// Outcome.
    pub verdict: Verdict,
    /// Why, for all but plain outcomes.
    pub reason: String,
    /// Page of the stated figure.
    pub page: Option<u32>,
    /// Box of the stated figure.
    pub rect: Option<super::Rect>,
    /// The figures that `rhs` is the sum of, where the verdict is not exact; empty for rates.
    pub addends: Vec<Addend>,
}

/// A figure that another one is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Addend {
    /// What it is worth; subtrahends are negative.
    pub value: Decimal,
    /// Page and box of its cell; `None` for a figure of the prose or of another document.
    pub place: Option<(u32, super::Rect)>,
}
