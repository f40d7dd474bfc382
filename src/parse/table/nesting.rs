//! Pass: of which row a row is printed as a part.

use super::draft::{Draft, LabelGroup};
use super::subjects::{code_text, is_sum};
use crate::catalog::LabelKind;
use crate::lex::{self, clean_label, is_digits, is_of_which, ordinal_depth};
use crate::model::{ItemId, Total};

/// Depth of 其中, below any ordinal's.
pub(super) const OF_WHICH_DEPTH: u8 = 8;

/// What says that a row is a part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartBy {
    /// Its ordinal is a deeper one.
    Ordinal,
    /// 其中 stands before it.
    OfWhich,
    /// It stands below what follows 其中： there.
    BesideOfWhich,
    /// It is indented further.
    Indent,
    /// It is indented as the part above it is.
    SameIndent,
    /// A label is merged over both rows.
    Merged,
    /// A fund below what is carried over.
    Carryover,
    /// The code list has its name below that of the row above.
    Order,
    /// Its printed code begins with that of the row above.
    Code,
}

impl PartBy {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            PartBy::Ordinal => "its ordinal is a deeper one",
            PartBy::OfWhich => "其中 stands before it",
            PartBy::BesideOfWhich => "it stands below what follows 其中",
            PartBy::Indent => "it is indented further",
            PartBy::SameIndent => "it is indented as the part above it is",
            PartBy::Merged => "a label is merged over both rows",
            PartBy::Carryover => "a fund below what is carried over",
            PartBy::Order => "the code list has its name below the row above",
            PartBy::Code => "its printed code begins with that row's",
        }
    }
}

/// A row that later rows may be parts of.
#[derive(Debug)]
pub(super) struct Ancestor {
    depth: u8,
    /// Indentation in points, where it tells.
    pub indent: Option<f32>,
    /// It is printed as 其中.
    pub of_which: bool,
    /// Number of the row; 0 until it has one.
    pub number: u32,
    /// Item of the row.
    pub item: Option<ItemId>,
}

/// The row that this one is printed as a part of (其中, a deeper ordinal, a deeper indentation without one). Keeps the
/// chain of open rows; the new row is put on it with number 0, to be filled in when it is numbered. 其中 right below a row
/// with a code, or its parts, is a part of `coded`, the number of that row.
pub(super) fn parent_of(
    chain: &mut Vec<Ancestor>,
    label: &str,
    indent: Option<f32>,
    coded: Option<u32>,
) -> Option<(u32, PartBy)> {
    let ordinal = ordinal_depth(label);
    let of_which = is_of_which(label);
    let text = clean_label(label);
    if ordinal.is_none() && matches!(lex::total(&text), Some(Total::All | Total::Named)) {
        chain.clear();
        return None;
    }
    let (depth, by) = match ordinal {
        Some(d) => (d, PartBy::Ordinal),
        None if of_which => (OF_WHICH_DEPTH, PartBy::OfWhich),
        // 其中：甲, and 乙 below 甲: another of the parts, further right by the width of 其中：.
        None if chain.last().is_some_and(|a| a.of_which && indent > a.indent) => {
            (OF_WHICH_DEPTH, PartBy::BesideOfWhich)
        }
        // Without an ordinal the indentation tells: a row is a part of the last one that stands further left, beside what
        // stands as far right as it.
        None => {
            let told = chain.last().and_then(|a| a.indent).and(indent);
            let place = |a: &Ancestor| match told? - a.indent? {
                deeper if deeper > 6.0 => Some((a.depth.saturating_add(1), PartBy::Indent)),
                deeper if deeper > -6.0 => Some((a.depth, PartBy::SameIndent)),
                _ => None,
            };
            chain.iter().rev().find_map(place).unwrap_or((1, PartBy::Indent))
        }
    };
    while chain.last().is_some_and(|a| a.depth >= depth) {
        chain.pop();
    }
    let coded = coded.filter(|_| depth == OF_WHICH_DEPTH);
    let parent = coded.or(chain.last().map(|a| a.number).filter(|&n| n > 0));
    chain.push(Ancestor { depth, indent, of_which, number: 0, item: None });
    parent.map(|number| (number, by))
}

/// The codes of revenue (103 over 10306 over 1030601) that the open rows print: of no list that the output has, but they
/// tell the levels.
#[derive(Debug, Default)]
pub(super) struct RevenueCodes {
    /// Codes and the rows that print them, each below the one before it.
    open: Vec<(String, u32)>,
}

impl RevenueCodes {
    /// The row that the one of this draft stands below, by its code.
    pub fn above(&mut self, draft: &Draft) -> Option<(u32, PartBy)> {
        let codes = draft.labels.iter().filter(|l| l.kind == LabelKind::Code);
        let code = codes.map(code_text).find(|text| is_revenue_code(text))?;
        while self.open.last().is_some_and(|(above, _)| !is_below(above, code)) {
            self.open.pop();
        }
        let above = self.open.last().map(|&(_, number)| (number, PartBy::Code));
        self.open.push((code.to_owned(), 0));
        above.filter(|&(number, _)| number > 0)
    }

    /// The row of the last code has this number.
    pub fn number(&mut self, number: u32) {
        self.open
            .last_mut()
            .filter(|open| open.1 == 0)
            .into_iter()
            .for_each(|open| open.1 = number);
    }
}

fn is_below(above: &str, code: &str) -> bool {
    code.len() > above.len() && code.starts_with(above)
}

