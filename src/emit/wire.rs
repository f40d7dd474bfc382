//! The format of `documents/<stem>.json`: one disclosure, normalized.
//!
//! # Manual
//!
//! - **Money** (`amount_yuan` and the figures of `checks`) is an exact decimal *string* in yuan (元), whatever unit the
//!   page prints; `stated` and `stated_unit` are what the page prints. Read it with a decimal type.
//! - **Places** are a 1-based `page` and a `box` `[x0, y0, x1, y1]` in PDF points, origin at the top left of the page as
//!   displayed.
//! - **Unknown** is `null`, with a finding that says why. An empty string says that there is none: a row without a
//!   code has `"code": ""`. Cells leave out the fields that their `content` does not have.
//! - **Blank is not zero.** A cell's `content` is `amount` (a printed 0 included), `blank`, `dash` (a dash or slash
//!   standing alone), `other` (a percentage, a count, a word) or `unread` (an amount that could not be read; `reason`).
//! - **Ids** of tables, columns, bases, items and narrative keys are those of the catalog; what the catalog does not know
//!   is `other:` and what is printed.
//! - **Order** is that of the document; the same input gives the same bytes.
//! - `status` is `ok`, `partial` (a finding of severity `warning` says what could not be read), `no_tables` or
//!   `failed` (`error` says why).
//! - `format_version` grows when a field changes its meaning or goes; new fields may come without that.
//!
//! The JSON Schema (2020-12) of this format is printed by `yusuan schema` and kept in `schema/document.schema.json`.
//!
//! # Example
//!
//! ```
//! let text = r##"
#![doc = include_str!("../../schema/example.json")]
//! "##;
//! let document: yusuan::emit::wire::Document = serde_json::from_str(text)?;
//! let total = &document.tables[0].rows[0].cells[0];
//! assert_eq!(total.amount_yuan.unwrap().to_string(), "5480300.00");
//! assert_eq!(total.stated.as_deref(), Some("548.03"));
//! # Ok::<(), serde_json::Error>(())
//! ```

pub use super::exact::{Corners, Exact};
use crate::model::{
    Basis, Classification, Failure, How, Kind, OwedState, Scope, Severity, Side, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// [`Document::format_version`] of this release.
pub const FORMAT_VERSION: u32 = 1;

/// One disclosure (预算公开 or 决算公开), normalized by yusuan from a PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Version of this format.
    pub format_version: u32,
    /// What wrote the file.
    pub tool: Tool,
    /// How the conversion went.
    pub status: Status,
    /// Why nothing could be had, when `status` is `failed`: what, and what to do.
    pub error: Option<String>,
    /// The kind of that error, for programs; it is not written.
    #[serde(skip)]
    pub failure: Option<Failure>,
    /// The file.
    pub source: Source,
    /// Whose disclosure, of which year, of what kind.
    pub identity: Identity,
    /// The budget units that the disclosure says it covers (预算单位构成), as printed.
    pub listed_units: Vec<String>,
    /// Tables in document order.
    pub tables: Vec<Table>,
    /// Figures that the prose (情况说明) states, in document order, one for each mention.
    pub narrative: Vec<Mention>,
    /// Performance tables (绩效目标表) in document order.
    pub performance: Vec<Project>,
    /// The equations that the disclosure allows, evaluated.
    pub checks: Vec<Check>,
    /// What the disclosure owes its readers, and what became of it; never a check, and no influence on `status`.
    #[serde(default)]
    pub owed: Vec<Owed>,
    /// The named figures of the disclosure, each at most once: what a panel over many is built of.
    #[serde(default)]
    pub figures: Vec<NamedFigure>,
    /// What could not be read, or is worth knowing.
    pub findings: Vec<Finding>,
}

/// The program that wrote the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `yusuan`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// How a conversion went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Everything was read.
    Ok,
    /// Something on a page could not be read; `findings` say what and where.
    Partial,
    /// A readable document without any table of the disclosure.
    NoTables,
    /// Nothing could be had; `error` says why.
    Failed,
}

impl Status {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Partial => "partial",
            Status::NoTables => "no_tables",
            Status::Failed => "failed",
        }
    }
}

/// The file that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path as given; a member of a zip file is `a.zip/member.pdf`.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal; `null` where they could not be had.
    pub sha256: Option<String>,
    /// Number of pages.
    pub pages: Option<u32>,
    /// The program that made the PDF, as it names itself (/Producer).
    pub producer: Option<String>,
}

