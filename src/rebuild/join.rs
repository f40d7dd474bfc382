//! Grids → tables: each grid gets its title, grids of one table on following pages are joined.
//!
//! 1. A title inside the grid's first rows, else the nearest title above it on its page, else one at the end of the
//!    page before, names the grid.
//! 2. A grid without a title that opens its page continues the table that closed the page before, if their columns
//!    agree; one with the same title as the table before continues it too. A title that says more or otherwise (市本级), or
//!    another unit of amount, opens another table, though it were one of the same kind.
//! 3. A sheet too large for its page goes on to the right (`sheets`).
//! 4. Any other grid is a table without a title.

use super::beside;
use super::figures::is_stacked;
use super::paragraphs::lines_to_paragraphs;
use super::pictures::with_pictures;
use super::sheets::{self, Sheet};
use crate::catalog::{Catalog, Units};
use crate::deadline;
use crate::lex::{self, opens_note, printed};
use crate::model::{
    Grid, GridCell, Line, Mark, MoneyUnit, Outline, Page, Rebuilt, Rect, Section, SectionKind,
    Table, TableId, Token, Unclear, squeeze,
};

/// Column edges nearer than this agree. Points.
const SAME_EDGE: f32 = 4.0;

/// A unit of amount is declared in one of the first rows of a grid, if in any.
const CAPTION_ROWS: usize = 3;

/// Joins grids to tables and gathers what stands around them.
pub fn grids_to_tables(
    pages: &[Page],
    outline: &Outline,
    grids: Vec<Vec<Grid>>,
    catalog: &Catalog,
) -> Rebuilt {
    let mut out = Rebuilt::default();
    let mut prose: Vec<Line> = Vec::new();
    let mut pending: Option<&Mark> = None;
    let mut sheet = Sheet::default();
    let mut marks = outline.marks.iter().peekable();
    for (p, page_grids) in grids.into_iter().enumerate() {
        let number = pages[p].number;
        let mut page_marks: Vec<&Mark> = Vec::new();
        while let Some(m) = marks.next_if(|m| m.page == number) {
            page_marks.push(m);
        }
        let page_grids = beside::join_sides(page_grids, &page_marks);
        let rects: Vec<Rect> = page_grids.iter().map(|g| g.rect).collect();
        let mut used: Vec<bool> = vec![false; page_marks.len()];
        for (k, grid) in page_grids.into_iter().enumerate() {
            deadline::tick();
            let top = beside::foot_above(&grid.rect, &rects[..k]);
            let mine = |place: &Rect| beside::is_above(place, &grid.rect, &rects);
            let title = title_of(&grid, top, &page_marks, &mut used, mine);
            // A title that ends the page before, with nothing but it to name.
            let title = title.or_else(|| pending.take().filter(|m| k == 0 && m.page + 1 == number));
            pending = None;
            let here = outline.lines[p]
                .iter()
                .filter(|l| l.rect.cy() > top && l.rect.cy() < grid.rect.y0 + 1.0)
                .filter(|l| mine(&l.rect));
            let here = here.map(|l| beside::own_part(l, &pages[p].glyphs, &grid.rect, &rects));
            let here = here.map(|l| with_pictures(l, &pages[p]));
            let above = ended_above(outline, p, title, number).cloned().chain(here).collect();
            place(&mut out.tables, &mut sheet, grid, title, k == 0, above, catalog);
        }
        let foot = rects.iter().map(|rect| rect.y1).fold(f32::NEG_INFINITY, f32::max);
        let names_next = |m: &&&Mark| {
            let is_table = m.kind == SectionKind::Table && m.id.is_some();
            m.rect.y0 > foot && (is_table || ends_page(m, &outline.lines[p], &outline.marks))
        };
        pending = page_marks.iter().rev().find(names_next).copied();
        let outside = outline.lines[p]
            .iter()
            .filter(|l| !rects.iter().any(|r| r.contains(l.rect.cx(), l.rect.cy())));
        let entries = outline.lines[p].get(outline.listed_on(p)).map_or(f32::MAX, |l| l.rect.y0);
        let is_entry = |line: &Line| outline.listed_on(p) > 0 && line.rect.cy() < entries;
        for line in outside {
            deadline::tick();
            if let Some(table) = out.tables.last_mut()
                && belongs_below(table, line, number)
            {
                table.below.push(line.clone());
            } else if !is_entry(line)
                && !page_marks.iter().any(|m| m.rect.contains(line.rect.cx(), line.rect.cy()))
            {
                prose.push(line.clone());
            }
        }
    }
    out.paragraphs = lines_to_paragraphs(&prose, pages);
    let amounts = out.tables.iter_mut().filter(|t| t.section.kind == SectionKind::Table);
    amounts.flat_map(|t| &mut t.grids).for_each(lex_cells);
    out
}

