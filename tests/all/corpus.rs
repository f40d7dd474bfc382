//! The shared corpus, where it is at hand: conversion scored against the truth. Skipped, saying so, where it is not.

use crate::support::command::yusuan;
use std::path::{Path, PathBuf};
use std::process::Command;

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let there = path.join("corpus/real").is_dir() && path.join("tools/score.py").is_file();
    if !there {
        println!("skipped: no corpus at ../shared");
    }
    there.then_some(path)
}

/// Converts a folder and scores it; `None` where there is no python3 to run the scorer.
fn score(shared: &Path, inputs: &str, truth: &str) -> Option<serde_json::Value> {
    let dir = tempfile::tempdir().unwrap();
    let inputs = shared.join(inputs);
    let run = yusuan(
        dir.path(),
        ["convert".as_ref(), inputs.as_os_str(), "--out".as_ref(), dir.path().as_os_str()],
    );
    assert_eq!(run.code, 1, "failures and mismatches are told by exit code 1");
    let Ok(scored) = Command::new("python3")
        .arg(shared.join("tools/score.py"))
        .arg(dir.path())
        .arg(shared.join(truth))
        .arg("--json")
        .output()
    else {
        println!("skipped: no python3 to run the scorer");
        return None;
    };
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
    Some(serde_json::from_slice(&scored.stdout).unwrap())
}

fn at_least(score: &serde_json::Value, path: &str, least: f64) {
    let got = score
        .pointer(path)
        .and_then(serde_json::Value::as_f64)
        .unwrap_or_else(|| panic!("no {path}"));
    assert!(got >= least, "{path} is {got}, below {least}");
}

#[test]
fn labelled_real_documents() {
    let Some(shared) = shared() else { return };
    let Some(s) = score(&shared, "corpus/real", "corpus/truth") else { return };
    at_least(&s, "/facts/f1", 0.998);
    at_least(&s, "/perfect", 17.0);
    at_least(&s, "/narrative/amounts/f1", 0.98);
    at_least(&s, "/narrative/with_keys/f1", 0.95);
    at_least(&s, "/performance/f1", 0.98);
    at_least(&s, "/by_template/福州/f1", 1.0);
}

#[test]
fn synthetic_documents() {
    let Some(shared) = shared() else { return };
    let Some(s) = score(&shared, "corpus/synthetic", "corpus/synthetic") else { return };
    at_least(&s, "/facts/f1", 0.998);
    at_least(&s, "/perfect", 36.0);
    at_least(&s, "/narrative/amounts/f1", 0.98);
    at_least(&s, "/narrative/with_keys/f1", 0.95);
    at_least(&s, "/performance/f1", 0.98);
    at_least(&s, "/checks/detected", 25.0);
}
