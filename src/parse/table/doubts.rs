//! Why a printed figure is not taken, or is in doubt.

use super::Context;
use super::view::Seen;
use crate::lex::printed;
use crate::model::{Basis, Cell, Column, Content, LedgerTable, Row, Token, Unclear};

/// Why the figure of a cell cannot be told.
pub(super) fn unclear(unclear: Unclear, text: &str) -> String {
    let stated = printed(text);
    match unclear {
        Unclear::Several => format!("“{stated}” is more than one figure in one cell"),
        Unclear::OverRuling => {
            format!("“{stated}” lies over a ruling: it may be of the cell on either side")
        }
        Unclear::Red => {
            format!("“{stated}” is red, as negative amounts are printed, and has no sign")
        }
        Unclear::SmallSign => {
            format!("“{stated}” begins with a small mark, which may be its sign or a footnote's")
        }
        Unclear::PaintedOtherwise => format!(
            "“{stated}” is painted as no other figure of the table, as footnote marks, watermarks and seals are"
        ),
        Unclear::Picture if !stated.is_empty() => {
            format!("a picture stands right beside “{stated}”, and may be a part of it")
        }
        Unclear::Picture => {
            "a picture stands in the cell, and no text: what it shows is not read".into()
        }
        Unclear::Struck => format!("“{stated}” has a line drawn through it"),
        Unclear::Furniture => {
            format!("“{stated}” is marked by the file as page furniture, and stands in the table")
        }
    }
}

/// Why a figure may be another than the one that was read: its separators are not the usual ones.
pub(super) fn slip(token: &Token, text: &str) -> Option<String> {
    match token {
        Token::Figure(figure) if figure.slip => Some(format!(
            "“{text}” is read as {}: its points and commas stand as nobody sets them",
            figure.value
        )),
        _ => None,
    }
}

/// So many figures of one digit that are taken for the same are its digits.
const BOXES: usize = 3;

/// A row has one figure for each column and basis. Where two heads were taken for one, either may be another's.
pub(super) fn tell_twins(table: &mut LedgerTable) {
    let columns = &table.columns;
    for row in &mut table.rows {
        let same = |a: usize, b: usize| {
            let of = |column: usize| columns.get(column).map(|c: &Column| (&c.id, c.basis));
            of(a) == of(b)
        };
        let at: Vec<usize> =
            row.cells.iter().filter(|c| c.amount().is_some()).map(|c| c.column).collect();
        let count = |column: usize| at.iter().filter(|&&other| same(column, other)).count();
        let twice = |column: usize| count(column) > 1;
        // A form with a box for each digit: none of them is an amount.
        let in_box = |cell: &&mut Cell| {
            cell.amount().is_some()
                && cell.stated.chars().count() == 1
                && count(cell.column) >= BOXES
        };
        for cell in row.cells.iter_mut().filter(in_box) {
            let stated = &cell.stated;
            let why = format!("“{stated}” is one digit of a figure that is spread over boxes");
            cell.content = Content::Unread(why);
        }
        for cell in row.cells.iter_mut().filter(|c| c.amount().is_some() && c.doubt.is_none()) {
            if twice(cell.column) {
                let head = &columns[cell.column].label;
                cell.doubt = Some(format!(
                    "“{}” below “{head}” is one of two figures that are taken for the same",
                    cell.stated
                ));
            }
        }
    }
}

/// 小计 below no head, behind the row's total, is the sum of a group whose head did not reach it: columns to its right that
/// stand below no head either may be parts of that group alone.
pub(super) fn tell_headless(table: &mut LedgerTable) {
    let bare = |c: &Column| !c.label.contains('/');
    let total = |c: &Column| c.id == "total" && bare(c);
    let columns = &table.columns;
    let mut totals = columns.iter().enumerate().filter(|(_, c)| total(c));
    let Some((first, sum)) = totals
        .next()
        .zip(totals.next())
        .filter(|((_, a), (_, b))| a.basis == b.basis)
        .map(|(_, second)| second)
    else {
        return;
    };
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let below = columns.get(cell.column).filter(|c| cell.column > first && bare(c));
        let Some(below) = below.filter(|_| cell.amount().is_some() && cell.doubt.is_none()) else {
            continue;
        };
        cell.doubt = Some(format!(
            "“{}” below “{}” may be of the group alone that “{}” before it sums up: no head stands over that",
            cell.stated, below.label, sum.label
        ));
    }
}

/// So many rows that name a figure (决算数) instead of a subject say that each subject has several rows.
const BASES: usize = 3;

