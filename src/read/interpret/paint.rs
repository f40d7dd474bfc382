//! What painted paths and images leave on a page: pieces of lines, and covers (ISO 32000-2, 8.5.3).
//!
//! Every stroked segment and every filled rectangle becomes the upright rectangle that it paints. A thin one is a
//! piece of a line; a large one, like any other filled shape, every broad stroke and every image, is a [`Cover`]: what was
//! painted before it may be hidden, and what is painted after it stands on its colour.

use super::ink::{Coat, Mix, PAPER, alike, luminance};
use super::path::{Path, THIN, upright};
use super::raster::Picture;
use super::region::{Clip, Region, Rule, Shape, Within};
use crate::model::Colour;
use crate::read::matrix::Area;
use std::rc::Rc;

/// How many of the latest covers are asked what a line is painted on.
const LOOK_BACK: usize = 512;
/// Corners of shapes kept of one page, some 30 MB; of shapes beyond, what is below is not told. Seen are 60,000.
const MAX_CORNERS: usize = 1 << 22;
/// More boxes in one path are not compared with each other.
const MAX_BOXES: usize = 32;

/// Width of a slanted stroke that may cross out a figure, points; and how many of a page are kept.
const CROSSING: (f64, f64) = (6.0, 200.0);
const MAX_STROKES: usize = 20_000;

/// Width and height of a letter drawn as an outline at most, points; and how light its colour is at most, of 1.
const LETTER: (f64, f64) = (250.0, 60.0);
const LETTER_LIGHT: f64 = 0.6;

/// How a path is painted.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Paint<'s> {
    pub stroke: Option<Coat>,
    pub fill: Option<(Coat, Rule)>,
    /// Stroke width on the displayed page.
    pub width: f64,
    pub clip: Area,
    /// A clip that is no box.
    pub shape: Option<&'s Rc<Clip>>,
    /// Glyphs painted before.
    pub at: usize,
}

/// A painted area that is no line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Cover {
    pub region: Region,
    pub coat: Coat,
    pub shown: Shown,
    /// Glyphs painted before.
    pub at: usize,
}

/// What a cover shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Shown {
    /// One colour, that of its coat.
    Colour,
    /// An image.
    Image {
        /// Which picture, to look into.
        picture: Option<u32>,
        /// It leaves out a part of its area.
        holed: bool,
    },
}

impl Cover {
    /// Its coat where it is not looked into: the holes of an image may be anywhere.
    pub fn unread(&self) -> Coat {
        let mix = if self.is_holed() { self.coat.mix.max(Mix::Blend) } else { self.coat.mix };
        Coat { mix, ..self.coat }
    }

    /// It is an image that leaves out a part of its area.
    pub fn is_holed(&self) -> bool {
        matches!(self.shown, Shown::Image { holed: true, .. })
    }

    /// Which picture it shows.
    pub fn picture(&self) -> Option<u32> {
        if let Shown::Image { picture, .. } = self.shown { picture } else { None }
    }

    /// What a character paints that is a block.
    pub fn block(region: Region, colour: Colour, at: usize) -> Self {
        let coat = Coat { colour, alpha: 1.0, mix: Mix::Over };
        Cover { region, coat, shown: Shown::Colour, at }
    }
}

/// Where an image stands.
#[derive(Debug)]
pub(in crate::read) struct Image {
    pub area: Area,
    pub picture: Option<u32>,
    /// Covers painted before, and glyphs.
    pub covers: usize,
    pub at: usize,
}

/// What paths and images leave on a page besides glyphs.
#[derive(Debug, Default)]
pub(in crate::read) struct Canvas<'d> {
    /// Rectangles at most [`THIN`] in one direction.
    pub pieces: Vec<Area>,
    /// Boxes of stroked segments that are neither level nor upright, as far as they may cross out a figure.
    pub strokes: Vec<Area>,
    /// Boxes of filled shapes as small as letters that are no boxes themselves: text drawn as outlines looks so.
    pub outlines: Vec<Area>,
    /// In paint order.
    pub covers: Vec<Cover>,
    /// Where images stand.
    pub images: Vec<Image>,
    pub pictures: Vec<Picture<'d>>,
    /// Corners kept.
    corners: usize,
    /// More pieces or covers than the limit: the rest was dropped.
    pub cut: bool,
    /// More strokes than the limit.
    pub cut_strokes: bool,
}

