//! The texts of the command line in Chinese, by their English ones: `data/usage.tsv`.

use hashbrown::HashMap;
use std::sync::LazyLock;

/// Both languages of each text.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("data/usage.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// The Chinese of an English text of the command line.
pub fn chinese(english: &str) -> Option<&'static str> {
    static TEXTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| texts().collect());
    TEXTS.get(english).copied()
}
