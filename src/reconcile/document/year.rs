//! D2: one fiscal year throughout.

use crate::model::{Check, LedgerTable};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere, on_table};
use crate::reconcile::reason::{NotApplicable, NotChecked};

pub(in crate::reconcile) const RULE: &str = "D2";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let Some(year) = book.ledger.identity.fiscal_year else {
        return vec![nowhere(RULE).not_checked(NotChecked::UnknownIdentity, "")];
    };
    let dated = book.ledger.tables.iter().filter_map(|t| Some((t, title_year(t)?)));
    let checks: Vec<Check> = dated
        .map(|(table, printed)| match printed == year {
            true => on_table(RULE, table).holds(),
            false => on_table(RULE, table).fails(format!(
                "the title says {printed}, the document is of {year}: {}",
                table.title
            )),
        })
        .collect();
    if checks.is_empty() {
        vec![nowhere(RULE).not_applicable(NotApplicable::NothingStated)]
    } else {
        checks
    }
}

/// The year that the title begins with or holds before 年: 2026年…, 2026年度….
fn title_year(table: &LedgerTable) -> Option<u16> {
    let before: Vec<char> = table.title[..table.title.find('年')?].chars().collect();
    let digits: String = before.iter().rev().take_while(|c| c.is_ascii_digit()).take(4).collect();
    let year: u16 = digits.chars().rev().collect::<String>().parse().ok()?;
    (2000..=2100).contains(&year).then_some(year)
}
