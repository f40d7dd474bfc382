//! Edges that a grid lacks because a ruling is missing from end to end, told by what it prints.
//!
//! 1. Figures that stand beside each other in one column, row after row, with a strip between them that nothing of the
//!    body crosses, are two columns; so are words below two heads that stand beside each other.
//! 2. Heads above figures in one row: the ruling below the header is missing.
//! 3. Heads beside each other, each within its own column of one merged cell, are a cell each, below what stands above
//!    them.
//!
//! Only heads of the vocabulary are evidence. Each step changes the edges alone: who fills the grid fills it again.

use crate::deadline;
use crate::lex::{is_amount_or_zero, is_code_level, is_dash, is_digit, is_digits, is_figure_char};
use crate::model::{Glyph, Grid, GridCell, Line, Rect, run_to_line, squeeze};
use std::borrow::Cow;
use std::ops::Range;
use std::slice;

#[cfg(test)]
mod tests;

/// Words further apart than this many times the font size stand beside each other.
const WORD_GAP: f32 = 0.9;
/// The same for a figure and a word, and for heads.
const MIXED_GAP: f32 = 0.3;
const HEAD_GAP: f32 = 0.45;
/// What tells the words of a line apart: the gap between two of a kind, and between a figure and a word.
type Gaps = (f32, f32);
const BODY: Gaps = (WORD_GAP, MIXED_GAP);
const HEADS: Gaps = (HEAD_GAP, HEAD_GAP);
const CLEAR: Gaps = (WORD_GAP, WORD_GAP);
/// A strip between two columns is at least so broad. Points.
const STRIP: f32 = 2.0;
/// So many rows with two figures side by side are two columns.
const ROWS: usize = 2;
/// A grid with more cells than this is not completed.
const MAX_CELLS: usize = 20_000;

/// The words of a grid, and who knows its heads.
pub struct Lost<'a> {
    /// The characters of its page.
    pub glyphs: &'a [Glyph],
    /// Tells the heads of the vocabulary.
    pub known: &'a dyn Fn(&str) -> bool,
}

