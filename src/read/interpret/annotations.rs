//! Annotations of a page (ISO 32000-2, 12.5): their appearances, and the values of form fields that have none.

use super::ink::{Ink, Space};
use super::operators::Operand;
use super::resources::Frame;
use super::text::Pen;
use super::{Interpreter, State};
use crate::deadline;
use crate::model;
use crate::read::file::{Dict, File, Object, PageSource};
use crate::read::font::{Shape, is_blank};
use crate::read::matrix::Matrix;
use crate::read::strings::decode_text;
use crate::read::tokenize::{Lexer, Token};

/// Annotation flags (12.5.3).
const HIDDEN: i64 = 2;
const NO_VIEW: i64 = 32;
/// Fields inside fields that are asked for what a field inherits.
const MAX_PARENTS: usize = 64;
/// Characters of one value that are shown.
const MAX_VALUE: usize = 4096;
/// Sizes of a value whose field leaves the size to the viewer: by its height, within these points.
const AUTO_SIZE: (f64, f64) = (4.0, 12.0);

impl<'d> Interpreter<'d, '_> {
    /// The page's annotations, those that a reader shows.
    pub(in crate::read) fn annotations(&mut self, page: &PageSource<'d>) {
        for annotation in self.file.array(page.dict, b"Annots").unwrap_or_default() {
            deadline::tick();
            let Some(dict) = self.file.resolve(annotation).and_then(Object::as_dict) else {
                continue;
            };
            let flags = self.file.number(dict, b"F").unwrap_or(0.0) as i64;
            let off = dict.get(b"OC").is_some_and(|group| self.file.switched_off(group));
            let Some(rect) = self.file.numbers(dict, b"Rect") else { continue };
            if flags & (HIDDEN | NO_VIEW) != 0 || off || dict.is(b"Subtype", b"Popup") {
                continue;
            }
            self.saved.clear();
            match self.appearance(dict) {
                Some(Object::Stream(look)) => {
                    let Some(fit) = fit(self.file, &look.dict, &rect) else { continue };
                    self.state = State { ctm: fit.then(&page.base), ..State::new(page) };
                    self.form(look, &Frame::new(page.resources, 0));
                }
                _ => {
                    self.draw(dict, &rect, page);
                    self.value(dict, &rect, page);
                }
            }
        }
    }

    /// The normal appearance, in the state that the annotation is in (12.5.5).
    fn appearance(&self, dict: &'d Dict) -> Option<&'d Object> {
        match self.file.get(self.file.dict(dict, b"AP")?, b"N")? {
            Object::Dict(states) => self.file.get(states, self.file.name(dict, b"AS")?),
            other => Some(other),
        }
    }

    /// The value of a text or choice field without an appearance (12.7.4.3), which viewers set themselves; likewise
    /// the text of a FreeText annotation.
    fn value(&mut self, dict: &'d Dict, rect: &[f64], page: &PageSource<'d>) {
        let free = dict.is(b"Subtype", b"FreeText");
        let key: &[u8] = if free { b"Contents" } else { b"V" };
        let kind = self.inherited(dict, b"FT");
        let is_field = matches!(kind, Some(Object::Name(kind)) if matches!(&**kind, b"Tx" | b"Ch"));
        let Some(text) = self.inherited(dict, key).and_then(Object::as_text) else { return };
        let &[ax, ay, bx, by] = rect else { return };
        let (x0, x1, y0, y1) = (ax.min(bx), ax.max(bx), ay.min(by), ay.max(by));
        // A field without room shows nothing.
        if !free && !is_field || (x1 - x0).min(y1 - y0) < 1.0 {
            return;
        }
        let text = decode_text(text);
        let text = self.file.work.first(MAX_VALUE, "max_field_length", text.chars());
        let text: String = text.collect();
        let lines: Vec<&str> = text.split(['\r', '\n']).filter(|line| !line.is_empty()).collect();
        let look = self.look(dict, (y1 - y0) / lines.len().max(1) as f64);
        let side = self.inherited(dict, b"Q").and_then(Object::as_number).unwrap_or(0.0) as i64;
        self.state = State::new(page);
        let step = (y1 - y0) / lines.len().max(1) as f64;
        for (line, number) in lines.iter().zip(1u32..) {
            let room = x1 - x0 - 2.0 * PADDING - look.size * line.chars().map(width).sum::<f64>();
            let from = x0 + PADDING + room.max(0.0) * side.clamp(0, 2) as f64 / 2.0;
            let baseline = y1 - step * (f64::from(number) - 0.5) - 0.35 * look.size;
            self.set(line, look, Matrix::IDENTITY.shifted(from, baseline).then(&page.base));
        }
    }

    /// One line of a value, from the origin of `matrix` on.
    fn set(&mut self, line: &str, look: Look, matrix: Matrix) {
        const FIELD: &str = "form field";
        if self.page_fonts.list.last().is_none_or(|font| font.name != FIELD) {
            self.page_fonts.list.push(model::Font { name: FIELD.to_owned() });
        }
        let font = self.page_fonts.list.len().min(usize::from(u16::MAX)) as u16 - 1;
        let pen = Pen::upright(matrix, look.size, font, look.ink);
        let mut along = 0.0;
        for c in line.chars() {
            if !is_blank(c) {
                pen.put(self, &Shape::of(c, width(c)), along, c);
            }
            along += width(c) * look.size;
        }
    }

    /// /DA of a field, a piece of content: size and colour of its text.
    fn look(&self, dict: &'d Dict, height: f64) -> Look {
        let form = self.file.catalog().and_then(|root| self.file.dict(root, b"AcroForm"));
        let default = form.and_then(|form| self.file.get(form, b"DA"));
        let content = self.inherited(dict, b"DA").or(default).and_then(Object::as_text);
        let mut look = Look { size: 0.0, ink: Ink::default() };
        let mut lexer = Lexer::new(content.unwrap_or_default());
        let (mut ignored, mut operands) = (Vec::new(), Vec::new());
        while let Some(token) = lexer.next(&mut ignored) {
            match token {
                Token::Number(number) if operands.len() < 4 => {
                    operands.push(Operand::Number(number));
                    continue;
                }
                Token::Word(b"Tf") => {
                    if let Some(Operand::Number(size)) = operands.last() {
                        look.size = size.abs();
                    }
                }
                Token::Word(b"g") => look.ink.set(Space::Gray, &operands),
                Token::Word(b"rg") => look.ink.set(Space::Rgb, &operands),
                Token::Word(b"k") => look.ink.set(Space::Cmyk, &operands),
                _ => {}
            }
            operands.clear();
        }
        if look.size == 0.0 {
            look.size = (0.7 * height).clamp(AUTO_SIZE.0, AUTO_SIZE.1);
        }
        look
    }

    /// An entry of a field, or of the nearest field above it that has it (12.7.4.1).
    fn inherited(&self, dict: &'d Dict, key: &[u8]) -> Option<&'d Object> {
        let above = std::iter::successors(Some(dict), |field| self.file.dict(field, b"Parent"));
        let mut above = self.file.work.first(MAX_PARENTS, "max_field_depth", above);
        above.find_map(|field| self.file.get(field, key))
    }
}

/// Points between a field's border and its text.
const PADDING: f64 = 2.0;

/// How a field's text is set.
#[derive(Clone, Copy)]
struct Look {
    size: f64,
    ink: Ink,
}

/// Advance of a character in ems, as text fonts have it: nobody says which font a viewer takes.
fn width(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// The matrix that puts an appearance's box into its annotation's rectangle (12.5.5, algorithm 8).
fn fit(file: &File, look: &Dict, rect: &[f64]) -> Option<Matrix> {
    let [x0, y0, x1, y1] = *<&[f64; 4]>::try_from(rect).ok()?;
    let [a, b, c, d] = <[f64; 4]>::try_from(file.numbers(look, b"BBox")?).ok()?;
    let shown = file.matrix(look, b"Matrix").unwrap_or(Matrix::IDENTITY).apply_box(a, b, c, d);
    let scale = |to: f64, from: f64| if from.abs() < 1e-9 { 1.0 } else { to.abs() / from };
    let (sx, sy) = (scale(x1 - x0, shown.width()), scale(y1 - y0, shown.height()));
    Some(Matrix::new(sx, 0.0, 0.0, sy, x0.min(x1) - shown.x0 * sx, y0.min(y1) - shown.y0 * sy))
}
