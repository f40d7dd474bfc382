//! The languages that people are told things in.

use crate::catalog::messages;
use std::borrow::Cow;

/// A language of texts for people. What programs read (JSON, CSV, SARIF, JUnit) is the same in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// All.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// Its code (ISO 639-1).
    pub fn as_str(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// What stands between the parts of a place.
    pub fn comma(self) -> &'static str {
        match self {
            Lang::En => ", ",
            Lang::Zh => "，",
        }
    }

    /// What stands between things of one kind.
    pub fn listed(self) -> &'static str {
        match self {
            Lang::En => ", ",
            Lang::Zh => "、",
        }
    }

    /// What stands between what is said of one thing.
    pub fn stop(self) -> &'static str {
        match self {
            Lang::En => "; ",
            Lang::Zh => "；",
        }
    }

    /// What stands between a head and what is said of it.
    pub fn colon(self) -> &'static str {
        match self {
            Lang::En => ": ",
            Lang::Zh => "：",
        }
    }

    /// A text that the program says in English, in this language: a word, a message with its figures and names filled in, or
    /// several joined by "; ". What `catalog/data/messages.tsv` does not know stays as it is.
    pub fn say(self, english: &str) -> Cow<'_, str> {
        match self {
            Lang::En => Cow::Borrowed(english),
            Lang::Zh => messages::chinese(english).map_or(Cow::Borrowed(english), Cow::Owned),
        }
    }
}
