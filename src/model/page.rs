//! What `read` gives: pages of positioned characters and ruling lines.

use super::{Axis, Rect};

/// One visible character, as decoded from its font (ISO 32000-2, 9.10); not normalized.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// The line does not run left to right on the displayed page (rotated or vertical text).
    pub turned: bool,
    /// The line runs neither along nor across the page: a watermark. On the page, and in no line or cell of it.
    pub slanted: bool,
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

/// One page as displayed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    /// Displayed width in points.
    pub width: f32,
    /// Displayed height in points.
    pub height: f32,
    /// Visible characters in content order, spaces left out.
    pub glyphs: Vec<Glyph>,
    /// Ruling lines.
    pub rulings: Vec<Ruling>,
    /// Fonts used on the page.
    pub fonts: Vec<Font>,
    /// Number of images painted: a page of images only is a scan.
    pub images: u32,
}
