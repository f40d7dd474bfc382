//! B2: one unit and year twice.

use super::summary::Summary;
use crate::model::Check;
use crate::reconcile::place::{Finish, nowhere};

pub(super) const RULE: &str = "B2";

/// A document whose figures are those of the first one of its unit and year.
pub(super) fn same() -> Check {
    nowhere(RULE).holds()
}

/// A document whose figures are others than those of the first one of its unit and year.
pub(super) fn other(first: &Summary) -> Check {
    let reason = format!("{} is of the same unit and year and has other figures", first.source);
    nowhere(RULE).fails(reason)
}
