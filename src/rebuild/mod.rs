//! Stage 3: outline → tables. Grids from rulings (or, without them, from the alignment of the text), characters
//! into cells, grids joined over pages, and what stands around them.

mod fill;
mod join;
mod ruled;

use crate::model::{Outline, Page, Rebuilt};

/// Rebuilds every table of the document.
pub fn rebuild(pages: &[Page], outline: &Outline) -> Rebuilt {
    let mut grids = Vec::with_capacity(pages.len());
    for page in pages {
        let mut found = ruled::rulings_to_grids(page.number, &page.rulings);
        for g in &mut found {
            fill::fill(g, &page.glyphs);
        }
        found.retain(|g| g.cells.iter().any(|c| !c.lines.is_empty()));
        grids.push(found);
    }
    join::grids_to_tables(pages, outline, grids)
}
