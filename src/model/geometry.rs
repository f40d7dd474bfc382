//! Rectangles on the displayed page, and places in a document.

use serde::{Deserialize, Serialize};

/// An upright rectangle in points, origin at the top left of the displayed page, `x0 <= x1`, `y0 <= y1`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The rectangle spanned by two opposite corners, whatever their order.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Rect { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// Width in points.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Horizontal middle.
    pub fn cx(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// Vertical middle.
    pub fn cy(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The smallest rectangle that holds all of `rects`; `None` for none.
    pub fn around<'a>(rects: impl IntoIterator<Item = &'a Rect>) -> Option<Rect> {
        rects.into_iter().copied().reduce(|a, b| a.union(&b))
    }

    /// Does the point lie inside or on the edge?
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }
}

/// A box on a page.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// 1-based page.
    pub page: u32,
    /// Box on that page.
    pub rect: Rect,
}

/// Where something is said to stand: on a page, which box is not known, or in a box.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum At {
    /// On this page, 1-based.
    Page(u32),
    /// In this box.
    Box(Place),
}

impl At {
    /// The page.
    pub fn page(&self) -> u32 {
        match self {
            At::Page(page) | At::Box(Place { page, .. }) => *page,
        }
    }

    /// The box on the page, where one is known.
    pub fn rect(&self) -> Option<Rect> {
        match self {
            At::Page(_) => None,
            At::Box(place) => Some(place.rect),
        }
    }
}

/// Direction of a ruling line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Runs left to right.
    Horizontal,
    /// Runs top to bottom.
    Vertical,
}
