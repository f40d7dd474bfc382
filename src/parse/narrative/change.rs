//! Changes against last year: what changed, and 持平.

use super::about::About;
use super::clause::Found;
use super::label::{Label, label, skip_ordinal};
use super::reader::{Reader, Sentence};
use super::role::clause_start;
use super::text::{ends_with, has_any, last_of, rfind, starts_with};
use crate::catalog::narrative::{FigureKind, Place};
use crate::model::{Amount, Kind, Mention, MoneyUnit};
use rust_decimal::Decimal;

impl Reader<'_> {
    /// What a change is the change of: named in its clause, or spoken of last. `opens` says that the sentence has stated
    /// nothing before.
    pub(super) fn changed_thing(
        &mut self,
        chars: &[char],
        from: usize,
        to: usize,
        opens: bool,
    ) -> Option<About> {
        let clause = clause_start(chars, from, to);
        let end = self.before_change(chars, clause, to);
        let bare = end == clause && clause > from;
        self.named_in_comparison(chars, from, clause)
            .filter(|_| bare)
            .or_else(|| self.compared_thing(chars, clause, end, opens))
    }

    /// What the clause before a bare change compares with last year: 与上年收支总预算相比，增加 …, 某支出与上年相比，增加 ….
    fn named_in_comparison(&self, chars: &[char], from: usize, clause: usize) -> Option<About> {
        let end = clause.checked_sub(1).filter(|&e| e > from)?;
        let start = clause_start(chars, from, end);
        let part = &chars[start..end];
        let told = ["相比较", "相比", "比较", "对比"]
            .into_iter()
            .find(|w| ends_with(part, part.len(), w))?;
        let stop = match self.comparison(part)? {
            0 => end - told.chars().count(),
            before => start + before,
        };
        match label(chars, start, stop, self.words, self.place(FigureKind::Money), &[]) {
            Label::Known { key, start, end } if !key.is_empty() => {
                Some(About { key, label: chars[start..end].iter().collect(), ..About::default() })
            }
            _ => None,
        }
    }

    /// Does the change at `to` compare with last year and name nothing: 与上年相比减少, 决算数比2023年增加, 与上年相比，减少?
    pub(super) fn turns_to_last_year(&self, chars: &[char], from: usize, to: usize) -> bool {
        const LONG: usize = 16;
        let clause = clause_start(chars, from, to);
        let end = self.before_change(chars, clause, to);
        let (start, end) = match clause.checked_sub(1) {
            Some(comma) if end == clause && comma > from => {
                (clause_start(chars, from, comma), comma)
            }
            _ => (clause, end),
        };
        end - start <= LONG
            && self.compares_at_once(chars, start, end)
            && self.roles.speaks_of_prior(&chars[start..end])
    }

    /// Does `chars[from..to]` begin with a comparison, but for 决算数 and the like?
    fn compares_at_once(&self, chars: &[char], from: usize, to: usize) -> bool {
        self.comparison(&chars[from..to]).is_some_and(|at| {
            label(chars, from, from + at, self.words, Place::default(), &[]) == Label::Generic
        })
    }

    /// Before 增加, 各增长约 … at the end of `chars[from..to]`.
    pub(super) fn before_change(&self, chars: &[char], from: usize, to: usize) -> usize {
        let w = &self.words.words;
        let verb = |end: usize| {
            w.fall.iter().chain(&w.rise).find(|t| ends_with(&chars[from..], end - from, t))
        };
        let mut end = to;
        while verb(end).is_none() {
            match w.after_change.iter().find(|t| ends_with(&chars[from..], end - from, t)) {
                Some(t) => end -= t.chars().count(),
                None => break,
            }
        }
        while let Some(t) = verb(end)
            .or_else(|| Some(&self.each).filter(|t| ends_with(&chars[from..], end - from, t)))
        {
            end -= t.chars().count();
        }
        end
    }

    /// Where 比上年, 与2025年, 小于上年 or 同比 begins in `part`.
    fn comparison(&self, part: &[char]) -> Option<usize> {
        let w = &self.words.words;
        let with_year = w.compare.iter().chain(&w.above).chain(&w.below).filter_map(|word| {
            let n = word.chars().count();
            (0..part.len().saturating_sub(n)).find(|&i| {
                let rest = &part[i + n..];
                let prior = w
                    .prior
                    .iter()
                    .any(|p| p.chars().eq(rest.iter().take(p.chars().count()).copied()));
                let year = rest.len() >= 4 && rest[..4].iter().all(char::is_ascii_digit);
                part[i..i + n].iter().copied().eq(word.chars())
                    && (prior || year || rest.first() == Some(&'年'))
            })
        });
        with_year.chain(rfind(part, "同比")).min()
    }

    /// What is said to be compared with the figure of last year at `to`, if its clause names it.
    pub(super) fn compared_to(&mut self, chars: &[char], from: usize, to: usize) -> Option<About> {
        let clause = clause_start(chars, from, to);
        let at = self.comparison(&chars[clause..to]).filter(|&at| at > 0)?;
        self.compared_thing(chars, clause, clause + at, false)
    }

    /// What stands before 比上年 … in `chars[clause..end]`, or was spoken of last if nothing does.
    fn compared_thing(
        &mut self,
        chars: &[char],
        clause: usize,
        end: usize,
        opens: bool,
    ) -> Option<About> {
        let stop = self.comparison(&chars[clause..end]).map_or(end, |at| clause + at);
        let start = clause + skip_ordinal(&chars[clause..stop.max(clause)], 0);
        let start = start.min(stop);
        let mut from = start;
        for p in ["其中", "分别", "各", "并", "即", "同", "且", "相比", "则", "均", "共"]
        {
            if starts_with(&chars[from..stop], p) {
                from += p.chars().count();
            }
        }
        if from >= stop {
            // A sentence of its own, or after 甲1万元、乙2万元: the whole.
            let whole = self.listed
                || opens
                    && self.list.open
                    && (self.current.is_none() || self.list.speaks_of_whole());
            return self.parent.clone().filter(|_| whole).or_else(|| self.current.clone());
        }
        match self.find(chars, from, stop) {
            Found::About(a) => Some(a),
            found => {
                let said: String = chars[from..stop].iter().collect();
                // 收支, 收入 and 支出 by themselves are the totals spoken of; 预算 and the like whatever was spoken of.
                if matches!(said.as_str(), "收支" | "收入支出" | "收、支") {
                    return self.current.clone();
                }
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
        let before = &s.text.chars[s.start..from];
        let listed = last_of(before, &self.words.words.parts)
            .map_or(0, |(_, end)| (end + 1).min(before.len()));
        let bare = !before[listed..].iter().any(|c| matches!(c, ',' | ';' | ':' | '、'));
        let chars = &s.text.chars;
        let part = &chars[from..to];
        let w = &self.words.words;
        let explains =
            self.reason && !(self.reason_of_budget && self.compares_at_once(chars, from, to));
        if explains || self.usage || self.aside || !(self.stated || bare) {
            return;
        }
        let Some((at, end)) = last_of(part, &w.same) else { return };
        let word_start = w
            .same
            .iter()
            .filter(|t| ends_with(part, end, t))
            .map(|t| end - t.chars().count())
            .min()
            .unwrap_or(at);
        let compared = has_any(&part[..word_start], &w.compare)
            && self.roles.speaks_of_prior(&part[..word_start]);
        let beside = self.beside_prior && word_start == 0;
        if !compared && !beside && rfind(&part[..word_start], "同比").is_none() {
            return;
        }
        if self.roles.kind == Some(Kind::FinalAccounts)
            && self.roles.against_budget(chars, from, from + word_start)
        {
            return;
        }
        let Some(about) = self.compared_thing(chars, from, from + word_start, !self.stated) else {
            return;
        };
        if self.changed && self.current.as_ref() == Some(&about) {
            return;
        }
        self.changed = true;
        self.list.changes += 1;
        let (start, end) = (from + word_start, from + end);
        let unit = MoneyUnit { label: String::new(), yuan: Decimal::ONE };
        let stated = s.text.printed(start, end);
        let amount = Amount::new(stated.clone(), Decimal::ZERO, &unit);
        self.push(s, start, &about, "_change", Mention { amount, stated, ..Mention::default() });
        self.current = Some(about);
    }
}
