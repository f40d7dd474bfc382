//! What viewers draw of annotations that have no appearance (ISO 32000-2, 12.5.6): areas, lines, and the grounds of form
//! fields.

use super::ink::{Ink, Space};
use super::operators::Operand;
use super::region::Rule;
use super::{Interpreter, State};
use crate::read::file::{Dict, Object, PageSource};
use crate::read::matrix::Matrix;

/// Points of one annotation that are drawn.
const MAX_POINTS: usize = 10_000;
/// How far the control points of a quarter of a circle are along its sides.
const ROUND: f64 = 0.5523;

impl<'d> Interpreter<'d, '_> {
    /// Draws an annotation without an appearance.
    pub(super) fn draw(&mut self, dict: &'d Dict, rect: &[f64], page: &PageSource<'d>) {
        let &[ax, ay, bx, by] = rect else { return };
        self.state = State::new(page);
        let (x, y, w, h) = (ax.min(bx), ay.min(by), (bx - ax).abs(), (by - ay).abs());
        let ctm = page.base;
        match self.file.name(dict, b"Subtype") {
            Some(b"Square" | b"Widget") => self.path.rectangle(x, y, w, h, &ctm),
            Some(b"Circle") => self.ellipse(x, y, w, h),
            Some(b"Polygon") => self.polyline(dict.get(b"Vertices"), true),
            Some(b"PolyLine") => self.polyline(dict.get(b"Vertices"), false),
            Some(b"Line") => self.polyline(dict.get(b"L"), false),
            Some(b"StrikeOut") => {
                let quads = self.file.array(dict, b"QuadPoints").unwrap_or_default();
                let work = &self.file.work;
                for quad in work.first(MAX_POINTS, "max_annotation_points", quads.chunks_exact(8)) {
                    self.strike(quad, &ctm);
                }
            }
            Some(b"Ink") => {
                for list in self.file.array(dict, b"InkList").unwrap_or_default() {
                    self.polyline(Some(list), false);
                }
            }
            _ => return,
        }
        let characteristics = self.file.dict(dict, b"MK");
        let (fill, stroke) = match dict.is(b"Subtype", b"Widget") {
            true => (characteristics.and_then(|look| look.get(b"BG")), None),
            false => (dict.get(b"IC"), dict.get(b"C")),
        };
        let filled = fill.is_some_and(|colour| self.take_colour(colour, false));
        let stroked = stroke.is_some_and(|colour| self.take_colour(colour, true));
        let alpha = self.file.number(dict, b"CA").unwrap_or(1.0);
        self.state.fill.set_alpha(alpha, 1.0);
        self.state.stroke.set_alpha(alpha, 1.0);
        let border = self.file.dict(dict, b"BS").and_then(|border| self.file.number(border, b"W"));
        self.state.line_width = border.unwrap_or(1.0).abs();
        self.paint(stroked && self.state.line_width > 0.0, filled.then_some(Rule::Winding));
    }

    /// A colour of one, three or four numbers; without any it paints nothing.
    fn take_colour(&mut self, colour: &'d Object, stroke: bool) -> bool {
        let Some(Object::Array(parts)) = self.file.resolve(colour) else { return false };
        let space = match parts.len() {
            1 => Space::Gray,
            3 => Space::Rgb,
            4 => Space::Cmyk,
            _ => return false,
        };
        let number = |part: &'d Object| self.file.resolve(part).and_then(Object::as_number);
        let numbers = parts.iter().map(|part| Operand::Number(number(part).unwrap_or(0.0)));
        let mut ink = Ink::default();
        ink.set(space, &numbers.collect::<Vec<_>>());
        *(if stroke { &mut self.state.stroke } else { &mut self.state.fill }) = ink;
        true
    }

    /// The line that strikes a quadrangle of text: its corners are the upper two, then the lower two.
    fn strike(&mut self, quad: &'d [Object], ctm: &Matrix) {
        let number = |part: &'d Object| self.file.resolve(part).and_then(Object::as_number);
        let numbers: Option<Vec<f64>> = quad.iter().map(number).collect();
        let Some(&[ax, ay, bx, by, cx, cy, dx, dy]) = numbers.as_deref() else { return };
        self.path.move_to((ax + cx) / 2.0, (ay + cy) / 2.0, ctm);
        self.path.line_to((bx + dx) / 2.0, (by + dy) / 2.0, ctm);
    }

    fn polyline(&mut self, points: Option<&'d Object>, closed: bool) {
        let points = points.and_then(|points| self.file.resolve(points));
        let Some(Object::Array(numbers)) = points else { return };
        let number = |part: &'d Object| self.file.resolve(part).and_then(Object::as_number);
        let ctm = self.state.ctm;
        let pairs = numbers.chunks_exact(2);
        let pairs = self.file.work.first(MAX_POINTS, "max_annotation_points", pairs);
        for (i, pair) in pairs.enumerate() {
            let (Some(x), Some(y)) = (number(&pair[0]), number(&pair[1])) else { return };
            match i {
                0 => self.path.move_to(x, y, &ctm),
                _ => self.path.line_to(x, y, &ctm),
            }
        }
        if closed {
            self.path.close(&ctm);
        }
    }

    fn ellipse(&mut self, x: f64, y: f64, w: f64, h: f64) {
        let ctm = self.state.ctm;
        let at = |u: f64, v: f64| (x + w / 2.0 * (1.0 + u), y + h / 2.0 * (1.0 + v));
        let (x, y) = at(1.0, 0.0);
        self.path.move_to(x, y, &ctm);
        let (mut u, mut v) = (1.0, 0.0);
        for _ in 0..4 {
            // A quarter further: (u, v) to (-v, u).
            let first = at(u - ROUND * v, v + ROUND * u);
            let second = at(-v + ROUND * u, u + ROUND * v);
            self.path.curve_to([first, second, at(-v, u)], &ctm);
            (u, v) = (-v, u);
        }
    }
}
