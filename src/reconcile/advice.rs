//! What to do next about a check that did not come out.

use super::reason::NotChecked;
use crate::catalog::rules::Rule;
use crate::model::Verdict;

/// The next step for a check of `rule` with that verdict and reason; empty where there is nothing to do.
pub fn advice(rule: &Rule, verdict: Verdict, reason: &str) -> &'static str {
    match verdict {
        Verdict::Mismatch if reason.starts_with(NO_BASE) => {
            "nothing can be a rate of zero: quote the figures, not the rate; the sentence may mean another base"
        }
        Verdict::Mismatch => rule.advice,
        Verdict::NotChecked => open(reason),
        Verdict::Exact | Verdict::Rounding | Verdict::NotApplicable => "",
    }
}

/// What the reason of a rate on a base of zero begins with.
pub(super) const NO_BASE: &str = "a rate on a base of zero";

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
        Some(NotChecked::Withheld) => {
            "a guess of the program: wherever this figure is printed, what is listed below it lacks one and the same amount, as where details are withheld (涉密), or a note speaks of that; look whether the page says so, and ask the publisher if it does not"
        }
        Some(NotChecked::TooLarge) => "look at the page: such a figure is hardly money",
        Some(NotChecked::Nesting) => {
            "look at the table's layout on the page and add the figures up by hand"
        }
        Some(NotChecked::UnknownIdentity) => "see what the cover says of kind and year",
        Some(NotChecked::NoBase) => {
            "what the rate could be worked out from (last year's figure, the budget, the whole) is not stated near it: quote the figures rather than the rate, or find that figure in its own disclosure first"
        }
        Some(NotChecked::Selection) => {
            "compare what is listed with its total by hand: something that is not listed, or goes by another name, may make the difference"
        }
        Some(NotChecked::Apart) => {
            "the sentence speaks of a part of the money (one fund's, or this year's without what is carried over) that no table states by itself: look for that part on the page"
        }
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
