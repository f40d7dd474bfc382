//! X2: the expenditure side of the summary against the expenditure table, and that table against the tables by source
//! (基本支出总表, 项目支出总表), which each split some of its columns.

use super::{each_pair, pair};
use crate::catalog::rules::words;
use crate::model::{Basis, Check, Classification, Row};
use crate::reconcile::book::{Book, F1, F2, F3, Set, Sheet};
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::Sum;
use hashbrown::HashMap;

pub(in crate::reconcile) const RULE: &str = "X2";

const NATURE: [(&str, &str); 6] = [
    ("expenditure.basic", "basic"),
    ("expenditure.project", "project"),
    ("expenditure.reserve", "reserve"),
    ("expenditure.remitted_to_superior", "remitted_to_superior"),
    ("expenditure.subsidy_to_affiliates", "subsidy_to_affiliates"),
    ("expenditure.carryforward", "carryforward"),
];

/// The tables by source, and the columns of the expenditure table that each splits: the first that it prints.
const BY_SOURCE: [(&str, [&[&str]; 2]); 2] = [
    ("basic_expenditure_sources", [&["basic"], &["basic_personnel", "basic_public"]]),
    ("project_expenditure_sources", [&["project"], &[]]),
];
/// What a table of 项目支出及其他支出 splits besides.
const OTHERS: [&str; 3] = ["operating", "remitted_to_superior", "subsidy_to_affiliates"];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = each_pair(book, RULE, F1, F3, |set, summary, table| {
        let mut checks = classes(summary, table);
        let carried = !book.is_final() && holds_carryover(set, table);
        checks.extend(totals(summary, table, carried));
        checks
    });
    for set in &book.sets {
        for (id, columns) in BY_SOURCE {
            if let Ok((split, table)) = pair(RULE, set, id, F3) {
                checks.extend(by_source(split, table, columns));
            }
        }
    }
    checks
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

/// A table by source: its total, and what it states of each unit that the expenditure table names.
fn by_source(split: &Sheet, table: &Sheet, columns: [&[&str]; 2]) -> Vec<Check> {
    let none =
        |reason| vec![on_table(RULE, split.table).against(&table.table.id).not_applicable(reason)];
    let printed = |ids: &[&str]| ids.iter().any(|id| !table.bases_of_whole(id).is_empty());
    let Some(ids) = columns.into_iter().find(|ids| printed(ids)) else {
        return none(NotApplicable::NoSuchColumn);
    };
    let others = split.table.title.contains(words().others);
    let ids = ids.iter().chain(OTHERS.iter().filter(|_| others));
    let total = table.total();
    let units = table.tree.units.iter().map(|(row, _)| &table.table.rows[*row]);
    let units = units.filter(|unit| total.is_none_or(|total| !std::ptr::eq(*unit, total)));
    let mut first: HashMap<&str, &Row> = HashMap::new();
    for row in split.table.rows.iter().filter(|r| r.code.is_none() && !r.name.is_empty()) {
        first.entry(&row.name).or_insert(row);
    }
    let of_name = |row: &Row| first.get(row.name.as_str()).copied();
    let mut pairs: Vec<(&Row, Vec<&Row>)> =
        total.into_iter().chain(units).filter_map(|row| Some((of_name(row)?, vec![row]))).collect();
    // A table without a total opens with its first unit.
    let is_unit = |total: &Row| pairs.iter().any(|(row, _)| std::ptr::eq(*row, total));
    if let Some(total) = split.total().filter(|total| !is_unit(total)) {
        pairs.push((total, table.whole_rows()));
    }
    pairs.retain(|(_, rows)| !rows.is_empty());
    if pairs.is_empty() {
        return none(NotApplicable::NoSuchRow);
    }
    let check = |(row, rows): (&Row, Vec<&Row>)| {
        let figures =
            ids.clone().flat_map(|id| rows.iter().flat_map(|r| table.whole_figures(r, id)));
        let words = "the expenditure table has another figure";
        let check =
            split.cell(row, split.main_column(row)?).equals(RULE, &Sum::of(figures), words)?;
        Some(check.against(&table.table.id))
    };
    pairs.into_iter().filter_map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{LedgerTable, Row};
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

    #[test]
    fn tables_by_source_split_the_columns_of_the_expenditure_table() {
        let of = |columns: &str, cells: &str, title: &str, project: &str| {
            let split = table("project_expenditure_sources", "total", vec![row("total", project)]);
            let basic = table("basic_expenditure_sources", "total", vec![row("total", "4.00")]);
            brief(&run(
                check,
                &budget(vec![
                    table("expenditure_summary", columns, vec![row("total", cells)]),
                    basic,
                    LedgerTable { title: title.into(), ..split },
                ]),
            ))[1..]
                .to_vec()
        };
        let columns = "total basic project operating";
        let title = "项目支出总表";
        let exact = "total total exact";
        assert_eq!(of(columns, "9.00 4.00 3.00 2.00", title, "3.00"), [exact, exact]);
        assert_eq!(of(columns, "9.00 4.00 3.00 2.00", title, "5.00")[1], "total total mismatch");
        let title = "部门预算项目支出及其他支出预算表";
        assert_eq!(of(columns, "9.00 4.00 3.00 2.00", title, "5.00"), [exact, exact]);
        // One without 基本支出 prints its parts, one by source neither them nor 项目支出.
        let columns = "total basic_personnel basic_public project";
        assert_eq!(of(columns, "7.00 3.00 1.00 3.00", title, "3.00"), [exact, exact]);
        let columns = "total general_public_budget";
        let none = "  not_applicable";
        assert_eq!(of(columns, "7.00 7.00", title, "3.00"), [none, none]);
    }

    #[test]
    fn tables_by_source_without_a_total_state_each_unit() {
        let of = |second: &str| {
            let unit = |name: &str, cells: &str| Row {
                row_unit: name.into(),
                name: name.into(),
                ..row("unit", cells)
            };
            let all = vec![unit("甲", "5.00 3.00"), unit("乙", "4.00 1.00")];
            let split = vec![
                named(1, "甲", "3.00"),
                named(2, "信息化", "3.00"),
                named(1, "乙", second),
                named(2, "修缮", second),
            ];
            let tables = vec![
                table("expenditure_summary", "total project", all),
                table("project_expenditure_sources", "total", split),
            ];
            brief(&run(check, &budget(tables)))[1..].to_vec()
        };
        let exact = " total exact";
        assert_eq!(of("1.00"), [exact, exact]);
        assert_eq!(of("2.00"), [exact, " total mismatch"]);
        let one = |name: &str| {
            let unit =
                Row { row_unit: "甲".into(), name: "甲".into(), ..row("unit", "5.00 3.00") };
            let tables = vec![
                table("expenditure_summary", "total project", vec![unit]),
                table(
                    "project_expenditure_sources",
                    "total",
                    vec![named(1, name, "3.00"), named(2, "信息化", "9.00")],
                ),
            ];
            brief(&run(check, &budget(tables)))[1..].to_vec()
        };
        assert_eq!(one("甲"), [exact]);
    }
}
