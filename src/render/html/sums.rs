//! Sums over disclosures: exact decimals, made here so that the page adds nothing.

use crate::emit::wire::{Exact, Identity};
use crate::model::{Kind, Scope};
use crate::reconcile::Totals;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// A class (类): its code, its amount in yuan, its share of all classes in percent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Class(pub String, pub Exact, pub String);

/// Classes with their shares, in the order of codes. What does not fit is left out.
pub fn classes(amounts: &[(String, Decimal)]) -> Vec<Class> {
    let whole = amounts.iter().try_fold(Decimal::ZERO, |sum, (_, amount)| sum.checked_add(*amount));
    let rounded = |share: Decimal| {
        format!("{:.1}", share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
    };
    let share = |amount: Decimal| {
        amount.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole?).map(rounded)
    };
    let class = |(code, amount): &(String, Decimal)| {
        Some(Class(code.clone(), Exact::money(*amount)?, share(*amount).unwrap_or_default()))
    };
    amounts.iter().filter_map(class).collect()
}

/// What a disclosure spends beyond its classes: they are not all printed, or contradict the total. `None` where nothing is
/// left, or the total is not stated.
pub fn rest(whole: Option<Decimal>, classes: &[(String, Decimal)]) -> Option<Decimal> {
    let rest = classes.iter().try_fold(whole?, |rest, (_, amount)| rest.checked_sub(*amount))?;
    (!classes.is_empty() && !rest.is_zero()).then_some(rest)
}

/// A sum, and the number of disclosures that state the figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sum(pub Option<Exact>, pub usize);

/// The disclosures of a year, kind and scope, added up. A unit's second disclosure of the same year, kind and scope is not
/// added; departments hold their units, so the two are never added to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Fiscal year, if known.
    pub year: Option<u16>,
    /// `budget` or `final_accounts`, if known.
    pub kind: Option<&'static str>,
    /// `unit` or `department`, if known.
    pub scope: Option<&'static str>,
    /// Disclosures that are added.
    pub documents: usize,
    /// Disclosures that are not, because their unit has one already.
    pub repeated: usize,
    /// Income, expenditure, 基本支出, 项目支出.
    pub totals: [Sum; 4],
    /// Expenditure by functional class.
    pub functional: Vec<Class>,
    /// Disclosures that tell it.
    pub functional_documents: usize,
    /// What these spend beyond their classes.
    pub functional_rest: Option<Exact>,
    /// Basic expenditure of the general public budget by economic class.
    pub economic: Vec<Class>,
    /// Disclosures that tell it.
    pub economic_documents: usize,
}

/// A group in the making.
#[derive(Debug, Default)]
struct Making {
    documents: usize,
    repeated: usize,
    totals: [Adding; 4],
    functional: BTreeMap<String, Decimal>,
    functional_documents: usize,
    functional_rest: Adding,
    economic: BTreeMap<String, Decimal>,
    economic_documents: usize,
}

#[derive(Debug, Clone, Copy)]
struct Adding(Option<Decimal>, usize);

impl Default for Adding {
    fn default() -> Adding {
        Adding(Some(Decimal::ZERO), 0)
    }
}

impl Adding {
    fn add(&mut self, figure: Option<Decimal>) {
        if let Some(figure) = figure {
            self.0 = self.0.and_then(|sum| sum.checked_add(figure));
            self.1 += 1;
        }
    }
}

/// Year, kind, scope: unknown is 0.
type Key = (u16, u8, u8);

/// All groups in the making.
#[derive(Debug, Default)]
pub struct Sums {
    groups: BTreeMap<Key, Making>,
    seen: HashSet<(Key, String)>,
}

impl Sums {
    /// Adds a disclosure.
    pub fn add(&mut self, identity: &Identity, totals: &Totals) {
        let kind = identity.kind.map_or(0, |kind| 1 + (kind == Kind::FinalAccounts) as u8);
        let scope = identity.scope.map_or(0, |scope| 1 + scope as u8);
        let key = (identity.fiscal_year.unwrap_or(0), kind, scope);
        let group = self.groups.entry(key).or_default();
        if let Some(unit) = &identity.unit_name
            && !self.seen.insert((key, unit.clone()))
        {
            group.repeated += 1;
            return;
        }
        group.documents += 1;
        let figures = [totals.income, totals.expenditure, totals.basic, totals.project];
        group.totals.iter_mut().zip(figures).for_each(|(sum, figure)| sum.add(figure));
        group.functional_rest.add(rest(totals.expenditure, &totals.functional));
        group.functional_documents += usize::from(!totals.functional.is_empty());
        group.economic_documents += usize::from(!totals.economic.is_empty());
        for (sums, classes) in
            [(&mut group.functional, &totals.functional), (&mut group.economic, &totals.economic)]
        {
            for (code, amount) in classes {
                let sum = sums.entry(code.clone()).or_default();
                *sum = sum.checked_add(*amount).unwrap_or(*sum);
            }
        }
    }