/// 年初预算数 and 决算数 in rows of their own below one subject: which figure a row holds is then said by its label, and by no
/// head. All figures of such a table are in doubt.
pub(super) fn tell_bases(table: &mut LedgerTable, cx: &Context) {
    let names_figure = |row: &&Row| {
        let head = cx.catalog.columns.head(&row.name, cx.year);
        let measure = cx.catalog.columns.measure(&[head], &table.id, &row.name);
        row.code.is_none()
            && row.item.is_none()
            && !row.name.is_empty()
            && (measure.basis != Basis::Current
                || measure.column.is_some_and(|column| column == "amount"))
    };
    let mut named = table.rows.iter().filter(names_figure);
    let Some(first) = named.next().map(|row| row.name.clone()) else { return };
    if named.count() + 1 < BASES {
        return;
    }
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.amount().is_some() && cell.doubt.is_none() {
            cell.doubt = Some(format!(
                "rows of this table say which figure they hold (“{first}”): “{}” may be another than its head says",
                cell.stated
            ));
        }
    }
}

/// Why the figure of a label, a code, cannot be told. Digits below each other are a code that wraps.
pub(super) fn label(cells: &[Seen], text: &str) -> Option<String> {
    let single = |cell: &&Seen| cell.lines.len() <= 1;
    let why = unclear(cells.iter().filter(single).find_map(|cell| cell.unclear)?, text);
    Some(format!("a row's label cannot be told: {why}"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::grid;
    use super::super::view::View;
    use super::*;
    use crate::model::FindingKind;

    #[test]
    fn two_figures_for_one_column_are_in_doubt() {
        let told = |second: &str| {
            let art = format!("科目名称 | 合计 | 事业收入 | {second}\n 某 | 3.00 | 1.00 | 2.00");
            let (table, findings) = super::super::testing::table("income_summary", &[&art]);
            let doubts = table.rows[0].cells.iter().filter(|c| c.doubt.is_some()).count();
            let told = findings.iter().filter(|f| f.kind == FindingKind::DoubtfulFigure).count();
            (doubts, told)
        };
        assert_eq!((told("事业收入"), told("其他收入")), ((2, 1), (0, 0)));
    }

    #[test]
    fn figures_of_rows_that_name_a_figure_are_in_doubt() {
        let doubted = |label: &str| {
            let row = |code: &str, label: &str| format!("\n {code} | {label} | 3.00");
            let rows = row("208", "年初预算数")
                + &row("", label)
                + &row("210", "年初预算数")
                + &row("", label)
                + &row("", label);
            let art = format!("科目编码 | 科目名称 | 合计{rows}");
            let (table, _) = super::super::testing::table("expenditure_summary", &[&art]);
            table.rows.iter().flat_map(|r| &r.cells).filter(|c| c.doubt.is_some()).count()
        };
        assert_eq!((doubted("决算数"), doubted("行政运行")), (5, 0));
    }

    #[test]
    fn digits_in_boxes_are_no_amounts() {
        let art = "科目名称 | 合计 | 合计 | 合计\n 某 | 1 | 2 | 3\n 他 | 12 | 2.0 | 3.0";
        let (table, _) = super::super::testing::table("income_summary", &[art]);
        let unread = |row: usize| {
            let cells = table.rows[row].cells.iter();
            cells.filter(|c| matches!(c.content, Content::Unread(_))).count()
        };
        assert_eq!((unread(0), unread(1)), (3, 0));
    }

    #[test]
    fn figures_behind_a_sum_without_its_groups_head_are_in_doubt() {
        let doubted = |heads: &str| {
            let art = format!("科目名称 | 合计 | {heads}\n 某 | 9.00 | 5.00 | 2.00 | 3.00");
            let (table, _) = super::super::testing::table("expenditure_summary", &[&art]);
            table.rows[0].cells.iter().map(|c| c.doubt.is_some()).collect::<Vec<_>>()
        };
        let lost = doubted("小计 | 上年结转 | 项目支出\n ^ | ^ | ^ | 基本支出 | ^");
        assert_eq!(lost, [true, true, false, true]);
        let whole = doubted("上年结转 | < | <\n ^ | ^ | 小计 | 基本支出 | 项目支出");
        assert_eq!(whole, [false; 4]);
    }

    #[test]
    fn a_code_that_cannot_be_told_is_said_unless_it_wraps() {
        let said = |lines: usize| {
            let mut grid = grid("2123 | 社会保障 | 1.00");
            let cell = &mut grid.cells[0];
            cell.unclear = Some(Unclear::Several);
            let line = cell.lines[0].clone();
            cell.lines.resize(lines, line);
            let view = View::new(&grid);
            label(&[view.cell(0, 0).unwrap()], "2123")
        };
        let why = "a row's label cannot be told: “2123” is more than one figure in one cell";
        assert_eq!((said(1).as_deref(), said(2)), (Some(why), None));
    }
}
