//! The rows of two documents side by side, and their figures.

use super::pairs::Matching;
use crate::emit::wire::{Content, Document, Exact};
use crate::lex::year_to_relative;
use crate::model::{Classification, Stated};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a figure changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A prints nothing there, or has no such row or column.
    Added,
    /// B prints nothing there, or has no such row or column.
    Removed,
    /// Both print a figure, and not the same.
    Changed,
}

impl How {
    /// All, in the order of summaries.
    pub const ALL: [How; 3] = [How::Changed, How::Added, How::Removed];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Added => "added",
            How::Removed => "removed",
            How::Changed => "changed",
        }
    }
}

/// A figure that is not the same in both documents. Names are those of B where B has the row, else those of A.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// How it changed.
    pub change: How,
    /// Id of its table, or `narrative` for a figure of the prose.
    pub table: String,
    /// Side of a two-sided summary, else empty.
    pub side: String,
    /// Budget unit of the row.
    pub row_unit: String,
    /// Subject code.
    pub code: String,
    /// The list that the code belongs to.
    pub classification: Option<Classification>,
    /// Item, or key of a figure of the prose.
    pub item: String,
    /// Name as printed.
    pub name: String,
    /// Column; empty in the prose.
    pub column: String,
    /// Basis; empty in the prose.
    pub basis: String,
    /// Unit of the figures: 元, or what is counted.
    pub unit: String,
    /// What A prints.
    pub a: Option<Figure>,
    /// What B prints.
    pub b: Option<Figure>,
    /// B less A, where both could be read.
    pub difference: Option<Exact>,
}

/// A printed figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What it is worth; `null` where it could not be read.
    pub figure: Option<Exact>,
    /// As printed, without white space.
    pub stated: String,
    /// The unit that `stated` is in; empty where `stated` says it.
    pub stated_unit: String,
    /// 1-based page.
    pub page: u32,
}

impl Figure {
    /// 20.56 万元 and 205,600 元 are the same; what could not be read is what it looks like.
    fn is(&self, other: &Figure) -> bool {
        match (&self.figure, &other.figure) {
            (Some(a), Some(b)) => a.value() == b.value(),
            (None, None) => self.stated == other.stated,
            _ => false,
        }
    }
}

/// A row of a table, or a figure of the prose.
struct Line<'d> {
    table: &'d str,
    side: &'static str,
    row_unit: &'d str,
    code: &'d str,
    classification: Option<Classification>,
    also: Vec<&'d str>,
    item: &'d str,
    name: &'d str,
    unit: &'d str,
    figures: BTreeMap<Key, (&'d str, Figure)>,
}

