//! Performance tables (绩效目标表) to projects with their indicators.
//!
//! 1. The grids of all tables are read as one run of rows: a project may fill several pages, a page hold several.
//! 2. A cell that is exactly a label has its value in the next cell of the row, or after a colon in itself.
//!    项目名称 begins a project, unless a page reprints the one at hand.
//! 3. The row with 三级指标 and 指标值 gives the columns, by place, for following pages too.
//! 4. In the rows below, a merged or blank 一级 or 二级 cell means the one above; a first row on a new page that fills
//!    only one of 三级指标 and 指标值 goes on with the last one. So does a first row without a label with a name or goal.
//! 5. A head with 项目名称 beside 三级指标 is a list: each project's name, money and goal stand merged over its indicators,
//!    and again on each page that it fills.
//! 6. A head with 项目名称 beside 绩效指标 is a list too: one cell holds all indicators of a project (`packed`).

mod columns;
mod funds;
mod packed;
mod target;

use crate::catalog::Units;
use crate::catalog::performance::{Field, Performance};
use crate::lex;
use crate::model::{
    Amount, Finding, Grid, GridCell, Indicator, MoneyUnit, Project, Table, squeeze, squeezed,
};
use columns::{Columns, FUNDS, cell_at, columns};
use funds::unit_in;
use packed::unpack;
use target::target;

/// Reads `tables`, those of the performance sections in document order.
pub fn performance(
    tables: &[&Table],
    words: &Performance,
    units: &Units,
) -> (Vec<Project>, Vec<Finding>) {
    let mut reader = Reader {
        words,
        units,
        projects: Vec::new(),
        columns: None,
        unit: None,
        goal_below: false,
        open_value: None,
        carried: Default::default(),
        title: String::new(),
        findings: Vec::new(),
    };
    for table in tables {
        reader.title = table.section.title.clone();
        reader.unit = table.above.iter().find_map(|l| unit_in(&l.text, units));
        for grid in &table.grids {
            reader.grid(grid);
        }
    }
    let mut projects: Vec<Project> = reader
        .projects
        .into_iter()
        .filter(|p| !p.name.is_empty() || !p.indicators.is_empty())
        .collect();
    for (i, p) in projects.iter_mut().enumerate() {
        p.number = i as u32 + 1;
    }
    (projects, reader.findings)
}

/// Is this a performance table, or a page of one, by the texts of its cells?
pub fn is_performance(table: &Table, words: &Performance) -> bool {
    let packed =
        table.grids.iter().any(|g| heads_packed(g.cells.iter().filter(|c| c.row == 0), words));
    let mut heads = 0;
    let mut groups: Vec<String> = Vec::new();
    for cell in table.grids.iter().flat_map(|g| &g.cells).filter(|c| !c.lines.is_empty()) {
        let text = cell.text();
        let text = squeezed(&text);
        match words.field(&text) {
            Some(Field::Level1 | Field::Level2 | Field::Level3 | Field::Value) => heads += 1,
            _ if words.groups.iter().any(|group| *group == text)
                && !groups.iter().any(|group| *group == text) =>
            {
                groups.push(text.into_owned())
            }
            _ => {}
        }
    }
    heads >= 2 || groups.len() >= 2 || packed
}

/// Do these cells head a list whose projects have all their indicators in one cell?
fn heads_packed<'c>(cells: impl Iterator<Item = &'c GridCell>, words: &Performance) -> bool {
    let fields: Vec<Field> = cells.filter_map(|c| words.field(&c.text())).collect();
    let levels = [Field::Level1, Field::Level2, Field::Level3, Field::Value];
    fields.contains(&Field::ProjectName)
        && fields.contains(&Field::Packed)
        && !levels.iter().any(|l| fields.contains(l))
}

