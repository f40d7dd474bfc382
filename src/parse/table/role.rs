//! Pass: what a column is for. Its head tells; where that does not, whether the row of column numbers (栏次) numbers it, then
//! what most of its cells hold, then its neighbours.

use super::header::is_numbering;
use super::layout::{LayoutColumn, Role, Span, Why};
use super::view::View;
use crate::catalog::subjects::Subjects;
use crate::catalog::{Head, LabelKind};
use crate::lex::{self, stands_for_blank};
use crate::model::{Token, is_circled, squeezed};
use rust_decimal::Decimal;

/// Cells with more characters than this are sentences.
const SENTENCE: usize = 30;

/// What stands in a column below the header: how many cells of each kind.
#[derive(Default)]
struct Count {
    /// Numbers that are no codes.
    numbers: usize,
    /// Of these, amounts beyond doubt.
    amounts: usize,
    /// Of these, such as may be codes of a 款 with a point: 208.05.
    pointed: usize,
    /// Of these, whole ones other than zero, without a point or a comma.
    whole: usize,
    codes: usize,
    /// Of these, in the lists of subjects of some year.
    listed: usize,
    /// Of these, with their name.
    named: usize,
    /// Whole numbers, each one more than the one before it.
    counting: bool,
    percents: usize,
    words: usize,
    /// Of these, sentences.
    sentences: usize,
}

impl Count {
    fn of(view: &View, body: usize, span: Option<Span>) -> Count {
        let mut count = Count { counting: true, ..Count::default() };
        let mut last: Option<Decimal> = None;
        let places = (body..view.grid.rows())
            .flat_map(|r| span.into_iter().flat_map(Span::columns).map(move |c| (r, c)));
        for (r, c) in places {
            let starts = |x: &super::view::Seen| x.row == r && x.col == c && !x.lines.is_empty();
            let Some(cell) = view.cell(r, c).filter(starts) else { continue };
            if let Some(figure) = cell.token.figure() {
                let next = last.is_none_or(|last| figure == last + Decimal::ONE);
                count.counting &= next && figure.is_integer() && !cell.token.is_amount();
                last = Some(figure);
            }
            if let Some(code) = cell.token.code() {
                count.codes += 1;
                let listed = Subjects::embedded().get(code.classification, &code.digits);
                count.listed += usize::from(listed.is_some());
                count.named += usize::from(matches!(cell.token, Token::Named(..)));
            } else if is_percent(cell.text()) {
                count.percents += 1;
            } else if cell.token.figure().is_some() {
                count.numbers += 1;
                count.amounts += usize::from(cell.token.is_amount());
                count.pointed += usize::from(lex::pointed_digits(&squeezed(cell.text())).is_some());
                let zero = cell.token.figure().is_some_and(|figure| figure.is_zero());
                count.whole += usize::from(!zero && !cell.token.is_amount());
            } else if !stands_for_blank(cell.text()) {
                count.words += 1;
                count.sentences += usize::from(cell.text().chars().count() > SENTENCE);
            }
        }
        count.counting &= count.numbers > 1 && count.words + count.codes == 0;
        count
    }

    /// Digits: amounts, or codes.
    fn digits(&self) -> usize {
        self.codes - self.named + self.numbers
    }

    /// Nothing but digits?
    fn is_digits(&self) -> bool {
        self.digits() > 0 && self.words + self.named == 0
    }

    /// All that is printed, percentages left aside.
    fn words_and_digits(&self) -> usize {
        self.codes + self.numbers + self.words
    }
}

fn is_percent(text: &str) -> bool {
    let figure = text.strip_suffix(['%', '％', '‰']);
    figure.is_some_and(|text| lex::figure(&squeezed(text)).is_some())
}