/// Whose disclosure, of which year, of what kind. Unknown is `null`, with a finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// The disclosing unit as printed, white space removed.
    pub unit_name: Option<String>,
    /// Fiscal year, from the document.
    pub fiscal_year: Option<u16>,
    /// 预算 or 决算.
    pub kind: Option<Kind>,
    /// 单位 or 部门.
    pub scope: Option<Scope>,
    /// The body's stable id: the same in all its documents, whatever they add to its name (本级, 机关).
    #[serde(default)]
    pub unit_id: Option<String>,
    /// Its administrative division (GB/T 2260) in that year; `null` where the name does not tell.
    #[serde(default)]
    pub division_code: Option<String>,
    /// Its own code among the budget units, as its tables print it; `null` where they do not.
    #[serde(default)]
    pub unit_code: Option<String>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Id of the table, or `other:` and the printed title.
    pub id: String,
    /// Title as printed, white space removed.
    pub title: String,
    /// Declared unit of amount as printed (元, 万元 …); `null` where none was found.
    pub unit: Option<String>,
    /// First and last page.
    pub pages: [u32; 2],
    /// Measures, left to right.
    pub columns: Vec<Column>,
    /// Rows that print a label or a code, in reading order.
    pub rows: Vec<Row>,
    /// Remarks printed under the table (备注, 注).
    pub notes: Vec<Note>,
}

/// A measure of a table's rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Id of the column, or `other:` and the printed heads joined by `/`.
    pub id: String,
    /// Which of several figures for the same thing.
    pub basis: Basis,
    /// The printed heads from top to leaf, joined by `/`.
    pub label: String,
}

/// A row that prints a label or a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Side of a two-sided summary, else empty.
    pub side: Side,
    /// 1-based position among the table's rows of that side.
    pub row: u32,
    /// Subject code (科目编码), digits only, complete; empty where none is printed.
    pub code: String,
    /// The list that the code belongs to; `null` without a code.
    pub classification: Option<Classification>,
    /// The row's codes of other classifications.
    pub also: Vec<Code>,
    /// Id of the item; empty if it is none, and on coded rows.
    pub item: String,
    /// Name as printed, wrapped lines joined, without white space, leading ordinal and 其中：.
    pub name: String,
    /// The label as printed, ordinal and 其中： included, without white space.
    pub label: String,
    /// The budget unit that the row belongs to, in tables that list several.
    pub row_unit: String,
    /// The code of a budget unit that the row, or the table, prints; left out where neither does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit_code: String,
    /// 1, 2, 3 for 类, 款, 项; 0 for totals; else `null`.
    pub level: Option<u8>,
    /// `row` of the row of the same side that this one is printed as a part of.
    pub part_of: Option<u32>,
    /// No other row of the table divides this one further, by code or nesting: leaves add up to the total of their column.
    /// Where they would come to more than that, none of the rows of that side is one.
    #[serde(default)]
    pub leaf: bool,
    /// Cells in column order, blank ones included.
    pub cells: Vec<Cell>,
    /// 1-based page of the label.
    pub page: u32,
    /// Box of the label.
    #[serde(rename = "box")]
    pub corners: Corners,
}

/// A subject code of a named classification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Code {
    /// The list it belongs to.
    pub classification: Classification,
    /// 3, 5 or 7 digits.
    pub code: String,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// An amount; a printed zero is one.
    Amount,
    /// Nothing is printed.
    Blank,
    /// A dash or slash standing alone.
    Dash,
    /// Something that is no money: a percentage, a count, a word.
    Other,
    /// An amount is printed that could not be read.
    Unread,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// 0-based position of the cell's column in the table's `columns`.
    pub index: usize,
    /// Id of that column.
    pub column: String,
    /// Basis of that column.
    pub basis: Basis,
    /// What the cell holds.
    pub content: Content,
    /// The amount in yuan, exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_yuan: Option<Exact>,
    /// The cell's text as printed, without white space; left out where nothing is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
    /// The unit that `stated` is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_unit: Option<String>,
    /// Why an amount could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why the figure may belong to another column: the page leaves it open. Left out where nothing is doubtful.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// 1-based page.
    pub page: u32,
    /// Box of the text, or of the cell where it is blank.
    #[serde(rename = "box")]
    pub corners: Corners,
}

