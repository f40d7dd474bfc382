//! One thing that people should see, as one value: every form of report is made from it.

use super::named::{Head, Named, Place, repeated};
use super::prints::{Prints, place_of};
use super::worked::{self, Term};
use super::{nearby, places};
use crate::catalog::rules;
use crate::emit::wire::{
    Cell, Check, Column, Corners, Document, Exact, Finding, Mention, Row, Table,
};
use crate::model::{FindingKind, Severity, Verdict};
use crate::reconcile::{self, NotChecked};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is told of rows that look as if they were withheld: that they are is said by nothing but their amounts.
pub(super) const WITHHELD: &str = "probably withheld (涉密)";

/// A mismatch, an equation that could not be evaluated, something that could not be read, or a failed input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The rule (W1 …), the code of a finding (`unread-cell` …), or `failed`.
    pub rule: String,
    /// The rule in a few words; empty for findings.
    pub title: Cow<'static, str>,
    /// How bad: a mismatch and a failed input are errors, what could not be checked or read is a warning.
    pub severity: Severity,
    /// Of an equation.
    pub verdict: Option<Verdict>,
    /// The file whose figure is stated, as given.
    pub file: String,
    /// 1-based page of the stated figure.
    pub page: Option<u32>,
    /// Its box on that page.
    #[serde(rename = "box")]
    pub corners: Option<Corners>,
    /// Its table.
    pub table: Option<Named>,
    /// Its row.
    pub row: Option<Place>,
    /// Its column.
    pub column: Option<Head>,
    /// The sentence of the prose that states it.
    pub sentence: Option<String>,
    /// The figures of an equation.
    pub figures: Option<Figures>,
    /// What is wrong, printed terms quoted.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Notes of the same cause, which are told with this one: `joined.rs` says which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Note>,
    /// The printed figures each of which would make all of them hold, were it another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cause: Vec<Suspect>,
    /// Notes that are told with it, as they may have the same reason: `alongside.rs` says which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Note>,
}

/// A printed figure that explains several equations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// Where it stands and what it is.
    pub figure: Term,
    /// What it would have to be.
    pub instead: Exact,
    /// So many equations hold with it as it is.
    pub holds: usize,
}

/// An equation's two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Unit of the figures below: 元, %, or what is counted.
    pub unit: String,
    /// The stated figure.
    pub stated: Option<Exact>,
    /// As printed, with its unit.
    pub printed: String,
    /// The other side of the equation.
    pub computed: Option<Exact>,
    /// Number of figures that this was computed from.
    pub terms: Option<u32>,
    /// The tables that hold them, `narrative` being the prose; empty where they stand in the same table.
    pub from: Vec<Named>,
    /// Stated less computed, or by how much an inequality fails.
    pub difference: Option<Exact>,
    /// The difference that rounding of the printed figures can explain.
    pub allowed: Option<Exact>,
    /// The figures that the other side is the sum of, the first [`worked::MOST`] of them; none for rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addends: Vec<Term>,
}

/// Everything on a document that people should see: why it failed, what does not add up or could not be checked, in the
/// order of its checks, and what could not be read.
pub fn notes(document: &Document) -> Vec<Note> {
    let prints = Prints::of(document);
    let failed = document.error.iter().map(|error| failure(document, error));
    let told = document.checks.iter().filter(|c| is_told(c));
    let checks = told.map(|c| equation(&document.source.file, c, &prints));
    failed.chain(checks).chain(document.findings.iter().map(|f| remark(document, f))).collect()
}

/// The first `most` of the notes that are errors, and how many there are.
pub fn errors(document: &Document, most: usize) -> (Vec<Note>, usize) {
    let is_wrong = |c: &&Check| c.verdict == Verdict::Mismatch && is_told(c);
    let is_error = |f: &&Finding| f.severity == Severity::Error;
    let checks = document.checks.iter().filter(is_wrong);
    let findings = document.findings.iter().filter(is_error);
    let count =
        usize::from(document.error.is_some()) + checks.clone().count() + findings.clone().count();
    if count == 0 {
        return (vec![], 0);
    }
    let prints = Prints::of(document);
    let failed = document.error.iter().map(|error| failure(document, error));
    // what is handed on tells each in a line, without its addends
    let brief = |check: &Check| Check { addends: vec![], ..check.clone() };
    let checks = checks.map(|c| equation(&document.source.file, &brief(c), &prints));
    let notes = failed.chain(checks).chain(findings.map(|f| remark(document, f)));
    (notes.take(most).collect(), count)
}

/// Should people see this check? One that another check's note lists is told there.
pub fn is_told(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Mismatch | Verdict::NotChecked)
        && !reconcile::follows(&check.reason)
}

/// The note of a check of `file`, which prints what it names.
pub fn equation(file: &str, check: &Check, prints: &Prints) -> Note {
    let printed = Printed::of(check, prints);
    let rule = rules::rule(&check.rule);
    let place = printed.place(check);
    let name = place.as_ref().map_or("", |place| &place.name);
    let perhaps = nearby::perhaps(check, name, prints);
    let advice = rule.map_or("", |r| reconcile::advice(r, check.verdict, &check.reason));
    let help = if perhaps.is_some() { nearby::ADVICE } else { advice }.to_owned();
    let severity =
        if check.verdict == Verdict::Mismatch { Severity::Error } else { Severity::Warning };
    Note {
        title: rule.map_or("", |r| r.title).into(),
        verdict: Some(check.verdict),
        page: check.page,
        corners: check.corners,
        table: (!check.table.is_empty()).then(|| Named {
            id: repeated(&check.table),
            title: printed.table.map(|t| repeated(&t.title)).unwrap_or_default(),
        }),
        row: place,
        column: (!check.column.is_empty()).then(|| Head {
            id: repeated(&check.column),
            label: printed.column.map(|c| repeated(&c.label)).unwrap_or_default(),
            basis: check.basis.clone(),
        }),
        sentence: printed.mention.map(|m| m.sentence.clone()).filter(|s| !s.is_empty()),
        figures: check.lhs.or(check.rhs).map(|_| printed.figures(check, prints)),
        message: match check.reason.as_str() {
            // what nothing says, but the figures look like, is no fact
            reason if reason == NotChecked::Withheld.as_str() => WITHHELD.into(),
            reason => perhaps.unwrap_or_else(|| reason.to_owned()),
        },
        help,
        ..bare(file, &check.rule, severity)
    }
}

