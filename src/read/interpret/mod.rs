//! Runs content streams (ISO 32000-2, 8 and 9): graphics state, paths, forms and text.

mod annotations;
mod drawn;
mod fonts;
mod function;
mod ink;
mod letters;
mod marked;
mod operators;
mod paint;
mod path;
mod paths;
mod pictures;
mod raster;
mod region;
mod resources;
mod slant;
mod spaces;
mod state;
mod text;
mod uniform;

use super::file::{File, PageSource};
use super::matrix::{Area, Matrix};
use super::settings::Settings;
use super::tokenize::{Lexer, Token};
use super::turn::Ways;
use crate::deadline;
use crate::model::Glyph;
pub(super) use fonts::Fonts;
use fonts::{FontKey, FontUse, PageFonts};
use hashbrown::HashMap;
use ink::Space;
pub(super) use ink::{Coat, Mix, PAPER, TRANSPARENT, alike};
use marked::{Marked, Sequence};
use operators::{Op, Operand, matrix, number, numbers, operator};
use paint::Canvas;
#[cfg(test)]
pub(super) use paint::Shown;
pub(super) use paint::{Cover, Image};
use path::Path;
#[cfg(test)]
pub(super) use region::Shape;
pub(super) use region::{Region, Rule, Within};
use resources::Frame;
use slant::Slant;
use spaces::Table;
use state::State;
use std::collections::BTreeSet;
use text::Cursor;
use uniform::Colours;

/// One page being read.
pub(super) struct Interpreter<'d, 'a> {
    pub file: &'d File<'d>,
    pub settings: &'a Settings,
    fonts: &'a mut Fonts<'d>,
    page: &'a PageSource<'d>,
    state: State<'d>,
    pub cursor: Cursor,
    saved: Vec<State<'d>>,
    path: Path,
    pub canvas: Canvas<'d>,
    pub glyphs: Vec<Glyph>,
    /// Text that paints nothing: transparent, or used as a clip only.
    pub unpainted: Vec<Glyph>,
    /// Characters of figures that a clip hides, and how many were painted before.
    pub clipped: Vec<(usize, Glyph)>,
    /// The word that its cell cuts.
    pub cut: Option<letters::Cut>,
    /// Letters of this text object that will clip, and the box around them.
    letters: Option<(Vec<u32>, Area)>,
    /// Palettes and tints of named colour spaces, by the place of what says them.
    tables: Vec<(usize, Table)>,
    /// Streams painted aside, and what they paint.
    aside: Vec<(usize, Option<Colours>)>,
    /// Characters that run each way: see [`super::turn`].
    pub ways: Ways,
    /// How far lines rise, and which of them count as slanted.
    pub slant: Slant,
    pub page_fonts: PageFonts,
    pub marked: Marked,
    operators: usize,
    pub told: Told,
}

/// What is to be told of a page besides what is on it.
#[derive(Default)]
pub(super) struct Told {
    /// Limits that the page reached.
    pub limits: Vec<&'static str>,
    /// Codes without text: (font, count).
    pub unknown: HashMap<u16, u32>,
    /// Fonts whose digits do not look like what they are called.
    pub misnamed: BTreeSet<u16>,
    /// Fonts whose codes were taken for GBK.
    pub assumed_gbk: BTreeSet<u16>,
    /// Digits painted over others: see [`super::overprint`].
    pub overpainted: usize,
    /// Characters of figures of which nobody can tell what is seen, and digits below pictures that are not known: see
    /// [`super::visible`].
    pub unclear: usize,
    pub veiled: usize,
    /// Digits in tiles of patterns and in soft masks, where text is not read.
    pub aside: usize,
    /// Characters of words that are struck in part: see [`super::struck`].
    pub struck: usize,
}

impl<'d, 'a> Interpreter<'d, 'a> {
    /// `like`: how many glyphs are to be expected.
    pub fn new(
        file: &'d File<'d>,
        settings: &'a Settings,
        fonts: &'a mut Fonts<'d>,
        page: &'a PageSource<'d>,
        like: usize,
    ) -> Self {
        fonts.rasters.get_mut().next_page();
        Interpreter {
            file,
            settings,
            fonts,
            page,
            state: State::new(page),
            cursor: Cursor::new(),
            saved: Vec::new(),
            path: Path::default(),
            canvas: Canvas::default(),
            glyphs: Vec::with_capacity(like),
            unpainted: Vec::new(),
            clipped: Vec::new(),
            cut: None,
            letters: None,
            tables: Vec::new(),
            aside: Vec::new(),
            page_fonts: PageFonts::default(),
            marked: Marked::default(),
            operators: 0,
            ways: Ways::default(),
            slant: Slant::default(),
            told: Told::default(),
        }
    }

