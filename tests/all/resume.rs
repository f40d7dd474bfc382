//! Nothing is lost: a run that is killed, stopped, or out of room goes on, and ends with the bytes of one that was never
//! disturbed; so do the parts of a run that was shared out.
#![cfg(unix)]

use crate::support::command::{self, ended, files, fixture, start, yusuan};
use crate::support::shared::{long, skipped};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::Duration;

/// Inputs of a run.
const FILES: usize = 500;
/// Kills that come in the midst of the work, and how many of them a run goes through.
/// How often a run is killed halfway; the second is for [`long`] runs.
const KILLS: usize = 15;
const KILLS_IF_LONG: usize = 50;
const KILLS_OF_A_RUN: usize = 5;

/// A folder `in` of [`FILES`] files: small ones, and now and then a disclosure or one that fails.
fn many(dir: &Path) {
    let small: Vec<PathBuf> = ["plain", "forms", "gb1", "simple", "rulings", "filters"]
        .map(|name| fixture(&format!("read/{name}.pdf")))
        .into();
    for i in 0..FILES {
        let from = match i % 25 {
            3 => fixture("seed/reportlab-unigb.pdf"),
            9 => fixture("bad/web-page.pdf"),
            _ => small[i % small.len()].clone(),
        };
        let to = dir.join(format!("in/{}/{i:03}.pdf", i % 7));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)).unwrap();
    }
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Everything that a run over [`many`] files writes that was never disturbed: made once for all tests.
fn undisturbed() -> &'static Files {
    static WHOLE: OnceLock<Files> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        many(dir.path());
        let run = yusuan(dir.path(), ["convert", "in", "--out", "whole"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let whole = files(&dir.path().join("whole"));
        let rows = command::rows(dir.path().join("whole/documents.csv"));
        let failed = rows.iter().filter(|row| row["status"] == "failed").count();
        assert_eq!(
            (rows.len(), whole.len()),
            (FILES, FILES - failed + 14),
            "documents, nine tables, four files of the package, the journal"
        );
        assert!((FILES / 25..FILES / 2).contains(&failed));
        whole
    })
}

/// Writes these files to a folder `whole`.
fn put(dir: &Path, whole: &Files) {
    for (path, bytes) in whole {
        let to = dir.join("whole").join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

fn assert_same(dir: &Path, out: &str, whole: &Files) {
    let got = files(&dir.join(out));
    assert_eq!(got.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>(), "{out}");
    for (path, bytes) in &got {
        assert!(*bytes == whole[path], "{out}/{} differs", path.display());
    }
}

/// Waits until so many lines are in the journal of `out`, or the process has ended.
fn until(child: &mut Child, lines: usize, dir: &Path, out: &str) {
    while journal_lines(dir, out) < lines && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn journal_lines(dir: &Path, out: &str) -> usize {
    fs::read_to_string(dir.join(out).join("journal.jsonl")).unwrap_or_default().lines().count()
}

/// Numbers that look random and are the same in every run.
fn numbers() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(0x9E37_79B9_7F4A_7C15_u64), |x| {
        let x = x ^ (x << 13);
        let x = x ^ (x >> 7);
        Some(x ^ (x << 17))
    })
}

/// What the journal holds says when a kill comes, not the clock: a slow machine is killed at the same places. Where a run
/// comes to its end before the kill, which a busy machine may bring about, another one is killed in its stead.
#[test]
fn killed_many_times_a_run_ends_with_the_same_bytes() {
    let wanted = if long() { KILLS_IF_LONG } else { KILLS };
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    let mut numbers = numbers();
    let (mut kills, mut halfway) = (0, 0);
    for round in 0.. {
        assert!(round < wanted, "kills come before or after the work: {halfway} of {kills}");
        let out = format!("out{round}");
        let args = ["convert", "in", "--out", &out, "--resume"];
        // later and later in the run; the first one may come before there is a journal
        let mut places: Vec<_> =
            numbers.by_ref().take(KILLS_OF_A_RUN).map(|n| n as usize % (FILES * 4 / 5)).collect();
        places.sort_unstable();
        for place in places {
            let mut child = start(dir.path(), &args);
            until(&mut child, place, dir.path(), &out);
            child.kill().unwrap(); // SIGKILL
            child.wait().unwrap();
            kills += 1;
            halfway += usize::from((2..=FILES).contains(&journal_lines(dir.path(), &out)));
        }
        let last = yusuan(dir.path(), args);
        assert_eq!(last.code, 1, "{}", last.stderr);
        assert_same(dir.path(), &out, whole);
        fs::remove_dir_all(dir.path().join(&out)).unwrap();
        if halfway >= wanted {
            break;
        }
    }
    println!("{kills} kills, {halfway} of them halfway");
}

#[test]
fn what_a_power_cut_leaves_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    put(dir.path(), whole);
    let documents = dir.path().join("whole/documents");
    // files whose names reached the disk before their bytes; a torn journal; a table that is gone
    fs::write(documents.join("000.json"), "").unwrap();
    let half = fs::read(documents.join("003.json")).unwrap();
    fs::write(documents.join("003.json"), &half[..half.len() / 2]).unwrap();
    fs::write(documents.join(".005.json.partial"), "{").unwrap();
    fs::remove_file(documents.join("005.json")).unwrap();
    let journal = dir.path().join("whole/journal.jsonl");
    let lines = fs::read(&journal).unwrap();
    fs::write(&journal, &lines[..lines.len() * 2 / 3]).unwrap();
    fs::remove_file(dir.path().join("whole/facts.csv")).unwrap();
    let run = yusuan(dir.path(), ["convert", "in", "--out", "whole", "--resume"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_same(dir.path(), "whole", whole);
}

#[test]
fn changed_inputs_and_settings_are_converted_again() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("in")).unwrap();
    for (from, to) in [("seed/typst.pdf", "in/a.pdf"), ("seed/chromium.pdf", "in/c.pdf")] {
        fs::copy(fixture(from), at(to)).unwrap();
    }
    let convert = |args: &[&str]| {
        let run = yusuan(dir.path(), ["convert", "in", "--progress", "json"].iter().chain(args));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let kept = run.stderr.matches("\"kept\":true").count();
        (kept, files(&at(args[1])))
    };
    assert_eq!(convert(&["--out", "out"]).0, 0);
    assert_eq!(convert(&["--out", "out", "--resume"]).0, 2);
    assert_eq!(convert(&["--out", "out"]).0, 0, "without --resume all is converted");
    // an input comes between, another one changes
    fs::copy(fixture("seed/weasyprint.pdf"), at("in/b.pdf")).unwrap();
    fs::copy(fixture("seed/libreoffice.pdf"), at("in/c.pdf")).unwrap();
    let (kept, resumed) = convert(&["--out", "out", "--resume"]);
    assert_eq!(kept, 1);
    assert!(resumed == convert(&["--out", "fresh"]).1);
    assert_eq!(
        convert(&["--out", "out", "--resume", "--max-seconds", "100"]).0,
        3,
        "time decides about no bytes"
    );
    assert_eq!(convert(&["--out", "out", "--resume", "--max-pages", "3000"]).0, 0);
}

