//! The picture of a page, drawn from the document alone: the texts of its tables where they stand. The page draws it and
//! marks cells in it; heads and lines are put around the texts, as the document does not hold them.

use super::data::tenths;
use super::pieces::{json, script};
use crate::emit::sha256;
use crate::emit::wire::{Content, Document, Row, Table};
use crate::model::cut;
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};

/// Rows of one picture; a page has less than a hundred.
const ROWS: usize = 200;
/// Cells of one picture.
const CELLS: usize = 3_000;
/// Characters of one text.
const TEXT: usize = 200;

/// A text and its box in tenths of a point.
#[derive(Debug, PartialEq, Serialize)]
pub struct Placed(pub String, pub i32, pub i32, pub i32, pub i32);

/// The tables of a page.
#[derive(Debug, PartialEq, Serialize)]
pub struct Picture {
    /// 1-based.
    pub page: u32,
    /// In document order.
    pub tables: Vec<Part>,
    /// Rows that are left out because the page has too many.
    pub left_out: usize,
}

/// What a table has on the page.
#[derive(Debug, PartialEq, Serialize)]
pub struct Part {
    /// Id of the table.
    pub id: String,
    /// Its title as printed.
    pub title: String,
    /// Unit of amount as printed.
    pub unit: Option<String>,
    /// Columns with a cell on the page: heads, left and right edge.
    pub columns: Vec<(String, i32, i32)>,
    /// Labels of rows.
    pub labels: Vec<Placed>,
    /// Texts of cells.
    pub cells: Vec<Placed>,
    /// Remarks under the table.
    pub notes: Vec<Placed>,
}

/// The picture of a page; `None` where no table has a row on it.
pub fn picture(document: &Document, page: u32) -> Option<Picture> {
    let mut picture = Picture { page, tables: vec![], left_out: 0 };
    let (mut rows, mut cells) = (ROWS, CELLS);
    for table in document.tables.iter().filter(|t| (t.pages[0]..=t.pages[1]).contains(&page)) {
        let part = part(table, page, (&mut rows, &mut cells), &mut picture.left_out);
        if !part.labels.is_empty() || !part.cells.is_empty() {
            picture.tables.push(part);
        }
    }
    (!picture.tables.is_empty()).then_some(picture)
}

/// What became of the picture of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictured {
    /// Its number.
    Shown(usize),
    /// No table stands on the page.
    Empty,
    /// The page would be too large.
    LeftOut,
}

/// The pictures that are written, each once.
#[derive(Debug, Default)]
pub struct Pictures {
    /// By the hash of their JSON.
    known: HashMap<String, usize>,
    bytes: usize,
}

impl Pictures {
    /// Writes the picture of a page, unless there is one like it, or no room.
    pub fn write(
        &mut self,
        document: &Document,
        page: u32,
        limit: usize,
        to: &mut impl Write,
    ) -> io::Result<Pictured> {
        let Some(picture) = picture(document, page) else { return Ok(Pictured::Empty) };
        let json = json(&picture);
        let hash = sha256(&json);
        if let Some(number) = self.known.get(&hash) {
            return Ok(Pictured::Shown(*number));
        }
        if self.bytes + json.len() > limit {
            return Ok(Pictured::LeftOut);
        }
        let number = self.known.len();
        self.bytes += json.len();
        self.known.insert(hash, number);
        script(to, &format!("picture-{number}"), &json)?;
        Ok(Pictured::Shown(number))
    }
}

fn part(
    table: &Table,
    page: u32,
    (rows, cells): (&mut usize, &mut usize),
    left_out: &mut usize,
) -> Part {
    let mut part = Part {
        id: short(&table.id),
        title: short(&table.title),
        unit: table.unit.clone(),
        columns: vec![],
        labels: vec![],
        cells: vec![],
        notes: table
            .notes
            .iter()
            .filter(|n| n.page == page)
            .map(|n| placed(&n.text, tenths(n.corners)))
            .take(ROWS)
            .collect(),
    };
    let mut edges: Vec<Option<(i32, i32)>> = vec![None; table.columns.len()];
    for row in
        table.rows.iter().filter(|r| r.page == page || r.cells.iter().any(|c| c.page == page))
    {
        if *rows == 0 || *cells < row.cells.len() {
            *left_out += 1;
            continue;
        }
        *rows -= 1;
        *cells -= row.cells.len();
        if row.page == page {
            part.labels.push(placed(&label(row), tenths(row.corners)));
        }
        for cell in row.cells.iter().filter(|c| c.page == page) {
            let spot @ [x0, _, x1, _] = tenths(cell.corners);
            if let Some(edges) = edges.get_mut(cell.index).filter(|_| x1 > x0) {
                let (left, right) = edges.unwrap_or((x0, x1));
                *edges = Some((left.min(x0), right.max(x1)));
            }
            if cell.content != Content::Blank {
                part.cells.push(placed(cell.stated.as_deref().unwrap_or_default(), spot));
            }
        }
    }
    let columns = table.columns.iter().zip(edges);
    part.columns = columns
        .filter_map(|(column, edges)| {
            edges.map(|(left, right)| (short(&column.label), left, right))
        })
        .collect();
    part
}

fn placed(text: &str, [x0, y0, x1, y1]: [i32; 4]) -> Placed {
    Placed(short(text), x0, y0, x1, y1)
}

fn short(text: &str) -> String {
    cut(text, TEXT)
}

/// Code and label of a row.
pub fn label(row: &Row) -> String {
    let words = [row.code.as_str(), row.label.as_str()].into_iter().filter(|s| !s.is_empty());
    short(&words.collect::<Vec<_>>().join(" "))
}
