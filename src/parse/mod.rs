//! Tables to ledger.

pub mod narrative;
pub mod performance;
