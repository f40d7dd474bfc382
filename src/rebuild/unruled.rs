//! Text without rulings between its columns → a grid (three-line tables and tables without any line).
//!
//! 1. The region below a title is cut into words: runs of characters without a wide gap, figures apart from words.
//! 2. Body lines print a code, a figure or an ordinal; what stands above the first of them is the header.
//! 3. Columns are the parts of the width that body words cover, cut where no body word stands; a head that stands over
//!    none of them is a column of blanks.
//! 4. A row is a body line with the lines without code, figure or ordinal next to it: names wrapped around their figures.
//! 5. Heads one above the other in one column are one wrapped head; a head above others is their group's, over the
//!    neighbouring columns whose middle lies nearest below its own.

use crate::catalog::ordinal_depth;
use crate::model::{Glyph, Grid, GridCell, Line, Page, Rect, run_to_line};

/// Words further apart than this many times the font size are two.
const WORD_GAP: f32 = 0.9;
/// The same on lines without figures: heads.
const HEAD_GAP: f32 = 0.45;
/// A figure and a word further apart than this are two.
const FIGURE_GAP: f32 = 0.15;
/// Columns are at least this far apart. Points.
const COLUMN_GAP: f32 = 1.2;
/// A table has at most this many columns.
const MAX_COLUMNS: usize = 40;

/// A line of the region cut into words.
struct Words {
    baseline: f32,
    size: f32,
    words: Vec<Line>,
    body: bool,
}

/// The grid of the text between two heights of a page; `None` if it is no table. `hint` holds the column edges of the
/// page before, which a continuation keeps.
pub fn region_to_grid(page: &Page, lines: &[Line], top: f32, bottom: f32, hint: Option<&[f32]>) -> Option<Grid> {
    let rows: Vec<Words> =
        lines.iter().filter(|l| l.rect.y0 >= top - 0.5 && l.rect.y1 <= bottom + 0.5).map(|l| line_to_words(&page.glyphs, l)).collect();
    let end = body_end(&rows, page)?;
    let rows = &rows[..end];
    let first = rows.iter().position(|r| r.body)?;
    let body: Vec<&Words> = rows[first..].iter().collect();
    if body.iter().filter(|r| r.words.iter().any(|w| is_figure(&w.text))).count() < 1 {
        return None;
    }
    // Wrapped lines of the first row's name stand above its figures.
    let header: Vec<&Words> = rows[..first].iter().filter(|r| !is_caption(r)).collect();
    let header: Vec<Words> = header.iter().map(|r| join_spread(r, &spans_hint(hint, &body))).collect();
    let header: Vec<&Words> = header.iter().collect();
    let mut spans = hint.and_then(|xs| spans_of_hint(xs, &body)).unwrap_or_else(|| words_to_spans(&body));
    if hint.is_none() || header.len() > 1 {
        add_blank_columns(&mut spans, &header);
    }
    if spans.len() < 2 || spans.len() > MAX_COLUMNS {
        return None;
    }
    let xs = match hint {
        Some(xs) if xs.len() == spans.len() + 1 => xs.to_vec(),
        _ => spans_to_edges(&spans),
    };
    let bands = lines_to_bands(&body);
    Some(assemble(page, xs, &spans, &header, &body, &bands))
}

