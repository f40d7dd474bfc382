//! One thing that people should see, as one value: every form of report is made from it.

use crate::emit::wire::{Cell, Check, Corners, Document, Exact, Finding, Mention, Row, Table};
use crate::model::{FindingKind, Severity, Stated, Verdict};
use crate::reconcile;
use serde::Serialize;

/// A mismatch, an equation that could not be evaluated, something that could not be read, or a failed input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// The rule (W1 … B3), the code of a finding (`unread-cell` …), or `failed`.
    pub rule: String,
    /// The rule in a few words; empty for findings.
    pub title: &'static str,
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
}

/// A table by its id and as printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Id of the table, or `narrative`.
    pub id: String,
    /// Title as printed; empty where it is not at hand.
    pub title: String,
}

/// A row of a table, or what a sentence speaks of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// 1-based number among the rows of its side; `null` in the prose.
    pub number: Option<u32>,
    /// Side of a two-sided summary, else empty.
    pub side: String,
    /// Subject code.
    pub code: String,
    /// Item, or key of the figure in the prose.
    pub item: String,
    /// Name as printed.
    pub name: String,
    /// Budget unit of the row.
    pub unit: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Head {
    /// Id of the column.
    pub id: String,
    /// Heads as printed, from top to leaf joined by `/`.
    pub label: String,
    /// Which of several figures for the same thing.
    pub basis: String,
}

/// An equation's two sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Unit of the figures below: 元, %, or what is counted.
    pub unit: String,
    /// The stated figure.
    pub stated: Option<Exact>,
    /// As printed, with its unit.
    pub printed: String,
    /// What it should be.
    pub computed: Option<Exact>,
    /// Number of figures that this was computed from.
    pub terms: Option<u32>,
    /// The tables that hold them, `narrative` being the prose; empty where they stand in the same table.
    pub from: Vec<Named>,
    /// Stated less computed, or by how much an inequality fails.
    pub difference: Option<Exact>,
    /// The difference that rounding of the printed figures can explain.
    pub allowed: Option<Exact>,
}

/// Everything on a document that people should see: why it failed, what does not add up or could not be checked, in the
/// order of its checks, and what could not be read.
pub fn notes(document: &Document) -> Vec<Note> {
    let failed = document.error.iter().map(|error| failure(document, error));
    let told = document.checks.iter().filter(|c| is_told(c));
    let checks =
        told.map(|c| equation(&document.source.file, c, &document.tables, &document.narrative));
    failed.chain(checks).chain(document.findings.iter().map(|f| remark(document, f))).collect()
}

/// Should people see this check?
pub fn is_told(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Mismatch | Verdict::NotChecked)
}

