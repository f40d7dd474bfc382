//! The wide form of figures: a row for each body, year, kind and scope, a column for each figure that any document has.
//!
//! Which columns there are is known when all documents are, so the sheet is made then. Several documents of one body, year,
//! kind and scope are one row: each figure from the first whose tables have it, else the first whose prose does, and where
//! another states another amount, the row says so. Of a document whose body is not known nothing can be joined: it has a row of its own.

use super::dataset::Table;
use super::file::FileDigest;
use super::format::Format;
use super::sheets::{Column, Kind, Sheet};
use super::value::{Value, int, maybe_int, maybe_text, text};
use super::wire::{Document, Exact, NamedFigure};
use crate::catalog::figures::Figures;
use crate::model::{self, Scope, Stated, Verdict};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The prose rounds to 万元 with two decimals, or to whole 万元: so many digits at most are zeros for that.
const MOST_ROUNDED: u32 = 4;

/// What tells the rows apart: body (or file), year, kind, scope.
type Key = (String, Option<u16>, Option<&'static str>, Option<&'static str>);

/// A row in the making.
#[derive(Debug, Default)]
struct Line {
    unit_id: Option<String>,
    unit_name: Option<String>,
    division_code: Option<String>,
    sources: Vec<String>,
    figures: BTreeMap<String, Taken>,
    /// Figures that are doubtful.
    doubts: BTreeSet<String>,
}

/// The rows in the making.
#[derive(Debug, Default)]
pub struct Panel {
    lines: BTreeMap<Key, Line>,
}

impl Panel {
    /// Takes the next document in; one without figures has no row.
    pub fn add(&mut self, document: &Document) {
        if document.figures.is_empty() {
            return;
        }
        let identity = &document.identity;
        let body = identity.unit_id.as_ref().unwrap_or(&document.source.file);
        let key = (
            body.clone(),
            identity.fiscal_year,
            identity.kind.map(model::Kind::as_str),
            identity.scope.map(Scope::as_str),
        );
        let line = self.lines.entry(key).or_default();
        if line.sources.is_empty() {
            line.unit_id.clone_from(&identity.unit_id);
            line.unit_name.clone_from(&identity.unit_name);
            line.division_code.clone_from(&identity.division_code);
        }
        line.sources.push(document.source.file.clone());
        document.figures.iter().for_each(|figure| line.add(figure));
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Writes `<dir>/panel` in these forms, or standard output where `dir` is `-`. The answer has the sums of the files by name.
    pub fn write(&self, dir: &Path, formats: &[Format]) -> io::Result<Vec<(String, FileDigest)>> {
        super::make_folder(dir)?;
        let sheet = self.sheet();
        let named: Vec<&str> = sheet.columns[IDENTITY.len()..].iter().map(|c| c.name).collect();
        let mut digests = Vec::new();
        for format in formats {
            let mut table = Table::create(dir, sheet, *format)?;
            for (key, line) in &self.lines {
                table.writer.row(&line.row(key, &named))?;
            }
            digests.push((table.name, table.writer.finish()?));
        }
        Ok(digests)
    }

    /// The sheet with its columns. It lives as long as the process, as those that are known beforehand do.
    fn sheet(&self) -> &'static Sheet {
        let ids: BTreeSet<&str> =
            self.lines.values().flat_map(|line| line.figures.keys().map(String::as_str)).collect();
        let mut ids: Vec<&str> = ids.into_iter().collect();
        ids.sort_by_cached_key(|id| place(id));
        let figure = |id: &str| -> Column {
            let name = String::leak(id.to_owned());
            Column::new(
                name,
                Kind::Decimal,
                "The figure of that name, exact; empty where no document has it",
            )
            .unit("yuan")
        };
        let columns: Vec<Column> =
            IDENTITY.into_iter().chain(ids.into_iter().map(figure)).collect();
        Box::leak(Box::new(Sheet {
            name: "panel",
            about: "a body in a year, a kind and a scope, with all its figures",
            columns: Vec::leak(columns),
            key: &[],
            rows: |_| Box::new(std::iter::empty()),
        }))
    }
}

/// The columns that say whose row it is.
const IDENTITY: [Column; 9] = [
    Column::new("unit_id", Kind::Text, "The body's stable id"),
    Column::new("unit_name", Kind::Text, "The body as printed"),
    Column::new("division_code", Kind::Text, "Its administrative division (GB/T 2260)"),
    Column::new("fiscal_year", Kind::Integer, "Fiscal year"),
    Column::new("kind", Kind::Text, "Budget or final accounts"),
    Column::new("scope", Kind::Text, "Of one unit, a whole department or a whole government"),
    Column::new("documents", Kind::Integer, "Number of documents that the row is made of"),
    Column::new("source_file", Kind::Text, "The first of them"),
    Column::new(
        "doubtful",
        Kind::Text,
        "Figures of the row that are doubtful, contradict the document's others, or are another in another document, separated by spaces",
    ),
];

/// Where a figure stands among the columns: as the catalog lists them, classes last, what was budgeted behind each.
fn place(id: &str) -> (usize, String, bool) {
    let (name, budgeted) = id.strip_suffix("@budget").map_or((id, false), |name| (name, true));
    let all = Figures::embedded();
    let named = all.figure.iter().position(|figure| figure.id == name);
    let family = || {
        let of = all
            .classes
            .iter()
            .position(|family| name.rsplit_once('.').is_some_and(|(id, _)| id == family.id));
        all.figure.len() + of.unwrap_or(all.classes.len())
    };
    (named.unwrap_or_else(family), name.to_owned(), budgeted)
}

