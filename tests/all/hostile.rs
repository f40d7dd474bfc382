//! Whatever is in a file: it ends, with a status, no panic reaches the user, and its neighbours are as they
//! would be without it.

use crate::support::command::{files, fixture, rows, yusuan};
use crate::support::hostile_files;
use crate::support::shared::{corpus, long, pdfs, shared};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Seconds that a file may take: none needs a tenth of it, whatever else the machine does; one that never ends does.
const LIMIT: &str = "600";

/// Converts the folder `in`, in which neighbours `0.pdf` and `~.pdf` stand around the hostile files, and holds the
/// result to account. Returns the status of each.
fn survives(dir: &Path) -> BTreeMap<String, String> {
    for (from, to) in [("seed/typst.pdf", "in/0.pdf"), ("seed/chromium.pdf", "in/~.pdf")] {
        fs::copy(fixture(from), dir.join(to)).unwrap();
    }
    let run = yusuan(
        dir,
        ["convert", "in", "--out", "out", "--progress", "json", "--max-seconds", LIMIT],
    );
    assert!(matches!(run.code, 0 | 1), "{}: {}", run.code, run.stderr);
    // a panic would be a line that is no event
    let events: Vec<serde_json::Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done: BTreeMap<String, String> = events
        .iter()
        .filter(|event| event["event"] == "file")
        .map(|event| ["file", "status"].map(|key| event[key].as_str().unwrap().to_owned()).into())
        .collect();
    let documents = rows(dir.join("out/documents.csv"));
    assert_eq!(documents.len(), fs::read_dir(dir.join("in")).unwrap().count());
    assert!(documents.len() > 2, "nothing but the neighbours");
    for row in &documents {
        let (file, error) = (&row["source_file"], &row["error"]);
        assert_eq!(done[file], row["status"]);
        assert!(!error.contains("stumbled"), "{file}: {error}");
        assert!(!error.contains("takes longer"), "{file}: {error}");
    }
    let alone = yusuan(dir, ["convert", "in/0.pdf", "in/~.pdf", "--out", "alone"]);
    assert_eq!(alone.code, 0);
    let neighbours = files(&dir.join("alone/documents"));
    assert_eq!(neighbours.len(), 2);
    for (path, bytes) in neighbours {
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

#[test]
fn random_bytes_flipped_in_every_fixture() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    flip(&pdfs(&fixture("")), &dir.path().join("in"), 8);
    survives(dir.path());
}

#[test]
fn random_bytes_flipped_in_every_file_of_the_corpus() {
    let Some(shared) = shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let files = corpus(&shared, &["real", "synthetic", "negatives", "ink"]);
    let files: Vec<_> = files.into_iter().step_by(if long() { 1 } else { 3 }).collect();
    flip(&files, &dir.path().join("in"), 1);
    survives(dir.path());
}
