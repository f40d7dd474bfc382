//! What changed between two outputs: as text for people, as JSON, as CSV. Only documents that differ are told; the summary
//! counts all.

use super::amount::grouped;
use super::lang::Lang;
use super::named::Place;
use super::places::{row, word};
use super::text::one_line;
use super::words::padded;
use crate::compare::{Change, Comparison, Figure, Head, How, Outcome};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// A form of report, written pair by pair.
pub trait Renderer {
    /// Tells how two documents differ.
    fn add(&mut self, comparison: &Comparison) -> io::Result<()>;
    /// Ends the report.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}

/// A comparison in numbers: documents by outcome, figures that are the same, figures by how they changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    documents: [usize; Outcome::ALL.len()],
    figures: [usize; How::ALL.len()],
    same: usize,
}

impl Summary {
    /// Counts two documents in.
    pub fn add(&mut self, comparison: &Comparison) {
        let at = |outcome: &Outcome| *outcome == comparison.outcome;
        self.documents[Outcome::ALL.iter().position(at).unwrap_or_default()] += 1;
        for (count, how) in self.figures.iter_mut().zip(How::ALL) {
            *count += comparison.changes.iter().filter(|c| c.change == how).count();
        }
        self.same += comparison.same;
    }

    /// Nothing differs, and everything could be compared.
    pub fn is_same(&self) -> bool {
        self.documents
            .iter()
            .zip(Outcome::ALL)
            .all(|(count, outcome)| *count == 0 || outcome == Outcome::Same)
    }

    /// The line: `2 documents: 1 same, 1 changed; figures: 276 same, 2 changed, 0 added, 0 removed`.
    pub fn line(&self, lang: Lang) -> String {
        let count = |count: usize, word: &str| format!("{count} {}", lang.say(word));
        let outcomes = self.documents.iter().zip(Outcome::ALL).filter(|(n, _)| **n > 0);
        let outcomes: Vec<_> =
            outcomes.map(|(n, outcome)| count(*n, &outcome.as_str().replace('_', " "))).collect();
        let figures: Vec<_> =
            self.figures.iter().zip(How::ALL).map(|(n, how)| count(*n, how.as_str())).collect();
        let all: usize = self.documents.iter().sum();
        let head = count(all, if all == 1 { "document" } else { "documents" });
        let colon = if outcomes.is_empty() { "" } else { ": " };
        let (word, same) = (lang.say("figures"), count(self.same, "same"));
        format!("{head}{colon}{}; {word}: {same}, {}", outcomes.join(", "), figures.join(", "))
    }

    fn object(&self) -> Value {
        let documents = self
            .documents
            .iter()
            .zip(Outcome::ALL)
            .map(|(n, outcome)| (outcome.as_str().to_owned(), Value::from(*n)));
        let figures = self
            .figures
            .iter()
            .zip(How::ALL)
            .map(|(n, how)| (how.as_str().to_owned(), Value::from(*n)));
        let figures = figures.chain([("same".to_owned(), Value::from(self.same))]);
        json!({ "documents": documents.collect::<Map<_, _>>(), "figures": figures.collect::<Map<_, _>>() })
    }
}

/// Text: a block for each two documents, a line for each figure.
pub struct Text<W> {
    to: W,
    lang: Lang,
}

impl<W: Write> Text<W> {
    /// In that language.
    pub fn new(to: W, lang: Lang) -> Text<W> {
        Text { to, lang }
    }

    /// `2080505 机关事业单位基本养老保险缴费支出, basic: 205,600.00 → 211,600.00 元 (+6,000.00)`
    fn change(&self, change: &Change) -> String {
        let Change { side, code, item, name, row_unit, column, basis, unit, .. } = change;
        let place = Place {
            number: None,
            side: side.clone(),
            code: code.clone(),
            item: item.clone(),
            name: name.clone(),
            unit: row_unit.clone(),
            also: vec![],
            across: false,
        };
        let basis = if basis == "current" { "" } else { basis };
        let words = [
            word("side", side, self.lang),
            row(&place, self.lang),
            word("column", column, self.lang),
            word("basis", basis, self.lang),
        ];
        let words =
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        let figure = |figure: &Option<Figure>, unit_behind: &str| match figure {
            Some(Figure { figure: Some(figure), .. }) => {
                format!("{}{unit_behind}", grouped(figure, unit))
            }
            Some(unread) => format!("{} “{}”", self.lang.say("unread"), unread.stated),
            None => self.lang.say("nothing").into_owned(),
        };
        let behind = format!(" {unit}");
        let (behind_a, behind_b) =
            if change.b.is_some() { ("", behind.as_str()) } else { (behind.as_str(), "") };
        let more = |figure: &str| {
            if figure.starts_with('-') { figure.to_owned() } else { format!("+{figure}") }
        };
        let difference = change
            .difference
            .map(|d| format!(" ({})", more(&grouped(&d, unit))))
            .unwrap_or_default();
        format!(
            "{words}: {} → {}{difference}",
            figure(&change.a, behind_a),
            figure(&change.b, behind_b)
        )
    }
}

