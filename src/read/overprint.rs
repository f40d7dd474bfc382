//! One character painted twice (fake bold, shadow) is one character.

use crate::model::Glyph;

/// Two paints of a character closer than this share of its size are the same; two narrow digits side by side are
/// at least twice as far apart.
const SAME: f32 = 0.12;
/// Points to a side of the cells that glyphs are looked up by.
const CELL: f32 = 16.0;
/// Glyphs compared with one cell's: more in one place are no text.
const PROBES: usize = 64;

/// Removes later paints of a character at nearly the same place.
pub(super) fn remove(glyphs: &mut Vec<Glyph>) {
    if crowded(glyphs) {
        remove_doubles(glyphs);
    }
}

/// Do any two glyphs start so close together that they might be one? Mostly none do, and a map of the page in
/// squares of a point tells so at once. The map wraps around, which can only say yes too often.
fn crowded(glyphs: &[Glyph]) -> bool {
    const COLUMNS: usize = 1024;
    const WORDS: usize = COLUMNS / 64;
    const ROWS: usize = 1024;
    let mut map = vec![0u64; ROWS * WORDS];
    for glyph in glyphs {
        let reach = (SAME * glyph.size).ceil().clamp(1.0, 24.0) as usize;
        let place = |v: f32| (v + 4096.0) as usize % COLUMNS;
        let (x, y) = (place(glyph.rect.x0), place(glyph.rect.y0));
        let left = (x + COLUMNS - reach) % COLUMNS;
        let (word, shift) = (left / 64, left % 64);
        let window = (1u64 << (2 * reach + 1)) - 1;
        for row in y + ROWS - reach..=y + ROWS + reach {
            let row = &map[row % ROWS * WORDS..][..WORDS];
            let bits = (u128::from(row[word]) | u128::from(row[(word + 1) % WORDS]) << 64) >> shift;
            if bits as u64 & window != 0 {
                return true;
            }
        }
        map[y % ROWS * WORDS + x / 64] |= 1 << (x % 64);
    }
    false
}

fn remove_doubles(glyphs: &mut Vec<Glyph>) {
    // Open addressing; an entry of '\0', which no glyph is, is free.
    let mask = (glyphs.len() * 2).next_power_of_two() - 1;
    let mut table = vec![('\0', 0.0, 0.0); mask + 1];
    glyphs.retain(|glyph| {
        let (ch, x, y) = (glyph.ch, glyph.rect.x0, glyph.rect.y0);
        let reach = SAME * glyph.size;
        // Truncation is floor for what is not far left of or above the page.
        let cell = |v: f32| (v * (1.0 / CELL) + 4096.0) as i32;
        let (x0, x1, y0, y1) = (cell(x - reach), cell(x + reach), cell(y - reach), cell(y + reach));
        // Neighbours count where the reach crosses a cell's border; sizes far above a cell's are headings or worse.
        for cx in x0..=x1.min(x0.saturating_add(3)) {
            for cy in y0..=y1.min(y0.saturating_add(3)) {
                for at in probes(ch, cx, cy, mask) {
                    let (other, ox, oy) = table[at];
                    if other == '\0' {
                        break;
                    }
                    if other == ch && (ox - x).abs() < reach && (oy - y).abs() < reach {
                        return false;
                    }
                }
            }
        }
        if let Some(free) = probes(ch, cell(x), cell(y), mask).find(|at| table[*at].0 == '\0') {
            table[free] = (ch, x, y);
        }
        true
    });
}

fn probes(ch: char, x: i32, y: i32, mask: usize) -> impl Iterator<Item = usize> {
    let first = hash(ch, x, y);
    (0..PROBES).map(move |step| (first + step) & mask)
}

fn hash(ch: char, x: i32, y: i32) -> usize {
    let key = u64::from(ch as u32) << 40 ^ u64::from(x as u32) << 20 ^ u64::from(y as u32);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}
