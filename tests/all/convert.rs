//! The command as a whole: which files it writes, in which order, with which exit code; and exact amounts.

use crate::support::command::{files, fixture, rows, yusuan};
use crate::support::sample;
use std::fs;
use std::io::Write;
use std::path::Path;
use yusuan::emit::{self, Dataset, Format, Kind, SHEETS, Value, wire};
use yusuan::model::*;

/// The columns of docs/contract.
const HEADERS: [(&str, &str); 9] = [
    (
        "documents.csv",
        "source_file,sha256,status,kind,scope,unit_name,fiscal_year,pages,tables,facts,checks_exact,checks_rounding,checks_mismatch,\
         checks_not_checked,error,unit_id,division_code,narrative,performance,findings,owed,found",
    ),
    (
        "facts.csv",
        "source_file,unit_name,fiscal_year,kind,scope,table,side,row,code,classification,also,item,name,row_unit,level,column,basis,\
         amount_yuan,stated,stated_unit,page,x0,y0,x1,y1,unit_id,unit_code,leaf,verdict,doubt",
    ),
    (
        "checks.csv",
        "source_file,rule,table,side,row,row_unit,code,item,column,basis,against,lhs,rhs,residual,terms,bound,verdict,reason,\
         check_no",
    ),
    ("check_terms.csv", "source_file,check_no,position,table,side,row,column,basis,sign,page"),
    (
        "narrative.csv",
        "source_file,unit_name,fiscal_year,key,code,name,amount_yuan,value,value_unit,stated,sentence,page,table_code,scope",
    ),
    (
        "performance.csv",
        "source_file,unit_name,fiscal_year,project_no,project,managing_department,implementing_unit,funds_total_yuan,funds_fiscal_yuan,\
         funds_other_yuan,annual_goal,indicator_no,level1,level2,level3,value,operator,target,target_unit,page,\
         form,actual,weight,score,reason,funds_carryover_yuan,funds_adjusted_yuan,funds_spent_yuan,execution_percent",
    ),
    (
        "findings.csv",
        "source_file,unit_name,fiscal_year,code,severity,table,page,x0,y0,x1,y1,message,help",
    ),
    (
        "units.csv",
        "unit_id,unit_name,other_names,unit_code,parent_unit_id,division_code,division_name,years,budgets,final_accounts,documents,\
         credit_code,source_url,publication_date",
    ),
    (
        "figures.csv",
        "source_file,unit_id,unit_name,fiscal_year,kind,scope,division_code,figure,label,amount_yuan,chosen_from,rule,verdict,doubt,page",
    ),
];

#[test]
fn every_table_is_written_with_the_columns_of_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    let run = yusuan(dir.path(), ["convert", "gone.pdf", "--out", "out"]);
    assert_eq!(run.code, 1);
    for (file, header) in HEADERS {
        let text = fs::read_to_string(dir.path().join("out").join(file)).unwrap();
        assert_eq!(text.lines().next(), Some(header), "{file}");
        assert_eq!(text.lines().count(), if file == "documents.csv" { 2 } else { 1 }, "{file}");
    }
    assert!(dir.path().join("out/documents").is_dir());
}

#[test]
fn rows_fit_their_columns() {
    let document = sample::document();
    for sheet in &SHEETS {
        let rows: Vec<_> = (sheet.rows)(&document).collect();
        // bodies are known when all documents are
        assert_eq!(rows.is_empty(), sheet.name == "units", "{}", sheet.name);
        for row in rows {
            assert_eq!(row.len(), sheet.columns.len(), "{}", sheet.name);
            for (value, column) in row.iter().zip(sheet.columns) {
                let fits = matches!(
                    (value, column.kind),
                    (Value::Empty, _)
                        | (Value::Text(_), Kind::Text)
                        | (Value::Integer(_), Kind::Integer)
                        | (Value::Decimal(_), Kind::Decimal)
                        | (Value::Points(_), Kind::Points)
                );
                assert!(fits, "{}.{}: {value:?}", sheet.name, column.name);
            }
        }
    }
}

