//! W5: the “三公” expenses add up.

use crate::model::{Check, Row};
use crate::reconcile::Rule;
use crate::reconcile::book::{Book, F10, Sheet};
use crate::reconcile::place::{Finish, on_cell};
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(in crate::reconcile) const RULE: Rule = Rule {
    id: "W5",
    title: "“三公” expenses add up",
    what: "合计 = 因公出国（境）费 + 公务接待费 + 公务用车购置及运行费; 公务用车 = 购置费 + 运行费; where printed, 因公出国（境）费 = \
           general + research travel, and the total with 会议费 and 培训费 = “三公” + 会议费 + 培训费; in every column and basis.",
    why: "The most-read table of a disclosure, and the one that is most often typed by hand.",
    source: "contract, checks.md, W5",
    example: "合计 462,100 against 46,900 + 9,000 + 406,100 = 462,000: rounding (万元 with two decimals)",
};

const SUMS: [(&str, &[&str]); 4] = [
    ("three_public.total", &["three_public.overseas_travel", "three_public.reception", "three_public.vehicles"]),
    ("three_public.vehicles", &["three_public.vehicle_purchase", "three_public.vehicle_operation"]),
    ("three_public.overseas_travel", &["three_public.overseas_travel_general", "three_public.overseas_travel_research"]),
    ("three_public.total_with_meetings_and_training", &["three_public.total", "three_public.meetings", "three_public.training"]),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets().filter(|s| s.id() == F10) {
        for group in groups(sheet) {
            SUMS.iter().for_each(|(total, parts)| check_sum(sheet, &group, total, parts, &mut checks));
        }
    }
    checks
}

/// The rows of each unit (the table begins anew where an item comes again).
pub(in crate::reconcile) fn groups<'a>(sheet: &Sheet<'a>) -> Vec<Vec<&'a Row>> {
    let mut groups: Vec<Vec<&Row>> = vec![Vec::new()];
    for row in sheet.table.rows.iter().filter(|r| r.item.starts_with("three_public.")) {
        let again = groups.last().is_some_and(|g| g.iter().any(|r| r.item == row.item || r.row_unit != row.row_unit));
        if again {
            groups.push(Vec::new());
        }
        groups.last_mut().expect("never empty").push(row);
    }
    groups
}

fn check_sum(sheet: &Sheet, group: &[&Row], total: &str, parts: &[&str], checks: &mut Vec<Check>) {
    let row = |item: &str| group.iter().copied().find(|r| r.item == item);
    let Some(stated) = row(total) else { return };
    if parts.iter().all(|p| row(p).is_none()) {
        return;
    }
    // A 公用车 or 出国 figure may be printed by its parts only.
    let figure = |item: &str, column: usize| match row(item) {
        Some(row) => Sum::of([sheet.at(row, column)]),
        None => {
            let below = SUMS.iter().find(|(t, _)| *t == item).map_or(&[] as &[&str], |(_, parts)| parts);
            Sum::of(below.iter().filter_map(|p| row(p)).map(|r| sheet.at(r, column)))
        }
    };
    for column in 0..sheet.table.columns.len() {
        let mut sum = Sum::default();
        parts.iter().for_each(|p| sum.extend(&figure(p, column)));
        if let Some(outcome) = compare(Relation::Equal, sheet.at(stated, column), &sum) {
            checks.push(on_cell(RULE.id, sheet.table, stated, column).worked(outcome, "the total is not the sum of its items"));
        }
    }
}
