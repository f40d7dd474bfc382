//! Pass: which rows of a grid are its header.
//!
//! 1. Rows that only repeat the title or declare the unit are skipped.
//! 2. The header is the first row and every row that a merged head of it reaches into, then every further row that prints
//!    heads and neither code nor amount. Rows of column numbers (栏次, ** 1 2 3) end it and are no rows.

use super::view::{Seen, View};
use crate::catalog::{Catalog, ItemSide};
use crate::lex::{self, clean_head, column_numbers};
use crate::model::{Token, squeezed};

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
        let unit = squeezed(unit.text());
        let declares = ["单位:", "金额单位:"].iter().any(|w| unit.starts_with(w))
            && catalog.units.declared(&unit).is_some();
        let head = || {
            let head = catalog.columns.head(body.text(), None);
            head.is_measure() || head.label.is_some()
        };
        if declares && !body.token.is_amount() && !head() {
            return true;
        }
    }
    let width = view.grid.rect.width().max(1.0);
    cells.len() > 0
        && cells.all(|c| {
            let t = squeezed(c.text());
            let wide = c.rect.width() > 0.6 * width;
            catalog.units.declared(&t).is_some() && t.contains("单位")
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

/// Finds the header of a grid; `None` if it starts with rows right away. A grid that opens its table has a header,
/// known heads or not.
pub(super) fn header_rows(
    view: &View,
    opens: bool,
    catalog: &Catalog,
    year: Option<u16>,
) -> Option<(usize, usize)> {
    let rows = view.grid.rows();
    let mut start = 0;
    while start < rows && (view.printed(start).len() == 0 || is_caption(view, start, catalog)) {
        start += 1;
    }
    // Rows before the first that prints a figure, a code or an item may be header rows; two heads among them make one.
    let is_row = |r: usize| {
        view.printed(r).any(|c| match &c.token {
            Token::Figure(_) | Token::Code(_) | Token::Named(..) | Token::Dash => true,
            token => token.ordinal().is_some() && !c.text().contains("其中"),
        })
    };
    let heads = |r: usize| view.printed(r).filter(|c| is_head(*c, catalog, year)).count();
    let stop = (start..rows).find(|&r| is_row(r)).unwrap_or(rows).min(start + MAX_HEADER);
    let printed: usize = (start..stop).map(|r| view.printed(r).len()).sum();
    let known: usize = (start..stop).map(heads).sum();
    if start >= stop || printed < 2 || (known < 2 && !opens) {
        return None;
    }
    let mut end = start + 1;
    let mut r = start;
    while r < rows && r < start + MAX_HEADER {
        if r >= end {
            let n = heads(r);
            if r >= stop || n < 2 || n * 2 < view.printed(r).len() {
                break;
            }
            end = r + 1;
        }
        for c in view.printed(r) {
            let reach = c.row + c.rowspan;
            if reach > end && reach - start <= MAX_HEADER && !c.token.is_amount() {
                end = reach;
            }
        }
        r += 1;
    }
    let end = end.min(rows);
    // A merged head that reaches into rows of figures is a label of them, not a head.
    let end =
        (start + 1..end).find(|&r| view.printed(r).any(|c| c.token.is_amount())).unwrap_or(end);
    Some((start, end))
}

/// The heads over a grid column, from top to leaf, as printed.
pub(super) fn head_path(view: &View, start: usize, end: usize, col: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let mut last = None;
    for r in start..end {
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

    fn header(art: &str, opens: bool) -> Option<(usize, usize)> {
        header_rows(&View::new(&grid(art)), opens, &catalog(), Some(2026))
    }

    #[test]
    fn the_header_ends_where_rows_begin() {
        assert_eq!(
            header("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00", true),
            Some((0, 1))
        );
        // A merged head reaches into the second row.
        let merged = "科目编码 | 本年支出 | <\n ^ | 基本支出 | 项目支出\n 208 | 1.00 | 2.00";
        assert_eq!(header(merged, true), Some((0, 2)));
        // The caption row is none of it.
        let caption =
            "编制单位：某局 | < | 单位：万元\n 科目编码 | 科目名称 | 合计\n 208 | 某 | 1.00";
        assert_eq!(header(caption, true), Some((1, 2)));
        // Rows of figures have no header, unless their grid opens a table.
        assert_eq!(header("208 | 社会保障 | 1.00\n 210 | 卫生 | 2.00", false), None);
    }

    #[test]
    fn rows_of_column_numbers_are_told() {
        let grid = grid("栏次 | 1 | 2=3+4\n 208 | 1 | 2\n 类 | 款 | 项");
        let view = View::new(&grid);
        assert_eq!([0, 1, 2].map(|r| is_numbering(&view, r)), [true, false, true]);
    }
}
