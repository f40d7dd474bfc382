//! The cells that name the projects of a list.
//!
//! 1. One may stand merged beside the shares of a project, one for each source of its money: they all have its name.
//! 2. The page may cut one, its name too, and the money may stand on either side of the cut. What opens a page is the rest
//!    of the project at hand unless it prints other money, or a name that begins with a code as that at hand does.

use super::Reader;
use super::columns::{Columns, cell_at};
use super::rows::Row;
use crate::model::{GridCell, squeeze};

/// A cell that names projects, over pages too.
pub(super) struct NameCell {
    /// Empty where none of its pages has printed it yet.
    name: String,
    /// The first of its projects.
    from: usize,
    /// The money of the project at hand was printed.
    paid: bool,
    /// It has more than one row.
    merged: bool,
    /// A title stands between it and the row at hand, which may head another list.
    pub titled: bool,
}

/// What the first row of a project prints of it.
pub(super) struct Said {
    pub name: String,
    pub money: String,
    pub goal: String,
}

/// What such a row is.
enum Turn {
    /// A project.
    New,
    /// Another share of the project that the cell names.
    Share,
    /// More of the one at hand.
    Same,
}

impl Reader<'_> {
    /// Begins the project of a row, or adds to the one at hand what the row prints of it. True where money is still to be read.
    pub(super) fn beside_name(&mut self, row: &Row, columns: Columns, said: &Said) -> bool {
        let turn = self.share(row, columns, said);
        match turn {
            Turn::New => self.begin_named(row, columns, said.name.clone()),
            Turn::Share => {
                let kept = self.name_cell.take();
                self.begin(kept.as_ref().map(|c| c.name.clone()).unwrap_or_default(), row.page);
                self.name_cell = kept;
            }
            Turn::Same => {}
        }
        let paid = !said.money.is_empty();
        let known = matches!(turn, Turn::Same) && self.name_cell.as_ref().is_some_and(|c| c.paid);
        if let Some(cell) = &mut self.name_cell {
            (cell.paid, cell.titled) = (paid || known, false);
        }
        let project = self.open(row.page);
        if project.annual_goal != said.goal && !(known && paid) {
            project.annual_goal.push_str(&said.goal);
        }
        self.columns = Some(columns);
        !known
    }

    fn begin_named(&mut self, row: &Row, columns: Columns, name: String) {
        let merged = cell_at(row.covering, columns.project).is_some_and(|c| c.rowspan > 1);
        self.begin(name.clone(), row.page);
        let from = self.projects.len() - 1;
        self.name_cell = Some(NameCell { name, from, paid: false, merged, titled: false });
    }

    /// Cells of a project that begin at the foot of a page and are blank there: all that they say stands on the next one.
    pub(super) fn begins_below(&mut self, row: &Row, columns: Columns) {
        let merged = self.name_cell.as_ref().is_some_and(|c| c.merged);
        let begins = |place| {
            cell_at(row.covering, place).is_some_and(|c| {
                c.row == row.r
                    && c.row.saturating_add(c.rowspan) == row.rows
                    && (merged || c.rowspan > 1)
            })
        };
        let places = [columns.project, columns.funds[0], columns.goal];
        if !row.opens_page && self.name_cell.is_some() && places.into_iter().all(begins) {
            self.begin_named(row, columns, String::new());
            self.columns = Some(columns);
        }
    }

    fn share(&mut self, row: &Row, columns: Columns, said: &Said) -> Turn {
        let cell = cell_at(row.covering, columns.project);
        let begins = cell.is_none_or(|c| c.row == row.r);
        let (Some(named), Some(last)) = (&mut self.name_cell, self.projects.last()) else {
            return Turn::New;
        };
        if begins && !row.opens_page {
            return Turn::New;
        }
        let pays = columns.funds[0].is_some();
        let stated = last.funds_total.as_ref().map(|a| squeeze(&a.stated));
        let same_money = stated.is_some_and(|stated| stated == squeeze(&said.money));
        let same_goal = said.goal.is_empty() || last.annual_goal == said.goal;
        if begins && !said.name.is_empty() && said.name != named.name {
            let at = |place| cell_at(row.cells, place).is_some_and(|c| !c.lines.is_empty());
            let says = at(columns.level3) || at(columns.packed) || !said.goal.is_empty();
            let rest = match () {
                _ if named.name.is_empty() => true,
                _ if code(&said.name) == code(&named.name) && code(&said.name).is_some() => false,
                _ if code(&named.name).is_some() => true,
                _ if named.titled => false,
                _ if pays && said.money.is_empty() => true,
                _ => (same_money || !pays) && same_goal,
            };
            if !rest || !says {
                return Turn::New;
            }
            named.name.push_str(&said.name);
            let name = named.name.clone();
            let projects = self.projects.iter_mut().skip(named.from);
            projects.for_each(|p| p.name.clone_from(&name));
        }
        let paid_above = || {
            cell_at(row.covering, columns.funds[0])
                .is_some_and(|c: &GridCell| c.row < row.r && !c.lines.is_empty())
        };
        let same = match row.opens_page {
            true => !pays || said.money.is_empty() || same_money || !named.paid,
            false => said.money.is_empty() && paid_above(),
        };
        if same { Turn::Same } else { Turn::Share }
    }
}

/// What the code of a name begins with, as those of all projects of a list do; the rest of a cut name may be figures, too.
fn code(name: &str) -> Option<&str> {
    /// Shorter numbers are a year or an ordinal.
    const SHORTEST: usize = 6;
    /// The codes of a list agree in so many.
    const ALIKE: usize = 4;
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    (digits >= SHORTEST).then(|| &name[..ALIKE])
}
