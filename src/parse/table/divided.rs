//! Pass: heads that divide a figure into what is new and what is carried over, over the same columns (当年预算 | 上年结转 over
//! 基本支出 and 项目支出) or as leaf heads beside the figure that they divide.

use super::Context;
use super::layout::{Layout, LayoutColumn};
use crate::catalog::Head;
use crate::model::{Basis, OWN_COLUMNS, TableId};
use std::slice;

/// A measure that holds a part of a figure.
pub(super) struct Part {
    /// Its column of the layout.
    pub column: usize,
    /// `new` or `carryover`.
    pub basis: Basis,
    /// The heads of what is divided, from top to leaf.
    pub whole: Vec<Head>,
}

/// A head that may divide a figure, with the heads above and below it.
struct Divider<'l> {
    column: usize,
    basis: Basis,
    above: &'l [Head],
    own: &'l Head,
    below: &'l [Head],
}

impl Divider<'_> {
    fn of<'l>(column: usize, path: &'l [Head], cx: &Context) -> Vec<Divider<'l>> {
        let divider = |(depth, own): (usize, &'l Head)| {
            let basis = cx.catalog.columns.part_of(own)?;
            let (above, below) = (&path[..depth], &path[depth + 1..]);
            Some(Divider { column, basis, above, own, below })
        };
        path.iter().enumerate().filter_map(divider).collect()
    }

    /// Does it stand below the same heads as the other, as a leaf or not like that?
    fn beside(&self, other: &Divider) -> bool {
        texts(self.above) == texts(other.above) && self.is_leaf() == other.is_leaf()
    }

    fn is_leaf(&self) -> bool {
        self.below.is_empty()
    }

    /// Do the two divide a figure between them? Sums alone are no columns that both have.
    fn divides_with(&self, other: &Divider) -> bool {
        let tells = self.is_leaf() || !self.below.iter().all(Head::is_generic);
        let same = texts(summed(self.below)) == texts(summed(other.below));
        self.basis != other.basis && self.beside(other) && same && tells
    }

    /// 本年预算 beside 当年预算 and 上年结转 is what they divide.
    fn is_whole(&self, all: &[Divider]) -> bool {
        let rival = |other: &Divider| {
            other.basis == self.basis && other.beside(self) && !other.own.is_generic()
        };
        self.is_leaf() && self.own.is_generic() && all.iter().any(rival)
    }
}

/// The heads of what a column is the sum of: 一般公共预算/小计 on one side is 一般公共预算 on the other.
fn summed(heads: &[Head]) -> &[Head] {
    let sums = heads.iter().rev().take_while(|head| head.is_generic()).count();
    &heads[..heads.len() - sums]
}

fn texts(heads: &[Head]) -> Vec<&str> {
    heads.iter().map(|h| h.text.as_str()).collect()
}

/// The parts among the measures of a block.
pub(super) fn parts(layout: &Layout, measures: &[usize], cx: &Context) -> Vec<Part> {
    let path = |column: usize| layout.columns[column].path.as_slice();
    let all: Vec<Divider> = measures.iter().flat_map(|&m| Divider::of(m, path(m), cx)).collect();
    let divided = |d: &&Divider| !d.is_whole(&all) && !beside_own_money(d, layout, measures, cx);
    let dividers: Vec<&Divider> = all.iter().filter(divided).collect();
    // All columns below a head that divides are parts, also one that the other head does not have.
    let divides = |d: &&&Divider| {
        let mut same = dividers.iter().filter(|o| o.beside(d) && o.own.text == d.own.text);
        same.any(|a| dividers.iter().any(|b| a.divides_with(b)))
    };
    let found: Vec<&Divider> = dividers.iter().filter(divides).copied().collect();
    let is_part = |column: usize| found.iter().any(|d| d.column == column);
    let beside: Vec<&LayoutColumn> =
        measures.iter().filter(|&&m| !is_part(m)).map(|&m| &layout.columns[m]).collect();
    let mut out: Vec<Part> = Vec::new();
    for d in &found {
        let sum =
            d.is_leaf().then(|| divided_leaf(d, &layout.columns[d.column], &beside)).flatten();
        // A head that is generic by itself divides only a figure that is printed.
        if out.iter().any(|p| p.column == d.column)
            || d.is_leaf() && sum.is_none() && bare(d, &found)
        {
            continue;
        }
        let whole = d.above.iter().chain(d.below).chain(sum).cloned().collect();
        out.push(Part { column: d.column, basis: d.basis, whole });
    }
    out
}

/// Does the head name fiscal appropriation (当年财政拨款), and what a body has besides stand in a group of its own (单位资金)?
/// Then it is one of the sources, and no part of their sum.
fn beside_own_money(divider: &Divider, layout: &Layout, measures: &[usize], cx: &Context) -> bool {
    let named = |path: &[Head]| cx.catalog.columns.measure(path, &TableId::default(), "").column;
    let own = [&OWN_COLUMNS[..], &["fiscal_special_account", "unit_funds", "other_funds"]].concat();
    let is_own =
        |head: &Head| named(slice::from_ref(head)).is_some_and(|id| own.contains(&id.as_str()));
    let depth = divider.above.len();
    let beside = |&m: &usize| {
        let path = &layout.columns[m].path;
        texts(divider.above).iter().eq(texts(path).iter().take(depth))
            && path.get(depth).is_some_and(is_own)
    };
    named(slice::from_ref(divider.own)).is_some_and(|id| id == "fiscal_appropriation")
        && measures.iter().any(beside)
}

