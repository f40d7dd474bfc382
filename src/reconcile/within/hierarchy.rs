//! W3: totals, classes, subclasses and items add up, and the totals of lists.

use super::lists;
use crate::model::{Basis, Check, Verdict};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::place::{Finish, on_cell};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Relation, Sum, compare};
use crate::reconcile::tree::level;
use hashbrown::{HashMap, HashSet};
use rust_decimal::Decimal;

pub(in crate::reconcile) const RULE: &str = "W3";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut found = Vec::new();
    for (index, sheet) in book.sheets().enumerate().filter(|(_, s)| is_by_subject(s)) {
        below_codes(index, sheet, &mut found);
        below_heads(index, sheet, &mut found);
    }
    withhold(&mut found);
    let plain = |s: &Sheet| s.tree.roots.is_empty() && s.tree.units.is_empty();
    for sheet in book.sheets().filter(|s| !is_by_subject(s) || plain(s)) {
        let checks = lists::check(book, sheet).into_iter();
        found.extend(checks.map(|check| Found { check, subclass: None }));
    }
    found.into_iter().map(|f| f.check).collect()
}

/// Do the codes of the table tell its levels? They do in tables of subjects, and in those that docs/contract/tables.tsv
/// does not name if they list each code once. Others list projects or purchases.
fn is_by_subject(sheet: &Sheet) -> bool {
    let mut seen = HashSet::new();
    let rows = sheet.table.rows.iter().enumerate();
    let mut coded =
        rows.filter_map(|(i, r)| Some((sheet.tree.head[i], &r.row_unit, r.code.as_ref()?)));
    sheet.traits.by_subject || sheet.table.id.is_other() && coded.all(|key| seen.insert(key))
}

/// An evaluated sum, and whose it is where it is a 款 over its 项.
struct Found {
    check: Check,
    /// Table and code of a 款 whose 项 are printed; the code is empty for a total over 项 alone.
    subclass: Option<(usize, String)>,
}

/// Each code over the codes directly below it.
fn below_codes(index: usize, sheet: &Sheet, found: &mut Vec<Found>) {
    let rows = &sheet.table.rows;
    for (above, children) in sheet.tree.children.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let (row, code) = (&rows[above], rows[above].code.as_ref());
        let items = children.iter().all(|&c| level(&rows[c]) == 3);
        let subclass = Some(row).filter(|row| level(row) == 2 && items);
        let subclass = subclass.map(|_| (index, path(sheet, above)));
        let words = match code {
            Some(_) => "the code is not the sum of the codes below it",
            None => "the subject is not the sum of those below it",
        };
        for column in 0..sheet.table.columns.len() {
            let sum = Sum::of(children.iter().map(|&c| sheet.at(&rows[c], column)));
            let check = sheet.cell(row, column).equals(RULE, &sum, words);
            found.extend(check.map(|check| Found { check, subclass: subclass.clone() }));
        }
    }
}

/// The row's code, or where it prints none its name below those above it.
fn path(sheet: &Sheet, index: usize) -> String {
    let row = &sheet.table.rows[index];
    match (&row.code, sheet.tree.parent[index]) {
        (Some(code), _) => code.digits.clone(),
        (None, Some(above)) => format!("{}/{}", path(sheet, above), row.name),
        (None, None) => row.name.clone(),
    }
}

/// The total over the units or classes, and each unit over its classes.
fn below_heads(index: usize, sheet: &Sheet, found: &mut Vec<Found>) {
    let (rows, tree) = (&sheet.table.rows, &sheet.tree);
    let items =
        tree.roots.iter().all(|&r| rows[r].code.as_ref().is_some_and(|c| c.digits.len() == 7));
    let mut push = |row: usize, below: &[usize], words: &str| {
        let over_items = items && tree.units.is_empty() && Some(row) == tree.total;
        for column in 0..sheet.table.columns.len() {
            let sum = Sum::of(below.iter().map(|&r| sheet.at(&rows[r], column)));
            let check = sheet.cell(&rows[row], column).equals(RULE, &sum, words);
            let subclass = over_items.then(|| (index, String::new()));
            found.extend(check.map(|check| Found { check, subclass }));
        }
    };
    for (unit, roots) in tree.units.iter().filter(|(_, roots)| !roots.is_empty()) {
        push(*unit, roots, "the unit is not the sum of its classes");
    }
    let units: Vec<usize> = tree.units.iter().map(|(row, _)| *row).collect();
    match (tree.total, &units[..]) {
        (Some(total), []) if tree.open => found.push(unknown_nesting(sheet, total)),
        (Some(total), []) if !tree.roots.is_empty() => {
            push(total, &tree.roots, "the total is not the sum of the classes")
        }
        (Some(total), [only]) => push(total, &[*only], "the total is not the unit's"),
        (total, [first, rest @ ..]) if !rest.is_empty() => match nesting(sheet, total, &units) {
            Some(true) => {
                push(*first, rest, "the department is not the sum of its units");
                if let Some(total) = total.filter(|total| total != first) {
                    push(total, &[*first], "the total is not the department's");
                }
            }
            Some(false) => {
                if let Some(total) = total.filter(|total| total != first) {
                    push(total, &units, "the total is not the sum of the units");
                }
            }
            None => found.push(unknown_nesting(sheet, total.unwrap_or(*first))),
        },
        _ => {}
    }
}

