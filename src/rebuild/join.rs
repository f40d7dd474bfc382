//! Grids → tables: each grid gets its title, grids of one table on following pages are joined.
//!
//! 1. A title inside the grid's first rows, else the nearest title above it on its page, else one at the end of the
//!    page before, names the grid.
//! 2. A grid without a title that opens its page continues the table that closed the page before, if their columns
//!    agree; one with the same title as the table before continues it too.
//! 3. Any other grid is a table without a title.

use super::paragraphs::lines_to_paragraphs;
use crate::model::{Grid, Line, Mark, Outline, Page, Rebuilt, Rect, Section, SectionKind, Table, squeeze};

/// Column edges nearer than this agree. Points.
const SAME_EDGE: f32 = 4.0;

/// Joins grids to tables and gathers what stands around them.
pub fn grids_to_tables(pages: &[Page], outline: &Outline, grids: Vec<Vec<Grid>>) -> Rebuilt {
    let mut out = Rebuilt::default();
    let mut prose: Vec<Line> = Vec::new();
    let mut pending: Option<&Mark> = None;
    let mut marks = outline.marks.iter().peekable();
    for (p, page_grids) in grids.into_iter().enumerate() {
        let number = pages[p].number;
        let mut page_marks: Vec<&Mark> = Vec::new();
        while let Some(m) = marks.next_if(|m| m.page == number) {
            page_marks.push(m);
        }
        let rects: Vec<Rect> = page_grids.iter().map(|g| g.rect).collect();
        let mut top = f32::NEG_INFINITY;
        let mut used: Vec<bool> = vec![false; page_marks.len()];
        for (k, grid) in page_grids.into_iter().enumerate() {
            let title = title_of(&grid, top, &page_marks, &mut used);
            // A title that ends the page before, with nothing but it to name.
            let title = title.or_else(|| pending.take().filter(|m| k == 0 && m.page + 1 == number));
            pending = None;
            let above: Vec<Line> =
                outline.lines[p].iter().filter(|l| l.rect.cy() > top && l.rect.cy() < grid.rect.y0 + 1.0).cloned().collect();
            top = grid.rect.y1;
            place(&mut out.tables, grid, title, k == 0, above);
        }
        let last_grid_end = top;
        pending = page_marks.iter().rev().find(|m| m.rect.y0 > last_grid_end && m.kind == SectionKind::Table && !m.id.is_empty()).copied();
        let outside = outline.lines[p].iter().filter(|l| !rects.iter().any(|r| r.contains(l.rect.cx(), l.rect.cy())));
        for line in outside {
            if let Some(table) = out.tables.last_mut()
                && belongs_below(table, line, number)
            {
                table.below.push(line.clone());
            } else if !outline.contents[p] && !page_marks.iter().any(|m| m.rect.contains(line.rect.cx(), line.rect.cy())) {
                prose.push(line.clone());
            }
        }
    }
    out.paragraphs = lines_to_paragraphs(&prose, pages);
    out
}

/// The title of a grid: inside its first rows, else the nearest above it (below `top`); a standard title before others.
fn title_of<'a>(grid: &Grid, top: f32, marks: &[&'a Mark], used: &mut [bool]) -> Option<&'a Mark> {
    let head = grid.ys.get(2.min(grid.ys.len() - 1)).copied().unwrap_or(grid.rect.y0);
    let mut best: Option<usize> = None;
    for (i, m) in marks.iter().enumerate() {
        let y = m.rect.cy();
        if used[i] || y <= top || y >= head || (y >= grid.rect.y0 && m.rect.width() < 0.2 * grid.rect.width() && m.id.is_empty()) {
            continue;
        }
        used[i] = true;
        let better = match best {
            None => true,
            Some(b) => !m.id.is_empty() || m.kind == SectionKind::Performance || marks[b].id.is_empty(),
        };
        if better {
            best = Some(i);
        }
    }
    best.map(|i| marks[i])
}

fn place(tables: &mut Vec<Table>, grid: Grid, title: Option<&Mark>, first_on_page: bool, above: Vec<Line>) {
    if let Some(last) = tables.last_mut() {
        let before = last.grids.last();
        let follows = before.is_some_and(|b| b.page + 1 == grid.page && first_on_page);
        let stacked = before.is_some_and(|b| b.page == grid.page && grid.rect.y0 - b.rect.y1 < 12.0);
        let fits = before.is_some_and(|b| same_columns(b, &grid));
        let same_title = title.is_some_and(|m| {
            m.kind == last.section.kind && m.id == last.section.standard_id() && (!m.id.is_empty() || m.title == last.section.title)
        });
        let continues = match title {
            None => (follows || stacked) && fits,
            Some(m) => m.kind == SectionKind::Table && follows && (same_title || m.continued) && (fits || m.continued),
        };
        if continues {
            last.grids.push(grid);
            return;
        }
    }
    let section = match title {
        Some(m) => Section {
            kind: m.kind,
            id: if m.id.is_empty() && m.kind == SectionKind::Table { format!("other:{}", m.title) } else { m.id.clone() },
            title: m.title.clone(),
        },
        None => Section { kind: SectionKind::Untitled, id: String::new(), title: String::new() },
    };
    tables.push(Table { section, grids: vec![grid], above, below: Vec::new() });
}

/// Do the columns agree? All edges of the narrower grid are edges of the other, or their outer edges and counts agree.
fn same_columns(a: &Grid, b: &Grid) -> bool {
    let near = |x: f32, edges: &[f32]| edges.iter().any(|&e| (e - x).abs() <= SAME_EDGE);
    let subset = |a: &Grid, b: &Grid| a.cols() > 1 && a.xs.iter().all(|&x| near(x, &b.xs));
    if subset(a, b) || subset(b, a) || same_header(a, b) {
        return true;
    }
    // The same table printed at another width: as many columns, in proportion.
    a.cols() == b.cols() && a.cols() > 1 && {
        let share = |g: &Grid| -> Vec<f32> { g.xs.iter().map(|x| (x - g.rect.x0) / g.rect.width().max(1.0)).collect() };
        share(a).iter().zip(share(b)).all(|(x, y)| (x - y).abs() < 0.02)
    }
}

/// Do both grids begin with the same heads? Then the widths of the columns may differ.
fn same_header(a: &Grid, b: &Grid) -> bool {
    let heads = |g: &Grid| -> Vec<(usize, String)> {
        g.cells.iter().filter(|c| c.row < 2 && !c.lines.is_empty()).map(|c| (c.col, squeeze(&c.text()))).collect()
    };
    a.cols() == b.cols() && a.cols() > 1 && heads(a).len() > 2 && heads(a) == heads(b)
}

/// Notes under a table: lines on its last page, below it, from a 注 or 备注 on, or close under the grid.
fn belongs_below(table: &Table, line: &Line, page: u32) -> bool {
    let Some(grid) = table.grids.last() else { return false };
    if grid.page != page || line.rect.y0 < grid.rect.y1 - 2.0 || table.section.kind != SectionKind::Table {
        return false;
    }
    let text: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    let opens = ["注:", "注：", "备注", "说明:", "说明：", "附注", "*注"].iter().any(|w| text.starts_with(w));
    let previous = table.below.last().map_or(grid.rect.y1, |l| l.rect.y1);
    opens
        || (!table.below.is_empty() && line.rect.y0 - previous < 1.2 * line.size && !table.below.iter().any(|l| l.text.ends_with('。')))
        || (text.contains("空表") && line.rect.y0 - grid.rect.y1 < 60.0)
}
