//! What content streams name: graphics states, forms, fonts, properties.

use super::ink::{Masking, Mix, Space};
use super::operators::Operand;
use super::region::{Clip, Rule, Shape};
use super::{FontKey, FontUse, Interpreter};
use crate::model;
use crate::read::file::{Dict, File, Object, Stream};
use crate::read::font::Font;
use crate::read::strings::decode_text;
use crate::read::tokenize::name;
use std::cell::RefCell;
use std::rc::Rc;

/// One content stream's surroundings.
pub(in crate::read) struct Frame<'d> {
    resources: Option<&'d Dict>,
    depth: usize,
    /// Fonts, graphics states and colour spaces named so far: `Tf`, `gs` and `cs` often come with every glyph.
    fonts: Recent<FontUse<'d>>,
    states: Recent<Option<Graphics<'d>>>,
    pub(super) spaces: Recent<Space>,
}

/// Values by short names, those of up to eight bytes.
pub(super) struct Recent<T>(RefCell<Vec<(u64, T)>>);

/// Names remembered of one frame.
const MAX_RECENT: usize = 64;

impl<T: Clone> Recent<T> {
    pub(super) fn get(&self, name: &[u8]) -> Option<T> {
        let key = short(name)?;
        self.0.borrow().iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
    }

    pub(super) fn put(&self, name: &[u8], value: T) {
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
    pub(in crate::read) fn new(resources: Option<&'d Dict>, depth: usize) -> Self {
        Frame {
            resources,
            depth,
            fonts: Recent(RefCell::default()),
            states: Recent(RefCell::default()),
            spaces: Recent(RefCell::default()),
        }
    }
}

/// What a graphics state parameter dictionary sets (8.4.5), as far as it matters here.
#[derive(Debug, Clone, Copy)]
struct Graphics<'d> {
    width: Option<f64>,
    /// Opacity of fills and of strokes.
    fill: Option<f64>,
    stroke: Option<f64>,
    blend: Option<Mix>,
    /// Its soft mask; inside, `None` for /None.
    mask: Option<Option<&'d Dict>>,
    font: Option<(&'d Object, Option<f64>)>,
}

impl<'d> Graphics<'d> {
    /// `None` for one that sets nothing of it.
    fn of(file: &'d File<'d>, dict: &'d Dict) -> Option<Self> {
        const ASKED: [&[u8]; 6] = [b"LW", b"Font", b"ca", b"CA", b"BM", b"SMask"];
        let blend = |mode: &Object| match mode.as_name() {
            Some(b"Normal" | b"Compatible") => Mix::Over,
            Some(b"Multiply") => Mix::Multiply,
            Some(b"Darken") => Mix::Darken,
            _ => Mix::Blend,
        };
        let font = match file.array(dict, b"Font") {
            Some([font, size]) => Some((font, file.resolve(size).and_then(Object::as_number))),
            _ => None,
        };
        ASKED.iter().any(|key| dict.has(key)).then(|| Graphics {
            width: file.number(dict, b"LW").map(f64::abs),
            fill: file.number(dict, b"ca"),
            stroke: file.number(dict, b"CA"),
            blend: file.get(dict, b"BM").map(blend),
            mask: file.get(dict, b"SMask").map(Object::as_dict),
            font,
        })
    }
}

/// Operators that starting a form counts as.
const FORM_COST: usize = 100;

impl<'d> Interpreter<'d, '_> {
    /// `gs`: line width, font and transparency are what matters here; states without any are remembered as `None`.
    pub(in crate::read) fn graphics(&mut self, operands: &[Operand], frame: &Frame<'d>) {
        let Some(Operand::Name(raw)) = operands.last() else { return };
        let found = frame.states.get(raw).unwrap_or_else(|| {
            let dict = self
                .named_resource(b"ExtGState", raw, frame)
                .and_then(|object| self.file.resolve(object)?.as_dict());
            let found = dict.and_then(|dict| Graphics::of(self.file, dict));
            frame.states.put(raw, found);
            found
        });
        let Some(Graphics { width, fill, stroke, blend, mask, font }) = found else { return };
        let group = self.state.group_alpha;
        if let Some(width) = width {
            self.state.line_width = width;
        }
        if let Some(alpha) = fill {
            self.state.fill.set_alpha(alpha, group);
        }
        if let Some(alpha) = stroke {
            self.state.stroke.set_alpha(alpha, group);
        }
        self.state.blend = blend.unwrap_or(self.state.blend);
        self.state.mask = match mask {
            None => self.state.mask,
            Some(Some(mask)) => self.masking(mask, frame),
            Some(None) => Masking::NONE,
        };
        if let Some((font, size)) = font {
            self.state.text.size = size.unwrap_or(self.state.text.size);
            self.load_font(font);
        }
    }

