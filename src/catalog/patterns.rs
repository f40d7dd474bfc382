//! An ordered list of patterns ([`part`]): the first that fits a whole label names it.
//!
//! A pattern becomes a list of steps ([`steps`]), and these are taken only where the label has every letter that the pattern
//! cannot do without, and no other letters than it knows. Regular expressions made for long texts would be most of the
//! program's start.

pub(super) mod part;
pub(super) mod steps;

use super::CatalogError;
use part::{Letters, Part, bits};
use std::sync::Arc;
use steps::Steps;

/// Patterns in order, each with the index of its entry.
#[derive(Debug, Clone)]
pub struct Patterns(Arc<Vec<Pattern>>);

#[derive(Debug)]
struct Pattern {
    entry: usize,
    letters: Letters,
    /// If it fits any letters: those of words of which the label has one; none where that is not known.
    needed: Vec<u64>,
    steps: Steps,
}

impl Patterns {
    /// Reads `(entry, patterns)` pairs; every pattern has to fit a whole label.
    pub fn new<'a>(
        file: &'static str,
        entries: impl IntoIterator<Item = (usize, &'a [String])>,
    ) -> Result<Patterns, CatalogError> {
        let mut read = Vec::new();
        for (entry, patterns) in entries {
            for pattern in patterns {
                let made = Part::of(pattern).and_then(|part| {
                    let letters = part.letters();
                    let words = if letters.are_any() { part.needed() } else { None };
                    let words = words.into_iter().flatten();
                    let needed = words.map(|word| bits(word.chars())).collect();
                    let steps = Steps::of(&part).ok_or("it is too long")?;
                    Ok(Pattern { entry, letters, needed, steps })
                });
                let fault =
                    |what| CatalogError::new(file, "patterns", format!("{pattern}: {what}"));
                read.push(made.map_err(fault)?);
            }
        }
        Ok(Patterns(Arc::new(read)))
    }

    /// The entry of each pattern that fits the whole label, in order. One longer than any head or title fits none.
    fn matches(&self, label: &str) -> impl Iterator<Item = usize> {
        const LONGEST: usize = 4096;
        let patterns = if label.len() <= LONGEST { self.0.as_slice() } else { &[] };
        let label: Vec<char> = if patterns.is_empty() { vec![] } else { label.chars().collect() };
        let letters = bits(label.iter().copied());
        let may = move |p: &Pattern| {
            p.letters.allow(letters)
                && (p.needed.is_empty() || p.needed.iter().any(|word| word & !letters == 0))
        };
        patterns.iter().filter(move |p| may(p) && p.steps.fit(&label)).map(|p| p.entry)
    }