impl<'d> Canvas<'d> {
    /// Keeps an image to look into.
    pub fn picture(&mut self, picture: Picture<'d>, max: usize) -> Option<u32> {
        if self.pictures.len() >= max {
            return None;
        }
        self.pictures.push(picture);
        Some(self.pictures.len() as u32 - 1)
    }

    pub fn paint(&mut self, path: &Path, paint: &Paint, max: usize) {
        if let Some((coat, rule)) = paint.fill {
            self.fill(path, (coat, rule), paint, max);
        }
        if let Some(coat) = paint.stroke {
            self.stroke(path, coat, paint, max);
        }
    }

    /// A painted region: it hides what lies below it where its coat does.
    pub fn cover(&mut self, cover: Cover, max: usize) {
        if !(cover.region.area.width() > 0.0 && cover.region.area.height() > 0.0) {
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
        let later = self.images.iter_mut().rev().take_while(|image| image.at > count);
        later.for_each(|image| image.at = count);
    }

    /// May a shape of so many corners be kept?
    pub fn affords(&mut self, corners: usize) -> bool {
        let affords = self.corners + corners <= MAX_CORNERS;
        self.corners += if affords { corners } else { 0 };
        affords
    }

    fn fill(&mut self, path: &Path, (coat, rule): (Coat, Rule), paint: &Paint, max: usize) {
        if let [subpath] = &path.subpaths[..]
            && let Some(area) = upright(path, subpath)
        {
            return self.area(area, coat, paint, max);
        }
        let boxes: Vec<Option<Area>> =
            path.subpaths.iter().map(|subpath| upright(path, subpath)).collect();
        if let [Some(outer), Some(inner)] = boxes[..]
            && let Some(frame) = frame(outer, inner)
        {
            return frame.into_iter().for_each(|side| self.area(side, coat, paint, max));
        }
        let each = boxes.iter().all(Option::is_some)
            && (boxes.len() == 1
                || rule == Rule::Winding && path.runs_one_way()
                || are_apart(&boxes));
        let thin = |area: &Area| area.width().min(area.height()) <= THIN;
        for area in boxes.into_iter().flatten().filter(|area| each || thin(area)) {
            self.area(area, coat, paint, max);
        }
        if !each {
            self.outlines(path, coat, paint, max);
            self.shape(path.shape(rule), coat, paint, max);
        }
    }

    /// Shapes that may be letters, each by itself: one path may draw many. Letters are dark, grounds of cells are not.
    fn outlines(&mut self, path: &Path, coat: Coat, paint: &Paint, max: usize) {
        if coat.alpha < 0.5 || coat.colour.is_some_and(|colour| luminance(colour) > LETTER_LIGHT) {
            return;
        }
        for (ring, _) in path.rings() {
            let mut area = Area::EMPTY;
            ring.iter().for_each(|&(x, y)| area.add(x, y));
            let area = area.intersect(&paint.clip);
            let sides = [area.width(), area.height()];
            let small = sides[0] <= LETTER.0 && sides[1] <= LETTER.1;
            if !small || !sides.iter().all(|side| *side > 0.0) {
                continue;
            }
            if self.outlines.len() >= max {
                self.cut = true;
                return;
            }
            self.outlines.push(area);
        }
    }

    /// A filled shape that is no box.
    fn shape(&mut self, shape: Shape, coat: Coat, paint: &Paint, max: usize) {
        let area = shape.area();
        if area.width().min(area.height()) <= THIN {
            return;
        }
        let area = area.intersect(&paint.clip);
        let clip = paint.shape.cloned();
        let region = match self.affords(shape.len()) {
            true => Region { area, shape: Some(Box::new(shape)), clip },
            false => Region { area, shape: None, clip: Some(Clip::inside(clip, None)) },
        };
        self.cover(Cover { region, coat, shown: Shown::Colour, at: paint.at }, max);
    }

    fn stroke(&mut self, path: &Path, coat: Coat, paint: &Paint, max: usize) {
        if paint.width > THIN && is_slanted(path) {
            return self.shape(broad_stroke(path, paint.width / 2.0), coat, paint, max);
        }
        if is_slanted(path) {
            self.drawn_by_hand(path, coat, &paint.clip);
        }
        for subpath in path.subpaths.iter().filter(|subpath| !subpath.curve) {
            let points = &path.points[subpath.start..subpath.end];
            for pair in points.windows(2) {
                self.segment(pair[0], pair[1], coat, paint, max);
            }
            if let (true, Some(&first), Some(&last)) =
                (subpath.closed, points.first(), points.last())
            {
                self.segment(last, first, coat, paint, max);
            }
        }
    }

    fn segment(&mut self, a: (f64, f64), b: (f64, f64), coat: Coat, paint: &Paint, max: usize) {
        let half = paint.width / 2.0;
        let (mut x0, mut x1, mut y0, mut y1) =
            (a.0.min(b.0), a.0.max(b.0), a.1.min(b.1), a.1.max(b.1));
        match straight(a, b) {
            Some(true) => (y0, y1) = ((y0 + y1) / 2.0 - half, (y0 + y1) / 2.0 + half),
            Some(false) => (x0, x1) = ((x0 + x1) / 2.0 - half, (x0 + x1) / 2.0 + half),
            None => return self.slanted(Area { x0, y0, x1, y1 }, coat, &paint.clip),
        }
        self.area(Area { x0, y0, x1, y1 }, coat, paint, max);
    }

    /// A curve, or a line of many pieces, crosses out a figure as a straight one does, if it leads from one side to the
    /// other: one that comes back to where it began is a ring around it.
    fn drawn_by_hand(&mut self, path: &Path, coat: Coat, clip: &Area) {
        for (line, _) in path.rings().into_iter().filter(|(line, closed)| !closed && line.len() > 2)
        {
            let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
            let mut around = Area::EMPTY;
            line.iter().for_each(|point| around.add(point.0, point.1));
            if 2.0 * (last.0 - first.0).abs() >= around.width() {
                self.slanted(around, coat, clip);
            }
        }
    }

    /// A stroke that runs neither along nor across the page may cross out a figure.
    fn slanted(&mut self, stroke: Area, coat: Coat, clip: &Area) {
        let long = stroke.width() >= CROSSING.0 && stroke.width() <= CROSSING.1;
        let crosses = long && stroke.height() <= stroke.width();
        if !crosses || alike(coat.colour, PAPER) {
            return;
        }
        match self.strokes.len() < MAX_STROKES {
            true => self.strokes.push(stroke.intersect(clip)),
            false => self.cut_strokes = true,
        }
    }

    /// One painted upright rectangle.
    fn area(&mut self, area: Area, coat: Coat, paint: &Paint, max: usize) {
        let seen = area.intersect(&paint.clip);
        let thin = seen.width().min(seen.height());
        let drawn = thin >= -0.01 && seen.width().is_finite() && seen.height().is_finite();
        if !drawn {
            return;
        }
        // Thin by itself, not by the clip.
        if area.width().min(area.height()) > THIN {
            let region = Region { area: seen, shape: None, clip: paint.shape.cloned() };
            return self.cover(Cover { region, coat, shown: Shown::Colour, at: paint.at }, max);
        }
        let (x, y) = ((seen.x0 + seen.x1) / 2.0, (seen.y0 + seen.y1) / 2.0);
        if alike(coat.colour, PAPER) && self.is_paper_at(x, y) {
            return;
        }
        if self.pieces.len() >= max {
            self.cut = true;
            return;
        }
        self.pieces.push(seen);
    }

    /// Is a line there painted on white?
    fn is_paper_at(&self, x: f64, y: f64) -> bool {
        let mut latest = self.covers.iter().rev().take(LOOK_BACK);
        let below = latest.find(|cover| cover.region.contains(x, y) == Within::Yes);
        below.is_none_or(|cover| alike(cover.coat.colour, PAPER))
    }
}

/// Does a segment run along the page (true), across it, or neither?
fn straight(a: (f64, f64), b: (f64, f64)) -> Option<bool> {
    let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
    if dy <= 0.5 && dx >= dy { Some(true) } else { (dx <= 0.5).then_some(false) }
}

/// Has the path curves, or segments that run neither along nor across the page?
fn is_slanted(path: &Path) -> bool {
    path.subpaths.iter().any(|subpath| {
        let points = &path.points[subpath.start..subpath.end];
        subpath.curve || points.windows(2).any(|pair| straight(pair[0], pair[1]).is_none())
    })
}

/// What a broad pen paints: a rectangle along each segment, a little longer at its joints.
fn broad_stroke(path: &Path, half: f64) -> Shape {
    let mut broad = Shape::new(Rule::Winding);
    let sides = |a: (f64, f64), b: (f64, f64), before: f64, after: f64| {
        let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-9);
        let (ux, uy) = ((b.0 - a.0) / length, (b.1 - a.1) / length);
        let (nx, ny) = (-uy * half, ux * half);
        let a = (a.0 - before * ux, a.1 - before * uy);
        let b = (b.0 + after * ux, b.1 + after * uy);
        [(a.0 + nx, a.1 + ny), (b.0 + nx, b.1 + ny), (b.0 - nx, b.1 - ny), (a.0 - nx, a.1 - ny)]
    };
    for (mut ring, closed) in path.rings() {
        ring.extend(ring.first().copied().filter(|_| closed));
        for (i, pair) in ring.windows(2).enumerate() {
            let before = if i > 0 || closed { half / 2.0 } else { 0.0 };
            let after = if i + 2 < ring.len() || closed { half / 2.0 } else { 0.0 };
            broad.add(sides(pair[0], pair[1], before, after));
        }
    }
    broad
}

