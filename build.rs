//! Names the commit that is built, and lists the templates in `src/catalog/data/templates/<省>/<市>.toml`, so that a new city is a file and no line of Rust.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rustc-env=YUSUAN_COMMIT={}", commit().unwrap_or_default());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data/templates");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files: Vec<PathBuf> = Vec::new();
    for province in fs::read_dir(&root)? {
        let province = province?.path();
        if province.is_dir() {
            for city in fs::read_dir(&province)? {
                files.push(city?.path());
            }
        }
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", file.to_string_lossy());
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("templates.rs"), list)
}

/// ` (<commit> <day>)` where the package is built in its own repository and git can be asked; else nothing, so that what is
/// built from a published package does not depend on where.
fn commit() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let git = |arguments: &[&str]| {
        let answer = Command::new("git").current_dir(root).args(arguments).output().ok()?;
        let text = String::from_utf8(answer.stdout).ok()?;
        answer.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    // while one works on it, a commit should not build all anew
    let is_released = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    (is_released && root.join(".git").exists()).then_some(())?;
    let head = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    println!("cargo::rerun-if-changed={}", root.join(head).display());
    git(&["log", "-1", "--format=(%h %cs)"]).map(|text| format!(" {text}"))
}
