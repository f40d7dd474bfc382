//! All tests of the program and the library from outside, in one binary: one link, and every core busy to the end.
//! `cargo test --test all schema::` runs those of one module. They share one process: none may change its environment,
//! its working directory or its limits; a test that needs such a thing gives it to a process of its own.

mod bad_input;
mod check;
mod commands;
mod contract;
mod conventions;
mod convert;
mod corpus;
mod diff;
mod docs;
mod evaluation;
mod expected;
mod fixtures;
mod formats;
mod hostile;
mod ink;
mod inspect;
mod lang;
mod layouts;
mod owed;
mod panel;
mod proof;
mod proof_corpus;
mod proof_known;
mod provinces;
mod quirks;
mod read;
mod read_corpus;
mod read_limits;
mod recipes;
mod report;
mod resume;
mod schema;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod serve_page;
mod standing;
mod support;
mod templates;
mod wall;
