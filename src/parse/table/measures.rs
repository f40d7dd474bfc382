//! Pass: what each measure measures, and on which side of a summary its block stands.

use super::layout::{Layout, Role};
use super::{Context, divided};
use crate::catalog::subjects::Subjects;
use crate::catalog::tables::TableWords;
use crate::catalog::{Head, LabelKind};
use crate::model::{
    Basis, Classification, Column, ColumnId, FUND_COLUMNS, OWN_COLUMNS, Side, TableId, squeeze,
};

/// Sides of the blocks of a two-sided summary, by their top heads; other tables have none, unless their heads say 收入
/// over the first block and 支出 over the others (政府性基金收支表).
pub(super) fn block_sides(id: &TableId, layout: &Layout) -> Vec<Side> {
    let words = TableWords::embedded();
    let opens = |b: &(usize, usize), word: &str| {
        let columns =
            layout.columns[b.0..=b.1].iter().filter(|c| c.role != Role::Label(LabelKind::Ordinal));
        columns.map(|c| c.printed.first()).all(|t| t.is_some_and(|t| squeeze(t) == word))
    };
    let headed = layout.blocks.len() > 1
        && opens(&layout.blocks[0], &words.income)
        && layout.blocks[1..].iter().all(|b| opens(b, &words.expenditure));
    let two_sided = headed
        || matches!(id.as_str(), "income_expenditure_summary" | "fiscal_appropriation_summary");
    let heads = |b: &(usize, usize)| -> String {
        layout.columns[b.0..=b.1]
            .iter()
            .filter(|c| !c.is_measure())
            .flat_map(|c| c.printed.iter())
            .map(|t| squeeze(t))
            .collect()
    };
    let mut sides: Vec<Side> = layout
        .blocks
        .iter()
        .enumerate()
        .map(|(i, b)| {
            if !two_sided {
                return Side::None;
            }
            let h = heads(b);
            if h.contains(&words.government) && h.contains(&words.economic) {
                Side::ExpenditureGovernmentEconomic
            } else if h.contains(&words.economic) {
                Side::ExpenditureEconomic
            } else if i == 0 {
                Side::Income
            } else {
                Side::Expenditure
            }
        })
        .collect();
    // Heads cut off before 部门预算 and 政府预算: the government's classes stand last.
    let economic: Vec<usize> =
        (0..sides.len()).filter(|&i| sides[i] == Side::ExpenditureEconomic).collect();
    if let [_, second] = economic[..]
        && !sides.contains(&Side::ExpenditureGovernmentEconomic)
    {
        sides[second] = Side::ExpenditureGovernmentEconomic;
    }
    sides
}

/// What each measure of a block measures. Heads that stand over every measure of the block say nothing about one, unless
/// they name a subject: where a sheet of economic classes goes on to the right, 小计 below one is that class's. A measure
/// beside others that stands below no head at all measures nothing that can be told: its figures belong to no column.
pub(super) fn block_columns(
    layout: &Layout,
    block: (usize, usize),
    side: Side,
    table: &TableId,
    cx: &Context,
) -> Vec<(usize, Column)> {
    let measures: Vec<usize> =
        (block.0..=block.1).filter(|&i| layout.columns[i].is_measure()).collect();
    let shortest = measures.iter().map(|&i| layout.columns[i].path.len()).min().unwrap_or(0);
    let common = (0..shortest.saturating_sub(1))
        .take_while(|&d| {
            let head = &layout.columns[measures[0]].path[d].text;
            measures.iter().all(|&i| layout.columns[i].path[d].text == *head)
                && !names_subject(head)
        })
        .count();
    let alone = measures.len() == 1;
    let parts = divided::parts(layout, &measures, cx);
    let columns: Vec<(usize, Column)> = measures
        .into_iter()
        .filter(|&i| alone || !layout.columns[i].path.is_empty())
        .map(|i| {
            let c = &layout.columns[i];
            let path = &c.path[common.min(c.path.len())..];
            let m = match parts.iter().find(|part| part.column == i) {
                Some(part) => {
                    let path = &part.whole[common.min(part.whole.len())..];
                    cx.catalog.columns.measure_part(path, part.basis, table, &layout.all_heads)
                }
                None => cx.catalog.columns.measure(path, table, &layout.all_heads),
            };
            let label = c.printed.join("/");
            // The only measure of a block is its amount: on a side of a summary whatever its head says.
            let id = match m.column {
                Some(_) if alone && side != Side::None => "amount".into(),
                Some(id) => id,
                None if alone => "amount".into(),
                None => ColumnId::other(&label),
            };
            (i, Column { id, basis: m.basis, label })
        })
        .collect();
    one_total(of_one_group(columns, layout, common, table, cx), layout, common)
}

