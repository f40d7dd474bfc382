//! What each figure of a sentence is, from the words before it and what was spoken of last.

use super::figure::{Figure, Unit};
use super::label::{Label, breaks, label, skip_ordinal};
use super::subject::{Named, family, named};
use super::text::{Text, ends_with, has_any, last_of, rfind};
use crate::catalog::narrative::{FigureKind, Narrative, Place, fold};
use crate::model::{Amount, Kind, Mention, MoneyUnit};
use rust_decimal::Decimal;

/// What a figure is about: a key, for subjects with code and name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct About {
    pub key: String,
    pub code: String,
    pub name: String,
    /// The label's words, to know a shorter one again (收入 for 收入预算).
    label: String,
}

impl About {
    pub fn key(key: &str) -> About {
        About { key: key.into(), ..About::default() }
    }

    pub fn named(named: Named, place: Place) -> About {
        let class = named.level == '类' && named.code.is_empty();
        let key = match (class, place.section) {
            (true, Some("government_fund" | "state_capital")) => "",
            (true, _) => "general_public_budget_class",
            (false, _) => family(place),
        };
        // Economic subjects (3…, 5…) are listed like functional ones and have no key.
        let key = if named.code.is_empty() || named.code.starts_with('2') { key } else { "" };
        About { key: key.into(), code: named.code, name: named.name, label: String::new() }
    }
}

/// Figures that a label's clause binds otherwise than as the figure itself.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Role {
    Own,
    Change { negative: bool },
    Share,
    Completion,
    InitialBudget,
    FullYearBudget,
    PriorFinal,
    /// Last year's budget and other figures to compare with: no key.
    Compared,
}

/// Figures that are no part of another: what follows them without 其中 is no part of an earlier one.
const TOTALS: [&str; 6] =
    ["income_total", "expenditure_total", "fiscal_appropriation_total", "general_public_budget_total", "government_fund_total", "state_capital_total"];

/// State of the reading; see the module for the rules.
pub(super) struct Reader<'w> {
    kind: Option<Kind>,
    year: Option<u16>,
    words: &'w Narrative,
    /// 各, between a subject and its change.
    each: String,
    section: Option<&'w str>,
    /// What the heading is about.
    heading: Option<About>,
    /// What a sentence or clause without figures named.
    topic: Option<About>,
    /// What the last figure was of.
    current: Option<About>,
    /// `current` was set in this sentence by a budget figure: the outturn follows without a name.
    pending: bool,
    /// The figure whose parts (其中) follow.
    parent: Option<About>,
    /// 类 of subjects that are printed from the 款 on.
    class: Option<Named>,
    /// The list of subjects belongs to this fund: its total was stated last.
    fund: Option<&'static str>,
    /// Assets: owned or planned.
    assets: Option<&'static str>,
    /// Rest of the sentence is a reason.
    reason: bool,
    /// Rest of the clause says what the money is used for.
    usage: bool,
    /// Clause is about something else.
    aside: bool,
    /// The performance targets' money is due.
    target_money: bool,
    /// `current` has its change already.
    changed: bool,
    /// Last year's outturn of the topic was just stated.
    after_prior: bool,
    /// This sentence has stated a figure.
    stated: bool,
    stack: Vec<(Option<About>, Option<About>, bool)>,
    pub mentions: Vec<Mention>,
    pub unnamed: Vec<(u32, String)>,
}

struct Sentence<'t, 'p> {
    text: &'t Text<'p>,
    start: usize,
    end: usize,
}

impl<'w> Reader<'w> {
    pub fn new(kind: Option<Kind>, year: Option<u16>, words: &'w Narrative) -> Self {
        Reader {
            kind,
            year,
            words,
            each: "各".into(),
            section: None,
            heading: None,
            topic: None,
            current: None,
            pending: false,
            parent: None,
            class: None,
            fund: None,
            assets: None,
            reason: false,
            usage: false,
            aside: false,
            target_money: false,
            changed: false,
            after_prior: false,
            stated: false,
            stack: Vec::new(),
            mentions: Vec::new(),
            unnamed: Vec::new(),
        }
    }

