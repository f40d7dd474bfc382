//! The words of the output and what they mean: ids of tables, columns, items and keys, and the closed lists.

use std::sync::LazyLock;

/// A word of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The list it belongs to: status, kind, scope, side, classification, basis, verdict, operator, severity, form,
    /// money_scope, how; table, column, item, key, figure.
    pub list: &'static str,
    /// As the output has it.
    pub word: &'static str,
    /// As pages print it; empty where they do not.
    pub printed: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Lists that hold every word that can come; in the others the catalog's words stand beside `other:` ones.
pub const CLOSED: [&str; 12] = [
    "status",
    "kind",
    "scope",
    "side",
    "classification",
    "basis",
    "verdict",
    "operator",
    "severity",
    "form",
    "money_scope",
    "how",
];

/// Lists to which words of their own are added where the catalog does not know what is printed, and figures by class.
pub const OPEN: [&str; 5] = ["table", "column", "item", "key", "figure"];

/// Every word, list by list; functional classes are items too.
pub fn words() -> &'static [Word] {
    static WORDS: LazyLock<Vec<Word>> =
        LazyLock::new(|| include_str!("data/vocabulary.tsv").lines().filter_map(word).collect());
    &WORDS
}

/// The words of a list.
pub fn list(name: &str) -> impl Iterator<Item = &'static Word> {
    words().iter().filter(move |word| word.list == name)
}

fn word(line: &'static str) -> Option<Word> {
    let mut fields = line.split('\t').filter(|_| !line.starts_with('#'));
    Some(Word {
        list: fields.next()?,
        word: fields.next()?,
        printed: fields.next()?,
        meaning: fields.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Basis, Classification, Severity, Verdict};
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_a_word_and_none_comes_twice() {
        let lines =
            include_str!("data/vocabulary.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(words().len(), lines);
        let different: BTreeSet<_> = words().iter().map(|w| (w.list, w.word)).collect();
        assert_eq!(different.len(), lines);
        let lists: BTreeSet<_> = words().iter().map(|w| w.list).collect();
        assert_eq!(lists, CLOSED.into_iter().chain(OPEN).collect());
        assert!(words().iter().all(|w| !w.meaning.is_empty()));
    }

    #[test]
    fn closed_lists_hold_the_words_of_the_model() {
        let of = |name| list(name).map(|w| w.word).collect::<Vec<_>>();
        assert_eq!(of("basis"), Basis::ALL.map(Basis::as_str));
        let lists = [
            Classification::Function,
            Classification::Economic,
            Classification::GovernmentEconomic,
        ];
        assert_eq!(of("classification"), lists.map(Classification::as_str));
        let verdicts = [
            Verdict::Exact,
            Verdict::Rounding,
            Verdict::Mismatch,
            Verdict::NotApplicable,
            Verdict::NotChecked,
        ];
        assert_eq!(of("verdict"), verdicts.map(Verdict::as_str));
        assert_eq!(of("severity"), Severity::ALL.map(Severity::as_str));
    }

    /// Ids of the data files of tables, columns and items are explained.
    #[test]
    fn every_id_of_the_catalog_is_explained() {
        let files = [
            ("table", include_str!("data/titles.toml")),
            ("column", include_str!("data/columns.toml")),
            ("item", include_str!("data/items.toml")),
        ];
        let mut missing = Vec::new();
        for (name, file) in files {
            let known: BTreeSet<_> = list(name).map(|w| w.word).collect();
            // labels and bases stand in the same file as columns
            let blocks = file.split("\n[[").filter(|b| {
                ["table]]", "column]]", "generic]]", "item]]"]
                    .iter()
                    .any(|kind| b.starts_with(kind))
            });
            let ids = blocks
                .flat_map(str::lines)
                .filter_map(|l| l.strip_prefix("id = \"")?.strip_suffix('"'));
            let ids: BTreeSet<_> = ids.collect();
            assert!(!ids.is_empty(), "{name}");
            let unknown =
                ids.into_iter().filter(|id| !known.contains(id) && !id.starts_with("function."));
            missing.extend(unknown.map(|id| format!("{name} {id}")));
        }
        assert!(missing.is_empty(), "src/catalog/data/vocabulary.tsv lacks {missing:#?}");
    }
}