/// An amount, and whether the prose states it, which rounds.
#[derive(Debug, Clone, Copy)]
struct Taken {
    amount: Exact,
    of_prose: bool,
}

impl Taken {
    /// Are they the same, or one of them the other as the prose rounds it: 9957.58万元 of 99575837.85?
    fn agrees(&self, other: &Taken) -> bool {
        let (a, b) = (self.amount.value(), other.amount.value());
        let rounded = |prose: Decimal, table: Decimal| {
            (0..=MOST_ROUNDED).any(|zeros| {
                let unit = Decimal::from(10u32.pow(zeros));
                (table / unit).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
                    * unit
                    == prose
            })
        };
        a == b || self.of_prose && rounded(a, b) || other.of_prose && rounded(b, a)
    }
}

impl Line {
    fn add(&mut self, figure: &NamedFigure) {
        let new =
            Taken { amount: figure.amount_yuan, of_prose: figure.chosen_from == Stated::PROSE };
        let known = self.figures.entry(figure.figure.clone()).or_insert(new);
        let differs = !known.agrees(&new);
        if known.of_prose && !new.of_prose {
            *known = new;
        }
        let doubtful = !figure.doubt.is_empty() || figure.verdict == Some(Verdict::Mismatch);
        if differs || doubtful {
            self.doubts.insert(figure.figure.clone());
        }
    }

    fn row<'a>(&'a self, (_, year, kind, scope): &'a Key, figures: &[&str]) -> Vec<Value<'a>> {
        let doubts: Vec<&str> = self.doubts.iter().map(String::as_str).collect();
        let mut row = vec![
            maybe_text(self.unit_id.as_deref()),
            maybe_text(self.unit_name.as_deref()),
            maybe_text(self.division_code.as_deref()),
            maybe_int(*year),
            maybe_text(*kind),
            maybe_text(*scope),
            int(self.sources.len() as u64),
            maybe_text(self.sources.first().map(String::as_str)),
            text(doubts.join(" ")),
        ];
        let amount =
            |id: &&str| self.figures.get(*id).map_or(Value::Empty, |f| Value::Decimal(f.amount));
        row.extend(figures.iter().map(amount));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Identity, Source};
    use super::*;
    use crate::model::How;
    use std::fs;

    fn document(file: &str, body: Option<&str>, figures: &[(&str, &str, &str)]) -> Document {
        let figure = |(id, amount, doubt): &(&str, &str, &str)| NamedFigure {
            figure: id.to_string(),
            label: String::new(),
            amount_yuan: Exact::money(amount.parse().unwrap()).unwrap(),
            chosen_from: String::new(),
            rule: How::Stated,
            verdict: None,
            doubt: doubt.to_string(),
            page: 1,
        };
        Document {
            identity: Identity {
                unit_id: body.map(str::to_owned),
                fiscal_year: Some(2026),
                kind: Some(model::Kind::Budget),
                ..Identity::default()
            },
            figures: figures.iter().map(figure).collect(),
            ..Document::failed(Source::unread(file), "")
        }
    }

    fn written(documents: &[Document]) -> Vec<String> {
        let (dir, mut panel) = (tempfile::tempdir().unwrap(), Panel::default());
        documents.iter().for_each(|document| panel.add(document));
        panel.write(dir.path(), &[Format::Csv]).unwrap();
        let text = fs::read_to_string(dir.path().join("panel.csv")).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_body_and_year_are_a_row_and_figures_columns() {
        let lines = written(&[
            document("b.pdf", Some(":乙"), &[("function.208", "2", ""), ("basic@budget", "1", "")]),
            document("a.pdf", Some(":甲"), &[("income_total", "9", ""), ("basic", "4", "why")]),
            document("c.pdf", Some(":甲"), &[("income_total", "8", ""), ("project", "3", "")]),
            document("d.pdf", None, &[("income_total", "7", "")]),
            document("e.pdf", Some(":丙"), &[]),
        ]);
        let want = [
            "unit_id,unit_name,division_code,fiscal_year,kind,scope,documents,source_file,doubtful,income_total,basic,basic@budget,project,function.208",
            ":乙,,,2026,budget,,1,b.pdf,,,,1.00,,2.00",
            ":甲,,,2026,budget,,2,a.pdf,basic income_total,9.00,4.00,,3.00,",
            ",,,2026,budget,,1,d.pdf,,7.00,,,,",
        ];
        assert_eq!(lines, want);
    }

    #[test]
    fn tables_count_before_prose_and_rounding_is_no_contradiction() {
        let of = |file: &str, from: &str, amount: &str| {
            let mut document = document(file, Some(":甲"), &[("basic", amount, "")]);
            document.figures[0].chosen_from = from.to_owned();
            document
        };
        let prose = of("a.pdf", "narrative", "99575800");
        let row = |other: Document| {
            let lines = written(&[prose.clone(), other]);
            lines[1].rsplit(',').take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(row(of("b.pdf", "expenditure_summary", "99575837.85")), ["99575837.85", ""]);
        assert_eq!(
            row(of("b.pdf", "expenditure_summary", "99575937.85")),
            ["99575937.85", "basic"]
        );
        assert_eq!(row(of("b.pdf", "narrative", "99575837.85")), ["99575800.00", ""]);
    }

    #[test]
    fn a_name_longer_than_a_cell_of_excel_is_cut_as_other_texts_are() {
        let (dir, mut panel) = (tempfile::tempdir().unwrap(), Panel::default());
        panel.add(&document("a.pdf", None, &[(&"支".repeat(40_000), "7", "")]));
        panel.write(dir.path(), &[Format::Xlsx]).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
