//! Performance tables (绩效目标表) to projects with their indicators.
//!
//! 1. The grids of all tables are read as one run of rows: a project may fill several pages, a page hold several.
//! 2. A cell that is exactly a label has its value in the next cell of the row, or after a colon in itself.
//!    项目名称 begins a project, unless a page reprints the one at hand.
//! 3. The row with 三级指标 and 指标值 gives the columns, by place, for following pages too.
//!    Rows of money budgeted and spent, of goals and of 总分 are read by their own heads (`evaluation`, `labels`).
//! 4. In the rows below, merged cells of 一级 and 二级指标 count for all their rows, over pages too (`groups`); a first row
//!    on a new page that fills only one of 三级指标 and 指标值 goes on with the last one. So does a first row without a label
//!    with a name or goal.
//! 5. A head with 项目名称 beside 三级指标 is a list: each project's name, money and goal stand merged over its indicators,
//!    and again on each page that it fills.
//! 6. A head with 项目名称 beside 绩效指标 is a list too: one cell holds all indicators of a project (`packed`). With 指标性质 and
//!    指标值 beside it, 绩效指标 holds one name each, which begins with those of its groups.

mod columns;
mod evaluation;
mod funds;
mod groups;
mod heads;
mod indicators;
mod labels;
mod lists;
mod packed;
mod rows;
mod select;
mod shares;
mod target;
mod terms;
#[cfg(test)]
mod tests;

use crate::catalog::Units;
use crate::catalog::performance::{Field, Performance};
use crate::lex;
use crate::model::{Finding, Grid, GridCell, MoneyUnit, Project, SectionKind, Table, squeeze};
use columns::{Columns, Place, columns};
use evaluation::{Money, source};
use funds::unit_in;
use groups::Group;
pub use heads::unread_heads;
use rows::{Row, Rows};
pub use select::{select, whole};
use shares::NameCell;
use terms::Terms;

