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

/// The third page of marks.pdf leans by a degree about its origin, and by 5 points to the right and down: where its figures
/// stand is told on the page as displayed. Upright, 12.50 has its middle at (365.8, 140.6).
#[test]
fn boxes_of_a_page_askew_stand_on_the_page_as_displayed() {
    let dir = tempfile::tempdir().unwrap();
    let input = fixture("quirks/marks.pdf");
    yusuan(dir.path(), ["convert".as_ref(), input.as_os_str(), "--out".as_ref(), "out".as_ref()]);
    let facts = rows(dir.path().join("out/facts.csv"));
    let on_page = facts.iter().filter(|row| row["page"] == "3");
    let middles: Vec<(String, f64, f64)> = on_page
        .map(|row| {
            let at = |column: &str| row[column].parse::<f64>().unwrap();
            (row["stated"].clone(), (at("x0") + at("x1")) / 2.0, (at("y0") + at("y1")) / 2.0)
        })
        .collect();
    let (sin, cos) = (0.01745, 0.99985);
    let shown = |x: f64, y: f64| {
        let up = 842.0 - y;
        (cos * x - sin * up + 5.0, 842.0 - (sin * x + cos * up - 5.0))
    };
    for (stated, x, y) in [("12.50", 365.75, 140.6), ("10.50", 450.75, 140.6)] {
        let (_, got_x, got_y) = middles.iter().find(|(text, ..)| text == stated).unwrap();
        let (want_x, want_y) = shown(x, y);
        assert!((got_x - want_x).abs() < 1.0 && (got_y - want_y).abs() < 1.0, "{middles:?}");
    }
}
