//! Which rows of a table no other row of it divides further: in each column their amounts add up to the table's total.
//!
//! 1. A code is divided by the codes below it, a unit by its rows, a subject without a code by those of deeper levels.
//! 2. A row is divided by those that are printed as parts of it, where they come to all of it (a lone 其中 does not: then the
//!    row is the leaf, and its parts are none), by those whose item is named below its own
//!    (`income.carryover` by `income.carryover.fiscal`), and vehicles by their purchase and operation.
//! 3. A total is divided where its block has any other row; so is a unit that states the total's own amounts and is
//!    followed by others: the department that the table is of.
//! 4. Where the leaves of a side still come to more than its total, rows divide each other in a way that nothing printed
//!    tells (units below 货物, blocks of units below 合计): then none of its rows is said to be a leaf.

use super::tree::{Tree, is_named_subject};
use crate::lex::is_of_which;
use crate::model::{LedgerTable, Row, Side};
use hashbrown::{HashMap, HashSet};
use rust_decimal::Decimal;

/// For each row of the table, in order: does no other one divide it?
pub fn leaves(table: &LedgerTable) -> Vec<bool> {
    let rows = &table.rows;
    let tree = Tree::new(table);
    let parts = parts(rows);
    let mut others: HashMap<(Side, &str), usize> = HashMap::new();
    for row in rows.iter().filter(|row| !is_total(row)) {
        *others.entry((row.side, row.row_unit.as_str())).or_default() += 1;
    }
    let heads: HashSet<usize> =
        tree.units.iter().filter(|(_, roots)| !roots.is_empty()).map(|(head, _)| *head).collect();
    let short = short(table);
    let has_parts = |row: &Row| {
        let key = |item: &'_ str| (row.side, row.row_unit.clone(), item.to_owned());
        let number = (row.side, row.number);
        parts.numbers.contains(&number) && !short.contains(&number)
            || !row.item().is_empty() && parts.items.contains(&key(row.item()))
    };
    let is_leaf = |(index, row): (usize, &Row)| {
        let divided = !tree.children[index].is_empty()
            || heads.contains(&index)
            || has_parts(row)
            || is_total(row) && others.contains_key(&(row.side, row.row_unit.as_str()))
            || tree.total == Some(index) && rows.len() > 1
            || tree.total.is_some_and(|total| is_whole(rows, total, index));
        !divided
    };
    let mut leaves: Vec<bool> = rows.iter().enumerate().map(is_leaf).collect();
    // Parts of a leaf are none, nor are theirs.
    let mut within: HashSet<(Side, u32)> = HashSet::new();
    for (row, leaf) in rows.iter().zip(&mut leaves) {
        let number = (row.side, row.number);
        if row.part_of.is_some_and(|above| within.contains(&(row.side, above))) {
            *leaf = false;
            within.insert(number);
        } else if *leaf && short.contains(&number) {
            within.insert(number);
        }
    }
    for side in [Side::None, Side::Income, Side::Expenditure] {
        if overlap(table, &tree, &leaves, side) {
            let own = rows.iter().zip(&mut leaves).filter(|(row, _)| row.side == side);
            own.for_each(|(_, leaf)| *leaf = false);
        }
    }
    leaves
}

/// Rows whose parts are printed as 其中 and, where they and their row both print an amount, do not come to all of it.
fn short(table: &LedgerTable) -> HashSet<(Side, u32)> {
    let amounts = |row: &'_ Row| -> HashMap<usize, Decimal> {
        row.cells.iter().filter_map(|c| Some((c.column, c.amount()?.yuan))).collect()
    };
    let mut sums: HashMap<(Side, u32), HashMap<usize, (Decimal, Decimal)>> = HashMap::new();
    let mut others: HashSet<(Side, u32)> = HashSet::new();
    for row in &table.rows {
        let Some(number) = row.part_of else { continue };
        if !is_of_which(&row.label) {
            others.insert((row.side, number));
        }
        let sum = sums.entry((row.side, number)).or_default();
        for (column, amount) in amounts(row) {
            let (all, count) = sum.entry(column).or_insert((Decimal::ZERO, Decimal::ZERO));
            (*all, *count) = (all.saturating_add(amount), *count + Decimal::ONE);
        }
    }
    let cent = cent(table);
    let lacks = |row: &&Row| {
        if others.contains(&(row.side, row.number)) {
            return false;
        }
        let Some(parts) = sums.get(&(row.side, row.number)) else { return false };
        amounts(row).into_iter().any(|(column, amount)| {
            let enough = |&(all, count): &(Decimal, Decimal)| {
                amount.saturating_sub(all) <= count.saturating_mul(cent)
            };
            // A blank part is nothing.
            parts.get(&column).is_none_or(|part| !enough(part)) && !amount.is_zero()
        })
    };
    table.rows.iter().filter(lacks).map(|row| (row.side, row.number)).collect()
}

