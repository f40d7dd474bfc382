//! Pass: heads that are printed again, on a following page or below rows of the same grid. Where they put a column in
//! another place than the first ones did, what stands below them is read by them: nothing else says what it is.

use super::Context;
use super::columns::grid_to_layout;
use super::header::{is_caption, is_head, is_numbering, row_signature};
use super::layout::{Layout, LayoutColumn, Span};
use super::view::View;
use crate::model::{Finding, FindingKind, Grid, Table, TableId, squeeze};
use hashbrown::HashSet;

/// A row of heads has at least so many: fewer may be the labels of a row.
const FEWEST_HEADS: usize = 3;

/// The grids of a table, cut where one prints its heads again in another order.
pub(super) fn cut_at_heads(table: &Table, cx: &Context) -> Vec<Grid> {
    let cut = |grid: &Grid| {
        let view = View::new(grid);
        let Some(layout) = grid_to_layout(&view, true, cx) else { return vec![grid.clone()] };
        let known: HashSet<String> = heads(&layout).collect();
        let rows = (layout.body + 1..grid.rows()).filter(|&r| {
            let mut cells = view.printed(r);
            cells.len() >= FEWEST_HEADS
                && !layout.signature.contains(&row_signature(&view, r))
                && cells.all(|cell| {
                    is_head(cell, cx.catalog, cx.year) && known.contains(&squeeze(cell.text()))
                })
        });
        let starts: Vec<usize> = std::iter::once(0).chain(rows).collect();
        let ends = starts[1..].iter().copied().chain([grid.rows()]);
        starts.iter().zip(ends).map(|(&start, end)| part(grid, start, end)).collect()
    };
    table.grids.iter().flat_map(cut).collect()
}

/// The rows of a grid from one to another.
fn part(grid: &Grid, start: usize, end: usize) -> Grid {
    if end - start == grid.rows() {
        return grid.clone();
    }
    let mut out = grid.clone();
    out.ys = grid.ys[start..=end].to_vec();
    (out.rect.y0, out.rect.y1) = (grid.ys[start], grid.ys[end]);
    out.cells.retain(|cell| (start..end).contains(&cell.row));
    for cell in &mut out.cells {
        cell.row -= start;
        cell.rowspan = cell.rowspan.min(end - start - cell.row);
    }
    out.header = grid.header.map(|rows| if start == 0 { rows } else { 1 });
    out
}

/// The layout on each page: the first page's, moved to where the columns stand there, behind a repeated header; the page's
/// own where its heads say otherwise. With what is to be told of pages that print no heads.
pub(super) fn layouts_of_pages(
    views: &[View],
    first: Layout,
    table: &TableId,
    cx: &Context,
) -> (Vec<Layout>, Vec<Finding>) {
    let xs = views[0].grid.xs.clone();
    let (mut out, mut told) = (vec![first], Vec::new());
    for view in &views[1..] {
        let mut layout = out[0].on_grid(view, &xs);
        let own = grid_to_layout(view, false, cx).filter(|own| is_repeated(own, &out[0]));
        match own {
            Some(own) if say_otherwise(&own, &layout, table, cx) => {
                layout = Layout { own: true, ..own }
            }
            Some(own) => layout.body = own.body,
            None => told.extend(without_heads((view, &layout), (&views[0], &out[0]))),
        }
        while layout.body < view.grid.rows()
            && (is_numbering(view, layout.body) || is_caption(view, layout.body, cx.catalog))
        {
            layout.body += 1;
        }
        out.push(layout);
    }
    (out, told)
}

/// Are these the first page's heads once more, wrapped, merged or ordered in another way? Rows of labels that could be heads
/// are none.
fn is_repeated(own: &Layout, first: &Layout) -> bool {
    let known: Vec<String> = heads(first).collect();
    own.signature.iter().any(|s| first.signature.contains(s))
        || (own.columns.len() == first.columns.len()
            && heads(own).any(|head| known.contains(&head)))
        || are_heads(own, first)
}

/// The heads of all columns, without white space.
fn heads(layout: &Layout) -> impl Iterator<Item = String> {
    layout.columns.iter().flat_map(|c| c.printed.iter().map(|head| squeeze(head)))
}

/// Does another number of columns begin with heads, each of which the first page prints too?
fn are_heads(own: &Layout, first: &Layout) -> bool {
    let known: HashSet<String> = heads(first).collect();
    let printed = own.columns.iter().filter(|c| !c.printed.is_empty()).count();
    printed > 1
        && own.columns.iter().any(|c| c.is_measure() && c.has_measure_head())
        && heads(own).all(|head| known.contains(&head))
}

/// Do the page's own heads say otherwise of a column than the first page's heads that stand in its place? Where every row of
/// heads is printed again as it was, a row of labels below them may look like one more.
fn say_otherwise(own: &Layout, placed: &Layout, table: &TableId, cx: &Context) -> bool {
    if placed.signature.iter().all(|row| own.signature.contains(row)) {
        return false;
    }
    let other = |column: &LayoutColumn| {
        let known = column.has_measure_head()
            || column.path.last().is_some_and(|head| head.label.is_some());
        let there = placed.columns.iter().find(|first| {
            first
                .span
                .zip(column.span)
                .is_some_and(|(a, b)| a.first <= b.first && b.first <= a.last)
        });
        known
            && there.is_some_and(|first| {
                (column.has_measure_head() || first.has_measure_head())
                    && !same_words(&column.printed, &first.printed)
                    && !same_meaning((column, own), (first, placed), table, cx)
            })
    };
    own.columns.iter().any(other)
}

