//! Each tabular form read back with other programs (DuckDB, pandas, pyarrow, openpyxl, frictionless), and marked PDFs with
//! pikepdf, which `scripts/readers/install` puts into target/readers; skipped, saying so, where they are not installed.

use crate::support::command::{self, ended, fixture, yusuan};
use crate::support::sample;
use crate::support::shared::skipped;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use yusuan::catalog::Catalog;
use yusuan::emit::{self, Dataset, Format, Kind, Package, SHEETS, Value, wire};
use yusuan::model::*;
use yusuan::{pipeline, reconcile};

const WAYS: [&str; 7] = [
    "duckdb-csv",
    "duckdb-jsonl",
    "duckdb-parquet",
    "pandas-csv",
    "pandas-parquet",
    "pyarrow",
    "openpyxl",
];

/// The readers' python, if it is installed.
pub fn python() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_BIN_EXE_yusuan")).ancestors().nth(2).unwrap();
    let python = target.join("readers/bin/python");
    if !python.exists() {
        skipped("scripts/readers/install has not been run");
    }
    python.exists().then_some(python)
}

/// What `read.py` prints.
fn read(python: &Path, args: &[&str], dir: &Path) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/readers/read.py");
    let (status, output) =
        ended(Command::new(python).arg(script).arg(args[0]).arg(dir).args(&args[1..]));
    let [stdout, stderr] = output.map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(status.success(), "{args:?}: {stdout}{stderr}");
    stdout
}

type Rows = Vec<Vec<Option<String>>>;

/// The equations between the documents, as `convert` adds them to checks.csv: each with the file it speaks of.
fn between(documents: &[wire::Document]) -> Vec<(String, u64, wire::Check)> {
    let catalog = Catalog::builtin().unwrap();
    let summaries: Vec<_> = documents.iter().map(|d| pipeline::summary(d, &catalog)).collect();
    let between = reconcile::between(&summaries).into_iter();
    let source = |position: usize| summaries[position].source().to_owned();
    let numbered = |(at, checks): (usize, Vec<_>)| {
        let numbers = summaries[at].checks() + 1..;
        checks.into_iter().zip(numbers).map(move |(c, number)| (source(at), number, emit::check(c)))
    };
    between.flat_map(numbered).collect()
}

/// What the rows of the documents and of the equations between them are, as text.
fn expected(
    documents: &[wire::Document],
    between: &[(String, u64, wire::Check)],
    sheet: &emit::Sheet,
) -> Rows {
    let text = |value: &Value| match value {
        Value::Empty => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(figure) => Some(figure.to_string()),
        Value::Points(points) => Some(format!("{points:.2}")),
    };
    let rows = |row: &[Value]| row.iter().map(text).collect();
    let mut expected: Rows =
        documents.iter().flat_map(|d| (sheet.rows)(d)).map(|row| rows(&row)).collect();
    for (file, number, check) in between {
        let added = emit::between_rows(file, *number, check).into_iter();
        let own = added.filter(|(name, _)| *name == sheet.name).flat_map(|(_, rows)| rows);
        expected.extend(own.map(|row| rows(&row)));
    }
    if sheet.name == "units" {
        expected.extend(units(documents).rows().iter().map(|row| rows(row)));
    }
    expected
}

/// The bodies that the documents are of.
fn units(documents: &[wire::Document]) -> emit::Units {
    let mut units = emit::Units::default();
    documents.iter().for_each(|document| units.add(&emit::Disclosed::of(document)));
    units
}

