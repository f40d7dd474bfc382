//! Paths (ISO 32000-2, 8.5.2): their shapes in displayed coordinates, and the boxes that some of them are.

use super::region::{Rule, Shape};
use crate::read::matrix::{Area, Matrix};

/// A painted rectangle too thick to be a line, as thin as 3.5 points: thick table borders have 2.25 to 3.
pub(in crate::read) const THIN: f64 = 3.5;
/// Straight pieces that a curve is cut into.
const PIECES: u32 = 4;

/// One subpath in displayed coordinates.
#[derive(Debug, Default)]
pub(super) struct Subpath {
    /// Range of [`Path::points`].
    pub start: usize,
    pub end: usize,
    pub closed: bool,
    /// Piece of a shape with curves: no rectangle.
    pub partial: bool,
    /// Control points of a curve: nothing straight.
    pub curve: bool,
    /// Goes on where the subpath before it ends.
    pub goes_on: bool,
}

/// The current path.
#[derive(Debug, Default)]
pub(in crate::read) struct Path {
    pub(super) points: Vec<(f64, f64)>,
    pub(super) subpaths: Vec<Subpath>,
    /// Current point in user space, for `v`.
    current: (f64, f64),
    /// First point of the current shape in user space.
    first: (f64, f64),
    open: bool,
    /// `W` or `W*` was said: it clips what is painted after it.
    pub clips: Option<Rule>,
}

impl Path {
    pub fn len(&self) -> usize {
        self.points.len()
    }

    pub fn clear(&mut self) {
        self.points.clear();
        self.subpaths.clear();
        self.open = false;
        self.clips = None;
    }

    pub fn move_to(&mut self, x: f64, y: f64, ctm: &Matrix) {
        self.piece_at(x, y, ctm);
    }

    fn piece_at(&mut self, x: f64, y: f64, ctm: &Matrix) {
        let start = self.points.len();
        self.points.push(ctm.apply(x, y));
        self.subpaths.push(Subpath { start, end: start + 1, ..Subpath::default() });
        self.current = (x, y);
        self.first = (x, y);
        self.open = true;
    }

    pub fn line_to(&mut self, x: f64, y: f64, ctm: &Matrix) {
        if !self.open {
            return self.reopen(x, y, ctm);
        }
        self.points.push(ctm.apply(x, y));
        self.current = (x, y);
        if let Some(last) = self.subpaths.last_mut() {
            last.end = self.points.len();
        }
    }

    /// After `h` the next segment starts at the subpath's first point; without any point it starts one.
    fn reopen(&mut self, x: f64, y: f64, ctm: &Matrix) {
        match self.subpaths.last().map(|last| self.points[last.start]) {
            Some(first) => {
                let start = self.points.len();
                self.points.extend([first, ctm.apply(x, y)]);
                self.subpaths.push(Subpath { start, end: start + 2, ..Subpath::default() });
                self.current = (x, y);
                self.open = true;
            }
            None => self.move_to(x, y, ctm),
        }
    }

    /// A curve stands alone: what is straight before and after it are pieces.
    pub fn curve_to(&mut self, points: [(f64, f64); 3], ctm: &Matrix) {
        let first = if self.open { self.first } else { self.current };
        if let Some(last) = self.subpaths.last_mut().filter(|_| self.open) {
            last.partial = true;
        }
        let start = self.points.len();
        self.points.extend(points.map(|(x, y)| ctm.apply(x, y)));
        self.subpaths.push(Subpath {
            start,
            end: start + 3,
            closed: false,
            partial: true,
            curve: true,
            goes_on: self.open,
        });
        self.piece_at(points[2].0, points[2].1, ctm);
        self.first = first;
        if let Some(last) = self.subpaths.last_mut() {
            (last.partial, last.goes_on) = (true, true);
        }
    }

    pub fn current(&self) -> (f64, f64) {
        self.current
    }

    pub fn close(&mut self, ctm: &Matrix) {
        match self.subpaths.last_mut() {
            Some(last) if last.partial && self.open => {
                self.line_to(self.first.0, self.first.1, ctm)
            }
            Some(last) => last.closed = true,
            None => {}
        }
        self.open = false;
    }

