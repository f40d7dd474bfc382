//! Stage 3: outline → tables. Grids from rulings (or, without them, from the alignment of the text), characters
//! into cells, grids joined over pages, and what stands around them.

mod complete;
mod figures;
mod fill;
mod join;
pub mod paragraphs;
mod ruled;
#[cfg(test)]
mod testing;
mod unruled;
mod word;

use crate::catalog::Catalog;
use crate::deadline;
use crate::model::{Grid, Mark, Outline, Page, Rebuilt, SectionKind, TableId};

/// Rebuilds every table of the document.
pub fn rebuild(pages: &[Page], outline: &Outline, catalog: &Catalog) -> Rebuilt {
    let mut grids = Vec::with_capacity(pages.len());
    let mut before: Option<Open> = None;
    for (p, page) in pages.iter().enumerate() {
        deadline::tick_long();
        let mut found: Vec<Grid> = ruled::rulings_to_grids(page.number, &page.rulings)
            .into_iter()
            .filter_map(|mut grid| {
                fill::fill(&mut grid, &page.glyphs);
                let printed = grid.cells.iter().any(|c| !c.lines.is_empty());
                printed.then(|| complete::complete(grid, &page.glyphs)).flatten()
            })
            .collect();
        before = add_unruled(page, outline, p, &mut found, before, catalog);
        grids.push(found);
    }
    join::grids_to_tables(pages, outline, grids)
}

/// An unruled table that runs to the end of its page.
struct Open {
    id: Option<TableId>,
    title: String,
    /// Its column edges, which its continuation keeps.
    edges: Vec<f32>,
}

/// What rulings leave out: the header above a ruled body, and tables without rulings between their columns: below each title that no ruled grid follows, and above the first title
/// of a page right after such a table. Returns the one that runs to the end of the page.
fn add_unruled(
    page: &Page,
    outline: &Outline,
    p: usize,
    found: &mut Vec<Grid>,
    before: Option<Open>,
    catalog: &Catalog,
) -> Option<Open> {
    let lines = &outline.lines[p];
    let mut marks: Vec<&Mark> = outline.marks.iter().filter(|m| m.page == page.number).collect();
    // A heading and the title right below it are one.
    marks.dedup_by(|b, a| {
        let same = a.id == b.id && b.rect.y0 - a.rect.y1 < 60.0;
        if same {
            *a = b;
        }
        same
    });
    if outline.contents[p] {
        return None;
    }
    let ruled_above = |y: f32, found: &[Grid]| found.iter().any(|g| g.rect.y0 < y);
    let mut last: Option<Open> = None;
    let top = marks.first().map_or(page.height, |m| m.rect.y0);
    if let Some(open) = &before
        && !ruled_above(top, found)
        && let Some(grid) =
            unruled::region_to_grid(page, lines, 0.0, top, Some(&open.edges), catalog)
    {
        if marks.is_empty() {
            last = Some(Open {
                id: open.id.clone(),
                title: open.title.clone(),
                edges: grid.xs.clone(),
            });
        }
        found.push(grid);
    }
    for (i, m) in marks.iter().enumerate().filter(|(_, m)| m.kind == SectionKind::Table) {
        let bottom = marks.get(i + 1).map_or(page.height, |n| n.rect.y0);
        // Any line may look like a title: one that is none of the standard tables' declares its unit of amount below.
        let declared = || {
            lines.iter().any(|l| {
                l.rect.y0 > m.rect.y0
                    && l.rect.y0 < m.rect.y1 + 60.0
                    && l.text.contains("单位")
                    && catalog.units.declared(&l.text).is_some()
            })
        };
        let ruled = found.iter_mut().filter(|g| g.rect.y1 > m.rect.y0 && g.rect.y0 < bottom);
        if let Some(first) = ruled.min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0)) {
            unruled::add_header(first, page, lines, m.rect.y1, catalog);
            continue;
        }
        if m.id.is_none() && !declared() {
            continue;
        }
        let hint = before
            .as_ref()
            .filter(|o| i == 0 && o.id == m.id && (m.id.is_some() || o.title == m.title))
            .map(|o| o.edges.as_slice());
        if let Some(grid) = unruled::region_to_grid(page, lines, m.rect.y1, bottom, hint, catalog) {
            last = (i + 1 == marks.len()).then(|| Open {
                id: m.id.clone(),
                title: m.title.clone(),
                edges: grid.xs.clone(),
            });
            found.push(grid);
        }
    }
    found.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    last
}
