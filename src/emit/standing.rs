//! How the figures of a document stand: the cell at each place, and the worst verdict of the equations that it stands in.

use super::wire::{Cell, Corners, Document, Row, Table};
use crate::model::Verdict;
use std::collections::HashMap;

/// A box on a page, as output has it.
type Place = (u32, [u64; 4]);

fn place(page: u32, Corners(corners): Corners) -> Place {
    (page, corners.map(f64::to_bits))
}

/// The cells of a document by their places.
pub(super) struct Standing<'d> {
    cells: HashMap<Place, (&'d Table, &'d Row, &'d Cell)>,
    verdicts: HashMap<Place, Verdict>,
}

impl<'d> Standing<'d> {
    pub fn of(document: &'d Document) -> Standing<'d> {
        let rows = document.tables.iter().flat_map(|t| t.rows.iter().map(move |r| (t, r)));
        let cells = rows.flat_map(|(t, r)| r.cells.iter().map(move |c| (t, r, c)));
        let stated = cells.filter(|(_, _, cell)| cell.amount_yuan.is_some());
        let cells = stated.map(|it| (place(it.2.page, it.2.corners), it)).collect();
        let mut verdicts: HashMap<Place, Verdict> = HashMap::new();
        for check in &document.checks {
            let own = check.page.zip(check.corners);
            let addends = check.addends.iter().filter_map(|a| a.page.zip(a.corners));
            for (page, corners) in own.into_iter().chain(addends) {
                let worst = verdicts.entry(place(page, corners)).or_insert(check.verdict);
                if badness(check.verdict) > badness(*worst) {
                    *worst = check.verdict;
                }
            }
        }
        Standing { cells, verdicts }
    }

    /// The amount that stands there.
    pub fn cell(&self, page: u32, corners: Corners) -> Option<(&'d Table, &'d Row, &'d Cell)> {
        self.cells.get(&place(page, corners)).copied()
    }

    /// The worst verdict of the equations that the figure there stands in; `None` where it stands in none.
    pub fn verdict(&self, page: u32, corners: Corners) -> Option<Verdict> {
        let verdict = self.verdicts.get(&place(page, corners)).copied();
        verdict.filter(|verdict| *verdict != Verdict::NotApplicable)
    }
}

/// What a reader of the figure must know first, most of all.
fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotApplicable => 0,
        Verdict::Exact => 1,
        Verdict::Rounding => 2,
        Verdict::NotChecked => 3,
        Verdict::Mismatch => 4,
    }
}
