//! Which characters figures are made of, and which part of a character surely is ink.

use super::matrix::Area;
use crate::lex::is_digit;
use crate::model::{Direction, Glyph};

/// Of a character's ink: how far above the baseline its middle is, half its height, each as a share of the size, and
/// half its width as a share of its box.
type Ink = (f64, f64, f64);
const LETTER: Ink = (0.35, 0.18, 0.25);
const POINT: Ink = (0.05, 0.03, 0.15);
const DASH: Ink = (0.28, 0.04, 0.2);

/// Points of a character's ink, as shares of its width and height, that are looked at.
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

/// Which of them is the middle.
pub(super) const MIDDLE: usize = 4;

/// Without this character a figure is another one.
pub(super) fn is_of_figures(c: char) -> bool {
    is_read_in_part(c) || matches!(c, '(' | ')' | char::REPLACEMENT_CHARACTER)
}

/// A character of figures that is another one where a part of it is not seen.
pub(super) fn is_read_in_part(c: char) -> bool {
    is_digit(c) || matches!(c, '.' | ',' | '-' | '−' | '–')
}

/// Is so much of a character lost, by its nine points, that it cannot be read: most of it, or its left or right side?
/// A line through it, or a row that is cut at the foot of its page, leaves enough.
pub(super) fn is_cut(lost: [bool; 9]) -> bool {
    lost.iter().filter(|lost| **lost).count() > 5 || is_half(lost)
}

/// All of its left or right side?
pub(super) fn is_half(points: [bool; 9]) -> bool {
    let column = |at: usize| points[at] && points[at + 3] && points[at + 6];
    column(0) || column(2)
}

/// The part of a character's box that surely is ink.
pub(super) fn ink(glyph: &Glyph) -> Area {
    let (rise, tall, wide) = match glyph.ch {
        '.' | ',' => POINT,
        '-' | '−' | '–' => DASH,
        _ => LETTER,
    };
    let (baseline, size) = (f64::from(glyph.baseline), f64::from(glyph.size));
    let rect = glyph.rect;
    let (x0, x1) = (f64::from(rect.x0), f64::from(rect.x1));
    let (y0, y1) = (f64::from(rect.y0), f64::from(rect.y1));
    let (cx, cy) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    let around =
        |cx: f64, cy: f64, w: f64, h: f64| Area { x0: cx - w, x1: cx + w, y0: cy - h, y1: cy + h };
    match glyph.direction {
        Direction::Right => around(cx, baseline - rise * size, wide * (x1 - x0), tall * size),
        Direction::Left => around(cx, baseline + rise * size, wide * (x1 - x0), tall * size),
        Direction::Up => around(baseline - rise * size, cy, tall * size, wide * (y1 - y0)),
        Direction::Down => around(baseline + rise * size, cy, tall * size, wide * (y1 - y0)),
    }
}

/// Points of that part.
pub(super) fn points(ink: &Area) -> [(f64, f64); 9] {
    POINTS.map(|(dx, dy)| (ink.x0 + dx * ink.width(), ink.y0 + dy * ink.height()))
}
