//! How the figures of a document stand: the cell at each place, and the worst verdict of the equations that it stands in.

use super::wire::{Cell, Corners, Document, Row, Table};
use crate::model::Verdict;
use hashbrown::HashMap;

/// A box on a page, as output has it.
type Place = (u32, [u64; 4]);

fn place(page: u32, Corners(corners): Corners) -> Place {
    (page, corners.map(f64::to_bits))
}

/// The amounts of a document by their places.
pub(super) struct Cells<'d>(HashMap<Place, (&'d Table, &'d Row, &'d Cell)>);

impl<'d> Cells<'d> {
    pub fn of(document: &'d Document) -> Cells<'d> {
        let rows = document.tables.iter().flat_map(|t| t.rows.iter().map(move |r| (t, r)));
        let cells = rows.flat_map(|(t, r)| r.cells.iter().map(move |c| (t, r, c)));
        let stated = cells.filter(|(_, _, cell)| cell.amount_yuan.is_some());
        Cells(stated.map(|it| (place(it.2.page, it.2.corners), it)).collect())
    }

    /// The amount that stands there.
    pub fn at(&self, page: u32, corners: Corners) -> Option<(&'d Table, &'d Row, &'d Cell)> {
        self.0.get(&place(page, corners)).copied()
    }
}

/// The worst verdicts of a document's figures by their places.
pub(super) struct Verdicts(HashMap<Place, Verdict>);

impl Verdicts {
    pub fn of(document: &Document) -> Verdicts {
        let mut verdicts: HashMap<Place, Verdict> = HashMap::new();
        for check in &document.checks {
            let own = check.page.zip(check.corners);
            let addends = check.addends.iter().filter_map(|a| a.page.zip(a.corners));
            for (page, corners) in own.into_iter().chain(addends) {
                let worst = verdicts.entry(place(page, corners)).or_insert(check.verdict);
                *worst = worst.worse(check.verdict);
            }
        }
        Verdicts(verdicts)
    }

    /// The worst verdict of the equations that the figure there stands in; `None` where it stands in none.
    pub fn at(&self, page: u32, corners: Corners) -> Option<Verdict> {
        let verdict = self.0.get(&place(page, corners)).copied();
        verdict.filter(|verdict| *verdict != Verdict::NotApplicable)
    }
}
