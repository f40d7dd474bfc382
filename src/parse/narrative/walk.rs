//! The words between two figures, clause by clause: what they are for, whether they are about something else, lists of
//! parts, assets, brackets, and names of what follows.

use super::about::About;
use super::label::{Label, breaks, skip_ordinal};
use super::lead::Closed;
use super::reader::Reader;
use super::state::{Assets, Bracket, Course, List, Segment};
use super::subject::named;
use super::text::{Span, has_any, last_of, rfind, starts_with_any};
use crate::deadline;
use std::ops::Range;

/// How many brackets may be open in each other; more are a slip or an attack.
const BRACKETS: usize = 32;

impl Reader<'_> {
    /// Passes the words between two figures.
    pub(super) fn walk(&mut self, s: &Span, from: usize, to: usize) {
        let chars = &s.text.chars[..to];
        let mut clause = from;
        // Where the words begin that go on behind a bracket, 因公出国(境)费; and the same of each open bracket.
        let (mut start, mut outside) = (from, Vec::new());
        for i in (from..=to).filter(|&i| i == to || breaks(chars[i])) {
            deadline::tick();
            self.clause(s, &chars[..(i + 1).min(to)], clause..i);
            if i > clause && (i < to || to == s.end) {
                self.same(s, start, i);
            }
            let Some(stop) = chars.get(i) else { return };
            if *stop == ':' && i > clause && self.sentence.course == Course::Figures {
                self.name_topic(&chars[start..i]);
            }
            if *stop == ',' && i > start && self.sentence.course == Course::Figures {
                self.name_subject(&chars[start..i]);
            }
            self.stop(*stop, from, i);
            clause = i + 1;
            start = match stop {
                '(' => {
                    outside.push(start);
                    clause
                }
                ')' => outside.pop().unwrap_or(clause),
                _ => clause,
            };
        }
    }

    /// What the words of a clause say of those behind them; `chars` go on to its stop.
    fn clause(&mut self, s: &Span, chars: &[char], clause: Range<usize>) {
        let part = &chars[clause.clone()];
        let opens = clause.start <= s.start;
        self.sentence.course = self.course(chars, clause.clone(), opens);
        let w = self.words();
        self.sentence.segment.aside |=
            has_any(part, &w.course.aside) && !self.is_of_subject(s, &clause);
        if self.sentence.course == Course::Figures && has_any(part, &w.course.parts) {
            self.parts(opens && !starts_with_any(part, &w.course.sorts));
        }
        if self.sentence.course == Course::Figures
            && let Some(whole) = self.whole_within(part)
        {
            (self.said.about, self.said.amount) = (Some(whole), None);
            self.parts(opens);
        }
        self.section.assets = self.assets(part).or(self.section.assets);
    }

    /// Do the words that speak of something else stand in a subject's own name: 支持中小企业发展支出（2150805）?
    fn is_of_subject(&self, s: &Span, clause: &Range<usize>) -> bool {
        let chars = &s.text.chars[clause.start..s.end];
        let part = clause.len();
        let close = chars[part..].iter().position(|c| *c == ')').map(|at| part + at + 1);
        let close = close.filter(|_| chars.get(part) == Some(&'('));
        let name = named(&chars[..close.unwrap_or(part)], None, self.vocabulary);
        name.is_some_and(|n| {
            has_any(&n.name.chars().collect::<Vec<_>>(), &self.words().course.aside)
        })
    }

    /// What the rest of the sentence is for, from this clause on.
    fn course(&self, chars: &[char], clause: Range<usize>, opens: bool) -> Course {
        let (w, now) = (&self.words().course, self.sentence.course);
        let (before, part) = (&chars[..clause.start], &chars[clause.clone()]);
        // 用于以下方面: a list of figures.
        if has_any(part, &w.lists) {
            return Course::Figures;
        }
        // 主要原因是人员减少. With its stop, for 原因:.
        if has_any(&chars[clause.start..], &w.reasons) {
            let of_budget = self.against_budget() || self.roles.speaks_of_budget(part);
            return if of_budget { Course::ReasonOfBudget } else { Course::Reason };
        }
        if now.is_reason() {
            return now;
        }
        // 主要用于人员支出5万元.
        let tells = |u: &String| rfind(part, u).is_some_and(|at| at == 0 || u.chars().count() > 2);
        if !ends_in_level(before) && w.usages.iter().any(tells) {
            return Course::Usage;
        }
        // 主要用于业务支出,比上年增加5万元.
        let behind_comma = !opens && before.last() == Some(&',');
        if behind_comma && self.roles.begins_compare(part) { Course::Figures } else { now }
    }

    /// 其中: what was spoken of has the parts that follow, whatever it was.
    fn parts(&mut self, opens: bool) {
        if let Some(about) = &self.said.about {
            // 按用途分类，包括 … begins anew: no parts of the subject that was listed last.
            let anew = !self.sentence.stated && !opens;
            self.said.whole = Some(about.clone()).filter(|c| !(anew && c.is_subject()));
            let listed = self.said.list.is_some_and(|l| l.here && l.parts > 0);
            let settled = self.said.changed || listed;
            let whole = self.said.amount;
            self.said.list = Some(List { settled, here: true, whole, ..List::default() });
        } else if self.said.nameless {
            // 其中 in a sentence of its own may tell the parts of what was spoken of before.
            self.said.whole = Some(About::default());
            if !opens {
                self.said.list = Some(List { here: true, ..List::default() });
            }
        }
    }

    /// Whether the words speak of assets that are owned or planned; of both, those spoken of last.
    fn assets(&self, part: &[char]) -> Option<Assets> {
        let w = &self.words().assets;
        let owned = last_of(part, &w.owned).map(|(at, _)| at);
        let planned = last_of(part, &w.planned).map(|(at, _)| at);
        match (owned, planned) {
            (None, None) => None,
            (owned, planned) if owned > planned => Some(Assets::Owned),
            _ => Some(Assets::Planned),
        }
    }

    /// What the stop at `at` ends or begins; `from` is where the words before it begin.
    fn stop(&mut self, stop: char, from: usize, at: usize) {
        let brackets = &mut self.paragraph.brackets;
        match stop {
            '(' if brackets.len() < BRACKETS => {
                brackets.push(Bracket { said: self.said.clone(), lead: from, open: at });
            }
            ')' => {
                if let Some(b) = brackets.pop() {
                    self.said = b.said;
                    self.sentence.closed = Some(Closed { lead: b.lead, open: b.open, close: at });
                }
            }
            ';' => self.sentence.segment = Segment::default(),
            _ => {}
        }
    }

    /// A clause that is nothing but a subject with its code (小学教育（2050202），2024年度决算数为…) is what the figure behind
    /// it is of, which names nothing itself.
    fn name_subject(&mut self, chars: &[char]) {
        let words = &chars[skip_ordinal(chars, 0)..];
        let named = self.named(words).filter(|n| !n.code.is_empty() && n.end == words.len());
        if let Some(n) = named {
            self.remember_class(&n);
            (self.said.changed, self.said.nameless) = (false, false);
            self.said.about = Some(About::named(n, self.scope.fund()));
            self.sentence.subject_told = true;
        }
    }

    /// A clause or sentence that is nothing but a name is what follows is about.
    pub(super) fn name_topic(&mut self, chars: &[char]) {
        let stops = chars.iter().rev().take_while(|c| matches!(c, '。' | ':')).count();
        let chars = &chars[..chars.len() - stops];
        let words = &chars[skip_ordinal(chars, 0)..];
        if let Some(n) = self.named(words) {
            // Behind the name only 科目, 支出 and the like.
            const LONG: usize = 6;
            self.remember_class(&n);
            if words.len() - n.end <= LONG {
                self.topic = Some(About::named(n, self.scope.fund()));
            }
        } else if let Label::Known { key, start, end } = self.heading_label(words)
            && start <= 1
            && !key.is_empty()
        {
            self.topic = Some(About::labelled(key, &words[start..end]));
        }
    }
}

/// Does a 类 or 款 end here? What follows is the name of the next level, even 用于….
fn ends_in_level(chars: &[char]) -> bool {
    matches!(chars, [.., '类' | '款', ')'])
}
