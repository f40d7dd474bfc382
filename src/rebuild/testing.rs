//! Glyphs for tests.

use crate::model::{Colour, Glyph, Grid, GridCell, Line, Rect};

/// Words of 10 pt, digits half as wide as other characters: x, baseline, text.
pub fn glyphs(words: &[(f32, f32, &str)]) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for &(x, baseline, text) in words {
        let mut x = x;
        for ch in text.chars() {
            let width = if ch.is_ascii() { 5.0 } else { 10.0 };
            let rect = Rect::new(x, baseline - 8.0, x + width, baseline + 2.0);
            glyphs.push(Glyph { ch, rect, baseline, size: 10.0, ..Glyph::default() });
            x += width;
        }
    }
    glyphs
}

/// Black.
pub(super) const BLACK: Colour = Some([0; 3]);

/// Characters five points wide on a baseline, from x on, painted one after the other.
pub(super) fn painted(s: &str, x: f32, baseline: f32, size: f32, colour: Colour) -> Vec<Glyph> {
    let step = size / 2.0;
    let glyph = |(i, ch)| {
        let x = x + step * i as f32;
        let rect = Rect::new(x, baseline - 0.8 * size, x + step, baseline + 0.2 * size);
        Glyph { ch, rect, baseline, size, colour, ..Glyph::default() }
    };
    s.chars().enumerate().map(glyph).collect()
}

/// A grid of cells 50 by 20 with these texts.
pub(super) fn drawn(page: u32, rows: &[&[&str]]) -> Grid {
    let edges = |n: usize, step: f32| (0..=n).map(|i| step * i as f32).collect::<Vec<f32>>();
    let line = |text: &str| Line { page, text: text.into(), ..Line::default() };
    let cell = |row: usize, col: usize, text: &str| {
        let (x, y) = (50.0 * col as f32, 20.0 * row as f32);
        GridCell {
            row,
            col,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(x, y, x + 50.0, y + 20.0),
            lines: if text.is_empty() { vec![] } else { vec![line(text)] },
            ..GridCell::default()
        }
    };
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(r, row)| row.iter().enumerate().map(move |(c, t)| cell(r, c, t)))
        .collect();
    let (xs, ys) = (edges(rows[0].len(), 50.0), edges(rows.len(), 20.0));
    let rect = Rect::new(0.0, 0.0, xs[rows[0].len()], ys[rows.len()]);
    Grid { page, rect, xs, ys, cells, ..Grid::default() }
}
