//! B5: what the batch has begun, it has whole: all units that a department lists, and both kinds of a year.
//!
//! A document that is not there contradicts nothing, it may only not have been given: what is missing is `not_checked`.

use crate::model::{Check, Kind};
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::reason::NotChecked;

pub(super) const RULE: &str = "B5";

/// Documents named in a reason.
const NAMED: usize = 10;

/// A document that should be there.
#[derive(Debug)]
pub(super) struct Missing {
    pub unit: String,
    pub year: u16,
    pub kind: Kind,
}

/// What is missing beside a document.
pub(super) fn check(missing: &[Missing]) -> Check {
    let check = nowhere(RULE);
    if missing.is_empty() {
        return check.holds();
    }
    let named = missing.iter().take(NAMED);
    let mut names: Vec<String> =
        named.map(|m| format!("{} {}{}", m.unit, m.year, printed(m.kind))).collect();
    if missing.len() > NAMED {
        names.push(format!("+{}", missing.len() - NAMED));
    }
    check.not_checked(NotChecked::DocumentMissing, &names.join(", "))
}

/// As the covers of disclosures have it.
fn printed(kind: Kind) -> &'static str {
    match kind {
        Kind::Budget => "预算",
        Kind::FinalAccounts => "决算",
    }
}