/// The same heads, or one without the upper ones of the other; wrapped or merged otherwise.
fn same_words(a: &[String], b: &[String]) -> bool {
    let words = |path: &[String]| path.iter().map(|head| squeeze(head)).collect::<String>();
    let (a, b) = (words(a), words(b));
    a.ends_with(&b) || b.ends_with(&a)
}

/// Do both measure the same, by what the catalog knows?
fn same_meaning(
    a: (&LayoutColumn, &Layout),
    b: (&LayoutColumn, &Layout),
    table: &TableId,
    cx: &Context,
) -> bool {
    let measure = |(column, layout): (&LayoutColumn, &Layout)| {
        cx.catalog.columns.measure(&column.path, table, &layout.all_heads)
    };
    let (a, b) = (measure(a), measure(b));
    a.column.is_some() && a.column == b.column && a.basis == b.basis
}

/// A part without heads that has no place for a column in which the first page prints figures: where its columns stand alone
/// says which they are. A column that is blank there, too, may be left out; and the sides of a summary have few columns each.
fn without_heads(
    (view, layout): (&View, &Layout),
    (first_view, first): (&View, &Layout),
) -> Option<Finding> {
    let holds = |span: Span| {
        let mut cells = first_view.cells().filter(|c| c.row >= first.body && c.token.is_amount());
        cells.any(|c| span.columns().contains(&c.col))
    };
    let mut columns = first.columns.iter().zip(&layout.columns);
    let fewer = first.blocks.len() == 1
        && columns.any(|(first, here)| {
            first.is_measure() && here.span.is_none() && first.span.is_some_and(holds)
        });
    let message = "the page goes on with the table without its heads and with fewer columns: figures stand under the heads of the first page in whose places they are";
    fewer.then(|| {
        Finding::new(FindingKind::DoubtfulColumn, message).at_rect(view.grid.page, view.grid.rect)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};

    const FIRST: &str = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n 208 | 甲 | 1.00 | 1.00 | \n 210 | 乙 | 2.00 | | 2.00";

    #[test]
    fn exchanged_heads_on_a_following_page_are_followed() {
        let next = "科目编码 | 科目名称 | 合计 | 项目支出 | 基本支出\n 213 | 丙 | 3.00 | 3.00 | \n 221 | 丁 | 4.00 |  | 4.00";
        let (ledger, _) = table("expenditure_summary", &[FIRST, next]);
        let ids: Vec<&str> = ledger.columns.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, ["total", "basic", "project"]);
        let columns = |row: usize| -> Vec<usize> {
            let cells = ledger.rows[row].cells.iter();
            cells.filter(|c| !c.stated.is_empty()).map(|c| c.column).collect()
        };
        assert_eq!([columns(2), columns(3)], [[0, 2], [0, 1]]);
    }

    #[test]
    fn labels_below_repeated_heads_are_no_heads() {
        let page =
            |rows: &str| format!("收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n {rows}");
        let first = page("事业收入 | 3.00 | 教育支出 | 3.00");
        let next = page("上年结转结余 |  | 年终结转结余 | \n 收入总计 | 3.00 | 支出总计 | 3.00");
        let got = rows("income_expenditure_summary", &[&first, &next]);
        assert!(got.iter().any(|row| row.contains("income.total 收入总计 3.00")), "{got:?}");
    }

    #[test]
    fn exchanged_heads_inside_a_grid_are_followed() {
        let art = format!(
            "{FIRST}\n 科目编码 | 科目名称 | 合计 | 项目支出 | 基本支出\n 213 | 丙 | 3.00 | 3.00 | "
        );
        let (ledger, _) = table("expenditure_summary", &[&art]);
        assert_eq!(ledger.rows.len(), 3);
        let cells = &ledger.rows[2].cells;
        assert_eq!(cells.iter().find(|c| c.column == 2).map(|c| &*c.stated), Some("3.00"));
    }

    #[test]
    fn a_column_fewer_is_read_by_its_own_heads() {
        let first = "项目 | 2025年预算数 | 2026年预算数\n 公务接待费 | 4.00 | 4.50";
        let next = "项目 | 2026年预算数\n 公务接待费 | 2.00";
        let (ledger, _) = table("three_public_expenses", &[first, next]);
        let cell = &ledger.rows[1].cells[0];
        assert_eq!((cell.column, &*cell.stated), (1, "2.00"));
    }

    #[test]
    fn the_year_over_a_following_page_of_items_is_its_own() {
        let page = |year: &str| {
            format!(
                "{year}年预算数 | < | <\n 合计 | 因公出国（境）费 | 公务接待费\n 3.00 | 1.00 | 2.00"
            )
        };
        let (ledger, _) = table("three_public_expenses", &[&page("2025"), &page("2026")]);
        let bases: Vec<&str> = ledger.columns.iter().map(|c| c.basis.as_str()).collect();
        assert_eq!(bases, ["prior_budget", "current"]);
        assert_eq!(ledger.rows.iter().map(|row| row.cells.len()).sum::<usize>(), 6);
    }

    #[test]
    fn a_column_fewer_without_heads_is_told() {
        let next = "213 | 丙 | 3.00 | 3.00";
        let (_, findings) = table("expenditure_summary", &[FIRST, next]);
        assert!(findings.iter().any(|f| f.message.contains("without its heads")), "{findings:?}");
    }

    #[test]
    fn a_figure_over_two_columns_is_neither_ones() {
        let art = format!("{FIRST}\n 213 | 丙 | 3.00 | 3.00 | <");
        assert_eq!(rows("expenditure_summary", &[&art])[2], "3 213 丙 3.00 ? _");
    }
}
