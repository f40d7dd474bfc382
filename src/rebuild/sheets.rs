//! Sheets larger than their page: the parts of one table that the printer put on pages of their own.
//!
//! 1. A grid without labels whose rows are those of a grid before is its right part: on the next page (over, then down),
//!    or behind all pages of the left part (down, then over). Labels that each part repeats are one, and a group of heads
//!    that the cut divides is one.
//! 2. Heads alone at the end of a page are the upper part of the header on the next.

use super::beside;
use super::edges::{joined, nearest};
use crate::lex::{self, is_dash};
use crate::model::{Grid, GridCell, Token, squeeze};

/// Row edges nearer than this agree. Points.
const SAME_ROW: f32 = 2.0;
/// Column edges nearer than this agree. Points.
const SAME_COLUMN: f32 = 4.0;
/// Heads alone at the end of a page are no more rows than this.
const HEAD_ROWS: usize = 4;

/// The parts of the table that was read last.
#[derive(Default)]
pub(super) struct Sheet {
    /// The page that it reaches, right parts included.
    pub reaches: u32,
    /// How many right parts each of its grids has.
    parts: Vec<usize>,
    /// Column edges of each right part, from its left edge on.
    strips: Vec<Vec<f32>>,
}

impl Sheet {
    /// A table that begins on `page`.
    pub fn begins(page: u32) -> Sheet {
        Sheet { reaches: page, parts: vec![0], ..Sheet::default() }
    }

    /// The table goes on below, on `page`.
    pub fn goes_on(&mut self, page: u32) {
        self.reaches = page;
        self.parts.push(0);
    }

    /// Puts a grid beside the one of `grids` that it is the right part of, or gives it back.
    pub fn put_beside(&mut self, grids: &mut [Grid], mut right: Grid) -> Option<Grid> {
        let fewest = self.parts.iter().copied().min().unwrap_or(0);
        let Some(at) = self.parts.iter().position(|n| *n == fewest) else { return Some(right) };
        let Some(left) = grids.get_mut(at) else { return Some(right) };
        drop_repeated_labels(left, &mut right);
        let edges: Vec<f32> = right.xs.iter().map(|x| x - right.rect.x0).collect();
        let known = self.strips.get(fewest);
        let again = known.is_some_and(|strip| agree(strip, &edges, SAME_COLUMN));
        if !(is_right_part(left, &right, again) && known.is_none_or(|_| again)) {
            return Some(right);
        }
        if known.is_none() {
            self.strips.push(edges);
        }
        self.parts[at] += 1;
        self.reaches = right.page;
        let (x, y) = (left.rect.x1 - right.rect.x0, left.rect.y0 - right.rect.y0);
        right.xs.iter_mut().for_each(|edge| *edge += x);
        right.ys.iter_mut().for_each(|edge| *edge += y);
        (right.rect.x0, right.rect.x1) = (right.rect.x0 + x, right.rect.x1 + x);
        (right.rect.y0, right.rect.y1) = (left.rect.y0, left.rect.y1);
        let seam = left.cols();
        // Boxes of cells stay those of the page that each stands on.
        beside::put_beside(left, right);
        join_groups(left, seam);
        None
    }
}

/// The cut at column `seam` may divide a group: its name stands left of it, and right of it a cell that prints nothing over
/// the rest of its heads. Without this the figures below them would be of no group: last year's taken for this year's.
fn join_groups(sheet: &mut Grid, seam: usize) {
    let Some(body) = body(sheet) else { return };
    let heads = |cells: &[GridCell], above: &GridCell, beside: fn(&GridCell) -> usize, col| {
        let is_below = |c: &&GridCell| c.row >= above.row + above.rowspan && c.row < body;
        cells.iter().filter(is_below).any(|c| beside(c) == col && !c.lines.is_empty())
    };
    let rest = |c: &&GridCell| c.col == seam && c.row < body && c.lines.is_empty();
    let rests: Vec<GridCell> = sheet.cells.iter().filter(rest).cloned().collect();
    for rest in rests {
        let is_group = |c: &GridCell| {
            (c.col + c.colspan, c.row, c.rowspan) == (seam, rest.row, rest.rowspan)
                && !c.lines.is_empty()
                && heads(&sheet.cells, c, |c| c.col + c.colspan, seam)
        };
        let has_heads = heads(&sheet.cells, &rest, |c| c.col, seam);
        let group = sheet.cells.iter().position(is_group).filter(|_| has_heads);
        if let Some(group) = group {
            sheet.cells[group].colspan += rest.colspan;
            sheet.cells.retain(|c| (c.row, c.col) != (rest.row, seam));
        }
    }
}