impl Lost<'_> {
    /// Gives the filled grid edges that it lacks, of the columns first. True if it did: then no cell holds anything.
    pub fn find(&self, grid: &mut Grid) -> bool {
        if grid.cells.len() > MAX_CELLS {
            return false;
        }
        let Some(top) = first_figures(grid, self.glyphs) else { return false };
        let body = grid.ys.partition_point(|&y| y <= top).saturating_sub(1);
        let found =
            self.columns(grid, body) || self.header_row(grid, body) || self.heads(grid, top);
        if found {
            grid.cells.sort_by_key(|c| (c.row, c.col));
            grid.cells.iter_mut().for_each(empty);
        }
        found
    }

    fn knows(&self, text: &str) -> bool {
        let text = squeeze(text);
        is_code_level(&text) || (self.known)(&text)
    }

    /// 1.
    fn columns(&self, grid: &mut Grid, body: usize) -> bool {
        let mut found = false;
        for col in (0..grid.cols()).rev() {
            deadline::tick_long();
            for x in self.strips(grid, col, body).into_iter().rev() {
                self.split_column(grid, col, x);
                found = true;
            }
        }
        found
    }

    /// Where the column is two or more.
    fn strips(&self, grid: &Grid, col: usize, body: usize) -> Vec<f32> {
        let cells = grid.cells.iter().filter(|c| c.col == col && c.colspan == 1);
        let (below, above): (Vec<&GridCell>, Vec<&GridCell>) = cells.partition(|c| c.row >= body);
        let spaced = |l: &Line| l.text.contains(char::is_whitespace);
        if !below.iter().any(|c| lines_of(c).any(spaced)) {
            return Vec::new();
        }
        let rows: Vec<Vec<Line>> = below.iter().flat_map(|c| self.lines(c, BODY)).collect();
        let heads: Vec<Vec<Line>> = above.iter().flat_map(|c| self.lines(c, HEADS)).collect();
        let mut ends: Vec<(f32, f32)> =
            rows.iter().flatten().map(|w| (w.rect.x0, w.rect.x1)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut strips = Vec::new();
        let mut end = f32::INFINITY;
        for (x0, x1) in ends {
            if x0 - end > STRIP {
                let ends = |w: &Line| (w.rect.x1 - end).abs() < 0.5 && opens_body(&w.text);
                let x = beside_heads((end, x0), &heads, rows.iter().flatten().any(ends));
                strips.extend(self.divides(x, &rows, &heads).then_some(x));
            }
            end = if end.is_finite() { end.max(x1) } else { x1 };
        }
        strips
    }

    /// Does what stands on both sides of `x` stand in two columns?
    fn divides(&self, x: f32, rows: &[Vec<Line>], heads: &[Vec<Line>]) -> bool {
        let sides = |words: &[Line]| {
            let at = words.iter().position(|w| w.rect.x0 > x).filter(|&at| at > 0)?;
            Some((words[at - 1].clone(), words[at].clone()))
        };
        let both: Vec<(Line, Line)> = rows.iter().filter_map(|r| sides(r)).collect();
        let figure = |w: &Line| is_amount_or_zero(&w.text);
        let filled = |w: &Line| figure(w) || is_dash(&w.text);
        let figures =
            both.iter().filter(|(a, b)| filled(a) && filled(b) && (figure(a) || figure(b)));
        let headed = || {
            let mut beside = heads.iter().filter_map(|r| sides(r));
            beside.any(|(a, b)| self.knows(&a.text) && self.knows(&b.text))
        };
        // Columns are numbered from left to right.
        let number = |w: &Line| squeeze(&w.text).parse::<u32>().ok().filter(|n| *n < 100);
        let numbered =
            || both.iter().any(|(a, b)| number(a).is_some_and(|n| number(b) == Some(n + 1)));
        figures.count() >= ROWS || numbered() || !both.is_empty() && headed()
    }

    fn split_column(&self, grid: &mut Grid, col: usize, x: f32) {
        let mut right: Vec<GridCell> = Vec::new();
        for cell in &mut grid.cells {
            if cell.col > col {
                cell.col += 1;
            } else if cell.col + cell.colspan > col {
                let crosses = |w: &Line| w.rect.x0 < x - 0.5 && w.rect.x1 > x + 0.5;
                let whole = || self.lines(cell, HEADS).iter().flatten().any(crosses);
                if cell.colspan > 1 || whole() {
                    cell.colspan += 1;
                    continue;
                }
                let rect = Rect { x0: x, ..cell.rect };
                right.push(GridCell { col: col + 1, rect, ..cell.clone() });
                cell.rect.x1 = x;
            }
        }
        grid.cells.extend(right);
        grid.xs.insert(col + 1, x);
    }

    /// 2.
    fn header_row(&self, grid: &mut Grid, body: usize) -> bool {
        let ends_here = |c: &&GridCell| c.row + c.rowspan == body + 1;
        let cells: Vec<Vec<Line>> = grid
            .cells
            .iter()
            .filter(ends_here)
            .map(|c| self.lines(c, CLEAR).into_iter().flatten().collect())
            .collect();
        let words = || cells.iter().flatten();
        let figures = words().filter(|w| opens_body(&w.text));
        let top = figures.map(|w| w.rect.y0).fold(f32::INFINITY, f32::min);
        let above = |w: &&Line| w.rect.y1 < top + 0.3 * w.size;
        let head = |words: &Vec<Line>| -> String {
            words.iter().filter(above).map(|w| w.text.as_str()).collect()
        };
        let foot = words().filter(above).map(|w| w.rect.y1).fold(f32::NEG_INFINITY, f32::max);
        let y = (foot + top) / 2.0;
        let across = |w: &Line| w.rect.y0 + 0.3 * w.size < y && w.rect.y1 - 0.3 * w.size > y;
        let inside = words().any(|w| above(&w) && w.baseline > grid.ys[body]);
        if !inside || y < grid.ys[body] + 1.0 || words().any(across) {
            return false;
        }
        let heads = cells.iter().map(head).filter(|h| !h.is_empty());
        let (known, others): (Vec<String>, Vec<String>) = heads.partition(|h| self.knows(h));
        let over_figure = |words: &Vec<Line>| {
            !head(words).is_empty() && words.iter().any(|w| opens_body(&w.text))
        };
        let found =
            !known.is_empty() && known.len() + others.len() > 1 && cells.iter().any(over_figure);
        if found {
            split_row(grid, body, y, |cell| cell.row + cell.rowspan == body + 1);
        }
        found
    }

    /// 3.
    fn heads(&self, grid: &mut Grid, top: f32) -> bool {
        let merged = |c: &GridCell| c.colspan > 1 && c.rect.y1 < top + 3.0;
        let found = (0..grid.cells.len()).filter(|&i| merged(&grid.cells[i])).find_map(|i| {
            deadline::tick();
            Some((i, self.heads_below(&grid.cells[i], &grid.xs)?))
        });
        let Some((i, y)) = found else { return false };
        // The first row that the heads stand in.
        let mut row = grid.cells[i].row;
        if let Some((foot, head)) = y {
            let edges = grid.cells[i].row + 1..grid.cells[i].row + grid.cells[i].rowspan;
            let near = |r: &usize| foot - 3.0 < grid.ys[*r] && grid.ys[*r] < head + 3.0;
            row = edges.clone().find(near).unwrap_or_else(|| {
                let y = (foot + head) / 2.0;
                let within = edges.rev().find(|&r| grid.ys[r] < y).unwrap_or(grid.cells[i].row);
                split_row(grid, within, y, |_| false);
                within + 1
            });
        }
        let whole = grid.cells.swap_remove(i);
        let (last, columns) = (whole.row + whole.rowspan, whole.col..whole.col + whole.colspan);
        let Grid { xs, ys, cells, .. } = grid;
        if row > whole.row {
            cells.push(GridCell::over(whole.row..row, columns.clone(), xs, ys));
        }
        cells.extend(columns.map(|c| GridCell::over(row..last, c..c + 1, xs, ys)));
        true
    }

    /// Where below the other lines of the cell heads stand beside each other, each in its own column: the foot of these
    /// lines and the top of the heads, or none where it holds nothing else. `None` if it is one cell.
    fn heads_below(&self, cell: &GridCell, xs: &[f32]) -> Option<Option<(f32, f32)>> {
        let mut lines = self.lines(cell, HEADS);
        lines.retain(|l| !l.is_empty());
        lines.sort_by(|a, b| a[0].baseline.total_cmp(&b[0].baseline));
        let columns = cell.col..cell.col + cell.colspan;
        let at = (0..lines.len()).find(|&at| self.stand_apart(&lines[at..], xs, &columns))?;
        let end = |l: &[Line], of: fn(&Rect) -> f32, best: fn(f32, f32) -> f32| {
            l.iter().map(|w| of(&w.rect)).reduce(best)
        };
        let above = at.checked_sub(1).and_then(|i| end(&lines[i], |r| r.y1, f32::max));
        Some(above.zip(end(&lines[at], |r| r.y0, f32::min)))
    }

    /// Do these words stand in two or more of the columns, each in one, and are they a head in each?
    fn stand_apart(&self, lines: &[Vec<Line>], xs: &[f32], columns: &Range<usize>) -> bool {
        let mut heads: Vec<String> = vec![String::new(); columns.len()];
        for w in lines.iter().flatten() {
            let within = |c: &usize| xs[*c] - 1.0 <= w.rect.x0 && w.rect.x1 <= xs[*c + 1] + 1.0;
            let Some(c) = columns.clone().find(within) else { return false };
            heads[c - columns.start].push_str(&w.text);
        }
        let printed: Vec<&String> = heads.iter().filter(|h| !h.is_empty()).collect();
        printed.len() > 1 && printed.iter().all(|h| self.knows(h))
    }

    /// The words of each of its lines.
    fn lines(&self, cell: &GridCell, gaps: Gaps) -> Vec<Vec<Line>> {
        lines_of(cell).map(|l| words(self.glyphs, l, gaps).into_owned()).collect()
    }
}

