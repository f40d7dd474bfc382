//! Pass: which rows of a grid are its header.
//!
//! 1. Rows that only repeat the title or declare the unit are skipped.
//! 2. Who built a grid from words knows its header (`Grid::header`). Else it is the first row and every row that a merged head of it reaches into, then every further row that prints
//!    heads and neither code nor amount. Rows of column numbers (栏次, ** 1 2 3) end it and are no rows.

use super::Context;
use super::view::{Seen, View};
use crate::catalog::{Catalog, ItemSide};
use crate::lex::{self, clean_head, column_numbers};
use crate::model::{Token, squeezed};
use std::ops::Range;

/// A header has at most this many rows.
pub(super) const MAX_HEADER: usize = 8;

/// Texts of the cells that start in a row.
pub(super) fn row_signature(view: &View, r: usize) -> String {
    view.printed(r).map(|c| squeezed(c.text())).collect::<Vec<_>>().join("|")
}

/// Is this a row of column numbers?
pub(super) fn is_numbering(view: &View, r: usize) -> bool {
    column_numbers(view.printed(r).map(|c| c.text())).is_some()
}

/// Does the row only carry the title, the unit of amount or the body's name?
pub(super) fn is_caption(view: &View, r: usize, catalog: &Catalog) -> bool {
    let mut cells = view.printed(r);
    if let (2, Some(body), Some(unit)) = (cells.len(), cells.clone().next(), cells.clone().nth(1)) {
        // 301某局 | 单位：万元
        let head = || {
            let head = catalog.columns.head(body.text(), None);
            head.is_measure() || head.label.is_some()
        };
        if catalog.units.is_declaration(unit.text()) && !body.token.is_amount() && !head() {
            return true;
        }
    }
    let width = view.grid.rect.width().max(1.0);
    cells.len() > 0
        && cells.all(|c| {
            let t = squeezed(c.text());
            let wide = c.rect.width() > 0.6 * width;
            catalog.units.declares(&t)
                || (wide && catalog.titles.identify(&t).is_some())
                || lex::is_caption(&t)
        })
}

/// Could this cell be a column head?
pub(super) fn is_head(cell: Seen, catalog: &Catalog, year: Option<u16>) -> bool {
    let text = cell.text();
    if text.is_empty() || cell.token.is_amount() || cell.token.code().is_some() {
        return false;
    }
    let of_which = clean_head(text, year) != squeezed(text);
    if cell.token.ordinal().is_some() && !of_which {
        return false;
    }
    let h = catalog.columns.head(text, year);
    h.is_measure()
        || h.label.is_some()
        || catalog.items.identify(text, ItemSide::ThreePublic, |_| false).is_some()
}

/// The rows of a grid that are its header: as its builder knows them, else as its rows tell; `None` if it starts with
/// rows right away. A grid that opens its table has a header, known heads or not.
pub(super) fn header_rows(view: &View, opens: bool, cx: &Context) -> Option<Range<usize>> {
    let blank = |r: usize| view.printed(r).len() == 0 || is_caption(view, r, cx.catalog);
    let start = (0..view.grid.rows()).take_while(|&r| blank(r)).count();
    match view.grid.header {
        Some(rows) => (start < rows).then_some(start..rows),
        None => guessed_rows(view, start, opens, cx),
    }
}

/// The header of a grid whose heads begin in row `start`, guessed: its builder saw rulings and no words.
fn guessed_rows(view: &View, start: usize, opens: bool, cx: &Context) -> Option<Range<usize>> {
    let rows = view.grid.rows();
    let heads = |r: usize| view.printed(r).filter(|c| is_head(*c, cx.catalog, cx.year)).count();
    let stop = (start..rows).find(|&r| opens_body(view, r)).unwrap_or(rows).min(start + MAX_HEADER);
    let printed: usize = (start..stop).map(|r| view.printed(r).len()).sum();
    let known: usize = (start..stop).map(heads).sum();
    if start >= stop || printed < 2 || (known < 2 && !opens) {
        return None;
    }
    // Column numbers end the header, whatever its heads are: nothing above them is a row.
    if is_numbering(view, stop) {
        return Some(start..stop);
    }
    let mut end = start + 1;
    for r in start..rows.min(start + MAX_HEADER) {
        if r >= end {
            let n = heads(r);
            if r >= stop || n < 2 || n * 2 < view.printed(r).len() {
                break;
            }
            end = r + 1;
        }
        let reaches = view.printed(r).filter(|c| !c.token.is_amount()).map(|c| c.row + c.rowspan);
        end = reaches.filter(|reach| reach - start <= MAX_HEADER).fold(end, usize::max);
    }
    // A merged head that reaches into rows of figures is a label of them, not a head.
    let figures = |&r: &usize| view.printed(r).any(|c| c.token.is_amount());
    let end = (start + 1..end.min(rows)).find(figures).unwrap_or(end.min(rows));
    Some(start..end)
}

