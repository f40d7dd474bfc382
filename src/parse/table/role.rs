//! Pass: what a column is for. Its head tells; where that does not, what stands in it.

use super::layout::{LayoutColumn, Role, Span, Why};
use super::view::View;
use crate::catalog::LabelKind;
use crate::lex::stands_for_blank;

/// Cells with more characters than this are sentences.
const SENTENCE: usize = 30;

/// What stands in a column below the header: how many cells of each kind.
#[derive(Default)]
struct Count {
    /// Numbers that are no codes.
    numbers: usize,
    /// Of these, amounts beyond doubt.
    amounts: usize,
    codes: usize,
    words: usize,
    /// Of these, sentences.
    sentences: usize,
}

impl Count {
    fn of(view: &View, body: usize, span: Option<Span>) -> Count {
        let mut count = Count::default();
        let places = (body..view.grid.rows())
            .flat_map(|r| span.into_iter().flat_map(Span::columns).map(move |c| (r, c)));
        for (r, c) in places {
            let starts = |x: &super::view::Seen| x.row == r && x.col == c && !x.lines.is_empty();
            let Some(cell) = view.cell(r, c).filter(starts) else { continue };
            if cell.token.code().is_some() {
                count.codes += 1;
            } else if cell.token.figure().is_some() {
                count.numbers += 1;
                count.amounts += usize::from(cell.token.is_amount());
            } else if !stands_for_blank(cell.text()) {
                count.words += 1;
                count.sentences += usize::from(cell.text().chars().count() > SENTENCE);
            }
        }
        count
    }
}

/// What column `index` is for, and why; the rows from `body` on stand below the header.
pub(super) fn column_to_role(
    view: &View,
    body: usize,
    columns: &[LayoutColumn],
    index: usize,
) -> (Role, Why) {
    let column = &columns[index];
    let count = Count::of(view, body, column.span);
    let label = column.path.last().and_then(|h| h.label);
    by_head(label, column.has_measure_head(), &count)
        .unwrap_or_else(|| by_content(label, &count, columns, index))
}

/// The role that the head alone tells, if what stands below it agrees.
fn by_head(label: Option<LabelKind>, measured: bool, count: &Count) -> Option<(Role, Why)> {
    let role = match label? {
        LabelKind::Count => return Some((Role::Label(LabelKind::Remark), Why::CountHead)),
        LabelKind::Remark if count.amounts == 0 || count.words > count.amounts => LabelKind::Remark,
        kind @ (LabelKind::Ordinal | LabelKind::UnitCode | LabelKind::Code)
            if count.amounts == 0 =>
        {
            kind
        }
        kind if count.amounts == 0 && !measured => kind,
        _ => return None,
    };
    Some((Role::Label(role), Why::LabelHead))
}

/// The role that what stands in the column tells.
fn by_content(
    label: Option<LabelKind>,
    count: &Count,
    columns: &[LayoutColumn],
    index: usize,
) -> (Role, Why) {
    let column = &columns[index];
    let measured = column.has_measure_head();
    let before = || columns[..index].iter().any(LayoutColumn::has_measure_head);
    if count.amounts > 0 && count.amounts + count.numbers >= count.words {
        return (Role::Measure, Why::Amounts);
    }
    // 5882200 below 合计 has as many digits as a code, and is none; nor is one below a head to the right of that.
    let right = || !column.path.is_empty() && before();
    let digits = count.words == 0 && count.codes + count.numbers > 0;
    if label.is_none() && digits && (measured || right()) {
        return (Role::Measure, Why::DigitsBelowMeasure);
    }
    if count.codes > 0 && count.codes >= count.words {
        let kind = if count.words > 0 { LabelKind::Name } else { LabelKind::Code };
        return (Role::Label(kind), Why::Codes);
    }
    if count.numbers > 0 && count.words == 0 {
        return (Role::Measure, Why::Numbers);
    }
    if count.words > 0 && !measured {
        if count.sentences * 2 > count.words {
            return (Role::Label(LabelKind::Remark), Why::Sentences);
        }
        let behind = before() && !columns[index + 1..].iter().any(|c| c.has_measure_head());
        return if behind {
            (Role::Label(label.unwrap_or(LabelKind::Remark)), Why::WordsBehind)
        } else {
            (Role::Label(label.unwrap_or(LabelKind::Name)), Why::WordsBefore)
        };
    }
    match label {
        Some(kind) if count.words > 0 && count.numbers == 0 => (Role::Label(kind), Why::Words),
        _ => (Role::Measure, Why::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::roles;

    #[test]
    fn heads_and_what_stands_below_them_tell_what_a_column_is_for() {
        for (art, want) in [
            ("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00", "Code Name Measure"),
            ("科目名称 | 预算数 | 备注\n 行政运行 | 1.00 | 含上年", "Name Measure Remark"),
            ("项目 | 数量 | 金额\n 某局 | 12 | 1.00", "Name Remark Measure"),
            // Digits below a head of measures are amounts, though they may be codes.
            ("科目名称 | 合计\n 行政运行 | 208", "Name Measure"),
            (
                "科目名称 | 合计 | 备注\n 甲 | 1.00 | 2.00\n 乙 | 2.00 | 3.00\n 丙 | 1.00 | 无",
                "Name Measure Measure",
            ),
            ("科目名称 | 合计 | 甲某\n 行政 | 1.00 | 说明", "Name Measure Remark"),
            (
                "科目名称 | 甲某 | 合计\n 行政 | 用于保障本单位正常运转和完成日常工作任务而发生的各项基本支出以及其他支出 | 1.00",
                "Name Remark Measure",
            ),
            // A head that nobody knows: what stands below it tells.
            ("甲某 | 合计 | 乙某\n 行政 | 1.00 | 208", "Name Measure Measure"),
            ("甲某 | 合计\n 208 | 1.00\n 210 | 2.00", "Code Measure"),
            ("类 | 款 | 科目名称 | 合计\n 208 | 05 | 养老 | 1.00", "Code Code Name Measure"),
        ] {
            assert_eq!(roles(art), want, "{art}");
        }
    }
}
