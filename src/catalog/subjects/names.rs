//! A code's names, and what makes two names one.

use crate::model::squeeze;
use std::collections::BTreeSet;

/// A code of a classification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// Its names, the present one first; never empty.
    pub names: Vec<Name>,
}

/// A name that a code has, had, or goes by here and there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: &'static str,
    /// The fiscal years in which it was seen, first and last of each run; one that begins with 0 is known until its end.
    pub years: Vec<(u16, u16)>,
    /// In how many documents (0: known from the classification itself).
    pub seen: u32,
}

impl Name {
    /// The first and the last fiscal year that are known of it.
    pub fn span(&self) -> Option<(u16, u16)> {
        Some((self.years.first()?.0, self.years.last()?.1))
    }

    /// Was it seen, or is it known, in that fiscal year?
    pub fn covers(&self, year: u16) -> bool {
        self.years.iter().any(|&(first, last)| (first..=last).contains(&year))
    }

    /// A name of one document only may itself be a slip, or cut where its cell wraps.
    pub(super) fn is_sure(&self) -> bool {
        self.seen != 1
    }
}

impl Subject {
    /// Its name now.
    pub fn present(&self) -> &Name {
        &self.names[0]
    }

    /// The fiscal years in which the code was seen, runs of them.
    pub fn years(&self) -> Vec<(u16, u16)> {
        let dated = self.names.iter().flat_map(|name| &name.years).filter(|(first, _)| *first > 0);
        let years: BTreeSet<u16> = dated.flat_map(|&(first, last)| first..=last).collect();
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for year in years {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == year => *last = year,
                _ => runs.push((year, year)),
            }
        }
        runs
    }

    /// Its name in that fiscal year: the one seen then, or before and after it; the first one before all years that are
    /// known and the last one after them. `None` between two names, where it is not known when the one became the other.
    pub fn in_force(&self, year: u16) -> Option<&Name> {
        if let Some(name) = self.names.iter().find(|name| name.covers(year)) {
            return Some(name);
        }
        let runs = || self.names.iter().flat_map(|n| n.years.iter().map(move |run| (run, n)));
        let before = runs().filter(|(run, _)| run.1 < year).max_by_key(|(run, _)| run.1);
        let after = runs().filter(|(run, _)| run.0 > year).min_by_key(|(run, _)| run.0);
        match (before.map(|(_, name)| name), after.map(|(_, name)| name)) {
            (Some(before), Some(after)) => (before == after).then_some(before),
            (one, None) | (None, one) => one.or(self.names.first()),
        }
    }
}

/// Runs of years as the files have them: 2019-2022,2024 or -2018.
pub(super) fn parse_years(text: &str) -> Option<Vec<(u16, u16)>> {
    let run = |run: &str| match run.split_once('-') {
        Some(("", last)) => Some((0, last.parse().ok()?)),
        Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
        None => run.parse().ok().map(|year| (year, year)),
    };
    text.split(',').filter(|run| !run.is_empty()).map(run).collect()
}

/// Are two names one name, but for brackets, a word left out or a character changed?
pub fn alike(a: &str, b: &str) -> bool {
    near(&plain(a), &plain(b))
}

/// The same of names that are `plain` already.
pub(super) fn near(a: &str, b: &str) -> bool {
    likeness(a, b) >= LIKE
}

/// Percent of the longer name that two names share, in order, to count as one.
const LIKE: usize = 50;

/// Letters only, without brackets, marks and the word 支出 at the end.
pub(super) fn plain(name: &str) -> String {
    let mut letters = squeeze(name);
    letters.retain(char::is_alphanumeric);
    let end =
        letters.strip_suffix("支出").filter(|s| !s.is_empty()).map_or(letters.len(), str::len);
    letters.truncate(end);
    letters
}

/// The longest common subsequence of two names, in percent of the longer, where neither contains the other.
fn likeness(a: &str, b: &str) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a.contains(b) || b.contains(a) {
        return 100;
    }
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(60).collect(), b.chars().take(60).collect());
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()] * 100 / a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::{Name, Subject, parse_years};

    #[test]
    fn years_stand_in_runs() {
        assert_eq!(parse_years("2019-2022,2024"), Some(vec![(2019, 2022), (2024, 2024)]));
        assert_eq!(parse_years("-2018"), Some(vec![(0, 2018)]));
        assert_eq!(parse_years(""), Some(vec![]));
        assert_eq!(parse_years("19xx"), None);
    }

    #[test]
    fn the_name_of_a_year_that_was_not_seen() {
        let named = |name, years| Name { name, years: parse_years(years).unwrap(), seen: 2 };
        let subject = Subject {
            names: vec![named("丙", "2024,2026"), named("乙", "2019-2021"), named("甲", "-2017")],
        };
        let name = |year| subject.in_force(year).map(|n| n.name);
        assert_eq!(
            [2010, 2017, 2020, 2025, 2030].map(name),
            ["甲", "甲", "乙", "丙", "丙"].map(Some)
        );
        // When one became the other is not known.
        assert_eq!([2018, 2022, 2023].map(name), [None; 3]);
        assert_eq!(subject.years(), [(2019, 2021), (2024, 2024), (2026, 2026)]);
    }
}
