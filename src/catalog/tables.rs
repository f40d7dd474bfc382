//! Words by which a table is read, beside its title, heads and labels: `data/tables.toml`, whose comments say what each is
//! for.

use serde::Deserialize;
use std::sync::LazyLock;

/// The words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct TableWords {
    pub income: String,
    pub expenditure: String,
    pub economic: String,
    pub government: String,
    pub name: String,
    pub units_among_names: Vec<String>,
    pub units_in_brackets: String,
    pub manners: Vec<String>,
    pub meetings: String,
    pub training: String,
    pub three_public: String,
}

impl TableWords {
    /// Those that the program carries, read once.
    pub fn embedded() -> &'static TableWords {
        static WORDS: LazyLock<TableWords> = LazyLock::new(|| {
            embedded!("catalog/data/tables").expect("the embedded words are tested")
        });
        &WORDS
    }
}
