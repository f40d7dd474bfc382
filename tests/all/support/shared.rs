//! What is not everywhere at hand: the shared corpus beside the project, other programs.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Says that a test is skipped, or a part of it, past the capture of what tests print: a skip is to be seen.
pub fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let line = format!("skipped: {test}: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Is everything asked for (`LONG=1`), also what a run of every day takes a part of: as many kills, damaged files and
/// comparisons as a release should stand.
pub fn long() -> bool {
    std::env::var_os("LONG").is_some()
}

/// `../shared`; `None`, saying so, where there is no corpus in it.
pub fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    let there = path.join("corpus").is_dir();
    if !there {
        skipped("no corpus at ../shared");
    }
    there.then_some(path)
}

/// The PDFs of these folders of the corpus, by path; each folder has some. Its other folders are for other ends.
pub fn corpus(shared: &Path, folders: &[&str]) -> Vec<PathBuf> {
    let of = |folder: &&str| {
        let found = pdfs(&shared.join("corpus").join(folder));
        assert!(!found.is_empty(), "no PDFs in {folder} of the corpus");
        found
    };
    folders.iter().flat_map(of).collect()
}

/// The PDFs below a folder, by path.
pub fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let below = |path: PathBuf| if path.is_dir() { pdfs(&path) } else { vec![path] };
    let mut found: Vec<_> = entries.flat_map(|entry| below(entry.unwrap().path())).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    found.sort();
    found
}
