//! The words of the page in both languages: `strings.tsv`, and what the catalog knows of tables, columns, rows and rules.

use crate::catalog::subjects::Subjects;
use crate::catalog::vocabulary;
use crate::model::{Classification, FindingKind};
use crate::reconcile;
use crate::render::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;

const STRINGS: &str = include_str!("strings.tsv");

/// By key, Chinese and English.
pub type Words = BTreeMap<String, [Cow<'static, str>; 2]>;

/// Every word of the page. Rules are `rule.W1`, classes `function.208` and `economic.301`, the catalog's words
/// `table.income_summary`, `column.total` …: their Chinese is what pages print, their English what it means.
pub fn words() -> Words {
    let mut words: Words =
        lines().map(|[key, zh, en]| (key.to_owned(), [zh, en].map(Cow::Borrowed))).collect();
    for rule in reconcile::rules() {
        words.insert(
            format!("rule.{}", rule.id),
            [Lang::Zh.say(rule.title), Cow::Borrowed(rule.title)],
        );
    }
    for kind in FindingKind::ALL {
        words.insert(
            format!("finding.{}", kind.code()),
            [Lang::Zh.say(kind.code()), Cow::Borrowed(kind.code())],
        );
    }
    for list in [Classification::Function, Classification::Economic].map(Classification::as_str) {
        let classes = Subjects::embedded().list(list).filter(|(code, _)| code.len() == 3);
        for (code, name) in classes.map(|(code, subject)| (code, subject.present().name)) {
            words.entry(format!("{list}.{code}")).or_insert(["", name].map(Cow::Borrowed))[0] =
                Cow::Borrowed(name);
        }
    }
    for list in ["table", "column", "item", "key", "basis", "side"] {
        for word in vocabulary::list(list) {
            words.insert(
                format!("{list}.{}", word.word),
                [word.printed, word.meaning].map(Cow::Borrowed),
            );
        }
    }
    words
}

/// Key, Chinese, English.
fn lines() -> impl Iterator<Item = [&'static str; 3]> {
    let fields =
        |line: &'static str| <[&str; 3]>::try_from(line.split('\t').collect::<Vec<_>>()).ok();
    STRINGS.lines().filter(|line| !line.starts_with('#')).filter_map(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_line_has_a_key_and_two_languages() {
        let text = STRINGS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(lines().count(), text, "three fields each");
        let keys: std::collections::BTreeSet<_> = lines().map(|[key, ..]| key).collect();
        assert_eq!(keys.len(), text, "each key once");
        let bare: Vec<_> = words()
            .into_iter()
            .filter(|(key, [zh, en])| en.is_empty() || zh.is_empty() && !known_bare(key))
            .collect();
        assert_eq!(bare, []);
    }

    /// What pages do not print as a word.
    fn known_bare(key: &str) -> bool {
        key == "basis.current"
    }

    #[test]
    fn every_rule_has_a_chinese_name_and_every_class_an_english_one() {
        let words = words();
        for rule in reconcile::rules() {
            let [zh, en] = &words[&format!("rule.{}", rule.id)];
            assert!(zh != en, "{}", rule.id);
        }
        for (key, [zh, en]) in words
            .iter()
            .filter(|(key, _)| key.starts_with("function.") || key.starts_with("economic."))
        {
            assert!(zh != en && en.is_ascii(), "{key}: {en}");
        }
    }

    #[test]
    fn the_page_and_its_script_use_no_other_words() {
        let words = words();
        let used = Regex::new(r#"data-t(?:-\w+)?="([\w.-]+)"|\bt\('([\w.-]+)'"#).unwrap();
        let source = super::super::FRAME.to_owned() + &super::super::SCRIPT.concat();
        let keys: Vec<_> = used
            .captures_iter(&source)
            .filter_map(|c| c.get(1).or(c.get(2)))
            .map(|m| m.as_str())
            .collect();
        assert!(keys.len() > 40, "{}", keys.len());
        let unknown: Vec<_> = keys.into_iter().filter(|key| !words.contains_key(*key)).collect();
        assert_eq!(unknown, [""; 0]);
    }
}
