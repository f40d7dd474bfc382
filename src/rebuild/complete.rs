//! Ruled grids whose rulings leave something out, completed by what stands in them.
//!
//! 1. A merged cell that holds several figures, or a code and more, each in an elementary cell of its own, is none: a
//!    ruling is missing (`merged`).
//! 2. Figures side by side with no edge between them: columns are missing. A grid most of whose figures stand so is given
//!    up, and the alignment of its words tells its columns (`unruled`).
//! 3. A row in whose cells figures stand one below the other is several: the alignment of its lines tells which
//!    (`unruled::rows`).

use super::merged::{break_merged, segments};
use super::unruled::columns_to_rows;
use super::word::Word;
use crate::deadline;
use crate::lex::{is_amount_or_zero, is_dash, is_digit};
use crate::model::{Glyph, Grid, GridCell, Rect};

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

/// Do most figures stand beside other words in one cell?
fn columns_missing(grid: &Grid, glyphs: &[Glyph]) -> bool {
    let (mut alone, mut beside) = (0, 0);
    let lines = grid.cells.iter().flat_map(|c| &c.lines);
    for line in lines.filter(|line| line.text.contains(is_digit)) {
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
    if cell.lines.len() < 2 {
        return false;
    }
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
