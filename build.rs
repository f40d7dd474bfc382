//! Lists the templates in `src/catalog/data/templates/<省>/<市>.toml`, so that a new city is a file and no line of Rust.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
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
