//! The outer columns of a page that a merged cell fills from top to bottom.
//!
//! Where a merged cell goes on over a whole page, no horizontal ruling crosses its column: what parts it from its neighbour
//! is a vertical that touches nothing. As tall as the grid beside it, such a vertical is an edge of that grid's columns.

use crate::deadline;
use crate::model::{Grid, GridCell};

/// A vertical and the grid that it belongs to begin and end as near to each other as this. Points.
const NEAR: f32 = 5.0;
/// A vertical nearer than this to the next is a part of the same border.
const NARROW: f32 = 9.0;
/// More columns that nothing crosses are a drawing.
const MOST: usize = 8;

/// A vertical that touches no horizontal.
#[derive(Clone, Copy)]
pub(super) struct Lone {
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// Adds to each grid the columns that lone verticals left and right of it bound, one merged cell each.
pub(super) fn add_outer_columns(grids: &mut [Grid], lone: &[Lone]) {
    let rects: Vec<_> = grids.iter().map(|g| g.rect).collect();
    for (i, grid) in grids.iter_mut().enumerate() {
        deadline::tick();
        let (own, rows) = (grid.rect, grid.rows());
        let tall = |v: &&Lone| (v.from - own.y0).abs() <= NEAR && (v.to - own.y1).abs() <= NEAR;
        // No other grid stands between.
        let free = |v: &&Lone| {
            let (x0, x1) = (v.at.min(own.x0), v.at.max(own.x1));
            let others = rects.iter().enumerate().filter(|(k, _)| *k != i);
            !others
                .map(|(_, r)| r)
                .any(|r| r.x0 < x1 && x0 < r.x1 && r.y0 < own.y1 && own.y0 < r.y1)
        };
        let mut at: Vec<f32> = lone.iter().filter(tall).filter(free).map(|v| v.at).collect();
        at.sort_by(f32::total_cmp);
        let (mut left, mut right): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
        for &x in at.iter().rev() {
            if x < left.last().copied().unwrap_or(own.x0) - NARROW {
                left.push(x);
            }
        }
        for &x in &at {
            if x > right.last().copied().unwrap_or(own.x1) + NARROW {
                right.push(x);
            }
        }
        if left.len() + right.len() == 0 || left.len() + right.len() > MOST {
            continue;
        }
        let (before, inner) = (left.len(), grid.cols());
        left.reverse();
        grid.xs = [left, std::mem::take(&mut grid.xs), right].concat();
        let cols = grid.xs.len() - 1;
        grid.cells.iter_mut().for_each(|c| c.col += before);
        let outer = (0..before).chain(before + inner..cols);
        let outer = outer.map(|c| GridCell::over(0..rows, c..c + 1, &grid.xs, &grid.ys));
        grid.cells.extend(outer.collect::<Vec<GridCell>>());
        grid.cells.sort_by_key(|c| (c.row, c.col));
        (grid.rect.x0, grid.rect.x1) = (grid.xs[0], grid.xs[cols]);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Axis, Ruling};
    use crate::rebuild::ruled::rulings_to_grids;

    fn ruling(axis: Axis, at: f32, from: f32, to: f32) -> Ruling {
        Ruling { axis, at, from, to, width: 0.5 }
    }

    /// (row, col, rowspan, colspan) of each cell of a grid of 2 × 1 from x 100, and a vertical at 40 that touches nothing.
    fn shape(from: f32, to: f32) -> Vec<(usize, usize, usize, usize)> {
        let mut rulings: Vec<Ruling> =
            [0., 30., 60.].map(|y| ruling(Axis::Horizontal, y, 100., 200.)).into();
        rulings.extend([100., 200.].map(|x| ruling(Axis::Vertical, x, 0., 60.)));
        rulings.push(ruling(Axis::Vertical, 40., from, to));
        let grids = rulings_to_grids(1, &rulings);
        assert_eq!(grids.len(), 1);
        grids[0].cells.iter().map(|c| (c.row, c.col, c.rowspan, c.colspan)).collect()
    }

    #[test]
    fn a_vertical_as_tall_as_the_grid_is_its_edge() {
        assert_eq!(shape(0., 60.), [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn a_shorter_vertical_is_none() {
        assert_eq!(shape(20., 60.), [(0, 0, 1, 1), (1, 0, 1, 1)]);
        assert_eq!(shape(0., 90.), [(0, 0, 1, 1), (1, 0, 1, 1)]);
    }
}
