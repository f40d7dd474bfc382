//! `read` on the real, synthetic and negative documents beside the project; skipped where they are not.

use crate::support::command::ended;
use crate::support::shared::{corpus, long, shared, skipped};
use std::process::Command;
use yusuan::model::Finding;
use yusuan::read::{ReadError, Settings, read};

/// What is published or made like it; `ink` and `hostile` are there to be found fault with.
const FOLDERS: [&str; 3] = ["real", "synthetic", "negatives"];

/// Figures that the page shows a part of, each looked at: part of the path, page, how many characters are U+FFFD.
const SHOWN_IN_PART: [(&str, u32, usize); 3] = [
    // 107.000000 in a column that is too narrow: the page shows 7.000000.
    ("北京/司法局_2026年部门预算.pdf", 47, 1),
    // The last digits of 125001 to 125004 are cut through.
    ("西安/应急管理局_2026年部门预算.pdf", 32, 4),
    // So is the 3 of 2021-12-31 08:00:00.
    ("西安/生态环境局_2026年部门预算.pdf", 55, 3),
];

#[test]
fn every_document_is_read_without_a_finding() {
    let Some(shared) = shared() else { return };
    for path in corpus(&shared, &FOLDERS) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let result = read(&std::fs::read(&path).unwrap(), &Settings::default());
        if name.starts_with("notpdf_") {
            assert_eq!(result, Err(ReadError::NotPdf { looks_like: "a web page" }), "{name}");
            continue;
        }
        let paper = result.unwrap_or_else(|error| panic!("{name}: {error}"));
        // Of a figure that is shown in part, the page may say so.
        let in_part = |finding: &&Finding| {
            let on_page = |page: u32| finding.page() == Some(page);
            SHOWN_IN_PART.iter().any(|(part, page, _)| path.ends_with(part) && on_page(*page))
        };
        let others: Vec<&Finding> = paper.findings.iter().filter(|f| !in_part(f)).collect();
        assert!(others.is_empty(), "{name}: {others:?}");
        for page in &paper.pages {
            let place = format!("{name} page {}", page.number);
            let known = SHOWN_IN_PART
                .iter()
                .find(|(part, number, _)| path.ends_with(part) && *number == page.number);
            let unread = |ch: char| page.glyphs.iter().filter(|glyph| glyph.ch == ch).count();
            let parts = known.map_or(0, |(_, _, count)| *count);
            assert_eq!(unread(char::REPLACEMENT_CHARACTER), parts, "{place}");
            assert!(page.glyphs.iter().all(|glyph| !glyph.ch.is_whitespace()), "{place}");
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
    let Some(shared) = shared() else { return };
    let there = |program: &str, flag| Command::new(program).arg(flag).output().is_ok();
    if !there("mutool", "-v") || !there("python3", "--version") {
        return skipped("no mutool, or no python3");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/compare_mutool.py");
    let mut compare = Command::new("python3");
    let folders = FOLDERS.map(|folder| shared.join("corpus").join(folder));
    compare.arg(script).arg(env!("CARGO_BIN_EXE_yusuan")).args(folders);
    compare.args(["--every", if long() { "1" } else { "4" }]);
    let (status, said) = ended(&mut compare);
    let [stdout, stderr] = said.map(|bytes| String::from_utf8(bytes).unwrap());
    println!("{stdout}");
    assert!(status.success(), "{stdout}{stderr}");
}
