//! Equations between tables (X). The stated figure is that of the first table of the relation.

pub(super) mod basic;
pub(super) mod economic;
pub(super) mod empty_funds;
pub(super) mod expenditure;
pub(super) mod fiscal;
pub(super) mod funds;
pub(super) mod general;
pub(super) mod income;
pub(super) mod subjects;
pub(super) mod three_public;

use super::book::{Book, Set, Sheet};
use super::place::{Finish, nowhere};
use super::reason::{NotApplicable, NotChecked};
use crate::model::{Check, Stated};

/// The two tables of a relation, or the check that says why it cannot be evaluated.
fn pair<'s, 'a>(
    rule: &'static str,
    set: &'s Set<'a>,
    one: &str,
    other: &str,
) -> Result<(&'s Sheet<'a>, &'s Sheet<'a>), Box<Check>> {
    let check = || Check { stated: Stated::table(one), ..nowhere(rule) }.against(other);
    let one = set.get(one).ok_or_else(|| Box::new(absent(check(), set, one)))?;
    let other = set.get(other).ok_or_else(|| Box::new(absent(check(), set, other)))?;
    Ok((one, other))
}

/// The table is not among those of the disclosure: missing, or of another layout.
pub(super) fn absent(check: Check, set: &Set, id: &str) -> Check {
    match () {
        () if set.sheets.is_empty() => check.not_applicable(NotApplicable::NoTables),
        () if set.requires(id) => check.not_checked(NotChecked::TableMissing, id),
        () => check.not_applicable(NotApplicable::NoSuchTable),
    }
}

/// The checks that `check` makes of the two tables in each disclosure of the document.
fn each_pair(
    book: &Book,
    rule: &'static str,
    one: &str,
    other: &str,
    check: impl Fn(&Set, &Sheet, &Sheet) -> Vec<Check>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    for set in &book.sets {
        match pair(rule, set, one, other) {
            Ok((a, b)) => checks.extend(check(set, a, b)),
            Err(open) => checks.push(*open),
        }
    }
    checks
}
