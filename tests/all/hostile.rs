//! Whatever is in a file: it ends in time and with a status, no panic reaches the user, and its neighbours are as they
//! would be without it.

use crate::support::command::{files, fixture, rows, yusuan};
use crate::support::hostile_files;
use crate::support::shared::shared;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Seconds that a file may take. Under all that a loaded machine and an unoptimized build add, none may need them.
const LIMIT: f64 = 60.0;
/// Seconds from the end of the time to the end of the file: between two looks at the clock.
const GRACE: f64 = 10.0;

/// Converts the folder `in`, in which neighbours `0.pdf` and `~.pdf` stand around the hostile files, and holds the
/// result to account. Returns status and seconds of each.
fn survives(dir: &Path) -> BTreeMap<String, (String, f64)> {
    for (from, to) in [("seed/typst.pdf", "in/0.pdf"), ("seed/chromium.pdf", "in/~.pdf")] {
        fs::copy(fixture(from), dir.join(to)).unwrap();
    }
    let run = yusuan(dir, ["convert", "in", "--out", "out", "--progress", "json"]);
    assert!(matches!(run.code, 0 | 1), "{}: {}", run.code, run.stderr);
    let events: Vec<serde_json::Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done: BTreeMap<String, (String, f64)> = events
        .iter()
        .filter(|event| event["event"] == "file")
        .map(|event| {
            (
                event["file"].as_str().unwrap().into(),
                (event["status"].as_str().unwrap().into(), event["seconds"].as_f64().unwrap()),
            )
        })
        .collect();
    let documents = rows(dir.join("out/documents.csv"));
    assert_eq!(documents.len(), fs::read_dir(dir.join("in")).unwrap().count());
    for row in &documents {
        let (status, seconds) = &done[&row["source_file"]];
        assert_eq!(*status, row["status"]);
        assert!(*seconds < LIMIT + GRACE, "{}: {seconds} s", row["source_file"]);
        assert!(!row["error"].contains("stumbled"), "{}: {}", row["source_file"], row["error"]);
        assert!(!row["error"].contains("takes longer"), "{}: {}", row["source_file"], row["error"]);
    }
    let alone = yusuan(dir, ["convert", "in/0.pdf", "in/~.pdf", "--out", "alone"]);
    assert_eq!(alone.code, 0);
    for (path, bytes) in files(&dir.join("alone/documents")) {
        assert!(
            fs::read(dir.join("out/documents").join(&path)).unwrap() == bytes,
            "{} differs",
            path.display()
        );
    }
    done
}

#[test]
fn files_made_to_hurt() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let made = hostile_files::hostile();
    for (name, bytes) in &made {
        fs::write(dir.path().join(format!("in/{name}.pdf")), bytes).unwrap();
    }
    let done = survives(dir.path());
    let mut slowest: Vec<_> =
        done.iter().map(|(file, (status, seconds))| (*seconds, file, status)).collect();
    slowest.sort_by(|a, b| b.0.total_cmp(&a.0));
    slowest
        .iter()
        .take(8)
        .for_each(|(seconds, file, status)| println!("{seconds:.1} s {file} {status}"));
    assert_eq!(done.len(), made.len() + 2);
}

/// The bytes up to every thousandth.
fn cut(dir: &Path, name: &str, bytes: &[u8]) {
    for end in (0..bytes.len()).step_by(1000) {
        fs::write(dir.join(format!("{name}-{end:07}.pdf")), &bytes[..end]).unwrap();
    }
}

#[test]
fn truncated_at_every_thousandth_byte() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for name in ["reportlab-gbk", "reportlab-unigb", "altered", "weasyprint"] {
        cut(&dir.path().join("in"), name, &fs::read(fixture(&format!("seed/{name}.pdf"))).unwrap());
    }
    survives(dir.path());
}

/// Writes `variants` versions of each file, in which 1 to 64 random bytes are others.
fn flip(paths: &[PathBuf], dir: &Path, variants: usize) {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |end: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random as usize % end
    };
    for (number, path) in paths.iter().enumerate() {
        let bytes = fs::read(path).unwrap();
        for variant in 0..if bytes.is_empty() { 0 } else { variants } {
            let mut bytes = bytes.clone();
            for _ in 0..=below(64) {
                let at = below(bytes.len());
                bytes[at] = below(256) as u8;
            }
            fs::write(dir.join(format!("{number:04}-{variant}.pdf")), bytes).unwrap();
        }
    }
}

fn pdfs_below(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = entries
        .flat_map(|path| if path.is_dir() { pdfs_below(&path) } else { vec![path] })
        .collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    found.sort();
    found
}

#[test]
fn random_bytes_flipped_in_every_fixture() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    flip(&pdfs_below(&fixture("")), &dir.path().join("in"), 8);
    survives(dir.path());
}

#[test]
fn random_bytes_flipped_in_every_file_of_the_corpus() {
    let Some(shared) = shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let folders = ["real", "synthetic", "negatives", "ink"]
        .map(|folder| pdfs_below(&shared.join("corpus").join(folder)));
    flip(&folders.concat(), &dir.path().join("in"), 1);
    survives(dir.path());
}
