//! Boxes of pages that were turned to be read, given as the page is displayed.

use super::exact::Corners;
use super::wire::Document;
use crate::model::{Rect, Turn};

/// Turns the boxes on pages that `turn` knows back to the page as displayed, which is what the output speaks of.
pub fn as_displayed(document: &mut Document, turn: impl Fn(u32) -> Option<Turn>) {
    let back = |page: u32, corners: &mut Corners| {
        if let Some(turn) = turn(page) {
            let [x0, y0, x1, y1] = corners.0.map(|v| v as f32);
            *corners = turn.displayed(Rect { x0, y0, x1, y1 }).into();
        }
    };
    for table in &mut document.tables {
        table.notes.iter_mut().for_each(|note| back(note.page, &mut note.corners));
        for row in &mut table.rows {
            back(row.page, &mut row.corners);
            row.cells.iter_mut().for_each(|cell| back(cell.page, &mut cell.corners));
        }
    }
    let known = |page: Option<u32>, corners: Option<&mut Corners>| {
        page.zip(corners).into_iter().for_each(|(page, corners)| back(page, corners));
    };
    for check in &mut document.checks {
        known(check.page, check.corners.as_mut());
        check.addends.iter_mut().for_each(|addend| known(addend.page, addend.corners.as_mut()));
    }
    for finding in &mut document.findings {
        known(finding.page, finding.corners.as_mut());
    }
}
