//! Text through clips: what of it is left, and text that is a clip itself (ISO 32000-2, 9.3.6).

use super::ink::{Coat, Mix};
use super::region::{Clip, Region, Rule, Within};
use super::{Interpreter, Path};
use crate::model::Glyph;
use crate::read::marks::{MIDDLE, ink, is_cut, is_half, is_read_in_part, points};
use crate::read::matrix::Area;
use std::cell::RefCell;
use std::rc::Rc;

/// Letters that clip what is painted after them, by their places among those that are not painted.
pub(super) type Letters = Rc<RefCell<Vec<u32>>>;

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
            return contains(middle.0, middle.1) != Within::No;
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
            let unclear = filled == Within::Unclear || coat.mix > Mix::Multiply;
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
