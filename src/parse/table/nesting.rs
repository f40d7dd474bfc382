//! Pass: of which row a row is printed as a part.

use super::draft::LabelGroup;
use super::subjects::is_sum;
use crate::catalog::LabelKind;
use crate::lex::{self, clean_label, is_of_which, ordinal_depth};
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
        }
    }
}

/// A row that later rows may be parts of.
#[derive(Debug)]
pub(super) struct Ancestor {
    depth: u8,
    /// Indentation in points, where it tells.
    pub indent: Option<f32>,
    of_which: bool,
    /// Number of the row; 0 until it has one.
    pub number: u32,
    /// Item of the row.
    pub item: Option<ItemId>,
}

/// The row that this one is printed as a part of (其中, a deeper ordinal, a deeper indentation without one). Keeps the
/// chain of open rows; the new row is put on it with number 0, to be filled in when it is numbered.
pub(super) fn parent_of(
    chain: &mut Vec<Ancestor>,
    label: &str,
    indent: Option<f32>,
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
    let parent = chain.last().map(|a| a.number).filter(|&n| n > 0);
    chain.push(Ancestor { depth, indent, of_which, number: 0, item: None });
    parent.map(|number| (number, by))
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
