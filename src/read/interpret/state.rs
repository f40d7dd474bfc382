//! The graphics state (ISO 32000-2, 8.4), as far as it says what is seen and where.

use super::FontUse;
use super::ink::{self, Coat, Ink, Masking, Mix};
use super::letters::Letters;
use super::region::Clip;
use super::text::TextState;
use crate::read::file::PageSource;
use crate::read::matrix::{Area, Matrix};
use std::rc::Rc;

/// What `q` saves.
#[derive(Clone)]
pub(super) struct State<'d> {
    pub ctm: Matrix,
    pub clip: Area,
    /// A clip inside that box that is no box itself.
    pub clip_shape: Option<Rc<Clip>>,
    /// Letters that are this clip and have not been filled.
    pub letters: Option<Letters>,
    pub line_width: f64,
    pub stroke: Ink,
    pub fill: Ink,
    /// Opacity of the transparency groups around (11.4), and how they are mixed with what lies below.
    pub group_alpha: f64,
    pub group_mix: Mix,
    /// How paint is mixed with what lies below it (11.3.5).
    pub blend: Mix,
    /// A soft mask says where paint is seen (11.5).
    pub mask: Masking,
    pub text: TextState,
    pub font: Option<FontUse<'d>>,
}

impl State<'_> {
    /// A transparency group is painted as a whole with the opacity that was set outside it (11.4.5).
    pub fn enter_group(&mut self) {
        self.group_mix = self.mix();
        self.group_alpha = self.fill.alpha() * self.mask.share();
        self.fill.set_alpha(1.0, self.group_alpha);
        self.stroke.set_alpha(1.0, self.group_alpha);
        (self.blend, self.mask) = (Mix::Over, Masking::NONE);
    }

    /// The layer that an ink paints.
    pub fn coat(&self, ink: &Ink) -> Coat {
        self.masked(ink.coat(self.mix()))
    }

    /// A layer as far as the soft mask lets it through.
    pub fn masked(&self, coat: Coat) -> Coat {
        Coat { alpha: coat.alpha * self.mask.share() as f32, ..coat }
    }

    pub fn mix(&self) -> Mix {
        let mask = if self.mask == Masking::Unclear { Mix::Unclear } else { Mix::Over };
        self.blend.max(self.group_mix).max(mask)
    }

    /// Nothing can be seen of what is painted.
    pub fn transparent(&self, stroke: bool, fill: bool) -> bool {
        self.mask.hides()
            || (!stroke || self.stroke.transparent()) && (!fill || self.fill.transparent())
    }

    /// What text is painted in, by its rendering mode (9.3.6); `None` where it paints nothing.
    pub fn text_ink(&self) -> Option<Ink> {
        let ink = match self.text.mode {
            1 | 5 => self.stroke,
            // White letters with a line of another colour around them are read by that line.
            2 | 6 if self.fill.transparent() || ink::alike(self.fill.colour, ink::PAPER) => {
                self.stroke
            }
            7 => return None,
            _ => self.fill,
        };
        (!ink.transparent() && !self.mask.hides()).then_some(ink)
    }

    pub fn new(page: &PageSource) -> Self {
        State {
            ctm: page.base,
            clip: Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height },
            clip_shape: None,
            letters: None,
            line_width: 1.0,
            stroke: Ink::default(),
            fill: Ink::default(),
            group_alpha: 1.0,
            group_mix: Mix::Over,
            blend: Mix::Over,
            mask: Masking::NONE,
            text: TextState::default(),
            font: None,
        }
    }
}
