//! The ledger as the equations ask it: which disclosure, which table, which row, which figure.

use super::figure::Figure;
use super::place::{Finish, on_cell};
use super::tolerance::{Relation, Sum, compare};
use super::tree::{Tree, is_named_subject};
use crate::catalog::Traits;
use crate::catalog::rules::words;
use crate::catalog::subjects::Subjects;
use crate::deadline;
use crate::model::{
    Basis, Check, Classification, FUND_COLUMNS, Kind, Ledger, LedgerTable, Row, Side, Verdict,
};
use hashbrown::HashMap;

// The standard tables by their short names, as titles.toml has them.
pub(crate) const F1: &str = "income_expenditure_summary";
pub(crate) const F2: &str = "income_summary";
pub(crate) const F3: &str = "expenditure_summary";
pub(crate) const F4: &str = "fiscal_appropriation_summary";
pub(crate) const F5: &str = "general_public_budget_expenditure";
pub(crate) const F6: &str = "government_fund_expenditure";
pub(crate) const F7: &str = "state_capital_expenditure";
pub(crate) const F8: &str = "general_public_budget_economic";
pub(crate) const F9: &str = "basic_expenditure_economic";
pub(crate) const F10: &str = "three_public_expenses";
/// The three funds of fiscal appropriation, as columns and as the ends of income items, with their tables.
pub(crate) const FUNDS: [(&str, &str); 3] =
    [(FUND_COLUMNS[0], F5), (FUND_COLUMNS[1], F6), (FUND_COLUMNS[2], F7)];

/// Everything that an equation may ask of a document.
pub(crate) struct Book<'a> {
    /// What the document says.
    pub ledger: &'a Ledger,
    /// The list of subject codes.
    pub subjects: &'a Subjects,
    /// Its disclosures: one, or one per unit where the file holds several.
    pub sets: Vec<Set<'a>>,
}

impl<'a> Book<'a> {
    /// Sorts the tables into disclosures: a new one begins where the first summary comes again, but for that of another year.
    pub fn new(ledger: &'a Ledger, subjects: &'a Subjects) -> Book<'a> {
        let mut sets = vec![Set { sheets: Vec::new() }];
        for table in &ledger.tables {
            let last = sets.last().expect("never empty");
            let sheet = Sheet::new(table);
            let again = last.get(F1).is_some_and(|first| first.is_of_this_year());
            if table.id == F1 && sheet.is_of_this_year() && again {
                sets.push(Set { sheets: Vec::new() });
            }
            sets.last_mut().expect("never empty").sheets.push(sheet);
        }
        Book { ledger, subjects, sets }
    }

    /// Are these final accounts? `false` where the kind is unknown.
    pub fn is_final(&self) -> bool {
        self.ledger.identity.kind == Some(Kind::FinalAccounts)
    }

    /// All tables of the document.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet<'a>> {
        self.sets.iter().flat_map(|s| s.sheets.iter())
    }
}

/// The tables of one disclosure.
pub(crate) struct Set<'a> {
    /// They stand in document order.
    pub sheets: Vec<Sheet<'a>>,
}

impl<'a> Set<'a> {
    /// The first table of that id; one of this year before those of the year before.
    pub fn get(&self, id: &str) -> Option<&Sheet<'a>> {
        let mut all = self.sheets.iter().filter(|s| s.table.id == id);
        let first = all.next()?;
        if first.is_of_this_year() {
            return Some(first);
        }
        Some(all.find(|s| s.is_of_this_year()).unwrap_or(first))
    }

    /// The other tables of this one's id and year: of another level, another body, other rows.
    pub fn twins(&self, sheet: &Sheet<'a>) -> impl Iterator<Item = &Sheet<'a>> {
        let (id, table) = (sheet.id(), std::ptr::from_ref(sheet.table));
        let twins = self.sheets.iter().filter(move |s| s.id() == id && s.is_of_this_year());
        twins.filter(move |s| !std::ptr::eq(s.table, table))
    }

    /// Is a table that is not there missing? Basic expenditure by economic class may stand in the table of all general
    /// public expenditure, or in one by source.
    pub fn requires(&self, id: &str) -> bool {
        let split = self.get(F8).is_some_and(|s| s.column("basic", Basis::Current).is_some());
        Traits::of(&id.into()).required
            && !(id == F9 && (split || self.get("basic_expenditure_sources").is_some()))
    }

    /// The income or expenditure row of that item in the first table of that id.
    pub fn item(&self, id: &str, item: &str) -> Option<(&Sheet<'a>, &'a Row)> {
        let sheet = self.get(id)?;
        Some((sheet, sheet.item(item)?))
    }

    /// The main figure of that row, blank where there is none.
    pub fn item_figure(&self, id: &str, item: &str) -> Figure {
        self.item(id, item).map_or(Figure::Blank, |(sheet, row)| sheet.main(row))
    }
}

