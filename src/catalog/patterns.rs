//! An ordered list of patterns ([`part`]): the first that fits a whole label names it.
//!
//! A pattern becomes a list of steps, and these are taken only where the label has every letter that the pattern cannot do
//! without, and no other letters than it knows. Regular expressions made for long texts would be most of the program's start.

pub(super) mod part;

use super::CatalogError;
use part::{Letters, Part, bits};
use std::sync::Arc;

/// Patterns in order, each with the index of its entry.
#[derive(Debug, Clone)]
pub struct Patterns(Arc<Vec<Pattern>>);

#[derive(Debug)]
struct Pattern {
    entry: usize,
    letters: Letters,
    /// If it fits any letters: those of words of which the label has one; none where that is not known.
    needed: Vec<u64>,
    steps: Vec<Step>,
}

/// What is done with the label, from its first letter on.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// This is the next letter.
    Letter(char),
    /// There is a next letter, and the line goes on.
    Any,
    /// The next letter is one of these, or none of them.
    Class { ranges: Vec<(char, char)>, is_negated: bool },
    /// On with the next step or with this one.
    Fork(usize),
    /// On with this one.
    To(usize),
    /// The label ends here.
    End,
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
                    let mut steps = Vec::with_capacity(pattern.len());
                    write(&part, &mut steps)?;
                    steps.push(Step::End);
                    let letters = part.letters();
                    let words = if letters.are_any() { part.needed() } else { None };
                    let words = words.into_iter().flatten();
                    let needed = words.map(|word| bits(word.chars())).collect();
                    Ok(Pattern { entry, letters, needed, steps })
                });
                let fault =
                    |what| CatalogError::new(file, "patterns", format!("{pattern}: {what}"));
                read.push(made.map_err(fault)?);
            }
        }
        Ok(Patterns(Arc::new(read)))
    }

    /// The entry of each pattern that fits the whole label, in order.
    fn matches(&self, label: &str) -> impl Iterator<Item = usize> {
        let label: Vec<char> = label.chars().collect();
        let letters = bits(label.iter().copied());
        let may = move |p: &Pattern| {
            p.letters.allow(letters)
                && (p.needed.is_empty() || p.needed.iter().any(|word| word & !letters == 0))
        };
        self.0.iter().filter(move |p| may(p) && fits(&p.steps, &label)).map(|p| p.entry)
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

/// The steps of a part.
fn write(part: &Part, steps: &mut Vec<Step>) -> Result<(), &'static str> {
    /// Keeps a place for a step whose aim is not known yet.
    fn later(steps: &mut Vec<Step>) -> usize {
        steps.push(Step::End);
        steps.len() - 1
    }
    match part {
        Part::Letter(letter) => steps.push(Step::Letter(*letter)),
        Part::Class { ranges, is_negated: true } if ranges[..] == [('\n', '\n')] => {
            steps.push(Step::Any)
        }
        Part::Class { ranges, is_negated } => {
            steps.push(Step::Class { ranges: ranges.clone(), is_negated: *is_negated });
        }
        Part::Edge => return Err("a label has no edge inside"),
        Part::Row(parts) => parts.iter().try_for_each(|part| write(part, steps))?,
        Part::Choice(parts) => {
            let mut ends = Vec::new();
            let Some((last, others)) = parts.split_last() else { return Ok(()) };
            for other in others {
                let fork = later(steps);
                write(other, steps)?;
                ends.push(later(steps));
                steps[fork] = Step::Fork(steps.len());
            }
            write(last, steps)?;
            let behind = steps.len();
            ends.into_iter().for_each(|end| steps[end] = Step::To(behind));
        }
        Part::Repeated(part, least, most) => {
            (0..*least).try_for_each(|_| write(part, steps))?;
            let mut forks = Vec::new();
            for _ in *least..most.unwrap_or(least + 1) {
                forks.push(later(steps));
                write(part, steps)?;
            }
            if let (None, Some(&fork)) = (most, forks.first()) {
                steps.push(Step::To(fork));
            }
            let behind = steps.len();
            forks.into_iter().for_each(|fork| steps[fork] = Step::Fork(behind));
        }
    }
    Ok(())
}

/// Do the steps fit the whole label? None is taken twice at one letter, however a pattern repeats itself.
fn fits(steps: &[Step], label: &[char]) -> bool {
    let mut taken = vec![0u64; (steps.len() * (label.len() + 1)).div_ceil(64)];
    let mut open = vec![(0, 0)];
    while let Some((mut step, mut at)) = open.pop() {
        loop {
            let place = step * (label.len() + 1) + at;
            let (word, mark) = (place / 64, 1 << (place % 64));
            if taken[word] & mark != 0 {
                break;
            }
            taken[word] |= mark;
            let is_met = match &steps[step] {
                Step::Letter(letter) => label.get(at) == Some(letter),
                Step::Any => label.get(at).is_some_and(|&letter| letter != '\n'),
                Step::Class { ranges, is_negated } => label.get(at).is_some_and(|letter| {
                    ranges.iter().any(|(a, z)| a <= letter && letter <= z) != *is_negated
                }),
                Step::Fork(other) => {
                    open.push((*other, at));
                    step += 1;
                    continue;
                }
                Step::To(other) => {
                    step = *other;
                    continue;
                }
                Step::End if at == label.len() => return true,
                Step::End => false,
            };
            if !is_met {
                break;
            }
            (step, at) = (step + 1, at + 1);
        }
    }
    false
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

    fn patterns() -> Patterns {
        let each = ALL.0.chunks(1).enumerate();
        Patterns::new("test", each).unwrap()
    }

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
        let patterns = patterns();
        let words = include_str!("../../tests/data/words.tsv");
        let names = include_str!("data/vocabulary.tsv").lines().chain(words.lines());
        let printed = names.flat_map(|line| line.split(['\t', '>'])).map(crate::model::squeeze);
        let mut fitting = 0;
        for label in printed.chain(pieces()) {
            let fits: Vec<usize> = ALL.1.matches(&label).iter().collect();
            fitting += usize::from(!fits.is_empty());
            assert_eq!(patterns.fits(&label), fits, "{label}");
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
            prop_assert_eq!(patterns().fits(&label), fits);
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
        for wrong in ["(", "甲)", "*", "[甲", "甲{x}", "^甲$", "\\d", "(?i)a", "[a&&b]"] {
            let error = Patterns::new("test", [(0, &[wrong.to_owned()][..])]).unwrap_err();
            assert!(error.message.starts_with(wrong), "{error}");
        }
    }
}
