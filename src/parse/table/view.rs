//! A grid seen as a matrix: which cell covers a place, and what it prints.

use crate::model::{Grid, GridCell};
use std::ops::Deref;

/// A grid with its cells by place.
pub struct View<'a> {
    /// The grid.
    pub grid: &'a Grid,
    owner: Vec<Option<usize>>,
    /// What each cell prints, white space removed.
    texts: Vec<String>,
    /// The cells that start in each row and print something, left to right.
    printed: Vec<Vec<usize>>,
}

/// A cell with its text, which is asked for again and again.
#[derive(Clone, Copy)]
pub struct Seen<'v> {
    cell: &'v GridCell,
    text: &'v str,
}

impl<'v> Seen<'v> {
    /// [`GridCell::text`].
    pub fn text(&self) -> &'v str {
        self.text
    }
}

impl Deref for Seen<'_> {
    type Target = GridCell;

    fn deref(&self) -> &GridCell {
        self.cell
    }
}

impl<'a> View<'a> {
    /// Indexes the cells of a grid.
    pub fn new(grid: &'a Grid) -> Self {
        let (rows, cols) = (grid.rows(), grid.cols());
        let mut owner = vec![None; rows * cols];
        for (i, c) in grid.cells.iter().enumerate() {
            for r in c.row..(c.row + c.rowspan).min(rows) {
                owner[r * cols + c.col..r * cols + (c.col + c.colspan).min(cols)].fill(Some(i));
            }
        }
        let texts = grid.cells.iter().map(GridCell::text).collect();
        let mut view = View { grid, owner, texts, printed: vec![] };
        view.printed = (0..rows).map(|r| view.starting(r)).collect();
        view
    }

    fn starting(&self, r: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut last = None;
        for c in 0..self.grid.cols() {
            let i = self.index(r, c);
            if i != last {
                out.extend(i.filter(|&i| {
                    self.grid.cells[i].row == r && !self.grid.cells[i].lines.is_empty()
                }));
            }
            last = i;
        }
        out
    }

    /// Index of the cell that covers row `r`, column `c`.
    pub fn index(&self, r: usize, c: usize) -> Option<usize> {
        self.owner.get(r * self.grid.cols() + c).copied().flatten()
    }

    /// The cell that covers row `r`, column `c`.
    pub fn cell(&self, r: usize, c: usize) -> Option<Seen<'_>> {
        self.index(r, c).map(|i| self.seen(i))
    }

    fn seen(&self, i: usize) -> Seen<'_> {
        Seen { cell: &self.grid.cells[i], text: &self.texts[i] }
    }

    /// All cells, in the grid's order.
    pub fn cells(&self) -> impl Iterator<Item = Seen<'_>> {
        (0..self.texts.len()).map(|i| self.seen(i))
    }

    /// The cells that start in row `r` and print something, left to right.
    pub fn printed(&self, r: usize) -> impl ExactSizeIterator<Item = Seen<'_>> + Clone {
        self.printed.get(r).map_or(&[][..], Vec::as_slice).iter().map(|&i| self.seen(i))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::grid;
    use super::*;

    #[test]
    fn a_merged_cell_covers_its_places_and_begins_once() {
        let grid = grid("甲 | 乙 | <\n ^ | 丙 | 丁");
        let view = View::new(&grid);
        let text = |r, c| view.cell(r, c).map(|cell| cell.text().to_string()).unwrap_or_default();
        assert_eq!([text(1, 0), text(0, 2), text(1, 2)], ["甲", "乙", "丁"]);
        assert_eq!([0, 1].map(|r| view.printed(r).len()), [2, 2]);
    }
}
