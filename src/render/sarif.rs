//! SARIF 2.1.0 (OASIS): one run, its rules, a result for each note. A PDF has no lines: table, row and column are logical
//! locations, page and box are properties.

use super::explain::{Topic, explain};
use super::lang::Lang;
use super::named::Place;
use super::note::Note;
use super::report::{Renderer, Report};
use super::text::{Paint, concise};
use crate::emit::wire::{Corners, Exact};
use crate::model::{FindingKind, Severity, Verdict};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// A SARIF log.
pub struct Sarif<W> {
    to: W,
    results: u64,
    /// What hindered the run: inputs that failed.
    notifications: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    partial_fingerprints: Value,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Region<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct Region<'a> {
    page: u32,
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    corners: Option<&'a Corners>,
}

#[derive(Serialize)]
struct Properties<'a> {
    file: &'a str,
    verdict: Option<Verdict>,
    stated: Option<Exact>,
    printed: &'a str,
    computed: Option<Exact>,
    difference: Option<Exact>,
    allowed: Option<Exact>,
    unit: &'a str,
    help: &'a str,
}

/// That an input failed is no result about it: it is told as a notification of the run.
const FAILED: Topic = Topic::Finding(FindingKind::Failed);

/// What a result may be of: its place here is its index.
fn rules() -> impl Iterator<Item = Topic> {
    Topic::all().filter(|topic| topic.id() != FAILED.id())
}

fn descriptor(topic: Topic) -> Value {
    let (short, level) = match topic {
        Topic::Rule(rule) => (rule.title, "error"),
        Topic::Finding(kind) => (kind.meaning(), topic.title()),
    };
    json!({
        "id": topic.id(),
        "shortDescription": { "text": short },
        "fullDescription": { "text": topic.what() },
        "help": { "text": explain(topic, Lang::En) },
        "defaultConfiguration": { "level": level },
    })
}

impl<W: Write> Sarif<W> {
    /// Begins the log with the rules.
    pub fn new(mut to: W) -> io::Result<Sarif<W>> {
        let rules: Vec<Value> = rules().map(descriptor).collect();
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
            "notifications": [descriptor(FAILED)],
        });
        let (schema, tool) = (Value::from(SCHEMA), json!({ "driver": driver }));
        write!(
            to,
            "{{\"$schema\": {schema}, \"version\": \"2.1.0\", \"runs\": [{{\"tool\": {tool},\n\"results\": ["
        )?;
        Ok(Sarif { to, results: 0, notifications: vec![] })
    }
}

impl<W: Write> Renderer for Sarif<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        for note in &report.notes {
            if note.rule == FindingKind::Failed.code() {
                self.notifications.push(json!({
                    "descriptor": { "id": FAILED.id(), "index": 0 },
                    "level": "error",
                    "message": { "text": note.message },
                    "locations": [{ "physicalLocation": physical(&note.file) }],
                }));
                continue;
            }
            self.to.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            result(note).serialize(&mut serde_json::Serializer::new(&mut self.to))?;
            self.results += 1;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let all_read = self.notifications.is_empty();
        let invocation = json!({ "executionSuccessful": all_read, "toolExecutionNotifications": self.notifications });
        writeln!(
            self.to,
            "\n],\n\"invocations\": [{invocation}], \"columnKind\": \"unicodeCodePoints\"}}]}}"
        )?;
        self.to.flush()
    }
}

fn result(note: &Note) -> ReportingResult<'_> {
    // A level other than none is for failures only (SARIF 3.27.10).
    let (kind, level) = match (note.verdict, note.severity) {
        (Some(Verdict::NotChecked), _) => ("open", "none"),
        (_, Severity::Error) => ("fail", "error"),
        (_, Severity::Warning) => ("fail", "warning"),
        (_, Severity::Note) => ("fail", "note"),
    };
    let figures = note.figures.as_ref();
    let logical_locations = logical(note);
    let place: Vec<&str> =
        logical_locations.last().map(|l| l.fully_qualified_name.as_str()).into_iter().collect();
    let message = if note.verdict.is_none() { &note.message } else { "" };
    let print = Sha256::digest(
        [&[note.file.as_str(), &note.rule, message], &place[..]].concat().join("\n").as_bytes(),
    );
    ReportingResult {
        rule_id: &note.rule,
        rule_index: rules().position(|topic| topic.id() == note.rule),
        kind,
        level,
        message: Message { text: concise(note, &Paint::default(), Lang::En) },
        locations: [Location {
            physical_location: physical(&note.file),
            logical_locations,
            properties: note.page.map(|page| Region { page, corners: note.corners.as_ref() }),
        }],
        partial_fingerprints: json!({ "place/v1": print.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>() }),
        properties: Properties {
            file: &note.file,
            verdict: note.verdict,
            stated: figures.and_then(|f| f.stated),
            printed: figures.map_or("", |f| &f.printed),
            computed: figures.and_then(|f| f.computed),
            difference: figures.and_then(|f| f.difference),
            allowed: figures.and_then(|f| f.allowed),
            unit: figures.map_or("", |f| &f.unit),
            help: &note.help,
        },
    }
}

fn physical(file: &str) -> Value {
    json!({ "artifactLocation": { "uri": uri(file) } })
}

/// Table, row and column, each inside the one before.
fn logical(note: &Note) -> Vec<LogicalLocation> {
    let mut path = String::new();
    let mut out = Vec::new();
    let mut push = |id: &str, printed: &str, kind| {
        path = if path.is_empty() { id.to_owned() } else { format!("{path}/{id}") };
        let name = if printed.is_empty() { id } else { printed };
        out.push(LogicalLocation {
            name: name.to_owned(),
            fully_qualified_name: path.clone(),
            kind,
        });
    };
    if let Some(table) = &note.table {
        push(&table.id, &table.title, "table");
    }
    if let Some(row) = &note.row {
        push(&row_id(row), &row.name, "row");
    }
    if let Some(column) = &note.column {
        push(&[column.id.as_str(), &column.basis].join(":"), &column.label, "column");
    }
    out
}

fn row_id(row: &Place) -> String {
    let number = row.number.map(|n| n.to_string()).unwrap_or_default();
    [row.side.as_str(), &number, &row.unit, &row.code, &row.item]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(":")
}

/// The path as given, as a URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(uri("2026/预 算.pdf"), "2026/%E9%A2%84%20%E7%AE%97.pdf");
        assert_eq!(uri("/a:b#?.zip/c.pdf"), "file:///a%3Ab%23%3F.zip/c.pdf");
    }
}
