//! Text through clips: what of it is left, and text that is a clip itself (ISO 32000-2, 9.3.6).

use super::ink::{Coat, Mix};
use super::region::{Clip, Region, Rule, Within};
use super::{Interpreter, Path};
use crate::model::{Direction, Glyph};
use crate::read::marks::{MIDDLE, ink, is_cut, is_half, is_read_in_part, points};
use crate::read::matrix::Area;
use std::cell::RefCell;
use std::rc::Rc;

/// Letters that clip what is painted after them, by their places among those that are not painted.
pub(super) type Letters = Rc<RefCell<Vec<u32>>>;

/// The clip of a cell is no taller than this many times the size of its text.
const CELL: f64 = 12.0;
/// What shows of a character is at least this share of its width and height.
const SLIVER: f64 = 0.08;
/// The middle of a line is this share of its size above its baseline.
const MIDDLE_OF_LINE: f64 = 0.35;
/// Characters that do not show stand this far apart. Points.
const EDGE: f64 = 0.02;
/// A cell's ruling runs no further inside its clip. Points.
const RULED: f64 = 2.0;

/// The character last painted that its cell cuts.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Cut {
    /// How many characters are painted with it.
    at: usize,
    /// Where it ends, on its right, without the clip.
    end: f32,
    /// Its baseline, likewise.
    baseline: f32,
    /// Where what goes on from it stands.
    base: f64,
}

/// How much of a character a region has; the middle decides where it is cut across.
fn share(glyph: &Glyph, contains: impl Fn(f64, f64) -> Within) -> Within {
    // A point is cut where the digits beside it are: it is too low for the clip of a row that is cut across.
    let as_digit = Glyph { ch: '0', ..*glyph };
    let told = points(&ink(&as_digit)).map(|(x, y)| contains(x, y));
    match told[MIDDLE] {
        middle if told.iter().all(|next| *next == middle) => middle,
        Within::No if !is_half(told.map(|told| told != Within::No)) => Within::No,
        Within::Yes if !is_cut(told.map(|told| told != Within::Yes)) => Within::Yes,
        _ => Within::Unclear,
    }
}

impl Interpreter<'_, '_> {
    /// A character that is not wholly inside the clip: is it left on the page? A figure's character that is left in part
    /// is none that can be read.
    pub(super) fn clip(&mut self, glyph: &mut Glyph, area: &Area) -> bool {
        let state = &self.state;
        let shape = state.clip_shape.as_deref();
        let contains = |x: f64, y: f64| match shape {
            _ if !state.clip.contains(x, y) => Within::No,
            Some(clip) => clip.contains(x, y),
            None => Within::Yes,
        };
        if !is_read_in_part(glyph.ch) {
            let middle = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
            return contains(middle.0, middle.1) != Within::No
                || shape.is_none() && self.is_cut_by_its_cell(glyph, area);
        }
        let left = share(glyph, contains);
        if left == Within::No {
            self.miss(glyph);
        }
        if left == Within::Unclear {
            glyph.ch = char::REPLACEMENT_CHARACTER;
        }
        left != Within::No
    }

    /// Words that their cell cuts: text of which a part shows is taken whole, in the cell that its clip is the box of.
    fn is_cut_by_its_cell(&mut self, glyph: &mut Glyph, area: &Area) -> bool {
        let clip = self.state.clip;
        if glyph.direction != Direction::Right || clip.height() > CELL * f64::from(glyph.size) {
            return false;
        }
        let shown = area.intersect(&clip);
        let shows =
            shown.width() > SLIVER * area.width() && shown.height() > SLIVER * area.height();
        let goes_on = self.goes_on(glyph);
        // Nothing of it shows, and it goes on from what does show here.
        let follows = || {
            let last = self.glyphs.last().map(|last| last.rect);
            let here = last.is_some_and(|r| clip.contains(f64::from(r.cx()), f64::from(r.cy())));
            goes_on && here && shown.height() > 0.5 * area.height() && !self.stands_there(glyph)
        };
        if self.is_again(glyph) || !(shows || follows()) {
            return false;
        }
        // What of a text stands over the edge of its cell stands close to the character beside it that is in the cell.
        let (wide, last) = (area.width(), self.last_cut());
        let (x0, x1, base) = if goes_on && (area.x1 > clip.x1 || area.x0 < clip.x0) {
            let whole = self.glyphs.last().map_or(area.x0, |last| f64::from(last.rect.cx()));
            let base = last.map_or(whole, |cut| cut.base) + EDGE;
            (base, base + EDGE, base)
        } else if area.x0 < clip.x0 {
            (area.x1 - EDGE, area.x1 + 0.5 * wide, area.x1)
        } else {
            (shown.x0, shown.x1, (shown.x0 + shown.x1) / 2.0)
        };
        // A line that hangs over stands inside, as far as its middle: no nearer to the next line than need be.
        let middle = f64::from(glyph.baseline) - MIDDLE_OF_LINE * f64::from(glyph.size);
        let inside = middle.min(clip.y1 - RULED).max(clip.y0 + RULED);
        let part = Area { x0, x1, y0: area.y0 + inside - middle, y1: area.y1 + inside - middle };
        let (end, baseline) = (glyph.rect.x1, glyph.baseline);
        self.cut = Some(Cut { at: self.glyphs.len() + 1, end, baseline, base });
        glyph.baseline += (inside - middle) as f32;
        glyph.rect = part.rect();
        true
    }

