//! Units of amount (金额单位).

use super::CatalogError;
use crate::model::{MoneyUnit, squeeze, squeezed};
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    declaration: Declaration,
    unit: Vec<Entry>,
}

/// What stands before a unit that a line declares.
#[derive(Deserialize, Debug, Clone)]
struct Declaration {
    word: String,
    /// Each may stand between the word and the unit.
    marks: String,
    /// Words that may follow the unit at once. Any other makes one word with it: 单位：元阳县水务局 names a body.
    follows: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    label: String,
    yuan: String,
    #[serde(default)]
    also: Vec<String>,
    /// Words that name the unit only where nothing follows them: 单位：万.
    #[serde(default)]
    whole: Vec<String>,
}

/// Units by their printed word.
#[derive(Debug, Clone)]
pub struct Units {
    /// Printed word and unit, longest word first.
    words: Vec<(String, MoneyUnit)>,
    whole: Vec<(String, MoneyUnit)>,
    declaration: Declaration,
}

impl Units {
    /// The units that ship with the crate.
    pub fn builtin() -> Result<Units, CatalogError> {
        let file: File = embedded!("catalog/data/units")
            .map_err(|e: serde_json::Error| CatalogError::new("units.toml", "", e.to_string()))?;
        let mut words = Vec::new();
        let mut whole = Vec::new();
        for e in file.unit {
            let yuan: Decimal = e.yuan.parse().map_err(|_| {
                CatalogError::new("units.toml", &e.label, "yuan is no decimal number")
            })?;
            whole.extend(
                e.whole.iter().map(|w| (w.clone(), MoneyUnit { label: e.label.clone(), yuan })),
            );
            for w in std::iter::once(&e.label).chain(&e.also) {
                words.push((w.clone(), MoneyUnit { label: e.label.clone(), yuan }));
            }
        }
        words.sort_by_key(|(w, _)| std::cmp::Reverse(w.chars().count()));
        Ok(Units { words, whole, declaration: file.declaration })
    }

    /// Each unit once, by its own word, longest first: 万元 ends in 元.
    pub fn longest_first(&self) -> impl Iterator<Item = &MoneyUnit> {
        self.words.iter().filter(|(word, unit)| *word == unit.label).map(|(_, unit)| unit)
    }

    /// Adds words of a unit of so many yuan.
    pub(super) fn add(&mut self, label: &str, yuan: Decimal, words: &[String]) {
        self.words
            .extend(words.iter().map(|w| (squeeze(w), MoneyUnit { label: label.into(), yuan })));
        self.words.sort_by_key(|(w, _)| std::cmp::Reverse(w.chars().count()));
    }

    /// The unit of this word, white space and width aside.
    pub fn get(&self, word: &str) -> Option<&MoneyUnit> {
        let w = squeezed(word);
        self.words.iter().find(|(label, _)| *label == w).map(|(_, u)| u)
    }

    /// Does the line declare a unit as tables do: 单位：万元? （万元） alone may be a head's.
    pub fn declares(&self, line: &str) -> bool {
        squeezed(line).contains("单位") && self.declared(line).is_some()
    }

    /// Is the text nothing but such a declaration? 预算数（单位：元） is a head.
    pub fn is_declaration(&self, text: &str) -> bool {
        let s = squeezed(text);
        ["单位:", "金额单位:"].iter().any(|w| s.starts_with(w)) && self.declared(&s).is_some()
    }

    /// The unit that a line declares: 单位：万元, 金额单位:元, （万元）, 单位(万元).
    pub fn declared(&self, line: &str) -> Option<&MoneyUnit> {
        let s = squeezed(line);
        let Declaration { word, marks, follows } = &self.declaration;
        for (at, _) in s.match_indices(word.as_str()) {
            let rest = s[at + word.len()..].trim_start_matches(|c| marks.contains(c));
            let ends = |unit: &str| {
                let after = &rest[unit.len()..];
                let apart = || line.split_whitespace().any(|part| is_unit_alone(part, unit, marks));
                !after.starts_with(char::is_alphabetic)
                    || follows.iter().any(|word| after.starts_with(word.as_str()))
                    || apart()
            };
            let mut begins = self.words.iter().filter(|(w, _)| rest.starts_with(w.as_str()));
            if let Some((_, u)) = begins.find(|(w, _)| ends(w)) {
                return Some(u);
            }
            if let Some((_, u)) = self.whole.iter().find(|(w, _)| rest == w.as_str()) {
                return Some(u);
            }
        }
        self.bracketed(&s)
    }

    /// The unit in brackets that ends a label: 公务接待费（元）.
    pub fn bracketed(&self, label: &str) -> Option<&MoneyUnit> {
        let s = squeezed(label);
        let (_, tail) = s.rsplit_once('(')?;
        self.get(tail.trim_end_matches(')'))
    }
}

/// Is this part of a line the unit, or does it end in it right after a mark?
fn is_unit_alone(part: &str, unit: &str, marks: &str) -> bool {
    let part = squeezed(part);
    let before = part.strip_suffix(unit);
    before.is_some_and(|before| before.is_empty() || before.ends_with(|c| marks.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_found_in_its_line() {
        let u = Units::builtin().unwrap();
        assert_eq!(u.declared("编制单位：某某中心  金额单位：万元").unwrap().label, "万元");
        assert_eq!(u.declared("单 位： 元").unwrap().label, "元");
        assert_eq!(u.declared("预算数（万元）").unwrap().label, "万元");
        assert!(u.declared("编制单位：万某市财政局").is_none());
        assert_eq!(u.declared("单位：万").unwrap().label, "万元");
        // Names of bodies begin with the same character.
        assert!(u.declared("单位：元氏县水利局").is_none());
        assert!(u.declared("编制单位：元宝山区财政局").is_none());
        let declared = |line: &str| u.declared(line).map(|u| u.label.as_str());
        assert_eq!(declared("单位：元阳县水务局　单位：万元"), Some("万元"));
        assert_eq!(declared("编制单位：元谋县某局单位：元"), Some("元"));
        assert_eq!(declared("单位：元 公开部门：某局"), Some("元"));
        assert_eq!(declared("单位：万元币种：人民币"), Some("万元"));
        assert!(u.declared("单位名称").is_none());
        assert!(u.declares("编制单位：某局 单位：元") && !u.declares("预算数（元）"));
        assert!(u.is_declaration("单位：元") && !u.is_declaration("预算数（单位：元）"));
    }
}
