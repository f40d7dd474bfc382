//! Glyphs → cells: which cell each character stands in.
//!
//! 1. A character belongs to the cell that holds the point a third of its size above its baseline: character boxes
//!    of some fonts reach into the row above, baselines do not.
//! 2. A figure that runs over a column edge stays whole ([`runs`]); what stands beside it in its cell, and is none of
//!    it, is kept apart ([`figures`]).
//! 3. A wrapped line that hangs over the ruling below its cell stays with its text ([`super::overflow`]); figures that
//!    may be none of the table's are told ([`suspect`]).
//! 4. Every character inside the grid goes to exactly one cell (D5).
//! 5. Where a picture stands in a cell without text, that is told.
//!
//! A grid made of the alignment of words has its characters already: [`look_closer`] tells the same of them.

use super::pictures::tell_pictures;
use super::{figures, runs, spills, strays, suspect};
use crate::deadline;
use crate::lex::is_inside_figure;
use crate::model::{Glyph, Grid, GridCell, Page, Unclear, glyphs_to_lines};

/// One in so many is a habit.
const HABIT: usize = 3;
/// Text higher than this many times its cell is painted over the table, and no part of it.
const TALLEST: f32 = 1.3;
/// The cell of a character outside the grid.
const NOWHERE: usize = usize::MAX;

/// Puts the page's glyphs into the cells of the grid.
pub fn fill(grid: &mut Grid, page: &Page) {
    let glyphs = &page.glyphs[..];
    let owner = Owner::of(grid);
    let fits = |g: &Glyph, cell: &GridCell| g.turned() || g.size <= TALLEST * cell.rect.height();
    let mut furniture: Vec<(usize, u32)> = Vec::new();
    let mut slanted: Vec<(usize, u32)> = Vec::new();
    let mut last = (0, 0);
    let cells = glyphs.iter().zip(0..).map(|(g, i)| match owner.cell_at(grid, g, &mut last) {
        Some(cell) if !g.aside() && fits(g, &grid.cells[cell]) => cell,
        Some(cell) if g.artifact && !g.slanted && is_inside_figure(g.ch) => {
            furniture.push((cell, i));
            NOWHERE
        }
        Some(cell) if g.slanted && !g.turned() && is_inside_figure(g.ch) => {
            slanted.push((cell, i));
            NOWHERE
        }
        _ => NOWHERE,
    });
    let mut cell_of: Vec<usize> = cells.collect();
    strays::set_aside(glyphs, &mut cell_of, grid.cells.len(), NOWHERE);
    let mut unsure = spills::keep_whole(glyphs, &grid.cells, &mut cell_of, NOWHERE);
    unsure.extend(runs::keep_whole(glyphs, &grid.cells, &mut cell_of, NOWHERE));
    let usual = figures::usual_style(glyphs, &cell_of, NOWHERE);
    set_lines(grid, glyphs, &owner, &cell_of, usual);
    suspect::tell(grid, page, usual);
    tell_pictures(grid, page);
    suspect::show_furniture(grid, glyphs, furniture);
    suspect::show_slanted(grid, glyphs, slanted, usual);
    for cell in unsure {
        grid.cells[cell].unclear = Some(Unclear::OverRuling);
    }
}

/// Sets apart and tells in a grid that was made of words what [`fill`] does in one of rulings.
pub fn look_closer(grid: &mut Grid, page: &Page) {
    let glyphs = &page.glyphs[..];
    let mut cell_of = vec![NOWHERE; glyphs.len()];
    let mut members = Vec::with_capacity(grid.cells.len());
    for (at, cell) in grid.cells.iter().enumerate() {
        let own: Vec<u32> =
            cell.lines.iter().flat_map(|line| line.glyphs.iter().copied()).collect();
        own.iter().for_each(|&i| cell_of[i as usize] = at);
        members.push(own);
    }
    let usual = figures::usual_style(glyphs, &cell_of, NOWHERE);
    set_figures(grid, glyphs, members, usual, false);
    suspect::tell(grid, page, usual);
    tell_pictures(grid, page);
    let askew = |g: &Glyph| g.slanted && is_inside_figure(g.ch);
    let place = |(i, g): (u32, &Glyph)| {
        deadline::tick_long();
        let holds = |cell: &GridCell| cell.rect.contains(g.rect.cx(), g.baseline - 0.35 * g.size);
        Some((grid.cells.iter().position(holds)?, i))
    };
    let slanted = (0..).zip(glyphs).filter(|(_, g)| askew(g)).filter_map(place);
    let slanted: Vec<(usize, u32)> = slanted.collect();
    suspect::show_slanted(grid, glyphs, slanted, usual);
}

