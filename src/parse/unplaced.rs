//! Conservation: figures of a disclosure's pages that no table has taken are told, never passed over.
//!
//! 1. A grid of figures without a title, between the first page of the disclosure's tables and the one behind the last, or
//!    with subject codes in it, is a table that was not understood.
//! 2. A line of figures alone, on a page of tables and outside of all grids, is one, too. Figures among words are the
//!    prose's.
//!
//! Papers of another kind have neither codes nor standard tables: they stay what they are.

use crate::lex::{is_amount, text_to_code};
use crate::model::{
    Finding, FindingKind, Grid, GridCell, LedgerTable, Line, Outline, Rebuilt, Rect, SectionKind,
    Table,
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
    let near = |page: u32| {
        let last = pages.last().map_or(0, |last| last + 1);
        pages.first().is_some_and(|first| (*first..=last).contains(&page))
    };
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
    let grids: Vec<(u32, Rect)> =
        rebuilt.tables.iter().flat_map(|table| &table.grids).flat_map(places).collect();
    let outside = |line: &&Line| {
        let (x, y) = (line.rect.cx(), line.rect.cy());
        !grids.iter().any(|(page, rect)| *page == line.page && rect.contains(x, y))
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

/// Where a grid stands; the parts of a sheet stand on pages of their own.
fn places(grid: &Grid) -> Vec<(u32, Rect)> {
    let mut places = vec![(grid.page, grid.rect)];
    let apart = |c: &&GridCell| c.lines.first().is_some_and(|line| line.page != grid.page);
    for cell in grid.cells.iter().filter(apart) {
        let page = cell.lines[0].page;
        match places.iter_mut().find(|(known, _)| *known == page) {
            Some((_, rect)) => *rect = rect.union(&cell.rect),
            None => places.push((page, cell.rect)),
        }
    }
    places
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