/// One table with its rows nested.
pub(crate) struct Sheet<'a> {
    /// The table.
    pub table: &'a LedgerTable,
    /// What kind of table it is.
    pub traits: &'static Traits,
    /// Its rows' nesting.
    pub tree: Tree,
    /// The first row of each item, one without a unit of its own before others.
    items: HashMap<&'a str, &'a Row>,
}

impl<'a> Sheet<'a> {
    fn new(table: &'a LedgerTable) -> Sheet<'a> {
        let mut items: HashMap<&str, &Row> = HashMap::new();
        for row in table.rows.iter().filter(|r| r.item.is_some()) {
            let first = items.entry(row.item()).or_insert(row);
            if row.row_unit.is_empty() && !first.row_unit.is_empty() {
                *first = row;
            }
        }
        let mut sheet =
            Sheet { table, traits: Traits::of(&table.id), tree: Tree::new(table), items };
        if sheet.tree.total.is_none() {
            sheet.tree.total = sheet.department();
        }
        sheet
    }

    /// The first of several units, where it is the department that holds the others: it has no rows of its own and they
    /// have, or its figures are the sums of theirs.
    fn department(&self) -> Option<usize> {
        let [(first, own), rest @ ..] = &self.tree.units[..] else { return None };
        if rest.is_empty() || !own.is_empty() {
            return None;
        }
        let rows = &self.table.rows;
        let held = |column: usize| {
            let sum = Sum::of(rest.iter().map(|(row, _)| self.at(&rows[*row], column)));
            compare(Relation::Equal, self.at(&rows[*first], column), &sum)
                .is_none_or(|o| o.verdict <= Verdict::Rounding)
        };
        let printed = (0..self.table.columns.len()).any(|c| self.at(&rows[*first], c).is_nonzero());
        let sums = printed && (0..self.table.columns.len()).all(held);
        (sums || rest.iter().all(|(_, roots)| !roots.is_empty())).then_some(*first)
    }

    /// The id.
    pub fn id(&self) -> &'a str {
        self.table.id.as_str()
    }

    /// Does any column measure something else than the year before?
    pub fn is_of_this_year(&self) -> bool {
        let past = [Basis::Prior, Basis::PriorBudget, Basis::PriorFinal];
        let columns = &self.table.columns;
        columns.is_empty() || columns.iter().any(|column| !past.contains(&column.basis))
    }

    /// Position of the column.
    pub fn column(&self, id: &str, basis: Basis) -> Option<usize> {
        self.table.columns.iter().position(|c| c.id == id && c.basis == basis)
    }

    /// The figure of `row` in the column at that position.
    pub fn at(&self, row: &Row, column: usize) -> Figure {
        deadline::tick();
        let cell = row
            .cells
            .get(column)
            .filter(|c| c.column == column)
            .or_else(|| row.cells.iter().find(|c| c.column == column));
        cell.map_or(Figure::Blank, Figure::from)
    }

    /// The cell of `row` in the column at that position, as what states a figure.
    pub fn cell<'s>(&'s self, row: &'s Row, column: usize) -> StatedCell<'s> {
        StatedCell { table: self.table, row, column, figure: self.at(row, column) }
    }

