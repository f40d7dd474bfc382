//! What of a page's text can be seen (ISO 32000-2, 8.2: what is painted later hides what was painted before).
//!
//! 1. Text in rendering mode 3 paints nothing. It is kept where an image stands: it is the text of that image.
//! 2. A character in the colour of what it stands on is not seen. It stands on the last cover painted before it, else on
//!    white paper.
//! 3. A character is not seen where opaque covers painted later lie over it, one or several.
//!
//! A figure of which some characters are covered and some are not is none: what is left of it would be another figure.
//! U+FFFD stands for what is left.
//!
//! Of a figure that is hidden in part, what is left would be another figure: U+FFFD stands for the characters next to
//! what is hidden.
//!
//! What is not known (a pattern's colour, a blend, a clip of letters) hides nothing.

use super::interpret::{Cover, PAPER, alike};
use super::matrix::Area;
use crate::deadline;
use crate::model::{Direction, Glyph};

/// Side of the squares of the page in which covers are looked up, points.
const SQUARE: f64 = 32.0;
/// A cover over more squares than this is looked at for every character.
const MANY: usize = 64;
/// Squares to a side at most: larger pages repeat them.
const SIDE: usize = 64;
/// Half the height of the part of a character that surely is ink, as a share of its size, and its half width as a share
/// of its box.
const INK: (f64, f64) = (0.18, 0.25);
/// How far above the baseline the middle of that part is.
const RISE: f64 = 0.35;

/// Takes the characters that nobody sees out of `glyphs`, in order.
pub(super) fn take_unseen(
    glyphs: &mut Vec<Glyph>,
    covers: &[Cover],
    images: &[Area],
) -> Vec<Glyph> {
    let plain = |glyph: &Glyph| !glyph.invisible && !alike(glyph.colour, PAPER);
    if covers.is_empty() && glyphs.iter().all(plain) {
        return Vec::new();
    }
    let index = Index::new(covers);
    let is_seen = |(at, glyph): (usize, &Glyph)| {
        deadline::tick();
        let ink = ink(glyph);
        if glyph.invisible {
            let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
            return images.iter().any(|image| image.contains(x, y));
        }
        index.shows(glyph, &ink, at)
    };
    let seen: Vec<bool> = glyphs.iter().enumerate().map(is_seen).collect();
    for at in 1..glyphs.len() {
        let (a, b) = (at - 1, at);
        if seen[a] != seen[b] && are_one_figure(&glyphs[a], &glyphs[b]) {
            glyphs[if seen[a] { a } else { b }].ch = char::REPLACEMENT_CHARACTER;
        }
    }
    let mut seen = seen.into_iter();
    glyphs.extract_if(.., |_| seen.next() == Some(false)).collect()
}

/// Do two characters painted one after the other stand side by side in a figure?
fn are_one_figure(a: &Glyph, b: &Glyph) -> bool {
    let of_figures = |g: &Glyph| {
        g.ch.is_ascii_digit() || matches!(g.ch, '.' | ',' | char::REPLACEMENT_CHARACTER)
    };
    let gap = b.rect.x0 - a.rect.x1;
    of_figures(a)
        && of_figures(b)
        && a.size == b.size
        && (a.baseline - b.baseline).abs() < 0.05 * a.size
        && (-0.15..0.1).contains(&(gap / a.size.max(0.1)))
        && b.rect.x0 > a.rect.x0
}

/// The part of a character's box that surely is ink.
fn ink(glyph: &Glyph) -> Area {
    let (baseline, size) = (f64::from(glyph.baseline), f64::from(glyph.size));
    let rect = glyph.rect;
    let (x0, x1) = (f64::from(rect.x0), f64::from(rect.x1));
    let (y0, y1) = (f64::from(rect.y0), f64::from(rect.y1));
    let (cx, cy) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    let around =
        |cx: f64, cy: f64, w: f64, h: f64| Area { x0: cx - w, x1: cx + w, y0: cy - h, y1: cy + h };
    match glyph.direction {
        Direction::Right => around(cx, baseline - RISE * size, INK.1 * (x1 - x0), INK.0 * size),
        Direction::Left => around(cx, baseline + RISE * size, INK.1 * (x1 - x0), INK.0 * size),
        Direction::Up | Direction::Down => around(cx, cy, INK.0 * size, INK.1 * (y1 - y0)),
    }
}

/// Covers by the squares of the page that they lie on.
struct Index<'c> {
    covers: &'c [Cover],
    /// Of each square, in paint order.
    squares: Vec<Vec<u32>>,
    /// Those that lie on many squares.
    large: Vec<u32>,
}