/// Which cell has each elementary cell of a grid.
struct Owner(Vec<usize>);

impl Owner {
    fn of(grid: &Grid) -> Owner {
        let cols = grid.cols();
        let mut owner = vec![NOWHERE; grid.rows() * cols];
        for (i, c) in grid.cells.iter().enumerate() {
            for r in c.row..c.row + c.rowspan {
                owner[r * cols + c.col..r * cols + c.col + c.colspan].fill(i);
            }
        }
        Owner(owner)
    }

    /// `last` is where the last one that had a cell stood: most have theirs in the same.
    fn cell_at(&self, grid: &Grid, g: &Glyph, last: &mut (usize, usize)) -> Option<usize> {
        let (x, y) = if g.turned() {
            (g.rect.cx(), g.rect.cy())
        } else {
            (g.rect.cx(), g.baseline - 0.35 * g.size)
        };
        let (c, r) = (span_at(&grid.xs, x, last.0)?, span_at(&grid.ys, y, last.1)?);
        *last = (c, r);
        Some(self.0[r * grid.cols() + c])
    }
}

/// Makes lines of each cell's characters, its figure apart from what stands beside it.
fn set_lines(
    grid: &mut Grid,
    glyphs: &[Glyph],
    owner: &Owner,
    cell_of: &[usize],
    usual: Option<figures::Style>,
) {
    let mut counts = vec![0; grid.cells.len()];
    for &cell in cell_of {
        if let Some(count) = counts.get_mut(cell) {
            *count += 1;
        }
    }
    let mut members: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (i, &cell) in cell_of.iter().enumerate() {
        if let Some(members) = members.get_mut(cell) {
            members.push(i as u32);
        }
    }
    super::overflow::lift(grid, glyphs, &owner.0, &mut members);
    set_figures(grid, glyphs, members, usual, true);
}

/// Sets each cell's figure apart from what stands beside it; `all` also makes the lines of cells without one.
fn set_figures(
    grid: &mut Grid,
    glyphs: &[Glyph],
    members: Vec<Vec<u32>>,
    usual: Option<figures::Style>,
    all: bool,
) {
    let (mut amounts, mut loose) = (0, Vec::new());
    for (at, (cell, glyph_ids)) in grid.cells.iter_mut().zip(members).enumerate() {
        deadline::tick();
        if glyph_ids.is_empty() {
            continue;
        }
        match figures::pieces(glyphs, &glyph_ids, cell.rect.x0, usual) {
            Some(pieces) => {
                cell.lines = glyphs_to_lines(grid.page, glyphs, pieces.figure);
                cell.aside = glyphs_to_lines(grid.page, glyphs, pieces.aside);
                cell.unclear = pieces.unclear;
                amounts += usize::from(pieces.is_amount);
                if pieces.loose {
                    loose.push((at, pieces.is_amount));
                }
            }
            None if !all => {}
            None => cell.lines = glyphs_to_lines(grid.page, glyphs, glyph_ids),
        }
    }
    // A gap that many of the table's amounts have is how it sets them; among amounts with a point, one in its place is not.
    let rare = HABIT * loose.len() <= amounts;
    for (cell, is_amount) in loose {
        if rare || !is_amount && amounts > 0 {
            grid.cells[cell].unclear = Some(Unclear::Several);
        }
    }
}

/// Index of the span between neighbouring edges that holds `x`, perhaps `likely`.
fn span_at(edges: &[f32], x: f32, likely: usize) -> Option<usize> {
    if edges.get(likely..likely + 2).is_some_and(|span| span[0] <= x && x < span[1]) {
        return Some(likely);
    }
    let i = edges.partition_point(|&e| e <= x);
    (i > 0 && i < edges.len()).then(|| i - 1)
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
        fill(grid, &Page { glyphs: glyphs.to_vec(), ..Page::default() });
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