/// What declares the unit of money has fewer characters than this.
const LONGEST_UNIT: usize = 24;

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
        goal_heads: None,
        goal_label: None,
        money: Money::default(),
        task_heads: Vec::new(),
        task_row: 0,
        terms: Terms::default(),
        values_told: false,
        open_value: None,
        groups: Default::default(),
        name_cell: None,
        last_columns: None,
        title: String::new(),
        findings: Vec::new(),
    };
    for table in tables {
        let begins = reader.title != table.section.title;
        reader.title = table.section.title.clone();
        reader.unit = table.above.iter().find_map(|l| unit_in(&l.text, units));
        // A table with a title or heads of its own goes on with none.
        let heads = |grid: &Grid| Rows::of(grid).iter(words).any(|row| row.heads_indicators());
        let titled = table.section.kind != SectionKind::Untitled;
        if titled && (begins || table.grids.iter().any(heads)) {
            reader.columns = None;
            reader.name_cell.iter_mut().for_each(|cell| cell.titled = true);
        }
        for grid in &table.grids {
            reader.grid(grid);
        }
    }
    let mut projects: Vec<Project> = lists::without_sums(reader.projects)
        .into_iter()
        .filter(|p| !p.name.is_empty() || !p.indicators.is_empty())
        .collect();
    for (i, p) in projects.iter_mut().enumerate() {
        p.number = i as u32 + 1;
        evaluation::settle(p);
    }
    (projects, reader.findings)
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
    /// Where the goal and how it was met stand, below heads of their own.
    goal_heads: Option<(Place, Place)>,
    /// The beginning of the goal's label, which the page cut off.
    goal_label: Option<String>,
    money: Money,
    /// Where the funds of tasks stand below heads of their own.
    task_heads: Vec<(Field, Place)>,
    /// The row of these heads.
    task_row: usize,
    /// Where the money of the whole term stands beside that of the year.
    terms: Terms,
    /// It was told that the head at hand names no column of values.
    values_told: bool,
    /// Field of the last row of the grid before, whose value may go on.
    open_value: Option<Field>,
    /// 一级 and 二级指标 of the last row.
    groups: [Group; 2],
    /// The cell of a list that names the projects at hand.
    name_cell: Option<NameCell>,
    /// Where the last indicators stood, for a project that prints no heads of its own.
    last_columns: Option<Columns>,
    title: String,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn grid(&mut self, grid: &Grid) {
        let rows = Rows::of(grid);
        let goal = rows.starting.first().is_some_and(|row| self.goal_goes_on(row));
        if goal {
            self.open_value = None;
        }
        if let Some(field) = self.open_value.take()
            && let Some(row) = rows.starting.first().filter(|_| self.columns.is_none())
            && row.iter().all(|c| self.words.field(&c.text()).is_none())
            && row.first().is_some_and(|c| c.text().is_empty())
        {
            self.go_on(field, &row.iter().map(|c| c.text()).collect::<String>());
        }
        let heads: Vec<usize> =
            rows.iter(self.words).filter(Row::heads_indicators).map(|row| row.r).collect();
        let (mut head_end, mut opens_page) = (usize::from(goal), true);
        for row in rows.iter(self.words) {
            if row.r < head_end && goal && row.r == 0 {
                continue;
            }
            let units = row.cells.iter().filter(|c| c.text().chars().count() < LONGEST_UNIT);
            let unit = units.filter_map(|c| unit_in(&c.text(), self.units)).next();
            self.unit = unit.or(self.unit.take());
            if row.heads_indicators() || heads_packed(row.cells.iter().copied(), self.words) {
                head_end = row.head_end().min(rows.starting.len());
                let from = rows.head_start(row.r);
                let head = &rows.starting[from..head_end.max(row.r + 1)];
                self.columns = Some(columns(head, self.words));
                (self.last_columns, self.goal_heads) = (self.columns, None);
                self.values_told = false;
            } else if heads.iter().any(|h| (rows.head_start(*h)..*h).contains(&row.r)) {
                continue;
            } else if row.r >= head_end {
                self.row(&Row { opens_page: std::mem::take(&mut opens_page), ..row });
            }
        }
    }

    /// A row below the head: a title, the goal, what belongs to a list or to its indicators, or labels and values.
    fn row(&mut self, row: &Row) {
        if let [cell] = row.cells
            && self.names_table(&cell.text())
        {
            self.title = cell.text();
            self.columns = None;
            return;
        }
        if std::mem::take(&mut self.goal_below) && row.fields.is_empty() {
            self.open(row.page).annual_goal = row.cells.iter().map(|c| c.text()).collect();
            return;
        }
        if self.total(row, self.columns) {
            self.columns = None;
            self.labelled(row);
            return;
        }
        let columns = self.columns.or(self.last_columns.filter(|c| row.lists(*c, self.words)));
        if columns.is_some() && self.columns.is_none() {
            self.goal_heads = None;
        }
        self.columns = columns;
        match self.columns {
            Some(columns) if columns.packed.is_some() => self.packed(row, columns),
            Some(columns) if !row.ends_indicators(columns) => {
                self.listed(row, columns);
                self.indicator(row, columns);
            }
            _ => {
                self.columns = None;
                if self.evaluates(row) {
                    let others = row.fields.iter().filter(|(_, f)| source(*f).is_none()).copied();
                    return self.labelled(&Row {
                        fields: others.collect(),
                        inline: row.inline.clone(),
                        ..*row
                    });
                }
                if self.goals(row) || self.task_funds(row) {
                    return;
                }
                self.labelled(row);
                self.goal_begins(row);
                self.open_value = row.fields.last().filter(|_| row.last).map(|f| f.1);
            }
        }
    }

    /// A title row inside the grid.
    fn names_table(&self, text: &str) -> bool {
        let text = squeeze(text);
        text.chars().count() < 60
            && self.words.titles.endings.iter().any(|t| text.ends_with(t.as_str()))
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
        (self.groups, self.name_cell) = (Default::default(), None);
        (self.goal_heads, self.goal_label, self.money) = (None, None, Money::default());
        self.task_heads.clear();
        self.terms = Terms::default();
        self.projects.push(Project { name, page, ..Project::default() });
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
            .endings
            .iter()
            .find_map(|t| title.strip_suffix(t.as_str()))
            .unwrap_or_default();
        let kind = name.ends_with('表')
            || self.words.titles.kinds.iter().any(|k| name.contains(k.as_str()));
        if kind { String::new() } else { name.to_owned() }
    }
}
