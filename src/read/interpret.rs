//! Runs content streams (ISO 32000-2, 8 and 9): graphics state, paths, forms and text.

use super::font::Font;
use super::load::{File, PageSource};
use super::marked::Marked;
use super::matrix::{Area, Matrix};
use super::object::{Dict, Id, Object, Stream};
use super::paint::{Canvas, Paint, Path};
use super::settings::Settings;
use super::text::{self, Cursor, TextState};
use super::tokenize::{Lexer, Token, name};
use crate::model::{self, Glyph};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Fonts of one file, loaded once each. Fonts written inline are known by their place in memory.
#[derive(Default)]
pub(super) struct Fonts<'d> {
    loaded: HashMap<FontKey, Rc<Font<'d>>>,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub(super) enum FontKey {
    Object(Id),
    Inline(usize),
}

/// What `q` saves.
#[derive(Clone)]
pub(super) struct State<'d> {
    pub ctm: Matrix,
    pub clip: Area,
    line_width: f64,
    stroke_white: bool,
    fill_white: bool,
    pub text: TextState,
    pub font: Option<FontUse<'d>>,
}

impl State<'_> {
    fn new(page: &PageSource) -> Self {
        State {
            ctm: page.base,
            clip: Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height },
            line_width: 1.0,
            stroke_white: false,
            fill_white: false,
            text: TextState::default(),
            font: None,
        }
    }
}

/// A font, and its index on the page.
pub(super) type FontUse<'d> = (Rc<Font<'d>>, u16);

/// One page being read.
pub(super) struct Interpreter<'d, 'a> {
    pub file: &'d File<'d>,
    pub settings: &'a Settings,
    fonts: &'a mut Fonts<'d>,
    pub state: State<'d>,
    pub cursor: Cursor,
    saved: Vec<State<'d>>,
    path: Path,
    clip_pending: bool,
    pub canvas: Canvas,
    pub glyphs: Vec<Glyph>,
    pub page_fonts: Vec<model::Font>,
    font_indices: HashMap<FontKey, u16>,
    pub images: u32,
    pub marked: Marked,
    operators: usize,
    /// The page's limit or what is left of the file's.
    operators_limit: usize,
    /// Limits that this page reached.
    pub reached: Vec<&'static str>,
    /// Codes without text: (font, count).
    pub unknown: HashMap<u16, u32>,
}

/// One content stream's surroundings.
struct Frame<'d> {
    resources: Option<&'d Dict>,
    depth: usize,
    /// Fonts and graphics states named so far: `Tf` and `gs` often come with every glyph.
    fonts: Recent<FontUse<'d>>,
    states: Recent<Option<&'d Dict>>,
}

/// Values by short names, those of up to eight bytes.
struct Recent<T>(RefCell<Vec<(u64, T)>>);

/// Names remembered of one frame.
const MAX_RECENT: usize = 64;

impl<T: Clone> Recent<T> {
    fn get(&self, name: &[u8]) -> Option<T> {
        let key = short(name)?;
        self.0.borrow().iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
    }

    fn put(&self, name: &[u8], value: T) {
        let mut known = self.0.borrow_mut();
        if let Some(key) = short(name).filter(|_| known.len() < MAX_RECENT) {
            known.push((key, value));
        }
    }
}

fn short(name: &[u8]) -> Option<u64> {
    (name.len() <= 8).then(|| name.iter().fold(0, |key, &b| key << 8 | u64::from(b)))
}

impl<'d> Frame<'d> {
    fn new(resources: Option<&'d Dict>, depth: usize) -> Self {
        Frame { resources, depth, fonts: Recent(RefCell::default()), states: Recent(RefCell::default()) }
    }
}

#[derive(Debug, Clone, Copy)]
enum Operand<'c> {
    Number(f64),
    Name(&'c [u8]),
    Text(u32, u32),
    /// Brackets and keywords.
    Other,
}

