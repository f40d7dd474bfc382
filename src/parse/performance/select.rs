//! Which tables are performance tables, or pages of one.
//!
//! 1. A table is one by the heads of its indicators or the names of their groups.
//! 2. A project may begin at the foot of a page, with its name, its bodies and its money, and have its indicators on the
//!    next: what stands there is one by its labels.
//! 3. Between such a head block and its indicators everything that continues the page is part of it: money, the goal.

use super::{heads_packed, rows::Rows};
use crate::catalog::performance::{Field, Performance};
use crate::model::{Grid, SectionKind, Table, squeezed};

/// A goal on the pages between a project's head and its indicators; more are another matter.
const LONGEST_GOAL: u32 = 6;

/// For each table whether its own cells show that it is a performance table.
pub fn whole(tables: &[Table], words: &Performance) -> Vec<bool> {
    tables.iter().map(|table| is_performance(table, words)).collect()
}

/// For each table whether it is a performance table, or a page of one; of those that are `whole` it is known.
pub fn select(tables: &[Table], whole: &[bool], words: &Performance) -> Vec<bool> {
    // The page that a project has begun on, which has no indicators yet.
    let mut open: Option<u32> = None;
    let mut chosen = Vec::with_capacity(tables.len());
    for (table, &whole) in tables.iter().zip(whole) {
        let first = table.grids.first().map_or(0, |g| g.page);
        let last = table.grids.last().map_or(0, |g| g.page);
        let own = table.section.kind == SectionKind::Performance;
        let goes_on = open.is_some_and(|page| first <= page + 1)
            && (table.section.kind == SectionKind::Untitled || own);
        let part = whole || opens_project(table, words) || goes_on && is_part(table, words);
        chosen.push(part);
        let begun = || if opens_project(table, words) { Some(last) } else { None };
        open = match () {
            _ if whole && !ends_in_head(table, words) => None,
            _ if whole => Some(last),
            _ if part => begun().or(open.map(|page| page.max(last.min(page + LONGEST_GOAL)))),
            _ => None,
        };
    }
    chosen
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
            Some(
                Field::Level1 | Field::Level2 | Field::Level3 | Field::Value | Field::Operator,
            ) => heads += 1,
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

/// Labels with values beside them: the label's field, whether it is the sum of a table, its row.
fn labels<'g>(grid: &'g Grid, words: &'g Performance) -> impl Iterator<Item = (Field, usize)> + 'g {
    let rows = Rows::of(grid);
    (0..rows.starting.len()).flat_map(move |r| {
        let cells = rows.starting[r].clone();
        let found: Vec<(Field, usize)> = (0..cells.len().saturating_sub(1))
            .filter_map(|i| {
                let (label, value) = (cells[i].text(), cells[i + 1].text());
                let field = words.field(&label)?;
                (!value.is_empty() && words.field(&value).is_none()).then_some((field, r))
            })
            .collect();
        found
    })
}

/// 项目名称 with a name beside it, and in another row what else the head of a project says. A list of projects has other
/// heads beside that one.
fn opens_project(table: &Table, words: &Performance) -> bool {
    if table.section.standard_id().is_some() {
        return false;
    }
    let whole = table.section.kind == SectionKind::Performance;
    table.grids.iter().any(|grid| heads_block(grid, words) || whole && heads_body(grid, words))
}

/// A whole body (部门整体) has its name and the sum of its tasks where a project has its own.
fn heads_body(grid: &Grid, words: &Performance) -> bool {
    let found: Vec<(Field, usize)> = labels(grid, words).collect();
    let body = found.iter().find(|(f, _)| *f == Field::ImplementingUnit);
    body.is_some_and(|(_, row)| found.iter().any(|(f, r)| *f == Field::FundsTotal && r > row))
}

fn heads_block(grid: &Grid, words: &Performance) -> bool {
    let found: Vec<(Field, usize)> = labels(grid, words).collect();
    let name = found.iter().find(|(f, _)| *f == Field::ProjectName);
    name.is_some_and(|(_, row)| {
        found.iter().any(|(f, r)| {
            let of_head = matches!(
                f,
                Field::ManagingDepartment
                    | Field::ImplementingUnit
                    | Field::FundsFiscal
                    | Field::AnnualGoal
            );
            of_head && r > row
        })
    })
}

/// Does a project begin behind the indicators of the one before, in the last rows of the table?
fn ends_in_head(table: &Table, words: &Performance) -> bool {
    let Some(grid) = table.grids.last() else { return false };
    let name = labels(grid, words).filter(|(f, _)| *f == Field::ProjectName).last();
    let indicators = grid
        .cells
        .iter()
        .filter(|c| words.field(&c.text()) == Some(Field::Level3))
        .map(|c| c.row)
        .max();
    name.is_some_and(|(_, row)| indicators.is_none_or(|head| head < row))
}

/// Is it a part of a project between its head and its indicators: labels of it, or the goal's text?
fn is_part(table: &Table, words: &Performance) -> bool {
    let cells = || table.grids.iter().flat_map(|g| &g.cells).filter(|c| !c.lines.is_empty());
    let labelled = cells().any(|c| words.field(&c.text()).is_some());
    let figures = cells().filter(|c| crate::lex::figure(&c.text()).is_some()).count();
    labelled || figures == 0
}