    /// A heading was passed.
    pub fn enter(&mut self, (section, about): (Option<&'w str>, Option<About>)) {
        if section != self.section {
            (self.parent, self.class, self.fund, self.assets, self.current) = (None, None, None, None, None);
        }
        self.section = section;
        self.heading = about;
        self.topic = None;
    }

    fn place(&self, figure: FigureKind) -> Place<'_> {
        let section = match (self.section, self.fund) {
            (Some("government_fund" | "state_capital" | "general_public_budget"), _) | (_, None) => self.section,
            (_, fund) => fund,
        };
        Place { kind: self.kind, section, parent: self.parent.as_ref().map(|p| p.key.as_str()), figure }
    }

    /// Reads a paragraph with its figures.
    pub fn paragraph(&mut self, text: &Text, figures: &[Figure]) {
        if skip_ordinal(&text.chars, 0) > 0 {
            self.topic = None;
        }
        self.after_prior = false;
        self.stack.clear();
        for (start, end) in text.sentences() {
            let inside: Vec<&Figure> = figures.iter().filter(|f| f.start >= start && f.start < end).collect();
            self.sentence(&Sentence { text, start, end }, &inside);
        }
    }

    fn sentence(&mut self, s: &Sentence, figures: &[&Figure]) {
        (self.reason, self.usage, self.aside, self.pending, self.target_money) = (false, false, false, false, false);
        self.stated = false;
        let before = self.mentions.len();
        let mut at = s.start;
        for figure in figures {
            self.walk(s, at, figure.start);
            self.figure(s, at, figure);
            at = figure.end;
        }
        self.walk(s, at, s.end);
        if figures.is_empty() {
            self.name_topic(s, s.start, s.end);
        }
        let totals: Vec<&str> = self.mentions[before..]
            .iter()
            .filter_map(|m| match m.key.as_str() {
                "general_public_budget_total" => Some("general_public_budget"),
                "government_fund_total" => Some("government_fund"),
                "state_capital_total" => Some("state_capital"),
                _ => None,
            })
            .collect();
        if let Some(&first) = totals.first() {
            self.fund = totals.iter().all(|t| *t == first).then_some(match first {
                "government_fund" => "government_fund",
                "state_capital" => "state_capital",
                _ => "general_public_budget",
            });
        }
    }

    /// Passes the words between two figures: brackets, reasons, asides, lists of parts, 持平.
    fn walk(&mut self, s: &Sentence, from: usize, to: usize) {
        let chars = &s.text.chars[..to];
        let w = &self.words.words;
        let mut clause = from;
        for i in from..=to {
            let stop = i == to || breaks(chars[i]);
            if !stop {
                continue;
            }
            let part = &chars[clause.min(i)..i];
            if has_any(part, &w.lists) {
                (self.reason, self.usage) = (false, false);
            } else if has_any(&chars[clause.min(i)..(i + 1).min(to)], &w.reasons) {
                self.reason = true;
            } else if w.usages.iter().any(|u| rfind(part, u).is_some_and(|k| k == 0 || u.chars().count() > 2)) {
                self.usage = true;
            } else if self.usage && !self.reason && clause > s.start && chars[clause - 1] == ',' && clause_begins_compare(chars, clause, i, &w.compare) {
                self.usage = false;
            }
            if has_any(part, &w.aside) {
                self.aside = true;
            }
            if part.ends_with(&['其', '中']) || w.parts.iter().any(|p| rfind(part, p).is_some()) {
                if self.current.is_some() && !self.reason && !self.usage {
                    self.parent = self.current.clone();
                }
            }
            if let Some((p, _)) = last_of(part, &w.planned) {
                let owned = last_of(part, &w.owned).is_some_and(|(o, _)| o > p);
                self.assets = Some(if owned { "owned" } else { "planned" });
            } else if has_any(part, &w.owned) {
                self.assets = Some("owned");
            }
            if i > clause && (i < to || to == s.end) {
                self.same(s, clause, i);
                if i < to && chars[i] == ':' && !self.reason && !self.usage {
                    self.name_topic(s, clause, i);
                }
            }
            if i < to {
                match chars[i] {
                    '(' if self.stack.len() < 32 => self.stack.push((self.current.clone(), self.parent.clone(), self.changed)),
                    ')' => {
                        if let Some((current, parent, changed)) = self.stack.pop() {
                            (self.current, self.parent, self.changed) = (current, parent, changed);
                        }
                    }
                    ';' => {
                        self.aside = false;
                        self.target_money = false;
                    }
                    _ => {}
                }
                clause = i + 1;
            }
        }
    }

