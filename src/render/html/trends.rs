//! Expenditure by city and from year to year, over the disclosures that are added up (`sums.rs`). Years are set beside each
//! other over the same bodies alone: a sum over more bodies is no growth.

use crate::catalog::divisions::Division;
use crate::emit::wire::{Exact, Identity};
use crate::model::{Kind, Scope};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use std::collections::BTreeMap;

/// The disclosures of a city: its name, their expenditure, how many they are, the length of the bar in percent of the longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place(pub String, pub Exact, pub usize, pub String);

/// Disclosures of a kind and scope, year by year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// `budget` or `final_accounts`, if known.
    pub kind: Option<&'static str>,
    /// `unit` or `department`, if known.
    pub scope: Option<&'static str>,
    /// The years, the first first.
    pub years: Vec<Year>,
}

/// A year of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Year {
    /// Fiscal year.
    pub year: u16,
    /// Expenditure of all its disclosures.
    pub expenditure: Exact,
    /// How many state it.
    pub documents: usize,
    /// The length of the bar in percent of the longest.
    pub length: String,
    /// The bodies that have a disclosure of the year before too: how many, their expenditure then and now, the change in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<(usize, Exact, Exact, String)>,
}

/// Kind and scope as `sums.rs` counts them: unknown is 0.
type Kinds = (u8, u8);

/// A sum, unless it does not fit, and the number of its disclosures.
type Spent = (Option<Decimal>, usize);

/// What is kept of each disclosure until the end.
#[derive(Debug, Default)]
pub struct Trends {
    /// Expenditure of each body by year.
    bodies: BTreeMap<Kinds, BTreeMap<String, BTreeMap<u16, Decimal>>>,
    /// Expenditure and number of disclosures by city.
    places: BTreeMap<(u16, Kinds), BTreeMap<String, Spent>>,
}

impl Trends {
    /// Adds a disclosure that states its expenditure.
    pub fn add(&mut self, year: u16, kinds: Kinds, identity: &Identity, expenditure: Decimal) {
        if let Some(place) = identity.division_code.as_deref().and_then(city) {
            let (sum, count) = self
                .places
                .entry((year, kinds))
                .or_default()
                .entry(place)
                .or_insert((Some(Decimal::ZERO), 0));
            *sum = sum.and_then(|sum| sum.checked_add(expenditure));
            *count += 1;
        }
        let body = identity.unit_id.as_ref().or(identity.unit_name.as_ref());
        if let Some(body) = body.filter(|_| year > 0) {
            let years = self.bodies.entry(kinds).or_default().entry(body.clone()).or_default();
            years.entry(year).or_insert(expenditure);
        }
    }

    /// The cities of that year, kind and scope, the one that spends most first; none where there is one alone.
    pub fn places(&self, year: u16, kinds: Kinds) -> Vec<Place> {
        let known = self.places.get(&(year, kinds)).filter(|places| places.len() > 1);
        let mut all: Vec<(&String, Decimal, usize)> = known
            .into_iter()
            .flatten()
            .filter_map(|(name, (sum, count))| Some((name, (*sum)?, *count)))
            .collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let longest = all.first().map_or(Decimal::ZERO, |(_, sum, _)| *sum);
        let place = |(name, sum, count): (&String, Decimal, usize)| {
            let length = percent(sum, longest).unwrap_or_default();
            Some(Place(name.clone(), Exact::money(sum)?, count, length))
        };
        all.into_iter().filter_map(place).collect()
    }

    /// The series that go over several years.
    pub fn series(&self) -> Vec<Series> {
        let all = self.bodies.iter().map(|((kind, scope), bodies)| Series {
            kind: kind_of(*kind),
            scope: scope_of(*scope),
            years: years(bodies),
        });
        all.filter(|series| series.years.len() > 1).collect()
    }
}

