//! Heads that say which figure stands below them, and those that divide one into what is new and what is carried over:
//! 当年预算 | 上年结转.

use super::{Columns, Head, Measure};
use crate::model::{Basis, ColumnId, TableId};
use serde::Deserialize;

/// Tables where the totals of the two parts have columns of their own.
#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct TotalsOfParts {
    tables: Vec<TableId>,
    new: ColumnId,
    carryover: ColumnId,
}

impl Columns {
    /// The part of a figure that the head may say to stand below it: `new` or `carryover`.
    pub fn part_of(&self, head: &Head) -> Option<Basis> {
        let meant = head.bases.iter().map(|&b| &self.basis[b]);
        let mut parts = meant.filter(|e| matches!(e.id, Basis::New | Basis::Carryover));
        parts.next().map(|entry| entry.id)
    }

    /// What a column measures that holds this part of what its other heads, `path`, say.
    pub fn measure_part(&self, path: &[Head], part: Basis, table: &TableId, all: &str) -> Measure {
        let whole = self.measure(path, table, all);
        let sum = whole.column.as_ref().is_some_and(|c| *c == "total" || *c == "amount");
        let own = &self.totals_of_parts;
        if sum && own.tables.contains(table) {
            let id = if part == Basis::New { &own.new } else { &own.carryover };
            return Measure { column: Some(id.clone()), basis: Basis::Current };
        }
        Measure { basis: part, ..whole }
    }

    /// Which figure the head says that its column holds, where its place and the heads of the table (`all`) allow that.
    pub(super) fn basis_of(&self, head: &Head, leaf: bool, all: &str) -> Option<Basis> {
        let meant = head.bases.iter().map(|&b| &self.basis[b]);
        let mut fitting = meant.filter(|entry| {
            !entry.divides
                && (!entry.group || !leaf)
                && (entry.beside.is_empty() || entry.beside.is_in(all))
        });
        fitting.next().map(|entry| entry.id)
    }

    /// Is the head also the name of a basis, as a group's head?
    pub(super) fn is_group_of_basis(&self, head: &Head) -> bool {
        head.bases.iter().any(|&b| self.basis[b].group)
    }
}