/// How the rows below that one nest cannot be told.
fn unknown_nesting(sheet: &Sheet, row: usize) -> Found {
    let row = &sheet.table.rows[row];
    let column = sheet.main_column(row).unwrap_or(0);
    let check = on_cell(RULE, sheet.table, row, column).not_checked(NotChecked::Nesting, "");
    Found { check, subclass: None }
}

/// Is the first unit the department that holds the others? It is where its name comes again among them or where it
/// has no classes of its own and they have; else the columns decide: what holds in more of them. `None` where both fail
/// throughout.
fn nesting(sheet: &Sheet, total: Option<usize>, units: &[usize]) -> Option<bool> {
    let rows = &sheet.table.rows;
    let (first, rest) = (units[0], &units[1..]);
    // The label may be 小计 beside the unit.
    let name = |i: usize| match rows[i].row_unit.as_str() {
        "" => rows[i].name.as_str(),
        unit => unit,
    };
    if rest.iter().any(|&r| name(r) == name(first)) {
        return Some(true);
    }
    let own = |i: usize| sheet.tree.units.iter().any(|(row, roots)| *row == i && !roots.is_empty());
    if !own(first) && rest.iter().all(|&r| own(r)) {
        return Some(true);
    }
    let holds = |row: usize, below: &[usize]| {
        let good = |column: &usize| {
            let sum = Sum::of(below.iter().map(|&r| sheet.at(&rows[r], *column)));
            let outcome = compare(Relation::Equal, sheet.at(&rows[row], *column), &sum);
            outcome.is_some_and(|o| {
                o.verdict <= Verdict::Rounding && o.lhs.is_some_and(|l| !l.is_zero())
            })
        };
        (0..sheet.table.columns.len()).filter(good).count()
    };
    let (flat, nested) = (total.map_or(0, |t| holds(t, units)), holds(first, rest));
    let stated = (0..sheet.table.columns.len())
        .filter(|&c| sheet.at(&rows[total.unwrap_or(first)], c).is_nonzero())
        .count();
    match (flat, nested) {
        (0, 0) if stated > 1 => None,
        (flat, nested) => Some(nested > flat),
    }
}

