//! Words with a line drawn through them are none: whoever struck them wrote another beside them, or none.
//!
//! A line that runs level at the middle of a string of words and hardly beyond it strikes them. They stay on the page, and
//! in no line or cell of it; of a word that is struck in part nobody can tell what it is: U+FFFD. Figures are not taken away so: their cell is told, as what is meant by a figure's line may be
//! another thing.

use crate::deadline;
use crate::lex::is_digit;
use crate::model::{Axis, Direction, Glyph, Rect, Ruling};

/// Where a line strikes a character: above its baseline, as shares of its size.
const THROUGH: (f32, f32) = (0.18, 0.5);
/// How far the line reaches over the first and last character that it strikes, or leaves out of them, as a share of their
/// size.
const BEYOND: f32 = 0.5;
/// Characters of one string stand no further apart, as a share of their size.
const TOUCH: f32 = 0.1;
/// Lines that strike are as long as this, points, and no thicker.
const LENGTH: (f32, f32) = (6.0, 250.0);
const THICK: f32 = 2.0;
/// Characters that are looked at for all such lines of one page: those whose baselines are near a line, for each.
const LOOKS: usize = 20_000_000;

/// Marks the words that one of these lines strikes; `flat` are boxes of lines that are no rulings. Gives how many characters
/// of words that are struck in part are lost; as an error where there are more lines than can be looked at.
pub(super) fn mark(
    glyphs: &mut [Glyph],
    rulings: &[Ruling],
    flat: &[Rect],
) -> Result<usize, usize> {
    let (mut lost, mut looks) = (0, 0);
    let by_baseline = ByBaseline::of(glyphs);
    let level = rulings.iter().filter(|r| r.axis == Axis::Horizontal && r.width <= THICK);
    let level = level.map(|r| Rect::new(r.from, r.at, r.to, r.at));
    let flat = flat.iter().copied().filter(|rect| rect.height() <= THICK);
    let strikes = |line: &Rect| (LENGTH.0..=LENGTH.1).contains(&line.width());
    for line in level.chain(flat).filter(strikes) {
        let near = by_baseline.near(line.cy());
        looks += near.len();
        if looks > LOOKS {
            return Err(lost);
        }
        let struck = struck_by(&line, glyphs, near);
        let in_part = adjoins_words(&struck, glyphs);
        lost += if in_part { struck.len() } else { 0 };
        for i in struck {
            match in_part {
                true => glyphs[i].ch = char::REPLACEMENT_CHARACTER,
                false => glyphs[i].struck = true,
            }
        }
    }
    Ok(lost)
}

/// The characters of a page by the height of their baselines.
struct ByBaseline {
    sorted: Vec<(f32, usize)>,
    /// The largest size among them.
    size: f32,
}

impl ByBaseline {
    fn of(glyphs: &[Glyph]) -> Self {
        let mut sorted: Vec<_> = glyphs.iter().map(|g| g.baseline).zip(0..).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        ByBaseline { sorted, size: glyphs.iter().map(|g| g.size).fold(0.0, f32::max) }
    }

    /// Those that a line at this height may run through.
    fn near(&self, y: f32) -> &[(f32, usize)] {
        let from = self.sorted.partition_point(|(baseline, _)| *baseline < y);
        let most = y + THROUGH.1 * self.size + 0.1;
        let to = self.sorted.partition_point(|(baseline, _)| *baseline <= most);
        &self.sorted[from..to.max(from)]
    }
}

/// Does the string that they are of go on in words that are not struck?
fn adjoins_words(struck: &[usize], glyphs: &[Glyph]) -> bool {
    let [Some(&first), Some(&last)] = [struck.first(), struck.last()] else { return false };
    let goes_on = |a: usize, b: usize| {
        let (Some(a), Some(b)) = (glyphs.get(a), glyphs.get(b)) else { return false };
        (a.baseline, a.size) == (b.baseline, b.size)
            && (b.rect.x0 - a.rect.x1).abs() <= TOUCH * a.size
            && a.ch.is_alphabetic()
            && b.ch.is_alphabetic()
    };
    first > 0 && goes_on(first - 1, first) || goes_on(last, last + 1)
}

/// The words that the line strikes, of the characters near it: none if a figure is among them.
fn struck_by(line: &Rect, glyphs: &[Glyph], near: &[(f32, usize)]) -> Vec<usize> {
    deadline::tick();
    let y = line.cy();
    let through = |g: &Glyph| {
        g.direction == Direction::Right
            && !g.aside()
            && (g.baseline - THROUGH.1 * g.size..=g.baseline - THROUGH.0 * g.size).contains(&y)
            && (line.x0..=line.x1).contains(&g.rect.cx())
    };
    let mut struck: Vec<usize> =
        near.iter().map(|(_, i)| *i).filter(|&i| through(&glyphs[i])).collect();
    struck.sort_unstable();
    let Some(whole) = Rect::around(struck.iter().map(|&i| &glyphs[i].rect)) else {
        return Vec::new();
    };
    let reach = BEYOND * glyphs[struck[0]].size;
    let fits = (whole.x0 - line.x0).abs() <= reach && (whole.x1 - line.x1).abs() <= reach;
    let words = || struck.iter().map(|&i| glyphs[i].ch);
    let close = 1.5 * words().count() as f32 * glyphs[struck[0]].size >= whole.width();
    let of_words = words().any(char::is_alphabetic) && !words().any(is_digit);
    if fits && close && of_words { struck } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a line of words of ten points from x = 0 on, of which a line runs through these points.
    fn left(text: &str, at: f32, from: f32, to: f32) -> String {
        let glyph = |(i, ch): (u8, char)| {
            let x = 10.0 * f32::from(i);
            let rect = Rect::new(x, 41.2, x + 10.0, 51.2);
            Glyph { ch, rect, baseline: 50.0, size: 10.0, ..Glyph::default() }
        };
        let mut glyphs: Vec<Glyph> = (0u8..).zip(text.chars()).map(glyph).collect();
        let ruling = Ruling { axis: Axis::Horizontal, at, from, to, width: 0.7 };
        mark(&mut glyphs, &[ruling], &[]).unwrap();
        glyphs.iter().filter(|glyph| !glyph.aside()).map(|glyph| glyph.ch).collect()
    }

    #[test]
    fn a_line_through_words_strikes_them_and_no_others() {
        assert_eq!(left("单位：元", 46.5, 30.5, 39.5), "单位：");
        assert_eq!(left("一般公共预算支出", 46.5, 20.5, 39.5), "一般\u{FFFD}\u{FFFD}预算支出");
        assert_eq!(left("单位元", 46.5, -1.0, 31.0), "");
        // An underline, a ruling of the table, a figure.
        assert_eq!(left("单位元", 51.0, 0.0, 30.0), "单位元");
        assert_eq!(left("单位元", 46.5, -30.0, 30.0), "单位元");
        assert_eq!(left("118", 46.5, 0.0, 30.0), "118");
    }
}
