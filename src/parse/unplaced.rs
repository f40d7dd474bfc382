//! Conservation: figures of a disclosure's pages that no table has taken are told, never passed over.
//!
//! 1. A grid of figures without a title, on a page of the disclosure's tables or the page behind one, or with subject
//!    codes in it, is a table that was not understood.
//! 2. A line of figures alone, on a page of tables and outside of all grids, is one, too. Figures among words are the
//!    prose's.
//!
//! Papers of another kind have neither codes nor standard tables: they stay what they are.

use crate::lex::{is_amount, text_to_code};
use crate::model::{
    Finding, FindingKind, Grid, LedgerTable, Line, Outline, Rebuilt, SectionKind, Table,
};
use std::collections::BTreeSet;

/// Fewer amounts than this make no table.
const ENOUGH: usize = 2;
/// So many subject codes, each below another of them, are a disclosure's.
const CODES: usize = 3;

/// One finding for each grid and each line of figures that belongs to no table. `others` are the rebuilt tables that
/// are no performance tables.
pub(super) fn unplaced(
    others: &[&Table],
    outline: &Outline,
    rebuilt: &Rebuilt,
    tables: &[LedgerTable],
) -> Vec<Finding> {
    let pages: BTreeSet<u32> = tables.iter().flat_map(|t| t.page..=t.last_page).collect();
    let near = |page: u32| pages.contains(&page) || page > 0 && pages.contains(&(page - 1));
    let mut findings = Vec::new();
    let untitled = others.iter().filter(|table| table.section.kind == SectionKind::Untitled);
    for grid in untitled.flat_map(|table| &table.grids) {
        let amounts = texts(grid).filter(|text| is_amount(text)).count();
        if amounts >= ENOUGH && (near(grid.page) || holds_codes(grid)) {
            let message = format!(
                "a grid with {amounts} amounts has no title that says which table it is: they are in none of the facts"
            );
            findings.push(
                Finding::new(FindingKind::UnplacedFigures, message).at_rect(grid.page, grid.rect),
            );
        }
    }
    let grids: Vec<&Grid> = rebuilt.tables.iter().flat_map(|table| &table.grids).collect();
    let outside = |line: &&Line| {
        let (x, y) = (line.rect.cx(), line.rect.cy());
        !grids.iter().any(|grid| grid.page == line.page && grid.rect.contains(x, y))
    };
    let lines = outline.lines.iter().flatten().filter(|line| pages.contains(&line.page));
    for line in lines.filter(|line| is_figures(line)).filter(outside) {
        let message = format!(
            "the line “{}” stands outside of all tables: its figures are in none of the facts",
            line.text.trim()
        );
        findings.push(
            Finding::new(FindingKind::UnplacedFigures, message).at_rect(line.page, line.rect),
        );
    }
    findings
}

fn texts(grid: &Grid) -> impl Iterator<Item = String> {
    grid.cells.iter().filter(|cell| !cell.lines.is_empty()).map(|cell| cell.text())
}

/// Subject codes below each other: 208, 20805, 2080505.
fn holds_codes(grid: &Grid) -> bool {
    let codes: BTreeSet<String> =
        texts(grid).filter_map(|text| text_to_code(&text)).map(|code| code.digits).collect();
    let below = |code: &&String| {
        codes.iter().any(|above| above != *code && code.starts_with(above.as_str()))
    };
    codes.iter().filter(below).count() >= CODES
}

/// Nothing but amounts, two or more of them.
fn is_figures(line: &Line) -> bool {
    let words = || line.text.split_whitespace();
    words().count() >= ENOUGH && words().all(is_amount)
}