/// Withheld items: a 款 that exceeds its printed 项 by one and the same amount in every table that prints them, at
/// least two, is no slip. Its failures become `not_checked`. The same of a total where the tables print 项 only.
fn withhold(found: &mut [Found]) {
    let mut codes: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, f) in found.iter().enumerate() {
        if let Some((_, code)) = &f.subclass {
            codes.entry(code.clone()).or_default().push(index);
        }
    }
    for places in codes.into_values() {
        let main = |i: &&usize| {
            let check = &found[**i].check;
            matches!(check.stated.column(), "total" | "amount")
                && check.stated.basis() == Some(Basis::Current)
        };
        let mut tables: HashMap<usize, bool> = HashMap::new();
        for i in places.iter().filter(main) {
            let table = found[*i].subclass.as_ref().map_or(0, |(t, _)| *t);
            *tables.entry(table).or_default() |= found[*i].check.verdict == Verdict::Mismatch;
        }
        let failed: Vec<usize> = places
            .iter()
            .copied()
            .filter(|&i| found[i].check.verdict == Verdict::Mismatch)
            .collect();
        let amounts: Vec<Decimal> =
            failed.iter().filter_map(|&i| found[i].check.residual).collect();
        let alike = amounts.windows(2).all(|w| w[0] == w[1])
            && amounts.first().is_some_and(|a| a.is_sign_positive());
        if tables.len() >= 2 && tables.values().all(|&failed| failed) && alike {
            for index in failed {
                found[index].check.verdict = Verdict::NotChecked;
                found[index].check.reason = NotChecked::Withheld.as_str().into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{LedgerTable, Row};
    use crate::reconcile::testing::{budget, named, odd, row, run, table};

    fn police(id: &str, total: &str) -> LedgerTable {
        table(
            id,
            "total",
            vec![
                row("total", total),
                row("204", total),
                row("20402", total),
                row("2040201", "6.00"),
                row("2040202", "2.00"),
            ],
        )
    }

    #[test]
    fn items_withheld_alike_in_every_table_are_no_slip() {
        let alike = budget(vec![
            police("expenditure_summary", "10.00"),
            police("general_public_budget_expenditure", "10.00"),
        ]);
        assert_eq!(
            odd(&run(check, &alike)),
            ["20402 total not_checked", "20402 total not_checked"]
        );
        let alone = budget(vec![
            police("expenditure_summary", "10.00"),
            police("general_public_budget_expenditure", "8.00"),
        ]);
        assert_eq!(odd(&run(check, &alone)), ["20402 total mismatch"]);
        let short = budget(vec![
            police("expenditure_summary", "7.00"),
            police("general_public_budget_expenditure", "7.00"),
        ]);
        assert_eq!(odd(&run(check, &short)), ["20402 total mismatch", "20402 total mismatch"]);
    }

    #[test]
    fn names_add_up_as_codes_do() {
        let rows = |item: &str| {
            vec![
                row("total", "9.00"),
                named(1, "204 公共安全支出", "4.00"),
                named(2, "公安", "4.00"),
                named(3, "行政运行", item),
                named(3, "其他公安支出", "1.00"),
                named(1, "229 其他支出", "5.00"),
                named(2, "其他支出", "5.00"),
                named(3, "其他支出", "5.00"),
            ]
        };
        let checks = |item| {
            let tables = ["expenditure_summary", "income_summary"];
            run(check, &budget(tables.map(|id| table(id, "total", rows(item))).into()))
        };
        let exact = checks("3.00");
        assert_eq!((odd(&exact), exact.len()), (vec![], 10));
        let short = checks("3.50");
        assert_eq!(odd(&short), [" total mismatch"; 2]);
        let reasons: Vec<&str> = short.iter().map(|c| c.reason.as_str()).collect();
        assert!(reasons.contains(&"the subject is not the sum of those below it"), "{reasons:?}");
        // Withheld alike in both tables.
        assert_eq!(odd(&checks("2.00")), [" total not_checked"; 2]);
    }

    #[test]
    fn a_total_over_a_name_of_no_known_level_is_not_worked_out() {
        let unknown = Row { level: None, ..named(1, "没见过的类", "5.00") };
        let rows = vec![row("total", "9.00"), named(1, "204 公共安全支出", "4.00"), unknown];
        let made = run(check, &budget(vec![table("expenditure_summary", "total", rows)]));
        assert_eq!(odd(&made), ["total total not_checked"]);
    }

    #[test]
    fn a_row_without_a_code_is_a_unit_only_as_the_sum_of_what_follows() {
        let of = |rows: Vec<Row>| {
            odd(&run(check, &budget(vec![table("expenditure_summary", "total", rows)])))
        };
        // The code of a 项 is misprinted: it heads nothing.
        let slip =
            [row("total", "9.00"), row("208", "5.00"), row("甲", "5.00"), row("221", "4.00")];
        assert_eq!(of(slip.into()), [""; 0]);
        let heads = [
            row("total", "9.00"),
            row("甲", "5.00"),
            row("208", "5.00"),
            row("乙", "4.00"),
            row("208", "4.00"),
        ];
        assert_eq!(of(heads.clone().into()), [""; 0]);
        let mut wrong = heads;
        wrong[0] = row("total", "8.00");
        assert_eq!(of(wrong.into()), ["total total mismatch"]);
    }

    #[test]
    fn a_level_that_is_left_out_is_stepped_over() {
        let rows = vec![
            row("total", "9.00"),
            row("208", "5.00"),
            row("2080505", "3.00"),
            row("2080506", "2.00"),
            row("2210201", "4.00"),
        ];
        assert_eq!(
            odd(&run(check, &budget(vec![table("expenditure_summary", "total", rows)]))),
            [""; 0]
        );
    }

    fn units(amounts: [&str; 4], names: [&str; 3]) -> Vec<String> {
        let unit = |name: &str, cells: &str| Row {
            name: name.into(),
            row_unit: name.into(),
            ..row("unit", cells)
        };
        let rows = names.iter().zip(&amounts[1..]).map(|(n, a)| unit(n, a));
        let rows = std::iter::once(row("total", amounts[0])).chain(rows).collect();
        odd(&run(check, &budget(vec![table("income_summary", "total government_fund", rows)])))
    }

    #[test]
    fn units_stand_side_by_side_or_below_their_department() {
        assert_eq!(
            units(["9.00 1.00", "2.00 1.00", "3.00 _", "4.00 _"], ["甲", "乙", "丙"]),
            [""; 0]
        );
        assert_eq!(
            units(["7.00 1.00", "7.00 1.00", "3.00 _", "4.00 1.00"], ["局", "乙", "丙"]),
            [""; 0]
        );
        assert_eq!(
            units(["7.00 1.00", "7.00 1.00", "3.00 _", "5.00 1.00"], ["局", "局", "丙"]),
            ["unit total mismatch"]
        );
        assert_eq!(
            units(["9.00 1.00", "2.00 1.00", "3.50 _", "4.00 _"], ["甲", "乙", "丙"]),
            ["total total mismatch"]
        );
    }

    #[test]
    fn a_subtotal_beside_each_unit_is_no_name_that_comes_again() {
        let unit = |name: &str, cells: &str| Row {
            row_unit: name.into(),
            name: "小计".into(),
            ..row("unit", cells)
        };
        let of =
            |unit: &str, code: &str, cells: &str| Row { row_unit: unit.into(), ..row(code, cells) };
        let rows = vec![
            row("total", "9.00"),
            unit("某局（本级）", "5.00"),
            of("某局（本级）", "2010301", "5.00"),
            unit("某中心", "4.00"),
            of("某中心", "2010301", "4.00"),
        ];
        let made = run(check, &budget(vec![table("expenditure_summary", "total", rows)]));
        assert_eq!((odd(&made), made.len()), (vec![], 3));
    }
}
