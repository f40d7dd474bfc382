//! Rows of indicators.

use super::Reader;
use super::columns::{Columns, cell_at, text_at};
use super::rows::Row;
use super::target::target;
use crate::catalog::performance::Performance;
use crate::model::{Form, GridCell, Indicator, squeeze};

impl Reader<'_> {
    /// The indicator of a row.
    pub(super) fn indicator(&mut self, row: &Row, columns: Columns) {
        if self.projects.is_empty() {
            let name = self.name_from_title();
            self.begin(name, row.page);
            self.columns = Some(columns);
        }
        let words = self.words;
        let level3 = text_at(row.covering, row.r, columns.level3);
        let value = value(row, columns, words);
        let (level1, level2) = self.groups(row, columns);
        let same_group = self.carried == (level1.clone(), level2.clone());
        self.name_those_above(row, columns, &level1);
        self.carried = (level1.clone(), level2.clone());
        if level3.is_empty() && value.is_empty() {
            return;
        }
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

    /// The text of a merged 一级 cell may stand on the page behind that where it begins: the indicators before, which all lack
    /// one, are its own.
    fn name_those_above(&mut self, row: &Row, columns: Columns, level1: &str) {
        let begins = |c: &&GridCell| c.row == row.r && c.rowspan > 1;
        let goes_on = (row.first || row.opens_page)
            && cell_at(row.covering, columns.level1).filter(begins).is_some();
        if !goes_on || level1.is_empty() || !self.carried.0.is_empty() {
            return;
        }
        let above = &mut self.open(row.page).indicators;
        if above.last().is_some_and(|last| last.page + 1 == row.page) {
            above.iter_mut().for_each(|indicator| indicator.level1 = level1.to_owned());
        }
    }

    /// 一级 and 二级指标 of a row. A merged cell starts above; its text counts for every row it covers, as does that above a
    /// blank one. Another 一级 has 二级 of its own.
    fn groups(&self, row: &Row, columns: Columns) -> (String, String) {
        let group = |place| {
            cell_at(row.covering, place).map(GridCell::text).filter(|text| !text.is_empty())
        };
        let (above1, above2) = &self.carried;
        let level1 = group(columns.level1).unwrap_or_else(|| above1.clone());
        let above2 = if level1 == *above1 { above2.clone() } else { String::new() };
        (level1, group(columns.level2).unwrap_or(above2))
    }
}

/// The value of a row. Some layouts print operator, number and unit in cells of their own.
fn value(row: &Row, columns: Columns, words: &Performance) -> String {
    let text = |place| text_at(row.covering, row.r, place);
    let value = text(columns.value);
    if columns.operator.is_none() || value.is_empty() {
        return value;
    }
    let operator = text(columns.operator);
    let qualitative = words.targets.qualitative.contains(&squeeze(&operator));
    let operator = if qualitative { "" } else { operator.as_str() };
    format!("{operator}{value}{}", text(columns.unit))
}
