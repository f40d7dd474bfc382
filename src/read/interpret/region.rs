//! Painted and clipped regions of the page: boxes, and shapes by a winding rule (ISO 32000-2, 8.5.3.3), each inside the
//! clips that it was painted through.

use crate::read::matrix::Area;
use std::rc::Rc;

/// Clips inside clips that are kept; what is inside more is not told.
const MAX_CLIPS: u16 = 16;

/// Is a point in a region?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Within {
    No,
    Yes,
    /// The region is not known there: a clip of letters, or shapes beyond a limit.
    Unclear,
}

/// What is inside a shape (8.5.3.3.2, 8.5.3.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::read) enum Rule {
    #[default]
    Winding,
    EvenOdd,
}

/// Closed rings of corners.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::read) struct Shape {
    corners: Vec<(f32, f32)>,
    /// Where each ring ends in `corners`.
    ends: Vec<u32>,
    rule: Rule,
}

impl Shape {
    pub fn new(rule: Rule) -> Self {
        Shape { rule, ..Shape::default() }
    }

    pub fn add(&mut self, ring: impl IntoIterator<Item = (f64, f64)>) {
        self.corners.extend(ring.into_iter().map(|(x, y)| (x as f32, y as f32)));
        self.ends.push(self.corners.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.corners.len()
    }

    pub fn area(&self) -> Area {
        let mut area = Area::EMPTY;
        self.corners.iter().for_each(|&(x, y)| area.add(f64::from(x), f64::from(y)));
        area
    }

    fn contains(&self, x: f64, y: f64) -> bool {
        let (x, y) = (x as f32, y as f32);
        let (mut crossings, mut winding, mut start) = (0u32, 0i32, 0);
        for &end in &self.ends {
            let ring = self.corners.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            let mut a = ring.last().copied().unwrap_or_default();
            for &b in ring {
                if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
                    crossings += 1;
                    winding += if b.1 > a.1 { 1 } else { -1 };
                }
                a = b;
            }
        }
        match self.rule {
            Rule::EvenOdd => crossings % 2 == 1,
            Rule::Winding => winding != 0,
        }
    }
}

/// A clip that is no box, and the ones around it.
#[derive(Debug, PartialEq)]
pub(in crate::read) struct Clip {
    /// `None`: nobody knows which.
    shape: Option<Shape>,
    around: Option<Rc<Clip>>,
    depth: u16,
}

impl Clip {
    pub fn inside(around: Option<Rc<Clip>>, shape: Option<Shape>) -> Rc<Clip> {
        let depth = around.as_ref().map_or(0, |clip| clip.depth) + 1;
        if depth > MAX_CLIPS {
            return Rc::new(Clip { shape: None, around: None, depth: MAX_CLIPS });
        }
        Rc::new(Clip { shape, around, depth })
    }

    /// Corners that are gone through to ask for a point.
    fn len(&self) -> usize {
        let own = self.shape.as_ref().map_or(0, Shape::len);
        own + self.around.as_ref().map_or(0, |clip| clip.len())
    }

    pub fn contains(&self, x: f64, y: f64) -> Within {
        let around = self.around.as_ref().map_or(Within::Yes, |clip| clip.contains(x, y));
        match &self.shape {
            _ if around == Within::No => Within::No,
            Some(shape) if !shape.contains(x, y) => Within::No,
            Some(_) => around,
            None => Within::Unclear,
        }
    }
}

/// What a paint covers.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Region {
    /// The box around it.
    pub area: Area,
    /// `None`: the box.
    pub shape: Option<Box<Shape>>,
    pub clip: Option<Rc<Clip>>,
}

impl Region {
    pub fn of_box(area: Area) -> Self {
        Region { area, shape: None, clip: None }
    }

    pub fn contains(&self, x: f64, y: f64) -> Within {
        if !self.area.contains(x, y) || self.shape.as_ref().is_some_and(|s| !s.contains(x, y)) {
            return Within::No;
        }
        self.clip.as_ref().map_or(Within::Yes, |clip| clip.contains(x, y))
    }

    /// Corners that are gone through to ask for a point.
    pub fn len(&self) -> usize {
        let own = self.shape.as_ref().map_or(0, |shape| shape.len());
        own + self.clip.as_ref().map_or(0, |clip| clip.len())
    }

    pub fn is_box(&self) -> bool {
        self.shape.is_none() && self.clip.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(x0: f64, y0: f64, x1: f64, y1: f64) -> [(f64, f64); 4] {
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    }

    #[test]
    fn rings_inside_rings_by_both_rules() {
        for rule in [Rule::Winding, Rule::EvenOdd] {
            let mut nested = Shape::new(rule);
            nested.add(ring(0.0, 0.0, 90.0, 90.0));
            nested.add(ring(20.0, 20.0, 60.0, 60.0));
            assert!(nested.contains(10.0, 10.0) && !nested.contains(95.0, 10.0));
            assert_eq!(nested.contains(30.0, 30.0), rule == Rule::Winding);
        }
        let mut hole = Shape::new(Rule::Winding);
        hole.add(ring(0.0, 0.0, 90.0, 90.0));
        hole.add(ring(20.0, 20.0, 60.0, 60.0).into_iter().rev());
        assert!(hole.contains(10.0, 10.0) && !hole.contains(30.0, 30.0));
    }

    #[test]
    fn a_clip_in_a_clip_and_one_that_is_not_known() {
        let shape = |x0, x1| {
            let mut shape = Shape::new(Rule::Winding);
            shape.add(ring(x0, 0.0, x1, 9.0));
            Some(shape)
        };
        let outer = Clip::inside(None, shape(0.0, 50.0));
        let both = Clip::inside(Some(outer.clone()), shape(40.0, 90.0));
        let told = [10.0, 45.0, 70.0].map(|x| both.contains(x, 5.0));
        assert_eq!(told, [Within::No, Within::Yes, Within::No]);
        let letters = Clip::inside(Some(outer), None);
        let told = [10.0, 70.0].map(|x| letters.contains(x, 5.0));
        assert_eq!(told, [Within::Unclear, Within::No]);
        let many = (0..40).fold(None, |clip, _| Some(Clip::inside(clip, shape(0.0, 9.0))));
        assert_eq!(many.map(|clip| clip.contains(5.0, 5.0)), Some(Within::Unclear));
    }
}
