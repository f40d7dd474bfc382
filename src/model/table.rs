//! Sections as `locate` finds them and tables as `rebuild` gives them.

use super::{Line, Paragraph, Place, Rect, TableId, Token, push_printed};
use std::ops::Range;

/// What a section of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// A standard table or another table with a title of its own.
    Table,
    /// A performance table (绩效目标表).
    Performance,
    /// A grid without a title, e.g. the list of units (预算单位构成).
    Untitled,
}

/// A title line found on a page: where a section begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// 1-based page.
    pub page: u32,
    /// Box of the title.
    pub rect: Rect,
    /// Title as printed, white space removed.
    pub title: String,
    /// What it names.
    pub kind: SectionKind,
    /// The standard table; `None` for others.
    pub id: Option<TableId>,
    /// The title says that it is a continuation (续).
    pub continued: bool,
}

impl Mark {
    /// Where the title stands.
    pub fn place(&self) -> Place {
        Place { page: self.page, rect: self.rect }
    }
}

/// What `locate` gives: the lines of every page, the titles on them, and the contents pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Lines of each page, top to bottom.
    pub lines: Vec<Vec<Line>>,
    /// Titles in reading order, those of lists of contents left out.
    pub marks: Vec<Mark>,
    /// How many lines of page i (0-based), from its top, are a list of contents (目录): all of a contents page, and what the
    /// next page holds where the list runs on.
    pub listed: Vec<usize>,
    /// Tables that the list of contents announces.
    pub announced: Vec<super::Announced>,
}

impl Outline {
    /// Is page `p` (0-based) a contents page: nothing but the list?
    pub fn is_contents(&self, p: usize) -> bool {
        let lines = self.lines.get(p).map_or(0, Vec::len);
        self.listed_on(p) >= lines.max(1)
    }

    /// How many lines of page `p` (0-based), from its top, are a list of contents.
    pub fn listed_on(&self, p: usize) -> usize {
        self.listed.get(p).copied().unwrap_or(0)
    }

    /// The lines of lists of contents.
    pub fn entries(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().zip(&self.listed).flat_map(|(lines, listed)| lines.iter().take(*listed))
    }
}

/// A table's heading as it reached the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Which table it is; `None` where not a table.
    pub id: Option<TableId>,
    /// Title as printed, white space removed.
    pub title: String,
}

impl Section {
    /// Which standard table it is, if it is one.
    pub fn standard_id(&self) -> Option<&TableId> {
        self.id.as_ref().filter(|id| !id.is_other())
    }
}

/// What `rebuild` gives: tables, and the lines that stand outside them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rebuilt {
    /// Tables in document order.
    pub tables: Vec<Table>,
    /// Paragraphs outside tables, contents pages and titles left out, in reading order.
    pub paragraphs: Vec<Paragraph>,
}

/// Why the figure of a cell cannot be told, though every character of it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// More than one figure stands in it, beside or above each other.
    Several,
    /// It lies over a ruling, and may be of the cell on either side.
    OverRuling,
    /// It is red, as negative amounts are, and prints no sign.
    Red,
    /// It begins with a mark that is smaller than its digits: a minus, or a footnote's.
    SmallSign,
    /// It is painted as no other figure of the table is: a footnote mark, a watermark, a seal.
    PaintedOtherwise,
    /// A line is drawn through it.
    Struck,
    /// A picture stands in the cell, and no text, or right beside its figure.
    Picture,
    /// The file marks it as page furniture.
    Furniture,
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
    /// What stands in it and is no part of its figure: footnote marks, characters of a watermark.
    pub aside: Vec<Line>,
    /// Why its figure cannot be told from what the page shows.
    pub unclear: Option<Unclear>,
    /// What its text is by itself; `rebuild` says so when the cell of a table of amounts is complete.
    pub token: Token,
}

impl GridCell {
    /// An empty cell over these rows and columns of the edges.
    pub fn over(rows: Range<usize>, columns: Range<usize>, xs: &[f32], ys: &[f32]) -> GridCell {
        GridCell {
            row: rows.start,
            col: columns.start,
            rowspan: rows.len(),
            colspan: columns.len(),
            rect: Rect {
                x0: xs[columns.start],
                y0: ys[rows.start],
                x1: xs[columns.end],
                y1: ys[rows.end],
            },
            ..GridCell::default()
        }
    }

    /// The lines joined, white space removed.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.lines.iter().map(|l| l.text.len()).sum());
        self.lines.iter().for_each(|l| push_printed(&mut text, &l.text));
        text
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
    /// How many rows its header has, where who built it knows: words without rulings tell heads from rows, rulings do not.
    pub header: Option<usize>,
    /// What the page leaves open where it draws no lines: place, and why. Figures there may belong elsewhere.
    pub doubts: Vec<(Rect, String)>,
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
