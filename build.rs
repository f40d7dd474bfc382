//! Names the commit that is built, lists the templates in `src/catalog/data/templates/<省>/<市>.toml`, so that a new city is a
//! file and no line of Rust, and puts the data files into JSON: written for people, TOML takes a program several times as long
//! to read.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rustc-env=YUSUAN_COMMIT={}", commit().unwrap_or_default());
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("templates.rs"), templates()?)?;
    ["catalog/data", "catalog/data/owed", "lex"].iter().try_for_each(|folder| data(folder, &out))
}

/// The data files of a folder of `src`, each as JSON in the same folder of `out`.
fn data(folder: &str, out: &Path) -> io::Result<()> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    println!("cargo::rerun-if-changed={}", from.display());
    fs::create_dir_all(out.join(folder))?;
    for file in fs::read_dir(&from)? {
        let file = file?.path();
        if let Some(name) =
            file.file_stem().filter(|_| file.extension().is_some_and(|e| e == "toml"))
        {
            let fault = |e| io::Error::other(format!("{}: {e}", file.display()));
            let value: toml::Value = toml::from_str(&fs::read_to_string(&file)?).map_err(fault)?;
            let json = serde_json::to_vec(&value).map_err(io::Error::other)?;
            fs::write(out.join(folder).join(name).with_extension("json"), json)?;
        }
    }
    Ok(())
}

/// The list of the templates, as Rust.
fn templates() -> io::Result<String> {
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
    Ok(list)
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
