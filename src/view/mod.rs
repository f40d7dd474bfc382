//! Looking at one file: what each stage made of it, as text for reading and diffing, and a page as the tool saw it, as SVG,
//! or as it is, as a picture.

mod picture;
mod svg;
mod text;

pub use picture::{Picture, WIDEST, picture};
pub use svg::svg;
pub use text::text;

use crate::model::Verdict;

/// A stage to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Characters and ruling lines with their places, in content order.
    Glyphs,
    /// Lines, titles, contents pages.
    Sections,
    /// Grids and their cells, and the paragraphs outside them.
    Tables,
    /// What each column of a table is for, and why.
    Columns,
    /// Coded rows with their figures and why they are what they are, the prose's figures, indicators, findings.
    Rows,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 5] =
        [Stage::Glyphs, Stage::Sections, Stage::Tables, Stage::Columns, Stage::Rows];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Glyphs => "glyphs",
            Stage::Sections => "sections",
            Stage::Tables => "tables",
            Stage::Columns => "columns",
            Stage::Rows => "rows",
        }
    }
}

/// How bad a verdict is for the figure that it is about: the worst of several counts.
fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotApplicable => 0,
        Verdict::Exact => 1,
        Verdict::NotChecked => 2,
        Verdict::Rounding => 3,
        Verdict::Mismatch => 4,
    }
}