fn lines_of(cell: &GridCell) -> impl Iterator<Item = &Line> {
    cell.lines.iter().chain(&cell.aside)
}

/// The words of a line that stand apart from each other.
fn words<'l>(glyphs: &[Glyph], line: &'l Line, gaps: Gaps) -> Cow<'l, [Line]> {
    if !line.text.contains(char::is_whitespace) {
        return slice::from_ref(line).into();
    }
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let (mut end, mut before) = (f32::NEG_INFINITY, ' ');
    for &i in &line.glyphs {
        let g = &glyphs[i as usize];
        let mixed = is_figure_char(before) != is_figure_char(g.ch);
        let gap = if mixed { gaps.1 } else { gaps.0 };
        match parts.last_mut() {
            Some(part) if g.rect.x0 - end <= gap * g.size => part.push(i),
            _ => parts.push(vec![i]),
        }
        (end, before) = (end.max(g.rect.x1), g.ch);
    }
    parts.into_iter().map(|part| run_to_line(line.page, glyphs, part)).collect()
}

/// Where in a strip of the body a ruling would stand: beside the heads that reach into it. Figures stand at the right end
/// of their cells, so behind figures such a head is that of the column to the right.
fn beside_heads(strip: (f32, f32), heads: &[Vec<Line>], behind_figures: bool) -> f32 {
    let mut free = vec![strip];
    for w in heads.iter().flatten().map(|w| w.rect) {
        // One that reaches over all of it is that of a group.
        if w.x0 <= strip.0 && w.x1 >= strip.1 {
            continue;
        }
        let parts = free.into_iter().flat_map(|(a, b)| [(a, b.min(w.x0)), (a.max(w.x1), b)]);
        free = parts.filter(|(a, b)| b - a > 0.5).collect();
    }
    free.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = if behind_figures { free.first() } else { free.last() };
    let (a, b) = found.copied().unwrap_or(strip);
    (a + b) / 2.0
}

