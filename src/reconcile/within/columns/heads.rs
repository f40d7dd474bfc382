//! The columns of a table that are of one basis, by their ids and by the heads that are printed above them.

use crate::catalog::rules::words;
use crate::lex::total;
use crate::model::Basis;
use crate::reconcile::book::Sheet;

/// The columns of `sheet` that are of `basis`; all are named by their position.
pub(super) struct Heads<'s, 'a> {
    /// The table.
    pub sheet: &'s Sheet<'a>,
    /// Of its columns those are meant.
    pub basis: Basis,
}

impl<'a> Heads<'_, 'a> {
    /// The columns of that id, from left to right.
    pub fn of(&self, id: &str) -> Vec<usize> {
        let columns = self.sheet.table.columns.iter().enumerate();
        columns.filter(|(_, c)| c.id == id && c.basis == self.basis).map(|(i, _)| i).collect()
    }

    /// The columns of each of these ids, in the order of the ids.
    pub fn all(&self, ids: &[&str]) -> Vec<usize> {
        ids.iter().flat_map(|id| self.of(id)).collect()
    }

    /// The only column of that id; `None` where there are several.
    pub fn only(&self, id: &str) -> Option<usize> {
        match self.of(id)[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Is the column printed as 其中?
    pub fn among(&self, column: usize) -> bool {
        self.label(column).contains(words().among)
    }

    /// The columns that make up the sum. 其中 above the first of them speaks of the whole list; above a later one it marks a
    /// part of those before.
    pub fn addends(&self, mut columns: Vec<usize>) -> Vec<usize> {
        columns.sort_unstable();
        if columns.first().is_some_and(|&c| !self.among(c)) {
            columns.retain(|&c| !self.among(c));
        }
        columns
    }

    /// The first head of the column's printed path.
    pub fn top(&self, column: usize) -> &'a str {
        let first = |path: &'a str| path.split('/').next().unwrap_or("");
        let id = &self.sheet.table.columns[column].id;
        match first(self.label(column)) {
            "" => first(id.printed().unwrap_or(id.as_str())),
            head => head,
        }
    }

    /// The heads above the column's own, if that is a sum's (小计).
    pub fn summed(&self, column: usize) -> Option<&'a str> {
        let (above, own) = self.label(column).rsplit_once('/')?;
        own.ends_with(words().sum).then_some(above)
    }

    /// The head that the column is the sum or the only figure of, with those above it.
    pub fn group(&self, column: usize) -> &'a str {
        self.summed(column).unwrap_or(self.label(column))
    }

    /// Does the column stand below the heads of one of these sums (小计), and so make up that?
    pub fn part_of_any(&self, sums: &[usize], column: usize) -> bool {
        let mut above = sums.iter().filter_map(|&sum| self.summed(sum));
        above.any(|above| self.stands_below(column, above))
    }

    /// Is the column the total of a group that known columns stand in: 部门预算/合计 beside 部门预算/事业收入? It adds nothing.
    pub fn repeats(&self, column: usize) -> bool {
        let Some((above, own)) = self.label(column).rsplit_once('/') else { return false };
        let mut columns = self.sheet.table.columns.iter().enumerate();
        total(own).is_some()
            && columns.any(|(i, c)| !c.id.is_other() && self.stands_below(i, above))
    }

    /// Does the column stand below these heads?
    pub fn stands_below(&self, column: usize, heads: &str) -> bool {
        self.label(column).strip_prefix(heads).is_some_and(|own| own.starts_with('/'))
    }

    fn label(&self, column: usize) -> &'a str {
        &self.sheet.table.columns[column].label
    }
}
