//! What the world calls things: titles, headers, items, units, subjects, prose. Data files that a finance clerk
//! could check against a printed page, embedded at build time, with their loaders. Read-only, shared by all files.

mod columns;
mod items;
mod label;
pub mod narrative;
mod patterns;
pub mod performance;
pub mod subjects;
mod titles;
mod units;

pub use columns::{Columns, Head, LabelKind, Measure};
pub use items::{ItemSide, Items};
pub use label::{clean_head, clean_label, is_of_which, ordinal_depth, printed_name, year_to_relative};
pub use titles::{TitleKind, TitleMatch, Titles};
pub use units::Units;

/// A fault in a data file: which file, which key, what is wrong.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
#[error("{file}: {key}: {message}")]
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
    pub titles: Titles,
    /// Column heads.
    pub columns: Columns,
    /// Rows known by their label.
    pub items: Items,
    /// Units of amount.
    pub units: Units,
    /// Words of the explanation (情况说明).
    pub narrative: narrative::Narrative,
    /// Words of the performance tables (绩效目标表).
    pub performance: performance::Performance,
    /// Subject codes (政府收支分类科目).
    pub subjects: &'static subjects::Subjects,
}

impl Catalog {
    /// The vocabularies that ship with the crate.
    pub fn builtin() -> Result<Catalog, CatalogError> {
        Ok(Catalog {
            titles: Titles::load(include_str!("data/titles.toml"))?,
            columns: Columns::load(include_str!("data/columns.toml"))?,
            items: Items::load(include_str!("data/items.toml"), include_str!("data/functional_classes.tsv"))?,
            units: Units::load(include_str!("data/units.toml"))?,
            narrative: narrative::Narrative::builtin().map_err(|e| CatalogError::new("narrative.toml", "", e))?,
            performance: performance::Performance::builtin().map_err(|e| CatalogError::new("performance.toml", "", e))?,
            subjects: subjects::Subjects::embedded(),
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_data_file_loads() {
        super::Catalog::builtin().unwrap();
    }
}
