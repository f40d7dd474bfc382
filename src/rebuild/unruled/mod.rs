//! Text without rulings between its columns → a grid (three-line tables and tables without any line).
//!
//! 1. The region below a title is cut into words (`words`).
//! 2. Body lines print a code, a figure or an ordinal; what stands above the first of them is the header, down to the
//!    ruling below it if one is drawn.
//! 3. The header's words are wrapped heads and groups' heads (`heads`), the parts of the width that body words cover are
//!    spans; aligned in order they are the columns (`columns`).
//! 4. The body's lines in their columns are rows (`rows`).

mod columns;
mod heads;
mod rows;
mod words;

use crate::catalog::{Catalog, ItemSide};
use crate::lex::{self, is_amount_or_zero, is_code, is_page_number, opens_note};
use crate::model::{Axis, Grid, GridCell, Line, Page, Rect, squeeze};
use columns::{Column, align, edges, words_to_spans};
use heads::{Head, Place, groups_to_doubts, heads_to_places, words_to_heads};
use rows::{Row, body_to_rows};
use words::{Words, cut_at_starts, is_numbering, line_to_words};

pub use rows::columns_to_rows;

/// A table has at most this many columns.
const MAX_COLUMNS: usize = 40;
/// A header has at most this many words.
const MAX_HEADS: usize = 200;

/// The grid of the text between two heights of a page; `None` if it is no table. `hint` holds the column edges of the
/// page before, which a continuation keeps.
pub fn region_to_grid(
    page: &Page,
    lines: &[Line],
    top: f32,
    bottom: f32,
    hint: Option<&[f32]>,
    catalog: &Catalog,
) -> Option<Grid> {
    let known = |text: &str| is_known(text, catalog);
    let region: Vec<Words> = lines
        .iter()
        .filter(|l| l.rect.y0 >= top - 0.5 && l.rect.y1 <= bottom + 0.5)
        .map(|l| {
            let row = line_to_words(&page.glyphs, l, &known);
            // 301某局 beside 单位：万元: the body's number is no code.
            let caption = || {
                catalog.units.declared(&l.text).is_some()
                    && !row.words.iter().any(|w| w.is_figure())
            };
            Words { body: row.body && !caption(), ..row }
        })
        .collect();
    let region = &region[..body_end(&region, page)];
    let rules = rules_across(page, region, top, bottom);
    let mut first = header_end(region, &rules);
    // A continuation may go on with its rows right away.
    let heads_in = |rows: &[Words]| {
        rows.iter().flat_map(|r| &r.words).filter(|w| known(&squeeze(&w.text))).count()
    };
    if hint.is_some() && heads_in(&region[..first]) < 2 {
        first = 0;
    }
    let header = below_captions(&region[..first]);
    let mut body: Vec<Words> = region[first..]
        .iter()
        .filter(|r| !is_numbering(r) && (r.body || !is_caption(r)))
        .cloned()
        .collect();
    cut_at_starts(&mut body, &page.glyphs);
    // A table without figures is one by its heads.
    let figures = body.iter().any(|r| r.words.iter().any(|w| w.is_figure()));
    if (!figures && (hint.is_some() || body.len() > 2 || heads_in(&header) < 3))
        || header.iter().map(|r| r.words.len()).sum::<usize>() > MAX_HEADS
    {
        return None;
    }
    let em = region.iter().map(|r| r.size).fold(1.0, f32::max);
    let hint = hint.filter(|xs| fits(xs, &body));
    let spans = hint.map_or_else(|| words_to_spans(&body), hint_to_spans);
    if spans.len() > MAX_COLUMNS {
        return None;
    }
    let heads = words_to_heads(&header, &known);
    let (leaves, ends) = leaves_of(&heads);
    let columns = align(&spans, &ends, em);
    if columns.len() < 2 || columns.len() > MAX_COLUMNS {
        return None;
    }
    let xs = match hint {
        Some(xs) if xs.len() == columns.len() + 1 => xs.to_vec(),
        _ => edges(&columns),
    };
    let cols = columns.len();
    let overlap = |w: &Line, c: usize| w.rect.x1.min(xs[c + 1]) - w.rect.x0.max(xs[c]);
    let column_of =
        |w: &Line| (0..cols).max_by(|&a, &b| overlap(w, a).total_cmp(&overlap(w, b))).unwrap_or(0);
    let rows = body_to_rows(&body, cols, &column_of, &rules);
    let (places, depth) = heads_to_places(&heads, &leaves, &columns);
    let mut grid = assemble(page.number, xs, &heads, &places, depth, rows);
    if hint.is_none() && !leaves.is_empty() {
        grid.doubts = columns_to_doubts(&columns, &ends, &heads, &leaves, em);
        grid.doubts.extend(groups_to_doubts(&places, &heads, &leaves, &columns));
    }
    Some(grid)
}