fn line_to_words(glyphs: &[Glyph], line: &Line) -> Words {
    // Heads stand closer together than the figures below them.
    let heads = !line.text.chars().any(|c| c.is_ascii_digit());
    let mut words: Vec<Line> = Vec::new();
    let mut run: Vec<u32> = Vec::new();
    for &i in &line.glyphs {
        let g = &glyphs[i as usize];
        if let Some(&l) = run.last() {
            let before = &glyphs[l as usize];
            let gap = (g.rect.x0 - before.rect.x1) / g.size.max(1.0);
            let (a, b) = (is_figure_char(before.ch), is_figure_char(g.ch));
            let cut = match (a, b) {
                _ if gap > if heads { HEAD_GAP } else { WORD_GAP } => true,
                (true, true) => gap > FIGURE_GAP && closes_figure(glyphs, &run),
                (true, false) => closes_figure(glyphs, &run),
                (false, true) => gap > FIGURE_GAP,
                (false, false) => false,
            };
            if cut {
                words.push(run_to_line(line.page, glyphs, std::mem::take(&mut run)));
            }
        }
        run.push(i);
    }
    if !run.is_empty() {
        words.push(run_to_line(line.page, glyphs, run));
    }
    let prose = words.iter().any(|w| w.text.contains(['。', '；']));
    let joined: String = words.iter().map(|w| w.text.replace(' ', "")).collect();
    // 合计 among other words and without a figure is a head.
    let figures = words.iter().any(|w| is_figure(&w.text));
    let opens = words.iter().any(|w| opens_row(w) && (!is_total(&w.text) || figures || words.len() < 3));
    let body = !prose && (figures || opens || is_total(&joined));
    Words { baseline: line.baseline, size: line.size, words, body }
}

/// A word that only the first line of a row prints: a code, an ordinal, a total.
fn opens_row(w: &Line) -> bool {
    is_code(&w.text) || is_total(&w.text) || (ordinal_depth(&w.text).is_some() && !is_figure(&w.text))
}

fn is_figure_char(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || matches!(c, '.' | ',' | '-' | '．' | '，' | '－' | '(' | ')' | '（' | '）' | '△' | '—')
}

fn closes_figure(glyphs: &[Glyph], run: &[u32]) -> bool {
    let text: String = run.iter().map(|&i| glyphs[i as usize].ch).collect();
    is_figure(&text) || is_code(&text)
}

/// A figure with decimals or thousands, or a lone zero.
fn is_figure(text: &str) -> bool {
    let t = crate::model::squeeze(text);
    let t = t.trim_start_matches(['-', '(', '△']).trim_end_matches(')');
    let (whole, decimals) = t.split_once('.').unwrap_or((t, "0"));
    t == "0"
        || (t.contains(['.', ','])
            && whole.starts_with(|c: char| c.is_ascii_digit())
            && whole.chars().all(|c| c.is_ascii_digit() || c == ',')
            && !decimals.is_empty()
            && decimals.bytes().all(|b| b.is_ascii_digit()))
}

/// Three to seven digits, or a part of a code.
fn is_code(text: &str) -> bool {
    let t: String = crate::model::squeeze(text);
    matches!(t.len(), 3 | 5 | 7) && t.bytes().all(|b| b.is_ascii_digit()) && matches!(t.as_bytes()[0], b'2' | b'3' | b'5')
}

fn is_total(text: &str) -> bool {
    let t = crate::model::squeeze(text);
    matches!(t.as_str(), "合计" | "总计")
        || ((t.ends_with("合计") || t.ends_with("总计")) && t.chars().count() <= 8 && t.chars().count() > 2)
}

/// Title, unit of amount and the body's name are no header.
fn is_caption(row: &Words) -> bool {
    row.words.iter().any(|w| {
        let t = crate::model::squeeze(&w.text);
        t.contains("单位:") || t.contains("部门:") || t.starts_with("金额单位") || t.contains("单位名称:")
    })
}

/// Where the table ends: before a note, prose, a page number, or a gap that no row leaves.
fn body_end(rows: &[Words], page: &Page) -> Option<usize> {
    let first = rows.iter().position(|r| r.body)?;
    let mut end = first + 1;
    for i in first + 1..rows.len() {
        let text: String = rows[i].words.iter().map(|w| crate::model::squeeze(&w.text)).collect();
        let note = ["注:", "备注", "说明:", "附注", "注1", "*注"].iter().any(|w| text.starts_with(w));
        let sentence = text.contains('。')
            || text.contains(';')
            || (text.matches(',').count() > 1 && !rows[i].words.iter().any(|w| is_figure(&w.text)));
        let footer = rows[i].words.len() == 1
            && rows[i].baseline > 0.9 * page.height
            && text.chars().filter(|c| !c.is_ascii_digit()).count() <= 4
            && !text.contains('.');
        if note || sentence || footer {
            break;
        }
        if rows[i].baseline - rows[i - 1].baseline > 6.0 * rows[i].size.max(8.0) && !rows[i].body {
            break;
        }
        end = i + 1;
    }
    Some(end)
}

