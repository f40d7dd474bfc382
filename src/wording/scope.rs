//! T5: 部门 and 单位 mixed up against the title.

use super::{Text, around};
use crate::catalog::narrative::fold;
use crate::catalog::wording::words;
use crate::model::{Finding, FindingKind, Ledger, Scope};
use hashbrown::HashSet;

/// How many bodies the tables and the list of units name, as far as they name any.
fn bodies(ledger: &Ledger) -> usize {
    let rows = ledger.tables.iter().flat_map(|t| &t.rows).map(|row| fold(&row.row_unit));
    let listed = ledger.identity.listed_units.iter().map(|unit| fold(unit));
    let whole = |name: &String| name.chars().count() > 3;
    rows.chain(listed).filter(whole).collect::<HashSet<_>>().len()
}

/// One finding for sentences, one for titles: the first, and how often.
pub(super) fn mixed(ledger: &Ledger, texts: &[Text]) -> Vec<Finding> {
    let words = words();
    let (own, sentence, title) = match ledger.identity.scope {
        Some(Scope::Unit) => ("单位", &words.department, &words.department_title),
        Some(Scope::Department) => ("部门", &words.unit, &words.unit_title),
        _ => return Vec::new(),
    };
    let bodies = bodies(ledger);
    let of = |titles: bool| {
        // a department with units tells of each what this unit does
        if !titles && ledger.identity.scope == Some(Scope::Department) && bodies > 1 {
            return None;
        }
        let wording = if titles { title } else { sentence };
        let texts = texts.iter().filter(move |text| text.is_title == titles);
        let mut found = texts.filter_map(|text| Some((text, wording.find(&text.text)?)));
        let (text, at) = found.next()?;
        let (other, around) = (text.text[at.clone()].to_owned(), around(&text.text, at));
        let message = match found.count() {
            0 => format!("T5: the title says {own}, and “{other}” stands here: “{around}”"),
            n => format!(
                "T5: the title says {own}, and “{other}” stands here: “{around}”, and likewise {n} more"
            ),
        };
        Some(Finding::new(FindingKind::ScopeMixed, message).at_page(text.page))
    };
    [false, true].into_iter().filter_map(of).collect()
}
