//! W2, what a table's own rows decide: whether a column belongs to the sum. One slip cannot outvote the other rows.

use super::columns::{Equation, Twins, sum};
use crate::model::{Basis, Column, Row, Verdict};
use crate::reconcile::book::Sheet;
use crate::reconcile::tolerance::{Relation, compare};

const RARE: [&str; 3] = ["operating", "remitted_to_superior", "subsidy_to_affiliates"];

/// Does the sum of `add` hold in that row?
fn holds(sheet: &Sheet, row: &Row, stated: usize, add: &[usize]) -> bool {
    let equation = Equation { stated, add: add.to_vec(), subtract: vec![], words: "" };
    let outcome =
        compare(Relation::Equal, sheet.at(row, stated), &sum(sheet, row, &equation, &Twins::new()));
    outcome.is_some_and(|o| o.verdict <= Verdict::Rounding)
}

/// Drops the rarer kinds of expenditure where the table counts them among basic and project expenditure: at least two rows
/// print one, and all of these add up without it only.
pub(super) fn memos(sheet: &Sheet, stated: usize, add: &mut Vec<usize>) {
    let rare: Vec<usize> = add
        .iter()
        .copied()
        .filter(|&c| RARE.contains(&sheet.table.columns[c].id.as_str()))
        .collect();
    for column in rare {
        let rows: Vec<&Row> =
            sheet.table.rows.iter().filter(|r| sheet.at(r, column).is_nonzero()).collect();
        let without: Vec<usize> = add.iter().copied().filter(|&c| c != column).collect();
        if rows.len() > 1
            && rows
                .iter()
                .all(|r| holds(sheet, r, stated, &without) && !holds(sheet, r, stated, add))
        {
            *add = without;
        }
    }
}

/// The first head of a column's printed path.
pub(super) fn head<'a>(sheet: &Sheet<'a>, column: usize) -> &'a str {
    let column = &sheet.table.columns[column];
    let path = column.label.split('/').next().unwrap_or("");
    if path.is_empty() {
        column.id.printed().unwrap_or(column.id.as_str()).split('/').next().unwrap_or("")
    } else {
        path
    }
}

/// `add` and those groups of `other:` columns that the majority of the rows needs for its sum.
pub(super) fn with_others(
    sheet: &Sheet,
    stated: usize,
    add: Vec<usize>,
    basis: Basis,
) -> Vec<usize> {
    let wanted = |c: &Column| {
        c.id.is_other()
            && c.basis == basis
            && !c.id.as_str().contains("其中")
            && !c.label.contains("其中")
    };
    let others: Vec<usize> =
        (0..sheet.table.columns.len()).filter(|&c| wanted(&sheet.table.columns[c])).collect();
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for column in others {
        let name = head(sheet, column);
        match groups.iter_mut().find(|(n, _)| *n == name) {
            Some((_, group)) => group.push(column),
            None => groups.push((name, vec![column])),
        }
    }
    groups.truncate(4);
    let choose = |mask: usize| {
        let chosen = groups
            .iter()
            .enumerate()
            .filter(|(i, _)| mask & 1 << i != 0)
            .flat_map(|(_, (_, g))| g.iter().copied());
        add.iter().copied().chain(chosen).collect::<Vec<usize>>()
    };
    let hits = |mask: usize| {
        let chosen = choose(mask);
        sheet.table.rows.iter().filter(|row| holds(sheet, row, stated, &chosen)).count()
    };
    let all = (1 << groups.len()) - 1;
    // Ties go to the larger sum: a blank source adds nothing. Where no choice holds in any row, none is added.
    let best = (0..=all)
        .max_by_key(|&mask| (hits(mask), mask))
        .filter(|&mask| hits(mask) > 0)
        .unwrap_or(0);
    choose(best)
}
