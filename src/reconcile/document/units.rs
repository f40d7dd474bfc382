//! D3: one unit name throughout.

use crate::catalog::rules::words;
use crate::model::{Check, Scope};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere, on_row};
use crate::reconcile::reason::{NotApplicable, NotChecked};

pub(in crate::reconcile) const RULE: &str = "D3";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let identity = &book.ledger.identity;
    let listed = !identity.listed_units.is_empty();
    let named = book.sheets().any(|s| s.table.rows.iter().any(|r| !r.row_unit.is_empty()));
    if !named || identity.scope != Some(Scope::Unit) && !listed || book.sets.len() > 1 {
        return vec![nowhere(RULE).not_applicable(NotApplicable::NoUnitNames)];
    }
    let Some(name) = &identity.unit_name else {
        return vec![nowhere(RULE).not_checked(NotChecked::UnknownIdentity, "")];
    };
    let known =
        |unit: &str| related(unit, name) || identity.listed_units.iter().any(|l| related(unit, l));
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        let mut named = sheet.table.rows.iter().filter(|r| !r.row_unit.is_empty()).peekable();
        let Some(first) = named.peek().copied() else { continue };
        let check = on_row(RULE, sheet.table, first);
        checks.push(match named.any(|row| known(&row.row_unit)) {
            true => check.holds(),
            false => {
                check.fails(format!("the table is of {}, the document of {name}", first.row_unit))
            }
        });
    }
    checks
}

/// Is one name the other, but for what stands in brackets or at its end?
fn related(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> String {
        let open = name.find(['（', '(']).filter(|&i| i > 0).unwrap_or(name.len());
        let offices = words().own_offices.iter();
        offices.fold(&name[..open], |name, office| name.trim_end_matches(office)).to_owned()
    };
    let (a, b) = (plain(a), plain(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}
