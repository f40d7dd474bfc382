//! What painted paths and images leave on a page: pieces of lines, and covers (ISO 32000-2, 8.5.3).
//!
//! Every stroked segment and every filled rectangle becomes the upright rectangle that it paints. A thin one is a
//! piece of a line; a large one, like any other filled shape and every image, is a [`Cover`]: what was painted before it
//! may be hidden, and what is painted after it stands on its colour.

use super::ink::{PAPER, alike};
use super::path::{Path, THIN, upright};
use crate::model::Colour;
use crate::read::matrix::Area;

/// How many of the latest covers are asked what a line is painted on.
const LOOK_BACK: usize = 512;

/// Width of a slanted stroke that may cross out a figure, points; and how many of a page are kept.
const CROSSING: (f64, f64) = (6.0, 200.0);
const MAX_STROKES: usize = 2_000;

/// How a path is painted.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Paint {
    /// Colour of the stroke, if it is stroked.
    pub stroke: Option<Colour>,
    /// Colour of the fill, if it is filled.
    pub fill: Option<Colour>,
    /// Stroke width on the displayed page.
    pub width: f64,
    pub clip: Area,
    /// The fill hides what lies below it.
    pub hides: bool,
    /// Glyphs painted before.
    pub at: usize,
}

/// A painted area that is no line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Cover {
    pub area: Area,
    /// Corners of a shape that is no box.
    pub corners: Option<Box<[(f64, f64)]>>,
    pub colour: Colour,
    /// Nothing below it can be seen.
    pub hides: bool,
    /// Glyphs painted before.
    pub at: usize,
}

impl Cover {
    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.area.contains(x, y)
            && self.corners.as_ref().is_none_or(|corners| inside(corners, x, y))
    }
}

