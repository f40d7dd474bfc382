//! Grids beside each other on one page: the sides of one table, parted by a blank spacer, or tables of their own.

use super::edges::{joined, nearest};
use crate::model::{Glyph, Grid, GridCell, Line, Mark, Rect, run_to_line};

/// Tops nearer than this are one height, points.
const SAME_TOP: f32 = 6.0;
/// Row edges nearer than this are one.
const SAME_EDGE: f32 = 2.0;

/// Does a title, or a line, stand above this grid rather than above another one beside it?
pub(super) fn is_above(place: &Rect, grid: &Rect, others: &[Rect]) -> bool {
    let overlaps = |rect: &Rect| place.x0 < rect.x1 && rect.x0 < place.x1;
    overlaps(grid)
        || !others.iter().any(|other| other != grid && is_beside(grid, other) && overlaps(other))
}

/// The part of a line above this grid that stands above none of the grids beside it: 单位：万元 of each stand on one line.
pub(super) fn own_part(line: &Line, glyphs: &[Glyph], grid: &Rect, others: &[Rect]) -> Line {
    let reach = |other: &Rect| line.rect.x0 < other.x1 && other.x0 < line.rect.x1;
    let parted = |other: &Rect| is_beside(grid, other) || runs_through(&line.rect, grid, other);
    let beside: Vec<&Rect> = others.iter().filter(|other| parted(other) && reach(other)).collect();
    if beside.is_empty() || !reach(grid) {
        return line.clone();
    }
    let away = |i: &u32| {
        let x = glyphs[*i as usize].rect.cx();
        beside.iter().any(|other| (other.x0..other.x1).contains(&x))
    };
    let own: Vec<u32> = line.glyphs.iter().copied().filter(|i| !away(i)).collect();
    if own.is_empty() { line.clone() } else { run_to_line(line.page, glyphs, own) }
}

/// Where the last of the grids above this one ends: those before it, but those beside it that reach further down.
pub(super) fn foot_above(grid: &Rect, before: &[Rect]) -> f32 {
    let beside = |other: &Rect| {
        other.y1 > grid.y0 && (other.x1 <= grid.x0 + 1.0 || grid.x1 <= other.x0 + 1.0)
    };
    let above = before.iter().filter(|other| !beside(other));
    above.map(|other| other.y1).fold(f32::NEG_INFINITY, f32::max)
}

/// Does the line run on at this height through a box beside the grid?
fn runs_through(line: &Rect, grid: &Rect, other: &Rect) -> bool {
    (other.y0..other.y1).contains(&line.cy()) && (other.x1 <= grid.x0 || grid.x1 <= other.x0)
}

/// Two boxes side by side that begin on one height.
pub(super) fn is_beside(a: &Rect, b: &Rect) -> bool {
    (a.y0 - b.y0).abs() <= SAME_TOP && (a.x1 <= b.x0 + 1.0 || b.x1 <= a.x0 + 1.0)
}

/// Joins grids that stand beside each other under one title: the sides of a summary, printed with a gap between them.
/// `grids` are those of one page, top to bottom, `marks` its titles.
pub(super) fn join_sides(grids: Vec<Grid>, marks: &[&Mark]) -> Vec<Grid> {
    let mut joined: Vec<Grid> = Vec::new();
    for grid in grids {
        match joined.last_mut().filter(|left| are_sides(left, &grid, marks)) {
            Some(left) => put_beside(left, grid),
            None => joined.push(grid),
        }
    }
    joined
}

fn are_sides(left: &Grid, right: &Grid, marks: &[&Mark]) -> bool {
    let (a, b) = (&left.rect, &right.rect);
    let own_title = |mark: &&Mark| {
        mark.rect.x0 > a.x1 - 1.0
            && (b.x0..b.x1).contains(&mark.rect.cx())
            && mark.rect.cy() < b.y0 + SAME_TOP
    };
    let gap = b.x0 - a.x1;
    let overlap = a.y1.min(b.y1) - a.y0.max(b.y0);
    a.y0 <= b.y0 + SAME_TOP
        && is_beside(a, b)
        && gap >= -1.0
        && gap <= a.width().min(b.width())
        && left.cols() > 1
        && right.cols() > 1
        && overlap >= 0.8 * a.height().min(b.height())
        && !marks.iter().any(own_title)
}

