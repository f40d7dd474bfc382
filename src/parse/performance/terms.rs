//! The money of the whole term (实施期) beside that of the year.
//!
//! 1. Two labels of all funds in one row, of which one names the year, begin two columns of labels with their amounts.
//! 2. Those of the year are the project's, as its goal is that of the year. Those of the term count only where the year
//!    prints no amount at all: amounts of both would belong to no one term.

use super::Reader;
use super::columns::Place;
use super::funds::set;
use super::rows::Row;
use crate::catalog::performance::Field;
use crate::model::GridCell;

/// The two columns, and what was read of them.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Where the labels of the whole term stand, and those of the year.
    term: Place,
    year: Place,
    /// The project has amounts of the term, which those of the year replace.
    of_term: bool,
    /// It has amounts of the year.
    of_year: bool,
}

impl Reader<'_> {
    /// Finds both columns where a row begins them.
    pub(super) fn head_terms(&mut self, row: &Row) {
        let totals = row.fields.iter().filter(|(_, f)| *f == Field::FundsTotal);
        let labels: Vec<&GridCell> = totals.map(|(i, _)| row.cells[*i]).collect();
        let [one, other] = labels[..] else { return };
        let of_year = |cell: &GridCell| self.words.is_of_year(&cell.text());
        let (term, year) = match (of_year(one), of_year(other)) {
            (false, true) => (one, other),
            (true, false) => (other, one),
            _ => return,
        };
        self.opened(row.page);
        let place = |cell: &GridCell| Some((cell.rect.x0, cell.rect.x1));
        self.terms = Terms { term: place(term), year: place(year), ..Terms::default() };
    }

    /// The amount beside a label, as that of its term.
    pub(super) fn labelled_funds(
        &mut self,
        row: &Row,
        i: usize,
        field: Field,
        next: Option<&GridCell>,
        text: &str,
    ) {
        let Some(amount) = self.amount(row.page, next, text) else { return };
        self.opened(row.page);
        let label = row.cells[i].rect;
        let middle = (label.x0 + label.x1) / 2.0;
        let covers = |place: Place| place.is_some_and(|(x0, x1)| x0 <= middle && middle <= x1);
        let (of_term, of_year) = (covers(self.terms.term), covers(self.terms.year));
        if of_term && self.terms.of_year {
            return;
        }
        let replaces = of_year && self.terms.of_term && !self.terms.of_year;
        self.terms.of_term |= of_term;
        self.terms.of_year |= of_year;
        let project = self.open(row.page);
        if replaces {
            project.funds_total = None;
            project.funds_fiscal = None;
            project.funds_other = None;
            project.funds_carryover = None;
            project.funds_further.clear();
        }
        set(project, field, amount);
    }
}