    /// A clause or sentence that is nothing but a name is what follows is about.
    fn name_topic(&mut self, s: &Sentence, from: usize, to: usize) {
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
        if let Label::Known { key, start: label_start, end: label_end } =
            label(chars, start, end, self.words, self.place(FigureKind::Money), &self.words.words.heading_tails)
            && label_start <= start + 1
            && !key.is_empty()
        {
            self.topic = Some(About { key, label: chars[label_start..label_end].iter().collect(), ..About::default() });
        }
    }

    fn figure(&mut self, s: &Sentence, from: usize, figure: &Figure) {
        let chars = &s.text.chars;
        if let Unit::Count(unit) = &figure.unit {
            return self.count(s, from, figure, unit);
        }
        if self.aside {
            self.current = None;
            return;
        }
        let percent = figure.unit == Unit::Percent;
        let role = self.role(s, from, figure.start, percent);
        if (self.reason || self.usage) && !(role == Role::Own && !percent && self.leaves_reason(s, from, figure)) {
            return;
        }
        (self.reason, self.usage, self.stated) = (false, false, true);
        match role {
            Role::Own if percent => {}
            Role::Own => {
                if self.targets(s, from, figure) {
                    return;
                }
                self.own(s, from, figure);
            }
            Role::Change { negative } => {
                if let Some(about) = self.changed_thing(chars, from, figure.start) {
                    let number = if negative { -figure.number.abs() } else { figure.number };
                    self.changed = true;
                    let suffix = if percent { "_change_percent" } else { "_change" };
                    self.emit(s, figure, &about, suffix, number);
                    self.current = Some(about);
                }
            }
            Role::Share | Role::Completion => {
                if let Some(about) = self.current.clone() {
                    self.emit(s, figure, &about, if role == Role::Share { "_share_percent" } else { "_completion_percent" }, figure.number);
                }
            }
            Role::InitialBudget | Role::FullYearBudget => {
                let end = self.before_words(chars, from, figure.start, if role == Role::InitialBudget { Budget::Initial } else { Budget::FullYear });
                let about = match self.thing(chars, from, end) {
                    Some(thing) => thing,
                    None if self.pending => self.current.clone(),
                    None => self.topic.clone().or(self.heading.clone()),
                };
                self.current = about.clone();
                self.pending = true;
                if let Some(about) = about {
                    self.emit(s, figure, &about, if role == Role::InitialBudget { "_initial_budget" } else { "_full_year_budget" }, figure.number);
                }
            }
            Role::PriorFinal => {
                if let Some(about) = self.current.clone().or(self.topic.clone()).or(self.heading.clone()) {
                    self.after_prior = true;
                    self.emit(s, figure, &about, "_prior_final", figure.number);
                }
            }
            Role::Compared => {}
        }
    }