macro_rules! operators {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Op { Unknown, $($name),* }

        /// Operators of one and two bytes by [`place`].
        static SHORT: [Op; 1 << 14] = {
            let mut table = [Op::Unknown; 1 << 14];
            $(if $text.len() <= 2 { table[place($text)] = Op::$name; })*
            table
        };

        fn long_operator(word: &[u8]) -> Op {
            match word {
                $($text => Op::$name,)*
                _ => Op::Unknown,
            }
        }
    };
}

const fn place(word: &[u8]) -> usize {
    let second = if word.len() > 1 { word[1] } else { 0 };
    (word[0] as usize & 127) << 7 | second as usize & 127
}

fn operator(word: &[u8]) -> Op {
    match word.len() {
        1 | 2 if word.is_ascii() => SHORT[place(word)],
        3 => long_operator(word),
        _ => Op::Unknown,
    }
}

operators! {
    Save = b"q", Restore = b"Q", Concat = b"cm", Width = b"w", Graphics = b"gs", Move = b"m",
    Line = b"l", Curve = b"c", CurveV = b"v", CurveY = b"y", Close = b"h", Rectangle = b"re",
    Stroke = b"S", CloseStroke = b"s", Fill = b"f", FillOld = b"F", FillEo = b"f*", Both = b"B",
    BothEo = b"B*", CloseBoth = b"b", CloseBothEo = b"b*", EndPath = b"n", Clip = b"W", ClipEo = b"W*",
    StrokeGray = b"G", FillGray = b"g", StrokeRgb = b"RG", FillRgb = b"rg", StrokeCmyk = b"K", FillCmyk = b"k",
    StrokeSpace = b"CS", FillSpace = b"cs", StrokeColor = b"SC", FillColor = b"sc", StrokeColorN = b"SCN", FillColorN = b"scn",
    Do = b"Do", Inline = b"BI", BeginText = b"BT", EndText = b"ET", CharSpace = b"Tc", WordSpace = b"Tw",
    Scale = b"Tz", Leading = b"TL", Font = b"Tf", Mode = b"Tr", Rise = b"Ts", Next = b"Td",
    NextLeading = b"TD", Matrix = b"Tm", NextLine = b"T*", Show = b"Tj", ShowArray = b"TJ", ShowNext = b"'",
    ShowSpaced = b"\"", BeginMarked = b"BMC", BeginMarkedDict = b"BDC", EndMarked = b"EMC",
}

/// Operators that starting a form counts as.
const FORM_COST: usize = 100;

impl<'d, 'a> Interpreter<'d, 'a> {
    /// `like`: how many glyphs are to be expected.
    pub fn new(file: &'d File<'d>, settings: &'a Settings, fonts: &'a mut Fonts<'d>, page: &PageSource<'d>, like: usize) -> Self {
        Interpreter {
            file,
            settings,
            fonts,
            state: State::new(page),
            cursor: Cursor::new(),
            saved: Vec::new(),
            path: Path::default(),
            clip_pending: false,
            canvas: Canvas::default(),
            glyphs: Vec::with_capacity(like),
            page_fonts: Vec::new(),
            font_indices: HashMap::new(),
            images: 0,
            marked: Marked::default(),
            operators: 0,
            operators_limit: settings.max_operators.min(file.operators_left()),
            reached: Vec::new(),
            unknown: HashMap::new(),
        }
    }

    pub fn page(&mut self, page: &PageSource<'d>) {
        let content = self.file.content(page.dict);
        self.run(&content, &Frame::new(page.resources, 0));
        self.marked.close_to(0, &mut self.glyphs);
        self.annotations(page);
        self.file.spend_operators(self.operators);
    }

    pub fn limit(&mut self, which: &'static str) {
        if !self.reached.contains(&which) {
            self.reached.push(which);
        }
    }

