//! Rules and findings picked by their ids or the beginnings of these.

use crate::catalog::near::nearest;
use crate::emit::wire::Document;
use crate::model::FindingKind;
use crate::render::{Lang, Topic};

/// What `--select` and `--ignore` leave. A selector is the id of a rule (W1), the code of a finding (`unread-cell`), or the
/// beginning of some (W, X, no-); a whole id means that one alone.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    /// Without `select`, everything but `ignore`; what both name goes by the longer selector. `Err` names what no rule and
    /// no finding answers to.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Selection, String> {
        match select.iter().chain(&ignore).find(|s| topics(s).is_empty()) {
            Some(unknown) => Err(unknown.clone()),
            None => Ok(Selection { select, ignore }),
        }
    }

    /// Is this rule, or the findings of this code, wanted?
    pub fn has(&self, id: &str) -> bool {
        let longest = |selectors: &[String]| {
            selectors.iter().filter(|s| matches(s, id)).map(|s| s.len()).max()
        };
        match (longest(&self.select), longest(&self.ignore)) {
            (None, None) => self.select.is_empty(),
            (select, ignore) => select > ignore,
        }
    }

    /// Are findings of this code wanted, by the code or by the rule that they tell of?
    fn has_finding(&self, code: &str) -> bool {
        let named = |rule: &&str| self.select.iter().chain(&self.ignore).any(|s| matches(s, rule));
        let rule = FindingKind::of(code).and_then(FindingKind::rule).filter(named);
        self.has(rule.unwrap_or(code))
    }

    /// Takes away what is not wanted.
    pub fn apply(&self, document: &mut Document) {
        document.checks.retain(|c| self.has(&c.rule));
        document.owed.retain(|o| self.has(&o.rule));
        document.findings.retain(|f| self.has_finding(&f.code));
    }
}

/// The rules and findings that a selector means.
pub fn topics(selector: &str) -> Vec<Topic> {
    Topic::all().filter(|topic| matches(selector, topic.id())).collect()
}

/// Why a selector means nothing: with the id that it may be a slip of, in the form of its letters or in a few of them.
pub fn unknown(selector: &str, lang: Lang) -> String {
    let message = match nearest(selector, Topic::all().map(|topic| topic.id())) {
        Some(id) => format!("no rule or finding `{selector}`: did you mean `{id}`?"),
        None => format!("no rule or finding `{selector}`: `yusuan rules` lists them"),
    };
    lang.say(&message).into_owned()
}

/// X1 is that rule and not X10; X is all of them.
fn matches(selector: &str, id: &str) -> bool {
    let whole = Topic::all().any(|topic| topic.id() == selector);
    if whole { id == selector } else { !selector.is_empty() && id.starts_with(selector) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(select: &[&str], ignore: &[&str]) -> String {
        let owned = |list: &[&str]| list.iter().map(|s| s.to_string()).collect();
        let selection = Selection::new(owned(select), owned(ignore)).unwrap();
        let rules = Topic::all().take_while(|topic| matches!(topic, Topic::Rule(_)));
        let ids = rules.map(Topic::id).chain(["unread-cell", "no-unit"]);
        ids.filter(|id| selection.has(id)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn selectors_are_ids_or_their_beginnings() {
        assert_eq!(selected(&["X1", "B"], &[]), "X1 B1 B2 B3 B4 B5", "X1 is not X10");
        assert_eq!(selected(&["N", "W2"], &["N3", "N4"]), "W2 N1 N2 N5 N6 N7 N8");
        assert_eq!(selected(&["N3"], &["N"]), "N3", "the longer selector decides");
        let letters = ["W", "X", "N", "E", "D", "B", "R", "T", "no-"];
        assert_eq!(selected(&[], &letters), "unread-cell");
        let t1 = Selection::new(vec!["T1".into()], vec![]).unwrap();
        assert!(t1.has_finding("template-residue") && !t1.has_finding("broken-year"));
        let no_t = Selection::new(vec![], vec!["T".into()]).unwrap();
        assert!(!no_t.has_finding("broken-year") && no_t.has_finding("unread-cell"));
        assert_eq!(Selection::new(vec!["W9".into()], vec![]).unwrap_err(), "W9");
        assert!(Selection::new(vec!["".into()], vec![]).is_err());
        assert_eq!(Selection::new(vec![], vec!["no-unti".into()]).unwrap_err(), "no-unti");
    }

    #[test]
    fn a_slip_is_told_with_what_it_may_mean_and_nothing_is_made_up() {
        let near = |word: &str| unknown(word, Lang::En);
        assert!(near("unraed-cell").ends_with(": did you mean `unread-cell`?"));
        assert!(near("Stray-Numbers").ends_with(": did you mean `stray-number`?"));
        assert!(near("x10").ends_with(": did you mean `X10`?"));
        for word in ["Q7", "W11", "cells", ""] {
            let lists = format!("no rule or finding `{word}`: `yusuan rules` lists them");
            assert_eq!(near(word), lists);
        }
        assert_eq!(unknown("faild", Lang::Zh), "没有规则或发现`faild`：是不是想写`failed`？");
    }
}
