//! W5: the “三公” expenses add up.

use crate::model::{Basis, Check, Row, Stated};
use crate::reconcile::across::absent;
use crate::reconcile::book::{Book, F10, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::nowhere;
use crate::reconcile::tolerance::Sum;
use hashbrown::HashMap;

pub(in crate::reconcile) const RULE: &str = "W5";

const SUMS: [(&str, &[&str]); 4] = [
    (
        "three_public.total",
        &["three_public.overseas_travel", "three_public.reception", "three_public.vehicles"],
    ),
    ("three_public.vehicles", &["three_public.vehicle_purchase", "three_public.vehicle_operation"]),
    (
        "three_public.overseas_travel",
        &["three_public.overseas_travel_general", "three_public.overseas_travel_research"],
    ),
    (
        "three_public.total_with_meetings_and_training",
        &["three_public.total", "three_public.meetings", "three_public.training"],
    ),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for set in &book.sets {
        if set.get(F10).is_none() {
            checks.push(absent(Check { stated: Stated::table(F10), ..nowhere(RULE) }, set, F10));
        }
        for sheet in set.sheets.iter().filter(|s| s.id() == F10) {
            for group in groups(sheet) {
                SUMS.iter()
                    .for_each(|(total, parts)| check_sum(sheet, &group, total, parts, &mut checks));
            }
        }
    }
    checks
}

/// The rows of each unit: the table begins anew where an item comes again. Rows of one number are one row, printed once
/// for each basis.
pub(in crate::reconcile) fn groups<'a>(sheet: &Sheet<'a>) -> Vec<Vec<&'a Row>> {
    let mut groups: Vec<Vec<&Row>> = vec![Vec::new()];
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    for row in sheet.table.rows.iter().filter(|r| r.item().starts_with("three_public.")) {
        let last = groups.len() - 1;
        let group = *numbers.entry(row.number).or_insert_with(|| {
            let again =
                groups[last].iter().any(|r| r.item == row.item || r.row_unit != row.row_unit);
            if again { last + 1 } else { last }
        });
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(row);
    }
    groups
}

/// The group's figure of that item and measure; blank where none is printed.
pub(in crate::reconcile) fn figure(
    sheet: &Sheet,
    group: &[&Row],
    item: &str,
    id: &str,
    basis: Basis,
) -> Figure {
    let rows = group.iter().filter(|r| r.item() == item);
    let figures = rows.filter_map(|r| sheet.place(r, id, basis).map(|c| sheet.at(r, c)));
    figures.fold(Figure::Blank, Figure::or)
}

fn check_sum(sheet: &Sheet, group: &[&Row], total: &str, parts: &[&str], checks: &mut Vec<Check>) {
    let printed = |item: &str| group.iter().any(|r| r.item() == item);
    if !parts.iter().any(|p| printed(p)) {
        return;
    }
    for column in 0..sheet.table.columns.len() {
        let at = |item: &str| {
            group
                .iter()
                .filter(|r| r.item() == item)
                .map(|r| sheet.at(r, column))
                .fold(Figure::Blank, Figure::or)
        };
        // 公务用车 or 出国 may be printed by its parts only.
        let part = |item: &str| match SUMS.iter().find(|(t, _)| *t == item && at(item).is_blank()) {
            Some((_, below)) => Sum::of(below.iter().map(|p| at(p))),
            None => Sum::of([at(item)]),
        };
        let mut sum = Sum::default();
        parts.iter().for_each(|p| sum.extend(&part(p)));
        let stated = group.iter().find(|r| r.item() == total && !sheet.at(r, column).is_blank());
        let Some(row) = stated.or(group.iter().find(|r| r.item() == total)) else { continue };
        let words = "the total is not the sum of its items";
        checks.extend(sheet.cell(row, column).equals(RULE, &sum, words));
    }
}
