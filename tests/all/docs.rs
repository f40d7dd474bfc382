//! The pages of docs/ are what the program does: each command's help, the manual of the JSON, the commands of README and
//! tutorial. `UPDATE=1 cargo test --test all docs::` writes what is generated anew; read the difference before you commit it.

use crate::support::command::{keeps, yusuan};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn out(args: &[&str]) -> String {
    let run = yusuan(&path("."), args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    run.stdout
}

/// The commands that `yusuan --help` lists.
fn commands() -> Vec<String> {
    let help = out(&["--help"]);
    let list = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command has a page, by hand, that ends with its help.
#[test]
fn every_command_has_a_page_with_its_help() {
    let commands = commands();
    assert!(commands.len() >= 10, "{commands:?}");
    for name in &commands {
        let file = format!("docs/commands/{name}.md");
        let help: String =
            out(&[name, "--help"]).lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let text = read(&file);
        let by_hand = text.split("## Help\n").next().unwrap();
        assert!(
            by_hand.starts_with(&format!("# yusuan {name}\n")) && by_hand.len() > 200,
            "{file} says too little"
        );
        assert!(
            by_hand.contains("Exit code") || by_hand.contains("exit code"),
            "{file} should say what its exit codes mean"
        );
        keeps(&file, &format!("{by_hand}## Help\n\n```text\n{help}```\n"), "docs");
    }
    for page in ["README.md", "README.zh-CN.md", "docs/commands/README.md"] {
        let text = read(page);
        let missing: Vec<_> =
            commands.iter().filter(|name| !text.contains(&format!("{name}.md)"))).collect();
        assert!(missing.is_empty(), "{page} names no page of {missing:?}");
    }
    let pages = fs::read_dir(path("docs/commands"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<_> = pages
        .filter_map(|page| page.strip_suffix(".md").map(str::to_owned))
        .filter(|p| p != "README")
        .collect();
    assert_eq!(pages, commands.into_iter().collect());
}

/// Type of a field as people say it.
fn kind(schema: &Value) -> String {
    let named = |reference: &str| {
        let name = reference.rsplit('/').next().unwrap_or_default();
        format!("[{name}](#{})", name.to_lowercase())
    };
    if let Some(reference) = schema["$ref"].as_str() {
        return named(reference);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" && schema["items"].is_object() => {
            format!("list of {}", kind(&schema["items"]))
        }
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".into(),
    }
}

fn about(schema: &Value) -> String {
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// A type of the schema: its fields, or its words.
fn type_page(name: &str, schema: &Value, text: &mut String) {
    write!(text, "\n### {name}\n\n{}\n", about(schema)).unwrap();
    if let Some(fields) = schema["properties"].as_object() {
        let required: Vec<_> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        text.push_str("\n| field | holds | meaning |\n| --- | --- | --- |\n");
        for (field, schema) in fields {
            let left_out =
                if required.contains(&field.as_str()) { "" } else { ", may be left out" };
            writeln!(text, "| `{field}` | {}{left_out} | {} |", kind(schema), about(schema))
                .unwrap();
        }
    }
    let words = schema["oneOf"].as_array().into_iter().flatten();
    let listed = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|word| Some((word.as_str()?, String::new())));
    let words: Vec<_> = words
        .filter_map(|word| Some((word["const"].as_str()?, about(word))))
        .chain(listed)
        .collect();
    if !words.is_empty() {
        text.push_str("\n| word | meaning |\n| --- | --- |\n");
        words.iter().for_each(|(word, about)| writeln!(text, "| `{word}` | {about} |").unwrap());
    }
}

/// docs/json.md: the manual of `src/emit/wire.rs` and every type of the schema.
#[test]
fn the_manual_of_the_json_is_that_of_the_source_and_the_schema() {
    let wire = read("src/emit/wire.rs");
    let module: Vec<_> = wire
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let module = module.join("\n");
    let manual =
        module.split("# Manual\n").nth(1).unwrap().split("\n# Example").next().unwrap().trim();
    let manual = manual.replace(
        "`schema/document.schema.json`",
        "[`schema/document.schema.json`](../schema/document.schema.json)",
    );
    let schema: Value = serde_json::from_str(&out(&["schema"])).unwrap();
    let mut text = format!(
        "# The JSON of a document\n\n<!-- Generated from src/emit/wire.rs: UPDATE=1 cargo test --test all docs:: -->\n\n\
         `yusuan convert FILE.pdf` prints this JSON; with `--out DIR` it is `DIR/documents/<stem>.json`. A whole example: \
         [`schema/example.json`](../schema/example.json).\n\n{manual}\n\n## Types\n"
    );
    type_page("Document", &schema, &mut text);
    let types = schema["$defs"].as_object().cloned().unwrap_or_else(Map::new);
    assert!(types.len() > 15);
    types.iter().for_each(|(name, schema)| type_page(name, schema, &mut text));
    keeps("docs/json.md", &text, "docs");
}

/// A block that begins with `$ yusuan …` is what that command prints.
#[test]
fn pages_show_what_is_printed() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(path(&page)).unwrap();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("    $ yusuan ") else { continue };
            let shown: String = std::iter::from_fn(|| lines.next_if(|l| l.starts_with("    ")))
                .map(|l| format!("{}\n", &l[4..]))
                .collect();
            let printed = yusuan(&path("."), command.split(' ')).stdout;
            assert_eq!(shown.trim_end(), printed.trim_end(), "{page}: {command}");
            count += 1;
        }
    }
    assert_eq!(count, 6);
}