/// Every program gets these rows from the tables in `dir`, decimals compared as decimals.
fn reads_back(
    python: &Path,
    dir: &Path,
    documents: &[wire::Document],
    between: &[(String, u64, wire::Check)],
) {
    let ways = WAYS.join(",");
    let args: Vec<_> =
        [ways.as_str()].into_iter().chain(SHEETS.iter().map(|sheet| sheet.name)).collect();
    let printed = read(python, &args, dir);
    let mut lines = printed.lines().peekable();
    for way in WAYS {
        for sheet in &SHEETS {
            let expected = expected(documents, between, sheet);
            assert_eq!(lines.next(), Some(format!("{way} {}", sheet.name).as_str()));
            let header: Vec<String> = serde_json::from_str(lines.next().unwrap()).unwrap();
            assert_eq!(
                header,
                sheet.columns.iter().map(|c| c.name).collect::<Vec<_>>(),
                "{way} {}",
                sheet.name
            );
            let lines = std::iter::from_fn(|| lines.next_if(|line| line.starts_with('[')));
            let rows: Rows = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(rows.len(), expected.len(), "{way} {}", sheet.name);
            for (got, want) in rows.iter().zip(&expected) {
                for ((got, want), column) in got.iter().zip(want).zip(sheet.columns) {
                    let number = |text: &Option<String>| {
                        text.as_ref().map(|t| Decimal::from_str_exact(t).unwrap().normalize())
                    };
                    let same = match column.kind {
                        Kind::Text | Kind::Integer => got == want,
                        Kind::Decimal | Kind::Points => number(got) == number(want),
                    };
                    assert!(same, "{way} {}.{}: {got:?} for {want:?}", sheet.name, column.name);
                }
            }
        }
    }
}

#[test]
fn other_programs_get_the_facts_of_the_fixtures() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let inputs = [fixture("seed"), fixture("bad")].map(|path| path.display().to_string());
    let run = yusuan(
        dir.path(),
        [
            "convert",
            &inputs[0],
            &inputs[1],
            "--out",
            "out",
            "--format",
            "csv,jsonl,parquet,xlsx,csv",
            "--bom",
        ],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);

    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let documents: Vec<wire::Document> = (manifest["inputs"].as_array().unwrap().iter())
        .map(|input| match input["document"].as_str() {
            Some(path) => serde_json::from_slice(&fs::read(out.join(path)).unwrap()).unwrap(),
            None => failed(&out, input["file"].as_str().unwrap()),
        })
        .collect();
    assert_eq!(documents.iter().map(|d| d.facts()).sum::<usize>(), 8 * 139);
    let between = between(&documents);
    assert!(!between.is_empty());
    reads_back(&python, &out, &documents, &between);

    let printed = read(&python, &["frictionless"], &out);
    assert_eq!(printed.lines().count(), 4 * SHEETS.len(), "{printed}");
}

#[test]
fn a_loader_of_machine_learning_reads_the_tables() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let input = fixture("seed/libreoffice.pdf").display().to_string();
    let run = yusuan(dir.path(), ["convert", &input, "--out", "out", "--format", "parquet,xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let printed = read(&python, &["croissant"], &dir.path().join("out"));
    let rows: Vec<&str> = printed.lines().collect();
    assert_eq!(rows.len(), SHEETS.len(), "{printed}");
    assert!(rows.contains(&"documents 1") && rows.contains(&"facts 139"), "{printed}");
}

#[test]
fn another_program_reads_what_was_marked_in_a_copy() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    yusuan(&fixture("seed"), ["check", "altered.pdf", "--annotate", folder, "--lang", "zh"]);
    let found = read(&python, &["annotations", "altered.pdf"], dir.path());
    let marks: Vec<_> = found.lines().collect();
    assert_eq!(marks.len(), 3, "{found}");
    for (mark, (rule, stated)) in
        marks.iter().zip([("W2", "20.56万元"), ("W3", "30.84万元"), ("X6", "21.16万元")])
    {
        assert!(mark.starts_with("11 red ") && mark.contains(rule), "{mark}");
        assert!(mark.contains(stated), "{mark}");
    }
}

/// A failed input has no document: its row of documents.csv tells it.
fn failed(out: &Path, file: &str) -> wire::Document {
    let row = command::rows(out.join("documents.csv"))
        .into_iter()
        .find(|row| row["source_file"] == file)
        .unwrap();
    let sha256 = Some(row["sha256"].clone()).filter(|hash| !hash.is_empty());
    let source = wire::Source {
        file: file.into(),
        sha256,
        pages: row["pages"].parse().ok(),
        producer: None,
    };
    wire::Document::failed(source, row["error"].clone())
}

