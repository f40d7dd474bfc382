//! Ruled grids whose rulings leave something out, completed by what stands in them.
//!
//! 1. A merged cell that holds several figures, or a code and more, each in an elementary cell of its own, is none: a
//!    ruling is missing.
//! 2. Figures side by side with no edge between them: columns are missing. A grid most of whose figures stand so is given
//!    up, and the alignment of its words tells its columns (`unruled`).
//! 3. A row in whose cells figures stand one below the other is several: the alignment of its lines tells which
//!    (`unruled::rows`).

use super::unruled::columns_to_rows;
use super::word::Word;
use crate::deadline;
use crate::lex::{is_amount_or_zero, is_code, is_dash};
use crate::model::{Glyph, Grid, GridCell, Line, Rect, line_to_segments};
use std::borrow::Cow;
use std::ops::Range;
use std::slice;

/// Words of a cell further apart than this many times the font size stand apart from each other.
const WORD_GAP: f32 = 0.9;
/// A merged cell with more words than this is no row of figures.
const MAX_WORDS: usize = 1_000;
/// A grid is not completed to more cells than this.
const MAX_CELLS: usize = 200_000;

/// Completes a filled grid; `None` if its columns are missing.
pub fn complete(mut grid: Grid, glyphs: &[Glyph]) -> Option<Grid> {
    break_merged(&mut grid, glyphs);
    if columns_missing(&grid, glyphs) {
        return None;
    }
    split_rows(&mut grid);
    Some(grid)
}

/// The words of a line that stand apart from each other.
fn segments<'l>(line: &'l Line, glyphs: &[Glyph]) -> Cow<'l, [Line]> {
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