/// The rows of a header: those below the last line that declares something.
fn below_captions(rows: &[Words]) -> Vec<Words> {
    let start = rows.iter().rposition(is_caption).map_or(0, |i| i + 1);
    rows[start..].iter().filter(|r| !is_numbering(r)).cloned().collect()
}

/// The heads that stand over one column each: their indices, left and right ends.
fn leaves_of(heads: &[Head]) -> (Vec<usize>, Vec<(f32, f32)>) {
    let leaves = heads.iter().enumerate().filter(|(_, h)| !h.group);
    leaves.map(|(i, h)| (i, (h.line.rect.x0, h.line.rect.x1))).unzip()
}

/// Is this a head or an item of the vocabulary?
fn is_known(text: &str, catalog: &Catalog) -> bool {
    let head = catalog.columns.head(text, None);
    head.is_measure()
        || head.label.is_some()
        || catalog.items.identify(text, ItemSide::ThreePublic, |_| false).is_some()
}

/// Gives a ruled grid that begins with its body the header that stands above it, below `top`, without rulings between
/// its heads: each column has one within it, and others may stand over several.
pub fn add_header(grid: &mut Grid, page: &Page, lines: &[Line], top: f32, catalog: &Catalog) {
    let known = |text: &str| is_known(text, catalog);
    if !begins_with_body(grid) {
        return;
    }
    let above = lines.iter().filter(|l| l.rect.y0 >= top - 0.5 && l.rect.cy() < grid.rect.y0);
    let header =
        below_captions(&above.map(|l| line_to_words(&page.glyphs, l, &known)).collect::<Vec<_>>());
    let heads = words_to_heads(&header, &known);
    if heads.len() > MAX_HEADS || heads.iter().filter(|h| known(&squeeze(&h.line.text))).count() < 2
    {
        return;
    }
    let (leaves, ends) = leaves_of(&heads);
    let em = header.iter().map(|r| r.size).fold(1.0, f32::max);
    let columns = align(&hint_to_spans(&grid.xs), &ends, em);
    if columns.len() + 1 != grid.xs.len() || columns.len() > MAX_COLUMNS {
        return;
    }
    let within =
        |c: usize, l: usize| ends[l].0 > grid.xs[c] - 1.0 && ends[l].1 < grid.xs[c + 1] + 1.0;
    if !columns.iter().enumerate().all(|(c, column)| column.leaf.is_some_and(|l| within(c, l))) {
        return;
    }
    let (places, depth) = heads_to_places(&heads, &leaves, &columns);
    grid.doubts.extend(groups_to_doubts(&places, &heads, &leaves, &columns));
    let head = assemble(page.number, grid.xs.clone(), &heads, &places, depth, Vec::new());
    if !depth.checked_sub(1).is_some_and(|last| head.ys[last] < grid.rect.y0) {
        return;
    }
    grid.cells.iter_mut().for_each(|cell| cell.row += depth);
    grid.cells.splice(0..0, head.cells);
    grid.ys.splice(0..0, head.ys[..depth].iter().copied());
    grid.rect.y0 = grid.ys[0];
    grid.header = Some(depth);
}

/// Does the first row print a figure or a code?
fn begins_with_body(grid: &Grid) -> bool {
    let first = grid.cells.iter().filter(|c| c.row == 0);
    first.flat_map(|c| &c.lines).any(|l| is_amount_or_zero(&l.text) || is_code(&l.text))
}

