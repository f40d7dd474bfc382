//! Pass: codes of budget units (预算单位编码), as printed: in a column of their own, before a unit's name (`[242001]某局`,
//! `341-某局`), or above the table. A unit's code holds for its rows; that above the table for rows of no other unit.

use super::Context;
use super::draft::Draft;
use super::layout::Layout;
use super::view::View;
use crate::catalog::LabelKind;
use crate::model::{Row, Table, squeeze};
use std::ops::RangeInclusive;

/// Digits of such a code.
const DIGITS: RangeInclusive<usize> = 3..=12;

/// The code of the unit that the row names or belongs to, if the row prints it.
pub(super) fn printed_code(draft: &Draft) -> Option<String> {
    let alone = |text: &str| {
        DIGITS.contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric())
            && text.bytes().any(|b| b.is_ascii_digit())
    };
    draft.labels.iter().find_map(|label| match label.kind {
        LabelKind::UnitCode if alone(&label.text) => Some(label.text.clone()),
        LabelKind::Unit | LabelKind::UnitCode => {
            code_before(&label.text).map(|(code, _)| code.to_owned())
        }
        _ => None,
    })
}

/// The code of a unit's row that stands in a column of subjects' codes: digits that are no subject's.
pub(super) fn code_among_subjects(draft: &Draft, row: &Row) -> Option<String> {
    let is_code =
        |text: &str| DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let mut labels = draft.labels.iter().filter(|label| label.kind == LabelKind::Code);
    let found = labels.find(|label| is_code(&label.text)).filter(|_| row.code.is_none())?;
    Some(found.text.clone())
}

/// Gives the code above the table to the rows that belong to no unit, or to the one that it names.
pub(super) fn add_code_above(
    rows: &mut [Row],
    table: &Table,
    first: &View,
    layout: &Layout,
    cx: &Context,
) {
    let named = |text: String| {
        text.split(['：', ':']).find_map(|part| {
            let (code, name) = code_before(part)?;
            let name = without_unit_of_amount(name);
            cx.catalog.titles.is_body(name).then(|| (code.to_owned(), name.to_owned()))
        })
    };
    let Some((code, name)) = texts_above(table, first, layout.body).find_map(named) else { return };
    let is_meant = |row: &&mut Row| {
        row.unit_code.is_empty() && (row.row_unit.is_empty() || row.row_unit == name)
    };
    rows.iter_mut().filter(is_meant).for_each(|row| row.unit_code.clone_from(&code));
}

/// The lines above the table, and the cells of its header, which ends before row `body`.
pub(super) fn texts_above<'t>(
    table: &'t Table,
    first: &'t View,
    body: usize,
) -> impl Iterator<Item = String> + 't {
    let above = table.above.iter().map(|line| squeeze(&line.text));
    let cells = (0..body.min(first.grid.rows())).flat_map(|row| first.printed(row));
    above.chain(cells.map(|cell| squeeze(cell.text())))
}

/// A body's name without the 金额单位 that the same line goes on with.
pub(super) fn without_unit_of_amount(name: &str) -> &str {
    name.trim_end_matches("单位").trim_end_matches("金额")
}

/// The unit's name without the code before it.
pub(super) fn name_of_unit(printed: &str) -> &str {
    code_before(printed).map_or(printed, |(_, name)| name)
}

/// Code and name of `[242001]某局`, `341-某局` or `233_某局`.
fn code_before(text: &str) -> Option<(&str, &str)> {
    let open = text.trim_start_matches(['[', '【', '(', '（']);
    let length = open.bytes().take_while(u8::is_ascii_digit).count();
    let (code, rest) = open.split_at(length);
    let name = rest.trim_start_matches([']', '】', ')', '）', '-', '_', '—', '－', '–']);
    let told = name.len() < rest.len() && name.starts_with(|ch: char| !ch.is_ascii());
    (told && DIGITS.contains(&length)).then_some((code, name))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{catalog, grid, layout, table};
    use super::*;
    use crate::model::{Line, Section, SectionKind};

    /// Each row's unit and code.
    fn codes(id: &str, art: &str) -> Vec<String> {
        let rows = table(id, &[art]).0.rows;
        rows.iter().map(|r| format!("{}/{}", r.row_unit, r.unit_code)).collect()
    }

    #[test]
    fn a_unit_prints_its_code_before_its_name_or_beside_it() {
        assert_eq!(code_before("[242001]某市某局"), Some(("242001", "某市某局")));
        assert_eq!(code_before("341-某局"), Some(("341", "某局")));
        assert_eq!(code_before("233_某局"), Some(("233", "某局")));
        for none in ["2026年某局", "某局", "2080505", "12-某局", "341-"] {
            assert_eq!(code_before(none), None, "{none}");
        }
        let art = "单位编码 | 单位名称 | 合计\n  | 合计 | 9.00\n 121 | 某局 | 9.00\n 121001 | 某局机关 | 5.00\n  | 某中心 | 4.00";
        let want = ["/", "某局/121", "某局机关/121001", "某中心/"];
        assert_eq!(codes("income_summary", art), want);
    }

    #[test]
    fn its_rows_have_it_too() {
        let art = "单位编码 | 单位名称 | 科目编码 | 科目名称 | 合计\n 007 | 某局 | 208 | 甲 | 1.00\n  |  | 210 | 乙 | 2.00\n 008 | 某中心 | 210 | 乙 | 3.00";
        assert_eq!(codes("expenditure_summary", art), ["某局/007", "某局/007", "某中心/008"]);
        let among = "科目编码 | 科目名称 | 合计\n  | 合计 | 9.00\n 125001 | 某市监督管理局 | 5.00\n 208 | 社会保障和就业支出 | 5.00\n 20805 | 养老支出 | 5.00";
        let got = codes("general_public_budget_expenditure", among);
        assert_eq!(got[1..], ["某市监督管理局/125001"; 3]);
    }

    #[test]
    fn the_code_above_a_table_is_that_of_the_rows_of_no_other_unit() {
        let (grid, catalog) = (grid("单位名称 | 合计\n 某市财政局 | 9.00"), catalog());
        let cx = Context { catalog: &catalog, year: Some(2026) };
        let line = |text: &str| Line { text: text.into(), ..Line::default() };
        let codes = |above: &str| {
            let table = Table {
                section: Section { kind: SectionKind::Table, id: None, title: "某表".into() },
                grids: vec![grid.clone()],
                above: vec![line("2026-某表"), line(above)],
                below: vec![],
            };
            let unit = |name: &str| Row { row_unit: name.into(), ..Row::default() };
            let mut rows = vec![unit("某市财政局"), unit("某市某中心"), unit("")];
            rows.push(Row { unit_code: "007".into(), ..Row::default() });
            add_code_above(&mut rows, &table, &View::new(&grid), &layout(&grid), &cx);
            rows.into_iter().map(|row| row.unit_code).collect::<Vec<_>>().join("|")
        };
        assert_eq!(codes("341-某市财政局 单位：万元"), "341||341|007");
        assert_eq!(codes("部门：341_某市财政局"), "341||341|007");
        assert_eq!(codes("某市财政局"), "|||007");
    }
}
