//! The rows of one document in each tabular file, as typed values: one list for every tabular format. Their columns are
//! those of [`SHEETS`](super::SHEETS), in that order.

use super::standing::{Cells, Verdicts};
use super::value::{Rows, Value, int, maybe_decimal, maybe_int, maybe_text, text};
use super::wire::{Addend, Cell, Check, Corners, Document, Finding, Funds, Points, Row, Table};
use crate::model::{OwedState, Verdict};

pub(super) fn documents(document: &Document) -> Rows<'_> {
    let verdicts =
        |verdict| int(document.checks.iter().filter(|c| c.verdict == verdict).count() as u64);
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
        maybe_text(identity.unit_id.as_deref()),
        maybe_text(identity.division_code.as_deref()),
        int(document.narrative.len() as u64),
        int(document.performance.iter().map(|p| p.indicators.len() as u64).sum::<u64>()),
        int(document.findings.len() as u64),
        int(document.owed.iter().filter(|owed| owed.applies()).count() as u64),
        int(document.owed.iter().filter(|owed| owed.state == OwedState::Found).count() as u64),
    ]))
}

pub(super) fn facts(document: &Document) -> Rows<'_> {
    let verdicts = Verdicts::of(document);
    let cells = document
        .tables
        .iter()
        .flat_map(|t| t.rows.iter().flat_map(move |r| r.cells.iter().map(move |c| (t, r, c))));
    Box::new(cells.filter_map(move |(table, row, cell)| {
        let mut values = fact(document, table, row, cell)?;
        values.extend([
            maybe_text(document.identity.unit_id.as_deref()),
            text(&row.unit_code),
            text(if row.leaf { "true" } else { "" }),
            maybe_text(verdicts.at(cell.page, cell.corners).map(Verdict::as_str)),
            maybe_text(cell.doubt.as_deref()),
        ]);
        Some(values)
    }))
}

/// Values of a fact.
const FACT: usize = 30;

/// The fact of a cell, if the cell is an amount.
fn fact<'a>(
    document: &'a Document,
    table: &'a Table,
    row: &'a Row,
    cell: &'a Cell,
) -> Option<Vec<Value<'a>>> {
    let amount = cell.amount_yuan?;
    let identity = &document.identity;
    let also: Vec<_> =
        row.also.iter().map(|c| format!("{}:{}", c.classification.as_str(), c.code)).collect();
    let Corners(corners) = cell.corners;
    let mut values = Vec::with_capacity(FACT);
    values.extend([
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
    ]);
    values.extend(corners.map(Value::Points));
    Some(values)
}

pub(super) fn checks(document: &Document) -> Rows<'_> {
    let numbered = document.checks.iter().zip(1..);
    Box::new(numbered.map(|(check, number)| check_row(&document.source.file, number, check)))
}

/// The row of a check in checks.csv; `file` is the document whose figure is stated, `number` that of the check in it.
fn check_row<'a>(file: &'a str, number: u64, check: &'a Check) -> Vec<Value<'a>> {
    vec![
        text(file),
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
        int(number),
    ]
}

pub(super) fn check_terms(document: &Document) -> Rows<'_> {
    let cells = Cells::of(document);
    let numbered = document.checks.iter().zip(1..);
    Box::new(
        numbered.flat_map(move |(check, number)| {
            terms(&document.source.file, number, check, Some(&cells))
        }),
    )
}

/// The rows of a check of `file` in check_terms.csv: none where it states no figure. The cells of its addends are looked
/// up in `cells`, those of the document; what stands in another one has none.
fn terms<'a>(
    file: &'a str,
    number: u64,
    check: &'a Check,
    cells: Option<&Cells<'a>>,
) -> Vec<Vec<Value<'a>>> {
    if check.lhs.is_none() {
        return Vec::new();
    }
    let mut rows = vec![stated_term(file, number, check)];
    let addends = check.addends.iter().zip(1..);
    rows.extend(addends.map(|(addend, position)| term(file, number, position, addend, cells)));
    rows
}

/// The rows of check number `number` of `file` against other documents, by the sheet that they belong to.
pub fn between_rows<'a>(
    file: &'a str,
    number: u64,
    check: &'a Check,
) -> [(&'static str, Vec<Vec<Value<'a>>>); 2] {
    let row = check_row(file, number, check);
    [("checks", vec![row]), ("check_terms", terms(file, number, check, None))]
}

