//! `yusuan check`: its forms, its selectors, its exit codes; and what is kept of a document for the relations between
//! documents.

use crate::support::command::{files, fixture, program, rows, yusuan};
use crate::support::sample;
use crate::support::shared::{corpus, pdfs, shared};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use yusuan::catalog::Catalog;
use yusuan::emit::{self, Dataset, Format, wire};
use yusuan::model::{FindingKind, Verdict};
use yusuan::render::{Topic, note};
use yusuan::{locate, parse, pipeline, read, rebuild, reconcile};

/// Standard output of `yusuan check` in fixtures/seed, and its exit code.
fn check(args: &[&str]) -> (String, i32) {
    let run = yusuan(&fixture("seed"), ["check"].iter().chain(args));
    (run.stdout, run.code)
}

#[test]
fn findings_read_like_an_accountants_note() {
    let (text, code) = check(&["altered.pdf"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("full", text);
    let (text, code) = check(&["altered.pdf", "../bad/text.pdf", "--format", "concise"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("concise", text);
}

#[test]
fn a_consistent_disclosure_gives_nothing_to_tell() {
    for form in ["full", "concise", "jsonl"] {
        assert_eq!(check(&["libreoffice.pdf", "--format", form]), (String::new(), 0));
    }
}

/// For users of the crate: what `yusuan check` checks, from documents in memory or read back.
#[test]
fn the_library_checks_within_documents_and_between_them() {
    let catalog = Catalog::builtin().unwrap();
    let documents = ["altered.pdf", "typst.pdf"].map(|name| {
        let bytes = fs::read(fixture("seed").join(name)).unwrap();
        let document = yusuan::extract(&bytes, name, &yusuan::Settings::default(), &catalog);
        serde_json::from_str(&serde_json::to_string(&document).unwrap()).unwrap()
    });
    let checks = yusuan::check(&documents, &catalog);
    let told = checks.iter().filter(|(_, check)| check.verdict == Verdict::Mismatch);
    let told: Vec<_> =
        told.map(|(document, check)| (&*document.source.file, &*check.rule)).collect();
    assert_eq!(
        told,
        [("altered.pdf", "W2"), ("altered.pdf", "W3"), ("altered.pdf", "X6"), ("typst.pdf", "B2")]
    );
}

#[test]
fn json_holds_every_part_of_a_note() {
    let (text, code) = check(&["altered.pdf", "../bad/scan.pdf", "--format", "json"]);
    assert_eq!(code, 1);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&report["files"], &report["failed"]), (&json!(2), &json!(1)));
    let notes = report["notes"].as_array().unwrap();
    let rules: Vec<_> = notes.iter().map(|n| n["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["W2", "W3", "X6", "failed"]);
    let note = &notes[2];
    assert_eq!(note["verdict"], "mismatch");
    assert_eq!((note["file"].as_str(), note["page"].as_u64()), (Some("altered.pdf"), Some(11)));
    assert_eq!(note["box"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        note["table"],
        json!({ "id": "general_public_budget_expenditure", "title": "2025年度一般公共预算拨款支出预算表" })
    );
    let row = json!({ "number": 6, "side": "", "code": "2080505", "item": "", "name": "机关事业单位基本养老保险缴费支出", "unit": "" });
    assert_eq!(note["row"], row);
    assert_eq!(
        note["column"],
        json!({ "id": "basic", "label": "其中：/基本支出", "basis": "current" })
    );
    let figures = json!({
        "unit": "元", "stated": "211600.00", "printed": "21.16万元", "computed": "205600.00", "terms": 1,
        "from": [{ "id": "expenditure_summary", "title": "2025年度支出预算总表" }], "difference": "6000.00", "allowed": "100.00",
    });
    let mut told = note["figures"].clone();
    let addends = told.as_object_mut().unwrap().remove("addends").unwrap();
    assert_eq!(told, figures);
    let addend = json!([{
        "value": "205600.00", "printed": "20.56万元", "page": 9, "box": addends[0]["box"],
        "table": { "id": "expenditure_summary", "title": "2025年度支出预算总表" }, "row": row,
        "column": { "id": "basic", "label": "基本支出", "basis": "current" },
    }]);
    assert_eq!(addends, addend);
    assert!(note["help"].as_str().unwrap().contains("compare both tables"));

    let (lines, _) = check(&["altered.pdf", "../bad/scan.pdf", "--format", "jsonl"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, notes);
}

/// What SARIF 2.1.0 asks of the parts that are written, in short; unknown properties are errors.
fn sarif_schema() -> jsonschema::Validator {
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let text = json!({ "type": "string" });
    let message = object(&["text"], json!({ "text": { "type": "string", "minLength": 1 } }));
    let level = json!({ "enum": ["none", "note", "warning", "error"] });
    let uri = json!({ "type": "string", "pattern": "^[A-Za-z0-9/._~%:-]+$" });
    let physical = object(
        &["artifactLocation"],
        json!({ "artifactLocation": object(&["uri"], json!({ "uri": uri })) }),
    );
    let logical = object(
        &["name"],
        json!({ "name": text, "fullyQualifiedName": text, "kind": { "enum": ["table", "row", "column"] } }),
    );
    let place = object(
        &["page"],
        json!({ "page": { "type": "integer", "minimum": 1 }, "box": { "type": "array", "minItems": 4 } }),
    );
    let location = object(
        &["physicalLocation"],
        json!({ "physicalLocation": physical, "logicalLocations": list(logical), "properties": place }),
    );
    let result = object(
        &["ruleId", "kind", "level", "message", "locations", "partialFingerprints"],
        json!({
            "ruleId": text, "ruleIndex": { "type": "integer", "minimum": 0 }, "level": level, "message": message,
            "kind": { "enum": ["notApplicable", "pass", "fail", "review", "open", "informational"] },
            "locations": list(location.clone()), "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } },
            "properties": { "type": "object" },
        }),
    );
    let rule = object(
        &["id"],
        json!({
            "id": text, "shortDescription": message, "fullDescription": message, "help": message,
            "defaultConfiguration": object(&[], json!({ "level": level })),
        }),
    );
    let driver = object(
        &["name"],
        json!({ "name": text, "version": text, "semanticVersion": text, "rules": list(rule.clone()), "notifications": list(rule) }),
    );
    let descriptor = object(&[], json!({ "id": text, "index": { "type": "integer" } }));
    let notification = object(
        &["message"],
        json!({ "descriptor": descriptor, "message": message, "level": level, "locations": list(location) }),
    );
    let invocation = object(
        &["executionSuccessful"],
        json!({ "executionSuccessful": { "type": "boolean" }, "toolExecutionNotifications": list(notification) }),
    );
    let run = object(
        &["tool"],
        json!({
            "tool": object(&["driver"], json!({ "driver": driver })), "results": list(result), "invocations": list(invocation),
            "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
        }),
    );
    let log = object(
        &["version", "runs"],
        json!({ "$schema": text, "version": { "const": "2.1.0" }, "runs": list(run) }),
    );
    jsonschema::validator_for(&log).unwrap()
}

#[test]
fn sarif_is_valid() {
    let (text, code) =
        check(&["altered.pdf", "libreoffice.pdf", "../bad/scan.pdf", "--format", "sarif"]);
    assert_eq!(code, 1);
    let log: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<_> =
        sarif_schema().iter_errors(&log).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4, "three in the altered file, one between the two");
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["kind"] == "fail" || result["level"] == "none");
    }
    let place = &results[0]["locations"][0];
    assert_eq!(
        place["logicalLocations"][1]["fullyQualifiedName"],
        "general_public_budget_expenditure/6:2080505"
    );
    assert_eq!(place["logicalLocations"][2]["name"], "小计");
    assert_eq!(place["properties"]["page"], 11);
    let prints: std::collections::BTreeSet<_> =
        results.iter().map(|r| r["partialFingerprints"].to_string()).collect();
    assert_eq!(prints.len(), 4, "each place has its own fingerprint");
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notifications.len(), 1);
    assert_eq!(notifications[0]["descriptor"], json!({ "id": "failed", "index": 0 }));
    let driver = &run["tool"]["driver"];
    let listed = ["rules", "notifications"].map(|list| driver[list].as_array().unwrap());
    let ids: Vec<_> = listed.into_iter().flatten().map(|r| r["id"].as_str().unwrap()).collect();
    let missing: Vec<_> = Topic::all().filter(|topic| !ids.contains(&topic.id())).collect();
    assert_eq!((ids.len(), missing.len()), (Topic::all().count(), 0), "{missing:?}");
}

/// No report names what `yusuan rules` does not explain, and a finding is as bad as its kind.
#[test]
fn what_reports_name_is_registered() {
    let mut seen = BTreeMap::new();
    for folder in ["..", "../read", "../bad"] {
        let (text, _) = check(&[folder, "--format", "jsonl"]);
        for note in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            seen.insert(note["rule"].as_str().unwrap().to_owned(), note);
        }
    }
    for (id, note) in &seen {
        match FindingKind::of(id) {
            Some(kind) => {
                assert_eq!(note["severity"], json!(kind.severity()), "{id}");
                assert!(id == "failed" || !note["help"].as_str().unwrap().is_empty(), "{id}");
            }
            None => assert!(reconcile::rules().iter().any(|rule| rule.id == id), "{id}"),
        }
    }
    for kind in [FindingKind::Failed, FindingKind::UndecodableText] {
        assert!(seen.contains_key(kind.code()), "{:?}", seen.keys());
    }
}

/// A finding of a document that gives no advice has that of its kind.
#[test]
fn a_finding_without_advice_has_that_of_its_kind() {
    let mut document = sample::document();
    document.findings[0].help.clear();
    let notes = note::notes(&document);
    let told = notes.iter().find(|note| note.rule == document.findings[0].code).unwrap();
    assert_eq!(told.help, FindingKind::UnreadCell.advice());
}

#[test]
fn junit_has_a_suite_for_each_file_and_a_case_for_each_rule() {
    let (text, code) =
        check(&["altered.pdf", "libreoffice.pdf", "../bad/scan.pdf", "--format", "junit"]);
    assert_eq!(code, 1);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let suites: Vec<_> =
        xml.root_element().children().filter(|n| n.has_tag_name("testsuite")).collect();
    let names: Vec<_> = suites.iter().map(|s| s.attribute("name").unwrap()).collect();
    assert_eq!(
        names,
        [
            "altered.pdf",
            "libreoffice.pdf",
            "../bad/scan.pdf",
            "libreoffice.pdf (against other files)"
        ]
    );
    for suite in &suites {
        let cases: Vec<_> = suite.children().filter(|n| n.has_tag_name("testcase")).collect();
        let with = |tag: &str| {
            cases.iter().filter(|c| c.children().any(|n| n.has_tag_name(tag))).count().to_string()
        };
        assert_eq!(suite.attribute("tests"), Some(cases.len().to_string().as_str()));
        for (attribute, tag) in
            [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
        {
            assert_eq!(suite.attribute(attribute), Some(with(tag).as_str()), "{attribute}");
        }
    }
    assert_eq!(
        suites.iter().map(|s| s.attribute("failures").unwrap()).collect::<Vec<_>>(),
        ["3", "0", "0", "1"]
    );
    assert_eq!(suites[2].attribute("errors"), Some("1"));
    let failure = xml.descendants().find(|n| n.has_tag_name("failure")).unwrap();
    assert!(failure.text().unwrap().contains("2080505 机关事业单位基本养老保险缴费支出"));
}

#[test]
fn rules_are_selected_and_ignored() {
    let told = |args: &[&str]| {
        let (text, code) = check(&[&["altered.pdf", "--format", "jsonl"], args].concat());
        let rules = text.lines().map(|l| {
            serde_json::from_str::<Value>(l).unwrap()["rule"].as_str().unwrap().to_owned()
        });
        (rules.collect::<Vec<_>>().join(" "), code)
    };
    assert_eq!(told(&["--select", "W"]), ("W2 W3".into(), 1));
    assert_eq!(told(&["--select", "W3,X"]), ("W3 X6".into(), 1));
    assert_eq!(told(&["--ignore", "W", "--ignore", "X6"]), (String::new(), 0));
    assert_eq!(told(&["--select", "X1"]), (String::new(), 0));
}

#[test]
fn documents_are_compared_with_each_other() {
    let args =
        ["libreoffice.pdf", "typst.pdf", "altered.pdf", "--select", "B", "--format", "concise"];
    let (text, code) = check(&args);
    assert_eq!(
        text,
        "mismatch: altered.pdf: libreoffice.pdf is of the same unit and year and has other figures (B2)\n"
    );
    assert_eq!(code, 1);
    assert_eq!(
        check(&["libreoffice.pdf", "typst.pdf", "--select", "B"]),
        (String::new(), 0),
        "two prints of one disclosure agree"
    );
}

#[test]
fn reports_do_not_depend_on_the_threads() {
    let inputs = ["altered.pdf", "typst.pdf", "../bad", "libreoffice.pdf"];
    for form in ["full", "json", "sarif", "junit"] {
        let run = |jobs: &str| check(&[&inputs[..], &["--format", form, "--jobs", jobs]].concat());
        let one = run("1");
        assert!(one.1 == 1 && one.0.contains("2080505"), "{form}");
        assert!(one == run("4"), "{form}");
    }
}

#[test]
fn statistics_count_by_rule_and_verdict() {
    let (text, code) =
        check(&["altered.pdf", "libreoffice.pdf", "--statistics", "--format", "json"]);
    assert_eq!(code, 1);
    let all: Value = serde_json::from_str(&text).unwrap();
    let rules = all["rules"].as_array().unwrap();
    // what is owed (R) and the text (T) are no checks
    let equations = reconcile::rules().iter().filter(|rule| !rule.id.starts_with(['R', 'T']));
    assert_eq!(rules.len(), equations.count(), "every rule has a verdict");
    let mismatches: BTreeMap<_, _> = rules
        .iter()
        .map(|r| (r["rule"].as_str().unwrap(), r["mismatch"].as_u64().unwrap()))
        .filter(|(_, n)| *n > 0)
        .collect();
    assert_eq!(mismatches, BTreeMap::from([("B2", 1), ("W2", 1), ("W3", 1), ("X6", 1)]));

    // the table for people has the same numbers
    let (text, _) = check(&["altered.pdf", "libreoffice.pdf", "--statistics"]);
    for rule in rules {
        let row = text
            .lines()
            .find(|line| line.split_whitespace().next() == rule["rule"].as_str())
            .unwrap();
        let counts: Vec<_> =
            row.split_whitespace().skip(1).take(5).map(|n| n.parse::<u64>().unwrap()).collect();
        let wanted = ["exact", "rounding", "mismatch", "not_checked", "not_applicable"]
            .map(|v| rule[v].as_u64().unwrap());
        assert_eq!(counts, wanted);
    }
}

#[test]
fn every_rule_is_explained() {
    assert!(reconcile::rules().len() > 20);
    for rule in reconcile::rules() {
        let (text, code) = check(&["--explain", rule.id]);
        assert_eq!(code, 0);
        assert!(text.starts_with(&format!("{}: {}\n", rule.id, rule.title)), "{text}");
        for head in ["What it checks", "Why", "Source", "Example"] {
            assert_eq!(text.lines().filter(|line| *line == head).count(), 1, "{head} in {text}");
        }
    }
    assert_eq!(check(&["--explain", "B"]).0.matches("What it checks").count(), 5);
    for kind in FindingKind::ALL {
        let (text, code) = check(&["--explain", kind.code()]);
        assert_eq!(code, 0);
        for part in [kind.code(), kind.meaning(), kind.advice()] {
            assert!(text.contains(part), "{text}");
        }
    }
    assert_eq!(check(&["--explain", "unlabelled"]).0.matches("What it means").count(), 2);
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let cases: [(&[&str], &str); 7] = [
        (&[], "INPUT"),
        (&["a.pdf", "--select", "Q7"], "Q7"),
        (&["a.pdf", "--ignore", "stray-numbr"], "`stray-number`?"),
        (&["--explain", "nothing"], "nothing"),
        (&["a.pdf", "--explain", "W1"], "--explain"),
        (&["a.pdf", "--statistics", "--format", "sarif"], "--statistics"),
        (&["a.pdf", "-o", "no/such/folder/report"], "no/such/folder"),
    ];
    for (args, part) in cases {
        let run = yusuan(&fixture("seed"), ["check"].iter().chain(args));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_report_may_go_to_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("report.txt");
    let run = yusuan(&fixture("seed"), ["check", "altered.pdf", "-o", file.to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(fs::read_to_string(file).unwrap(), check(&["altered.pdf"]).0);
}

#[test]
fn colours_are_for_those_who_can_see_and_want_them() {
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = program();
        command.args(["check", "altered.pdf"]).current_dir(fixture("seed"));
        let stdout = command.envs(variables.iter().copied()).output().unwrap().stdout;
        assert!(!stdout.is_empty());
        stdout.contains(&0x1b)
    };
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn a_check_between_documents_is_a_row_of_the_checks() {
    let dir = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create(dir.path(), &[Format::Csv]).unwrap();
    let document = sample::document();
    dataset.add(&document).unwrap();
    let check = wire::Check {
        rule: "B2".into(),
        reason: "a.pdf has other figures".into(),
        ..document.checks[0].clone()
    };
    dataset.add_check("b.pdf", 7, &check).unwrap();
    dataset.finish().unwrap();
    let written: Vec<_> =
        rows(dir.path().join("checks.csv")).into_iter().filter(|row| row["rule"] == "B2").collect();
    assert_eq!(written.len(), 1);
    assert_eq!(
        ["source_file", "reason", "check_no"].map(|column| written[0][column].as_str()),
        ["b.pdf", "a.pdf has other figures", "7"]
    );
    let terms = rows(dir.path().join("check_terms.csv"));
    let stated = terms.iter().find(|row| row["source_file"] == "b.pdf").unwrap();
    assert_eq!(["check_no", "position"].map(|column| stated[column].as_str()), ["7", "0"]);
    assert_eq!(rows(dir.path().join("documents.csv")).len(), 1);
}

/// PDFs of the fixtures, and every third of the shared corpus where it is there, which has some of each city; and how many
/// there are at the least.
fn disclosures() -> (Vec<PathBuf>, usize) {
    let fixtures = pdfs(&fixture("seed"));
    match shared() {
        Some(shared) => {
            let corpus = corpus(&shared, &["real", "synthetic"]);
            (fixtures.into_iter().chain(corpus.into_iter().step_by(3)).collect(), 60)
        }
        None => (fixtures, 8),
    }
}

fn as_written(rect: yusuan::model::Rect) -> yusuan::model::Rect {
    let wire::Corners([x0, y0, x1, y1]) = rect.into();
    yusuan::model::Rect { x0: x0 as f32, y0: y0 as f32, x1: x1 as f32, y1: y1 as f32 }
}

#[test]
fn what_is_kept_of_a_document_can_be_had_from_its_json() {
    let catalog = Catalog::builtin().unwrap();
    let (disclosures, least) = disclosures();
    assert!(disclosures.len() >= least, "{}", disclosures.len());
    for path in disclosures {
        let bytes = fs::read(&path).unwrap();
        let paper = read::read(&bytes, &Default::default())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let outline = locate::locate(&paper.pages, &catalog);
        let mut ledger = parse::parse(
            &paper.pages,
            &outline,
            &rebuild::rebuild(&paper.pages, &outline, &Default::default(), &catalog),
            &catalog,
        );
        // boxes are written in hundredths of a point
        for row in ledger.tables.iter_mut().flat_map(|t| &mut t.rows) {
            row.cells
                .iter_mut()
                .map(|cell| &mut cell.rect)
                .chain([&mut row.rect])
                .for_each(|rect| *rect = as_written(*rect));
        }
        let own = reconcile::summarize("a.pdf", &ledger);
        let mut json = vec![];
        emit::write(&emit::document(wire::Source::unread("a.pdf"), ledger, vec![]), &mut json)
            .unwrap();
        let document: wire::Document = serde_json::from_slice(&json).unwrap();
        assert_eq!(pipeline::summary(&document, &catalog), own, "{}", path.display());
    }
}

#[test]
fn what_was_found_is_marked_in_a_copy_of_the_pdf() {
    let dir = tempfile::tempdir().unwrap();
    let (out, seed) = (dir.path().join("marked"), fixture("seed"));
    let folder = out.to_str().unwrap();
    let args = ["check", "altered.pdf", "libreoffice.pdf", "../bad/text.pdf", "--lang", "zh"];
    let run = yusuan(&seed, args.iter().chain(&["--annotate", folder]));
    assert_eq!(run.code, 1, "{}", run.stderr);
    let same = yusuan(&seed, args);
    assert_eq!((run.stdout, run.stderr), (same.stdout, same.stderr));
    let names: Vec<_> = files(&out).into_keys().collect();
    assert_eq!(names, [Path::new("altered.pdf"), Path::new("libreoffice.pdf")]);
    let (before, after) =
        (fs::read(seed.join("altered.pdf")).unwrap(), fs::read(out.join("altered.pdf")).unwrap());
    assert!(after.starts_with(&before) && after.len() > before.len());
    let marked = lopdf::Document::load_mem(&after).unwrap();
    let page = marked.get_pages()[&11];
    let red = |a: &&lopdf::Dictionary| {
        a.get(b"Subtype").and_then(lopdf::Object::as_name).ok() == Some(b"Highlight")
            && a.get(b"C").and_then(lopdf::Object::as_array).unwrap()[1].as_float().unwrap() < 0.3
    };
    assert_eq!(marked.get_page_annotations(page).unwrap().iter().filter(|a| red(a)).count(), 3);
    // the same once more, among the inputs and with a file that is encrypted
    let again = yusuan(&out, ["check", "altered.pdf", "--annotate", "."]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.contains("would be replaced"), "{}", again.stderr);
    assert!(fs::read(out.join("altered.pdf")).unwrap() == after);
    let encrypted = yusuan(&fixture("read"), ["check", "aes_128.pdf", "--annotate", folder]);
    assert_eq!(encrypted.code, 1);
    assert!(encrypted.stderr.starts_with("not annotated: aes_128.pdf: the file is encrypted"));
}
