//! Glyphs for tests.

use crate::model::{Glyph, Rect};

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
