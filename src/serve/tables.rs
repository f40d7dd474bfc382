//! The tables of a document, as the page shows them: heads as paths, rows with what is printed and where.

use crate::emit::wire::{Cell, Content, Document, Row, Table};
use serde::Serialize;

/// A table.
#[derive(Debug, Serialize)]
pub struct Shown<'d> {
    index: usize,
    id: &'d str,
    title: &'d str,
    page: u32,
    pages: [u32; 2],
    unit: Option<&'d str>,
    columns: Vec<Head<'d>>,
    rows: Vec<Line<'d>>,
}

#[derive(Debug, Serialize)]
struct Head<'d> {
    head: Vec<&'d str>,
    id: &'d str,
}

#[derive(Debug, Serialize)]
struct Line<'d> {
    label: &'d str,
    code: &'d str,
    cells: Vec<Text<'d>>,
}

#[derive(Debug, Serialize)]
struct Text<'d> {
    text: &'d str,
    page: u32,
    #[serde(rename = "box")]
    corners: Option<[f64; 4]>,
}

/// The tables in document order.
pub fn shown(document: &Document) -> Vec<Shown<'_>> {
    document.tables.iter().enumerate().map(|(index, table)| of(index, table)).collect()
}

fn of(index: usize, table: &Table) -> Shown<'_> {
    Shown {
        index,
        id: &table.id,
        title: &table.title,
        page: table.pages[0],
        pages: table.pages,
        unit: table.unit.as_deref(),
        columns: table
            .columns
            .iter()
            .map(|column| Head { head: column.label.split('/').collect(), id: &column.id })
            .collect(),
        rows: table.rows.iter().map(|row| line(row, table.columns.len())).collect(),
    }
}

/// A row with a text for each column: where no cell is, an empty one.
fn line(row: &Row, columns: usize) -> Line<'_> {
    let empty = || Text { text: "", page: row.page, corners: None };
    let mut cells: Vec<Text> = std::iter::repeat_with(empty).take(columns).collect();
    for cell in &row.cells {
        if let Some(place) = cells.get_mut(cell.index) {
            *place = text(cell);
        }
    }
    Line { label: &row.label, code: &row.code, cells }
}

fn text(cell: &Cell) -> Text<'_> {
    let corners = (cell.content != Content::Blank).then_some(cell.corners.0);
    Text { text: cell.stated.as_deref().unwrap_or_default(), page: cell.page, corners }
}
