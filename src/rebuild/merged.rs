//! Merged cells that are none: what stands in them tells that a ruling is missing.

use crate::deadline;
use crate::lex::{is_amount_or_zero, is_code, is_dash};
use crate::model::{Glyph, Grid, GridCell, Line, line_to_segments};
use std::borrow::Cow;
use std::ops::Range;
use std::slice;

/// Words of a cell further apart than this many times the font size stand apart from each other.
const WORD_GAP: f32 = 0.9;
/// A merged cell with more words than this is no row of figures.
const MAX_WORDS: usize = 1_000;

/// Breaks merged cells that hold what stands in cells of its own.
pub fn break_merged(grid: &mut Grid, glyphs: &[Glyph]) {
    let Grid { xs, ys, cells, .. } = grid;
    let mut broken: Vec<GridCell> = Vec::new();
    cells.retain(|cell| {
        deadline::tick();
        let parts = Merged::of(cell, xs, ys, glyphs).map(|merged| merged.parts());
        let whole = parts.as_ref().is_none_or(Vec::is_empty);
        broken.extend(parts.into_iter().flatten());
        whole
    });
    if !broken.is_empty() {
        cells.extend(broken);
        cells.sort_by_key(|c| (c.row, c.col));
    }
}

/// A merged cell that may hold what stands in cells of its own.
struct Merged<'g> {
    cell: &'g GridCell,
    xs: &'g [f32],
    ys: &'g [f32],
    /// Its words, each with the row and the column that it stands in.
    words: Vec<(Line, (usize, usize))>,
}

impl<'g> Merged<'g> {
    /// `None` for a cell that is not merged, or whose words are no rows of a table.
    fn of(cell: &'g GridCell, xs: &'g [f32], ys: &'g [f32], glyphs: &[Glyph]) -> Option<Self> {
        if cell.rowspan * cell.colspan == 1
            || !may_hold_two(cell)
            || is_amount_or_zero(&cell.text())
        {
            return None;
        }
        let lines: Vec<Cow<[Line]>> = cell.lines.iter().map(|l| segments(l, glyphs)).collect();
        let count: usize = lines.iter().map(|l| l.len()).sum();
        if count > MAX_WORDS || !lines.iter().all(|l| is_row(l)) {
            return None;
        }
        let place = |word: &Line| {
            let left = word.rect.x0 + 0.5 * word.size;
            let x = if is_amount_or_zero(&word.text) { word.rect.cx() } else { left };
            let (r, c) = (span_at(ys, word.baseline - 0.35 * word.size), span_at(xs, x));
            (
                r.clamp(cell.row, cell.row + cell.rowspan - 1),
                c.clamp(cell.col, cell.col + cell.colspan - 1),
            )
        };
        let words = lines.into_iter().flat_map(Cow::into_owned).map(|w| (place(&w), w));
        Some(Merged { cell, xs, ys, words: words.map(|(at, word)| (word, at)).collect() })
    }

    /// Do neighbouring figures stand in two rows (first), in two columns (second)? A code with more beside it stands in a
    /// column of its own, too.
    fn breaks(&self) -> (bool, bool) {
        let figures = self.words.iter().filter(|(word, _)| is_amount_or_zero(&word.text));
        let figures: Vec<(usize, usize)> = figures.map(|&(_, at)| at).collect();
        let beside = |word: &Line, col: usize| {
            self.words.iter().any(|(other, at)| {
                at.1 > col && (other.baseline - word.baseline).abs() < 0.4 * word.size
            })
        };
        let mut codes = self.words.iter().filter(|(word, _)| is_code(&word.text)).peekable();
        let coded = codes.peek().is_some() && codes.all(|(word, at)| beside(word, at.1));
        (
            figures.windows(2).any(|w| w[0].0 != w[1].0),
            coded || figures.windows(2).any(|w| w[0].1 != w[1].1),
        )
    }

    /// The cells that it breaks into, none where it is one.
    fn parts(&self) -> Vec<GridCell> {
        let (by_row, by_col) = self.breaks();
        if !by_row && !by_col {
            return Vec::new();
        }
        let columns = spans(self.cell.col, self.cell.colspan, by_col);
        let rows = spans(self.cell.row, self.cell.rowspan, by_row);
        let part = |(rows, columns): (&Range<usize>, &Range<usize>)| {
            deadline::tick_long();
            let within = |at: &(usize, usize)| rows.contains(&at.0) && columns.contains(&at.1);
            let held = self.words.iter().filter(|(_, at)| within(at));
            GridCell {
                lines: held.map(|(word, _)| word.clone()).collect(),
                ..GridCell::over(rows.clone(), columns.clone(), self.xs, self.ys)
            }
        };
        rows.iter().flat_map(|r| columns.iter().map(move |c| (r, c))).map(part).collect()
    }
}

/// Index of the span between neighbouring edges that holds `x`, or is nearest to it.
fn span_at(edges: &[f32], x: f32) -> usize {
    edges.partition_point(|&e| e <= x).saturating_sub(1).min(edges.len().saturating_sub(2))
}

/// `count` rows or columns from `first` on: each alone, or all as one.
fn spans(first: usize, count: usize, apart: bool) -> Vec<Range<usize>> {
    let all = first..first + count;
    if apart { all.map(|i| i..i + 1).collect() } else { vec![all] }
}

/// The words of a line that stand apart from each other.
pub fn segments<'l>(line: &'l Line, glyphs: &[Glyph]) -> Cow<'l, [Line]> {
    if line.text.contains(char::is_whitespace) {
        line_to_segments(glyphs, line, WORD_GAP).into()
    } else {
        slice::from_ref(line).into()
    }
}

/// A code, a name, then figures: each may be left out.
fn is_row(words: &[Line]) -> bool {
    let rest = &words[words.iter().take_while(|w| is_code(&w.text)).count()..];
    let named = rest.first().is_some_and(|w| !is_amount_or_zero(&w.text));
    rest.iter().skip(usize::from(named)).all(|w| is_amount_or_zero(&w.text) || is_dash(&w.text))
}

/// Could the text hold two figures, or a code and a name?
fn may_hold_two(cell: &GridCell) -> bool {
    cell.lines.iter().flat_map(|l| l.text.bytes()).filter(u8::is_ascii_digit).count() > 2
}
