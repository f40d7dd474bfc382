//! Covers by the squares of the page that they lie on.

use super::spot::Spot;
use super::{Pictures, Sight};
use crate::deadline;
use crate::model::Glyph;
use crate::read::interpret::{Coat, Cover, PAPER, Within, alike};
use crate::read::marks::{ink, is_cut, is_read_in_part, points};
use crate::read::matrix::Area;
use std::cell::Cell;

/// Side of the squares of the page in which covers are looked up, points.
const SQUARE: f64 = 32.0;
/// How far from a character's middle its ink may be.
const MARGIN: f64 = 8.0;
/// A cover over more squares than this is looked at for every character.
const MANY: usize = 64;
/// Squares to a side at most: larger pages repeat them.
const SIDE: usize = 64;
/// Corners of shapes that may be gone through on one page: what more would hide cannot be told.
const MAX_CORNERS: usize = 1 << 26;

pub(super) struct Index<'c> {
    covers: &'c [Cover],
    pictures: &'c dyn Pictures,
    /// Where the covers of each square begin in `listed`.
    starts: Vec<u32>,
    /// Covers by their squares, in paint order.
    listed: Vec<u32>,
    /// Those that lie on many squares.
    large: Vec<u32>,
    corners: Cell<usize>,
}

impl<'c> Index<'c> {
    pub fn new(covers: &'c [Cover], pictures: &'c dyn Pictures) -> Self {
        let (mut large, mut placed) = (Vec::new(), Vec::new());
        for (cover, number) in covers.iter().zip(0u32..) {
            let area = &cover.region.area;
            let (x0, x1) = (step(area.x0 - MARGIN), step(area.x1 + MARGIN));
            let (y0, y1) = (step(area.y0 - MARGIN), step(area.y1 + MARGIN));
            let squares = (x1 - x0 + 1).saturating_mul(y1 - y0 + 1);
            if squares > MANY as i64 {
                large.push(number);
                continue;
            }
            let own = (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| square(x, y)));
            placed.extend(own.map(|square| (square, number)));
        }
        let (starts, listed) = by_square(&placed);
        Index { covers, pictures, starts, listed, large, corners: Cell::new(MAX_CORNERS) }
    }

    fn near(&self, x: f64, y: f64) -> &[u32] {
        let square = square(step(x), step(y));
        &self.listed[self.starts[square] as usize..self.starts[square + 1] as usize]
    }

    /// What is seen of a glyph, painted as number `at`.
    pub fn sight(&self, glyph: &Glyph, at: usize) -> Sight {
        let ink = ink(glyph);
        let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
        let near = self.near(x, y);
        if near.is_empty() && self.large.is_empty() {
            return if alike(glyph.colour, PAPER) { Sight::Hidden } else { Sight::Seen };
        }
        let of_figure = is_read_in_part(glyph.ch);
        let mut place = Place {
            index: self,
            ink,
            spots: [Spot::bare(); 9],
            apart: false,
            looks: of_figure || alike(glyph.colour, PAPER),
        };
        let mut printed = false;
        for number in merged(near, &self.large) {
            deadline::tick();
            let cover = &self.covers[number as usize];
            if cover.at > at && !printed {
                printed = true;
                place.each(|spot| spot.print(glyph.colour));
            }
            place.meet(cover, printed);
        }
        if !printed {
            place.each(|spot| spot.print(glyph.colour));
        }
        let sight = place.sight();
        if sight == Sight::Unclear && !of_figure { Sight::Seen } else { sight }
    }

    /// Is a point in a cover's region?
    fn within(&self, cover: &Cover, (x, y): (f64, f64)) -> Within {
        let region = &cover.region;
        if region.is_box() || !region.area.contains(x, y) {
            return region.contains(x, y);
        }
        let left = self.corners.get();
        self.corners.set(left.saturating_sub(region.len()));
        if left == 0 { Within::Unclear } else { region.contains(x, y) }
    }
}

/// One character's ink while it is painted over.
struct Place<'i> {
    index: &'i Index<'i>,
    ink: Area,
    /// Until they are told apart the first stands for all.
    spots: [Spot; 9],
    apart: bool,
    /// It is worth while to look into images.
    looks: bool,
}

impl Place<'_> {
    fn each(&mut self, mut change: impl FnMut(&mut Spot)) {
        let count = if self.apart { self.spots.len() } else { 1 };
        self.spots[..count].iter_mut().for_each(&mut change);
    }

    fn tell_apart(&mut self) {
        if !self.apart {
            (self.spots, self.apart) = ([self.spots[0]; 9], true);
        }
    }

    fn meet(&mut self, cover: &Cover, printed: bool) {
        let (area, ink) = (&cover.region.area, &self.ink);
        if area.x0 > ink.x1 || area.x1 < ink.x0 || area.y0 > ink.y1 || area.y1 < ink.y0 {
            return;
        }
        let picture = cover.picture().filter(|_| self.looks);
        let whole = area.contains(ink.x0, ink.y0) && area.contains(ink.x1, ink.y1);
        if whole && cover.region.is_box() && picture.is_none() {
            return self.each(|spot| paint(spot, &cover.unread(), Within::Yes, printed));
        }
        self.tell_apart();
        for (spot, point) in self.spots.iter_mut().zip(points(&self.ink)) {
            let within = self.index.within(cover, point);
            let shown =
                picture.and_then(|picture| self.index.pictures.at(picture, point.0, point.1));
            let coat = shown.map_or(cover.unread(), |shown| cover.coat.showing(shown));
            paint(spot, &coat, within, printed);
        }
    }

    fn sight(&self) -> Sight {
        if !self.apart {
            return match self.spots[0].hides() {
                Some(true) => Sight::Hidden,
                Some(false) => Sight::Seen,
                None => Sight::Unclear,
            };
        }
        let told = self.spots.map(|spot| spot.hides());
        match told.map(|hidden| hidden != Some(false)) {
            _ if told.iter().all(|hidden| *hidden == Some(true)) => Sight::Hidden,
            lost if is_cut(lost) => Sight::Unclear,
            _ => Sight::Seen,
        }
    }
}

fn paint(spot: &mut Spot, coat: &Coat, within: Within, printed: bool) {
    match within {
        Within::No => {}
        _ if printed => spot.cover(coat, within),
        _ => spot.lay(coat, within),
    }
}

/// Where the numbers of each square begin, and all of them, square by square, each in its order.
fn by_square(placed: &[(usize, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; SIDE * SIDE + 1];
    for (square, _) in placed {
        starts[square + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut listed = vec![0; placed.len()];
    for (square, number) in placed {
        let place = &mut next[*square];
        listed[*place as usize] = *number;
        *place += 1;
    }
    (starts, listed)
}

/// Two lists of numbers, each in order, as one.
fn merged<'n>(a: &'n [u32], b: &'n [u32]) -> impl Iterator<Item = u32> + 'n {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || match (a.get(i), b.get(j)) {
        (Some(first), second) if second.is_none_or(|second| first < second) => {
            i += 1;
            Some(*first)
        }
        (_, second) => {
            j += 1;
            second.copied()
        }
    })
}

/// Which square along an axis a coordinate lies in.
fn step(v: f64) -> i64 {
    (v / SQUARE).floor().clamp(-1e6, 1e6) as i64
}

fn square(x: i64, y: i64) -> usize {
    let along = |v: i64| v.rem_euclid(SIDE as i64) as usize;
    along(y) * SIDE + along(x)
}
