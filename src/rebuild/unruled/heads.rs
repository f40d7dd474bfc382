//! Header words → heads: which words are one wrapped head, which heads stand over a group of columns.
//!
//! 1. A word with exactly one word close below it, and being that word's only one above, may go on in it.
//! 2. A chain of such words is cut into heads at the least cost: heads of the vocabulary cost nothing; a head wraps
//!    where its line is full, its lines stand over one middle, one step apart.
//! 3. A head with others below it is a group's; so is one in the upper part of the header beside heads in its lower
//!    part that have nothing above them.

use super::columns::Column;
use super::words::Words;
use crate::deadline;
use crate::lex::is_code_level;
use crate::model::{Line, Rect, squeezed};
use crate::rebuild::word::append;

/// Lines of one head are not further apart than this many times the font size.
const MAX_STEP: f32 = 1.75;

/// One head, possibly of several lines.
#[derive(Debug, Clone)]
pub struct Head {
    /// The lines in one.
    pub line: Line,
    /// First and last baseline.
    pub baselines: (f32, f32),
    /// Stands over a group of columns.
    pub group: bool,
}

impl Head {
    /// y of the middle of its lines.
    pub fn middle(&self) -> f32 {
        (self.baselines.0 + self.baselines.1) / 2.0
    }
}

/// The heads of a table.
pub struct Header {
    /// By their middle from left to right.
    pub heads: Vec<Head>,
    /// Indices of those that stand over one column each.
    pub leaves: Vec<usize>,
    /// Left and right ends of these.
    pub ends: Vec<(f32, f32)>,
}

impl Header {
    /// The heads that the words of a header are. `known` tells those of the vocabulary.
    pub fn of(words: &[Words], known: &dyn Fn(&str) -> bool) -> Header {
        let heads = words_to_heads(words, known);
        let leaves = heads.iter().enumerate().filter(|(_, h)| !h.group);
        let (leaves, ends) = leaves.map(|(i, h)| (i, (h.line.rect.x0, h.line.rect.x1))).unzip();
        Header { heads, leaves, ends }
    }

    /// The leaf head over a column.
    pub fn leaf_of(&self, column: &Column) -> Option<&Head> {
        column.leaf.map(|l| &self.heads[self.leaves[l]])
    }
}

/// A word of the header and its place.
struct Word<'a> {
    line: &'a Line,
    above: Option<usize>,
    below: Option<usize>,
}

/// The heads, by their middle from left to right.
fn words_to_heads(header: &[Words], known: &dyn Fn(&str) -> bool) -> Vec<Head> {
    let words = link(header);
    let step = words
        .iter()
        .filter_map(|w| Some(w.line.baseline - words[w.above?].line.baseline))
        .fold(f32::INFINITY, f32::min)
        .min(1.45 * header.iter().map(|r| r.size).fold(0.0, f32::max));
    let mut heads = Vec::new();
    for top in (0..words.len()).filter(|&i| words[i].above.is_none()) {
        let chain: Vec<usize> = std::iter::successors(Some(top), |&i| words[i].below).collect();
        for range in chain_to_heads(&chain, &words, header, step, known) {
            let mut line = words[range[0]].line.clone();
            for &i in &range[1..] {
                append(&mut line, words[i].line);
            }
            let last = words[range[range.len() - 1]].line.baseline;
            heads.push(Head { baselines: (line.baseline, last), line, group: false });
        }
    }
    heads.sort_by(|a, b| a.line.rect.cx().total_cmp(&b.line.rect.cx()));
    mark_groups(&mut heads);
    heads
}

/// Do they stand over each other?
pub fn meets(a: &Rect, b: &Rect) -> bool {
    a.x0 < b.x1 - 0.5 && b.x0 < a.x1 - 0.5
}

