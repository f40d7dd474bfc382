//! The named figures of a disclosure and where each is looked for: `data/figures.toml`, whose comments say what its fields
//! mean.

use super::vocabulary;
use crate::model::{Classification, Kind};
use serde::Deserialize;
use std::sync::LazyLock;

/// All of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figures {
    /// The columns that state the whole figure of a row, the first that prints one counting.
    pub main: Vec<String>,
    /// Figures, each with a name of its own.
    pub figure: Vec<Named>,
    /// Figures by class.
    pub classes: Vec<Classes>,
    /// Figures that others add up to.
    pub sums: Vec<Parts>,
}

/// A figure that others add up to where all of them are stated.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    /// The whole.
    pub total: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// Where the first part is stated, others that are not printed are nothing.
    #[serde(default)]
    pub sparse: bool,
}

/// A figure and its places.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// Its name.
    pub id: String,
    /// All its places state the same figure: one that states another is a doubt, and its verdicts count too.
    #[serde(default)]
    pub same: bool,
    /// Where it is looked for, in order.
    pub from: Vec<Source>,
}

/// Figures by class and their places.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Classes {
    /// What stands before the class.
    pub id: String,
    /// Whose classes.
    pub classification: Classification,
    /// The figures one of which they add up to.
    pub totals: Vec<String>,
    /// The tables, in order.
    pub from: Vec<Source>,
}

/// A place that may print a figure.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Source {
    /// A table.
    pub table: Option<String>,
    /// The item of its row; without one, and without a label, the row of its total.
    pub row: Option<String>,
    /// The name of its row.
    pub label: Option<String>,
    /// Its columns, added up; without any the main one.
    pub columns: Vec<String>,
    /// A key of the prose.
    pub narrative: Option<String>,
    /// Only in documents of this kind.
    pub kind: Option<Kind>,
}

impl Source {
    /// May a document of this kind have it?
    pub fn is_for(&self, kind: Option<Kind>) -> bool {
        self.kind.is_none() || self.kind == kind
    }
}

impl Figures {
    /// Those that the program carries, read once.
    pub fn embedded() -> &'static Figures {
        static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
            embedded!("catalog/data/figures").expect("the embedded file is tested")
        });
        &FIGURES
    }
}

/// What pages call the figure of that name.
pub(crate) fn label(id: &str) -> &'static str {
    vocabulary::list("figure").find(|word| word.word == id).map_or("", |word| word.printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use std::collections::BTreeSet;

    #[test]
    fn every_figure_is_explained_and_its_places_are_known() {
        let all = Figures::embedded();
        let ids: BTreeSet<&str> = all.figure.iter().map(|f| f.id.as_str()).collect();
        let explained: BTreeSet<&str> = vocabulary::list("figure").map(|w| w.word).collect();
        assert_eq!(
            (ids.len(), &ids),
            (all.figure.len(), &explained),
            "list figure of vocabulary.tsv"
        );
        let catalog = Catalog::builtin().unwrap();
        let known = |list: &str| catalog.ids(list);
        let (tables, columns, items, keys) =
            (known("table"), known("column"), known("item"), known("key"));
        let named = all.figure.iter().flat_map(|f| &f.from);
        let places = named.chain(all.classes.iter().flat_map(|c| &c.from));
        for place in places {
            assert!(place.table.is_some() != place.narrative.is_some());
            assert!(place.table.iter().all(|id| tables.contains(id)), "{:?}", place.table);
            assert!(place.row.iter().all(|id| items.contains(id)), "{:?}", place.row);
            assert!(place.columns.iter().all(|id| columns.contains(id)), "{:?}", place.columns);
            assert!(place.narrative.iter().all(|id| keys.contains(id)), "{:?}", place.narrative);
        }
        assert!(all.classes.iter().flat_map(|c| &c.totals).all(|id| ids.contains(id.as_str())));
        assert!(all.main.iter().all(|id| columns.contains(id)));
    }
}
