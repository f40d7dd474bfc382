//! W1, which row of a summary's side is which: totals, items of the year, items after it, parts of items.

use crate::model::{FUND_INCOME, OWN_INCOME, Row};
use hashbrown::HashMap;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Items that stand between the year's sum and the grand total.
const AFTER: [&str; 4] = [
    "income.carryover",
    "income.nonfiscal_surplus_used",
    "expenditure.carryforward",
    "expenditure.surplus_distribution",
];
/// Expenditure by nature: a second way to split the expenditure that the same side lists by class.
const NATURE: [&str; 5] = [
    "expenditure.basic",
    "expenditure.project",
    "expenditure.reserve",
    "expenditure.remitted_to_superior",
    "expenditure.subsidy_to_affiliates",
];
/// 转移性支出: 年终结余 (23009) is one of its own subclasses.
const TRANSFERS: &str = "function.230";
/// A row that is set in begins at least so many points further right: half a blank of the smallest type.
const STEP: f32 = 1.0;
/// Items whose parts, all printed below them, add up to them.
pub(super) const FAMILIES: [(&str, &[&str]); 4] = [
    ("income.fiscal_appropriation", &FUND_INCOME),
    (
        "income.carryover",
        &[
            "income.carryover.general_public_budget",
            "income.carryover.government_fund",
            "income.carryover.state_capital",
            "income.carryover.fiscal",
            "income.carryover.nonfiscal",
        ],
    ),
    ("income.unit_funds", &OWN_INCOME),
    ("income.other_funds", &OWN_INCOME),
];

/// The rows of one side by their part in the sums.
pub(super) struct Split<'a> {
    /// The grand total.
    pub total: Option<&'a Row>,
    /// 本年…合计.
    pub current: Option<&'a Row>,
    /// Top items of the year.
    pub year: Vec<&'a Row>,
    /// Top items between the year's sum and the total.
    pub after: Vec<&'a Row>,
    /// The second way to split the year's expenditure.
    pub nature: Vec<&'a Row>,
    /// Items with parts, by their row numbers.
    pub parts: BTreeMap<u32, (&'a Row, Vec<&'a Row>)>,
}

fn is_total(row: &Row) -> bool {
    matches!(
        row.item(),
        "income.total" | "income.current_total" | "expenditure.total" | "expenditure.current_total"
    )
}

/// Is it the grand total?
fn is_whole(row: &Row) -> bool {
    matches!(row.item(), "income.total" | "expenditure.total")
}

fn is_after(row: &Row) -> bool {
    AFTER.contains(&row.item())
}

/// Are both classes and natures listed, the natures in full?
fn lists_both(rows: &[&Row]) -> bool {
    let has = |item: &str| rows.iter().any(|r| r.item() == item);
    rows.iter().any(|r| r.item().starts_with("function."))
        && has("expenditure.basic")
        && has("expenditure.project")
}

/// The side's blocks, each with its own sums: expenditure that is listed by class and, below the sum of that, again by
/// nature (or the other way round). Else the side is one.
pub(super) fn blocks<'a>(rows: &[&'a Row]) -> Vec<Vec<&'a Row>> {
    let is_class = |row: &Row| row.item().starts_with("function.");
    let is_nature = |row: &Row| matches!(row.item(), "expenditure.basic" | "expenditure.project");
    let starts = (rows.iter().position(|r| is_class(r)), rows.iter().position(|r| is_nature(r)));
    let (Some(class), Some(nature)) = starts else { return vec![rows.to_vec()] };
    let start = class.max(nature);
    let (first, second) = rows.split_at(start);
    let again = second.iter().any(|r| if class < nature { is_class(r) } else { is_nature(r) });
    let sum = first.iter().rposition(|row| is_total(row));
    let headed = sum.is_some_and(|sum| sum > class.min(nature));
    if !lists_both(rows) || again || !headed || !second.iter().any(|r| is_total(r)) {
        return vec![rows.to_vec()];
    }
    // What stands between the year's sum and a total that only the second block prints belongs to that total.
    let whole = |rows: &[&Row]| rows.iter().any(|r| is_whole(r));
    let mut below = second.to_vec();
    if !whole(first) && !below.iter().any(|r| is_after(r)) {
        let at = below.iter().position(|r| is_whole(r)).unwrap_or(below.len());
        below.splice(at..at, first.iter().copied().filter(|r| is_after(r)));
    }
    vec![first.to_vec(), below]
}

/// Tells the rows of one side apart, by what is printed of their nesting or, if `by_figures`, also by rows without an item
/// that add up to the item above them.
pub(super) fn split<'a>(rows: &[&'a Row], by_figures: bool) -> Split<'a> {
    let parent = parents(rows, by_figures);
    let total = rows.iter().position(|r| is_whole(r));
    let current = rows
        .iter()
        .position(|r| matches!(r.item(), "income.current_total" | "expenditure.current_total"));
    let mut split = Split {
        total: total.map(|i| rows[i]),
        current: current.map(|i| rows[i]),
        year: Vec::new(),
        after: Vec::new(),
        nature: Vec::new(),
        parts: BTreeMap::new(),
    };
    let both = lists_both(rows);
    let headed = current.is_some_and(|c| (0..c).any(|i| parent[i].is_none() && !is_after(rows[i])));
    let mut among_natures = false;
    for (index, row) in rows.iter().enumerate() {
        // A row that the vocabulary does not know (事业单位经营支出) is of the natures that it stands below.
        among_natures = NATURE.contains(&row.item()) || among_natures && row.item.is_none();
        if is_total(row) {
            continue;
        }
        // Items between 本年…合计, printed below the year's items, and the total are no items of the year.
        let between = headed && current.zip(total).is_some_and(|(c, t)| c < index && index < t);
        match parent[index] {
            Some(above) => split
                .parts
                .entry(rows[above].number)
                .or_insert((rows[above], Vec::new()))
                .1
                .push(row),
            None if both && among_natures => split.nature.push(row),
            None if is_after(row) || between => split.after.push(row),
            None => split.year.push(row),
        }
    }
    split
}

