//! What could not be read, or looks wrong, with its place.

use super::{At, Place, Rect, TableId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding costs the reader of the data.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something on the page could not be read or is doubtful: the document is `partial`.
    Warning,
    /// Nothing could be had from the file.
    Error,
}

/// One remark of one stage about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable kebab-case name of the kind of finding.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where it was found.
    pub at: Option<At>,
    /// Table that it belongs to.
    pub table: Option<TableId>,
    /// What and why, in English, printed terms quoted.
    pub message: String,
    /// What to do next.
    pub help: String,
}

/// Code of the finding about a table whose header could not be read.
pub const NO_HEADER: &str = "no-header";

impl Finding {
    /// A finding without a place; add one with the `at_` methods.
    pub fn new(
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Finding {
            code,
            severity,
            at: None,
            table: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// On this page.
    pub fn at_page(mut self, page: u32) -> Self {
        self.at = Some(At::Page(page));
        self
    }

    /// In this box of this page.
    pub fn at_rect(mut self, page: u32, rect: Rect) -> Self {
        self.at = Some(At::Box(Place { page, rect }));
        self
    }

    /// Its page.
    pub fn page(&self) -> Option<u32> {
        self.at.map(|at| at.page())
    }

    /// In this table.
    pub fn in_table(mut self, table: impl Into<TableId>) -> Self {
        self.table = Some(table.into());
        self
    }
}
