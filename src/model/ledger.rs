//! What `parse` gives: a whole disclosure as tables, figures of the prose and performance tables.

use super::{Finding, Identity, LedgerTable, Mention, Project, TableId};

/// A table that the contents page announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Which table it is.
    pub id: TableId,
    /// Title as printed.
    pub title: String,
    /// Page of the contents entry.
    pub page: u32,
}

/// A whole disclosure, parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// Whose, when, what.
    pub identity: Identity,
    /// Number of pages.
    pub pages: u32,
    /// Tables in document order.
    pub tables: Vec<LedgerTable>,
    /// Tables that the contents page announces.
    pub announced: Vec<Announced>,
    /// Figures of the prose in document order.
    pub narrative: Vec<Mention>,
    /// Performance tables in document order.
    pub projects: Vec<Project>,
    /// What could not be read.
    pub findings: Vec<Finding>,
    /// Whether the document has prose (情况说明) at all.
    pub has_prose: bool,
}
