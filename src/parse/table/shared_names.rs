//! A name merged over the rows that divide it: 物业管理服务 over 部门集中采购 and 分散自行组织.
//!
//! A row that prints nothing but the manner of its money (采购组织形式, 资金性质) has no name of its own: it has that of
//! the cell left of it, merged from the rows above. The manner names no row.

use super::layout::{Layout, LayoutColumn, Role, Span};
use super::view::{Seen, View};
use crate::catalog::LabelKind;
use crate::catalog::tables::TableWords;

/// Where a row has its name, and where the manner that is none.
pub(super) struct SharedName<'v> {
    /// The column of the layout that the name stands in.
    pub column: usize,
    /// That of the manner.
    pub manner: usize,
    /// The cell, which begins in a row above.
    pub cell: Seen<'v>,
}

/// The name that row `r` of a block shares with the rows above.
pub(super) fn shared_name<'v>(
    view: &'v View,
    layout: &Layout,
    r: usize,
    block: (usize, usize),
) -> Option<SharedName<'v>> {
    let columns = layout.columns.get(block.0..=block.1)?;
    let is_label = |c: &LayoutColumn| matches!(c.role, Role::Label(_));
    let prints = |span: Span| {
        span.columns().any(|c| view.cell(r, c).is_some_and(|x| x.row == r && !x.lines.is_empty()))
    };
    let mut printed =
        (block.0..).zip(columns).filter(|(_, c)| is_label(c) && c.span.is_some_and(prints));
    let (manner, column) = printed.next().filter(|(_, c)| is_manner(c))?;
    if printed.next().is_some() || column.role != Role::Label(LabelKind::Name) {
        return None;
    }
    let mut left =
        (block.0..manner).rev().filter(|i| layout.columns[*i].role == Role::Label(LabelKind::Name));
    let name = left.next()?;
    let cell = view.cell(r, layout.columns[name].span?.last)?;
    let merged = cell.row >= layout.body && cell.row < r && !cell.lines.is_empty();
    // The name's own row prints its manner, too: where it does not, that row is the sum of those below it.
    let divided = column
        .span?
        .columns()
        .any(|c| view.cell(cell.row, c).is_some_and(|x| x.row == cell.row && !x.lines.is_empty()));
    (merged && divided).then_some(SharedName { column: name, manner, cell })
}

/// Does the head say that manners of spending stand below it, which name nothing?
fn is_manner(column: &LayoutColumn) -> bool {
    let words = &TableWords::embedded().manners;
    column.path.last().is_some_and(|head| words.contains(&head.text))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn a_name_over_the_rows_that_divide_it_names_them_all() {
        let art = "项目名称 | 采购组织形式 | 合计\n 电信服务 | 分散自行组织 | 3.00\n 物业管理服务 | 部门集中采购 | 330.00\n ^ | 分散自行组织 | 20.00\n 其他服务 | 分散自行组织 | 20.00";
        let got = rows("procurement", &[art]);
        assert_eq!(got[1..], ["2 物业管理服务 330.00", "3 物业管理服务 20.00", "4 其他服务 20.00"]);
    }

    #[test]
    fn a_manner_without_a_name_beside_it_is_what_the_row_prints() {
        // The cell is blank, or the head says that names stand below it.
        let art =
            "项目名称 | 资金性质 | 合计\n 甲项目 | 一般公共预算 | 3.00\n  | 政府性基金 | 2.00";
        assert_eq!(rows("procurement", &[art])[1], "2 政府性基金 2.00");
        let art = "项目名称 | 子项目名称 | 合计\n 甲项目 | 第一期 | 3.00\n ^ | 第二期 | 2.00";
        assert_eq!(rows("procurement", &[art])[1], "2 第二期 2.00");
    }
}
