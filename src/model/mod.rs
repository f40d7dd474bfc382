//! The nouns that the stages hand to each other. No input, no output, no knowledge of any city.
//!
//! Coordinates everywhere are PDF points with the origin at the top left of the page as displayed
//! (after CropBox, /Rotate and UserUnit), y growing downwards. Money is [`rust_decimal::Decimal`].

mod amount;
mod check;
mod code;
mod figure;
mod finding;
mod fund;
mod geometry;
mod id;
mod identity;
mod ledger;
mod ledger_table;
mod lines;
mod measure;
mod narrative;
mod owed;
mod page;
mod performance;
mod table;
mod text;
mod token;

pub use amount::{Amount, DECIMALS, MoneyUnit};
pub use check::{Addend, Against, Check, Stated, StatedRow, Verdict};
pub use code::{Classification, Code};
pub use figure::{How, NamedFigure};
pub use finding::{Failure, Finding, FindingKind, Severity};
pub use fund::{FUND_COLUMNS, FUND_INCOME, FUND_TOTALS, OWN_COLUMNS, OWN_INCOME};
pub use geometry::{At, Axis, Direction, Place, Rect, Turn};
pub use id::{ColumnId, Id, ItemId, Key, OfColumn, OfItem, OfMention, OfTable, Open, TableId};
pub use identity::{Identity, Kind, Scope};
pub use ledger::{Announced, Ledger};
pub use ledger_table::{Cell, Content, Heads, LedgerTable, Note, Row, RowWhy, Side};
pub use lines::{glyphs_to_lines, line_to_segments, run_to_line};
pub use measure::{Basis, Column};
pub use narrative::{Mention, MoneyScope};
pub use owed::{Owed, OwedState};
pub use page::{Colour, Font, Glyph, Page, Ruling, TEXT_OF_A_PAGE};
pub use performance::{Form, Indicator, Points, Project, Source, Spending, Target};
pub use table::{Grid, GridCell, Mark, Outline, Rebuilt, Section, SectionKind, Table, Unclear};
pub use text::{
    Line, Paragraph, cut, is_circled, is_usual, plain, push_printed, squeeze, squeezed,
};
pub use token::{Figure, Token, Total};