fn spans_hint(hint: Option<&[f32]>, body: &[&Words]) -> Vec<(f32, f32)> {
    hint.and_then(|xs| spans_of_hint(xs, body)).unwrap_or_else(|| words_to_spans(body))
}

/// Letter-spaced heads (项　目): words of a header line in one column, or single characters in a row, are one.
fn join_spread(row: &Words, spans: &[(f32, f32)]) -> Words {
    let column = |w: &Line| spans.iter().position(|s| w.rect.cx() >= s.0 && w.rect.cx() <= s.1);
    let mut words: Vec<Line> = Vec::new();
    for w in &row.words {
        let single = |l: &Line| l.text.chars().count() == 1;
        // A spread head so far: single characters joined with spaces left out.
        let single_tail = |l: &Line| l.text.chars().count() as f32 * 1.2 * l.size < l.rect.width() + 0.3 * l.size || single(l);
        match words.last_mut() {
            Some(l)
                if w.rect.x0 - l.rect.x1 < 3.0 * w.size
                    && (column(l) == column(w) || column(l).is_none() || column(w).is_none() || w.rect.x0 - l.rect.x1 < 1.3 * w.size)
                    && ((column(l).is_some() && column(l) == column(w))
                        || (single(w) && single_tail(l) && w.rect.x0 - l.rect.x1 > 0.4 * w.size)) =>
            {
                l.text.push_str(&w.text);
                l.rect = l.rect.union(&w.rect);
                l.glyphs.extend(&w.glyphs);
            }
            _ => words.push(w.clone()),
        }
    }
    Words { baseline: row.baseline, size: row.size, words, body: row.body }
}

/// The parts of the width that body words cover.
fn words_to_spans(body: &[&Words]) -> Vec<(f32, f32)> {
    let mut intervals: Vec<(f32, f32)> = body
        .iter()
        .filter(|r| r.body)
        .flat_map(|r| r.words.iter())
        .filter(|w| !is_total(&w.text) || w.text.chars().count() < 3)
        .map(|w| (w.rect.x0, w.rect.x1))
        .collect();
    if intervals.is_empty() {
        intervals = body.iter().flat_map(|r| r.words.iter()).map(|w| (w.rect.x0, w.rect.x1)).collect();
    }
    merge(intervals, COLUMN_GAP)
}

fn merge(mut intervals: Vec<(f32, f32)>, gap: f32) -> Vec<(f32, f32)> {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (a, b) in intervals {
        match out.last_mut() {
            Some(last) if a - last.1 < gap => last.1 = last.1.max(b),
            _ => out.push((a, b)),
        }
    }
    out
}

/// The columns of the page before, if every body word fits one of them.
fn spans_of_hint(xs: &[f32], body: &[&Words]) -> Option<Vec<(f32, f32)>> {
    let crossing = body
        .iter()
        .flat_map(|r| r.words.iter())
        .filter(|w| is_figure(&w.text) || is_code(&w.text))
        .filter(|w| xs.iter().any(|&x| w.rect.x0 + 1.0 < x && x < w.rect.x1 - 1.0))
        .count();
    (crossing == 0).then(|| xs.windows(2).map(|w| (w[0], w[1])).collect())
}

