//! A row as it stands in the grid, before its labels are understood.

use super::layout::UnitsAmong;
use crate::catalog::LabelKind;
use crate::model::{Cell, Content, Rect, Side, Token};
use hashbrown::HashMap;

/// The text of one label column in a row.
#[derive(Debug, Clone)]
pub(super) struct LabelGroup {
    /// What the column is for.
    pub kind: LabelKind,
    /// Its text, white space removed.
    pub text: String,
    /// What that is by itself.
    pub token: Token,
    /// Box of the text.
    pub rect: Rect,
    /// A further level of the name before.
    pub deeper: bool,
    /// A name column that units stand in too.
    pub holds_units: Option<UnitsAmong>,
    /// Its head says in full that names stand there.
    pub named: bool,
    /// The heads above its own, joined: 部门经济科目 above 类 and 款.
    pub group: String,
    /// Left edge of its first line.
    pub left: f32,
    /// Distance of that from its cell's left edge in points; `None` for centred text.
    pub indent: Option<f32>,
}

/// Page, block and left edge in whole points.
pub(super) type Edge = (u32, usize, i32);

impl LabelGroup {
    /// Where its text begins.
    pub fn edge(&self, draft: &Draft) -> Edge {
        (draft.page, draft.block, self.left.round() as i32)
    }
}

/// A row as it stands in the grid.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Side of the block.
    pub side: Side,
    /// Block.
    pub block: usize,
    /// 1-based page.
    pub page: u32,
    /// Where the row begins: y on its page.
    pub top: f32,
    /// First row of its page's grid below the header.
    pub opens_page: bool,
    /// Label columns.
    pub labels: Vec<LabelGroup>,
    /// A picture stands where a label of it is, or right beside its digits.
    pub pictured: bool,
    /// Measures.
    pub cells: Vec<Cell>,
}

impl Draft {
    /// An empty draft.
    pub fn new(side: Side, block: usize, page: u32, top: f32, opens_page: bool) -> Self {
        let (labels, cells) = (Vec::new(), Vec::new());
        Draft { side, block, page, top, opens_page, labels, pictured: false, cells }
    }

    /// Nothing printed at all.
    pub fn is_blank(&self) -> bool {
        self.labels.iter().all(|l| l.text.is_empty()) && !self.has_figures()
    }

    /// Does any label print something?
    pub fn has_label(&self) -> bool {
        self.labels.iter().any(|l| !l.text.is_empty())
    }

    /// Are all figures that it prints zero?
    pub fn is_zero(&self) -> bool {
        self.cells.iter().all(|c| match &c.content {
            Content::Blank | Content::Dash => true,
            Content::Amount(a) => a.yuan.is_zero(),
            _ => false,
        })
    }

    /// Does any measure print something?
    pub fn has_figures(&self) -> bool {
        self.cells.iter().any(|c| c.content != Content::Blank)
    }
}

/// How far text is indented that begins at the same place as other text of its block: it is not centred, though it may
/// happen to stand in the middle of its cell.
pub(super) fn left_edges(drafts: &[Draft]) -> HashMap<Edge, f32> {
    drafts
        .iter()
        .flat_map(|d| d.labels.iter().filter_map(|l| Some((l.edge(d), l.indent?))))
        .collect()
}
