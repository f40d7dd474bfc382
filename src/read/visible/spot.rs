//! What is seen at one point of a character's ink.

use crate::model::Colour;
use crate::read::interpret::{Coat, Mix, PAPER, TRANSPARENT, Within, alike};

#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// What the character stands on, and what is seen of it, under all that is painted later.
    ground: Colour,
    text: Colour,
    /// How much of what is below later paint gets through.
    left: f32,
    /// Paint that nobody knows lies over it.
    unclear: bool,
}

impl Spot {
    pub fn bare() -> Self {
        Spot { ground: PAPER, text: None, left: 1.0, unclear: false }
    }

    /// Paint below the character.
    pub fn lay(&mut self, coat: &Coat, within: Within) {
        self.ground = if within == Within::Yes { coat.over(self.ground) } else { None };
    }

    /// The character itself.
    pub fn print(&mut self, colour: Colour) {
        self.text = colour;
    }

    /// Paint over it.
    pub fn cover(&mut self, coat: &Coat, within: Within) {
        if within == Within::Unclear {
            self.unclear = true;
            return;
        }
        match coat.mix {
            Mix::Over if coat.is_opaque() => (self.left, self.unclear) = (0.0, false),
            Mix::Over => {
                self.left *= 1.0 - coat.alpha;
                (self.ground, self.text) = (coat.over(self.ground), coat.over(self.text));
            }
            Mix::Multiply | Mix::Darken if coat.colour.is_some() => {
                (self.ground, self.text) = (coat.over(self.ground), coat.over(self.text));
            }
            Mix::Multiply | Mix::Darken | Mix::Blend => {}
            Mix::Unclear => self.unclear = true,
        }
    }

    /// Is the character hidden here? `None`: it cannot be told.
    pub fn hides(&self) -> Option<bool> {
        let hidden = f64::from(self.left) < TRANSPARENT || alike(self.ground, self.text);
        if self.unclear && !hidden { None } else { Some(hidden) }
    }
}
