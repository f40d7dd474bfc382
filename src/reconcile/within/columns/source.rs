//! W2, income by its sources: 合计 = 本年收入 + 上年结转, 本年收入 = the sources, 财政拨款 = the three funds, 上年结转 = its
//! sources.

use super::equation::Equation;
use super::heads::Heads;
use super::majority::{with_others, with_others_below};
use crate::model::{Basis, FUND_COLUMNS, OWN_COLUMNS};

/// What a body has that no fund gives it, in one column.
const POOLED: [&str; 2] = ["unit_funds", "other_funds"];

/// The equations of income by source.
pub(super) fn by_source(heads: &Heads) -> Vec<Equation> {
    let parts = Parts::of(heads);
    let all = [
        fiscal(heads),
        pooled(heads, &parts),
        carryover(heads, &parts),
        year(heads, &parts),
        total(heads, parts),
    ];
    all.into_iter().flatten().collect()
}

/// What the columns of a table say of income.
struct Parts {
    /// Columns below the head of 单位资金 or 其他资金: they are parts of it.
    under_pooled: Vec<usize>,
    /// The sources of the year's income, none of them a part of another.
    sources: Vec<usize>,
    /// The sources of what is carried over.
    carried: Vec<usize>,
    /// What a total adds to the year's income.
    later: Vec<usize>,
    /// The table splits expenditure, so that its sources are those of what is spent.
    spent: bool,
    /// The table follows balances through the year, so that its total is no sum of its sources.
    balances: bool,
}

impl Parts {
    fn of(heads: &Heads) -> Parts {
        let whole = heads;
        // Where each source is divided, the year's income is what is new of it.
        let (divided, new) = (is_divided(heads), Heads { basis: Basis::New, ..*heads });
        let heads = if divided { &new } else { heads };
        let pooled = pools(heads);
        let below = |&column: &usize| {
            pooled.iter().any(|&p| p != column && heads.stands_below(column, heads.group(p)))
        };
        let others = [&["fiscal_special_account"][..], &OWN_COLUMNS, &POOLED].concat();
        let (under_pooled, own): (Vec<usize>, Vec<usize>) =
            heads.all(&others).into_iter().partition(below);
        let fiscal = heads.of("fiscal_appropriation");
        let mut sources = if fiscal.is_empty() { heads.all(&FUND_COLUMNS) } else { fiscal };
        sources.extend(own);
        sources.extend(only_new(whole));
        let carried = if whole.basis == Basis::Current { carried(whole) } else { Vec::new() };
        let mut later = whole.all(&["carryover", "nonfiscal_surplus_used"]);
        // 财政拨款/上年结转 is a part of 财政拨款/小计.
        later.retain(|&column| !whole.part_of_any(&sources, column));
        Parts {
            under_pooled,
            sources,
            later: if later.is_empty() { carried.clone() } else { later },
            carried,
            spent: !whole.all(&["basic", "basic_personnel", "project"]).is_empty(),
            balances: !whole.all(&["opening_balance", "closing_balance"]).is_empty(),
        }
    }
}

/// The columns of what no fund gives, none of them below the head of another: 其他资金/小计 beside 其他资金/单位资金.
fn pools(heads: &Heads) -> Vec<usize> {
    let all = heads.all(&POOLED);
    let below = |&column: &usize| {
        all.iter().any(|&p| p != column && heads.stands_below(column, heads.group(p)))
    };
    all.iter().copied().filter(|column| !below(column)).collect()
}

/// Does the table print the parts of its sources, and the year's income beside them, but no source as a whole?
fn is_divided(heads: &Heads) -> bool {
    let sources = [&FUND_COLUMNS[..], &OWN_COLUMNS, &["fiscal_appropriation"]].concat();
    let new = Heads { basis: Basis::New, ..*heads };
    heads.basis == Basis::Current
        && !heads.of("current_income").is_empty()
        && heads.all(&sources).is_empty()
        && !new.all(&sources).is_empty()
}

