//! A table of coded rows and exact amounts.

use super::{Amount, Code, Column, ItemId, MoneyUnit, Place, Rect, TableId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which side of a two-sided summary a row stands on.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Not a two-sided table.
    #[default]
    #[serde(rename = "")]
    None,
    /// 收入.
    Income,
    /// 支出 (by function, or the only block).
    Expenditure,
    /// A further expenditure block by 部门预算 economic class.
    ExpenditureEconomic,
    /// A further expenditure block by 政府预算 economic class.
    ExpenditureGovernmentEconomic,
}

impl Side {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::None => "",
            Side::Income => "income",
            Side::Expenditure => "expenditure",
            Side::ExpenditureEconomic => "expenditure_economic",
            Side::ExpenditureGovernmentEconomic => "expenditure_government_economic",
        }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An amount.
    Amount(Amount),
    /// Nothing is printed.
    Blank,
    /// A dash or slash standing alone: blank, as printed.
    Dash,
    /// Something is printed that is no money (a percentage, a count, a word).
    Other,
    /// An amount is printed that could not be normalized; why.
    Unread(String),
}

/// One cell of a ledger row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Index into [`LedgerTable::columns`].
    pub column: usize,
    /// What it holds.
    pub content: Content,
    /// Text as printed, without white space.
    pub stated: String,
    /// 1-based page.
    pub page: u32,
    /// Box of the text, or of the cell where it is blank.
    pub rect: Rect,
    /// Why it may belong to another column; `None` where nothing is doubtful.
    pub doubt: Option<String>,
}

impl Cell {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place { page: self.page, rect: self.rect }
    }

    /// The amount, if it is one.
    pub fn amount(&self) -> Option<&Amount> {
        match &self.content {
            Content::Amount(a) => Some(a),
            _ => None,
        }
    }
}

/// A row that prints a label or a code.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Side of a two-sided table.
    pub side: Side,
    /// 1-based position among the rows of that side.
    pub number: u32,
    /// Subject code, if printed.
    pub code: Option<Code>,
    /// Codes of other classifications in the same row.
    pub also: Vec<Code>,
    /// What its label names (docs/contract/items.tsv); `None` where the catalog knows none, and on coded rows.
    pub item: Option<ItemId>,
    /// Name as printed, wrapped lines joined, without white space, leading ordinal and 其中：.
    pub name: String,
    /// The label as printed, ordinal and 其中： included, without white space.
    pub label: String,
    /// The budget unit that the row belongs to, if the table lists several.
    pub row_unit: String,
    /// The code of a budget unit that the row, or the table, prints; empty where neither does.
    pub unit_code: String,
    /// 1, 2, 3 for 类, 款, 项; 0 for totals; else `None`.
    pub level: Option<u8>,
    /// The row is printed as a part of the row with this number of the same side (其中, 1、 under 一、).
    pub part_of: Option<u32>,
    /// Cells in column order, blanks included.
    pub cells: Vec<Cell>,
    /// Page of the label.
    pub page: u32,
    /// Box of the row's label.
    pub rect: Rect,
    /// Why it is what it is.
    pub why: RowWhy,
}

impl Row {
    /// Where its label stands.
    pub fn place(&self) -> Place {
        Place { page: self.page, rect: self.rect }
    }

    /// The id of its item, empty where it has none.
    pub fn item(&self) -> &str {
        self.item.as_ref().map_or("", ItemId::as_str)
    }
}

/// Why a row is what it is, for who looks for the way of a figure; it is not written. Each is empty where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowWhy {
    /// Why it has its code, or its item.
    pub subject: &'static str,
    /// Why it is of its level.
    pub level: &'static str,
    /// Why it is a part of the row that it is a part of.
    pub part_of: &'static str,
}

/// A remark printed under a table (备注, 注).
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Text without white space.
    pub text: String,
    /// 1-based page.
    pub page: u32,
    /// Box.
    pub rect: Rect,
}

/// A column of a table as it was understood, for who looks for the way of a figure; it is not written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heads {
    /// Its heads from top to leaf, joined by `/`.
    pub printed: String,
    /// What it is for: `measure`, or a kind of label.
    pub role: String,
    /// Why.
    pub why: &'static str,
    /// 0-based block.
    pub block: usize,
}

/// A budget or final-accounts table, parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LedgerTable {
    /// Which table it is (docs/contract/tables.tsv).
    pub id: TableId,
    /// Title as printed, without white space.
    pub title: String,
    /// Declared unit of amount as printed; `None` if none was found.
    pub unit: Option<MoneyUnit>,
    /// The unit whose disclosure it is part of, in a file that holds those of several; elsewhere empty.
    pub of_unit: String,
    /// First page.
    pub page: u32,
    /// Last page.
    pub last_page: u32,
    /// All columns of the page, left to right.
    pub heads: Vec<Heads>,
    /// Measures.
    pub columns: Vec<Column>,
    /// Rows in reading order.
    pub rows: Vec<Row>,
    /// Notes under the table.
    pub notes: Vec<Note>,
    /// Printed numbers that no cell, or more than one, holds (D5).
    pub stray_numbers: Vec<(Place, String)>,
}
