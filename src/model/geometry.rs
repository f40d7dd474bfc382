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

impl Axis {
    /// The other one.
    pub fn across(self) -> Axis {
        match self {
            Axis::Horizontal => Axis::Vertical,
            Axis::Vertical => Axis::Horizontal,
        }
    }
}

/// Which way a line of text runs on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right: upright text.
    #[default]
    Right,
    /// Top to bottom: text turned clockwise by a quarter, or upright characters set vertically.
    Down,
    /// Right to left: text that stands on its head.
    Left,
    /// Bottom to top: text turned counterclockwise by a quarter.
    Up,
}

impl Direction {
    /// All, each a quarter further clockwise.
    pub const ALL: [Direction; 4] =
        [Direction::Right, Direction::Down, Direction::Left, Direction::Up];

    /// The line is level: its baseline is a height.
    pub fn is_level(self) -> bool {
        matches!(self, Direction::Right | Direction::Left)
    }

    /// How it looks to a reader who has turned the page until `way` runs left to right.
    pub fn seen_from(self, way: Direction) -> Direction {
        Direction::ALL[(4 + self as usize - way as usize) % 4]
    }
}

/// A page turned until its text is upright: set straight where it lies askew, then by quarters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// Which way the text runs on the page as displayed.
    pub way: Direction,
    /// Size of the page as displayed, points.
    pub width: f32,
    /// Height of the page as displayed.
    pub height: f32,
    /// How far the lines of the page as displayed fall, in radians: by so much it was turned about its middle.
    pub lean: f32,
}

impl Turn {
    /// By a quarter: width and height change places.
    pub fn is_quarter(&self) -> bool {
        !self.way.is_level()
    }

    /// Size of the page turned upright.
    pub fn upright_size(&self) -> (f32, f32) {
        if self.is_quarter() { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// A box of the page as displayed, once that is straight, on the page turned upright.
    pub fn upright(&self, rect: Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        moved(rect, |x, y| match self.way {
            Direction::Right => (x, y),
            Direction::Down => (y, w - x),
            Direction::Left => (w - x, h - y),
            Direction::Up => (h - y, x),
        })
    }

    /// The other way: a box of the page turned upright, on the page as displayed; where that lies askew, the box around it.
    pub fn displayed(&self, rect: Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        let straight = moved(rect, |x, y| match self.way {
            Direction::Right => (x, y),
            Direction::Down => (w - y, x),
            Direction::Left => (w - x, h - y),
            Direction::Up => (y, h - x),
        });
        if self.lean == 0.0 {
            return straight;
        }
        let (sin, cos) = self.lean.sin_cos();
        let (x, y) = ((straight.x0 + straight.x1 - w) / 2.0, (straight.y0 + straight.y1 - h) / 2.0);
        let (half, high) = ((straight.x1 - straight.x0) / 2.0, (straight.y1 - straight.y0) / 2.0);
        let (x, y) = (w / 2.0 + x * cos - y * sin, h / 2.0 + x * sin + y * cos);
        let (half, high) = (half * cos + high * sin.abs(), half * sin.abs() + high * cos);
        Rect { x0: x - half, y0: y - high, x1: x + half, y1: y + high }
    }
}

fn moved(rect: Rect, corner: impl Fn(f32, f32) -> (f32, f32)) -> Rect {
    let ((ax, ay), (bx, by)) = (corner(rect.x0, rect.y0), corner(rect.x1, rect.y1));
    Rect { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_is_turned_back() {
        // Near the top left corner of an upright page of 600 by 800.
        let rect = Rect::new(10.0, 20.0, 40.0, 30.0);
        let upright = [
            (Direction::Right, Rect::new(10.0, 20.0, 40.0, 30.0), (600.0, 800.0)),
            (Direction::Down, Rect::new(20.0, 560.0, 30.0, 590.0), (800.0, 600.0)),
            (Direction::Left, Rect::new(560.0, 770.0, 590.0, 780.0), (600.0, 800.0)),
            (Direction::Up, Rect::new(770.0, 10.0, 780.0, 40.0), (800.0, 600.0)),
        ];
        for (way, turned, size) in upright {
            let turn = Turn { way, width: 600.0, height: 800.0, lean: 0.0 };
            assert_eq!((turn.upright(rect), turn.upright_size()), (turned, size), "{way:?}");
            assert_eq!(turn.displayed(turned), rect, "{way:?}");
            assert_eq!(way.seen_from(way), Direction::Right);
        }
        assert_eq!(Direction::Right.seen_from(Direction::Down), Direction::Up);
    }

    /// Lines that fall by 3 in 5 about the middle (300, 400): 100 to its right is 80 to the right and 60 below.
    #[test]
    fn a_page_that_was_set_straight_leans_again() {
        let lean = 0.6f32.asin();
        let turn = Turn { way: Direction::Right, width: 600.0, height: 800.0, lean };
        let box_ = turn.displayed(Rect::new(390.0, 400.0, 410.0, 400.0));
        let want = Rect::new(372.0, 454.0, 388.0, 466.0);
        for (got, want) in [box_.x0, box_.y0, box_.x1, box_.y1]
            .into_iter()
            .zip([want.x0, want.y0, want.x1, want.y1])
        {
            assert!((got - want).abs() < 0.01, "{box_:?}");
        }
        // turned by a quarter besides: the middle of the upright page is the middle of the displayed one
        let turn = Turn { way: Direction::Down, ..turn };
        let box_ = turn.displayed(Rect::new(400.0, 300.0, 400.0, 300.0));
        assert!((box_.x0 - 300.0).abs() < 0.01 && (box_.y1 - 400.0).abs() < 0.01, "{box_:?}");
    }
}
