//! One figure is one run: which characters of a page are one figure, and which of a cell's are none of it.
//!
//! 1. Characters that were painted one after the other, or stand side by side on one line, are a run. A run is never
//!    cut but where it would be two figures (two decimal points): it goes to one of the cells that it touches, one run
//!    to a cell, the cell that holds most of it first.
//! 2. In a cell of figures, what is smaller and raised, a circled number, or painted in another way than the table's
//!    figures, is a footnote mark or a watermark, and stands aside.
//! 3. What is left in two pieces, beside each other with a gap that the figure's own characters do not have, or on two
//!    lines of which the first is not full, is more than one figure: which of them is meant, nobody can tell.

use crate::deadline;
use crate::lex::is_inside_figure;
use crate::model::{Colour, Glyph, GridCell, Line};
use std::collections::HashMap;

/// Characters of one figure are not further apart than this share of the font size.
const GAP: f32 = 0.12;
/// And each begins at least this share of the size behind the one before.
const STEP: f32 = 0.15;
/// A step from digit to digit that is so many times the one before begins another figure.
const LONGER: f32 = 1.3;
/// Characters on one line have their baselines within this share of the size.
const LEVEL: f32 = 0.4;
/// A gap inside a cell wider than this share of the size may part two figures, if it is as many times wider than theirs.
const APART: f32 = 0.5;
const WIDER: f32 = 2.2;
/// A footnote mark is smaller than this share of the figure's size.
const MARK: f32 = 0.75;
/// Room left on a line that is full: one character, and the cell's margins.
const FULL: f32 = 1.8;

/// Runs of two or more figure characters, in content order. `cell_of` says where each character stands.
fn runs(glyphs: &[Glyph], inside: impl Fn(usize) -> bool) -> Vec<Vec<u32>> {
    let mut runs: Vec<Vec<u32>> = Vec::new();
    let mut last: Option<u32> = None;
    for (i, glyph) in glyphs.iter().enumerate() {
        if glyph.aside() || glyph.turned() || !is_inside_figure(glyph.ch) || !inside(i) {
            continue;
        }
        let before = last.filter(|l| *l as usize + 1 == i).map(|l| &glyphs[l as usize]);
        match runs.last_mut() {
            Some(run)
                if before.is_some_and(|before| follows(before, glyph))
                    && is_even(glyphs, run, i) =>
            {
                run.push(i as u32)
            }
            _ => runs.push(vec![i as u32]),
        }
        last = Some(i as u32);
    }
    join_neighbours(glyphs, runs)
}

/// Does `b` stand right behind `a` on its line?
fn follows(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.min(b.size);
    let gap = b.rect.x0 - a.rect.x1;
    // Where they begin: some files claim twice the width that their characters have.
    let step = b.rect.x0 - a.rect.x0;
    (a.baseline - b.baseline).abs() <= LEVEL * size && gap <= GAP * size && step >= STEP * size
}

/// Is the step to the digit `next` one that the run has?
fn is_even(glyphs: &[Glyph], run: &[u32], next: usize) -> bool {
    let [.., a, b] = run else { return true };
    let [a, b, c] = [*a as usize, *b as usize, next].map(|i| &glyphs[i]);
    ![a, b, c].iter().all(|g| is_digit(g.ch))
        || c.rect.x0 - b.rect.x0 <= LONGER * (b.rect.x0 - a.rect.x0)
}