/// Sources of which the table prints what is new, and not the whole; where it prints no sum of what is new, its total is
/// their sum and that of what is carried over.
fn only_new(heads: &Heads) -> Vec<usize> {
    let new = Heads { basis: Basis::New, ..*heads };
    let sums = [heads.of("current_income"), heads.of("fiscal_appropriation"), new.of("total")];
    if heads.basis != Basis::Current || sums.iter().any(|columns| !columns.is_empty()) {
        return Vec::new();
    }
    let sources = FUND_COLUMNS.iter().chain(&OWN_COLUMNS);
    let alone = sources.filter(|id| heads.of(id).is_empty());
    alone.flat_map(|id| new.of(id)).collect()
}

/// The sources of what is carried over: the columns of basis `carryover`.
fn carried(heads: &Heads) -> Vec<usize> {
    let heads = Heads { basis: Basis::Carryover, ..*heads };
    let (fiscal, pooled) = (heads.of("fiscal_appropriation"), heads.all(&POOLED));
    let mut carried = if fiscal.is_empty() { heads.all(&FUND_COLUMNS) } else { fiscal };
    carried.extend(heads.of("fiscal_special_account"));
    carried.extend(if pooled.is_empty() { heads.all(&OWN_COLUMNS) } else { pooled });
    carried
}

/// 财政拨款 = the three funds, and what is carried over of it where that stands below its head. What is new of it
/// (财政拨款/本年安排/合计) has the funds below its own head, which are of the year.
fn fiscal(heads: &Heads) -> Option<Equation> {
    let stated = heads.only("fiscal_appropriation")?;
    let current = Heads { basis: Basis::Current, ..*heads };
    let below = |heads: &Heads, ids: &[&str]| {
        let mut columns = heads.all(ids);
        columns.retain(|&column| heads.part_of_any(&[stated], column));
        columns
    };
    let funds = match heads.basis {
        Basis::New => below(&current, &FUND_COLUMNS),
        _ => heads.all(&FUND_COLUMNS),
    };
    let words = "财政拨款 is not the sum of the three funds";
    (funds.len() >= 2).then(|| {
        let carried = below(heads, &["carryover"]);
        let add = with_others_below(heads, heads.summed(stated), stated, [funds, carried].concat());
        Equation::sum_of(stated, add, words)
    })
}

/// 单位资金 or 其他资金 = the columns below its head.
fn pooled(heads: &Heads, parts: &Parts) -> Option<Equation> {
    let [stated] = pools(heads)[..] else { return None };
    let words = "单位资金 is not the sum of its columns";
    (parts.under_pooled.len() >= 2).then(|| {
        let own = parts.under_pooled.clone();
        Equation::sum_of(
            stated,
            with_others_below(heads, Some(heads.group(stated)), stated, own),
            words,
        )
    })
}

/// 上年结转 = its sources.
fn carryover(heads: &Heads, parts: &Parts) -> Option<Equation> {
    let stated = heads.only("carryover")?;
    let words = "上年结转 is not the sum of its sources";
    let carried = Heads { basis: Basis::Carryover, ..*heads };
    (!parts.carried.is_empty()).then(|| {
        let own = parts.carried.clone();
        Equation::sum_of(
            stated,
            with_others_below(&carried, heads.summed(stated), stated, own),
            words,
        )
    })
}

/// 本年收入 = the sources.
fn year(heads: &Heads, parts: &Parts) -> Option<Equation> {
    let stated = heads.only("current_income")?;
    if parts.balances || parts.spent || parts.sources.is_empty() {
        return None;
    }
    let add = with_others(heads, stated, parts.sources.clone());
    Some(Equation::sum_of(stated, add, "本年收入 is not the sum of its sources"))
}

/// 合计 = 本年收入, or where it is not printed the sources, and what is carried over.
fn total(heads: &Heads, parts: Parts) -> Option<Equation> {
    let stated = heads.only("total")?;
    let (sources, current) = (heads.addends(parts.sources), heads.of("current_income"));
    if parts.balances || sources.is_empty() {
        return None;
    }
    let add = match current.is_empty() || parts.spent {
        true => with_others(heads, stated, [sources, parts.later].concat()),
        false => [current, parts.later].concat(),
    };
    let splits = match add[..] {
        [] => false,
        [only] => !parts.spent && !heads.among(only),
        _ => true,
    };
    splits.then(|| Equation::sum_of(stated, add, "合计 is not the sum of its sources"))
}