/// The note of a check of `file`, whose tables and prose print what it names.
pub fn equation(file: &str, check: &Check, tables: &[Table], narrative: &[Mention]) -> Note {
    let on_page =
        |t: &&Table| check.page.is_none_or(|page| (t.pages[0]..=t.pages[1]).contains(&page));
    let mut named = tables.iter().filter(|t| t.id == check.table).peekable();
    let first = named.peek().copied();
    let table = named.find(on_page).or(first);
    let is_row = |r: &&Row| {
        Some(r.row) == check.row && r.side.as_str() == check.side && r.code == check.code
    };
    let row = table.and_then(|t| t.rows.iter().find(is_row));
    let column = table.and_then(|t| {
        t.columns.iter().find(|c| c.id == check.column && c.basis.as_str() == check.basis)
    });
    let is_cell = |c: &&Cell| {
        c.column == check.column && c.basis.as_str() == check.basis && c.amount_yuan == check.lhs
    };
    let cell = row.and_then(|r| r.cells.iter().find(is_cell));
    let worth =
        |m: &Mention| m.amount_yuan.or(m.value).map(|v| v.value()) == check.lhs.map(|v| v.value());
    let is_mention = |m: &&Mention| {
        m.key == check.item && m.subject_code() == check.code && Some(m.page) == check.page
    };
    let of_prose = || narrative.iter().filter(is_mention);
    let mention = (check.table == Stated::PROSE)
        .then(|| of_prose().find(|m| worth(m)).or(of_prose().next()))
        .flatten();
    let printed_title =
        |id: &str| tables.iter().find(|t| t.id == id).map(|t| t.title.clone()).unwrap_or_default();
    let counted = mention.filter(|m| m.amount_yuan.is_none());
    let figures = check.lhs.or(check.rhs).map(|_| Figures {
        unit: counted.map_or("元", |m| m.value_unit.as_str()).to_owned(),
        stated: check.lhs,
        printed: match (cell, mention) {
            (Some(cell), _) => [&cell.stated, &cell.stated_unit]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            (None, Some(mention)) => mention.stated.clone(),
            (None, None) => String::new(),
        },
        computed: check.rhs,
        terms: check.terms,
        from: check
            .against
            .iter()
            .map(|id| Named { id: id.clone(), title: printed_title(id) })
            .collect(),
        difference: check.residual,
        allowed: check.bound,
    });
    let rule = reconcile::rules().iter().find(|rule| rule.id == check.rule);
    let name =
        row.map(|r| r.label.as_str()).or(mention.map(|m| m.name.as_str())).unwrap_or_default();
    let in_row = check.row.is_some() || [&check.code, &check.item].iter().any(|s| !s.is_empty());
    Note {
        rule: check.rule.clone(),
        title: rule.map_or("", |r| r.title),
        severity: if check.verdict == Verdict::Mismatch {
            Severity::Error
        } else {
            Severity::Warning
        },
        verdict: Some(check.verdict),
        file: file.to_owned(),
        page: check.page,
        corners: check.corners,
        table: (!check.table.is_empty()).then(|| Named {
            id: check.table.clone(),
            title: table.map(|t| t.title.clone()).unwrap_or_default(),
        }),
        row: in_row.then(|| Place {
            number: check.row,
            side: check.side.clone(),
            code: check.code.clone(),
            item: check.item.clone(),
            name: name.to_owned(),
            unit: check.row_unit.clone(),
        }),
        column: (!check.column.is_empty()).then(|| Head {
            id: check.column.clone(),
            label: column.map(|c| c.label.clone()).unwrap_or_default(),
            basis: check.basis.clone(),
        }),
        sentence: mention.map(|m| m.sentence.clone()).filter(|s| !s.is_empty()),
        figures,
        message: check.reason.clone(),
        help: rule.map_or("", |r| reconcile::advice(r, check.verdict, &check.reason)).to_owned(),
    }
}

fn bare(document: &Document, rule: &str, severity: Severity) -> Note {
    Note {
        rule: rule.to_owned(),
        title: "",
        severity,
        verdict: None,
        file: document.source.file.clone(),
        page: None,
        corners: None,
        table: None,
        row: None,
        column: None,
        sentence: None,
        figures: None,
        message: String::new(),
        help: String::new(),
    }
}

fn failure(document: &Document, error: &str) -> Note {
    let kind = FindingKind::Failed;
    Note { message: error.to_owned(), ..bare(document, kind.code(), kind.severity()) }
}

fn remark(document: &Document, finding: &Finding) -> Note {
    let title = |id: &String| {
        document.tables.iter().find(|t| t.id == *id).map(|t| t.title.clone()).unwrap_or_default()
    };
    let advice = || FindingKind::of(&finding.code).map_or("", FindingKind::advice);
    let help = if finding.help.is_empty() { advice().to_owned() } else { finding.help.clone() };
    Note {
        page: finding.page,
        corners: finding.corners,
        table: finding.table.as_ref().map(|id| Named { id: id.clone(), title: title(id) }),
        message: finding.message.clone(),
        help,
        ..bare(document, &finding.code, finding.severity)
    }
}
