//! The recipes of docs/recipes.md, run on fixtures/batch with DuckDB and pandas and compared with what its generator was
//! told (`scripts/fixtures/batch.py`), worked out by hand; and what the equations between documents say of these fixtures.

use crate::formats::python;
use crate::support::command::{ended, fixture, rows, yusuan};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each recipe comes to, in the order of the page.
const WANTED: &str = "\
## Spending by class and city
350100|function.201|13000000
350100|function.208|1600000
350100|function.221|1200000
350200|function.201|8000000
350200|function.208|900000
350200|function.221|600000
## Subjects by city
350100|2014004|信访业务|3000000
350200|2014004|信访业务|2000000
## “Three public” expenses over the years
福州市样例局|2024|200000
福州市样例局|2025|360000
厦门市样例局|2024|220000
厦门市样例局|2025|120000
## Share of personnel in basic expenditure
福州市样例局|2024|86.72
福州市样例局|2025|87.29
厦门市样例局|2024|87.73
厦门市样例局|2025|87.69
## Projects of one body
2014004|信访业务|3000000
## What is missing in this folder
福州市样例第一中心|2024|final_accounts
福州市样例第二中心|2024|final_accounts
## What does not add up
xiamen-2024-final.pdf|B4|narrative|||general_public_budget_total_initial_budget||9050000|9500000|the budget BATCH/xiamen-2024-budget.pdf discloses another figure
## Biggest growth
福州市样例局|2025|4200000|26.58
厦门市样例局|2025|-300000|-3.16
## Procurement in all spending
福州市样例局|2024|1000000|6.33
福州市样例局|2025|1800000|9.0
厦门市样例局|2024|600000|6.32
厦门市样例局|2025|300000|3.26
## Budget and final accounts
福州市样例局|2024|15800000|16120000|102.03
厦门市样例局|2024|9500000|9200000|96.84
## Money carried over
福州市样例局|2025|1500000|7.5
## Receptions, budgeted and spent
福州市样例局|2024|60000|40000
福州市样例局|2025|50000|
厦门市样例局|2024|30000|20000
厦门市样例局|2025|30000|
## By functions of government (COFOG)
01|General public services|21000000
||4300000
## Stata
True True True
";

/// The fixtures converted to `data`, with panel and coverage, as the page begins.
fn converted(dir: &Path) {
    let inputs = fixture("batch").display().to_string();
    let run = yusuan(dir, ["convert", &inputs, "--out", "data", "--format", "csv,parquet"]);
    assert_eq!(run.code, 1, "B4 does not hold in one of them: {}", run.stderr);
    assert_eq!(yusuan(dir, ["panel", "data", "--format", "csv,parquet"]).code, 0);
    assert_eq!(yusuan(dir, ["coverage", "data", "--format", "csv,parquet"]).code, 1);
}

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

#[test]
fn every_recipe_comes_to_what_the_fixtures_were_made_of() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    converted(dir.path());
    let cofog = yusuan(dir.path(), ["codes", "--list", "cofog"]);
    fs::write(dir.path().join("cofog.tsv"), cofog.stdout).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/readers/recipes.py");
    let mut command = Command::new(python);
    let (status, output) = ended(command.arg(script).arg(page("recipes.md")).arg(dir.path()));
    let [stdout, stderr] = output.map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(status.success(), "{stdout}{stderr}");
    let batch = fixture("batch").display().to_string();
    assert_eq!(stdout.replace("\r\n", "\n").replace(&batch, "BATCH"), WANTED);
}

#[test]
fn both_languages_have_the_same_recipes() {
    let blocks = |name: &str| {
        let text = fs::read_to_string(page(name)).unwrap();
        let odd = text.split("```").skip(1).step_by(2).map(str::to_owned);
        odd.collect::<Vec<_>>()
    };
    let english = blocks("recipes.md");
    assert_eq!((english.len(), &english), (16, &blocks("recipes.zh-CN.md")));
}

#[test]
fn figures_of_the_batch_are_those_that_it_was_made_of() {
    let dir = tempfile::tempdir().unwrap();
    converted(dir.path());
    let told = |rows: Vec<std::collections::BTreeMap<String, String>>, file: &str| {
        let mut all: Vec<String> = rows
            .iter()
            .map(|r| {
                let stem = r[file].rsplit(['/', '\\']).next().unwrap().replace(".pdf", "");
                let rest = ["unit_name", "fiscal_year", "kind", "scope", "figure", "amount_yuan"];
                rest.iter().fold(stem, |line, key| line + "|" + &r[*key])
            })
            .collect();
        all.sort();
        all
    };
    let truth = told(rows(fixture("batch").join("truth/figures.csv")), "document");
    assert_eq!(told(rows(dir.path().join("data/figures.csv")), "source_file"), truth);
}

#[test]
fn equations_between_documents_hold_fail_and_name_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    converted(dir.path());
    let checks = rows(dir.path().join("data/checks.csv"));
    let mut told: Vec<String> = checks
        .iter()
        .filter(|r| ["B1", "B4", "B5"].contains(&r["rule"].as_str()))
        .filter(|r| r["verdict"] != "not_applicable")
        .map(|r| {
            let stem = r["source_file"].rsplit(['/', '\\']).next().unwrap().replace(".pdf", "");
            let stated = if r["lhs"].is_empty() { &r["reason"] } else { &r["lhs"] };
            format!("{stem} {} {} {} {stated}", r["rule"], r["verdict"], r["item"])
        })
        .collect();
    told.dedup();
    let want = [
        "fuzhou-2024-budget B1 exact income.total 15800000.00",
        "fuzhou-2024-budget B1 exact expenditure.total 15800000.00",
        "fuzhou-2024-budget B1 exact total 15800000.00",
        "fuzhou-2024-budget B5 exact  ",
        "fuzhou-2024-final B4 exact expenditure.total 15800000.00",
        "fuzhou-2024-final B4 exact function.201 13000000.00",
        "fuzhou-2024-final B4 exact function.208 1600000.00",
        "fuzhou-2024-final B4 exact function.221 1200000.00",
        "fuzhou-2024-final B4 exact income.general_public_budget 15800000.00",
        "fuzhou-2024-final B4 exact income.total 15800000.00",
        "fuzhou-2024-final B4 exact general_public_budget_total_initial_budget 15800000.00",
        "fuzhou-2024-final B5 exact  ",
        "fuzhou-2024-unit-1-budget B5 not_checked  document missing: 福州市样例第一中心 2024决算",
        "fuzhou-2024-unit-2-budget B5 not_checked  document missing: 福州市样例第二中心 2024决算",
        "xiamen-2024-budget B5 exact  ",
        "xiamen-2024-final B4 exact expenditure.total 9500000.00",
        "xiamen-2024-final B4 exact function.201 8000000.00",
        "xiamen-2024-final B4 exact function.208 900000.00",
        "xiamen-2024-final B4 exact function.221 600000.00",
        "xiamen-2024-final B4 exact income.general_public_budget 9500000.00",
        "xiamen-2024-final B4 exact income.total 9500000.00",
        "xiamen-2024-final B4 mismatch general_public_budget_total_initial_budget 9050000.00",
        "xiamen-2024-final B5 exact  ",
    ];
    assert_eq!(told, want);
    let run = yusuan(
        dir.path(),
        ["check", &fixture("batch").display().to_string(), "--select", "B4", "--lang", "zh"],
    );
    assert!(
        run.code == 1 && run.stdout.contains("xiamen-2024-budget.pdf列的是另一个数"),
        "{}",
        run.stdout
    );
}