/// Does the row print what no header does: a figure, a code, a dash, or a label's ordinal?
fn opens_body(view: &View, r: usize) -> bool {
    view.printed(r).any(|c| match &c.token {
        Token::Figure(_) | Token::Code(_) | Token::Named(..) | Token::Dash => true,
        token => token.ordinal().is_some() && !c.text().contains(lex::OF_WHICH),
    })
}

/// The heads over a grid column, from top to leaf, as printed.
pub(super) fn head_path(view: &View, header: &Range<usize>, col: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let mut last = None;
    for r in header.clone() {
        let i = view.index(r, col);
        if i.is_none() || i == last {
            continue;
        }
        last = i;
        if let Some(cell) = view.cell(r, col).filter(|cell| !cell.text().is_empty()) {
            path.push(cell.text().to_owned());
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::super::testing::{catalog, grid};
    use super::*;
    use crate::model::Grid;

    fn rows(grid: &Grid, opens: bool) -> Option<Range<usize>> {
        let catalog = catalog();
        header_rows(&View::new(grid), opens, &Context { catalog: &catalog, year: Some(2026) })
    }

    fn header(art: &str, opens: bool) -> Option<Range<usize>> {
        rows(&grid(art), opens)
    }

    #[test]
    fn who_built_the_grid_may_know_its_header() {
        let known = |header| {
            let art =
                "单位：万元 | < | <\n 甲某 | 乙某 | 丙某\n 丁某 | 戊某 | 己某\n 208 | 某 | 1.00";
            rows(&Grid { header: Some(header), ..grid(art) }, false)
        };
        assert_eq!([known(3), known(2), known(0)], [Some(1..3), Some(1..2), None]);
    }

    #[test]
    fn the_header_ends_where_rows_begin() {
        assert_eq!(header("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00", true), Some(0..1));
        // A merged head reaches into the second row.
        let merged = "科目编码 | 本年支出 | <\n ^ | 基本支出 | 项目支出\n 208 | 1.00 | 2.00";
        assert_eq!(header(merged, true), Some(0..2));
        // The caption row is none of it.
        let caption =
            "编制单位：某局 | < | 单位：万元\n 科目编码 | 科目名称 | 合计\n 208 | 某 | 1.00";
        assert_eq!(header(caption, true), Some(1..2));
        // Rows of figures have no header, unless their grid opens a table.
        assert_eq!(header("208 | 社会保障 | 1.00\n 210 | 卫生 | 2.00", false), None);
    }

    #[test]
    fn rows_of_column_numbers_are_told() {
        let grid = grid("栏次 | 1 | 2=3+4\n 208 | 1 | 2\n 类 | 款 | 项");
        let view = View::new(&grid);
        assert_eq!([0, 1, 2].map(|r| is_numbering(&view, r)), [true, false, true]);
    }

    #[test]
    fn merged_heads_reach_down_to_the_figures_and_no_further() {
        // Nobody knows the heads of the second row.
        let deep = "科目编码 | 甲某 | <\n ^ | 乙某 | 丙某\n 208 | 1.00 | 2.00";
        assert_eq!(header(deep, true), Some(0..2));
        let label = "科目名称 | 合计 | 基本支出\n ^ | 1.00 | 2.00\n 某 | 3.00 | 4.00";
        assert_eq!(header(label, true), Some(0..1));
    }

    #[test]
    fn all_above_the_column_numbers_is_header() {
        // Heads that are not merged downwards, and one of the last row that nobody knows.
        let art = "单位编码 | 单位名称 | 部门预算 | < | <\n  |  | 合计 | 一般公共预算拨款 | <\n  |  |  | 小计 | 其中：甲某\n ** | ** | 1 | 2 | 3\n 1 | 某局 | 2.00 | 2.00 | 1.00";
        assert_eq!(header(art, true), Some(0..3));
    }

    #[test]
    fn unknown_heads_are_a_header_where_the_table_opens() {
        let art = "甲某 | 乙某\n 208 | 1.00";
        assert_eq!([header(art, true), header(art, false)], [Some(0..1), None]);
    }
}
