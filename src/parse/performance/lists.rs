//! Lists of projects: one row, or a few, for each.

use super::Reader;
use super::columns::{Columns, FUNDS, cell_at};
use super::packed::unpack;
use super::rows::Row;
use super::shares::Said;
use super::target::target;
use crate::catalog::performance::Field;
use crate::lex;
use crate::model::{Finding, FindingKind, GridCell, Indicator, Project};
use rust_decimal::Decimal;

impl Reader<'_> {
    /// The project of a list that begins in this row: its name, which may be blank, its money or its goal stands there. On a
    /// new page the project at hand may be printed again, or go on (`shares`).
    pub(super) fn listed(&mut self, row: &Row, columns: Columns) {
        if columns.project.is_none() {
            return;
        }
        let at = |place| cell_at(row.cells, place).filter(|c| !c.lines.is_empty());
        let text = |place| at(place).map(GridCell::text).unwrap_or_default();
        let (name, money) = (text(columns.project), text(columns.funds[0]));
        let goal =
            if self.goal_is_mixed(row, columns) { String::new() } else { text(columns.goal) };
        if name.is_empty() && money.is_empty() && goal.is_empty() {
            return self.begins_below(row, columns);
        }
        let said = Said { name, money, goal };
        if !columns.by_unit && !self.beside_name(row, columns, &said) {
            return;
        }
        if columns.by_unit {
            let unit = |p: &Project| p.implementing_unit == said.name;
            if row.opens_page && self.projects.last().is_some_and(unit) {
                return;
            }
            self.begin(String::new(), row.page);
            let project = self.open(row.page);
            (project.implementing_unit, project.annual_goal) = (said.name, said.goal);
            self.columns = Some(columns);
        }
        for (field, span) in FUNDS.into_iter().zip(columns.funds) {
            if let Some(cell) = at(span) {
                self.listed_funds(row.page, field, cell);
            }
        }
        if columns.funds[1].is_none() {
            self.fiscal_part(row, columns);
        }
    }

    /// Does one cell hold the goal and the groups of the indicators beside it, whose ruling is lost? Its text is that of
    /// neither, which is told where the groups are read.
    fn goal_is_mixed(&self, row: &Row, columns: Columns) -> bool {
        let group = cell_at(row.cells, columns.level1);
        let same = |goal: &&GridCell| group.is_some_and(|c| (c.row, c.col) == (goal.row, goal.col));
        cell_at(row.cells, columns.goal).filter(same).is_some_and(|c| self.jumbled(&c.text()))
    }

    /// The money of the one part of 财政拨款 that has any. Of several the sum is not printed, which is told.
    fn fiscal_part(&mut self, row: &Row, columns: Columns) {
        let parts = columns.fiscal_parts.into_iter().filter_map(|p| cell_at(row.cells, p));
        let paid: Vec<&GridCell> =
            parts.filter(|c| !self.words.is_left_blank(&c.text()) && !is_nil(&c.text())).collect();
        match paid[..] {
            [] => {}
            [cell] => self.listed_funds(row.page, Field::FundsFiscal, cell),
            [first, ..] => {
                let message = "a performance table prints the fiscal funds of a project in parts and not their sum";
                let finding = Finding::new(FindingKind::PerformanceUnread, message);
                self.findings.push(finding.at_rect(row.page, first.rect));
            }
        }
    }

    /// A row of a list with all indicators of a project in one cell; rows of sums and of bodies have none.
    pub(super) fn packed(&mut self, row: &Row, columns: Columns) {
        let cell = cell_at(row.cells, columns.packed).map(GridCell::text).unwrap_or_default();
        let found = unpack(&cell, &self.words.packed_value);
        if found.is_empty() {
            return;
        }
        self.listed(&Row { opens_page: false, fields: Vec::new(), inline: None, ..*row }, columns);
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

/// Does a cell print that there is no money, as 0.00?
fn is_nil(text: &str) -> bool {
    lex::figure(text).is_some_and(|n| n.value.is_zero())
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
