//! Transformation matrices (ISO 32000-2, 8.3.3).

use crate::model::Rect;

/// `[a b c d e f]`: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    pub const IDENTITY: Matrix = Matrix::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    pub const fn new(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64) -> Self {
        Matrix { a, b, c, d, e, f }
    }

    /// `self` first, then `next`: the product that `cm` and `Tm` write as self × next.
    pub fn then(&self, next: &Matrix) -> Matrix {
        Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// A shift by (x, y) in the matrix's own space, then the matrix.
    pub fn shifted(&self, x: f64, y: f64) -> Matrix {
        Matrix { e: self.a * x + self.c * y + self.e, f: self.b * x + self.d * y + self.f, ..*self }
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The upright box around the image of the rectangle spanned by two corners.
    pub fn apply_box(&self, x0: f64, y0: f64, x1: f64, y1: f64) -> Area {
        let mut area = Area::EMPTY;
        for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
            let (x, y) = self.apply(x, y);
            area.add(x, y);
        }
        area
    }

    /// Upright boxes stay upright boxes.
    pub fn is_upright(&self) -> bool {
        let near = |v: f64, scale: f64| v.abs() <= 1e-3 * scale.abs();
        (near(self.b, self.a) && near(self.c, self.d))
            || (near(self.a, self.b) && near(self.d, self.c))
    }

    /// What undoes it; `None` where it makes everything flat.
    pub fn inverse(&self) -> Option<Matrix> {
        let det = self.a * self.d - self.b * self.c;
        let (a, b, c, d) = (self.d / det, -self.b / det, -self.c / det, self.a / det);
        let (e, f) = (-(self.e * a + self.f * c), -(self.e * b + self.f * d));
        [a, b, c, d, e, f].iter().all(|v| v.is_finite()).then(|| Matrix::new(a, b, c, d, e, f))
    }

    /// How much lengths grow on the average: √|det|.
    pub fn scale(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }
}

/// An upright box on the displayed page; empty where `x0 > x1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Area {
    pub const EMPTY: Area =
        Area { x0: f64::INFINITY, y0: f64::INFINITY, x1: f64::NEG_INFINITY, y1: f64::NEG_INFINITY };

    pub fn add(&mut self, x: f64, y: f64) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    pub fn intersect(&self, other: &Area) -> Area {
        Area {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    pub fn rect(&self) -> Rect {
        Rect { x0: self.x0 as f32, y0: self.y0 as f32, x1: self.x1 as f32, y1: self.y1 as f32 }
    }
}
