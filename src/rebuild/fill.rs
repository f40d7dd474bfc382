//! Glyphs → cells: which cell each character stands in.
//!
//! 1. A character belongs to the cell that holds the point a third of its size above its baseline: character boxes
//!    of some fonts reach into the row above, baselines do not.
//! 2. A figure that runs over a column edge stays whole and goes to the cell that holds most of it, unless it would
//!    be two figures (two decimal points).
//! 3. Every character inside the grid goes to exactly one cell (D5).

use crate::model::{Glyph, Grid, GridCell, glyphs_to_lines};

/// Characters of one figure are not further apart than this share of the font size.
const FIGURE_GAP: f32 = 0.12;

/// Puts the page's glyphs into the cells of the grid; returns which glyphs it took.
pub fn fill(grid: &mut Grid, glyphs: &[Glyph]) -> Vec<u32> {
    let (rows, cols) = (grid.rows(), grid.cols());
    let mut owner = vec![usize::MAX; rows * cols];
    for (i, c) in grid.cells.iter().enumerate() {
        for r in c.row..c.row + c.rowspan {
            owner[r * cols + c.col..r * cols + c.col + c.colspan].fill(i);
        }
    }
    let cell_at = |g: &Glyph| -> Option<usize> {
        let (x, y) = if g.turned { (g.rect.cx(), g.rect.cy()) } else { (g.rect.cx(), g.baseline - 0.35 * g.size) };
        let (c, r) = (span_at(&grid.xs, x)?, span_at(&grid.ys, y)?);
        Some(owner[r * cols + c]).filter(|&i| i != usize::MAX)
    };
    let mut taken: Vec<u32> = Vec::new();
    let mut cell_of: Vec<Option<usize>> = vec![None; glyphs.len()];
    for (i, g) in glyphs.iter().enumerate().filter(|(_, g)| !g.slanted) {
        if let Some(c) = cell_at(g) {
            cell_of[i] = Some(c);
            taken.push(i as u32);
        }
    }
    for figure in figures(grid.page, glyphs, &taken) {
        keep_whole(&figure, glyphs, &grid.cells, &mut cell_of);
    }
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); grid.cells.len()];
    for &i in &taken {
        if let Some(c) = cell_of[i as usize] {
            members[c].push(i);
        }
    }
    for (cell, glyph_ids) in grid.cells.iter_mut().zip(members) {
        if !glyph_ids.is_empty() {
            cell.lines = glyphs_to_lines(grid.page, glyphs, glyph_ids);
        }
    }
    taken
}

/// Index of the span between neighbouring edges that holds `x`.
fn span_at(edges: &[f32], x: f32) -> Option<usize> {
    let i = edges.partition_point(|&e| e <= x);
    (i > 0 && i < edges.len()).then(|| i - 1)
}

fn is_figure_char(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '.' | ',' | '-' | '．' | '，')
}

/// Runs of figure characters close together on one line.
fn figures(page: u32, glyphs: &[Glyph], taken: &[u32]) -> Vec<Vec<u32>> {
    let mut out = Vec::new();
    for line in glyphs_to_lines(page, glyphs, taken.iter().copied()) {
        let mut run: Vec<u32> = Vec::new();
        for &i in &line.glyphs {
            let g = &glyphs[i as usize];
            let joins = run.last().is_some_and(|&l| g.rect.x0 - glyphs[l as usize].rect.x1 <= FIGURE_GAP * g.size);
            if !(is_figure_char(g.ch) && (run.is_empty() || joins)) && !run.is_empty() {
                out.push(std::mem::take(&mut run));
            }
            if is_figure_char(g.ch) {
                run.push(i);
            }
        }
        if !run.is_empty() {
            out.push(run);
        }
    }
    out.retain(|r| r.len() > 1);
    out
}

fn keep_whole(figure: &[u32], glyphs: &[Glyph], cells: &[GridCell], cell_of: &mut [Option<usize>]) {
    let first = cell_of[figure[0] as usize];
    if figure.iter().all(|&i| cell_of[i as usize] == first) {
        return;
    }
    let points = figure.iter().filter(|&&i| matches!(glyphs[i as usize].ch, '.' | '．')).count();
    if points > 1 {
        return;
    }
    // The cells of one row only: a figure does not run over rows.
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for c in figure.iter().filter_map(|&i| cell_of[i as usize]) {
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
            cell_of[i as usize] = Some(home);
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
                    font: 0,
                    invisible: false,
                    turned: false,
                    slanted: false,
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
        };
        Grid {
            page: 1,
            rect: Rect::new(0.0, 0.0, 100.0, 20.0),
            xs: vec![0.0, 50.0, 100.0],
            ys: vec![0.0, 20.0],
            cells: vec![cell(0, 0.0, 50.0), cell(1, 50.0, 100.0)],
        }
    }

    #[test]
    fn a_figure_wider_than_its_cell_stays_whole() {
        let mut g = grid();
        fill(&mut g, &text("1234567.89", 44.0, 14.0));
        assert_eq!((g.cells[0].text(), g.cells[1].text()), (String::new(), "1234567.89".into()));
    }

    #[test]
    fn two_figures_that_touch_are_cut_at_the_edge() {
        let mut g = grid();
        fill(&mut g, &text("123.4567.89", 19.5, 14.0));
        assert_eq!((g.cells[0].text(), g.cells[1].text()), ("123.45".into(), "67.89".into()));
    }
}
