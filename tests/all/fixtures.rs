//! The seed by every producer: what is converted equals the truth written beside it, and its own totals prove it.

use crate::support::command::{fixture, rows, yusuan};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// One fixture, converted by the command.
struct Converted {
    dir: tempfile::TempDir,
    code: i32,
}

impl Converted {
    fn of(name: &str) -> Converted {
        let dir = tempfile::tempdir().unwrap();
        let input = fixture(&format!("seed/{name}.pdf"));
        let run = yusuan(
            dir.path(),
            ["convert".as_ref(), input.as_os_str(), "--out".as_ref(), "out".as_ref()],
        );
        Converted { dir, code: run.code }
    }

    fn rows(&self, table: &str) -> Vec<Row> {
        rows(self.dir.path().join(format!("out/{table}.csv")))
    }
}

/// The columns that both sides hold, in a form in which equal rows are equal.
fn keyed(rows: Vec<Row>, columns: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = rows
        .iter()
        .map(|r| columns.iter().map(|c| r[*c].as_str()).collect::<Vec<_>>().join("|"))
        .collect();
    out.sort();
    out
}

const PRODUCERS: [&str; 7] = [
    "libreoffice",
    "chromium",
    "typst",
    "weasyprint",
    "reportlab-truetype",
    "reportlab-unigb",
    "reportlab-gbk",
];

#[test]
fn every_producer_gives_the_truth() {
    const FACT: [&str; 19] = [
        "unit_name",
        "fiscal_year",
        "kind",
        "scope",
        "table",
        "side",
        "row",
        "code",
        "classification",
        "item",
        "name",
        "row_unit",
        "level",
        "column",
        "basis",
        "amount_yuan",
        "stated",
        "stated_unit",
        "page",
    ];
    const MENTION: [&str; 6] = ["key", "code", "name", "amount_yuan", "value", "value_unit"];
    const INDICATOR: [&str; 8] = [
        "project_no",
        "project",
        "funds_total_yuan",
        "indicator_no",
        "level1",
        "level2",
        "level3",
        "value",
    ];
    let truth = fixture("seed/truth");
    for name in PRODUCERS {
        let out = Converted::of(name);
        assert_eq!(out.code, 0, "{name}");
        for (table, columns) in
            [("facts", &FACT[..]), ("narrative", &MENTION[..]), ("performance", &INDICATOR[..])]
        {
            let want = keyed(rows(truth.join(format!("{table}.csv"))), columns);
            assert!(!want.is_empty());
            assert_eq!(keyed(out.rows(table), columns), want, "{name}: {table}");
        }
    }
}

#[test]
fn every_equation_of_the_seed_is_exact_but_one() {
    for name in PRODUCERS {
        let checks = Converted::of(name).rows("checks");
        let inexact: Vec<&Row> = checks
            .iter()
            .filter(|c| !matches!(c["verdict"].as_str(), "exact" | "not_applicable"))
            .collect();
        let [one] = inexact[..] else { panic!("{name}: {inexact:#?}") };
        let got = ["rule", "table", "code", "lhs", "rhs", "terms", "bound", "verdict"]
            .map(|c| one[c].as_str());
        assert_eq!(
            got,
            [
                "W3",
                "basic_expenditure_economic",
                "302",
                "276500.00",
                "276600.00",
                "9",
                "500.00",
                "rounding"
            ],
            "{name}"
        );
        assert!(checks.iter().filter(|c| c["verdict"] == "exact").count() > 500, "{name}");
    }
}

#[test]
fn one_altered_amount_is_told_with_table_row_and_column() {
    let out = Converted::of("altered");
    assert_eq!(out.code, 1);
    let told: Vec<[String; 5]> = out
        .rows("checks")
        .iter()
        .filter(|c| c["verdict"] == "mismatch")
        .map(|c| ["rule", "table", "code", "column", "residual"].map(|k| c[k].clone()))
        .collect();
    assert_eq!(
        told,
        [
            // 合计 against 基本 + 项目, 款 20805 against its 项, and the 项 against the table of all expenditure.
            ["W2", "general_public_budget_expenditure", "2080505", "total", "-6000.00"],
            ["W3", "general_public_budget_expenditure", "20805", "basic", "-6000.00"],
            ["X6", "general_public_budget_expenditure", "2080505", "basic", "6000.00"],
        ]
        .map(|row| row.map(str::to_owned))
    );
}