/// 类 has three digits, each further level two more; the list of revenue begins with 1.
fn is_revenue_code(text: &str) -> bool {
    is_digits(text) && text.starts_with('1') && text.len() >= 3 && text.len() % 2 == 1
}

/// Where a row stands in a group whose label is merged over several rows: 一般公共预算 over 小计 | 财政拨款 | 专项收入.
pub(super) enum GroupPlace {
    /// 小计 beside the group's label.
    Sum,
    /// A further row of the group, under a label merged from above.
    Part,
    /// In no group.
    None,
}

pub(super) fn group_place(labels: &[LabelGroup]) -> GroupPlace {
    let names: Vec<&LabelGroup> = labels.iter().filter(|l| l.kind == LabelKind::Name).collect();
    let deeper: Option<&str> =
        names.iter().skip(1).filter(|l| l.deeper).map(|l| l.text.as_str()).find(|t| !t.is_empty());
    match (names.first().map(|l| l.text.is_empty()), deeper) {
        (Some(false), Some(text)) if is_sum(text) => GroupPlace::Sum,
        (Some(true), Some(_)) => GroupPlace::Part,
        _ => GroupPlace::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};
    use super::PartBy::{self, *};

    #[test]
    fn why_a_row_is_a_part_is_told() {
        let art = "项目 | < | 预算数\n 一、财政拨款 | < | 9.00\n 其中：一般公共预算 | < | 2.00\n       政府性基金 | < | 1.00\n \
                   （一）某项 | < | 1.00\n 二、事业收入 | < | 1.00\n   培训 | < | 1.00\n   考试 | < | 1.00\n \
                   其他 | 小计 | 2.00\n  | 捐赠 | 2.00";
        let table = table("income_summary", &[art]).0;
        let why: Vec<(Option<u32>, &str)> =
            table.rows.iter().map(|row| (row.part_of, row.why.part_of)).collect();
        let part = |of: u32, by: PartBy| (Some(of), by.as_str());
        let whole = (None, "");
        let want = [
            whole,
            part(1, OfWhich),
            part(1, BesideOfWhich),
            part(1, Ordinal),
            whole,
            part(5, Indent),
            part(5, SameIndent),
            whole,
            part(8, Merged),
        ];
        assert_eq!(why, want);
    }

    #[test]
    fn of_which_below_a_code_is_a_part_of_it() {
        let art = "科目编码 | 科目名称 | 合计\n 201 | 一般公共服务支出 | 9.00\n 20101 | 人大事务 | 9.00\n  |   其中：本年安排 | 8.00\n  |          上年结转 | 1.00\n 208 | 社会保障和就业支出 | 1.00\n  |   其中：本年安排 | 1.00\n  | 某中心 | 1.00\n  |   其中：本年安排 | 1.00";
        let table = table("expenditure_summary", &[art]).0;
        let part_of: Vec<_> = table.rows.iter().map(|row| row.part_of).collect();
        assert_eq!(part_of, [None, None, Some(2), Some(2), None, Some(5), None, Some(7)]);
    }

    #[test]
    fn codes_of_revenue_tell_what_is_a_part() {
        let art = "科目编码 | 项目 | 预算数\n 101 | 税收收入 | 5.00\n 10101 | 增值税 | 3.00\n 10104 | 企业所得税 | 2.00\n 103 | 非税收入 | 4.00\n 10302 | 专项收入 | 4.00\n 1030203 | 教育费附加收入 | 4.00\n  | 本年收入合计 | 9.00";
        let table = table("income_summary", &[art]).0;
        let why: Vec<(Option<u32>, &str)> =
            table.rows.iter().map(|row| (row.part_of, row.why.part_of)).collect();
        let part = |of: u32| (Some(of), PartBy::Code.as_str());
        let whole = (None, "");
        assert_eq!(why, [whole, part(1), part(1), whole, part(4), part(5), whole]);
    }

    #[test]
    fn a_row_further_left_is_beside_the_last_one_that_stands_there() {
        let art = "项目 | 预算数\n 科学技术支出 | 9.00\n   基础研究 | 4.00\n      某项 | 4.00\n   应用研究 | 5.00\n      另项 | 5.00\n 教育支出 | 1.00";
        let table = table("income_expenditure_summary", &[art]).0;
        let part_of: Vec<_> = table.rows.iter().map(|row| row.part_of).collect();
        assert_eq!(part_of, [None, Some(1), Some(2), Some(1), Some(4), None]);
    }

    #[test]
    fn parts_stand_below_their_row() {
        let art = "项目 | 预算数\n 一、财政拨款 | 3.00\n 其中：一般公共预算 | 2.00\n 二、事业收入 | 1.00\n （一）某项 | 1.00\n 收入总计 | 4.00";
        let got = rows("income_summary", &[art]);
        let parts: Vec<bool> = got.iter().map(|row| row.contains('<')).collect();
        assert_eq!(parts, [false, true, false, true, false], "{got:#?}");
        assert!(got[1].contains("<1") && got[3].contains("<3"), "{got:#?}");
    }

    #[test]
    fn indentation_tells_where_no_ordinal_does() {
        let art =
            "项目 | 预算数\n 基本支出 | 3.00\n   工资 | 2.00\n   津贴 | 1.00\n 项目支出 | 1.00";
        let got = rows("income_summary", &[art]);
        let parts: Vec<bool> = got.iter().map(|row| row.contains("<1")).collect();
        assert_eq!(parts, [false, true, true, false], "{got:#?}");
    }
}