impl<'c> Index<'c> {
    fn new(covers: &'c [Cover]) -> Self {
        let mut index = Index { covers, squares: vec![Vec::new(); SIDE * SIDE], large: Vec::new() };
        for (cover, number) in covers.iter().zip(0u32..) {
            let area = &cover.area;
            let (x0, x1, y0, y1) = (step(area.x0), step(area.x1), step(area.y0), step(area.y1));
            let squares = (x1 - x0 + 1).saturating_mul(y1 - y0 + 1);
            if squares > MANY as i64 {
                index.large.push(number);
                continue;
            }
            for (x, y) in (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| (x, y))) {
                index.squares[square(x, y)].push(number);
            }
        }
        index
    }

    /// Can the glyph, painted as number `at`, be seen?
    fn shows(&self, glyph: &Glyph, ink: &Area, at: usize) -> bool {
        let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
        let near = &self.squares[square(step(x), step(y))];
        let mut below = None;
        let mut bare = POINTS.map(|(dx, dy)| {
            Some((ink.x0 + dx * (ink.x1 - ink.x0), ink.y0 + dy * (ink.y1 - ink.y0)))
        });
        for &number in near.iter().chain(&self.large) {
            deadline::tick();
            let cover = &self.covers[number as usize];
            if cover.at <= at {
                if below.is_none_or(|last| number > last) && cover.contains(x, y) {
                    below = Some(number);
                }
            } else if cover.hides {
                for point in &mut bare {
                    *point = point.filter(|&(x, y)| !cover.contains(x, y));
                }
            }
        }
        let hidden = bare.iter().all(Option::is_none);
        let paper = below.map_or(PAPER, |number| self.covers[number as usize].colour);
        !hidden && !alike(paper, glyph.colour)
    }
}

/// Points of a character's ink, as shares of its width and height, that a cover must lie over to hide it.
const POINTS: [(f64, f64); 9] = [
    (0.0, 0.0),
    (0.5, 0.0),
    (1.0, 0.0),
    (0.0, 0.5),
    (0.5, 0.5),
    (1.0, 0.5),
    (0.0, 1.0),
    (0.5, 1.0),
    (1.0, 1.0),
];

/// Which square along an axis a coordinate lies in.
fn step(v: f64) -> i64 {
    (v / SQUARE).floor().clamp(-1e6, 1e6) as i64
}

