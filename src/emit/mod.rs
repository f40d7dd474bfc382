//! 6 ledger and checks → what is written: the document as JSON, its rows as tables.
//!
//! [`document`] names things as the output does; everything that is written is made from that one value, so the rows of
//! a document can be made again from its JSON.

mod csv;
mod dataset;
mod document;
mod exact;
mod file;
mod json;
pub mod rows;
pub mod wire;

pub use dataset::{Dataset, Documents, Format, RowWriter};
pub use document::document;
pub use json::{schema, write};
