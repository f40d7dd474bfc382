//! The tabular files: which columns each has, and its rows of one document. One list for every tabular format.

use super::wire::{Cell, Corners, Document, Exact, Funds, Row, Table};
use crate::model::Verdict;
use std::borrow::Cow;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; empty where there is none.
    Text,
    /// A whole number, 0 or more.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A coordinate in PDF points, two decimals.
    Points,
}

/// A column of a tabular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// One value of a row, of its column's kind or empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing: unknown, or not applicable.
    Empty,
    /// Text that is not empty.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(u64),
    /// An exact decimal.
    Decimal(Exact),
    /// A coordinate.
    Points(f64),
}

/// The rows of one document in one sheet.
pub type Rows<'a> = Box<dyn Iterator<Item = Vec<Value<'a>>> + 'a>;

/// A tabular file: `facts` is facts.csv, facts.parquet …
pub struct Sheet {
    /// Name without the ending.
    pub name: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
    /// The rows of a document, in document order.
    pub rows: fn(&Document) -> Rows<'_>,
}

/// Columns from `name: Kind` pairs.
macro_rules! columns {
    ($($name:ident: $kind:ident),* $(,)?) => { &[$(Column { name: stringify!($name), kind: Kind::$kind }),*] };
}

/// Every tabular file.
pub static SHEETS: [Sheet; 5] = [
    Sheet {
        name: "documents",
        columns: columns![
            source_file: Text, sha256: Text, status: Text, kind: Text, scope: Text, unit_name: Text, fiscal_year: Integer, pages: Integer,
            tables: Integer, facts: Integer, checks_exact: Integer, checks_rounding: Integer, checks_mismatch: Integer,
            checks_not_checked: Integer, error: Text,
        ],
        rows: documents,
    },
    Sheet {
        name: "facts",
        columns: columns![
            source_file: Text, unit_name: Text, fiscal_year: Integer, kind: Text, scope: Text, table: Text, side: Text, row: Integer,
            code: Text, classification: Text, also: Text, item: Text, name: Text, row_unit: Text, level: Integer, column: Text, basis: Text,
            amount_yuan: Decimal, stated: Text, stated_unit: Text, page: Integer, x0: Points, y0: Points, x1: Points, y1: Points,
        ],
        rows: facts,
    },
    Sheet {
        name: "checks",
        columns: columns![
            source_file: Text, rule: Text, table: Text, side: Text, row: Integer, row_unit: Text, code: Text, item: Text, column: Text,
            basis: Text, against: Text, lhs: Decimal, rhs: Decimal, residual: Decimal, terms: Integer, bound: Decimal, verdict: Text,
            reason: Text,
        ],
        rows: checks,
    },
    Sheet {
        name: "narrative",
        columns: columns![
            source_file: Text, unit_name: Text, fiscal_year: Integer, key: Text, code: Text, name: Text, amount_yuan: Decimal,
            value: Decimal, value_unit: Text, stated: Text, sentence: Text, page: Integer,
        ],
        rows: narrative,
    },
    Sheet {
        name: "performance",
        columns: columns![
            source_file: Text, unit_name: Text, fiscal_year: Integer, project_no: Integer, project: Text, managing_department: Text,
            implementing_unit: Text, funds_total_yuan: Decimal, funds_fiscal_yuan: Decimal, funds_other_yuan: Decimal, annual_goal: Text,
            indicator_no: Integer, level1: Text, level2: Text, level3: Text, value: Text, operator: Text, target: Text, target_unit: Text,
            page: Integer,
        ],
        rows: performance,
    },
];

fn documents(document: &Document) -> Rows<'_> {
    let verdicts = |verdict| int(document.checks.iter().filter(|c| c.verdict == verdict).count() as u64);
    let identity = &document.identity;
    Box::new(std::iter::once(vec![
        text(&document.source.file),
        maybe_text(document.source.sha256.as_deref()),
        text(document.status.as_str()),
        maybe_text(identity.kind.map(|k| k.as_str())),
        maybe_text(identity.scope.map(|s| s.as_str())),
        maybe_text(identity.unit_name.as_deref()),
        maybe_int(identity.fiscal_year),
        maybe_int(document.source.pages),
        int(document.tables.len() as u64),
        int(document.facts() as u64),
        verdicts(Verdict::Exact),
        verdicts(Verdict::Rounding),
        verdicts(Verdict::Mismatch),
        verdicts(Verdict::NotChecked),
        maybe_text(document.error.as_deref()),
    ]))
}

