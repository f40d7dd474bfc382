//! docs/contract says what the program does: its ids are those that the program can give, its columns those of the
//! tables, its rules those that are checked, and what cites it cites something that is there.

use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, iter};
use yusuan::catalog::{Catalog, KEY_ENDINGS};
use yusuan::emit::SHEETS;
use yusuan::model::Basis;
use yusuan::reconcile;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The ids of a list of the contract, in its order; none comes twice, every line has all fields.
fn listed(list: &str) -> Vec<String> {
    let text = read(&format!("docs/contract/{list}.tsv"));
    let fields = text.lines().next().unwrap().split('\t').count();
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|l| l.split('\t').collect()).collect();
    assert!(lines.iter().all(|l| l.len() == fields), "{list}.tsv");
    let ids: Vec<String> = lines.iter().map(|l| l[0].to_owned()).collect();
    assert_eq!(set(&ids).len(), ids.len(), "{list}.tsv");
    ids
}

fn set<T: AsRef<str>>(ids: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    ids.into_iter().map(|id| id.as_ref().to_owned()).collect()
}

/// The source files below `dir`, without their tests.
fn source(dir: &str) -> Vec<String> {
    fn files(path: &Path, all: &mut Vec<String>) {
        if path.is_dir() {
            fs::read_dir(path).unwrap().for_each(|entry| files(&entry.unwrap().path(), all));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(path).unwrap();
            all.push(text.split("#[cfg(test)]").next().unwrap().to_owned());
        }
    }
    let mut all = Vec::new();
    files(&path(dir), &mut all);
    all
}

/// What the pattern's first group catches in the source files below `dir`.
fn written(dir: &str, pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    let all = source(dir);
    all.iter().flat_map(|text| pattern.captures_iter(text)).map(|c| c[1].to_owned()).collect()
}

#[test]
fn the_ids_are_those_that_the_program_can_give() {
    let catalog = Catalog::builtin().unwrap();
    let mut wrong = Vec::new();
    for (file, list) in [("tables", "table"), ("columns", "column"), ("items", "item")] {
        let (listed, given) = (set(listed(file)), catalog.ids(list));
        let lacking = given.difference(&listed);
        wrong.extend(lacking.map(|id| format!("docs/contract/{file}.tsv lacks {id}")));
        let gone = listed.difference(&given);
        wrong.extend(gone.map(|id| format!("docs/contract/{file}.tsv: nothing gives {id}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let endings = KEY_ENDINGS.map(|ending| format!("<key>{ending}"));
    let keys: BTreeSet<String> = catalog.ids("key").into_iter().chain(endings).collect();
    assert_eq!(set(listed("narrative")), keys);
    assert_eq!(listed("basis"), Basis::ALL.map(Basis::as_str));
}

/// Ids that the parser gives without a label of the catalog are among the catalog's all the same.
#[test]
fn the_ids_of_the_parser_are_among_them() {
    let catalog = Catalog::builtin().unwrap();
    let items = written("src/parse", r#"\bitem = Some\("([a-z_.]+)""#);
    assert!(items.len() > 2 && items.is_subset(&catalog.ids("item")), "{items:?}");
    let keys = [r#"About::key\("([a-z_]+)"\)"#, r#""([a-z_]+_(?:subject|class))""#];
    let keys: BTreeSet<String> =
        keys.iter().flat_map(|pattern| written("src/parse/narrative", pattern)).collect();
    let (known, parts) = (catalog.ids("key"), set(["_subject", "_class"]));
    assert!(
        keys.len() > 5 && keys.iter().all(|k| known.contains(k) || parts.contains(k)),
        "{keys:?}"
    );
    let endings = written("src/parse/narrative", r#""(_[a-z_]+)""#);
    let others = set(["_subject", "_class", "_total"]);
    assert_eq!(&endings - &others, set(KEY_ENDINGS));
}

#[test]
fn the_columns_are_those_of_the_tables() {
    let text = read("docs/contract/README.md");
    for sheet in &SHEETS {
        let section = text.split(&format!("\n## {}\n", sheet.name)).nth(1).expect(sheet.name);
        let section = section.split("\n## ").next().unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
        let names: Vec<&str> =
            rows.filter_map(|row| row.split(" | ").next()).filter(|n| *n != "---").collect();
        let columns: Vec<&str> =
            iter::once("column").chain(sheet.columns.iter().map(|c| c.name)).collect();
        assert_eq!(names, columns, "{}", sheet.name);
    }
}

#[test]
fn the_rules_are_those_that_are_checked() {
    let text = read("docs/contract/checks.md");
    let rules: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("- ")?.split(' ').next()).collect();
    let checked: Vec<&str> = reconcile::rules().iter().map(|rule| rule.id).collect();
    assert_eq!(rules, checked, "docs/contract/checks.md, src/catalog/data/rules.toml");
}

/// LEDGER.md says of each rule in which file it is worked out.
#[test]
fn the_ledger_of_equations_names_the_file_of_every_rule() {
    let text = read("LEDGER.md");
    let named = Regex::new(r"(?m)^\| (\w+) \| .* \| `([a-z_/]+\.rs)` \|$").unwrap();
    let named: Vec<[&str; 2]> = named.captures_iter(&text).map(|c| c.extract().1).collect();
    for [rule, file] in &named {
        if rule.starts_with(['R', 'T']) {
            // no equation: its room stands beside that of the equations
            assert!(path("src").join(file).is_file(), "{rule}: {file}");
            continue;
        }
        let source = read(&format!("src/reconcile/{file}"));
        assert!(source.contains(&format!("RULE: &str = \"{rule}\";")), "{rule}: {file}");
    }
    let rules = set(reconcile::rules().iter().map(|rule| rule.id));
    assert_eq!(set(named.iter().map(|[rule, _]| rule)), rules, "LEDGER.md and the rules");
}

#[test]
fn what_is_cited_is_there() {
    let cited = Regex::new(r"docs/contract/([A-Za-z]+\.[a-z]+)").unwrap();
    let (code, rules) = (source("src").concat(), read("src/catalog/data/rules.toml"));
    let files: BTreeSet<&str> = [code.as_str(), rules.as_str()]
        .into_iter()
        .flat_map(|text| cited.captures_iter(text).map(|c| c.get(1).unwrap().as_str()))
        .collect();
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        assert!(path("docs/contract").join(file).is_file(), "{file}");
    }
}
