//! Sections to tables and paragraphs.

pub mod paragraphs;
