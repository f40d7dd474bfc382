//! The labelled real documents, read from their PDFs: the inconsistencies known to be printed in them are found, no
//! other is, and nearly all equations are evaluated. Skipped, saying so, where the shared corpus is not at hand.

use crate::support::shared::shared;
use crate::support::truth::{self, Record};
use rust_decimal::Decimal;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use yusuan::catalog::Catalog;
use yusuan::emit::wire::{Check, Document};
use yusuan::model::Verdict;
use yusuan::pipeline::{Settings, extract};

type Known = (Document, Vec<Record>);

/// The labelled documents with the inconsistencies known in them; `None`, saying so, without the corpus.
fn labelled() -> Option<&'static [Known]> {
    static LABELLED: OnceLock<Vec<Known>> = OnceLock::new();
    let shared = shared()?;
    Some(LABELLED.get_or_init(|| read(&shared)))
}

fn read(shared: &Path) -> Vec<Known> {
    let root = shared.join("corpus/truth");
    let catalog = Catalog::builtin().unwrap();
    let read = |folder: PathBuf| {
        let pdf = folder.strip_prefix(&root).unwrap().with_extension("");
        let bytes = std::fs::read(shared.join("corpus/real").join(&pdf)).unwrap();
        let document = extract(&bytes, &pdf.to_string_lossy(), &Settings::default(), &catalog);
        (document, truth::records(&folder.join("known_errors.csv")))
    };
    truth::folders(&root).into_iter().map(read).collect()
}

fn field<'a>(record: &'a Record, names: &[&str]) -> &'a str {
    names
        .iter()
        .filter_map(|n| record.get(*n))
        .map(|s| s.trim())
        .find(|s| !s.is_empty())
        .unwrap_or("")
}

fn number(text: &str) -> Option<Decimal> {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    digits.parse::<Decimal>().ok()
}

/// Why no equation of the contract speaks of an entry.
fn beyond(record: &Record) -> Option<&'static str> {
    let (class, key) = (field(record, &["class"]), field(record, &["column", "row"]));
    match () {
        () if class == "text" || class == "structure" => Some("not a figure"),
        () if key == "procurement_other_sme_awarded" => Some("no key of the contract"),
        () if field(record, &["note"]).contains("(info)") => {
            Some("not printed, so nothing to check")
        }
        () => None,
    }
}

/// Does the check state the figure of that entry, and by as much?
fn tells(document: &Document, check: &Check, record: &Record) -> bool {
    let prose = field(record, &["table", "where"]) == "narrative";
    let (row, column) = (field(record, &["code", "row"]), field(record, &["column"]));
    let code: String = row
        .trim_start_matches("row")
        .chars()
        .skip_while(|c| *c != '2' && *c != '3')
        .take_while(char::is_ascii_digit)
        .collect();
    let code = if matches!(code.len(), 3 | 5 | 7) { code.as_str() } else { "" };
    let place = match prose {
        true => check.table == "narrative" && [row, column].contains(&check.item.as_str()),
        false => check.table == table_of(document, field(record, &["table"])),
    };
    let unit = if field(record, &["unit"]) == "万元" { 10_000 } else { 1 };
    let off = number(field(record, &["printed_yuan", "printed"]))
        .zip(number(field(record, &["implied_yuan", "implied"])))
        .map(|(a, b)| (a - b).abs() * Decimal::from(unit));
    let residual = check.residual.as_ref().map(|r| r.value().abs());
    // Rates are told in points, signed by their words; what a figure is of zero has no residual.
    let as_much = prose || off.is_none() || off == residual;
    place && as_much && (code.is_empty() || check.code == code || check.item.ends_with(code))
}

/// The id of the table that an entry names by its id or by its title.
fn table_of<'a>(document: &'a Document, named: &'a str) -> &'a str {
    let Some(title) = named.strip_prefix("other:") else { return named };
    document.tables.iter().find(|t| t.title.contains(title)).map_or(named, |t| t.id.as_str())
}