/// One grid of both: the rows of either, and between them a column for the gap.
pub(super) fn put_beside(left: &mut Grid, right: Grid) {
    let ys = joined(&left.ys, &right.ys, SAME_EDGE);
    let moved = |cell: GridCell, from: &[f32], cols: usize| {
        let (first, last) =
            (nearest(&ys, from[cell.row]), nearest(&ys, from[cell.row + cell.rowspan]));
        GridCell { row: first, rowspan: (last - first).max(1), col: cell.col + cols, ..cell }
    };
    let has_gap = right.rect.x0 - left.rect.x1 > 1.0;
    let shift = left.cols() + usize::from(has_gap);
    let own = std::mem::take(&mut left.cells);
    let mut cells: Vec<GridCell> = own.into_iter().map(|cell| moved(cell, &left.ys, 0)).collect();
    cells.extend(right.cells.into_iter().map(|cell| moved(cell, &right.ys, shift)));
    cells.sort_by_key(|cell| (cell.row, cell.col));
    left.cells = cells;
    left.xs.extend(right.xs.iter().skip(usize::from(!has_gap)));
    left.rect = left.rect.union(&right.rect);
    left.ys = ys;
    left.doubts.extend(right.doubts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;
    use crate::rebuild::testing::glyphs;

    /// A grid of cells 50 by 20 whose top left corner is at (x, 100).
    fn grid(x: f32, rows: usize, cols: usize) -> Grid {
        let edges = |n: usize, from: f32, step: f32| -> Vec<f32> {
            (0..=n).map(|i| from + step * i as f32).collect()
        };
        let (xs, ys) = (edges(cols, x, 50.0), edges(rows, 100.0, 20.0));
        let cells = (0..rows * cols).map(|i| GridCell {
            row: i / cols,
            col: i % cols,
            rowspan: 1,
            colspan: 1,
            ..GridCell::default()
        });
        let rect = Rect::new(x, 100.0, xs[cols], ys[rows]);
        Grid { page: 1, rect, cells: cells.collect(), xs, ys, ..Grid::default() }
    }

    fn title(x0: f32, x1: f32) -> Mark {
        Mark {
            page: 1,
            rect: Rect::new(x0, 60.0, x1, 72.0),
            id: None,
            title: "收支总表".to_owned(),
            kind: SectionKind::Table,
            continued: false,
        }
    }

    #[test]
    fn sides_with_a_gap_under_one_title_are_one_table() {
        let above = title(80.0, 180.0);
        let joined = join_sides(vec![grid(0.0, 3, 2), grid(120.0, 3, 2)], &[&above]);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].xs, [0.0, 50.0, 100.0, 120.0, 170.0, 220.0]);
        assert_eq!((joined[0].rows(), joined[0].cells.len()), (3, 12));
        let columns: Vec<usize> = joined[0].cells.iter().take(4).map(|cell| cell.col).collect();
        assert_eq!(columns, [0, 1, 3, 4]);
    }

    #[test]
    fn a_side_with_fewer_rows_keeps_its_own() {
        let above = title(80.0, 180.0);
        let joined = join_sides(vec![grid(0.0, 5, 2), grid(120.0, 4, 2)], &[&above]);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].rows(), 5);
        assert_eq!(joined[0].cells.iter().filter(|cell| cell.row == 4).count(), 2);
    }

    #[test]
    fn a_line_over_two_tables_is_cut_between_them() {
        let glyphs = glyphs(&[(10.0, 90.0, "单位：元"), (130.0, 90.0, "单位：万元")]);
        let line = run_to_line(1, &glyphs, (0..glyphs.len() as u32).collect());
        let (left, right) =
            (Rect::new(0.0, 100.0, 100.0, 160.0), Rect::new(120.0, 100.0, 220.0, 160.0));
        let text = |grid: &Rect| own_part(&line, &glyphs, grid, &[left, right]).text;
        assert_eq!((text(&left), text(&right)), ("单位：元".into(), "单位：万元".into()));
        assert_eq!(own_part(&line, &glyphs, &left, &[left]).text, line.text);
    }

    #[test]
    fn titles_of_their_own_keep_tables_apart() {
        let (one, other) = (title(10.0, 90.0), title(130.0, 210.0));
        let apart = vec![grid(0.0, 3, 2), grid(120.0, 2, 2)];
        let rects: Vec<Rect> = apart.iter().map(|grid| grid.rect).collect();
        assert_eq!(join_sides(apart, &[&one, &other]).len(), 2);
        assert!(is_above(&one.rect, &rects[0], &rects) && !is_above(&one.rect, &rects[1], &rects));
        assert!(
            is_above(&other.rect, &rects[1], &rects) && !is_above(&other.rect, &rects[0], &rects)
        );
    }
}