    pub(super) fn resource(
        &self,
        category: &[u8],
        operands: &[Operand],
        frame: &Frame<'d>,
    ) -> Option<&'d Object> {
        self.file.resolve(self.raw_resource(category, operands, frame)?)
    }

    fn raw_resource(
        &self,
        category: &[u8],
        operands: &[Operand],
        frame: &Frame<'d>,
    ) -> Option<&'d Object> {
        let Some(Operand::Name(raw)) = operands.last() else { return None };
        self.named_resource(category, raw, frame)
    }

    pub(super) fn named_resource(
        &self,
        category: &[u8],
        raw: &[u8],
        frame: &Frame<'d>,
    ) -> Option<&'d Object> {
        let dict = self.file.dict(frame.resources?, category)?;
        match raw.contains(&b'#') {
            true => dict.get(&name(raw)),
            false => dict.get(raw),
        }
    }

    pub(in crate::read) fn object(&mut self, operands: &[Operand], frame: &Frame<'d>) {
        let Some(Object::Stream(stream)) = self.resource(b"XObject", operands, frame) else {
            return;
        };
        if self.marked.hides()
            || stream.dict.get(b"OC").is_some_and(|group| self.file.switched_off(group))
        {
            return;
        }
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") => {
                let holes = [b"SMask".as_slice(), b"Mask", b"SMaskInData"];
                let opaque = !self.file.is_true(&stream.dict, b"ImageMask")
                    && !holes.iter().any(|key| stream.dict.has(key));
                self.image(Some(stream), opaque);
            }
            Some(b"Form") => self.form(stream, frame),
            _ => {}
        }
    }

    pub(super) fn form(&mut self, stream: &'d Stream, frame: &Frame<'d>) {
        if frame.depth >= self.settings.max_form_depth {
            return self.limit("max_form_depth");
        }
        // Setting a form up costs as much as many operators.
        self.operators += FORM_COST;
        let Some(content) = self.file.inflate(stream) else { return };
        let before =
            (self.state.clone(), std::mem::take(&mut self.saved), std::mem::take(&mut self.path));
        if let Some(matrix) = self.file.matrix(&stream.dict, b"Matrix") {
            self.state.ctm = matrix.then(&self.state.ctm);
        }
        if let Some([x0, y0, x1, y1]) = self.file.numbers(&stream.dict, b"BBox").as_deref() {
            let ctm = self.state.ctm;
            self.state.clip = self.state.clip.intersect(&ctm.apply_box(*x0, *y0, *x1, *y1));
            if !ctm.is_upright() && self.canvas.affords(4) {
                let mut shape = Shape::new(Rule::Winding);
                let corners = [(*x0, *y0), (*x1, *y0), (*x1, *y1), (*x0, *y1)];
                shape.add(corners.map(|(x, y)| ctm.apply(x, y)));
                let around = self.state.clip_shape.take();
                self.state.clip_shape = Some(Clip::inside(around, Some(shape)));
            }
        }
        if self
            .file
            .dict(&stream.dict, b"Group")
            .is_some_and(|group| group.is(b"S", b"Transparency"))
        {
            self.state.enter_group();
        }
        let resources = self.file.dict(&stream.dict, b"Resources").or(frame.resources);
        let open = self.marked.depth();
        self.run(&content, &Frame::new(resources, frame.depth + 1));
        self.marked.close_to(open, &mut self.glyphs, self.settings.max_glyphs);
        (self.state, self.saved, self.path) = before;
    }

    pub(in crate::read) fn font(&mut self, raw: &[u8], frame: &Frame<'d>) {
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
        if let Some((font, index)) =
            self.fonts.loaded.get(&key).zip(self.page_fonts.places.get(&key))
        {
            self.state.font = Some((font.clone(), *index));
            return;
        }
        let font = match self.fonts.loaded.get(&key) {
            Some(font) => font.clone(),
            None => {
                self.state.font = None;
                let Some(dict) = self.file.resolve(object).and_then(Object::as_dict) else {
                    return;
                };
                if self.fonts.loaded.len() >= self.settings.max_fonts {
                    return self.limit("max_fonts");
                }
                let font = Rc::new(Font::load(self.file, dict, self.settings, &self.fonts.shared));
                if font.cut {
                    self.limit("max_cmap_entries");
                }
                self.fonts.loaded.insert(key, font.clone());
                font
            }
        };
        let index = self.page_fonts.list.len().min(usize::from(u16::MAX)) as u16;
        if self.page_fonts.list.len() < usize::from(u16::MAX) {
            self.page_fonts.list.push(model::Font { name: font.name.clone() });
            self.page_fonts.places.insert(key, index);
        }
        self.state.font = Some((font, index.min(u16::MAX - 1)));
    }

    /// `/OC /Name BDC` of a group that is switched off.
    pub(in crate::read) fn switched_off(&self, operands: &[Operand], frame: &Frame<'d>) -> bool {
        let [Operand::Name(b"OC"), Operand::Name(group)] = operands else { return false };
        self.named_resource(b"Properties", group, frame)
            .is_some_and(|group| self.file.switched_off(group))
    }

    /// `/Artifact … BDC` of page furniture: what stands on a page for its own sake (14.8.2.2.2).
    pub(in crate::read) fn is_artifact(&self, operands: &[Operand], frame: &Frame<'d>) -> bool {
        let [Operand::Name(b"Artifact"), properties @ ..] = operands else { return false };
        let furniture = |key: &[u8], value: &[u8]| match key {
            b"Type" => matches!(value, b"Pagination" | b"Background"),
            b"Subtype" => value == b"Watermark",
            _ => false,
        };
        if let [Operand::Name(named)] = properties {
            let dict = self
                .named_resource(b"Properties", named, frame)
                .and_then(|object| self.file.resolve(object)?.as_dict());
            return dict.is_some_and(|dict| {
                [b"Type".as_slice(), b"Subtype"]
                    .iter()
                    .any(|key| self.file.name(dict, key).is_some_and(|value| furniture(key, value)))
            });
        }
        properties.windows(2).any(|pair| {
            matches!(*pair, [Operand::Name(key), Operand::Name(value)] if furniture(key, value))
        })
    }

    /// /ActualText of a `BDC`, written in place or named in the resources.
    pub(in crate::read) fn actual_text(
        &mut self,
        operands: &[Operand],
        bytes: &[u8],
        frame: &Frame<'d>,
    ) -> Option<String> {
        let text = match operands {
            [Operand::Name(_), Operand::Name(properties)] => {
                let named = self.named_resource(b"Properties", properties, frame)?;
                let dict = self.file.resolve(named)?.as_dict()?;
                self.file.get(dict, b"ActualText")?.as_text()?
            }
            _ => {
                let is_key = |o: &Operand| matches!(o, Operand::Name(b"ActualText"));
                match operands.get(operands.iter().position(is_key)? + 1)? {
                    Operand::Text(start, end) => &bytes[*start as usize..*end as usize],
                    _ => return None,
                }
            }
        };
        // it stands for characters of this page, of which there are no more
        if text.len() > self.settings.max_glyphs {
            self.limit("max_glyphs");
            return None;
        }
        Some(decode_text(text))
    }
}