/// Does the row of column numbers above row `body` number these columns, or mark them as labels (**, 栏次, 甲)? `None` if
/// it numbers labels too, or there is none.
fn is_numbered(view: &View, body: usize, span: Option<Span>) -> Option<bool> {
    let row = body.checked_sub(1).filter(|&r| is_numbering(view, r))?;
    let number =
        |text: &str| squeezed(text).contains(|ch: char| ch.is_ascii_digit() || is_circled(ch));
    if view.printed(row).all(|c| number(c.text())) {
        return None;
    }
    let cell = view.cell(row, span?.first).filter(|c| !c.text().is_empty())?;
    Some(number(cell.text()))
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
    let rate = column.path.iter().any(Head::is_rate);
    let label = column.path.last().and_then(|h| h.label).or(rate.then_some(LabelKind::Count));
    // 208 | 05 | 01 below 项目, whose 科目编码 stands over the last of them alone: the parts of a code.
    if label == Some(LabelKind::Name) && count.is_digits() && count.amounts == 0 {
        let of = |column: &LayoutColumn| column.path.last().and_then(|head| head.label);
        let mut behind = columns[index + 1..].iter();
        let code = behind
            .find(|c| of(c) != Some(LabelKind::Name) || !Count::of(view, body, c.span).is_digits());
        if code.is_some_and(|c| of(c) == Some(LabelKind::Code)) {
            return (Role::Label(LabelKind::Code), Why::Codes);
        }
    }
    let numbered = is_numbered(view, body, column.span);
    let right = columns[..index].iter().any(LayoutColumn::is_measure);
    by_head(label, column.has_measure_head(), &count)
        .filter(|(role, _)| !(right && count.is_digits() && names(*role)))
        .or_else(|| by_numbers(label, numbered, column.has_measure_head(), &count))
        .or_else(|| by_lack_of_money(label, &count, view, body, columns, index))
        .unwrap_or_else(|| by_content(label, &count, columns, index))
}

/// No money, though digits stand in it, under a head that nobody knows: whole numbers (years, counts) where the columns
/// that are known print theirs with decimals; digits like those of codes that hardly any list of subjects has.
fn by_lack_of_money(
    label: Option<LabelKind>,
    count: &Count,
    view: &View,
    body: usize,
    columns: &[LayoutColumn],
    index: usize,
) -> Option<(Role, Why)> {
    let column = &columns[index];
    let headed = column.path.last().is_some_and(|head| !head.text.is_empty());
    if label.is_some() || !headed || column.has_measure_head() || count.amounts > 0 {
        return None;
    }
    // Right of a measure, digits are money unless the columns that are known print theirs with decimals.
    let right = columns[..index].iter().any(LayoutColumn::has_measure_head);
    let decimals = || {
        let known = columns.iter().filter(|c| c.has_measure_head());
        let counts = known.map(|c| Count::of(view, body, c.span));
        let (amounts, whole) = counts
            .fold((0, 0), |(amounts, whole), c| (amounts + c.amounts, whole + c.whole + c.codes));
        amounts > 1 && 10 * whole <= amounts
    };
    if count.codes > 0 && count.codes >= count.words && 2 * count.listed < count.codes {
        let unlisted = (Role::Label(LabelKind::Ordinal), Why::UnlistedCodes);
        return (!right || decimals()).then_some(unlisted);
    }
    if count.whole == 0 || count.counting || count.words + count.codes > 0 {
        return None;
    }
    decimals().then_some((Role::Label(LabelKind::Remark), Why::WholeNumbers))
}

/// Labels that are words: right of a measure, a column without any is none of them.
fn names(role: Role) -> bool {
    matches!(role, Role::Label(LabelKind::Name | LabelKind::Unit))
}