fn years(bodies: &BTreeMap<String, BTreeMap<u16, Decimal>>) -> Vec<Year> {
    let mut all: BTreeMap<u16, Vec<(Decimal, Option<Decimal>)>> = BTreeMap::new();
    for body in bodies.values() {
        for (year, now) in body {
            all.entry(*year).or_default().push((*now, body.get(&(year - 1)).copied()));
        }
    }
    let sum = |figures: Vec<Decimal>| {
        figures.into_iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure))
    };
    let whole = |of: &[(Decimal, Option<Decimal>)]| sum(of.iter().map(|(now, _)| *now).collect());
    let longest = all.values().filter_map(|of| whole(of)).max().unwrap_or_default();
    let year = |(year, of): (&u16, &Vec<(Decimal, Option<Decimal>)>)| {
        let both: Vec<_> = of.iter().filter_map(|(now, before)| Some((*now, (*before)?))).collect();
        let same = || {
            let now = sum(both.iter().map(|(now, _)| *now).collect())?;
            let before = sum(both.iter().map(|(_, before)| *before).collect())?;
            let change = percent(now.checked_sub(before)?, before).unwrap_or_default();
            Some((both.len(), Exact::money(before)?, Exact::money(now)?, change))
        };
        Some(Year {
            year: *year,
            expenditure: Exact::money(whole(of)?)?,
            documents: of.len(),
            length: percent(whole(of)?, longest).unwrap_or_default(),
            same: if both.is_empty() { None } else { same() },
        })
    };
    all.iter().filter_map(year).collect()
}

/// A part in percent with one decimal; `None` of nothing.
fn percent(part: Decimal, whole: Decimal) -> Option<String> {
    let percent = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(format!(
        "{:.1}",
        percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
    ))
}

/// The city that a division belongs to, with its province; the province alone where it is none of a city's.
pub fn city(division: &str) -> Option<String> {
    let province = Division::name_of(&format!("{}0000", division.get(..2)?))?;
    let code = format!("{}00", division.get(..4)?);
    let city = if code.ends_with("0000") { None } else { Division::name_of(&code) };
    Some(format!("{province}{}", city.unwrap_or_default()))
}

/// The word of a kind by its number.
pub fn kind_of(kind: u8) -> Option<&'static str> {
    [None, Some(Kind::Budget), Some(Kind::FinalAccounts)]
        .get(usize::from(kind))
        .copied()
        .flatten()
        .map(Kind::as_str)
}

/// The word of a scope by its number.
pub fn scope_of(scope: u8) -> Option<&'static str> {
    [None, Some(Scope::Unit), Some(Scope::Department), Some(Scope::Government)]
        .get(usize::from(scope))
        .copied()
        .flatten()
        .map(Scope::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(trends: &mut Trends, year: u16, unit: &str, division: &str, amount: &str) {
        let identity = Identity {
            unit_id: Some(unit.into()),
            division_code: Some(division.into()),
            ..Identity::default()
        };
        trends.add(year, (1, 1), &identity, amount.parse().unwrap());
    }

    #[test]
    fn years_are_compared_over_the_same_bodies() {
        let mut trends = Trends::default();
        for (year, unit, amount) in
            [(2024, "甲", "100"), (2025, "甲", "110"), (2025, "乙", "890"), (2027, "甲", "50")]
        {
            add(&mut trends, year, unit, "350100", amount);
        }
        let [series] = &trends.series()[..] else { panic!("one series") };
        assert_eq!((series.kind, series.scope), (Some("budget"), Some("unit")));
        let brief: Vec<_> = series
            .years
            .iter()
            .map(|y| (y.year, y.expenditure.to_string(), y.documents, y.length.as_str()))
            .collect();
        assert_eq!(
            brief,
            [
                (2024, "100.00".into(), 1, "10.0"),
                (2025, "1000.00".into(), 2, "100.0"),
                (2027, "50.00".into(), 1, "5.0")
            ]
        );
        let same: Vec<_> = series.years.iter().map(|y| y.same.clone()).collect();
        let exact = |text: &str| Exact::money(text.parse().unwrap()).unwrap();
        let second = (1, exact("100"), exact("110"), "10.0".to_owned());
        assert_eq!(same, [None, Some(second), None], "2026 is missing: no change is told of 2027");
    }

    #[test]
    fn one_year_is_no_series_and_one_city_no_comparison() {
        let mut trends = Trends::default();
        add(&mut trends, 2025, "甲", "350100", "1");
        add(&mut trends, 2025, "乙", "350102", "2");
        assert_eq!((trends.series(), trends.places(2025, (1, 1))), (vec![], vec![]));
        add(&mut trends, 2025, "丙", "310107", "6");
        let places = trends.places(2025, (1, 1));
        // a municipality has a name of three characters, the city below a province one of six
        let told: Vec<_> =
            places.iter().map(|p| (p.0.chars().count(), p.2, p.3.as_str())).collect();
        assert_eq!(told, [(3, 1, "100.0"), (6, 2, "50.0")]);
    }
}
