//! What each figure of a sentence is, from the words before it and what was spoken of last.

use super::about::About;
use super::figure::{Figure, Unit};
use super::label::{Label, breaks, label, skip_ordinal};
use super::role::{Budget, Role, Roles, clause_begins_compare};
use super::subject::{Named, named};
use super::text::{Text, ends_with, has_any, last_of, rfind};
use crate::catalog::narrative::{FigureKind, Narrative, Place, fold};
use crate::model::{Amount, Kind, Mention, MoneyUnit};
use rust_decimal::Decimal;

/// Figures that are no part of another: what follows them without 其中 is no part of an earlier one.
const TOTALS: [&str; 6] = [
    "income_total",
    "expenditure_total",
    "fiscal_appropriation_total",
    "general_public_budget_total",
    "government_fund_total",
    "state_capital_total",
];

/// State of the reading; see the module for the rules.
pub(super) struct Reader<'w> {
    pub(super) roles: Roles<'w>,
    pub(super) words: &'w Narrative,
    /// 各, between a subject and its change.
    pub(super) each: String,
    pub(super) section: Option<&'w str>,
    /// What the heading is about.
    pub(super) heading: Option<About>,
    /// What a sentence or clause without figures named.
    pub(super) topic: Option<About>,
    /// What the last figure was of.
    pub(super) current: Option<About>,
    /// `current` was set in this sentence by a budget figure: the outturn follows without a name.
    pending: bool,
    /// The figure whose parts (其中) follow.
    pub(super) parent: Option<About>,
    /// 类 of subjects that are printed from the 款 on.
    class: Option<Named>,
    /// The list of subjects belongs to this fund: its total was stated last.
    fund: Option<&'static str>,
    /// Assets: owned or planned.
    pub(super) assets: Option<&'static str>,
    /// Rest of the sentence is a reason.
    pub(super) reason: bool,
    /// Rest of the clause says what the money is used for.
    pub(super) usage: bool,
    /// Clause is about something else.
    pub(super) aside: bool,
    /// The performance targets' money is due.
    pub(super) target_money: bool,
    /// `current` has its change already.
    pub(super) changed: bool,
    /// The last figure stands in a list (甲1万元、乙2万元): what follows speaks of the whole.
    pub(super) listed: bool,
    /// The figure before was a change of money: was it a fall?
    last_change: Option<bool>,
    /// Last year's outturn of the topic was just stated.
    after_prior: bool,
    /// This sentence has stated a figure.
    pub(super) stated: bool,
    stack: Vec<(Option<About>, Option<About>, bool)>,
    pub mentions: Vec<Mention>,
    /// Page and sentence of the first amount without a known label, and how many there are.
    pub unnamed: Option<(u32, String, usize)>,
}

/// A sentence by its place in the paragraph.
pub(super) struct Sentence<'t, 'p> {
    pub text: &'t Text<'p>,
    pub start: usize,
    pub end: usize,
}

impl Sentence<'_, '_> {
    /// The sentence as printed, or as much of an endless one as stands around `at`.
    pub fn around(&self, at: usize) -> String {
        const LONG: usize = 4_000;
        let long = self.end - self.start > LONG;
        let (from, to) =
            if long { (at.saturating_sub(LONG / 2).max(self.start), (at + LONG / 2).min(self.end)) } else { (self.start, self.end) };
        self.text.printed(from, to)
    }
}

