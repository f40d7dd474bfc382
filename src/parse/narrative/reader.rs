//! What is remembered while the prose is read, and how its paragraphs and sentences pass.

use super::about::About;
use super::figure::{Figure, Unit};
use super::label::skip_ordinal;
use super::role::{Roles, clause_begins_compare};
use super::subject::Named;
use super::text::Text;
use super::walk::{Bracket, Closed, List};
use crate::catalog::narrative::{FigureKind, Narrative, Place, fold};
use crate::deadline;
use crate::model::{Amount, Kind, Mention, MoneyUnit};
use rust_decimal::Decimal;

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
    pub(super) pending: bool,
    /// The figure whose parts (其中) follow.
    pub(super) parent: Option<About>,
    /// 类 of subjects that are printed from the 款 on.
    pub(super) class: Option<Named>,
    /// The list of subjects belongs to this fund: its total was stated last.
    pub(super) fund: Option<&'static str>,
    /// The last figure is of something without a known name.
    pub(super) nameless: bool,
    /// Assets: owned or planned.
    pub(super) assets: Option<&'static str>,
    /// Rest of the sentence is a reason.
    pub(super) reason: bool,
    /// ... why the outturn is not the budget: a change against last year is none of it.
    pub(super) reason_of_budget: bool,
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
    pub(super) last_change: Option<bool>,
    /// The budget that was completed was just stated: 完成预算5万元的 ….
    pub(super) completed: bool,
    /// The last change was one against the year's own budget.
    pub(super) against_budget: bool,
    /// The figure of last year that is compared with was just stated: 较上年13万元持平.
    pub(super) beside_prior: bool,
    /// Last year's outturn of the topic was just stated.
    pub(super) after_prior: bool,
    /// Last year's figure of `current` was just stated, before this year's.
    pub(super) after_last_year: bool,
    /// This sentence has stated a figure.
    pub(super) stated: bool,
    /// This sentence has shown a figure of whatever kind.
    pub(super) seen: bool,
    /// The list that the last 其中 opened.
    pub(super) list: List,
    /// The number of vehicles that this sentence has stated.
    pub(super) fleet: Option<String>,
    /// Brackets that are open.
    pub(super) stack: Vec<Bracket>,
    /// The bracket that closed last.
    pub(super) closed: Option<Closed>,
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
        let (from, to) = if long {
            (at.saturating_sub(LONG / 2).max(self.start), (at + LONG / 2).min(self.end))
        } else {
            (self.start, self.end)
        };
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
            nameless: false,
            assets: None,
            reason: false,
            reason_of_budget: false,
            usage: false,
            aside: false,
            target_money: false,
            changed: false,
            last_change: None,
            listed: false,
            completed: false,
            against_budget: false,
            beside_prior: false,
            after_prior: false,
            after_last_year: false,
            stated: false,
            seen: false,
            list: List::default(),
            fleet: None,
            stack: Vec::new(),
            closed: None,
            mentions: Vec::new(),
            unnamed: None,
        }
    }

    /// A heading was passed.
    pub fn enter(&mut self, (section, about): (Option<&'w str>, Option<About>)) {
        if section != self.section {
            (self.parent, self.class, self.fund, self.assets, self.current) =
                (None, None, None, None, None);
        }
        self.section = section;
        self.heading = about;
        self.topic = None;
        (self.list, self.fund) = (List::default(), None);
    }

    pub(super) fn place(&self, figure: FigureKind) -> Place<'_> {
        let section = match (self.section, self.fund) {
            (Some("government_fund" | "state_capital" | "general_public_budget"), _)
            | (_, None) => self.section,
            (_, fund) => fund,
        };
        Place {
            kind: self.roles.kind,
            section,
            parent: self.parent.as_ref().map(|p| p.key.as_str()),
            figure,
        }
    }

    /// Reads a paragraph with its figures.
    pub fn paragraph(&mut self, text: &Text, figures: &[Figure]) {
        if skip_ordinal(&text.chars, 0) > 0 {
            self.topic = None;
        }
        if let Some(own) = self.stopped_heading(text, figures) {
            self.enter((Some(own), None));
        }
        let section = self.section;
        if let Some(own) = self.run_in_heading(text, figures) {
            self.section = Some(own);
        }
        self.after_prior = false;
        // 与上年相比增加 … goes on with the whole of the paragraph before.
        if !clause_begins_compare(&text.chars, 0, text.chars.len(), &self.words.words.compare) {
            self.list = List::default();
        }
        self.parent = self.parent.take().filter(|p| !p.is_subject() && !p.key.is_empty());
        self.stack.clear();
        for (start, end) in text.sentences() {
            let (from, to) = (
                figures.partition_point(|f| f.start < start),
                figures.partition_point(|f| f.start < end),
            );
            self.sentence(&Sentence { text, start, end }, &figures[from..to]);
        }
        self.section = section;
    }

    /// The section of a paragraph that begins with its heading: （一）机关运行经费。2026年运行经费 ….
    fn run_in_heading(&self, text: &Text, figures: &[Figure]) -> Option<&'w str> {
        let (end, section) = self.opening(text)?;
        figures.first().is_some_and(|f| f.start >= end).then_some(section)
    }

    /// The section of a paragraph that is nothing but a heading with a stop: （二）政府采购情况。
    fn stopped_heading(&self, text: &Text, figures: &[Figure]) -> Option<&'w str> {
        let (end, section) = self.opening(text)?;
        (figures.is_empty() && end + 1 == text.chars.len()).then_some(section)
    }

    /// The section that the words from an ordinal to the first stop name, and where the stop is.
    fn opening(&self, text: &Text) -> Option<(usize, &'w str)> {
        const LONG: usize = 24;
        let ordinal = skip_ordinal(&text.chars, 0);
        let end = text.chars.iter().take(LONG).position(|c| matches!(c, '。' | ':'))?;
        if ordinal == 0 || end <= ordinal {
            return None;
        }
        let words: &'w Narrative = self.words;
        let section = words
            .section_of(&text.chars[ordinal..end].iter().collect::<String>())
            .filter(|s| s.run_in)?;
        Some((end, section.id.as_str()))
    }

    fn sentence(&mut self, s: &Sentence, figures: &[Figure]) {
        (self.reason, self.usage, self.aside, self.pending, self.target_money) =
            (false, false, false, false, false);
        (self.stated, self.seen, self.after_last_year, self.closed) = (false, false, false, None);
        (self.reason_of_budget, self.completed, self.nameless) = (false, false, false);
        (self.against_budget, self.beside_prior) = (false, false);
        (self.list.here, self.fleet) = (false, None);
        let before = self.mentions.len();
        let mut at = s.start;
        for figure in figures {
            deadline::tick_long();
            self.walk(s, at, figure.start);
            self.figure(s, at, figure);
            self.seen = true;
            at = figure.end;
        }
        self.walk(s, at, s.end);
        if figures.is_empty() {
            self.name_topic(s, s.start, s.end);
        }
        if !self.list.here {
            self.list = List::default();
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

    pub(super) fn emit(
        &mut self,
        s: &Sentence,
        figure: &Figure,
        about: &About,
        suffix: &str,
        number: Decimal,
    ) {
        let stated = s.text.printed(figure.start, figure.end);
        let mut mention = Mention { stated: stated.clone(), ..Mention::default() };
        match &figure.unit {
            Unit::Money(k) => mention.amount = Amount::new(stated, number, &self.words.money[*k]),
            Unit::BareZero => {
                mention.amount = Amount::new(
                    stated,
                    number,
                    &MoneyUnit { label: String::new(), yuan: Decimal::ONE },
                )
            }
            Unit::Percent => (mention.value, mention.value_unit) = (Some(number), "%".into()),
            Unit::Count(unit) => {
                let printed = s.text.printed(figure.end - unit.chars().count(), figure.end);
                (mention.value, mention.value_unit) =
                    (Some(number), if fold(&printed) == *unit { printed } else { unit.clone() });
            }
        }
        self.push(s, figure.start, about, suffix, mention);
    }

    pub(super) fn push(
        &mut self,
        s: &Sentence,
        at: usize,
        about: &About,
        suffix: &str,
        mention: Mention,
    ) {
        if about.key.is_empty() {
            return;
        }
        let key = format!("{}{suffix}", about.key).into();
        let sentence = s.around(at);
        self.mentions.push(Mention {
            key,
            code: about.code.clone(),
            name: about.name.clone(),
            sentence,
            page: s.text.page(at),
            ..mention
        });
    }
}
