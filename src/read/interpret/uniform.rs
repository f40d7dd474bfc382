//! Content that is painted aside to see whether it is one colour everywhere: tiles of patterns (ISO 32000-2, 8.7.3) and
//! soft masks (11.5).

use super::ink::{Masking, colour_share};
use super::paint::Canvas;
use super::resources::Frame;
use super::state::State;
use super::{Interpreter, alike};
use crate::lex::is_digit;
use crate::model::Colour;
use crate::read::file::{Dict, Stream};
use crate::read::matrix::{Area, Matrix};

/// Patterns and masks painted aside on one page; more are not known.
const MAX_ASIDE: usize = 256;

/// The colours that content paints, and whether they cover all of it.
pub(super) type Colours = (Vec<Colour>, bool);

impl<'d> Interpreter<'d, '_> {
    /// The colour that a tile paints everywhere.
    pub(super) fn tile_colour(&mut self, tile: &'d Stream, frame: &Frame<'d>) -> Colour {
        let [x0, y0, x1, y1] = self.file.numbers(&tile.dict, b"BBox")?[..] else { return None };
        let area = Area { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) };
        let step = |key: &[u8]| self.file.number(&tile.dict, key).unwrap_or(0.0).abs();
        // A little air between the tiles is not seen.
        if step(b"XStep") > 1.01 * area.width() || step(b"YStep") > 1.01 * area.height() {
            return None;
        }
        let (colours, whole) = self.painted_aside(tile, Some(area), frame)?;
        let first = *colours.first()?;
        (whole && colours.iter().all(|next| alike(*next, first))).then_some(first)?
    }

    /// What the soft mask of a graphics state lets through (11.6.5.2).
    pub(super) fn masking(&mut self, mask: &'d Dict, frame: &Frame<'d>) -> Masking {
        let Some(group) = self.file.stream(mask, b"G") else { return Masking::Unclear };
        if mask.has(b"TR") {
            return Masking::Unclear;
        }
        let Some((colours, whole)) = self.painted_aside(group, None, frame) else {
            return Masking::Unclear;
        };
        let luminous = mask.is(b"S", b"Luminosity");
        let light = |colour: Colour| if luminous { colour.map(colour_share) } else { Some(1.0) };
        let backdrop = if mask.has(b"BC") && luminous { None } else { Some(0.0) };
        let mut shares: Vec<Option<f64>> = colours.into_iter().map(light).collect();
        shares.extend((!whole).then_some(backdrop));
        let Some(Some(first)) = shares.first().copied() else { return Masking::Unclear };
        let even = |share: &Option<f64>| share.is_some_and(|share| (share - first).abs() < 0.05);
        if shares.iter().all(even) { Masking::Lets(first) } else { Masking::Unclear }
    }

    /// The colours that a stream paints, and whether they cover all of `area`, else all of the clip; `None` where that
    /// is not known.
    fn painted_aside(
        &mut self,
        stream: &'d Stream,
        area: Option<Area>,
        frame: &Frame<'d>,
    ) -> Option<Colours> {
        let key = std::ptr::from_ref(stream) as usize;
        if let Some((_, known)) = self.aside.iter().find(|(known, _)| *known == key) {
            return known.clone();
        }
        if self.aside.len() >= MAX_ASIDE {
            return None;
        }
        self.aside.push((key, None));
        let place = self.aside.len() - 1;
        let state = self.state.clone();
        self.state = State {
            ctm: if area.is_some() { Matrix::IDENTITY } else { state.ctm },
            clip: area.unwrap_or(state.clip),
            font: None,
            ..State::new(self.page)
        };
        let canvas = std::mem::take(&mut self.canvas);
        let glyphs = (std::mem::take(&mut self.glyphs), std::mem::take(&mut self.unpainted));
        let (clipped, ways) = (std::mem::take(&mut self.clipped), self.ways);
        let area = self.state.clip;
        self.form(stream, frame);
        let painted = std::mem::replace(&mut self.canvas, canvas);
        let text = !self.glyphs.is_empty();
        self.told.aside += self.glyphs.iter().filter(|glyph| is_digit(glyph.ch)).count();
        (self.glyphs, self.unpainted) = glyphs;
        (self.clipped, self.ways, self.state) = (clipped, ways, state);
        let found = one_colour(&painted, &area).filter(|_| !text);
        self.aside[place].1.clone_from(&found);
        found
    }
}

fn one_colour(canvas: &Canvas, area: &Area) -> Option<Colours> {
    let known = canvas.pieces.is_empty() && !canvas.cut && canvas.pictures.is_empty();
    let plain = |cover: &super::Cover| cover.unread().is_opaque();
    if !known || !canvas.covers.iter().all(plain) {
        return None;
    }
    let inner = Area {
        x0: area.x0 + 0.01 * area.width(),
        x1: area.x1 - 0.01 * area.width(),
        y0: area.y0 + 0.01 * area.height(),
        y1: area.y1 - 0.01 * area.height(),
    };
    let whole = canvas.covers.iter().any(|cover| {
        let by = &cover.region.area;
        cover.region.is_box() && by.contains(inner.x0, inner.y0) && by.contains(inner.x1, inner.y1)
    });
    Some((canvas.covers.iter().map(|cover| cover.coat.colour).collect(), whole))
}