/// As with kills, a run that comes to its end before the signal is made up for by another.
#[test]
fn stopped_by_ctrl_c_a_run_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    let mut stopped = 0;
    for round in 0.. {
        assert!(round < 50, "{stopped} of {round} runs were stopped halfway");
        let (out, place) = (format!("out{round}"), 2 + round % 5 * FILES / 8);
        let args = ["convert", "in", "--out", &out, "--jobs", "1"];
        let mut child = start(dir.path(), &args);
        until(&mut child, place, dir.path(), &out);
        if child.try_wait().unwrap().is_none() {
            // it may have ended by now, but keeps its number until it is waited for
            ended(Command::new("kill").args(["-INT", &child.id().to_string()]));
        }
        let code = child.wait().unwrap().code();
        if code == Some(130) {
            stopped += 1;
            assert!(!dir.path().join(&out).join("facts.csv").exists(), "no table of half a run");
            let left = files(&dir.path().join(&out));
            assert!(
                left.keys().all(|path| !path.to_string_lossy().ends_with(".partial")),
                "{:?}",
                left.keys()
            );
        } else {
            assert_eq!(code, Some(1), "it was done before the signal came");
        }
        let again = yusuan(dir.path(), args.iter().chain(&["--resume"]));
        assert_eq!(again.code, 1, "{}", again.stderr);
        assert_same(dir.path(), &out, whole);
        fs::remove_dir_all(dir.path().join(&out)).unwrap();
        if stopped == 3 {
            break;
        }
    }
}

/// A file system of two megabytes, and more room later; where none may be mounted, a limit on the size of files.
#[test]
fn out_of_room_a_run_says_so_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    let exe = env!("CARGO_BIN_EXE_yusuan");
    let shell = |script: &str| {
        let (status, [_, told]) =
            ended(Command::new("sh").args(["-c", script]).current_dir(dir.path()));
        (status, String::from_utf8(told).unwrap())
    };
    fs::create_dir(dir.path().join("disk")).unwrap();
    let mount = "mount -t tmpfs -o size=2m none disk";
    let unshare = ["unshare -m", "unshare -Urm"]
        .into_iter()
        .find(|u| shell(&format!("{u} sh -c '{mount}'")).0.success());
    let convert = format!("{exe} convert in --out disk/out");
    let (_, told) = match unshare {
        Some(unshare) => shell(&format!(
            "{unshare} sh -c '{mount} && {{ {convert}; echo code $? >&2; mount -o remount,size=200m disk; {convert} --resume; cp -r disk/out out; }}'"
        )),
        None => {
            skipped("no file system can be mounted: a limit on the size of files stands in for it");
            shell(&format!(
                "(ulimit -f 100; trap '' XFSZ; {convert}; echo code $? >&2); {convert} --resume; cp -r disk/out out"
            ))
        }
    };
    assert!(told.contains("code 2") && told.contains("--resume"), "{told}");
    assert!(told.contains("the disk is full") || told.contains("too large"), "{told}");
    assert_same(dir.path(), "out", whole);
}

