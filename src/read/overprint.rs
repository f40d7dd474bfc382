//! One character painted twice (fake bold, shadow) is one character; two figures painted in one place are none.
//!
//! 1. A string painted again right after itself, a little off or a little larger, is its shadow.
//! 2. A character painted again in nearly the same place is the same.
//! 3. Two different digits that are left in one place cannot be told from each other: U+FFFD stands for both.

use crate::deadline;
use crate::lex::is_digit;
use crate::model::Glyph;
use hashbrown::HashMap;

/// Two paints of a character closer than this share of its size are the same; two narrow digits side by side are
/// at least twice as far apart.
const SAME: f32 = 0.1;
/// A shadow is not further off than this share of its size, and each of its characters is as far off as the others,
/// within a share of its size.
const SHADOW: f32 = 0.35;
const EVEN: f32 = 0.1;
/// How many characters back a shadow's first character is looked for.
const LOOK_BACK: usize = 64;
/// Stands for any digit: no character.
const DIGIT: char = '\u{10FFFF}';
/// Points to a side of the cells that glyphs are looked up by.
const CELL: f32 = 16.0;
/// Glyphs compared with one cell's: more in one place are no text.
const PROBES: usize = 64;

/// A map of the page in squares of a point, one bit each; it wraps around. Kept from page to page, all clear between.
pub(super) struct Overprint {
    map: Vec<u64>,
}

/// Squares to a side of the map: a power of two above the height and width of common pages.
const SIDE: usize = 1024;
const WORDS: usize = SIDE / 64;

impl Overprint {
    pub fn new() -> Self {
        Overprint { map: vec![0; SIDE * WORDS] }
    }

    /// Removes later paints of a character at nearly the same place; gives the number of digits that cannot be told
    /// apart from others painted over them.
    pub fn remove(&mut self, glyphs: &mut Vec<Glyph>) -> usize {
        remove_shadows(glyphs);
        let crowded = glyphs.iter().any(|glyph| self.near_another(glyph));
        for glyph in glyphs.iter() {
            let (x, y) = square(glyph);
            self.map[y * WORDS + x / 64] = 0;
        }
        if !crowded {
            return 0;
        }
        // The last paint is the one that is seen.
        let mut seen = Vec::new();
        let own = |g: &Glyph| if g.aside() { aside(g.ch) } else { g.ch };
        remove_doubles(glyphs, own, |place, again| seen.push((place, again)));
        each_at(glyphs, &seen, |first, again| {
            if first.ch == again.ch {
                first.colour = again.colour;
            }
        });
        // What has the same key in the same place now is another digit.
        let mut unclear = Vec::new();
        let one_for_all = |g: &Glyph| if is_digit(g.ch) && !g.aside() { DIGIT } else { own(g) };
        remove_doubles(glyphs, one_for_all, |place, again| unclear.push((place, again)));
        each_at(glyphs, &unclear, |first, _| first.ch = char::REPLACEMENT_CHARACTER);
        unclear.len()
    }

    /// Does the glyph start so close to an earlier one that they might be one? Mostly none does, and this tells so at
    /// once; wrapping around can only say yes too often.
    fn near_another(&mut self, glyph: &Glyph) -> bool {
        let reach = (SAME * glyph.size + 0.99).clamp(1.0, 24.0) as i32 as usize;
        let (x, y) = square(glyph);
        let left = (x + SIDE - reach) % SIDE;
        let (word, next, shift) = (left / 64, (left / 64 + 1) % WORDS, left % 64);
        let window = (1u64 << (2 * reach + 1)) - 1;
        let near = (y + SIDE - reach..=y + SIDE + reach).any(|row| {
            let row = row % SIDE * WORDS;
            let bits = (u128::from(self.map[row + word]) | u128::from(self.map[row + next]) << 64)
                >> shift;
            bits as u64 & window != 0
        });
        self.map[y * WORDS + x / 64] |= 1 << (x % 64);
        near
    }
}

fn square(glyph: &Glyph) -> (usize, usize) {
    let place = |v: f32| (v + 4096.0) as i32 as usize % SIDE;
    (place(glyph.rect.x0), place(glyph.rect.y0))
}

/// A watermark's character is no double of the text that it lies over: a private one stands for it.
fn aside(c: char) -> char {
    char::from_u32(0xF_0000 | (c as u32 & 0xFFFF)).unwrap_or(c)
}

/// Hands on the first glyph of each of these places, which its box begins at, with what was painted there again.
fn each_at(
    glyphs: &mut [Glyph],
    again: &[((f32, f32), Glyph)],
    mut hand_on: impl FnMut(&mut Glyph, &Glyph),
) {
    if again.is_empty() {
        return;
    }
    let place = |(i, glyph): (usize, &Glyph)| (bits((glyph.rect.x0, glyph.rect.y0)), i);
    let places: HashMap<[u32; 2], usize> = glyphs.iter().enumerate().rev().map(place).collect();
    for (place, again) in again {
        hand_on(&mut glyphs[places[&bits(*place)]], again);
    }
}

fn bits((x, y): (f32, f32)) -> [u32; 2] {
    [x, y].map(f32::to_bits)
}

