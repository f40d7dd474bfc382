//! Ink: the colours and transparency that a content stream paints with (ISO 32000-2, 8.6 and 11).

use super::operators::Operand;
use crate::model::Colour;
use std::sync::LazyLock;

/// Ink with less than this share of opacity leaves nothing to see.
pub(in crate::read) const TRANSPARENT: f64 = 0.08;
/// Ink with this share of opacity or more lets nothing through.
const OPAQUE: f64 = 0.95;
/// Two colours of less contrast (the ratio of their luminances, as WCAG 2 defines it) are one to the eye, unless a part
/// of one differs from the other's by [`HUE`].
const CONTRAST: f64 = 1.12;
const HUE: u8 = 48;

/// White paper: what a page is painted on.
pub(in crate::read) const PAPER: Colour = Some([255; 3]);

/// How a paint meets what lies below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::read) enum Mix {
    /// It lies over it.
    #[default]
    Over,
    /// Its colour is multiplied with the one below (11.3.5.2).
    Multiply,
    /// Of each part of the two colours the darker one is left.
    Darken,
    /// Mixed in another way, which leaves what is below visible.
    Blend,
    /// Nobody knows where it paints: a pattern, a soft mask.
    Unclear,
}

/// What a soft mask does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Masking {
    /// It lets this share of all paint through, 0 to 1.
    Lets(f64),
    /// Who knows.
    Unclear,
}

impl Masking {
    /// All is seen.
    pub const NONE: Masking = Masking::Lets(1.0);

    /// The share of paint that it surely lets through, or all where nobody knows.
    pub fn share(self) -> f64 {
        if let Masking::Lets(share) = self { share } else { 1.0 }
    }

    /// Nothing is seen.
    pub fn hides(self) -> bool {
        self.share() < TRANSPARENT
    }
}

/// One layer of paint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct Coat {
    pub colour: Colour,
    pub alpha: f32,
    pub mix: Mix,
}

impl Coat {
    /// Nothing below it can be seen.
    pub fn is_opaque(&self) -> bool {
        f64::from(self.alpha) >= OPAQUE && self.mix == Mix::Over
    }

    /// The coat of an image where it shows this colour and opacity.
    pub fn showing(&self, (colour, alpha): (Colour, f32)) -> Coat {
        Coat { colour, alpha: self.alpha * alpha, mix: self.mix }
    }

    /// What a colour looks like below this coat.
    pub fn over(&self, below: Colour) -> Colour {
        match self.mix {
            Mix::Over if self.is_opaque() => self.colour,
            Mix::Over => mixed(below, self.colour, f64::from(self.alpha)),
            Mix::Multiply => self.blended(below, |a, b| (u16::from(a) * u16::from(b) / 255) as u8),
            Mix::Darken => self.blended(below, u8::min),
            Mix::Blend | Mix::Unclear => None,
        }
    }

    /// Its colour blended with the one below, part by part, as far as it is opaque.
    fn blended(&self, below: Colour, blend: impl Fn(u8, u8) -> u8) -> Colour {
        let (a, b) = below.zip(self.colour)?;
        let both = std::array::from_fn(|part| blend(a[part], b[part]));
        mixed(below, Some(both), f64::from(self.alpha))
    }
}

/// How light a colour is as a soft mask, 0 to 1.
pub(super) fn colour_share([r, g, b]: [u8; 3]) -> f64 {
    (0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b)) / 255.0
}

fn mixed(below: Colour, above: Colour, alpha: f64) -> Colour {
    let (a, b) = below.zip(above)?;
    let share = |(a, b): (u8, u8)| (f64::from(a) * (1.0 - alpha) + f64::from(b) * alpha).round();
    Some([(a[0], b[0]), (a[1], b[1]), (a[2], b[2])].map(|pair| share(pair) as u8))
}

/// What a colour's numbers mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::read) enum Space {
    /// Shades from black to white.
    #[default]
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black.
    Cmyk,
    /// Lightness and two axes of colour (CIE L*a*b*).
    Lab,
    /// Spot colours (Separation, DeviceN): what they look like is not worked out, but for no ink at all.
    Spot,
    /// Patterns, which may leave what is below them visible.
    Pattern,
    /// Numbers of a palette: which of the page's tables of colours.
    Palette(u16),
    /// Tints of a spot colour, likewise.
    Tint(u16),
    /// What is not known.
    Other,
}

impl Space {
    /// That space with the page's table of this number.
    pub fn numbered(self, table: usize) -> Space {
        if self == Space::Spot { Space::Tint(table as u16) } else { Space::Palette(table as u16) }
    }

    /// How many numbers a colour has.
    pub fn parts(self) -> Option<usize> {
        match self {
            Space::Gray => Some(1),
            Space::Rgb | Space::Lab => Some(3),
            Space::Cmyk => Some(4),
            _ => None,
        }
    }
}

/// One of the two inks of a graphics state: for strokes, for fills.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    space: Space,
    pub colour: Colour,
    /// It is a pattern that leaves nothing out.
    solid: bool,
    /// Opacity, that of the transparency groups around it included: 0 to 1.
    alpha: f64,
}

impl Default for Ink {
    fn default() -> Self {
        Ink { space: Space::Gray, colour: Some([0; 3]), solid: false, alpha: 1.0 }
    }
}

impl Ink {
    /// `cs`, `CS`: another space, and its initial colour, which is black.
    pub fn set_space(&mut self, space: Space) {
        (self.space, self.solid) = (space, false);
        self.colour = space.parts().map(|_| [0; 3]);
    }