/// The role that the row of column numbers tells: it numbers what is measured, and marks labels.
fn by_numbers(
    label: Option<LabelKind>,
    numbered: Option<bool>,
    measured: bool,
    count: &Count,
) -> Option<(Role, Why)> {
    match numbered? {
        true if label.is_none() && count.percents == 0 && count.digits() >= count.words => {
            Some((Role::Measure, Why::Numbered))
        }
        false if label.is_none() && !measured && count.amounts == 0 && count.words > 0 => {
            Some((Role::Label(LabelKind::Name), Why::Marked))
        }
        _ => None,
    }
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
        // 208 | 208.05 | 208.05.01
        LabelKind::Code if count.codes > 0 && count.pointed == count.amounts => LabelKind::Code,
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
    if label.is_none() && count.percents > count.words_and_digits() {
        return (Role::Label(LabelKind::Remark), Why::Percents);
    }
    if label.is_none() && !measured && count.counting {
        return (Role::Label(LabelKind::Ordinal), Why::Counting);
    }
    if count.amounts > 0 && count.amounts + count.numbers >= count.words {
        return (Role::Measure, Why::Amounts);
    }
    // 5882200 below 合计 has as many digits as a code, and is none; nor is one below a head to the right of that.
    // A word among them makes no label of it.
    let right = || !column.path.is_empty() && before();
    let digits = count.digits() > count.words + count.named;
    if (label.is_none() || count.is_digits()) && digits && (measured || right()) {
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
            (
                "功能分类 | 金额 | 支出用途 | 金额\n 甲 | 1.00 | 基本 | 1.00",
                "Name Measure Name Measure",
            ),
            // The head of a code's parts stands over the last of them.
            (
                "项目 | < | < | < | 合计\n ^ | ^ | 科目编码 | 科目名称 | ^\n 208 |  |  | 社保 | 1.00\n 208 | 05 | 01 | 养老 | 1.00",
                "Code Code Code Name Measure",
            ),
            ("项目 | 合计 | 本年占总投资\n 甲 | 9.00 | 25.0", "Name Measure Remark"),
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
            // One word among digits right of a measure makes no label of them.
            (
                "科目名称 | 合计 | 其中：甲某\n 行政 | 20830.00 | 20830\n 事业 | 30000.00 | 30000\n 丙 | 1.00 | 无",
                "Name Measure Measure",
            ),
            // Nor is one of digits alone, though its head may name labels.
            (
                "科目名称 | 合计 | 其中：项目\n 行政 | 20830 | 20830\n 事业 | 30000 | 30000",
                "Name Measure Measure",
            ),
            // Column numbers tell what is measured, and what is not.
            ("甲某 | 乙某 | 丙某\n ** | ** | 1\n 208 | 养老 | 5000", "Code Name Measure"),
            ("甲某 | 乙某 | 丙某\n ** | 1 | 2\n 养老 | 20830 | 20801", "Name Measure Measure"),
            // Percentages and row numbers are neither measures nor labels.
            ("甲某 | 合计 | 乙某\n 行政 | 1.00 | 12.5%\n 事业 | 2.00 | 7%", "Name Measure Remark"),
            (
                "甲某 | 合计 | 同比（%）\n 行政 | 1.00 | -8.42\n 事业 | 2.00 | 24.91",
                "Name Measure Remark",
            ),
            (
                "甲某 | 合计 | 预算执行率\n 行政 | 1.00 | 98.42\n 事业 | 2.00 | 24.91",
                "Name Measure Remark",
            ),
            // So are years and counts under heads that nobody knows, where money has decimals.
            (
                "科目名称 | 合计 | 甲某\n 行政 | 1.00 | 2025\n 事业 | 2.00 | 2024",
                "Name Measure Remark",
            ),
            (
                "科目名称 | 合计 | 甲某\n 行政 | 1.00 | 2025\n 事业 | 200 | 2024",
                "Name Measure Measure",
            ),
            // Digits like codes too, where nothing else has decimals.
            (
                "科目名称 | 合计 | 甲某\n 行政 | 103966 | 20399\n 事业 | 2049901 | 90166",
                "Name Measure Measure",
            ),
            (
                "科目名称 | 合计 | 甲某\n 行政 | 1039.66 | 2999901\n 事业 | 2049.91 | 2999902",
                "Name Measure Ordinal",
            ),
            (
                "科目名称 | 增减% | <\n ^ | 合计 | 基本支出\n 行政 | 11.11 | 2.50",
                "Name Remark Remark",
            ),
            ("甲某 | 科目名称 | 合计\n 2999901 | 手术床 | 1.00", "Ordinal Name Measure"),
            (
                "甲某 | 乙某 | 合计\n 1 | 行政 | 1.00\n 2 | 事业 | 2.00\n 3 | 丙 | 2.00",
                "Ordinal Name Measure",
            ),
        ] {
            assert_eq!(roles(art), want, "{art}");
        }
    }
}
