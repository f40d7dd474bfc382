//! 一级 and 二级指标 of the rows.
//!
//! 1. A merged cell counts for every row that it covers, and goes on on the next page: what opens a page without a name
//!    of its own is part of the cell at the foot of the page before.
//! 2. Its name may stand on a later page than its first rows: they all get it, and no row above that cell does.
//! 3. A blank cell with a ruling of its own at its top is no part of the one above. Where the cells of a column are of one
//!    row each, nothing is merged, and a blank one means the one above.

use super::Reader;
use super::columns::{Columns, Place, cell_at};
use super::rows::Row;
use crate::model::{Finding, FindingKind, squeeze};

/// A cell of 一级 or 二级指标, over pages too.
#[derive(Default)]
pub(super) struct Group {
    /// Empty where none of its pages has printed it yet.
    pub name: String,
    /// The first of its indicators.
    from: usize,
    /// Where it stands on the page at hand: the page and the row that it begins in.
    at: (u32, usize),
    /// It has one row on the page that it begins on.
    single: bool,
    /// Its last indicator, where that stands beside a blank cell at the foot of a page, which may be of another.
    foot: Option<usize>,
}

/// What a row does to a group.
#[derive(PartialEq)]
enum Turn {
    /// It is part of it.
    Same,
    /// It is part of it, and names it.
    Names(String),
    /// It begins another, at the foot of the page before.
    Below(String),
    /// It begins another.
    Other(String),
}

impl Reader<'_> {
    /// Sets 一级 and 二级指标 of a row; does it go on with those of the row before?
    pub(super) fn group(&mut self, row: &Row, columns: Columns) -> bool {
        let other1 = self.level(row, columns.level1, 0, false);
        let other2 = self.level(row, columns.level2, 1, other1);
        !other1 && !other2
    }

    /// Sets the group of one level; is it another than that of the row before? Another 一级 has 二级 of its own.
    fn level(&mut self, row: &Row, place: Place, level: usize, parent: bool) -> bool {
        let turn = self.turn(row, place, &self.groups[level], parent);
        let count = self.projects.last().map_or(0, |p| p.indicators.len());
        let cell = cell_at(row.covering, place);
        let at = (row.page, cell.map_or(0, |c| c.row));
        if let Some(cell) = cell.filter(|c| c.row == row.r && self.jumbled(&c.text())) {
            let message =
                format!("“{}” stands where the name of a group of indicators belongs", cell.text());
            let finding = Finding::new(FindingKind::PerformanceUnread, message);
            self.findings.push(finding.at_rect(row.page, cell.rect));
        }
        let begins = cell.is_some_and(|c| c.row == row.r && c.lines.is_empty());
        let group = &mut self.groups[level];
        let foot = group.foot.take();
        (group.at, group.foot) = (at, Some(count).filter(|_| begins && row.last && !row.first));
        match turn {
            Turn::Same => false,
            Turn::Names(name) => {
                let from = group.from;
                self.rename(level, from, name);
                false
            }
            Turn::Below(name) => {
                let from = foot.unwrap_or(count);
                self.rename(level, from, name);
                if level == 0 {
                    self.rename(1, from, String::new());
                }
                false
            }
            Turn::Other(name) => {
                let single = cell.is_some_and(|c| c.rowspan == 1);
                *group = Group { name, from: count, at, single, foot: None };
                true
            }
        }
    }

    /// Names the group of a level, and its indicators from the first on.
    fn rename(&mut self, level: usize, from: usize, name: String) {
        let indicators = self.projects.last_mut().map(|p| &mut p.indicators);
        for indicator in indicators.into_iter().flatten().skip(from) {
            let slot = if level == 0 { &mut indicator.level1 } else { &mut indicator.level2 };
            slot.clone_from(&name);
        }
        let group = &mut self.groups[level];
        (group.name, group.from, group.single) = (name, from, false);
    }

    /// Sets the groups that a name of an indicator begins with; what is left is its own.
    pub(super) fn part(&mut self, name: &str) -> String {
        let mut rest = name;
        let groups = self.words.groups.iter();
        for group in &mut self.groups {
            let own = groups.clone().filter(|g| rest.starts_with(g.as_str()));
            group.name = own.max_by_key(|g| g.len()).cloned().unwrap_or_default();
            rest = &rest[group.name.len()..];
        }
        rest.to_owned()
    }

    /// Does a cell hold several names of groups, and more than them: rows whose rulings are lost?
    pub(super) fn jumbled(&self, name: &str) -> bool {
        /// Two names of groups have fewer characters.
        const LONG: usize = 20;
        if name.chars().count() <= LONG {
            return false;
        }
        let (mut found, mut rest) = (0, name);
        while let Some(next) = rest.chars().next() {
            let group = self.words.groups.iter().filter(|g| rest.starts_with(g.as_str()));
            let len = group.map(String::len).max();
            found += usize::from(len.is_some());
            rest = &rest[len.unwrap_or(next.len_utf8())..];
        }
        found > 1
    }

    fn turn(&self, row: &Row, place: Place, group: &Group, parent: bool) -> Turn {
        // A row at the top of a page, below one of the page before.
        let top = (row.first || row.opens_page) && group.at.0 > 0;
        let known = |name: &str| self.words.groups.contains(&squeeze(name));
        let Some(cell) = cell_at(row.covering, place) else {
            return if group.at.0 == 0 || parent { Turn::Other(String::new()) } else { Turn::Same };
        };
        let name = cell.text();
        let name = if self.jumbled(&name) { String::new() } else { name };
        let next = top && group.at.0 + 1 == row.page;
        match () {
            _ if group.at == (row.page, cell.row) && cell.row < row.r && !parent => Turn::Same,
            _ if parent || group.at.0 == 0 => Turn::Other(name),
            _ if name.is_empty() && (top || group.single && cell.rowspan == 1) => Turn::Same,
            _ if name.is_empty() => Turn::Other(name),
            _ if name == group.name => Turn::Same,
            _ if next && group.name.is_empty() && cell.rowspan > 1 => Turn::Names(name),
            // The page cuts the name.
            _ if next && !known(&name) && known(&format!("{}{name}", group.name)) => {
                Turn::Names(format!("{}{name}", group.name))
            }
            _ if next && group.foot.is_some() && cell.rowspan > 1 => Turn::Below(name),
            _ => Turn::Other(name),
        }
    }
}