struct Reader<'w> {
    words: &'w Performance,
    units: &'w Units,
    projects: Vec<Project>,
    /// Set while the rows are indicators.
    columns: Option<Columns>,
    unit: Option<MoneyUnit>,
    /// The goal's text stands in the next row.
    goal_below: bool,
    /// Field of the last row of the grid before, whose value may go on.
    open_value: Option<Field>,
    /// 一级 and 二级指标 of the last row.
    carried: (String, String),
    title: String,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn grid(&mut self, grid: &Grid) {
        let mut by_row: Vec<Vec<&GridCell>> = vec![Vec::new(); grid.rows()];
        // Of merged cells the rows below too.
        let mut over: Vec<Vec<&GridCell>> = vec![Vec::new(); grid.rows()];
        for cell in &grid.cells {
            if let Some(row) = by_row.get_mut(cell.row) {
                row.push(cell);
            }
            let end = cell.row.saturating_add(cell.rowspan).min(over.len());
            over.get_mut(cell.row..end).into_iter().flatten().for_each(|row| row.push(cell));
        }
        let filled = |row: &Vec<&GridCell>| row.iter().any(|c| !c.lines.is_empty());
        let (first, last) = (
            by_row.iter().position(filled).unwrap_or(0),
            by_row.iter().rposition(filled).unwrap_or(0),
        );
        if let (Some(field), None, Some(row)) =
            (self.open_value.take(), self.columns, by_row.first())
            && row.iter().all(|c| self.words.field(&c.text()).is_none())
            && row.first().is_some_and(|c| c.text().is_empty())
        {
            self.go_on(field, &row.iter().map(|c| c.text()).collect::<String>());
        }
        let (mut head_end, mut body) = (0, false);
        for (r, row) in by_row.iter().enumerate() {
            let fields: Vec<(usize, Field)> = row
                .iter()
                .enumerate()
                .filter_map(|(i, c)| Some((i, self.words.field(&c.text())?)))
                .collect();
            if let Some(unit) = row.iter().find_map(|c| {
                unit_in(&c.text(), self.units).filter(|_| c.text().chars().count() < 24)
            }) {
                self.unit = Some(unit);
            }
            let has = |f: Field| fields.iter().any(|(_, x)| *x == f);
            if has(Field::Level3) && (has(Field::Value) || has(Field::Level2))
                || heads_packed(row.iter().copied(), self.words)
            {
                // 绩效指标 may stand merged beside all its rows, too.
                let own = fields.iter().filter(|(_, f)| *f != Field::Packed);
                head_end = own
                    .map(|(i, _)| r.saturating_add(row[*i].rowspan))
                    .max()
                    .unwrap_or(0)
                    .min(by_row.len());
                self.columns = Some(columns(&by_row[r..head_end.max(r + 1)], self.words));
                continue;
            }
            if r < head_end {
                continue;
            }
            let opens_page = !std::mem::replace(&mut body, true);
            if row.len() == 1 && self.names_table(&row[0].text()) {
                self.title = row[0].text();
                self.columns = None;
                continue;
            }
            if self.goal_below {
                self.goal_below = false;
                let text: String = row.iter().map(|c| c.text()).collect();
                if fields.is_empty() {
                    self.open(grid.page).annual_goal = text;
                    continue;
                }
            }
            if let Some(columns) = self.columns {
                let ends = fields.iter().any(|(i, f)| match f {
                    Field::ProjectName => true,
                    Field::Closing => row[*i].rect.x1 <= columns.level3.map_or(0.0, |c| c.0) + 1.0,
                    _ => false,
                });
                if columns.packed.is_some() {
                    self.packed(grid, r, row, columns);
                    continue;
                }
                if !ends {
                    self.listed(grid, r, row, opens_page, columns);
                    self.indicator(grid.page, r, &over[r], r <= first, columns);
                    continue;
                }
                self.columns = None;
            }
            self.labelled(grid, row, &fields);
            self.open_value = fields.last().filter(|_| r == last).map(|f| f.1);
        }
    }

    /// The value of the page before's last row goes on.
    fn go_on(&mut self, field: Field, text: &str) {
        let Some(project) = self.projects.last_mut() else { return };
        match field {
            Field::ProjectName => project.name.push_str(text),
            Field::ManagingDepartment => project.managing_department.push_str(text),
            Field::ImplementingUnit => project.implementing_unit.push_str(text),
            Field::AnnualGoal => project.annual_goal.push_str(text),
            _ => {}
        }
    }

    /// A title row inside the grid.
    fn names_table(&self, text: &str) -> bool {
        let text = squeeze(text);
        text.chars().count() < 60 && self.words.titles.iter().any(|t| text.ends_with(t.as_str()))
    }

    /// The project at hand, or a new one.
    fn open(&mut self, page: u32) -> &mut Project {
        if self.projects.is_empty() {
            self.begin(String::new(), page);
        }
        let last = self.projects.len() - 1;
        &mut self.projects[last]
    }

    fn begin(&mut self, name: String, page: u32) {
        self.columns = None;
        self.carried = Default::default();
        self.projects.push(Project { name, page, ..Project::default() });
    }

    /// A row of labels and values.
    fn labelled(&mut self, grid: &Grid, row: &[&GridCell], fields: &[(usize, Field)]) {
        for &(i, field) in fields {
            // Two labels side by side head a list; a label's value may be a longer way off where cells are blank.
            let next = row.get(i + 1).copied();
            let is_label = next.is_some_and(|c| self.words.field(&c.text()).is_some());
            let text =
                if is_label { String::new() } else { next.map(GridCell::text).unwrap_or_default() };
            match field {
                Field::ProjectName if is_label => {}
                Field::ProjectName => {
                    let same = self.projects.last().is_some_and(|p| {
                        p.name == text && p.page + 1 >= grid.page && p.indicators.is_empty()
                    });
                    let unnamed = self
                        .projects
                        .last()
                        .is_some_and(|p| p.name.is_empty() && p.indicators.is_empty());
                    if unnamed {
                        self.open(grid.page).name = text;
                    } else if !same {
                        self.begin(text, grid.page);
                    }
                }
                Field::ManagingDepartment if !text.is_empty() => {
                    self.opened(grid.page).managing_department = text
                }
                Field::ImplementingUnit if !text.is_empty() => {
                    self.opened(grid.page).implementing_unit = text
                }
                Field::AnnualGoal if is_label => {}
                Field::AnnualGoal if next.is_none() => self.goal_below = true,
                Field::AnnualGoal => {
                    let p = self.opened(grid.page);
                    p.annual_goal.push_str(&text);
                }
                Field::FundsTotal | Field::FundsFiscal | Field::FundsOther => {
                    self.funds(grid, field, next, &text)
                }
                _ => {}
            }
        }
    }

    /// The project at hand; one whose name stands only in the title where a table has begun without 项目名称.
    fn opened(&mut self, page: u32) -> &mut Project {
        let fresh = self.projects.last().is_none_or(|p| !p.indicators.is_empty());
        if fresh {
            let name = self.name_from_title();
            self.begin(name, page);
        }
        self.open(page)
    }

    /// 办公楼物业 from 办公楼物业项目绩效目标表; nothing from 部门整体绩效目标表.
    fn name_from_title(&self) -> String {
        let title = lex::printed(&self.title);
        let name = self
            .words
            .titles
            .iter()
            .find_map(|t| title.strip_suffix(t.as_str()))
            .unwrap_or_default();
        let kind = name.ends_with('表')
            || self.words.kinds_of_title.iter().any(|k| name.contains(k.as_str()));
        if kind { String::new() } else { name.to_owned() }
    }

    /// The project of a list that begins in row `r`: its name, which may be blank, its money or its goal stands there. On a
    /// new page the project at hand may be reprinted, or its name go on.
    fn listed(
        &mut self,
        grid: &Grid,
        r: usize,
        row: &[&GridCell],
        first_on_page: bool,
        columns: Columns,
    ) {
        if columns.project.is_none() {
            return;
        }
        let at = |span: Option<(f32, f32)>| {
            span.and_then(|s| cell_at(row, s)).filter(|c| c.row == r && !c.lines.is_empty())
        };
        let text = |span| at(span).map(GridCell::text).unwrap_or_default();
        let (name, money, goal) =
            (text(columns.project), text(columns.funds[0]), text(columns.goal));
        if name.is_empty() && money.is_empty() && goal.is_empty() {
            return;
        }
        if let Some(last) = self.projects.last_mut().filter(|_| first_on_page) {
            let same_money = |a: &Amount| squeeze(&a.stated) == squeeze(&money);
            let goes_on = money.is_empty() || last.funds_total.as_ref().is_some_and(same_money);
            if last.name == name
                || goes_on && (name.is_empty() || goal.is_empty() || last.annual_goal == goal)
            {
                if last.name != name {
                    last.name.push_str(&name);
                }
                // A goal that does not end on its page.
                if name.is_empty() && money.is_empty() && last.annual_goal != goal {
                    last.annual_goal.push_str(&goal);
                }
                return;
            }
        }
        self.begin(name, grid.page);
        self.columns = Some(columns);
        for (field, span) in FUNDS.into_iter().zip(columns.funds) {
            if let Some(cell) = at(span) {
                self.funds(grid, field, Some(cell), &cell.text());
            }
        }
        self.open(grid.page).annual_goal = goal;
    }

    /// Row `r` of a list with all indicators of a project in one cell; rows of sums and of bodies have none.
    fn packed(&mut self, grid: &Grid, r: usize, row: &[&GridCell], columns: Columns) {
        let at = |span: Option<(f32, f32)>| span.and_then(|s| cell_at(row, s));
        let found = unpack(&at(columns.packed).map(GridCell::text).unwrap_or_default());
        if found.is_empty() {
            return;
        }
        self.listed(grid, r, row, false, columns);
        let words = self.words;
        let indicators = &mut self.open(grid.page).indicators;
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
                page: grid.page,
            });
        }
    }

    /// Row `r` of an indicator: the cells in it or merged over it, and whether it opens the page.
    fn indicator(
        &mut self,
        page: u32,
        r: usize,
        row: &[&GridCell],
        first_on_page: bool,
        columns: Columns,
    ) {
        let at = |span: Option<(f32, f32)>| span.and_then(|s| cell_at(row, s));
        let text = |span| at(span).filter(|c| c.row == r).map(GridCell::text).unwrap_or_default();
        let (level3, mut value) = (text(columns.level3), text(columns.value));
        // Some layouts print operator, number and unit in cells of their own.
        if columns.operator.is_some() && !value.is_empty() {
            let operator = text(columns.operator);
            let operator = if self.words.qualitative.contains(&squeeze(&operator)) {
                ""
            } else {
                operator.as_str()
            };
            value = format!("{operator}{value}{}", text(columns.unit));
        }
        // A merged 一级 or 二级 cell starts above; its text counts for every row it covers.
        let (group1, group2) =
            (at(columns.level1).map(GridCell::text), at(columns.level2).map(GridCell::text));
        let group1 = group1.filter(|t| !t.is_empty());
        let group2 = group2.filter(|t| !t.is_empty());
        if self.projects.is_empty() {
            let name = self.name_from_title();
            self.begin(name, page);
            self.columns = Some(columns);
        }
        let words = self.words;
        let (mut level1, mut level2) = self.carried.clone();
        if let Some(group) = group1 {
            if group != level1 {
                level2.clear();
            }
            level1 = group;
        }
        if let Some(group) = group2 {
            level2 = group;
        }
        let same_group = (&level1, &level2) == (&self.carried.0, &self.carried.1);
        self.carried = (level1.clone(), level2.clone());
        if level3.is_empty() && value.is_empty() {
            return;
        }
        let indicators = &mut self.open(page).indicators;
        if let Some(last) = indicators.last_mut()
            && first_on_page
            && same_group
            && last.page + 1 == page
            && (level3.is_empty() || value.is_empty())
        {
            last.level3.push_str(&level3);
            last.value.push_str(&value);
            last.target = target(&last.value, words);
            return;
        }
        let number = indicators.len() as u32 + 1;
        indicators.push(Indicator {
            number,
            level1,
            level2,
            level3,
            target: target(&value, words),
            value,
            page,
        });
    }
}

#[cfg(test)]
mod tests;