impl<'w> Reader<'w> {
    pub fn new(kind: Option<Kind>, year: Option<u16>, words: &'w Narrative) -> Self {
        Reader {
            roles: Roles { kind, year, words: &words.words },
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
            last_change: None,
            listed: false,
            after_prior: false,
            stated: false,
            stack: Vec::new(),
            mentions: Vec::new(),
            unnamed: None,
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

    pub(super) fn place(&self, figure: FigureKind) -> Place<'_> {
        let section = match (self.section, self.fund) {
            (Some("government_fund" | "state_capital" | "general_public_budget"), _) | (_, None) => self.section,
            (_, fund) => fund,
        };
        Place { kind: self.roles.kind, section, parent: self.parent.as_ref().map(|p| p.key.as_str()), figure }
    }

    /// Reads a paragraph with its figures.
    pub fn paragraph(&mut self, text: &Text, figures: &[Figure]) {
        if skip_ordinal(&text.chars, 0) > 0 {
            self.topic = None;
        }
        self.after_prior = false;
        self.stack.clear();
        for (start, end) in text.sentences() {
            let (from, to) = (figures.partition_point(|f| f.start < start), figures.partition_point(|f| f.start < end));
            self.sentence(&Sentence { text, start, end }, &figures[from..to]);
        }
    }

    fn sentence(&mut self, s: &Sentence, figures: &[Figure]) {
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
                self.parent = self.current.clone();
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
        let role = match (self.roles.role(chars, from, figure.start, percent), self.last_change) {
            // 减少4.76万元(26.30%)
            (Role::Compared, Some(negative)) if percent && chars[from..figure.start] == ['('] => Role::Change { negative },
            (role, _) => role,
        };
        self.last_change = None;
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
                    (self.changed, self.last_change) = (true, (!percent).then_some(negative));
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
                let end = self.roles.before_words(
                    chars,
                    from,
                    figure.start,
                    if role == Role::InitialBudget { Budget::Initial } else { Budget::FullYear },
                );
                let about = match self.thing(chars, from, end) {
                    Some(thing) => thing,
                    None if self.pending => self.current.clone(),
                    None => self.topic.clone().or(self.heading.clone()),
                };
                self.current = about.clone();
                self.pending = true;
                if let Some(about) = about {
                    self.emit(
                        s,
                        figure,
                        &about,
                        if role == Role::InitialBudget { "_initial_budget" } else { "_full_year_budget" },
                        figure.number,
                    );
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

    /// A figure of its own.
    fn own(&mut self, s: &Sentence, from: usize, figure: &Figure) {
        let chars = &s.text.chars;
        self.changed = false;
        self.listed = chars.get(from) == Some(&'、');
        match self.find(chars, from, figure.start) {
            Found::About(about) => {
                if TOTALS.contains(&about.key.as_str()) {
                    self.parent = None;
                }
                self.emit(s, figure, &about, "", figure.number);
                self.current = Some(about);
            }
            Found::Generic if figure.unit != Unit::BareZero => {
                let about =
                    if self.pending || self.after_prior { self.current.clone() } else { self.topic.clone().or(self.heading.clone()) };
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
                if matches!(figure.unit, Unit::Money(_)) {
                    let first = || (s.text.page(figure.start), s.around(figure.start).chars().take(120).collect(), 0);
                    self.unnamed.get_or_insert_with(first).2 += 1;
                }
            }
        }
    }

    fn stated_before(&self, about: &Option<About>) -> bool {
        let Some(a) = about else { return false };
        self.mentions.iter().rev().take(8).any(|m| m.key == a.key && m.code == a.code && m.name == a.name)
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
            Label::Known { key, start, end } => Found::About(About { key, label: chars[start..end].iter().collect(), ..About::default() }),
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

    pub(super) fn emit(&mut self, s: &Sentence, figure: &Figure, about: &About, suffix: &str, number: Decimal) {
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

    pub(super) fn push(&mut self, s: &Sentence, at: usize, about: &About, suffix: &str, mention: Mention) {
        if about.key.is_empty() {
            return;
        }
        let key = format!("{}{suffix}", about.key);
        let sentence = s.around(at);
        self.mentions.push(Mention { key, code: about.code.clone(), name: about.name.clone(), sentence, page: s.text.page(at), ..mention });
    }
}

pub(super) enum Found {
    About(About),
    Generic,
    Unknown,
}
