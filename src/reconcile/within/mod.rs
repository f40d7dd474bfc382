//! Equations within one table (W).

pub(super) mod balances;
pub(super) mod codes;
pub(super) mod columns;
pub(super) mod hierarchy;
mod lists;
pub(super) mod names;
mod sides;
pub(super) mod summaries;
pub(super) mod three_public;
