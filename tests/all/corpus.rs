//! The shared corpus, where it is at hand: one run over disclosures and what is none, looked at row by row, and scored
//! against the truth. Skipped, saying so, where it is not.

use crate::support::command::{ended, rows, yusuan};
use crate::support::shared::{corpus, shared, skipped};
use std::fs;
use std::path::Path;
use std::process::Command;

const FOLDERS: [&str; 3] = ["real", "negatives", "synthetic"];

/// One run for all that is asked of it: to convert the corpus takes longer than nearly all other tests.
#[test]
fn disclosures_and_what_is_none() {
    let Some(shared) = shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().to_str().unwrap();
    let run =
        yusuan(&shared.join("corpus"), ["convert"].iter().chain(&FOLDERS).chain(&["--out", out]));
    assert_eq!(run.code, 1, "failures and mismatches are told by exit code 1: {}", run.stderr);
    every_input_has_its_row_and_its_status(&shared, dir.path());
    if Command::new("python3").arg("--version").output().is_err() {
        return skipped("no python3 to run the scorer");
    }
    let real = score(&shared, dir.path(), "corpus/truth");
    for (path, least) in REAL {
        at_least(&real, path, least);
    }
    let synthetic = score(&shared, dir.path(), "corpus/synthetic");
    for (path, least) in SYNTHETIC {
        at_least(&synthetic, path, least);
    }
}

fn every_input_has_its_row_and_its_status(shared: &Path, out: &Path) {
    let documents = rows(out.join("documents.csv"));
    let of = |folder: &str| {
        documents.iter().filter(|row| row["source_file"].starts_with(folder)).collect::<Vec<_>>()
    };
    assert_eq!(documents.len(), corpus(shared, &FOLDERS).len());
    for folder in ["real", "negatives"] {
        let manifest = shared.join("corpus").join(folder).join("MANIFEST.tsv");
        let listed = fs::read_to_string(manifest).unwrap().lines().count() - 1;
        assert_eq!(of(&format!("{folder}/")).len(), listed, "{folder}");
    }
    for row in &documents {
        // of these files only web pages and scans fail
        let (file, web_page) = (&row["source_file"], row["source_file"].contains("/notpdf_"));
        assert_eq!(row["status"] == "failed", !row["error"].is_empty(), "{file}");
        assert!(
            row["error"].is_empty()
                || row["error"].contains("not a PDF but a web page")
                || row["error"].contains("no text layer"),
            "{file}"
        );
        assert_eq!(row["error"].contains("web page"), web_page, "{file}: {}", row["error"]);
    }
    let disclosures = of("negatives/")
        .into_iter()
        .filter(|row| row["status"] == "ok" && row["facts"] != "0")
        .count();
    assert_eq!(disclosures, 0, "a paper that is no disclosure gives no facts");
    assert!(of("real/").iter().all(|row| row["status"] != "failed"));
    let json = fs::read_dir(out.join("documents")).unwrap().count();
    assert_eq!(json, documents.iter().filter(|row| row["status"] != "failed").count());
}

/// The least that each figure of the score may be.
const REAL: [(&str, f64); 6] = [
    ("/facts/f1", 0.998),
    ("/perfect", 17.0),
    ("/narrative/amounts/f1", 0.98),
    ("/narrative/with_keys/f1", 0.95),
    ("/performance/f1", 0.98),
    ("/by_template/福州/f1", 1.0),
];
const SYNTHETIC: [(&str, f64); 6] = [
    ("/facts/f1", 0.998),
    ("/perfect", 36.0),
    ("/narrative/amounts/f1", 0.98),
    // Five documents print classes of all money: `expenditure_class`, which the truth calls general_public_budget_class.
    ("/narrative/with_keys/f1", 0.94),
    ("/performance/f1", 0.98),
    ("/checks/detected", 25.0),
];

fn score(shared: &Path, out: &Path, truth: &str) -> serde_json::Value {
    let mut scorer = Command::new("python3");
    scorer.arg(shared.join("tools/score.py")).arg(out).arg(shared.join(truth)).arg("--json");
    let (status, [scored, said]) = ended(&mut scorer);
    assert!(status.success(), "{}", String::from_utf8_lossy(&said));
    serde_json::from_slice(&scored).unwrap()
}

fn at_least(score: &serde_json::Value, path: &str, least: f64) {
    let got = score
        .pointer(path)
        .and_then(serde_json::Value::as_f64)
        .unwrap_or_else(|| panic!("no {path}"));
    assert!(got >= least, "{path} is {got}, below {least}");
}
