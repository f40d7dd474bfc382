//! Words of the body and heads → columns.
//!
//! 1. Figures, codes and words are merged to spans apart from each other, so that a name that touches the figure
//!    before it opens a column of its own; spans of two kinds that lie in one another are one.
//! 2. Leaf heads and spans are aligned in order at the least cost: each head stands over the span nearest to it, a head
//!    that stands over none is a column of blanks, a span without a head a column without one.

use super::spans::{dashes_to_figures, merge};
use super::words::{Words, is_numbering};
use crate::deadline;
use crate::lex::is_digits;

/// A head over no span: a column of blanks.
const BLANK_COST: f32 = 1.5;
/// A span under no head.
const BARE_COST: f32 = 2.0;
/// Figures far right of their head, or words far left of it: less than the two of them apart.
const FAR_COST: f32 = 3.0;

/// A column: what its words cover, and the leaf head over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Left end of its words, or of its head if it has none.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// It holds figures.
    pub figures: bool,
    /// Index of its leaf head.
    pub leaf: Option<usize>,
}

/// The parts of the width that body words cover.
pub fn words_to_spans(body: &[Words]) -> Vec<Column> {
    let lines: Vec<&Words> = body.iter().filter(|r| !is_numbering(r)).collect();
    let mut kinds: [Vec<(f32, f32)>; 3] = Default::default();
    for w in lines.iter().flat_map(|r| &r.words).filter(|w| !w.is_total()) {
        let kind = match w {
            w if w.is_figure() || w.is_dash() => 0,
            w if w.is_code() || is_digits(&w.text) => 1,
            _ => 2,
        };
        kinds[kind].push((w.rect.x0, w.rect.x1));
    }
    let others = merge([&kinds[1][..], &kinds[2]].concat());
    kinds[0].extend(dashes_to_figures(&lines, &others));
    let mut spans: Vec<Column> = Vec::new();
    for (kind, intervals) in kinds.into_iter().enumerate() {
        spans.extend(merge(intervals).into_iter().map(|(x0, x1)| Column {
            x0,
            x1,
            figures: kind == 0,
            leaf: None,
        }));
    }
    spans.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut out: Vec<Column> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(l) if l.x1 > s.x0 => {
                let common = l.x1.min(s.x1) - s.x0;
                if common > 0.35 * (l.x1 - l.x0).min(s.x1 - s.x0) {
                    l.x1 = l.x1.max(s.x1);
                    l.figures |= s.figures;
                } else {
                    let cut = s.x0 + common / 2.0;
                    l.x1 = cut;
                    out.push(Column { x0: cut, ..s });
                }
            }
            _ => out.push(s),
        }
    }
    out
}

/// A step of the alignment of spans and leaf heads.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// A head over a span.
    Both,
    /// A head over none: a column of blanks.
    Blank,
    /// A span under no head.
    Bare,
}

/// Spans and leaf heads (left and right ends, in order) to columns. `em` is the font size.
pub fn align(spans: &[Column], leaves: &[(f32, f32)], em: f32) -> Vec<Column> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    for step in cheapest_steps(spans, leaves, em) {
        let leaf = (step != Step::Bare).then_some(j);
        out.push(match step {
            Step::Blank => Column { x0: leaves[j].0, x1: leaves[j].1, figures: false, leaf },
            Step::Both | Step::Bare => Column { leaf, ..spans[i].clone() },
        });
        i += usize::from(step != Step::Blank);
        j += usize::from(step != Step::Bare);
    }
    // A head may stand between the ends of its neighbours' words: the columns stay in order.
    for k in 1..out.len() {
        if out[k].x0 < out[k - 1].x1 {
            let cut = (out[k].x0 + out[k - 1].x1) / 2.0;
            out[k - 1].x1 = cut.max(out[k - 1].x0);
            out[k].x0 = cut.min(out[k].x1).max(out[k - 1].x1);
        }
    }
    out
}

/// The steps of least cost from the first span and head to the last, by dynamic programming.
fn cheapest_steps(spans: &[Column], leaves: &[(f32, f32)], em: f32) -> Vec<Step> {
    let (n, m) = (spans.len(), leaves.len());
    // best[i][j]: the least cost of the first i spans and j heads, and the step that ends it.
    let mut best = vec![vec![(f32::INFINITY, Step::Bare); m + 1]; n + 1];
    best[0][0].0 = 0.0;
    for i in 0..=n {
        deadline::tick_long();
        for j in 0..=m {
            let mut steps = Vec::new();
            if i > 0 && j > 0 {
                let cost = best[i - 1][j - 1].0 + distance(&spans[i - 1], leaves[j - 1], em);
                steps.push((cost, Step::Both));
            }
            if j > 0 {
                // A blank column is no part of a span.
                let over = i > 0 && leaves[j - 1].0 < spans[i - 1].x1 - 0.3 * em
                    || i < n && leaves[j - 1].1 > spans[i].x0 + 0.3 * em;
                let cost = best[i][j - 1].0 + BLANK_COST + if over { 1.0 } else { 0.0 };
                steps.push((cost, Step::Blank));
            }
            if i > 0 {
                steps.push((best[i - 1][j].0 + BARE_COST, Step::Bare));
            }
            if let Some(least) = steps.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)) {
                best[i][j] = least;
            }
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j) = (n, m);
    while i > 0 || j > 0 {
        let step = best[i][j].1;
        i -= usize::from(step != Step::Blank);
        j -= usize::from(step != Step::Bare);
        steps.push(step);
    }
    steps.reverse();
    steps
}

/// What it costs that a head stands over a span. Figures stand at the right end of wide cells, below a head in the middle;
/// codes and words at the left end.
fn distance(span: &Column, leaf: (f32, f32), em: f32) -> f32 {
    let (right, left) = (span.x0 - leaf.1, leaf.0 - span.x1);
    let gap = if span.figures { (0.5 * right).max(left) } else { (0.5 * right).max(0.5 * left) };
    let off = ((span.x0 + span.x1) / 2.0 - (leaf.0 + leaf.1) / 2.0).abs();
    let cost = gap.max(0.0) / em + 0.05 * off / em;
    // However wide the cell: with no nearer head, the one on their left, or on the words' right, is theirs.
    if right > 0.0 || left > 0.0 && !span.figures { cost.min(FAR_COST) } else { cost }
}

/// Edges between columns: halfway between their words.
pub fn edges(columns: &[Column]) -> Vec<f32> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Vec::new() };
    let mut xs = vec![first.x0 - 2.0];
    for w in columns.windows(2) {
        let x = (w[0].x1 + w[1].x0) / 2.0;
        xs.push(x.max(xs[xs.len() - 1] + 0.01));
    }
    xs.push((last.x1 + 2.0).max(xs[xs.len() - 1] + 0.01));
    xs
}
