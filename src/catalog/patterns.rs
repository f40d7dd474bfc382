//! An ordered list of anchored regular expressions: the first that fits a whole label names it.
//!
//! Most patterns stand for a few hundred texts at most (`(部门)?收支总表`): these are looked up. Only the others are
//! matched; compiling all of them would be most of the program's start.

use super::CatalogError;
use regex::RegexSet;
use regex_syntax::hir::literal::Extractor;
use std::collections::HashMap;
use std::sync::Arc;

/// Patterns in order, each with the index of its entry.
#[derive(Debug, Clone)]
pub struct Patterns {
    /// Positions of the patterns that stand for a text, ascending.
    words: Arc<HashMap<String, Vec<usize>>>,
    /// The other patterns, and their positions.
    set: RegexSet,
    in_set: Vec<usize>,
    entry: Vec<usize>,
}

impl Patterns {
    /// Compiles `(entry, patterns)` pairs; every pattern has to fit a whole label.
    pub fn new<'a>(
        file: &'static str,
        entries: impl IntoIterator<Item = (usize, &'a [String])>,
    ) -> Result<Patterns, CatalogError> {
        let (mut words, mut sources, mut in_set, mut entry) =
            (HashMap::<_, Vec<usize>>::new(), vec![], vec![], vec![]);
        for (index, patterns) in entries {
            for pattern in patterns {
                match texts(pattern) {
                    Some(texts) => texts
                        .into_iter()
                        .for_each(|text| words.entry(text).or_default().push(entry.len())),
                    None => {
                        sources.push(format!("^(?:{pattern})$"));
                        in_set.push(entry.len());
                    }
                }
                entry.push(index);
            }
        }
        let set = RegexSet::new(&sources)
            .map_err(|e| CatalogError::new(file, "patterns", e.to_string()))?;
        Ok(Patterns { words: Arc::new(words), set, in_set, entry })
    }

    /// Positions of the patterns that fit the whole label, ascending, perhaps twice.
    fn matches(&self, label: &str) -> Vec<usize> {
        let mut found = self.words.get(label).cloned().unwrap_or_default();
        if !self.in_set.is_empty() {
            found.extend(self.set.matches(label).iter().map(|m| self.in_set[m]));
            found.sort_unstable();
        }
        found
    }

    /// Entries whose patterns fit the whole label, in order, each once.
    pub fn fits(&self, label: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for m in self.matches(label) {
            if !found.contains(&self.entry[m]) {
                found.push(self.entry[m]);
            }
        }
        found
    }

    /// The first entry that fits.
    pub fn first(&self, label: &str) -> Option<usize> {
        self.matches(label).first().map(|&m| self.entry[m])
    }
}

/// All texts that the pattern stands for, unless they are many.
fn texts(pattern: &str) -> Option<Vec<String>> {
    // an anchor inside is for the matcher
    let pattern = regex_syntax::parse(pattern)
        .ok()
        .filter(|pattern| pattern.properties().look_set().is_empty())?;
    let texts = Extractor::new().limit_total(250).extract(&pattern);
    let literals = texts.literals().filter(|_| texts.is_exact())?;
    literals.iter().map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_few_texts_stands_for_these() {
        assert_eq!(
            texts("(部门)?收支(总)?表").unwrap(),
            ["部门收支总表", "部门收支表", "收支总表", "收支表"]
        );
        assert_eq!(texts("[甲乙]{2}").unwrap().len(), 4);
        for open in ["收支.*表", "收+支", "[^甲]", "^甲$", "[一-鿿]表", "("] {
            assert_eq!(texts(open), None, "{open}");
        }
    }

    #[test]
    fn the_first_pattern_that_fits_counts_looked_up_or_matched() {
        let [all, one, two] = [
            vec![".*表".to_string()],
            vec!["总表".into(), "总?表".into()],
            vec!["(总|分)表".into()],
        ];
        let first = |order: [(usize, &Vec<String>); 3]| {
            let patterns = Patterns::new("test", order.map(|(i, p)| (i, p.as_slice()))).unwrap();
            (patterns.fits("总表"), patterns.first("分表"), patterns.first("总"))
        };
        assert_eq!(first([(0, &all), (1, &one), (2, &two)]), (vec![0, 1, 2], Some(0), None));
        assert_eq!(first([(1, &one), (2, &two), (0, &all)]), (vec![1, 2, 0], Some(2), None));
        assert!(Patterns::new("test", [(0, ["(".to_string()].as_slice())]).is_err());
    }
}
