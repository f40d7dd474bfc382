//! `yusuan diff`: what changed between two documents, two outputs, two years; its forms and exit codes.

use crate::support::command::{Run, fixture, yusuan};
use crate::support::sample;
use serde_json::Value;
use std::fs;
use std::path::Path;
use yusuan::compare::{Change, Comparison, Outcome};
use yusuan::emit::wire::{Document, Row};

/// `added …` lines: how, table, code or item or name, column, both figures, difference.
fn told(changes: &[Change]) -> Vec<String> {
    let figure = |side: &Option<yusuan::compare::Figure>| match side {
        Some(figure) => figure.figure.map_or(format!("“{}”", figure.stated), |f| f.to_string()),
        None => "-".into(),
    };
    let line = |c: &Change| {
        let row = [&c.row_unit, &c.code, &c.item, &c.name]
            .into_iter()
            .filter(|s| !s.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("/");
        let difference = c.difference.map(|d| format!(" {d}")).unwrap_or_default();
        format!(
            "{} {} {row} {} {} {}{difference}",
            c.change.as_str(),
            c.table,
            c.column,
            figure(&c.a),
            figure(&c.b)
        )
    };
    changes.iter().map(line).collect()
}

fn compared(a: &Document, b: &Document) -> (Outcome, Vec<String>, usize) {
    let comparison = Comparison::of(a, b, true);
    (comparison.outcome, told(&comparison.changes), comparison.same)
}

/// The sample with its first row as often as there are names and amounts: `name 12.34`.
fn with_rows(rows: &[(&str, &str)]) -> Document {
    let mut document = sample::document();
    let first = document.tables[0].rows[0].clone();
    let row = |(at, (name, amount)): (usize, &(&str, &str))| {
        let mut row = Row { name: (*name).into(), row: at as u32 + 1, ..first.clone() };
        row.cells[0].amount_yuan = Some(serde_json::from_value((*amount).into()).unwrap());
        row
    };
    document.tables[0].rows = rows.iter().enumerate().map(row).collect();
    document
}

#[test]
fn the_same_document_is_the_same_wherever_its_rows_stand() {
    let document = sample::document();
    let figures = 5; // two amounts, one that is not read, two in the prose
    assert_eq!(compared(&document, &document), (Outcome::Same, vec![], figures));
    let mut moved = document.clone();
    moved.tables[0].rows.reverse();
    moved.tables[0].rows.iter_mut().zip(1..).for_each(|(row, number)| row.row = number);
    assert_eq!(compared(&document, &moved), (Outcome::Same, vec![], figures));
}

#[test]
fn figures_are_compared_by_their_worth_and_blank_is_not_zero() {
    let (a, mut b) = (sample::document(), sample::document());
    b.tables[0].rows[0].cells[0].stated = Some("5,480,300".into());
    b.tables[0].rows[0].cells[0].stated_unit = Some("元".into());
    assert_eq!(compared(&a, &b).0, Outcome::Same, "548.03 万元 is 5,480,300 元");
    b.tables[0].rows[1].cells[0] = a.tables[0].rows[1].cells[1].clone(); // a dash for 0.00
    b.tables[0].rows[1].cells[0].column = "total".into();
    b.tables[0].rows[2].cells[0].stated = Some("5?9.03".into());
    b.narrative[1].value = Some(serde_json::from_value("4.25".into()).unwrap());
    let wanted = [
        "removed expenditure_summary 某市社会保险中心/20801/人力资源和社会保障管理事务 total 0.00 -",
        "changed expenditure_summary total/合计 total “5?8.03” “5?9.03”",
        "changed narrative expenditure_total_change_percent  3.50 4.25 0.75",
    ];
    assert_eq!(compared(&a, &b), (Outcome::Changed, wanted.map(String::from).to_vec(), 2));
}

#[test]
fn of_rows_with_the_same_code_those_of_the_same_name_belong_together() {
    let a = with_rows(&[("甲项目", "1.00"), ("乙项目", "2.00"), ("丙项目", "3.00")]);
    let b = with_rows(&[("丙项目", "3.00"), ("甲项目", "1.50"), ("丁项目", "2.00")]);
    let wanted = [
        "changed expenditure_summary 208/甲项目 total 1.00 1.50 0.50",
        "removed expenditure_summary 208/乙项目 total 2.00 -",
        "added expenditure_summary 208/丁项目 total - 2.00",
    ];
    assert_eq!(compared(&a, &b).1, wanted);
    let again = with_rows(&[("甲", "1.00"), ("甲", "2.00"), ("甲", "1.00")]);
    let fewer = with_rows(&[("甲", "2.00"), ("甲", "1.00")]);
    assert_eq!(
        compared(&again, &fewer).1,
        ["removed expenditure_summary 208/甲 total 1.00 -"],
        "what is the same goes together first"
    );
    let renamed = (with_rows(&[("旧名", "1.00")]), with_rows(&[("新名", "1.00")]));
    assert_eq!(
        compared(&renamed.0, &renamed.1).0,
        Outcome::Same,
        "one code, one row: a subject with another name"
    );
}

#[test]
fn heads_and_titles_of_two_years_are_the_same_in_words_of_any_year() {
    let of = |year: u16, amount: &str| {
        let mut document = with_rows(&[("甲", amount)]);
        document.identity.fiscal_year = Some(year);
        document.tables[0].id = format!("other:{year}年支出表");
        document.tables[0].rows[0].cells[0].column =
            format!("other:{}年执行数/{year}年预算数", year - 1);
        document
    };
    let wanted =
        ["changed other:2026年支出表 208/甲 other:2025年执行数/2026年预算数 1.00 3.00 2.00"];
    let (_, changes, same) = compared(&of(2025, "1.00"), &of(2026, "3.00"));
    assert_eq!((changes, same), (wanted.map(String::from).to_vec(), 2));
}

/// Runs `yusuan diff` in fixtures/seed.
fn diff(args: &[&str]) -> Run {
    yusuan(&fixture("seed"), ["diff"].iter().chain(args))
}

const ALTERED: &str = "\
changed
  A  libreoffice.pdf: 福州市社会保险技术服务保障中心, budget, unit, 2025
  B  altered.pdf: 福州市社会保险技术服务保障中心, budget, unit, 2025
  general_public_budget_expenditure
    changed  2080505 机关事业单位基本养老保险缴费支出, basic: 205,600.00 → 211,600.00 元 (+6,000.00)

";

#[test]
fn two_pdfs_are_compared_in_each_form() {
    let run = diff(&["libreoffice.pdf", "altered.pdf"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ALTERED));
    assert_eq!(
        run.stderr,
        "1 document: 1 changed; figures: 192 same, 1 changed, 0 added, 0 removed\n"
    );
    let csv = diff(&["libreoffice.pdf", "altered.pdf", "--format", "csv"]);
    let rows: Vec<_> = csv::Reader::from_reader(csv.stdout.as_bytes())
        .into_records()
        .map(Result::unwrap)
        .collect();
    assert_eq!((csv.code, rows.len()), (1, 1));
    let place = [
        "general_public_budget_expenditure",
        "",
        "",
        "2080505",
        "function",
        "",
        "机关事业单位基本养老保险缴费支出",
        "basic",
        "current",
    ];
    assert_eq!(rows[0].iter().skip(9).take(9).collect::<Vec<_>>(), place);
    let figures = ["元", "205600.00", "211600.00", "6000.00", "20.56万元", "21.16万元", "11", "11"];
    assert_eq!(rows[0].iter().skip(18).collect::<Vec<_>>(), figures);
    let json: Value =
        serde_json::from_str(&diff(&["libreoffice.pdf", "altered.pdf", "--format", "json"]).stdout)
            .unwrap();
    let change = &json["documents"][0]["changes"][0];
    assert_eq!(
        (&change["difference"], &change["b"]["figure"], &change["b"]["page"]),
        (&"6000.00".into(), &"211600.00".into(), &11.into())
    );
    assert_eq!(json["summary"]["figures"]["same"], 192);
    let same = diff(&["libreoffice.pdf", "typst.pdf"]);
    assert_eq!((same.code, same.stdout.as_str()), (0, ""), "two programs print the same budget");
}

/// Converts `files` (name, fixture) to `<dir>/<name>`, from a folder of its own so that their paths are the names.
fn output(dir: &Path, name: &str, files: &[(&str, &str)]) {
    let inputs = dir.join(format!("{name}-in"));
    fs::create_dir(&inputs).unwrap();
    for (name, from) in files {
        fs::copy(fixture(from), inputs.join(name)).unwrap();
    }
    let run = yusuan(
        &inputs,
        [".".to_owned(), "--out".into(), format!("../{name}")].iter().fold(
            vec!["convert".to_owned()],
            |mut all, arg| {
                all.push(arg.clone());
                all
            },
        ),
    );
    assert!(run.code < 2, "{}", run.stderr);
}

#[test]
fn two_outputs_are_compared_document_by_document() {
    let dir = tempfile::tempdir().unwrap();
    let a = [
        ("1.pdf", "seed/libreoffice.pdf"),
        ("2.pdf", "bad/text.pdf"),
        ("3.pdf", "bad/scan.pdf"),
        ("4.pdf", "seed/typst.pdf"),
    ];
    let b = [
        ("1.pdf", "seed/altered.pdf"),
        ("2.pdf", "bad/text.pdf"),
        ("3.pdf", "seed/typst.pdf"),
        ("5.pdf", "bad/empty.pdf"),
    ];
    output(dir.path(), "a", &a);
    output(dir.path(), "b", &b);
    let run = yusuan(dir.path(), ["diff", "a", "b"]);
    assert_eq!(run.code, 1);
    // 4.pdf is the same body as 3.pdf of B; 3.pdf of A failed and has no other to go with
    let heads: Vec<_> = run.stdout.lines().filter(|line| !line.starts_with("   ")).collect();
    let unit = "福州市社会保险技术服务保障中心, budget, unit, 2025";
    let (one, other, three, five) = (
        format!("  A  ./1.pdf: {unit}"),
        format!("  B  ./1.pdf: {unit}"),
        "  A  ./3.pdf",
        "  B  ./5.pdf",
    );
    let table = "  general_public_budget_expenditure";
    let wanted = ["changed", &one, &other, table, "", "removed", three, "", "added", five, ""];
    assert_eq!(heads, wanted);
    assert_eq!(
        run.stderr,
        "5 documents: 2 same, 1 changed, 1 added, 1 removed; figures: 385 same, 1 changed, 0 added, 0 removed\n"
    );
    let again = yusuan(dir.path(), ["diff", "a", "b", "-o", "report"]);
    assert_eq!((again.code, again.stdout.as_str()), (1, ""));
    assert_eq!(
        fs::read_to_string(dir.path().join("report")).unwrap(),
        run.stdout,
        "the same bytes"
    );
    assert_eq!(
        yusuan(dir.path(), ["diff", "a", "a"]).code,
        0,
        "what failed on the same bytes is the same"
    );
}

#[test]
fn what_failed_in_one_output_could_not_be_compared() {
    let dir = tempfile::tempdir().unwrap();
    output(dir.path(), "a", &[("1.pdf", "bad/scan.pdf"), ("2.pdf", "bad/text.pdf")]);
    output(dir.path(), "b", &[("1.pdf", "seed/typst.pdf"), ("2.pdf", "bad/empty.pdf")]);
    let run = yusuan(dir.path(), ["diff", "a", "b"]);
    assert_eq!(run.code, 1);
    let wanted = "not compared\n  A  ./1.pdf (failed)\n  B  ./1.pdf: 福州市社会保险技术服务保障中心, budget, unit, 2025 (ok)\n\n\
                  not compared\n  A  ./2.pdf (failed)\n  B  ./2.pdf (failed)\n\n";
    assert_eq!(run.stdout, wanted);
    let csv = yusuan(dir.path(), ["diff", "a", "b", "--format", "csv"]).stdout;
    assert!(csv.contains("\n./2.pdf,./2.pdf,,,,,,not_compared,,"), "{csv}");
}

/// One folder with two years of two units; without a manifest, as an unfinished run leaves it.
#[test]
fn a_folder_is_compared_with_itself_across_years() {
    let dir = tempfile::tempdir().unwrap();
    let documents = dir.path().join("data/documents");
    fs::create_dir_all(&documents).unwrap();
    let years =
        [("甲", 2025, "1.00"), ("甲", 2026, "1.25"), ("乙", 2025, "7.00"), ("丙", 2026, "8.00")];
    for (unit, year, amount) in years {
        let mut document = with_rows(&[("甲", amount)]);
        document.identity.unit_name = Some(unit.into());
        document.identity.fiscal_year = Some(year);
        fs::write(
            documents.join(format!("{unit}{year}.json")),
            serde_json::to_vec(&document).unwrap(),
        )
        .unwrap();
    }
    let run = yusuan(dir.path(), ["diff", "data", "--years", "2025", "2026"]);
    assert_eq!(
        run.stderr,
        "3 documents: 1 changed, 1 added, 1 removed; figures: 2 same, 1 changed, 0 added, 0 removed\n"
    );
    assert!(run.stdout.contains("208 甲, total: 1.00 → 1.25 元 (+0.25)\n"), "{}", run.stdout);
    let one = yusuan(dir.path(), ["diff", "data", "--years", "2025", "2026", "--unit", "甲"]);
    assert_eq!(
        one.stderr,
        "1 document: 1 changed; figures: 2 same, 1 changed, 0 added, 0 removed\n"
    );
    let json =
        yusuan(dir.path(), ["diff", "data/documents/甲2025.json", "data/documents/甲2026.json"]);
    assert_eq!(
        (json.code, json.stderr),
        (1, one.stderr),
        "one document each: its years may differ"
    );
    assert_eq!(yusuan(dir.path(), ["diff", "data", "data"]).code, 0);
}

#[test]
fn what_cannot_be_compared_is_exit_code_2() {
    let cases: [(&[&str], &str); 7] = [
        (&["typst.pdf"], "<B>"),
        (&["typst.pdf", "gone.pdf"], "gone.pdf"),
        (&["typst.pdf", "../bad/text.pdf"], "not a PDF but text"),
        (&["typst.pdf", "../bad"], "name the folder that `yusuan convert --out` wrote"),
        (&["typst.pdf", "truth/meta.json"], "meta.json"),
        (&["typst.pdf", "--years", "2025", "2026"], "no document of 2026"),
        (&["typst.pdf", "typst.pdf", "--unit", "某局"], "no document of 某局"),
    ];
    for (args, part) in cases {
        let run = diff(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
    }
}
