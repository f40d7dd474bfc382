//! What is left of figures of which a part is not seen.

use super::Sight;
use crate::model::Glyph;
use crate::read::marks::is_of_figures;
use hashbrown::HashSet;

/// U+FFFD for what is not wholly seen, and for what is left of figures.
pub(super) fn mark_parts(glyphs: &mut [Glyph], sights: &mut [Sight], clipped: &[(usize, Glyph)]) {
    let alone = sights.iter().all(|sight| *sight == Sight::Seen);
    if alone && clipped.is_empty() {
        return;
    }
    let twins = Twins::new(glyphs, sights);
    for (glyph, sight) in glyphs.iter_mut().zip(sights.iter_mut()) {
        if *sight != Sight::Unclear {
            continue;
        }
        *sight = if twins.has(glyph) { Sight::Hidden } else { Sight::Seen };
        if *sight == Sight::Seen {
            glyph.ch = char::REPLACEMENT_CHARACTER;
        }
    }
    for at in 1..glyphs.len() {
        let (a, b) = (at - 1, at);
        let (seen, hidden) = if sights[a] == Sight::Seen { (a, b) } else { (b, a) };
        if sights[a] != sights[b]
            && are_one_figure(&glyphs[a], &glyphs[b])
            && !twins.has(&glyphs[hidden])
        {
            glyphs[seen].ch = char::REPLACEMENT_CHARACTER;
        }
    }
    // What was painted right before the first, or right after the last, of those that are lost together.
    for lost in clipped.chunk_by(|a, b| a.0 == b.0) {
        let (Some((at, first)), Some((_, last))) = (lost.first(), lost.last()) else { continue };
        let before = at.checked_sub(1).filter(|&place| place < glyphs.len());
        if let Some(place) = before
            && sights[place] == Sight::Seen
            && are_one_figure(&glyphs[place], first)
            && !twins.has(first)
        {
            glyphs[place].ch = char::REPLACEMENT_CHARACTER;
        }
        if *at < glyphs.len()
            && sights[*at] == Sight::Seen
            && are_one_figure(last, &glyphs[*at])
            && !twins.has(last)
        {
            glyphs[*at].ch = char::REPLACEMENT_CHARACTER;
        }
    }
}

/// Where the characters of figures are that are seen.
struct Twins(HashSet<(char, i32, i32)>);

impl Twins {
    fn new(glyphs: &[Glyph], sights: &[Sight]) -> Self {
        let seen = glyphs.iter().zip(sights).filter(|(_, sight)| **sight == Sight::Seen);
        let of_figures = seen.filter(|(glyph, _)| is_of_figures(glyph.ch));
        Twins(of_figures.map(|(glyph, _)| Twins::key(glyph, 0, 0)).collect())
    }

    /// A point to a side.
    fn key(glyph: &Glyph, dx: i32, dy: i32) -> (char, i32, i32) {
        let place = |v: f32, d: i32| (v.round() as i32).saturating_add(d);
        (glyph.ch, place(glyph.rect.x0, dx), place(glyph.rect.y0, dy))
    }

    fn has(&self, glyph: &Glyph) -> bool {
        let near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy)));
        near.into_iter().any(|(dx, dy)| self.0.contains(&Twins::key(glyph, dx, dy)))
    }
}

/// Do two characters painted one after the other stand side by side in a figure?
fn are_one_figure(a: &Glyph, b: &Glyph) -> bool {
    let gap = b.rect.x0 - a.rect.x1;
    is_of_figures(a.ch)
        && is_of_figures(b.ch)
        && a.size == b.size
        && (a.baseline - b.baseline).abs() < 0.05 * a.size
        && (-0.15..0.1).contains(&(gap / a.size.max(0.1)))
        && b.rect.x0 > a.rect.x0
}
