#![no_main]
//! An output folder whose journal says what it likes: read, compared and merged. Lines that begin with + get the sum that a
//! line must have to count. Nothing may appear beside the folders that are written to.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use yusuan::emit::{self, wire};
use yusuan::{Catalog, Settings, extract};

static DIR: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("yusuan-fuzz-journal-{}", std::process::id()));
    fs::create_dir_all(dir.join("in/documents")).expect("a folder can be made");
    let catalog = Catalog::builtin().expect("the catalog is part of the program");
    let document = extract(b"%PDF-1.7 and no more", "a.pdf", &Settings::default(), &catalog);
    let mut json = vec![];
    emit::write(&document, &mut json).expect("a document can be written");
    fs::write(dir.join("in/documents/a.json"), json).expect("a file can be written");
    fs::write(dir.join("outside.json"), "{}").expect("a file can be written");
    dir
});

/// The sum of the one document, which `$JSON` in a line stands for.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let json = fs::read(DIR.join("in/documents/a.json")).expect("it is there");
    wire::Source::of("", &json).sha256.unwrap_or_default()
});

fn journal(data: &[u8]) -> Vec<u8> {
    let line = |line: &[u8]| match line.strip_prefix(b"+") {
        Some(value) => {
            let value = String::from_utf8_lossy(value).replace("$JSON", &DIGEST);
            let value = value.as_bytes();
            let sum = wire::Source::of("", value).sha256.unwrap_or_default();
            [b"{\"sum\":\"", &sum.as_bytes()[..16], b"\",\"line\":", value, b"}\n"].concat()
        }
        None => [line, b"\n"].concat(),
    };
    data.split(|byte| *byte == b'\n').flat_map(line).collect()
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let at = |name: &str| DIR.join(name).into_os_string();
    fs::write(at("in/journal.jsonl"), journal(data)).expect("a file can be written");
    let _ = fs::remove_dir_all(at("out"));
    let (input, report) = (at("in"), at("report"));
    for args in [
        vec!["diff".into(), input.clone(), input.clone(), "--output-file".into(), report.clone()],
        vec!["report".into(), input.clone(), "--out".into(), report],
        vec!["merge".into(), input, "--out".into(), at("out")],
    ] {
        yusuan::cli::run(["yusuan".into()].into_iter().chain(args).chain(["--quiet".into()]));
    }
    let mut left: Vec<_> = fs::read_dir(&*DIR).expect("it is there").flatten().map(|entry| entry.file_name()).collect();
    left.retain(|name| !["in", "out", "report", "outside.json"].iter().any(|known| name == known));
    assert!(left.is_empty(), "{left:?} is beside the folder");
    assert_eq!(fs::read_dir(at("in/documents")).map(Iterator::count).ok(), Some(1));
    assert_eq!(fs::read(at("outside.json")).ok().as_deref(), Some(&b"{}"[..]));
});