    /// The character painted last, if its cell cuts it.
    fn last_cut(&self) -> Option<Cut> {
        self.cut.filter(|cut| cut.at == self.glyphs.len())
    }

    /// Has it been painted there, through the clip of the cell beside this one?
    fn is_again(&self, glyph: &Glyph) -> bool {
        let there = |cut: Cut| (cut.end - glyph.rect.x1).abs() < 0.1 * glyph.size;
        self.last_cut().is_some_and(there)
            && self.glyphs.last().is_some_and(|last| last.ch == glyph.ch)
    }

    /// Does the same character stand there that what does not show would be put? Nobody could tell the two apart.
    fn stands_there(&self, glyph: &Glyph) -> bool {
        let Some(cut) = self.last_cut() else { return false };
        let (size, x) = (glyph.size, cut.base as f32);
        let near = |other: &Glyph| {
            other.ch == glyph.ch
                && (other.rect.x0 - x).abs() < size / 4.0
                && (other.baseline - glyph.baseline).abs() < size / 2.0
        };
        self.glyphs.iter().rev().take(64).any(near)
    }

    /// Does it stand right behind the character that was painted last, of which a part shows?
    fn goes_on(&self, glyph: &Glyph) -> bool {
        let Some(last) = self.glyphs.last() else { return false };
        let uncut = (last.rect.x1, last.baseline);
        let (end, baseline) = self.last_cut().map_or(uncut, |cut| (cut.end, cut.baseline));
        let gap = (glyph.rect.x0 - end) / glyph.size.max(0.1);
        !is_read_in_part(last.ch)
            && (last.font, last.size, baseline) == (glyph.font, glyph.size, glyph.baseline)
            && (-0.2..0.3).contains(&gap)
    }

    /// A figure's character that is not painted.
    pub(super) fn miss(&mut self, glyph: &Glyph) {
        if is_read_in_part(glyph.ch) && self.clipped.len() < self.settings.max_glyphs {
            self.clipped.push((self.glyphs.len(), *glyph));
        }
    }

    /// `ET`: letters shown in a mode that clips do so now.
    pub(super) fn end_text(&mut self) {
        let Some((letters, area)) = self.letters.take() else { return };
        let around = self.state.clip_shape.take();
        self.state.clip = self.state.clip.intersect(&area);
        self.state.clip_shape = Some(Clip::inside(around, None));
        self.state.letters = Some(Rc::new(RefCell::new(letters)));
    }

    /// A character that clips.
    pub(super) fn clip_by(&mut self, glyph: Option<u32>, area: &Area) {
        let (letters, around) = self.letters.get_or_insert((Vec::new(), Area::EMPTY));
        letters.extend(glyph);
        around.add(area.x0, area.y0);
        around.add(area.x1, area.y1);
    }

    /// What is painted through letters shows them.
    pub(super) fn fill_letters(&mut self, region: &Region, coat: Coat) {
        let Some(letters) = self.state.letters.clone() else { return };
        letters.borrow_mut().retain(|place| {
            let Some(letter) = self.unpainted.get_mut(*place as usize) else { return false };
            let open = Region { clip: None, ..region.clone() };
            let filled = share(letter, |x, y| open.contains(x, y));
            if filled == Within::No {
                return true;
            }
            let unclear = filled == Within::Unclear || coat.mix > Mix::Darken;
            let mut glyph = Glyph { colour: coat.colour, ..*letter };
            if unclear && is_read_in_part(glyph.ch) {
                glyph.ch = char::REPLACEMENT_CHARACTER;
            }
            // Nothing is left where it was set aside.
            letter.ch = '\0';
            self.glyphs.push(glyph);
            false
        });
    }

    /// What a path is filled with shows the letters that it is painted through.
    pub(super) fn fill_letters_by(&mut self, path: &Path, rule: Rule, coat: Coat) {
        if self.state.letters.is_some() {
            let shape = (!path.is_box()).then(|| Box::new(path.shape(rule)));
            let area = path.area().intersect(&self.state.clip);
            self.fill_letters(&Region { area, shape, clip: None }, coat);
        }
    }
}