fn dataset(document: &wire::Document) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create(dir.path(), &[Format::Csv]).unwrap();
    dataset.add(document).unwrap();
    dataset.finish().unwrap();
    dir
}

#[test]
fn a_document_becomes_rows() {
    let dir = dataset(&sample::document());
    let line = |file: &str, number: usize| {
        fs::read_to_string(dir.path().join(file)).unwrap().lines().nth(number).unwrap().to_owned()
    };
    let sha256 = "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b";
    let source = "某市/社会保险中心.pdf";
    assert_eq!(
        line("documents.csv", 1),
        format!(
            "{source},{sha256},partial,budget,,某市社会保险中心,2025,9,1,2,0,1,0,0,,:某市社会保险中心,,2,1,2,1,1"
        )
    );
    let start = format!("{source},某市社会保险中心,2025,budget,,expenditure_summary,");
    assert_eq!(
        line("facts.csv", 1),
        format!(
            "{start},1,208,function,economic:301 government_economic:501,,社会保障和就业支出,,1,total,current,5480300.00,548.03,万元,3,\
             200.00,100.25,236.13,110.00,:某市社会保险中心,,,rounding,"
        )
    );
    assert_eq!(
        line("facts.csv", 2),
        format!(
            "{start},2,20801,function,,,人力资源和社会保障管理事务,某市社会保险中心,2,total,current,0.00,-0.00,万元,3,\
             200.00,100.25,236.13,110.00,:某市社会保险中心,,true,rounding,"
        )
    );
    assert_eq!(
        rows(dir.path().join("facts.csv")).len(),
        2,
        "a dash, a blank, a percentage and an unread cell are no facts"
    );
    assert_eq!(
        line("checks.csv", 1),
        format!(
            "{source},W3,expenditure_summary,,1,,208,,total,current,,5480300.00,5480200.00,100.00,1,100.00,rounding,,1"
        )
    );
    assert_eq!(
        [1, 2].map(|number| line("check_terms.csv", number)),
        [
            format!("{source},1,0,expenditure_summary,,1,total,current,+,3"),
            format!("{source},1,1,,,,,,+,3"),
        ]
    );
    assert_eq!(
        line("figures.csv", 1),
        format!(
            "{source},:某市社会保险中心,某市社会保险中心,2025,budget,,,function.208,社会保障和就业支出,5480300.00,expenditure_summary,stated,rounding,,3"
        )
    );
    assert!(line("findings.csv", 1).starts_with(&format!("{source},某市社会保险中心,2025,")));
    assert!(line("narrative.csv", 1).contains(",expenditure_total,,,5480300.00,,,548.03万元,"));
    assert!(
        line("narrative.csv", 2).contains(",expenditure_total_change_percent,,,,3.50,%,3.50%,")
    );
    assert!(line("performance.csv", 1).contains(
        ",50000.00,50000.00,,保障业务正常开展。,1,产出指标,质量指标,按时办结率,≥90%,>=,90,%,8"
    ));
}

