//! A wall around each file: what one of them does to the process that converts it is told of that file, and no other.
#![cfg(target_os = "linux")]

use crate::support::command::{files, fixture, rows, start, yusuan};
use crate::support::hostile_files;
use crate::support::shared::shared;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;
use yusuan::Settings;
use yusuan::batch::{self, Wall};

/// A folder `in` of six small files, and another one in their midst.
fn among_others(dir: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir(dir.join("in")).unwrap();
    for (from, to) in [
        ("seed/typst", "0"),
        ("seed/chromium", "1"),
        ("read/plain", "2"),
        ("read/forms", "8"),
        ("seed/weasyprint", "9"),
        ("seed/reportlab-gbk", "~"),
    ] {
        fs::copy(fixture(&format!("{from}.pdf")), dir.join(format!("in/{to}.pdf"))).unwrap();
    }
    let others = yusuan(dir, ["convert", "in", "--out", "others"]);
    assert_eq!(others.code, 0, "{}", others.stderr);
    fs::write(dir.join(format!("in/5-{name}.pdf")), bytes).unwrap();
}

/// Status and error of the file in the midst of others, which are all as they are without it; every command works on what
/// the run has left.
fn survived(dir: &Path, name: &str, limits: &[&str]) -> (String, String) {
    let convert = ["convert", "in", "--out", "out", "--jobs", "2"];
    for resume in [&[][..], &["--resume"]] {
        let run = yusuan(dir, convert.iter().chain(limits).chain(resume));
        assert!(matches!(run.code, 0 | 1), "{name}: {}", run.stderr);
        assert!(run.stderr.lines().count() <= 13, "{name}: {}", run.stderr);
    }
    for (path, bytes) in files(&dir.join("others/documents")) {
        assert!(
            fs::read(dir.join("out/documents").join(&path)).unwrap() == bytes,
            "{name}: {} differs",
            path.display()
        );
    }
    for args in
        [&["merge", "out", "--out", "merged"][..], &["report", "out"], &["diff", "out", "others"]]
    {
        let run = yusuan(dir, args);
        assert!(matches!(run.code, 0 | 1), "{name}: {args:?}: {}", run.stderr);
    }
    let documents = rows(dir.join("out/documents.csv"));
    assert_eq!(documents.len(), 7);
    let bad = documents.into_iter().find(|row| row["source_file"].contains(name)).unwrap();
    (bad["status"].clone(), bad["error"].clone())
}

/// More memory than it may have. Other kinds of ends are made in the tests of `batch::wall`.
#[test]
fn a_file_that_takes_more_than_it_may_is_failed_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    among_others(dir.path(), "large", &hostile_files::large());
    let (status, error) = survived(dir.path(), "large", &["--max-memory-mb", "64"]);
    assert_eq!(status, "failed");
    assert!(error.contains("more memory than the limit of 64 MB"), "{error}");
}

/// More time than it may have: told and over, whatever the machine does besides.
#[test]
fn a_file_that_takes_too_long_is_failed_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    among_others(dir.path(), "endless", &hostile_files::endless());
    // enough for the others on a busy machine, and nothing to a file without end
    let (status, error) = survived(dir.path(), "endless", &["--max-seconds", "20"]);
    assert_eq!(status, "failed");
    assert!(error.contains("longer than the limit of 20 s"), "{error}");
    let run = yusuan(dir.path(), ["check", "in/5-endless.pdf", "--max-seconds", "1"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("longer than the limit of 1 s"), "{}", run.stdout);
}

/// Those of the shared corpus: whatever each of them does, it is told of it alone.
#[test]
fn hostile_files_of_the_corpus() {
    let Some(shared) = shared() else { return };
    let mut hostile: Vec<_> = fs::read_dir(shared.join("corpus/hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pdf"))
        .collect();
    hostile.sort();
    assert!(!hostile.is_empty());
    for path in hostile {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let dir = tempfile::tempdir().unwrap();
        among_others(dir.path(), name, &fs::read(&path).unwrap());
        // the others need a tenth of this, on a busy machine too
        let (status, error) = survived(dir.path(), name, &["--max-seconds", "10"]);
        println!("{name}: {status} {error}");
    }
}

/// The processes that this one has started.
fn children(parent: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let of = |thread: fs::DirEntry| fs::read_to_string(thread.path().join("children"));
    let all: Vec<String> = threads.filter_map(|thread| of(thread).ok()).collect();
    all.iter().flat_map(|pids| pids.split_whitespace()).filter_map(|pid| pid.parse().ok()).collect()
}

