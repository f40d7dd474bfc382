//! Sums over disclosures: exact decimals, made here so that the page adds nothing.

use super::trends::{Place, Series, Trends, kind_of, scope_of};
use crate::emit::wire::{Exact, Identity};
use crate::model::Kind;
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

/// A sum, the number of disclosures that state the figure, and what these spend where they are not all that state their
/// expenditure, or others: sums over different disclosures are not to be compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sum(pub Option<Exact>, pub usize, pub Option<Exact>);

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
    /// Expenditure by city, where there are several.
    pub places: Vec<Place>,
}

/// A group in the making.
#[derive(Debug, Default)]
struct Making {
    documents: usize,
    repeated: usize,
    totals: [Adding; 4],
    /// What the disclosures spend that state the figure.
    beside: [Adding; 4],
    /// Some state the figure or the expenditure, and not both.
    unlike: [bool; 4],
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
    trends: Trends,
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
        for (at, figure) in figures.into_iter().enumerate() {
            group.beside[at].add(totals.expenditure.filter(|_| figure.is_some()));
            group.unlike[at] |= figure.is_some() != totals.expenditure.is_some();
        }
        if let Some(expenditure) = totals.expenditure {
            self.trends.add(key.0, (kind, scope), identity, expenditure);
        }
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
            self.groups.iter().map(|(key, group)| group.finished(*key, &self.trends)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.year));
        groups
    }

    /// Expenditure from year to year.
    pub fn series(&self) -> Vec<Series> {
        self.trends.series()
    }
}

impl Making {
    fn finished(&self, (year, kind, scope): Key, trends: &Trends) -> Group {
        let listed = |sums: &BTreeMap<String, Decimal>| {
            classes(&sums.iter().map(|(code, sum)| (code.clone(), *sum)).collect::<Vec<_>>())
        };
        let exact = |sum: &Adding| sum.0.filter(|_| sum.1 > 0).and_then(Exact::money);
        let total = |at: usize| {
            let beside = Some(&self.beside[at]).filter(|_| self.unlike[at]);
            Sum(exact(&self.totals[at]), self.totals[at].1, beside.and_then(exact))
        };
        Group {
            year: (year > 0).then_some(year),
            kind: kind_of(kind),
            scope: scope_of(scope),
            documents: self.documents,
            repeated: self.repeated,
            totals: std::array::from_fn(total),
            functional: listed(&self.functional),
            functional_documents: self.functional_documents,
            functional_rest: exact(&self.functional_rest),
            economic: listed(&self.economic),
            economic_documents: self.economic_documents,
            places: trends.places(year, (kind, scope)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scope;

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
            [
                (Some("unit"), 2, 1, Sum(exact, 2, None)),
                (Some("department"), 1, 0, Sum(None, 0, None))
            ]
        );
    }

    #[test]
    fn a_sum_over_other_disclosures_comes_with_what_these_spend() {
        let mut sums = Sums::default();
        let money = |text: &str| Some(decimal(text));
        let totals =
            |expenditure, income, basic| Totals { expenditure, income, basic, ..Totals::default() };
        sums.add(&Identity::default(), &totals(money("10"), money("10"), None));
        sums.add(&Identity::default(), &totals(money("5"), money("6"), money("3")));
        let [income, expenditure, basic, project] = &sums.groups()[0].totals;
        let exact = |text: &str| Exact::money(decimal(text));
        assert_eq!(*income, Sum(exact("16"), 2, None), "the same disclosures as the expenditure");
        assert_eq!(*expenditure, Sum(exact("15"), 2, None));
        assert_eq!(*basic, Sum(exact("3"), 1, exact("5")));
        assert_eq!(*project, Sum(None, 0, None));
    }
}
