//! Rows of labels and values.

use super::Reader;
use super::columns::{Place, text_at};
use super::rows::Row;
use crate::catalog::performance::Field;
use crate::model::{GridCell, squeeze};

/// A label of which a page shows a part has no more characters.
const LABEL: usize = 8;

impl Reader<'_> {
    /// The value of the page before's last row goes on.
    pub(super) fn go_on(&mut self, field: Field, text: &str) {
        let Some(project) = self.projects.last_mut() else { return };
        match field {
            Field::ProjectName => project.name.push_str(text),
            Field::ManagingDepartment => project.managing_department.push_str(text),
            Field::ImplementingUnit => project.implementing_unit.push_str(text),
            Field::AnnualGoal => project.annual_goal.push_str(text),
            _ => {}
        }
    }

    /// A row of labels and values.
    pub(super) fn labelled(&mut self, row: &Row) {
        match &row.inline {
            Some((Field::ProjectName, name)) => self.project(name.clone(), row.page),
            Some((Field::ManagingDepartment, name)) => {
                self.opened(row.page).managing_department = name.clone()
            }
            Some((_, name)) => self.opened(row.page).implementing_unit = name.clone(),
            None => {}
        }
        self.head_terms(row);
        for &(i, field) in &row.fields {
            // Two labels side by side head a list; a label's value may be a longer way off where cells are blank.
            let next = row.cells.get(i + 1).copied();
            let is_label = next.is_some_and(|c| self.words.field(&c.text()).is_some());
            let text =
                if is_label { String::new() } else { next.map(GridCell::text).unwrap_or_default() };
            match field {
                Field::ProjectName if is_label => {}
                Field::ProjectName => self.project(text, row.page),
                Field::ManagingDepartment if !text.is_empty() => {
                    self.opened(row.page).managing_department = text
                }
                Field::ImplementingUnit if !text.is_empty() => {
                    self.opened(row.page).implementing_unit = text
                }
                Field::AnnualGoal if is_label => {}
                Field::AnnualGoal if next.is_none() => self.goal_below = true,
                Field::AnnualGoal | Field::ExpectedGoal => {
                    let p = self.opened(row.page);
                    p.annual_goal.push_str(&text);
                }
                Field::GoalMet => self.opened(row.page).goal_met.push_str(&text),
                Field::Grade if !text.is_empty() => self.open(row.page).grade = text,
                Field::FundsTotal
                | Field::FundsFiscal
                | Field::FundsOther
                | Field::FundsCarryover
                | Field::FundsFurther => self.labelled_funds(row, i, field, next, &text),
                _ => {}
            }
        }
    }

    /// Goals under heads of their own: 预期目标 | 实际完成情况, 实施期目标 | 年度目标. The texts stand below, over pages too.
    pub(super) fn goals(&mut self, row: &Row) -> bool {
        let of = |i: usize| row.cells.get(i).map(|c| self.words.field(&c.text()));
        let goal =
            |f: &Field| matches!(f, Field::ExpectedGoal | Field::GoalMet | Field::AnnualGoal);
        // The last label of the row has no value, or a blank one: these are heads.
        let heads: Vec<&(usize, Field)> = row.fields.iter().filter(|(_, f)| goal(f)).collect();
        let value = |i: usize| {
            row.cells.get(i + 1).is_some_and(|c| !c.lines.is_empty()) && of(i + 1) == Some(None)
        };
        if heads.len() > 1 && !heads.iter().any(|(i, _)| value(*i)) {
            let span = |i: usize| Some((row.cells[i].rect.x0, row.cells[i].rect.x1));
            let last = |wanted: &[Field]| -> Place {
                heads.iter().rev().find(|(_, f)| wanted.contains(f)).and_then(|(i, _)| span(*i))
            };
            let expected = last(&[Field::ExpectedGoal]);
            let expected = expected.or_else(|| last(&[Field::AnnualGoal]));
            self.goal_heads = Some((expected, last(&[Field::GoalMet])));
            return true;
        }
        let Some((expected, met)) = self.goal_heads else { return false };
        if row.inline.is_some() || row.fields.iter().any(|(_, f)| *f != Field::AnnualGoal) {
            self.goal_heads = None;
            return false;
        }
        let text = |place| text_at(row.covering, row.r, place);
        let (expected, met) = (text(expected), text(met));
        let project = self.open(row.page);
        project.annual_goal.push_str(&expected);
        project.goal_met.push_str(&met);
        true
    }

    /// The goal of the page before goes on in the first row of this one, whose label may be a part of 年度总体目标.
    pub(super) fn goal_goes_on(&mut self, cells: &[&GridCell]) -> bool {
        let Some(before) = self.goal_label.take() else { return false };
        let Some((first, rest)) = cells.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return false;
        };
        let label = squeeze(&first.text());
        let whole = self.words.field(&format!("{before}{label}"));
        if whole != Some(Field::AnnualGoal) || label.chars().count() > LABEL {
            return false;
        }
        let text: String = rest.iter().map(|c| c.text()).collect();
        let Some(project) = self.projects.last_mut() else { return false };
        project.annual_goal.push_str(&text);
        true
    }

    /// A last row of a page whose label is the beginning of that of the goal: its text is the goal's.
    pub(super) fn goal_begins(&mut self, row: &Row) {
        let [first, rest @ ..] = row.cells else { return };
        let label = squeeze(&first.text());
        let begins = !label.is_empty()
            && self.words.labels_of(Field::AnnualGoal).any(|l| l != label && l.starts_with(&label));
        if row.last && row.fields.is_empty() && begins && !rest.is_empty() {
            let text: String = rest.iter().map(|c| c.text()).collect();
            self.open(row.page).annual_goal.push_str(&text);
            self.goal_label = Some(label);
        }
    }

    /// A project's name: it names the one at hand, begins one, or is printed again on the next page.
    fn project(&mut self, name: String, page: u32) {
        let last = self.projects.last().filter(|p| p.indicators.is_empty());
        let same = last.is_some_and(|p| p.name == name && p.page + 1 >= page);
        if last.is_some_and(|p| p.name.is_empty()) {
            self.open(page).name = name;
        } else if !same {
            self.begin(name, page);
        }
    }
}
