//! A place where a figure may stand → the cells that state it.

use super::standing::Standing;
use crate::catalog::divisions::unit_id;
use crate::catalog::figures::{Figures, Source};
use crate::catalog::subjects::Subjects;
use crate::model::{
    Amount, Basis, Cell, Content, FUND_COLUMNS, How, Ledger, Mention, Row, Stated, Verdict,
};
use crate::reconcile::{Figure, Relation, Set, Sheet, Sum, Term, compare};
use rust_decimal::Decimal;

/// How a key of the prose ends that is of the budget at the beginning of the year, and at its end.
const INITIAL: &str = "_initial_budget";
const FULL_YEAR: &str = "_full_year_budget";
/// The label of a budgeted figure that is of the end of the year.
const ADJUSTED: &str = "全年预算";

/// Where the figures of one basis are looked for.
pub(super) struct Places<'a> {
    pub ledger: &'a Ledger,
    pub set: &'a Set<'a>,
    pub basis: Basis,
    pub subjects: &'a Subjects,
    pub standing: &'a Standing<'a>,
}

/// A figure that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What it is the sum of: one amount where the page states it.
    amounts: Vec<Amount>,
    pub label: Option<String>,
    pub chosen_from: String,
    pub page: u32,
    pub verdict: Option<Verdict>,
    pub doubts: Vec<String>,
    /// The rows are below the one that would state it.
    pub parts: bool,
}

impl Found {
    /// What it is worth; `None` beyond 28 digits.
    pub fn amount(&self) -> Option<Decimal> {
        self.amounts.iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount.yuan))
    }

    /// How it was had.
    pub fn how(&self) -> How {
        if self.amounts.len() > 1 || self.parts { How::Sum } else { How::Stated }
    }

    /// Another place states the same figure: its verdict counts too, and where it states another one that is doubtful.
    pub fn is_told_of(&mut self, other: Found) {
        self.verdict = match (self.verdict, other.verdict) {
            (Some(own), Some(other)) => Some(own.worse(other)),
            (own, other) => own.or(other),
        };
        let sum = Sum::of([other.figure()]);
        let outcome = compare(Relation::Equal, self.figure(), &sum);
        if outcome.is_some_and(|outcome| outcome.verdict > Verdict::Rounding) {
            let worth = other.amount().map_or_else(|| "?".into(), |a| a.normalize().to_string());
            self.doubts.push(format!("{} states {worth} yuan", other.chosen_from));
        }
    }

    /// Another table of the same kind stands beside the one that was chosen, and which of them is meant cannot be told: 全市
    /// beside 市本级. What is doubtful where it states another figure.
    pub fn differs_from(&self, twin: &Found) -> Option<String> {
        let outcome = compare(Relation::Equal, self.figure(), &Sum::of([twin.figure()]))?;
        let worth = twin.amount().map_or_else(|| "?".into(), |a| a.normalize().to_string());
        let page = twin.page;
        (outcome.verdict > Verdict::Rounding)
            .then(|| format!("another table of this kind, on page {page}, states {worth} yuan"))
    }

    /// As equations see it.
    pub fn figure(&self) -> Figure {
        let mut terms = self.amounts.iter().map(Term::from);
        let first = terms.next();
        let sum = first.and_then(|first| terms.try_fold(first, Term::plus));
        sum.map_or(Figure::Unread, Figure::Stated)
    }
}

/// The cells that state a figure; `None` where none does, or one could not be read.
type Cells<'a> = Option<Vec<&'a Cell>>;

impl<'a> Places<'a> {
    /// The figure at this place, if it is printed there.
    pub fn find(&self, source: &Source) -> Option<Found> {
        if !source.is_for(self.ledger.identity.kind) {
            return None;
        }
        if let Some(key) = &source.narrative {
            return self.in_prose(key);
        }
        let sheet = self.set.get(source.table.as_deref()?)?;
        let mut found = self.find_in(sheet, source)?;
        let mut twins = self.set.twins(sheet).filter_map(|twin| self.find_in(twin, source));
        found.doubts.extend(twins.find_map(|twin| found.differs_from(&twin)));
        Some(found)
    }

    /// The figure at this place of that table.
    fn find_in(&self, sheet: &Sheet<'a>, source: &Source) -> Option<Found> {
        let rows = match (&source.row, &source.label) {
            (Some(item), _) => self.rows_of_item(sheet, item),
            (None, Some(name)) => sheet.table.rows.iter().filter(|r| r.name == *name).collect(),
            (None, None) => {
                let rows = sheet.whole_rows();
                let found = self.sum(sheet, &rows, &source.columns, false)?;
                return Some(Found { label: None, ..found }); // 合计 names no figure
            }
        };
        let mut found =
            rows.into_iter().find_map(|row| self.sum(sheet, &[row], &source.columns, false))?;
        if !source.columns.is_empty() {
            found.label = None; // 支出总计 names no 人员经费
        }
        Some(found)
    }

