//! What to do next about a check that did not come out.

use super::reason::NotChecked;
use crate::catalog::rules::Rule;
use crate::model::Verdict;

/// The next step for a check of `rule` with that verdict and reason; empty where there is nothing to do.
pub fn advice(rule: &Rule, verdict: Verdict, reason: &str) -> &'static str {
    match verdict {
        Verdict::Mismatch => rule.advice,
        Verdict::NotChecked => open(reason),
        Verdict::Exact | Verdict::Rounding | Verdict::NotApplicable => "",
    }
}

fn open(reason: &str) -> &'static str {
    match NotChecked::ALL.into_iter().find(|r| reason.starts_with(r.as_str())) {
        Some(NotChecked::Unread) => "read the cell on the page and add the figures up by hand",
        Some(NotChecked::Blank) => {
            "look whether the page leaves the total blank, and do not take the blank for zero"
        }
        Some(NotChecked::TableMissing) => {
            "look for the table in the file or in another file of the same disclosure"
        }
        Some(NotChecked::DocumentMissing) => {
            "fetch the documents that are missing, or see why they were not published"
        }
        Some(NotChecked::Withheld) => "the difference is what is withheld (涉密); nothing to do",
        Some(NotChecked::TooLarge) => "look at the page: such a figure is hardly money",
        Some(NotChecked::Nesting) => {
            "look at the table's layout on the page and add the figures up by hand"
        }
        Some(NotChecked::UnknownIdentity) => "see what the cover says of kind and year",
        Some(NotChecked::NoBase) => "look for the figure that the sentence refers to",
        Some(NotChecked::Selection) => "compare the subjects listed with the table by hand",
        None => "look at the page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_did_not_come_out_has_a_next_step() {
        for rule in super::super::rules() {
            assert!(advice(rule, Verdict::Mismatch, "").len() > 20, "{}", rule.id);
            assert_eq!(advice(rule, Verdict::Exact, ""), "");
        }
        for reason in NotChecked::ALL {
            assert_ne!(open(&format!("{reason}: detail")), open("?"), "{reason}");
        }
    }
}
