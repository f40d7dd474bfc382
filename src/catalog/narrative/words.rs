//! The word lists of `narrative.toml`, in the groups of the file.

use super::fold;
use serde::Deserialize;
use std::ops::Deref;

/// Words that mean the same to the reader: folded, the longest first, so that the first that fits is the one printed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList(Vec<String>);

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> WordList {
        let mut words: Vec<String> = words.iter().map(|w| fold(w)).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        WordList(words)
    }
}

impl Deref for WordList {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

/// The groups; the file's comments say what each word list is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Words {
    pub figures: Figures,
    pub labels: Labels,
    pub subjects: Subjects,
    pub totals: Totals,
    pub changes: Changes,
    pub comparison: Comparison,
    pub budgets: Budgets,
    pub course: Course,
    pub targets: Targets,
    pub assets: Assets,
    pub years: Years,
    pub bodies: Bodies,
}

/// What makes a number a figure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Figures {
    pub counts: WordList,
    pub events: WordList,
    pub percent: WordList,
    pub before_zero: WordList,
    pub thresholds: WordList,
    pub inclusive: String,
    pub no_year: String,
}

/// What says which year is spoken of.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Years {
    pub this: WordList,
    pub dates: WordList,
    pub since: WordList,
    pub by: WordList,
    pub compares: WordList,
}

/// What says that money is that of other bodies, or of several together.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Bodies {
    pub all: WordList,
    pub below: WordList,
    pub with: WordList,
    pub own: WordList,
}

/// What stands around a label.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Labels {
    pub tails: WordList,
    pub heading_tails: WordList,
    pub before: WordList,
    pub year_tails: WordList,
    pub heading_notes: WordList,
    pub joined: WordList,
    pub sums: WordList,
    pub each: WordList,
}

/// What stands around the name of a subject.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Subjects {
    /// Names of the functional classes without their ending 支出, of functional_classes.tsv.
    #[serde(skip)]
    pub classes: Vec<String>,
    /// The tails of labels that may stand behind the name of a subject: all but `endings`.
    #[serde(skip)]
    pub tails: Vec<String>,
    pub spending: String,
    pub called: String,
    pub endings: WordList,
    pub heads: WordList,
    pub use_heads: WordList,
    pub lists: WordList,
    pub economic: WordList,
    pub functional: WordList,
}

/// The totals and whose money they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Totals {
    pub income: String,
    pub expenditure: String,
    pub both: WordList,
    /// One for each fund, in the order of the funds, as in the file.
    pub funds: [String; 3],
    pub spending: WordList,
    pub parts_only: WordList,
    pub appropriation: WordList,
    pub of_all: WordList,
    pub spending_parts: WordList,
}

/// How a change is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Changes {
    pub rise: WordList,
    pub fall: WordList,
    pub after: WordList,
    pub before: WordList,
    pub same: WordList,
    pub nearly: WordList,
}

/// How one year is compared with another.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Comparison {
    pub words: WordList,
    pub told: WordList,
    pub above: WordList,
    pub below: WordList,
    pub not: WordList,
    pub prior: WordList,
    pub with_prior: WordList,
    pub earlier: WordList,
    pub from: WordList,
    pub to: WordList,
    pub carried: WordList,
    pub openings: WordList,
}

/// Budgets, what was done of them, and shares.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Budgets {
    pub budget: String,
    pub initial: WordList,
    pub full_year: WordList,
    pub copulas: WordList,
    pub completion: WordList,
    pub executed: WordList,
    pub share: WordList,
}

/// What a clause, a sentence or a section is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Course {
    pub reasons: WordList,
    pub usages: WordList,
    pub lists: WordList,
    pub parts: WordList,
    pub sorts: WordList,
    pub within: WordList,
    pub aside: WordList,
    pub skip: WordList,
}

/// Performance targets.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Targets {
    pub words: WordList,
    pub projects: String,
    pub counted: String,
    pub involves: String,
    pub money: WordList,
    pub watched: WordList,
}

/// Vehicles and equipment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Assets {
    pub worth: WordList,
    pub planned: WordList,
    pub owned: WordList,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_comes_first_and_all_are_folded() {
        let words = WordList::from(vec!["预算".to_owned(), "全年“预算”".into(), "台（套）".into()]);
        assert_eq!(*words, ["全年预算", "台(套)", "预算"]);
    }
}
