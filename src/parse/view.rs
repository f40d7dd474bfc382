//! A grid seen as a matrix: which cell covers a place.

use crate::model::{Grid, GridCell};

/// A grid with its cells by place.
pub struct View<'a> {
    /// The grid.
    pub grid: &'a Grid,
    owner: Vec<usize>,
}

impl<'a> View<'a> {
    /// Indexes the cells of a grid.
    pub fn new(grid: &'a Grid) -> Self {
        let (rows, cols) = (grid.rows(), grid.cols());
        let mut owner = vec![usize::MAX; rows * cols];
        for (i, c) in grid.cells.iter().enumerate() {
            for r in c.row..(c.row + c.rowspan).min(rows) {
                owner[r * cols + c.col..r * cols + (c.col + c.colspan).min(cols)].fill(i);
            }
        }
        View { grid, owner }
    }

    /// Index of the cell that covers row `r`, column `c`.
    pub fn index(&self, r: usize, c: usize) -> Option<usize> {
        self.owner.get(r * self.grid.cols() + c).copied().filter(|&i| i != usize::MAX)
    }

    /// The cell that covers row `r`, column `c`.
    pub fn cell(&self, r: usize, c: usize) -> Option<&'a GridCell> {
        self.index(r, c).map(|i| &self.grid.cells[i])
    }

    /// The distinct cells of row `r`, left to right; merged cells that start above are included.
    pub fn row(&self, r: usize) -> Vec<&'a GridCell> {
        let mut out: Vec<&GridCell> = Vec::new();
        let mut last = None;
        for c in 0..self.grid.cols() {
            let i = self.index(r, c);
            if i.is_some() && i != last {
                out.extend(i.map(|i| &self.grid.cells[i]));
            }
            last = i;
        }
        out
    }

    /// The cells that start in row `r` and print something.
    pub fn printed(&self, r: usize) -> Vec<&'a GridCell> {
        self.row(r).into_iter().filter(|c| c.row == r && !c.lines.is_empty()).collect()
    }
}
