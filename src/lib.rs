//! yusuan: budget disclosures (预算公开, 决算公开) of Chinese public bodies, from PDF to proven data.
//!
//! [`extract`] makes a [`Document`] of one PDF: every amount of its tables, exact and in yuan, with its code, its column and
//! its place on the page; the figures that the prose states; and the equations between them, evaluated. [`check`] adds the
//! equations between several documents. [`batch::run`] converts many files in parallel, [`emit`] writes documents as JSON
//! and tables.
//!
//! ```
//! use yusuan::model::Verdict;
//! use yusuan::{Catalog, Settings, check, extract};
//!
//! let (settings, catalog) = (Settings::default(), Catalog::builtin()?);
//! let bytes = std::fs::read("fixtures/seed/altered.pdf")?; // a disclosure with one digit altered
//! let document = extract(&bytes, "altered.pdf", &settings, &catalog);
//! assert_eq!(document.identity.fiscal_year, Some(2025));
//! assert_eq!(document.facts(), 139);
//!
//! let documents = [document];
//! let checks = check(&documents, &catalog);
//! let wrong: Vec<_> = checks.iter().filter(|(_, check)| check.verdict == Verdict::Mismatch).collect();
//! let (_, first) = wrong[0];
//! assert_eq!((wrong.len(), first.rule.as_str(), first.page), (3, "W2", Some(11)));
//! assert_eq!(first.lhs.unwrap().to_string(), "205600.00"); // what the page states
//! assert_eq!(first.rhs.unwrap().to_string(), "211600.00"); // what its parts come to
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Two small programs are in `examples/`: `extract` prints one PDF's facts with what proves each, `mismatches` what does not
//! add up in many.
//!
//! What a document holds is described in [`emit::wire`], the manual of its JSON; [`model`] has the words that it uses. The
//! stages behind [`extract`] are in one module each:
//!
//! ```text
//! bytes ─▶ read ─▶ pages ─▶ locate ─▶ outline ─▶ rebuild ─▶ tables ─▶ parse ─▶ ledger ─▶ reconcile ─▶ checks ─▶ figures ─▶ emit ─▶ JSON, rows
//! ```
//!
//! They can be reached because this repository's own tools (the program, tests, benches, fuzz targets, the Python module)
//! run them one by one; they are left out of this documentation, and may change with any version.

/// What the data file of that path below `src` holds, out of the JSON that the build made of it.
macro_rules! embedded {
    ($path:literal) => {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/", $path, ".json")))
    };
}

#[doc(hidden)] // for the program's `check --annotate` and what else shows pages
pub mod annotate;
pub mod batch;
pub mod catalog;
#[doc(hidden)]
// the whole command line: for `main.rs`, and for the Python module, which brings it along
pub mod cli;
#[doc(hidden)] // for the program's `diff` and its tests
pub mod compare;
mod deadline;
pub mod emit;
mod figures;
mod lex;
#[doc(hidden)] // a stage: timed and tested by itself
pub mod locate;
pub mod model;
mod owed;
#[doc(hidden)] // a stage: timed and tested by itself
pub mod parse;
#[doc(hidden)] // the stages in order: what it offers users stands above
pub mod pipeline;
#[doc(hidden)] // a stage: timed, tested and fuzzed by itself
pub mod read;
mod readings;
#[doc(hidden)] // a stage: timed and tested by itself
pub mod rebuild;
#[doc(hidden)] // a stage: timed and tested by itself
pub mod reconcile;
#[doc(hidden)] // texts for people: tested, and in the Python module
pub mod render;
#[cfg(feature = "serve")]
mod serve;
#[doc(hidden)]
// what each stage made of a file: for the program's `inspect`, in the Python module too
pub mod view;
mod wording;

pub use catalog::Catalog;
pub use emit::wire::Document;
pub use pipeline::{Settings, check, extract};
pub use read::Settings as ReadSettings;
