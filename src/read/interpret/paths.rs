//! Paths as operators build, paint and clip by them (ISO 32000-2, 8.5).

use super::Interpreter;
use super::operators::{Op, Operand, numbers};
use super::paint::Paint;
use super::region::{Clip, Rule};

/// Points of a path whose shape is kept as a clip; what a longer one hides is not told.
const MAX_CLIP: usize = 4096;

impl Interpreter<'_, '_> {
    pub(super) fn curve(&mut self, op: Op, operands: &[Operand]) {
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

    pub(super) fn paint(&mut self, stroke: bool, fill: Option<Rule>) {
        let state = &self.state;
        if (stroke || fill.is_some())
            && !self.marked.hides()
            && !state.transparent(stroke, fill.is_some())
            && self.path.len() <= self.settings.max_path_points
        {
            let path = std::mem::take(&mut self.path);
            let paint = Paint {
                stroke: stroke.then(|| state.coat(&state.stroke)),
                fill: fill.map(|rule| (state.coat(&state.fill), rule)),
                width: state.line_width * state.ctm.scale(),
                clip: state.clip,
                shape: state.clip_shape.as_ref(),
                at: self.glyphs.len(),
            };
            self.canvas.paint(&path, &paint, self.settings.max_lines);
            if let Some((coat, rule)) = paint.fill {
                self.fill_letters_by(&path, rule, coat);
            }
            self.path = path;
        }
        if let Some(rule) = self.path.clips {
            self.clip_by_path(rule);
        }
        self.path.clear();
    }

    fn clip_by_path(&mut self, rule: Rule) {
        if !self.path.is_box() {
            let known = self.path.len() <= MAX_CLIP && self.canvas.affords(4 * self.path.len());
            let shape = known.then(|| self.path.shape(rule));
            let around = self.state.clip_shape.take();
            self.state.clip_shape = Some(Clip::inside(around, shape));
        }
        self.state.clip = self.state.clip.intersect(&self.path.area());
    }
}
