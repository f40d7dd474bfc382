//! Stage 2: pages → outline. Which lines are titles of tables, which pages are contents pages.
//!
//! 1. Glyphs become lines.
//! 2. A line, a part of one between wide gaps, or two centred lines together (also where 表 stands on the second alone)
//!    are a title if the catalog knows the whole of it (year, number, ordinal and the body's name dropped by rule).
//! 3. A page headed 目录, full of dot leaders, or naming three tables and stating no amount, is a contents page:
//!    its titles announce tables and begin none.

use crate::catalog::{Catalog, TitleKind, TitleMatch};
use crate::deadline;
use crate::lex::{has_leader, holds_amount, printed};
use crate::model::{
    Announced, Direction, Line, Mark, Outline, Page, SectionKind, TableId, Turn, glyphs_to_lines,
    line_to_segments,
};

/// Columns of a page that share a baseline are further apart than this many times the font size.
const SEGMENT_GAP: f32 = 3.0;

/// Finds the titles and the contents pages.
pub fn locate(pages: &[Page], catalog: &Catalog) -> Outline {
    let mut outline = Outline::default();
    for page in pages {
        deadline::tick_long();
        let mut lines = glyphs_to_lines(page.number, &page.glyphs, 0..page.glyphs.len() as u32);
        if let Some(turn) = &page.turn {
            put_head_first(page, turn, &mut lines);
        }
        let marks = lines_to_marks(page, &lines, catalog);
        let after_contents = outline.contents.last().copied().unwrap_or(false);
        let contents = is_contents_page(&lines, &marks, after_contents, catalog);
        if contents {
            outline.announced.extend(
                marks
                    .into_iter()
                    .filter_map(|m| Some(Announced { id: m.id?, title: m.title, page: m.page })),
            );
        } else {
            outline.marks.extend(marks);
        }
        outline.contents.push(contents);
        outline.lines.push(lines);
    }
    outline
}

/// A title that stands upright above a turned table lies beside it on the turned page: it is what is read first.
fn put_head_first(page: &Page, turn: &Turn, lines: &mut [Line]) {
    let upright = Direction::Right.seen_from(turn.way);
    let is_head = |line: &Line| {
        line.glyphs.first().is_some_and(|&g| page.glyphs[g as usize].direction == upright)
    };
    lines.iter_mut().filter(|line| is_head(line)).for_each(|line| {
        (line.rect.y0, line.rect.y1, line.baseline) = (0.0, 0.0, 0.0);
    });
    lines.sort_by_key(|line| !is_head(line));
}

fn lines_to_marks(page: &Page, lines: &[Line], catalog: &Catalog) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut joined_until = 0;
    for (i, line) in lines.iter().enumerate() {
        deadline::tick();
        if i < joined_until {
            continue;
        }
        let mut best: Option<(Line, TitleMatch)> = None;
        let known = |m: &Option<(Line, TitleMatch)>| {
            m.as_ref().is_some_and(|(_, m)| m.kind != TitleKind::Other)
        };
        if could_be_title(&line.text, catalog) {
            best = catalog.titles.identify(&line.text).map(|m| (line.clone(), m));
            if !known(&best) {
                let mut parts = titles_in(page, line, catalog);
                // Titles beside each other, each above a table of its own.
                if let Some(last) = parts.pop() {
                    marks.extend(parts.into_iter().map(|(part, m)| mark(page, &part, m)));
                    best = Some(last);
                }
            }
        }
        if !known(&best)
            && let Some(both) = lines.get(i + 1).and_then(|next| joined_title(line, next, catalog))
            && let Some(m) =
                catalog.titles.identify(&both.text).filter(|m| m.kind != TitleKind::Other)
        {
            best = Some((both, m));
            joined_until = i + 2;
        }
        if let Some((line, m)) = best {
            marks.push(mark(page, &line, m));
        }
    }
    marks
}

fn mark(page: &Page, line: &Line, title: TitleMatch) -> Mark {
    Mark {
        page: page.number,
        rect: line.rect,
        title: printed(&line.text),
        kind: match title.kind {
            TitleKind::Performance => SectionKind::Performance,
            _ => SectionKind::Table,
        },
        id: title.id,
        continued: title.continued,
    }
}

/// The parts of a line between wide gaps that are known titles.
fn titles_in(page: &Page, line: &Line, catalog: &Catalog) -> Vec<(Line, TitleMatch)> {
    line_to_segments(&page.glyphs, line, SEGMENT_GAP)
        .into_iter()
        .filter_map(|part| catalog.titles.identify(&part.text).map(|m| (part, m)))
        .filter(|(_, m)| m.kind != TitleKind::Other)
        .collect()
}

/// Two lines as one, if they could be a title that wrapped: centred or from one left edge on, of one size, close together.
fn joined_title(line: &Line, next: &Line, catalog: &Catalog) -> Option<Line> {
    let close = next.rect.y0 - line.rect.y1 < 1.2 * line.size
        && ((next.rect.cx() - line.rect.cx()).abs() < 1.5 * line.size
            || ((next.rect.x0 - line.rect.x0).abs() < 0.5 * line.size
                && next.rect.x1 < line.rect.x1))
        && (next.size - line.size).abs() < 0.15 * line.size;
    let text = format!("{}{}", line.text, next.text);
    (close && could_be_title(&text, catalog)).then(|| Line {
        text,
        rect: line.rect.union(&next.rect),
        ..line.clone()
    })
}

/// Titles hold 表; sentences hold stops, or point to a table.
fn could_be_title(text: &str, catalog: &Catalog) -> bool {
    text.contains('表')
        && !text.contains(['，', '。', '；'])
        && !catalog.titles.points_to_table(text)
}

fn is_contents_page(
    lines: &[Line],
    marks: &[Mark],
    after_contents: bool,
    catalog: &Catalog,
) -> bool {
    let leaders = lines.iter().filter(|l| has_leader(&l.text)).count();
    if lines.iter().take(6).any(|l| catalog.titles.is_contents_heading(&l.text))
        || leaders >= 4
        || (after_contents && leaders >= 1)
    {
        return true;
    }
    let mut ids: Vec<&TableId> = marks.iter().filter_map(|m| m.id.as_ref()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() >= 3 && lines.iter().filter(|l| holds_amount(&l.text)).count() <= 1
}
