//! Body words in their columns → rows: which lines of a name belong to which figures.
//!
//! 1. Figures and codes stand on one line: their baselines are anchors of rows.
//! 2. The lines of a label column are cut into cells at the least cost: a cell stands in the middle of its anchor (or at
//!    it with its first line), wraps only where its line is full, and never before an ordinal or across a ruling.
//! 3. Lines that stand closer than rows ever do, or alone between two rulings, are one cell, wherever in it the figures
//!    stand (`packed`): at its last line, too, as spreadsheets put them.
//! 4. A cell without an anchor is a row without figures.

use super::packed::packed;
use crate::deadline;
use crate::model::Line;
use crate::rebuild::word::Word;
use std::ops::Range;

/// Lines of one cell are not further apart than this many times the font size.
const MAX_STEP: f32 = 1.75;
/// A cell has at most this many lines.
const MAX_LINES: usize = 12;
/// More lines times anchors than this are no table.
const MAX_WORK: usize = 400_000;

/// What it costs that a packed cell goes on by a line: less than any other.
const PACKED: f32 = 0.1;

/// A cell stands exactly in the middle of its figures where it is off by less than this many times the font size.
const EXACT: f32 = 0.12;
/// What it costs at most that two lines are one cell whose figures stand between them, at none: a short line may end the
/// first, for names break between words, too.
const HALVED: f32 = 0.5;

/// A row: where its middle lies, and the lines in each column.
#[derive(Debug, Clone)]
pub struct Row {
    /// y of its anchor, or the middle of its label.
    pub y: f32,
    /// Lines of each column.
    pub cells: Vec<Vec<Line>>,
}

/// Lines of one label column that stand together, and the anchor they stand at.
#[derive(Debug, Clone, PartialEq)]
struct Cell {
    lines: Range<usize>,
    anchor: Option<usize>,
}

/// How names stand beside their figures.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    Middle,
    Top,
}

/// The rows of lines that stand in columns, each column's from top to bottom.
pub fn columns_to_rows(columns: Vec<Vec<Word>>, rules: &[f32]) -> Vec<Row> {
    let cols = columns.len();
    let labels: Vec<bool> = columns.iter().map(|c| is_label(c)).collect();
    let em = columns.iter().flatten().map(|l| l.size).fold(1.0, f32::max);
    // The column with the most figures tells how far the rows are apart, then come the others in their order.
    let mut figures: Vec<usize> = (0..cols).filter(|&c| !labels[c]).collect();
    let fullest = figures.iter().copied().rev().max_by_key(|&c| columns[c].len());
    figures.sort_by_key(|&c| Some(c) != fullest);
    let heights: Vec<f32> = fullest.iter().flat_map(|&c| &columns[c]).map(|l| l.baseline).collect();
    let mut rows: Vec<Row> = Vec::new();
    for c in figures {
        for line in &columns[c] {
            let y = line.baseline;
            insert(&mut rows, 0, cols, c, y, std::slice::from_ref(line), near(&heights, y, em));
        }
    }
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    let anchors: Vec<f32> = rows.iter().map(|r| r.y).collect();
    let step = wrap_step(&columns, &labels);
    // The figures that stand right of a label and its code left of it are its own.
    let own: Vec<Vec<bool>> = (0..cols)
        .map(|c| {
            let end = (c + 1..cols).find(|&k| labels[k]).unwrap_or(cols);
            rows.iter()
                .map(|r| {
                    (c..end).any(|k| !r.cells[k].is_empty())
                        || (c > 0 && !r.cells[c - 1].is_empty())
                })
                .collect()
        })
        .collect();
    let packs: Vec<Vec<Range<usize>>> = (0..cols)
        .map(|c| match labels[c] {
            true => packed(&columns[c], &own_anchors(&anchors, &own[c]), &anchors, step, rules),
            false => Vec::new(),
        })
        .collect();
    let read = |stand: Stand| -> (f32, Vec<(usize, Vec<Cell>)>) {
        let mut sum = 0.0;
        let mut out = Vec::new();
        for c in (0..cols).filter(|&c| labels[c]) {
            let (lines, own) = (&columns[c], &own[c]);
            let (cost, cells) =
                Labels { lines, anchors: &anchors, own, step, rules, packed: &packs[c] }
                    .cells(stand);
            sum += cost;
            out.push((c, cells));
        }
        (sum, out)
    };
    let (middle, top) = (read(Stand::Middle), read(Stand::Top));
    let (_, cells) = if top.0 + 1.0 < middle.0 { top } else { middle };
    for (c, cells) in cells {
        for cell in cells {
            let lines = &columns[c][cell.lines];
            match cell.anchor {
                Some(a) => rows[a].cells[c].extend(lines.iter().cloned().map(Word::into_line)),
                None => {
                    let y = (lines[0].baseline + lines[lines.len() - 1].baseline) / 2.0;
                    insert(&mut rows, anchors.len(), cols, c, y, lines, 0.4 * lines[0].size);
                }
            }
        }
    }
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows
}

