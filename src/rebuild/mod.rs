//! Stage 3: outline → tables. Grids from rulings (or, without them, from the alignment of the text), characters
//! into cells, grids joined over pages, and what stands around them.

mod beside;
mod complete;
mod cut_totals;
mod edges;
mod figures;
mod fill;
mod join;
mod lost;
mod merged;
mod outer;
mod overflow;
mod page_numbers;
pub mod paragraphs;
mod pictures;
mod prose;
mod ruled;
mod runs;
mod sheets;
mod signs;
mod slivers;
mod spills;
mod strays;
mod suspect;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod unruled;
mod word;

use crate::catalog::Catalog;
use crate::deadline;
use crate::lex::is_page_number;
use crate::model::{
    Grid, Line, Mark, Outline, Page, Rebuilt, SectionKind, TableId, run_to_line, squeeze,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Rebuilds every table of the document; those of the pages `by_words` by the alignment of their words alone.
pub fn rebuild(
    pages: &[Page],
    outline: &Outline,
    by_words: &BTreeSet<u32>,
    catalog: &Catalog,
) -> Rebuilt {
    let mut grids = Vec::with_capacity(pages.len());
    let mut before: Option<Open> = None;
    let numbers = page_numbers::PageNumbers::of(pages, &outline.lines);
    let known = |text: &str| unruled::is_known(text, catalog);
    let foreign = outline.marks.iter().all(|mark| mark.id.is_none());
    for (p, page) in pages.iter().enumerate() {
        deadline::tick_long();
        let page = numbers.without(page);
        let page = page.as_ref();
        let rulings = if by_words.contains(&page.number) { &[] } else { page.rulings.as_slice() };
        let mut found: Vec<Grid> = ruled::rulings_to_grids(page.number, rulings)
            .into_iter()
            .filter_map(|mut grid| {
                fill::fill(&mut grid, page);
                fill_lost(&mut grid, page, &known);
                slivers::drop_slivers(&mut grid);
                let printed = grid.cells.iter().any(|c| !c.lines.is_empty());
                printed.then(|| complete::complete(grid, &page.glyphs)).flatten()
            })
            .collect();
        before = match Titled::of(page, outline, p, catalog) {
            Some(titled) => add_unruled(&titled, &mut found, before),
            None => None,
        };
        if foreign && found.is_empty() {
            found = unruled::lines_to_grids(page, &outline.lines[p]);
        }
        found.iter_mut().for_each(signs::join);
        found.iter_mut().for_each(cut_totals::join);
        grids.push(found);
    }
    join::grids_to_tables(pages, outline, grids, catalog)
}

/// Edges that a table has are found at most so many times.
const MAX_LOST: usize = 16;

/// Fills a grid again for as long as it turns out to lack edges.
fn fill_lost(grid: &mut Grid, page: &Page, known: &dyn Fn(&str) -> bool) {
    let lost = lost::Lost { glyphs: &page.glyphs, known };
    for _ in 0..MAX_LOST {
        if !lost.find(grid) {
            return;
        }
        fill::fill(grid, page);
    }
}

/// An unruled table that runs to the end of its page.
struct Open {
    id: Option<TableId>,
    title: String,
    /// Its column edges, which its continuation keeps.
    edges: Vec<f32>,
}

impl Open {
    /// Does the title name it again?
    fn is_of(&self, mark: &Mark) -> bool {
        self.id == mark.id && (mark.id.is_some() || self.title == mark.title)
    }
}

/// Adds what rulings leave out: the header above a ruled body, and tables without rulings between their columns, below
/// each title that no ruled grid follows, and above the first title of a page right after such a table. Returns the one
/// that runs to the end of the page.
fn add_unruled(titled: &Titled, found: &mut Vec<Grid>, before: Option<Open>) -> Option<Open> {
    if found.is_empty()
        && let Some(titles) = titled.side_by_side()
    {
        // Where nothing parts the tables below them, neither is read: which words are whose is open.
        for part in titled.parted(titles).into_iter().flatten() {
            let mut own = Vec::new();
            add_unruled(&part, &mut own, None);
            found.extend(own);
        }
        found.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        return None;
    }
    let mut last: Option<Open> = None;
    if let Some(open) = &before
        && let Some(grid) = titled.continuation(open, found)
    {
        let (id, title) = (open.id.clone(), open.title.clone());
        last = titled.marks.is_empty().then(|| Open { id, title, edges: grid.xs.clone() });
        found.push(grid);
    }
    for (i, mark) in titled.marks.iter().enumerate().filter(|(_, m)| m.kind == SectionKind::Table) {
        let hint = before.as_ref().filter(|open| i == 0 && open.is_of(mark));
        if let Some(grid) = titled.table(i, found, hint.map(|open| open.edges.as_slice())) {
            let (id, title) = (mark.id.clone(), mark.title.clone());
            let ends = i + 1 == titled.marks.len();
            last = ends.then(|| Open { id, title, edges: grid.xs.clone() });
            found.push(grid);
        }
    }
    found.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    last
}

/// A page and the titles of tables on it.
struct Titled<'a> {
    page: &'a Page,
    lines: Cow<'a, [Line]>,
    marks: Vec<&'a Mark>,
    catalog: &'a Catalog,
}

