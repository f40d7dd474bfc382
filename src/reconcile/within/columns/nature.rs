//! W2, expenditure by its nature: 合计 = 基本 + 项目 + …, 基本 = 人员 + 公用.

use super::equation::Equation;
use super::heads::Heads;
use super::majority::{with_others_below, without_memos};
use crate::model::OWN_COLUMNS;

/// Where expenditure by nature may be printed below one source, with a 小计 of its own.
const SOURCES: [&str; 7] = [
    "fiscal_appropriation",
    "general_public_budget",
    "government_fund",
    "state_capital",
    "fiscal_special_account",
    "unit_funds",
    "other_funds",
];

/// The kinds beside 基本支出.
const OTHER_KINDS: [&str; 6] = [
    "project",
    "operating",
    "remitted_to_superior",
    "subsidy_to_affiliates",
    "reserve",
    "carryforward",
];

/// The equations of expenditure by nature.
pub(super) fn by_nature(heads: &Heads) -> Vec<Equation> {
    let mut all: Vec<Equation> = basic(heads).into_iter().collect();
    let mut kinds = kinds(heads);
    let below_sources = below_sources(heads, &mut kinds);
    let total = if below_sources.is_empty() { total(heads, kinds) } else { None };
    all.extend(below_sources);
    all.extend(total);
    all
}

/// 基本 = 人员 + 公用.
fn basic(heads: &Heads) -> Option<Equation> {
    let add = vec![heads.only("basic_personnel")?, heads.only("basic_public")?];
    Some(Equation::sum_of(heads.only("basic")?, add, "基本支出 is not 人员经费 + 公用经费"))
}

/// The columns of expenditure by nature, 基本支出 or where it has none its two parts among them.
fn kinds(heads: &Heads) -> Vec<usize> {
    let mut kinds = heads.of("basic");
    if kinds.is_empty() {
        kinds = heads.all(&["basic_personnel", "basic_public"]);
    }
    kinds.extend(heads.all(&OTHER_KINDS));
    heads.addends(kinds)
}

/// Kinds printed below one source are the parts of that source's 小计, with what else stands there, and are taken out of
/// `kinds`. A source that is divided by its own sources is none of these.
fn below_sources(heads: &Heads, kinds: &mut Vec<usize>) -> Vec<Equation> {
    let mut all = Vec::new();
    for stated in heads.all(&SOURCES) {
        let Some(above) = heads.summed(stated) else { continue };
        let (below, others): (Vec<usize>, Vec<usize>) =
            kinds.iter().partition(|c| heads.stands_below(**c, above));
        let mut sources = heads.all(&SOURCES).into_iter().chain(heads.all(&OWN_COLUMNS));
        if sources.any(|c| c != stated && heads.stands_below(c, above)) {
            continue;
        }
        let add = with_others_below(heads, Some(above), stated, below);
        if add.len() >= 2 {
            let words = "小计 is not the sum of expenditure by nature";
            all.push(Equation::sum_of(stated, add, words));
            *kinds = others;
        }
    }
    all
}

/// 合计 = 基本 + 项目 + …
fn total(heads: &Heads, kinds: Vec<usize>) -> Option<Equation> {
    let stated = heads.only("total")?;
    let add = without_memos(heads.sheet, stated, kinds);
    // The same column under several heads splits each head, not the table's total.
    let id = |column: usize| &heads.sheet.table.columns[column].id;
    let repeated = add.iter().any(|&a| add.iter().any(|&b| a != b && id(a) == id(b)));
    let splits = match add[..] {
        [] => false,
        [only] => !heads.among(only),
        _ => !repeated,
    };
    let words = "合计 is not the sum of expenditure by nature";
    splits.then(|| Equation::sum_of(stated, add, words))
}
