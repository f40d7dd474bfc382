//! What the batch keeps of a document: a [`Summary`] where its caller likes, a [`Key`] in memory.

use super::budgeted::{self, Budgeted, Disclosed};
use crate::catalog::divisions::unit_id;
use crate::catalog::subjects::Subjects;
use crate::model::{Check, Content, Kind, Ledger, Row, Scope};
use crate::reconcile::book::{Book, F1, F5, Sheet};
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::{on_cell, on_row};
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The totals that departments are compared by: income, expenditure, general public expenditure.
pub(super) const TOTALS: usize = 3;
/// The keys whose changes are followed into last year's disclosure.
pub(super) const FOLLOWED: [&str; 8] = [
    "income_total",
    "expenditure_total",
    "general_public_budget_total",
    "government_fund_total",
    "three_public_total",
    "three_public_reception",
    "three_public_vehicle_operation",
    "agency_operation",
];

/// What the batch keeps of a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    pub(super) source: String,
    /// How many checks it has within itself.
    pub(super) checks: u64,
    pub(super) unit: String,
    pub(super) year: Option<u16>,
    pub(super) kind: Option<Kind>,
    pub(super) scope: Option<Scope>,
    pub(super) listed: Vec<String>,
    /// A hash over all figures of its tables; `None` where it has none.
    pub(super) content: Option<u64>,
    /// The totals that its tables state.
    pub(super) totals: [Option<Term>; TOTALS],
    /// Where a department states them: checks of no rule yet.
    pub(super) places: [Option<Box<Check>>; TOTALS],
    /// The figures and changes that its prose states.
    pub(super) stated: Vec<Stated>,
    /// Of a budget the figures that final accounts may state again.
    pub(super) disclosed: Vec<Disclosed>,
    /// Of final accounts what they say was budgeted.
    pub(super) budgeted: Vec<Budgeted>,
}

/// A figure of the prose and its change since last year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stated {
    /// Position in [`FOLLOWED`].
    pub key: u8,
    /// This year's figure.
    pub figure: Term,
    /// Its change since last year, and the page that states it.
    pub change: Option<(Term, u32)>,
}

impl Summary {
    /// The file, as [`summarize`] was told.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How many checks the document has within itself.
    pub fn checks(&self) -> u64 {
        self.checks
    }

    /// The same of a document with so many checks within itself.
    pub fn with_checks(self, checks: u64) -> Summary {
        Summary { checks, ..self }
    }

    /// What tells which other documents it is to be compared with.
    pub fn key(&self) -> Key {
        let year = self.year.filter(|_| !self.unit.is_empty());
        Key {
            name: year.map(|year| self.named(&self.unit, year)),
            body: year.and_then(|year| self.body(&self.unit, year, self.kind?)),
            when: self.year.zip(self.kind),
            scope: self.scope,
            content: self.content,
            states: !self.stated.is_empty(),
            discloses: !self.disclosed.is_empty(),
        }
    }

    /// The name of a document of that unit and year, of the kind of this one.
    pub(super) fn named(&self, unit: &str, year: u16) -> u64 {
        self.named_of(unit, year, self.kind)
    }

    /// The name of a document of that unit, year and kind.
    pub(super) fn named_of(&self, unit: &str, year: u16, kind: Option<Kind>) -> u64 {
        hash((unit, year, kind.map_or("", Kind::as_str)))
    }

    /// The body of that name in that year and kind: (本级), 机关 and 部门 make no other body. `None` for a name that is none.
    pub(super) fn body(&self, unit: &str, year: u16, kind: Kind) -> Option<u64> {
        unit_id(unit, Some(year)).map(|id| hash((id, year, kind.as_str())))
    }
}

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// What is kept in memory of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Unit, year and kind, hashed; `None` where unit or year are unknown.
    pub(super) name: Option<u64>,
    /// The body by its id, the year and the kind, hashed.
    pub(super) body: Option<u64>,
    /// Year and kind.
    pub(super) when: Option<(u16, Kind)>,
    pub(super) scope: Option<Scope>,
    pub(super) content: Option<u64>,
    /// Does its prose state figures that are followed?
    pub(super) states: bool,
    /// Is it a budget whose figures final accounts may state again?
    pub(super) discloses: bool,
}

/// What the batch needs to know of a document, `source` being its file.
pub fn summarize(source: &str, ledger: &Ledger) -> Summary {
    let book = Book::new(ledger, Subjects::embedded());
    let identity = &ledger.identity;
    let mut summary = Summary {
        source: source.into(),
        unit: identity.unit_name.clone().unwrap_or_default(),
        year: identity.fiscal_year,
        kind: identity.kind,
        scope: identity.scope,
        listed: identity.listed_units.clone(),
        content: content(ledger),
        stated: stated(ledger),
        ..Summary::default()
    };
    if let [set] = &book.sets[..] {
        match identity.kind {
            Some(Kind::Budget) => summary.disclosed = budgeted::disclosed(set),
            Some(Kind::FinalAccounts) => summary.budgeted = budgeted::budgeted(set, ledger),
            None => {}
        }
        let general = set.get(F5).and_then(|sheet| Some((sheet, sheet.total()?)));
        let rows = [set.item(F1, "income.total"), set.item(F1, "expenditure.total"), general];
        for (i, (sheet, row)) in rows.into_iter().enumerate().filter_map(|(i, row)| Some((i, row?)))
        {
            let Figure::Stated(term) = sheet.main(row) else { continue };
            summary.totals[i] = Some(term.elsewhere());
            summary.places[i] =
                (identity.scope == Some(Scope::Department)).then(|| Box::new(place(sheet, row)));
        }
    }
    summary
}

/// The place of the row's main figure, as a check of no rule yet.
fn place(sheet: &Sheet, row: &Row) -> Check {
    match sheet.main_column(row) {
        Some(column) => on_cell("", sheet.table, row, column),
        None => on_row("", sheet.table, row),
    }
}

/// A hash over the amounts of all tables, with their places in the table.
fn content(ledger: &Ledger) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut any = false;
    for table in &ledger.tables {
        table.id.hash(&mut hasher);
        for row in &table.rows {
            for cell in &row.cells {
                if let Content::Amount(amount) = &cell.content {
                    any = true;
                    (row.side, row.number, cell.column, amount.yuan.normalize()).hash(&mut hasher);
                }
            }
        }
    }
    any.then(|| hasher.finish())
}

fn stated(ledger: &Ledger) -> Vec<Stated> {
    let find = |key: &str| {
        let mention = ledger.narrative.iter().find(|m| m.key == key && m.code.is_empty())?;
        Some((Term::from(mention.amount.as_ref()?), mention.page))
    };
    let keys = FOLLOWED.iter().enumerate();
    keys.filter_map(|(i, key)| {
        Some(Stated { key: i as u8, figure: find(key)?.0, change: find(&format!("{key}_change")) })
    })
    .collect()
}