/// Is the point inside the polygon (even-odd)?
fn inside(corners: &[(f64, f64)], x: f64, y: f64) -> bool {
    let last = corners.last().copied().unwrap_or_default();
    let before = std::iter::once(last).chain(corners.iter().copied());
    let crossings = before.zip(corners).filter(|((ax, ay), (bx, by))| {
        (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    });
    crossings.count() % 2 == 1
}

/// What paths and images leave on a page besides glyphs.
#[derive(Debug, Default)]
pub(in crate::read) struct Canvas {
    /// Rectangles at most [`THIN`] in one direction.
    pub pieces: Vec<Area>,
    /// Boxes of stroked segments that are neither level nor upright, as far as they may cross out a figure.
    pub strokes: Vec<Area>,
    /// In paint order.
    pub covers: Vec<Cover>,
    /// Where images stand.
    pub images: Vec<Area>,
    /// More pieces or covers than the limit: the rest was dropped.
    pub cut: bool,
}

impl Canvas {
    pub fn paint(&mut self, path: &Path, paint: &Paint, max: usize) {
        if let Some(colour) = paint.fill {
            self.fill(path, colour, paint, max);
        }
        if let Some(colour) = paint.stroke {
            for subpath in path.subpaths.iter().filter(|subpath| !subpath.curve) {
                let points = &path.points[subpath.start..subpath.end];
                for pair in points.windows(2) {
                    self.segment(pair[0], pair[1], colour, paint, max);
                }
                if let (true, Some(&first), Some(&last)) =
                    (subpath.closed, points.first(), points.last())
                {
                    self.segment(last, first, colour, paint, max);
                }
            }
        }
    }

    /// A painted area: `hides` what lies below it where it is opaque.
    pub fn cover(&mut self, area: Area, colour: Colour, hides: bool, at: usize, max: usize) {
        self.push_cover(Cover { area, corners: None, colour, hides, at }, max);
    }

    fn push_cover(&mut self, cover: Cover, max: usize) {
        if !(cover.area.width() > 0.0 && cover.area.height() > 0.0) {
            return;
        }
        if self.covers.len() >= max {
            self.cut = true;
        } else if self.covers.last() != Some(&cover) {
            self.covers.push(cover);
        }
    }

    /// So many glyphs are left after some became fewer.
    pub fn glyphs_are(&mut self, count: usize) {
        let later = self.covers.iter_mut().rev().take_while(|cover| cover.at > count);
        later.for_each(|cover| cover.at = count);
    }

    fn fill(&mut self, path: &Path, colour: Colour, paint: &Paint, max: usize) {
        let boxes: Vec<Option<Area>> =
            path.subpaths.iter().map(|subpath| upright(path, subpath)).collect();
        if let [Some(outer), Some(inner)] = boxes[..] {
            if let Some(frame) = frame(outer, inner) {
                frame.into_iter().for_each(|side| self.area(side, colour, paint, max));
                return;
            }
            if holds(&outer, &inner) || holds(&inner, &outer) {
                // A broad frame: what is inside it is seen or not, by rules that a table never needs.
                let paint = Paint { hides: false, ..*paint };
                self.area(outer, None, &paint, max);
                return self.area(inner, None, &paint, max);
            }
        }
        if let ([None, ..], Some(corners)) = (&boxes[..], path.corners()) {
            let area = path.area().intersect(&paint.clip);
            if path.area().width().min(path.area().height()) > THIN {
                let (corners, hides) = (Some(corners.into()), paint.hides);
                return self.push_cover(Cover { area, corners, colour, hides, at: paint.at }, max);
            }
        }
        for area in boxes.into_iter().flatten() {
            self.area(area, colour, paint, max);
        }
    }

    fn segment(&mut self, a: (f64, f64), b: (f64, f64), colour: Colour, paint: &Paint, max: usize) {
        let half = paint.width / 2.0;
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let (mut x0, mut x1, mut y0, mut y1) =
            (a.0.min(b.0), a.0.max(b.0), a.1.min(b.1), a.1.max(b.1));
        if dy <= 0.5 && dx >= dy {
            (y0, y1) = ((y0 + y1) / 2.0 - half, (y0 + y1) / 2.0 + half);
        } else if dx <= 0.5 {
            (x0, x1) = ((x0 + x1) / 2.0 - half, (x0 + x1) / 2.0 + half);
        } else {
            let crosses = x1 - x0 >= CROSSING.0 && x1 - x0 <= CROSSING.1 && y1 - y0 <= x1 - x0;
            if crosses && self.strokes.len() < MAX_STROKES && !alike(colour, PAPER) {
                self.strokes.push(Area { x0, x1, y0, y1 }.intersect(&paint.clip));
            }
            return;
        }
        self.area(Area { x0, y0, x1, y1 }, colour, paint, max);
    }

    /// One painted upright rectangle.
    fn area(&mut self, area: Area, colour: Colour, paint: &Paint, max: usize) {
        let seen = area.intersect(&paint.clip);
        let thin = seen.width().min(seen.height());
        let drawn = thin >= -0.01 && seen.width().is_finite() && seen.height().is_finite();
        if !drawn {
            return;
        }
        // Thin by itself, not by the clip.
        if area.width().min(area.height()) > THIN {
            return self.cover(seen, colour, paint.hides, paint.at, max);
        }
        let (x, y) = ((seen.x0 + seen.x1) / 2.0, (seen.y0 + seen.y1) / 2.0);
        if alike(colour, PAPER) && alike(self.colour_at(x, y), PAPER) {
            return;
        }
        if self.pieces.len() >= max {
            self.cut = true;
            return;
        }
        self.pieces.push(seen);
    }

    /// What a line is painted on.
    fn colour_at(&self, x: f64, y: f64) -> Colour {
        let latest = self.covers.iter().rev().take(LOOK_BACK);
        latest.into_iter().find(|cover| cover.contains(x, y)).map_or(PAPER, |cover| cover.colour)
    }
}

fn holds(outer: &Area, inner: &Area) -> bool {
    outer.contains(inner.x0, inner.y0) && outer.contains(inner.x1, inner.y1)
}

/// A rectangle with a rectangular hole, thin all around, is a frame of four lines.
fn frame(a: Area, b: Area) -> Option<[Area; 4]> {
    let (outer, inner) = if a.width() >= b.width() { (a, b) } else { (b, a) };
    let sides =
        [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
    if inner.width() < THIN
        || inner.height() < THIN
        || sides.iter().any(|side| !(0.0..=THIN).contains(side))
    {
        return None;
    }
    Some([
        Area { y1: inner.y0, ..outer },
        Area { y0: inner.y1, ..outer },
        Area { x1: inner.x0, ..outer },
        Area { x0: inner.x1, ..outer },
    ])
}
