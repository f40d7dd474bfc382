//! Which bodies, years and kinds are there, and which are missing: a row for each body, and each year and kind that any
//! document has.
//!
//! A body is expected because it has a document, because a department's document lists it (预算单位构成), or because the user's
//! list names it. Of a body that only lists name nothing is known but that no document is there.

use super::dataset::Table;
use super::format::Format;
use super::sheets::{Column, Kind, Sheet};
use super::unit_list::UnitList;
use super::value::{Value, int, maybe_text, text};
use super::wire::Document;
use crate::catalog::divisions::unit_id;
use crate::model;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// A year and a kind.
type When = (u16, &'static str);

/// A body that is expected.
#[derive(Debug, Default)]
struct Expected {
    name: String,
    /// Why: `document`, `department` or `list`, the first that is known.
    by: &'static str,
    /// Its documents: how many, and the first one's file.
    found: BTreeMap<When, (u64, String)>,
}

/// What is there, in the making.
#[derive(Debug, Default)]
pub struct Coverage {
    bodies: BTreeMap<String, Expected>,
    begun: BTreeSet<When>,
}

static SHEET: Sheet = Sheet {
    name: "coverage",
    about: "a body in a year and a kind that any document has, found or missing",
    columns: &[
        Column::new("unit_id", Kind::Text, "The body's stable id"),
        Column::new("unit_name", Kind::Text, "Its name"),
        Column::new("fiscal_year", Kind::Integer, "Fiscal year"),
        Column::new("kind", Kind::Text, "Budget or final accounts"),
        Column::new("status", Kind::Text, "found or missing"),
        Column::new("documents", Kind::Integer, "Number of its documents"),
        Column::new("source_file", Kind::Text, "The first of them"),
        Column::new(
            "expected_by",
            Kind::Text,
            "Why it is expected: document (it has one), department (one lists it), list (that of --units)",
        ),
    ],
    key: &["unit_id", "fiscal_year", "kind"],
    rows: |_| Box::new(std::iter::empty()),
};

impl Coverage {
    /// Takes the next document in; one whose year or kind is not known covers nothing.
    pub fn add(&mut self, document: &Document) {
        let identity = &document.identity;
        let (Some(year), Some(kind)) = (identity.fiscal_year, identity.kind) else { return };
        let when = (year, kind.as_str());
        self.begun.insert(when);
        if let (Some(id), Some(name)) = (&identity.unit_id, &identity.unit_name) {
            let body = self.expect(id, name, "document");
            let first = || (0, document.source.file.clone());
            body.found.entry(when).or_insert_with(first).0 += 1;
        }
        if identity.scope == Some(model::Scope::Department) {
            for name in &document.listed_units {
                if let Some(id) = unit_id(name, Some(year)) {
                    self.expect(&id, name, "department");
                }
            }
        }
    }

    /// Expects every body that the list names.
    pub fn add_list(&mut self, list: &UnitList) {
        for (id, line) in list.named() {
            self.expect(id, &line.name, "list");
        }
    }

    fn expect(&mut self, id: &str, name: &str, by: &'static str) -> &mut Expected {
        let body = self.bodies.entry(id.to_owned()).or_default();
        if body.by.is_empty() || by == "document" && body.by != by {
            (body.name, body.by) = (name.to_owned(), by);
        }
        body
    }

    /// How many rows are found, and how many missing.
    pub fn counts(&self) -> [usize; 2] {
        let found = self.bodies.values().map(|body| body.found.len()).sum();
        [found, self.bodies.len() * self.begun.len() - found]
    }

    /// Writes `<dir>/coverage` in these forms, or standard output where `dir` is `-`. The answer has the names of the files.
    pub fn write(&self, dir: &Path, formats: &[Format]) -> io::Result<Vec<String>> {
        super::make_folder(dir)?;
        let mut names = Vec::new();
        for format in formats {
            let mut table = Table::create(dir, &SHEET, *format)?;
            for (id, body) in &self.bodies {
                for when in &self.begun {
                    table.writer.row(&row(id, body, *when))?;
                }
            }
            table.writer.finish()?;
            names.push(table.name);
        }
        Ok(names)
    }
}

fn row<'a>(id: &'a str, body: &'a Expected, when: When) -> Vec<Value<'a>> {
    let found = body.found.get(&when);
    vec![
        text(id),
        text(&body.name),
        int(when.0),
        text(when.1),
        text(if found.is_some() { "found" } else { "missing" }),
        int(found.map_or(0, |(count, _)| *count)),
        maybe_text(found.map(|(_, file)| file.as_str())),
        text(body.by),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Identity, Source};
    use super::*;
    use std::fs;

    fn document(file: &str, name: &str, kind: model::Kind, units: &[&str]) -> Document {
        Document {
            identity: Identity {
                unit_id: unit_id(name, Some(2025)),
                unit_name: Some(name.into()),
                fiscal_year: Some(2025),
                kind: Some(kind),
                scope: Some(model::Scope::Department),
                ..Identity::default()
            },
            listed_units: units.iter().map(|unit| unit.to_string()).collect(),
            ..Document::failed(Source::unread(file), "")
        }
    }

    #[test]
    fn what_is_missing_is_told_for_each_year_and_kind_begun() {
        let mut coverage = Coverage::default();
        coverage.add(&document("a.pdf", "某局", model::Kind::Budget, &["某局（本级）", "某中心"]));
        coverage.add(&document("b.pdf", "别局", model::Kind::FinalAccounts, &[]));
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(coverage.counts(), [2, 4]);
        assert_eq!(coverage.write(dir.path(), &[Format::Csv]).unwrap(), ["coverage.csv"]);
        let text = fs::read_to_string(dir.path().join("coverage.csv")).unwrap();
        let want = [
            "unit_id,unit_name,fiscal_year,kind,status,documents,source_file,expected_by",
            ":别局,别局,2025,budget,missing,0,,document",
            ":别局,别局,2025,final_accounts,found,1,b.pdf,document",
            ":某中心,某中心,2025,budget,missing,0,,department",
            ":某中心,某中心,2025,final_accounts,missing,0,,department",
            ":某局,某局,2025,budget,found,1,a.pdf,document",
            ":某局,某局,2025,final_accounts,missing,0,,document",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), want);
    }
}
