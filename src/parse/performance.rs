//! Performance tables (绩效目标表) to projects with their indicators.
//!
//! 1. The grids of all tables are read as one run of rows: a project may fill several pages, a page hold several.
//! 2. A cell that is exactly a label has its value in the next cell of the row, or after a colon in itself.
//!    项目名称 begins a project, unless a page reprints the one at hand.
//! 3. The row with 三级指标 and 指标值 gives the columns, by place, for following pages too.
//! 4. In the rows below, a merged or blank 一级 or 二级 cell means the one above; a first row on a new page that fills
//!    only one of 三级指标 and 指标值 goes on with the last one. So does a first row without a label with a name or goal.

use crate::catalog::performance::{Field, Performance};
use crate::model::{Amount, Finding, Grid, GridCell, Indicator, MoneyUnit, Project, Severity, Table, Target, squeeze};
use rust_decimal::Decimal;

/// Reads `tables`, those of the performance sections in document order.
pub fn performance(tables: &[&Table], words: &Performance) -> (Vec<Project>, Vec<Finding>) {
    let mut reader = Reader {
        words,
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
        reader.unit = table.above.iter().find_map(|l| unit_in(&l.text));
        for grid in &table.grids {
            reader.grid(grid);
        }
    }
    let mut projects: Vec<Project> = reader.projects.into_iter().filter(|p| !p.name.is_empty() || !p.indicators.is_empty()).collect();
    for (i, p) in projects.iter_mut().enumerate() {
        p.number = i as u32 + 1;
    }
    (projects, reader.findings)
}

/// Is this a performance table, or a page of one, by the texts of its cells?
pub fn is_performance(table: &Table, words: &Performance) -> bool {
    let mut heads = 0;
    let mut groups: Vec<String> = Vec::new();
    for cell in table.grids.iter().flat_map(|g| &g.cells) {
        let text = squeeze(&cell.text());
        match words.field(&text) {
            Some(Field::Level1 | Field::Level2 | Field::Level3 | Field::Value) => heads += 1,
            _ if words.groups.contains(&text) && !groups.contains(&text) => groups.push(text),
            _ => {}
        }
    }
    heads >= 2 || groups.len() >= 2
}

