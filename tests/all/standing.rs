//! What stands beside a figure: the verdict of its equations, their terms, and whether it is a leaf.

use crate::support::command::{fixture, rows, yusuan};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

type Record = BTreeMap<String, String>;

/// The output of these fixtures.
fn converted(dir: &Path, fixtures: &[&str]) -> PathBuf {
    let paths = fixtures.iter().map(|name| fixture("seed").join(name));
    let mut args = vec![PathBuf::from("convert")];
    args.extend(paths);
    args.extend(["--out", "out"].map(PathBuf::from));
    yusuan(dir, args);
    dir.join("out")
}

/// Where a figure stands, as check_terms joins to facts.
fn key(record: &Record) -> [String; 6] {
    ["source_file", "table", "side", "row", "column", "basis"].map(|name| record[name].clone())
}

fn money(record: &Record, column: &str) -> Decimal {
    record[column].parse().unwrap()
}

#[test]
fn a_figure_has_the_worst_verdict_of_its_equations() {
    let dir = tempfile::tempdir().unwrap();
    let out = converted(dir.path(), &["altered.pdf"]);
    let facts = rows(out.join("facts.csv"));
    let mismatches: Vec<Record> =
        rows(out.join("checks.csv")).into_iter().filter(|c| c["verdict"] == "mismatch").collect();
    assert!(!mismatches.is_empty());
    let stated = mismatches.iter().filter(|check| !check["column"].is_empty());
    for check in stated {
        let own = facts.iter().find(|fact| key(fact) == key(check)).unwrap();
        assert_eq!(own["verdict"], "mismatch", "{own:?}");
    }
    let exact = facts.iter().filter(|fact| fact["verdict"] == "exact").count();
    assert!(2 * exact > facts.len(), "{exact} of {}", facts.len());
}

#[test]
fn the_terms_of_an_equation_join_to_the_facts_and_add_up() {
    let dir = tempfile::tempdir().unwrap();
    let out = converted(dir.path(), &["chromium.pdf", "typst.pdf"]);
    let facts: HashMap<[String; 6], Decimal> = rows(out.join("facts.csv"))
        .iter()
        .map(|fact| (key(fact), money(fact, "amount_yuan")))
        .collect();
    let id = |record: &Record| [record["source_file"].clone(), record["check_no"].clone()];
    let mut terms: HashMap<[String; 2], Vec<Record>> = HashMap::new();
    for term in rows(out.join("check_terms.csv")) {
        terms.entry(id(&term)).or_default().push(term);
    }
    let mut worked = 0;
    for check in rows(out.join("checks.csv")).iter().filter(|c| c["verdict"] == "exact") {
        let Some(terms) = terms.get(&id(check)) else {
            assert_eq!(check["lhs"], "", "{check:?}");
            continue;
        };
        let positions: Vec<String> = terms.iter().map(|term| term["position"].clone()).collect();
        assert_eq!(positions, (0..terms.len()).map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(terms[0]["table"], check["table"]);
        let addends = &terms[1..];
        if addends.is_empty() || addends.iter().any(|term| term["table"].is_empty()) {
            continue;
        }
        let value = |term: &Record| match term["sign"].as_str() {
            "-" => -facts[&key(term)],
            _ => facts[&key(term)],
        };
        let sum: Decimal = addends.iter().map(value).sum();
        assert_eq!(sum, money(check, "rhs"), "{check:?}");
        worked += 1;
    }
    assert!(worked > 100, "{worked}");
}

#[test]
fn the_leaves_of_a_column_add_up_to_its_total() {
    let dir = tempfile::tempdir().unwrap();
    let out = converted(dir.path(), &["chromium.pdf"]);
    let facts = rows(out.join("facts.csv"));
    let of = |table: &str, column: &str| -> Vec<&Record> {
        facts.iter().filter(|f| f["table"] == table && f["column"] == column).collect()
    };
    for (table, column) in [
        ("expenditure_summary", "total"),
        ("expenditure_summary", "project"),
        ("general_public_budget_expenditure", "total"),
        ("income_summary", "total"),
    ] {
        let column = of(table, column);
        let total = column.iter().find(|fact| fact["item"] == "total").expect(table);
        let leaves = column.iter().filter(|fact| fact["leaf"] == "true");
        let sum: Decimal = leaves.map(|fact| money(fact, "amount_yuan")).sum();
        assert_eq!(sum, money(total, "amount_yuan"), "{table}");
        assert_eq!(total["leaf"], "");
    }
}

#[test]
fn findings_are_rows_with_their_place_and_advice() {
    let dir = tempfile::tempdir().unwrap();
    let quirk = fixture("quirks").join("figures.pdf");
    let args = [PathBuf::from("convert"), quirk, "--out".into(), "out".into()];
    yusuan(dir.path(), args);
    let findings = rows(dir.path().join("out/findings.csv"));
    let unread = findings.iter().find(|finding| finding["code"] == "unread-cell").unwrap();
    assert_eq!(unread["severity"], "warning");
    assert!(!unread["page"].is_empty() && !unread["x0"].is_empty() && !unread["help"].is_empty());
    let documents = rows(dir.path().join("out/documents.csv"));
    assert_eq!(documents[0]["findings"], findings.len().to_string());
}
