//! Performance tables.
