//! Subject codes (科目编码) and the lists that they belong to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which list a subject code belongs to (政府收支分类科目).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// 支出功能分类: 201 … 234, then 款, 项.
    Function,
    /// 部门预算支出经济分类: 301 … 399, then 款.
    Economic,
    /// 政府预算支出经济分类: 501 … 599, then 款.
    GovernmentEconomic,
}

impl Classification {
    /// The word in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Classification::Function => "function",
            Classification::Economic => "economic",
            Classification::GovernmentEconomic => "government_economic",
        }
    }
}

/// A subject code (科目编码), complete, digits only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Code {
    /// The list it belongs to.
    pub classification: Classification,
    /// 3, 5 or 7 digits.
    pub digits: String,
}

impl Code {
    /// Does it stand below `above` in the same list, as 20101 does below 201?
    pub fn is_below(&self, above: &Code) -> bool {
        self.classification == above.classification
            && self.digits.len() > above.digits.len()
            && self.digits.starts_with(&above.digits)
    }

    /// 1 for 类, 2 for 款, 3 for 项.
    pub fn level(&self) -> u8 {
        ((self.digits.len().saturating_sub(1)) / 2) as u8
    }
}
