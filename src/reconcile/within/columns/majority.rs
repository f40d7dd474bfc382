//! W2, what a table's own rows decide: whether a column belongs to the sum. One slip cannot outvote the other rows.

use super::equation::{Equation, Twins};
use super::heads::Heads;
use crate::catalog::rules::words;
use crate::model::{Column, Row, Verdict};
use crate::reconcile::book::Sheet;
use crate::reconcile::tolerance::{Relation, compare};

const RARE: [&str; 3] = ["operating", "remitted_to_superior", "subsidy_to_affiliates"];

/// So many groups of columns at most may join a sum: every choice among them is tried.
const GROUPS: usize = 4;

/// Does the sum of `add` hold in that row?
fn holds(sheet: &Sheet, row: &Row, stated: usize, add: &[usize]) -> bool {
    let sum = Equation::sum_of(stated, add.to_vec(), "").sum(sheet, row, &Twins::default());
    let outcome = compare(Relation::Equal, sheet.at(row, stated), &sum);
    outcome.is_some_and(|o| o.verdict <= Verdict::Rounding)
}

/// `add` without the rarer kinds of expenditure that the table counts among basic and project expenditure: at least two
/// rows print one, and all of these add up without it only.
pub(super) fn without_memos(sheet: &Sheet, stated: usize, mut add: Vec<usize>) -> Vec<usize> {
    let is_rare = |c: &usize| RARE.contains(&sheet.table.columns[*c].id.as_str());
    for column in add.iter().copied().filter(is_rare).collect::<Vec<_>>() {
        let rows: Vec<&Row> =
            sheet.table.rows.iter().filter(|r| sheet.at(r, column).is_nonzero()).collect();
        let without: Vec<usize> = add.iter().copied().filter(|&c| c != column).collect();
        let memo = |r: &&Row| holds(sheet, r, stated, &without) && !holds(sheet, r, stated, &add);
        if rows.len() > 1 && rows.iter().all(memo) {
            add = without;
        }
    }
    add
}

/// `add` and those groups of `other:` columns that the majority of the rows needs for its sum. A column below the heads of
/// an addend is in it already.
pub(super) fn with_others(heads: &Heads, stated: usize, add: Vec<usize>) -> Vec<usize> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for column in others(heads).filter(|&c| !heads.part_of_any(&add, c)) {
        let name = heads.top(column);
        match groups.iter_mut().find(|(n, _)| *n == name) {
            Some((_, group)) => group.push(column),
            None => groups.push((name, vec![column])),
        }
    }
    groups.truncate(GROUPS);
    needed(heads, stated, add, groups.into_iter().map(|(_, group)| group).collect())
}

/// `add`, the columns that are known below the heads of `stated` (小计), and with them the `other:` columns there, if the
/// majority of the rows needs them: what is printed below a sum's own head belongs to it.
pub(super) fn with_others_below(
    heads: &Heads,
    above: Option<&str>,
    stated: usize,
    add: Vec<usize>,
) -> Vec<usize> {
    let Some(above) = above else { return add };
    let below: Vec<usize> = others(heads).filter(|&c| heads.stands_below(c, above)).collect();
    let sums: Vec<usize> = below.iter().chain(&add).copied().collect();
    let own = below.iter().copied().filter(|&c| c != stated && !heads.part_of_any(&sums, c));
    let own: Vec<usize> = own.collect();
    if own.is_empty() { add } else { needed(heads, stated, add, vec![own]) }
}

/// `add` and those of the groups that the majority of the rows needs for its sum.
fn needed(heads: &Heads, stated: usize, add: Vec<usize>, groups: Vec<Vec<usize>>) -> Vec<usize> {
    let choose = |mask: usize| {
        let chosen = groups.iter().enumerate().filter(|(i, _)| mask & 1 << i != 0);
        add.iter().chain(chosen.flat_map(|(_, group)| group)).copied().collect::<Vec<usize>>()
    };
    let hits = |mask: usize| {
        let chosen = choose(mask);
        let rows = heads.sheet.table.rows.iter();
        rows.filter(|row| holds(heads.sheet, row, stated, &chosen)).count()
    };
    // Ties go to the larger sum: a blank source adds nothing. Where no choice holds in any row, none is added.
    let best = (0..1 << groups.len()).map(|mask| (hits(mask), mask)).max();
    choose(best.filter(|(hits, _)| *hits > 0).map_or(0, |(_, mask)| mask))
}

/// The columns that the catalog does not know and that are no part of another.
fn others<'h>(heads: &'h Heads) -> impl Iterator<Item = usize> + 'h {
    let among = |text: &str| text.contains(words().among);
    let wanted = move |c: &Column| {
        c.id.is_other() && c.basis == heads.basis && !among(c.id.as_str()) && !among(&c.label)
    };
    let columns = heads.sheet.table.columns.iter().enumerate();
    columns.filter(move |(i, c)| wanted(c) && !heads.repeats(*i)).map(|(i, _)| i)
}