/// Does one of the two leaf heads only say that here is the figure?
fn bare(divider: &Divider, found: &[&Divider]) -> bool {
    found.iter().any(|d| d.beside(divider) && d.own.is_generic())
}

/// The head of the sum that stands beside leaf heads and is divided by them: the nearest one below the same heads.
fn divided_leaf<'l>(
    divider: &Divider,
    column: &LayoutColumn,
    beside: &[&'l LayoutColumn],
) -> Option<&'l Head> {
    let sums = beside.iter().filter_map(|c| {
        let (leaf, above) = c.path.split_last()?;
        (leaf.is_generic() && texts(above) == texts(divider.above)).then_some((c.x.0, leaf))
    });
    let far = |x: f32| (x - column.x.0).abs();
    sums.min_by(|a, b| far(a.0).total_cmp(&far(b.0))).map(|(_, leaf)| leaf)
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;

    fn measures(id: &str, heads: &str, figures: usize) -> Vec<String> {
        let art = format!("{heads}\n 208 | 某{}", " | 1.00".repeat(figures));
        let columns = table(id, &[&art]).0.columns;
        columns.iter().map(|c| format!("{} {}", c.id, c.basis.as_str())).collect()
    }

    #[test]
    fn parts_keep_the_column_of_what_they_divide() {
        let groups = "科目编码 | 科目名称 | 合计 | 当年预算 | < | < | 上年结转 | < | <\n ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | 小计 | 基本支出 | 项目支出";
        let want = [
            "total current",
            "total new",
            "basic new",
            "project new",
            "total carryover",
            "basic carryover",
            "project carryover",
        ];
        assert_eq!(measures("expenditure_summary", groups, 7), want);
        let below = "科目编码 | 科目名称 | 合计 | < | < | 基本支出 | < | <\n ^ | ^ | 小计 | 编制预算 | 上年结转 | 小计 | 编制预算 | 上年结转";
        let want = [
            "total current",
            "total new",
            "total carryover",
            "basic current",
            "basic new",
            "basic carryover",
        ];
        assert_eq!(measures("expenditure_summary", below, 6), want);
        for whole in ["本年预算", "2026年预算"] {
            let leaves = format!("科目编码 | 科目名称 | {whole} | 当年预算 | 上年结转");
            let want = ["amount current", "amount new", "amount carryover"];
            assert_eq!(measures("expenditure_summary", &leaves, 3), want);
        }
    }

    #[test]
    fn a_sum_on_one_side_divides_with_the_figure_alone_on_the_other() {
        let heads = "科目编码 | 科目名称 | 总计 | 省级当年财政拨款安排 | < | < | < | 上年结转安排 | < | <\n ^ | ^ | ^ | 一般公共预算拨款 | < | 政府性基金安排 | < | 小计 | 一般公共预算拨款 | 政府性基金安排\n ^ | ^ | ^ | 小计 | 项目支出 | 小计 | 项目支出 | ^ | ^ | ^";
        let want = [
            "total current",
            "general_public_budget new",
            "other:省级当年财政拨款安排/一般公共预算拨款/项目支出 new",
            "government_fund new",
            "other:省级当年财政拨款安排/政府性基金安排/项目支出 new",
            "total carryover",
            "general_public_budget carryover",
            "government_fund carryover",
        ];
        assert_eq!(measures("other:某表", heads, 8), want);
    }

    #[test]
    fn the_totals_of_income_have_columns_of_their_own() {
        for head in ["编制预算", "当年预算"] {
            let groups = format!(
                "科目编码 | 科目名称 | 合计 | {head} | < | < | 上年结转 | < | <\n ^ | ^ | ^ | 小计 | 一般公共预算 | 事业收入 | 小计 | 一般公共预算 | 事业收入"
            );
            let want = [
                "total current",
                "current_income current",
                "general_public_budget new",
                "institutional_income new",
                "carryover current",
                "general_public_budget carryover",
                "institutional_income carryover",
            ];
            assert_eq!(measures("income_summary", &groups, 7), want);
            let leaves = format!("科目编码 | 科目名称 | 合计 | {head} | 上年结转");
            let want = ["total current", "current_income current", "carryover current"];
            assert_eq!(measures("income_summary", &leaves, 3), want);
        }
    }

    #[test]
    fn what_is_carried_over_beside_other_columns_divides_nothing() {
        let sources = "科目编码 | 科目名称 | 合计 | 本年收入 | 上年结转 | 结转下年";
        assert_eq!(
            measures("expenditure_summary", sources, 4),
            [
                "total current",
                "current_income current",
                "carryover current",
                "carryforward current"
            ]
        );
        let own = "科目编码 | 科目名称 | 合计 | 当年财政拨款 | < | 上年结转 | < | 单位资金 | <\n ^ | ^ | ^ | 小计 | 项目支出 | 小计 | 项目支出 | 小计 | 事业收入";
        assert_eq!(
            measures("expenditure_summary", own, 7),
            [
                "total current",
                "fiscal_appropriation current",
                "other:当年财政拨款/项目支出 current",
                "carryover current",
                "project carryover",
                "unit_funds current",
                "institutional_income current"
            ]
        );
        let other = "科目编码 | 科目名称 | 总计 | 当年财政拨款安排 | < | 上年结转安排\n ^ | ^ | ^ | 合计 | 一般公共预算拨款 | ^";
        assert_eq!(
            measures("expenditure_summary", other, 4),
            ["total current", "total new", "general_public_budget current", "carryover current"]
        );
    }
}