fn square(x: i64, y: i64) -> usize {
    let along = |v: i64| v.rem_euclid(SIDE as i64) as usize;
    along(y) * SIDE + along(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Colour, Rect};
    use proptest::prelude::*;

    const BLACK: Colour = Some([0; 3]);
    const BLUE: Colour = Some([0, 0, 160]);

    /// A character of ten points at (x, y), its lower left corner.
    fn glyph(ch: char, x: f32, y: f32, colour: Colour) -> Glyph {
        let rect = Rect::new(x, y - 8.8, x + 5.0, y + 1.2);
        Glyph { ch, rect, baseline: y, size: 10.0, colour, ..Glyph::default() }
    }

    fn cover(area: [f64; 4], colour: Colour, at: usize) -> Cover {
        let [x0, y0, x1, y1] = area;
        Cover { area: Area { x0, y0, x1, y1 }, corners: None, colour, hides: true, at }
    }

    /// What is left of the text.
    fn seen(mut glyphs: Vec<Glyph>, covers: &[Cover], images: &[Area]) -> String {
        let all = glyphs.len();
        let unseen = take_unseen(&mut glyphs, covers, images);
        assert_eq!(glyphs.len() + unseen.len(), all);
        glyphs.iter().map(|glyph| glyph.ch).collect()
    }

    #[test]
    fn a_patch_hides_the_value_below_it_and_not_the_one_on_it() {
        let glyphs = vec![glyph('1', 10.0, 50.0, BLACK), glyph('2', 12.0, 50.0, BLACK)];
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 40.0, 40.0, 60.0], PAPER, 1)], &[]), "2");
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 40.0, 40.0, 60.0], PAPER, 0)], &[]), "12");
        // A patch beside it, or only over its edge, hides nothing.
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 49.0, 40.0, 60.0], PAPER, 2)], &[]), "12");
        // Two strips that meet on it hide it together.
        let strips =
            [cover([0.0, 40.0, 40.0, 46.5], PAPER, 2), cover([0.0, 46.5, 40.0, 60.0], PAPER, 2)];
        assert_eq!(seen(glyphs.clone(), &strips, &[]), "");
        // A bar over the first digit of a figure: what is left is not the figure.
        let figure = vec![
            glyph('1', 10.0, 50.0, BLACK),
            glyph('3', 15.0, 50.0, BLACK),
            glyph('5', 20.0, 50.0, BLACK),
        ];
        assert_eq!(seen(figure, &[cover([0.0, 40.0, 15.0, 60.0], BLACK, 3)], &[]), "\u{FFFD}5");
        let blended = Cover { hides: false, ..cover([0.0, 40.0, 40.0, 60.0], None, 2) };
        assert_eq!(seen(glyphs, &[blended], &[]), "12");
    }

    #[test]
    fn text_in_the_colour_below_it_is_not_seen() {
        let white = vec![glyph('1', 10.0, 50.0, PAPER), glyph('2', 100.0, 50.0, PAPER)];
        assert_eq!(seen(white.clone(), &[], &[]), "");
        assert_eq!(seen(white.clone(), &[cover([90.0, 30.0, 120.0, 60.0], BLUE, 0)], &[]), "2");
        // On an image or a pattern any colour may be seen.
        assert_eq!(seen(white, &[cover([0.0, 30.0, 50.0, 60.0], None, 0)], &[]), "1");
        let blue = vec![glyph('1', 10.0, 50.0, BLUE), glyph('2', 100.0, 50.0, BLUE)];
        assert_eq!(seen(blue, &[cover([90.0, 30.0, 120.0, 60.0], BLUE, 0)], &[]), "1");
    }

    #[test]
    fn invisible_text_is_that_of_an_image() {
        let text = |x| Glyph { invisible: true, ..glyph('字', x, 50.0, BLACK) };
        let image = Area { x0: 0.0, y0: 0.0, x1: 60.0, y1: 100.0 };
        assert_eq!(seen(vec![text(10.0), text(80.0)], &[], &[image]), "字");
    }

    #[test]
    fn covers_of_any_shape_and_size() {
        let triangle = Cover {
            corners: Some([(0.0, 0.0), (200.0, 0.0), (0.0, 200.0)].into()),
            ..cover([0.0, 0.0, 200.0, 200.0], PAPER, 2)
        };
        let glyphs = vec![glyph('1', 10.0, 50.0, BLACK), glyph('2', 180.0, 180.0, BLACK)];
        assert_eq!(seen(glyphs.clone(), &[triangle], &[]), "2");
        assert_eq!(seen(glyphs, &[cover([-9e9, -9e9, 9e9, 9e9], None, 1)], &[]), "2");
    }

    proptest! {
        /// Covers and characters in any place: which of them are seen is the same as asking each cover for each one.
        #[test]
        fn the_index_finds_what_a_walk_finds(
            places in prop::collection::vec((0f32..3000.0, 0f32..3000.0, 0u8..3), 1..40),
            boxes in prop::collection::vec((0f64..3000.0, 0f64..3000.0, 1f64..900.0, 1f64..900.0, 0usize..40, 0u8..3, any::<bool>()), 0..30),
        ) {
            let colours = [PAPER, BLACK, None];
            let glyphs: Vec<Glyph> =
                places.iter().map(|&(x, y, c)| glyph('8', x, y, colours[usize::from(c)])).collect();
            let mut covers: Vec<Cover> = boxes
                .iter()
                .map(|&(x, y, w, h, at, c, hides)| Cover { hides, ..cover([x, y, x + w, y + h], colours[usize::from(c)], at) })
                .collect();
            covers.sort_by_key(|cover| cover.at);
            let expected: Vec<bool> = glyphs.iter().enumerate().map(|(i, glyph)| {
                let ink = ink(glyph);
                let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
                let below = covers.iter().rfind(|cover| cover.at <= i && cover.contains(x, y));
                let over = POINTS.iter().all(|(dx, dy)| {
                    let (x, y) = (ink.x0 + dx * (ink.x1 - ink.x0), ink.y0 + dy * (ink.y1 - ink.y0));
                    covers.iter().any(|cover| cover.at > i && cover.hides && cover.contains(x, y))
                });
                !over && !alike(below.map_or(PAPER, |cover| cover.colour), glyph.colour)
            }).collect();
            let mut left = glyphs.clone();
            take_unseen(&mut left, &covers, &[]);
            let wanted: Vec<Glyph> = glyphs.iter().zip(expected).filter(|(_, seen)| *seen).map(|(glyph, _)| *glyph).collect();
            prop_assert_eq!(left, wanted);
        }
    }
}
