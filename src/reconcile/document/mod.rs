//! Rules on the document as a whole (D).

pub(super) mod contents;
pub(super) mod numbers;
pub(super) mod unit;
pub(super) mod units;
pub(super) mod year;
