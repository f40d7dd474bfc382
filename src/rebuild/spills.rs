//! Text wider than its column.
//!
//! 1. A string that is centred over one cell and runs over both of its rulings is that cell's, not its neighbours': a head.
//! 2. A string of words that runs over the ruling on its right and goes on in a figure is one text, the name of its row:
//!    `住房公积金补助2026` with the year where an amount could stand. If the figure also ends where those of its column do,
//!    it may be an amount that touches the name: that is told.
//! 3. The last character of a line that wraps, through which the ruling on its right runs, stays with its line, whatever
//!    stands behind that ruling: the text goes on below in its own cell.

use crate::deadline;
use crate::lex::{is_digit, is_figure_char, is_inside_figure};
use crate::model::{Glyph, GridCell, Rect};
use std::ops::Range;

/// Characters of one string stand side by side, within this share of their size.
const GAP: f32 = 0.12;
/// A centred string's middle is as near to its cell's as this, as a share of its size.
const CENTRED: f32 = 0.5;
/// A ruling that stands so far inside a character, as a share of its size, runs through it.
const CUT: f32 = 0.08;

/// A figure that a name goes on in stands no further behind it than this, as a share of its size.
const TOUCH: f32 = 0.05;
/// Figures of a column end within this share of their size of each other.
const FLUSH: f32 = 0.2;

/// Gives each such string to its cell, and tells the cells whose figure may be part of a name.
pub(super) fn keep_whole(
    glyphs: &[Glyph],
    cells: &[GridCell],
    cell_of: &mut [usize],
    nowhere: usize,
) -> Vec<usize> {
    let mut unsure = Vec::new();
    let mut at = 1;
    while at < glyphs.len() {
        deadline::tick();
        let (a, b) = (cell_of[at - 1], cell_of[at]);
        if a != b && a != nowhere && b != nowhere && ends_wrapped(glyphs, at, cells, cell_of) {
            cell_of[at] = a;
            at += 1;
            continue;
        }
        let crosses = a != b && a != nowhere && b != nowhere && cells[a].row == cells[b].row;
        if crosses && goes_on(&glyphs[at - 1], &glyphs[at]) {
            let string = string_around(glyphs, at);
            if let Some(cell) = centred_over(glyphs, &string, cells, cell_of) {
                cell_of[string.clone()].fill(cell);
            } else if let Some(tail) = tail_of_name(glyphs, at, &cells[a].rect, &cells[b].rect) {
                let alone = cell_of.iter().filter(|cell| **cell == b).count() == tail.len();
                if alone && ends_as_its_column(glyphs, &tail, cells, cell_of) {
                    unsure.push(b);
                } else if tail.clone().all(|i| cell_of[i] == b) {
                    cell_of[tail.clone()].fill(a);
                }
                at = tail.end;
                continue;
            }
            at = string.end;
        }
        at += 1;
    }
    unsure
}

/// Is the character at `at`, which stands behind the ruling on the right by most of its width, the end of a line that
/// goes on in the next one of the cell before that ruling?
fn ends_wrapped(glyphs: &[Glyph], at: usize, cells: &[GridCell], cell_of: &[usize]) -> bool {
    let (before, last, own) = (&glyphs[at - 1], &glyphs[at], cell_of[at - 1]);
    let Some(below) = glyphs.get(at + 1).filter(|_| cell_of[at + 1] == own) else { return false };
    let edge = cells[own].rect.x1;
    let cut = last.rect.x0 + CUT * last.size < edge && edge < last.rect.x1 - CUT * last.size;
    let wraps = below.size == last.size
        && (last.size..2.0 * last.size).contains(&(below.baseline - last.baseline))
        && below.rect.x1 < last.rect.x0;
    let words = |g: &Glyph| g.ch.is_alphabetic() && !is_figure_char(g.ch);
    cut && wraps && words(last) && words(before) && goes_on(before, last)
}

