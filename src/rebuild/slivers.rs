//! Empty columns and rows too narrow for text are the room between the two lines of a double ruling.

use crate::deadline;
use crate::model::{Grid, GridCell};

/// No text stands in a column or row narrower than this, points.
const NARROW: f32 = 8.0;

/// Takes them out of a filled grid.
pub(super) fn drop_slivers(grid: &mut Grid) {
    let columns = kept(grid, &grid.xs, |cell| (cell.col, cell.colspan));
    if columns.contains(&false) {
        grid.xs = edges(&grid.xs, &columns);
        renumber(grid, &columns, |cell| (&mut cell.col, &mut cell.colspan));
    }
    let rows = kept(grid, &grid.ys, |cell| (cell.row, cell.rowspan));
    if rows.contains(&false) {
        grid.ys = edges(&grid.ys, &rows);
        renumber(grid, &rows, |cell| (&mut cell.row, &mut cell.rowspan));
    }
}

/// Which of the spans between the edges stay. `span` says where a cell begins along them, and how many it has.
fn kept(grid: &Grid, edges: &[f32], span: impl Fn(&GridCell) -> (usize, usize)) -> Vec<bool> {
    let mut kept: Vec<bool> = edges.windows(2).map(|pair| pair[1] - pair[0] >= NARROW).collect();
    if !kept.contains(&true) {
        kept.fill(true);
    }
    if !kept.contains(&false) {
        return kept;
    }
    for cell in grid.cells.iter().filter(|cell| !cell.lines.is_empty()) {
        deadline::tick();
        let (first, count) = span(cell);
        if !kept[first..first + count].contains(&true) {
            kept[first..first + count].fill(true);
        }
    }
    kept
}

/// The edges of the spans that stay; what lay between two of them is shared.
fn edges(all: &[f32], kept: &[bool]) -> Vec<f32> {
    let stay: Vec<usize> = (0..kept.len()).filter(|i| kept[*i]).collect();
    let inner = stay.windows(2).map(|pair| (all[pair[0] + 1] + all[pair[1]]) / 2.0);
    std::iter::once(all[0]).chain(inner).chain([all[all.len() - 1]]).collect()
}

fn renumber(
    grid: &mut Grid,
    kept: &[bool],
    span: impl Fn(&mut GridCell) -> (&mut usize, &mut usize),
) {
    let mut before: Vec<usize> = Vec::with_capacity(kept.len() + 1);
    before.push(0);
    kept.iter().for_each(|stays| before.push(before[before.len() - 1] + usize::from(*stays)));
    grid.cells.retain_mut(|cell| {
        let (first, count) = span(cell);
        let end = before[*first + *count];
        *first = before[*first];
        *count = end - *first;
        *count > 0
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Rect};

    #[test]
    fn the_room_of_double_rulings_is_no_row_and_no_column() {
        // Two cells beside each other above one that is merged, each line doubled.
        let cell = |row: usize, col: usize, colspan: usize, text: &str| GridCell {
            row,
            col,
            rowspan: 1,
            colspan,
            rect: Rect::default(),
            lines: (!text.is_empty())
                .then(|| Line { text: text.to_owned(), ..Line::default() })
                .into_iter()
                .collect(),
            ..GridCell::default()
        };
        let cells = vec![
            cell(0, 0, 1, "甲"),
            cell(0, 1, 1, ""),
            cell(0, 2, 1, "乙"),
            cell(1, 0, 1, ""),
            cell(1, 1, 1, ""),
            cell(1, 2, 1, ""),
            cell(2, 0, 3, "丙"),
        ];
        let (xs, ys) = (vec![0.0, 50.0, 56.0, 100.0], vec![0.0, 20.0, 26.0, 46.0]);
        let mut grid = Grid { xs, ys, cells, ..Grid::default() };
        drop_slivers(&mut grid);
        assert_eq!((&grid.xs[..], &grid.ys[..]), (&[0.0, 53.0, 100.0][..], &[0.0, 23.0, 46.0][..]));
        let left: Vec<_> = grid.cells.iter().map(|c| (c.row, c.col, c.colspan, c.text())).collect();
        let expected = [(0, 0, 1, "甲"), (0, 1, 1, "乙"), (1, 0, 2, "丙")];
        assert_eq!(left, expected.map(|(row, col, span, text)| (row, col, span, text.to_owned())));
    }

    #[test]
    fn a_narrow_column_with_text_stays() {
        let line = Line { text: "1".to_owned(), ..Line::default() };
        let cell =
            |col, lines| GridCell { col, rowspan: 1, colspan: 1, lines, ..GridCell::default() };
        let cells = vec![cell(0, vec![line.clone()]), cell(1, vec![line])];
        let mut grid =
            Grid { xs: vec![0.0, 7.0, 50.0], ys: vec![0.0, 20.0], cells, ..Grid::default() };
        drop_slivers(&mut grid);
        assert_eq!(grid.xs.len(), 3);
    }
}
