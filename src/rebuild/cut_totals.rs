//! 合计 over several columns of labels, cut by a ruling that runs through its cell, or that is none of its row's: two cells
//! side by side of which the one holds 合 and the other 计 are one.

use crate::deadline;
use crate::lex::total;
use crate::model::{Grid, GridCell, Total, squeeze};

/// Joins the halves of the grid's totals.
pub(super) fn join(grid: &mut Grid) {
    let half = |c: &GridCell| match &c.lines[..] {
        [line] if squeeze(&line.text).chars().count() == 1 => Some(squeeze(&line.text)),
        _ => None,
    };
    let halves: Vec<usize> =
        (0..grid.cells.len()).filter(|&i| half(&grid.cells[i]).is_some()).collect();
    let mut gone = Vec::new();
    for pair in halves.windows(2) {
        deadline::tick();
        let (a, b) = (&grid.cells[pair[0]], &grid.cells[pair[1]]);
        let beside = (a.row, a.rowspan, a.col + a.colspan) == (b.row, b.rowspan, b.col);
        let text = half(a).zip(half(b)).map(|(a, b)| a + &b).unwrap_or_default();
        if !beside || total(&text) != Some(Total::All) {
            continue;
        }
        let (rect, colspan) = (a.rect.union(&b.rect), a.colspan + b.colspan);
        let rest = grid.cells[pair[1]].lines.clone();
        let whole = &mut grid.cells[pair[0]];
        (whole.rect, whole.colspan) = (rect, colspan);
        for line in rest {
            let first = &mut whole.lines[0];
            first.text.push_str(&line.text);
            first.rect = first.rect.union(&line.rect);
            first.glyphs.extend(line.glyphs);
        }
        gone.push(pair[1]);
    }
    let mut at = 0..;
    grid.cells.retain(|_| at.next().is_none_or(|i| gone.binary_search(&i).is_err()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebuild::testing::drawn;

    #[test]
    fn a_total_that_a_ruling_cuts_is_one() {
        let mut grid = drawn(
            1,
            &[
                &["编码", "名称", "编码", "合计"],
                &["", "合", "计", "3.00"],
                &["类", "款", "", "1.00"],
            ],
        );
        join(&mut grid);
        let printed = grid.cells.iter().filter(|c| c.row > 0 && !c.lines.is_empty());
        let texts: Vec<String> =
            printed.map(|c| format!("{}+{} {}", c.col, c.colspan, c.text())).collect();
        assert_eq!(texts, ["1+2 合计", "3+1 3.00", "0+1 类", "1+1 款", "3+1 1.00"]);
        assert_eq!(grid.cells.len(), 11);
    }
}