/// The unit of money that a text names in brackets or after 单位.
fn unit_in(text: &str) -> Option<MoneyUnit> {
    let text = squeeze(text);
    let named = |label: &str| {
        text.contains(&format!("({label})")) || text.contains(&format!("单位:{label}")) || text.contains(&format!("({label}"))
    };
    [("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("元", 1)]
        .into_iter()
        .find(|(label, _)| named(label))
        .map(|(label, yuan)| MoneyUnit { label: label.into(), yuan: Decimal::from(yuan) })
}

/// Where the columns of the indicators stand: left and right edges.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    level1: Option<(f32, f32)>,
    level2: Option<(f32, f32)>,
    level3: Option<(f32, f32)>,
    value: Option<(f32, f32)>,
    operator: Option<(f32, f32)>,
    unit: Option<(f32, f32)>,
}

struct Reader<'w> {
    words: &'w Performance,
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
        let (first, last) = (by_row.iter().position(filled).unwrap_or(0), by_row.iter().rposition(filled).unwrap_or(0));
        if let (Some(field), None, Some(row)) = (self.open_value.take(), self.columns, by_row.first())
            && row.iter().all(|c| self.words.field(&c.text()).is_none())
            && row.first().is_some_and(|c| c.text().is_empty())
        {
            self.go_on(field, &row.iter().map(|c| c.text()).collect::<String>());
        }
        for (r, row) in by_row.iter().enumerate() {
            let fields: Vec<(usize, Field)> = row.iter().enumerate().filter_map(|(i, c)| Some((i, self.words.field(&c.text())?))).collect();
            if let Some(unit) = row.iter().find_map(|c| unit_in(&c.text()).filter(|_| c.text().chars().count() < 24)) {
                self.unit = Some(unit);
            }
            let has = |f: Field| fields.iter().any(|(_, x)| *x == f);
            if has(Field::Level3) && (has(Field::Value) || has(Field::Level2)) {
                self.columns = Some(columns(row, &fields));
                continue;
            }
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
                if !ends {
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
            let text = if is_label { String::new() } else { next.map(GridCell::text).unwrap_or_default() };
            match field {
                Field::ProjectName if is_label => {}
                Field::ProjectName => {
                    let same = self.projects.last().is_some_and(|p| p.name == text && p.page + 1 >= grid.page && p.indicators.is_empty());
                    let unnamed = self.projects.last().is_some_and(|p| p.name.is_empty() && p.indicators.is_empty());
                    if unnamed {
                        self.open(grid.page).name = text;
                    } else if !same {
                        self.begin(text, grid.page);
                    }
                }
                Field::ManagingDepartment if !text.is_empty() => self.opened(grid.page).managing_department = text,
                Field::ImplementingUnit if !text.is_empty() => self.opened(grid.page).implementing_unit = text,
                Field::AnnualGoal if is_label => {}
                Field::AnnualGoal if next.is_none() => self.goal_below = true,
                Field::AnnualGoal => {
                    let p = self.opened(grid.page);
                    p.annual_goal.push_str(&text);
                }
                Field::FundsTotal | Field::FundsFiscal | Field::FundsOther => self.funds(grid, field, next, &text),
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
        let title: String = self.title.chars().filter(|c| !c.is_whitespace()).collect();
        let name = self.words.titles.iter().find_map(|t| title.strip_suffix(t.as_str())).unwrap_or_default();
        let kind = self.words.kinds_of_title.iter().any(|k| name.contains(k.as_str()));
        if kind { String::new() } else { name.to_owned() }
    }

    fn funds(&mut self, grid: &Grid, field: Field, cell: Option<&GridCell>, text: &str) {
        let digits: String = squeeze(text).chars().filter(|c| *c != ',').collect();
        if digits.is_empty() || matches!(digits.as_str(), "-" | "—" | "/") {
            return;
        }
        let unit = self.unit.clone().or_else(|| unit_in(&self.title));
        let own = [("万元", 10_000), ("元", 1)].into_iter().find(|(l, _)| digits.ends_with(l));
        let (number, unit) = match own {
            Some((label, yuan)) => {
                (digits.trim_end_matches(label).to_owned(), Some(MoneyUnit { label: label.into(), yuan: Decimal::from(yuan) }))
            }
            None => (digits, unit),
        };
        let amount = match (number.parse::<Decimal>(), unit) {
            (Ok(n), Some(unit)) => Amount::new(text, n, &unit),
            (Ok(_), None) => {
                let f = Finding::new(
                    "performance-funds-unit",
                    Severity::Warning,
                    format!("the amount \"{text}\" of a performance table stands without a unit of money"),
                    "Look at the page: if it prints the unit elsewhere, tell us the layout.",
                );
                let f = match cell {
                    Some(c) => f.at_rect(grid.page, c.rect),
                    None => f.at_page(grid.page),
                };
                self.findings.push(f);
                None
            }
            (Err(_), _) => None,
        };
        if let Some(amount) = amount {
            let p = self.opened(grid.page);
            let slot = match field {
                Field::FundsTotal => &mut p.funds_total,
                Field::FundsFiscal => &mut p.funds_fiscal,
                _ => &mut p.funds_other,
            };
            slot.get_or_insert(amount);
        }
    }

    /// Row `r` of an indicator: the cells in it or merged over it, and whether it opens the page.
    fn indicator(&mut self, page: u32, r: usize, row: &[&GridCell], first_on_page: bool, columns: Columns) {
        let at = |span: Option<(f32, f32)>| span.and_then(|s| cell_at(row, s));
        let text = |span| at(span).filter(|c| c.row == r).map(GridCell::text).unwrap_or_default();
        let (level3, mut value) = (text(columns.level3), text(columns.value));
        // Some layouts print operator, number and unit in cells of their own.
        if columns.operator.is_some() && !value.is_empty() {
            value = format!("{}{value}{}", text(columns.operator), text(columns.unit));
        }
        // A merged 一级 or 二级 cell starts above; its text counts for every row it covers.
        let (group1, group2) = (at(columns.level1).map(GridCell::text), at(columns.level2).map(GridCell::text));
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
        indicators.push(Indicator { number, level1, level2, level3, target: target(&value, words), value, page });
    }
}

fn columns(row: &[&GridCell], fields: &[(usize, Field)]) -> Columns {
    let mut c = Columns::default();
    for &(i, field) in fields {
        let span = Some((row[i].rect.x0, row[i].rect.x1));
        match field {
            Field::Level1 => c.level1 = span,
            Field::Level2 => c.level2 = span,
            Field::Level3 => c.level3 = span,
            Field::Value if c.value.is_none() => c.value = span,
            Field::Operator => c.operator = span,
            Field::Unit => c.unit = span,
            _ => {}
        }
    }
    c
}

/// The cell among those of a row that covers the middle of a column.
fn cell_at<'a>(row: &[&'a GridCell], (x0, x1): (f32, f32)) -> Option<&'a GridCell> {
    let x = (x0 + x1) / 2.0;
    row.iter().copied().find(|c| c.rect.x0 <= x && x <= c.rect.x1)
}

