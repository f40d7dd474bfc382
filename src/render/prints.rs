//! What a document prints, by its places: what is told of an equation is looked up here.

use super::named::repeated;
use crate::emit::wire::{Cell, Check, Corners, Document, Mention, Project, Row, Table};
use crate::model::Stated;
use std::cell::OnceCell;
use std::collections::HashMap;

/// What a document prints, to be looked up by its places.
#[derive(Default)]
pub struct Prints<'d> {
    pub(super) tables: HashMap<&'d str, Vec<&'d Table>>,
    /// By the place of the table in memory, and number.
    pub(super) rows: HashMap<(usize, u32), Vec<&'d Row>>,
    /// Figures of the prose by page and key.
    mentions: HashMap<(Option<u32>, &'d str), Vec<&'d Mention>>,
    document: Option<&'d Document>,
    /// Figures of tables by their places, once they are asked for.
    cells: OnceCell<HashMap<(u32, [u64; 4]), Printing<'d>>>,
}

/// A cell, with its row and table.
type Printing<'d> = (&'d Table, &'d Row, &'d Cell);

impl<'d> Prints<'d> {
    /// Of this document.
    pub fn of(document: &'d Document) -> Prints<'d> {
        let mut prints = Prints::default();
        for table in &document.tables {
            prints.tables.entry(&table.id).or_default().push(table);
            for row in &table.rows {
                prints.rows.entry((place_of(table), row.row)).or_default().push(row);
            }
        }
        prints.document = Some(document);
        for mention in &document.narrative {
            let place = (Some(mention.page), mention.key.as_str());
            prints.mentions.entry(place).or_default().push(mention);
        }
        prints
    }

    /// The title of the first table of that id, as printed; empty where it is not at hand.
    pub(super) fn title(&self, id: &str) -> String {
        let first = self.tables.get(id).and_then(|tables| tables.first());
        first.map(|t| repeated(&t.title)).unwrap_or_default()
    }

    /// The cell in that box, its row and its table.
    pub fn at(&self, page: Option<u32>, corners: Option<Corners>) -> Option<Printing<'d>> {
        let place = |page: u32, corners: Corners| (page, corners.0.map(f64::to_bits));
        let cells = self.cells.get_or_init(|| {
            let mut cells = HashMap::new();
            for table in self.document.iter().flat_map(|document| &document.tables) {
                for (row, cell) in
                    table.rows.iter().flat_map(|r| r.cells.iter().map(move |c| (r, c)))
                {
                    cells.entry(place(cell.page, cell.corners)).or_insert((table, row, cell));
                }
            }
            cells
        });
        cells.get(&place(page?, corners?)).copied()
    }

    /// The performance tables of the document.
    pub(super) fn projects(&self) -> &'d [Project] {
        self.document.map(|document| &document.performance[..]).unwrap_or_default()
    }

    /// The figures of the prose behind that one, in their order.
    pub(super) fn behind(&self, mention: &'d Mention) -> impl Iterator<Item = &'d Mention> {
        let narrative = self.document.map(|document| &document.narrative[..]).unwrap_or_default();
        narrative.iter().skip_while(move |m| !std::ptr::eq(*m, mention)).skip(1)
    }

    /// The figure of the prose that the check states: of several on its page the one that is worth as much.
    pub(super) fn mention(&self, check: &Check) -> Option<&'d Mention> {
        if check.table != Stated::PROSE {
            return None;
        }
        let there = self.mentions.get(&(check.page, check.item.as_str()))?;
        let worth = |m: &&&Mention| {
            m.amount_yuan.or(m.value).map(|v| v.value()) == check.lhs.map(|v| v.value())
        };
        let mut meant = there.iter().filter(|m| m.subject_code() == check.code);
        meant.clone().find(worth).or(meant.next()).copied()
    }
}

/// The place of the table in memory.
pub(super) fn place_of(table: &Table) -> usize {
    std::ptr::from_ref(table) as usize
}
