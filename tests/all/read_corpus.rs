//! `read` on the real, synthetic and negative documents beside the project; skipped where they are not.

use std::path::{Path, PathBuf};
use std::process::Command;
use yusuan::read::{ReadError, Settings, read};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus");

/// What is published or made like it; `ink` and `hostile` are there to be found fault with.
const FOLDERS: [&str; 3] = ["real", "synthetic", "negatives"];

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            found.extend(pdfs(&path));
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_document_is_read_without_a_finding() {
    let files = FOLDERS.map(|folder| pdfs(&Path::new(CORPUS).join(folder))).concat();
    if files.is_empty() {
        println!("skipped: no documents in {CORPUS}");
        return;
    }
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let result = read(&std::fs::read(&path).unwrap(), &Settings::default());
        if name.starts_with("notpdf_") {
            assert_eq!(result, Err(ReadError::NotPdf { looks_like: "a web page" }), "{name}");
            continue;
        }
        let paper = result.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(paper.findings, [], "{name}");
        for page in &paper.pages {
            let place = format!("{name} page {}", page.number);
            assert!(
                page.glyphs
                    .iter()
                    .all(|glyph| glyph.ch != char::REPLACEMENT_CHARACTER
                        && !glyph.ch.is_whitespace()),
                "{place}"
            );
            let inside = |x: f32, y: f32| {
                x >= -0.01 && y >= -0.01 && x <= page.width + 0.01 && y <= page.height + 0.01
            };
            assert!(
                page.glyphs.iter().all(|glyph| inside(glyph.rect.cx(), glyph.rect.cy())),
                "{place}"
            );
            assert!(page.rulings.iter().all(|ruling| ruling.from < ruling.to), "{place}");
        }
        // A page without text is a scan: it has an image.
        let empty = paper.pages.iter().all(|page| page.glyphs.is_empty());
        assert!(!empty || paper.pages.iter().all(|page| page.images > 0), "{name}");
    }
}

#[test]
fn characters_agree_with_mupdf() {
    let mutool = Command::new("mutool").arg("-v").output().is_ok();
    if !mutool || !Path::new(CORPUS).exists() {
        println!("skipped: no mutool, or no documents in {CORPUS}");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/compare_mutool.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_yusuan"))
        .args(FOLDERS.map(|folder| Path::new(CORPUS).join(folder)))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}");
}