/// y of the rulings that run across most of the text.
fn rules_across(page: &Page, region: &[Words], top: f32, bottom: f32) -> Vec<f32> {
    let Some(rect) = Rect::around(region.iter().flat_map(|r| r.words.iter().map(|w| &w.rect)))
    else {
        return Vec::new();
    };
    let mut ys: Vec<f32> = page
        .rulings
        .iter()
        .filter(|r| {
            r.axis == Axis::Horizontal
                && r.at > top
                && r.at < bottom
                && r.to - r.from > 0.6 * rect.width()
        })
        .map(|r| r.at)
        .collect();
    ys.sort_by(f32::total_cmp);
    ys
}

/// Index of the first body line.
fn header_end(region: &[Words], rules: &[f32]) -> usize {
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
    // A line that stands less than a line's height above the body stands beside it.
    while at > 0
        && region[first].baseline - region[at - 1].baseline < 0.95 * region[first].size
        && !is_caption(&region[at - 1])
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
    for i in from..rows.len() {
        let text: String = rows[i].words.iter().map(|w| squeeze(&w.text)).collect();
        let note = opens_note(&text);
        let sentence = states(&rows[i])
            || text.contains('。')
            || text.contains(';')
            || (text.matches(',').count() > 1 && !rows[i].words.iter().any(|w| w.is_figure()));
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

/// Does the line state a figure with its unit in a sentence: 4206.10万元，? No cell does.
fn states(row: &Words) -> bool {
    let text: String = row.words.iter().map(|w| squeeze(&w.text)).collect();
    text.match_indices(['元', '%']).any(|(at, unit)| {
        let figure =
            text[..at].trim_end_matches(['万', '亿']).ends_with(|c: char| c.is_ascii_digit());
        figure && text[at + unit.len()..].starts_with([',', ';', '。', '、'])
    })
}

/// Does no figure or code cross an edge?
fn fits(xs: &[f32], body: &[Words]) -> bool {
    !body
        .iter()
        .flat_map(|r| r.words.iter())
        .filter(|w| w.is_figure() || w.is_code())
        .any(|w| xs.iter().any(|&x| w.rect.x0 + 1.0 < x && x < w.rect.x1 - 1.0))
}

fn hint_to_spans(xs: &[f32]) -> Vec<Column> {
    xs.windows(2).map(|w| Column { x0: w[0], x1: w[1], figures: false, leaf: None }).collect()
}

/// Figures that stand under no head, or apart from their head beside one that has none.
fn columns_to_doubts(
    columns: &[Column],
    ends: &[(f32, f32)],
    heads: &[Head],
    leaves: &[usize],
    em: f32,
) -> Vec<(Rect, String)> {
    let gap = |c: &Column, l: usize| (c.x0 - ends[l].1).max(ends[l].0 - c.x1);
    let blank = |c: &Column| c.leaf.filter(|&l| ends[l] == (c.x0, c.x1));
    let band = Rect::around(heads.iter().map(|h| &h.line.rect)).unwrap_or_default();
    let mut doubts = Vec::new();
    for (i, c) in columns.iter().enumerate().filter(|(_, c)| c.figures) {
        let place = Rect { x0: c.x0, x1: c.x1, ..band };
        let Some(own) = c.leaf else {
            doubts.push((place, "figures stand under no head".to_string()));
            continue;
        };
        let beside = [i.checked_sub(1), Some(i + 1)]
            .into_iter()
            .flatten()
            .filter_map(|k| columns.get(k))
            .filter_map(blank);
        for other in beside {
            if gap(c, own) > 0.3 * em && gap(c, other) < 2.5 * gap(c, own) {
                let (a, b) = (&heads[leaves[own]].line.text, &heads[leaves[other]].line.text);
                doubts.push((
                    place,
                    format!("the figures taken for “{a}” may stand under “{b}”, which has none"),
                ));
            }
        }
    }
    doubts
}

fn assemble(
    page: u32,
    xs: Vec<f32>,
    heads: &[Head],
    places: &[Place],
    depth: usize,
    rows: Vec<Row>,
) -> Grid {
    let cols = xs.len() - 1;
    let tops: Vec<f32> = rows
        .iter()
        .map(|r| r.cells.iter().flatten().map(|l| l.rect.y0).fold(r.y, f32::min))
        .collect();
    let ends: Vec<f32> = rows
        .iter()
        .map(|r| r.cells.iter().flatten().map(|l| l.rect.y1).fold(r.y, f32::max))
        .collect();
    let foot = heads.iter().map(|h| h.line.rect.y1).fold(0.0, f32::max);
    let first = tops.first().copied().unwrap_or(foot);
    let head_top = heads.iter().map(|h| h.line.rect.y0).fold(first, f32::min);
    let mut ys: Vec<f32> =
        (0..depth).map(|l| head_top + (first - head_top) * l as f32 / depth as f32).collect();
    for (r, &y) in tops.iter().enumerate() {
        let border = r.checked_sub(1).map_or(y, |b| (ends[b] + y) / 2.0);
        ys.push(ys.last().map_or(border, |&l| border.max(l + 0.1)));
    }
    ys.push(ends.last().copied().unwrap_or(first).max(ys.last().copied().unwrap_or(0.0) + 0.1));
    let rect_of = |r0: usize, r1: usize, c0: usize, c1: usize| Rect {
        x0: xs[c0],
        y0: ys[r0],
        x1: xs[c1 + 1],
        y1: ys[r1 + 1],
    };
    let mut owner = vec![false; depth * cols];
    let mut cells: Vec<GridCell> = Vec::new();
    for p in places {
        for r in p.row..=p.last_row {
            owner[r * cols + p.first..=r * cols + p.last].fill(true);
        }
        let rect = rect_of(p.row, p.last_row, p.first, p.last);
        let (rowspan, colspan) = (p.last_row - p.row + 1, p.last - p.first + 1);
        cells.push(GridCell {
            row: p.row,
            col: p.first,
            rowspan,
            colspan,
            rect,
            lines: vec![heads[p.head].line.clone()],
            ..GridCell::default()
        });
    }
    for i in (0..depth * cols).filter(|&i| !owner[i]) {
        let (row, col) = (i / cols, i % cols);
        cells.push(GridCell {
            row,
            col,
            rowspan: 1,
            colspan: 1,
            rect: rect_of(row, row, col, col),
            lines: Vec::new(),
            ..GridCell::default()
        });
    }
    for (r, row) in rows.into_iter().enumerate() {
        for (col, lines) in row.cells.into_iter().enumerate() {
            let row = depth + r;
            cells.push(GridCell {
                row,
                col,
                rowspan: 1,
                colspan: 1,
                rect: rect_of(row, row, col, col),
                lines,
                ..GridCell::default()
            });
        }
    }
    cells.sort_by_key(|c| (c.row, c.col));
    let rect = Rect { x0: xs[0], y0: ys[0], x1: xs[cols], y1: ys[ys.len() - 1] };
    Grid { page, rect, xs, ys, cells, header: Some(depth), doubts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::glyphs_to_lines;
    use crate::rebuild::testing::glyphs;

    /// A page of words of 10 pt: x, baseline, text.
    fn page(words: &[(f32, f32, &str)]) -> Page {
        let glyphs = glyphs(words);
        Page { number: 1, width: 595.0, height: 842.0, glyphs, ..Page::default() }
    }

    fn grid(words: &[(f32, f32, &str)]) -> Grid {
        let page = page(words);
        let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
        region_to_grid(&page, &lines, 0.0, page.height, None, &Catalog::builtin().unwrap()).unwrap()
    }

    /// row+rows column+columns text of the cells that print something.
    fn cells(grid: &Grid) -> Vec<String> {
        let printed = grid.cells.iter().filter(|c| !c.lines.is_empty());
        printed
            .map(|c| format!("{}+{} {}+{} {}", c.row, c.rowspan, c.col, c.colspan, c.text()))
            .collect()
    }

    #[test]
    fn a_head_without_figures_keeps_its_column() {
        let g = grid(&[
            (50.0, 107.0, "科目编码"),
            (130.0, 107.0, "科目名称"),
            (250.0, 107.0, "小计"),
            (385.0, 100.0, "其中："),
            (330.0, 114.0, "基本支出"),
            (430.0, 114.0, "项目支出"),
            (50.0, 135.0, "223"),
            (100.0, 135.0, "国有资本经营预算支出"),
            (265.0, 135.0, "43.25"),
            (465.0, 135.0, "43.25"),
        ]);
        let want = [
            "0+2 0+1 科目编码",
            "0+2 1+1 科目名称",
            "0+2 2+1 小计",
            "0+1 3+2 其中：",
            "1+1 3+1 基本支出",
            "1+1 4+1 项目支出",
            "2+1 0+1 223",
            "2+1 1+1 国有资本经营预算支出",
            "2+1 2+1 43.25",
            "2+1 4+1 43.25",
        ];
        assert_eq!(cells(&g), want);
        assert_eq!((g.header, g.doubts.len()), (Some(2), 0));
    }

    #[test]
    fn wrapped_heads_below_a_group_are_leaves_and_wrapped_names_are_rows() {
        let g = grid(&[
            (50.0, 118.0, "单位名称"),
            (170.0, 100.0, "本年收入"),
            (130.0, 124.0, "小计"),
            (180.0, 112.0, "上级"),
            (180.0, 124.0, "补助"),
            (180.0, 136.0, "收入"),
            (230.0, 118.0, "事业"),
            (230.0, 130.0, "收入"),
            (50.0, 160.0, "第一中等职业"),
            (50.0, 172.0, "学校"),
            (120.0, 166.0, "1.00"),
            (180.0, 166.0, "0.40"),
            (230.0, 166.0, "0.60"),
            (50.0, 190.0, "图书馆"),
            (120.0, 190.0, "2.00"),
            (230.0, 190.0, "2.00"),
        ]);
        let body: Vec<String> = cells(&g)
            .into_iter()
            .filter(|c| !c.starts_with("0+") && !c.starts_with("1+"))
            .collect();
        assert!(cells(&g).contains(&"1+1 2+1 上级补助收入".to_string()), "{:?}", cells(&g));
        let want = [
            "2+1 0+1 第一中等职业学校",
            "2+1 1+1 1.00",
            "2+1 2+1 0.40",
            "2+1 3+1 0.60",
            "3+1 0+1 图书馆",
            "3+1 1+1 2.00",
            "3+1 3+1 2.00",
        ];
        assert_eq!(body, want);
    }

    #[test]
    fn prose_goes_on_with_no_table() {
        let page = page(&[
            (50.0, 60.0, "第三部分 情况说明"),
            (50.0, 80.0, "某局收入总计"),
            (120.0, 80.0, "4206.10"),
            (160.0, 80.0, "万元，比上年减少"),
            (250.0, 80.0, "757.10"),
            (290.0, 80.0, "万元，"),
            (50.0, 100.0, "下降15.25%。"),
        ]);
        let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
        let edges = [40.0, 240.0, 285.0, 540.0];
        assert!(
            region_to_grid(
                &page,
                &lines,
                0.0,
                page.height,
                Some(&edges),
                &Catalog::builtin().unwrap()
            )
            .is_none()
        );
    }

    #[test]
    fn a_number_before_the_bodys_name_is_no_row() {
        let g = grid(&[
            (50.0, 80.0, "301某省某会"),
            (330.0, 80.0, "单位：万元"),
            (50.0, 100.0, "科目名称"),
            (200.0, 100.0, "基本支出"),
            (330.0, 100.0, "项目支出"),
            (50.0, 120.0, "行政运行"),
            (200.0, 120.0, "43.25"),
            (330.0, 120.0, "13.25"),
        ]);
        let want = [
            "0+1 0+1 科目名称",
            "0+1 1+1 基本支出",
            "0+1 2+1 项目支出",
            "1+1 0+1 行政运行",
            "1+1 1+1 43.25",
            "1+1 2+1 13.25",
        ];
        assert_eq!(cells(&g), want);
    }

    #[test]
    fn a_ruled_body_has_the_header_that_stands_above_it() {
        let words = [
            (200.0, 60.0, "单位：万元"),
            (250.0, 80.0, "本年支出"),
            (60.0, 90.0, "科目名称"),
            (205.0, 100.0, "基本支出"),
            (295.0, 100.0, "项目支出"),
            (52.0, 130.0, "公共安全支出"),
            (210.0, 130.0, "43.25"),
            (300.0, 130.0, "1.50"),
        ];
        let above = |words: &[(f32, f32, &str)]| {
            let page = page(words);
            let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
            let (xs, ys) = (vec![50.0, 200.0, 290.0, 380.0], vec![110.0, 140.0]);
            let rect = |c: usize| Rect { x0: xs[c], y0: 110.0, x1: xs[c + 1], y1: 140.0 };
            let cell = |col| GridCell {
                row: 0,
                col,
                rowspan: 1,
                colspan: 1,
                rect: rect(col),
                lines: vec![],
                ..GridCell::default()
            };
            let whole = Rect { x0: 50.0, y0: 110.0, x1: 380.0, y1: 140.0 };
            let mut grid = Grid {
                page: 1,
                rect: whole,
                xs: xs.clone(),
                ys,
                cells: (0..3).map(cell).collect(),
                ..Grid::default()
            };
            crate::rebuild::fill::fill(&mut grid, &page.glyphs, &lines);
            add_header(&mut grid, &page, &lines, 40.0, &Catalog::builtin().unwrap());
            grid
        };
        let grid = above(&words);
        let head = ["0+2 0+1 科目名称", "0+1 1+2 本年支出", "1+1 1+1 基本支出", "1+1 2+1 项目支出"];
        assert_eq!(cells(&grid)[..4], head);
        assert_eq!(cells(&grid)[4..], ["2+1 0+1 公共安全支出", "2+1 1+1 43.25", "2+1 2+1 1.50"]);
        assert!(grid.ys.is_sorted() && grid.rect.y0 == grid.ys[0], "{:?}", grid.ys);
        assert_eq!(grid.header, Some(2));
        let mut across = words;
        across[4].0 = 270.0;
        assert_eq!(cells(&above(&across)).len(), 3, "a head that stands over an edge is nobody's");
    }

    #[test]
    fn parts_of_a_code_stand_closer_together_than_words() {
        let g = grid(&[
            (50.0, 100.0, "类"),
            (72.0, 100.0, "款"),
            (88.0, 100.0, "项"),
            (130.0, 100.0, "科目名称"),
            (250.0, 100.0, "合计"),
            (48.0, 130.0, "204"),
            (130.0, 130.0, "公共安全支出"),
            (250.0, 130.0, "43.25"),
            (48.0, 146.0, "204"),
            (72.0, 146.0, "02"),
            (130.0, 146.0, "公安"),
            (250.0, 146.0, "43.25"),
            (48.0, 162.0, "204"),
            (72.0, 162.0, "02"),
            (88.0, 162.0, "01"),
            (130.0, 162.0, "行政运行"),
            (250.0, 162.0, "43.25"),
        ]);
        let last: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("3+")).collect();
        assert_eq!(
            last,
            ["3+1 0+1 204", "3+1 1+1 02", "3+1 2+1 01", "3+1 3+1 行政运行", "3+1 4+1 43.25"],
            "{:?}",
            cells(&g)
        );
    }

    #[test]
    fn a_line_of_heads_that_ends_with_a_total_is_no_row() {
        let g = grid(&[
            (130.0, 100.0, "科目"),
            (330.0, 107.0, "一般公共预算"),
            (50.0, 114.0, "科目编码"),
            (250.0, 114.0, "总计"),
            (150.0, 121.0, "科目名称"),
            (340.0, 121.0, "拨款收入"),
            (50.0, 150.0, "204"),
            (150.0, 150.0, "公共安全支出"),
            (250.0, 150.0, "43.25"),
            (360.0, 150.0, "43.25"),
        ]);
        assert!(cells(&g).iter().any(|c| c.ends_with("一般公共预算拨款收入")), "{:?}", cells(&g));
    }

    #[test]
    fn a_head_between_the_levels_of_a_code_is_their_group() {
        let g = grid(&[
            (150.0, 100.0, "项目"),
            (450.0, 100.0, "基本支出"),
            (92.0, 116.0, "经济分类科目编码"),
            (250.0, 124.0, "单位代码"),
            (330.0, 124.0, "科目名称"),
            (450.0, 124.0, "合计"),
            (80.0, 132.0, "类"),
            (185.0, 132.0, "款"),
            (330.0, 150.0, "合计"),
            (450.0, 150.0, "43.25"),
            (40.0, 166.0, "301"),
            (250.0, 166.0, "301001"),
            (330.0, 166.0, "工资福利支出"),
            (450.0, 166.0, "43.25"),
            (40.0, 182.0, "301"),
            (140.0, 182.0, "01"),
            (250.0, 182.0, "301001"),
            (330.0, 182.0, "基本工资"),
            (450.0, 182.0, "43.25"),
        ]);
        let body: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("5+")).collect();
        assert_eq!(
            body,
            ["5+1 0+1 301", "5+1 1+1 01", "5+1 2+1 301001", "5+1 3+1 基本工资", "5+1 4+1 43.25"],
            "{:?}",
            cells(&g)
        );
    }

    #[test]
    fn figures_between_two_heads_are_a_doubt() {
        let g = grid(&[
            (50.0, 100.0, "科目名称"),
            (200.0, 100.0, "基本支出"),
            (330.0, 100.0, "项目支出"),
            (50.0, 120.0, "行政运行"),
            (260.0, 120.0, "43.25"),
            (50.0, 134.0, "信息化建设"),
            (260.0, 134.0, "13.25"),
        ]);
        assert_eq!(g.cols(), 3);
        assert_eq!(g.doubts.len(), 1);
        assert_eq!(
            g.doubts[0].1,
            "the figures taken for “基本支出” may stand under “项目支出”, which has none"
        );
    }

    #[test]
    fn a_group_far_from_its_columns_is_a_doubt() {
        let g = grid(&[
            (50.0, 107.0, "科目名称"),
            (430.0, 100.0, "本年支出"),
            (200.0, 114.0, "基本支出"),
            (300.0, 114.0, "项目支出"),
            (50.0, 135.0, "行政运行"),
            (210.0, 135.0, "43.25"),
            (310.0, 135.0, "13.25"),
        ]);
        assert_eq!(g.doubts.len(), 1);
        assert_eq!(
            g.doubts[0].1,
            "“本年支出” stands far from the middle of the columns taken for its own"
        );
    }

    #[test]
    fn heads_and_names_that_touch_are_cut_where_the_others_begin() {
        let g = grid(&[
            (50.0, 100.0, "一级项目"),
            (122.0, 100.0, "二级项目"),
            (200.0, 100.0, "基本支出"),
            (242.0, 100.0, "项目支出"),
            (50.0, 120.0, "公共服务"),
            (122.0, 120.0, "公共安全"),
            (210.0, 120.0, "43.25"),
            (50.0, 134.0, "履职服务"),
            (122.0, 134.0, "法律服务"),
            (250.0, 134.0, "13.25"),
            (50.0, 148.0, "公共宣传服务类"),
            (122.0, 148.0, "法律服务"),
            (210.0, 148.0, "3.25"),
            (50.0, 162.0, "后勤服务"),
            (122.0, 162.0, "物业管理"),
            (210.0, 162.0, "1.25"),
        ]);
        let heads: Vec<String> = cells(&g).into_iter().take(4).collect();
        assert_eq!(
            heads,
            ["0+1 0+1 一级项目", "0+1 1+1 二级项目", "0+1 2+1 基本支出", "0+1 3+1 项目支出"]
        );
        let third: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("3+1")).collect();
        assert_eq!(third, ["3+1 0+1 公共宣传服务类", "3+1 1+1 法律服务", "3+1 2+1 3.25"]);
    }
}
