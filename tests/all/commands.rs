//! The smaller commands: codes, rules, completions, man; help, quiet and verbose.

use crate::support::command::{fixture, program, yusuan};
use std::fs;
use yusuan::model::FindingKind;

fn out(args: &[&str]) -> String {
    let run = yusuan(&fixture("seed"), args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    run.stdout
}

#[test]
fn codes_are_found_by_beginning_name_and_list() {
    let all = out(&["codes"]);
    assert!(all.lines().count() > 2100, "four lists");
    assert!(all.lines().all(|line| line.split('\t').count() == 7));
    let pensions = out(&["codes", "养老保险缴费"]);
    assert!(
        pensions
            .lines()
            .any(|l| l.starts_with("function\t2080505\t机关事业单位基本养老保险缴费支出\t")),
        "{pensions}"
    );
    let services = out(&["codes", "302"]);
    assert!(services.lines().count() > 20, "{services}");
    assert!(services.lines().all(|l| l.starts_with("economic\t302")), "{services}");
    assert!(
        out(&["codes", "501", "--list", "government_economic"])
            .starts_with("government_economic\t501\t机关工资福利支出\t")
    );
    assert!(
        out(&["codes", "--list", "basis"]).starts_with("basis\tcurrent\t\tthe ordinary figure")
    );
    assert_eq!(yusuan(&fixture("seed"), ["codes", "没有这样的科目"]).code, 1);
}

#[test]
fn functions_of_government_are_listed_to_who_asks() {
    let education = out(&["codes", "--list", "cofog", "20502"]);
    assert_eq!(education, "cofog\t20502\t普通教育\t09\tEducation\t\n");
    let mixed = out(&["codes", "--list", "cofog", "20701"]);
    assert_eq!(mixed, "cofog\t20701\t文化和旅游\t\t\tculture is 08.2, tourism 04.7: see its 项\n");
    let json = out(&["codes", "--list", "cofog", "20701", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["division"], serde_json::Value::Null);
    assert!(!out(&["codes", "20502"]).contains("cofog"), "only where it is asked for");
}

#[test]
fn codes_have_their_names_of_a_year() {
    let line = |year: &str| out(&["codes", "--year", year, "2013804"]);
    assert_eq!(
        line("2024"),
        "function\t2013804\t市场主体管理\t2019-2026\t经营主体管理 2025-2026|市场监督管理专项 2019\t3\t20138 市场监督管理事务\tseen in that year\n"
    );
    assert!(line("2026").contains("\t经营主体管理\t2019-2026\t市场主体管理 2020-2024|"));
    let json = out(&["codes", "--year", "2024", "2013804", "230", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let code = json.as_array().unwrap().iter().find(|c| c["code"] == "2013804").unwrap();
    assert_eq!((&code["name"], &code["level"]), (&"市场主体管理".into(), &3.into()));
    assert_eq!((&code["parent"]["code"], &code["known"]), (&"20138".into(), &"seen".into()));
    assert_eq!(code["renames"][0]["years"][0], serde_json::json!([2025, 2026]));
    // A code that the list does not have in that year is told, and so is a word that nothing was found for.
    let run =
        yusuan(&fixture("seed"), ["codes", "--lang", "zh", "--year", "1995", "2013804", "无此"]);
    assert!(run.code == 0 && run.stdout.ends_with("\t当年未见此编码\n"), "{}", run.stdout);
    assert_eq!(run.stderr.trim(), "yusuan: 没有编码或名称含`无此`");
}

#[test]
fn rules_are_listed_and_explained() {
    let all = out(&["rules"]);
    let rules = yusuan::reconcile::rules().iter().map(|rule| rule.id);
    let ids: Vec<_> = rules.chain(FindingKind::ALL.iter().map(|kind| kind.code())).collect();
    assert!(all.lines().all(|line| line.split('\t').count() == 3), "{all}");
    assert_eq!(all.lines().map(|l| l.split('\t').next().unwrap()).collect::<Vec<_>>(), ids);
    let one = out(&["rules", "w3"]);
    assert!(
        one.starts_with("W3 ")
            && ["  What: ", "  Why: ", "  Source: ", "  Example: "]
                .iter()
                .all(|part| one.contains(part)),
        "{one}"
    );
    let run = yusuan(&fixture("seed"), ["rules", "Z9"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no rule or finding `Z9`"), "{}", run.stderr);
}

#[test]
fn findings_are_explained() {
    for kind in FindingKind::ALL {
        let text = out(&["rules", kind.code()]);
        assert_eq!(text.lines().count(), 4, "{text}");
        for part in [kind.code(), kind.meaning(), kind.advice()] {
            assert!(text.contains(part), "{text}");
        }
    }
    assert!(out(&["rules", "Unread-Cell"]).starts_with("unread-cell warning\n  What it means: "));
}

#[test]
fn completions_and_manual_know_every_command() {
    let commands = [
        "convert",
        "merge",
        "check",
        "diff",
        "report",
        "inspect",
        "codes",
        "rules",
        "schema",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&["completions", shell]);
        assert!(commands.iter().all(|c| script.contains(c)), "{shell}");
    }
    assert!(out(&["man"]).starts_with(".ie") && out(&["man"]).contains("yusuan\\-inspect"));
    let dir = tempfile::tempdir().unwrap();
    out(&["man", "--out", dir.path().to_str().unwrap()]);
    for command in commands {
        let page = fs::read_to_string(dir.path().join(format!("yusuan-{command}.1"))).unwrap();
        assert!(page.contains(".TH"), "{command}");
    }
}

#[test]
fn help_has_worked_examples() {
    for command in [
        "convert",
        "merge",
        "check",
        "diff",
        "report",
        "inspect",
        "codes",
        "rules",
        "schema",
        "completions",
        "man",
    ] {
        let help = out(&[command, "--help"]);
        assert!(help.contains("Examples:\n  yusuan "), "{help}");
    }
    assert!(out(&["--help"]).contains("Examples:\n  yusuan convert"));
}

#[test]
fn quiet_and_verbose() {
    let said = |flags: &[&str]| {
        let run = yusuan(&fixture("seed"), [&["convert", "altered.pdf"], flags].concat());
        assert_eq!(run.code, 1);
        run.stderr
    };
    assert_eq!(said(&["--quiet"]), "");
    let usual = said(&[]);
    assert!(usual.contains("mismatch: altered.pdf") && !usual.contains("139 facts, "), "{usual}");
    let verbose = said(&["-v"]);
    assert!(
        verbose.lines().any(|l| l.starts_with("ok: altered.pdf: 10 tables, 139 facts, ")),
        "{verbose}"
    );
    let usual: Vec<_> = usual.lines().collect();
    assert_eq!(usual[0], "mismatch: altered.pdf: 3 mismatches, 0 not checked, 0 findings");
    assert_eq!(usual.len(), 2, "a line for the document, a line for the run");
    let notes = verbose.lines().filter(|l| l.starts_with("mismatch: altered.pdf, page ")).count();
    assert_eq!((notes, verbose.lines().count()), (3, 3 + 2), "{verbose}");
    let run = yusuan(&fixture("seed"), ["inspect", "gone.pdf", "--quiet"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("gone.pdf"), "why nothing could be done is said even so");
}

/// Colours where they are asked for, and none where NO_COLOR is set too (<https://no-color.org>).
#[test]
fn no_color_is_heeded() {
    let run = |variables: &[(&str, &str)]| {
        let args = ["check", "altered.pdf", "--format", "concise"];
        let output = program()
            .args(args)
            .current_dir(fixture("seed"))
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let forced = run(&[("CLICOLOR_FORCE", "1")]);
    assert!(forced.starts_with("\u{1b}[1m\u{1b}[31mmismatch\u{1b}[0m: altered.pdf"), "{forced:?}");
    let plain = run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
    assert!(plain.starts_with("mismatch: altered.pdf") && !plain.contains('\u{1b}'), "{plain:?}");
}

/// No escape sequence, unless the environment asks for it, where nobody can see colours.
#[test]
fn no_colours_in_files() {
    for args in [&["--help"][..], &["rules", "W3"], &["convert"]] {
        let run = yusuan(&fixture("seed"), args);
        assert!(run.stdout.len() + run.stderr.len() > 0, "{args:?}");
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{args:?}");
    }
}