/// A head over no column's words is a column of blanks; heads over several columns are groups.
fn add_blank_columns(spans: &mut Vec<(f32, f32)>, header: &[&Words]) {
    let heads = merge_heads(header);
    // Leaf heads only: those with no other head below them.
    let mut leaves: Vec<(f32, f32)> = Vec::new();
    for h in &heads {
        let leaf = !heads.iter().any(|o| o.rect.y0 > h.rect.y1 - 1.0 && o.rect.x0 < h.rect.x1 && o.rect.x1 > h.rect.x0);
        if leaf {
            leaves.push((h.rect.x0, h.rect.x1));
        }
    }
    leaves.sort_by(|a, b| a.0.total_cmp(&b.0));
    let meets = |s: &(f32, f32), h: &(f32, f32)| s.0 < h.1 - 0.5 && s.1 > h.0 + 0.5;
    for h in &leaves {
        if spans.iter().any(|s| meets(s, h)) || spans.len() >= MAX_COLUMNS {
            continue;
        }
        // Narrow figures may stand beside their head: the neighbour that no other head stands over is its column.
        let at = spans.partition_point(|s| s.0 < h.0);
        let bare = |i: usize| spans.get(i).is_some_and(|s| !leaves.iter().any(|l| meets(s, l)));
        match (bare(at), at > 0 && bare(at - 1)) {
            (true, _) => spans[at].0 = h.0,
            (_, true) => spans[at - 1].1 = h.1,
            _ => spans.insert(at, *h),
        }
    }
}

/// Heads: words of the header, those one right below the other and over the same middle joined.
fn merge_heads(header: &[&Words]) -> Vec<Line> {
    let mut heads: Vec<(Line, f32)> = Vec::new();
    for row in header {
        for w in &row.words {
            // A wrapped head goes on below: centred or aligned with it, closer than two lines, alone under it.
            let above = heads.iter_mut().rev().find(|(h, last)| {
                let centred = (h.rect.cx() - w.rect.cx()).abs() < 0.8 * w.size || (h.rect.x0 - w.rect.x0).abs() < 0.5 * w.size;
                centred && w.baseline - *last < 1.55 * w.size && w.baseline - *last > 0.5 * w.size
            });
            match above {
                Some((h, last)) if !crowded(header, h, w) && !beside_orphan(header, w) => {
                    h.text.push_str(&w.text);
                    h.rect = h.rect.union(&w.rect);
                    *last = w.baseline;
                }
                _ => heads.push((w.clone(), w.baseline)),
            }
        }
    }
    heads.into_iter().map(|(h, _)| h).collect()
}

/// Is a neighbour of this word an orphan: at the foot of the header with no word above it? Single heads stand in the
/// middle of the header's height, so what stands at its foot alone is below a group's head, and so is this word.
fn beside_orphan(header: &[&Words], word: &Line) -> bool {
    let (Some(first), Some(last)) = (header.first(), header.last()) else { return false };
    let middle = (first.baseline + last.baseline) / 2.0;
    let Some(row) = header.iter().find(|r| r.words.iter().any(|w| w.rect == word.rect)) else { return false };
    let orphan = |w: &Line| {
        let overhead = header.iter().filter(|r| r.baseline < w.baseline - 0.5 * w.size).flat_map(|r| r.words.iter());
        w.baseline > middle + 0.25 * w.size && !overhead.into_iter().any(|o| o.rect.x0 < w.rect.x1 && o.rect.x1 > w.rect.x0)
    };
    let Some(at) = row.words.iter().position(|w| w.rect == word.rect) else { return false };
    let before = at.checked_sub(1).and_then(|i| row.words.get(i));
    [before, row.words.get(at + 1)].into_iter().flatten().any(orphan)
}

/// Another word on the lower word's line stands under the upper head too: the head is a group's.
fn crowded(header: &[&Words], head: &Line, word: &Line) -> bool {
    header
        .iter()
        .flat_map(|r| r.words.iter())
        .filter(|w| (w.baseline - word.baseline).abs() < 1.0 && w.rect != word.rect)
        .any(|w| w.rect.x0 < head.rect.x1 && w.rect.x1 > head.rect.x0)
}

fn spans_to_edges(spans: &[(f32, f32)]) -> Vec<f32> {
    let mut xs = vec![spans[0].0 - 2.0];
    xs.extend(spans.windows(2).map(|w| (w[0].1 + w[1].0) / 2.0));
    xs.push(spans[spans.len() - 1].1 + 2.0);
    xs
}

