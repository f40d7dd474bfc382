//! What a figure is by the words directly before it: a figure of its own, a change, a share, a budget …

use super::text::{REACH, ends_with, has_any, last_of, rfind, starts_with};
use crate::catalog::narrative::Words;
use crate::model::Kind;

/// Figures that a label's clause binds otherwise than as the figure itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    Own,
    Change {
        negative: bool,
    },
    Share,
    Completion,
    InitialBudget,
    FullYearBudget,
    PriorFinal,
    /// Last year's figure of something whose figure for this year follows.
    LastYear,
    /// Last year's budget and other figures to compare with: no key.
    Compared,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Budget {
    Initial,
    FullYear,
}

/// What is needed to tell the roles apart.
#[derive(Clone, Copy)]
pub(super) struct Roles<'w> {
    pub kind: Option<Kind>,
    pub year: Option<u16>,
    pub words: &'w Words,
}

impl Roles<'_> {
    /// What the words directly before the figure make of it.
    pub fn role(&self, chars: &[char], from: usize, to: usize, percent: bool) -> Role {
        let w = self.words;
        let clause = clause_start(chars, from, to);
        let mut end = to;
        while let Some(t) = w.after_change.iter().find(|t| ends_with(&chars[from..], end - from, t))
        {
            end -= t.chars().count();
        }
        let verb = |list: &[String], end: usize| {
            list.iter()
                .find(|v| ends_with(&chars[from..], end - from, v))
                .map(|v| end - v.chars().count())
        };
        let fall = verb(&w.fall, to).or(verb(&w.fall, end));
        let rise = verb(&w.rise, to).or(verb(&w.rise, end));
        if fall.is_some() || rise.is_some() {
            let start = fall.or(rise).unwrap_or(to);
            return if self.kind == Some(Kind::FinalAccounts)
                && self.against_budget(chars, clause.min(start), start)
            {
                Role::Compared
            } else {
                Role::Change { negative: fall.is_some() }
            };
        }
        // 本年数小于上年预算数40.05万元
        let beside = |list: &[String]| {
            let found = last_of(&chars[clause..to], list)
                .filter(|&(i, _)| i == 0 || chars[clause + i - 1] != '不');
            found.is_some_and(|(_, e)| self.speaks_of_prior(&chars[clause + e..to]))
        };
        if !percent && (beside(&w.below) || beside(&w.above)) {
            return Role::Change { negative: beside(&w.below) };
        }
        if percent {
            return if has_any(&chars[clause..to], &w.completion) {
                Role::Completion
            } else if has_any(&chars[clause..to], &w.share) {
                Role::Share
            } else {
                Role::Compared
            };
        }
        let accounts = self.kind == Some(Kind::FinalAccounts);
        if accounts && self.before_words(chars, from, to, Budget::Initial) < to {
            return Role::InitialBudget;
        }
        if self.before_words(chars, from, to, Budget::FullYear) < to
            && (accounts || !has_any(&chars[clause..to], &w.compare))
        {
            return Role::FullYearBudget;
        }
        let prior = self.speaks_of_prior(&chars[clause..to]);
        let bare = strip(chars, clause, to, &["为", "数", "是", ":"]);
        if prior
            && w.executed.iter().any(|e| {
                ends_with(&chars[clause..], bare - clause, e)
                    || ends_with(&chars[clause..], to - clause, e)
            })
        {
            return Role::PriorFinal;
        }
        let compared = has_any(&chars[clause..to], &w.compare[..]) && prior;
        // 比上年预算数28万元减少: a figure to compare with.
        if compared && clause_begins_compare(chars, clause, to, w.compare.as_slice()) {
            Role::Compared
        } else {
            Role::Own
        }
    }

    /// Compared with the year's own budget, not with last year.
    pub fn against_budget(&self, chars: &[char], clause: usize, to: usize) -> bool {
        let part = &chars[clause..to];
        has_any(part, &self.words.compare)
            && !self.speaks_of_prior(part)
            && rfind(part, "预算").is_some()
    }

    pub fn speaks_of_prior(&self, part: &[char]) -> bool {
        has_any(part, &self.words.prior) || years(part).any(|y| self.year.is_none_or(|now| y < now))
    }

    /// Index before 完成 at the end of `chars[from..to]`, if it ends so; else `to`.
    pub fn before_completion(&self, chars: &[char], from: usize, to: usize) -> usize {
        let ends = self.words.completion.iter().filter(|w| ends_with(&chars[from..], to - from, w));
        to - ends.map(|w| w.chars().count()).max().unwrap_or(0)
    }

    /// Index before 年初预算为, 全年预算数为 … where the lead ends so; else `to`.
    pub fn before_words(&self, chars: &[char], from: usize, to: usize, which: Budget) -> usize {
        let w = self.words;
        let list = if which == Budget::Initial { &w.initial_budget } else { &w.full_year_budget };
        let bare = strip(chars, from, to, &["为", "数", "是", ":"]);
        let hit = list.iter().filter_map(|t| {
            let n = t.chars().count();
            [to, bare].into_iter().find(|e| ends_with(&chars[from..], e - from, t)).map(|e| e - n)
        });
        let plain = || {
            // 一般公共预算5万元 is the money of that fund.
            let fund = w
                .parts_only
                .iter()
                .any(|f| f.ends_with("预算") && ends_with(&chars[from..], bare - from, f));
            let accounts = which == Budget::FullYear && self.kind == Some(Kind::FinalAccounts);
            (accounts && !fund && ends_with(&chars[from..], bare - from, "预算")).then(|| bare - 2)
        };
        hit.min().or_else(plain).unwrap_or(to)
    }
}