    /// The sum of these rows in these columns, the main one if there are none; `parts` says that the rows stand below the one
    /// that would state it.
    pub fn sum(
        &self,
        sheet: &Sheet<'a>,
        rows: &[&'a Row],
        columns: &[String],
        parts: bool,
    ) -> Option<Found> {
        let mut cells = Vec::new();
        for row in rows {
            match columns {
                [] => cells.extend(self.main(sheet, row)?),
                _ => {
                    for id in columns {
                        cells.extend(self.column(sheet, row, id)?);
                    }
                }
            }
        }
        self.found(sheet, rows, cells, parts)
    }

    fn found(
        &self,
        sheet: &Sheet,
        rows: &[&Row],
        mut cells: Vec<&Cell>,
        parts: bool,
    ) -> Option<Found> {
        let is_zero = |cell: &&Cell| cell.amount().is_some_and(|amount| amount.yuan.is_zero());
        if cells.iter().any(|cell| !is_zero(cell)) {
            cells.retain(|cell| !is_zero(cell));
        } else {
            cells.truncate(1);
        }
        let first = cells.first()?;
        let row = rows.first().filter(|_| rows.len() == 1 && !parts);
        Some(Found {
            amounts: cells.iter().filter_map(|cell| cell.amount().cloned()).collect(),
            label: row.map(|row| row.name.clone()).filter(|name| !name.is_empty()),
            chosen_from: sheet.id().to_owned(),
            page: first.page,
            verdict: self.standing.at(cells.iter().map(|cell| cell.place())),
            doubts: cells.iter().filter_map(|cell| cell.doubt.clone()).take(1).collect(),
            parts,
        })
    }

    /// The row's cells in the column of that id: where it is printed in two parts only, both. Empty where nothing is printed.
    pub fn column(&self, sheet: &Sheet<'a>, row: &'a Row, id: &str) -> Cells<'a> {
        let bases = match self.basis {
            Basis::Current => sheet.bases_of_whole(id),
            _ => std::slice::from_ref(&self.basis),
        };
        let columns = bases.iter().filter_map(|&basis| sheet.place(row, id, basis));
        let mut cells = Vec::new();
        for column in columns {
            let cell = row.cells.iter().find(|cell| cell.column == column);
            match cell.map(|cell| &cell.content) {
                Some(Content::Amount(_)) => cells.extend(cell),
                Some(Content::Unread(_)) => return None,
                _ => {}
            }
        }
        Some(cells)
    }

    /// The row's cells that state its whole figure: the main column, else the funds.
    pub fn main(&self, sheet: &Sheet<'a>, row: &'a Row) -> Cells<'a> {
        for id in &Figures::embedded().main {
            let cells = self.column(sheet, row, id)?;
            if !cells.is_empty() {
                return Some(cells);
            }
        }
        let mut cells = Vec::new();
        for id in FUND_COLUMNS {
            cells.extend(self.column(sheet, row, id)?);
        }
        Some(cells)
    }

    /// The rows of the item that are of the whole body: those without a unit, else those of the body itself, or of the only
    /// unit there is. A summary repeats its totals for each of its blocks: the first block counts.
    fn rows_of_item(&self, sheet: &Sheet<'a>, item: &str) -> Vec<&'a Row> {
        let all: Vec<&Row> = sheet.table.rows.iter().filter(|r| r.item() == item).collect();
        let Some(first) = all.first() else { return all };
        let body = |name: &str| unit_id(name, self.ledger.identity.fiscal_year);
        let own = self.ledger.identity.unit_name.as_deref().and_then(body);
        let unit = match all.iter().any(|row| row.row_unit.is_empty()) {
            true => "",
            false if all.iter().all(|row| row.row_unit == first.row_unit) => &first.row_unit,
            false if own.is_some() && own == body(&first.row_unit) => &first.row_unit,
            false => return Vec::new(),
        };
        let side = first.side;
        all.into_iter().filter(|row| row.row_unit == unit && row.side == side).collect()
    }

    /// The first figure of the prose with that key, of this year's money; of what was budgeted the figure at the beginning of
    /// the year, else the one at its end, whose label says so.
    fn in_prose(&self, key: &str) -> Option<Found> {
        let first = |key: &str| {
            let is_meant = |m: &&Mention| m.key == key && m.code.is_empty();
            self.mention(self.ledger.narrative.iter().find(is_meant)?)
        };
        if self.basis == Basis::Current {
            return first(key);
        }
        first(&format!("{key}{INITIAL}")).or_else(|| {
            let found = first(&format!("{key}{FULL_YEAR}"))?;
            Some(Found { label: Some(ADJUSTED.into()), ..found })
        })
    }

    /// What the prose states there.
    pub fn mention(&self, mention: &Mention) -> Option<Found> {
        Some(Found {
            amounts: vec![mention.amount.clone()?],
            label: None,
            chosen_from: Stated::PROSE.to_owned(),
            page: mention.page,
            verdict: self.standing.of_prose(mention.key.as_str(), mention.page),
            doubts: Vec::new(),
            parts: false,
        })
    }
}
