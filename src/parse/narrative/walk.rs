//! The words between two figures: brackets, reasons, uses, asides, lists of parts, and names of what follows.

use super::about::About;
use super::label::{Label, breaks, label, skip_ordinal};
use super::reader::{Reader, Sentence};
use super::role::clause_begins_compare;
use super::subject::named;
use super::text::{has_any, last_of, rfind};
use crate::catalog::narrative::FigureKind;
use crate::deadline;

/// An open bracket: what was spoken of before it, where it stands, and where the words before it begin.
pub(super) struct Bracket {
    current: Option<About>,
    parent: Option<About>,
    changed: bool,
    list: List,
    lead: usize,
    open: usize,
}

/// A bracket that closed: the words before it go on behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closed {
    /// Where the words before it begin.
    pub lead: usize,
    /// Its `(`.
    pub open: usize,
    /// Its `)`.
    pub close: usize,
}

/// What follows a 其中: parts of a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct List {
    /// Figures of parts.
    pub parts: usize,
    /// Their changes.
    pub changes: usize,
    /// There is one.
    pub open: bool,
    /// The whole has told its change already, or a part has parts itself.
    pub settled: bool,
    /// It began in this sentence.
    pub here: bool,
}

impl List {
    /// Is a change that names nothing one of the whole? Parts that tell no changes of their own leave it to the whole.
    pub fn speaks_of_whole(&self) -> bool {
        self.parts > 1 && self.changes == 0 && !self.settled
    }
}

impl Reader<'_> {
    /// Passes the words between two figures: brackets, reasons, asides, lists of parts, 持平.
    pub(super) fn walk(&mut self, s: &Sentence, from: usize, to: usize) {
        let chars = &s.text.chars[..to];
        let w = &self.words.words;
        let mut clause = from;
        // where the words begin that go on behind a bracket, 因公出国(境)费; and the same of each open bracket
        let (mut start, mut outside) = (from, Vec::new());
        for i in from..=to {
            let stop = i == to || breaks(chars[i]);
            if !stop {
                continue;
            }
            deadline::tick();
            let part = &chars[clause.min(i)..i];
            if has_any(part, &w.lists) {
                (self.reason, self.usage) = (false, false);
            } else if has_any(&chars[clause.min(i)..(i + 1).min(to)], &w.reasons) {
                self.reason = true;
                self.reason_of_budget = self.against_budget
                    || rfind(part, "预算").is_some() && !self.roles.speaks_of_prior(part);
            } else if !path_before(chars, clause)
                && w.usages
                    .iter()
                    .any(|u| rfind(part, u).is_some_and(|k| k == 0 || u.chars().count() > 2))
            {
                self.usage = true;
            } else if self.usage
                && !self.reason
                && clause > s.start
                && chars[clause - 1] == ','
                && clause_begins_compare(chars, clause, i, &w.compare)
            {
                self.usage = false;
            }
            if has_any(part, &w.aside) {
                self.aside = true;
            }
            if self.current.is_some() && !self.reason && !self.usage && has_any(part, &w.parts) {
                // 按用途分类，包括 … begins anew: no parts of the subject that was listed last.
                let anew = !self.stated && clause > s.start;
                self.parent = self.current.clone().filter(|c| !(anew && c.is_subject()));
                let settled = self.changed || self.list.here && self.list.parts > 0;
                self.list = List { settled, open: true, here: true, ..List::default() };
            }
            if self.nameless
                && self.current.is_none()
                && !self.reason
                && !self.usage
                && has_any(part, &w.parts)
            {
                self.parent = Some(About::default());
            }
            if let Some((p, _)) = last_of(part, &w.planned) {
                let owned = last_of(part, &w.owned).is_some_and(|(o, _)| o > p);
                self.assets = Some(if owned { "owned" } else { "planned" });
            } else if has_any(part, &w.owned) {
                self.assets = Some("owned");
            }
            if i > clause && (i < to || to == s.end) {
                self.same(s, start, i);
                if i < to && chars[i] == ':' && !self.reason && !self.usage {
                    self.name_topic(s, start, i);
                }
            }
            if i < to {
                match chars[i] {
                    '(' if self.stack.len() < 32 => {
                        let (current, parent) = (self.current.clone(), self.parent.clone());
                        self.stack.push(Bracket {
                            current,
                            parent,
                            changed: self.changed,
                            list: self.list,
                            lead: from,
                            open: i,
                        });
                    }
                    ')' => {
                        if let Some(b) = self.stack.pop() {
                            (self.current, self.parent, self.changed, self.list) =
                                (b.current, b.parent, b.changed, b.list);
                            self.closed = Some(Closed { lead: b.lead, open: b.open, close: i });
                        }
                    }
                    ';' => {
                        self.aside = false;
                        self.target_money = false;
                    }
                    _ => {}
                }
                clause = i + 1;
                start = match chars[i] {
                    '(' => {
                        outside.push(start);
                        clause
                    }
                    ')' => outside.pop().unwrap_or(clause),
                    _ => clause,
                };
            }
        }
    }

    /// A clause or sentence that is nothing but a name is what follows is about.
    pub(super) fn name_topic(&mut self, s: &Sentence, from: usize, to: usize) {
        let chars = &s.text.chars;
        let mut end = to;
        while end > from && matches!(chars[end - 1], '。' | ':') {
            end -= 1;
        }
        let start = from + skip_ordinal(&chars[from..end], 0);
        if let Some(n) = named(chars, start, end, self.class.as_ref(), self.words) {
            if n.level == '类' {
                self.class = Some(n.clone());
            }
            // Behind the name only 科目, 支出 and the like.
            if end - n.end.min(end) <= 6 {
                self.topic = Some(About::named(n, self.place(FigureKind::Money)));
            }
            return;
        }
        if let Label::Known { key, start: label_start, end: label_end } = label(
            chars,
            start,
            end,
            self.words,
            self.place(FigureKind::Money),
            &self.words.words.heading_tails,
        ) && label_start <= start + 1
            && !key.is_empty()
        {
            self.topic = Some(About {
                key,
                label: chars[label_start..label_end].iter().collect(),
                ..About::default()
            });
        }
    }
}

/// Does a 类 or 款 end right before `at`? What follows is the name of the next level, even 用于….
fn path_before(chars: &[char], at: usize) -> bool {
    at >= 2 && chars[at - 1] == ')' && matches!(chars[at - 2], '类' | '款')
}
