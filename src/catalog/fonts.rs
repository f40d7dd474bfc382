//! `data/fonts.toml`: Chinese fonts that a system may have.

use serde::Deserialize;
use std::sync::LazyLock;

/// What the comments of the file say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Fonts {
    pub folders: Vec<String>,
    pub files: Vec<File>,
}

/// A file of a font, or of several.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct File {
    pub name: String,
    pub face: u32,
}

/// The list.
pub fn fonts() -> &'static Fonts {
    static FONTS: LazyLock<Fonts> =
        LazyLock::new(|| toml::from_str(include_str!("data/fonts.toml")).expect("a test reads it"));
    &FONTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_is_listed_once() {
        let Fonts { folders, files } = fonts();
        let mut names: Vec<_> = files.iter().map(|file| file.name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        assert_eq!((names.len(), folders.len()), (files.len(), 8));
    }
}
