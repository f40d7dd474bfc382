//! A city is data: an invented one is added by a file of words alone, and no city's name stands in the program.

use crate::support::command::{ended, rows, yusuan};
use crate::support::shared::skipped;
use crate::support::sheets::{Sheet, pdf};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A budget of a city that does not exist, in words that nobody prints.
fn disclosure() -> Vec<u8> {
    let table = |title, widths, rows| Sheet {
        text: vec![(220.0, 700.0, title), (450.0, 660.0, "单位：万元")],
        widths,
        rows,
    };
    let cover = Sheet {
        text: vec![(200.0, 600.0, "2026年度"), (200.0, 560.0, "澄岭市甲乙局部门预算")],
        widths: &[],
        rows: vec![],
    };
    let summary = vec![
        vec!["项目", "预算数", "项目", "预算数"],
        vec!["一、零星进账", "50.00", "一、公共安全支出", "50.00"],
        vec!["收入总计", "50.00", "支出总计", "50.00"],
    ];
    let income = vec![
        vec!["科目编码", "科目名称", "合计", "自主创收"],
        vec!["204", "公共安全支出", "50.00", "50.00"],
        vec!["", "合计", "50.00", "50.00"],
    ];
    pdf(&[
        cover,
        table("收支总表", &[120.0, 120.0, 120.0, 120.0], summary),
        table("进账安排一览表", &[80.0, 160.0, 100.0, 100.0], income),
    ])
}

const TEMPLATE: &str = "place = [\"澄岭市\"]
[[title]]
id = \"income_summary\"
words = [\"进账安排一览表\"]
[[column]]
id = \"institutional_income\"
words = [\"自主创收\"]
[[item]]
id = \"income.institutional\"
side = \"income\"
words = [\"零星进账\"]
";

fn convert(dir: &Path, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let run = yusuan(dir, [&["convert", "budget.pdf", "--out", "out"], args].concat());
    assert!(run.code < 2, "{}", run.stderr);
    rows(dir.join("out/facts.csv"))
}

/// Table, item and column of the fact on `page` whose row is named `name`.
fn told(
    facts: &[BTreeMap<String, String>],
    page: &str,
    name: &str,
) -> Vec<(String, String, String)> {
    let of =
        |f: &BTreeMap<String, String>| (f["table"].clone(), f["item"].clone(), f["column"].clone());
    facts.iter().filter(|f| f["page"] == page && f["name"] == name).map(of).collect()
}

fn triple(table: &str, item: &str, column: &str) -> (String, String, String) {
    (table.into(), item.into(), column.into())
}

#[test]
fn an_invented_city_is_added_by_data_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("budget.pdf"), disclosure()).unwrap();
    let facts = convert(dir.path(), &[]);
    assert_eq!(told(&facts, "2", "零星进账"), [triple("income_expenditure_summary", "", "amount")]);
    let other = "other:进账安排一览表";
    assert_eq!(
        told(&facts, "3", "公共安全支出"),
        [triple(other, "", "total"), triple(other, "", "other:自主创收")]
    );

    let templates = dir.path().join("words/虚省");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("澄岭.toml"), TEMPLATE).unwrap();
    let facts = convert(dir.path(), &["--templates", "words"]);
    assert_eq!(
        told(&facts, "2", "零星进账"),
        [triple("income_expenditure_summary", "income.institutional", "amount")]
    );
    let table = "income_summary";
    assert_eq!(
        told(&facts, "3", "公共安全支出"),
        [triple(table, "", "total"), triple(table, "", "institutional_income")]
    );

    fs::write(templates.join("澄岭.toml"), TEMPLATE.replace("澄岭市", "别处市")).unwrap();
    let facts = convert(dir.path(), &["--templates", "words"]);
    assert_eq!(
        told(&facts, "2", "零星进账"),
        [triple("income_expenditure_summary", "", "amount")],
        "another city's words"
    );
}