    /// Entries whose patterns fit the whole label, in order, each once.
    pub fn fits(&self, label: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for entry in self.matches(label) {
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
        found
    }

    /// The first entry that fits.
    pub fn first(&self, label: &str) -> Option<usize> {
        self.matches(label).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::RegexSet;
    use std::sync::LazyLock;

    /// All patterns of the data files that fit whole labels, and what they are for a library of regular expressions.
    static ALL: LazyLock<(Vec<String>, RegexSet)> = LazyLock::new(|| {
        fn collect(value: &toml::Value, is_pattern: bool, all: &mut Vec<String>) {
            match value {
                toml::Value::Table(table) => {
                    table.iter().for_each(|(key, value)| collect(value, key == "patterns", all))
                }
                toml::Value::Array(list) => list.iter().for_each(|v| collect(v, is_pattern, all)),
                toml::Value::String(text) if is_pattern => all.push(text.clone()),
                _ => {}
            }
        }
        let mut all = Vec::new();
        for text in [
            include_str!("data/titles.toml"),
            include_str!("data/columns.toml"),
            include_str!("data/items.toml"),
        ] {
            collect(&toml::from_str(text).unwrap(), false, &mut all);
        }
        let set = RegexSet::new(all.iter().map(|p| format!("^(?:{p})$"))).unwrap();
        (all, set)
    });

    static PATTERNS: LazyLock<Patterns> =
        LazyLock::new(|| Patterns::new("test", ALL.0.chunks(1).enumerate()).unwrap());

    /// Texts that go with the patterns: what stands between their signs, one behind the other.
    fn pieces() -> Vec<String> {
        let words = ALL.0.iter().flat_map(|p| p.split(|c: char| "()|?*+{}\\".contains(c)));
        let mut words: Vec<String> = words.map(str::to_owned).filter(|w| !w.is_empty()).collect();
        words.sort();
        words.dedup();
        words
    }

    #[test]
    fn the_printed_words_fit_as_a_library_would_have_it() {
        let words = include_str!("../../tests/data/words.tsv");
        let names = include_str!("data/vocabulary.tsv").lines().chain(words.lines());
        let printed = names.flat_map(|line| line.split(['\t', '>'])).map(crate::model::squeeze);
        let mut fitting = 0;
        for label in printed.chain(pieces()) {
            let fits: Vec<usize> = ALL.1.matches(&label).iter().collect();
            fitting += usize::from(!fits.is_empty());
            assert_eq!(PATTERNS.fits(&label), fits, "{label}");
        }
        assert!(fitting > 400, "{fitting}");
    }

    proptest! {
        #[test]
        fn any_label_fits_as_a_library_would_have_it(
            label in prop::collection::vec(prop::sample::select(pieces()), 0..7),
            cut in 0..3usize,
            odd in "[\\n表(0-9a]{0,2}",
        ) {
            let label = label.concat();
            let label: String = label.chars().skip(cut).chain(odd.chars()).collect();
            let fits: Vec<usize> = ALL.1.matches(&label).iter().collect();
            prop_assert_eq!(PATTERNS.fits(&label), fits);
        }
    }

    #[test]
    fn a_pattern_fits_the_whole_label() {
        for (pattern, fitting, others) in [
            ("(部门)?收支(总)?表", &["部门收支总表", "收支表"][..], &["收支总表1", "部门"][..]),
            ("[甲乙]{2}", &["甲乙", "乙乙"], &["甲", "甲乙甲", "丙甲"]),
            ("收+支", &["收支", "收收支"], &["支"]),
            ("(收*)*支", &["支", "收收支"], &["收"]),
            ("[^a-c]", &["d", "丁"], &["a", "b", "c", ""]),
            (".{1,2}", &["表", "表格"], &["", "表\n", "表格式"]),
            ("\\(.*\\)|", &["()", "(甲)", ""], &["("]),
        ] {
            let patterns = Patterns::new("test", [(7, &[pattern.to_owned()][..])]).unwrap();
            let fits = |label: &&str| patterns.first(label) == Some(7);
            assert!(fitting.iter().all(fits) && !others.iter().any(fits), "{pattern}");
        }
    }

    #[test]
    fn what_is_longer_than_any_head_fits_none() {
        let patterns = Patterns::new("test", [(0, &[".*表".to_owned()][..])]).unwrap();
        let label = |letters: usize| "一".repeat(letters) + "表";
        assert_eq!([1000, 2000].map(|letters| patterns.first(&label(letters))), [Some(0), None]);
    }

    #[test]
    fn the_first_pattern_that_fits_counts() {
        let [all, one, two] = [
            vec![".*表".to_string()],
            vec!["总表".into(), "总?表".into()],
            vec!["(总|分)表".into()],
        ];
        let first = |order: [(usize, &Vec<String>); 3]| {
            let patterns = Patterns::new("test", order.map(|(i, p)| (i, p.as_slice()))).unwrap();
            (patterns.fits("总表"), patterns.first("分表"), patterns.first("总"))
        };
        assert_eq!(first([(0, &all), (1, &one), (2, &two)]), (vec![0, 1, 2], Some(0), None));
        assert_eq!(first([(1, &one), (2, &two), (0, &all)]), (vec![1, 2, 0], Some(2), None));
    }

    #[test]
    fn a_pattern_of_other_means_is_refused() {
        for wrong in ["(", "甲)", "*", "[甲", "甲{x}", "(甲{99}){99}", "\\d", "(?i)a", "[a&&b]"]
        {
            let error = Patterns::new("test", [(0, &[wrong.to_owned()][..])]).unwrap_err();
            assert!(error.message.starts_with(wrong), "{error}");
        }
    }
}
