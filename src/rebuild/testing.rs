//! Glyphs for tests.

use crate::model::{Colour, Glyph, Rect};

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
