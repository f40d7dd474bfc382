//! Which lines outside tables are text: not the page numbers and running heads at the edges of pages, the entries of
//! contents pages, or the turned text of watermarks.

use crate::lex::{is_contents_entry, is_page_number};
use crate::model::{Line, Page, squeeze};
use hashbrown::HashMap;

/// How far from the page's edge page numbers and running heads stand: a share of its height, and points at least.
const EDGE: f32 = 0.12;
/// See [`EDGE`]: an inch and a little, for low pages.
const EDGE_POINTS: f32 = 84.0;
/// Width and height of each page.
pub type Sizes = HashMap<u32, (f32, f32)>;

/// The lines of `lines` that are text.
pub fn prose<'l>(lines: &'l [Line], pages: &[Page], sizes: &Sizes) -> Vec<&'l Line> {
    let page_of: HashMap<u32, &Page> = pages.iter().map(|p| (p.number, p)).collect();
    let turned = |l: &Line| {
        let glyph = |p: &&Page| l.glyphs.first().and_then(|&g| p.glyphs.get(g as usize)).copied();
        page_of.get(&l.page).and_then(glyph).is_some_and(|g| g.turned())
    };
    let texts: Vec<String> = lines.iter().map(|l| squeeze(&l.text)).collect();
    let heads = running_heads(lines, &texts, sizes);
    let is_text = |i: &usize| {
        let (line, text) = (&lines[*i], &texts[*i]);
        let noise = heads[*i] || turned(line) || page_number(line, text, sizes);
        !text.is_empty() && !noise && !is_contents_entry(text)
    };
    (0..lines.len()).filter(is_text).map(|i| &lines[i]).collect()
}

/// Does the line stand in the top or bottom edge of its page?
fn at_edge(line: &Line, sizes: &Sizes) -> bool {
    let Some(&(_, h)) = sizes.get(&line.page) else { return false };
    let edge = (h * EDGE).max(EDGE_POINTS);
    line.rect.y1 < edge || line.rect.y0 > h - edge
}

/// A page number at the page's edge. Four bare digits may be a year that wraps.
fn page_number(line: &Line, text: &str, sizes: &Sizes) -> bool {
    let bare = text.bytes().all(|b| b.is_ascii_digit());
    (!bare || text.len() <= 3) && at_edge(line, sizes) && is_page_number(text)
}

/// Lines at the edges that three or more pages repeat at the same height, digits aside.
fn running_heads(lines: &[Line], texts: &[String], sizes: &Sizes) -> Vec<bool> {
    let key = |i: usize| {
        let text: String = texts[i].chars().filter(|c| !c.is_ascii_digit()).collect();
        (text, (lines[i].rect.y0 / 6.0).round() as i32, width_key(lines[i].page, sizes))
    };
    let mut seen: HashMap<(String, i32, i32), usize> = HashMap::new();
    for (i, line) in lines.iter().enumerate() {
        if at_edge(line, sizes) {
            *seen.entry(key(i)).or_default() += 1;
        }
    }
    let repeated = |i: usize| {
        let (t, y, w) = key(i);
        // Neighbouring heights: rounding may part the pages.
        (-1..=1).map(|d| seen.get(&(t.clone(), y + d, w)).copied().unwrap_or(0)).sum::<usize>() >= 3
    };
    (0..lines.len())
        .map(|i| {
            at_edge(&lines[i], sizes)
                && texts[i].chars().any(|c| !c.is_ascii_digit())
                && repeated(i)
        })
        .collect()
}

/// Pages of one width are set alike.
pub fn width_key(page: u32, sizes: &Sizes) -> i32 {
    sizes.get(&page).map_or(0, |s| s.0.round() as i32)
}