/// Where the money comes from.
fn is_source(id: &ColumnId) -> bool {
    let others = ["fiscal_appropriation", "fiscal_special_account", "unit_funds", "other_funds"];
    let id = id.as_str();
    FUND_COLUMNS.contains(&id) || OWN_COLUMNS.contains(&id) || others.contains(&id)
}

/// What it is spent on.
fn is_kind(id: &ColumnId) -> bool {
    ["basic", "basic_personnel", "basic_public", "project"].contains(&id.as_str())
}

/// 项目支出 below 一般公共预算, which stands beside 单位资金, is not the row's project expenditure but that of one source; a
/// source below 项目支出 beside 基本支出 pays for that alone; and 财政拨款 below one fund is a part of it. No id stands for
/// such a column, which keeps its heads.
fn of_one_group(
    mut columns: Vec<(usize, Column)>,
    layout: &Layout,
    common: usize,
    table: &TableId,
    cx: &Context,
) -> Vec<(usize, Column)> {
    let path = |i: usize| layout.columns[i].path.get(common..).unwrap_or(&[]);
    let texts = |heads: &[Head]| heads.iter().map(|h| h.text.clone()).collect::<Vec<_>>();
    let named = |heads: &[Head]| cx.catalog.columns.measure(heads, table, &layout.all_heads).column;
    // The heads of what a column is the sum of.
    let summed = |i: usize| {
        let heads = path(i);
        let sums = heads.iter().rev().take_while(|h| h.is_generic()).count();
        texts(&heads[..heads.len() - sums])
    };
    let later = |id: &ColumnId| *id == "carryover" || *id == "nonfiscal_surplus_used";
    let of_group = |i: usize, id: &ColumnId| -> bool {
        let heads = path(i);
        (1..heads.len()).any(|depth| {
            let Some(group) = named(&heads[..depth]) else { return false };
            let fund = FUND_COLUMNS.contains(&group.as_str());
            let above = texts(&heads[..depth]);
            let beside = |rival: fn(&ColumnId) -> bool| {
                columns.iter().any(|(j, c)| {
                    let whole =
                        above.starts_with(&summed(*j)) || fund && c.id == "fiscal_appropriation";
                    let inside = texts(path(*j)).starts_with(&above);
                    (rival(&c.id) || rival(&"general_public_budget".into()) && later(&c.id))
                        && !whole
                        && !inside
                })
            };
            fund && *id == "fiscal_appropriation"
                || is_kind(id) && is_source(&group) && beside(is_source)
                || is_source(id) && is_kind(&group) && beside(is_kind)
        })
    };
    let found: Vec<bool> = columns.iter().map(|(i, c)| of_group(*i, &c.id)).collect();
    for ((_, column), found) in columns.iter_mut().zip(found) {
        if found {
            column.id = ColumnId::other(&column.label);
        }
    }
    columns
}

fn names_subject(head: &str) -> bool {
    let classes = [Classification::Economic, Classification::GovernmentEconomic];
    classes.iter().any(|class| !Subjects::embedded().named(*class, head).is_empty())
}

/// A row has one total. Where 总计 stands beside the 合计 of a group that no id stands for (部门预算), the latter is the
/// group's, and keeps its heads.
fn one_total(
    mut columns: Vec<(usize, Column)>,
    layout: &Layout,
    common: usize,
) -> Vec<(usize, Column)> {
    let below = |i: usize| layout.columns[i].path.len() > common + 1;
    let totals = columns.iter().filter(|(i, c)| c.id == "total" && !below(*i));
    let own: Vec<Basis> = totals.map(|(_, c)| c.basis).collect();
    for (i, column) in &mut columns {
        if column.id == "total" && below(*i) && own.contains(&column.basis) {
            column.id = ColumnId::other(&column.label);
        }
    }
    columns
}