/// The characters from the figure at `at` on that belong to the name which ends in the cell left of it.
fn tail_of_name(glyphs: &[Glyph], at: usize, left: &Rect, right: &Rect) -> Option<Range<usize>> {
    let touches = |a: &Glyph, b: &Glyph| {
        !b.aside()
            && !b.turned()
            && (a.font, a.size) == (b.font, b.size)
            && (a.baseline - b.baseline).abs() < 0.05 * a.size
            && (b.rect.x0 - a.rect.x1).abs() <= TOUCH * a.size
    };
    let (name, figure) = (&glyphs[at - 1], &glyphs[at]);
    let begins = name.ch.is_alphabetic() && is_digit(figure.ch) && touches(name, figure);
    if !begins || left.x1 > right.x0 + figure.size {
        return None;
    }
    let more = glyphs[at..].windows(2).take_while(|pair| touches(&pair[0], &pair[1])).count();
    Some(at..at + 1 + more)
}

/// Does a figure, the only text of its cell, end where most others of its column do?
fn ends_as_its_column(
    glyphs: &[Glyph],
    figure: &Range<usize>,
    cells: &[GridCell],
    cell_of: &[usize],
) -> bool {
    let own = &glyphs[figure.end - 1];
    if !glyphs[figure.clone()].iter().all(|glyph| is_inside_figure(glyph.ch)) {
        return false;
    }
    let column = cells[cell_of[figure.start]].col;
    let ends = |(at, glyph): (usize, &Glyph)| {
        let of = cells.get(cell_of[at]).filter(|cell| cell.col == column && is_digit(glyph.ch))?;
        let last = glyphs.get(at + 1).is_none_or(|next| {
            cell_of[at + 1] != cell_of[at] || (next.baseline - glyph.baseline).abs() > own.size
        });
        (last && of.row != cells[cell_of[figure.start]].row).then_some(glyph.rect.x1)
    };
    let ends: Vec<f32> = glyphs.iter().enumerate().filter_map(ends).collect();
    let flush = ends.iter().filter(|end| (**end - own.rect.x1).abs() <= FLUSH * own.size).count();
    flush > 0 && 2 * flush >= ends.len()
}

/// Does `b` stand right behind `a`, as the next character of a string of words does?
fn goes_on(a: &Glyph, b: &Glyph) -> bool {
    let plain = |g: &Glyph| !g.aside() && !g.turned();
    plain(a)
        && plain(b)
        && !(is_figure_char(a.ch) && is_figure_char(b.ch))
        && a.size == b.size
        && (a.baseline - b.baseline).abs() < 0.05 * a.size
        && (b.rect.x0 - a.rect.x1).abs() <= GAP * a.size
}

fn string_around(glyphs: &[Glyph], at: usize) -> Range<usize> {
    let mut string = at - 1..at + 1;
    while string.start > 0 && goes_on(&glyphs[string.start - 1], &glyphs[string.start]) {
        string.start -= 1;
    }
    while string.end < glyphs.len() && goes_on(&glyphs[string.end - 1], &glyphs[string.end]) {
        string.end += 1;
    }
    string
}

