//! What the world calls things: titles, headers, items, units, subjects, prose. Data files that a finance clerk
//! could check against a printed page, embedded at build time, with their loaders. Read-only, shared by all files.

pub mod subjects;

/// All vocabularies, loaded once.
#[derive(Debug, Default)]
pub struct Catalog {}
