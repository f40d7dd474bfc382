//! The graphics state (ISO 32000-2, 8.4), as far as it says what is seen and where.

use super::FontUse;
use super::ink::{self, Ink};
use super::text::TextState;
use crate::read::file::PageSource;
use crate::read::matrix::{Area, Matrix};

/// What `q` saves.
#[derive(Clone)]
pub(super) struct State<'d> {
    pub ctm: Matrix,
    pub clip: Area,
    /// The clip is the box in `clip`; else it is a shape inside that box, or letters.
    pub clip_is_box: bool,
    pub line_width: f64,
    pub stroke: Ink,
    pub fill: Ink,
    /// Opacity of the transparency groups around (11.4), and whether one of them is mixed with what lies below.
    pub group_alpha: f64,
    pub group_mixed: bool,
    /// Paint is mixed with what lies below it (11.3.5).
    pub blended: bool,
    /// A soft mask says where paint is seen (11.5).
    pub masked: bool,
    pub text: TextState,
    pub font: Option<FontUse<'d>>,
}

impl State<'_> {
    /// What is filled hides what lies below it.
    pub fn hides(&self) -> bool {
        !self.mixed() && self.clip_is_box && self.fill.opaque() && !self.fill.is_pattern()
    }

    /// A transparency group is painted as a whole with the opacity that was set outside it (11.4.5).
    pub fn enter_group(&mut self) {
        self.group_mixed = self.mixed();
        self.group_alpha = self.fill.alpha();
        self.stroke.set_alpha(1.0, self.group_alpha);
        (self.blended, self.masked) = (false, false);
    }

    pub fn mixed(&self) -> bool {
        self.blended || self.masked || self.group_mixed
    }

    /// Nothing can be seen of what is painted.
    pub fn transparent(&self, stroke: bool, fill: bool) -> bool {
        (!stroke || self.stroke.transparent()) && (!fill || self.fill.transparent())
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
        (!ink.transparent()).then_some(ink)
    }

    pub fn new(page: &PageSource) -> Self {
        State {
            ctm: page.base,
            clip: Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height },
            clip_is_box: true,
            line_width: 1.0,
            stroke: Ink::default(),
            fill: Ink::default(),
            group_alpha: 1.0,
            group_mixed: false,
            blended: false,
            masked: false,
            text: TextState::default(),
            font: None,
        }
    }
}
