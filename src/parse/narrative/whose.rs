//! Whose money a figure is, for the output: its own clause says so, else its sentence up to its first figure, else the
//! heading of its section.

use super::lead::clause_start;
use super::text::{Span, ends_with_any, has_any, last_of, rfind};
use crate::catalog::narrative::Words;
use crate::model::{FUND_TOTALS, MoneyScope};

const FUNDS: [MoneyScope; 3] =
    [MoneyScope::GeneralPublicBudget, MoneyScope::GovernmentFund, MoneyScope::StateCapital];

/// The scope of the figure of `key` at `at`, in a sentence whose first figure stands at `opening` (years and the number of
/// bodies are no figures), under the heading of `section`; `heading` is what a heading without a section
/// of its own money says, or the total of the three public expenses said before; `of_whole` is what that says which
/// the figure is a part of: 一般公共预算拨款收入5万元，其中：本年预算4万元、上年结转1万元.
pub(super) fn whose(
    s: &Span,
    at: usize,
    opening: usize,
    key: &str,
    section: Option<&str>,
    [of_whole, heading]: [Option<MoneyScope>; 2],
    words: &Words,
) -> Option<MoneyScope> {
    if let Some(scope) = by_key(key) {
        return scope;
    }
    let before = &s.text.chars[s.start..at];
    let clause = own_clause(before);
    if key.starts_with("performance_target_amount") {
        return said(clause, words);
    }
    let opening = &s.text.chars[s.start..opening];
    // 按来源分为：甲5万元、乙2万元: what the list begins with is not what the sentence is about.
    let list = opening.iter().rposition(|c| *c == ':').map(|at| &opening[..at]);
    let opening = list.filter(|l| ends_with_any(l, &words.course.parts)).unwrap_or(opening);
    let own = said(clause, words).or(of_whole).or_else(|| said(opening, words));
    // In the section of a fund 财政拨款 is that fund's.
    let of_section = by_section(section, heading);
    let fund = of_section.filter(|scope| FUNDS.contains(scope));
    let own = own.map(|own| fund.filter(|_| own == MoneyScope::FiscalAppropriation).unwrap_or(own));
    // 三公经费支出预算 is no 支出预算.
    let of_totals = ["income", "expenditure", "general_public_budget"];
    let of_totals = of_totals.iter().any(|begin| key.starts_with(begin));
    own.or_else(|| of_section.or(heading)).or_else(|| {
        (of_totals && has_any(opening, &words.totals.of_all)).then_some(MoneyScope::All)
    })
}

/// The words before a figure from its clause's start on, or from the figure before it in a list: 基金收入5万元、上年结转.
fn own_clause(before: &[char]) -> &[char] {
    let clause = &before[clause_start(before)..];
    let listed = clause.windows(2).rposition(|w| matches!(w, ['元' | '%', '、']));
    &clause[listed.map_or(0, |i| i + 2)..]
}

/// What words say of whose money it is: of several funds the last.
pub(super) fn said(words: &[char], lists: &Words) -> Option<MoneyScope> {
    let totals = &lists.totals;
    let funds = totals.funds.iter().zip(FUNDS);
    let last = funds.filter_map(|(fund, scope)| Some((rfind(words, fund)?, scope)));
    let fund = last.max_by_key(|(at, _)| *at).map(|(_, scope)| scope);
    fund.or_else(|| last_of(words, &totals.appropriation).map(|_| MoneyScope::FiscalAppropriation))
}

/// The fund that a figure of this key is of by itself: what is carried over of it is that fund's, too.
pub(super) fn fund_of(key: &str) -> Option<MoneyScope> {
    by_key(key).flatten().filter(|scope| FUNDS.contains(scope))
}

/// Keys that are of one money, whatever stands around them; and those that are of none.
fn by_key(key: &str) -> Option<Option<MoneyScope>> {
    let of = |known: &str| {
        key.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    if let Some(i) = FUND_TOTALS.iter().position(|total| of(total)) {
        return Some(Some(FUNDS[i]));
    }
    let fixed = [
        ("income_institutional_income", MoneyScope::All),
        ("income_operating_income", MoneyScope::All),
        ("income_other_income", MoneyScope::All),
        ("income_superior_subsidy", MoneyScope::All),
        ("nonfiscal_surplus_used", MoneyScope::All),
        ("income_affiliate_remittance", MoneyScope::All),
        ("income_fiscal_special_account", MoneyScope::All),
        ("income_general_public_budget", MoneyScope::GeneralPublicBudget),
        ("income_government_fund", MoneyScope::GovernmentFund),
        ("government_fund_subject", MoneyScope::GovernmentFund),
        ("income_state_capital", MoneyScope::StateCapital),
        ("state_capital_subject", MoneyScope::StateCapital),
        ("income_fiscal_appropriation", MoneyScope::FiscalAppropriation),
        ("expenditure_fiscal_appropriation", MoneyScope::FiscalAppropriation),
        ("fiscal_appropriation_total", MoneyScope::FiscalAppropriation),
    ];
    if let Some((_, scope)) = fixed.iter().find(|(known, _)| of(known)) {
        return Some(Some(*scope));
    }
    const NONE: [&str; 8] = [
        "vehicles_",
        "equipment_",
        "performance_target_project",
        "procurement_",
        "overseas_",
        "reception_",
        "foreign_",
        "self_evaluation_",
    ];
    NONE.iter().any(|begin| key.starts_with(begin)).then_some(None)
}

/// What the section says; that of 基本支出 is of the general public budget where its heading does not say 财政拨款 alone, nor
/// stands under one of all money.
fn by_section(section: Option<&str>, heading: Option<MoneyScope>) -> Option<MoneyScope> {
    match section? {
        "basic" if matches!(heading, Some(MoneyScope::FiscalAppropriation | MoneyScope::All)) => {
            heading
        }
        "general_public_budget" | "basic" => Some(MoneyScope::GeneralPublicBudget),
        "government_fund" => Some(MoneyScope::GovernmentFund),
        "state_capital" => Some(MoneyScope::StateCapital),
        "fiscal" => Some(MoneyScope::FiscalAppropriation),
        "both" | "income" | "expenditure" => Some(MoneyScope::All),
        _ => None,
    }
}
