//! Pass: expenditure below income in one block of a two-sided summary: what follows 收入总计 stands on the other side.

use super::Context;
use super::draft::Draft;
use crate::catalog::ItemSide;
use crate::model::Side;

/// Puts the rows below the total of income on the side of expenditure, where they end in a total of their own and the
/// table has no block for them.
pub(super) fn split(drafts: &mut [Draft], cx: &Context) {
    if drafts.iter().any(|draft| draft.side != Side::Income) {
        return;
    }
    let names = |draft: &Draft, side: ItemSide, item: &str| {
        let named = |text: &str| {
            cx.catalog.items.identify(text, side, |_| false).is_some_and(|found| found == item)
        };
        draft.labels.iter().any(|label| named(&label.text))
    };
    let income = |draft: &Draft| names(draft, ItemSide::Income, "income.total");
    let expenditure =
        |draft: &Draft| names(draft, ItemSide::Expenditure, "expenditure.total") && !income(draft);
    let Some(total) = drafts.iter().position(income) else { return };
    if !drafts[total + 1..].iter().any(expenditure) {
        return;
    }
    // A block of their own: nothing above says what they are parts of.
    for draft in &mut drafts[total + 1..] {
        (draft.side, draft.block) = (Side::Expenditure, draft.block + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn what_follows_the_total_of_income_is_expenditure() {
        let art = "项目 | 预算数\n 收入 | \n 一、事业收入 | 3.00\n 收入总计 | 3.00\n 支出 | \n 一、教育支出 | 2.00\n 二、卫生健康支出 | 1.00\n 支出总计 | 3.00";
        let want = [
            "i1 收入 _",
            "i2 income.institutional 事业收入 3.00",
            "i3 income.total 收入总计 3.00",
            "e1 支出 _",
            "e2 function.205 教育支出 2.00",
            "e3 function.210 卫生健康支出 1.00",
            "e4 expenditure.total 支出总计 3.00",
        ];
        assert_eq!(rows("income_expenditure_summary", &[art]), want);
        // Nothing says that other rows are expenditure.
        let other = art.replace("支出总计", "其他");
        let got = rows("income_expenditure_summary", &[&other]);
        assert!(got.iter().all(|row| row.starts_with('i')), "{got:?}");
    }
}
