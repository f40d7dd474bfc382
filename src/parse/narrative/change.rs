//! Changes against last year: what changed, and 持平.

use super::about::About;
use super::clause::{Found, Reader, Sentence};
use super::label::skip_ordinal;
use super::role::clause_start;
use super::text::{ends_with, has_any, last_of};
use crate::model::{Amount, Kind, Mention, MoneyUnit};
use rust_decimal::Decimal;

impl Reader<'_> {
    /// What a change is the change of: named in its clause, or spoken of last.
    pub(super) fn changed_thing(&mut self, chars: &[char], from: usize, to: usize) -> Option<About> {
        let clause = clause_start(chars, from, to);
        let w = &self.words.words;
        let verb = |end: usize| w.fall.iter().chain(&w.rise).find(|t| ends_with(&chars[clause..], end - clause, t));
        let mut end = to;
        while verb(end).is_none() {
            match w.after_change.iter().find(|t| ends_with(&chars[clause..], end - clause, t)) {
                Some(t) => end -= t.chars().count(),
                None => break,
            }
        }
        while let Some(t) = verb(end).or_else(|| Some(&self.each).filter(|t| ends_with(&chars[clause..], end - clause, t))) {
            end -= t.chars().count();
        }
        self.compared_thing(chars, clause, end)
    }

    /// What stands before 比上年 … in `chars[clause..end]`, or was spoken of last if nothing does.
    fn compared_thing(&mut self, chars: &[char], clause: usize, end: usize) -> Option<About> {
        let part = &chars[clause..end];
        let mut stop = end;
        for word in &self.words.words.compare {
            let n = word.chars().count();
            for i in 0..part.len().saturating_sub(n) {
                let rest = &part[i + n..];
                let prior = self.words.words.prior.iter().any(|p| p.chars().eq(rest.iter().take(p.chars().count()).copied()));
                let year = rest.len() >= 4 && rest[..4].iter().all(char::is_ascii_digit);
                if part[i..i + n].iter().copied().eq(word.chars()) && (prior || year || rest.first() == Some(&'年')) {
                    stop = stop.min(clause + i);
                }
            }
        }
        let start = clause + skip_ordinal(&chars[clause..stop.max(clause)], 0);
        let start = start.min(stop);
        let mut from = start;
        for p in ["其中", "分别", "各", "并", "同比", "且", "相比", "则", "均", "共"] {
            if chars[from..stop].starts_with(&p.chars().collect::<Vec<_>>()) {
                from += p.chars().count();
            }
        }
        if from >= stop {
            let whole = self.parent.clone().filter(|_| self.listed);
            return whole.or_else(|| self.current.clone());
        }
        match self.find(chars, from, stop) {
            Found::About(a) => Some(a),
            found => {
                let said: String = chars[from..stop].iter().collect();
                // 收入 and 支出 by themselves are the totals spoken of; 预算 and the like whatever was spoken of.
                let total = match said.as_str() {
                    "收入" => Some("income_total"),
                    "支出" => Some("expenditure_total"),
                    _ => None,
                };
                let known = [&self.parent, &self.heading, &self.topic, &self.current];
                if let Some(total) = total {
                    return known.into_iter().flatten().find(|a| a.key == total).cloned();
                }
                let same = |a: &&About| a.label.starts_with(&said);
                let fund = self.words.words.fund_words.iter().any(|w| said.contains(w.as_str()));
                let spoken = matches!(found, Found::Generic) && !fund;
                self.current.as_ref().filter(|a| spoken || same(a)).cloned()
            }
        }
    }

    /// 与上年持平 in the clause `chars[from..to]`: a change of zero.
    pub(super) fn same(&mut self, s: &Sentence, from: usize, to: usize) {
        // 未安排…，与上年持平 has no figure to compare.
        let bare = from <= s.start + skip_ordinal(&s.text.chars[s.start..s.end], 0);
        if self.reason || self.usage || self.aside || !(self.stated || bare) {
            return;
        }
        let chars = &s.text.chars;
        let part = &chars[from..to];
        let w = &self.words.words;
        let Some((at, end)) = last_of(part, &w.same) else { return };
        let word_start = w.same.iter().filter(|t| ends_with(part, end, t)).map(|t| end - t.chars().count()).min().unwrap_or(at);
        if !has_any(&part[..word_start], &w.compare) || !self.roles.speaks_of_prior(&part[..word_start]) {
            return;
        }
        if self.roles.kind == Some(Kind::FinalAccounts) && self.roles.against_budget(chars, from, from + word_start) {
            return;
        }
        let Some(about) = self.compared_thing(chars, from, from + word_start) else { return };
        if self.changed && self.current.as_ref() == Some(&about) {
            return;
        }
        self.changed = true;
        let (start, end) = (from + word_start, from + end);
        let unit = MoneyUnit { label: String::new(), yuan: Decimal::ONE };
        let stated = s.text.printed(start, end);
        let amount = Amount::new(stated.clone(), Decimal::ZERO, &unit);
        self.push(s, start, &about, "_change", Mention { amount, stated, ..Mention::default() });
        self.current = Some(about);
    }
}
