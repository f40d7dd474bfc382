//! What cannot be converted: one clear line, one row, exit code 1, and the neighbours' results whole.

use crate::support::command::{self, fixture, rows, yusuan};
use std::fs;
use std::path::Path;

/// Converts `input` between two neighbours and expects it to fail with `what` and `todo` in the line and in the row.
fn fails(dir: &Path, input: &str, what: &str, todo: &str) {
    fs::copy(fixture("seed/typst.pdf"), dir.join("before.pdf")).unwrap();
    fs::copy(fixture("seed/chromium.pdf"), dir.join("after.pdf")).unwrap();
    let run = yusuan(dir, ["convert", "before.pdf", input, "after.pdf", "--out", "out"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let lines: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("failed: ")).collect();
    assert_eq!(lines.len(), 1, "{}", run.stderr);
    assert!(lines[0].starts_with(&format!("failed: {input}: ")), "{}", lines[0]);
    for part in [what, todo] {
        assert!(lines[0].contains(part), "{part:?} is not in {:?}", lines[0]);
    }
    assert!(run.stderr.lines().last().unwrap().starts_with("3 inputs: "), "{}", run.stderr);

    let documents = rows(dir.join("out/documents.csv"));
    let column = |name: &str| documents.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("source_file"), ["before.pdf", input, "after.pdf"]);
    assert_eq!(documents[1]["status"], "failed");
    assert!(lines[0].ends_with(&documents[1]["error"]), "the row and the line say the same");
    assert_eq!(documents[1]["facts"], "0");

    // the neighbours' results are those of a run without it
    let alone = yusuan(dir, ["convert", "before.pdf", "after.pdf", "--out", "alone"]);
    assert!(alone.stderr.lines().last().unwrap().starts_with("2 inputs: "), "{}", alone.stderr);
    for table in ["facts.csv", "checks.csv", "narrative.csv", "performance.csv"] {
        assert!(
            fs::read(dir.join("out").join(table)).unwrap()
                == fs::read(dir.join("alone").join(table)).unwrap(),
            "{table}"
        );
    }
    let json = |out: &str| command::files(&dir.join(out).join("documents"));
    assert!(json("out") == json("alone"));
    assert!(rows(dir.join("out/facts.csv")).iter().any(|row| row["source_file"] == "after.pdf"));
}

fn fixture_fails(name: &str, what: &str, todo: &str) {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(fixture("bad").join(name), dir.path().join(name)).unwrap();
    fails(dir.path(), name, what, todo);
}

#[test]
fn a_missing_path() {
    let dir = tempfile::tempdir().unwrap();
    fails(dir.path(), "gone/部门预算.pdf", "no such file", "check the path");
}

#[test]
fn a_directory_without_pdfs() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("notes")).unwrap();
    fs::write(dir.path().join("notes/readme.txt"), "no PDF").unwrap();
    fails(dir.path(), "notes", "without .pdf", "check the path");
}

#[test]
fn an_empty_file() {
    fixture_fails("empty.pdf", "empty", "download it again");
}

#[test]
fn a_text_file() {
    fixture_fails("text.pdf", "not a PDF but text", "fetch the disclosure itself");
}

#[test]
fn a_web_page() {
    fixture_fails("web-page.pdf", "not a PDF but a web page", "fetch the disclosure itself");
}

#[test]
fn a_truncated_pdf() {
    fixture_fails("truncated.pdf", "damaged", "download it again");
}

#[test]
fn a_pdf_with_a_user_password() {
    fixture_fails("password.pdf", "encrypted", "--password");
}

#[test]
fn a_pdf_of_images_only() {
    fixture_fails("scan.pdf", "no text layer", "OCR");
}

#[test]
fn a_damaged_zip_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("bad.zip"), b"PK\x03\x04 and no more").unwrap();
    fails(dir.path(), "bad.zip", "damaged zip", "download it again");
}

/// A pipe that nobody writes to, and a device: opened, the one would wait for ever and the other never end.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_by_every_command() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["pipe.pdf", "pipe.zip"] {
        let made = std::process::Command::new("mkfifo").arg(dir.path().join(name)).status();
        assert!(made.unwrap().success());
    }
    for input in ["pipe.pdf", "pipe.zip", "/dev/zero"] {
        fails(dir.path(), input, "no file but a pipe or a device", "save it to a file first");
        for command in ["check", "diff", "inspect"] {
            let other = (command == "diff").then_some("before.pdf");
            let run = yusuan(dir.path(), [command, input].into_iter().chain(other));
            let told = run.stdout + &run.stderr;
            assert!(matches!(run.code, 1 | 2), "{command} {input}: {told}");
            assert!(told.contains("no file but a pipe or a device"), "{command} {input}: {told}");
        }
    }
    // in a folder they are not looked at
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::rename(dir.path().join("pipe.pdf"), dir.path().join("in/pipe.pdf")).unwrap();
    fs::rename(dir.path().join("before.pdf"), dir.path().join("in/file.pdf")).unwrap();
    let run = yusuan(dir.path(), ["convert", "in", "--out", "folder"]);
    assert_eq!((run.code, rows(dir.path().join("folder/documents.csv")).len()), (0, 1));
}

/// What stands in an output folder may be no output: a pipe would be waited for, `/dev/zero` never ends.
#[cfg(unix)]
#[test]
fn pipes_and_devices_in_an_output_folder_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(fixture("seed/typst.pdf"), dir.path().join("a.pdf")).unwrap();
    let convert = ["convert", "a.pdf", "--out", "out", "--resume"];
    assert_eq!(yusuan(dir.path(), convert).code, 0);
    let pipe = |place: &Path| {
        assert!(std::process::Command::new("mkfifo").arg(place).status().unwrap().success());
    };
    let endless = |place: &Path| std::os::unix::fs::symlink("/dev/zero", place).unwrap();
    let kept = dir.path().join("kept");
    for (name, writes) in
        [("documents/a.json", true), ("journal.jsonl", false), ("facts.csv", true)]
    {
        let place = dir.path().join("out").join(name);
        for put in [&pipe as &dyn Fn(&Path), &endless] {
            fs::rename(&place, &kept).unwrap();
            put(&place);
            let reads: &[&[&str]] =
                if name == "facts.csv" { &[] } else { &[&["report", "out"], &["panel", "out"]] };
            for command in reads.iter().copied().chain(writes.then_some(&convert[..])) {
                let run = yusuan(dir.path(), command);
                assert_eq!(run.code, 2, "{command:?} {name}: {}", run.stderr);
                let what = "no file but a pipe or a device: take it away";
                assert!(run.stderr.contains(what), "{command:?} {name}: {}", run.stderr);
            }
            fs::remove_file(&place).unwrap();
            fs::rename(&kept, &place).unwrap();
        }
    }
    assert_eq!(yusuan(dir.path(), convert).code, 0);
}

#[test]
fn the_right_password_opens() {
    let run = yusuan(&fixture("bad"), ["convert", "password.pdf", "--password", "secret"]);
    assert!(!run.stdout.contains("\"status\": \"failed\""), "{}", run.stderr);
}