/// The last place of a figure with two decimals, in yuan.
fn cent(table: &LedgerTable) -> Decimal {
    table.unit.as_ref().map_or(Decimal::ONE, |unit| unit.yuan) / Decimal::ONE_HUNDRED
}

/// What stands beside the total of three-public expenses and is no part of it.
const BESIDE: [&str; 5] = [
    "three_public.meetings",
    "three_public.training",
    "three_public.total_with_meetings_and_training",
    "three_public.agency_operation",
    "three_public.administrative",
];

/// Do the leaves of that side come to more than its total, in any column and beyond what rounding explains?
fn overlap(table: &LedgerTable, tree: &Tree, leaves: &[bool], side: Side) -> bool {
    let is_part = |row: &Row| row.side == side && !BESIDE.contains(&row.item());
    let rows = table.rows.iter().enumerate().filter(|(_, row)| is_part(row));
    let is_grand = |index: usize, row: &Row| {
        let named = row.item() == "total" || row.item().ends_with(".total");
        tree.total == Some(index) || named && row.code.is_none() && row.row_unit.is_empty()
    };
    let cent = cent(table);
    // Blocks side by side (by function, by purpose) print one measure in columns of their own.
    let measure = |column: usize| table.columns.get(column).map(|c| (&c.id, c.basis));
    let (mut total, mut sum) = (HashMap::<_, Decimal>::new(), HashMap::new());
    for (index, row) in rows {
        let amounts = row.cells.iter().filter_map(|c| Some((measure(c.column)?, c.amount()?.yuan)));
        for (column, amount) in amounts {
            if is_grand(index, row) {
                let most = total.entry(column).or_insert(amount);
                *most = amount.max(*most);
            }
            if leaves[index] {
                let (all, count) = sum.entry(column).or_insert((Decimal::ZERO, Decimal::ZERO));
                let Some(more) = all.checked_add(amount) else { return true };
                (*all, *count) = (more, *count + Decimal::ONE);
            }
        }
    }
    let over = |(column, total): (&_, &Decimal)| {
        sum.get(column).is_some_and(|(all, count)| {
            let rounding = count.checked_mul(cent).unwrap_or(Decimal::MAX);
            all.checked_sub(*total).is_none_or(|over| over > rounding)
        })
    };
    total.iter().any(over)
}

/// What is divided, by what stands below it.
struct Parts {
    /// Rows by their numbers.
    numbers: HashSet<(Side, u32)>,
    /// Items, each of one unit.
    items: HashSet<(Side, String, String)>,
}

fn parts(rows: &[Row]) -> Parts {
    let mut parts = Parts { numbers: HashSet::new(), items: HashSet::new() };
    for row in rows {
        parts.numbers.extend(row.part_of.map(|number| (row.side, number)));
        let item = row.item();
        let named = item.rmatch_indices('.').map(|(at, _)| &item[..at]);
        let vehicles =
            matches!(item, "three_public.vehicle_purchase" | "three_public.vehicle_operation");
        let above = named.chain(vehicles.then_some("three_public.vehicles"));
        parts.items.extend(above.map(|above| (row.side, row.row_unit.clone(), above.to_owned())));
    }
    parts
}

/// Is the row the unit right below the total `of`, which states the same amounts and others follow?
fn is_whole(rows: &[Row], of: usize, index: usize) -> bool {
    let is_unit = |row: &Row| row.code.is_none() && row.item() == "unit";
    let amounts = |row: &'_ Row| -> Vec<(usize, Decimal)> {
        row.cells.iter().filter_map(|c| Some((c.column, c.amount()?.yuan))).collect()
    };
    index == of + 1
        && is_unit(&rows[index])
        && rows.get(index + 1).is_some_and(is_unit)
        && amounts(&rows[index]) == amounts(&rows[of])
}