    /// After ； or 其中 a figure whose clause begins with its name ends the reason.
    fn leaves_reason(&mut self, s: &Sentence, from: usize, figure: &Figure) -> bool {
        let chars = &s.text.chars;
        let w = &self.words.words;
        let lead = &chars[from..figure.start];
        let parts = last_of(lead, &w.parts).filter(|&(_, e)| !w.usages.iter().any(|u| ends_with(lead, e, u))).map(|(_, e)| e);
        let Some(open) = lead.iter().rposition(|c| *c == ';').map(|i| i + 1).max(parts) else { return false };
        let start = from + open + usize::from(chars.get(from + open).is_some_and(|c| matches!(c, ':' | ',')));
        // 一是 …; 二是 … goes on explaining.
        let n = (start + skip_ordinal(&chars[start.min(figure.start)..figure.start], 0)).min(figure.start);
        if n > start && chars[n - 1] == '是' {
            return false;
        }
        if named(chars, n, figure.start, self.class.as_ref(), self.words).is_some() {
            return matches!(self.find(chars, n, figure.start), Found::About(_));
        }
        let begins = match label(chars, n, figure.start, self.words, self.place(FigureKind::Money), &[]) {
            Label::Known { start, .. } | Label::Class { start, .. } => start,
            _ => return false,
        };
        begins == n || matches!(label(chars, n, begins, self.words, Place::default(), &[]), Label::Generic)
    }