/// `≥90%` → `>=`, 90, %. A value without a number, or with more than one, is kept as its words.
fn target(value: &str, words: &Performance) -> Option<Target> {
    let text = squeeze(value);
    if text.is_empty() {
        return None;
    }
    let (operator, rest) = words
        .operators
        .iter()
        .find_map(|(w, o)| Some((o.clone(), text.strip_prefix(w.as_str())?)))
        .unwrap_or((String::new(), text.as_str()));
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')).len();
    let (number, unit) = rest.split_at(digits);
    let plain: String = number.chars().filter(|c| *c != ',').collect();
    let dated = operator.is_empty() && unit.contains(['前', '底', '月', '起']);
    if plain.parse::<Decimal>().is_ok() && !unit.contains(|c: char| c.is_ascii_digit()) && !dated {
        return Some(Target { operator, value: plain, unit: unit.to_owned() });
    }
    Some(Target { operator, value: rest.to_owned(), unit: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Rect, Section, SectionKind};

    fn cell(row: usize, col: usize, rowspan: usize, colspan: usize, text: &str) -> GridCell {
        let rect = Rect::new(col as f32 * 100.0, row as f32 * 20.0, (col + colspan) as f32 * 100.0, (row + rowspan) as f32 * 20.0);
        let lines = if text.is_empty() { vec![] } else { vec![Line { text: text.into(), rect, ..Line::default() }] };
        GridCell { row, col, rowspan, colspan, rect, lines }
    }

    fn grid(page: u32, rows: usize, cells: Vec<GridCell>) -> Grid {
        let edges = |n: usize, d: f32| (0..=n).map(|i| i as f32 * d).collect();
        Grid { page, rect: Rect::new(0.0, 0.0, 500.0, rows as f32 * 20.0), xs: edges(5, 100.0), ys: edges(rows, 20.0), cells }
    }

    fn table(grids: Vec<Grid>) -> Table {
        let section = Section { kind: SectionKind::Performance, id: String::new(), title: "办公经费项目绩效目标表".into() };
        Table { section, grids, above: vec![], below: vec![] }
    }

    #[test]
    fn a_project_over_two_pages_carries_its_groups_down() {
        let first = grid(
            3,
            6,
            vec![
                cell(0, 0, 1, 1, "项目名称"),
                cell(0, 1, 1, 4, "办公经费"),
                cell(1, 0, 1, 1, "主管部门"),
                cell(1, 1, 1, 1, "甲局"),
                cell(1, 2, 1, 1, "实施单位"),
                cell(1, 3, 1, 2, "乙中心"),
                cell(2, 0, 1, 2, "专项资金情况（万元）"),
                cell(2, 2, 1, 1, "资金总额"),
                cell(2, 3, 1, 2, "1,025.5"),
                cell(3, 0, 3, 1, "绩效指标"),
                cell(3, 1, 1, 1, "一级指标"),
                cell(3, 2, 1, 1, "二级指标"),
                cell(3, 3, 1, 1, "三级指标"),
                cell(3, 4, 1, 1, "指标值"),
                cell(4, 1, 2, 1, "产出指标"),
                cell(4, 2, 2, 1, "数量指标"),
                cell(4, 3, 1, 1, "设备数"),
                cell(4, 4, 1, 1, "≥12台"),
                cell(5, 3, 1, 1, "保障人数及"),
                cell(5, 4, 1, 1, "≥3万"),
            ],
        );
        let second = grid(
            4,
            4,
            vec![
                cell(0, 1, 2, 1, ""),
                cell(0, 2, 1, 1, ""),
                cell(0, 3, 1, 1, "场次"),
                cell(0, 4, 1, 1, ""),
                cell(1, 2, 1, 1, "质量指标"),
                cell(1, 3, 1, 1, "合格率"),
                cell(1, 4, 1, 1, "＝100%"),
                cell(2, 0, 1, 1, "备注"),
                cell(2, 1, 1, 4, ""),
                cell(3, 0, 1, 1, "项目名称"),
                cell(3, 1, 1, 4, "另一项目"),
            ],
        );
        let t = table(vec![first, second]);
        let words = Performance::builtin().unwrap();
        assert!(is_performance(&t, &words));
        let (projects, findings) = performance(&[&t], &words);
        assert!(findings.is_empty());
        assert_eq!(projects.iter().map(|p| (p.number, p.name.as_str())).collect::<Vec<_>>(), [(1, "办公经费"), (2, "另一项目")]);
        let p = &projects[0];
        assert_eq!((p.managing_department.as_str(), p.implementing_unit.as_str()), ("甲局", "乙中心"));
        assert_eq!(p.funds_total.as_ref().unwrap().yuan, "10255000".parse::<Decimal>().unwrap());
        let rows: Vec<_> =
            p.indicators.iter().map(|i| (i.level1.as_str(), i.level2.as_str(), i.level3.as_str(), i.value.as_str())).collect();
        assert_eq!(
            rows,
            [
                ("产出指标", "数量指标", "设备数", "≥12台"),
                ("产出指标", "数量指标", "保障人数及场次", "≥3万"),
                ("产出指标", "质量指标", "合格率", "＝100%")
            ]
        );
    }

    #[test]
    fn targets_are_parsed_where_they_can_be() {
        let words = Performance::builtin().unwrap();
        let read = |v: &str| target(v, &words).map(|t| (t.operator, t.value, t.unit)).unwrap();
        let s = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(read("≥90%"), s(">=", "90", "%"));
        assert_eq!(read("＝1,000平方米"), s("=", "1000", "平方米"));
        assert_eq!(read("不超过3个工作日"), s("<=", "3", "个工作日"));
        assert_eq!(read("12月底前"), s("", "12月底前", ""));
        assert_eq!(read("有效提升"), s("", "有效提升", ""));
        assert_eq!(target("", &words), None);
    }
}