/// Does the row state a sum of others?
fn is_total(row: &Row) -> bool {
    row.code.is_none()
        && !is_named_subject(row)
        && (row.level == Some(0) || row.item().ends_with("total") || row.item() == "unit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::testing::{named, row, table};

    /// The names of the leaves.
    fn of(rows: Vec<Row>) -> Vec<String> {
        let table = table("expenditure_summary", "total", rows);
        let leaves = leaves(&table).into_iter();
        table
            .rows
            .iter()
            .zip(leaves)
            .filter(|(_, leaf)| *leaf)
            .map(|(r, _)| r.name.clone())
            .collect()
    }

    #[test]
    fn codes_are_divided_by_those_below_them() {
        let rows = ["total", "208", "20805", "2080505", "2080506", "221"];
        let rows = rows.map(|c| row(c, if c == "total" { "3.00" } else { "1.00" }));
        assert_eq!(of(rows.into()), ["2080505", "2080506", "221"]);
    }

    #[test]
    fn subjects_without_codes_are_divided_by_deeper_ones() {
        let rows = vec![
            row("total", "3.00"),
            named(1, "208 社会保障和就业支出", "2.00"),
            named(2, "行政事业单位养老支出", "2.00"),
            named(1, "221 住房保障支出", "1.00"),
        ];
        assert_eq!(of(rows), ["行政事业单位养老支出", "住房保障支出"]);
    }

    #[test]
    fn items_are_divided_by_what_is_named_below_them_and_totals_by_any_row() {
        let rows = ["three_public.total", "three_public.vehicles", "three_public.vehicle_purchase"];
        assert_eq!(
            of(rows.map(|item| row(item, "1.00")).into()),
            ["three_public.vehicle_purchase"]
        );
        let rows = ["income.total", "income.carryover", "income.carryover.fiscal", "income.other"];
        let amount = |item: &str| if item == "income.total" { "2.00" } else { "1.00" };
        let names = of(rows.map(|item| row(item, amount(item))).into());
        assert_eq!(names, ["income.carryover.fiscal", "income.other"]);
        // Nothing divides a total that stands alone.
        assert_eq!(of(vec![row("total", "1.00")]), ["total"]);
    }

    #[test]
    fn units_are_divided_by_their_rows() {
        let unit = |name: &str| Row { row_unit: name.into(), ..row("unit", "1.00") };
        let of_unit = |code: &str, name: &str| Row { row_unit: name.into(), ..row(code, "1.00") };
        let rows = vec![
            row("total", "2.00"),
            unit("甲"),
            of_unit("201", "甲"),
            unit("乙"),
            of_unit("201", "乙"),
        ];
        assert_eq!(of(rows), ["201", "201"]);
        let amount = |name: &str, cells: &str| Row { name: name.into(), ..row("unit", cells) };
        let rows = vec![
            row("total", "3.00"),
            amount("某局", "3.00"),
            amount("甲", "2.00"),
            amount("乙", "1.00"),
        ];
        assert_eq!(of(rows), ["甲", "乙"]);
    }

    #[test]
    fn where_rows_overlap_none_is_said_to_be_a_leaf() {
        let rows = |second: &str| {
            vec![
                row("total", "3.00"),
                row("货物", "2.00"),
                row("服务", "1.00"),
                row("某局", second),
            ]
        };
        assert_eq!(of(rows("3.00")), [""; 0]);
        assert_eq!(of(rows("0.02")), ["货物", "服务", "某局"], "by rounding");
        assert_eq!(of(rows("0.05")), [""; 0]);
        // Two blocks side by side print the same money in one measure.
        let mut twice = table(
            "income_expenditure_summary",
            "amount amount",
            vec![row("expenditure.total", "0.00 3.00")],
        );
        twice.rows.push(row("function.204", "3.00 0.00"));
        twice.rows.push(row("expenditure.project", "0.00 3.00"));
        assert_eq!(leaves(&twice), [false; 3]);
        // Meetings are no part of the three.
        let rows =
            ["total", "reception", "meetings"].map(|i| row(&format!("three_public.{i}"), "1.00"));
        assert_eq!(of(rows.into()), ["three_public.reception", "three_public.meetings"]);
    }

    #[test]
    fn a_blank_part_divides_nothing() {
        let label = "其中：专项资金".to_owned();
        let blank = Row { part_of: Some(1), label, ..row("income.other", "_") };
        let whole = Row { number: 1, ..row("income.general_public_budget", "3.00") };
        assert_eq!(of(vec![whole, blank]), ["income.general_public_budget"]);
    }

    #[test]
    fn parts_divide_what_they_are_part_of() {
        let of_part = |cells: &str| {
            let label = "其中：政府性基金".into();
            let part = Row { part_of: Some(1), label, ..row("income.government_fund", cells) };
            let below = Row { part_of: Some(2), ..row("income.other", cells) };
            of(vec![row("income.fiscal_appropriation", "3.00"), part, below])
        };
        assert_eq!(of_part("3.00"), ["income.other"]);
        assert_eq!(of_part("1.00"), ["income.fiscal_appropriation"], "a lone 其中");
    }
}
