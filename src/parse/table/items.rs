//! Pass: a label without a code → the item that it names.

use super::Context;
use super::draft::Draft;
use super::layout::Layout;
use crate::catalog::tables::TableWords;
use crate::catalog::{ItemSide, LabelKind};
use crate::lex::clean_label;
use crate::model::{ItemId, Row, Side, TableId};

/// Why a row without a code is what it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum ItemBy {
    /// The vocabulary knows its label.
    Label,
    /// It knows the label with the rest of it on the next page.
    BrokenLabel,
    /// Its label stands where units do.
    Unit,
    /// No label is printed.
    NoLabel,
    /// The sum of its group is the item.
    GroupRow,
    /// No code is printed, and its name is a class's, at the outermost depth.
    Class,
    /// Its name is a class's, and it stands below a class.
    BelowClass,
    /// The vocabulary does not know its label.
    Nothing,
}

impl ItemBy {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemBy::Label => "the vocabulary knows its label",
            ItemBy::BrokenLabel => "the vocabulary knows its label with the rest on the next page",
            ItemBy::Unit => "its label stands where budget units do",
            ItemBy::NoLabel => "no label is printed: it can only be the total",
            ItemBy::GroupRow => "the sum of its group is the item",
            ItemBy::Class => "it bears the name of a class, at the outermost depth",
            ItemBy::BelowClass => "it bears the name of a class, but stands below one",
            ItemBy::Nothing => "the vocabulary does not know its label",
        }
    }
}

/// What the labels of a table may name.
pub(super) struct Labels<'t> {
    cx: &'t Context<'t>,
    words: &'static TableWords,
    table: &'t TableId,
    /// It has no columns for codes or units.
    plain: bool,
    /// It states 会议费 beside 三公.
    meetings: bool,
}

impl<'t> Labels<'t> {
    /// Those of these drafts.
    pub fn of(
        drafts: &[Draft],
        table: &'t TableId,
        layout: &Layout,
        cx: &'t Context,
    ) -> Labels<'t> {
        let coded =
            |k: LabelKind| matches!(k, LabelKind::Code | LabelKind::Unit | LabelKind::UnitCode);
        let words = TableWords::embedded();
        let mut texts = drafts.iter().flat_map(|d| &d.labels).map(|l| clean_label(&l.text));
        let meetings = texts.any(|text| text.starts_with(&words.meetings));
        Labels { cx, words, table, plain: !layout.labels().any(coded), meetings }
    }

    /// The item that the row's label names; `above` is the row that it may belong to.
    pub fn item(&self, row: &Row, side: ItemSide, above: Option<&Row>) -> Option<ItemId> {
        let under = |item: &str| above.is_some_and(|r| r.item() == item);
        let item = self.cx.catalog.items.identify(&row.label, side, under)?;
        let economic =
            matches!(row.side, Side::ExpenditureEconomic | Side::ExpenditureGovernmentEconomic);
        if economic && item.as_str().starts_with("function.") {
            return None;
        }
        if *item == "three_public.total"
            && self.meetings
            && !row.label.contains(&self.words.three_public)
        {
            return Some("three_public.total_with_meetings_and_training".into());
        }
        Some(item.clone())
    }

    /// Which labels the rows of this side may have.
    pub fn side(&self, side: Side) -> ItemSide {
        match side {
            Side::Income => ItemSide::Income,
            Side::None if *self.table == "three_public_expenses" => ItemSide::ThreePublic,
            Side::None if *self.table == "income_summary" && self.plain => ItemSide::Income,
            Side::None => ItemSide::Coded,
            _ => ItemSide::Expenditure,
        }
    }
}

/// A fund of what is carried over, or put by.
pub(super) fn is_carried(row: &Row) -> bool {
    row.item().starts_with("income.carryover.")
}

/// 因公出国（境）费 beside 科研因公出国（境）费用 is the general part.
pub(super) fn name_research_travel(rows: &mut [Row]) {
    if rows.iter().any(|r| r.item() == "three_public.overseas_travel_research") {
        for r in rows.iter_mut().filter(|r| r.item() == "three_public.overseas_travel") {
            r.item = Some("three_public.overseas_travel_general".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn items_of_the_three_public_table() {
        let art = "项目 | 预算数\n 合计 | 9.00\n 1、因公出国（境）费 | 1.00\n 2、公务接待费 | 2.00";
        let want = [
            "1 three_public.total 合计 9.00",
            "2 three_public.overseas_travel 因公出国（境）费 1.00",
            "3 three_public.reception 公务接待费 2.00",
        ];
        assert_eq!(rows("three_public_expenses", &[art]), want);
        // With 会议费 the total is of more, and with 科研 the other journeys are the general ones.
        let more = format!("{art}\n 3、会议费 | 6.00\n 科研因公出国（境）费用 | 1.00");
        let got = rows("three_public_expenses", &[&more]);
        assert!(got[0].starts_with("1 three_public.total_with_meetings_and_training "), "{got:?}");
        assert!(got[1].starts_with("2 three_public.overseas_travel_general "), "{got:?}");
        let own = more.replace("合计", "“三公”经费合计");
        let got = rows("three_public_expenses", &[&own]);
        assert!(got[0].starts_with("1 three_public.total "), "{got:?}");
    }

    #[test]
    fn functional_classes_are_no_items_of_the_economic_side() {
        let art = "收入 | < | 支出（按经济分类） | <\n 项目 | 预算数 | 项目 | 预算数\n 一、事业收入 | 1.00 | 教育支出 | 1.00";
        assert_eq!(rows("income_expenditure_summary", &[art])[1], "e1 教育支出 1.00");
    }
}