    pub fn page(&mut self, page: &PageSource<'d>) {
        let content = self.file.content(page.dict);
        self.run(&content, &Frame::new(page.resources, 0));
        self.marked.close_to(0, &mut self.glyphs, self.settings.max_glyphs);
        self.annotations(page);
        self.unpainted.retain(|glyph| glyph.ch != '\0');
        self.file.work.spend_operators(self.operators);
    }

    pub fn limit(&mut self, which: &'static str) {
        if !self.told.limits.contains(&which) {
            self.told.limits.push(which);
        }
    }

    fn run(&mut self, content: &[u8], frame: &Frame<'d>) {
        // The page's limit or what is left of the file's.
        let most = self.settings.max_operators.min(self.file.work.operators_left());
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Operand> = Vec::with_capacity(64);
        let mut text: Vec<u8> = Vec::with_capacity(256);
        while let Some(token) = lexer.next(&mut text) {
            let operand = match token {
                Token::Number(number) => Operand::Number(number),
                Token::Name(name) => Operand::Name(name),
                Token::Text { start, end } => Operand::Text(start, end),
                Token::Word(word) if !matches!(word, b"true" | b"false" | b"null") => {
                    deadline::tick();
                    self.operators += 1;
                    if self.operators > most {
                        let page = most == self.settings.max_operators;
                        return self.limit(if page {
                            "max_operators"
                        } else {
                            "max_total_operators"
                        });
                    }
                    match operator(word) {
                        Op::Inline => {
                            let see_through = lexer.skip_inline_image();
                            self.image(None, !see_through);
                        }
                        op => self.execute(op, &operands, &text, frame),
                    }
                    operands.clear();
                    text.clear();
                    continue;
                }
                _ => Operand::Other,
            };
            if operands.len() < self.settings.max_operands {
                operands.push(operand);
            } else {
                self.limit("max_operands");
            }
        }
    }