/// Where a figure stands in its row: how often its head came before, column in the words of any year, basis.
type Key = (usize, String, &'static str);

/// What changed between two documents, table by table, each in the order of A and then what only B has; and how many
/// figures are the same.
pub fn changes(a: &Document, b: &Document) -> (Vec<Change>, usize) {
    let years = [a, b].map(|d| d.identity.fiscal_year);
    let [year_a, year_b] = if years[0] == years[1] { [None; 2] } else { years };
    let (left, right) = (lines(a, year_a), lines(b, year_b));
    let mut matching = Matching::new(left.len(), right.len());
    let worth = |line: &Line| -> Vec<String> {
        line.figures.iter().map(|(at, (_, f))| format!("{at:?} {}", worth(f))).collect()
    };
    let exactly = |line: &Line, year| (line.key(year), line.name.to_owned(), worth(line));
    let named = |line: &Line, year| (line.key(year), line.name.to_owned());
    matching.pass(false, |i| Some(exactly(&left[i], year_a)), |i| Some(exactly(&right[i], year_b)));
    matching.pass(false, |i| Some(named(&left[i], year_a)), |i| Some(named(&right[i], year_b)));
    matching.pass(true, |i| Some(left[i].key(year_a)), |i| Some(right[i].key(year_b)));
    let (mut changes, mut same) = (vec![], 0);
    for (a, b) in matching.pairs() {
        let (a, b) = (a.map(|at| &left[at]), b.map(|at| &right[at]));
        same += of_line(a, b, &mut changes);
    }
    let mut tables = BTreeMap::new();
    for (at, line) in left.iter().chain(&right).enumerate() {
        tables.entry(line.table).or_insert(at);
    }
    changes.sort_by_key(|change| tables.get(change.table.as_str()).copied());
    (changes, same)
}

fn worth(figure: &Figure) -> String {
    figure
        .figure
        .map_or_else(|| format!("“{}”", figure.stated), |f| f.value().normalize().to_string())
}

/// Adds what changed in a row; how many of its figures are the same.
fn of_line(a: Option<&Line>, b: Option<&Line>, changes: &mut Vec<Change>) -> usize {
    let Some(line) = b.or(a) else { return 0 };
    let keys: BTreeSet<_> =
        [a, b].into_iter().flatten().flat_map(|line| line.figures.keys()).collect();
    let mut same = 0;
    for key in keys {
        let of = |line: Option<&Line>| {
            line.and_then(|l| l.figures.get(key)).map(|(_, figure)| figure.clone())
        };
        let column = [b, a]
            .into_iter()
            .flatten()
            .find_map(|l| l.figures.get(key))
            .map_or("", |(column, _)| column);
        let (a, b) = (of(a), of(b));
        let change = match (&a, &b) {
            (Some(a), Some(b)) if a.is(b) => {
                same += 1;
                continue;
            }
            (Some(_), Some(_)) => How::Changed,
            (None, _) => How::Added,
            (_, None) => How::Removed,
        };
        let value =
            |figure: &Option<Figure>| figure.as_ref().and_then(|f| f.figure).map(|f| f.value());
        let difference = value(&b).zip(value(&a)).and_then(|(b, a)| b.checked_sub(a));
        changes.push(Change {
            change,
            table: line.table.into(),
            side: line.side.into(),
            row_unit: line.row_unit.into(),
            code: line.code.into(),
            classification: line.classification,
            item: line.item.into(),
            name: line.name.into(),
            column: column.into(),
            basis: key.2.into(),
            unit: line.unit.into(),
            difference: difference.and_then(if line.unit == YUAN {
                Exact::money
            } else {
                Exact::printed
            }),
            a,
            b,
        });
    }
    same
}

const YUAN: &str = "元";

impl Line<'_> {
    /// What the row is known by, whatever its place; ids that hold its own `year` in the words of any year.
    fn key(&self, year: Option<u16>) -> (String, [String; 4], Option<&'static str>, String) {
        let Line { side, row_unit, code, item, also, .. } = self;
        let name = if code.is_empty() && item.is_empty() {
            year_to_relative(self.name, year)
        } else {
            String::new()
        };
        let words = [
            (*side).to_owned(),
            (*row_unit).to_owned(),
            [&[*code], &also[..]].concat().join(" "),
            (*item).to_owned(),
        ];
        (
            year_to_relative(self.table, year),
            words,
            self.classification.map(Classification::as_str),
            name,
        )
    }
}

/// The document's rows with a figure, and the figures of its prose. Dashes, blanks and percentages are no figures.
fn lines(document: &Document, year: Option<u16>) -> Vec<Line<'_>> {
    let mut lines = vec![];
    for table in &document.tables {
        for row in &table.rows {
            let (mut figures, mut heads) = (BTreeMap::new(), BTreeMap::new());
            for cell in
                row.cells.iter().filter(|c| matches!(c.content, Content::Amount | Content::Unread))
            {
                let figure = Figure {
                    figure: cell.amount_yuan,
                    stated: cell.stated.clone().unwrap_or_default(),
                    stated_unit: cell.stated_unit.clone().unwrap_or_default(),
                    page: cell.page,
                };
                let head = (year_to_relative(&cell.column, year), cell.basis.as_str());
                let before: &mut usize = heads.entry(head.clone()).or_default();
                figures.insert((*before, head.0, head.1), (cell.column.as_str(), figure));
                *before += 1;
            }
            lines.push(Line {
                table: &table.id,
                side: row.side.as_str(),
                row_unit: &row.row_unit,
                code: &row.code,
                classification: row.classification,
                also: row.also.iter().map(|c| c.code.as_str()).collect(),
                item: &row.item,
                name: &row.name,
                unit: YUAN,
                figures,
            });
        }
    }
    for mention in &document.narrative {
        let figure = mention.amount_yuan.or(mention.value);
        let figure = Figure {
            figure,
            stated: mention.stated.clone(),
            stated_unit: String::new(),
            page: mention.page,
        };
        lines.push(Line {
            table: Stated::PROSE,
            side: "",
            row_unit: "",
            code: &mention.code,
            classification: None,
            also: vec![],
            item: &mention.key,
            name: &mention.name,
            unit: if mention.amount_yuan.is_some() { YUAN } else { &mention.value_unit },
            figures: BTreeMap::from([((0, String::new(), ""), ("", figure))]),
        });
    }
    lines
}
