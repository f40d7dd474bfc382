//! What is no disclosure, among disclosures: every input has its row and its status. Skipped where there is no corpus.

use crate::support::command::{rows, yusuan};
use crate::support::shared::shared;
use std::fs;

#[test]
fn negatives_among_disclosures() {
    let Some(shared) = shared() else { return };
    let corpus = shared.join("corpus");
    let dir = tempfile::tempdir().unwrap();
    let run = yusuan(
        &corpus,
        ["convert", "real", "negatives", "synthetic", "--out", dir.path().to_str().unwrap()],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    let documents = rows(dir.path().join("documents.csv"));
    let manifest = |name: &str| {
        fs::read_to_string(corpus.join(name).join("MANIFEST.tsv")).unwrap().lines().count() - 1
    };
    let of = |folder: &str| {
        documents.iter().filter(|row| row["source_file"].starts_with(folder)).collect::<Vec<_>>()
    };
    assert_eq!(
        (of("real/").len(), of("negatives/").len()),
        (manifest("real"), manifest("negatives"))
    );
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
    let json = fs::read_dir(dir.path().join("documents")).unwrap().count();
    assert_eq!(json, documents.iter().filter(|row| row["status"] != "failed").count());
}
