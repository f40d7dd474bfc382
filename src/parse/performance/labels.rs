//! Rows of labels and values.

use super::Reader;
use super::rows::Row;
use crate::catalog::performance::Field;
use crate::model::GridCell;

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
                Field::AnnualGoal => {
                    let p = self.opened(row.page);
                    p.annual_goal.push_str(&text);
                }
                Field::FundsTotal
                | Field::FundsFiscal
                | Field::FundsOther
                | Field::FundsFurther => self.funds(row.page, field, next, &text),
                _ => {}
            }
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