/// 本年收入合计 is the row's total where the table prints no other: `current_income` stands beside a `total`. And
/// 2025年预算数 beside a total is last year's total, unless this year's amount has a column of that name, too.
pub(super) fn sum_without_rival(columns: &mut [Column]) {
    let is_amount =
        |c: &Column, current: bool| c.id == "amount" && (c.basis == Basis::Current) == current;
    if columns.iter().any(|c| c.id == "total") {
        if !columns.iter().any(|c| is_amount(c, true)) {
            columns.iter_mut().filter(|c| is_amount(c, false)).for_each(|c| c.id = "total".into());
        }
    } else {
        columns.iter_mut().filter(|c| c.id == "current_income").for_each(|c| c.id = "total".into());
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;

    fn measures(id: &str, art: &str) -> Vec<String> {
        let columns = table(id, &[art]).0.columns;
        columns.iter().map(|c| format!("{} {}", c.id, c.basis.as_str())).collect()
    }

    #[test]
    fn measures_are_what_their_heads_say() {
        let art = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 甲乙丙\n 208 | 某 | 3.00 | 1.00 | 2.00 | 0.50";
        assert_eq!(
            measures("expenditure_summary", art),
            ["total current", "basic current", "project current", "other:甲乙丙 current"]
        );
        let group = "单位名称 | 总计 | 部门预算 | < | 其他\n ^ | ^ | 合计 | 事业收入 | ^\n 某 | 2.00 | 1.00 | 1.00 | 1.00";
        assert_eq!(
            measures("income_summary", group)[..2],
            ["total current", "other:部门预算/合计 current"]
        );
        // The only measure of a side is its amount, whatever its head says.
        let sides =
            "收入 | < | 支出 | <\n 项目 | 决算 | 项目 | 决算\n 收入总计 | 1.00 | 支出总计 | 1.00";
        assert_eq!(measures("income_expenditure_summary", sides), ["amount current"; 2]);
        // 本年收入合计 is the total where no other is printed.
        let sum = "科目名称 | 本年收入合计 | 事业收入\n 某 | 1.00 | 1.00";
        assert_eq!(measures("income_summary", sum)[0], "total current");
    }

    #[test]
    fn what_one_source_is_spent_on_is_not_the_rows() {
        let of = |heads: &str, figures: usize| {
            let art = format!(
                "科目编码 | 科目名称 | 合计 | {heads}\n 208 | 某{}",
                " | 1.00".repeat(figures)
            );
            measures("expenditure_summary", &art).split_off(1)
        };
        let kinds = "一般公共预算 | < | <";
        let below = "^ | ^ | ^ | 小计 | 基本支出 | 项目支出";
        let beside = of(&format!("{kinds} | 单位资金\n {below} | ^"), 5);
        let want = [
            "general_public_budget current",
            "other:一般公共预算/基本支出 current",
            "other:一般公共预算/项目支出 current",
            "unit_funds current",
        ];
        assert_eq!(beside, want);
        // The only source's are the row's.
        let alone = of(&format!("{kinds}\n {below}"), 4);
        assert_eq!(alone, ["general_public_budget current", "basic current", "project current"]);
        let whole = of("财政拨款 | < | <\n ^ | ^ | ^ | 小计 | 基本支出 | 项目支出", 4);
        assert_eq!(whole, ["fiscal_appropriation current", "basic current", "project current"]);
        let mirror =
            of("基本支出 | 项目支出 | < | <\n ^ | ^ | ^ | ^ | 小计 | 政府性基金 | 单位资金", 5);
        let want = [
            "basic current",
            "project current",
            "other:项目支出/政府性基金 current",
            "other:项目支出/单位资金 current",
        ];
        assert_eq!(mirror, want);
        let part =
            of("一般公共预算 | < | < | 政府性基金\n ^ | ^ | ^ | 小计 | 财政拨款 | 专项收入 | ^", 5);
        assert_eq!(
            part[..2],
            ["general_public_budget current", "other:一般公共预算/财政拨款 current"]
        );
    }

    #[test]
    fn kinds_of_projects_beside_each_other_are_none_of_them_all() {
        let art = "科目编码 | 科目名称 | 合计 | 人员类项目支出 | 公用经费项目支出 | 其他运转类项目支出 | 特定目标类项目支出\n \
                   208 | 某 | 10.00 | 4.00 | 3.00 | 2.00 | 1.00";
        let want = [
            "total current",
            "basic_personnel current",
            "basic_public current",
            "other:其他运转类项目支出 current",
            "other:特定目标类项目支出 current",
        ];
        assert_eq!(measures("expenditure_summary", art), want);
    }

    #[test]
    fn years_beside_each_other_are_one_column() {
        let art = "收入 | < | < | 支出 | < | <\n 项目 | 2025年 | 2026年 | 项目 | 2026年 | <\n ^ | ^ | ^ | ^ | 合计 | 一般公共预算\n \
                   一般公共预算 | 2.00 | 3.00 | 教育支出 | 3.00 | 3.00";
        let got = measures("fiscal_appropriation_summary", art);
        assert_eq!(got[..2], ["amount prior", "amount current"]);
    }

    #[test]
    fn figures_below_no_head_belong_to_no_column() {
        let art = |heads: &str| {
            format!(
                "科目编码 | 科目名称 | {heads}\n 208 | 某 | 3.00 | 1.00\n 210 | 某 | 5.00 | 2.00"
            )
        };
        let read = |heads: &str| table("expenditure_summary", &[&art(heads)]).0;
        let bare = read("基本支出 | ");
        let ids: Vec<&str> = bare.columns.iter().map(|c| c.id.as_str()).collect();
        assert_eq!((ids, bare.stray_numbers.len()), (vec!["basic"], 2));
        assert_eq!(read("基本支出 | 项目支出").stray_numbers.len(), 0);
    }

    #[test]
    fn sides_follow_the_heads_of_their_blocks() {
        let art = "收入 | < | 支出 | < | 支出（按政府预算经济分类） | <\n 项目 | 预算数 | 项目 | 预算数 | 项目 | 预算数\n \
                   一、其他收入 | 1.00 | 一、教育支出 | 1.00 | 机关工资福利支出 | 1.00";
        let rows = table("income_expenditure_summary", &[art]).0.rows;
        let sides: Vec<&str> = rows.iter().map(|r| r.side.as_str()).collect();
        assert_eq!(sides, ["income", "expenditure", "expenditure_government_economic"]);
    }

    #[test]
    fn the_only_measure_is_the_amount_and_common_heads_say_nothing() {
        assert_eq!(
            measures("income_summary", "项目 | 甲乙丙\n 事业收入 | 1.00"),
            ["amount current"]
        );
        let common = "科目名称 | 一般公共预算 | <\n ^ | 合计 | 基本支出\n 某 | 1.00 | 1.00";
        assert_eq!(measures("expenditure_summary", common), ["total current", "basic current"]);
        let class = "科目名称 | 商品和服务支出 | <\n ^ | 小计 | 办公费\n 某 | 1.00 | 1.00";
        let other = "other:商品和服务支出/小计 current";
        assert_eq!(measures("expenditure_summary", class)[0], other);
    }

    #[test]
    fn heads_make_a_table_two_sided_and_order_tells_the_two_economic_classes() {
        let sides = |id: &str, art: &str| -> Vec<&str> {
            table(id, &[art]).0.rows.iter().map(|row| row.side.as_str()).collect()
        };
        let headed = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 甲 | 1.00 | 乙 | 1.00";
        assert_eq!(sides("other:某收支表", headed), ["income", "expenditure"]);
        let economic = "收入 | < | 支出（按经济分类） | < | 支出（按经济分类） | <\n 项目 | 预算数 | 项目 | 预算数 | 项目 | 预算数\n 甲 | 1.00 | 乙 | 1.00 | 丙 | 1.00";
        assert_eq!(
            sides("income_expenditure_summary", economic),
            ["income", "expenditure_economic", "expenditure_government_economic"]
        );
    }
}
