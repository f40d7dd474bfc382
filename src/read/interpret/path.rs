//! Paths (ISO 32000-2, 8.5.2): their shapes in displayed coordinates, and the boxes that some of them are.

use crate::read::matrix::{Area, Matrix};

/// A painted rectangle too thick to be a line, as thin as 3.5 points: thick table borders have 2.25 to 3.
pub(in crate::read) const THIN: f64 = 3.5;
/// A filled shape that is no box may have as many corners; drawings have more, and hide nothing that we know of.
const MAX_CORNERS: usize = 128;

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
    /// `W` was said: it clips what is painted after it.
    pub clips: bool,
    /// Shapes begun by the content, where [`Path::subpaths`] also holds the pieces of those with curves.
    shapes: usize,
}

impl Path {
    pub fn len(&self) -> usize {
        self.points.len()
    }

    pub fn clear(&mut self) {
        self.points.clear();
        self.subpaths.clear();
        self.open = false;
        self.clips = false;
        self.shapes = 0;
    }

    pub fn move_to(&mut self, x: f64, y: f64, ctm: &Matrix) {
        self.shapes += 1;
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
        });
        self.piece_at(points[2].0, points[2].1, ctm);
        self.first = first;
        if let Some(last) = self.subpaths.last_mut() {
            last.partial = true;
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
        self.shapes += 1;
        let start = self.points.len();
        self.points.extend([
            ctm.apply(x, y),
            ctm.apply(x + w, y),
            ctm.apply(x + w, y + h),
            ctm.apply(x, y + h),
        ]);
        self.subpaths.push(Subpath {
            start,
            end: start + 4,
            closed: true,
            partial: false,
            curve: false,
        });
        self.current = (x, y);
        self.open = false;
    }

    /// One upright rectangle and nothing else.
    pub fn is_box(&self) -> bool {
        matches!(&self.subpaths[..], [only] if upright(self, only).is_some())
    }

    /// The corners of a path of one shape; a curve's control points stand for it.
    pub fn corners(&self) -> Option<&[(f64, f64)]> {
        (self.shapes == 1 && self.points.len() <= MAX_CORNERS).then_some(&self.points)
    }

    /// The box around the whole path; a path that is no upright rectangle clips a little less than it should.
    pub fn area(&self) -> Area {
        let mut area = Area::EMPTY;
        self.points.iter().for_each(|&(x, y)| area.add(x, y));
        area
    }
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
    boxed.then_some(area)
}
