//! What `parse` gives: tables of coded rows and exact amounts, the prose's figures, the performance tables.

use super::{Amount, ColumnId, Finding, ItemId, Key, Place, Rect, TableId};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 预算 or 决算.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 预算.
    Budget,
    /// 决算.
    FinalAccounts,
}

/// 单位 or 部门.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 单位.
    Unit,
    /// 部门.
    Department,
}

impl Kind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Budget => "budget",
            Kind::FinalAccounts => "final_accounts",
        }
    }
}

impl Scope {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Unit => "unit",
            Scope::Department => "department",
        }
    }
}

/// Whose disclosure, of which year, of what kind; unknown is `None`, with a finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity {
    /// Disclosing unit as printed.
    pub unit_name: Option<String>,
    /// Fiscal year.
    pub fiscal_year: Option<u16>,
    /// Budget or final accounts.
    pub kind: Option<Kind>,
    /// Unit or department.
    pub scope: Option<Scope>,
    /// The list of budget units (预算单位构成), as printed.
    pub listed_units: Vec<String>,
}

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

/// Which list a subject code belongs to (政府收支分类科目).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// 支出功能分类: 201 … 234, then 款, 项.
    Function,
    /// 部门预算支出经济分类: 301 … 399, then 款.
    Economic,
    /// 政府预算支出经济分类: 501 … 599, then 款.
    GovernmentEconomic,
}

impl Classification {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Classification::Function => "function",
            Classification::Economic => "economic",
            Classification::GovernmentEconomic => "government_economic",
        }
    }
}

/// A subject code (科目编码), complete, digits only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Code {
    /// The list it belongs to.
    pub classification: Classification,
    /// 3, 5 or 7 digits.
    pub digits: String,
}

impl Code {
    /// 1 for 类, 2 for 款, 3 for 项.
    pub fn level(&self) -> u8 {
        ((self.digits.len().saturating_sub(1)) / 2) as u8
    }

    /// The code of the next level up; `None` for a 类.
    pub fn parent(&self) -> Option<&str> {
        (self.digits.len() > 3).then(|| &self.digits[..self.digits.len() - 2])
    }
}

/// Which of several figures for the same thing (docs/contract/basis.tsv).
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
pub enum Basis {
    /// The ordinary figure.
    #[default]
    Current,
    /// In final accounts: what had been budgeted.
    Budget,
    /// Last year's budget.
    PriorBudget,
    /// Last year's outturn.
    PriorFinal,
    /// Last year, which figure is not said.
    Prior,
    /// This year minus last year.
    Change,
    /// The part not carried over.
    New,
    /// The part carried over.
    Carryover,
}

impl Basis {
    /// All, in the order of docs/contract/basis.tsv.
    pub const ALL: [Basis; 8] = [
        Basis::Current,
        Basis::Budget,
        Basis::PriorBudget,
        Basis::PriorFinal,
        Basis::Prior,
        Basis::Change,
        Basis::New,
        Basis::Carryover,
    ];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Current => "current",
            Basis::Budget => "budget",
            Basis::PriorBudget => "prior_budget",
            Basis::PriorFinal => "prior_final",
            Basis::Prior => "prior",
            Basis::Change => "change",
            Basis::New => "new",
            Basis::Carryover => "carryover",
        }
    }
}

/// A measure of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Column {
    /// What is measured (docs/contract/columns.tsv).
    pub id: ColumnId,
    /// Which figure.
    pub basis: Basis,
    /// Printed path, heads from top to leaf joined by `/`.
    pub label: String,
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
    pub unit: Option<super::MoneyUnit>,
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

/// A figure that the prose states (docs/contract/narrative.tsv).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mention {
    /// What it is a figure of.
    pub key: Key,
    /// Subject code, for `…_subject` and `…_class` keys, where the prose prints it.
    pub code: String,
    /// Subject code of the one row of the document's tables that the figure is about; empty where none or several could
    /// be meant.
    pub table_code: String,
    /// Subject name.
    pub name: String,
    /// Money; for `_change` keys signed.
    pub amount: Option<Amount>,
    /// Count or percentage; for `_change_percent` keys signed.
    pub value: Option<Decimal>,
    /// Unit of `value`: 辆, %, 个 …
    pub value_unit: String,
    /// Figure with its unit as printed.
    pub stated: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// 1-based page of the figure.
    pub page: u32,
}

impl Mention {
    /// The subject code that the figure stands under: of its row in the tables, else as the prose prints it.
    pub fn subject_code(&self) -> &str {
        if self.table_code.is_empty() { &self.code } else { &self.table_code }
    }
}

/// A target value parsed: ≥90%.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// One of `>=`, `<=`, `>`, `<`, `=`; empty if none is printed.
    pub operator: String,
    /// The number, or the text of a qualitative target.
    pub value: String,
    /// Unit: %, 次, 万元 …
    pub unit: String,
}

/// One indicator (绩效指标) of a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Indicator {
    /// 1-based position in the table.
    pub number: u32,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 指标值 as printed.
    pub value: String,
    /// 指标值 parsed, where it can be.
    pub target: Option<Target>,
    /// 1-based page.
    pub page: u32,
}

/// One performance table (绩效目标表).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// 1-based position in the document.
    pub number: u32,
    /// 项目名称.
    pub name: String,
    /// 主管部门.
    pub managing_department: String,
    /// 实施单位.
    pub implementing_unit: String,
    /// 资金总额.
    pub funds_total: Option<Amount>,
    /// 财政拨款.
    pub funds_fiscal: Option<Amount>,
    /// 其他资金.
    pub funds_other: Option<Amount>,
    /// 年度目标.
    pub annual_goal: String,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// First page.
    pub page: u32,
}

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
