//! Grids from text art for the tests of the passes: a line for each row, `|` between cells, `<` for a cell that goes on
//! from the left, `^` from above. Columns are 50 points wide, rows 20 high; two spaces before a text indent it by 10.

use super::columns::grid_to_layout;
use super::layout::{Layout, Role};
use super::view::View;
use super::{Context, table_to_ledger};
use crate::catalog::Catalog;
use crate::lex;
use crate::model::*;

/// The vocabularies of all tests.
pub(super) fn catalog() -> Catalog {
    Catalog::builtin().expect("the vocabularies load")
}

/// The grid of a drawing, on page 1.
pub(super) fn grid(art: &str) -> Grid {
    let texts: Vec<Vec<&str>> = art
        .trim_matches('\n')
        .lines()
        .map(|line| line.split('|').map(|cell| cell.strip_prefix(' ').unwrap_or(cell)).collect())
        .collect();
    let (rows, cols) = (texts.len(), texts[0].len());
    let at = |r: usize, c: usize| texts.get(r).and_then(|row| row.get(c)).copied().unwrap_or("");
    let mark = |r: usize, c: usize| at(r, c).trim();
    let mut cells = Vec::new();
    for (row, col) in (0..rows).flat_map(|r| (0..cols).map(move |c| (r, c))) {
        if matches!(mark(row, col), "<" | "^") {
            continue;
        }
        let colspan = 1 + (col + 1..cols).take_while(|&c| mark(row, c) == "<").count();
        let rowspan = 1 + (row + 1..rows).take_while(|&r| mark(r, col) == "^").count();
        let rect = rect(row, col, rowspan, colspan);
        let text = at(row, col);
        let indent = 5.0 * (text.len() - text.trim_start().len()) as f32;
        let lines = if text.trim().is_empty() { vec![] } else { vec![line(text, rect, indent)] };
        let token = lex::token(text);
        cells.push(GridCell {
            row,
            col,
            rowspan,
            colspan,
            rect,
            lines,
            token,
            ..GridCell::default()
        });
    }
    let edges = |n: usize, step: f32| (0..=n).map(|i| step * i as f32).collect::<Vec<f32>>();
    let (xs, ys) = (edges(cols, 50.0), edges(rows, 20.0));
    Grid { page: 1, rect: rect(0, 0, rows, cols), xs, ys, cells, ..Grid::default() }
}

fn rect(row: usize, col: usize, rows: usize, cols: usize) -> Rect {
    let (x, y) = (50.0 * col as f32, 20.0 * row as f32);
    Rect { x0: x, y0: y, x1: x + 50.0 * cols as f32, y1: y + 20.0 * rows as f32 }
}

fn line(text: &str, cell: Rect, indent: f32) -> Line {
    let rect = Rect { x0: cell.x0 + 2.0 + indent, x1: cell.x0 + 20.0 + indent, ..cell };
    Line { page: 1, rect, baseline: cell.y1, size: 10.0, text: text.trim().into(), glyphs: vec![] }
}

/// The layout of a grid that opens its table.
pub(super) fn layout(grid: &Grid) -> Layout {
    let catalog = catalog();
    let cx = Context { catalog: &catalog, year: Some(2026) };
    grid_to_layout(&View::new(grid), true, &cx).expect("a header")
}

/// What each column is for, in a word.
pub(super) fn roles(art: &str) -> String {
    let words = layout(&grid(art)).columns.into_iter().map(|column| match column.role {
        Role::Measure => "Measure".into(),
        Role::Label(kind) => format!("{kind:?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A table of these drawings, one a page, in 万元.
pub(super) fn table(id: &str, pages: &[&str]) -> (LedgerTable, Vec<Finding>) {
    let grids = (1..).zip(pages).map(|(page, art)| {
        let mut grid = grid(art);
        grid.page = page;
        grid.cells.iter_mut().flat_map(|c| &mut c.lines).for_each(|line| line.page = page);
        grid
    });
    of_grids(id, grids.collect())
}

/// The same of a grid.
pub(super) fn of_grid(id: &str, grid: Grid) -> (LedgerTable, Vec<Finding>) {
    of_grids(id, vec![grid])
}

fn of_grids(id: &str, grids: Vec<Grid>) -> (LedgerTable, Vec<Finding>) {
    let above = vec![Line { text: "单位：万元".into(), ..Line::default() }];
    let section = Section { kind: SectionKind::Table, id: TableId::of(id), title: "某表".into() };
    let table = Table { section, grids, above, below: vec![] };
    let mut findings = Vec::new();
    let catalog = catalog();
    let cx = Context { catalog: &catalog, year: Some(2026) };
    let ledger = table_to_ledger(&table, &cx, &mut findings).expect("a table");
    (ledger, findings)
}

/// The rows of such a table, each told in a line: side, number, code or item, name, < number of the row that it is part of,
/// and its cells (`_` for a blank, `-` for a dash, `?` for what could not be read).
pub(super) fn rows(id: &str, pages: &[&str]) -> Vec<String> {
    table(id, pages).0.rows.iter().map(told).collect()
}

fn told(row: &Row) -> String {
    let cell = |cell: &Cell| match &cell.content {
        Content::Amount(amount) => amount.printed.to_string(),
        Content::Blank => "_".into(),
        Content::Dash => "-".into(),
        Content::Other => "x".into(),
        Content::Unread(_) => "?".into(),
    };
    let what = row.code.as_ref().map_or(row.item(), |c| c.digits.as_str());
    let part = row.part_of.map(|n| format!("<{n}")).unwrap_or_default();
    let unit = if row.row_unit.is_empty() { String::new() } else { format!("@{}", row.row_unit) };
    let cells: Vec<String> = row.cells.iter().map(cell).collect();
    let number = format!(
        "{}{}",
        row.side.as_str().chars().next().map_or("".into(), String::from),
        row.number
    );
    let words = [number, what.into(), row.name.clone(), part, unit, cells.join(" ")];
    words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