    /// What the words directly before the figure make of it.
    fn role(&self, s: &Sentence, from: usize, to: usize, percent: bool) -> Role {
        let w = &self.words.words;
        let chars = &s.text.chars;
        let clause = clause_start(chars, from, to);
        let mut end = to;
        while let Some(t) = w.after_change.iter().find(|t| ends_with(&chars[from..], end - from, t)) {
            end -= t.chars().count();
        }
        let verb = |list: &[String], end: usize| list.iter().find(|v| ends_with(&chars[from..], end - from, v)).map(|v| end - v.chars().count());
        let fall = verb(&w.fall, to).or(verb(&w.fall, end));
        let rise = verb(&w.rise, to).or(verb(&w.rise, end));
        if fall.is_some() || rise.is_some() {
            let start = fall.or(rise).unwrap_or(to);
            return if self.kind == Some(Kind::FinalAccounts) && self.against_budget(chars, clause, start) {
                Role::Compared
            } else {
                Role::Change { negative: fall.is_some() }
            };
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
        if self.before_words(chars, from, to, Budget::FullYear) < to && (accounts || !has_any(&chars[clause..to], &w.compare)) {
            return Role::FullYearBudget;
        }
        let prior = self.speaks_of_prior(&chars[clause..to]);
        let bare = strip(chars, clause, to, &["为", "数", "是", ":"]);
        if prior && w.executed.iter().any(|e| ends_with(&chars[clause..], bare - clause, e) || ends_with(&chars[clause..], to - clause, e)) {
            return Role::PriorFinal;
        }
        let compared = has_any(&chars[clause..to], &w.compare[..]) && prior;
        // 比上年预算数28万元减少: a figure to compare with.
        if compared && clause_begins_compare(chars, clause, to, w.compare.as_slice()) { Role::Compared } else { Role::Own }
    }

    /// Compared with the year's own budget, not with last year.
    fn against_budget(&self, chars: &[char], clause: usize, to: usize) -> bool {
        let part = &chars[clause..to];
        has_any(part, &self.words.words.compare) && !self.speaks_of_prior(part) && rfind(part, "预算").is_some()
    }

    fn speaks_of_prior(&self, part: &[char]) -> bool {
        has_any(part, &self.words.words.prior) || years(part).any(|y| self.year.is_none_or(|now| y < now))
    }

    /// Index before 年初预算为, 全年预算数为 … where the lead ends so; else `to`.
    fn before_words(&self, chars: &[char], from: usize, to: usize, which: Budget) -> usize {
        let w = &self.words.words;
        let list = if which == Budget::Initial { &w.initial_budget } else { &w.full_year_budget };
        let bare = strip(chars, from, to, &["为", "数", "是", ":"]);
        let hit = list.iter().filter_map(|t| {
            let n = t.chars().count();
            [to, bare].into_iter().find(|e| ends_with(&chars[from..], e - from, t)).map(|e| e - n)
        });
        let plain = || (which == Budget::FullYear && self.kind == Some(Kind::FinalAccounts) && ends_with(&chars[from..], bare - from, "预算")).then(|| bare - 2);
        hit.min().or_else(plain).unwrap_or(to)
    }

    /// A figure of its own.
    fn own(&mut self, s: &Sentence, from: usize, figure: &Figure) {
        let chars = &s.text.chars;
        self.changed = false;
        match self.find(chars, from, figure.start) {
            Found::About(about) => {
                if TOTALS.contains(&about.key.as_str()) {
                    self.parent = None;
                }
                self.emit(s, figure, &about, "", figure.number);
                self.current = Some(about);
            }
            Found::Generic if figure.unit != Unit::BareZero => {
                let about = if self.pending || self.after_prior { self.current.clone() } else { self.topic.clone().or(self.heading.clone()) };
                // 上年执行数 …，今年预算安排 … restates a subject that has its figure.
                let restated = self.after_prior && self.stated_before(&about);
                if let Some(about) = about.filter(|_| !restated) {
                    self.emit(s, figure, &about, "", figure.number);
                    self.current = Some(about);
                }
                self.pending = false;
            }
            Found::Generic => {}
            Found::Unknown => {
                self.current = None;
                if matches!(figure.unit, Unit::Money(_)) && self.unnamed.len() < 10_000 {
                    self.unnamed.push((s.text.page(figure.start), s.text.printed(s.start, s.end).chars().take(120).collect()));
                }
            }
        }
    }

    fn stated_before(&self, about: &Option<About>) -> bool {
        let Some(a) = about else { return false };
        self.mentions.iter().rev().take(8).any(|m| m.key == a.key && m.code == a.code && m.name == a.name)
    }

    /// What the words before `to` name.
    fn find(&mut self, chars: &[char], from: usize, to: usize) -> Found {
        if let Some(n) = named(chars, from, to, self.class.as_ref(), self.words) {
            let rest = label(chars, n.end.min(to), to, self.words, Place::default(), &[]);
            let tail: String = chars[n.end.min(to)..to].iter().filter(|c| **c != ':').collect();
            if rest == Label::Generic || matches!(tail.as_str(), "支出" | "科目" | "科目支出" | "") || tail.starts_with("科目") && tail.chars().count() < 8 {
                if n.level == '类' {
                    self.class = Some(n.clone());
                }
                return Found::About(About::named(n, self.place(FigureKind::Money)));
            }
        }
        let place = self.place(FigureKind::Money);
        let found = match label(chars, from, to, self.words, place, &[]) {
            Label::Known { key, start, end } => {
                if key.is_empty() {
                    return Found::Unknown;
                }
                Found::About(About { key, label: chars[start..end].iter().collect(), ..About::default() })
            }
            Label::Class { name, .. } => {
                let n = Named { code: String::new(), name, level: '类', end: to };
                let about = About::named(n.clone(), place);
                self.class = Some(n);
                return if about.key.is_empty() { Found::Unknown } else { Found::About(about) };
            }
            Label::Generic => Found::Generic,
            Label::Unknown => Found::Unknown,
        };
        found
    }

    /// The thing named in `chars[from..to]`, if anything is.
    fn thing(&mut self, chars: &[char], from: usize, to: usize) -> Option<Option<About>> {
        match self.find(chars, from, to) {
            Found::About(a) => Some(Some(a)),
            Found::Generic => None,
            Found::Unknown => Some(None),
        }
    }

    /// What a change is the change of: named in its clause, or spoken of last.
    fn changed_thing(&mut self, chars: &[char], from: usize, to: usize) -> Option<About> {
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
            return self.current.clone();
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
    fn same(&mut self, s: &Sentence, from: usize, to: usize) {
        // 未安排…，与上年持平 has no figure to compare.
        let bare = from <= s.start + skip_ordinal(&s.text.chars[s.start..s.end], 0);
        if self.reason || self.usage || self.aside || !(self.stated || bare) {
            return;
        }
        let chars = &s.text.chars;
        let part = &chars[from..to];
        let w = &self.words.words;
        let Some((at, end)) = last_of(part, &w.same) else { return };
        let word_start = w.same.iter().filter_map(|t| (ends_with(part, end, t)).then(|| end - t.chars().count())).min().unwrap_or(at);
        if !has_any(&part[..word_start], &w.compare) || !self.speaks_of_prior(&part[..word_start]) {
            return;
        }
        if self.kind == Some(Kind::FinalAccounts) && self.against_budget(chars, from, from + word_start) {
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

    /// Numbers of vehicles, of equipment, of projects with performance targets.
    fn count(&mut self, s: &Sentence, from: usize, figure: &Figure, unit: &str) {
        let chars = &s.text.chars;
        if unit == "个" {
            let segment = segment_start(chars, s.start, figure.start);
            let around = &chars[segment..(figure.end + 8).min(s.end)];
            let near = &chars[from..(figure.end + 8).min(s.end)];
            if has_any(around, &self.words.words.targets) && !has_any(around, &self.words.words.aside) && rfind(near, "项目").is_some() && !self.reason && !self.usage {
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
    fn targets(&mut self, s: &Sentence, from: usize, figure: &Figure) -> bool {
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

    fn emit(&mut self, s: &Sentence, figure: &Figure, about: &About, suffix: &str, number: Decimal) {
        let stated = s.text.printed(figure.start, figure.end);
        let mut mention = Mention { stated: stated.clone(), ..Mention::default() };
        match &figure.unit {
            Unit::Money(k) => mention.amount = Amount::new(stated, number, &self.words.money[*k]),
            Unit::BareZero => mention.amount = Amount::new(stated, number, &MoneyUnit { label: String::new(), yuan: Decimal::ONE }),
            Unit::Percent => (mention.value, mention.value_unit) = (Some(number), "%".into()),
            Unit::Count(unit) => {
                let printed = s.text.printed(figure.end - unit.chars().count(), figure.end);
                (mention.value, mention.value_unit) = (Some(number), if fold(&printed) == *unit { printed } else { unit.clone() });
            }
        }
        self.push(s, figure.start, about, suffix, mention);
    }

    fn push(&mut self, s: &Sentence, at: usize, about: &About, suffix: &str, mention: Mention) {
        if about.key.is_empty() {
            return;
        }
        let key = format!("{}{suffix}", about.key);
        let sentence = s.text.printed(s.start, s.end);
        self.mentions.push(Mention { key, code: about.code.clone(), name: about.name.clone(), sentence, page: s.text.page(at), ..mention });
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Budget {
    Initial,
    FullYear,
}

enum Found {
    About(About),
    Generic,
    Unknown,
}

/// Behind the last comma, semicolon, colon or bracket before `to`.
fn clause_start(chars: &[char], from: usize, to: usize) -> usize {
    (from..to).rev().find(|&i| matches!(chars[i], ',' | ';' | '。' | ':' | '(')).map_or(from, |i| i + 1)
}

/// Behind the last semicolon before `to`.
fn segment_start(chars: &[char], from: usize, to: usize) -> usize {
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
fn clause_begins_compare(chars: &[char], clause: usize, to: usize, compare: &[String]) -> bool {
    compare.iter().any(|w| chars[clause..to].starts_with(&w.chars().collect::<Vec<_>>()))
}

/// The years (2024年) in `part`.
fn years(part: &[char]) -> impl Iterator<Item = u16> + '_ {
    (0..part.len().saturating_sub(4)).filter_map(|i| {
        let digits = &part[i..i + 4];
        let alone = i == 0 || !part[i - 1].is_ascii_digit();
        // 与2025年持平, and 与2025持平.
        let year = part[i + 4] == '年' || digits[..2] == ['2', '0'] && !part[i + 4].is_ascii() && !"万亿元个项辆台套%".contains(part[i + 4]);
        (alone && digits.iter().all(char::is_ascii_digit) && year).then(|| digits.iter().collect::<String>().parse().ok()).flatten()
    })
}
