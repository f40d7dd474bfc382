//! Pass: rates without a sign. 比上年增长 over 5.26 may be an amount or a rate: where the figures beside it prove a rate, it is
//! no money.

use crate::model::{Amount, Basis, Cell, Column, Content, LedgerTable, Row};
use rust_decimal::Decimal;

/// Fewer rows than this prove nothing.
const ENOUGH: usize = 2;

/// Takes the figures of a column for what they are, rates, if each is 100 · (this year − last year) / last year of the same
/// two columns, and none their difference. Only a column of changes, or one whose head is not known, may be such.
pub(super) fn proven(table: &mut LedgerTable) {
    let may_be = |column: &Column| column.basis == Basis::Change || column.id.is_other();
    let rates: Vec<usize> = (0..table.columns.len())
        .filter(|&at| may_be(&table.columns[at]) && is_rate(&table.rows, at, table.columns.len()))
        .collect();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if rates.contains(&cell.column) && cell.amount().is_some() {
            cell.content = Content::Other;
        }
    }
}

fn is_rate(rows: &[Row], at: usize, columns: usize) -> bool {
    let others = || (0..columns).filter(|&other| other != at);
    let mut pairs = others().flat_map(|last| others().map(move |this| (last, this)));
    pairs.any(|(last, this)| last != this && follows(rows, at, last, this))
}

/// Are the figures of the column `at`, as far as there are any, the rates of change from `last` to `this`?
fn follows(rows: &[Row], at: usize, last: usize, this: usize) -> bool {
    let mut proven = 0;
    for row in rows {
        let of = |column: usize| row.cells.iter().find(|cell| cell.column == column);
        let (Some(rate), Some(last), Some(this)) = (
            of(at).and_then(Cell::amount),
            of(last).and_then(Cell::amount),
            of(this).and_then(Cell::amount),
        ) else {
            continue;
        };
        let Some(exact) = change(last, this) else { continue };
        if (exact - rate.printed).abs() > Decimal::new(1, rate.printed.scale()) {
            return false;
        }
        // A difference of 0 is a rate of 0.
        proven +=
            usize::from(!rate.printed.is_zero() && this.printed - last.printed != rate.printed);
    }
    proven >= ENOUGH
}

/// The rate in per cent; `None` of nothing.
fn change(last: &Amount, this: &Amount) -> Option<Decimal> {
    let difference = this.printed.checked_sub(last.printed)?.checked_mul(Decimal::ONE_HUNDRED)?;
    difference.checked_div(last.printed)
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn rates_that_the_years_beside_them_prove_are_no_money() {
        let read = |change: [&str; 3]| {
            let [a, b, c] = change;
            let art = format!(
                "科目编码 | 科目名称 | 2025年预算数 | 2026年预算数 | 比上年增减\n \
                 208 | 甲 | 40.00 | 50.00 | {a}\n 210 | 乙 | 80.00 | 60.00 | {b}\n 211 | 丙 | 9.00 | 9.00 | {c}"
            );
            rows("expenditure_summary", &[&art])
        };
        let rates = ["1 208 甲 40.00 50.00 x", "2 210 乙 80.00 60.00 x", "3 211 丙 9.00 9.00 x"];
        assert_eq!(read(["25.00", "-25.00", "0.00"]), rates);
        assert_eq!(read(["10.00", "-20.00", "0.00"])[0], "1 208 甲 40.00 50.00 10.00");
        // One row alone may be so by chance.
        assert_eq!(read(["25.00", "", ""])[0], "1 208 甲 40.00 50.00 25.00");
    }
}