/// Which body lines form one row: (first, last) of each.
///
/// The smallest step between two lines that both open a row in one place is the step from row to row: lines closer
/// together are one row. Without such a pair every line with a code, figure or ordinal is a row, and the widest step
/// between two of them is their border. A row that prints none of them belongs to its nearer neighbour.
fn lines_to_bands(body: &[&Words]) -> Vec<(usize, usize)> {
    let step = |i: usize| body[i + 1].baseline - body[i].baseline;
    let opens_alike = |i: usize| {
        let mut pairs = body[i].words.iter().filter(|w| opens_row(w));
        pairs.any(|a| body[i + 1].words.iter().any(|b| opens_row(b) && a.rect.x0 < b.rect.x1 && b.rect.x0 < a.rect.x1))
    };
    let row_step = (0..body.len().saturating_sub(1)).filter(|&i| opens_alike(i)).map(step).fold(f32::INFINITY, f32::min);
    let mut bands: Vec<(usize, usize)> = Vec::new();
    if row_step.is_finite() {
        for i in 0..body.len() {
            match bands.last_mut() {
                Some(b) if step(i - 1) < 0.95 * row_step => b.1 = i,
                _ => bands.push((i, i)),
            }
        }
    } else {
        let anchors: Vec<usize> = (0..body.len()).filter(|&i| body[i].body).collect();
        let mut start = 0;
        for pair in anchors.windows(2) {
            let border = (pair[0]..pair[1]).max_by(|&i, &j| step(i).total_cmp(&step(j)).then(j.cmp(&i))).unwrap_or(pair[0]);
            bands.push((start, border));
            start = border + 1;
        }
        bands.push((start, body.len() - 1));
    }
    join_loose_bands(body, bands)
}

/// A band without code, figure or ordinal is the rest of its nearer neighbour's wrapped name.
fn join_loose_bands(body: &[&Words], bands: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut loose: Option<usize> = None;
    for (i, &(s, e)) in bands.iter().enumerate() {
        let anchored = body[s..=e].iter().any(|l| l.body);
        let before = out.last().map(|b| body[s].baseline - body[b.1].baseline);
        let after = bands.get(i + 1).map(|b| body[b.0].baseline - body[e].baseline);
        let s = loose.take().unwrap_or(s);
        match (anchored, before, after) {
            (false, Some(b), a) if a.is_none_or(|a| b <= a) => {
                if let Some(last) = out.last_mut() {
                    last.1 = e;
                }
            }
            (false, _, Some(_)) => loose = Some(s),
            _ => out.push((s, e)),
        }
    }
    out
}

fn assemble(page: &Page, xs: Vec<f32>, spans: &[(f32, f32)], header: &[&Words], body: &[&Words], bands: &[(usize, usize)]) -> Grid {
    let cols = xs.len() - 1;
    let column_of = |w: &Line| -> usize {
        (0..cols).max_by(|&a, &b| overlap(w, xs[a], xs[a + 1]).total_cmp(&overlap(w, xs[b], xs[b + 1]))).unwrap_or(0)
    };
    let heads = merge_heads(header);
    let levels = head_levels(&heads);
    let depth = levels.iter().map(|&l| l + 1).max().unwrap_or(0);
    let first_body = body.first().map_or(0.0, |r| r.baseline - r.size);
    let head_top = heads.iter().map(|h| h.rect.y0).fold(first_body, f32::min);
    let mut ys: Vec<f32> = (0..depth).map(|l| head_top + (first_body - head_top) * l as f32 / depth as f32).collect();
    for &(s, _) in bands {
        let above = s.checked_sub(1).map(|i| body[i].baseline);
        ys.push(above.map_or(first_body, |y| (y + body[s].baseline - body[s].size) / 2.0).max(ys.last().copied().unwrap_or(0.0) + 0.1));
    }
    ys.push(body.last().map_or(first_body, |r| r.baseline + 0.3 * r.size).max(ys.last().copied().unwrap_or(0.0) + 0.1));
    let mut cells = heads_to_cells(&heads, &levels, depth, &xs, &ys, spans);
    for (b, &(s, e)) in bands.iter().enumerate() {
        let row = depth + b;
        let mut of_column: Vec<Vec<Line>> = vec![Vec::new(); cols];
        for line in &body[s..=e] {
            for w in &line.words {
                let c = column_of(w);
                match of_column[c].last_mut() {
                    // Words of one line in one column are one line of the cell.
                    Some(l) if (l.baseline - w.baseline).abs() < 0.4 * w.size => {
                        l.text.push_str(&w.text);
                        l.rect = l.rect.union(&w.rect);
                        l.glyphs.extend(&w.glyphs);
                    }
                    _ => of_column[c].push(w.clone()),
                }
            }
        }
        for (c, lines) in of_column.into_iter().enumerate() {
            cells.push(GridCell {
                row,
                col: c,
                rowspan: 1,
                colspan: 1,
                rect: Rect { x0: xs[c], y0: ys[row], x1: xs[c + 1], y1: ys[row + 1] },
                lines,
            });
        }
    }
    cells.sort_by_key(|c| (c.row, c.col));
    let rect = Rect { x0: xs[0], y0: ys[0], x1: xs[cols], y1: ys[ys.len() - 1] };
    Grid { page: page.number, rect, xs, ys, cells }
}

