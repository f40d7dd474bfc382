//! What people expect of any command line: `-`, lists of files, dry runs, exit codes, colours, languages, usage that fits.

use crate::support::command::{ended, fixture, program, yusuan};
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

/// The same with a file as standard input.
fn reading(args: &[&str], from: &Path) -> (i32, String, String) {
    let output = program()
        .args(args)
        .current_dir(fixture("seed"))
        .stdin(File::open(from).unwrap())
        .output()
        .unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code().unwrap(), out, err)
}

#[test]
fn a_pdf_can_come_on_standard_input() {
    let altered = fixture("seed/altered.pdf");
    let (code, json, _) = reading(&["convert", "-"], &altered);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["source"]["file"], &json["status"]), (1, &"-".into(), &"ok".into()));
    let (code, text, _) = reading(&["check", "-", "--format", "concise"], &altered);
    assert_eq!((code, text.lines().count()), (1, 3), "{text}");
    assert!(text.lines().all(|line| line.starts_with("mismatch: -, page ")), "{text}");
}

#[test]
fn rows_of_one_table_go_to_standard_output() {
    let rows = |format: &str, table: &str| {
        let args = ["convert", "typst.pdf", "altered.pdf", "--out", "-"];
        let run =
            yusuan(&fixture("seed"), args.iter().chain(&["--format", format, "--table", table]));
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stdout
    };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().display().to_string();
    for format in ["csv", "jsonl"] {
        let args = ["convert", "typst.pdf", "altered.pdf", "--out", &out, "--format", format];
        yusuan(&fixture("seed"), args);
        for table in ["facts", "checks", "documents", "check_terms"] {
            let kept = fs::read_to_string(dir.path().join(format!("{table}.{format}"))).unwrap();
            assert!(rows(format, table) == kept, "{table}.{format}");
        }
    }
    let refused = |args: &[&str]| {
        let run =
            yusuan(&fixture("seed"), ["convert", "typst.pdf", "--out", "-"].iter().chain(args));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        run.stderr
    };
    assert!(refused(&["--format", "xlsx"]).contains("csv or jsonl"));
    assert!(refused(&["--resume"]).contains("need a folder"));
    assert!(refused(&["--table", "fact"]).contains("tip: a similar value exists: 'facts'"));
}

#[test]
fn who_reads_the_rows_may_stop_reading() {
    for format in ["csv", "jsonl"] {
        let args = ["convert", "typst.pdf", "--out", "-", "--format", format];
        let mut command = program();
        command.args(args).current_dir(fixture("seed"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && !said.contains("yusuan:"), "{format}: {said}");
    }
}

#[test]
fn standard_input_is_read_once() {
    for args in [&["check", "-", "-"][..], &["convert", "-", "--files-from", "-"]] {
        let run = yusuan(&fixture("seed"), args);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("standard input can be read once"), "{}", run.stderr);
    }
}

#[test]
fn what_is_owed_is_told_where_it_is_asked_for() {
    for args in [
        &["check", "typst.pdf", "--select", "R5"][..],
        &["check", "typst.pdf", "--owed", "--select", "W3"],
    ] {
        let run = yusuan(&fixture("seed"), args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("R1 to R7"), "{}", run.stderr);
    }
}

#[test]
fn lists_of_files_are_read_by_check_too() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list");
    fs::write(&list, "typst.pdf\naltered.pdf\n").unwrap();
    let (code, text, _) = reading(&["check", "--files-from", "-", "--format", "concise"], &list);
    let of_both = text.lines().filter(|line| line.ends_with("(B2)") || line.contains(" (B2); "));
    assert_eq!((code, text.lines().count(), of_both.count()), (1, 4, 1), "{text}");
    let run = yusuan(&fixture("seed"), ["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no inputs: name PDF files"), "{}", run.stderr);
    assert!(run.stderr.contains("Usage: yusuan check "), "of the command: {}", run.stderr);
}

#[test]
fn nothing_is_done_in_a_dry_run() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["b.pdf", "a.pdf"] {
        fs::copy(fixture("seed/typst.pdf"), dir.path().join(name)).unwrap();
    }
    let run = yusuan(dir.path(), ["convert", ".", "a.pdf", "--out", "data", "--dry-run"]);
    let documents = Path::new("data").join("documents");
    let line = |name: &str, stem: &str| {
        format!("{name}\t{}\n", documents.join(format!("{stem}.json")).display())
    };
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout, line("./a.pdf", "a") + &line("./b.pdf", "b") + &line("a.pdf", "a~2"));
    assert!(!dir.path().join("data").exists());
}

#[test]
fn mistakes_can_be_left_out_of_the_exit_code() {
    let run =
        yusuan(&fixture("seed"), ["check", "altered.pdf", "--exit-zero", "--format", "concise"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 3));
    assert_eq!(
        yusuan(&fixture("seed"), ["check", "--exit-zero", "--frmat"]).code,
        2,
        "wrong usage"
    );
}

#[test]
fn colours_can_be_asked_for() {
    let run = |when: &str| {
        let args = ["check", "altered.pdf", "--format", "concise", "--color", when];
        yusuan(&fixture("seed"), args).stdout
    };
    assert!(run("always").starts_with("\u{1b}[1m"));
    assert!(run("never") == run("auto") && run("auto").starts_with("mismatch: "), "no terminal");
}

#[test]
fn the_language_is_that_of_the_argument_the_variable_or_the_system() {
    let said = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = program();
        command.args(args).envs(variables.iter().copied()).current_dir(fixture("seed"));
        let (status, [out, err]) = ended(&mut command);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(out), text(err))
    };
    let (code, help, _) = said(&[("LC_ALL", "zh_CN.UTF-8")], &["check", "--help"]);
    assert!(code == 0 && help.contains("\n用法：yusuan check "), "{help}");
    let (_, help, _) = said(&[("LC_ALL", "zh_CN.UTF-8"), ("YUSUAN_LANG", "en")], &["check", "-h"]);
    assert!(help.contains("\nUsage: yusuan check "), "{help}");
    let (code, _, error) = said(&[("YUSUAN_LANG", "zh")], &["chek"]);
    assert!(code == 2 && error.starts_with("错误：没有“chek”这个命令"), "{error}");
    let (code, _, error) = said(&[], &["inspect", "typst.pdf", "--svg", "--lang", "zh"]);
    assert!(code == 2 && error.starts_with("错误：--svg 须有 --page N"), "{error}");
    assert!(error.contains("用法：yusuan inspect "), "{error}");
}

#[test]
fn what_is_not_there_is_told_in_words() {
    for args in [
        &["report", "gone"][..],
        &["merge", "gone", "--out", "new"],
        &["check", "gone.pdf"],
        &["convert", "--files-from", "gone.txt"],
        &["inspect", "gone.pdf"],
        &["diff", "gone", "gone"],
        &["check", "a.pdf", "--templates", "gone"],
    ] {
        let run = yusuan(tempfile::tempdir().unwrap().path(), args);
        let said = run.stdout + &run.stderr;
        assert!(said.contains("gone") && !said.contains("os error"), "{args:?}: {said}");
    }
}
