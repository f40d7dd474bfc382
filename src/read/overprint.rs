//! One character painted twice (fake bold, shadow) is one character.

use crate::model::Glyph;
use std::collections::HashMap;

/// Two paints of a character closer than this share of its size are the same; two narrow digits side by side are
/// at least twice as far apart.
const SAME: f32 = 0.12;

/// Removes later paints of a character at nearly the same place.
pub(super) fn remove(glyphs: &mut Vec<Glyph>) {
    let mut seen: HashMap<(char, i32, i32), Vec<(f32, f32)>> = HashMap::with_capacity(glyphs.len());
    glyphs.retain(|glyph| {
        let (x, y) = (glyph.rect.x0, glyph.rect.y0);
        let reach = SAME * glyph.size;
        let cell = |v: f32| (v / 8.0).floor() as i32;
        for cx in cell(x - reach)..=cell(x + reach) {
            for cy in cell(y - reach)..=cell(y + reach) {
                let near = |(ox, oy): &(f32, f32)| (ox - x).abs() < reach && (oy - y).abs() < reach;
                if seen.get(&(glyph.ch, cx, cy)).is_some_and(|others| others.iter().any(near)) {
                    return false;
                }
            }
        }
        seen.entry((glyph.ch, cell(x), cell(y))).or_default().push((x, y));
        true
    });
}
