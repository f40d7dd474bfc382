//! Rows that a page break cuts.

use super::super::testing::{rows, table};

const HEAD: &str = "科目编码 | 科目名称 | 合计 | 基本支出\n";

fn pages(first: &str, second: &str) -> Vec<String> {
    let above = "  | 合计 | 14.36 | 14.36\n 201 | 甲 | 1.00 | 1.00\n 20101 | 乙 | 1.00 | 1.00\n ";
    rows("expenditure_summary", &[&format!("{HEAD} {above}{first}"), second])
}

#[test]
fn figures_that_a_page_break_cuts_are_one() {
    let second = " | 全支出 | 6 | 6\n 20402 | 公安 | 13.36 | 13.36";
    let got = pages("204 | 公共安 | 13.3 | 13.3", second);
    assert_eq!(got[3..], ["4 204 公共安全支出 13.36 13.36", "5 20402 公安 13.36 13.36"]);
    // Behind a header printed again, before the point.
    let second = format!("{HEAD}  |  | 37.36 | \n 20402 | 公安 | 13.36 | 13.36");
    let got = pages("204 | 公共安全支出 | 12,4 | 13.36", &second);
    assert_eq!(got[3], "4 204 公共安全支出 12437.36 13.36");
    // A sign goes with the rest of its row.
    let got = pages("204 | 公共安 | - | 13.3", " | 全支出 | 5.00 | 6");
    assert_eq!(got[3], "4 204 公共安全支出 -5.00 13.36");
}

#[test]
fn names_prove_what_goes_on() {
    let got = pages("20805 | 机关事业单位基本养老 | 3.00 | 1.00", "05 | 保险缴费支出 |  | ");
    assert_eq!(got[3..], ["4 2080505 机关事业单位基本养老保险缴费支出 3.00 1.00"]);
    let got = pages("2080505 | 机关事业单位基本养老 |  | ", " | 保险缴费支出 | 3.00 | 1.00");
    assert_eq!(got[3..], ["4 2080505 机关事业单位基本养老保险缴费支出 3.00 1.00"]);
    let goods = "项目名称 | 经济科目 | 合计\n 合计 |  | 3.00\n 甲 | 信息网络及软件购 | 2.00";
    let got = rows("procurement", &[goods, " | 置更新 | \n 乙 | 办公费 | 1.00"]);
    assert_eq!(got[1..], ["2 甲 2.00", "3 乙 1.00"]);
    let units = "单位名称 | 合计\n 合计 | 3.00\n 某市机动 | 2.00";
    let got = rows("income_summary", &[units, "车检测中心 | \n 某市民政局 | 1.00"]);
    assert_eq!(got[1], "2 unit 某市机动车检测中心 @某市机动车检测中心 2.00");
    let units = "单位名称 | 项目名称 | 合计\n  | 合计 | 3.00\n 某局（水上 | 甲 | 2.00";
    let got = rows("project_expenditure_sources", &[units, "治安分局） |  | \n 某局 | 乙 | 1.00"]);
    assert_eq!(got[1..], ["2 甲 @某局（水上治安分局） 2.00", "3 乙 @某局 1.00"]);
}

#[test]
fn a_name_is_another_item_with_its_rest() {
    let head = "项目 | 预算数\n 因公出国（境）费 | 0.00\n 公务接待费 | 6.50\n 公务用车购置及 | ";
    let got = rows("three_public_expenses", &[head, " 运行费 | 24.00"]);
    assert_eq!(got.len(), 3, "{got:?}");
    assert!(got[2].contains("公务用车购置及运行费") && got[2].ends_with("24.00"), "{got:?}");
    // With a name of its own above, the item is the rest's.
    let head = "项目 | 预算数\n 因公出国（境）费 | 0.00\n 公务接待费 | 6.50\n 公务用车 | ";
    assert_eq!(rows("three_public_expenses", &[head, " 购置费 | 24.00"]).len(), 4);
}

#[test]
fn what_may_be_one_row_is_told() {
    let told = |last: &str, rest: &str| {
        let first = format!("项目名称 | 合计\n 合计 | 12.00\n 甲 | 1.00\n 乙 | 2.00\n {last}");
        let (_, findings) =
            table("project_expenditure_sources", &[&first, &format!("{rest}\n 丙 | 3.00")]);
        findings.iter().filter(|finding| finding.message.contains("may go on with")).count()
    };
    assert_eq!(told("城乡供水一体化及 | 5.00", "巩固提升工程 | "), 1);
    assert_eq!(told("城乡供水一体化及 | ", "巩固提升工程 | 5.00"), 1);
    assert_eq!(told("城乡供水一体化 | 4.00", "巩固提升工程 | 5.00"), 0);
}

#[test]
fn rows_of_their_own_stay() {
    for second in [
        // Decimals as everywhere.
        " | 全支出 | 6.00 | 6.00",
        // A figure where the row above has none to go on with.
        "20402 | 公安 | 6 | 6",
        " | 小计 | 6 | 6",
    ] {
        assert_eq!(pages("204 | 公共安 | 13.36 | 13.36", second).len(), 5, "{second}");
    }
    // Figures whose decimals differ from row to row prove nothing.
    let mixed =
        format!("{HEAD}  | 合计 | 14.3 | 14\n 201 | 甲 | 1.05 | 1\n 204 | 公共安 | 13.3 | 13");
    assert_eq!(rows("expenditure_summary", &[&mixed, " | 全支出 | 6 | 6"]).len(), 4);
}
