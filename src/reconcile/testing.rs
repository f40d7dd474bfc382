//! Small ledgers for the tests of the equations: amounts in 万元, a blank where the text is empty.

use super::book::Book;
use crate::catalog::subjects::Subjects;
use crate::model::*;

/// The checks that `family` makes of `ledger`.
pub(crate) fn run(family: fn(&Book) -> Vec<Check>, ledger: &Ledger) -> Vec<Check> {
    family(&Book::new(ledger, Subjects::embedded()))
}

/// A budget of 2026 with these tables.
pub(crate) fn budget(tables: Vec<LedgerTable>) -> Ledger {
    let identity = Identity {
        fiscal_year: Some(2026),
        kind: Some(Kind::Budget),
        scope: Some(Scope::Unit),
        ..Identity::default()
    };
    Ledger { identity, tables, ..Ledger::default() }
}

/// A table whose columns are `id` or `id=label`, of the ordinary basis, or `id@basis`.
pub(crate) fn table(id: &str, columns: &str, rows: Vec<Row>) -> LedgerTable {
    let column = |text: &str| {
        let (id, label) = text.split_once('=').unwrap_or((text, ""));
        let (id, basis) = id.split_once('@').unwrap_or((id, "current"));
        let basis = Basis::ALL.into_iter().find(|b| b.as_str() == basis).expect("a basis");
        Column { id: id.into(), basis, label: label.into() }
    };
    let columns = columns.split(' ').map(column).collect();
    let mut table =
        LedgerTable { id: id.into(), unit: Some(wan()), columns, rows, ..LedgerTable::default() };
    let mut numbers = hashbrown::HashMap::new();
    for row in &mut table.rows {
        let number: &mut u32 = numbers.entry(row.side).or_default();
        *number += 1;
        row.number = *number;
    }
    table
}

/// The unit of all amounts here.
pub(crate) fn wan() -> MoneyUnit {
    MoneyUnit { label: "万元".into(), yuan: 10_000.into() }
}

/// 1234.50 as an amount.
pub(crate) fn amount(text: &str) -> Amount {
    Amount::new(text, text.parse().expect("a number"), &wan()).expect("fits")
}

/// A row of a code (digits), of an item (with a dot), or of a name; its cells separated by spaces, `_` for a blank.
pub(crate) fn row(what: &str, cells: &str) -> Row {
    let digits = what.bytes().all(|b| b.is_ascii_digit());
    let item = what.contains('.') || what == "total" || what == "unit" || what.ends_with("_total");
    let classification =
        if what.starts_with('3') { Classification::Economic } else { Classification::Function };
    let side = match what.split('.').next() {
        Some("income") => Side::Income,
        Some("expenditure" | "function") => Side::Expenditure,
        _ => Side::None,
    };
    Row {
        side,
        code: digits.then(|| Code { classification, digits: what.into() }),
        item: item.then(|| what.into()),
        name: what.into(),
        label: what.into(),
        level: (what == "total").then_some(0),
        cells: cells.split(' ').enumerate().map(|(column, text)| cell(column, text)).collect(),
        ..Row::default()
    }
}

/// A row that names a subject of that level without a code; a class by its three digits too: `208 社会保障和就业支出`.
pub(crate) fn named(level: u8, what: &str, cells: &str) -> Row {
    let (class, name) = what.split_once(' ').unwrap_or(("", what));
    Row {
        side: Side::None,
        item: (!class.is_empty()).then(|| format!("function.{class}").as_str().into()),
        name: name.into(),
        level: Some(level),
        ..row(name, cells)
    }
}

fn cell(column: usize, text: &str) -> Cell {
    let content = match text {
        "_" => Content::Blank,
        "?" => Content::Unread("test".into()),
        text => Content::Amount(amount(text)),
    };
    Cell { column, content, stated: text.into(), page: 1, rect: Rect::default(), doubt: None }
}

/// Rule-free summary of checks: code or item, column, verdict.
pub(crate) fn brief(checks: &[Check]) -> Vec<String> {
    let place = |c: &Stated| if c.code().is_empty() { c.item() } else { c.code() }.to_owned();
    let brief =
        |c: &Check| format!("{} {} {}", place(&c.stated), c.stated.column(), c.verdict.as_str());
    checks.iter().map(brief).collect()
}

/// The same of those that are neither exact nor not applicable.
pub(crate) fn odd(checks: &[Check]) -> Vec<String> {
    let odd = |c: &&Check| !matches!(c.verdict, Verdict::Exact | Verdict::NotApplicable);
    brief(&checks.iter().filter(odd).cloned().collect::<Vec<Check>>())
}
