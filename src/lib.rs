//! yusuan: budget disclosures (预算公开, 决算公开) of Chinese public bodies, from PDF to proven data.
//!
//! ```text
//! bytes ─▶ read ─▶ pages ─▶ locate ─▶ outline ─▶ rebuild ─▶ tables ─▶ parse ─▶ ledger ─▶ reconcile ─▶ checks ─▶ emit ─▶ JSON, CSV
//! ```
//!
//! [`pipeline::extract`] runs these stages on one file, [`batch::run`] on many. A stage knows [`model`] and [`catalog`],
//! never another stage.
//!
//! ```
//! use yusuan::{catalog::Catalog, pipeline};
//!
//! let bytes = std::fs::read("fixtures/seed/libreoffice.pdf")?;
//! let catalog = Catalog::builtin()?;
//! let document = pipeline::extract(&bytes, "libreoffice.pdf", &Default::default(), &catalog);
//! assert_eq!(document.identity.fiscal_year, Some(2025));
//! assert_eq!(document.facts(), 139);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod batch;
pub mod catalog;
pub mod cli;
pub mod compare;
pub mod deadline;
pub mod emit;
pub mod lex;
pub mod locate;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod rebuild;
pub mod reconcile;
pub mod render;
pub mod view;