#[test]
fn parts_put_together_are_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    put(dir.path(), whole);
    for part in ["1/3", "2/3", "3/3"] {
        let out = format!("part{}", &part[..1]);
        let run = yusuan(dir.path(), ["convert", "in", "--shard", part, "--out", &out]);
        assert_eq!(run.code, 1, "{}", run.stderr);
    }
    let merge = |args: &[&str]| yusuan(dir.path(), ["merge"].iter().chain(args));
    let run = merge(&["part3", "part1", "part2", "--out", "out"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_same(dir.path(), "out", whole);

    let wrong = [
        (vec!["part1", "part3", "--out", "o1"], "part 2/3 is missing"),
        (vec!["part1", "part2", "part2", "part3", "--out", "o2"], "given twice"),
        (vec!["part1", "part2", "part3", "--out", "out"], "choose a new folder"),
        (vec!["part1", "whole", "--out", "o3"], "another run"),
        (vec!["in", "--out", "o4"], "no journal"),
    ];
    for (args, part) in wrong {
        let run = merge(&args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
    }
    let document =
        fs::read_dir(dir.path().join("part2/documents")).unwrap().next().unwrap().unwrap().path();
    fs::write(&document, "{}").unwrap();
    let run = merge(&["part1", "part2", "part3", "--out", "o5"]);
    assert!(run.code == 2 && run.stderr.contains("was altered"), "{}", run.stderr);
    assert!(!dir.path().join("o5/facts.csv").exists());
}

/// As with runs, a merge that comes to its end before the kill is made up for by another.
#[test]
fn a_killed_merge_is_merged_again() {
    let dir = tempfile::tempdir().unwrap();
    many(dir.path());
    let whole = undisturbed();
    for (part, out) in [("1/2", "part1"), ("2/2", "part2")] {
        assert_eq!(yusuan(dir.path(), ["convert", "in", "--shard", part, "--out", out]).code, 1);
    }
    let mut halfway = 0;
    for round in 0.. {
        assert!(round < 50, "{halfway} of {round} merges were killed halfway");
        let out = format!("out{round}");
        let args = ["merge", "part1", "part2", "--out", &out];
        let mut child = start(dir.path(), &args);
        until(&mut child, 2 + round % 5 * FILES / 8, dir.path(), &out);
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        let journal = fs::read_to_string(dir.path().join(&out).join("journal.jsonl"));
        if journal.unwrap().contains("\"merging\":true") {
            halfway += 1;
            // until then it is no output that a command would take for one
            for command in ["report", "merge"] {
                let more = (command == "merge").then_some(["--out", "never"]);
                let run = yusuan(
                    dir.path(),
                    [command, &out].into_iter().chain(more.into_iter().flatten()),
                );
                assert_eq!(run.code, 2);
                assert!(run.stderr.contains("merge them again"), "{}", run.stderr);
            }
            let again = yusuan(dir.path(), args);
            assert_eq!(again.code, 1, "{}", again.stderr);
        }
        assert_same(dir.path(), &out, whole);
        fs::remove_dir_all(dir.path().join(&out)).unwrap();
        if halfway == 3 {
            break;
        }
    }
}

#[test]
fn the_first_failure_may_end_a_run() {
    let dir = tempfile::tempdir().unwrap();
    for (from, to) in
        [("seed/typst.pdf", "1.pdf"), ("bad/text.pdf", "2.pdf"), ("seed/chromium.pdf", "3.pdf")]
    {
        fs::copy(fixture(from), dir.path().join(to)).unwrap();
    }
    let run =
        yusuan(dir.path(), ["convert", "1.pdf", "2.pdf", "3.pdf", "--fail-fast", "--out", "out"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("stopped after 2 of 3") && run.stderr.contains("--resume"),
        "{}",
        run.stderr
    );
    assert!(!dir.path().join("out/facts.csv").exists());
    let again =
        yusuan(dir.path(), ["convert", "1.pdf", "2.pdf", "3.pdf", "--resume", "--out", "out"]);
    assert!(
        again.stderr.ends_with("\n") && again.stderr.contains("3 inputs: 2 ok, 1 failed"),
        "{}",
        again.stderr
    );
}
