//! One figure is one run: which characters of a page are one figure, and which of a cell's are none of it.
//!
//! 1. Characters that were painted one after the other, or stand side by side on one line, are a run. A run is never
//!    cut but where it would be two figures (two decimal points): it goes to one of the cells that it touches, one run
//!    to a cell, and to the one at whose edge it begins or ends. Where none of this decides, it is unread.
//! 2. In a cell of figures, what is smaller and raised, a circled number, or painted in another way than the table's
//!    figures, is a footnote mark or a watermark, and stands aside.
//! 3. What is left in two pieces, beside each other with a gap that the figure's own characters do not have, or on two
//!    lines of which the first is not full, is more than one figure: which of them is meant, nobody can tell.

use crate::deadline;
use crate::lex::is_inside_figure;
use crate::model::{Colour, Glyph, GridCell, Line, Unclear};
use std::collections::HashMap;

/// Characters of one figure are not further apart than this share of the font size.
const GAP: f32 = 0.12;
/// And each begins at least this share of the size behind the one before.
const STEP: f32 = 0.15;
/// A step from digit to digit that is so many times the one before begins another figure.
const LONGER: f32 = 1.3;
/// Characters on one line have their baselines within this share of the size.
const LEVEL: f32 = 0.4;
/// Text begins and ends within this share of its size from the edge of the cell that it was set in.
const MARGIN: f32 = 0.8;
/// A character that reaches over a ruling by less than this share of its size stands beside it.
const TOUCH: f32 = 0.05;
/// A gap inside a cell wider than this share of the size may part two figures, if it is as many times wider than theirs.
const APART: f32 = 0.5;
const WIDER: f32 = 2.2;
/// A footnote mark is smaller than this share of the figure's size.
const MARK: f32 = 0.75;
/// Room left on a line that is full: one character, and the cell's margins.
const FULL: f32 = 1.8;

