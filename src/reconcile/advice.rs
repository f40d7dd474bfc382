//! What to do next about a check that did not come out.

use super::Rule;
use super::reason::NotChecked;
use crate::model::Verdict;

/// The next step for a check of `rule` with that verdict and reason; empty where there is nothing to do.
pub fn advice(rule: &Rule, verdict: Verdict, reason: &str) -> &'static str {
    match verdict {
        Verdict::Mismatch => contradicted(rule.id),
        Verdict::NotChecked => open(reason),
        Verdict::Exact | Verdict::Rounding | Verdict::NotApplicable => "",
    }
}

fn contradicted(rule: &str) -> &'static str {
    match rule {
        "W4" => {
            "look at the code on the page: misprinted there, it is the publisher's slip; otherwise report the file as misread"
        }
        "W6" => "compare code and name with that year's 政府收支分类科目; cite neither before that",
        "X10" => {
            "look at the table and the note below it: one of the two is left over from another year"
        }
        "N3" => {
            "work the rate out from the two figures of the sentence; quote the figures, not the rate"
        }
        "N6" | "N8" => {
            "add the parts of the sentence up: printed as told here, the sentence contradicts itself"
        }
        "N7" => {
            "compare 资金总额 of the performance tables with 项目支出: some project may stand in two of them, or be no expenditure"
        }
        "D1" => {
            "look for the announced table in the file: not there, ask the publisher for it; there, report its title as unknown"
        }
        "D2" => "look at the titles: a table with another year in its title may be last year's",
        "D3" => "look at the unit names in the tables: one of another body may have slipped in",
        "D4" => {
            "look for 单位： above the table; without it its amounts stand as printed and are not normalized"
        }
        "D5" => {
            "read the figure on the page: it belongs to a cell that was read wrongly, or to none"
        }
        "B1" => {
            "compare the department's page with its units' pages: transfers between them are counted twice or left out"
        }
        "B2" => "keep one of the two: the later one, if one corrects the other",
        "B3" => "look at both disclosures: last year's figure was restated, or is quoted wrongly",
        _ => match rule.as_bytes().first() {
            Some(b'X') => {
                "compare both tables on their pages: printed as told here, they contradict each other; otherwise report the file as misread"
            }
            Some(b'N') => {
                "compare the sentence with the table: printed as told here, they contradict each other; otherwise report the file as misread"
            }
            _ => {
                "look at the page: printed as told here, the table contradicts itself; otherwise report the file as misread"
            }
        },
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
