//! Whose disclosure it is, of which year, of what kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 预算 or 决算.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 预算.
    Budget,
    /// 决算.
    FinalAccounts,
}

/// 单位, 部门 or a whole government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 单位.
    Unit,
    /// 部门.
    Department,
    /// A whole government (总决算, 预算草案).
    Government,
}

impl Kind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Budget => "budget",
            Kind::FinalAccounts => "final_accounts",
        }
    }
}

impl Scope {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Unit => "unit",
            Scope::Department => "department",
            Scope::Government => "government",
        }
    }
}

/// Whose disclosure, of which year, of what kind; unknown is `None`, with a finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity {
    /// Disclosing unit as printed.
    pub unit_name: Option<String>,
    /// Fiscal year.
    pub fiscal_year: Option<u16>,
    /// Budget or final accounts.
    pub kind: Option<Kind>,
    /// Unit or department.
    pub scope: Option<Scope>,
    /// The list of budget units (预算单位构成), as printed.
    pub listed_units: Vec<String>,
}
