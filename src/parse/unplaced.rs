//! Conservation: figures of a disclosure's pages that no table has taken are told, never passed over.
//!
//! 1. A grid of figures without a title, between the first page of the disclosure's tables and the one behind the last, or
//!    with subject codes in it, is a table that was not understood; so is any in a paper that says whose budget or final
//!    accounts it is, where no table was found: its title may be a picture.
//! 2. A line of figures alone, on a page of tables and outside of all grids, is one, too. Figures among words are the
//!    prose's.
//! 3. So is a line that opens with a subject code or a total and ends in several figures or in an amount, there or on the
//!    page after the last table: rows that a page break cut off, on a page that draws no table.
//!
//! Papers of another kind have neither codes nor standard tables: they stay what they are.

use crate::lex::{figure, is_amount, text_to_code, total};
use crate::model::{
    Finding, FindingKind, Grid, GridCell, Identity, LedgerTable, Line, Outline, Rebuilt, Rect,
    SectionKind, Table,
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
    identity: &Identity,
) -> Vec<Finding> {
    let named = identity.kind.is_some() && identity.unit_name.is_some();
    let lost = named && tables.is_empty();
    let pages: BTreeSet<u32> = tables.iter().flat_map(|t| t.page..=t.last_page).collect();
    let near = |page: u32| {
        let last = pages.last().map_or(0, |last| last + 1);
        pages.first().is_some_and(|first| (*first..=last).contains(&page))
    };
    let mut findings = Vec::new();
    let untitled = others.iter().filter(|table| table.section.kind == SectionKind::Untitled);
    for grid in untitled.flat_map(|table| &table.grids) {
        let amounts = texts(grid).filter(|text| is_amount(text)).count();
        if amounts >= ENOUGH && (lost || near(grid.page) || holds_codes(grid)) {
            let message = format!(
                "a grid with {amounts} amounts has no title that says which table it is: they are in none of the facts"
            );
            findings.push(
                Finding::new(FindingKind::UnplacedFigures, message).at_rect(grid.page, grid.rect),
            );
        }
    }
    let grids = || rebuilt.tables.iter().flat_map(|table| &table.grids);
    let own: Vec<(u32, Rect)> = grids().map(|grid| (grid.page, grid.rect)).collect();
    let apart: Vec<(u32, Rect)> = grids().flat_map(parts_apart).collect();
    let outside = |line: &&Line| {
        let (x, y) = (line.rect.cx(), line.rect.cy());
        let on_page = |(page, _): &&(u32, Rect)| *page == line.page;
        // The labels that a part repeats stand beside its place.
        let reaches = |rect: &Rect| {
            (rect.y0..=rect.y1).contains(&y) && rect.x0 < line.rect.x1 && line.rect.x0 < rect.x1
        };
        let holds = |x: f32| own.iter().filter(on_page).any(|(_, rect)| rect.contains(x, y));
        // A line through two grids side by side has its middle between them.
        let through = || holds(line.rect.x0 + 1.0) && holds(line.rect.x1 - 1.0);
        let in_part = || apart.iter().filter(on_page).any(|(_, rect)| reaches(rect));
        !(holds(x) || through() || in_part())
    };
    let pages_of_text = outline.lines.iter().zip(0..);
    let lines = pages_of_text.flat_map(|(lines, at)| lines.iter().map(move |line| (line, at)));
    let lines: Vec<&Line> = lines
        .filter(|(line, at)| {
            pages.contains(&line.page) && is_figures(line)
                || near(line.page) && is_row(line) && !outline.is_contents(*at)
        })
        .map(|(line, _)| line)
        .filter(outside)
        .collect();
    for rows in lines.chunk_by(|a, b| a.page == b.page && is_row(a) && is_row(b)) {
        let (line, more) = (rows[0], rows.len() - 1);
        let text = line.text.trim();
        let message = match more {
            0 => format!(
                "the line “{text}” stands outside of all tables: its figures are in none of the facts"
            ),
            1 => format!(
                "the line “{text}” and 1 more row of its page stand outside of all tables: their figures are in none of the facts"
            ),
            _ => format!(
                "the line “{text}” and {more} more rows of its page stand outside of all tables: their figures are in none of the facts"
            ),
        };
        let rect = rows.iter().fold(line.rect, |rect, line| rect.union(&line.rect));
        let finding = Finding::new(FindingKind::UnplacedFigures, message);
        findings.push(finding.at_rect(line.page, rect));
    }
    findings
}