    fn execute(&mut self, op: Op, operands: &[Operand], bytes: &[u8], frame: &Frame<'d>) {
        let state = &mut self.state;
        if matches!(op, Op::Move | Op::Line | Op::Curve | Op::CurveV | Op::CurveY | Op::Rectangle)
            && self.path.len() > self.settings.max_path_points
        {
            return self.limit("max_path_points");
        }
        match op {
            Op::Save => {
                if self.saved.len() < self.settings.max_saved_states {
                    self.saved.push(self.state.clone());
                } else {
                    self.limit("max_saved_states");
                }
            }
            Op::Restore => {
                if let Some(saved) = self.saved.last_mut() {
                    std::mem::swap(&mut self.state, saved);
                    self.saved.pop();
                }
            }
            Op::Concat => {
                if let Some(matrix) = matrix(operands) {
                    state.ctm = matrix.then(&state.ctm);
                }
            }
            Op::Width => state.line_width = number(operands, 0).unwrap_or(1.0).abs(),
            Op::Move => {
                if let Some([x, y]) = numbers(operands) {
                    self.path.move_to(x, y, &state.ctm);
                }
            }
            Op::Line => {
                if let Some([x, y]) = numbers(operands) {
                    self.path.line_to(x, y, &state.ctm);
                }
            }
            Op::Curve | Op::CurveV | Op::CurveY => self.curve(op, operands),
            Op::Close => self.path.close(&state.ctm),
            Op::Rectangle => {
                if let Some([x, y, w, h]) = numbers(operands) {
                    self.path.rectangle(x, y, w, h, &state.ctm);
                }
            }
            Op::Stroke => self.paint(true, None),
            Op::CloseStroke => {
                self.path.close(&state.ctm);
                self.paint(true, None);
            }
            Op::Fill | Op::FillOld => self.paint(false, Some(Rule::Winding)),
            Op::FillEo => self.paint(false, Some(Rule::EvenOdd)),
            Op::Both => self.paint(true, Some(Rule::Winding)),
            Op::BothEo => self.paint(true, Some(Rule::EvenOdd)),
            Op::CloseBoth | Op::CloseBothEo => {
                self.path.close(&state.ctm);
                let even_odd = op == Op::CloseBothEo;
                self.paint(true, Some(if even_odd { Rule::EvenOdd } else { Rule::Winding }));
            }
            Op::EndPath => self.paint(false, None),
            Op::Clip => self.path.clips = Some(Rule::Winding),
            Op::ClipEo => self.path.clips = Some(Rule::EvenOdd),
            Op::StrokeGray => state.stroke.set(Space::Gray, operands),
            Op::StrokeRgb => state.stroke.set(Space::Rgb, operands),
            Op::StrokeCmyk => state.stroke.set(Space::Cmyk, operands),
            Op::StrokeColor | Op::StrokeColorN => self.set_colour(true, operands, frame),
            Op::StrokeSpace => {
                let space = self.space(operands, frame);
                self.state.stroke.set_space(space);
            }
            Op::FillGray => state.fill.set(Space::Gray, operands),
            Op::FillRgb => state.fill.set(Space::Rgb, operands),
            Op::FillCmyk => state.fill.set(Space::Cmyk, operands),
            Op::FillColor | Op::FillColorN => self.set_colour(false, operands, frame),
            Op::FillSpace => {
                let space = self.space(operands, frame);
                self.state.fill.set_space(space);
            }
            Op::Shading => self.shading(operands, frame),
            Op::Graphics => self.graphics(operands, frame),
            Op::Do => self.object(operands, frame),
            Op::BeginText => self.cursor.set(Matrix::IDENTITY),
            Op::EndText => self.end_text(),
            Op::CharSpace => state.text.char_space = number(operands, 0).unwrap_or(0.0),
            Op::WordSpace => state.text.word_space = number(operands, 0).unwrap_or(0.0),
            Op::Scale => state.text.scale = number(operands, 0).unwrap_or(100.0) / 100.0,
            Op::Leading => state.text.leading = number(operands, 0).unwrap_or(0.0),
            Op::Rise => state.text.rise = number(operands, 0).unwrap_or(0.0),
            Op::Mode => state.text.mode = number(operands, 0).unwrap_or(0.0) as u8,
            Op::Font => {
                if let [.., Operand::Name(font), Operand::Number(size)] = *operands {
                    state.text.size = size;
                    self.font(font, frame);
                }
            }
            Op::Next => {
                if let Some([x, y]) = numbers(operands) {
                    self.cursor.next_line(x, y);
                }
            }
            Op::NextLeading => {
                if let Some([x, y]) = numbers(operands) {
                    state.text.leading = -y;
                    self.cursor.next_line(x, y);
                }
            }
            Op::Matrix => {
                if let Some(matrix) = matrix(operands) {
                    self.cursor.set(matrix);
                }
            }
            Op::NextLine => self.cursor.next_line(0.0, -state.text.leading),
            Op::Show | Op::ShowArray => self.show(operands, bytes),
            Op::ShowNext => {
                self.cursor.next_line(0.0, -state.text.leading);
                self.show(operands, bytes);
            }
            Op::ShowSpaced => {
                if let [Operand::Number(word), Operand::Number(char), ..] = *operands {
                    state.text.word_space = word;
                    state.text.char_space = char;
                }
                self.cursor.next_line(0.0, -state.text.leading);
                self.show(operands.get(2..).unwrap_or_default(), bytes);
            }
            Op::BeginMarked => self.marked.begin(Sequence::default(), self.glyphs.len()),
            Op::BeginMarkedDict => {
                let sequence = Sequence {
                    text: self.actual_text(operands, bytes, frame),
                    off: self.switched_off(operands, frame),
                    artifact: self.is_artifact(operands, frame),
                };
                self.marked.begin(sequence, self.glyphs.len());
                if self.marked.is_cut() {
                    self.limit("max_marked_depth");
                }
            }
            Op::EndMarked => {
                self.marked.end(&mut self.glyphs, self.settings.max_glyphs);
                self.canvas.glyphs_are(self.glyphs.len());
            }
            _ => {}
        }
    }

    fn show(&mut self, operands: &[Operand], bytes: &[u8]) {
        for operand in operands {
            match *operand {
                Operand::Text(start, end) => text::show(self, &bytes[start as usize..end as usize]),
                Operand::Number(adjust) => {
                    let vertical = self.state.font.as_ref().is_some_and(|(font, _)| font.vertical);
                    self.cursor.adjust(adjust, &self.state.text, vertical);
                }
                _ => {}
            }
        }
    }
}