/// Runs of two or more figure characters.
fn runs(glyphs: &[Glyph]) -> Vec<Vec<u32>> {
    let mut runs: Vec<Vec<u32>> = Vec::new();
    let mut last: Option<u32> = None;
    for (i, glyph) in glyphs.iter().enumerate() {
        if glyph.aside() || glyph.turned() || !is_inside_figure(glyph.ch) {
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

/// A run that touches several cells: which, and how many of its characters stand in each.
struct Straddling {
    run: Vec<u32>,
    cells: Vec<(usize, usize)>,
}

/// Gives each run that touches several cells to one of them, and tells the cells that were chosen without a reason.
/// `nowhere` is the cell of what is outside the grid.
pub(super) fn keep_whole(
    glyphs: &[Glyph],
    cells: &[GridCell],
    cell_of: &mut [usize],
    nowhere: usize,
) -> Vec<usize> {
    let mut taken: Vec<bool> = vec![false; cells.len()];
    let mut open: Vec<Straddling> = Vec::new();
    let mut unsure = Vec::new();
    for run in runs(glyphs) {
        let counts = touched(cell_of, &run);
        let inside: Vec<_> = counts.iter().copied().filter(|(cell, _)| *cell != nowhere).collect();
        let same_row = inside.windows(2).all(|w| cells[w[0].0].row == cells[w[1].0].row);
        let points = run.iter().filter(|&&i| matches!(glyphs[i as usize].ch, '.' | '．')).count();
        match (counts.len(), &inside[..]) {
            (_, []) => {}
            (1, [(cell, _)]) => taken[*cell] = true,
            // Whole numbers: nothing says whether it is one over the ruling or two that touch at it.
            (2, [_, _]) if points == 0 && meets_at_ruling(&run, glyphs, cells, cell_of) => {
                unsure.extend(inside.iter().map(|(cell, _)| *cell));
            }
            _ if points < 2 && same_row => open.push(Straddling { run, cells: inside }),
            _ => {}
        }
    }
    while !open.is_empty() {
        deadline::tick();
        let choices = open.iter().map(|s| choose(s, glyphs, cells, &taken));
        // The surest first: it leaves one cell less to the others.
        let Some((at, best)) =
            choices.enumerate().max_by_key(|(at, c)| (c.rank(), usize::MAX - at))
        else {
            break;
        };
        let Straddling { run, cells: touched } = open.swap_remove(at);
        taken[best.cell] = true;
        run.iter().for_each(|&i| cell_of[i as usize] = best.cell);
        // What a guess has left over is a guess.
        let guessed = touched.iter().any(|(cell, _)| unsure.contains(cell));
        if !best.anchored && (!best.only || guessed) {
            unsure.push(best.cell);
        }
    }
    unsure
}

/// Does a ruling run between two of the run's characters, and through none?
fn meets_at_ruling(run: &[u32], glyphs: &[Glyph], cells: &[GridCell], cell_of: &[usize]) -> bool {
    run.windows(2).any(|pair| {
        let [a, b] = [pair[0], pair[1]].map(|i| (&glyphs[i as usize], cell_of[i as usize]));
        let reach = TOUCH * a.0.size;
        a.1 != b.1
            && a.0.rect.x1 <= cells[a.1].rect.x1 + reach
            && b.0.rect.x0 >= cells[b.1].rect.x0 - reach
    })
}

fn touched(cell_of: &[usize], run: &[u32]) -> Vec<(usize, usize)> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for cell in run.iter().map(|&i| cell_of[i as usize]) {
        match counts.iter_mut().find(|(known, _)| *known == cell) {
            Some((_, n)) => *n += 1,
            None => counts.push((cell, 1)),
        }
    }
    counts
}

/// The cell that a run is given to, and why.
struct Choice {
    cell: usize,
    /// No other cell is left for it.
    only: bool,
    /// It begins or ends at the cell's own edge, as text that is set in a cell does, or covers the whole of it.
    anchored: bool,
    /// Thousandths of its characters that stand in the cell.
    share: usize,
}

impl Choice {
    fn rank(&self) -> (bool, bool, usize) {
        (self.only, self.anchored, self.share)
    }
}

fn choose(s: &Straddling, glyphs: &[Glyph], cells: &[GridCell], taken: &[bool]) -> Choice {
    let free: Vec<_> = s.cells.iter().copied().filter(|(cell, _)| !taken[*cell]).collect();
    let from = if free.is_empty() { &s.cells } else { &free };
    let (first, last) = (&glyphs[s.run[0] as usize], &glyphs[s.run[s.run.len() - 1] as usize]);
    let anchored = |cell: usize| {
        let (rect, margin) = (&cells[cell].rect, MARGIN * first.size);
        let begins = (0.0..=margin).contains(&(first.rect.x0 - rect.x0));
        let ends = (0.0..=margin).contains(&(rect.x1 - last.rect.x1));
        let covers = first.rect.x0 <= rect.x0 && rect.x1 <= last.rect.x1;
        begins || ends || covers
    };
    let choices = from.iter().map(|&(cell, n)| Choice {
        cell,
        only: from.len() == 1,
        anchored: anchored(cell),
        share: n * 1000 / s.run.len(),
    });
    choices.max_by_key(|c| (c.rank(), c.cell)).unwrap_or(Choice {
        cell: s.cells[0].0,
        only: false,
        anchored: false,
        share: 0,
    })
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
    /// Why they are no figure.
    pub unclear: Option<Unclear>,
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
    pieces.unclear = if has_wide_gap(glyphs, &main) {
        Some(Unclear::Several)
    } else {
        is_red_without_sign(glyphs, &main, usual).then_some(Unclear::Red)
    };
    pieces.figure = main;
    Some(pieces)
}

/// An amount in red among amounts that are not, without a sign: red may be the sign.
fn is_red_without_sign(glyphs: &[Glyph], figure: &[u32], usual: Option<Style>) -> bool {
    let red = |colour: Colour| colour.is_some_and(|[r, g, b]| r >= 140 && g <= 90 && b <= 90);
    let of = |test: &dyn Fn(char) -> bool| figure.iter().any(|i| test(glyphs[*i as usize].ch));
    !usual.is_some_and(|usual| red(usual.1))
        && figure.iter().all(|i| red(glyphs[*i as usize].colour))
        && of(&|c| matches!(c, '.' | ',' | '．' | '，'))
        && !of(&|c| !is_digit(c) && !matches!(c, '.' | ',' | '．' | '，'))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    const BLACK: Colour = Some([0; 3]);

    /// Characters five points wide on a baseline, from x on, painted one after the other.
    fn text(s: &str, x: f32, baseline: f32, size: f32, colour: Colour) -> Vec<Glyph> {
        let step = size / 2.0;
        let glyph = |(i, ch)| {
            let x = x + step * i as f32;
            let rect = Rect::new(x, baseline - 0.8 * size, x + step, baseline + 0.2 * size);
            Glyph { ch, rect, baseline, size, colour, ..Glyph::default() }
        };
        s.chars().enumerate().map(glyph).collect()
    }

    /// Cells of one row, with these edges.
    fn row(edges: &[f32]) -> Vec<GridCell> {
        let cell = |(col, pair): (usize, &[f32])| GridCell {
            col,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(pair[0], 0.0, pair[1], 20.0),
            ..GridCell::default()
        };
        edges.windows(2).enumerate().map(cell).collect()
    }

    /// The text of each cell after runs were kept whole, and the unsure cells.
    fn kept(glyphs: &[Glyph], edges: &[f32]) -> (Vec<String>, Vec<usize>) {
        let cells = row(edges);
        let at = |g: &Glyph| {
            let x = g.rect.cx();
            cells.iter().position(|c| c.rect.x0 <= x && x < c.rect.x1).unwrap_or(usize::MAX)
        };
        let mut cell_of: Vec<usize> = glyphs.iter().map(at).collect();
        let unsure = keep_whole(glyphs, &cells, &mut cell_of, usize::MAX);
        let texts = (0..cells.len()).map(|cell| {
            glyphs.iter().zip(&cell_of).filter(|(_, c)| **c == cell).map(|(g, _)| g.ch).collect()
        });
        (texts.collect(), unsure)
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| text.to_string()).collect()
    }

    #[test]
    fn figures_that_overflow_to_the_left_lie_over_each_other_and_stay_whole() {
        // Right-aligned in columns of forty points, fifty wide each.
        let glyphs = [
            text("1234567.89", 29.0, 14.0, 10.0, BLACK),
            text("7654321.98", 69.0, 14.0, 10.0, BLACK),
        ]
        .concat();
        let (texts, unsure) = kept(&glyphs, &[0.0, 40.0, 80.0, 120.0]);
        assert_eq!(texts, strings(&["", "1234567.89", "7654321.98"]));
        assert_eq!(unsure, Vec::<usize>::new());
    }

    #[test]
    fn a_figure_over_a_ruling_that_begins_and_ends_nowhere_is_unsure() {
        let (texts, unsure) = kept(&text("12345.67", 20.0, 14.0, 10.0, BLACK), &[0.0, 40.0, 120.0]);
        assert_eq!((texts, unsure), (strings(&["", "12345.67"]), vec![1]));
    }

    #[test]
    fn what_runs_out_of_the_table_stays_in_its_last_cell() {
        let (texts, unsure) = kept(&text("430.00", 72.0, 14.0, 10.0, BLACK), &[0.0, 40.0, 80.0]);
        assert_eq!((texts, unsure), (strings(&["", "430.00"]), vec![]));
    }

    #[test]
    fn whole_numbers_that_touch_at_a_ruling_are_unsure() {
        let glyphs = text("10871900230", 0.0, 14.0, 10.0, BLACK);
        let (texts, unsure) = kept(&glyphs, &[0.0, 40.0, 80.0]);
        assert_eq!((texts, unsure), (strings(&["10871900", "230"]), vec![0, 1]));
    }

    #[test]
    fn two_figures_that_touch_are_cut_at_the_ruling() {
        let glyphs = text("123.4567.89", 10.0, 14.0, 10.0, BLACK);
        let (texts, _) = kept(&glyphs, &[0.0, 40.0, 80.0]);
        assert_eq!(texts, strings(&["123.45", "67.89"]));
    }

    /// The figure, what stands aside, and whether there are several, of a cell that holds all of these.
    fn parts(glyphs: &[Glyph]) -> Option<(String, String, bool)> {
        let all: Vec<u32> = (0..glyphs.len() as u32).collect();
        let found = pieces(glyphs, &all, Some((100, BLACK)))?;
        let text = |ids: &[u32]| ids.iter().map(|i| glyphs[*i as usize].ch).collect::<String>();
        Some((text(&found.figure), text(&found.aside), found.unclear.is_some()))
    }

    #[test]
    fn marks_and_watermarks_stand_aside() {
        let grey: Colour = Some([200; 3]);
        let figure = || text("20.56", 60.0, 14.0, 10.0, BLACK);
        let with = |more: Vec<Glyph>| parts(&[more, figure()].concat()).unwrap();
        let (raised, circled, watermark) = (
            text("1", 85.0, 10.0, 5.0, BLACK),
            text("①", 85.0, 14.0, 10.0, BLACK),
            text("2025", 10.0, 14.0, 10.0, grey),
        );
        assert_eq!(with(raised), ("20.56".into(), "1".into(), false));
        assert_eq!(with(circled), ("20.56".into(), "①".into(), false));
        assert_eq!(with(watermark), ("20.56".into(), "2025".into(), false));
        assert_eq!(with(text("12", 10.0, 14.0, 10.0, BLACK)), ("1220.56".into(), "".into(), true));
        // Spread evenly over the cell it is one figure.
        let spread: Vec<Glyph> = "20.56"
            .chars()
            .enumerate()
            .flat_map(|(i, ch)| text(&ch.to_string(), 12.0 * i as f32, 14.0, 10.0, BLACK))
            .collect();
        assert_eq!(parts(&spread), Some(("20.56".into(), "".into(), false)));
        assert_eq!(parts(&text("一般1", 0.0, 14.0, 10.0, BLACK)), None);
        // Red is a sign where none is printed.
        let red: Colour = Some([192, 0, 0]);
        let clear = |s: &str| !parts(&text(s, 10.0, 14.0, 10.0, red)).unwrap().2;
        assert!(!clear("35.47") && clear("-35.47") && clear("(35.47)") && clear("2080505"));
    }

    #[test]
    fn lines_are_one_figure_only_where_the_first_is_full() {
        let cell = |width: f32, lines: &[(&str, f32)]| {
            let line = |&(text, w): &(&str, f32)| Line {
                text: text.to_owned(),
                rect: Rect::new(0.0, 0.0, w, 10.0),
                size: 10.0,
                ..Line::default()
            };
            GridCell {
                rect: Rect::new(0.0, 0.0, width, 30.0),
                lines: lines.iter().map(line).collect(),
                ..GridCell::default()
            }
        };
        assert!(is_stacked(&cell(80.0, &[("219", 15.0), ("90", 10.0)])));
        assert!(!is_stacked(&cell(50.0, &[("11,725,6", 40.0), ("00.00", 25.0)])));
        assert!(!is_stacked(&cell(80.0, &[("11,725,", 35.0), ("600.00", 30.0)])));
        assert!(!is_stacked(&cell(80.0, &[("20805", 25.0)])));
    }
}
