//! yusuan: budget disclosures (预算公开, 决算公开) of Chinese public bodies, from PDF to proven data.

pub mod catalog;
pub mod model;
pub mod reconcile;
