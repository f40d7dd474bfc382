//! One equation of a table's columns, and its sum in a row.

use crate::model::{Row, Side};
use crate::reconcile::book::Sheet;
use crate::reconcile::figure::Figure;
use crate::reconcile::tolerance::Sum;
use hashbrown::HashMap;

/// One equation of a table's columns, by their positions.
pub(super) struct Equation {
    /// The column that states the sum.
    pub stated: usize,
    /// Its addends.
    pub add: Vec<usize>,
    /// Its subtrahends.
    pub subtract: Vec<usize>,
    /// What is wrong where it does not hold.
    pub words: &'static str,
}

impl Equation {
    /// `stated` = the sum of `add`.
    pub fn sum_of(stated: usize, add: Vec<usize>, words: &'static str) -> Equation {
        Equation { stated, add, subtract: Vec::new(), words }
    }

    /// Does it compare two years?
    pub fn compares(&self) -> bool {
        !self.subtract.is_empty()
    }

    /// Does the row print any figure that the stated one is made of?
    pub fn stated_at(&self, sheet: &Sheet, row: &Row, twins: &Twins) -> bool {
        let printed = |r: &Row| {
            let mut parts = self.add.iter().chain(&self.subtract);
            parts.any(|&c| !sheet.at(r, c).is_blank())
        };
        printed(row) || twins.of_row(row).iter().any(|r| printed(r))
    }

    /// What the stated figure of `row` should equal.
    pub fn sum(&self, sheet: &Sheet, row: &Row, twins: &Twins) -> Sum {
        let at = |column: usize| {
            let others = twins.of_row(row).iter();
            others.map(|r| sheet.at(r, column)).fold(sheet.at(row, column), Figure::or)
        };
        let mut sum = Sum::of(self.add.iter().map(|&c| at(c)));
        self.subtract.iter().for_each(|&c| sum.subtract(at(c)));
        sum
    }
}

/// Rows of one side and number are one row, printed once for each basis: here are those that come more than once.
#[derive(Default)]
pub(super) struct Twins<'a>(HashMap<(Side, u32), Vec<&'a Row>>);

impl<'a> Twins<'a> {
    /// Those of the table.
    pub fn of(sheet: &Sheet<'a>) -> Twins<'a> {
        let mut twins: HashMap<_, Vec<&Row>> = HashMap::new();
        for row in &sheet.table.rows {
            twins.entry((row.side, row.number)).or_default().push(row);
        }
        twins.retain(|_, rows| rows.len() > 1);
        Twins(twins)
    }

    /// All rows that are this one, itself included; none where it is printed once.
    pub fn of_row(&self, row: &Row) -> &[&'a Row] {
        self.0.get(&(row.side, row.number)).map_or(&[], Vec::as_slice)
    }
}
