//! Words far smaller than those of their cell, painted over them: what another cell of the spreadsheet hung out, and no part
//! of the text that they cover. They are set aside from cells that hold no figure; a note's mark stands beside a word, not on it.

use crate::deadline;
use crate::lex::is_inside_figure;
use crate::model::{Glyph, Rect};
use hashbrown::HashMap;

/// Strays are at most this many times as large as the text that they cover.
const SMALL: f32 = 0.65;
/// So much of one of them lies on that text.
const ON: f32 = 0.3;

/// Takes the strays out of their cells: `cell_of` says for each character which it stands in, `nowhere` that it is in none.
pub(super) fn set_aside(glyphs: &[Glyph], cell_of: &mut [usize], cells: usize, nowhere: usize) {
    let mut largest = vec![0.0f32; cells];
    let mut figures = vec![false; cells];
    for (glyph, &cell) in glyphs.iter().zip(&*cell_of).filter(|(_, cell)| **cell != nowhere) {
        largest[cell] = largest[cell].max(glyph.size);
        figures[cell] |= is_inside_figure(glyph.ch);
    }
    let is_small = |glyph: &Glyph, cell: usize| {
        cell != nowhere && !figures[cell] && glyph.size <= SMALL * largest[cell]
    };
    let small: Vec<(usize, usize)> = (0..glyphs.len())
        .filter(|&i| is_small(&glyphs[i], cell_of[i]))
        .map(|i| (i, cell_of[i]))
        .collect();
    if small.is_empty() {
        return;
    }
    let mut others: HashMap<usize, Vec<Rect>> =
        small.iter().map(|(_, cell)| (*cell, Vec::new())).collect();
    for (glyph, &cell) in glyphs.iter().zip(&*cell_of).filter(|(g, cell)| !is_small(g, **cell)) {
        if let Some(all) = others.get_mut(&cell) {
            all.push(glyph.rect);
        }
    }
    let mut covering = vec![false; cells];
    for &(i, cell) in &small {
        deadline::tick_long();
        let own = &glyphs[i].rect;
        let on: f32 = others[&cell].iter().map(|rect| shared(own, rect)).sum();
        covering[cell] |= on >= ON * own.width() * own.height() && on > 0.0;
    }
    for (i, _) in small.into_iter().filter(|(_, cell)| covering[*cell]) {
        cell_of[i] = nowhere;
    }
}

/// The area that two boxes share.
fn shared(a: &Rect, b: &Rect) -> f32 {
    let width = a.x1.min(b.x1) - a.x0.max(b.x0);
    let height = a.y1.min(b.y1) - a.y0.max(b.y0);
    width.max(0.0) * height.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_on_others_are_set_aside_and_marks_beside_them_stay() {
        let glyph = |ch: char, size: f32, x0: f32, y0: f32| Glyph {
            ch,
            size,
            rect: Rect { x0, y0, x1: x0 + size, y1: y0 + size },
            ..Glyph::default()
        };
        let of = |small: Glyph, second: Glyph| {
            let glyphs = [glyph('经', 4.3, 0.0, 0.0), glyph('费', 4.3, 4.3, 0.0), small, second];
            let mut cell_of = [0; 4];
            set_aside(&glyphs, &mut cell_of, 1, usize::MAX);
            cell_of.map(|cell| cell == 0)
        };
        let below = glyph('费', 2.4, 1.0, 6.0);
        // One of them covers a word: all go.
        assert_eq!(of(glyph('置', 2.4, 1.0, 1.0), below), [true, true, false, false]);
        assert_eq!(of(glyph('①', 2.4, 9.0, -1.0), below), [true; 4]);
        // Beside a figure nothing is taken away.
        assert_eq!(of(glyph('置', 2.4, 1.0, 1.0), glyph('7', 4.3, 8.6, 0.0)), [true; 4]);
    }
}
