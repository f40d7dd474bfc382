//! Numbers of things, and the money of performance targets.

use super::about::About;
use super::figure::Figure;
use super::label::{Label, label};
use super::reader::{Reader, Sentence};
use super::role::{clause_start, segment_start};
use super::text::{has_any, rfind, starts_with};
use crate::catalog::narrative::FigureKind;

impl Reader<'_> {
    /// Is this zero without a unit one of things (其他用车为0), not of money?
    pub(super) fn counts_nothing(&self, s: &Sentence, from: usize, figure: &Figure) -> bool {
        let known = label(
            &s.text.chars,
            from,
            figure.start,
            self.words,
            self.place(FigureKind::Count),
            &[],
        );
        matches!(known, Label::Known { key, .. } if !key.is_empty())
    }

    /// Does the number at `figure` count projects with performance targets: 编报绩效目标的项目共4个, 4个项目纳入绩效目标管理,
    /// 全面实施绩效目标管理，涉及预算项目4个?
    fn counts_targets(&self, s: &Sentence, from: usize, figure: &Figure) -> bool {
        let (chars, w) = (&s.text.chars, &self.words.words);
        let behind = chars[figure.end..s.end]
            .iter()
            .position(|c| matches!(c, ',' | ';' | '。'))
            .map_or(s.end, |i| figure.end + i);
        let clause = &chars[clause_start(chars, s.start, figure.start)..behind];
        let segment = &chars[segment_start(chars, s.start, figure.start)..behind];
        let announced = has_any(clause, &w.targets)
            || has_any(segment, &w.targets) && !has_any(segment, &w.aside);
        let projects = rfind(&chars[from..(figure.end + 8).min(s.end)], "项目").is_some();
        announced && projects && !has_any(clause, &w.aside) && !has_any(clause, &w.watched)
    }

    /// Numbers of vehicles, of equipment, of projects with performance targets.
    pub(super) fn count(&mut self, s: &Sentence, from: usize, figure: &Figure, unit: &str) {
        let chars = &s.text.chars;
        if unit == "个" {
            if !self.reason && !self.usage && self.counts_targets(s, from, figure) {
                let about = About::key("performance_target_project_count");
                self.emit(s, figure, &about, "", figure.number);
                self.current = None;
                self.target_money = true;
            }
            return;
        }
        let place = self.place(FigureKind::Count);
        let known = match label(chars, from, figure.start, self.words, place, &[]) {
            Label::Known { key, .. } => Some(key),
            _ => None,
        };
        // …，单价100万元以上设备, …，公务用车保有量: other matters than the reason or use before them.
        let clause = &chars[clause_start(chars, from, figure.start)..figure.start];
        let another = self.words.words.worth.iter().any(|w| starts_with(clause, w))
            || known.as_deref() == Some("vehicles_held");
        if chars[from..figure.start].contains(&';') || another {
            (self.reason, self.usage) = (false, false);
        }
        if self.reason || self.usage || self.aside {
            return;
        }
        self.stated = true;
        let Some(key) = known else { return };
        let key = match (key.contains('*'), self.assets) {
            (true, None) if self.section == Some("assets") => key.replace('*', "owned"),
            (true, None) => return,
            (true, Some(which)) => key.replace('*', which),
            _ => key,
        };
        // A total is stated once; what the sentence says of vehicles behind it are some of them. Those that the three public
        // expenses bought are none of the year to come.
        let again = self.fleet.as_ref() == Some(&key);
        let bought = key.starts_with("vehicles_planned") && self.section == Some("three_public");
        if !key.is_empty() && !again && !bought {
            self.emit(s, figure, &About::key(&key), "", figure.number);
            self.current = None;
            if key.ends_with("_total") {
                self.fleet = Some(key);
            }
        }
    }

    /// The money of projects with performance targets, behind their number or 绩效目标 …，涉及.
    pub(super) fn targets(&mut self, s: &Sentence, from: usize, figure: &Figure) -> bool {
        let (w, chars) = (&self.words.words, &s.text.chars[..figure.start]);
        let lead = &chars[from..];
        let clause = &chars[clause_start(chars, from, figure.start)..];
        let segment = &chars[segment_start(chars, s.start, figure.start)..];
        // 政策绩效目标0个、涉及资金0万元 is the money of no project.
        if rfind(segment, "个").is_some() && rfind(segment, "项目").is_none() {
            return false;
        }
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
