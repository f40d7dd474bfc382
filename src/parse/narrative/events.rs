//! What final accounts count besides money: 团组数, 人次, 接待批次, contracts with 中小企业, projects evaluated.
//!
//! 1. Which events there are, and which keys their figures have by unit, is data (`[[event]]`).
//! 2. A figure is one of the event named last before it in its sentence, else of the one named behind it, else of the one
//!    that a sentence without figures before it names. A share is of what stands before its 占.
//! 3. A sentence has each key once: what follows 其中 is a part.
//! 4. Only figures that are nothing else by their own label can be events.

use super::about::About;
use super::figure::{Figure, Unit, event_counts};
use super::lead::clause_start;
use super::reader::Reader;
use super::text::{Span, Text, has_any, rfind, starts_with_any};
use crate::catalog::narrative::{Counted, Event};
use crate::model::Kind;

/// How far behind a figure its event may be named.
const BEHIND: usize = 30;
/// How far behind it what belongs to its clause may stand: 15个项目.
const NEAR: usize = 8;

impl Reader<'_> {
    /// The figures of events in a paragraph; `figures` are those with a unit of their own.
    pub(super) fn events(&mut self, text: &Text, figures: &[Figure]) {
        if self.roles.kind != Some(Kind::FinalAccounts) {
            return;
        }
        let events = &self.vocabulary.events;
        let mut topic: Option<usize> = None;
        let mut told: Vec<String> = Vec::new();
        for (start, end) in text.sentences() {
            let s = Span { text, start, end };
            let own = self.with_units(&text.chars, start, end, figures);
            // What follows 其中 is a part of what the sentence before tells.
            if !starts_with_any(&text.chars[start..end], &self.words().course.parts) {
                told.clear();
            }
            for figure in &own {
                let Some(event) = named(&s, figure, events).or(topic) else { continue };
                let Some(key) = key(&s, figure, &events[event]) else { continue };
                if self.paragraph.years.of_money(figure.start) != 0 {
                    continue;
                }
                let new = !told.contains(&key) && !self.stated.has(figure.start);
                told.push(key.clone());
                if new {
                    self.stated.figure(&s, figure, &About::key(&key), "");
                }
            }
            let sentence = &text.chars[start..end];
            topic = own.is_empty().then(|| last(sentence, events)).flatten();
        }
    }

    /// The figures of a sentence, those that only events count among them.
    fn with_units(
        &self,
        chars: &[char],
        start: usize,
        end: usize,
        figures: &[Figure],
    ) -> Vec<Figure> {
        let inside = |f: &&Figure| f.start >= start && f.start < end;
        let own: Vec<Figure> = figures.iter().filter(inside).cloned().collect();
        let mut all = event_counts(chars, start..end, &own, &self.words().figures);
        all.extend(own);
        all.sort_by_key(|f| f.start);
        all
    }
}

/// The event that a figure is one of, by its sentence.
fn named(s: &Span, figure: &Figure, events: &[Event]) -> Option<usize> {
    let chars = &s.text.chars;
    let before = &chars[s.start..figure.start];
    let clause = clause_start(before);
    let share = matches!(figure.unit, Unit::Percent).then(|| rfind(&before[clause..], "占"));
    let before = &before[..share.flatten().map_or(before.len(), |at| clause + at)];
    let behind = &chars[figure.end..s.end.min(figure.end + BEHIND)];
    last(&without_brackets(before), events).or_else(|| last(behind, events))
}

/// The words without closed brackets that hold numbers of their own: 接待46批次(其中外事接待3批次),388人次.
fn without_brackets(words: &[char]) -> Vec<char> {
    let mut kept: Vec<char> = Vec::new();
    for &c in words {
        let open = if c == ')' { kept.iter().rposition(|o| *o == '(') } else { None };
        match open {
            Some(open) if kept[open..].iter().any(char::is_ascii_digit) => kept.truncate(open),
            _ => kept.push(c),
        }
    }
    kept
}

/// The event that the words name last; of names that end together the longest.
fn last(chars: &[char], events: &[Event]) -> Option<usize> {
    let found = events.iter().enumerate().flat_map(|(i, event)| {
        let names = event.names.iter();
        names.filter_map(move |name| {
            let len = name.chars().count();
            let at = rfind(chars, name)?;
            Some((at + len, len, i))
        })
    });
    found.max().map(|(_, _, event)| event)
}

/// The key of a figure of this event, by its unit and by the words of its clause.
fn key(s: &Span, figure: &Figure, event: &Event) -> Option<String> {
    let chars = &s.text.chars;
    let start = s.start + clause_start(&chars[s.start..figure.start]);
    let end = s.end.min(figure.end + NEAR);
    let stop = chars[figure.end..end].iter().position(|c| matches!(c, ',' | ';' | '。' | ':'));
    let clause = &chars[start..stop.map_or(end, |at| figure.end + at)];
    let share = matches!(figure.unit, Unit::Percent);
    let fits = |counted: &&Counted| {
        let unit = match &figure.unit {
            Unit::Money(_) => counted.money,
            Unit::Percent => counted.share,
            Unit::Count(unit) => counted.units.iter().any(|u| u == unit),
            Unit::BareZero => false,
        };
        unit && (share || counted.near.is_empty() || has_any(clause, &counted.near))
            && !has_any(clause, &counted.without)
    };
    // A share is of its event only where it says 占.
    if share && rfind(clause, "占").is_none() {
        return None;
    }
    let found = event.counted.iter().find(fits)?;
    Some(if share { format!("{}_share_percent", found.key) } else { found.key.clone() })
}
