//! Stage 3: outline → tables. Grids from rulings (or, without them, from the alignment of the text), characters
//! into cells, grids joined over pages, and what stands around them.

mod fill;
mod join;
pub mod paragraphs;
mod ruled;
mod unruled;

use crate::model::{Grid, Mark, Outline, Page, Rebuilt, SectionKind};

/// Rebuilds every table of the document.
pub fn rebuild(pages: &[Page], outline: &Outline) -> Rebuilt {
    let mut grids = Vec::with_capacity(pages.len());
    let mut before: Option<Vec<f32>> = None;
    for (p, page) in pages.iter().enumerate() {
        let mut found = ruled::rulings_to_grids(page.number, &page.rulings);
        for g in &mut found {
            fill::fill(g, &page.glyphs);
        }
        found.retain(|g| g.cells.iter().any(|c| !c.lines.is_empty()));
        before = add_unruled(page, outline, p, &mut found, before);
        grids.push(found);
    }
    join::grids_to_tables(pages, outline, grids)
}

/// Tables without rulings between their columns: below each title that no ruled grid follows, and on a page without
/// title or grid right after such a table. Returns the column edges of one that runs to the end of the page.
fn add_unruled(page: &Page, outline: &Outline, p: usize, found: &mut Vec<Grid>, before: Option<Vec<f32>>) -> Option<Vec<f32>> {
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
    if marks.is_empty() && found.is_empty() {
        let grid = unruled::region_to_grid(page, lines, 0.0, page.height, Some(before.as_deref()?))?;
        let edges = grid.xs.clone();
        found.push(grid);
        return Some(edges);
    }
    let mut last = None;
    for (i, m) in marks.iter().enumerate().filter(|(_, m)| m.kind == SectionKind::Table && !m.id.is_empty()) {
        let bottom = marks.get(i + 1).map_or(page.height, |n| n.rect.y0);
        if found.iter().any(|g| g.rect.y1 > m.rect.y0 && g.rect.y0 < bottom) {
            continue;
        }
        if let Some(grid) = unruled::region_to_grid(page, lines, m.rect.y1, bottom, None) {
            last = (i + 1 == marks.len()).then(|| grid.xs.clone());
            found.push(grid);
        }
    }
    found.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    last
}
