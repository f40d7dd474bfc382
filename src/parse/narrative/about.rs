//! What a figure is about.

use super::subject::{Named, family};
use crate::catalog::narrative::Place;

/// What a figure is about: a key, for subjects with code and name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct About {
    pub key: String,
    pub code: String,
    pub name: String,
    /// The label's words, to know a shorter one again.
    pub label: String,
}

impl About {
    pub fn key(key: &str) -> About {
        About { key: key.into(), ..About::default() }
    }

    /// A subject or class, one of many in a list.
    pub fn is_subject(&self) -> bool {
        self.key.ends_with("_subject") || self.key.ends_with("_class")
    }

    pub fn named(named: Named, place: Place) -> About {
        let class = named.level == '类' && named.code.is_empty();
        let key = match (class, place.section) {
            (true, Some("government_fund" | "state_capital")) => "",
            (true, _) => "general_public_budget_class",
            (false, _) => family(place),
        };
        // Economic subjects (3…, 5…) are listed like functional ones and have no key.
        let key = if named.code.is_empty() || named.code.starts_with('2') { key } else { "" };
        About { key: key.into(), code: named.code, name: named.name, label: String::new() }
    }
}
