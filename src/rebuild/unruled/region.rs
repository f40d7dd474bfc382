//! The lines of a region → its header and its body. Body lines print a code, a figure or an ordinal; what stands above the
//! first of them is the header, down to the ruling below it if one is drawn.

use super::whole;
use super::words::{
    Words, cut_at_gutters, cut_at_starts, has_figures_side_by_side, is_numbering, line_to_words,
};
use super::{MAX_HEADS, is_known};
use crate::catalog::Catalog;
use crate::lex::{self, is_code_level, is_page_number, opens_note};
use crate::model::{Axis, Line, Page, Rect, squeeze};
use crate::rebuild::word::Word;
use std::ops::Range;

/// A part of a page that may be a table.
pub struct Region {
    /// The lines of the header.
    pub header: Vec<Words>,
    /// The lines below it.
    pub body: Vec<Words>,
    /// y of the rulings across the text.
    pub rules: Vec<f32>,
    /// Its largest font size.
    pub em: f32,
}

impl Region {
    /// The lines between two heights of a page; `None` if they are no table. One that continues the page before may go on
    /// with its rows right away; `hint` holds its edges of columns.
    pub fn of(
        page: &Page,
        lines: &[Line],
        between: Range<f32>,
        hint: Option<&[f32]>,
        catalog: &Catalog,
    ) -> Option<Region> {
        let heads_in = |rows: &[Words]| {
            let words = rows.iter().flat_map(|r| &r.words);
            words.filter(|w| is_known(&squeeze(&w.text), catalog)).count()
        };
        let continues = hint.is_some();
        let mut all = words_between(page, lines, &between, catalog);
        whole::mark(&mut all, hint, catalog);
        let all = &all[..body_end(&all, page)];
        let rules = rules_across(page, all, &between);
        let mut first = header_end(all, &rules, catalog);
        if continues && heads_in(&all[..first]) < 2 {
            first = 0;
        }
        let mut header = below_captions(&all[..first]);
        let in_body = |r: &&Words| !is_numbering(r) && (r.body || !is_caption(r));
        let mut body: Vec<Words> = all[first..].iter().filter(in_body).cloned().collect();
        if !header.is_empty() {
            header.extend(body.first_mut().and_then(take_levels));
        }
        cut_at_starts(&mut body, &page.glyphs);
        cut_at_gutters(&mut body, &page.glyphs);
        // A table without figures is one by its heads.
        let figures = body.iter().any(|r| r.words.iter().any(|w| w.is_figure()));
        let by_heads = !continues && body.len() <= 2 && heads_in(&header) >= 3;
        let words = header.iter().map(|r| r.words.len()).sum::<usize>();
        let em = all.iter().map(|r| r.size).fold(1.0, f32::max);
        ((figures || by_heads) && words <= MAX_HEADS).then_some(Region { header, body, rules, em })
    }
}

/// The lines between two heights, cut into words. 301某局 beside 单位：万元: the body's number is no code.
fn words_between(
    page: &Page,
    lines: &[Line],
    between: &Range<f32>,
    catalog: &Catalog,
) -> Vec<Words> {
    let within = |l: &&Line| l.rect.y0 >= between.start - 0.5 && l.rect.y1 <= between.end + 0.5;
    let cut = |line: &Line| {
        let row = line_to_words(&page.glyphs, line, &|text| is_known(text, catalog));
        let caption = || {
            catalog.units.declared(&line.text).is_some() && !row.words.iter().any(|w| w.is_figure())
        };
        Words { body: row.body && !caption(), ..row }
    };
    lines.iter().filter(within).map(cut).collect()
}

/// 类, 款 and 项 beside the figures of the total are heads all the same.
fn take_levels(first: &mut Words) -> Option<Words> {
    let level = |w: &Word| is_code_level(&squeeze(&w.text));
    if first.words.iter().filter(|w| level(w)).count() < 2 {
        return None;
    }
    let (levels, rest) = std::mem::take(&mut first.words).into_iter().partition(level);
    first.words = rest;
    Some(Words { words: levels, body: false, ..first.clone() })
}

/// The rows of a header: those below the last line that declares something.
pub fn below_captions(rows: &[Words]) -> Vec<Words> {
    let start = rows.iter().rposition(is_caption).map_or(0, |i| i + 1);
    rows[start..].iter().filter(|r| !is_numbering(r)).cloned().collect()
}

/// y of the rulings that run across most of the text.
fn rules_across(page: &Page, region: &[Words], between: &Range<f32>) -> Vec<f32> {
    let Some(rect) = Rect::around(region.iter().flat_map(|r| r.words.iter().map(|w| &w.rect)))
    else {
        return Vec::new();
    };
    let mut ys: Vec<f32> = page
        .rulings
        .iter()
        .filter(|r| {
            r.axis == Axis::Horizontal
                && r.at > between.start
                && r.at < between.end
                && r.to - r.from > 0.6 * rect.width()
        })
        .map(|r| r.at)
        .collect();
    ys.sort_by(f32::total_cmp);
    ys
}

