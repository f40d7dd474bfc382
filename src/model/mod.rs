//! The nouns that the stages hand to each other. No input, no output, no knowledge of any city.
//!
//! Coordinates everywhere are PDF points with the origin at the top left of the page as displayed
//! (after CropBox, /Rotate and UserUnit), y growing downwards. Money is [`rust_decimal::Decimal`].

mod amount;
mod check;
mod finding;
mod fund;
mod geometry;
mod id;
mod ledger;
mod lines;
mod page;
mod table;
mod text;
mod token;

pub use amount::{Amount, DECIMALS, MoneyUnit};
pub use check::{Addend, Against, Check, Stated, StatedRow, Verdict};
pub use finding::{Failure, Finding, FindingKind, Severity};
pub use fund::{FUND_COLUMNS, FUND_INCOME, FUND_TOTALS, OWN_COLUMNS, OWN_INCOME};
pub use geometry::{At, Axis, Place, Rect};
pub use id::{ColumnId, Id, ItemId, Key, OfColumn, OfItem, OfMention, OfTable, Open, TableId};
pub use ledger::{
    Announced, Basis, Cell, Classification, Code, Column, Content, Heads, Identity, Indicator,
    Kind, Ledger, LedgerTable, Mention, Note, Project, Row, RowWhy, Scope, Side, Target,
};
pub use lines::{glyphs_to_lines, line_to_segments, run_to_line};
pub use page::{Font, Glyph, Page, Ruling};
pub use table::{Grid, GridCell, Mark, Outline, Rebuilt, Section, SectionKind, Table};
pub use text::{Heading, Line, Paragraph, is_usual, plain, push_printed, squeeze, squeezed};
pub use token::{Figure, Token, Total};
