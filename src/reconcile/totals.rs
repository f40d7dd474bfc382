//! What one disclosure has and spends, as its own tables state it: the figures that a report adds up over many.
//!
//! 1. Income and expenditure are the totals of the income and the expenditure table, or where there is none those of the
//!    summary: in final accounts of the year alone, in budgets with what is carried over.
//! 2. A class (类) is worth what its rows state, or where none is printed the topmost rows below it.
//! 3. By functional class (支出功能分类) it is all expenditure; by economic class (部门预算支出经济分类) basic expenditure
//!    (基本支出) of the general public budget, the only split by economic class that every disclosure prints.
//!
//! A figure that is blank or could not be read is left out, not zero. A file of several disclosures has no totals: they
//! may hold each other.

use super::book::{Book, F1, F2, F3, F8, F9, Set, Sheet};
use super::tolerance::Sum;
use crate::catalog::subjects::Subjects;
use crate::model::{Basis, Classification, Ledger, Row, Side};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The totals of a disclosure, in yuan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Income (收入).
    pub income: Option<Decimal>,
    /// Expenditure (支出).
    pub expenditure: Option<Decimal>,
    /// Its part 基本支出.
    pub basic: Option<Decimal>,
    /// Its part 项目支出.
    pub project: Option<Decimal>,
    /// All expenditure by functional class: code of three digits and amount, ascending, none of them zero.
    pub functional: Vec<(String, Decimal)>,
    /// Basic expenditure of the general public budget by economic class, likewise.
    pub economic: Vec<(String, Decimal)>,
}

/// The totals of a document; `None` where it has no tables, or those of several disclosures.
pub fn totals(ledger: &Ledger) -> Option<Totals> {
    let book = Book::new(ledger, Subjects::embedded());
    let [set] = &book.sets[..] else { return None };
    let of_table = |id: &str| set.get(id).and_then(|sheet| stated(&sheet.whole(|r| sheet.main(r))));
    let item = |name: &str| set.item_figure(F1, name).value();
    let column =
        |id: &str| set.get(F3).and_then(|sheet| stated(&sheet.whole(|r| sheet.figure(r, id))));
    Some(Totals {
        income: of_table(F2)
            .or_else(|| item("income.current_total"))
            .or_else(|| item("income.total")),
        expenditure: of_table(F3)
            .or_else(|| item("expenditure.current_total"))
            .or_else(|| item("expenditure.total")),
        basic: column("basic").or_else(|| item("expenditure.basic")),
        project: column("project").or_else(|| item("expenditure.project")),
        functional: functional(set),
        economic: economic(set),
    })
}

fn functional(set: &Set) -> Vec<(String, Decimal)> {
    let table =
        set.get(F3).map(|sheet| classes(sheet, Classification::Function, |r| sheet.main(r)));
    if let Some(classes) = table.filter(|classes| !classes.is_empty()) {
        return classes;
    }
    let Some(summary) = set.get(F1) else { return Vec::new() };
    let rows = summary.side(Side::Expenditure);
    let class = |row: &Row| {
        Some((
            row.item().strip_prefix("function.")?.to_owned(),
            stated(&Sum::of([summary.main(row)]))?,
        ))
    };
    let mut classes: Vec<_> =
        rows.filter_map(class).filter(|(_, amount)| !amount.is_zero()).collect();
    classes.sort();
    classes
}

fn economic(set: &Set) -> Vec<(String, Decimal)> {
    match (set.get(F9), set.get(F8)) {
        (Some(sheet), _) => classes(sheet, Classification::Economic, |r| sheet.main(r)),
        (None, Some(sheet)) if sheet.column("basic", Basis::Current).is_some() => {
            classes(sheet, Classification::Economic, |r| sheet.figure(r, "basic"))
        }
        _ => Vec::new(),
    }
}

/// The classes whose codes, or codes below them, the table prints.
fn classes(
    sheet: &Sheet,
    list: Classification,
    figure: impl Fn(&Row) -> super::figure::Figure,
) -> Vec<(String, Decimal)> {
    let codes = sheet
        .table
        .rows
        .iter()
        .filter_map(|r| r.code.as_ref())
        .filter(|c| c.classification == list);
    let printed: BTreeSet<&str> = codes.filter_map(|c| c.digits.get(..3)).collect();
    let sum =
        |code: &str| stated(&sheet.sum_of(list, code, &figure)).filter(|amount| !amount.is_zero());
    printed.into_iter().filter_map(|code| Some((code.to_owned(), sum(code)?))).collect()
}

/// The value of a sum that has addends, all of them read.
fn stated(sum: &Sum) -> Option<Decimal> {
    sum.value().filter(|_| !sum.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::testing::{budget, row, table};

    fn yuan(classes: &[(String, Decimal)]) -> Vec<String> {
        classes.iter().map(|(code, amount)| format!("{code} {}", amount.normalize())).collect()
    }

    #[test]
    fn classes_are_their_rows_or_the_topmost_below_them() {
        let rows = vec![
            row("total", "6.00 5.00 1.00"),
            row("208", "4.00 3.00 1.00"),
            row("20805", "4.00 3.00 1.00"),
            row("2210201", "1.50 1.50 _"),
            row("2210202", "0.50 0.50 _"),
            row("229", "0.00 _ _"),
        ];
        let economic = vec![
            row("total", "5.00"),
            row("30101", "3.00"),
            row("30102", "1.00"),
            row("302", "1.00"),
        ];
        let tables = vec![table(F3, "total basic project", rows), table(F9, "total", economic)];
        let totals = totals(&budget(tables)).unwrap();
        assert_eq!(
            [totals.expenditure, totals.basic, totals.project]
                .map(|v| v.unwrap().normalize().to_string()),
            ["60000", "50000", "10000"]
        );
        assert_eq!(yuan(&totals.functional), ["208 40000", "221 20000"]);
        assert_eq!(yuan(&totals.economic), ["301 40000", "302 10000"]);
        assert_eq!(totals.income, None, "nothing states it");
    }

    #[test]
    fn the_summary_stands_in_and_what_is_unread_is_left_out() {
        let rows = vec![
            row("income.total", "9.00"),
            row("function.208", "5.00"),
            row("function.210", "?"),
            row("expenditure.total", "9.00"),
        ];
        let totals = totals(&budget(vec![table(F1, "amount", rows)])).unwrap();
        assert_eq!((totals.income, totals.expenditure), (Some(90_000.into()), Some(90_000.into())));
        assert_eq!(yuan(&totals.functional), ["208 50000"]);
    }

    #[test]
    fn without_tables_there_are_no_totals() {
        assert_eq!(totals(&budget(vec![])).unwrap_or_default(), Totals::default());
    }
}