impl<'a> Titled<'a> {
    /// Page `p`; `None` for a contents page, whose titles begin nothing.
    fn of(page: &'a Page, outline: &'a Outline, p: usize, catalog: &'a Catalog) -> Option<Self> {
        let mut marks: Vec<&Mark> =
            outline.marks.iter().filter(|m| m.page == page.number).collect();
        // A heading and the title right below it are one.
        marks.dedup_by(|b, a| {
            let same = a.id == b.id && b.rect.y0 - a.rect.y1 < 60.0;
            if same {
                *a = b;
            }
            same
        });
        (!outline.is_contents(p)).then(|| Titled {
            page,
            lines: Cow::Borrowed(&outline.lines[p]),
            marks,
            catalog,
        })
    }

    /// The first two titles of tables of one height, left and right.
    fn side_by_side(&self) -> Option<[&'a Mark; 2]> {
        let titles = || self.marks.iter().filter(|mark| mark.kind == SectionKind::Table);
        let beside = |a: &Mark, b: &Mark| {
            (a.rect.cy() - b.rect.cy()).abs() < 0.5 * a.rect.height() && a.rect.x1 < b.rect.x0
        };
        titles().find_map(|a| titles().find(|b| beside(a, b)).map(|b| [*a, *b]))
    }

    /// The parts of the page left and right of the gap between the tables below two titles: `None` where there is none. A
    /// title stands over the middle of its table, whose outer end is that of the text.
    fn parted(&self, [left, right]: [&Mark; 2]) -> Option<[Titled<'a>; 2]> {
        let glyph = |i: &u32| &self.page.glyphs[*i as usize];
        let below = |line: &&Line| {
            line.rect.cy() > left.rect.y1.max(right.rect.y1)
                && !is_page_number(&squeeze(&line.text))
        };
        let words = self.lines.iter().filter(below).flat_map(|line| &line.glyphs).map(glyph);
        let covered = unruled::merge(words.map(|g| (g.rect.x0, g.rect.x1)).collect());
        let (first, last) = (covered.first()?.0, covered.last()?.1);
        let middle = (2.0 * left.rect.cx() - first + 2.0 * right.rect.cx() - last) / 2.0;
        let off = |gap: &(f32, f32)| (gap.0 - middle).max(middle - gap.1);
        let gaps = covered.windows(2).map(|w| (w[0].1, w[1].0));
        let gap = gaps.min_by(|a, b| off(a).total_cmp(&off(b)))?;
        let at = (gap.0 + gap.1) / 2.0;
        let apart = left.rect.x1 < at && at < right.rect.x0 && off(&gap) < left.rect.height();
        let part = |is_left: bool| {
            let own = |x: f32| (x < at) == is_left;
            let cut = |line: &Line| {
                let glyphs: Vec<u32> =
                    line.glyphs.iter().copied().filter(|i| own(glyph(i).rect.cx())).collect();
                (!glyphs.is_empty()).then(|| run_to_line(line.page, &self.page.glyphs, glyphs))
            };
            let marks = self.marks.iter().copied().filter(|mark| own(mark.rect.cx())).collect();
            let lines = self.lines.iter().filter_map(cut).collect();
            Titled { page: self.page, lines, marks, catalog: self.catalog }
        };
        apart.then(|| [part(true), part(false)])
    }

    /// The rows above the first title that the table of the page before goes on with.
    fn continuation(&self, open: &Open, found: &[Grid]) -> Option<Grid> {
        let top = self.marks.first().map_or(self.page.height, |m| m.rect.y0);
        let ruled_above = found.iter().any(|g| g.rect.y0 < top);
        let (page, lines, edges) = (self.page, &self.lines, Some(open.edges.as_slice()));
        if ruled_above {
            return None;
        }
        let mut grid = unruled::region_to_grid(page, lines, 0.0..top, edges, self.catalog)?;
        fill::look_closer(&mut grid, page);
        Some(grid)
    }

    /// The unruled table below title `i`. A ruled one that stands there gets its header, if that is what it lacks.
    fn table(&self, i: usize, found: &mut [Grid], hint: Option<&[f32]>) -> Option<Grid> {
        let mark = self.marks[i];
        let bottom = self.marks.get(i + 1).map_or(self.page.height, |next| next.rect.y0);
        let ruled = found.iter_mut().filter(|g| g.rect.y1 > mark.rect.y0 && g.rect.y0 < bottom);
        if let Some(first) = ruled.min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0)) {
            unruled::add_header(first, self.page, &self.lines, mark.rect.y1, self.catalog);
            return None;
        }
        let region = mark.rect.y1..bottom;
        if mark.id.is_none() && !self.declares_unit(mark) {
            return None;
        }
        let mut grid = unruled::region_to_grid(self.page, &self.lines, region, hint, self.catalog)?;
        fill::look_closer(&mut grid, self.page);
        Some(grid)
    }

    /// Any line may look like a title: one that is none of the standard tables' declares its unit of amount below.
    fn declares_unit(&self, mark: &Mark) -> bool {
        self.lines.iter().any(|l| {
            l.rect.y0 > mark.rect.y0
                && l.rect.y0 < mark.rect.y1 + 60.0
                && self.catalog.units.declares(&l.text)
        })
    }
}