/// The cell that the string is centred over, if it runs over both of its rulings, and one of them through a character.
fn centred_over(
    glyphs: &[Glyph],
    string: &Range<usize>,
    cells: &[GridCell],
    cell_of: &[usize],
) -> Option<usize> {
    let (x0, x1) = (glyphs[string.start].rect.x0, glyphs[string.end - 1].rect.x1);
    let size = glyphs[string.start].size;
    let cut = |x: f32| {
        let through = |g: &Glyph| g.rect.x0 + CUT * size < x && x < g.rect.x1 - CUT * size;
        glyphs[string.clone()].iter().any(through)
    };
    let is_own = |rect: &Rect| {
        x0 < rect.x0
            && rect.x1 < x1
            && ((x0 + x1) / 2.0 - rect.cx()).abs() <= CENTRED * size
            && (cut(rect.x0) || cut(rect.x1))
    };
    let mut touched = cell_of[string.clone()].iter().copied();
    touched.find(|cell| cells.get(*cell).is_some_and(|cell| is_own(&cell.rect)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rebuild::testing::glyphs;

    /// The text of three cells of 40 points after the words were kept whole.
    fn kept(words: &[(f32, f32, &str)]) -> Vec<String> {
        let glyphs = glyphs(words);
        let cell = |(x, col): (f32, usize)| GridCell {
            col,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(x, 0.0, x + 40.0, 20.0),
            ..GridCell::default()
        };
        let cells: Vec<GridCell> = [0.0, 40.0, 80.0].into_iter().zip(0..).map(cell).collect();
        let mut cell_of: Vec<usize> =
            glyphs.iter().map(|g| (g.rect.cx() / 40.0) as usize).collect();
        let unsure = keep_whole(&glyphs, &cells, &mut cell_of, usize::MAX);
        assert!(unsure.is_empty());
        let text = |cell: usize| {
            glyphs.iter().zip(&cell_of).filter(|(_, of)| **of == cell).map(|(g, _)| g.ch).collect()
        };
        (0..3).map(text).collect()
    }

    #[test]
    fn a_head_wider_than_its_column_is_its_own() {
        let heads = [(5.0, 14.0, "合计"), (35.0, 14.0, "基本支出额"), (90.0, 14.0, "项目")];
        assert_eq!(kept(&heads), ["合计", "基本支出额", "项目"]);
    }

    #[test]
    fn heads_that_touch_at_the_rulings_stay_apart() {
        assert_eq!(
            kept(&[(0.0, 14.0, "财政拨款"), (40.0, 14.0, "基本支出"), (80.0, 14.0, "项目支出")]),
            ["财政拨款", "基本支出", "项目支出"]
        );
        assert_eq!(kept(&[(22.0, 14.0, "一般公共服务")]), ["一般", "公共服务", ""]);
    }

    #[test]
    fn a_name_that_runs_over_its_ruling_keeps_the_figure_that_it_goes_on_in() {
        assert_eq!(kept(&[(0.0, 14.0, "公积补助2026")]), ["公积补助2026", "", ""]);
        assert_eq!(
            kept(&[(0.0, 14.0, "公积补助50万"), (80.0, 14.0, "1.5")]),
            ["公积补助50万", "", "1.5"]
        );
        assert_eq!(
            kept(&[(0.0, 14.0, "公积补助26"), (58.0, 14.0, "1.50")]),
            ["公积补助26", "1.50", ""]
        );
        // Painted apart, a figure stands in its own cell.
        assert_eq!(
            kept(&[(0.0, 14.0, "公积补助"), (58.0, 14.0, "2026")]),
            ["公积补助", "2026", ""]
        );
        assert_eq!(kept(&[(0.0, 14.0, "公积补"), (42.0, 14.0, "2026")]), ["公积补", "2026", ""]);
    }

    #[test]
    fn the_last_character_of_a_wrapped_line_stays_with_it() {
        // 金 stands from 36 to 46, and its line goes on below; a text of its own stands behind the ruling.
        let wrapped = [(6.0, 14.0, "公积资金"), (4.0, 24.0, "补助"), (42.0, 14.0, "产出")];
        assert_eq!(kept(&wrapped), ["公积资金补助", "产出", ""]);
        // A line that ends the text of its cell may go on in the next one.
        assert_eq!(kept(&wrapped[..1])[1], "金");
    }

    #[test]
    fn a_figure_that_touches_a_name_and_ends_as_its_column_is_told() {
        let glyphs = glyphs(&[(0.0, 14.0, "公积补助20.26"), (50.0, 34.0, "118.6")]);
        let cell = |i: usize| GridCell {
            row: i / 2,
            col: i % 2,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new([0.0, 40.0][i % 2], 20.0 * (i / 2) as f32, [40.0, 80.0][i % 2], 0.0),
            ..GridCell::default()
        };
        let cells: Vec<GridCell> = (0..4).map(cell).collect();
        let told = |ends: f32| {
            let mut glyphs = glyphs.clone();
            glyphs[9..].iter_mut().for_each(|glyph| {
                glyph.rect.x0 += ends - 75.0;
                glyph.rect.x1 += ends - 75.0;
            });
            let place =
                |g: &Glyph| usize::from(g.rect.cx() > 40.0) + if g.baseline > 20.0 { 2 } else { 0 };
            let mut cell_of: Vec<usize> = glyphs.iter().map(place).collect();
            let unsure = keep_whole(&glyphs, &cells, &mut cell_of, usize::MAX);
            (unsure, cell_of[4])
        };
        assert_eq!((told(65.0), told(78.0)), ((vec![1], 1), (vec![], 0)));
    }
}
