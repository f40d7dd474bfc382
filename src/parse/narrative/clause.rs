//! What each figure of a sentence is, from the words before it and what was spoken of last.

use super::about::About;
use super::figure::{Figure, Unit};
use super::label::{Label, label, skip_ordinal};
use super::reader::{Reader, Sentence};
use super::role::{Budget, Role, clause_start, years};
use super::subject::{Named, named};
use super::text::{REACH, ends_with, last_of, rfind};
use crate::catalog::narrative::{FigureKind, Place};
use crate::model::FUND_TOTALS;
use std::borrow::Cow;

/// Figures that are no part of another: what follows them without 其中 is no part of an earlier one.
const TOTALS: [&str; 6] = [
    "income_total",
    "expenditure_total",
    "fiscal_appropriation_total",
    "general_public_budget_total",
    "government_fund_total",
    "state_capital_total",
];

/// Does the key stand for a total of all funds?
fn is_total(key: &str) -> bool {
    matches!(
        key,
        "income_total"
            | "income_current_total"
            | "income_expenditure_total"
            | "expenditure_total"
            | "expenditure_current_total"
    )
}

impl Reader<'_> {
    /// Takes the figure; `from` is where the words before it begin.
    pub(super) fn figure(&mut self, s: &Sentence, from: usize, figure: &Figure) {
        if let Unit::Count(unit) = &figure.unit {
            return self.count(s, from, figure, unit);
        }
        if figure.unit == Unit::BareZero && self.counts_nothing(s, from, figure) {
            return self.count(
                s,
                from,
                &Figure { unit: Unit::Count(String::new()), ..figure.clone() },
                "",
            );
        }
        if self.aside {
            self.current = None;
            return;
        }
        let (begins, lead) = (from, self.lead(s, from, figure.start));
        let chars = &lead.chars[..];
        let (from, to) = (lead.from, lead.to);
        let percent = figure.unit == Unit::Percent;
        let clause = clause_start(chars, from, to);
        let role = match (self.roles.role(chars, from, to, percent), self.last_change) {
            // 减少4.76万元(26.30%)
            (Role::Compared, Some(negative)) if percent && chars[from..to] == ['('] => {
                Role::Change { negative }
            }
            // 2025年预算为50万元,2026年预算为45万元
            (Role::Own, _) if !percent && self.of_last_year(s, chars, from, to, figure) => {
                Role::LastYear
            }
            // 完成预算5万元的80%
            (Role::Compared, _) if percent && self.completed && chars[from..to] == ['的'] => {
                Role::Completion
            }
            // 较预算减少3万元,降低23.1%
            (Role::Change { .. }, _)
                if percent
                    && self.against_budget
                    && self.before_change(chars, clause, to) == clause =>
            {
                Role::Compared
            }
            (role, _) => role,
        };
        (self.last_change, self.completed) = (None, false);
        let compared = !percent && matches!(role, Role::Compared | Role::PriorFinal);
        self.beside_prior = compared && self.roles.speaks_of_prior(&chars[clause..to]);
        self.against_budget = compared
            && self.roles.against_budget(chars, clause, to)
            && self.before_change(chars, clause, to) < to;
        if (self.reason || self.usage) && !self.leaves_reason(chars, from, to, role, percent) {
            return;
        }
        let opens = !self.stated;
        (self.reason, self.usage, self.stated) = (false, false, true);
        match role {
            Role::Own if percent => {}
            Role::Own => {
                if self.targets(s, begins, figure) {
                    return;
                }
                self.own(s, &lead, figure);
            }
            Role::Change { negative } => {
                if let Some(about) = self.changed_thing(chars, from, to, opens) {
                    let number = if negative { -figure.number.abs() } else { figure.number };
                    (self.changed, self.last_change) = (true, (!percent).then_some(negative));
                    self.list.changes += 1;
                    let suffix = if percent { "_change_percent" } else { "_change" };
                    self.emit(s, figure, &about, suffix, number);
                    self.current = Some(about);
                }
            }
            Role::Share | Role::Completion => {
                if role == Role::Completion
                    && let Some(named) =
                        self.named_before(chars, clause, to, &self.words.words.completion)
                {
                    self.current = Some(named);
                }
                if let Some(about) = self.current.clone() {
                    self.emit(
                        s,
                        figure,
                        &about,
                        if role == Role::Share { "_share_percent" } else { "_completion_percent" },
                        figure.number,
                    );
                }
            }
            Role::InitialBudget | Role::FullYearBudget => {
                let initial = role == Role::InitialBudget;
                let end = self.roles.before_words(
                    chars,
                    from,
                    to,
                    if initial { Budget::Initial } else { Budget::FullYear },
                );
                let bare = self.roles.before_completion(chars, from, end);
                self.completed = bare < end;
                let about = match self.thing(chars, from, bare) {
                    Some(thing) => thing,
                    None if self.completed || self.pending => self.current.clone(),
                    None => self.spoken_of(),
                };
                self.current = about.clone();
                self.pending = !self.completed;
                if let Some(about) = about {
                    self.emit(
                        s,
                        figure,
                        &about,
                        if initial { "_initial_budget" } else { "_full_year_budget" },
                        figure.number,
                    );
                }
            }
            Role::PriorFinal => {
                let named = self
                    .compared_to(chars, from, to)
                    .or_else(|| self.named_before(chars, clause, to, &self.words.words.executed));
                if let Some(about) =
                    named.or_else(|| self.current.clone()).or_else(|| self.spoken_of())
                {
                    self.after_prior = true;
                    self.emit(s, figure, &about, "_prior_final", figure.number);
                    self.current = Some(about);
                }
            }
            Role::LastYear => {
                self.current = match self.find(chars, from, to) {
                    Found::About(about) => Some(about),
                    Found::Generic => self.current.take().or_else(|| self.spoken_of()),
                    Found::Unknown => None,
                };
                self.after_last_year = self.current.is_some();
            }
            Role::Compared => {}
        }
    }

    /// The words before a figure. Behind a bracket that holds figures of its own they go on from before it:
    /// 运行费5万元(其中…)比上年增加, 比上年(8万元)减少.
    fn lead<'t>(&self, s: &Sentence<'t, '_>, from: usize, to: usize) -> Lead<'t> {
        match self.closed {
            Some(b) if b.open < from && b.close >= from => {
                let start = b.lead.max(b.open.saturating_sub(REACH));
                let chars = [&s.text.chars[start..b.open], &s.text.chars[b.close + 1..to]].concat();
                Lead { from: 0, to: chars.len(), chars: chars.into() }
            }
            _ => Lead { from, to, chars: (&s.text.chars[..]).into() },
        }
    }

    /// What the clause names before the last of the words: 某收入完成年初预算108.9%, 2025年某费执行数.
    fn named_before(
        &mut self,
        chars: &[char],
        clause: usize,
        to: usize,
        words: &[String],
    ) -> Option<About> {
        let (at, _) = last_of(&chars[clause..to], words)?;
        match self.find(chars, clause, clause + at) {
            Found::About(about) if at > 0 => Some(about),
            _ => None,
        }
    }

    /// What a sentence or heading before named.
    fn spoken_of(&self) -> Option<About> {
        self.topic.clone().or_else(|| self.heading.clone())
    }

    /// Does the clause speak of last year, and the sentence go on to speak of this one?
    fn of_last_year(
        &self,
        s: &Sentence,
        chars: &[char],
        from: usize,
        to: usize,
        figure: &Figure,
    ) -> bool {
        let clause = &chars[clause_start(chars, from, to)..to];
        self.roles.year.is_some_and(|now| {
            let this = format!("{now}年");
            years(clause).any(|y| y < now)
                && !years(clause).any(|y| y >= now)
                && rfind(clause, "结转").is_none()
                && rfind(&s.text.chars[figure.end..s.end.min(figure.end + REACH)], &this).is_some()
        })
    }

    /// After ； or 其中 a figure whose clause begins with its name ends the reason. So does a change, where the sentence
    /// goes through the parts of a whole: 其中：甲增加1万元，主要原因是…；乙减少2万元.
    fn leaves_reason(
        &mut self,
        chars: &[char],
        from: usize,
        to: usize,
        role: Role,
        percent: bool,
    ) -> bool {
        let change = matches!(role, Role::Change { .. });
        let apart = self.reason_of_budget || chars[from..to].contains(&';');
        if change
            && self.reason
            && apart
            && !self.changed
            && self.turns_to_last_year(chars, from, to)
        {
            return true;
        }
        let own = matches!(role, Role::Own | Role::InitialBudget | Role::FullYearBudget);
        if percent || !(own || change && self.list.here) {
            return false;
        }
        let w = &self.words.words;
        let lead = &chars[from..to];
        let parts = last_of(lead, &w.parts)
            .filter(|&(_, e)| !w.usages.iter().any(|u| ends_with(lead, e, u)))
            .map(|(_, e)| e);
        let Some(open) = lead.iter().rposition(|c| *c == ';').map(|i| i + 1).max(parts) else {
            return false;
        };
        let start = from
            + open
            + usize::from(chars.get(from + open).is_some_and(|c| matches!(c, ':' | ',')));
        // 一是 …; 二是 … goes on explaining.
        let n = (start + skip_ordinal(&chars[start.min(to)..to], 0)).min(to);
        if n > start && chars[n - 1] == '是' {
            return false;
        }
        let to = if change { self.before_change(chars, n, to) } else { to };
        if named(chars, n, to, self.class.as_ref(), self.words).is_some() {
            return matches!(self.find(chars, n, to), Found::About(_));
        }
        let begins = match label(chars, n, to, self.words, self.place(FigureKind::Money), &[]) {
            Label::Known { start, .. } | Label::Class { start, .. } => start,
            _ => return false,
        };
        begins == n
            || matches!(label(chars, n, begins, self.words, Place::default(), &[]), Label::Generic)
    }

    /// A figure of its own.
    fn own(&mut self, s: &Sentence, lead: &Lead, figure: &Figure) {
        (self.changed, self.nameless) = (false, false);
        self.listed = lead.chars.get(lead.from) == Some(&'、');
        match self.find(&lead.chars, lead.from, lead.to) {
            Found::About(mut about) => {
                if about.label == "本年支出"
                    && let Some(total) =
                        self.current.as_ref().and_then(|c| self.spending_of(&c.label))
                {
                    about.key = total.into();
                }
                // 其中：一般公共预算拨款 … goes on with the list of the whole.
                if TOTALS.contains(&about.key.as_str())
                    && !(self.list.here && FUND_TOTALS.contains(&about.key.as_str()))
                {
                    self.parent = None;
                }
                self.list.parts += 1;
                self.emit(s, figure, &about, "", figure.number);
                self.current = Some(about);
            }
            Found::Generic if figure.unit != Unit::BareZero => {
                // A figure without a name opens its sentence, or speaks of something else: 购置公务用车0辆，金额0万元.
                let about = match self.pending || self.after_prior || self.after_last_year {
                    true => self.current.clone(),
                    false => self.spoken_of().filter(|_| !self.seen && !numbers_before(s, figure)),
                };
                // 上年执行数 …，今年预算安排 … restates a subject that has its figure.
                let restated = self.after_prior && self.stated_before(&about);
                if let Some(about) = about {
                    self.emit(
                        s,
                        figure,
                        &about,
                        if restated { "_arranged" } else { "" },
                        figure.number,
                    );
                    self.current = Some(about);
                }
                self.pending = false;
            }
            Found::Generic => {}
            Found::Unknown => {
                (self.current, self.nameless) = (None, true);
                if matches!(figure.unit, Unit::Money(_)) {
                    let first = || {
                        (
                            s.text.page(figure.start),
                            s.around(figure.start).chars().take(120).collect(),
                            0,
                        )
                    };
                    self.unnamed.get_or_insert_with(first).2 += 1;
                }
            }
        }
    }

    /// The spending of the fund whose income was stated just before: 一般公共预算财政拨款本年收入5万元；本年支出5万元.
    fn spending_of(&self, income: &str) -> Option<&'static str> {
        let funds = self.words.words.fund_words.iter().zip(FUND_TOTALS);
        funds
            .filter(|(word, _)| income.starts_with(word.as_str()) && income.contains("收入"))
            .map(|(_, key)| key)
            .next()
    }

    fn stated_before(&self, about: &Option<About>) -> bool {
        let Some(a) = about else { return false };
        self.mentions
            .iter()
            .rev()
            .take(8)
            .any(|m| m.key == a.key.as_str() && m.code == a.code && m.name == a.name)
    }

    /// 某款：2018年预算支出合计: the words between a subject and its figure name no more than 支出.
    fn restates(&self, chars: &[char], from: usize, to: usize) -> bool {
        match label(chars, from, to, self.words, self.place(FigureKind::Money), &[]) {
            Label::Known { key, start, .. } if key == "expenditure_total" => {
                label(chars, from, start, self.words, Place::default(), &[]) == Label::Generic
            }
            _ => false,
        }
    }

    /// What the words before `to` name.
    pub(super) fn find(&mut self, chars: &[char], from: usize, to: usize) -> Found {
        if let Some(n) = named(chars, from, to, self.class.as_ref(), self.words) {
            let rest = label(chars, n.end.min(to), to, self.words, Place::default(), &[]);
            let tail: String = chars[n.end.min(to)..to].iter().filter(|c| **c != ':').collect();
            if rest == Label::Generic
                || matches!(tail.as_str(), "支出" | "科目" | "科目支出" | "")
                || tail.starts_with("科目") && tail.chars().count() < 8
                || self.restates(chars, n.end.min(to), to)
            {
                if n.level == '类' {
                    self.class = Some(n.clone());
                }
                return Found::About(About::named(n, self.place(FigureKind::Money)));
            }
        }
        let place = self.place(FigureKind::Money);
        match label(chars, from, to, self.words, place, &[]) {
            // 基金预算收入 is no 预算收入.
            Label::Known { key, start, .. }
                if is_total(&key)
                    && self
                        .words
                        .words
                        .parts_only
                        .iter()
                        .any(|w| ends_with(&chars[from..], start - from, w)) =>
            {
                Found::Unknown
            }
            Label::Known { key, start, end } => Found::About(About {
                key,
                label: chars[start..end].iter().collect(),
                ..About::default()
            }),
            Label::Class { name, .. } => {
                let n = Named { code: String::new(), name, level: '类', end: to };
                let about = About::named(n.clone(), place);
                self.class = Some(n);
                Found::About(about)
            }
            Label::Generic => Found::Generic,
            Label::Unknown => Found::Unknown,
        }
    }

    /// The thing named in `chars[from..to]`, if anything is.
    fn thing(&mut self, chars: &[char], from: usize, to: usize) -> Option<Option<About>> {
        match self.find(chars, from, to) {
            Found::About(a) => Some(Some(a)),
            Found::Generic => None,
            Found::Unknown => Some(None),
        }
    }
}

/// Does the sentence print numbers other than dates in the clauses before that of the figure: 接待50批次，共计支出5万元?
fn numbers_before(s: &Sentence, figure: &Figure) -> bool {
    let chars = &s.text.chars[..figure.start];
    let clause = clause_start(chars, s.start, figure.start);
    let start = (s.start + skip_ordinal(&chars[s.start..], 0)).min(clause);
    let goes_on = |c: &char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日');
    (start..clause).any(|i| chars[i].is_ascii_digit() && !chars.get(i + 1).is_some_and(goes_on))
}

/// The words before a figure: `chars[from..to]`.
struct Lead<'t> {
    chars: Cow<'t, [char]>,
    from: usize,
    to: usize,
}

pub(super) enum Found {
    About(About),
    Generic,
    Unknown,
}
