//! Pass: heads that divide a figure into what is new and what is carried over, over the same columns (当年预算 | 上年结转 over
//! 基本支出 and 项目支出) or as leaf heads beside the figure that they divide.

use super::Context;
use super::layout::{Layout, LayoutColumn};
use crate::catalog::Head;
use crate::model::Basis;

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
        let same = texts(self.below) == texts(other.below);
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

fn texts(heads: &[Head]) -> Vec<&str> {
    heads.iter().map(|h| h.text.as_str()).collect()
}

/// The parts among the measures of a block.
pub(super) fn parts(layout: &Layout, measures: &[usize], cx: &Context) -> Vec<Part> {
    let path = |column: usize| layout.columns[column].path.as_slice();
    let all: Vec<Divider> = measures.iter().flat_map(|&m| Divider::of(m, path(m), cx)).collect();
    let dividers: Vec<&Divider> = all.iter().filter(|d| !d.is_whole(&all)).collect();
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
        let other = "科目编码 | 科目名称 | 总计 | 当年财政拨款安排 | < | 上年结转安排\n ^ | ^ | ^ | 合计 | 一般公共预算拨款 | ^";
        assert_eq!(
            measures("expenditure_summary", other, 4),
            ["total current", "total new", "general_public_budget current", "carryover current"]
        );
    }
}
