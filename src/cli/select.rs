//! Rules picked by their ids or the beginnings of these.

use crate::emit::wire::Document;
use crate::reconcile::{self, Rule};

/// What `--select` and `--ignore` leave. A selector is a rule's id, or the beginning of ids (W, X, W1 …; a whole id means
/// that rule alone), or the code of a finding (`unread-cell`), or its beginning.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    /// Without `select`, everything but `ignore`; what both name goes by the longer selector. `Err` names what no rule
    /// answers to.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Selection, String> {
        let is_finding = |s: &str| s.starts_with(|c: char| c.is_ascii_lowercase());
        match select.iter().chain(&ignore).find(|s| !is_finding(s) && rules(s).is_empty()) {
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

    /// Takes away what is not wanted.
    pub fn apply(&self, document: &mut Document) {
        document.checks.retain(|c| self.has(&c.rule));
        document.findings.retain(|f| self.has(&f.code));
    }
}

/// The rules that a selector means.
pub fn rules(selector: &str) -> Vec<&'static Rule> {
    reconcile::rules().iter().copied().filter(|rule| matches(selector, rule.id)).collect()
}

/// X1 is that rule and not X10; X is all of them.
fn matches(selector: &str, id: &str) -> bool {
    let whole = reconcile::rules().iter().any(|rule| rule.id == selector);
    if whole { id == selector } else { !selector.is_empty() && id.starts_with(selector) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(select: &[&str], ignore: &[&str]) -> String {
        let owned = |list: &[&str]| list.iter().map(|s| s.to_string()).collect();
        let selection = Selection::new(owned(select), owned(ignore)).unwrap();
        let ids = reconcile::rules().iter().map(|r| r.id).chain(["unread-cell", "no-unit"]);
        ids.filter(|id| selection.has(id)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn selectors_are_ids_or_their_beginnings() {
        assert_eq!(selected(&["X1", "B"], &[]), "X1 B1 B2 B3", "X1 is not X10");
        assert_eq!(selected(&["N", "W2"], &["N3", "N4"]), "W2 N1 N2 N5 N6 N7 N8");
        assert_eq!(selected(&["N3"], &["N"]), "N3", "the longer selector decides");
        assert_eq!(selected(&[], &["W", "X", "N", "D", "B", "no-"]), "unread-cell");
        assert_eq!(Selection::new(vec!["W9".into()], vec![]).unwrap_err(), "W9");
        assert!(Selection::new(vec!["".into()], vec![]).is_err());
    }
}
