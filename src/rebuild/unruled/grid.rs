//! Heads in their places and rows below them → the grid that they form, its edges halfway between what stands in it.

use super::heads::Head;
use super::places::Placed;
use super::rows::Row;
use super::spanning::{Rows, Spanning};
use crate::model::{Grid, GridCell, Line, Rect};
use std::ops::RangeInclusive;

/// The grid with these edges of columns, whose header is as deep as its heads are placed.
pub fn rows_to_grid(page: u32, xs: Vec<f32>, heads: &[Head], placed: &Placed, body: Rows) -> Grid {
    let Rows { rows, spanning, .. } = body;
    let (cols, depth) = (xs.len() - 1, placed.depth);
    let ys = row_edges(heads, depth, &rows);
    let cell = |rows: RangeInclusive<usize>, columns: RangeInclusive<usize>, lines: Vec<Line>| {
        let (row, col) = (*rows.start(), *columns.start());
        let (last_row, last) = (*rows.end(), *columns.end());
        let rect = Rect { x0: xs[col], y0: ys[row], x1: xs[last + 1], y1: ys[last_row + 1] };
        let (rowspan, colspan) = (last_row + 1 - row, last + 1 - col);
        GridCell { row, col, rowspan, colspan, rect, lines, ..GridCell::default() }
    };
    let mut taken = vec![false; depth * cols];
    let mut cells: Vec<GridCell> = Vec::new();
    for p in &placed.places {
        for r in p.row..=p.last_row {
            taken[r * cols + p.first..=r * cols + p.last].fill(true);
        }
        let lines = vec![heads[p.head].line.clone()];
        cells.push(cell(p.row..=p.last_row, p.first..=p.last, lines));
    }
    for i in (0..depth * cols).filter(|&i| !taken[i]) {
        let (row, col) = (i / cols, i % cols);
        cells.push(cell(row..=row, col..=col, Vec::new()));
    }
    for (row, texts) in rows.into_iter().enumerate() {
        let within = |s: &Spanning, col: usize| s.column == col && s.rows.contains(&row);
        let own = |(col, _): &(usize, _)| !spanning.iter().any(|s| within(s, *col));
        let texts = texts.cells.into_iter().enumerate().filter(own);
        let at = depth + row;
        cells.extend(texts.map(|(col, lines)| cell(at..=at, col..=col, lines)));
    }
    for Spanning { column, rows, lines } in spanning {
        cells.push(cell(depth + rows.start()..=depth + rows.end(), column..=column, lines));
    }
    cells.sort_by_key(|c| (c.row, c.col));
    let rect = Rect { x0: xs[0], y0: ys[0], x1: xs[cols], y1: ys[ys.len() - 1] };
    Grid { page, rect, xs, ys, cells, header: Some(depth), doubts: Vec::new() }
}

/// The edges of rows: the heads share their height evenly, between rows the edge lies halfway. They always ascend.
fn row_edges(heads: &[Head], depth: usize, rows: &[Row]) -> Vec<f32> {
    let rects = |row: &Row| row.cells.iter().flatten().map(|line| line.rect).collect::<Vec<_>>();
    let tops: Vec<f32> =
        rows.iter().map(|r| rects(r).iter().map(|b| b.y0).fold(r.y, f32::min)).collect();
    let ends: Vec<f32> =
        rows.iter().map(|r| rects(r).iter().map(|b| b.y1).fold(r.y, f32::max)).collect();
    let foot = heads.iter().map(|h| h.line.rect.y1).fold(0.0, f32::max);
    let first = tops.first().copied().unwrap_or(foot);
    let head_top = heads.iter().map(|h| h.line.rect.y0).fold(first, f32::min);
    let mut ys: Vec<f32> =
        (0..depth).map(|l| head_top + (first - head_top) * l as f32 / depth as f32).collect();
    for (r, &y) in tops.iter().enumerate() {
        let border = r.checked_sub(1).map_or(y, |above| (ends[above] + y) / 2.0);
        ys.push(ys.last().map_or(border, |&last| border.max(last + 0.1)));
    }
    let end = ends.last().copied().unwrap_or(first);
    ys.push(end.max(ys.last().copied().unwrap_or(0.0) + 0.1));
    ys
}