/// Links each word to the one that it may go on from.
fn link(header: &[Words]) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = header
        .iter()
        .flat_map(|r| &r.words)
        .map(|line| Word { line, above: None, below: None })
        .collect();
    let near: Vec<Vec<usize>> = words
        .iter()
        .map(|w| {
            let over = |o: &Word| {
                let down = w.line.baseline - o.line.baseline;
                down > 0.6 * w.line.size
                    && down < MAX_STEP * w.line.size
                    && meets(&o.line.rect, &w.line.rect)
            };
            (0..words.len()).filter(|&i| over(&words[i])).collect()
        })
        .collect();
    for i in 0..words.len() {
        deadline::tick_long();
        // The nearest line above, and only where one word of it stands there.
        let Some(y) = near[i].iter().map(|&o| words[o].line.baseline).max_by(f32::total_cmp) else {
            continue;
        };
        let mut closest = near[i].iter().copied().filter(|&o| y - words[o].line.baseline < 1.0);
        let (Some(o), None) = (closest.next(), closest.next()) else { continue };
        let siblings = (0..words.len())
            .filter(|&k| {
                k != i
                    && near[k].contains(&o)
                    && (words[k].line.baseline - words[i].line.baseline).abs()
                        < 0.3 * words[i].line.size
            })
            .count();
        if siblings == 0 && words[o].below.is_none() {
            words[i].above = Some(o);
            words[o].below = Some(i);
        }
    }
    words
}

