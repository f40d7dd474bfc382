//! What the prose has stated so far: its mentions, and the amounts without a known label.

use super::about::About;
use super::figure::{Figure, Unit, event_counts};
use super::text::{Span, Text};
use super::whose::whose;
use crate::catalog::narrative::Words;
use crate::catalog::narrative::fold;
use crate::model::{Amount, FUND_TOTALS, Finding, FindingKind, Mention, MoneyScope, MoneyUnit};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::HashMap;

/// The mentions in reading order, and what could not become one.
pub(super) struct Stated<'w> {
    /// The units of [`Unit::Money`].
    pub money: &'w [MoneyUnit],
    pub mentions: Vec<Mention>,
    /// Sentences with figures that are no mention.
    pub untold: Vec<Finding>,
    /// The word lists.
    pub words: &'w Words,
    /// The section that the paragraph stands in.
    section: Option<&'w str>,
    /// Whose money the headings say it is; under those of the three public expenses, what their total said.
    pub money_said: Option<MoneyScope>,
    /// Whose money that is which the figures to come are parts of; see [`whose`].
    pub money_of_whole: Option<MoneyScope>,
    /// Where the mentions of the paragraph stand in it.
    places: Vec<usize>,
    /// Where its figures stand.
    figures: Vec<usize>,
}

impl<'w> Stated<'w> {
    pub fn new(money: &'w [MoneyUnit], words: &'w Words) -> Stated<'w> {
        let (mentions, untold) = (Vec::new(), Vec::new());
        Stated {
            money,
            words,
            section: None,
            money_said: None,
            money_of_whole: None,
            mentions,
            untold,
            places: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// A paragraph with these figures begins in this section.
    pub fn begin_paragraph(&mut self, section: Option<&'w str>, figures: &[Figure]) {
        self.section = section;
        self.figures = figures.iter().map(|f| f.start).collect();
        self.places.clear();
    }

    /// Has it been stated that there is money of government funds or of the state capital budget, and none of the general
    /// public budget?
    pub fn has_other_funds_alone(&self) -> bool {
        let stated = |total: &str, zero: bool| {
            self.mentions
                .iter()
                .filter(|m| m.key == *total)
                .any(|m| m.amount.as_ref().is_some_and(|amount| amount.yuan.is_zero() == zero))
        };
        let [general, others @ ..] = FUND_TOTALS;
        stated(general, true) && others.iter().any(|total| stated(total, false))
    }

    /// Is the figure at this place of the paragraph a mention?
    pub fn has(&self, at: usize) -> bool {
        self.places.contains(&at)
    }

    /// Sets the mentions of the paragraph in its order, and tells the sentences with figures that became none.
    pub fn end_paragraph(&mut self, text: &Text, figures: &[Figure]) {
        let first = self.mentions.len() - self.places.len();
        let mut own: Vec<(usize, Mention)> =
            self.places.drain(..).zip(self.mentions.drain(first..)).collect();
        own.sort_by_key(|(at, _)| *at);
        self.places = own.iter().map(|(at, _)| *at).collect();
        self.mentions.extend(own.into_iter().map(|(_, mention)| mention));
        for (start, end) in text.sentences() {
            let s = Span { text, start, end };
            let counts = event_counts(&text.chars, start..end, figures, &self.words.figures);
            let mut all: Vec<&Figure> = figures.iter().chain(&counts).collect();
            all.sort_by_key(|f| f.start);
            let left: Vec<String> = all
                .into_iter()
                .filter(|f| f.start >= start && f.start < end && !self.has(f.start))
                .filter(|f| !is_nothing(f))
                .map(|f| text.printed(f.start, f.end))
                .collect();
            if let Some(first) = left.first() {
                self.untold.push(untold(&s, left.len(), first));
            }
        }
    }
}

/// A count of nothing (0个下属单位), which nobody misses.
fn is_nothing(figure: &Figure) -> bool {
    let count = matches!(figure.unit, Unit::BareZero | Unit::Count(_));
    count && figure.number.is_zero()
}

/// The note on a sentence with `count` figures that are no mention.
fn untold(s: &Span, count: usize, first: &str) -> Finding {
    note(&s.around(s.start), count, first, s.text.page(s.start))
}

fn note(sentence: &str, count: usize, first: &str, page: u32) -> Finding {
    const LONG: usize = 120;
    let sentence: String = sentence.chars().take(LONG).collect();
    let note = match count {
        1 => format!(
            "1 figure of a sentence is not among the data of the prose, {first}: \"{sentence}\""
        ),
        _ => format!(
            "{count} figures of a sentence are not among the data of the prose; the first, {first}: \"{sentence}\""
        ),
    };
    Finding::new(FindingKind::NarrativeUnnamed, note).at_page(page)
}

impl Stated<'_> {
    /// 财政拨款支出总计 right behind 财政拨款收入总计 of the same amount is the other side of that total.
    pub fn join_sides(&mut self) {
        const BOTH: &str = "fiscal_appropriation_total";
        let yuan = |m: &Mention| m.amount.as_ref().map(|a| a.yuan);
        for at in 1..self.mentions.len() {
            let (before, own) = (&self.mentions[at - 1], &self.mentions[at]);
            let is_side = before.key == *BOTH && own.key == *"expenditure_fiscal_appropriation";
            if is_side && before.sentence == own.sentence && yuan(before) == yuan(own) {
                self.mentions[at].key = BOTH.into();
            }
        }
    }

