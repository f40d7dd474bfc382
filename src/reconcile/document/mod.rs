//! Rules on the document as a whole: D1 to D5.

pub(super) mod contents;
pub(super) mod numbers;
pub(super) mod unit;
pub(super) mod units;
pub(super) mod year;
