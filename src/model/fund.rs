//! The three funds of fiscal appropriation (财政拨款) and the five sources of what a body earns itself (单位资金), under
//! the names that tables, summaries and prose have for them. Lists of one kind run in one order.

/// The funds as columns: 一般公共预算, 政府性基金预算, 国有资本经营预算.
pub const FUND_COLUMNS: [&str; 3] = ["general_public_budget", "government_fund", "state_capital"];

/// The funds as items of income.
pub const FUND_INCOME: [&str; 3] =
    ["income.general_public_budget", "income.government_fund", "income.state_capital"];

/// The total of each fund in prose.
pub const FUND_TOTALS: [&str; 3] =
    ["general_public_budget_total", "government_fund_total", "state_capital_total"];

/// What a body earns itself, as columns: 事业收入, 事业单位经营收入, 上级补助收入, 附属单位上缴收入, 其他收入.
pub const OWN_COLUMNS: [&str; 5] = [
    "institutional_income",
    "operating_income",
    "superior_subsidy",
    "affiliate_remittance",
    "other_income",
];

/// The same as items of income.
pub const OWN_INCOME: [&str; 5] = [
    "income.institutional",
    "income.operating",
    "income.superior_subsidy",
    "income.affiliate_remittance",
    "income.other",
];