fn signal(pid: u32, signal: &str) {
    // it may have ended by now
    let _ = std::process::Command::new("kill")
        .args([signal, &pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

fn is_there(pid: u32) -> bool {
    // one that has ended and that nobody has asked for is not
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

/// Waits for what will come, however long it takes.
fn until(mut is: impl FnMut() -> bool) {
    while !is() {
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn signals_end_any_command_and_leave_no_process() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("endless.pdf"), hostile_files::endless()).unwrap();
    let convert = ["convert", "endless.pdf", "--out", "out", "--max-seconds", "36000"];
    for (args, ask, code) in [
        (&convert[..], "-TERM", Some(130)),
        (&convert[..], "-INT", Some(130)),
        (&["convert", "endless.pdf", "--max-seconds", "36000"], "-TERM", Some(130)),
        (&["check", "endless.pdf"], "-INT", Some(130)),
        (&["diff", "endless.pdf", "endless.pdf"], "-TERM", Some(130)),
        (&convert[..], "-KILL", None),
    ] {
        let mut child = start(dir.path(), args);
        let mut below = vec![];
        until(|| {
            below = children(child.id());
            !below.is_empty()
        });
        signal(child.id(), ask);
        assert_eq!(child.wait().unwrap().code(), code, "{args:?} {ask}");
        until(|| below.iter().all(|pid| !is_there(*pid)));
    }
    assert!(!dir.path().join("out/facts.csv").exists());
}

/// Processes that convert are killed again and again while a run goes on: the same bytes come out, at once or after
/// `--resume`.
#[test]
fn killed_processes_are_replaced() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for number in 0..60 {
        let from = ["read/plain", "seed/typst", "read/gb1", "seed/chromium"][number % 4];
        fs::copy(fixture(&format!("{from}.pdf")), dir.path().join(format!("in/{number:02}.pdf")))
            .unwrap();
    }
    assert_eq!(yusuan(dir.path(), ["convert", "in", "--out", "whole"]).code, 0);
    let mut child = start(dir.path(), &["convert", "in", "--out", "out", "--jobs", "2"]);
    let mut kills = 0;
    while child.try_wait().unwrap().is_none() {
        // a process is killed once it has begun; a file may be hit twice: then it is tried again below
        if let Some(pid) = children(child.id()).first() {
            signal(*pid, "-KILL");
            kills += 1;
        }
        thread::sleep(Duration::from_millis(60));
    }
    println!("{kills} processes killed");
    let again = yusuan(dir.path(), ["convert", "in", "--out", "out", "--resume"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let (whole, out) = (files(&dir.path().join("whole")), files(&dir.path().join("out")));
    assert_eq!(whole.keys().collect::<Vec<_>>(), out.keys().collect::<Vec<_>>());
    for (path, bytes) in &out {
        assert!(*bytes == whole[path], "{} differs", path.display());
    }
}

/// A page whose forms draw each other ten times, twelve deep.
fn endless() -> Vec<u8> {
    let mut to = String::from("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    to.push_str("2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n");
    to.push_str("3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources");
    to.push_str(
        "<</XObject<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 4>>stream\n/F Do\nendstream endobj\n",
    );
    for number in 5..17 {
        let draw = "/F Do ".repeat(10);
        to.push_str(&format!(
            "{number} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F {} 0 R>>>>/Length {}>>stream\n{draw}\nendstream endobj\n",
            number + 1,
            draw.len()
        ));
    }
    to.push_str("17 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length 12>>stream\n0 0 9 9 re f\nendstream endobj\n");
    to.push_str("trailer<</Root 1 0 R>>\n");
    to.into_bytes()
}

/// What draws pages knows no clock of ours.
#[test]
fn a_page_that_is_drawn_without_end_is_given_up() {
    static STOP: AtomicBool = AtomicBool::new(false);
    batch::started_by(vec![env!("CARGO_BIN_EXE_yusuan").into()]);
    let settings = Settings { max_time: Duration::from_secs(1), ..Settings::default() };
    let wall = Wall::new(&settings, &[], false, &STOP).unwrap();
    let error = wall.picture(&endless(), 1, 400).unwrap().unwrap_err();
    assert!(error.starts_with("it takes longer than the limit of 1 s"), "{error}");
    // the next one is drawn, by another process
    let seed = fs::read(fixture("seed/typst.pdf")).unwrap();
    let settings = Settings::default();
    let wall = Wall::new(&settings, &[], false, &STOP).unwrap();
    let picture = wall.picture(&seed, 1, 60).unwrap().unwrap();
    assert_eq!((&picture.png[1..4], picture.lacks.len()), (&b"PNG"[..], 0));
    let [only] = wall.processes()[..] else { panic!("{:?}", wall.processes()) };
    assert!(wall.picture(&seed, 999, 60).unwrap().unwrap_err().starts_with("no page 999"));
    assert_eq!(wall.processes(), [only], "an answer of any kind keeps its process");
    wall.end();
    assert!(wall.processes().is_empty());
    assert!(wall.picture(&seed, 1, 60).unwrap().is_ok(), "by a new one");
}
