//! Lists of projects: one row, or a few, for each.

use super::Reader;
use super::columns::{Columns, FUNDS, cell_at};
use super::packed::unpack;
use super::rows::Row;
use super::target::target;
use crate::model::{Amount, GridCell, Indicator, Project, squeeze};
use rust_decimal::Decimal;

impl Reader<'_> {
    /// The project of a list that begins in this row: its name, which may be blank, its money or its goal stands there. On a
    /// new page the project at hand may be printed again, or its name go on.
    pub(super) fn listed(&mut self, row: &Row, columns: Columns, opens_page: bool) {
        if columns.project.is_none() {
            return;
        }
        let at = |place| cell_at(row.cells, place).filter(|c| !c.lines.is_empty());
        let text = |place| at(place).map(GridCell::text).unwrap_or_default();
        let (name, money, goal) =
            (text(columns.project), text(columns.funds[0]), text(columns.goal));
        if name.is_empty() && money.is_empty() && goal.is_empty() {
            return;
        }
        let named = |p: &Project| {
            if columns.by_unit { p.implementing_unit.clone() } else { p.name.clone() }
        };
        if opens_page && columns.by_unit && self.projects.last().is_some_and(|p| named(p) == name) {
            return;
        }
        if opens_page
            && !columns.by_unit
            && let Some(last) = self.projects.last_mut()
            && goes_on(last, &name, &money, &goal)
        {
            return;
        }
        match columns.by_unit {
            true => {
                self.begin(String::new(), row.page);
                self.open(row.page).implementing_unit = name;
            }
            false => self.begin(name, row.page),
        }
        self.columns = Some(columns);
        for (field, span) in FUNDS.into_iter().zip(columns.funds) {
            if let Some(cell) = at(span) {
                self.funds(row.page, field, Some(cell), &cell.text());
            }
        }
        self.open(row.page).annual_goal = goal;
    }

    /// A row of a list with all indicators of a project in one cell; rows of sums and of bodies have none.
    pub(super) fn packed(&mut self, row: &Row, columns: Columns) {
        let cell = cell_at(row.cells, columns.packed).map(GridCell::text).unwrap_or_default();
        let found = unpack(&cell, &self.words.packed_value);
        if found.is_empty() {
            return;
        }
        self.listed(row, columns, false);
        let words = self.words;
        let indicators = &mut self.open(row.page).indicators;
        for p in found {
            let number = indicators.len() as u32 + 1;
            let target = target(&p.value, words);
            indicators.push(Indicator {
                number,
                level1: p.level1,
                level2: p.level2,
                level3: p.level3,
                target,
                value: p.value,
                page: row.page,
                ..Indicator::default()
            });
        }
    }
}

/// The projects without those rows of a list that are a body's sum: they have no indicators, and the money of the
/// projects below them.
pub(super) fn without_sums(projects: Vec<Project>) -> Vec<Project> {
    let money = |p: &Project| p.funds_total.as_ref().map(|a| a.yuan);
    let is_sum = |i: usize| {
        let bare = |p: &&Project| !p.indicators.is_empty();
        let below = projects[i + 1..].iter().take_while(bare);
        let mut sums = below.filter_map(money).scan(Decimal::ZERO, |sum, yuan| {
            *sum = sum.checked_add(yuan)?;
            Some(*sum)
        });
        let own = money(&projects[i]).filter(|yuan| !yuan.is_zero());
        projects[i].indicators.is_empty() && own.is_some_and(|own| sums.any(|sum| sum == own))
    };
    let sums: Vec<bool> = (0..projects.len()).map(is_sum).collect();
    projects.into_iter().zip(sums).filter(|(_, sum)| !sum).map(|(p, _)| p).collect()
}

/// Does the page go on with the project at hand? What it prints of it is added.
fn goes_on(last: &mut Project, name: &str, money: &str, goal: &str) -> bool {
    let same_money = |a: &Amount| squeeze(&a.stated) == squeeze(money);
    let same = money.is_empty() || last.funds_total.as_ref().is_some_and(same_money);
    let known = goal.is_empty() || last.annual_goal == goal;
    if last.name != name && !(same && (name.is_empty() || known)) {
        return false;
    }
    // A goal that does not end on its page.
    if name.is_empty() && money.is_empty() && last.annual_goal != goal {
        last.annual_goal.push_str(goal);
    }
    if last.name != name {
        last.name.push_str(name);
    }
    true
}
