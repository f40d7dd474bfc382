//! Glyphs → cells: which cell each character stands in.
//!
//! 1. A character belongs to the cell that holds the point a third of its size above its baseline: character boxes
//!    of some fonts reach into the row above, baselines do not.
//! 2. A figure that runs over a column edge stays whole and goes to the cell that holds most of it, unless it would
//!    be two figures (two decimal points).
//! 3. Every character inside the grid goes to exactly one cell (D5).

use crate::deadline;
use crate::lex::is_inside_figure;
use crate::model::{Glyph, Grid, GridCell, Line, glyphs_to_lines};

/// Characters of one figure are not further apart than this share of the font size.
const FIGURE_GAP: f32 = 0.12;
/// The cell of a character outside the grid.
const NOWHERE: usize = usize::MAX;

/// Puts the page's glyphs, which stand in `lines`, into the cells of the grid.
pub fn fill(grid: &mut Grid, glyphs: &[Glyph], lines: &[Line]) {
    let (rows, cols) = (grid.rows(), grid.cols());
    let mut owner = vec![NOWHERE; rows * cols];
    for (i, c) in grid.cells.iter().enumerate() {
        for r in c.row..c.row + c.rowspan {
            owner[r * cols + c.col..r * cols + c.col + c.colspan].fill(i);
        }
    }
    let cell_at = |g: &Glyph| -> Option<usize> {
        let (x, y) = if g.turned() {
            (g.rect.cx(), g.rect.cy())
        } else {
            (g.rect.cx(), g.baseline - 0.35 * g.size)
        };
        let (c, r) = (span_at(&grid.xs, x)?, span_at(&grid.ys, y)?);
        Some(owner[r * cols + c])
    };
    let cell_or_none = |g: &Glyph| if g.aside() { NOWHERE } else { cell_at(g).unwrap_or(NOWHERE) };
    let mut cell_of: Vec<usize> = glyphs.iter().map(cell_or_none).collect();
    for line in lines {
        deadline::tick();
        keep_figures_whole(line, glyphs, &grid.cells, &mut cell_of);
    }
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); grid.cells.len()];
    for (i, &cell) in cell_of.iter().enumerate() {
        if let Some(members) = members.get_mut(cell) {
            members.push(i as u32);
        }
    }
    for (cell, glyph_ids) in grid.cells.iter_mut().zip(members) {
        deadline::tick();
        if !glyph_ids.is_empty() {
            cell.lines = glyphs_to_lines(grid.page, glyphs, glyph_ids);
        }
    }
}

/// Index of the span between neighbouring edges that holds `x`.
fn span_at(edges: &[f32], x: f32) -> Option<usize> {
    let i = edges.partition_point(|&e| e <= x);
    (i > 0 && i < edges.len()).then(|| i - 1)
}

/// Keeps figures whole: runs of two or more figure characters that stand close together in the line, inside the grid.
fn keep_figures_whole(line: &Line, glyphs: &[Glyph], cells: &[GridCell], cell_of: &mut [usize]) {
    let mut run: Vec<u32> = Vec::new();
    for &i in &line.glyphs {
        if cell_of[i as usize] == NOWHERE {
            continue;
        }
        let g = &glyphs[i as usize];
        let figure = is_inside_figure(g.ch);
        if !(figure
            && run
                .last()
                .is_some_and(|&l| g.rect.x0 - glyphs[l as usize].rect.x1 <= FIGURE_GAP * g.size))
        {
            keep_whole(&run, glyphs, cells, cell_of);
            run.clear();
        }
        if figure {
            run.push(i);
        }
    }
    keep_whole(&run, glyphs, cells, cell_of);
}

fn keep_whole(figure: &[u32], glyphs: &[Glyph], cells: &[GridCell], cell_of: &mut [usize]) {
    let Some(first) = figure.first().map(|&i| cell_of[i as usize]) else { return };
    if figure.iter().all(|&i| cell_of[i as usize] == first) {
        return;
    }
    let points = figure.iter().filter(|&&i| matches!(glyphs[i as usize].ch, '.' | '．')).count();
    if points > 1 {
        return;
    }
    // The cells of one row only: a figure does not run over rows.
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for c in figure.iter().map(|&i| cell_of[i as usize]) {
        match counts.iter_mut().find(|(k, _)| *k == c) {
            Some((_, n)) => *n += 1,
            None => counts.push((c, 1)),
        }
    }
    let same_row = counts.windows(2).all(|w| cells[w[0].0].row == cells[w[1].0].row);
    // A code beside an amount without a decimal point: leave both where their characters are.
    if !same_row || points == 0 {
        return;
    }
    if let Some(&(home, _)) = counts.iter().max_by_key(|(c, n)| (*n, *c)) {
        for &i in figure {
            cell_of[i as usize] = home;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    fn text(s: &str, x: f32, baseline: f32) -> Vec<Glyph> {
        s.chars()
            .enumerate()
            .map(|(i, ch)| {
                let x = x + 5.0 * i as f32;
                Glyph {
                    ch,
                    rect: Rect::new(x, baseline - 8.0, x + 5.0, baseline + 2.0),
                    baseline,
                    size: 10.0,
                    ..Glyph::default()
                }
            })
            .collect()
    }

    fn grid() -> Grid {
        let cell = |col: usize, x0: f32, x1: f32| GridCell {
            row: 0,
            col,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(x0, 0.0, x1, 20.0),
            lines: vec![],
            ..GridCell::default()
        };
        Grid {
            page: 1,
            rect: Rect::new(0.0, 0.0, 100.0, 20.0),
            xs: vec![0.0, 50.0, 100.0],
            ys: vec![0.0, 20.0],
            cells: vec![cell(0, 0.0, 50.0), cell(1, 50.0, 100.0)],
            ..Grid::default()
        }
    }

    fn filled(grid: &mut Grid, glyphs: &[Glyph]) {
        fill(grid, glyphs, &glyphs_to_lines(1, glyphs, 0..glyphs.len() as u32));
    }

    #[test]
    fn a_figure_wider_than_its_cell_stays_whole() {
        let mut g = grid();
        filled(&mut g, &text("1234567.89", 44.0, 14.0));
        assert_eq!((g.cells[0].text(), g.cells[1].text()), (String::new(), "1234567.89".into()));
    }

    #[test]
    fn two_figures_that_touch_are_cut_at_the_edge() {
        let mut g = grid();
        filled(&mut g, &text("123.4567.89", 19.5, 14.0));
        assert_eq!((g.cells[0].text(), g.cells[1].text()), ("123.45".into(), "67.89".into()));
    }
}
