//! Made-up disclosures in the layouts of other provinces: what is converted equals the truth that their script wrote
//! beside them, and their own totals prove it.

use crate::support::command::{fixture, rows, yusuan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

type Row = BTreeMap<String, String>;

/// Documents that are read otherwise than they are printed, each with the reason. One that is read well is an error:
/// it leaves the list.
const KNOWN_FAILURES: [&str; 0] = [];

/// The folder, converted once: the rows of each table, and what the documents found doubtful.
struct Converted {
    tables: BTreeMap<&'static str, Vec<Row>>,
    findings: BTreeMap<String, Vec<String>>,
}

static CONVERTED: LazyLock<Converted> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let input = fixture("provinces");
    yusuan(dir.path(), ["convert".as_ref(), input.as_os_str(), "--out".as_ref(), "out".as_ref()]);
    let out = dir.path().join("out");
    let tables = ["documents", "facts", "checks"]
        .map(|table| (table, rows(out.join(format!("{table}.csv")))))
        .into();
    let findings = names()
        .into_iter()
        .map(|name| {
            let json = std::fs::read(out.join(format!("documents/{name}.json"))).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
            let found = json["findings"].as_array().unwrap().iter().map(ToString::to_string);
            (name, found.collect())
        })
        .collect();
    Converted { tables, findings }
});

impl Converted {
    /// The rows of one document.
    fn of<'a>(&'a self, table: &str, name: &'a str) -> impl Iterator<Item = &'a Row> {
        self.tables[table]
            .iter()
            .filter(move |r| Path::new(&r["source_file"]).file_stem() == Some(name.as_ref()))
    }
}

/// The documents that have a truth.
fn truths() -> Vec<Row> {
    rows(fixture("provinces/truth/documents.csv"))
}

fn names() -> BTreeSet<String> {
    truths().iter().map(|t| t["document"].clone()).collect()
}

/// The lines that only one side has, `-` those of the truth, `+` what was converted; each as often as it lacks there.
fn difference<'a>(
    truth: impl IntoIterator<Item = &'a Row>,
    converted: impl IntoIterator<Item = &'a Row>,
) -> Vec<String> {
    const COLUMNS: [&str; 11] = [
        "page",
        "table",
        "side",
        "row",
        "code",
        "item",
        "name",
        "column",
        "basis",
        "stated",
        "amount_yuan",
    ];
    let line = |r: &Row| COLUMNS.map(|c| r[c].as_str()).join(" | ");
    let mut count: BTreeMap<String, i32> = BTreeMap::new();
    truth.into_iter().for_each(|r| *count.entry(line(r)).or_default() -= 1);
    converted.into_iter().for_each(|r| *count.entry(line(r)).or_default() += 1);
    let sign = |n: i32| if n < 0 { '-' } else { '+' };
    count
        .into_iter()
        .flat_map(|(l, n)| vec![format!("{} {l}", sign(n)); n.unsigned_abs() as usize])
        .collect()
}

/// Everything that is not as it is printed in one document; empty where it is read well.
fn wrong(truth: &Row) -> Vec<String> {
    let name = truth["document"].as_str();
    let facts = rows(fixture(&format!("provinces/truth/{name}.csv")));
    assert!(facts.len() > 20, "{name}: {} facts", facts.len());
    let mut out = difference(&facts, CONVERTED.of("facts", name));
    let [document] = CONVERTED.of("documents", name).collect::<Vec<_>>()[..] else {
        panic!("{name} is not in documents.csv once")
    };
    for key in ["unit_name", "fiscal_year", "kind", "scope"] {
        if document[key] != truth[key] {
            out.push(format!("{key} is {}, not {}", document[key], truth[key]));
        }
    }
    if document["status"] != "ok" {
        out.push(format!("status {}", document["status"]));
    }
    // A document prints words of its own on purpose.
    let own_words = |f: &&String| f.contains("unknown-column") || f.contains("unknown-table");
    let findings = CONVERTED.findings[name].iter().filter(|f| !own_words(f));
    out.extend(findings.map(|f| format!("finding {f}")));
    out.extend(
        CONVERTED
            .of("checks", name)
            // No document has all the tables of a disclosure; what else was not checked was not read.
            .filter(|c| match c["verdict"].as_str() {
                "exact" | "not_applicable" => false,
                "not_checked" => !c["reason"].starts_with("table missing"),
                _ => true,
            })
            .map(|c| {
                ["rule", "table", "row", "column", "lhs", "rhs", "verdict", "reason"]
                    .map(|k| c[k].as_str())
                    .join(" | ")
            })
            .map(|c| format!("check {c}")),
    );
    out
}

#[test]
fn every_layout_gives_the_truth_and_its_own_totals_prove_it() {
    let mut told = Vec::new();
    for truth in truths().iter().filter(|t| !KNOWN_FAILURES.contains(&t["document"].as_str())) {
        let name = &truth["document"];
        let wrong = wrong(truth);
        if !wrong.is_empty() {
            told.push(format!("{name}:\n  {}", wrong.join("\n  ")));
        }
        let exact = CONVERTED.of("checks", name).filter(|c| c["verdict"] == "exact").count();
        assert!(exact > 10, "{name}: only {exact} equations");
    }
    assert!(told.is_empty(), "- as printed, + as converted\n{}", told.join("\n"));
}

#[test]
fn the_readme_of_the_fixtures_has_a_line_for_each() {
    let readme = std::fs::read_to_string(fixture("README.md")).unwrap();
    let missing: Vec<String> =
        names().into_iter().filter(|n| !readme.contains(&format!("\n| `{n}.pdf` |"))).collect();
    assert!(missing.is_empty(), "fixtures/README.md lacks {missing:?}");
}

#[test]
fn known_failures_still_fail() {
    for name in KNOWN_FAILURES {
        let truths = truths();
        let truth = truths.iter().find(|t| t["document"] == name).expect(name);
        assert!(!wrong(truth).is_empty(), "{name} is read well now: take it off KNOWN_FAILURES");
    }
}

#[test]
fn every_file_has_its_truth_and_every_truth_its_file() {
    let stems = |dir: &str, extension: &str| -> BTreeSet<String> {
        std::fs::read_dir(fixture(dir))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension() == Some(extension.as_ref()))
            .map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    let mut truths = stems("provinces/truth", "csv");
    assert!(truths.remove("documents"));
    assert_eq!(stems("provinces", "pdf"), names());
    assert_eq!(truths, names());
}
