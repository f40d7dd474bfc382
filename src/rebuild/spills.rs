//! Heads wider than their column: a string that is centred over one cell and runs over both of its rulings is that
//! cell's, not its neighbours'.

use crate::deadline;
use crate::lex::is_figure_char;
use crate::model::{Glyph, GridCell, Rect};
use std::ops::Range;

/// Characters of one string stand side by side, within this share of their size.
const GAP: f32 = 0.12;
/// A centred string's middle is as near to its cell's as this, as a share of its size.
const CENTRED: f32 = 0.5;
/// A ruling that stands so far inside a character, as a share of its size, runs through it.
const CUT: f32 = 0.08;

/// Gives each such string to its cell.
pub(super) fn keep_whole(
    glyphs: &[Glyph],
    cells: &[GridCell],
    cell_of: &mut [usize],
    nowhere: usize,
) {
    let mut at = 1;
    while at < glyphs.len() {
        deadline::tick();
        let (a, b) = (cell_of[at - 1], cell_of[at]);
        let crosses = a != b && a != nowhere && b != nowhere && cells[a].row == cells[b].row;
        if crosses && goes_on(&glyphs[at - 1], &glyphs[at]) {
            let string = string_around(glyphs, at);
            if let Some(cell) = centred_over(glyphs, &string, cells, cell_of) {
                cell_of[string.clone()].fill(cell);
            }
            at = string.end;
        }
        at += 1;
    }
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
        keep_whole(&glyphs, &cells, &mut cell_of, usize::MAX);
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
}
