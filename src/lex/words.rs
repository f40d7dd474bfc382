//! The words of `words.toml`, whose comments say what each is for. `lex` stands below the catalog and reads them itself.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub totals: Totals,
    pub columns: Columns,
    pub captions: Captions,
    pub notes: Notes,
    pub pages: Pages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Totals {
    pub group: Vec<String>,
    pub all: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub numbers: Vec<String>,
    pub letters: Vec<String>,
    pub levels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Captions {
    pub holds: Vec<String>,
    pub begins: Vec<String>,
    pub whole: Vec<String>,
    pub table: String,
    pub table_number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notes {
    pub numbered: String,
    pub begins: Vec<String>,
    pub signed: Vec<String>,
    pub dated: Vec<String>,
    pub empty: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pages {
    pub around: String,
}

/// The words, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| embedded!("lex/words").expect("the embedded words are tested"));
    &WORDS
}