    pub fn rectangle(&mut self, x: f64, y: f64, w: f64, h: f64, ctm: &Matrix) {
        let start = self.points.len();
        self.points.extend([
            ctm.apply(x, y),
            ctm.apply(x + w, y),
            ctm.apply(x + w, y + h),
            ctm.apply(x, y + h),
        ]);
        self.subpaths.push(Subpath { start, end: start + 4, closed: true, ..Subpath::default() });
        self.current = (x, y);
        self.open = false;
    }

    /// One upright rectangle and nothing else.
    pub fn is_box(&self) -> bool {
        matches!(&self.subpaths[..], [only] if upright(self, only).is_some())
    }

    /// Its shapes with their curves cut into straight pieces, each closed or not.
    pub fn rings(&self) -> Vec<(Vec<(f64, f64)>, bool)> {
        let mut rings: Vec<(Vec<(f64, f64)>, bool)> = Vec::new();
        for subpath in &self.subpaths {
            let points = &self.points[subpath.start..subpath.end];
            if !subpath.goes_on || rings.is_empty() {
                rings.push((Vec::new(), false));
            }
            let Some((ring, closed)) = rings.last_mut() else { continue };
            *closed |= subpath.closed;
            match (points, ring.last().copied()) {
                (&[a, b, c], Some(from)) if subpath.curve => {
                    let steps = (1..=PIECES).map(|i| f64::from(i) / f64::from(PIECES));
                    ring.extend(steps.map(|t| bezier([from, a, b, c], t)));
                }
                _ => ring.extend(points),
            }
        }
        rings
    }

    /// What is inside it.
    pub fn shape(&self, rule: Rule) -> Shape {
        let mut shape = Shape::new(rule);
        self.rings().into_iter().for_each(|(ring, _)| shape.add(ring));
        shape
    }

    /// Do all its subpaths, which have four corners or more, run the same way around?
    pub fn runs_one_way(&self) -> bool {
        let way = |subpath: &Subpath| doubled(&self.points[subpath.start..subpath.end]);
        let mut ways = self.subpaths.iter().map(way);
        ways.clone().all(|way| way >= 0.0) || ways.all(|way| way <= 0.0)
    }

    /// The box around the whole path; a path that is no upright rectangle clips a little less than it should.
    pub fn area(&self) -> Area {
        let mut area = Area::EMPTY;
        self.points.iter().for_each(|&(x, y)| area.add(x, y));
        area
    }
}

/// Twice the area inside a ring; below zero where it runs the other way around.
fn doubled(points: &[(f64, f64)]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// A point of a cubic curve.
fn bezier(points: [(f64, f64); 4], t: f64) -> (f64, f64) {
    let s = 1.0 - t;
    let shares = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    let parts = points.iter().zip(shares);
    parts.fold((0.0, 0.0), |(x, y), (point, share)| (x + share * point.0, y + share * point.1))
}

/// The box of a subpath that is an upright rectangle or a straight line and back.
pub(super) fn upright(path: &Path, subpath: &Subpath) -> Option<Area> {
    let points = &path.points[subpath.start..subpath.end];
    if subpath.partial || points.len() < 2 || points.len() > 12 {
        return None;
    }
    let mut area = Area::EMPTY;
    points.iter().for_each(|&(x, y)| area.add(x, y));
    // A thin shape is a line whatever its corners (borders are mitred); a thick one must have its corners at the box's.
    if area.width().min(area.height()) <= THIN {
        return Some(area);
    }
    let near = |v: f64, a: f64, b: f64| (v - a).abs() < 0.5 || (v - b).abs() < 0.5;
    let boxed = points.iter().all(|&(x, y)| near(x, area.x0, area.x1) && near(y, area.y0, area.y1));
    // A triangle has its corners there too.
    let whole = doubled(points).abs() > 1.8 * area.width() * area.height();
    (boxed && whole).then_some(area)
}
