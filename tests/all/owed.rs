//! What disclosures owe: complete ones lack nothing, and one with something taken away lacks exactly that; a slip in the text is
//! told by its rule. The fixtures are named for what is done to them.

use crate::support::command::{fixture, yusuan};
use std::collections::BTreeMap;
use std::fs;
use yusuan::emit::wire::Document;
use yusuan::model::OwedState;
use yusuan::{Catalog, Settings, extract};

/// Every fixture by its name.
fn documents() -> BTreeMap<String, Document> {
    let catalog = Catalog::builtin().unwrap();
    let settings = Settings::default();
    let files = fs::read_dir(fixture("owed")).unwrap().map(|entry| entry.unwrap().path());
    let document = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name.clone(), extract(&bytes, &name, &settings, &catalog))
    };
    files.map(document).collect()
}

fn missing(document: &Document) -> Vec<&str> {
    let open = document.owed.iter().filter(|o| o.state == OwedState::NotFound);
    open.map(|o| o.id.as_str()).collect()
}

/// The rules of the findings on the text.
fn told(document: &Document) -> Vec<&str> {
    let rule = |message: &'_ str| message.split_once(": ").is_some_and(|(rule, _)| rule.len() == 2);
    let notes = document.findings.iter().filter(|f| f.message.starts_with('T') && rule(&f.message));
    notes.map(|f| &f.message[..2]).collect()
}

#[test]
fn what_is_taken_away_is_what_lacks() {
    let documents = documents();
    assert!(documents.len() > 70, "{}", documents.len());
    for (name, document) in &documents {
        let want: Vec<&str> = name.split_once("-without-").map(|(_, id)| id).into_iter().collect();
        assert_eq!(missing(document), want, "{name}");
        let slip = name.rsplit('-').next().filter(|s| s.len() == 2);
        assert_eq!(told(document), slip.into_iter().collect::<Vec<_>>(), "{name}");
    }
    for name in ["budget", "final-accounts"] {
        let document = &documents[name];
        let found = document.owed.iter().filter(|o| o.state == OwedState::Found);
        assert!(found.clone().count() > 24 && found.clone().all(|o| o.page.is_some()), "{name}");
        assert!(document.owed.iter().all(|o| o.state != OwedState::NotChecked), "{name}");
        let wrong: Vec<_> = document
            .checks
            .iter()
            .filter(|c| c.verdict == yusuan::model::Verdict::Mismatch)
            .collect();
        assert!(wrong.is_empty() && document.status.as_str() == "ok", "{name}: {wrong:#?}");
    }
}

#[test]
fn the_ledger_is_told_in_both_languages_and_as_data() {
    let folder = fixture("owed");
    let run = |args: &[&str]| {
        yusuan(&folder, [&["check", "budget-without-section.glossary.pdf"], args].concat())
    };
    let english = run(&["--owed"]);
    assert_eq!(english.code, 0, "an obligation that is not met is no mismatch");
    let mut lines = english.stdout.lines();
    let head = lines.next().unwrap();
    assert!(
        head.starts_with("budget-without-section.glossary.pdf: ")
            && head.ends_with(" obligations found, 1 not found, 0 not checked"),
        "{head}"
    );
    assert!(lines.clone().all(|line| line.starts_with('R')), "{}", english.stdout);
    assert!(
        lines.any(|line| line == "R5 not found: section: glossary (财预〔2016〕143号)"),
        "{}",
        english.stdout
    );
    let chinese = run(&["--owed", "--lang", "zh"]);
    assert!(
        chinese.stdout.contains("\nR5 未见: 名词解释 (财预〔2016〕143号)\n"),
        "{}",
        chinese.stdout
    );
    let only = run(&["--owed", "--select", "R5", "--format", "jsonl"]);
    let first: serde_json::Value =
        serde_json::from_str(only.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((first["rule"].as_str(), first["state"].as_str()), (Some("R5"), Some("found")));
    assert_eq!(run(&["--owed", "--format", "sarif"]).code, 2);
    assert!(run(&["--select", "T1"]).stdout.is_empty());
}

#[test]
fn a_list_of_ones_own_is_asked_too() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("city.toml");
    let text = "source = \"某市2026年通知\"\n[[owed]]\nid = \"table.procurement\"\nrule = \"R1\"\nname = [\"table: procurement\", \"政府采购表\"]\ntable = [\"procurement\"]\n";
    fs::write(&list, text).unwrap();
    let input = fixture("owed/budget.pdf").display().to_string();
    let own = format!("--owed={}", list.display());
    let run = yusuan(dir.path(), ["check", &input, &own]);
    assert!(
        run.stdout.contains("\nR1 not found: table: procurement (某市2026年通知)\n"),
        "{}",
        run.stdout
    );
    let run = yusuan(dir.path(), ["convert", &input, "--out", "out", &own]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let documents = fs::read_to_string(dir.path().join("out/documents/budget.json")).unwrap();
    assert!(documents.contains("某市2026年通知"));
    fs::write(&list, "source = 1").unwrap();
    assert_eq!(
        yusuan(dir.path(), ["check", &input, &own]).code,
        2,
        "a list that is none is refused"
    );
}

/// Titles and notes that the seed prints are found by every producer's file alike.
#[test]
fn the_seed_lacks_nothing() {
    let catalog = Catalog::builtin().unwrap();
    for name in ["libreoffice", "chromium", "typst", "reportlab-gbk"] {
        let bytes = fs::read(fixture(&format!("seed/{name}.pdf"))).unwrap();
        let document = extract(&bytes, name, &Settings::default(), &catalog);
        assert_eq!(missing(&document), Vec::<&str>::new(), "{name}");
        assert_eq!(told(&document), Vec::<&str>::new(), "{name}");
    }
}