    /// Position of the first column of that id and basis where `row` prints something, else of the first there is.
    pub fn place(&self, row: &Row, id: &str, basis: Basis) -> Option<usize> {
        let mut columns = self
            .table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.id == id && c.basis == basis)
            .map(|(index, _)| index)
            .peekable();
        let first = columns.peek().copied();
        columns.find(|&c| !self.at(row, c).is_blank()).or(first)
    }

    /// The figure of `row` in that column of the ordinary basis.
    pub fn figure(&self, row: &Row, id: &str) -> Figure {
        self.place(row, id, Basis::Current).map_or(Figure::Blank, |c| self.at(row, c))
    }

    /// The bases of which the columns of that id are the whole figure: the ordinary one, or where the table prints only the
    /// parts what is new and what is carried over; none where it has no such column.
    pub fn bases_of_whole(&self, id: &str) -> &'static [Basis] {
        let has = |basis| self.column(id, basis).is_some();
        match (has(Basis::Current), has(Basis::New) && has(Basis::Carryover)) {
            (true, _) => &[Basis::Current],
            (false, true) => &[Basis::New, Basis::Carryover],
            _ => &[],
        }
    }

    /// The figures of `row` in these columns.
    pub fn whole_figures(&self, row: &Row, id: &str) -> impl Iterator<Item = Figure> {
        let bases = self.bases_of_whole(id).iter();
        bases.filter_map(|&basis| self.place(row, id, basis)).map(|column| self.at(row, column))
    }

    /// Position of the row's main figure: `total` where it prints one, else `amount`.
    pub fn main_column(&self, row: &Row) -> Option<usize> {
        let total = self.place(row, "total", Basis::Current);
        let amount = self.place(row, "amount", Basis::Current);
        total.filter(|&c| !self.at(row, c).is_blank()).or(amount).or(total)
    }

    /// The row's main figure.
    pub fn main(&self, row: &Row) -> Figure {
        self.main_column(row).map_or(Figure::Blank, |c| self.at(row, c))
    }

    /// The first row of that item without a unit of its own.
    pub fn item(&self, item: &str) -> Option<&'a Row> {
        self.items.get(item).copied()
    }

    /// The rows of a side, in order.
    pub fn side(&self, side: Side) -> impl Iterator<Item = &'a Row> {
        self.table.rows.iter().filter(move |r| r.side == side)
    }

    /// The row that states the table's total.
    pub fn total(&self) -> Option<&'a Row> {
        self.tree.total.map(|i| &self.table.rows[i])
    }

    /// The rows that state the whole table: its total's, or where it has none its units'.
    pub fn whole_rows(&self) -> Vec<&'a Row> {
        let units = self.tree.units.iter().map(|(row, _)| *row);
        let rows = self.tree.total.map_or_else(|| units.collect(), |total| vec![total]);
        rows.into_iter().map(|i| &self.table.rows[i]).collect()
    }

    /// The figure of the whole table.
    pub fn whole(&self, figure: impl Fn(&Row) -> Figure) -> Sum {
        Sum::of(self.whole_rows().into_iter().map(figure))
    }

    /// Does any row carry a code of that classification?
    pub fn has(&self, classification: Classification) -> bool {
        self.table
            .rows
            .iter()
            .any(|r| r.code.as_ref().is_some_and(|c| c.classification == classification))
    }

    /// Does it print functional subjects by their names alone?
    pub fn names_classes(&self) -> bool {
        self.table.rows.iter().any(|r| is_named_subject(r) && r.item().starts_with("function."))
    }

    /// Rows that state the figure of a code and all below it: the rows of that code, or where none is printed the
    /// topmost rows below it. Of a class also rows that bear its name alone.
    pub fn rows_of(&self, classification: Classification, code: &str) -> Vec<&'a Row> {
        self.tree.topmost(classification, code).iter().map(|&i| &self.table.rows[i]).collect()
    }

    /// The sum of those rows' figures.
    pub fn sum_of(
        &self,
        classification: Classification,
        code: &str,
        figure: impl Fn(&Row) -> Figure,
    ) -> Sum {
        Sum::of(self.rows_of(classification, code).into_iter().map(figure))
    }

    /// Does it print money that is carried over from last year, in a column of whatever name?
    pub fn is_carried(&self) -> bool {
        self.table.columns.iter().any(|c| {
            let named = |label: &str| {
                label.rsplit('/').next().is_some_and(|l| l.starts_with(words().last_year))
            };
            c.id == "carryover" || c.basis == Basis::Carryover || c.id.printed().is_some_and(named)
        })
    }

    /// Is no amount other than zero printed?
    pub fn is_empty(&self) -> bool {
        self.table.rows.iter().flat_map(|r| &r.cells).all(|c| !Figure::from(c).is_nonzero())
    }
}

/// A cell that states a figure: what most equations begin with.
pub(crate) struct StatedCell<'s> {
    table: &'s LedgerTable,
    row: &'s Row,
    column: usize,
    figure: Figure,
}

impl StatedCell<'_> {
    /// The check of `rule` that the figure is `sum`, or else `words`; `None` where nothing is stated and nothing would be
    /// expected.
    pub fn equals(&self, rule: &'static str, sum: &Sum, words: &str) -> Option<Check> {
        self.relates(rule, Relation::Equal, sum, words)
    }

    /// The same of another relation to `sum`.
    pub fn relates(
        &self,
        rule: &'static str,
        relation: Relation,
        sum: &Sum,
        words: &str,
    ) -> Option<Check> {
        let outcome = compare(relation, self.figure, sum)?;
        Some(on_cell(rule, self.table, self.row, self.column).worked(outcome, words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_names_are_those_of_the_catalog() {
        let named = [F1, F2, F3, F4, F5, F6, F7, F8, F9, F10];
        let forms = named.map(|id| Traits::of(&id.into()).forms[0].as_str());
        assert_eq!(forms.join(" "), "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10");
    }
}