#[test]
fn known_errors_are_found() {
    let Some(labelled) = labelled() else { return };
    let mut silent = Vec::new();
    let (mut entries, mut beside) = (0, 0);
    for (document, known) in labelled {
        for record in known {
            if beyond(record).is_some() {
                beside += 1;
                continue;
            }
            entries += 1;
            let found = document.checks.iter().filter(|c| tells(document, c, record)).any(|c| {
                match c.verdict {
                    Verdict::Mismatch | Verdict::Rounding => true,
                    // 项 that are not printed because they are secret.
                    Verdict::NotChecked => c.reason == "withheld",
                    _ => false,
                }
            });
            if !found {
                silent.push(format!("{}: {record:?}", document.source.file));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    assert!(entries > 120 && beside < 8, "{entries} entries, {beside} beside the contract");
}

/// Mismatches of the labelled documents, each looked at on the page: document, rule, code or item, and what is printed.
const EXPLAINED: [(&str, &str, &str, &str); 23] = [
    (
        "信访局_国家信访局2024",
        "N3",
        "income_expenditure_total_change_percent",
        "p14: 22066.59 after +5834.37 is 35.94 %, printed 35.74 %",
    ),
    (
        "普陀区财政局2024",
        "N1",
        "fiscal_appropriation_total",
        "p21: 0.3万元, the table prints 2,961.68",
    ),
    ("普陀区财政局2024", "N3", "201", "p22: 2106.66 of 2940.05 is 71.65 %, printed 71.73 %"),
    (
        "社会工作部 2024",
        "N3",
        "income_expenditure_total_change_percent",
        "p17: 增长100.00% of nothing: the body was founded in 2024",
    ),
    ("社会工作部 2024", "N3", "fiscal_appropriation_total_change_percent", "p17: as above"),
    ("社会工作部 2024", "N3", "general_public_budget_total_change_percent", "p18: as above"),
    ("社会工作部 2024", "N3", "agency_operation_change_percent", "p22: as above"),
    ("社会工作部 2024", "N3", "221", "p18: 29.42 of 307.82 is 9.56 %, printed 9.55 %"),
    (
        "社会工作部 2024",
        "N3",
        "general_public_budget_total_completion_percent",
        "p18: 95.89 % of 年初预算 0",
    ),
    ("司法局2026", "W2", "2040601", "p11, p14: the class's project figure is repeated in this row"),
    ("司法局2026", "W3", "20406", "p11, p14: follows from row 2040601"),
    (
        "司法局2026",
        "X7",
        "expenditure.total",
        "p8: 人员 and 公用 are 101,200 yuan off table nine, in opposite ways",
    ),
    ("司法局2026", "N2", "2080501", "p6: 预算安排57.8万元, the row and the line above print 56.12"),
    ("司法局2026", "N2", "2210203", "p7: 预算安排170.03万元, the row and the line above print 207"),
    ("司法局2026", "N3", "2040601", "p6: 1434.89 after 1690.69 is −15.13 %, printed −1.10 %"),
    ("司法局2026", "N3", "2080501", "p6: 预算安排57.8 after 57.43 is +0.64 %, printed −2.27 %"),
    (
        "司法局2026",
        "N3",
        "2210203",
        "p7: 预算安排170.03 after 241.76 is −29.67 %, printed +21.74 %",
    ),
    ("湖州市财政局", "N3", "201", "p5: 5356.01 of 6838.41 is 78.3 %, printed 78.4 %"),
    (
        "交通警察局",
        "N3",
        "three_public_overseas_travel_change_percent",
        "p22: 增长100% of a year without any",
    ),
    ("交通警察局", "N3", "three_public_vehicle_purchase_change_percent", "p22: as above"),
    ("交通警察局", "N6", "procurement_total", "p37: total 0.00, goods and services 8140.20"),
    ("交通警察局", "N8", "vehicles_planned_total", "p37: total 0, by use 18"),
    (
        "医疗保障局",
        "N4",
        "basic_",
        "p25: 人员 and 公用 by the office's own definition, 46.20 beside the economic table",
    ),
];

#[test]
fn every_mismatch_is_explained() {
    let Some(labelled) = labelled() else { return };
    let mut found: Vec<(String, String, String)> = Vec::new();
    for (document, _) in labelled {
        for check in document.checks.iter().filter(|c| c.verdict == Verdict::Mismatch) {
            let place = if check.code.is_empty() { &check.item } else { &check.code };
            found.push((document.source.file.clone(), check.rule.clone(), place.clone()));
        }
    }
    let explained = |(file, rule, place): &(String, String, String)| {
        EXPLAINED.iter().any(|(f, r, p, _)| file.contains(f) && rule == r && place.starts_with(p))
    };
    let open: Vec<_> = found.iter().filter(|f| !explained(f)).collect();
    assert!(open.is_empty(), "{open:#?}");
    let stale: Vec<_> = EXPLAINED
        .iter()
        .filter(|(f, r, p, _)| {
            !found
                .iter()
                .any(|(file, rule, place)| file.contains(f) && rule == r && place.starts_with(p))
        })
        .collect();
    assert!(stale.is_empty(), "{stale:#?}");
}

/// Of the applicable equations at least 98 of 100 are evaluated.
#[test]
fn nearly_all_equations_are_evaluated() {
    let Some(documents) = labelled() else { return };
    let checks: Vec<&Check> = documents.iter().flat_map(|(d, _)| &d.checks).collect();
    let applicable = checks.iter().filter(|c| c.verdict != Verdict::NotApplicable).count();
    let open: Vec<_> = checks.iter().filter(|c| c.verdict == Verdict::NotChecked).collect();
    assert!(
        applicable > 10_000 && open.len() * 50 <= applicable,
        "{} of {applicable} not checked",
        open.len()
    );
    assert!(open.iter().all(|c| !c.reason.is_empty()));
}