/// The anchors that have figures beside a column.
fn own_anchors(anchors: &[f32], own: &[bool]) -> Vec<f32> {
    anchors.iter().zip(own).filter(|(_, own)| **own).map(|(y, _)| *y).collect()
}

/// Figures of one row may stand on different heights: far less apart than the rows are where they stand.
fn near(heights: &[f32], y: f32, em: f32) -> f32 {
    let above = heights.partition_point(|&h| h < y).clamp(1, heights.len().max(2) - 1);
    let pitch = heights.get(above).map_or(0.0, |h| h - heights[above - 1]);
    (0.4 * pitch).clamp(0.4 * em, 0.9 * em)
}

/// Puts lines into the row at their height, of those behind `from`, or into a new one.
fn insert(
    rows: &mut Vec<Row>,
    from: usize,
    cols: usize,
    c: usize,
    y: f32,
    lines: &[Word],
    near: f32,
) {
    let free = rows[from..].iter_mut().filter(|r| (r.y - y).abs() < near && r.cells[c].is_empty());
    if let Some(row) = free.min_by(|a, b| (a.y - y).abs().total_cmp(&(b.y - y).abs())) {
        row.cells[c].extend(lines.iter().cloned().map(Word::into_line));
        return;
    }
    let mut cells = vec![Vec::new(); cols];
    cells[c] = lines.iter().cloned().map(Word::into_line).collect();
    rows.push(Row { y, cells });
}

/// Most lines of the column are words.
fn is_label(lines: &[Word]) -> bool {
    let words = lines.iter().filter(|l| l.is_words()).count();
    words > 0 && words * 2 >= lines.len()
}

/// The step from line to line inside a cell: the smallest found.
fn wrap_step(columns: &[Vec<Word>], labels: &[bool]) -> f32 {
    columns
        .iter()
        .zip(labels)
        .filter(|(_, l)| **l)
        .flat_map(|(c, _)| c.windows(2))
        .map(|w| (w[1].baseline - w[0].baseline, w[0].size))
        .filter(|(step, size)| *step > 0.85 * size && *step < MAX_STEP * size)
        .map(|(step, _)| step)
        .fold(f32::INFINITY, f32::min)
}

/// A label column: its lines, and the rows that they may belong to.
struct Labels<'a> {
    lines: &'a [Word],
    /// y of each row's figures.
    anchors: &'a [f32],
    /// Which of these rows have figures beside this column.
    own: &'a [bool],
    /// The step from line to line inside a cell.
    step: f32,
    /// y of rulings across the table.
    rules: &'a [f32],
    /// Lines that are one cell, whatever they cost.
    packed: &'a [Range<usize>],
}

/// The least cost of some lines and anchors, and the step that ends it.
#[derive(Clone, Copy)]
struct Least {
    cost: f32,
    /// Lines of the cell that ends here; 0 for an anchor without one.
    lines: usize,
    /// The step takes an anchor.
    anchored: bool,
}