/// The item that the rows without an item below it, this one among them, add up to: a group whose nesting is not printed.
/// What rows without a figure say of their place does not count.
fn explained(rows: &[&Row], index: usize) -> Option<usize> {
    let stated = |i: usize| rows[i].cells.iter().any(|c| c.amount().is_some());
    let plain = |i: usize| rows[i].item.is_none() && (rows[i].part_of.is_none() || !stated(i));
    let above =
        (0..index).rev().find(|&i| !plain(i)).filter(|&a| plain(index) && !is_total(rows[a]))?;
    let mut sums: BTreeMap<usize, Decimal> = BTreeMap::new();
    let below = (above + 1..rows.len()).take_while(|&i| plain(i));
    for (column, yuan) in below.flat_map(|i| figures(rows[i])) {
        let sum = sums.entry(column).or_default();
        *sum = sum.checked_add(yuan)?;
    }
    (!sums.is_empty() && sums == figures(rows[above]).collect()).then_some(above)
}

/// The row that this one is set in below, if all rows set in as far below that add up to it: a group whose nesting only the
/// indentation tells, by a step too small to be trusted alone.
fn set_in(rows: &[&Row], index: usize) -> Option<usize> {
    let x = |i: usize| rows[i].rect.x0;
    let around = |i: usize| {
        let above = (0..i).rev().take_while(|&a| !is_total(rows[a]));
        above.filter(|&a| rows[a].page == rows[i].page).find(|&a| x(a) + STEP < x(i))
    };
    let above = around(index)?;
    let below = (above + 1..rows.len()).take_while(|&i| x(above) + STEP < x(i));
    let mut sums: BTreeMap<usize, Decimal> = BTreeMap::new();
    for (column, yuan) in below.filter(|&i| around(i) == Some(above)).flat_map(|i| figures(rows[i]))
    {
        let sum = sums.entry(column).or_default();
        *sum = sum.checked_add(yuan)?;
    }
    (!sums.is_empty() && sums == figures(rows[above]).collect()).then_some(above)
}

/// The nearest row above whose code is a beginning of this one's: 20601 below 206.
fn above_code(rows: &[&Row], index: usize) -> Option<usize> {
    let own = rows[index].code.as_ref()?;
    let holds = |above: &usize| rows[*above].code.as_ref().is_some_and(|c| own.is_below(c));
    (0..index).rev().find(holds)
}

/// The amounts of a row, by their columns.
fn figures(row: &Row) -> impl Iterator<Item = (usize, Decimal)> + '_ {
    row.cells.iter().filter_map(|c| Some((c.column, c.amount()?.yuan)))
}

/// For each row the index of the item that it is a part of; what stands under a total is an item of its own.
fn parents(rows: &[&Row], by_figures: bool) -> Vec<Option<usize>> {
    let by_number: HashMap<u32, usize> =
        rows.iter().enumerate().map(|(i, r)| (r.number, i)).collect();
    let by_item: HashMap<&str, usize> =
        rows.iter().enumerate().rev().map(|(i, r)| (r.item(), i)).collect();
    // 其中 below 上年结转 says nothing of how the items of the year nest.
    let after = |number: u32| by_number.get(&number).is_some_and(|&i| is_after(rows[i]));
    let stated = |r: &Row| r.cells.iter().any(|c| c.amount().is_some());
    let printed =
        rows.iter().any(|r| r.part_of.is_some_and(|n| !after(n)) && (!by_figures || stated(r)));
    let carry = by_item.get("income.carryover").copied();
    let family = |index: usize| {
        let above = FAMILIES.iter().filter(|(_, parts)| parts.contains(&rows[index].item()));
        above.filter_map(|(item, _)| by_item.get(item)).copied().filter(|&a| a < index).max()
    };
    let mut parent: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    let mut class = None;
    for (index, row) in rows.iter().enumerate() {
        let said =
            row.part_of.and_then(|n| by_number.get(&n)).copied().filter(|&above| above < index);
        // Carry-over and the like stand beside the items of the year, never below one of them.
        let holds = |above: &Row| above.item.is_none() || above.item() == TRANSFERS;
        let said = said.filter(|&above| !is_after(row) || holds(rows[above]));
        // A fund that comes again below 上年结转 is the part of it that is carried over.
        let carried =
            || FUND_INCOME.contains(&row.item()).then(|| carry.filter(|&c| c < index)).flatten();
        // Below a class stand its 款 and 项, without an ordinal of their own.
        let unnamed = printed && row.item.is_none() && row.label == row.name;
        let above = said
            .or_else(|| {
                family(index).filter(|_| !printed || row.item().starts_with("income.carryover."))
            })
            .or_else(|| class.filter(|_| unnamed));
        let above = above.or_else(|| above_code(rows, index));
        let again = by_item.get(row.item()).is_some_and(|&first| first < index);
        let above = carried()
            .filter(|_| again)
            .or(above)
            .or_else(|| explained(rows, index).filter(|_| by_figures))
            .or_else(|| set_in(rows, index).filter(|_| by_figures));
        parent.push(above.filter(|&above| !is_total(row) && !is_total(rows[above])));
        if is_total(row) {
            class = None;
        } else if row.item().starts_with("function.") && row.part_of.is_none() {
            class = Some(index);
        }
    }
    parent
}