fn agree(a: &[f32], b: &[f32], near: f32) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < near)
}

fn printed(grid: &Grid, row: usize) -> impl Iterator<Item = (&GridCell, String)> {
    let cells = grid.cells.iter().filter(move |c| c.row == row && !c.lines.is_empty());
    cells.map(|c| (c, squeeze(&c.text())))
}

fn is_figure(text: &str) -> bool {
    is_dash(text) || lex::figure(text).is_some()
}

/// The first row that prints a figure.
fn body(grid: &Grid) -> Option<usize> {
    (0..grid.rows()).find(|&r| printed(grid, r).any(|(_, t)| is_figure(&t)))
}

/// The first row below heads that nothing follows, where the rows of `left` that print figures begin at the same height.
fn empty_body(left: &Grid, right: &Grid) -> Option<usize> {
    let first =
        right.cells.iter().filter(|c| !c.lines.is_empty()).map(|c| c.row + c.rowspan).max()?;
    let height = |grid: &Grid, row: usize| Some(grid.ys.get(row)? - grid.ys[0]);
    let (ours, theirs) = (height(left, body(left)?)?, height(right, first)?);
    (first < right.rows() && (ours - theirs).abs() < SAME_ROW).then_some(first)
}

/// Is `right` the part of the sheet that did not fit on the page of `left`: rows of the same heights, and below other heads
/// figures alone? A part whose columns are known may have no heads; one whose columns are all empty has nothing but heads.
fn is_right_part(left: &Grid, right: &Grid, known: bool) -> bool {
    let Some(first) = body(right).or_else(|| empty_body(left, right)) else { return false };
    let figures_alone =
        (first..right.rows()).all(|r| printed(right, r).all(|(_, t)| is_figure(&t)));
    let has_heads = first > 0;
    // Heads may be merged otherwise on either side; the rows below them are the same.
    let rows = |grid: &Grid, from: f32| -> Vec<f32> {
        grid.ys.iter().map(|y| y - grid.ys[0]).filter(|y| *y > from - SAME_ROW).collect()
    };
    let from = right.ys[first] - right.ys[0];
    let (ours, theirs) = (rows(left, from), rows(right, from));
    let several = ours.len() > 2 || known || agree(&rows(left, 0.0), &rows(right, 0.0), SAME_ROW);
    figures_alone && (has_heads || known) && several && agree(&ours, &theirs, SAME_ROW)
}

/// Takes the first columns off that print, row for row, what the first columns of `left` print.
fn drop_repeated_labels(left: &Grid, right: &mut Grid) {
    let text = |grid: &Grid, row: usize, col: usize| {
        let cell = grid.cells.iter().find(|c| (c.row, c.col) == (row, col));
        cell.map(|c| (c.colspan, squeeze(&c.text())))
    };
    let same = |col: &usize| {
        let texts = (0..right.rows()).map(|r| (text(left, r, *col), text(right, r, *col)));
        let (mut words, mut all) = (0, left.rows() == right.rows());
        for (ours, theirs) in texts {
            all &= ours == theirs;
            let is_word = |t: &str| !t.is_empty() && !is_figure(t);
            words += usize::from(theirs.is_some_and(|(_, t)| is_word(&t) || lex::is_code(&t)));
        }
        all && words > 1
    };
    let cols = left.cols().min(right.cols().saturating_sub(1));
    let repeated = (0..cols).take_while(same).count();
    let heads = body(right).unwrap_or_default();
    let other =
        |c: &GridCell| c.col >= repeated && text(left, c.row, c.col) != text(right, c.row, c.col);
    // The same heads, too: another table of the same form.
    if repeated == 0 || !(0..heads).any(|r| printed(right, r).any(|(c, _)| other(c))) {
        return;
    }
    right.cells.retain(|c| c.col >= repeated);
    right.cells.iter_mut().for_each(|c| c.col -= repeated);
    right.xs.drain(..repeated);
    right.rect.x0 = right.xs[0];
}