fn overlap(w: &Line, x0: f32, x1: f32) -> f32 {
    w.rect.x1.min(x1) - w.rect.x0.max(x0)
}

/// Level of each head: how many heads stand one above the other over it.
fn head_levels(heads: &[Line]) -> Vec<usize> {
    let mut middles: Vec<f32> = heads.iter().map(|h| h.rect.y0).collect();
    middles.sort_by(f32::total_cmp);
    // A head that has another below it is one level up; leaves are at the bottom of their chain.
    let below = |h: &Line| -> Vec<usize> { (0..heads.len()).filter(|&i| heads[i].rect.y0 > h.rect.y1 - 0.35 * h.size).collect() };
    let mut level = vec![0usize; heads.len()];
    let mut order: Vec<usize> = (0..heads.len()).collect();
    order.sort_by(|&a, &b| heads[a].rect.y0.total_cmp(&heads[b].rect.y0));
    for &i in &order {
        for j in below(&heads[i]) {
            level[j] = level[j].max(level[i] + 1);
        }
    }
    level
}

/// Head cells: each column's lowest head is its leaf; heads above others are groups over the columns that fit best.
fn heads_to_cells(heads: &[Line], levels: &[usize], depth: usize, xs: &[f32], ys: &[f32], spans: &[(f32, f32)]) -> Vec<GridCell> {
    let cols = xs.len() - 1;
    let leaf = leaves_to_columns(heads, xs, spans);
    let used: Vec<bool> = (0..heads.len()).map(|i| leaf.contains(&Some(i))).collect();
    let mut cells = Vec::new();
    let mut covered = vec![vec![false; cols]; depth];
    for level in 0..depth {
        let groups: Vec<usize> = {
            let mut g: Vec<usize> = (0..heads.len()).filter(|&i| levels[i] == level && (!used[i] || has_below(i, heads, &leaf))).collect();
            g.sort_by(|&a, &b| heads[a].rect.x0.total_cmp(&heads[b].rect.x0));
            g
        };
        let under: Vec<usize> = (0..cols)
            .filter(|&c| leaf[c].is_none_or(|l| groups.iter().any(|&g| heads[l].rect.y0 > heads[g].rect.y1 - 0.35 * heads[g].size)))
            .collect();
        for (g, range) in groups.iter().zip(partition(&groups, &under, heads, xs)) {
            let Some((first, last)) = range else { continue };
            cells.push(head_cell(&heads[*g], level, 1, first, last, xs, ys));
            covered[level][first..=last].fill(true);
        }
    }
    for c in 0..cols {
        let top = (0..depth).find(|&l| (l..depth).all(|k| !covered[k][c])).unwrap_or(depth.saturating_sub(1));
        if depth == 0 {
            break;
        }
        let line = leaf[c].filter(|&l| !(levels[l] < top && covered[levels[l]][c])).map(|l| &heads[l]);
        let mut cell = head_cell(line.unwrap_or(&Line::default()), top, depth - top, c, c, xs, ys);
        if line.is_none() {
            cell.lines.clear();
        }
        cells.push(cell);
    }
    cells
}