/// Behind the last comma, semicolon, colon or open bracket before `to`; a closed bracket belongs to the clause
/// (因公出国(境)费).
pub(super) fn clause_start(chars: &[char], from: usize, to: usize) -> usize {
    let from = from.max(to.saturating_sub(REACH));
    let mut depth = 0usize;
    for i in (from..to).rev() {
        match chars[i] {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            ',' | ';' | '。' | ':' | '(' if depth == 0 => return i + 1,
            _ => {}
        }
    }
    from
}

/// Behind the last semicolon before `to`.
pub(super) fn segment_start(chars: &[char], from: usize, to: usize) -> usize {
    let from = from.max(to.saturating_sub(REACH));
    (from..to).rev().find(|&i| matches!(chars[i], ';' | '。')).map_or(from, |i| i + 1)
}

fn strip(chars: &[char], from: usize, to: usize, words: &[&str]) -> usize {
    let mut end = to;
    while let Some(w) = words.iter().find(|w| ends_with(&chars[from..], end - from, w)) {
        end -= w.chars().count();
    }
    end
}

/// Does the clause begin with 比, 较 …?
pub(super) fn clause_begins_compare(
    chars: &[char],
    clause: usize,
    to: usize,
    compare: &[String],
) -> bool {
    compare.iter().any(|w| starts_with(&chars[clause..to], w))
}

/// The years (2024年) in `part`.
pub(super) fn years(part: &[char]) -> impl Iterator<Item = u16> + '_ {
    (0..part.len().saturating_sub(4)).filter_map(|i| {
        let digits = &part[i..i + 4];
        let alone = i == 0 || !part[i - 1].is_ascii_digit();
        // 与2025年持平, and 与2025持平.
        let year = part[i + 4] == '年'
            || digits[..2] == ['2', '0']
                && !part[i + 4].is_ascii()
                && !"万亿元个项辆台套%".contains(part[i + 4]);
        (alone && digits.iter().all(char::is_ascii_digit) && year)
            .then(|| digits.iter().collect::<String>().parse().ok())
            .flatten()
    })
}
