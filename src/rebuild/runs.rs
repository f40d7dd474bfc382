//! One figure is one run: characters that were painted one after the other, or stand side by side on one line.
//!
//! A run is never cut but where it would be two figures (two decimal points). It goes to one of the cells that it
//! touches, one run to a cell, and to the one at whose edge it begins or ends. Where none of this decides, the cell is
//! told to be unsure.

use crate::deadline;
use crate::lex::{is_amount, is_digit, is_figure_char, is_inside_figure};
use crate::model::{Glyph, GridCell};
use std::ops::Range;

/// Characters of one figure are not further apart than this share of the font size.
const GAP: f32 = 0.12;
/// And each begins at least this share of the size behind the one before.
const STEP: f32 = 0.15;
/// A step from digit to digit that is so many times the one before begins another figure.
const LONGER: f32 = 1.3;
/// Characters on one line have their baselines within this share of the size.
pub(super) const LEVEL: f32 = 0.4;
/// Text begins and ends within this share of its size from the edge of the cell that it was set in.
const MARGIN: f32 = 0.8;
/// A character that reaches over a ruling by less than this share of its size stands beside it.
const TOUCH: f32 = 0.05;

/// Characters of one figure, by their numbers: those painted one after the other, and what stands right behind them.
struct Run {
    first: Range<u32>,
    more: Vec<u32>,
}

impl Run {
    fn glyphs(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.clone().chain(self.more.iter().copied())
    }

    fn last(&self) -> u32 {
        self.more.last().copied().unwrap_or(self.first.end - 1)
    }
}

