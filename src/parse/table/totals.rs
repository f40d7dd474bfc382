//! Pass: totals: those without a label, and what level a row is of.

use super::Context;
use super::draft::{Draft, LabelGroup};
use crate::model::{Cell, Row};

/// A coded table's last or first row that prints no label is its total, if no other row is and none exceeds it in any
/// column. A picture in the label's place is a label.
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
            && !drafts[i].pictured
            && drafts[i].cells.iter().any(|c| c.amount().is_some())
            && drafts[i].cells.iter().all(tops)
    })
}

/// What says of which level a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LevelBy {
    /// Its code has as many parts.
    Code,
    /// Its name is that of a functional class, though no code is printed.
    Class,
    /// The code list has its name below that of the row above.
    List,
    /// It stands as deep below a class.
    Depth,
    /// It is a sum over the others.
    Total,
}

impl LevelBy {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            LevelBy::Code => "its code has as many parts",
            LevelBy::Class => "its name is that of a class",
            LevelBy::List => "the code list has its name below the row above",
            LevelBy::Depth => "it stands as deep below a class",
            LevelBy::Total => "it is the sum of others",
        }
    }
}

/// Says of which level the row is, by its code or its item.
pub(super) fn set_level(row: &mut Row) {
    let level = level_of(row);
    row.level = level.map(|(level, _)| level);
    row.why.level = level.map_or("", |(_, by)| by.as_str());
}

fn level_of(row: &Row) -> Option<(u8, LevelBy)> {
    if let Some(code) = &row.code {
        return Some((code.level(), LevelBy::Code));
    }
    if row.item().starts_with("function.") {
        return Some((1, LevelBy::Class));
    }
    let total = matches!(row.item(), "total" | "personnel_total" | "public_total")
        || row.item().ends_with(".total")
        || row.item().ends_with(".current_total")
        || row.item() == "three_public.total_with_meetings_and_training";
    total.then_some((0, LevelBy::Total))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;
    use super::LevelBy;

    #[test]
    fn a_row_without_a_label_is_the_total_where_it_can_be() {
        let art = "科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00\n 210 | 卫生健康 | 2.00\n  |  | 3.00";
        assert_eq!(rows("expenditure_summary", &[art])[2], "3 total 3.00");
        // A row above exceeds it: no total, but a finding.
        assert_eq!(rows("expenditure_summary", &[&art.replace("3.00", "1.50")]).len(), 2);
    }

    #[test]
    fn a_row_with_a_picture_for_its_label_is_no_total() {
        let art = "科目编码 | 科目名称 | 合计\n  |  | 3.00\n 208 | 社会保障 | 1.00\n 210 | 卫生健康 | 2.00";
        let rows = |pictured: bool| {
            let mut grid = super::super::testing::grid(art);
            let first = grid.cells.iter_mut().find(|c| (c.row, c.col) == (1, 0)).unwrap();
            first.unclear = pictured.then_some(crate::model::Unclear::Picture);
            super::super::testing::of_grid("expenditure_summary", grid).0.rows.len()
        };
        assert_eq!((rows(false), rows(true)), (3, 2));
    }

    #[test]
    fn levels_follow_codes_and_totals() {
        let art = "科目编码 | 科目名称 | 合计\n  | 合计 | 1.00\n 208 | 甲 | 1.00\n 20805 | 乙 | 1.00\n 2080505 | 丙 | 1.00";
        let (table, _) = super::super::testing::table("expenditure_summary", &[art]);
        let levels: Vec<Option<u8>> = table.rows.iter().map(|r| r.level).collect();
        assert_eq!(levels, [Some(0), Some(1), Some(2), Some(3)]);
        let sides = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 事业收入 | 1.00 | 教育支出 | 1.00";
        let (summary, _) = super::super::testing::table("income_expenditure_summary", &[sides]);
        assert_eq!(
            (summary.rows[1].level, summary.rows[1].why.level),
            (Some(1), LevelBy::Class.as_str())
        );
        let why = |r: usize| table.rows[r].why.level;
        assert_eq!((why(0), why(3)), (LevelBy::Total.as_str(), LevelBy::Code.as_str()));
    }
}
