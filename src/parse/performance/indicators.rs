//! Rows of indicators.

use super::Reader;
use super::columns::{Columns, cell_at, text_at};
use super::rows::Row;
use super::target::target;
use crate::catalog::performance::Performance;
use crate::model::{Finding, FindingKind, Form, GridCell, Indicator, squeeze};

impl Reader<'_> {
    /// The indicator of a row.
    pub(super) fn indicator(&mut self, row: &Row, columns: Columns) {
        if self.projects.is_empty() {
            let name = self.name_from_title();
            self.begin(name, row.page);
            self.columns = Some(columns);
        }
        let words = self.words;
        let columns = self.first_groups(row, columns);
        let mut level3 = text_at(row.covering, row.r, columns.level3);
        let value = value(row, columns, words);
        let same_group = self.group(row, columns);
        if columns.joined {
            level3 = self.part(&level3);
        }
        let said = [columns.actual, columns.weight, columns.score];
        let said = said.map(|place| text_at(row.covering, row.r, place));
        let is_left_blank = || said.iter().chain([&level3, &value]).all(|t| words.is_left_blank(t));
        if level3.is_empty() && value.is_empty() || is_left_blank() {
            return;
        }
        self.values_unread(row, columns);
        let indicators = &mut self.open(row.page).indicators;
        if let Some(last) = indicators.last_mut()
            && row.first
            && same_group
            && last.page + 1 == row.page
            && (level3.is_empty() || value.is_empty())
        {
            last.level3.push_str(&level3);
            last.value.push_str(&value);
            last.target = target(&last.value, words);
            last.actual.push_str(&text_at(row.covering, row.r, columns.actual));
            if let Some(reason) = &mut last.reason {
                reason.push_str(&text_at(row.covering, row.r, columns.reason));
            }
            return;
        }
        let number = indicators.len() as u32 + 1;
        let [level1, level2] = self.groups.each_ref().map(|g| g.name.clone());
        let own = |place| cell_at(row.covering, place).filter(|c| c.row == row.r);
        let weight = self.points(row.page, own(columns.weight));
        let score = self.points(row.page, own(columns.score));
        // A reason may stand merged beside several indicators.
        let reason = || cell_at(row.covering, columns.reason).map(GridCell::text);
        let indicator = Indicator {
            number,
            level1,
            level2,
            level3,
            target: target(&value, words),
            value,
            actual: text_at(row.covering, row.r, columns.actual),
            weight,
            score,
            reason: columns.reason.map(|_| reason().unwrap_or_default()),
            page: row.page,
        };
        let project = self.open(row.page);
        if columns.actual.is_some() || columns.score.is_some() {
            project.form = Form::SelfEvaluation;
        }
        project.indicators.push(indicator);
    }
}

impl Reader<'_> {
    /// The columns, with that of 一级指标 by the names of its groups where the head over it is blank.
    fn first_groups(&mut self, row: &Row, mut columns: Columns) -> Columns {
        let Some((left, _)) = columns.level2.filter(|_| columns.level1.is_none()) else {
            return columns;
        };
        let is_group =
            |c: &&&GridCell| c.rect.x1 <= left + 1.0 && self.words.is_first_group(&c.text());
        if let Some(cell) = row.covering.iter().find(is_group) {
            columns.level1 = Some((cell.rect.x0, cell.rect.x1));
            (self.columns, self.last_columns) = (Some(columns), Some(columns));
        }
        columns
    }

    /// Tells, once for each head, that it names no column of values though texts stand in one that nothing reads.
    fn values_unread(&mut self, row: &Row, columns: Columns) {
        let Some((_, right)) = columns.level3.filter(|_| columns.value.is_none()) else { return };
        let read = [columns.operator, columns.unit, columns.actual, columns.weight]
            .into_iter()
            .chain([columns.score, columns.reason, columns.goal, columns.project])
            .chain(columns.funds)
            .filter_map(|place| cell_at(row.cells, place));
        let read: Vec<usize> = read.map(|c| c.col).collect();
        let is_unread = |c: &&&GridCell| {
            c.rect.x0 >= right - 1.0 && !c.lines.is_empty() && !read.contains(&c.col)
        };
        let Some(cell) = row.cells.iter().find(is_unread).filter(|_| !self.values_told) else {
            return;
        };
        self.values_told = true;
        let message = format!(
            "the head of the indicators names no column of values, and “{}” stands in one that was not read",
            cell.text()
        );
        let finding = Finding::new(FindingKind::PerformanceUnread, message);
        self.findings.push(finding.at_rect(row.page, cell.rect));
    }
}

/// The value of a row. Some layouts print operator, number and unit in cells of their own.
fn value(row: &Row, columns: Columns, words: &Performance) -> String {
    let text = |place| text_at(row.covering, row.r, place);
    let value = text(columns.value);
    if value.is_empty()
        || columns.operator.is_none() && !value.ends_with(|c: char| c.is_ascii_digit())
    {
        return value;
    }
    let operator = text(columns.operator);
    let qualitative = words.targets.qualitative.contains(&squeeze(&operator));
    let operator = if qualitative { "" } else { operator.as_str() };
    format!("{operator}{value}{}", text(columns.unit))
}
