//! Shown strings → glyphs on the displayed page (ISO 32000-2, 9.3 and 9.4).

use super::Interpreter;
use super::ink::{Ink, Mix};
use crate::deadline;
use crate::model::{Direction, Glyph};
use crate::read::font::{Shape, Text, is_blank};
use crate::read::marks::is_read_in_part;
use crate::read::matrix::{Area, Matrix};

/// Text state (ISO 32000-2, 9.3), saved by `q`.
#[derive(Debug, Clone)]
pub(in crate::read) struct TextState {
    pub char_space: f64,
    pub word_space: f64,
    pub scale: f64,
    pub leading: f64,
    pub rise: f64,
    pub size: f64,
    pub mode: u8,
}

impl Default for TextState {
    fn default() -> Self {
        TextState {
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            size: 0.0,
            mode: 0,
        }
    }
}

/// Text matrix and line matrix (9.4.1), which belong to the text object and are not saved.
#[derive(Debug)]
pub(in crate::read) struct Cursor {
    matrix: Matrix,
    line: Matrix,
}

impl Cursor {
    pub fn new() -> Self {
        Cursor { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }

    pub fn set(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    pub fn next_line(&mut self, x: f64, y: f64) {
        self.set(self.line.shifted(x, y));
    }

    /// A number in a `TJ` array: thousandths of the size, backwards.
    pub fn adjust(&mut self, amount: f64, text: &TextState, vertical: bool) {
        let by = -amount / 1000.0 * text.size;
        self.advance(if vertical { by } else { by * text.scale }, vertical);
    }

    fn advance(&mut self, by: f64, vertical: bool) {
        self.matrix =
            if vertical { self.matrix.shifted(0.0, by) } else { self.matrix.shifted(by, 0.0) };
    }
}

/// Shows one string.
pub(in crate::read) fn show(page: &mut Interpreter, mut bytes: &[u8]) {
    let Some((font, index)) = page.state.font.clone() else { return };
    let text = &page.state.text;
    let (size, scale, rise) = (text.size, text.scale, text.rise);
    let matrix = page.cursor.matrix.then(&page.state.ctm);
    let pen = Pen {
        matrix,
        way: Way::of(&matrix, size, font.vertical),
        size,
        scale,
        rise,
        shown: (matrix.c * matrix.c + matrix.d * matrix.d).sqrt() * size.abs(),
        ascent: font.ascent,
        descent: font.descent,
        vertical: font.vertical,
        font: index,
        invisible: text.mode == 3,
        outlined: matches!(text.mode, 1 | 5),
        clips: (4..8).contains(&text.mode),
        unclear: page.state.mix() == Mix::Unclear,
        ink: page.state.text_ink(),
    };
    let (char_space, word_space) = (text.char_space, text.word_space);
    let mut along = 0.0;
    while !bytes.is_empty() {
        deadline::tick();
        let (code, len) = font.next_code(bytes);
        bytes = bytes.get(len..).unwrap_or_default();
        let shape = font.shape(code, len);
        if font.gbk && len == 2 {
            page.told.assumed_gbk.insert(index);
        }
        let spacing = if len == 1 && code == 32 { char_space + word_space } else { char_space };
        match shape.text {
            Text::Char(c) if is_blank(c) => {}
            // A soft hyphen that is painted is a hyphen.
            Text::Char('\u{AD}') => pen.put(page, &shape, along, '-'),
            Text::Char(c) => pen.put(page, &shape, along, c),
            // Nobody sees it: the text of an image, or none.
            Text::Bare(c) => Pen { invisible: true, ..pen }.put(page, &shape, along, c),
            Text::Unknown => {
                // Nothing may be invented, and nothing may silently be missing: U+FFFD holds the place.
                if shape.width != 0.0 && pen.put_unknown(page, &shape, along) {
                    *page.told.unknown.entry(index).or_default() += 1;
                    if font.is_misnamed() {
                        page.told.misnamed.insert(index);
                    }
                }
            }
            Text::Several(which) => {
                for c in font.several(which).chars().filter(|c| !is_blank(*c)) {
                    pen.put(page, &shape, along, c);
                }
            }
        }
        along += match font.vertical {
            true => shape.vertical.2 * size + spacing,
            false => (shape.width * size + spacing) * scale,
        };
    }
    page.cursor.advance(along, font.vertical);
}

/// Which way a line runs.
#[derive(Clone, Copy)]
struct Way {
    /// Along the page, not across.
    along_page: bool,
    direction: Direction,
    /// How far it rises for each unit of its length.
    rise: f64,
}

impl Way {
    fn of(m: &Matrix, size: f64, vertical: bool) -> Way {
        // The line runs along x of the matrix, or down y when set vertically.
        let (dx, dy) = if vertical { (-m.c, -m.d) } else { (m.a * size, m.b * size) };
        let along_page = dx.abs() >= dy.abs();
        let direction = match (along_page, if along_page { dx > 0.0 } else { dy > 0.0 }) {
            (true, true) => Direction::Right,
            (true, false) => Direction::Left,
            (false, true) => Direction::Down,
            (false, false) => Direction::Up,
        };
        Way { along_page, direction, rise: if along_page { dy / dx } else { -dx / dy } }
    }
}

/// Where and how large the glyphs of one string stand.
pub(super) struct Pen {
    matrix: Matrix,
    way: Way,
    size: f64,
    scale: f64,
    rise: f64,
    /// The effective size.
    shown: f64,
    ascent: f64,
    descent: f64,
    vertical: bool,
    font: u16,
    invisible: bool,
    outlined: bool,
    /// It clips what is painted after it.
    clips: bool,
    /// Whether it is seen cannot be told.
    unclear: bool,
    /// `None`: it paints nothing.
    ink: Option<Ink>,
}

impl Pen {
    /// For text that no content stream sets: level in the space of `matrix`, from its origin on.
    pub fn upright(matrix: Matrix, size: f64, font: u16, ink: Ink) -> Pen {
        let shown = (matrix.c * matrix.c + matrix.d * matrix.d).sqrt() * size;
        Pen {
            matrix,
            way: Way::of(&matrix, size, false),
            size,
            scale: 1.0,
            rise: 0.0,
            shown,
            ascent: 0.88,
            descent: -0.12,
            vertical: false,
            font,
            invisible: false,
            outlined: false,
            clips: false,
            unclear: false,
            ink: Some(ink),
        }
    }

    pub fn put(&self, page: &mut Interpreter, shape: &Shape, along: f64, c: char) {
        let m = &self.matrix;
        // Origin of the glyph's horizontal box.
        let (x, y) = match self.vertical {
            true => (
                -shape.vertical.0 * self.size * self.scale,
                along - shape.vertical.1 * self.size + self.rise,
            ),
            false => (along, self.rise),
        };
        let width = shape.width * self.size * self.scale;
        let (top, bottom) = (y + self.ascent * self.size, y + self.descent * self.size);
        let upright = m.b == 0.0 && m.c == 0.0 && m.a > 0.0 && m.d < 0.0;
        let area = if upright {
            let (x0, x1) = (m.a * x + m.e, m.a * (x + width) + m.e);
            let (y0, y1) = (m.d * top + m.f, m.d * bottom + m.f);
            Area { x0: x0.min(x1), x1: x0.max(x1), y0: y0.min(y1), y1: y0.max(y1) }
        } else {
            m.apply_box(x, bottom, x + width, top)
        };
        if page.marked.hides() {
            return;
        }
        if page.glyphs.len() + page.unpainted.len() >= page.settings.max_glyphs {
            return page.limit("max_glyphs");
        }
        let Way { along_page, direction, rise } = self.way;
        let (ox, oy) = if self.vertical { m.apply(0.0, along) } else { m.apply(x, y) };
        let mut glyph = Glyph {
            ch: c,
            rect: area.rect(),
            baseline: if along_page { oy as f32 } else { ox as f32 },
            size: self.shown as f32,
            font: self.font,
            invisible: self.invisible,
            direction,
            colour: self.ink.and_then(|ink| ink.colour),
            artifact: page.marked.is_artifact(),
            slanted: page.slant.add(rise, self.invisible),
            outlined: self.outlined,
            struck: false,
        };
        let clip = &page.state.clip;
        let inside = clip.contains(area.x0, area.y0) && clip.contains(area.x1, area.y1);
        // Text that only clips is not seen wherever it stands.
        let only_clips = self.ink.is_none() && !self.invisible && self.clips;
        let whole = only_clips || inside && page.state.clip_shape.is_none();
        if !(whole || page.clip(&mut glyph, &area)) {
            return;
        }
        if self.unclear && is_read_in_part(glyph.ch) {
            glyph.ch = char::REPLACEMENT_CHARACTER;
            page.told.unclear += 1;
        }
        if !glyph.slanted && !self.vertical {
            page.ways[direction as usize] += 1;
        }
        let painted = self.ink.is_some() || self.invisible;
        if !painted && !self.clips {
            page.miss(&glyph);
        }
        if self.clips {
            page.clip_by((!painted).then_some(page.unpainted.len() as u32), &area);
        }
        if painted { &mut page.glyphs } else { &mut page.unpainted }.push(glyph);
    }

    fn put_unknown(&self, page: &mut Interpreter, shape: &Shape, along: f64) -> bool {
        let before = page.glyphs.len();
        self.put(page, shape, along, char::REPLACEMENT_CHARACTER);
        page.glyphs.len() > before
    }
}