/// Gives the grid an edge at `y` inside this row: cells that it `cuts` are two, others are higher by one row.
fn split_row(grid: &mut Grid, row: usize, y: f32, cuts: impl Fn(&GridCell) -> bool) {
    let mut below: Vec<GridCell> = Vec::new();
    for cell in &mut grid.cells {
        if cell.row > row {
            cell.row += 1;
        } else if cell.row + cell.rowspan > row {
            if !cuts(cell) {
                cell.rowspan += 1;
                continue;
            }
            let last = cell.row + cell.rowspan - 1 - row;
            below.push(GridCell {
                row: row + 1,
                rowspan: last + 1,
                rect: Rect { y0: y, ..cell.rect },
                ..cell.clone()
            });
            cell.rowspan = row + 1 - cell.row;
            cell.rect.y1 = y;
        }
    }
    grid.cells.extend(below);
    grid.ys.insert(row + 1, y);
}

/// The middle of the first figure, or column number.
fn first_figures(grid: &Grid, glyphs: &[Glyph]) -> Option<f32> {
    let lines = grid.cells.iter().flat_map(lines_of).filter(|l| l.text.contains(is_digit));
    let opens = |l: &&Line| words(glyphs, l, CLEAR).iter().any(|w| opens_body(&w.text));
    lines.filter(opens).map(|l| l.baseline - 0.35 * l.size).min_by(f32::total_cmp)
}

fn opens_body(text: &str) -> bool {
    is_amount_or_zero(text) || is_digits(text)
}

/// Leaves nothing in the cell.
fn empty(cell: &mut GridCell) {
    *cell = GridCell {
        row: cell.row,
        col: cell.col,
        rowspan: cell.rowspan,
        colspan: cell.colspan,
        rect: cell.rect,
        ..GridCell::default()
    };
}
