//! 6 ledger and checks → what is written: the document as JSON, its rows as tables.
//!
//! `document` names things as the output does; everything that is written is made from that one value, so the rows of
//! a document can be made again from its JSON.

mod back;
mod coverage;
mod croissant;
mod csv;
mod dataset;
mod document;
mod exact;
mod file;
mod format;
mod json;
mod jsonl;
mod lines;
mod package;
mod packed;
mod panel;
mod parquet;
mod rows;
mod sheets;
mod standing;
mod turned;
mod unit_list;
mod units;
mod value;
pub mod wire;
mod xlsx;

pub(crate) use back::ledger;
pub use coverage::Coverage;
pub use dataset::{Dataset, Documents};
pub(crate) use document::sha256;
#[doc(hidden)] // the stage itself, timed and tested by itself
pub use document::{check, document, owed};
pub use file::FileDigest;
pub use file::is_standard;
pub(crate) use file::{Replacement, about, give_up, in_words, make_folder, open_kept, sync};
pub use format::Format;
pub use json::{schema, write};
pub(crate) use lines::Lines;
pub use package::{Package, codebook};
pub use packed::Packed;
pub use panel::Panel;
pub use rows::between_rows;
pub use sheets::{Column, Kind, SHEETS, Sheet};
pub(crate) use turned::as_displayed;
pub use unit_list::UnitList;
pub use units::{Disclosed, Units};
pub use value::{Rows, Value};
