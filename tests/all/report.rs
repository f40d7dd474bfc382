//! `yusuan report`: the data that the page carries, and the page in headless Chromium, which `scripts/browser/install` puts
//! there; skipped, saying so, where it is not installed.

use crate::support::browser::browser;
use crate::support::command::{ended, fixture, rows, yusuan};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use yusuan::emit::wire;
use yusuan::render::Lang;
use yusuan::render::html::{Limits, Page, Settings};

const SEED: [&str; 4] = ["altered", "libreoffice", "reportlab-gbk", "typst"];
const UNIT: &str = "福州市社会保险技术服务保障中心";

/// The folder that `convert` makes of the fixtures with these names.
fn converted(names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut args: Vec<String> = names.iter().map(|name| format!("{name}.pdf")).collect();
    args.extend([
        "--out".into(),
        dir.path().join("out").to_str().unwrap().into(),
        "--quiet".into(),
    ]);
    yusuan(&fixture("seed"), ["convert".to_owned()].into_iter().chain(args));
    dir
}

fn report(dir: &Path, args: &[&str]) -> String {
    let run = yusuan(dir, [&["report", "out"], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    fs::read_to_string(dir.join("out/report.html")).unwrap()
}

/// The JSON that the page carries under an id, read as a browser does: up to the next `</script`.
fn part(page: &str, id: &str) -> Value {
    let (_, rest) = page
        .split_once(&format!("<script type=\"application/json\" id=\"{id}\">"))
        .unwrap_or_else(|| panic!("no {id}"));
    serde_json::from_str(rest.split_once("</script").unwrap().0).unwrap()
}

fn list(page: &str, id: &str) -> Vec<Value> {
    part(page, id).as_array().unwrap().clone()
}

#[test]
fn sums_are_those_of_the_truth() {
    let dir = converted(&SEED);
    let page = report(dir.path(), &[]);
    let overview = part(&page, "data-overview");
    assert_eq!(
        (&overview["inputs"], &overview["units"], &overview["facts"]),
        (&json!(4), &json!(1), &json!(4 * 139))
    );
    assert_eq!(overview["part"], json!([1, 1]));
    // altered.pdf is the first of four disclosures of one unit and year: the others are counted and not added
    let group = &overview["groups"][0];
    let head = ["year", "kind", "scope", "documents", "repeated"].map(|name| group[name].clone());
    assert_eq!(head, [json!(2025), json!("budget"), json!("unit"), json!(1), json!(3)]);
    assert_eq!(
        group["totals"],
        json!([
            ["6025600.00", 1, null],
            ["6025600.00", 1, null],
            ["3725600.00", 1, null],
            ["2300000.00", 1, null]
        ])
    );
    assert_eq!(
        group["functional"],
        json!([["208", "5480300.00", "91.0"], ["221", "545300.00", "9.0"]])
    );
    assert_eq!(
        (&group["functional_documents"], &group["functional_rest"]),
        (&json!(1), &Value::Null)
    );
    // the classes of the economic table, as the truth beside the fixtures has them
    let truth = rows(fixture("seed/truth/facts.csv"));
    let class = |f: &&BTreeMap<String, String>| {
        f["table"] == "basic_expenditure_economic"
            && f["code"].len() == 3
            && f["basis"] == "current"
    };
    let economic: Vec<_> =
        truth.iter().filter(class).map(|f| [f["code"].clone(), f["amount_yuan"].clone()]).collect();
    let told: Vec<_> = group["economic"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| [0, 1].map(|i| c[i].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(told, economic);
    assert_eq!(told.len(), 2);
}

#[test]
fn the_altered_figure_is_told_with_its_place_and_terms() {
    let dir = converted(&SEED);
    let page = report(dir.path(), &[]);
    let findings = list(&page, "data-findings");
    let x6: Vec<_> = findings.iter().filter(|f| f["rule"] == "X6").collect();
    assert_eq!(x6.len(), 1, "{x6:?}");
    let equation = &x6[0]["equation"];
    let figures = ["stated", "printed", "computed", "difference", "allowed"]
        .map(|name| equation[name].as_str().unwrap());
    assert_eq!(figures, ["211600.00", "21.16万元", "205600.00", "6000.00", "100.00"]);
    let addends = equation["addends"].as_array().unwrap();
    assert_eq!(addends.len(), 1);
    assert_eq!(
        (&addends[0]["value"], &addends[0]["row"]),
        (&json!("205600.00"), &json!("2080505 机关事业单位基本养老保险缴费支出"))
    );
    assert_eq!(x6[0]["row"]["code"], "2080505");
    // the pictures are of the pages of both, and hold the printed texts where the marks are
    let pages: Vec<u64> = [&x6[0]["spot"], &addends[0]["spot"]]
        .iter()
        .map(|spot| spot[0].as_u64().unwrap())
        .collect();
    assert_eq!(x6[0]["pictures"].as_array().unwrap().len(), 2);
    for ((spot, stated), number) in [(&x6[0]["spot"], "21.16"), (&addends[0]["spot"], "20.56")]
        .into_iter()
        .zip(x6[0]["pictures"].as_array().unwrap())
    {
        let picture = part(&page, &format!("picture-{number}"));
        assert!(pages.contains(&picture["page"].as_u64().unwrap()));
        let corners: Vec<_> = spot.as_array().unwrap()[1..].to_vec();
        let cells = picture["tables"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|t| t["cells"].as_array().unwrap());
        let texts: Vec<_> = cells
            .filter(|cell| cell.as_array().unwrap()[1..] == corners)
            .map(|cell| cell[0].clone())
            .collect();
        assert_eq!(texts, [json!(stated)]);
    }
    // the equations between documents are there too: the second disclosure of the unit has other figures
    let b2: Vec<_> =
        findings.iter().filter(|f| f["rule"] == "B2").map(|f| f["document"].clone()).collect();
    assert_eq!(b2, [json!(1), json!(2), json!(3)]);
    let counts: BTreeMap<String, usize> =
        rows(dir.path().join("out/checks.csv")).iter().fold(BTreeMap::new(), |mut counts, row| {
            *counts.entry(row["verdict"].clone()).or_default() += 1;
            counts
        });
    let verdicts = ["exact", "rounding", "mismatch", "not_checked"]
        .map(|verdict| counts.get(verdict).copied().unwrap_or_default());
    assert_eq!(
        part(&page, "data-overview")["verdicts"],
        json!(verdicts),
        "the page counts what checks.csv holds"
    );
    let told = findings
        .iter()
        .filter(|f| ["mismatch", "not_checked"].contains(&f["kind"].as_str().unwrap()))
        .count();
    assert_eq!(told, verdicts[2] + verdicts[3]);
    let with_rounding = list(&report(dir.path(), &["--rounding"]), "data-findings");
    assert_eq!(with_rounding.iter().filter(|f| f["kind"] == "rounding").count(), verdicts[1]);
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let dir = converted(&SEED[..2]);
    let page = report(dir.path(), &["--lang", "zh"]);
    let run = yusuan(dir.path(), ["report", "out", "--lang", "zh", "--out", "other.html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(fs::read_to_string(dir.path().join("other.html")).unwrap() == page);
    assert!(page.contains("<html lang=\"zh\">") && part(&page, "data-overview")["lang"] == "zh");
    for outside in ["http:", "https:", "src=", "@import", "url("] {
        let frame = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!frame.contains(outside), "the page asks for something outside: {outside}");
    }
}

/// A document of the fixture with other words in it.
fn varied(document: &Value, unit: &str, year: u64, file: &str) -> Value {
    let mut document = document.clone();
    document["identity"]["unit_name"] = json!(unit);
    document["identity"]["fiscal_year"] = json!(year);
    document["source"]["file"] = json!(file);
    document
}

/// The documents of a converted folder.
fn documents(dir: &Path, names: &[&str]) -> Vec<Value> {
    let read = |name: &&str| {
        serde_json::from_slice(&fs::read(dir.join(format!("out/documents/{name}.json"))).unwrap())
            .unwrap()
    };
    names.iter().map(read).collect()
}

const HOSTILE: &str = "</script><script>window.pwned=1</script><!--<b>\u{2028}\u{202e}&\"'";

#[test]
fn texts_of_a_document_are_never_markup() {
    let dir = converted(&["altered"]);
    let mut document = varied(&documents(dir.path(), &["altered"])[0], HOSTILE, 2025, HOSTILE);
    for check in
        document["checks"].as_array_mut().unwrap().iter_mut().filter(|c| c["verdict"] == "mismatch")
    {
        check["reason"] = json!(HOSTILE);
    }
    for table in document["tables"].as_array_mut().unwrap() {
        table["title"] = json!(HOSTILE);
        for row in table["rows"].as_array_mut().unwrap() {
            (row["label"], row["name"]) = (json!(HOSTILE), json!(HOSTILE));
        }
    }
    fs::create_dir_all(dir.path().join("plain/documents")).unwrap();
    fs::write(dir.path().join("plain/documents/a.json"), document.to_string()).unwrap();
    let run = yusuan(dir.path(), ["report", "plain"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = fs::read_to_string(dir.path().join("plain/report.html")).unwrap();
    assert!(!page.contains("<script>window.pwned") && !page.contains("<!--<b>"));
    assert_eq!(page.matches("<script").count(), page.matches("</script").count());
    assert_eq!(part(&page, "data-documents")[0]["unit"], HOSTILE);
    assert!(list(&page, "data-texts").iter().any(|text| text["en"] == HOSTILE));
    assert_eq!(part(&page, "picture-0")["tables"][0]["title"], HOSTILE);
}

#[test]
fn what_cannot_be_reported_is_said_and_leaves_no_page() {
    let dir = converted(&SEED[..2]);
    let fails = |folder: &str, part: &str| {
        let run = yusuan(dir.path(), ["report", folder]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(part), "{}", run.stderr);
        assert!(!dir.path().join(folder).join("report.html").exists());
        assert!(!dir.path().join(folder).join(".report.html.partial").exists());
    };
    fails("gone", "gone");
    fs::create_dir_all(dir.path().join("empty")).unwrap();
    fails("empty", "name the folder that `yusuan convert --out` wrote");
    let json = dir.path().join("out/documents/altered.json");
    let whole = fs::read_to_string(&json).unwrap();
    fs::write(&json, &whole[..whole.len() / 2]).unwrap();
    fails("out", "documents/altered.json was altered");
    // without a journal nothing but the file itself tells
    fs::remove_file(dir.path().join("out/journal.jsonl")).unwrap();
    fails("out", "documents/altered.json is no document of yusuan, or damaged");
    fs::write(&json, whole.replacen("\"format_version\": 1", "\"format_version\": 99", 1)).unwrap();
    fails("out", "format version 99");
    fs::write(&json, &whole).unwrap();
    assert_eq!(
        part(&report(dir.path(), &[]), "data-overview")["part"],
        Value::Null,
        "nothing tells which inputs failed"
    );
}

#[test]
fn failed_inputs_are_there_and_an_empty_folder_is_a_page() {
    let dir = tempfile::tempdir().unwrap();
    let run = yusuan(
        dir.path(),
        ["convert", fixture("bad/text.pdf").to_str().unwrap(), "--out", "out", "--quiet"],
    );
    assert_eq!(run.code, 1);
    let page = report(dir.path(), &[]);
    assert_eq!(
        (&part(&page, "data-documents")[0]["status"], &part(&page, "data-findings")[0]["kind"]),
        (&json!("failed"), &json!("failed"))
    );
    fs::create_dir_all(dir.path().join("none/documents")).unwrap();
    assert_eq!(yusuan(dir.path(), ["report", "none"]).code, 0);
    let page = fs::read_to_string(dir.path().join("none/report.html")).unwrap();
    assert_eq!((list(&page, "data-documents").len(), list(&page, "data-findings").len()), (0, 0));
}

#[test]
fn what_does_not_fit_is_counted() {
    let dir = converted(&["altered"]);
    let document: wire::Document =
        serde_json::from_value(documents(dir.path(), &["altered"]).remove(0)).unwrap();
    let page = |limits: Limits| {
        let settings = Settings { folder: "out".into(), lang: Lang::En, rounding: false, limits };
        let mut bytes = vec![];
        let mut page = Page::new(&mut bytes, settings).unwrap();
        (0..3).for_each(|_| page.add(&document, None).unwrap());
        let told = page.finish(Some([1, 1])).unwrap();
        (told.left_out, String::from_utf8(bytes).unwrap())
    };
    let (left, whole) = page(Limits::default());
    assert!(left.is_none());
    let each = list(&whole, "data-findings").len() / 3;
    assert!(each > 0 && whole.contains("id=\"picture-0\""));
    let entry = part(&whole, "data-documents")[0].to_string().len() + 2;
    let (left, page_of_two) = page(Limits { documents: 2 * entry + 2, ..Limits::default() });
    assert_eq!((left.documents, left.findings), (1, each));
    assert_eq!(list(&page_of_two, "data-documents").len(), 2);
    let (left, bare) = page(Limits { pictures: 0, findings: 0, ..Limits::default() });
    assert!(left.pictures > 0 && left.findings == 3 * each && !bare.contains("id=\"picture-"));
    assert_eq!(part(&bare, "data-overview")["left_out"]["findings"], json!(3 * each));
}

/// The page over at least 500 documents in headless Chromium: the documents of the fixtures under other units' names, years
/// and files, one of them hostile.
#[test]
fn a_browser_shows_filters_and_opens_hundreds_of_documents() {
    let Some(python) = browser() else { return };
    let dir = converted(&SEED);
    let all = documents(dir.path(), &SEED);
    let folder = dir.path().join("many/documents");
    fs::create_dir_all(&folder).unwrap();
    for i in 0..510usize {
        let unit = if i == 4 { HOSTILE.to_owned() } else { format!("{UNIT}第{}分中心", i / 5) };
        let document = varied(
            &all[i % all.len()],
            &unit,
            2021 + (i % 5) as u64,
            &format!("2021-2025/{i:03}.pdf"),
        );
        fs::write(folder.join(format!("{i:03}.json")), document.to_string()).unwrap();
    }
    let run = yusuan(dir.path(), ["report", "many"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = dir.path().join("many/report.html");
    let size = fs::metadata(&page).unwrap().len();
    assert!(size < 25_000_000, "{size} bytes");
    let expected = json!({ "documents": 510, "unit": format!("{UNIT}第50分中心"), "of_unit": 5, "year": 2023, "of_year": 102 });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/browser/report.py");
    let (status, told) =
        ended(Command::new(python).arg(script).arg(&page).arg(expected.to_string()));
    let told = told.map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(status.success(), "{told}");
    println!("{told}");
}
