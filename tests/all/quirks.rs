//! Tables set as none should be: what is converted is what a person reads there, and what nobody can read is told, on its
//! page.

use crate::support::command::{fixture, rows, yusuan};

/// Facts and findings of one document, each as its columns in `truth`.
fn read(name: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let input = fixture(&format!("quirks/{name}.pdf"));
    yusuan(dir.path(), ["convert".as_ref(), input.as_os_str(), "--out".as_ref(), "out".as_ref()]);
    let out = dir.path().join("out");
    let facts = rows(out.join("facts.csv"));
    let mut lines: Vec<String> = facts.iter().map(line).collect();
    let json = std::fs::read(out.join(format!("documents/{name}.json"))).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    for finding in json["findings"].as_array().unwrap() {
        let code = finding["code"].as_str().unwrap();
        lines.push(format!("{} | finding | {code} |  |  |  | ", finding["page"]));
    }
    let whole = ["grids", "sheets"].contains(&name);
    assert_eq!(json["status"], if whole { "ok" } else { "partial" }, "{name}");
    lines.sort();
    lines
}

fn line(row: &std::collections::BTreeMap<String, String>) -> String {
    ["page", "table", "code", "item", "name", "column", "stated"]
        .map(|c| row[c].as_str())
        .join(" | ")
}

#[test]
fn quirks_are_read_as_a_person_reads_them() {
    for name in ["figures", "grids", "marks", "unplaced", "sheets"] {
        let truth = rows(fixture(&format!("quirks/truth/{name}.csv")));
        let mut truth: Vec<String> = truth.iter().map(line).collect();
        truth.sort();
        assert!(truth.len() > 5, "{name}");
        let read = read(name);
        let lacks: Vec<_> = truth.iter().filter(|line| !read.contains(line)).collect();
        let more: Vec<_> = read.iter().filter(|line| !truth.contains(line)).collect();
        assert!(lacks.is_empty() && more.is_empty(), "{name} lacks {lacks:#?}, and has {more:#?}");
        assert_eq!(read.len(), truth.len(), "{name}");
    }
}