/// The lowest head of each column. As many lowest heads as columns stand over them in order; else each stands over the
/// column that it covers most of, and a column keeps the head that covers most of it.
fn leaves_to_columns(heads: &[Line], xs: &[f32], spans: &[(f32, f32)]) -> Vec<Option<usize>> {
    let cols = xs.len() - 1;
    let above = |h: &Line, o: &Line| o.rect.y0 > h.rect.y1 - 0.35 * h.size && o.rect.x0 < h.rect.x1 && o.rect.x1 > h.rect.x0;
    let mut lowest: Vec<usize> = (0..heads.len()).filter(|&i| !heads.iter().any(|o| above(&heads[i], o))).collect();
    lowest.sort_by(|&a, &b| heads[a].rect.cx().total_cmp(&heads[b].rect.cx()));
    if lowest.len() == cols {
        return lowest.into_iter().map(Some).collect();
    }
    let mut leaf: Vec<Option<(usize, f32)>> = vec![None; cols];
    for &i in &lowest {
        let score = |c: usize| {
            let (a, b) = spans.get(c).copied().unwrap_or((xs[c], xs[c + 1]));
            overlap(&heads[i], a, b).max(0.0) * 4.0 + overlap(&heads[i], xs[c], xs[c + 1])
        };
        let Some(best) = (0..cols).max_by(|&a, &b| score(a).total_cmp(&score(b))) else { continue };
        if score(best) > 0.0 && leaf[best].is_none_or(|(_, s)| score(best) > s) {
            leaf[best] = Some((i, score(best)));
        }
    }
    leaf.into_iter().map(|l| l.map(|(i, _)| i)).collect()
}

fn has_below(i: usize, heads: &[Line], leaf: &[Option<usize>]) -> bool {
    leaf.iter().flatten().any(|&l| {
        l != i
            && heads[l].rect.y0 > heads[i].rect.y1 - 0.35 * heads[i].size
            && heads[l].rect.x0 < heads[i].rect.x1
            && heads[l].rect.x1 > heads[i].rect.x0
    })
}

fn head_cell(line: &Line, row: usize, rowspan: usize, first: usize, last: usize, xs: &[f32], ys: &[f32]) -> GridCell {
    let rect = Rect { x0: xs[first], y0: ys[row], x1: xs[last + 1], y1: ys[row + rowspan] };
    GridCell { row, col: first, rowspan, colspan: last - first + 1, rect, lines: vec![line.clone()] }
}

/// Shares the columns below a level of group heads among them: runs of neighbours, each with its middle nearest to
/// its head's.
fn partition(groups: &[usize], under: &[usize], heads: &[Line], xs: &[f32]) -> Vec<Option<(usize, usize)>> {
    let middle = |a: usize, b: usize| -> f32 { (xs[a] + xs[b + 1]) / 2.0 };
    groups
        .iter()
        .map(|&g| {
            let (x0, x1) = (heads[g].rect.x0, heads[g].rect.x1);
            let others = groups.iter().filter(|&&o| o != g).map(|&o| heads[o].rect.cx());
            let left = others.clone().filter(|&x| x < heads[g].rect.cx()).fold(f32::NEG_INFINITY, f32::max);
            let right = others.filter(|&x| x > heads[g].rect.cx()).fold(f32::INFINITY, f32::min);
            let mut best: Option<((usize, usize), f32)> = None;
            for (i, &a) in under.iter().enumerate() {
                for (j, &b) in under.iter().enumerate().skip(i) {
                    // Neighbours only, around the head, between the heads beside it.
                    let (l, r) = (xs[a], xs[b + 1]);
                    if b - a != j - i || l > x1 || r < x0 || l < left || r > right + (xs[b + 1] - xs[b]) {
                        continue;
                    }
                    let covers = l <= x0 + 2.0 && r >= x1 - 2.0;
                    let cost = (middle(a, b) - heads[g].rect.cx()).abs() + if covers { 0.0 } else { 1000.0 } - 0.01 * (b - a) as f32;
                    if best.is_none_or(|(_, c)| cost < c) {
                        best = Some(((a, b), cost));
                    }
                }
            }
            best.map(|(range, _)| range)
        })
        .collect()
}
