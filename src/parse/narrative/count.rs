//! Numbers of things, and the money of performance targets.

use super::about::About;
use super::clause::{Reader, Sentence};
use super::figure::Figure;
use super::label::{Label, label};
use super::role::{clause_start, segment_start};
use super::text::{has_any, rfind};
use crate::catalog::narrative::FigureKind;

impl Reader<'_> {
    /// Numbers of vehicles, of equipment, of projects with performance targets.
    pub(super) fn count(&mut self, s: &Sentence, from: usize, figure: &Figure, unit: &str) {
        let chars = &s.text.chars;
        if unit == "个" {
            let segment = segment_start(chars, s.start, figure.start);
            let around = &chars[segment..(figure.end + 8).min(s.end)];
            let near = &chars[from..(figure.end + 8).min(s.end)];
            if has_any(around, &self.words.words.targets)
                && !has_any(around, &self.words.words.aside)
                && rfind(near, "项目").is_some()
                && !self.reason
                && !self.usage
            {
                let about = About::key("performance_target_project_count");
                self.emit(s, figure, &about, "", figure.number);
                self.current = None;
                self.target_money = true;
            }
            return;
        }
        if chars[from..figure.start].contains(&';') {
            (self.reason, self.usage) = (false, false);
        }
        if self.reason || self.usage || self.aside {
            return;
        }
        self.stated = true;
        let place = self.place(FigureKind::Count);
        let Label::Known { key, .. } = label(chars, from, figure.start, self.words, place, &[]) else { return };
        let key = match (key.contains('*'), self.assets) {
            (true, None) if self.section == Some("assets") => key.replace('*', "owned"),
            (true, None) => return,
            (true, Some(which)) => key.replace('*', which),
            _ => key,
        };
        if !key.is_empty() {
            self.emit(s, figure, &About::key(&key), "", figure.number);
            self.current = None;
        }
    }

    /// The money of projects with performance targets, behind their number or 绩效目标 …，涉及.
    pub(super) fn targets(&mut self, s: &Sentence, from: usize, figure: &Figure) -> bool {
        let w = &self.words.words;
        let lead = &s.text.chars[from..figure.start];
        let clause = &s.text.chars[clause_start(&s.text.chars, from, figure.start)..figure.start];
        let segment = &s.text.chars[segment_start(&s.text.chars, s.start, figure.start)..figure.start];
        let announced = self.target_money && has_any(lead, &w.target_money);
        let said = has_any(segment, &w.targets) && rfind(clause, "涉及").is_some();
        if !announced && !said || has_any(segment, &w.aside) {
            return false;
        }
        self.target_money = false;
        self.current = None;
        self.emit(s, figure, &About::key("performance_target_amount"), "", figure.number);
        true
    }
}