/// Are the rows of `upper` heads whose table begins with further heads on the next page?
pub(super) fn is_cut_header(upper: &Grid, lower: &Grid) -> bool {
    let words = |grid: &Grid, row: usize| {
        let is_head =
            |c: &GridCell| matches!(lex::token(&c.text()), Token::Words(None) | Token::Total(_));
        let mut cells = printed(grid, row).map(|(c, _)| is_head(c)).peekable();
        cells.peek().is_some() && cells.all(|head| head)
    };
    let texts = |grid: &Grid, row: usize| -> Vec<String> {
        printed(grid, row).map(|(_, text)| text).collect()
    };
    upper.rows() <= HEAD_ROWS
        && (0..upper.rows()).all(|r| words(upper, r))
        && words(lower, 0)
        && texts(lower, 0).len() > 1
        && texts(lower, 0) != texts(upper, 0)
        && body(lower).is_some_and(|b| b > 0)
}

/// One grid, on the page of `lower`, of heads and what stands below them: the columns of either.
pub(super) fn put_below(upper: Grid, lower: &mut Grid) {
    let shift = lower.rect.y0 - upper.rect.y1;
    let xs = joined(&upper.xs, &lower.xs, SAME_COLUMN);
    let moved = |cell: GridCell, from: &[f32], rows: usize| {
        let (first, last) =
            (nearest(&xs, from[cell.col]), nearest(&xs, from[cell.col + cell.colspan]));
        GridCell { col: first, colspan: (last - first).max(1), row: cell.row + rows, ..cell }
    };
    let rows = upper.rows();
    let own = std::mem::take(&mut lower.cells);
    let mut cells: Vec<GridCell> =
        upper.cells.into_iter().map(|cell| moved(cell, &upper.xs, 0)).collect();
    cells.extend(own.into_iter().map(|cell| moved(cell, &lower.xs, rows)));
    lower.cells = cells;
    let above: Vec<f32> = upper.ys[..rows].iter().map(|y| y + shift).collect();
    lower.ys.splice(0..0, above);
    lower.xs = xs;
    lower.rect.y0 = lower.ys[0];
    lower.header = lower.header.map(|n| n + rows);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebuild::testing::drawn;

    fn texts(grid: &Grid) -> Vec<String> {
        let row = |r: usize| {
            let cells = grid.cells.iter().filter(|c| c.row == r && !c.lines.is_empty());
            cells.map(|c| format!("{}{}", c.col, c.text())).collect::<Vec<_>>().join(" ")
        };
        (0..grid.rows()).map(row).collect()
    }

    fn left() -> Grid {
        drawn(3, &[&["单位", "合计"], &["某局", "3.00"], &["某站", "1.00"]])
    }

    #[test]
    fn a_wide_sheet_goes_on_to_the_right() {
        let mut grids = [left()];
        let right = drawn(4, &[&["其他收入", "上年结转"], &["1.00", ""], &["—", ""]]);
        let mut sheet = Sheet::begins(3);
        assert!(sheet.put_beside(&mut grids, right).is_none());
        assert_eq!(texts(&grids[0])[1], "0某局 13.00 21.00");
        assert_eq!((grids[0].cols(), grids[0].xs[4], sheet.reaches), (4, 200.0, 4));
        assert_eq!(grids[0].cells[2].lines[0].page, 4);
    }

    #[test]
    fn a_part_may_hold_nothing_but_heads() {
        let mut grids = [left()];
        let right = drawn(4, &[&["其他收入"], &[""], &[""]]);
        assert!(Sheet::begins(3).put_beside(&mut grids, right).is_none());
        assert_eq!(texts(&grids[0])[0], "0单位 1合计 2其他收入");
        assert_eq!(grids[0].cols(), 3);
        // a note in a box, whose rows are others
        let note = drawn(4, &[&["说明"], &[""]]);
        assert!(Sheet::begins(3).put_beside(&mut [left()], note).is_some());
    }

    #[test]
    fn all_left_parts_may_come_first() {
        let second = drawn(4, &[&["某所", "2.00"]]);
        let mut grids = [left(), second];
        let mut sheet = Sheet::begins(3);
        sheet.goes_on(4);
        let upper = drawn(5, &[&["其他收入"], &["1.00"], &["5.00"]]);
        assert!(sheet.put_beside(&mut grids, upper).is_none());
        assert!(sheet.put_beside(&mut grids, drawn(6, &[&["6.00"]])).is_none());
        assert_eq!(texts(&grids[1]), ["0某所 12.00 26.00"]);
        // A third strip begins above again.
        let third = drawn(7, &[&["上年结转"], &["7.00"], &[""]]);
        assert!(sheet.put_beside(&mut grids, third).is_none());
        assert_eq!(texts(&grids[0])[1], "0某局 13.00 21.00 37.00");
    }

    #[test]
    fn heads_may_be_merged_otherwise_on_either_side() {
        let mut left = drawn(3, &[&["单位", "合计"], &["某局", "3.00"], &["某站", "1.00"]]);
        left.ys = vec![0.0, 40.0, 60.0, 80.0];
        let right = drawn(4, &[&["本年", ""], &["甲", "乙"], &["1.00", "2.00"], &["", "1.00"]]);
        let mut grids = [left];
        left_rect(&mut grids[0]);
        assert!(Sheet::begins(3).put_beside(&mut grids, right).is_none());
        assert_eq!(texts(&grids[0])[2], "0某局 13.00 21.00 32.00");
    }

    #[test]
    fn a_group_of_heads_that_the_cut_divides_is_one() {
        let left = drawn(3, &[&["单位", "上年", ""], &["", "甲", "乙"], &["某局", "3.00", "1.00"]]);
        let right = drawn(4, &[&["", "本年", ""], &["丙", "甲", "乙"], &["2.00", "5.00", "1.00"]]);
        let mut grids = [left, Grid::default()];
        merge(&mut grids[0], 1, 2);
        assert!(Sheet::begins(3).put_beside(&mut grids[..1], right).is_none());
        let spans: Vec<(usize, usize)> = grids[0]
            .cells
            .iter()
            .filter(|c| c.row == 0 && !c.lines.is_empty())
            .map(|c| (c.col, c.colspan))
            .collect();
        assert_eq!(spans, [(0, 1), (1, 3), (4, 1)], "上年 stands over 甲, 乙 and 丙");
        // A head without others below it is no group.
        let right = drawn(4, &[&["", "本年"], &["丙", "甲"], &["2.00", "5.00"]]);
        let whole = drawn(3, &[&["单位", "上年"], &["", ""], &["某局", "3.00"]]);
        let mut grids = [whole];
        assert!(Sheet::begins(3).put_beside(&mut grids, right).is_none());
        assert!(grids[0].cells.iter().all(|c| c.colspan == 1));
    }

    /// Merges the cells of the first row from `col` on to one of `cols` columns.
    fn merge(grid: &mut Grid, col: usize, cols: usize) {
        grid.cells.retain(|c| c.row > 0 || c.col <= col || c.col >= col + cols);
        grid.cells.iter_mut().filter(|c| (c.row, c.col) == (0, col)).for_each(|c| c.colspan = cols);
    }

    fn left_rect(grid: &mut Grid) {
        grid.rect.y1 = *grid.ys.last().unwrap();
    }

    #[test]
    fn labels_that_each_part_repeats_are_one() {
        let right = drawn(4, &[&["单位", "其他收入"], &["某局", "1.00"], &["某站", ""]]);
        let mut grids = [left()];
        assert!(Sheet::begins(3).put_beside(&mut grids, right).is_none());
        assert_eq!(texts(&grids[0])[0], "0单位 1合计 2其他收入");
    }

    #[test]
    fn what_is_no_right_part_is_given_back() {
        for rows in [
            &[&["名称", "金额"][..], &["某站", "1.00"], &["某所", "2.00"]][..],
            // Other rows.
            &[&["其他收入"], &["1.00"], &["2.00"], &["3.00"]],
            // The same form for another body.
            &[&["单位", "合计"], &["某局", "5.00"], &["某站", "2.00"]],
            // No heads.
            &[&["1.00"], &["1.00"], &["1.00"]],
        ] {
            assert!(Sheet::begins(3).put_beside(&mut [left()], drawn(4, rows)).is_some());
        }
    }

    #[test]
    fn a_header_that_the_page_cuts_is_whole() {
        let mut upper = drawn(3, &[&["编码", "合计", "其中"]]);
        upper.xs = vec![0.0, 50.0, 100.0, 200.0];
        let mut lower = drawn(
            4,
            &[&["", "", "甲", "乙"], &["208", "某", "1.00", "2.00"], &["210", "某", "3.00", ""]],
        );
        assert!(is_cut_header(&upper, &lower));
        put_below(upper, &mut lower);
        assert_eq!(texts(&lower)[..2], ["0编码 1合计 2其中", "2甲 3乙"]);
        assert_eq!((lower.rows(), lower.cells[2].colspan, lower.page), (4, 2, 4));
        // Rows, or a header printed again.
        let whole = drawn(3, &[&["编码", "名称"]]);
        assert!(!is_cut_header(&whole, &drawn(4, &[&["208", "某"], &["210", "1.00"]])));
        assert!(!is_cut_header(&whole, &drawn(4, &[&["编码", "名称"], &["210", "1.00"]])));
    }
}
