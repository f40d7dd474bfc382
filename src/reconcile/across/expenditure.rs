//! X2: the expenditure side of the summary against the expenditure table.

use super::each_pair;
use crate::model::{Basis, Check, Classification, Row};
use crate::reconcile::book::{Book, F1, F2, F3, Set, Sheet};
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "X2";

const NATURE: [(&str, &str); 6] = [
    ("expenditure.basic", "basic"),
    ("expenditure.project", "project"),
    ("expenditure.reserve", "reserve"),
    ("expenditure.remitted_to_superior", "remitted_to_superior"),
    ("expenditure.subsidy_to_affiliates", "subsidy_to_affiliates"),
    ("expenditure.carryforward", "carryforward"),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    each_pair(book, RULE, F1, F3, |set, summary, table| {
        let mut checks = classes(summary, table);
        let carried = !book.is_final() && holds_carryover(set, table);
        checks.extend(totals(summary, table, carried));
        checks
    })
}

/// The columns of `row` that the table prints too, each with what `rows` of the table state together: the main figure,
/// basic (or personnel and public) and project.
fn shared(summary: &Sheet, row: &Row, table: &Sheet, rows: &[&Row]) -> Vec<(usize, Sum)> {
    let mut pairs = Vec::new();
    if let Some(main) = summary.main_column(row) {
        pairs.push((main, Sum::of(rows.iter().map(|r| table.main(r)))));
    }
    for id in ["basic", "basic_personnel", "basic_public", "project"] {
        if let Some(column) = summary.place(row, id, Basis::Current)
            && !table.bases_of_whole(id).is_empty()
        {
            let figures = rows.iter().flat_map(|r| table.whole_figures(r, id));
            pairs.push((column, Sum::of(figures)));
        }
    }
    pairs
}

fn equal(summary: &Sheet, row: &Row, column: usize, table: &Sheet, sum: &Sum) -> Option<Check> {
    let words = "the expenditure table has another figure";
    Some(summary.cell(row, column).equals(RULE, sum, words)?.against(&table.table.id))
}

fn classes(summary: &Sheet, table: &Sheet) -> Vec<Check> {
    if !table.has(Classification::Function) && !table.names_classes() {
        return vec![
            on_table(RULE, summary.table)
                .against(&table.table.id)
                .not_applicable(NotApplicable::NoCodes),
        ];
    }
    let mut checks = Vec::new();
    for row in &summary.table.rows {
        let Some(class) = row.item().strip_prefix("function.") else { continue };
        for (column, sum) in
            shared(summary, row, table, &table.rows_of(Classification::Function, class))
        {
            checks.extend(equal(summary, row, column, table, &sum));
        }
    }
    checks
}

/// Does the table's total hold what is carried forward, as that of 支出总计 does? So it does where it lists that, or lists
/// by source all that the income table holds, with what was carried over.
fn holds_carryover(set: &Set, table: &Sheet) -> bool {
    let whole = |sheet: &Sheet| sheet.whole(|r| sheet.main(r)).value();
    table.column("carryforward", Basis::Current).is_some()
        || table.is_carried()
            && set
                .get(F2)
                .is_some_and(|income| whole(income).is_some_and(|v| Some(v) == whole(table)))
}

fn totals(summary: &Sheet, table: &Sheet, carried: bool) -> Vec<Check> {
    let whole = table.whole_rows();
    if whole.is_empty() {
        return vec![
            on_table(RULE, summary.table)
                .against(&table.table.id)
                .not_applicable(NotApplicable::NoSuchRow),
        ];
    }
    let stated = |row: &&Row| !summary.main(row).is_blank();
    let year = summary.item("expenditure.current_total").filter(stated);
    let grand = summary.item("expenditure.total");
    let row = if carried { grand.or(year) } else { year.or(grand) };
    let mut checks = Vec::new();
    if let Some(row) = row {
        for (column, sum) in shared(summary, row, table, &whole) {
            checks.extend(equal(summary, row, column, table, &sum));
        }
    }
    for (item, id) in NATURE {
        let Some((row, column)) =
            summary.item(item).and_then(|r| Some((r, summary.main_column(r)?)))
        else {
            continue;
        };
        if table.column(id, Basis::Current).is_some() && !summary.at(row, column).is_blank() {
            checks.extend(equal(
                summary,
                row,
                column,
                table,
                &Sum::of(whole.iter().map(|r| table.figure(r, id))),
            ));
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{brief, budget, named, odd, row, run, table};

    #[test]
    fn classes_are_found_by_name_where_no_codes_are_printed() {
        let made = |class: &str| {
            let summary = vec![row("function.204", "4.00"), row("expenditure.total", "4.00")];
            let rows = vec![
                row("total", "4.00"),
                named(1, "204 公共安全支出", class),
                named(2, "公安", "4.00"),
            ];
            brief(&run(
                check,
                &budget(vec![
                    table("income_expenditure_summary", "amount", summary),
                    table("expenditure_summary", "total", rows),
                ]),
            ))
        };
        assert_eq!(made("4.00"), ["function.204 amount exact", "expenditure.total amount exact"]);
        assert_eq!(made("3.00")[0], "function.204 amount mismatch");
    }

    #[test]
    fn a_class_that_the_table_does_not_print_is_told_as_that() {
        let summary = vec![row("function.201", "4.00"), row("function.204", "1.00")];
        let rows = vec![row("total", "5.00"), row("208", "4.00"), row("204", "2.00")];
        let checks = run(
            check,
            &budget(vec![
                table("income_expenditure_summary", "amount", summary),
                table("expenditure_summary", "total", rows),
            ]),
        );
        let reasons: Vec<_> = checks.iter().map(|c| c.reason.as_str()).collect();
        assert_eq!(
            reasons[..2],
            ["the other table prints no figure for it", "the expenditure table has another figure"]
        );
    }

    #[test]
    fn a_table_by_source_with_what_was_carried_over_is_the_grand_total() {
        let of = |columns: &str, cells: &str, income: &str| {
            let summary = vec![
                row("income.total", "9.00"),
                row("expenditure.current_total", "7.00"),
                row("expenditure.carryforward", "2.00"),
                row("expenditure.total", "9.00"),
            ];
            odd(&run(
                check,
                &budget(vec![
                    table("income_expenditure_summary", "amount", summary),
                    table("income_summary", columns, vec![row("total", income)]),
                    table("expenditure_summary", columns, vec![row("total", cells)]),
                ]),
            ))
        };
        let columns = "total general_public_budget other:部门预算/上年实户资金余额";
        assert_eq!(of(columns, "9.00 7.00 2.00", "9.00 7.00 2.00"), [""; 0]);
        let wrong = ["expenditure.current_total amount mismatch"];
        assert_eq!(of(columns, "9.50 7.00 2.50", "9.00 7.00 2.00"), wrong);
        let columns = "total general_public_budget institutional_income";
        assert_eq!(of(columns, "9.00 7.00 2.00", "9.00 7.00 2.00"), wrong);
    }
}