impl Labels<'_> {
    /// The cells of least cost, and that cost, by dynamic programming.
    fn cells(&self, stand: Stand) -> (f32, Vec<Cell>) {
        let (m, n) = (self.lines.len(), self.anchors.len());
        if m * n > MAX_WORK {
            return (0.0, (0..m).map(|i| Cell { lines: i..i + 1, anchor: None }).collect());
        }
        let joins = self.join_costs();
        // best[i][j]: the first i lines and j anchors.
        let start = Least { cost: f32::INFINITY, lines: 0, anchored: false };
        let mut best = vec![vec![start; n + 1]; m + 1];
        best[0][0].cost = 0.0;
        for i in 0..=m {
            deadline::tick_long();
            for j in 0..=n {
                best[i][j] = self.least(&best, (i, j), &joins, stand);
            }
        }
        let mut cells = Vec::new();
        let (mut i, mut j) = (m, n);
        while i > 0 || j > 0 {
            let Least { lines, anchored, .. } = best[i][j];
            if lines > 0 {
                cells.push(Cell {
                    lines: i - lines..i,
                    anchor: j.checked_sub(1).filter(|_| anchored),
                });
                i -= lines;
            } else if j == 0 {
                break;
            }
            if anchored && j > 0 {
                j -= 1;
            }
        }
        cells.reverse();
        (best[m][n].cost, cells)
    }

    /// What it costs that line i + 1 goes on from line i, for each i.
    fn join_costs(&self) -> Vec<Option<f32>> {
        let full = self.lines.iter().map(|l| l.rect.x1).fold(f32::NEG_INFINITY, f32::max);
        let left = self.lines.iter().map(|l| l.rect.x0).fold(f32::INFINITY, f32::min);
        let is_packed = |i: usize| self.packed.iter().any(|p| p.start <= i && i + 1 < p.end);
        let cost = |(i, w): (usize, &[Word])| match is_packed(i) {
            true => Some(PACKED),
            false => join_cost(&w[0], &w[1], (left, full), self.step, self.rules),
        };
        self.lines.windows(2).enumerate().map(cost).collect()
    }

    /// The cheapest way to the first `i` lines and `j` anchors: the last anchor has no cell, or the last lines are one, at
    /// the last anchor or at none.
    fn least(
        &self,
        best: &[Vec<Least>],
        (i, j): (usize, usize),
        joins: &[Option<f32>],
        stand: Stand,
    ) -> Least {
        let mut least = best[i][j];
        let mut offer = |cost: f32, lines: usize, anchored: bool| {
            if cost < least.cost {
                least = Least { cost, lines, anchored };
            }
        };
        if j > 0 {
            offer(best[i][j - 1].cost + if self.own[j - 1] { 1.5 } else { 0.01 }, 0, true);
        }
        let mut joined = 0.0;
        for k in 1..=i.min(MAX_LINES) {
            if k > 1 {
                let Some(cost) = joins[i - k] else { break };
                joined += cost;
            }
            if self.cuts_packed(&(i - k..i)) {
                continue;
            }
            if j > 0 {
                let off = self.off(i - k..i, self.anchors[j - 1], stand);
                let halved = k == 2 && off < EXACT && stand == Stand::Middle && self.own[j - 1];
                let joined = if halved { joined.min(HALVED) } else { joined };
                if off < 0.8 {
                    offer(best[i - k][j - 1].cost + joined + 2.0 * off, k, true);
                }
            }
            offer(best[i - k][j].cost + joined + 0.7, k, false);
        }
        least
    }

    /// Does the cell hold some lines of a packed one and leave others out, or add some to it?
    fn cuts_packed(&self, cell: &Range<usize>) -> bool {
        self.packed.iter().any(|p| p.start < cell.end && cell.start < p.end && p != cell)
    }

    /// How far a cell of these lines stands from an anchor, in font sizes: a packed one stands at it with its first line,
    /// its middle or its last line.
    fn off(&self, cell: Range<usize>, anchor: f32, stand: Stand) -> f32 {
        let (first, last) = (&self.lines[cell.start], &self.lines[cell.end - 1]);
        let middle = (first.baseline + last.baseline) / 2.0;
        let from = |y: f32| (y - anchor).abs() / first.size.max(1.0);
        if self.packed.contains(&cell) {
            return from(first.baseline).min(from(middle)).min(from(last.baseline));
        }
        from(if stand == Stand::Middle { middle } else { first.baseline })
    }
}

/// What it costs that a cell goes on from line `a` to line `b`; `None` if it cannot.
fn join_cost(a: &Word, b: &Word, ends: (f32, f32), step: f32, rules: &[f32]) -> Option<f32> {
    let (em, down) = (a.size.max(1.0), b.baseline - a.baseline);
    let ruled = rules.iter().any(|&y| y > a.baseline - 0.2 * em && y < b.baseline - 0.5 * em);
    let begins = b.is_ordinal() || b.is_plain_total();
    if down > MAX_STEP * em || ruled || begins || a.is_plain_total() {
        return None;
    }
    let off = if (down - step).abs() > 0.12 * step { 1.5 } else { 0.0 };
    // One more character would not have fitted: to the right end, or on both sides of centred text.
    let room = (ends.1 - a.rect.x1).min((ends.1 - ends.0) - a.rect.width());
    let broken = if room > 1.9 * em { 3.0 } else { 0.0 };
    let total = if a.is_total() || b.is_total() { 1.0 } else { 0.0 };
    Some(0.15 + off + broken + total)
}