/// The fenced blocks of a page, as (language, text).
fn blocks(page: &str) -> Vec<(String, String)> {
    let text = read(page);
    let mut parts = text.split("```");
    let mut found = vec![];
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        let (language, code) = block.split_once('\n').unwrap();
        found.push((language.to_owned(), code.to_owned()));
    }
    found
}

/// Both languages show the same commands, so that scripts/newcomer runs what either says.
#[test]
fn tutorial_and_readme_show_the_same_commands_in_both_languages() {
    for (english, chinese) in
        [("README.md", "README.zh-CN.md"), ("docs/tutorial.md", "docs/tutorial.zh-CN.md")]
    {
        let runs = |page| {
            blocks(page).into_iter().filter(|(language, _)| language != "text").collect::<Vec<_>>()
        };
        assert!(runs(english).len() >= 2, "{english}");
        assert_eq!(runs(english), runs(chinese), "{english}, {chinese}");
    }
    let languages: BTreeSet<_> =
        blocks("docs/tutorial.md").into_iter().map(|(language, _)| language).collect();
    assert_eq!(languages, ["python", "r", "sh", "sql", "text"].map(String::from).into());
}

/// The pages for people, by their paths in the project.
fn pages() -> Vec<String> {
    let mut pages: Vec<_> = ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
        .map(String::from)
        .into();
    for dir in ["docs", "docs/commands"] {
        let names =
            fs::read_dir(path(dir)).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        pages
            .extend(names.filter(|name| name.ends_with(".md")).map(|name| format!("{dir}/{name}")));
    }
    pages
}

/// Every crate that the program is built of stands in the list, with a reason, and no other.
#[test]
fn dependencies_have_their_reasons() {
    let manifest = read("Cargo.toml");
    let sections = manifest.split("\n[").filter(|section| {
        let name = section.split(']').next().unwrap_or_default();
        name == "dependencies" || name.ends_with(".dependencies")
    });
    let crates: BTreeSet<&str> = sections
        .flat_map(|section| section.lines().skip(1))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .collect();
    let list = read("docs/dependencies.md");
    let told: Vec<(&str, &str)> = list
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
        .collect();
    assert_eq!(told.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), crates);
    assert!(crates.len() > 20 && told.iter().all(|(_, why)| why.len() > 5));
}

/// Links to files of the project lead somewhere.
#[test]
fn links_lead_somewhere() {
    let mut count = 0;
    for page in pages() {
        for link in read(&page)
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next().map(str::to_owned))
        {
            if !link.is_empty() && !link.contains("://") {
                let target = path(&page).parent().unwrap().join(&link);
                assert!(target.exists(), "{page}: {link}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}