fn facts(document: &Document) -> Rows<'_> {
    let cells = document.tables.iter().flat_map(|t| t.rows.iter().flat_map(move |r| r.cells.iter().map(move |c| (t, r, c))));
    Box::new(cells.filter_map(|(table, row, cell)| fact(document, table, row, cell)))
}

/// The fact of a cell, if the cell is an amount.
fn fact<'a>(document: &'a Document, table: &'a Table, row: &'a Row, cell: &'a Cell) -> Option<Vec<Value<'a>>> {
    let amount = cell.amount_yuan?;
    let identity = &document.identity;
    let also: Vec<_> = row.also.iter().map(|c| format!("{}:{}", c.classification.as_str(), c.code)).collect();
    let Corners(corners) = cell.corners;
    let mut values = vec![
        text(&document.source.file),
        maybe_text(identity.unit_name.as_deref()),
        maybe_int(identity.fiscal_year),
        maybe_text(identity.kind.map(|k| k.as_str())),
        maybe_text(identity.scope.map(|s| s.as_str())),
        text(&table.id),
        text(row.side.as_str()),
        int(row.row),
        text(&row.code),
        maybe_text(row.classification.map(|c| c.as_str())),
        text(also.join(" ")),
        text(&row.item),
        text(&row.name),
        text(&row.row_unit),
        maybe_int(row.level),
        text(&cell.column),
        text(cell.basis.as_str()),
        Value::Decimal(amount),
        maybe_text(cell.stated.as_deref()),
        maybe_text(cell.stated_unit.as_deref()),
        int(cell.page),
    ];
    values.extend(corners.map(Value::Points));
    Some(values)
}

fn checks(document: &Document) -> Rows<'_> {
    Box::new(document.checks.iter().map(|check| {
        vec![
            text(&document.source.file),
            text(&check.rule),
            text(&check.table),
            text(&check.side),
            maybe_int(check.row),
            text(&check.row_unit),
            text(&check.code),
            text(&check.item),
            text(&check.column),
            text(&check.basis),
            text(check.against.join(" ")),
            maybe_decimal(check.lhs),
            maybe_decimal(check.rhs),
            maybe_decimal(check.residual),
            maybe_int(check.terms),
            maybe_decimal(check.bound),
            text(check.verdict.as_str()),
            text(&check.reason),
        ]
    }))
}

fn narrative(document: &Document) -> Rows<'_> {
    Box::new(document.narrative.iter().map(|mention| {
        vec![
            text(&document.source.file),
            maybe_text(document.identity.unit_name.as_deref()),
            maybe_int(document.identity.fiscal_year),
            text(&mention.key),
            text(&mention.code),
            text(&mention.name),
            maybe_decimal(mention.amount_yuan),
            maybe_decimal(mention.value),
            text(&mention.value_unit),
            text(&mention.stated),
            text(&mention.sentence),
            int(mention.page),
        ]
    }))
}

fn performance(document: &Document) -> Rows<'_> {
    let indicators = document.performance.iter().flat_map(|p| p.indicators.iter().map(move |i| (p, i)));
    let yuan = |funds: &Option<Funds>| maybe_decimal(funds.as_ref().map(|f| f.amount_yuan));
    Box::new(indicators.map(move |(project, indicator)| {
        let target = indicator.target.as_ref();
        vec![
            text(&document.source.file),
            maybe_text(document.identity.unit_name.as_deref()),
            maybe_int(document.identity.fiscal_year),
            int(project.project_no),
            text(&project.project),
            text(&project.managing_department),
            text(&project.implementing_unit),
            yuan(&project.funds_total),
            yuan(&project.funds_fiscal),
            yuan(&project.funds_other),
            text(&project.annual_goal),
            int(indicator.indicator_no),
            text(&indicator.level1),
            text(&indicator.level2),
            text(&indicator.level3),
            text(&indicator.value),
            maybe_text(target.map(|t| t.operator.as_str())),
            maybe_text(target.map(|t| t.value.as_str())),
            maybe_text(target.map(|t| t.unit.as_str())),
            int(indicator.page),
        ]
    }))
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    let text = text.into();
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

fn maybe_text(value: Option<&str>) -> Value<'_> {
    value.map_or(Value::Empty, text)
}

fn int<'a>(number: impl Into<u64>) -> Value<'a> {
    Value::Integer(number.into())
}

fn maybe_int<'a>(number: Option<impl Into<u64>>) -> Value<'a> {
    number.map_or(Value::Empty, int)
}

fn maybe_decimal<'a>(figure: Option<Exact>) -> Value<'a> {
    figure.map_or(Value::Empty, Value::Decimal)
}