/// A remark printed under a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Text without white space.
    pub text: String,
    /// 1-based page.
    pub page: u32,
    /// Box.
    #[serde(rename = "box")]
    pub corners: Corners,
}

/// A figure that the prose states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// What the figure is.
    pub key: String,
    /// Subject code, for `…_subject` and `…_class` keys, where the prose prints it.
    pub code: String,
    /// Subject code of the one row of the disclosure's tables that the figure is about; empty where none or several
    /// could be meant.
    #[serde(default)]
    pub table_code: String,
    /// Subject name.
    pub name: String,
    /// Money; signed for `_change` keys; `null` for counts and percentages.
    pub amount_yuan: Option<Exact>,
    /// A count or percentage, with the printed decimals; `null` for money.
    pub value: Option<Exact>,
    /// Unit of `value`: 辆, %, 个 …
    pub value_unit: String,
    /// The figure with its unit as printed.
    pub stated: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// 1-based page of the figure.
    pub page: u32,
    /// Whose money it is: `all`, `fiscal_appropriation`, `general_public_budget`, `government_fund` or `state_capital`;
    /// empty where that is unknown or means nothing.
    #[serde(default)]
    pub scope: String,
}

impl Mention {
    /// The subject code that the figure stands under: of its row in the tables, else as the prose prints it.
    pub fn subject_code(&self) -> &str {
        if self.table_code.is_empty() { &self.code } else { &self.table_code }
    }
}

/// A performance table (绩效目标表).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    /// 1-based position among the document's performance tables.
    pub project_no: u32,
    /// 项目名称.
    pub project: String,
    /// 主管部门.
    pub managing_department: String,
    /// 实施单位.
    pub implementing_unit: String,
    /// 资金总额.
    pub funds_total: Option<Funds>,
    /// 财政拨款.
    pub funds_fiscal: Option<Funds>,
    /// 其他资金.
    pub funds_other: Option<Funds>,
    /// 年度目标.
    pub annual_goal: String,
    /// What it is made for: `target` or `self_evaluation`.
    #[serde(default)]
    pub form: String,
    /// 上年结转 that is printed beside them.
    #[serde(default)]
    pub funds_carryover: Option<Funds>,
    /// What else is printed beside them: 转移支付.
    #[serde(default)]
    pub funds_further: Vec<Funds>,
    /// The lines of money budgeted and spent, of a self-evaluation.
    #[serde(default)]
    pub spending: Vec<Spending>,
    /// 实际完成情况 of the goal.
    #[serde(default)]
    pub goal_met: String,
    /// 分值 of 总分; `null` where none is printed.
    #[serde(default)]
    pub total_weight: Option<Points>,
    /// 得分 of 总分; `null` where none is printed.
    #[serde(default)]
    pub total_score: Option<Points>,
    /// 评价等级.
    #[serde(default)]
    pub grade: String,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// First page.
    pub page: u32,
}

/// A line of the money of a self-evaluation (绩效自评表).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spending {
    /// Where the money comes from: `total`, `fiscal`, `carryover`, `other` or `further`.
    pub source: String,
    /// What the line is called, as printed.
    pub label: String,
    /// 年初预算数.
    pub budgeted: Option<Funds>,
    /// 全年预算数.
    pub adjusted: Option<Funds>,
    /// 全年执行数.
    pub spent: Option<Funds>,
    /// 执行率, in percentage points.
    pub rate: Option<Points>,
    /// 分值 of the execution.
    pub weight: Option<Points>,
    /// Its 得分.
    pub score: Option<Points>,
}

/// A printed weight, score or rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Points {
    /// What it is; `null` for a dash and what is no number.
    pub value: Option<Exact>,
    /// As printed, without white space.
    pub stated: String,
}

/// An amount of a performance table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Funds {
    /// In yuan, exact.
    pub amount_yuan: Exact,
    /// As printed, without white space.
    pub stated: String,
    /// The unit that `stated` is in.
    pub stated_unit: String,
}

/// One indicator (绩效指标).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// 1-based position in the table.
    pub indicator_no: u32,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 指标值 as printed: ≥90%.
    pub value: String,
    /// The value parsed; `null` where it cannot be.
    pub target: Option<Target>,
    /// 实际完成值 as printed.
    #[serde(default)]
    pub actual: String,
    /// 分值; `null` where none is printed.
    #[serde(default)]
    pub weight: Option<Points>,
    /// 得分; `null` where none is printed.
    #[serde(default)]
    pub score: Option<Points>,
    /// 偏差原因分析及改进措施: why the target was missed.
    #[serde(default)]
    pub reason: String,
    /// 1-based page.
    pub page: u32,
}

