//! One character painted twice (fake bold, shadow) is one character.

use crate::model::Glyph;

/// Two paints of a character closer than this share of its size are the same; two narrow digits side by side are
/// at least twice as far apart.
const SAME: f32 = 0.12;
/// Points to a side of the cells that glyphs are looked up by.
const CELL: f32 = 8.0;
/// Glyphs compared with one cell's: more in one place are no text.
const PROBES: usize = 64;

/// Removes later paints of a character at nearly the same place.
pub(super) fn remove(glyphs: &mut Vec<Glyph>) {
    // Open addressing: indices of kept glyphs, plus one.
    let mask = (glyphs.len() * 2).next_power_of_two() - 1;
    let mut table = vec![0u32; mask + 1];
    let mut kept = 0;
    for i in 0..glyphs.len() {
        let glyph = glyphs[i];
        let (x, y) = (glyph.rect.x0, glyph.rect.y0);
        let reach = SAME * glyph.size;
        let cell = |v: f32| (v * (1.0 / CELL)).floor() as i32;
        let (x0, x1, y0, y1) = (cell(x - reach), cell(x + reach), cell(y - reach), cell(y + reach));
        // Neighbours count where the reach crosses a cell's border; sizes far above a cell's are headings or worse.
        let mut double = false;
        for cx in x0..=x1.min(x0 + 3) {
            for cy in y0..=y1.min(y0 + 3) {
                let mut at = hash(glyph.ch, cx, cy) & mask;
                for _ in 0..PROBES {
                    let Some(other) = table[at].checked_sub(1).map(|other| &glyphs[other as usize]) else { break };
                    double |= other.ch == glyph.ch && (other.rect.x0 - x).abs() < reach && (other.rect.y0 - y).abs() < reach;
                    at = (at + 1) & mask;
                }
            }
        }
        if double {
            continue;
        }
        glyphs[kept] = glyph;
        kept += 1;
        let mut at = hash(glyph.ch, cell(x), cell(y)) & mask;
        for _ in 0..PROBES {
            if table[at] == 0 {
                table[at] = kept as u32;
                break;
            }
            at = (at + 1) & mask;
        }
    }
    glyphs.truncate(kept);
}

fn hash(ch: char, x: i32, y: i32) -> usize {
    let key = u64::from(ch as u32) << 40 ^ u64::from(x as u32) << 20 ^ u64::from(y as u32);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}
