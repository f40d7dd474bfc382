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
    /// Whose money it is; `None` where that is unknown or means nothing.
    pub scope: Option<MoneyScope>,
}

/// Whose money a figure of the prose speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyScope {
    /// All money.
    All,
    /// 财政拨款: the three funds together.
    FiscalAppropriation,
    /// 一般公共预算.
    GeneralPublicBudget,
    /// 政府性基金.
    GovernmentFund,
    /// 国有资本经营.
    StateCapital,
}

impl MoneyScope {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [MoneyScope; 5] = [
        MoneyScope::All,
        MoneyScope::FiscalAppropriation,
        MoneyScope::GeneralPublicBudget,
        MoneyScope::GovernmentFund,
        MoneyScope::StateCapital,
    ];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            MoneyScope::All => "all",
            MoneyScope::FiscalAppropriation => "fiscal_appropriation",
            MoneyScope::GeneralPublicBudget => "general_public_budget",
            MoneyScope::GovernmentFund => "government_fund",
            MoneyScope::StateCapital => "state_capital",
        }
    }

    /// The one of that word.
    pub fn of_word(word: &str) -> Option<MoneyScope> {
        MoneyScope::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

impl Mention {
    /// The subject code that the figure stands under: of its row in the tables, else as the prose prints it.
    pub fn subject_code(&self) -> &str {
        if self.table_code.is_empty() { &self.code } else { &self.table_code }
    }
}