/// A document with amounts at the limits and with text that formats like to change.
fn awkward() -> wire::Document {
    let printed = [
        "123456789012345.678901",
        "-999999999999999.999999",
        "0.000001",
        "999999999999.999",
        "9007199254740993",
        "0.1",
    ];
    let names = ["=1+1", "007", "1,000\"a\"", "_x0041_", "\u{20bb7}野家\n", "NULL"];
    let rows = printed.iter().zip(names).zip(1..).map(|((stated, name), number)| Row {
        number,
        code: Some(Code { classification: Classification::Function, digits: "0208".into() }),
        name: name.into(),
        cells: vec![Cell {
            column: 0,
            content: Content::Amount(sample::amount(stated, "元", 1)),
            stated: (*stated).into(),
            page: 1,
            rect: Rect::new(number as f32, 0.0, 99.0, 10.25),
            doubt: None,
        }],
        ..Row::default()
    });
    let table = LedgerTable { rows: rows.collect(), ..sample::table() };
    emit::document(
        wire::Source::unread("b.pdf"),
        Ledger { tables: vec![table], ..sample::ledger() },
        vec![],
    )
}

fn write(dir: &Path, formats: &[Format], documents: &[wire::Document]) {
    let mut dataset = Dataset::create(dir, formats).unwrap();
    let mut package = Package::create(dir, formats).unwrap();
    for document in documents {
        dataset.add(document).unwrap();
        let stem = &document.source.file;
        let json = (document.status != wire::Status::Failed).then(|| {
            let mut json = vec![];
            emit::write(document, &mut json).unwrap();
            emit::Documents::create(dir).unwrap().write(stem, &json).unwrap()
        });
        package.add(&document.source, document.status, stem, json).unwrap();
    }
    dataset.add_rows("units", &units(documents).rows()).unwrap();
    let tables = dataset.finish().unwrap();
    package.write(dir, &tables).unwrap();
}

#[test]
fn fifteen_digits_and_six_decimals_come_back_from_every_form() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let documents = [awkward()];
    assert_eq!(documents[0].facts(), 6);
    write(dir.path(), &Format::ALL, &documents);
    reads_back(&python, dir.path(), &documents, &[]);
    read(&python, &["frictionless"], dir.path());
}

#[test]
fn the_manifest_holds_the_hash_of_every_other_file_and_the_bytes_come_again() {
    let documents = [
        sample::document(),
        awkward(),
        wire::Document::failed(wire::Source::unread("gone.pdf"), "no such file"),
    ];
    let [one, two] = [0, 1].map(|_| tempfile::tempdir().unwrap());
    write(
        one.path(),
        &Format::ALL,
        &documents.clone().map(|d| wire::Document { source: plain(&d), ..d }),
    );
    write(two.path(), &Format::ALL, &documents.map(|d| wire::Document { source: plain(&d), ..d }));
    let (one, two) = (command::files(one.path()), command::files(two.path()));
    assert!(one == two, "bytes differ");

    let manifest: serde_json::Value =
        serde_json::from_slice(&one[Path::new("manifest.json")]).unwrap();
    let outputs = manifest["outputs"].as_array().unwrap();
    assert_eq!(outputs.len() + 1, one.len(), "all but itself");
    for output in outputs {
        let bytes = &one[Path::new(output["path"].as_str().unwrap())];
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (output["sha256"].as_str(), output["bytes"].as_u64()),
            (Some(hash.as_str()), Some(bytes.len() as u64))
        );
    }
    assert_eq!(manifest["inputs"][2]["document"], serde_json::Value::Null);
    assert_eq!(
        manifest["inputs"][0]["sha256"],
        "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b"
    );
}

/// The source under a name without a folder.
fn plain(document: &wire::Document) -> wire::Source {
    let file = document.source.file.rsplit('/').next().unwrap().into();
    wire::Source { file, ..document.source.clone() }
}

#[test]
fn a_mark_for_excel_stands_before_csv_on_request_only() {
    let start = |form| {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[form], &[]);
        fs::read(dir.path().join("facts.csv")).unwrap()[..14].to_vec()
    };
    assert_eq!(start(Format::Csv), b"source_file,un");
    assert_eq!(start(Format::CsvWithMark), b"\xef\xbb\xbfsource_file");
}

#[test]
fn the_codebook_explains_every_column() {
    let text = emit::codebook();
    for sheet in &SHEETS {
        let part = text
            .split("\n## ")
            .find(|part| part.starts_with(&format!("{}\n", sheet.name)))
            .unwrap();
        for column in sheet.columns {
            assert!(
                part.contains(&format!("| {} |", column.name)) && column.about.len() > 5,
                "{}.{}",
                sheet.name,
                column.name
            );
        }
    }
    assert!(text.contains("| general_public_budget_expenditure | 一般公共预算拨款支出预算表 |"));
}