/// Where the parts of a sheet stand that have pages of their own, but for what they repeat.
fn parts_apart(grid: &Grid) -> Vec<(u32, Rect)> {
    let mut places: Vec<(u32, Rect)> = Vec::new();
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

/// A code or a total, perhaps further words, and figures: two or more of them, or one that is an amount beyond doubt.
fn is_row(line: &Line) -> bool {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let [first, rest @ ..] = &words[..] else { return false };
    let figures = rest.iter().rev().take_while(|word| figure(word).is_some()).count();
    let opens = text_to_code(first).is_some() || total(first).is_some();
    opens && (figures >= ENOUGH || rest.last().is_some_and(|word| is_amount(word)))
}

/// Nothing but amounts, two or more of them.
fn is_figures(line: &Line) -> bool {
    let words = || line.text.split_whitespace();
    words().count() >= ENOUGH && words().all(is_amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Section;

    #[test]
    fn rows_that_a_page_break_cut_off_are_told() {
        let line = |page: u32, text: &str| Line { page, text: text.into(), ..Line::default() };
        let pages = [
            vec![line(1, "208 社会保障和就业支出 3 4")],
            vec![
                line(2, "2080505 机关养老 41.80 41.80"),
                line(2, "30101 基本工资 1,308.88"),
                line(2, "30102 津贴补贴 2026"),
            ],
            vec![line(3, "221 02 住房改革支出 41.80 41.80"), line(3, "支出合计 1103 1127 24")],
            vec![line(4, "208 社会保障支出 2025 年 41.80 万元"), line(4, "2.00 1.00")],
        ];
        let outline =
            Outline { lines: pages.into(), listed: vec![usize::MAX], ..Outline::default() };
        let table = LedgerTable { page: 2, last_page: 2, ..LedgerTable::default() };
        let found = unplaced(&[], &outline, &Rebuilt::default(), &[table], &Identity::default());
        let told: Vec<Option<u32>> = found.iter().map(Finding::page).collect();
        assert_eq!(told, [Some(2), Some(3)]);
        assert!(found[0].message.contains("机关养老 41.80 41.80” and 1 more row of its page"));
        assert!(found[1].message.contains("住房改革支出 41.80 41.80” and 1 more row of its page"));
    }

    #[test]
    fn a_table_whose_title_is_a_picture_is_told_in_a_disclosure_without_others() {
        let cells = ["1,087.19", "20.56"].map(|text| {
            let lines = vec![Line { page: 2, text: text.into(), ..Line::default() }];
            GridCell { lines, ..GridCell::default() }
        });
        let section = Section { kind: SectionKind::Untitled, id: None, title: String::new() };
        let grids = vec![Grid { page: 2, cells: cells.into(), ..Grid::default() }];
        let table = Table { section, grids, above: vec![], below: vec![] };
        let told = |unit: Option<&str>| {
            let kind = Some(crate::model::Kind::Budget);
            let identity =
                Identity { kind, unit_name: unit.map(Into::into), ..Identity::default() };
            let (outline, rebuilt) = (Outline::default(), Rebuilt::default());
            unplaced(&[&table], &outline, &rebuilt, &[], &identity).len()
        };
        // A report may hold tables of amounts, too.
        assert_eq!((told(Some("某局")), told(None)), (1, 0));
    }

    #[test]
    fn a_line_through_two_grids_side_by_side_is_in_both() {
        let grid = |x0: f32, x1: f32| {
            let section = Section { kind: SectionKind::Table, id: None, title: "某表".into() };
            let rect = Rect { x0, y0: 90.0, x1, y1: 200.0 };
            let grids = vec![Grid { page: 2, rect, ..Grid::default() }];
            Table { section, grids, above: vec![], below: vec![] }
        };
        let told = |x1: f32| {
            let rect = Rect { x0: 40.0, y0: 100.0, x1, y1: 110.0 };
            let text = "208 社保 12.00 208 社保 11.00".into();
            let lines = vec![vec![], vec![Line { page: 2, rect, text, ..Line::default() }]];
            let outline = Outline { lines, ..Outline::default() };
            let rebuilt = Rebuilt {
                tables: vec![grid(40.0, 280.0), grid(320.0, 560.0)],
                ..Rebuilt::default()
            };
            let table = LedgerTable { page: 2, last_page: 2, ..LedgerTable::default() };
            unplaced(&[], &outline, &rebuilt, &[table], &Identity::default()).len()
        };
        // its middle lies between the two
        assert_eq!((told(560.0), told(570.0)), (0, 1));
    }

    #[test]
    fn labels_that_a_part_of_a_sheet_repeats_are_in_its_row() {
        let at = |page: u32, y0: f32, x0: f32, x1: f32, text: &str| {
            let rect = Rect { x0, y0, x1, y1: y0 + 10.0 };
            Line { page, rect, text: text.into(), ..Line::default() }
        };
        let figures = at(3, 100.0, 300.0, 500.0, "3.00");
        let cell = GridCell { rect: figures.rect, lines: vec![figures], ..GridCell::default() };
        let grid = Grid { page: 2, cells: vec![cell], ..Grid::default() };
        let section = Section { kind: SectionKind::Table, id: None, title: "某表".into() };
        let table = Table { section, grids: vec![grid], above: vec![], below: vec![] };
        let rebuilt = Rebuilt { tables: vec![table], ..Rebuilt::default() };
        let lines = vec![
            at(3, 100.0, 40.0, 500.0, "208 社会保障和就业支出 1.00 3.00"),
            at(3, 120.0, 40.0, 500.0, "210 卫生健康支出 1.00 3.00"),
        ];
        let outline = Outline { lines: vec![vec![], vec![], lines], ..Outline::default() };
        let table = LedgerTable { page: 2, last_page: 3, ..LedgerTable::default() };
        let found = unplaced(&[], &outline, &rebuilt, &[table], &Identity::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("the line “210 "));
    }
}