#[test]
fn amounts_of_fifteen_digits_and_six_decimals_are_exact() {
    let printed = [
        "123456789012345.678901",
        "-999999999999999.999999",
        "0.000001",
        "100,000,000,000,000.100000",
    ];
    let in_yuan =
        ["1234567890123456789.01", "-9999999999999999999.99", "0.01", "1000000000000001000.00"];
    let cells = printed.iter().map(|stated| Cell {
        column: 0,
        content: Content::Amount(sample::amount(stated, "万元", 10_000)),
        stated: (*stated).into(),
        page: 1,
        rect: Rect::default(),
        doubt: None,
    });
    let rows_of_one = cells.enumerate().map(|(i, cell)| Row {
        number: i as u32 + 1,
        cells: vec![cell],
        ..Row::default()
    });
    let table = LedgerTable { rows: rows_of_one.collect(), ..sample::table() };
    let document = emit::document(
        wire::Source::unread("a.pdf"),
        Ledger { tables: vec![table], ..sample::ledger() },
        vec![],
    );

    let facts = rows(dataset(&document).path().join("facts.csv"));
    assert_eq!(facts.iter().map(|f| &f["amount_yuan"]).collect::<Vec<_>>(), in_yuan);
    assert_eq!(facts.iter().map(|f| &f["stated"]).collect::<Vec<_>>(), printed);

    let mut json = vec![];
    emit::write(&document, &mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let amounts = json["tables"][0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["cells"][0]["amount_yuan"].as_str().unwrap());
    assert_eq!(amounts.collect::<Vec<_>>(), in_yuan);
}

/// Inputs with one stem, in a folder, in an archive, twice, failing and not.
fn many_inputs(dir: &Path) -> Vec<&'static str> {
    fs::create_dir_all(dir.join("in/2026")).unwrap();
    for (from, to) in [
        ("seed/typst.pdf", "in/a.pdf"),
        ("seed/chromium.pdf", "in/2026/a.pdf"),
        ("seed/altered.pdf", "in/2026/b.pdf"),
        ("bad/web-page.pdf", "in/2026/A.pdf"),
        ("bad/scan.pdf", "scan.pdf"),
        ("seed/weasyprint.pdf", "last.pdf"),
    ] {
        fs::copy(fixture(from), dir.join(to)).unwrap();
    }
    let mut zip = zip::ZipWriter::new(fs::File::create(dir.join("in/more.zip")).unwrap());
    for (name, from) in [("部门/a.pdf", "seed/reportlab-gbk.pdf"), ("empty.pdf", "bad/empty.pdf")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(fixture(from)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    vec!["last.pdf", "in", "gone.pdf", "scan.pdf", "in/a.pdf"]
}

#[test]
fn rows_are_in_input_order_and_the_bytes_do_not_depend_on_the_threads() {
    let dir = tempfile::tempdir().unwrap();
    let inputs = many_inputs(dir.path());
    let convert = |jobs: &str| {
        let run =
            yusuan(dir.path(), ["convert", "--jobs", jobs, "--out", jobs].iter().chain(&inputs));
        assert_eq!(run.code, 1, "{}", run.stderr);
        let said = run.stderr.replace(&format!("report {jobs}"), "report DIR");
        (said, files(&dir.path().join(jobs)))
    };
    let (one, four) = (convert("1"), convert("4"));
    assert_eq!(one.0, four.0, "what people are told");
    assert_eq!(one.1.keys().collect::<Vec<_>>(), four.1.keys().collect::<Vec<_>>());
    assert!(one.1 == four.1, "bytes differ");

    let documents = rows(dir.path().join("1/documents.csv"));
    let sources: Vec<_> = documents.iter().map(|row| row["source_file"].as_str()).collect();
    let expected = [
        "last.pdf",
        "in/2026/A.pdf",
        "in/2026/a.pdf",
        "in/2026/b.pdf",
        "in/a.pdf",
        "in/more.zip/empty.pdf",
        "in/more.zip/部门/a.pdf",
        "gone.pdf",
        "scan.pdf",
        "in/a.pdf",
    ];
    assert_eq!(sources, expected);

    // each converted input has its own JSON, that of its row
    let json = |name: &str| -> wire::Document {
        serde_json::from_slice(&one.1[&Path::new("documents").join(name)]).unwrap()
    };
    let converted = [
        ("last.json", 0),
        ("a~2.json", 2),
        ("b.json", 3),
        ("a~3.json", 4),
        ("a~4.json", 6),
        ("a~5.json", 9),
    ];
    for (name, row) in converted {
        assert_eq!(json(name).source.file, expected[row]);
        assert_eq!(json(name).source.sha256.as_deref(), Some(documents[row]["sha256"].as_str()));
    }
    assert_eq!(one.1.keys().filter(|path| path.starts_with("documents")).count(), converted.len());
}

#[test]
fn one_input_without_a_folder_goes_to_standard_output() {
    let run = yusuan(&fixture("seed"), ["convert", "typst.pdf"]);
    let document: wire::Document = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document.source.file, "typst.pdf");
    assert_eq!((run.code, run.stderr.lines().count()), (0, 1), "{}", run.stderr);

    let failed = yusuan(&fixture("bad"), ["convert", "text.pdf"]);
    assert_eq!(failed.code, 1);
    let document: wire::Document = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!(document.status, wire::Status::Failed);
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&[], "Usage"),
        (&["convert"], "INPUT"),
        (&["convert", "a.pdf", "b.pdf"], "--out"),
        (&["convert", "a.pdf", "--format", "docx", "--out", "o"], "docx"),
        (&["convert", "a.pdf", "--jobs", "many", "--out", "o"], "many"),
        (&["convert", "a.pdf", "--out", "file"], "file"),
    ];
    for (args, part) in cases {
        let run = yusuan(dir.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
        assert!(run.stdout.is_empty());
    }
}

