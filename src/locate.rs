//! Stage 2: pages → outline. Which lines are titles of tables, which pages are contents pages.
//!
//! 1. Glyphs become lines.
//! 2. A line, a part of one between wide gaps, or two centred lines together are a title if the catalog
//!    knows the whole of it (year, number, ordinal and the body's name dropped by rule).
//! 3. A page headed 目录, full of dot leaders, or naming three tables and stating no amount, is a contents page:
//!    its titles announce tables and begin none.

use crate::catalog::{Catalog, TitleKind, TitleMatch};
use crate::model::{Announced, Line, Mark, Outline, Page, SectionKind, glyphs_to_lines, line_to_segments};

/// Columns of a page that share a baseline are further apart than this many times the font size.
const SEGMENT_GAP: f32 = 3.0;

/// Finds the titles and the contents pages.
pub fn locate(pages: &[Page], catalog: &Catalog) -> Outline {
    let mut outline = Outline::default();
    for page in pages {
        let lines = glyphs_to_lines(page.number, &page.glyphs, 0..page.glyphs.len() as u32);
        let marks = lines_to_marks(page, &lines, catalog);
        let after_contents = outline.contents.last().copied().unwrap_or(false);
        let contents = is_contents_page(&lines, &marks, after_contents, catalog);
        if contents {
            outline.announced.extend(marks.into_iter().filter(|m| !m.id.is_empty()).map(|m| Announced {
                id: m.id,
                title: m.title,
                page: page.number,
            }));
        } else {
            outline.marks.extend(marks);
        }
        outline.contents.push(contents);
        outline.lines.push(lines);
    }
    outline
}

fn lines_to_marks(page: &Page, lines: &[Line], catalog: &Catalog) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut joined_until = 0;
    for (i, line) in lines.iter().enumerate() {
        if i < joined_until || !could_be_title(&line.text) {
            continue;
        }
        let whole = catalog.titles.identify(&line.text).map(|m| (line.clone(), m));
        let known = |m: &Option<(Line, TitleMatch)>| m.as_ref().is_some_and(|(_, m)| m.kind != TitleKind::Other);
        let mut best = whole;
        if !known(&best) {
            let part = line_to_segments(&page.glyphs, line, SEGMENT_GAP)
                .into_iter()
                .filter_map(|s| catalog.titles.identify(&s.text).map(|m| (s, m)))
                .find(|(_, m)| m.kind != TitleKind::Other);
            best = part.or(best);
        }
        if !known(&best)
            && let Some(next) = lines.get(i + 1)
            && next.rect.y0 - line.rect.y1 < 1.2 * line.size
            && (next.rect.cx() - line.rect.cx()).abs() < 1.5 * line.size
            && (next.size - line.size).abs() < 0.15 * line.size
        {
            let text = format!("{}{}", line.text, next.text);
            if let Some(m) = catalog.titles.identify(&text).filter(|m| m.kind != TitleKind::Other) {
                let both = Line { text, rect: line.rect.union(&next.rect), ..line.clone() };
                best = Some((both, m));
                joined_until = i + 2;
            }
        }
        if let Some((line, m)) = best {
            marks.push(Mark {
                page: page.number,
                rect: line.rect,
                title: line.text.chars().filter(|c| !c.is_whitespace()).collect(),
                kind: if m.kind == TitleKind::Performance { SectionKind::Performance } else { SectionKind::Table },
                id: m.id,
                continued: m.continued,
            });
        }
    }
    marks
}

/// Titles hold 表; sentences hold stops.
fn could_be_title(text: &str) -> bool {
    text.contains('表') && !text.contains(['，', '。', '；']) && !["见下表", "见附表", "如下表", "下表："].iter().any(|w| text.contains(w))
}

fn is_contents_page(lines: &[Line], marks: &[Mark], after_contents: bool, catalog: &Catalog) -> bool {
    let leaders = lines.iter().filter(|l| has_leader(&l.text)).count();
    if lines.iter().take(6).any(|l| catalog.titles.is_contents_heading(&l.text)) || leaders >= 4 || (after_contents && leaders >= 1) {
        return true;
    }
    let mut ids: Vec<&str> = marks.iter().filter(|m| !m.id.is_empty()).map(|m| m.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() >= 3 && lines.iter().filter(|l| has_amount(&l.text)).count() <= 1
}

fn has_leader(text: &str) -> bool {
    // Dots may be set apart; dashes set apart are the blank cells of a table.
    let t = text.replace(' ', "");
    ["....", "……", "···", "．．．．"].iter().any(|l| t.contains(l)) || ["----", "____"].iter().any(|l| text.contains(l))
}

fn has_amount(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .any(|w| w.rsplit_once('.').is_some_and(|(a, b)| !a.is_empty() && b.len() == 2 && b.bytes().all(|c| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_and_amounts() {
        assert!(has_leader("一、收支预算总表 . . . . . . 5"));
        assert!(!has_leader("一、收支预算总表"));
        assert!(!has_leader("20801 - - - - - 1.20"));
        assert!(has_amount("合计 1,234.50"));
        assert!(!has_amount("1.2 概况 2026.3.1"));
    }
}