/// `某市某中心, budget, unit, 2025`: what is known of it.
fn body(head: &Head, lang: Lang) -> String {
    let identity = &head.identity;
    let year = identity.fiscal_year.map(|y| y.to_string());
    let word = |word: &str| lang.say(word).into_owned();
    let (kind, scope) =
        (identity.kind.map(|k| word(k.as_str())), identity.scope.map(|s| word(s.as_str())));
    let words = [identity.unit_name.clone(), kind, scope, year];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl<W: Write> Renderer for Text<W> {
    fn add(&mut self, comparison: &Comparison) -> io::Result<()> {
        let Comparison { outcome, a, b, changes, .. } = comparison;
        if *outcome == Outcome::Same {
            return Ok(());
        }
        writeln!(self.to, "{}", self.lang.say(&outcome.as_str().replace('_', " ")))?;
        for (side, head) in [("A", a), ("B", b)] {
            let Some(head) = head else { continue };
            let body = [head.source.file.clone(), body(head, self.lang)]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(": ");
            let status = if *outcome == Outcome::NotCompared {
                format!(" ({})", self.lang.say(head.status.as_str()))
            } else {
                String::new()
            };
            writeln!(self.to, "  {side}  {}{status}", one_line(&body))?;
        }
        let mut table = "";
        for change in changes {
            if change.table != table {
                table = &change.table;
                writeln!(self.to, "  {}", one_line(&word("table", table, self.lang)))?;
            }
            let how = padded(&self.lang.say(change.change.as_str()), 7);
            writeln!(self.to, "    {how}  {}", one_line(&self.change(change)))?;
        }
        writeln!(self.to)
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.to.flush()
    }
}

/// JSON: `{"tool": …, "documents": [ … ], "summary": … }`.
pub struct Json<W> {
    to: W,
    told: usize,
}

impl<W: Write> Json<W> {
    /// Begins the object.
    pub fn new(mut to: W) -> io::Result<Json<W>> {
        let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        write!(
            to,
            "{{\"tool\": {{\"name\": \"{name}\", \"version\": \"{version}\"}},\n\"documents\": ["
        )?;
        Ok(Json { to, told: 0 })
    }
}

impl<W: Write> Renderer for Json<W> {
    fn add(&mut self, comparison: &Comparison) -> io::Result<()> {
        if comparison.outcome == Outcome::Same {
            return Ok(());
        }
        self.to.write_all(if self.told == 0 { b"\n" } else { b",\n" })?;
        self.told += 1;
        Ok(comparison.serialize(&mut serde_json::Serializer::new(&mut self.to))?)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.to, "\n],\n\"summary\": {}}}", summary.object())?;
        self.to.flush()
    }
}

/// CSV: a row for each figure that changed; of a document that is added, removed or could not be compared one row without
/// a figure, of one whose body changed likewise.
pub struct Csv<W: Write>(csv::Writer<W>);

const COLUMNS: [&str; 26] = [
    "source_file_a",
    "source_file_b",
    "unit_name",
    "kind",
    "scope",
    "fiscal_year_a",
    "fiscal_year_b",
    "document",
    "change",
    "table",
    "side",
    "row_unit",
    "code",
    "classification",
    "item",
    "name",
    "column",
    "basis",
    "unit",
    "figure_a",
    "figure_b",
    "difference",
    "stated_a",
    "stated_b",
    "page_a",
    "page_b",
];

impl<W: Write> Csv<W> {
    /// Writes the header.
    pub fn new(to: W) -> io::Result<Csv<W>> {
        let mut to = csv::Writer::from_writer(to);
        to.write_record(COLUMNS)?;
        Ok(Csv(to))
    }
}

impl<W: Write> Renderer for Csv<W> {
    fn add(&mut self, comparison: &Comparison) -> io::Result<()> {
        let Comparison { outcome, a, b, changes, .. } = comparison;
        if *outcome == Outcome::Same {
            return Ok(());
        }
        let file =
            |head: &Option<Head>| head.as_ref().map(|h| h.source.file.clone()).unwrap_or_default();
        let year = |head: &Option<Head>| {
            head.as_ref()
                .and_then(|h| h.identity.fiscal_year)
                .map(|y| y.to_string())
                .unwrap_or_default()
        };
        let identity =
            b.as_ref().or(a.as_ref()).map(|head| head.identity.clone()).unwrap_or_default();
        let body = [
            file(a),
            file(b),
            identity.unit_name.unwrap_or_default(),
            identity.kind.map(|k| k.as_str().to_owned()).unwrap_or_default(),
            identity.scope.map(|s| s.as_str().to_owned()).unwrap_or_default(),
            year(a),
            year(b),
            outcome.as_str().to_owned(),
        ];
        if changes.is_empty() {
            let blank = vec![String::new(); COLUMNS.len() - body.len()];
            self.0.write_record(body.iter().chain(&blank))?;
        }
        for change in changes {
            let figure = |side: &Option<Figure>| {
                side.as_ref().and_then(|f| f.figure).map(|f| f.to_string()).unwrap_or_default()
            };
            let stated = |side: &Option<Figure>| {
                side.as_ref().map(|f| format!("{}{}", f.stated, f.stated_unit)).unwrap_or_default()
            };
            let page = |side: &Option<Figure>| {
                side.as_ref().map(|f| f.page.to_string()).unwrap_or_default()
            };
            let Change { table, side, row_unit, code, item, name, column, basis, unit, .. } =
                change;
            let classification = change.classification.map(|c| c.as_str()).unwrap_or_default();
            let difference = change.difference.map(|d| d.to_string()).unwrap_or_default();
            let place =
                [table, side, row_unit, code, classification, item, name, column, basis, unit]
                    .map(str::to_owned);
            let figures = [figure(&change.a), figure(&change.b), difference];
            let printed = [stated(&change.a), stated(&change.b), page(&change.a), page(&change.b)];
            let how = [change.change.as_str().to_owned()];
            self.0.write_record(
                body.iter().chain(&how).chain(&place).chain(&figures).chain(&printed),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.0.flush()
    }
}
