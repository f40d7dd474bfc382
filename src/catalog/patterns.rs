//! An ordered list of anchored regular expressions: the first that fits a whole label names it.

use super::CatalogError;
use regex::RegexSet;

/// Patterns in order, each with the index of its entry.
#[derive(Debug, Clone)]
pub struct Patterns {
    set: RegexSet,
    entry: Vec<usize>,
}

impl Patterns {
    /// Compiles `(entry, patterns)` pairs; every pattern has to fit a whole label.
    pub fn new<'a>(file: &'static str, entries: impl IntoIterator<Item = (usize, &'a [String])>) -> Result<Patterns, CatalogError> {
        let mut sources = Vec::new();
        let mut entry = Vec::new();
        for (index, patterns) in entries {
            for p in patterns {
                sources.push(format!("^(?:{p})$"));
                entry.push(index);
            }
        }
        let set = RegexSet::new(&sources).map_err(|e| CatalogError::new(file, "patterns", e.to_string()))?;
        Ok(Patterns { set, entry })
    }

    /// Entries whose patterns fit the whole label, in order, each once.
    pub fn fits(&self, label: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for m in self.set.matches(label) {
            if !found.contains(&self.entry[m]) {
                found.push(self.entry[m]);
            }
        }
        found
    }

    /// The first entry that fits.
    pub fn first(&self, label: &str) -> Option<usize> {
        self.set.matches(label).iter().next().map(|m| self.entry[m])
    }
}