/// Runs that stand side by side are one, in whatever order they were painted.
fn join_neighbours(glyphs: &[Glyph], mut runs: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let first = |run: &Vec<u32>| &glyphs[run[0] as usize];
    let last = |run: &Vec<u32>| &glyphs[run[run.len() - 1] as usize];
    runs.sort_by(|a, b| {
        let (a, b) = (first(a), first(b));
        a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    let mut joined: Vec<Vec<u32>> = Vec::with_capacity(runs.len());
    for run in runs {
        deadline::tick();
        // Baselines of one line differ a little: its runs are not always next to each other here.
        let near = joined.iter_mut().rev().take(LOOK_BACK).find(|before| {
            let (end, start) = (last(before), first(&run));
            follows(end, start)
        });
        match near {
            Some(before) => before.extend(run),
            None => joined.push(run),
        }
    }
    joined.retain(|run| run.len() > 1);
    joined
}

/// Runs that are looked through for a neighbour.
const LOOK_BACK: usize = 48;

/// Gives each run that touches several cells to one of them. `nowhere` is the cell of what is outside the grid.
pub(super) fn keep_whole(
    glyphs: &[Glyph],
    cells: &[GridCell],
    cell_of: &mut [usize],
    nowhere: usize,
) {
    let touches = |cell_of: &[usize], run: &[u32]| -> Vec<(usize, usize)> {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for cell in run.iter().map(|&i| cell_of[i as usize]) {
            match counts.iter_mut().find(|(known, _)| *known == cell) {
                Some((_, n)) => *n += 1,
                None => counts.push((cell, 1)),
            }
        }
        counts
    };
    let mut taken: Vec<bool> = vec![false; cells.len()];
    let mut open: Vec<(Vec<u32>, Vec<(usize, usize)>)> = Vec::new();
    for run in runs(glyphs, |_| true) {
        let counts = touches(cell_of, &run);
        let inside: Vec<_> = counts.iter().copied().filter(|(cell, _)| *cell != nowhere).collect();
        let same_row = inside.windows(2).all(|w| cells[w[0].0].row == cells[w[1].0].row);
        let points = run.iter().filter(|&&i| matches!(glyphs[i as usize].ch, '.' | '．')).count();
        match (counts.len(), &inside[..]) {
            (_, []) => {}
            (1, [(cell, _)]) => taken[*cell] = true,
            _ if points < 2 && same_row => open.push((run, inside)),
            _ => {}
        }
    }
    while !open.is_empty() {
        deadline::tick();
        // A run that has one cell left first, else the one that lies in its cell the most.
        let choice = |(run, inside): &(Vec<u32>, Vec<(usize, usize)>)| {
            let free: Vec<_> = inside.iter().filter(|(cell, _)| !taken[*cell]).collect();
            let from = if free.is_empty() { inside.iter().collect() } else { free };
            let best = from.iter().map(|(cell, n)| (*n, *cell)).max().unwrap_or_default();
            (from.len() == 1, best.0 * 1000 / run.len(), best.1)
        };
        let Some(at) = (0..open.len()).max_by_key(|at| {
            let (only, share, _) = choice(&open[*at]);
            (only, share, std::cmp::Reverse(*at))
        }) else {
            return;
        };
        let home = choice(&open[at]).2;
        let (run, _) = open.swap_remove(at);
        taken[home] = true;
        run.iter().for_each(|&i| cell_of[i as usize] = home);
    }
}

/// How a digit is painted: size in tenths of a point, colour.
type Style = (u32, Colour);

fn style(glyph: &Glyph) -> Style {
    ((glyph.size * 10.0).round() as u32, glyph.colour)
}

fn alike(a: Style, b: Style) -> bool {
    a.1 == b.1 && a.0.abs_diff(b.0) * 8 <= a.0.max(b.0)
}

/// How most digits of the page's table are painted.
pub(super) fn usual_style(glyphs: &[Glyph], cell_of: &[usize], nowhere: usize) -> Option<Style> {
    let mut counts: HashMap<Style, usize> = HashMap::new();
    for (glyph, cell) in glyphs.iter().zip(cell_of) {
        if *cell != nowhere && is_digit(glyph.ch) {
            *counts.entry(style(glyph)).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|&(style, n)| (n, style)).map(|(style, _)| style)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// A number in a circle or brackets of its own, a star, a dagger: behind a figure, a footnote mark.
fn is_mark(c: char) -> bool {
    matches!(c, '①'..='⓿' | '㈠'..='㈩' | '㊀'..='㊉' | '❶'..='➓' | '*' | '※' | '†' | '＊')
}

/// What the characters of a cell of figures are.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pieces {
    /// The figure's characters.
    pub figure: Vec<u32>,
    /// Characters of marks and watermarks.
    pub aside: Vec<u32>,
    /// They are more than one figure.
    pub several: bool,
}

/// The pieces of a cell that holds nothing but characters of figures and marks; `None` for any other cell.
pub(super) fn pieces(glyphs: &[Glyph], cell: &[u32], usual: Option<Style>) -> Option<Pieces> {
    let glyph = |i: &u32| &glyphs[*i as usize];
    let worded = |i: &u32| {
        let c = glyph(i).ch;
        !(crate::lex::is_figure_char(c) || is_mark(c))
    };
    let digits = || cell.iter().filter(|i| is_digit(glyph(i).ch));
    if digits().nth(1).is_none()
        || cell.iter().any(worded)
        || cell.iter().any(|i| glyph(i).turned())
    {
        return None;
    }
    let largest = digits().map(|i| glyph(i).size).fold(0.0, f32::max);
    let (mut main, aside): (Vec<u32>, Vec<u32>) = cell.iter().partition(|i| {
        let g = glyph(i);
        !is_mark(g.ch) && (!is_digit(g.ch) || g.size >= MARK * largest || is_usual(g, usual))
    });
    let mut pieces = Pieces { aside, ..Pieces::default() };
    let digit_style = |i: &u32| is_digit(glyph(i).ch).then(|| style(glyph(i)));
    let styles: Vec<Style> = main.iter().filter_map(digit_style).collect();
    if let Some(usual) = usual
        && styles.iter().any(|s| alike(*s, usual))
        && styles.iter().any(|s| !alike(*s, usual))
    {
        let other = |i: &u32| digit_style(i).is_some_and(|s| !alike(s, usual));
        // Signs and points go with the digit that they stand next to.
        let strange: Vec<u32> = main.iter().copied().filter(other).collect();
        let goes: Vec<u32> = main
            .iter()
            .copied()
            .filter(|i| {
                if is_digit(glyph(i).ch) {
                    return other(i);
                }
                nearest(glyphs, *i, &main).is_some_and(|near| strange.contains(&near))
            })
            .collect();
        main.retain(|i| !goes.contains(i));
        pieces.aside.extend(goes);
    }
    pieces.several = has_wide_gap(glyphs, &main);
    pieces.figure = main;
    Some(pieces)
}

fn is_usual(glyph: &Glyph, usual: Option<Style>) -> bool {
    usual.is_some_and(|usual| alike(style(glyph), usual))
}

/// The digit that stands next to a sign or point.
fn nearest(glyphs: &[Glyph], of: u32, among: &[u32]) -> Option<u32> {
    let at = &glyphs[of as usize];
    let distance = |i: &u32| {
        let g = &glyphs[*i as usize];
        (g.rect.cx() - at.rect.cx()).abs() + (g.baseline - at.baseline).abs()
    };
    let digits = among.iter().copied().filter(|i| is_digit(glyphs[*i as usize].ch));
    digits.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// Is there a gap on one of the lines that the others of that line do not have?
fn has_wide_gap(glyphs: &[Glyph], figure: &[u32]) -> bool {
    let mut line: Vec<&Glyph> = figure.iter().map(|i| &glyphs[*i as usize]).collect();
    line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let mut gaps: Vec<(f32, f32)> = Vec::new();
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.baseline - b.baseline).abs() > LEVEL * a.size.min(b.size) {
            return false; // several lines: another question
        }
        gaps.push((b.rect.x0 - a.rect.x1, a.size.min(b.size)));
    }
    let mut sorted: Vec<f32> = gaps.iter().map(|(gap, _)| gap.max(0.0)).collect();
    sorted.sort_by(f32::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    gaps.iter().any(|(gap, size)| *gap > APART * size && *gap > WIDER * middle)
}

/// Are the lines of a cell more than one figure: figures below each other, of which the upper does not fill its line?
pub(super) fn is_stacked(cell: &GridCell) -> bool {
    let figures = |line: &Line| {
        line.text.chars().any(is_digit)
            && line.text.chars().all(|c| is_inside_figure(c) || c.is_whitespace())
    };
    let goes_on = |a: &Line, b: &Line| {
        let full = cell.rect.width() - a.rect.width() < FULL * a.size;
        full || a.text.trim_end().ends_with(['.', ',', '，', '．'])
            || b.text.trim_start().starts_with(['.', ',', '，', '．'])
    };
    cell.lines.len() > 1
        && cell.lines.iter().all(figures)
        && cell.lines.windows(2).any(|pair| !goes_on(&pair[0], &pair[1]))
}