/// Runs of two or more figure characters.
fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for (glyph, i) in glyphs.iter().zip(0u32..) {
        if !is_inside_figure(glyph.ch) || glyph.aside() || glyph.turned() {
            continue;
        }
        match runs.last_mut() {
            Some(run)
                if run.end == i
                    && follows(&glyphs[i as usize - 1], glyph)
                    && is_even(glyphs, run, i as usize) =>
            {
                run.end += 1;
            }
            _ => runs.push(i..i + 1),
        }
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
fn is_even(glyphs: &[Glyph], run: &Range<u32>, next: usize) -> bool {
    if run.len() < 2 {
        return true;
    }
    let [a, b, c] = [next - 2, next - 1, next].map(|i| &glyphs[i]);
    ![a, b, c].iter().all(|g| is_digit(g.ch))
        || c.rect.x0 - b.rect.x0 <= LONGER * (b.rect.x0 - a.rect.x0)
}

/// Runs that stand side by side are one, in whatever order they were painted.
fn join_neighbours(glyphs: &[Glyph], mut runs: Vec<Range<u32>>) -> Vec<Run> {
    let glyph = |i: u32| &glyphs[i as usize];
    runs.sort_by(|a, b| {
        let (a, b) = (glyph(a.start), glyph(b.start));
        a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        deadline::tick();
        let start = glyph(run.start);
        // Baselines of one line differ a little: its runs are not always next to each other here.
        let level =
            |before: &&mut Run| start.baseline - glyph(before.first.start).baseline <= start.size;
        let mut before = joined.iter_mut().rev().take(LOOK_BACK).take_while(level);
        match before.find(|before| follows(glyph(before.last()), start)) {
            Some(before) => before.more.extend(run),
            None => joined.push(Run { first: run, more: Vec::new() }),
        }
    }
    joined.retain(|run| run.first.len() + run.more.len() > 1);
    joined
}

/// Runs that are looked through for a neighbour.
const LOOK_BACK: usize = 48;

/// A run that touches several cells: which, and how many of its characters stand in each.
struct Straddling {
    run: Vec<u32>,
    cells: Vec<(usize, usize)>,
    /// It may be two figures that touch at a ruling: a whole number, and an amount.
    meets: bool,
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
        let own = cell_of[run.first.start as usize];
        if run.glyphs().all(|i| cell_of[i as usize] == own) {
            if own != nowhere {
                taken[own] = true;
            }
            continue;
        }
        let run: Vec<u32> = run.glyphs().collect();
        let counts = touched(cell_of, &run);
        let inside: Vec<_> = counts.iter().copied().filter(|(cell, _)| *cell != nowhere).collect();
        let same_row = inside.windows(2).all(|w| cells[w[0].0].row == cells[w[1].0].row);
        let points = run.iter().filter(|&&i| matches!(glyphs[i as usize].ch, '.' | '．')).count();
        match (counts.len(), &inside[..]) {
            (_, []) => {}
            // Whole numbers: nothing says whether it is one over the ruling or two that touch at it.
            (2, [_, _]) if points == 0 && meets_at_ruling(&run, glyphs, cells, cell_of) => {
                unsure.extend(inside.iter().map(|(cell, _)| *cell));
            }
            _ if points < 2 && same_row => {
                let meets = points == 1 && meets_at_ruling(&run, glyphs, cells, cell_of);
                if !(meets && goes_on_in_words(&run, glyphs, cell_of)) {
                    let meets = meets && !is_grouped(&run, glyphs);
                    open.push(Straddling { run, cells: inside, meets });
                }
            }
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
        let Straddling { run, cells: touched, meets } = open.swap_remove(at);
        taken[best.cell] = true;
        run.iter().for_each(|&i| cell_of[i as usize] = best.cell);
        // What a guess has left over is a guess.
        let guessed = touched.iter().any(|(cell, _)| unsure.contains(cell));
        if meets || !best.anchored && (!best.only || guessed) {
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
            && [a.1, b.1].iter().all(|cell| *cell < cells.len())
            && is_digit(a.0.ch)
            && is_digit(b.0.ch)
            && a.0.rect.x1 <= cells[a.1].rect.x1 + reach
            && b.0.rect.x0 >= cells[b.1].rect.x0 - reach
    })
}

/// Do words follow the run's last digit in its cell: `7万` behind the ruling that 0.00 ends at?
fn goes_on_in_words(run: &[u32], glyphs: &[Glyph], cell_of: &[usize]) -> bool {
    let last = run[run.len() - 1] as usize;
    glyphs.get(last + 1).is_some_and(|next| {
        let gap = next.rect.x0 - glyphs[last].rect.x1;
        !is_figure_char(next.ch)
            && cell_of[last + 1] == cell_of[last]
            && (next.baseline - glyphs[last].baseline).abs() <= LEVEL * next.size
            && gap.abs() <= LEVEL * next.size
    })
}

/// Are the run's thousands parted by commas, and rightly? Two figures that touch leave groups of other lengths.
fn is_grouped(run: &[u32], glyphs: &[Glyph]) -> bool {
    let text: String = run.iter().map(|i| glyphs[*i as usize].ch).collect();
    text.contains([',', '，']) && is_amount(&text)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;
    use crate::rebuild::testing::{BLACK, painted as text};

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
    fn a_whole_number_and_an_amount_that_touch_are_unsure_unless_commas_tell() {
        let at_ruling = |s| kept(&text(s, 0.0, 14.0, 10.0, BLACK), &[0.0, 40.0, 80.0]);
        let (texts, unsure) = at_ruling("10871900230.00");
        assert_eq!((texts, unsure), (strings(&["10871900230.00", ""]), vec![0]));
        assert!(at_ruling("87,190,230.00").1.is_empty());
    }

    #[test]
    fn a_figure_and_the_words_of_the_next_cell_stay_apart() {
        let glyphs = text("10010.007万", 0.0, 14.0, 10.0, BLACK);
        let (texts, unsure) = kept(&glyphs, &[0.0, 40.0, 80.0]);
        assert_eq!((texts, unsure), (strings(&["10010.00", "7万"]), vec![]));
    }

    #[test]
    fn two_figures_that_touch_are_cut_at_the_ruling() {
        let glyphs = text("123.4567.89", 10.0, 14.0, 10.0, BLACK);
        let (texts, _) = kept(&glyphs, &[0.0, 40.0, 80.0]);
        assert_eq!(texts, strings(&["123.45", "67.89"]));
    }
}
