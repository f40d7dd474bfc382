//! Wrapped text that its cell has no room for: the line hangs over the ruling below and stands by most of its height in the
//! next row's cell, over the line that was set there.

use super::runs::LEVEL;
use crate::model::{Glyph, Grid};

/// A line that hangs over reaches at least this share of its size above the ruling.
const HANGS: f32 = 0.2;
/// Lines of one text follow each other at this many times their size …
const PITCH: std::ops::RangeInclusive<f32> = 0.9..=2.0;
/// … and begin this share of it apart.
const ALIGNED: f32 = 0.5;

/// Gives the first line of a cell to the cell above, where it hangs over from there: it lies over the line below it, closer
/// than any text is set, and goes on with the last line above. `owner` is the cell of each place of the grid, `members` the
/// characters of each cell.
pub(super) fn lift(grid: &Grid, glyphs: &[Glyph], owner: &[usize], members: &mut [Vec<u32>]) {
    for at in 0..grid.cells.len() {
        let cell = &grid.cells[at];
        let Some(row) = cell.row.checked_sub(1).filter(|_| members[at].len() > 1) else { continue };
        // Most cells end here: nothing of them reaches over the ruling.
        if !members[at].iter().any(|i| glyphs[*i as usize].rect.y0 < cell.rect.y0) {
            continue;
        }
        let above = owner[row * grid.cols() + cell.col];
        let Some((first, rest)) = first_line(glyphs, &members[at]) else { continue };
        let last = members.get(above).and_then(|m| last_line(glyphs, m));
        if last.is_some_and(|last| hangs(&first, &rest, &last, cell.rect.y0)) {
            let (first, rest) = (first.ids, rest.ids);
            members[above].extend(first);
            members[above].sort_unstable();
            members[at] = rest;
        }
    }
}

/// Characters of one line.
struct Line {
    ids: Vec<u32>,
    baseline: f32,
    size: f32,
    x0: f32,
    y0: f32,
}

impl Line {
    fn of(glyphs: &[Glyph], ids: Vec<u32>) -> Option<Line> {
        let of = |i: &u32| &glyphs[*i as usize];
        let inked = || ids.iter().map(of).filter(|g| !g.ch.is_whitespace());
        let first = inked().next()?;
        let least = |f: fn(&Glyph) -> f32| inked().map(f).fold(f32::INFINITY, f32::min);
        let (x0, y0) = (least(|g| g.rect.x0), least(|g| g.rect.y0));
        Some(Line { baseline: first.baseline, size: first.size, x0, y0, ids })
    }
}

/// The topmost line, and all others, of which the baseline is that of the next one.
fn first_line(glyphs: &[Glyph], ids: &[u32]) -> Option<(Line, Line)> {
    let (top, level) = extreme(glyphs, ids, |a, b| a < b)?;
    let is_first = |i: &u32| (glyphs[*i as usize].baseline - top).abs() <= level;
    let (first, rest): (Vec<u32>, Vec<u32>) = ids.iter().copied().partition(is_first);
    let (next, _) = extreme(glyphs, &rest, |a, b| a < b)?;
    let rest = Line { baseline: next, ..Line::of(glyphs, rest)? };
    Some((Line::of(glyphs, first)?, rest))
}

fn last_line(glyphs: &[Glyph], ids: &[u32]) -> Option<Line> {
    let (bottom, level) = extreme(glyphs, ids, |a, b| a > b)?;
    let is_last = |i: &&u32| (glyphs[**i as usize].baseline - bottom).abs() <= level;
    Line::of(glyphs, ids.iter().filter(is_last).copied().collect())
}

/// The baseline before all others, and how far those of its line may be from it. None where text is turned.
fn extreme(glyphs: &[Glyph], ids: &[u32], before: fn(f32, f32) -> bool) -> Option<(f32, f32)> {
    let mut found: Option<(f32, f32)> = None;
    for glyph in ids.iter().map(|i| &glyphs[*i as usize]) {
        if glyph.turned() {
            return None;
        }
        if found.is_none_or(|(baseline, _)| before(glyph.baseline, baseline)) {
            found = Some((glyph.baseline, LEVEL * glyph.size));
        }
    }
    found
}

fn hangs(first: &Line, rest: &Line, last: &Line, ruling: f32) -> bool {
    let size = first.size;
    first.y0 < ruling - HANGS * size
        && rest.baseline - first.baseline < PITCH.start() * size
        && PITCH.contains(&((first.baseline - last.baseline) / size))
        && (first.x0 - last.x0).abs() <= ALIGNED * size
}

#[cfg(test)]
mod tests {
    use crate::model::{Glyph, Grid, GridCell, Page, Rect};

    fn text(s: &str, x: f32, baseline: f32) -> Vec<Glyph> {
        let glyph = |(i, ch)| {
            let x = x + 9.0 * i as f32;
            let rect = Rect::new(x, baseline - 8.0, x + 9.0, baseline + 2.0);
            Glyph { ch, rect, baseline, size: 9.0, ..Glyph::default() }
        };
        s.chars().enumerate().map(glyph).collect()
    }

    /// Two rows of 16 pt, one column, with these lines.
    fn cells(lines: &[(&str, f32)]) -> Vec<String> {
        let cell = |row: usize| GridCell {
            row,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(0.0, 16.0 * row as f32, 100.0, 16.0 * (row + 1) as f32),
            ..GridCell::default()
        };
        let mut grid = Grid {
            page: 1,
            rect: Rect::new(0.0, 0.0, 100.0, 32.0),
            xs: vec![0.0, 100.0],
            ys: vec![0.0, 16.0, 32.0],
            cells: vec![cell(0), cell(1)],
            ..Grid::default()
        };
        let glyphs: Vec<Glyph> = lines.iter().flat_map(|(s, y)| text(s, 2.0, *y)).collect();
        crate::rebuild::fill::fill(&mut grid, &Page { glyphs, ..Page::default() });
        grid.cells.iter().map(GridCell::text).collect()
    }

    #[test]
    fn a_line_that_hangs_over_the_ruling_stays_with_its_text() {
        let own = [("养老保险", 8.4), ("缴费", 19.3), ("职业年金", 27.0)];
        assert_eq!(cells(&own), ["养老保险缴费", "职业年金"]);
    }

    #[test]
    fn lines_that_are_set_apart_are_the_cells_own() {
        // Not over the line below it.
        let two = [("养老保险", 8.4), ("缴费", 19.3), ("年金", 30.0)];
        assert_eq!(cells(&two), ["养老保险", "缴费年金"]);
        // Not a line below the one above.
        let far = [("养老", 4.0), ("缴费", 23.5), ("年金", 30.0)];
        assert_eq!(cells(&far), ["养老", "缴费年金"]);
    }
}
