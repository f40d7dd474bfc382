//! What the world calls things: titles, headers, items, units, subjects, prose. Data files that a finance clerk
//! could check against a printed page, embedded at build time, with their loaders. Read-only, shared by all files. What
//! one city alone prints is a template of words (`templates.rs`).

mod classes;
pub mod cofog;
mod columns;
pub mod divisions;
pub(crate) mod figures;
#[cfg(feature = "serve")]
pub(crate) mod fonts;
pub mod identity;
pub(crate) mod ids;
mod items;
#[doc(hidden)] // for tests, which compare the list with the source
pub mod messages;
pub(crate) mod narrative;
pub(crate) mod near;
pub(crate) mod owed;
mod patterns;
pub(crate) mod performance;
pub(crate) mod rules;
pub mod subjects;
pub mod tables;
mod templates;
mod titles;
mod traits;
mod units;
pub mod usage;
pub(crate) mod vocabulary;
pub(crate) mod wording;

pub(crate) use columns::{Columns, Head, LabelKind};
pub use ids::KEY_ENDINGS;
pub(crate) use items::{ItemSide, Items};
pub(crate) use titles::{TitleKind, TitleMatch, Titles};
pub(crate) use traits::Traits;
pub(crate) use units::Units;

use std::sync::Arc;

/// A fault in a data file: which file, which key, what is wrong.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
#[error("{file}{}{key}: {message}", if key.is_empty() { "" } else { ": " })]
pub struct CatalogError {
    /// Data file.
    pub file: String,
    /// Key or id in it.
    pub key: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl CatalogError {
    pub(crate) fn new(file: &str, key: &str, message: impl Into<String>) -> Self {
        CatalogError { file: file.into(), key: key.into(), message: message.into() }
    }
}

/// All vocabularies, loaded once.
#[derive(Debug)]
pub struct Catalog {
    /// Table titles.
    pub(crate) titles: Titles,
    /// Column heads.
    pub(crate) columns: Columns,
    /// Rows known by their label.
    pub(crate) items: Items,
    /// Units of amount.
    pub(crate) units: Units,
    /// Words of the explanation (情况说明).
    pub(crate) narrative: Arc<narrative::Narrative>,
    /// Words of the performance tables (绩效目标表).
    pub(crate) performance: performance::Performance,
    /// What a disclosure owes.
    pub(crate) owed: owed::Duties,
    /// Subject codes (政府收支分类科目).
    pub subjects: &'static subjects::Subjects,
    /// What single cities print besides.
    templates: Vec<templates::Template>,
}

impl Catalog {
    /// The vocabularies and templates that ship with the crate.
    pub fn builtin() -> Result<Catalog, CatalogError> {
        Catalog::general()?.with_embedded()
    }

    /// The vocabularies without any template.
    fn general() -> Result<Catalog, CatalogError> {
        Ok(Catalog {
            titles: Titles::builtin()?,
            columns: Columns::builtin()?,
            items: Items::builtin()?,
            units: Units::builtin()?,
            narrative: narrative::Narrative::builtin()
                .map(Arc::new)
                .map_err(|e| CatalogError::new("narrative.toml", "", e))?,
            performance: performance::Performance::builtin()
                .map_err(|e| CatalogError::new("performance.toml", "", e))?,
            owed: owed::Duties::builtin()?,
            subjects: subjects::Subjects::embedded(),
            templates: Vec::new(),
        })
    }

    /// A copy without templates, to add a city's words to.
    fn vocabulary(&self) -> Catalog {
        Catalog {
            titles: self.titles.clone(),
            columns: self.columns.clone(),
            items: self.items.clone(),
            units: self.units.clone(),
            narrative: self.narrative.clone(),
            performance: self.performance.clone(),
            owed: self.owed.clone(),
            subjects: self.subjects,
            templates: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, ItemSide, TitleKind};

    #[test]
    fn every_data_file_loads() {
        super::Catalog::builtin().unwrap();
    }

    /// What `tests/data/words.tsv` lists: words as printed, and what they mean.
    #[test]
    fn printed_words_mean_what_they_say() {
        let catalog = super::Catalog::general().unwrap();
        let title = |words: &str| match catalog.titles.identify(words) {
            Some(m) if m.kind == TitleKind::Table => m.id.expect(words).to_string(),
            Some(m) if m.kind == TitleKind::Performance => "performance".into(),
            _ => "?".into(),
        };
        let column = |words: &str| {
            let path: Vec<Head> =
                words.split('>').map(|h| catalog.columns.head(h, Some(2026))).collect();
            let m = catalog.columns.measure(&path, &"income_summary".into(), words);
            format!("{}@{}", m.column.map_or("?".into(), String::from), m.basis.as_str())
        };
        let label = |words: &str| match catalog.columns.head(words, None).label {
            Some(kind) => format!("{kind:?}"),
            None => "?".into(),
        };
        let mut wrong = Vec::new();
        let lines =
            include_str!("../../tests/data/words.tsv").lines().filter(|l| !l.starts_with('#'));
        for line in lines {
            let parts: Vec<&str> = line.split('\t').collect();
            let [kind, words, want] = parts[..] else { panic!("{line}: kind, words, id") };
            let got = match kind {
                "title" => title(words),
                "column" => column(words),
                "label" => label(words),
                _ => catalog
                    .items
                    .identify(words, ItemSide::of(kind).expect(line), |_| false)
                    .map_or("?".into(), String::from),
            };
            if got != want {
                wrong.push(format!("{line}: {got}"));
            }
        }
        assert!(wrong.is_empty(), "tests/data/words.tsv: {wrong:#?}");
    }
}