    fn run(&mut self, content: &[u8], frame: &Frame<'d>) {
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Operand> = Vec::with_capacity(64);
        let mut text: Vec<u8> = Vec::with_capacity(256);
        while let Some(token) = lexer.next(&mut text) {
            let operand = match token {
                Token::Number(number) => Operand::Number(number),
                Token::Name(name) => Operand::Name(name),
                Token::Text { start, end } => Operand::Text(start, end),
                Token::Word(word) if !matches!(word, b"true" | b"false" | b"null") => {
                    self.operators += 1;
                    if self.operators > self.operators_limit {
                        let page = self.operators_limit == self.settings.max_operators;
                        return self.limit(if page { "max_operators" } else { "max_total_operators" });
                    }
                    match operator(word) {
                        Op::Inline => {
                            lexer.skip_inline_image();
                            self.images += 1;
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
            Op::Stroke => self.paint(true, false),
            Op::CloseStroke => {
                self.path.close(&state.ctm);
                self.paint(true, false);
            }
            Op::Fill | Op::FillOld | Op::FillEo => self.paint(false, true),
            Op::Both | Op::BothEo => self.paint(true, true),
            Op::CloseBoth | Op::CloseBothEo => {
                self.path.close(&state.ctm);
                self.paint(true, true);
            }
            Op::EndPath => self.paint(false, false),
            Op::Clip | Op::ClipEo => self.clip_pending = true,
            Op::StrokeGray | Op::StrokeRgb | Op::StrokeCmyk | Op::StrokeColor | Op::StrokeColorN => state.stroke_white = white(operands),
            Op::FillGray | Op::FillRgb | Op::FillCmyk | Op::FillColor | Op::FillColorN => state.fill_white = white(operands),
            Op::StrokeSpace => state.stroke_white = false,
            Op::FillSpace => state.fill_white = false,
            Op::Graphics => self.graphics(operands, frame),
            Op::Do => self.object(operands, frame),
            Op::BeginText => self.cursor.set(Matrix::IDENTITY),
            Op::EndText => {}
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
            Op::BeginMarked => self.marked.begin(None, false, self.glyphs.len()),
            Op::BeginMarkedDict => {
                let text = self.actual_text(operands, bytes, frame);
                let off = self.switched_off(operands, frame);
                self.marked.begin(text, off, self.glyphs.len());
            }
            Op::EndMarked => self.marked.end(&mut self.glyphs),
            _ => {}
        }
    }

    fn curve(&mut self, op: Op, operands: &[Operand]) {
        let ctm = &self.state.ctm;
        if op == Op::Curve {
            if let Some([a, b, c, d, e, f]) = numbers(operands) {
                self.path.curve_to([(a, b), (c, d), (e, f)], ctm);
            }
        } else if let Some([a, b, c, d]) = numbers(operands) {
            let first = if op == Op::CurveV { self.path.current() } else { (a, b) };
            let second = if op == Op::CurveV { (a, b) } else { (c, d) };
            self.path.curve_to([first, second, (c, d)], ctm);
        }
    }

    fn paint(&mut self, stroke: bool, fill: bool) {
        let state = &self.state;
        if (stroke || fill) && !self.marked.hides() && self.path.len() <= self.settings.max_path_points {
            let paint = Paint {
                stroke,
                fill,
                stroke_white: state.stroke_white,
                fill_white: state.fill_white,
                width: state.line_width * state.ctm.scale(),
                clip: state.clip,
            };
            self.canvas.paint(&self.path, &paint, self.settings.max_lines);
        }
        if self.clip_pending {
            self.state.clip = self.state.clip.intersect(&self.path.area());
            self.clip_pending = false;
        }
        self.path.clear();
    }

    /// `gs`: line width and font are what matters here; states without either are remembered as `None`.
    fn graphics(&mut self, operands: &[Operand], frame: &Frame<'d>) {
        let Some(Operand::Name(raw)) = operands.last() else { return };
        let dict = frame.states.get(raw).unwrap_or_else(|| {
            let dict = self.named_resource(b"ExtGState", raw, frame).and_then(|object| self.file.resolve(object)?.as_dict());
            let dict = dict.filter(|dict| dict.has(b"LW") || dict.has(b"Font"));
            frame.states.put(raw, dict);
            dict
        });
        let Some(dict) = dict else { return };
        if let Some(width) = self.file.number(dict, b"LW") {
            self.state.line_width = width.abs();
        }
        if let Some([font, size]) = self.file.array(dict, b"Font") {
            if let Some(size) = self.file.resolve(size).and_then(Object::as_number) {
                self.state.text.size = size;
            }
            self.load_font(font);
        }
    }

    fn resource(&self, category: &[u8], operands: &[Operand], frame: &Frame<'d>) -> Option<&'d Object> {
        self.file.resolve(self.raw_resource(category, operands, frame)?)
    }

    fn raw_resource(&self, category: &[u8], operands: &[Operand], frame: &Frame<'d>) -> Option<&'d Object> {
        let Some(Operand::Name(raw)) = operands.last() else { return None };
        self.named_resource(category, raw, frame)
    }

    fn named_resource(&self, category: &[u8], raw: &[u8], frame: &Frame<'d>) -> Option<&'d Object> {
        let dict = self.file.dict(frame.resources?, category)?;
        match raw.contains(&b'#') {
            true => dict.get(&name(raw)),
            false => dict.get(raw),
        }
    }

    fn object(&mut self, operands: &[Operand], frame: &Frame<'d>) {
        let Some(Object::Stream(stream)) = self.resource(b"XObject", operands, frame) else { return };
        if self.marked.hides() || stream.dict.get(b"OC").is_some_and(|group| self.file.switched_off(group)) {
            return;
        }
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.images += 1,
            Some(b"Form") => self.form(stream, frame),
            _ => {}
        }
    }

    fn form(&mut self, stream: &'d Stream, frame: &Frame<'d>) {
        if frame.depth >= self.settings.max_form_depth {
            return self.limit("max_form_depth");
        }
        // Setting a form up costs as much as many operators.
        self.operators += FORM_COST;
        let Some(content) = self.file.inflate(stream) else { return };
        let before = (self.state.clone(), std::mem::take(&mut self.saved), std::mem::take(&mut self.path));
        if let Some(matrix) = self.file.matrix(&stream.dict, b"Matrix") {
            self.state.ctm = matrix.then(&self.state.ctm);
        }
        if let Some([x0, y0, x1, y1]) = self.file.numbers(&stream.dict, b"BBox").as_deref() {
            self.state.clip = self.state.clip.intersect(&self.state.ctm.apply_box(*x0, *y0, *x1, *y1));
        }
        let resources = self.file.dict(&stream.dict, b"Resources").or(frame.resources);
        let open = self.marked.depth();
        self.run(&content, &Frame::new(resources, frame.depth + 1));
        self.marked.close_to(open, &mut self.glyphs);
        (self.state, self.saved, self.path) = before;
        self.clip_pending = false;
    }

    fn font(&mut self, raw: &[u8], frame: &Frame<'d>) {
        if let Some(font) = frame.fonts.get(raw) {
            self.state.font = Some(font);
            return;
        }
        match self.named_resource(b"Font", raw, frame) {
            Some(object) => self.load_font(object),
            None => self.state.font = None,
        }
        if let Some(font) = self.state.font.clone() {
            frame.fonts.put(raw, font);
        }
    }

    fn load_font(&mut self, object: &'d Object) {
        let key = match object {
            Object::Reference(id) => FontKey::Object(*id),
            other => FontKey::Inline(std::ptr::from_ref(other) as usize),
        };
        if let Some((font, index)) = self.fonts.loaded.get(&key).zip(self.font_indices.get(&key)) {
            self.state.font = Some((font.clone(), *index));
            return;
        }
        let font = match self.fonts.loaded.get(&key) {
            Some(font) => font.clone(),
            None => {
                self.state.font = None;
                let Some(dict) = self.file.resolve(object).and_then(Object::as_dict) else { return };
                if self.fonts.loaded.len() >= self.settings.max_fonts {
                    return self.limit("max_fonts");
                }
                let font = Rc::new(Font::load(self.file, dict, self.settings));
                if font.cut {
                    self.limit("max_cmap_entries");
                }
                self.fonts.loaded.insert(key, font.clone());
                font
            }
        };
        let index = self.page_fonts.len().min(usize::from(u16::MAX)) as u16;
        if self.page_fonts.len() < usize::from(u16::MAX) {
            self.page_fonts.push(model::Font { name: font.name.clone() });
            self.font_indices.insert(key, index);
        }
        self.state.font = Some((font, index.min(u16::MAX - 1)));
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

    /// `/OC /Name BDC` of a group that is switched off.
    fn switched_off(&self, operands: &[Operand], frame: &Frame<'d>) -> bool {
        let [Operand::Name(b"OC"), Operand::Name(group)] = operands else { return false };
        self.named_resource(b"Properties", group, frame).is_some_and(|group| self.file.switched_off(group))
    }

    /// Appearance streams of the page's annotations (12.5.5), those that a reader shows.
    fn annotations(&mut self, page: &PageSource<'d>) {
        const HIDDEN: i64 = 2;
        const NO_VIEW: i64 = 32;
        for annotation in self.file.array(page.dict, b"Annots").unwrap_or_default() {
            let Some(dict) = self.file.resolve(annotation).and_then(Object::as_dict) else { continue };
            let flags = self.file.number(dict, b"F").unwrap_or(0.0) as i64;
            let off = dict.get(b"OC").is_some_and(|group| self.file.switched_off(group));
            if flags & (HIDDEN | NO_VIEW) != 0 || off || dict.is(b"Subtype", b"Popup") {
                continue;
            }
            let normal = self.file.dict(dict, b"AP").and_then(|looks| self.file.get(looks, b"N"));
            let look = match normal {
                Some(Object::Dict(states)) => self.file.name(dict, b"AS").and_then(|state| self.file.get(states, state)),
                other => other,
            };
            let (Some(Object::Stream(look)), Some(rect)) = (look, self.file.numbers(dict, b"Rect")) else { continue };
            let Some(fit) = fit(self.file, &look.dict, &rect) else { continue };
            self.state = State { ctm: fit.then(&page.base), ..State::new(page) };
            self.saved.clear();
            self.form(look, &Frame::new(page.resources, 0));
        }
    }

    /// /ActualText of a `BDC`, written in place or named in the resources.
    fn actual_text(&self, operands: &[Operand], bytes: &[u8], frame: &Frame<'d>) -> Option<String> {
        if let [Operand::Name(_), Operand::Name(properties)] = operands {
            let dict = self.file.resolve(self.named_resource(b"Properties", properties, frame)?)?.as_dict()?;
            return self.file.get(dict, b"ActualText")?.as_text().map(super::load::decode_text);
        }
        let at = operands.iter().position(|o| matches!(o, Operand::Name(b"ActualText")))?;
        match operands.get(at + 1)? {
            Operand::Text(start, end) => Some(super::load::decode_text(&bytes[*start as usize..*end as usize])),
            _ => None,
        }
    }
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

fn number(operands: &[Operand], at: usize) -> Option<f64> {
    match operands.get(at)? {
        Operand::Number(number) => Some(*number),
        _ => None,
    }
}

/// The last `N` operands, which must be numbers.
fn numbers<const N: usize>(operands: &[Operand]) -> Option<[f64; N]> {
    let from = operands.len().checked_sub(N)?;
    let mut out = [0.0; N];
    for (slot, operand) in out.iter_mut().zip(&operands[from..]) {
        let Operand::Number(number) = operand else { return None };
        *slot = *number;
    }
    Some(out)
}

fn matrix(operands: &[Operand]) -> Option<Matrix> {
    numbers(operands).map(|[a, b, c, d, e, f]| Matrix::new(a, b, c, d, e, f))
}

/// White in the colour space that the number of components tells.
fn white(operands: &[Operand]) -> bool {
    let mut components = [0.0; 4];
    let mut n = 0;
    for operand in operands {
        let (Operand::Number(value), Some(slot)) = (operand, components.get_mut(n)) else { return false };
        *slot = *value;
        n += 1;
    }
    match n {
        1 | 3 => components[..n].iter().all(|v| *v >= 0.99),
        4 => components.iter().all(|v| *v <= 0.01),
        _ => false,
    }
}
