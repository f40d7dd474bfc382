//! Pass: what a page break cut: the rest of a name, the rest of an item, a total printed again.

use super::Context;
use super::draft::Draft;
use crate::catalog::{ItemSide, LabelKind};
use crate::lex::{is_of_which, ordinal_depth};
use crate::model::{ItemId, Row};

/// The rest of a name that wrapped over the page break: no code, no figure, first row of its page.
pub(super) fn is_page_break_rest(draft: &Draft, row: &Row, last: Option<&Row>) -> bool {
    let coded = draft.labels.iter().any(|l| l.kind == LabelKind::Code);
    draft.opens_page
        && coded
        && row.code.is_none()
        && !row.label.is_empty()
        && !draft.has_figures()
        && ordinal_depth(&row.label).is_none()
        && last.is_some_and(|l| l.page + 1 == draft.page && l.code.is_some())
}

/// The item that the label above names only together with this one: it wrapped over the page break.
pub(super) fn broken_item(
    draft: &Draft,
    row: &Row,
    last: Option<&Row>,
    side: ItemSide,
    cx: &Context,
) -> Option<ItemId> {
    let opens =
        draft.opens_page && !draft.has_figures() && row.code.is_none() && !row.label.is_empty();
    let last = last.filter(|l| {
        opens
            && l.side == row.side
            && l.page + 1 == draft.page
            && l.item.is_none()
            && l.code.is_none()
    })?;
    let alone = cx.catalog.items.identify(&row.label, side, |_| false);
    let whole = cx.catalog.items.identify(&format!("{}{}", last.label, row.label), side, |_| false);
    whole.filter(|_| alone.is_none()).cloned()
}

/// The rest of a label of a list with ordinals, which has none itself: no figure, no meaning of its own, first row of its page.
pub(super) fn is_rest_of_listed(
    draft: &Draft,
    row: &Row,
    last: &Row,
    side: ItemSide,
    cx: &Context,
) -> bool {
    draft.opens_page
        && !draft.has_figures()
        && row.code.is_none()
        && last.code.is_none()
        && !row.label.is_empty()
        && last.side == row.side
        && last.page + 1 == draft.page
        && ordinal_depth(&last.label).is_some()
        && ordinal_depth(&row.label).is_none()
        && !is_of_which(&row.label)
        // The last line of a text is not longer than the one before.
        && row.label.chars().count() < last.label.chars().count()
        && cx.catalog.items.identify(&row.label, side, |_| false).is_none()
}

/// A total reprinted at the head of a continuation page.
pub(super) fn reprints_total(row: &Row, rows: &[Row]) -> bool {
    let figures = |r: &Row| -> Vec<(usize, String)> {
        r.cells.iter().map(|c| (c.column, c.stated.clone())).collect()
    };
    rows.iter().any(|r| {
        r.side == row.side
            && r.item == row.item
            && r.row_unit == row.row_unit
            && figures(r) == figures(row)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    const FIRST: &str = "科目编码 | 科目名称 | 合计\n  | 合计 | 3.00\n 2080505 | 机关养老 | 1.00";

    #[test]
    fn the_rest_of_a_name_goes_to_the_row_before_the_break() {
        let second = " | 保险缴费支出 | \n 2080506 | 职业年金 | 2.00";
        let got = rows("expenditure_summary", &[FIRST, second]);
        assert_eq!(got[1..], ["2 2080505 机关养老保险缴费支出 1.00", "3 2080506 职业年金 2.00"]);
    }

    #[test]
    fn a_total_printed_again_is_one_row() {
        let second = "科目编码 | 科目名称 | 合计\n  | 合计 | 3.00\n 2080506 | 职业年金 | 2.00";
        let got = rows("expenditure_summary", &[FIRST, second]);
        assert_eq!(got.len(), 3, "{got:?}");
        // Another figure is another total.
        assert_eq!(rows("expenditure_summary", &[FIRST, &second.replace("3.00", "4.00")]).len(), 4);
    }

    #[test]
    fn the_rest_of_an_item_goes_to_the_row_before_the_break() {
        let first = "项目 | 预算数\n 合计 | 3.00\n 3、机关运行经 | 2.00";
        let got = rows("three_public_expenses", &[first, "费 | \n 2、公务接待费 | 1.00"]);
        assert_eq!(
            got[1..],
            [
                "2 three_public.agency_operation 机关运行经费 2.00",
                "3 three_public.reception 公务接待费 1.00"
            ]
        );
    }

    #[test]
    fn the_rest_of_a_listed_label_is_no_row_that_others_are_parts_of() {
        let head = "收入 | <\n 项目 | 预算数\n ";
        let first =
            format!("{head}1、专项业务经费 | 9.00\n (1)工资福利 | 4.00\n (2)甲乙丙性支出 | 3.00");
        let second = "(丁戊己) | \n (3)资本性支出 | 2.00\n 2、乙支出 | 1.00";
        let got = rows("income_expenditure_summary", &[&first, second]);
        let want = [
            "i1 专项业务经费 9.00",
            "i2 工资福利 <1 4.00",
            "i3 甲乙丙性支出(丁戊己) <1 3.00",
            "i4 资本性支出 <1 2.00",
            "i5 乙支出 1.00",
        ];
        assert_eq!(got, want);
    }
}