/// Does nothing but a unit of amount and the page's number follow the title? Any line may look like a title, and one that
/// ends several pages is their foot.
fn ends_page(mark: &Mark, lines: &[Line], marks: &[Mark]) -> bool {
    let aside =
        |line: &Line| lex::is_page_number(&squeeze(&line.text)) || lex::is_caption(&line.text);
    let mut below = lines.iter().filter(|line| line.rect.cy() > mark.rect.y1);
    below.all(aside) && marks.iter().filter(|m| m.title == mark.title).count() == 1
}

/// What follows a title that ends the page before (单位：万元) stands at the end of that page too.
fn ended_above<'o>(
    outline: &'o Outline,
    page: usize,
    title: Option<&'o Mark>,
    number: u32,
) -> impl Iterator<Item = &'o Line> {
    let before = title.filter(|m| m.page + 1 == number && page > 0);
    before
        .into_iter()
        .flat_map(move |m| outline.lines[page - 1].iter().filter(|l| l.rect.cy() > m.rect.y1))
}

/// Says of each cell of a table of amounts, once and for all stages behind, what its text is by itself.
pub fn lex_cells(grid: &mut Grid) {
    for cell in grid.cells.iter_mut().filter(|c| !c.lines.is_empty()) {
        deadline::tick();
        if cell.unclear.is_none() && is_stacked(cell) {
            cell.unclear = Some(Unclear::Several);
        }
        cell.token = match cell.unclear {
            Some(_) => Token::Words(None),
            None => lex::token(&cell.text()),
        };
    }
}

/// The title of a grid: inside its first rows, else the nearest above it (below `top`); a standard title before others.
/// `mine` says whether a place is above this grid rather than one beside it.
fn title_of<'a>(
    grid: &Grid,
    top: f32,
    marks: &[&'a Mark],
    used: &mut [bool],
    mine: impl Fn(&Rect) -> bool,
) -> Option<&'a Mark> {
    let head = grid.ys.get(2.min(grid.ys.len() - 1)).copied().unwrap_or(grid.rect.y0);
    let mut best: Option<usize> = None;
    for (i, m) in marks.iter().enumerate() {
        let y = m.rect.cy();
        if used[i]
            || !mine(&m.rect)
            || y <= top
            || y >= head
            || (y >= grid.rect.y0 && m.rect.width() < 0.2 * grid.rect.width() && m.id.is_none())
        {
            continue;
        }
        used[i] = true;
        let better = match best {
            None => true,
            Some(b) => {
                m.id.is_some() || m.kind == SectionKind::Performance || marks[b].id.is_none()
            }
        };
        if better {
            best = Some(i);
        }
    }
    best.map(|i| marks[i])
}

fn place(
    tables: &mut Vec<Table>,
    sheet: &mut Sheet,
    mut grid: Grid,
    title: Option<&Mark>,
    first_on_page: bool,
    above: Vec<Line>,
    catalog: &Catalog,
) {
    if let Some(last) = tables.last_mut() {
        let follows = sheet.reaches + 1 == grid.page && first_on_page;
        if title.is_none() && follows {
            match sheet.put_beside(&mut last.grids, grid) {
                Some(other) => grid = other,
                None => return last.above.extend(above),
            }
        }
        let before = last.grids.last();
        let stacked =
            before.is_some_and(|b| b.page == grid.page && grid.rect.y0 - b.rect.y1 < 12.0);
        let fits = before.is_some_and(|b| same_columns(b, &grid));
        let same_title = title.is_some_and(|m| {
            m.kind == last.section.kind
                && m.id.as_ref() == last.section.standard_id()
                && match m.id {
                    Some(_) => catalog.titles.is_again(&last.section.title, &m.title),
                    None => m.title == last.section.title,
                }
        });
        let other_unit = || {
            let first = last.grids.first().and_then(|g| unit_of(&last.above, g, &catalog.units));
            let own = unit_of(&above, &grid, &catalog.units);
            first.zip(own).is_some_and(|(first, own)| first.yuan != own.yuan)
        };
        let continues = match title {
            None => (follows || stacked) && fits,
            Some(m) => {
                m.kind == SectionKind::Table
                    && follows
                    && (same_title || m.continued)
                    && (fits || m.continued)
            }
        };
        if continues && !other_unit() {
            if let [upper] = &mut last.grids[..]
                && sheets::is_cut_header(upper, &grid)
            {
                sheets::put_below(std::mem::take(upper), &mut grid);
                *sheet = Sheet::begins(grid.page);
                *upper = grid;
                return;
            }
            sheet.goes_on(grid.page);
            last.grids.push(grid);
            return;
        }
    }
    let section = match title {
        Some(m) => Section {
            kind: m.kind,
            id: match m.kind {
                SectionKind::Table => m.id.clone().or_else(|| Some(TableId::other(&m.title))),
                _ => m.id.clone(),
            },
            title: m.title.clone(),
        },
        None => Section { kind: SectionKind::Untitled, id: None, title: String::new() },
    };
    *sheet = Sheet::begins(grid.page);
    tables.push(Table { section, grids: vec![grid], above, below: Vec::new() });
}