/// The limits of a run with the least and the most that each may be; more is none, or a mistake.
const LIMITS: [(&str, u64, u64); 8] = [
    ("--jobs", 0, 1024),
    ("--max-seconds", 1, 366 * 24 * 60 * 60),
    ("--max-memory-mb", 64, 1 << 20),
    ("--max-file-mb", 1, 1 << 20),
    ("--max-pages", 1, 1_000_000_000),
    ("--max-objects", 1, 1_000_000_000),
    ("--max-inflated-mb", 1, 1 << 20),
    ("--max-output-mb", 1, 1 << 20),
];

#[test]
fn limits_beyond_all_sense_are_refused() {
    let dir = fixture("seed");
    for (name, least, most) in LIMITS {
        let beyond = [least.checked_sub(1), Some(most + 1), Some(1 << 44), Some(u64::MAX)];
        for value in beyond.into_iter().flatten().map(|value| value.to_string()) {
            for command in ["convert", "check"] {
                let run = yusuan(&dir, [command, "typst.pdf", name, &value]);
                assert_eq!(run.code, 2, "{command} {name} {value}: {}", run.stderr);
                assert!(run.stderr.contains(&value) && run.stdout.is_empty(), "{}", run.stderr);
            }
        }
    }
    // at their most they decide nothing
    let most = LIMITS.iter().flat_map(|(name, _, most)| [name.to_string(), most.to_string()]);
    let most = yusuan(&dir, ["convert", "typst.pdf"].map(str::to_owned).into_iter().chain(most));
    assert_eq!((most.code, most.stderr.lines().count()), (0, 1), "{}", most.stderr);
    assert!(most.stdout == yusuan(&dir, ["convert", "typst.pdf"]).stdout);
}

#[test]
fn a_mismatch_is_exit_code_1_and_told() {
    let run = yusuan(&fixture("seed"), ["convert", "altered.pdf", "-v"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.lines().any(
            |line| line.starts_with("mismatch: altered.pdf, page ") && line.contains("2080505")
        ),
        "{}",
        run.stderr
    );
    let dir = tempfile::tempdir().unwrap();
    let altered = fixture("seed/altered.pdf").display().to_string();
    let run = yusuan(dir.path(), ["convert", &altered, "--out", "data", "--exit-zero"]);
    assert_eq!((run.code, run.stderr.lines().count()), (0, 3), "{}", run.stderr);
    let lines: Vec<_> = run.stderr.lines().collect();
    assert_eq!(lines[1], "what is wrong and where: yusuan report data");
}

#[test]
fn schema_prints_what_is_kept() {
    let run = yusuan(Path::new(env!("CARGO_MANIFEST_DIR")), ["schema"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            == fs::read_to_string(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/schema/document.schema.json"
            ))
            .unwrap()
    );
}

#[test]
fn a_later_failure_takes_away_the_document_of_an_earlier_run() {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(fixture("seed/typst.pdf"), dir.path().join("a.pdf")).unwrap();
    yusuan(dir.path(), ["convert", "a.pdf", "--out", "out"]);
    assert!(dir.path().join("out/documents/a.json").exists());
    fs::write(dir.path().join("a.pdf"), "").unwrap();
    yusuan(dir.path(), ["convert", "a.pdf", "--out", "out"]);
    assert!(!dir.path().join("out/documents/a.json").exists());
}
