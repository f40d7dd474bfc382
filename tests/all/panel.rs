//! Figures, units and the panel of an output folder, as the program writes them.

use crate::support::command::{fixture, rows, yusuan};
use std::collections::BTreeMap;
use std::fs;

/// Two documents of one body; the second has a digit altered.
fn converted(extra: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let seed = fixture("seed");
    let files = ["libreoffice.pdf", "altered.pdf"].map(|name| seed.join(name));
    let files = files.iter().map(|file| file.to_str().unwrap());
    let args: Vec<&str> = std::iter::once("convert").chain(files).chain(["--out", "out"]).collect();
    yusuan(dir.path(), [&args[..], extra].concat());
    dir
}

#[test]
fn each_figure_of_a_document_comes_once_and_classes_add_up() {
    let dir = converted(&[]);
    let all = rows(dir.path().join("out/figures.csv"));
    let mut seen = BTreeMap::new();
    for row in &all {
        let key = (row["source_file"].clone(), row["figure"].clone());
        assert!(seen.insert(key, row["amount_yuan"].clone()).is_none(), "{row:?}");
    }
    let first = all[0]["source_file"].clone();
    let of = |figure: &str| seen[&(first.clone(), figure.to_owned())].as_str();
    assert_eq!((of("income_total"), of("expenditure_total")), ("6025600.00", "6025600.00"));
    let classes =
        all.iter().filter(|r| r["source_file"] == first && r["figure"].starts_with("function."));
    let sum: rust_decimal::Decimal =
        classes.map(|r| r["amount_yuan"].parse::<rust_decimal::Decimal>().unwrap()).sum();
    assert_eq!(sum.to_string(), of("expenditure_total"));
    assert!(all.iter().all(|row| row["doubt"].is_empty() && !row["chosen_from"].is_empty()));
}

#[test]
fn a_body_is_one_row_and_the_list_says_what_documents_do_not() {
    let dir = converted(&[]);
    let units = rows(dir.path().join("out/units.csv"));
    let [unit] = &units[..] else { panic!("{units:?}") };
    assert_eq!((unit["budgets"].as_str(), unit["documents"].as_str()), ("2", "2"));
    let (name, id) = (unit["unit_name"].clone(), unit["unit_id"].clone());
    let list = dir.path().join("units.csv");
    fs::write(
        &list,
        format!("单位名称,主管部门,统一社会信用代码\n{name},某局,12350100X\n某局,,\n"),
    )
    .unwrap();
    let dir = converted(&["--units", list.to_str().unwrap()]);
    let units = rows(dir.path().join("out/units.csv"));
    let unit = units.iter().find(|unit| unit["unit_id"] == id).unwrap();
    assert_eq!(
        (unit["parent_unit_id"].as_str(), unit["credit_code"].as_str()),
        (":某局", "12350100X")
    );
    let above = units.iter().find(|unit| unit["unit_id"] == ":某局").unwrap();
    assert_eq!(above["documents"], "0", "what the list names has a row too");
    fs::write(&list, "a,b\n").unwrap();
    let run = yusuan(
        dir.path(),
        ["convert", "x.pdf", "--out", "o", "--units", list.to_str().unwrap(), "--lang", "zh"],
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("不是单位清单：首行没有unit_name"), "{}", run.stderr);
}

#[test]
fn what_a_list_names_and_no_document_has_is_missing() {
    let dir = converted(&[]);
    let run = yusuan(dir.path(), ["coverage", "out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    fs::write(dir.path().join("units.csv"), "unit_name\n某局\n").unwrap();
    let run = yusuan(dir.path(), ["coverage", "out", "--units", "units.csv", "--lang", "zh"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("1项已有，1项缺失"), "{}", run.stderr);
    let all = rows(dir.path().join("out/coverage.csv"));
    let told = |row: &BTreeMap<String, String>| format!("{} {}", row["unit_id"], row["status"]);
    assert!(all.iter().map(told).any(|row| row == ":某局 missing"));
}

#[test]
fn a_panel_has_a_row_for_each_body_and_year() {
    let dir = converted(&[]);
    let run =
        yusuan(dir.path(), ["panel", "out", "--format", "csv,jsonl,parquet,xlsx", "--lang", "zh"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("panel.parquet: 1行（单位与年度）"), "{}", run.stderr);
    for form in ["csv", "jsonl", "parquet", "xlsx"] {
        assert!(dir.path().join("out").join(format!("panel.{form}")).is_file());
    }
    let panel = rows(dir.path().join("out/panel.csv"));
    let figures = rows(dir.path().join("out/figures.csv"));
    let [row] = &panel[..] else { panic!("{panel:?}") };
    assert_eq!((row["documents"].as_str(), row["kind"].as_str()), ("2", "budget"));
    let first = &figures[0]["source_file"];
    for figure in figures.iter().filter(|figure| figure["source_file"] == *first) {
        assert_eq!(row[&figure["figure"]], figure["amount_yuan"], "{}", figure["figure"]);
    }
    assert_eq!(yusuan(dir.path(), ["panel", "nowhere"]).code, 2);
}
