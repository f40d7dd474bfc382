//! Sections as `locate` finds them and tables as `rebuild` gives them.

use super::{Line, Rect};

/// What a section of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Cover (封面).
    Cover,
    /// Contents page (目录).
    Contents,
    /// A budget or final-accounts table.
    Table,
    /// A performance table (绩效目标表).
    Performance,
    /// A grid that is none of the above, e.g. the list of units (预算单位构成).
    OtherTable,
    /// Prose.
    Prose,
}

/// A span of the document under one heading: from a place to a place, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Table id of the catalog, or `other:` and the title; empty where not a table.
    pub id: String,
    /// Title as printed, white space removed.
    pub title: String,
    /// Page (1-based) and y where it starts.
    pub start: (u32, f32),
    /// Page and y where it ends (exclusive).
    pub end: (u32, f32),
}

/// A cell of a grid, possibly merged over rows and columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GridCell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows spanned, at least 1.
    pub rowspan: usize,
    /// Columns spanned, at least 1.
    pub colspan: usize,
    /// Box of the cell.
    pub rect: Rect,
    /// Lines of text in it, top to bottom.
    pub lines: Vec<Line>,
}

impl GridCell {
    /// The lines joined, white space removed.
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|l| l.text.chars()).filter(|c| !c.is_whitespace()).collect()
    }

    /// Box around the text, not the cell.
    pub fn text_rect(&self) -> Option<Rect> {
        Rect::around(self.lines.iter().map(|l| &l.rect))
    }
}

/// The cells of one table on one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// 1-based page.
    pub page: u32,
    /// Box of the grid.
    pub rect: Rect,
    /// Column edges, ascending, one more than columns.
    pub xs: Vec<f32>,
    /// Row edges, ascending, one more than rows.
    pub ys: Vec<f32>,
    /// Cells in order of (row, col); merged cells stand once, at their top left.
    pub cells: Vec<GridCell>,
}

impl Grid {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }
}

/// A table rebuilt: one grid per page, with what stands around them.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The section it belongs to.
    pub section: Section,
    /// Grids in page order.
    pub grids: Vec<Grid>,
    /// Lines between title and grid (单位：万元, 编制单位：…).
    pub above: Vec<Line>,
    /// Lines below the last grid that belong to it (备注：, 注：).
    pub below: Vec<Line>,
}
