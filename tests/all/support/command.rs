//! Running the program, and reading what it wrote.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the program came to.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `yusuan` with `args` in `dir`.
pub fn yusuan(dir: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let output =
        Command::new(env!("CARGO_BIN_EXE_yusuan")).args(args).current_dir(dir).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The rows of a CSV file, each by column name.
pub fn rows(path: impl AsRef<Path>) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Every file below `dir` with its bytes.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            found.extend(
                files(&entry)
                    .into_iter()
                    .map(|(path, bytes)| (Path::new(entry.file_name().unwrap()).join(path), bytes)),
            );
        } else {
            found.insert(entry.file_name().unwrap().into(), std::fs::read(&entry).unwrap());
        }
    }
    found
}