    /// The groups, the latest year first, budgets before final accounts, units before departments.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<_> =
            self.groups.iter().map(|(key, group)| group.finished(*key)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.year));
        groups
    }
}

impl Making {
    fn finished(&self, (year, kind, scope): Key) -> Group {
        let listed = |sums: &BTreeMap<String, Decimal>| {
            classes(&sums.iter().map(|(code, sum)| (code.clone(), *sum)).collect::<Vec<_>>())
        };
        let sum = |sum: &Adding| Sum(sum.0.filter(|_| sum.1 > 0).and_then(Exact::money), sum.1);
        Group {
            year: (year > 0).then_some(year),
            kind: [None, Some(Kind::Budget), Some(Kind::FinalAccounts)][usize::from(kind)]
                .map(Kind::as_str),
            scope: [None, Some(Scope::Unit), Some(Scope::Department), Some(Scope::Government)]
                [usize::from(scope)]
            .map(Scope::as_str),
            documents: self.documents,
            repeated: self.repeated,
            totals: std::array::from_fn(|i| sum(&self.totals[i])),
            functional: listed(&self.functional),
            functional_documents: self.functional_documents,
            functional_rest: sum(&self.functional_rest).0,
            economic: listed(&self.economic),
            economic_documents: self.economic_documents,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn shares_are_exact_to_a_decimal_and_money_keeps_its_digits() {
        let all =
            classes(&[("208".into(), decimal("5480300")), ("221".into(), decimal("545300.01"))]);
        let text: Vec<_> = all
            .iter()
            .map(|Class(code, amount, share)| format!("{code} {amount} {share}"))
            .collect();
        assert_eq!(text, ["208 5480300.00 91.0", "221 545300.01 9.0"]);
        assert_eq!(
            classes(&[("208".into(), decimal("5")), ("221".into(), decimal("-5"))])[0].2,
            "",
            "no share of nothing"
        );
    }

    #[test]
    fn what_the_classes_leave_of_the_total() {
        let classes = [("208".to_owned(), decimal("4")), ("221".to_owned(), decimal("2"))];
        assert_eq!(rest(Some(decimal("7")), &classes), Some(decimal("1")));
        assert_eq!(rest(Some(decimal("5")), &classes), Some(decimal("-1")));
        assert_eq!(
            [
                rest(Some(decimal("6")), &classes),
                rest(None, &classes),
                rest(Some(decimal("6")), &[])
            ],
            [None; 3]
        );
    }

    #[test]
    fn a_units_second_disclosure_is_counted_and_not_added() {
        let identity = |unit: &str, scope| Identity {
            unit_name: Some(unit.into()),
            fiscal_year: Some(2025),
            kind: Some(Kind::Budget),
            scope,
            ..Identity::default()
        };
        let totals =
            |amount: &str| Totals { expenditure: Some(decimal(amount)), ..Totals::default() };
        let mut sums = Sums::default();
        sums.add(&identity("甲", Some(Scope::Unit)), &totals("9007199254740993.01"));
        sums.add(&identity("乙", Some(Scope::Unit)), &totals("0.02"));
        sums.add(&identity("甲", Some(Scope::Unit)), &totals("5"));
        sums.add(&identity("局", Some(Scope::Department)), &Totals::default());
        let groups = sums.groups();
        let brief: Vec<_> = groups
            .iter()
            .map(|g| (g.scope, g.documents, g.repeated, g.totals[1].clone()))
            .collect();
        let exact = Exact::money(decimal("9007199254740993.03"));
        assert_eq!(
            brief,
            [(Some("unit"), 2, 1, Sum(exact, 2)), (Some("department"), 1, 0, Sum(None, 0))]
        );
    }
}