/// Removes strings painted a second time right after the first: where the pen goes back to near a character that it
/// has painted.
fn remove_shadows(glyphs: &mut Vec<Glyph>) {
    let mut shadows: Vec<(usize, usize)> = Vec::new();
    let mut i = 1;
    while i < glyphs.len() {
        deadline::tick();
        let back = glyphs[i].rect.x0 < glyphs[i - 1].rect.x0;
        let length = if back { shadow_length(glyphs, i) } else { 0 };
        if length > 0 {
            shadows.push((i, i + length));
        }
        i += length.max(1);
    }
    if shadows.is_empty() {
        return;
    }
    let (mut shadows, mut at) = (shadows.into_iter().peekable(), 0);
    glyphs.retain(|_| {
        shadows.next_if(|(_, to)| *to <= at);
        at += 1;
        shadows.peek().is_none_or(|(from, _)| at <= *from)
    });
}

/// How many characters from `at` on repeat the ones just before `at`, each as far off as the first.
fn shadow_length(glyphs: &[Glyph], at: usize) -> usize {
    let off = |i: usize, j: usize| {
        (glyphs[i].rect.x0 - glyphs[j].rect.x0, glyphs[i].baseline - glyphs[j].baseline)
    };
    let size = glyphs[at].size.max(0.1);
    let near = |&j: &usize| {
        let (x, y) = off(at, j);
        glyphs[j].ch == glyphs[at].ch && x.abs().max(y.abs()) <= SHADOW * size
    };
    let Some(first) = (at.saturating_sub(LOOK_BACK)..at).rev().find(near) else { return 0 };
    let (x, y) = off(at, first);
    let length = at - first;
    let repeats = (0..length).all(|k| {
        at + k < glyphs.len() && glyphs[at + k].ch == glyphs[first + k].ch && {
            let (dx, dy) = off(at + k, first + k);
            (dx - x).abs().max((dy - y).abs()) <= EVEN * size
        }
    });
    // One character alone may be the next of a narrow font: [`SAME`] decides about it.
    if repeats && length > 1 { length } else { 0 }
}

/// Removes each glyph that has a twin by `key` in nearly the same place, and tells the twin's place.
fn remove_doubles(
    glyphs: &mut Vec<Glyph>,
    key: impl Fn(&Glyph) -> char,
    mut twin: impl FnMut((f32, f32), Glyph),
) {
    // Open addressing; an entry of '\0', which no glyph is, is free.
    let mask = (glyphs.len() * 2).next_power_of_two() - 1;
    let mut table = vec![('\0', 0.0, 0.0); mask + 1];
    glyphs.retain(|glyph| {
        let (ch, x, y) = (key(glyph), glyph.rect.x0, glyph.rect.y0);
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
                        twin((ox, oy), *glyph);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    fn glyph(ch: char, x: f32, y: f32, size: f32) -> Glyph {
        let rect = Rect { x0: x, y0: y, x1: x + size, y1: y + size };
        Glyph { ch, rect, baseline: y + 0.88 * size, size, ..Glyph::default() }
    }

    fn kept(glyphs: &[Glyph]) -> Vec<(char, f32)> {
        let mut glyphs = glyphs.to_vec();
        let mut overprint = Overprint::new();
        overprint.remove(&mut glyphs);
        assert!(overprint.map.iter().all(|word| *word == 0));
        glyphs.iter().map(|glyph| (glyph.ch, glyph.rect.x0)).collect()
    }

    #[test]
    fn shadows_go_and_narrow_digits_stay() {
        let bold = [
            glyph('预', 63.9, 100.0, 10.0),
            glyph('算', 73.9, 100.0, 10.0),
            glyph('预', 64.4, 100.3, 10.0),
            glyph('算', 74.4, 100.3, 10.0),
        ];
        assert_eq!(kept(&bold), [('预', 63.9), ('算', 73.9)]);
        let digits =
            [glyph('1', 10.0, 10.0, 9.0), glyph('1', 12.0, 10.0, 9.0), glyph('7', 12.0, 10.0, 9.0)];
        // A 1 and a 7 in one place: neither.
        assert_eq!(kept(&digits), [('1', 10.0), (char::REPLACEMENT_CHARACTER, 12.0)]);
    }

    #[test]
    fn a_string_painted_again_a_little_off_is_its_shadow() {
        let text = |word: &str, x: f32, y: f32| -> Vec<Glyph> {
            word.chars()
                .zip(0u8..)
                .map(|(ch, i)| glyph(ch, x + 5.0 * f32::from(i), y, 10.0))
                .collect()
        };
        let shadow = [text("19.95", 10.0, 50.0), text("19.95", 11.4, 50.7)].concat();
        assert_eq!(kept(&shadow).len(), 5);
        // The same figure in the row below, or the next column, is another.
        let below = [text("19.95", 10.0, 50.0), text("19.95", 10.0, 62.0)].concat();
        assert_eq!(kept(&below).len(), 10);
        // Repeated digits of a narrow font are digits.
        let narrow: Vec<Glyph> =
            (0..6u8).map(|i| glyph('1', 10.0 + 3.0 * f32::from(i), 50.0, 10.0)).collect();
        assert_eq!(kept(&narrow).len(), 6);
    }

    #[test]
    fn far_off_and_huge_glyphs_are_harmless() {
        let odd = [
            glyph('a', -9e6, 1e9, 1e9),
            glyph('a', -9e6, 1e9, 1e9),
            glyph('b', f32::NAN, 0.0, f32::INFINITY),
        ];
        assert_eq!(kept(&odd[..2]), [('a', -9e6)]);
        assert_eq!(kept(&odd).len(), 2);
    }
}
