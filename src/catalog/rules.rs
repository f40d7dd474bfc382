//! The equations as people are told them, and what they look for in printed texts: `data/rules.toml`.

use hashbrown::HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// What a rule is, for people, in English; [`texts`] has the Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id: a letter and a number.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// What must hold.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule comes from: its place in the contract, and what that rests on.
    pub source: &'static str,
    /// An instance of it.
    pub example: &'static str,
    /// What to do about one that does not hold.
    pub advice: &'static str,
}

/// What equations look for in printed texts; the comments of the file say where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Words {
    pub among: &'static str,
    pub sum: &'static str,
    pub special_account: &'static str,
    pub last_year: &'static str,
    pub others: &'static str,
    pub income: &'static str,
    pub of_the_year: Vec<&'static str>,
    pub carried_over: Vec<&'static str>,
    pub bases: Vec<(&'static str, &'static str)>,
    pub empty: Vec<&'static str>,
    pub template: Vec<&'static str>,
    pub expenditure: &'static str,
    pub natures: Vec<(&'static str, &'static str)>,
    pub full_year: &'static str,
    pub spent: &'static str,
    pub whole_body: Vec<&'static str>,
    pub listed: Vec<&'static str>,
    pub procured: [&'static str; 3],
    pub no_reason: Vec<&'static str>,
    pub enterprises: &'static str,
    pub own_offices: Vec<&'static str>,
    pub past: Vec<&'static str>,
    pub adjusted: Vec<&'static str>,
    pub withheld: Vec<&'static str>,
}

/// A text in English and in Chinese.
type Text = [&'static str; 2];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct File {
    advice: HashMap<&'static str, Text>,
    rule: Vec<Entry>,
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: &'static str,
    title: Text,
    what: Text,
    why: Text,
    source: Option<Text>,
    example: Text,
    advice: Option<Text>,
}

/// The file, read once.
struct Loaded {
    rules: Vec<Rule>,
    texts: Vec<(&'static str, Text)>,
    words: Words,
}

fn loaded() -> &'static Loaded {
    static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
        let file = embedded!("catalog/data/rules");
        load(file.unwrap_or_else(|e: serde_json::Error| panic!("rules.toml: {e}")))
    });
    &LOADED
}

fn load(file: File) -> Loaded {
    let mut loaded = Loaded { rules: Vec::new(), texts: Vec::new(), words: file.words };
    for Entry { id, title, what, why, source, example, advice } in file.rule {
        let advice = advice.or_else(|| file.advice.get(&id[..1]).copied());
        let advice = advice.unwrap_or_else(|| panic!("rules.toml: {id} has no advice"));
        let source = place(id, source);
        let texts = [title, what, why, source, example, advice];
        let [title, what, why, source, example, advice] = texts.map(|[english, _]| english);
        loaded.rules.push(Rule { id, title, what, why, source, example, advice });
        loaded.texts.extend(texts.map(|text| (id, text)));
    }
    loaded
}

/// The rule's place in the contract, and what else it comes from. The texts live as long as the list that holds them.
fn place(id: &str, rest: Option<Text>) -> Text {
    let [mut english, mut chinese] =
        ["docs/contract/checks.md, ", "docs/contract/checks.md，"].map(|page| page.to_owned() + id);
    if let Some([rest_en, rest_zh]) = rest {
        english.extend(["; ", rest_en]);
        chinese.extend(["；", rest_zh]);
    }
    [english.leak(), chinese.leak()]
}

/// All rules, in the order of docs/contract/checks.md.
pub fn rules() -> &'static [Rule] {
    &loaded().rules
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.id == id)
}

/// Every text of every rule in English and Chinese, with the rule's id.
pub(super) fn texts() -> &'static [(&'static str, [&'static str; 2])] {
    &loaded().texts
}

/// What equations look for in printed texts.
pub fn words() -> &'static Words {
    &loaded().words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_told_whole_in_both_languages() {
        let w7 = rule("W7").unwrap();
        assert_eq!(w7.title, "blocks and balances of final accounts");
        assert_eq!(w7.source, "docs/contract/checks.md, W7; 财决01-1, 08-1, 09, 10 表");
        let chinese = |english| texts().iter().find(|(_, [e, _])| *e == english).unwrap().1[1];
        assert_eq!(chinese(w7.source), "docs/contract/checks.md，W7；财决01-1, 08-1, 09、10表");
        assert_eq!(rule("X1").unwrap().source, "docs/contract/checks.md, X1");
        assert_eq!(texts().len(), 6 * rules().len());
        let bare: Vec<_> =
            texts().iter().filter(|(_, [a, b])| a.len() < 5 || b.len() < 5).collect();
        assert!(bare.is_empty(), "{bare:?}");
    }

    #[test]
    fn a_rule_without_advice_of_its_own_has_that_of_its_letter() {
        let [x1, x2, x10] = ["X1", "X2", "X10"].map(|id| rule(id).unwrap().advice);
        assert!(x1 == x2 && x1.starts_with("compare both tables") && x10.contains("the note"));
    }
}
