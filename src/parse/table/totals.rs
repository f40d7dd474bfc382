//! Pass: totals: those without a label, and what level a row is of.

use super::Context;
use super::draft::{Draft, LabelGroup};
use crate::model::{Cell, Row};

/// A coded table's last or first row that prints no label is its total, if no other row is and none exceeds it in any
/// column.
pub(super) fn unlabelled_total(drafts: &[Draft], cx: &Context) -> Option<usize> {
    let amount = |d: &Draft, column: usize| {
        d.cells.iter().find(|c| c.column == column).and_then(|c| c.amount()).map(|a| a.yuan)
    };
    let totals = |l: &LabelGroup| cx.catalog.items.is_total(&l.text);
    if drafts.len() < 2 || drafts.iter().any(|d| d.block > 0 || d.labels.iter().any(totals)) {
        return None;
    }
    [drafts.len() - 1, 0].into_iter().find(|&i| {
        let tops = |c: &Cell| {
            c.amount().is_none_or(|a| {
                drafts.iter().all(|d| amount(d, c.column).is_none_or(|o| o <= a.yuan))
            })
        };
        !drafts[i].has_label()
            && drafts[i].cells.iter().any(|c| c.amount().is_some())
            && drafts[i].cells.iter().all(tops)
    })
}

pub(super) fn level_of(row: &Row) -> Option<u8> {
    if let Some(code) = &row.code {
        return Some(code.level());
    }
    if row.item().starts_with("function.") {
        return Some(1);
    }
    let total = matches!(row.item(), "total" | "personnel_total" | "public_total")
        || row.item().ends_with(".total")
        || row.item().ends_with(".current_total");
    total.then_some(0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn a_row_without_a_label_is_the_total_where_it_can_be() {
        let art = "科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00\n 210 | 卫生健康 | 2.00\n  |  | 3.00";
        assert_eq!(rows("expenditure_summary", &[art])[2], "3 total 3.00");
        // A row above exceeds it: no total, but a finding.
        assert_eq!(rows("expenditure_summary", &[&art.replace("3.00", "1.50")]).len(), 2);
    }

    #[test]
    fn levels_follow_codes_and_totals() {
        let art = "科目编码 | 科目名称 | 合计\n  | 合计 | 1.00\n 208 | 甲 | 1.00\n 20805 | 乙 | 1.00\n 2080505 | 丙 | 1.00";
        let (table, _) = super::super::testing::table("expenditure_summary", &[art]);
        let levels: Vec<Option<u8>> = table.rows.iter().map(|r| r.level).collect();
        assert_eq!(levels, [Some(0), Some(1), Some(2), Some(3)]);
    }
}