/// The unit of amount that is declared above a grid, or in its first rows.
fn unit_of<'c>(above: &[Line], grid: &Grid, units: &'c Units) -> Option<&'c MoneyUnit> {
    let above = above.iter().rev().filter(|l| units.declares(&l.text)).map(|l| l.text.clone());
    let inside = grid.cells.iter().filter(|c| c.row < CAPTION_ROWS).map(GridCell::text);
    let inside = inside.filter(|text| units.is_declaration(text));
    above.chain(inside).find_map(|text| units.declared(&text))
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
        let share = |g: &Grid| -> Vec<f32> {
            g.xs.iter().map(|x| (x - g.rect.x0) / g.rect.width().max(1.0)).collect()
        };
        share(a).iter().zip(share(b)).all(|(x, y)| (x - y).abs() < 0.02)
    }
}

/// Do both grids begin with the same heads? Then the widths of the columns may differ.
fn same_header(a: &Grid, b: &Grid) -> bool {
    let heads = |g: &Grid| -> Vec<(usize, String)> {
        g.cells
            .iter()
            .filter(|c| c.row < 2 && !c.lines.is_empty())
            .map(|c| (c.col, squeeze(&c.text())))
            .collect()
    };
    a.cols() == b.cols() && a.cols() > 1 && heads(a).len() > 2 && heads(a) == heads(b)
}

/// Notes under a table: lines on its last page, below it, from a 注 or 备注 on, or close under the grid.
fn belongs_below(table: &Table, line: &Line, page: u32) -> bool {
    let Some(grid) = table.grids.last() else { return false };
    if grid.page != page
        || line.rect.y0 < grid.rect.y1 - 2.0
        || table.section.kind != SectionKind::Table
    {
        return false;
    }
    let text = printed(&line.text);
    let previous = table.below.last().map_or(grid.rect.y1, |l| l.rect.y1);
    opens_note(&text)
        || (!table.below.is_empty()
            && line.rect.y0 - previous < 1.2 * line.size
            && !table.below.iter().any(|l| l.text.ends_with('。')))
        || (lex::says_empty(&text) && line.rect.y0 - grid.rect.y1 < 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebuild::testing::drawn;

    const FORM: [&[&str]; 3] =
        [&["科目编码", "科目名称", "合计"], &["", "合计", "3.00"], &["301", "工资", "3.00"]];

    /// Titles and first pages of the tables that pages of one form make: the title of each, and the line above it.
    fn tables(pages: &[(Option<&str>, &str)]) -> Vec<String> {
        let catalog = Catalog::builtin().unwrap();
        let (mut tables, mut sheet) = (Vec::new(), Sheet::default());
        for ((title, above), page) in pages.iter().zip(1..) {
            let mark = title.map(|title| {
                let found = catalog.titles.identify(title).unwrap();
                Mark {
                    page,
                    rect: Rect::default(),
                    title: title.to_owned(),
                    kind: SectionKind::Table,
                    id: found.id,
                    continued: found.continued,
                }
            });
            let above = vec![Line { page, text: (*above).into(), ..Line::default() }];
            place(
                &mut tables,
                &mut sheet,
                drawn(page, &FORM),
                mark.as_ref(),
                true,
                above,
                &catalog,
            );
        }
        tables.iter().map(|t| format!("{} {}", t.grids[0].page, t.section.title)).collect()
    }

    #[test]
    fn a_table_goes_on_under_its_own_title_alone() {
        let (parts, bodies) =
            ("基本支出表（按部门预算经济分类）", "基本支出表（按政府预算经济分类）");
        let (parts, bodies) = (format!("一般公共预算{parts}"), format!("一般公共预算{bodies}"));
        let (first, second) = (format!("1 {parts}"), format!("2 {bodies}"));
        assert_eq!(tables(&[(Some(&parts), ""), (Some(&bodies), "")]), [first.clone(), second]);
        assert_eq!(tables(&[(Some(&parts), ""), (Some(&parts), "")]), [first]);
        let cut = [(Some("2025年支出总表"), ""), (Some("续表3 支出总表（续）"), ""), (None, "")];
        assert_eq!(tables(&cut), ["1 2025年支出总表"]);
        let levels = [(Some("全市一般公共预算支出表"), ""), (Some("市本级一般公共预算支出表"), "")];
        assert_eq!(tables(&levels).len(), 2);
    }

    #[test]
    fn another_unit_of_amount_is_that_of_another_table() {
        let with = |first: &str, second: &str| {
            tables(&[(Some("支出总表"), first), (Some("支出总表"), second)]).len()
        };
        assert_eq!(with("单位：万元", "单位：元"), 2);
        assert_eq!(with("单位：万元", "编制单位：某局 金额单位：万元"), 1);
        assert_eq!(with("单位：万元", "第2页"), 1);
    }
}
