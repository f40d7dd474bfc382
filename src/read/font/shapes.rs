//! Does an outline look like the digit that it is said to be? What is compared holds in every typeface: how many holes a
//! digit has, where the hole of 6 and 9 is, and that 1 is no wider than 7.

use ttf_parser::OutlineBuilder;

/// The contours of one glyph.
#[derive(Default)]
pub(super) struct Contours(Vec<Vec<(f32, f32)>>);

/// A contour's box, and the area inside it: positive or negative by the way that it runs.
#[derive(Clone, Copy)]
struct Ring {
    low: (f32, f32),
    high: (f32, f32),
    area: f32,
}

/// How much wider than 7 a glyph must be to be no 1: typewriter faces have both of one width.
const WIDER: f32 = 1.25;
/// A hole has more than this share of the area around it; less is a fault of drawing.
const HOLE: f32 = 0.01;

impl Contours {
    /// Is it surely another character than this digit?
    pub fn contradict(&self, digit: char) -> bool {
        let rings = self.rings();
        let Some(around) = around(&rings) else { return false };
        let holes: Vec<&Ring> = rings.iter().filter(|ring| ring.is_hole(&rings)).collect();
        let middle = (around.low.1 + around.high.1) / 2.0;
        let is_low = |hole: &Ring| hole.low.1 + hole.high.1 < 2.0 * middle;
        match (digit, &holes[..]) {
            // A zero may be crossed.
            ('0', holes) => holes.is_empty(),
            ('4', holes) => holes.len() > 1,
            ('6', [hole]) => !is_low(hole),
            ('9', [hole]) => is_low(hole),
            ('6' | '9', _) => true,
            ('8', holes) => holes.len() != 2,
            ('1' | '2' | '3' | '5' | '7', holes) => !holes.is_empty(),
            _ => false,
        }
    }

    /// Is it too wide to be the 1 of a font whose 7 is `seven`?
    pub fn wider(&self, seven: &Contours) -> bool {
        let width = |it: &Contours| around(&it.rings()).map(|ring| ring.high.0 - ring.low.0);
        width(self).zip(width(seven)).is_some_and(|(own, other)| own > WIDER * other)
    }

    fn rings(&self) -> Vec<Ring> {
        self.0.iter().filter_map(|points| Ring::of(points)).collect()
    }
}

impl Ring {
    fn of(points: &[(f32, f32)]) -> Option<Ring> {
        let (first, last) = (points.first()?, points.last()?);
        let turns = points.iter().zip(points.iter().skip(1)).chain([(last, first)]);
        let area = turns.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f32>() / 2.0;
        let corner = |pick: fn(f32, f32) -> f32| {
            points.iter().fold(*first, |at, point| (pick(at.0, point.0), pick(at.1, point.1)))
        };
        Some(Ring { low: corner(f32::min), high: corner(f32::max), area })
    }

    /// Does it lie in a ring that runs the other way?
    fn is_hole(&self, rings: &[Ring]) -> bool {
        // In coarse outlines a hole may touch the edge.
        rings.iter().any(|other| {
            self.area * other.area < 0.0
                && (HOLE..1.0).contains(&(self.area / other.area).abs())
                && other.low.0 <= self.low.0
                && other.low.1 <= self.low.1
                && other.high.0 >= self.high.0
                && other.high.1 >= self.high.1
        })
    }
}

/// The box around all of them.
fn around(rings: &[Ring]) -> Option<Ring> {
    rings.iter().copied().reduce(|a, b| Ring {
        low: (a.low.0.min(b.low.0), a.low.1.min(b.low.1)),
        high: (a.high.0.max(b.high.0), a.high.1.max(b.high.1)),
        area: a.area,
    })
}

impl OutlineBuilder for Contours {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(vec![(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.last_mut().into_iter().for_each(|contour| contour.push((x, y)));
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.0.last_mut().into_iter().for_each(|contour| contour.extend([(a, b), (x, y)]));
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.0.last_mut().into_iter().for_each(|contour| contour.extend([(a, b), (c, d), (x, y)]));
    }
    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A glyph of boxes: its body 10 by 20, and holes, which run the other way.
    fn glyph(width: f32, holes: &[[f32; 4]]) -> Contours {
        let body = vec![(0.0, 0.0), (width, 0.0), (width, 20.0), (0.0, 20.0)];
        let hole = |&[x0, y0, x1, y1]: &[f32; 4]| vec![(x0, y0), (x0, y1), (x1, y1), (x1, y0)];
        Contours([body].into_iter().chain(holes.iter().map(hole)).collect())
    }

    /// The digits that a glyph may be.
    fn may_be(glyph: &Contours) -> String {
        ('0'..='9').filter(|digit| !glyph.contradict(*digit)).collect()
    }

    #[test]
    fn holes_tell_digits_apart() {
        let (low, high) = ([2.0, 2.0, 8.0, 9.0], [2.0, 11.0, 8.0, 18.0]);
        assert_eq!(may_be(&glyph(10.0, &[])), "123457");
        assert_eq!(may_be(&glyph(10.0, &[low])), "046");
        assert_eq!(may_be(&glyph(10.0, &[high])), "049");
        assert_eq!(may_be(&glyph(10.0, &[low, high])), "08");
        assert_eq!(may_be(&glyph(10.0, &[[2.0, 0.0, 8.0, 9.0]])), "046");
        // What lies beside the body, or is nothing, is no hole; without an outline nothing is known.
        assert_eq!(may_be(&glyph(10.0, &[[12.0, 2.0, 15.0, 9.0], [5.0, 5.0, 5.2, 5.2]])), "123457");
        assert_eq!(may_be(&Contours::default()), "0123456789");
    }

    #[test]
    fn a_one_is_no_wider_than_a_seven() {
        let (one, seven) = (glyph(5.0, &[]), glyph(9.0, &[]));
        assert!(seven.wider(&one) && !one.wider(&seven) && !seven.wider(&seven));
    }
}