/// The figure that a check states, as its first term.
fn stated_term<'a>(file: &'a str, number: u64, check: &'a Check) -> Vec<Value<'a>> {
    vec![
        text(file),
        int(number),
        int(0u64),
        text(&check.table),
        text(&check.side),
        maybe_int(check.row),
        text(&check.column),
        text(&check.basis),
        text("+"),
        maybe_int(check.page),
    ]
}

/// An addend of a check: the cell that it stands in, if it has one.
fn term<'a>(
    file: &'a str,
    number: u64,
    position: u64,
    addend: &'a Addend,
    cells: Option<&Cells<'a>>,
) -> Vec<Value<'a>> {
    let place = cells.zip(addend.page.zip(addend.corners));
    let cell = place.and_then(|(cells, (page, corners))| cells.at(page, corners));
    let turned = match (cell.and_then(|(_, _, cell)| cell.amount_yuan), addend.value) {
        (Some(printed), Some(value)) => printed != value,
        (None, Some(value)) => value.value().is_sign_negative(),
        (_, None) => false,
    };
    vec![
        text(file),
        int(number),
        int(position),
        maybe_text(cell.map(|(table, ..)| table.id.as_str())),
        maybe_text(cell.map(|(_, row, _)| row.side.as_str())),
        maybe_int(cell.map(|(_, row, _)| row.row)),
        maybe_text(cell.map(|(_, _, cell)| cell.column.as_str())),
        maybe_text(cell.map(|(_, _, cell)| cell.basis.as_str())),
        text(if turned { "-" } else { "+" }),
        maybe_int(addend.page),
    ]
}

pub(super) fn findings(document: &Document) -> Rows<'_> {
    Box::new(document.findings.iter().map(|finding| {
        let Finding { code, severity, table, page, corners, message, help } = finding;
        let mut values = vec![
            text(&document.source.file),
            maybe_text(document.identity.unit_name.as_deref()),
            maybe_int(document.identity.fiscal_year),
            text(code),
            text(severity.as_str()),
            maybe_text(table.as_deref()),
            maybe_int(*page),
        ];
        let corner = |at: usize| corners.map_or(Value::Empty, |box_| Value::Points(box_.0[at]));
        values.extend([0, 1, 2, 3].map(corner));
        values.extend([text(message), text(help)]);
        values
    }))
}

pub(super) fn figures(document: &Document) -> Rows<'_> {
    let identity = &document.identity;
    Box::new(document.figures.iter().map(|figure| {
        vec![
            text(&document.source.file),
            maybe_text(identity.unit_id.as_deref()),
            maybe_text(identity.unit_name.as_deref()),
            maybe_int(identity.fiscal_year),
            maybe_text(identity.kind.map(|k| k.as_str())),
            maybe_text(identity.scope.map(|s| s.as_str())),
            maybe_text(identity.division_code.as_deref()),
            text(&figure.figure),
            text(&figure.label),
            Value::Decimal(figure.amount_yuan),
            text(&figure.chosen_from),
            text(figure.rule.as_str()),
            maybe_text(figure.verdict.map(Verdict::as_str)),
            text(&figure.doubt),
            int(figure.page),
        ]
    }))
}

pub(super) fn narrative(document: &Document) -> Rows<'_> {
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
            text(&mention.table_code),
            text(&mention.scope),
        ]
    }))
}

pub(super) fn performance(document: &Document) -> Rows<'_> {
    let indicators =
        document.performance.iter().flat_map(|p| p.indicators.iter().map(move |i| (p, i)));
    let yuan = |funds: &Option<Funds>| maybe_decimal(funds.as_ref().map(|f| f.amount_yuan));
    Box::new(indicators.map(move |(project, indicator)| {
        let target = indicator.target.as_ref();
        let all = project.spending.iter().find(|line| line.source == "total");
        let points = |points: Option<&Points>| maybe_decimal(points.and_then(|p| p.value));
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
            text(&project.form),
            text(&indicator.actual),
            points(indicator.weight.as_ref()),
            points(indicator.score.as_ref()),
            text(&indicator.reason),
            yuan(&project.funds_carryover),
            maybe_decimal(all.and_then(|line| line.adjusted.as_ref()).map(|f| f.amount_yuan)),
            maybe_decimal(all.and_then(|line| line.spent.as_ref()).map(|f| f.amount_yuan)),
            points(all.and_then(|line| line.rate.as_ref())),
        ]
    }))
}