/// A few boxes of which none lies over another.
fn are_apart(boxes: &[Option<Area>]) -> bool {
    let meet = |a: &Area, b: &Area| {
        let both = a.intersect(b);
        both.width() > 0.1 && both.height() > 0.1
    };
    let mut pairs =
        boxes.iter().enumerate().flat_map(|(i, a)| boxes[..i].iter().map(move |b| (a, b)));
    boxes.len() <= MAX_BOXES
        && pairs.all(|(a, b)| a.as_ref().zip(b.as_ref()).is_none_or(|(a, b)| !meet(a, b)))
}

/// A rectangle with a rectangular hole, thin all around, is a frame of four lines.
fn frame(a: Area, b: Area) -> Option<[Area; 4]> {
    let (outer, inner) = if a.width() >= b.width() { (a, b) } else { (b, a) };
    let sides =
        [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
    if inner.width() < THIN
        || inner.height() < THIN
        || sides.iter().any(|side| !(0.0..=THIN).contains(side))
        || sides.iter().all(|side| *side < 0.01)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::matrix::Matrix;

    /// What is kept of a filled triangle of this height, drawn with a curve, in this grey.
    fn kept(height: f64, grey: u8) -> (usize, usize) {
        let ctm = Matrix::IDENTITY;
        let mut path = Path::default();
        path.move_to(100.0, 100.0, &ctm);
        path.line_to(105.0, 100.0, &ctm);
        path.curve_to([(105.0, 101.0), (103.0, 102.0), (102.0, 100.0 + height)], &ctm);
        path.close(&ctm);
        let coat = Coat { colour: Some([grey; 3]), alpha: 1.0, mix: Mix::Over };
        let clip = Area { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };
        let fill = Some((coat, Rule::Winding));
        let paint = Paint { stroke: None, fill, width: 1.0, clip, shape: None, at: 0 };
        let mut canvas = Canvas::default();
        canvas.paint(&path, &paint, 100);
        (canvas.outlines.len(), canvas.covers.len())
    }

    #[test]
    fn dark_shapes_as_small_as_letters_are_kept_as_outlines() {
        assert_eq!(kept(7.0, 0), (1, 1));
        // The ground of a cell, and a drawing.
        assert_eq!((kept(7.0, 230), kept(70.0, 0)), ((0, 1), (0, 1)));
    }
}