#[test]
fn parts_converted_with_templates_are_merged_with_them() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("budget.pdf"), disclosure()).unwrap();
    fs::create_dir(dir.path().join("words")).unwrap();
    fs::write(dir.path().join("words/澄岭.toml"), TEMPLATE).unwrap();
    let run = |args: &[&str]| yusuan(dir.path(), args.iter().copied());
    assert!(
        run(&["convert", "budget.pdf", "--shard", "1/1", "--out", "part", "--templates", "words"])
            .code
            < 2
    );
    let without = run(&["merge", "part", "--out", "out"]);
    assert!(
        without.code == 2 && without.stderr.contains("merge with the same --templates"),
        "{}",
        without.stderr
    );
    assert!(run(&["merge", "part", "--out", "out", "--templates", "words"]).code < 2);
    let facts = rows(dir.path().join("out/facts.csv"));
    assert!(facts.iter().any(|f| f["table"] == "income_summary"), "a word of the template is used");
    for file in ["facts.csv", "checks.csv", "manifest.json", "journal.jsonl"] {
        assert_eq!(
            fs::read(dir.path().join("part").join(file)).unwrap(),
            fs::read(dir.path().join("out").join(file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn a_draft_lists_the_unknown_words_and_waits_for_ids() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("budget.pdf"), disclosure()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/new-template");
    let mut command = Command::new("python3");
    command
        .arg(&script)
        .arg("budget.pdf")
        .current_dir(dir.path())
        .env("YUSUAN", env!("CARGO_BIN_EXE_yusuan"));
    if Command::new("python3").arg("--version").output().is_err() {
        return skipped("no python3");
    }
    let (status, output) = ended(&mut command);
    let [text, said] = output.map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(status.success(), "{said}");
    for line in [
        "place = [\"澄岭市\"]",
        "words = [\"进账安排一览表\"]",
        "words = [\"零星进账\"]",
        "side = \"income\"",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    fs::create_dir(dir.path().join("words")).unwrap();
    fs::write(dir.path().join("words/澄岭.toml"), &text).unwrap();
    let run = yusuan(dir.path(), ["convert", "budget.pdf", "--out", "out", "--templates", "words"]);
    assert!(
        run.stderr.contains("澄岭.toml: title: id is empty: fill it in, or delete the entry"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_faulty_template_is_wrong_usage_and_says_where() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("words")).unwrap();
    let run = yusuan(dir.path(), ["convert", "budget.pdf", "--out", "out", "--templates", "words"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("words: no template in it"), "{}", run.stderr);
    fs::write(
        dir.path().join("words/澄岭.toml"),
        TEMPLATE.replace("income_summary", "income_sumary"),
    )
    .unwrap();
    let run = yusuan(dir.path(), ["convert", "budget.pdf", "--out", "out", "--templates", "words"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains(
            "澄岭.toml: title: there is no id “income_sumary”; the nearest is “income_summary”"
        ),
        "{}",
        run.stderr
    );
    assert!(!dir.path().join("out").exists());
}

#[test]
fn no_citys_name_stands_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("tests/data/places.txt")).unwrap();
    let listed: Vec<&str> = list.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    let (mut templates, mut sources) = (Vec::new(), Vec::new());
    walk(root, Path::new("src"), &mut |path| {
        if path.starts_with("src/catalog/data/templates") {
            let named = path.components().skip(4).map(|c| c.as_os_str().to_string_lossy());
            templates.extend(named.map(|name| name.trim_end_matches(".toml").to_string()));
        } else if path.extension().is_some_and(|e| e == "rs") {
            sources.push(path.to_path_buf());
        }
    });
    assert!(listed.len() > 40 && templates.len() > 1 && sources.len() > 100);
    let names: Vec<&str> = listed.into_iter().chain(templates.iter().map(String::as_str)).collect();
    for source in sources {
        let text = fs::read_to_string(root.join(&source)).unwrap();
        for (n, line) in text.lines().enumerate() {
            let named = names.iter().find(|name| line.contains(**name));
            assert_eq!(
                named,
                None,
                "{}:{}: a city's words are data: {line}",
                source.display(),
                n + 1
            );
        }
    }
}

fn walk(root: &Path, dir: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(root.join(dir)).unwrap().map(|e| e.unwrap()) {
        let path = dir.join(entry.file_name());
        if entry.path().is_dir() { walk(root, &path, each) } else { each(&path) }
    }
}