/// A target value parsed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// One of `>=`, `<=`, `>`, `<`, `=`; empty if none is printed.
    pub operator: String,
    /// The number, or the text of a qualitative target.
    pub value: String,
    /// Unit: %, 次, 万元 …
    pub unit: String,
}

/// One equation, evaluated. Figures are in yuan, rates in percentage points, counts as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The equation, by its id in docs/contract/checks.md: W1 …
    pub rule: String,
    /// Table of the stated figure, or `narrative`.
    pub table: String,
    /// Its side.
    pub side: String,
    /// Its row.
    pub row: Option<u32>,
    /// Its budget unit.
    pub row_unit: String,
    /// Its subject code.
    pub code: String,
    /// Its item, or the key of the mention.
    pub item: String,
    /// Its column.
    pub column: String,
    /// Its basis; empty where there is none.
    pub basis: String,
    /// The tables on the other side; empty within one table.
    pub against: Vec<String>,
    /// The stated figure.
    pub lhs: Option<Exact>,
    /// What it should equal.
    pub rhs: Option<Exact>,
    /// `lhs` − `rhs`, or by how much an inequality fails.
    pub residual: Option<Exact>,
    /// Number of addends.
    pub terms: Option<u32>,
    /// The residual that independent rounding of the printed figures can explain.
    pub bound: Option<Exact>,
    /// The outcome.
    pub verdict: Verdict,
    /// Why, for all but plain outcomes.
    pub reason: String,
    /// 1-based page of the stated figure.
    pub page: Option<u32>,
    /// Box of the stated figure.
    #[serde(rename = "box")]
    pub corners: Option<Corners>,
    /// The figures that `rhs` is the sum of, in order; left out for rates and where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addends: Vec<Addend>,
}

/// A figure that another one is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Addend {
    /// What it is worth; subtrahends are negative. `null` beyond nine decimals.
    pub value: Option<Exact>,
    /// 1-based page of its cell; `null` for a figure of the prose or of another document.
    pub page: Option<u32>,
    /// Box of its cell, as the cell has it.
    #[serde(rename = "box")]
    pub corners: Option<Corners>,
}

/// An obligation of the disclosure: a table, a section, a reason, a count that it owes its readers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Owed {
    /// The rule that it falls under, by its id in docs/contract/checks.md: R1 … R7.
    pub rule: String,
    /// Id of the obligation in the list that it comes from.
    pub id: String,
    /// What is owed, in English.
    pub obligation: String,
    /// What is owed, in Chinese.
    pub obligation_zh: String,
    /// The circular that asks for it.
    pub source: String,
    /// What became of it. Nothing that was not looked for is `found`.
    pub state: OwedState,
    /// Why, where that is not plain; never empty for `not_applicable` and `not_checked`.
    pub reason: String,
    /// 1-based page where it was found, or which shows that it is missing.
    pub page: Option<u32>,
}

impl Owed {
    /// Does the disclosure owe it?
    pub fn applies(&self) -> bool {
        self.state != OwedState::NotApplicable
    }
}

/// A figure that every such disclosure has, wherever and however this one prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedFigure {
    /// Which one: `expenditure_total`, `function.208` …; `…@budget` is what had been budgeted, in final accounts.
    pub figure: String,
    /// What its row prints; where it has none of its own, what such figures are called.
    pub label: String,
    /// In yuan, exact.
    pub amount_yuan: Exact,
    /// The table that it was taken from, or `narrative`.
    pub chosen_from: String,
    /// How it was had.
    pub rule: How,
    /// The worst verdict of the checks that it, or what it is the sum of, stands in; `null` where there are none.
    pub verdict: Option<Verdict>,
    /// Why it is doubtful; empty where nothing is.
    pub doubt: String,
    /// 1-based page; of a sum that of its first addend.
    pub page: u32,
}

/// What could not be read, or is worth knowing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable kebab-case name of the kind of finding.
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// Table id it belongs to.
    pub table: Option<String>,
    /// 1-based page.
    pub page: Option<u32>,
    /// Box on that page.
    #[serde(rename = "box")]
    pub corners: Option<Corners>,
    /// What and why, printed terms quoted.
    pub message: String,
    /// What to do next.
    pub help: String,
}
