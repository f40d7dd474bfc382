//! What a figure is about.

use super::scope::Fund;
use super::subject::Named;

/// What a figure is about: a key, for subjects with code and name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct About {
    /// The key; empty for what the output does not hold.
    pub key: String,
    pub code: String,
    pub name: String,
    /// The label's words, to know a shorter one again.
    pub label: String,
}

impl About {
    /// What a key of the vocabulary stands for by itself.
    pub fn key(key: &str) -> About {
        About { key: key.into(), ..About::default() }
    }

    /// What a label printed as `printed` means.
    pub fn labelled(key: String, printed: &[char]) -> About {
        About { key, label: printed.iter().collect(), ..About::default() }
    }

    /// A functional subject, or a class known by its name only, of this fund.
    pub fn named(named: Named, fund: Fund) -> About {
        let class = named.level == '类' && named.code.is_empty();
        let key = if class { fund.class() } else { fund.subject() };
        // Economic subjects (3…, 5…) are listed like functional ones and have no key.
        let key = if named.code.is_empty() || named.code.starts_with('2') { key } else { "" };
        About { key: key.into(), code: named.code, name: named.name, label: String::new() }
    }

    /// Is it a subject or class, one of many in a list?
    pub fn is_subject(&self) -> bool {
        self.key.ends_with("_subject") || self.key.ends_with("_class")
    }
}
