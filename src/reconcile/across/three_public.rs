//! X9: “三公” expenses against the basic expenditure items of the same name.

use super::pair;
use crate::catalog::subjects::Agreement;
use crate::model::{Basis, Check, Classification, Row};
use crate::reconcile::book::{Book, F8, F9, F10, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_table};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::{Relation, Sum};
use crate::reconcile::within::three_public::groups;

pub(in crate::reconcile) const RULE: &str = "X9";

const ITEMS: [(&str, &[&str]); 4] = [
    ("three_public.overseas_travel", &["30212"]),
    ("three_public.reception", &["30217"]),
    ("three_public.vehicle_operation", &["30231"]),
    ("three_public.vehicle_purchase", &["31013", "30913"]),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    // A row of another name has a misprinted code, which W6 tells: it is none of these items.
    let is_misprinted = |row: &Row| {
        row.code.as_ref().is_some_and(|code| {
            let year = book.ledger.identity.fiscal_year;
            let agreement =
                book.subjects.agreement(code.classification, &code.digits, &row.name, year);
            !row.name.is_empty() && matches!(agreement, Agreement::Other(_))
        })
    };
    for set in &book.sets {
        // Where basic expenditure has no table of its own, the wider table's column tells.
        let split = |s: &&Sheet| s.column("basic", Basis::Current).is_some();
        match (set.get(F10), set.get(F9), set.get(F8).filter(split)) {
            (Some(public), None, Some(all)) => {
                let figure = |r: &Row| match is_misprinted(r) {
                    true => Figure::Blank,
                    false => all.figure(r, "basic"),
                };
                checks.extend(check_tables(public, all, &figure))
            }
            _ => match pair(RULE, set, F10, F9) {
                Ok((public, basic)) => {
                    let figure = |r: &Row| match is_misprinted(r) {
                        true => Figure::Blank,
                        false => basic.main(r),
                    };
                    checks.extend(check_tables(public, basic, &figure))
                }
                Err(open) => checks.push(*open),
            },
        }
    }
    checks
}

fn check_tables(public: &Sheet, basic: &Sheet, figure: &dyn Fn(&Row) -> Figure) -> Vec<Check> {
    let none =
        |reason| vec![on_table(RULE, public.table).against(&basic.table.id).not_applicable(reason)];
    if !basic.has(Classification::Economic) {
        return none(NotApplicable::NoCodes);
    }
    // The first group is the whole table's, of all units.
    let Some(group) = groups(public).into_iter().next() else {
        return none(NotApplicable::NothingStated);
    };
    let items = ITEMS.iter().filter_map(|(item, codes)| {
        let mut sum = Sum::default();
        codes.iter().for_each(|code| sum.extend(&once(basic, code, figure)));
        check_item(public, &group, basic, item, &sum)
    });
    let checks: Vec<Check> = items.collect();
    if checks.is_empty() { none(NotApplicable::NothingStated) } else { checks }
}

/// What the table states of that code, each item once: where the first of its blocks states what all others do together, it
/// is the department that holds them.
fn once(basic: &Sheet, code: &str, figure: &dyn Fn(&Row) -> Figure) -> Sum {
    let rows = basic.tree.topmost(Classification::Economic, code);
    let head = rows.first().and_then(|&row| basic.tree.head[row]);
    let of = |first: bool| {
        let block = rows.iter().filter(move |&&row| (basic.tree.head[row] == head) == first);
        Sum::of(block.map(|&row| figure(&basic.table.rows[row])))
    };
    let (mut first, others) = (of(true), of(false));
    if others.is_empty() || first.value() != others.value() {
        first.extend(&others);
    }
    first
}

fn check_item(
    public: &Sheet,
    group: &[&Row],
    basic: &Sheet,
    item: &str,
    sum: &Sum,
) -> Option<Check> {
    let rows = || group.iter().copied().filter(|r| r.item() == item);
    let column = |row: &Row| {
        public.place(row, "general_public_budget", Basis::Current).or(public.main_column(row))
    };
    let stated = |row: &&Row| column(row).is_some_and(|c| !public.at(row, c).is_blank());
    let row = rows().find(stated)?;
    let column = column(row)?;
    let words = "less than the basic expenditure of the same name";
    let check = public.cell(row, column).relates(RULE, Relation::AtLeast, sum, words)?;
    Some(check.against(&basic.table.id))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Row;
    use crate::reconcile::testing::{budget, odd, row, run, table};

    #[test]
    fn an_item_of_department_and_units_counts_once() {
        let of = |stated: &str, named: &str| {
            let unit = |name: &str| Row { row_unit: name.into(), ..row("unit", "3.00") };
            let item = |unit: &str, cells: &str| Row {
                row_unit: unit.into(),
                name: named.into(),
                ..row("30217", cells)
            };
            let basic = vec![
                unit("某局"),
                item("某局", "3.00"),
                unit("甲"),
                item("甲", "1.00"),
                unit("乙"),
                item("乙", "2.00"),
            ];
            let public =
                vec![row("three_public.total", stated), row("three_public.reception", stated)];
            odd(&run(
                check,
                &budget(vec![
                    table("basic_expenditure_economic", "total", basic),
                    table("three_public_expenses", "amount", public),
                ]),
            ))
        };
        assert_eq!(of("3.00", "公务接待费"), [""; 0]);
        assert_eq!(of("2.00", "公务接待费"), ["three_public.reception amount mismatch"]);
        // The code of another name is misprinted.
        assert!(
            !of("2.00", "机关事业单位退休人员活动费").iter().any(|told| told.ends_with("mismatch"))
        );
    }
}
