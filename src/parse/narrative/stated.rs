//! What the prose has stated so far: its mentions, and the amounts without a known label.

use super::about::About;
use super::figure::{Figure, Unit};
use super::text::Span;
use crate::catalog::narrative::fold;
use crate::model::{Amount, Finding, FindingKind, Mention, MoneyUnit};
use rust_decimal::Decimal;

/// The mentions in reading order, and what could not become one.
pub(super) struct Stated<'w> {
    /// The units of [`Unit::Money`].
    pub money: &'w [MoneyUnit],
    pub mentions: Vec<Mention>,
    pub unnamed: Option<Unnamed>,
}

/// The amounts without a known label: where the first stands, and how many there are.
pub(super) struct Unnamed {
    page: u32,
    sentence: String,
    count: usize,
}

impl Unnamed {
    /// The note on them.
    pub fn finding(&self) -> Finding {
        let note = format!(
            "{} amounts of the prose carry no label that the vocabulary knows; the first: \"{}\"",
            self.count, self.sentence
        );
        Finding::new(FindingKind::NarrativeUnnamed, note).at_page(self.page)
    }
}

impl Stated<'_> {
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
        self.mentions.push(Mention {
            key: format!("{}{suffix}", about.key).into(),
            code: about.code.clone(),
            name: about.name.clone(),
            sentence: s.around(at),
            page: s.text.page(at),
            ..mention
        });
    }

    /// The amount has no known label.
    pub fn unnamed(&mut self, s: &Span, figure: &Figure) {
        let first = || Unnamed {
            page: s.text.page(figure.start),
            sentence: s.around(figure.start).chars().take(120).collect(),
            count: 0,
        };
        self.unnamed.get_or_insert_with(first).count += 1;
    }

    /// Has `about` had its figure just before?
    pub fn just_stated(&self, about: &About) -> bool {
        const LAST: usize = 8;
        self.mentions
            .iter()
            .rev()
            .take(LAST)
            .any(|m| m.key == about.key.as_str() && m.code == about.code && m.name == about.name)
    }
}

/// The unit of a zero that is printed without one.
fn no_unit() -> MoneyUnit {
    MoneyUnit { label: String::new(), yuan: Decimal::ONE }
}
