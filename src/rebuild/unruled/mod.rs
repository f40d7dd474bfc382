//! Text without rulings between its columns → a grid (three-line tables and tables without any line).
//!
//! 1. The region below a title is cut into words (`words`), its lines into header and body (`region`). Whole numbers are
//!    figures where their place says so (`whole`).
//! 2. The header's words are wrapped heads and groups' heads (`heads`), the parts of the width that body words cover are
//!    spans (`spans`); aligned in order they are the columns (`columns`), and each head has its place over them
//!    (`places`).
//! 3. The body's lines in their columns are rows (`rows`), some of whose cells stand over several (`spanning`); heads and
//!    rows together are the grid (`grid`).
//! 4. What the page leaves open is said with its place (`doubts`).
//!
//! In papers without any table of a disclosure, lines alone tell a table (`block`).

mod block;
mod columns;
mod doubts;
mod grid;
mod heads;
mod packed;
mod places;
mod region;
mod rows;
mod spanning;
mod spans;
#[cfg(test)]
mod tests;
mod whole;
mod words;

use crate::catalog::{Catalog, ItemSide};
use crate::lex::{is_amount_or_zero, is_code};
use crate::model::{Grid, Line, Page, squeeze};
use columns::{Column, align, edges, words_to_spans};
use doubts::{columns_to_doubts, groups_to_doubts, rows_to_doubt};
use grid::rows_to_grid;
use heads::Header;
use places::heads_to_places;
use region::{Region, below_captions};
use spanning::{Rows, body_to_rows};
use std::ops::Range;
use words::{Words, line_to_words};

pub use block::lines_to_grids;
pub use rows::columns_to_rows;
pub use spans::merge;

/// A table has at most this many columns.
const MAX_COLUMNS: usize = 40;
/// A header has at most this many words.
const MAX_HEADS: usize = 200;

/// The grid of the text between two heights of a page; `None` if it is no table. `hint` holds the column edges of the
/// page before, which a continuation keeps.
pub fn region_to_grid(
    page: &Page,
    lines: &[Line],
    between: Range<f32>,
    hint: Option<&[f32]>,
    catalog: &Catalog,
) -> Option<Grid> {
    let region = Region::of(page, lines, between, hint, catalog)?;
    let hint = hint.filter(|xs| fits(xs, &region.body));
    let spans = hint.map_or_else(|| words_to_spans(&region.body), edges_to_spans);
    if spans.len() > MAX_COLUMNS {
        return None;
    }
    let header = Header::of(&region.header, &|text| is_known(text, catalog));
    let columns = align(&spans, &header.ends, region.em);
    if columns.len() < 2 || columns.len() > MAX_COLUMNS {
        return None;
    }
    let xs = match hint {
        Some(xs) if xs.len() == columns.len() + 1 => xs.to_vec(),
        _ => edges(&columns),
    };
    let body = body_to_rows(&region.body, &xs, &region.rules, hint.is_some());
    let open = body.open;
    let placed = heads_to_places(&header, &columns);
    let mut grid = rows_to_grid(page.number, xs, &header.heads, &placed, body);
    if hint.is_none() && !header.leaves.is_empty() {
        grid.doubts = columns_to_doubts(&columns, &header, region.em);
        grid.doubts.extend(groups_to_doubts(&placed.places, &header, &columns));
    }
    grid.doubts.extend(open.then(|| rows_to_doubt(&grid.rect, &columns)).flatten());
    Some(grid)
}

/// Is this a head or an item of the vocabulary?
pub fn is_known(text: &str, catalog: &Catalog) -> bool {
    let head = catalog.columns.head(text, None);
    head.is_measure()
        || head.label.is_some()
        || catalog.items.identify(text, ItemSide::ThreePublic, |_| false).is_some()
}

/// Gives a ruled grid that begins with its body the header that stands above it, below `top`, without rulings between
/// its heads: each column has one within it, and others may stand over several.
pub fn add_header(grid: &mut Grid, page: &Page, lines: &[Line], top: f32, catalog: &Catalog) {
    let known = |text: &str| is_known(text, catalog);
    if !begins_with_body(grid) {
        return;
    }
    let above = lines.iter().filter(|l| l.rect.y0 >= top - 0.5 && l.rect.cy() < grid.rect.y0);
    let above: Vec<Words> = above.map(|l| line_to_words(&page.glyphs, l, &known)).collect();
    let words = below_captions(&above);
    let header = Header::of(&words, &known);
    let known_heads = header.heads.iter().filter(|h| known(&squeeze(&h.line.text))).count();
    if header.heads.len() > MAX_HEADS || known_heads < 2 {
        return;
    }
    let em = words.iter().map(|r| r.size).fold(1.0, f32::max);
    let columns = align(&edges_to_spans(&grid.xs), &header.ends, em);
    if columns.len() + 1 != grid.xs.len() || columns.len() > MAX_COLUMNS {
        return;
    }
    let within = |(column, edges): (&Column, &[f32])| {
        column
            .leaf
            .map(|l| header.ends[l])
            .is_some_and(|(left, right)| left > edges[0] - 1.0 && right < edges[1] + 1.0)
    };
    if !columns.iter().zip(grid.xs.windows(2)).all(within) {
        return;
    }
    let placed = heads_to_places(&header, &columns);
    grid.doubts.extend(groups_to_doubts(&placed.places, &header, &columns));
    let head = rows_to_grid(page.number, grid.xs.clone(), &header.heads, &placed, Rows::default());
    put_above(grid, head, placed.depth);
}

/// Puts the first `depth` rows of `head` above the grid, if they stand there.
fn put_above(grid: &mut Grid, head: Grid, depth: usize) {
    if !depth.checked_sub(1).is_some_and(|last| head.ys[last] < grid.rect.y0) {
        return;
    }
    grid.cells.iter_mut().for_each(|cell| cell.row += depth);
    grid.cells.splice(0..0, head.cells);
    grid.ys.splice(0..0, head.ys[..depth].iter().copied());
    grid.rect.y0 = grid.ys[0];
    grid.header = Some(depth);
}

/// Does the first row print a figure or a code?
fn begins_with_body(grid: &Grid) -> bool {
    let first = grid.cells.iter().filter(|c| c.row == 0);
    first.flat_map(|c| &c.lines).any(|l| is_amount_or_zero(&l.text) || is_code(&l.text))
}

/// Does no figure or code cross an edge?
fn fits(xs: &[f32], body: &[Words]) -> bool {
    !body
        .iter()
        .flat_map(|r| r.words.iter())
        .filter(|w| w.is_figure() || w.is_code())
        .any(|w| xs.iter().any(|&x| w.rect.x0 + 1.0 < x && x < w.rect.x1 - 1.0))
}

/// The columns between edges that are known.
fn edges_to_spans(xs: &[f32]) -> Vec<Column> {
    xs.windows(2).map(|w| Column { x0: w[0], x1: w[1], figures: false, leaf: None }).collect()
}
