//! Numbers of things, and the money of performance targets.

use super::about::About;
use super::figure::{Figure, Unit};
use super::lead::{clause_start, last_clause, last_segment};
use super::reader::Reader;
use super::state::{Assets, Course};
use super::text::{Span, has_any, rfind, starts_with_any};
use crate::model::Kind;

impl Reader<'_> {
    /// Numbers of vehicles, of equipment, of projects with performance targets.
    pub(super) fn count(&mut self, s: &Span, from: usize, figure: &Figure) {
        let counted = &self.words().targets.counted;
        if matches!(&figure.unit, Unit::Count(unit) if unit == counted) {
            self.projects(s, from, figure);
        } else {
            self.things(s, from, figure);
        }
    }

    /// The number of projects with performance targets, whose money may follow.
    fn projects(&mut self, s: &Span, from: usize, figure: &Figure) {
        let chars = &s.text.chars;
        // 项目共18个，其中一级项目3个
        let counted = self.sentence.targets_counted;
        let again =
            counted.is_some_and(|at| has_any(&chars[at..figure.start], &self.words().course.parts));
        let another_year = self.paragraph.years.of_money(figure.start) != 0;
        if self.sentence.course == Course::Figures
            && !again
            && !another_year
            && self.counts_targets(s, from, figure)
        {
            self.sentence.targets_counted = Some(figure.end);
            let about = About::key("performance_target_project_count");
            self.stated.figure(s, figure, &about, "");
            self.said.about = None;
            self.sentence.segment.target_money = true;
        }
    }

    /// Does the number at `figure` count projects with performance targets: 编报绩效目标的项目共4个, 4个项目纳入绩效目标管理,
    /// 全面实施绩效目标管理，涉及预算项目4个?
    fn counts_targets(&self, s: &Span, from: usize, figure: &Figure) -> bool {
        /// How far behind its unit the 项目 may stand: 4个一级项目.
        const NEAR: usize = 8;
        let (chars, w) = (&s.text.chars[..s.end], self.words());
        let stop = chars[figure.end..].iter().position(|c| matches!(c, ',' | ';' | '。'));
        let behind = stop.map_or(s.end, |i| figure.end + i);
        let before = &chars[s.start..figure.start];
        let clause = &chars[s.start + clause_start(before)..behind];
        let segment = &chars[figure.start - last_segment(before).len()..behind];
        let announced = has_any(clause, &w.targets.words)
            || has_any(segment, &w.targets.words) && !has_any(segment, &w.course.aside);
        let near = &chars[from..(figure.end + NEAR).min(s.end)];
        announced
            && rfind(near, &w.targets.projects).is_some()
            && !has_any(clause, &w.course.aside)
            && !has_any(clause, &w.targets.watched)
            // 占全部项目19个的100%
            && !has_any(&before[clause_start(before)..], &w.budgets.share)
    }

    /// The number of vehicles or pieces of equipment.
    fn things(&mut self, s: &Span, from: usize, figure: &Figure) {
        let words = &s.text.chars[from..figure.start];
        let key = self.counted(words);
        if self.is_another_matter(words, key.as_deref()) {
            self.sentence.course = Course::Figures;
        }
        if self.sentence.course != Course::Figures || self.sentence.segment.aside {
            return;
        }
        self.sentence.stated = true;
        let Some(key) = key.and_then(|key| self.of_assets(key)) else { return };
        if self.is_counted_again(&key) || self.is_of_another_year(&key, figure.start) {
            return;
        }
        self.stated.figure(s, figure, &About::key(&key), "");
        self.said.about = None;
        if key.ends_with("_total") {
            self.sentence.fleet = Some(key);
        }
    }

    /// …，单价100万元以上设备, …，公务用车保有量, and whatever stands behind a semicolon are other matters than the reason or use
    /// before them.
    fn is_another_matter(&self, words: &[char], key: Option<&str>) -> bool {
        words.contains(&';')
            || key == Some("vehicles_held")
            || starts_with_any(last_clause(words), &self.words().assets.worth)
    }

    /// Is the number one of another year? What is owned at the end of last year is what a budget tells.
    fn is_of_another_year(&self, key: &str, at: usize) -> bool {
        let years = &self.paragraph.years;
        let planned = key.contains("planned");
        let (away, _) = years.of_count(at);
        match self.roles.kind {
            _ if planned => years.of_money(at) != 0,
            Some(Kind::FinalAccounts) => away != 0,
            _ => !(-1..=0).contains(&away),
        }
    }

    /// The key of what is owned or planned, as the section says; nothing where nothing says so, or there is no key. Final
    /// accounts tell what was bought, not what is planned.
    fn of_assets(&self, key: String) -> Option<String> {
        let of_section = (self.scope.opened() == Some("assets")).then_some(Assets::Owned);
        let key = match key.contains('*') {
            true => {
                let assets = self.section.assets.or(of_section)?;
                if assets == Assets::Planned && self.roles.kind == Some(Kind::FinalAccounts) {
                    return None;
                }
                key.replace('*', assets.as_str())
            }
            false => key,
        };
        Some(key).filter(|key| !key.is_empty())
    }

    /// A total is stated once; what the sentence says of vehicles behind it are some of them. Those that the three public
    /// expenses bought are none of the year to come.
    fn is_counted_again(&self, key: &str) -> bool {
        let bought =
            key.starts_with("vehicles_planned") && self.scope.opened() == Some("three_public");
        bought || self.sentence.fleet.as_deref() == Some(key)
    }

    /// Is this the money of projects with performance targets, behind their number or 绩效目标 …，涉及? Then it is stated.
    pub(super) fn targets(&mut self, s: &Span, from: usize, figure: &Figure) -> bool {
        let w = self.words();
        let lead = &s.text.chars[from..figure.start];
        let segment = last_segment(&s.text.chars[s.start..figure.start]);
        // 政策绩效目标0个、涉及资金0万元 is the money of no project.
        let has = |word: &str| rfind(segment, word).is_some();
        if has(&w.targets.counted) && !has(&w.targets.projects) {
            return false;
        }
        let announced = self.sentence.segment.target_money && has_any(lead, &w.targets.money);
        let said = has_any(segment, &w.targets.words)
            && rfind(last_clause(lead), &w.targets.involves).is_some();
        // 填报绩效目标的项目支出预算5万元
        let clause = last_clause(lead);
        let named = has_any(clause, &w.targets.words)
            && rfind(clause, &w.targets.projects).is_some()
            && !has_any(clause, &w.targets.watched);
        if !announced && !said && !named {
            return false;
        }
        self.sentence.segment.target_money = false;
        self.sentence.target_money_told = true;
        self.said.about = None;
        self.stated.figure(s, figure, &About::key("performance_target_amount"), "");
        true
    }
}