/// Cuts a chain of words, top to bottom, into heads at the least cost.
fn chain_to_heads(
    chain: &[usize],
    words: &[Word],
    header: &[Words],
    step: f32,
    known: &dyn Fn(&str) -> bool,
) -> Vec<Vec<usize>> {
    let n = chain.len().min(64);
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0); n + 1];
    for end in 1..=n {
        deadline::tick_long();
        best[end] = (0..end)
            .map(|start| {
                let cut = if start > 0 { 0.8 } else { 0.0 };
                (
                    best[start].0 + cut + head_cost(&chain[start..end], words, header, step, known),
                    start,
                )
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap_or((0.0, 0));
    }
    let mut out = Vec::new();
    let mut end = n;
    while end > 0 {
        let start = best[end].1;
        out.push(chain[start..end].to_vec());
        end = start;
    }
    out.reverse();
    out
}

fn head_cost(
    part: &[usize],
    words: &[Word],
    header: &[Words],
    step: f32,
    known: &dyn Fn(&str) -> bool,
) -> f32 {
    let lines: Vec<&Line> = part.iter().map(|&i| words[i].line).collect();
    let text: String = lines.iter().map(|l| l.text.as_str()).collect();
    let widest = lines.iter().map(|l| l.rect.width()).fold(0.0, f32::max);
    let mut cost = if known(&text) { 0.0 } else { 2.0 };
    for pair in lines.windows(2) {
        let em = pair[0].size;
        let aligned = (pair[0].rect.cx() - pair[1].rect.cx()).abs() < 0.35 * em
            || (pair[0].rect.x0 - pair[1].rect.x0).abs() < 0.35 * em;
        let near = pair[1].baseline - pair[0].baseline < 1.15 * step;
        cost += if pair[0].rect.width() < widest - 1.3 * em { 1.0 } else { 0.0 };
        cost += if aligned { 0.0 } else { 1.5 };
        cost += if near { 0.0 } else { 1.5 };
        cost += orphans_beside(header, pair[1]) as f32;
    }
    // Single heads that stand in the middle of these lines speak for one head.
    let middle = (lines[0].baseline + lines[lines.len() - 1].baseline) / 2.0;
    let single = |w: &&Word| {
        w.above.is_none()
            && w.below.is_none()
            && (w.line.baseline - middle).abs() < 0.1 * w.line.size
    };
    if lines.len() > 1 && words.iter().filter(single).count() > 1 {
        cost -= 0.4;
    }
    cost
}

/// How many neighbours of this word are orphans: in the lower half of the header with no word above it? Single heads stand in
/// the middle of the header's height, so what stands lower is below a group's head, and so is this word.
fn orphans_beside(header: &[Words], word: &Line) -> usize {
    let (Some(first), Some(last)) = (header.first(), header.last()) else { return 0 };
    let middle = (first.baseline + last.baseline) / 2.0;
    let Some(row) = header.iter().find(|r| r.words.iter().any(|w| w.rect == word.rect)) else {
        return 0;
    };
    let orphan = |w: &Line| {
        let overhead = header
            .iter()
            .filter(|r| r.baseline < w.baseline - 0.5 * w.size)
            .flat_map(|r| r.words.iter());
        let level = (w.baseline - word.baseline).abs() < 0.05 * w.size;
        level
            && w.baseline > middle + 0.25 * w.size
            && !overhead.into_iter().any(|o| meets(&o.rect, &w.rect))
    };
    let Some(at) = row.words.iter().position(|w| w.rect == word.rect) else { return 0 };
    let before = at.checked_sub(1).and_then(|i| row.words.get(i));
    // No other head stands between them.
    let next_to = |o: &Line| {
        let (left, right) = if o.rect.x0 < word.rect.x0 {
            (o.rect.x1, word.rect.x0)
        } else {
            (word.rect.x1, o.rect.x0)
        };
        !header.iter().flat_map(|r| &r.words).any(|w| w.rect.x0 >= left && w.rect.x1 <= right)
    };
    [before, row.words.get(at + 1)]
        .into_iter()
        .flatten()
        .filter(|o| next_to(o) && orphan(o))
        .count()
}

fn mark_groups(heads: &mut [Head]) {
    let top = heads.iter().map(|h| h.baselines.0).fold(f32::INFINITY, f32::min);
    let bottom = heads.iter().map(|h| h.baselines.1).fold(f32::NEG_INFINITY, f32::max);
    let middle = (top + bottom) / 2.0;
    let below = |a: &Head, b: &Head| {
        b.baselines.0 > a.baselines.1 + 0.3 * a.line.size && meets(&a.line.rect, &b.line.rect)
    };
    let lower = |h: &Head| h.middle() > middle + 0.25 * h.line.size;
    let level_of_code = |o: &Head| is_code_level(&squeezed(&o.line.text));
    // 类 and 项 stand left and right of 科目编码, and tell nothing of other heads.
    let orphans =
        heads.iter().any(|h| lower(h) && !level_of_code(h) && !heads.iter().any(|o| below(o, h)));
    let mut groups: Vec<bool> = heads
        .iter()
        .map(|h| {
            heads.iter().any(|o| below(h, o))
                || (orphans && h.middle() < middle - 0.25 * h.line.size)
        })
        .collect();
    // 小计 beside groups, or 科目编码 over 类 and 款: over two heads that stand close below its left and right end.
    let level = |a: &Head, b: &Head| (a.middle() - b.middle()).abs() < 0.2 * a.line.size;
    for i in 0..heads.len() {
        deadline::tick_long();
        let h = &heads[i];
        let beside_group = (0..heads.len()).any(|k| k != i && groups[k] && level(&heads[k], h));
        let free = |o: &Head| {
            let down = o.baselines.0 - h.baselines.1;
            let near = (h.line.rect.x0 - o.line.rect.x1).max(o.line.rect.x0 - h.line.rect.x1)
                < 3.0 * h.line.size;
            down > 0.3 * h.line.size
                && near
                && !heads.iter().any(|u| level(u, h) && meets(&u.line.rect, &o.line.rect))
        };
        let left = heads.iter().find(|o| o.line.rect.x1 <= h.line.rect.x0 + 0.5 && free(o));
        let right = heads.iter().find(|o| o.line.rect.x0 >= h.line.rect.x1 - 0.5 && free(o));
        if let (Some(left), Some(right)) = (left, right)
            && (beside_group || level_of_code(left) && level_of_code(right))
        {
            groups[i] = true;
        }
    }
    for (h, group) in heads.iter_mut().zip(groups) {
        h.group = group;
    }
}
