//! What `read` gives: pages of positioned characters and ruling lines.

use super::{Axis, Direction, Rect, Turn};

/// A colour as it is painted: red, green and blue; `None` where the file leaves it to a device or a pattern.
pub type Colour = Option<[u8; 3]>;

/// One visible character, as decoded from its font (ISO 32000-2, 9.10); not normalized.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Glyph {
    /// The character. A glyph that stands for several (a ligature) gives several `Glyph`s that share its box.
    pub ch: char,
    /// Advance box: the advance width along the line, font ascent to descent (at least nominal) across it.
    pub rect: Rect,
    /// Where the baseline runs: y for upright text, x for text turned by a quarter or set vertically.
    pub baseline: f32,
    /// Effective font size in points.
    pub size: f32,
    /// Index into [`Page::fonts`].
    pub font: u16,
    /// Painted by text rendering mode 3 (an OCR layer): not seen, but text.
    pub invisible: bool,
    /// Which way its line runs.
    pub direction: Direction,
    /// What it is painted in; of text that is filled and stroked, what can be seen.
    pub colour: Colour,
    /// Page furniture by its own mark (ISO 32000-2, 14.8.2.2: an artifact of pagination, background or watermark). On
    /// the page, and in no line or cell of it.
    pub artifact: bool,
    /// The line runs neither along nor across the page: a watermark. On the page, and in no line or cell of it.
    pub slanted: bool,
    /// Only the lines around it are painted.
    pub outlined: bool,
    /// A line is drawn through the word that it is of. On the page, and in no line or cell of it.
    pub struck: bool,
}

impl Glyph {
    /// The line does not run left to right on the displayed page (rotated or vertical text).
    pub fn turned(&self) -> bool {
        self.direction != Direction::Right
    }

    /// It is on the page, but no part of what the page says: a slanted watermark, page furniture, a struck word.
    pub fn aside(&self) -> bool {
        self.slanted || self.artifact || self.struck
    }
}

/// A font that a page shows text in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font {
    /// /BaseFont without the subset tag.
    pub name: String,
}

/// A straight ruling line, clean: strokes, thin filled rectangles and doubled lines merged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Direction.
    pub axis: Axis,
    /// y of a horizontal, x of a vertical line.
    pub at: f32,
    /// Start along the axis, `from <= to`.
    pub from: f32,
    /// End along the axis.
    pub to: f32,
    /// Thickness in points.
    pub width: f32,
}

/// Fewer characters than this on a page are a scanner's mark, a page number or a running head, not its text.
pub const TEXT_OF_A_PAGE: usize = 40;

/// One page as displayed, or as a reader turns it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    /// Displayed width in points; where the page is turned, that of the turned page.
    pub width: f32,
    /// Height, likewise.
    pub height: f32,
    /// The page was turned until its text is upright: its coordinates are those of the turned page.
    pub turn: Option<Turn>,
    /// Visible characters in content order, spaces left out.
    pub glyphs: Vec<Glyph>,
    /// Ruling lines.
    pub rulings: Vec<Ruling>,
    /// Boxes of short lines that run neither along nor across the page, and of images as flat as a line.
    pub strokes: Vec<Rect>,
    /// Fonts used on the page.
    pub fonts: Vec<Font>,
    /// Number of images painted: a page of images only is a scan.
    pub images: u32,
    /// The share of the page that images of more than one colour cover; asked only of a page without text.
    pub pictured: f32,
    /// Boxes of the images that could be the figure of a cell, and of shapes that could be its digits, drawn as outlines:
    /// what they show is not read.
    pub pictures: Vec<Rect>,
    /// Characters that the file has and nobody sees: covered, in the colour below them, transparent, invisible without
    /// an image that they are the text of. In content order, and in no other place.
    pub unpainted: Vec<Glyph>,
}