/// What the document prints of the figure that a check states.
struct Printed<'d> {
    table: Option<&'d Table>,
    row: Option<&'d Row>,
    column: Option<&'d Column>,
    cell: Option<&'d Cell>,
    /// In the prose.
    mention: Option<&'d Mention>,
}

impl<'d> Printed<'d> {
    fn of(check: &Check, prints: &Prints<'d>) -> Printed<'d> {
        let on_page =
            |t: &&Table| check.page.is_none_or(|page| (t.pages[0]..=t.pages[1]).contains(&page));
        let named = prints.tables.get(check.table.as_str()).map(Vec::as_slice).unwrap_or_default();
        let table = named.iter().copied().find(on_page).or(named.first().copied());
        let is_row = |r: &&Row| r.side.as_str() == check.side && r.code == check.code;
        let row = table.zip(check.row).and_then(|(table, number)| {
            prints.rows.get(&(place_of(table), number))?.iter().copied().find(is_row)
        });
        let is_column = |c: &&Column| c.id == check.column && c.basis.as_str() == check.basis;
        let measures = |c: &&Cell| c.column == check.column && c.basis.as_str() == check.basis;
        let cells = || row.into_iter().flat_map(|r| &r.cells).filter(measures);
        // The other side of the table has the same measure below a head of its own.
        let of_row = cells().next().and_then(|c| table?.columns.get(c.index));
        Printed {
            table,
            row,
            column: of_row.or_else(|| table?.columns.iter().find(is_column)),
            cell: cells().find(|c| c.amount_yuan == check.lhs),
            mention: prints.mention(check),
        }
    }

    /// The row, or what the sentence speaks of.
    fn place(&self, check: &Check) -> Option<Place> {
        let named = check.row.is_some() || !check.code.is_empty() || !check.item.is_empty();
        let of_row = self.row.map(|r| r.label.as_str());
        let name = of_row.or(self.mention.map(|m| m.name.as_str())).unwrap_or_default();
        named.then(|| Place {
            number: check.row,
            side: check.side.clone(),
            code: check.code.clone(),
            also: self.row.map(places::also).unwrap_or_default(),
            item: check.item.clone(),
            name: repeated(name),
            unit: repeated(&check.row_unit),
            across: self.table.is_some_and(places::is_across),
        })
    }

    fn figures(&self, check: &Check, prints: &Prints) -> Figures {
        let counted = self.mention.filter(|m| m.amount_yuan.is_none());
        let from =
            check.against.iter().map(|id| Named { id: repeated(id), title: prints.title(id) });
        Figures {
            unit: match (counted, check.column.as_str()) {
                (Some(mention), _) => mention.value_unit.to_string(),
                (None, "execution_percent") => "%".into(),
                (None, "score" | "weight") => "分".into(),
                (None, _) => "元".into(),
            },
            stated: check.lhs,
            printed: match (self.cell, self.mention) {
                (Some(cell), _) => {
                    [&cell.stated, &cell.stated_unit].into_iter().flatten().cloned().collect()
                }
                (None, Some(mention)) => mention.stated.clone(),
                (None, None) => String::new(),
            },
            computed: check.rhs,
            terms: check.terms,
            from: from.collect(),
            difference: check.residual,
            allowed: check.bound,
            addends: worked::terms(check, prints),
        }
    }
}

/// The title of the first table of that id, as printed; empty where it is not at hand.
fn title(tables: &[Table], id: &str) -> String {
    tables.iter().find(|t| t.id == id).map(|t| repeated(&t.title)).unwrap_or_default()
}

fn bare(file: &str, rule: &str, severity: Severity) -> Note {
    Note {
        rule: rule.to_owned(),
        title: "".into(),
        severity,
        verdict: None,
        file: file.to_owned(),
        page: None,
        corners: None,
        table: None,
        row: None,
        column: None,
        sentence: None,
        figures: None,
        message: String::new(),
        help: String::new(),
        joined: vec![],
        cause: vec![],
        beside: vec![],
    }
}

/// The note of a document of which nothing could be had.
pub fn failure(document: &Document, error: &str) -> Note {
    let kind = FindingKind::Failed;
    Note { message: error.to_owned(), ..bare(&document.source.file, kind.code(), kind.severity()) }
}

/// The note of a finding of the document.
pub fn remark(document: &Document, finding: &Finding) -> Note {
    let advice = || FindingKind::of(&finding.code).map_or("", FindingKind::advice);
    let help = if finding.help.is_empty() { advice().to_owned() } else { finding.help.clone() };
    Note {
        page: finding.page,
        corners: finding.corners,
        table: finding
            .table
            .as_ref()
            .map(|id| Named { id: repeated(id), title: title(&document.tables, id) }),
        message: finding.message.clone(),
        help,
        ..bare(&document.source.file, &finding.code, finding.severity)
    }
}