/// Breaks merged cells that hold what stands in cells of its own.
fn break_merged(grid: &mut Grid, glyphs: &[Glyph]) {
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
                row: rows.start,
                col: columns.start,
                rowspan: rows.len(),
                colspan: columns.len(),
                rect: Rect {
                    x0: self.xs[columns.start],
                    y0: self.ys[rows.start],
                    x1: self.xs[columns.end],
                    y1: self.ys[rows.end],
                },
                lines: held.map(|(word, _)| word.clone()).collect(),
                ..GridCell::default()
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

/// Do most figures stand beside other words in one cell?
fn columns_missing(grid: &Grid, glyphs: &[Glyph]) -> bool {
    let (mut alone, mut beside) = (0, 0);
    for line in grid.cells.iter().flat_map(|c| &c.lines) {
        deadline::tick();
        let words = segments(line, glyphs);
        match words.iter().filter(|s| is_amount_or_zero(&s.text)).count() {
            0 => {}
            1 if words.len() == 1 => alone += 1,
            n => beside += n,
        }
    }
    beside > 1 && beside > alone
}

/// Does the cell print figures one below the other, perhaps below a head? A figure that wraps is one.
fn stacks(cell: &GridCell) -> bool {
    let figures = cell.lines.iter().filter(|l| is_amount_or_zero(&l.text)).count();
    let filled = cell.lines.iter().filter(|l| !is_dash(&l.text)).count();
    figures > 1 && 2 * figures > filled && !is_amount_or_zero(&cell.text())
}

/// Splits rows that hold several, from the last on.
fn split_rows(grid: &mut Grid) {
    let mut stacked: Vec<usize> =
        grid.cells.iter().filter(|c| c.rowspan == 1 && stacks(c)).map(|c| c.row).collect();
    stacked.dedup();
    for &r in stacked.iter().rev() {
        deadline::tick_long();
        let whole = |c: &&GridCell| c.row == r && c.rowspan == 1;
        let mut columns: Vec<Vec<Word>> = vec![Vec::new(); grid.cols()];
        for cell in grid.cells.iter().filter(whole) {
            columns[cell.col] = cell.lines.iter().cloned().map(Word::from).collect();
        }
        let rows = columns_to_rows(columns, &[]);
        let extra = rows.len().saturating_sub(1);
        if grid.cells.len() + extra * grid.cells.iter().filter(whole).count() > MAX_CELLS {
            continue;
        }
        let ends = |k: usize, pick: fn(&Rect) -> f32, of: fn(f32, f32) -> f32| {
            rows[k].cells.iter().flatten().map(|l| pick(&l.rect)).fold(rows[k].y, of)
        };
        let mut last = grid.ys[r];
        let borders: Vec<f32> = (1..rows.len())
            .map(|k| {
                let y = (ends(k - 1, |b| b.y1, f32::max) + ends(k, |b| b.y0, f32::min)) / 2.0;
                last = y.clamp(last, grid.ys[r + 1]);
                last
            })
            .collect();
        grid.ys.splice(r + 1..r + 1, borders);
        let mut cells = Vec::with_capacity(grid.cells.len());
        for cell in std::mem::take(&mut grid.cells) {
            if cell.row == r && cell.rowspan == 1 {
                for (k, row) in rows.iter().enumerate() {
                    let rect = Rect { y0: grid.ys[r + k], y1: grid.ys[r + k + 1], ..cell.rect };
                    cells.push(GridCell {
                        row: r + k,
                        rect,
                        lines: row.cells[cell.col].clone(),
                        ..cell.clone()
                    });
                }
            } else if cell.row > r {
                cells.push(GridCell { row: cell.row + extra, ..cell });
            } else if cell.row + cell.rowspan > r {
                cells.push(GridCell { rowspan: cell.rowspan + extra, ..cell });
            } else {
                cells.push(cell);
            }
        }
        cells.sort_by_key(|c| (c.row, c.col));
        grid.cells = cells;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::glyphs_to_lines;
    use crate::rebuild::testing::glyphs;

    /// A grid of these edges with cells (row, col, rowspan, colspan), filled and completed; its cells that print something.
    fn completed(
        xs: &[f32],
        ys: &[f32],
        cells: &[(usize, usize, usize, usize)],
        words: &[(f32, f32, &str)],
    ) -> Option<Vec<String>> {
        let glyphs = glyphs(words);
        let cells = cells.iter().map(|&(row, col, rowspan, colspan)| {
            let rect = Rect::new(xs[col], ys[row], xs[col + colspan], ys[row + rowspan]);
            let inside =
                |g: &&usize| rect.contains(glyphs[**g].rect.cx(), glyphs[**g].baseline - 3.0);
            let held: Vec<u32> = (0..glyphs.len())
                .collect::<Vec<_>>()
                .iter()
                .filter(inside)
                .map(|&g| g as u32)
                .collect();
            let lines = glyphs_to_lines(1, &glyphs, held);
            GridCell { row, col, rowspan, colspan, rect, lines, ..GridCell::default() }
        });
        let rect = Rect::new(xs[0], ys[0], xs[xs.len() - 1], ys[ys.len() - 1]);
        let grid = Grid {
            page: 1,
            rect,
            xs: xs.to_vec(),
            ys: ys.to_vec(),
            cells: cells.collect(),
            ..Grid::default()
        };
        let grid = complete(grid, &glyphs)?;
        let printed = grid.cells.iter().filter(|c| !c.lines.is_empty());
        Some(printed.map(|c| format!("{} {} {}", c.row, c.col, c.text())).collect())
    }

    #[test]
    fn rows_without_rulings_between_them_are_told_apart() {
        let words = [
            (5.0, 14.0, "科目"),
            (105.0, 14.0, "合计"),
            (5.0, 34.0, "行政运行"),
            (105.0, 34.0, "12.00"),
            (5.0, 54.0, "机关事业单位基"),
            (5.0, 66.0, "本养老保险缴费"),
            (105.0, 60.0, "3.50"),
        ];
        let cells = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)];
        let got = completed(&[0.0, 80.0, 160.0], &[0.0, 20.0, 75.0], &cells, &words).unwrap();
        assert_eq!(
            got,
            [
                "0 0 科目",
                "0 1 合计",
                "1 0 行政运行",
                "1 1 12.00",
                "2 0 机关事业单位基本养老保险缴费",
                "2 1 3.50"
            ]
        );
    }

    #[test]
    fn a_figure_that_wraps_is_no_second_row() {
        let words = [
            (5.0, 14.0, "行政"),
            (5.0, 26.0, "运行"),
            (105.0, 14.0, "1,234,567.8"),
            (105.0, 26.0, "0"),
        ];
        let got =
            completed(&[0.0, 80.0, 160.0], &[0.0, 30.0], &[(0, 0, 1, 1), (0, 1, 1, 1)], &words)
                .unwrap();
        assert_eq!(got, ["0 0 行政运行", "0 1 1,234,567.80"]);
    }

    #[test]
    fn a_merged_cell_of_several_figures_is_none() {
        let words = [
            (5.0, 14.0, "208"),
            (45.0, 14.0, "社会保障"),
            (105.0, 14.0, "12.00"),
            (165.0, 14.0, "3.50"),
            (225.0, 14.0, "8.50"),
        ];
        let got = completed(
            &[0.0, 40.0, 100.0, 160.0, 220.0, 280.0],
            &[0.0, 20.0],
            &[(0, 0, 1, 2), (0, 2, 1, 2), (0, 4, 1, 1)],
            &words,
        );
        assert_eq!(got.unwrap(), ["0 0 208", "0 1 社会保障", "0 2 12.00", "0 3 3.50", "0 4 8.50"]);
    }

    #[test]
    fn a_grid_without_its_columns_is_given_up() {
        let words = [
            (5.0, 14.0, "社会保障"),
            (105.0, 14.0, "12.00"),
            (165.0, 14.0, "3.50"),
            (5.0, 34.0, "住房保障"),
            (105.0, 34.0, "2.00"),
        ];
        assert_eq!(
            completed(&[0.0, 200.0], &[0.0, 20.0, 40.0], &[(0, 0, 1, 1), (1, 0, 1, 1)], &words),
            None
        );
    }
}
