//! Signs in a column of their own: a minus at the left edge of a column of figures, as accounts are formatted, where no
//! ruling shows that it stands in the figure's cell.
//!
//! 1. Such a column prints nothing but signs, no head either, and each of them has a figure without a sign right of it.
//! 2. They are the signs of these figures, if others of the column have none. Where each has one, dashes may stand for
//!    nothing: then the figures cannot be told.

use crate::deadline;
use crate::lex::{is_digit, is_lone_sign, token};
use crate::model::{Grid, GridCell, Unclear};

/// Gives the figures of the grid the signs that stand in columns of their own.
pub(super) fn join(grid: &mut Grid) {
    for column in 1..grid.cols() {
        deadline::tick();
        let Some(pairs) = pairs(grid, column) else { continue };
        let figures =
            grid.cells.iter().filter(|cell| cell.col == column && is_figure(cell)).count();
        for (sign, figure) in pairs.iter().copied() {
            if figures == pairs.len() {
                grid.cells[figure].unclear = Some(Unclear::Several);
                continue;
            }
            let Some(sign) = std::mem::take(&mut grid.cells[sign].lines).pop() else { continue };
            let line = &mut grid.cells[figure].lines[0];
            line.text.insert_str(0, sign.text.trim());
            line.rect = line.rect.union(&sign.rect);
            line.glyphs.splice(0..0, sign.glyphs);
        }
    }
}

/// The signs left of `column`, each with its figure; `None` unless the column left of it prints nothing else.
fn pairs(grid: &Grid, column: usize) -> Option<Vec<(usize, usize)>> {
    let left = |cell: &&GridCell| cell.col + 1 == column && cell.colspan == 1;
    if !grid.cells.iter().filter(left).any(is_sign) {
        return None;
    }
    let mut pairs = Vec::new();
    for (at, cell) in grid.cells.iter().enumerate().filter(|(_, cell)| left(cell)) {
        if cell.lines.is_empty() {
            continue;
        }
        let right = |c: &GridCell| c.row == cell.row && c.col == column && c.colspan == 1;
        let figure = grid.cells.iter().position(|c| right(c) && is_figure(c));
        pairs.push((at, figure.filter(|_| is_sign(cell))?));
    }
    Some(pairs)
}

/// Nothing but a sign stands in it.
fn is_sign(cell: &GridCell) -> bool {
    let [line] = &cell.lines[..] else { return false };
    let mut chars = line.text.trim().chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if is_lone_sign(c))
}

/// A figure on one line, without a sign.
fn is_figure(cell: &GridCell) -> bool {
    let [line] = &cell.lines[..] else { return false };
    line.text.trim().starts_with(is_digit) && token(&line.text).figure().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebuild::testing::drawn;

    fn joined(rows: &[&[&str]]) -> (Vec<String>, usize) {
        let mut grid = drawn(1, rows);
        join(&mut grid);
        let unclear = grid.cells.iter().filter(|cell| cell.unclear.is_some()).count();
        (grid.cells.iter().filter(|c| c.col == 2).map(GridCell::text).collect(), unclear)
    }

    #[test]
    fn signs_without_a_head_are_those_of_the_figures_behind_them() {
        let some = joined(&[&["科目", "", "增减"], &["甲", "-", "92.00"], &["乙", "", "4.10"]]);
        assert_eq!(some, (vec!["增减".into(), "-92.00".into(), "4.10".into()], 0));
        let all = joined(&[&["科目", "", "增减"], &["甲", "-", "92.00"], &["乙", "-", "4.10"]]);
        assert_eq!(all, (vec!["增减".into(), "92.00".into(), "4.10".into()], 2));
    }

    #[test]
    fn dashes_of_a_column_stand_for_nothing() {
        for rows in [
            [&["科目", "结转", "增减"][..], &["甲", "-", "92.00"], &["乙", "", "4.10"]],
            [&["科目", "", "增减"], &["甲", "-", ""], &["乙", "", "4.10"]],
            [&["科目", "", "增减"], &["甲", "-", "92.00"], &["乙", "1.00", "4.10"]],
        ] {
            let (texts, unclear) = joined(&rows);
            assert_eq!((texts[2].as_str(), unclear), ("4.10", 0));
            assert!(!texts[1].starts_with('-'));
        }
    }
}