    /// It may leave what is below it visible, however opaque it is.
    pub fn is_pattern(&self) -> bool {
        self.space == Space::Pattern && !self.solid
    }

    /// A pattern, and its colour where it fills everything.
    pub fn set_pattern(&mut self, solid: Option<Colour>) {
        (self.solid, self.colour) = (solid.is_some(), solid.flatten());
    }

    pub fn space(&self) -> Space {
        self.space
    }

    /// `sc`, `scn` and their like: the colour of these numbers in the ink's space.
    pub fn set_colour(&mut self, operands: &[Operand]) {
        self.colour = numbers_to_colour(self.space, operands);
    }

    /// `g`, `rg`, `k`: space and colour in one.
    pub fn set(&mut self, space: Space, operands: &[Operand]) {
        self.space = space;
        self.set_colour(operands);
    }

    /// A graphics state's opacity inside a transparency group of opacity `group`.
    pub fn set_alpha(&mut self, alpha: f64, group: f64) {
        self.alpha = alpha.clamp(0.0, 1.0) * group;
    }

    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    pub fn transparent(&self) -> bool {
        self.alpha < TRANSPARENT
    }

    /// The layer that it paints, where the state says how it is mixed.
    pub fn coat(&self, mix: Mix) -> Coat {
        let mix = if self.is_pattern() { Mix::Unclear } else { mix };
        Coat { colour: self.colour, alpha: self.alpha as f32, mix }
    }
}

fn numbers_to_colour(space: Space, operands: &[Operand]) -> Colour {
    let zero = |operand: &Operand| matches!(operand, Operand::Number(tint) if *tint <= 0.0);
    if space == Space::Spot {
        return PAPER.filter(|_| !operands.is_empty() && operands.iter().all(zero));
    }
    let wanted = space.parts()?;
    let mut numbers = [0.0; 4];
    let last = operands.get(operands.len().checked_sub(wanted)?..)?;
    for (number, operand) in numbers.iter_mut().zip(last) {
        let Operand::Number(value) = operand else { return None };
        *number = *value;
    }
    colour(space, &numbers[..wanted])
}

/// The colour of these numbers.
pub(super) fn colour(space: Space, numbers: &[f64]) -> Colour {
    let scale = if space == Space::Lab { 100.0 } else { 1.0 };
    let mut parts = [0.0f64; 4];
    if numbers.len() != space.parts()? {
        return None;
    }
    for (part, value) in parts.iter_mut().zip(numbers) {
        *part = (value / scale).clamp(-1.0, 1.0);
    }
    let byte = |share: f64| (share.clamp(0.0, 1.0) * 255.0).round() as u8;
    let [a, b, c, k] = parts;
    if space == Space::Lab && b.abs().max(c.abs()) > 0.05 {
        return None;
    }
    Some(match space {
        Space::Gray | Space::Lab => [byte(a); 3],
        Space::Rgb => [byte(a), byte(b), byte(c)],
        _ => [a, b, c].map(|ink| byte((1.0 - ink) * (1.0 - k))),
    })
}

/// Does nobody see the one on the other?
pub(in crate::read) fn alike(a: Colour, b: Colour) -> bool {
    let Some((a, b)) = a.zip(b) else { return false };
    if a == b {
        return true;
    }
    if a.iter().zip(b).any(|(a, b)| a.abs_diff(b) >= HUE) {
        return false;
    }
    let (x, y) = (luminance(a) + 0.05, luminance(b) + 0.05);
    x.max(y) / x.min(y) < CONTRAST
}

/// Relative luminance (WCAG 2), 0 to 1.
pub(super) fn luminance(colour: [u8; 3]) -> f64 {
    static LINEAR: LazyLock<[f64; 256]> =
        LazyLock::new(|| std::array::from_fn(|part| (part as f64 / 255.0).powf(2.2)));
    let linear = |part: u8| LINEAR[usize::from(part)];
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(space: Space, numbers: &[f64]) -> Colour {
        let operands: Vec<Operand> = numbers.iter().map(|n| Operand::Number(*n)).collect();
        numbers_to_colour(space, &operands)
    }

    #[test]
    fn numbers_of_each_space() {
        assert_eq!(colour(Space::Gray, &[1.0]), PAPER);
        assert_eq!(colour(Space::Rgb, &[1.0, 0.0, 0.2]), Some([255, 0, 51]));
        assert_eq!(colour(Space::Cmyk, &[0.0, 0.0, 0.0, 0.0]), PAPER);
        assert_eq!(colour(Space::Cmyk, &[0.0, 1.0, 1.0, 0.0]), Some([255, 0, 0]));
        assert_eq!(colour(Space::Other, &[1.0]), None);
        assert_eq!((colour(Space::Spot, &[0.0]), colour(Space::Spot, &[0.4])), (PAPER, None));
        assert_eq!(
            (colour(Space::Lab, &[100.0, 0.0, 0.0]), colour(Space::Lab, &[50.0, 60.0, 0.0])),
            (PAPER, None)
        );
        assert_eq!(colour(Space::Rgb, &[1.0]), None);
    }

    #[test]
    fn near_white_on_white_is_alike_and_grey_is_not() {
        assert!(alike(PAPER, Some([252, 255, 250])) && alike(PAPER, Some([246; 3])));
        assert!(alike(Some([245, 240, 220]), Some([238, 232, 212])));
        assert!(!alike(PAPER, Some([220, 220, 220])));
        assert!(!alike(PAPER, None));
    }
}