/// Index of the first body line.
fn header_end(region: &[Words], rules: &[f32], catalog: &Catalog) -> usize {
    let Some(first) = region.iter().position(|r| r.body) else { return region.len() };
    // The lowest ruling above the first body line, with heads right above it.
    let ruled = rules.iter().rev().find_map(|&y| {
        let at = region.iter().position(|r| r.baseline - 0.4 * r.size > y).unwrap_or(region.len());
        (at > 0 && at <= first && at + 12 > first && !is_caption(&region[at - 1]))
            .then_some((at, y))
    });
    if let Some((at, y)) = ruled
        && rules.iter().any(|&r| r < y - 4.0)
    {
        return at;
    }
    // Without it: a wrapped name's first lines stand alone above their figures, in no head's place.
    let mut at = first;
    // A line that stands less than a line's height above the body stands beside it, unless it prints heads alone.
    let heads = |row: &Words| {
        let head = |text: &str| is_code_level(text) || is_known(text, catalog);
        row.words.len() > 1 && row.words.iter().all(|w| head(&squeeze(&w.text)))
    };
    while at > 0
        && region[first].baseline - region[at - 1].baseline < 0.95 * region[first].size
        && !is_caption(&region[at - 1])
        && !heads(&region[at - 1])
    {
        at -= 1;
    }
    while at > 1
        && region[at - 1].words.len() == 1
        && region[at - 2].words.len() > 1
        && stands_below(&region[at - 1], &region[..at - 1])
    {
        at -= 1;
    }
    at
}

/// Does the line go on nothing above it: further below the line before than below it the next?
fn stands_below(row: &Words, above: &[Words]) -> bool {
    let w = &row.words[0];
    above.iter().all(|r| {
        row.baseline - r.baseline > 1.6 * row.size
            || r.words.iter().all(|o| o.rect.x1 <= w.rect.x0 || o.rect.x0 >= w.rect.x1)
    })
}

/// Unit of amount, the body's name and the table's number (公开02表) are no header.
fn is_caption(row: &Words) -> bool {
    let text: String = row.words.iter().map(|w| w.text.as_str()).collect();
    lex::is_caption(&text) || row.words.iter().any(|w| lex::is_caption(&w.text))
}

/// Where the table ends: before a note, prose, a page number, or a gap that no row leaves.
fn body_end(rows: &[Words], page: &Page) -> usize {
    // 收入4206.10万元，比上年减少: where the first row is prose, there is no table.
    let first = rows.iter().position(|r| r.body).filter(|&f| !states(&rows[f]));
    let mut end = first.map_or(0, |f| f + 1);
    let from = end;
    let first_figure = |row: &Words, before: f32| {
        let figures = row.words.iter().filter(|w| w.is_figure());
        figures.map(|w| w.rect.x0).fold(before, f32::min)
    };
    let mut figures_begin = first.map_or(f32::INFINITY, |f| first_figure(&rows[f], f32::INFINITY));
    for i in from..rows.len() {
        let text: String = rows[i].words.iter().map(|w| squeeze(&w.text)).collect();
        let note = opens_note(&text);
        let figures = || rows[i].words.iter().filter(|w| w.is_figure());
        figures_begin = first_figure(&rows[i], figures_begin);
        // Sentences behind the figures are a column of them: 绩效目标, 备注.
        let behind = rows[i].words.first().is_some_and(|w| w.rect.x0 > figures_begin);
        let sentence = !behind
            && (states(&rows[i])
                || figures().count() < 2 && (text.contains('。') || text.contains(';'))
                || (text.matches(',').count() > 1 && figures().next().is_none()));
        let footer = rows[i].baseline > 0.85 * page.height
            && is_page_number(&text)
            && Rect::around(rows[i].words.iter().map(|w| &w.rect))
                .is_some_and(|r| r.width() < 0.2 * page.width);
        if note || sentence || footer {
            break;
        }
        if i > 0
            && rows[i].baseline - rows[i - 1].baseline > 6.0 * rows[i].size.max(8.0)
            && !rows[i].body
        {
            break;
        }
        end = i + 1;
    }
    end
}

/// Does the line state a figure with its unit in a sentence: 4206.10万元，? No cell does, but those of explanations behind
/// figures side by side.
fn states(row: &Words) -> bool {
    if has_figures_side_by_side(&row.words) {
        return false;
    }
    let text: String = row.words.iter().map(|w| squeeze(&w.text)).collect();
    text.match_indices(['元', '%']).any(|(at, unit)| {
        let figure =
            text[..at].trim_end_matches(['万', '亿']).ends_with(|c: char| c.is_ascii_digit());
        figure && text[at + unit.len()..].starts_with([',', ';', '。', '、'])
    })
}
