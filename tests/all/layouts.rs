//! Tables of layouts that no fixture has.

use crate::support::command::{rows, yusuan};
use crate::support::sheets::{Sheet, pdf};
use std::fs;

/// Code, name, column and yuan of each fact of a disclosure with this table on its second page.
fn facts(
    title: &'static str,
    widths: &'static [f32],
    table: Vec<Vec<&'static str>>,
) -> Vec<[String; 4]> {
    let dir = tempfile::tempdir().unwrap();
    let cover =
        Sheet {
            text: vec![(200.0, 600.0, "某市某局2026年度部门预算")], widths: &[], rows: vec![]
        };
    let sheet = Sheet { text: vec![(220.0, 700.0, title)], widths, rows: table };
    fs::write(dir.path().join("budget.pdf"), pdf(&[cover, sheet])).unwrap();
    let run = yusuan(dir.path(), ["convert", "budget.pdf", "--out", "out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    rows(dir.path().join("out/facts.csv"))
        .iter()
        .map(|f| ["code", "name", "column", "amount_yuan"].map(|k| f[k].clone()))
        .collect()
}

#[test]
fn whole_yuan_of_seven_digits_are_no_codes_and_a_numbered_body_is_no_row() {
    let table = vec![
        vec!["301某市某局", "", "", "单位：元"],
        vec!["科目编码", "科目名称", "合计", "基本支出"],
        vec!["", "合计", "5882200", "5882200"],
        vec!["204", "公共安全支出", "5882200", "5882200"],
    ];
    let amounts = |code: &str, name: &str| {
        ["total", "basic"].map(|column| [code, name, column, "5882200.00"].map(str::to_owned))
    };
    assert_eq!(
        facts("支出总表", &[90.0, 160.0, 100.0, 100.0], table),
        [amounts("", "合计"), amounts("204", "公共安全支出")].concat()
    );
}

#[test]
fn whole_yuan_below_items_are_no_codes() {
    let table = vec![
        vec!["", "", "", "单位：元"],
        vec!["单位名称", "合计", "因公出国（境）费", "公务接待费"],
        vec!["某市某局", "48000", "27500", "20500"],
    ];
    let amounts = facts("“三公”经费支出表", &[120.0, 80.0, 100.0, 80.0], table);
    assert_eq!(
        amounts.iter().map(|f| f[3].as_str()).collect::<Vec<_>>(),
        ["48000.00", "27500.00", "20500.00"]
    );
}

#[test]
fn rates_and_counts_are_no_amounts() {
    let table = vec![
        vec!["", "", "", "", "", "单位：万元"],
        vec!["科目编码", "科目名称", "2025年执行数", "2026年预算数", "增减额", "增减%"],
        vec!["204", "公共安全支出", "50.00", "60.00", "10.00", "20.00"],
    ];
    let rates = facts("一般公共预算支出表", &[60.0, 100.0, 90.0, 90.0, 60.0, 60.0], table);
    assert_eq!(
        rates.iter().map(|f| f[3].as_str()).collect::<Vec<_>>(),
        ["500000.00", "600000.00", "100000.00"]
    );
    let table = vec![
        vec!["", "单位：万元"],
        vec!["项目", "预算数"],
        vec!["合计", "3.00"],
        vec!["公务接待费", "3.00"],
        vec!["国内公务接待批次（个）", "12"],
        vec!["公务用车保有量（辆）", "4"],
    ];
    let counts = facts("“三公”经费支出表", &[160.0, 120.0], table);
    assert_eq!(counts.iter().map(|f| f[1].as_str()).collect::<Vec<_>>(), ["合计", "公务接待费"]);
}

#[test]
fn stars_beside_a_total_are_no_code() {
    let table = vec![
        vec!["", "", "单位：元"],
        vec!["科目编码", "科目名称", "合计"],
        vec!["**", "合计", "5.00"],
        vec!["204", "公共安全支出", "5.00"],
    ];
    let names = facts("支出总表", &[90.0, 160.0, 100.0], table);
    assert_eq!(names.iter().map(|f| f[1].as_str()).collect::<Vec<_>>(), ["合计", "公共安全支出"]);
}

/// The proof adds each part to the item that it is printed under.
#[test]
fn parts_stand_below_of_which_and_wrapped_names_are_as_deep_as_their_first_line() {
    let table = vec![
        vec!["", "", "", "单位：万元"],
        vec!["收入", "预算数", "支出", "预算数"],
        vec!["一、财政拨款收入", "10.00", "一、本年支出", "10.00"],
        vec!["　其中：一般公共预算拨款收入", "7.00", "　一般公共\n服务支出", "4.00"],
        vec!["　　　　政府性基金预算拨款收入", "3.00", "　教育支出", "3.00"],
        vec!["", "", "　社会保障\n和就业支出", "3.00"],
        vec!["收入总计", "10.00", "支出总计", "10.00"],
    ];
    assert_eq!(facts("收支总表", &[190.0, 70.0, 120.0, 70.0], table).len(), 9);
}