    /// 收入总计 and 支出总计 of final accounts are one figure, 收支总计. Where sentences of their own tell them apart they are
    /// something else, and neither they nor what is said of them is stated.
    pub fn withdraw_two_totals(&mut self) {
        const BOTH: &str = "income_expenditure_total";
        let all: Vec<&Mention> = self.mentions.iter().filter(|m| m.key == *BOTH).collect();
        let mut told: HashMap<&str, usize> = HashMap::new();
        all.iter().for_each(|m| *told.entry(&m.sentence).or_default() += 1);
        let alone = |m: &&&Mention| told[m.sentence.as_str()] == 1;
        let mut amounts =
            all.iter().filter(alone).filter_map(|m| m.amount.as_ref().map(|a| a.yuan));
        let Some(first) = amounts.next() else { return };
        if amounts.all(|yuan| yuan == first) {
            return;
        }
        let (both, rest) = std::mem::take(&mut self.mentions)
            .into_iter()
            .partition(|m| m.key.as_str().starts_with(BOTH));
        self.mentions = rest;
        let both: Vec<Mention> = both;
        self.untold.extend(both.iter().map(|m| note(&m.sentence, 1, &m.stated, m.page)));
    }

    /// The figure of `key` that was stated last is one of `other`, and so is what was said of it.
    pub fn retitle(&mut self, key: &str, other: &str) {
        let Some(at) = self.mentions.iter().rposition(|m| m.key == *key) else { return };
        for mention in &mut self.mentions[at..] {
            if let Some(ending) = mention.key.as_str().strip_prefix(key) {
                mention.key = format!("{other}{ending}").into();
            }
        }
    }

    /// The figure is one of `about`; `suffix` says which.
    pub fn figure(&mut self, s: &Span, figure: &Figure, about: &About, suffix: &str) {
        let stated = s.text.printed(figure.start, figure.end);
        let mut mention = Mention { stated: stated.clone(), ..Mention::default() };
        match &figure.unit {
            Unit::Money(k) => mention.amount = Amount::new(stated, figure.number, &self.money[*k]),
            Unit::BareZero => mention.amount = Amount::new(stated, figure.number, &no_unit()),
            Unit::Percent => {
                (mention.value, mention.value_unit) = (Some(figure.number), "%".into());
            }
            Unit::Count(unit) => {
                let printed = s.text.printed(figure.end - unit.chars().count(), figure.end);
                let unit = if fold(&printed) == *unit { printed } else { unit.clone() };
                (mention.value, mention.value_unit) = (Some(figure.number), unit);
            }
        }
        self.push(s, figure.start, mention, about, suffix);
    }

    /// The words from `start` to `end` state that `about` has not changed.
    pub fn no_change(&mut self, s: &Span, start: usize, end: usize, about: &About) {
        let stated = s.text.printed(start, end);
        let amount = Amount::new(stated.clone(), Decimal::ZERO, &no_unit());
        self.push(s, start, Mention { amount, stated, ..Mention::default() }, about, "_change");
    }

    /// What has no key is known, and not for the output.
    fn push(&mut self, s: &Span, at: usize, mention: Mention, about: &About, suffix: &str) {
        if about.key.is_empty() {
            return;
        }
        let heading = self.money_said;
        let first = self.figures.partition_point(|figure| *figure < s.start);
        let opening = self.figures.get(first).map_or(at, |figure| at.min(*figure));
        let of_whole = self.money_of_whole;
        let scope =
            whose(s, at, opening, &about.key, self.section, [of_whole, heading], self.words);
        if about.key == "three_public_total" && scope.is_some() {
            self.money_said = scope;
        }
        self.places.push(at);
        self.mentions.push(Mention {
            key: format!("{}{suffix}", of_scope(&about.key, scope)).into(),
            code: about.code.clone(),
            name: about.name.clone(),
            sentence: s.around(at),
            page: s.text.page(at),
            scope,
            ..mention
        });
    }

    /// Has `about` had its figure just before?
    pub fn just_stated(&self, about: &About) -> bool {
        const LAST: usize = 8;
        self.mentions.iter().rev().take(LAST).any(|m| {
            let key = of_scope(&about.key, m.scope);
            m.key == key.as_ref() && m.code == about.code && m.name == about.name
        })
    }
}

/// The key of a subject or class, where its sentence or section speaks of other money than 一般公共预算.
fn of_scope(key: &str, scope: Option<MoneyScope>) -> Cow<'_, str> {
    let part = key
        .strip_prefix("general_public_budget")
        .filter(|part| part.starts_with("_subject") || part.starts_with("_class"));
    match (part, scope) {
        (Some(part), Some(MoneyScope::All)) => format!("expenditure{part}").into(),
        (Some(part), Some(MoneyScope::FiscalAppropriation)) => {
            format!("fiscal_appropriation{part}").into()
        }
        _ => key.into(),
    }
}

/// The unit of a zero that is printed without one.
fn no_unit() -> MoneyUnit {
    MoneyUnit { label: String::new(), yuan: Decimal::ONE }
}
