//! W1: the two-sided summaries add up.

use super::sides::{FAMILIES, Split, blocks, split};
use crate::catalog::rules::words;
use crate::model::{Basis, Check, Row, Side, Verdict};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::tolerance::{Relation, Sum};

pub(in crate::reconcile) const RULE: &str = "W1";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        let mut sides: Vec<Side> = sheet.table.rows.iter().map(|r| r.side).collect();
        sides.sort_unstable();
        sides.dedup();
        for side in sides {
            let rows: Vec<&Row> = sheet.side(side).collect();
            if side != Side::None
                || rows
                    .iter()
                    .any(|r| r.item() == "income.total" || r.item() == "expenditure.total")
            {
                checks.extend(blocks(&rows).iter().flat_map(|rows| check_side(sheet, rows)));
            }
        }
        balance(sheet, &mut checks);
    }
    checks
}

/// The measures that any of the rows prints: a summary may print the same one over each of its blocks.
fn measures<'a>(sheet: &Sheet<'a>, rows: &[&Row]) -> Vec<Measure<'a>> {
    let mut measures: Vec<Measure> = Vec::new();
    for (index, column) in sheet.table.columns.iter().enumerate() {
        let measure = (column.id.as_str(), column.basis);
        if !measures.contains(&measure) && rows.iter().any(|r| !sheet.at(r, index).is_blank()) {
            measures.push(measure);
        }
    }
    measures
}

type Measure<'a> = (&'a str, Basis);

/// The row's figure of that measure.
fn figure(sheet: &Sheet, row: &Row, (id, basis): Measure) -> Figure {
    sheet.place(row, id, basis).map_or(Figure::Blank, |column| sheet.at(row, column))
}

/// The equation at the row's figure of that measure.
fn push(
    sheet: &Sheet,
    row: &Row,
    measure: Measure,
    (relation, sum): (Relation, &Sum),
    words: &str,
    checks: &mut Vec<Check>,
) {
    let Some(column) = sheet.place(row, measure.0, measure.1) else { return };
    checks.extend(sheet.cell(row, column).relates(RULE, relation, sum, words));
}

/// The equations of one side. Where they fail as the rows are printed, and all hold with groups told by their figures, the
/// rows nest so.
fn check_side(sheet: &Sheet, rows: &[&Row]) -> Vec<Check> {
    let fails = |checks: &[Check]| checks.iter().any(|c| c.verdict == Verdict::Mismatch);
    let printed = nested(sheet, rows, &split(rows, false));
    if fails(&printed) {
        let grouped = nested(sheet, rows, &split(rows, true));
        if !fails(&grouped) {
            return grouped;
        }
    }
    printed
}

fn nested(sheet: &Sheet, rows: &[&Row], split: &Split) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut equal = |row: &Row, measure: Measure, sum: &Sum, words: &str| {
        push(sheet, row, measure, (Relation::Equal, sum), words, &mut checks);
    };
    for column in measures(sheet, rows) {
        let add = |rows: &[&Row]| {
            let mut sum = Sum::default();
            rows.iter().for_each(|row| sum.extend(&worth(sheet, split, row, column)));
            sum
        };
        let (year, after) = (add(&split.year), add(&split.after));
        let stated = |row: Option<&Row>| row.is_some_and(|r| !figure(sheet, r, column).is_blank());
        // A year's sum that is left blank cannot carry the total.
        let current = split.current.filter(|_| stated(split.current) || !stated(split.total));
        if let Some(row) = current.filter(|_| !split.year.is_empty()) {
            equal(row, column, &year, "the year's sum is not the sum of its items");
        }
        if let Some(row) = split.total {
            let mut sum = current.map_or(year, |r| Sum::of([figure(sheet, r, column)]));
            sum.extend(&after);
            if current.is_some() || !split.year.is_empty() {
                equal(row, column, &sum, "the total is not the sum of its items");
            }
        }
        if let Some(row) = current.or(split.total).filter(|_| !split.nature.is_empty()) {
            equal(
                row,
                column,
                &add(&split.nature),
                "the total is not the sum of expenditure by nature",
            );
        }
    }
    for (above, parts) in split.parts.values() {
        parts_of(sheet, above, parts, &mut checks);
    }
    checks
}

/// The row's figure, or where it is blank what its parts are worth.
fn worth(sheet: &Sheet, split: &Split, row: &Row, column: Measure) -> Sum {
    let own = figure(sheet, row, column);
    let mut sum = Sum::of([own]);
    let parts = split.parts.get(&row.number).filter(|_| own.is_blank());
    for part in parts.into_iter().flat_map(|(_, parts)| parts) {
        sum.extend(&worth(sheet, split, part, column));
    }
    sum
}

/// An item against its parts: the parts named 其中 stay within it, other parts add up to it, and so do the parts of a
/// family where more than one of them is printed.
fn parts_of(sheet: &Sheet, above: &Row, parts: &[&Row], checks: &mut Vec<Check>) {
    let family = parts.len() > 1 && FAMILIES.iter().any(|(item, _)| *item == above.item());
    let among = parts.iter().any(|r| r.label.contains(words().among)) && !family;
    for column in measures(sheet, parts) {
        if figure(sheet, above, column).is_blank() {
            continue;
        }
        let sum = Sum::of(parts.iter().map(|r| figure(sheet, r, column)));
        let (relation, words) = match among {
            true => (Relation::AtLeast, "the item is less than its parts"),
            false => (Relation::Equal, "the item is not the sum of its parts"),
        };
        push(sheet, above, column, (relation, &sum), words, checks);
    }
}

/// Income total = expenditure total, for the block by function and each further block of expenditure.
fn balance(sheet: &Sheet, checks: &mut Vec<Check>) {
    let total = |side: Side, item: &str| sheet.side(side).find(|r| r.item() == item);
    let Some(income) = total(Side::Income, "income.total") else { return };
    for side in [Side::Expenditure, Side::ExpenditureEconomic, Side::ExpenditureGovernmentEconomic]
    {
        let Some(expenditure) = total(side, "expenditure.total") else { continue };
        let main = sheet.main_column(expenditure);
        for basis in Basis::ALL {
            let column = match basis {
                Basis::Current => main,
                other => sheet.place(expenditure, "total", other).or(sheet.place(
                    expenditure,
                    "amount",
                    other,
                )),
            };
            let other = match basis {
                Basis::Current => sheet.main(income),
                other => sheet
                    .place(income, "amount", other)
                    .map_or(Figure::Blank, |c| sheet.at(income, c)),
            };
            let Some(column) = column else { continue };
            if sheet.at(expenditure, column).is_blank() || other.is_blank() {
                continue;
            }
            let words = "expenditure total is not income total";
            checks.extend(sheet.cell(expenditure, column).equals(RULE, &Sum::of([other]), words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Rect, Row, Side};
    use crate::reconcile::testing::{budget, odd, row, run, table};

    fn summary(rows: Vec<Row>) -> Vec<String> {
        odd(&run(check, &budget(vec![table("income_expenditure_summary", "amount", rows)])))
    }

    fn part(of: u32, label: &str, row: Row) -> Row {
        Row { part_of: Some(of), label: label.into(), ..row }
    }

    #[test]
    fn parts_are_not_added_twice() {
        let rows = |whole: &str| {
            vec![
                row("income.fiscal_appropriation", "8.00"),
                part(1, "1、", row("income.general_public_budget", "5.00")),
                part(1, "2、", row("income.government_fund", "3.00")),
                row("income.other", "1.00"),
                row("income.current_total", "9.00"),
                row("income.carryover", "2.00"),
                row("income.carryover.general_public_budget", "2.00"),
                row("income.total", whole),
                row("function.208", "11.00"),
                row("expenditure.total", "11.00"),
            ]
        };
        assert_eq!(summary(rows("11.00")), [""; 0]);
        assert_eq!(
            summary(rows("12.00")),
            ["income.total amount mismatch", "expenditure.total amount mismatch"]
        );
    }

    #[test]
    fn parts_named_among_others_stay_within() {
        let rows = |of: &str| {
            vec![
                row("income.general_public_budget", "8.00"),
                part(1, "其中：专项", row("income.special", of)),
                row("income.total", "8.00"),
            ]
        };
        assert_eq!(summary(rows("3.00")), [""; 0]);
        assert_eq!(summary(rows("8.50")), ["income.general_public_budget amount mismatch"]);
    }

    #[test]
    fn a_single_part_named_among_others_is_not_all_of_its_family() {
        let rows = |of: &str| {
            vec![
                row("income.fiscal_appropriation", "8.00"),
                part(1, "其中：政府性基金", row("income.government_fund", of)),
                row("income.total", "8.00"),
            ]
        };
        assert_eq!(summary(rows("3.00")), [""; 0]);
        assert_eq!(summary(rows("8.50")), ["income.fiscal_appropriation amount mismatch"]);
    }

    #[test]
    fn items_left_blank_are_worth_their_parts_however_deep() {
        let blank = |name: &str| Row { side: Side::Income, ..row(name, "_") };
        let rows = |whole: &str| {
            vec![
                blank("一、部门预算"),
                part(1, "1、财政拨款", blank("income.fiscal_appropriation")),
                part(2, "(1)一般公共预算", row("income.general_public_budget", "8.00")),
                part(1, "2、其他收入", row("income.other", "1.00")),
                row("income.current_total", whole),
            ]
        };
        let total = |whole: &str| {
            let mut rows = rows(whole);
            rows.push(row("income.total", whole));
            summary(rows)
        };
        assert_eq!(total("9.00"), [""; 0]);
        assert_eq!(total("9.50"), ["income.current_total amount mismatch"]);
    }

    #[test]
    fn groups_are_known_by_their_figures() {
        let rows = |part: &str| {
            let named = |name: &str, cells: &str| Row { side: Side::Income, ..row(name, cells) };
            vec![
                row("income.total", "9.00"),
                row("income.general_public_budget", "8.00"),
                named("补助资金", part),
                named("专项收入", "_"),
                row("income.other_funds", "1.00"),
                row("income.institutional", "_"),
                row("income.other", "1.00"),
                row("income.carryover", "_"),
                Row { part_of: Some(8), side: Side::Income, ..named("动用", "_") },
            ]
        };
        assert_eq!(summary(rows("8.00")), [""; 0]);
        assert_eq!(summary(rows("7.00")), ["income.total amount mismatch"]);
    }

    #[test]
    fn a_small_indentation_tells_groups_whose_figures_agree() {
        let rows = |whole: &str| {
            let named = |x0: f32, name: &str, cells: &str| {
                let rect = Rect { x0, ..Rect::default() };
                let row = row(name, cells);
                Row { side: Side::Income, rect, ..row }
            };
            vec![
                named(38.0, "一般公共预算收入", "5.00"),
                named(38.0, "转移性收入", "8.00"),
                named(41.7, "income.superior_subsidy", "6.00"),
                named(45.4, "返还性收入", "2.00"),
                named(45.4, "专项转移支付收入", "4.00"),
                named(41.7, "income.carryover", "2.00"),
                named(38.0, "income.total", whole),
            ]
        };
        assert_eq!(summary(rows("13.00")), [""; 0]);
        assert_eq!(summary(rows("14.00")), ["income.total amount mismatch"]);
    }

    #[test]
    fn what_stands_between_the_years_sum_and_the_total_is_no_part_of_a_class() {
        let rows = |out: &str| {
            let plain =
                |name: &str, cells: &str| Row { side: Side::Expenditure, ..row(name, cells) };
            vec![
                Row { label: "一、城乡社区支出".into(), ..row("function.212", "7.00") },
                Row { part_of: Some(1), ..plain("土地出让收入安排的支出", "6.00") },
                Row { part_of: Some(1), ..plain("污水处理费安排的支出", "1.00") },
                row("expenditure.current_total", "7.00"),
                plain("调出资金", out),
                row("expenditure.carryforward", "1.00"),
                row("expenditure.total", "10.00"),
            ]
        };
        assert_eq!(summary(rows("2.00")), [""; 0]);
        assert_eq!(summary(rows("1.00")), ["expenditure.total amount mismatch"]);
    }

    #[test]
    fn codes_on_a_side_are_divided_by_those_below_them() {
        let coded = |code: &str, cells: &str| Row { side: Side::Expenditure, ..row(code, cells) };
        let rows = |class: &str| {
            vec![
                coded("201", class),
                coded("20101", "3.00"),
                coded("20102", "2.00"),
                coded("206", "4.00"),
                coded("20601", "4.00"),
                row("expenditure.current_total", "9.00"),
                row("expenditure.total", "9.00"),
            ]
        };
        assert_eq!(summary(rows("5.00")), [""; 0]);
        assert!(
            summary(rows("6.00")).contains(&"expenditure.current_total amount mismatch".into())
        );
    }

    #[test]
    fn classes_and_natures_one_below_the_other_have_sums_of_their_own() {
        let plain = |name: &str, cells: &str| Row { side: Side::Expenditure, ..row(name, cells) };
        let classes = [row("function.201", "5.00"), row("function.208", "4.00")];
        let natures = |operating: &str| {
            vec![
                row("expenditure.basic", "6.00"),
                row("expenditure.project", "2.00"),
                plain("三、事业单位经营支出", operating),
            ]
        };
        let sums = |current: &str, out: &str, total: &str| {
            vec![
                row("expenditure.current_total", current),
                row("expenditure.carryforward", out),
                row("expenditure.total", total),
            ]
        };
        // Each block with both sums.
        let of = |operating: &str| {
            let sums = || sums("9.00", "1.00", "10.00");
            summary([classes.to_vec(), sums(), natures(operating), sums()].concat())
        };
        assert_eq!(of("1.00"), [""; 0]);
        assert_eq!(of("2.00"), ["expenditure.current_total amount mismatch"]);
        // The total below the second alone, what is put by below the first.
        let of = |current: &str, total: &str| {
            let first = sums("9.00", "1.00", total);
            let current = vec![row("expenditure.current_total", current)];
            let total = vec![first[2].clone()];
            summary(
                [classes.to_vec(), first[..2].to_vec(), natures("1.00"), current, total].concat(),
            )
        };
        assert_eq!(of("9.00", "10.00"), [""; 0]);
        assert_eq!(of("9.50", "10.50"), ["expenditure.current_total amount mismatch"]);
        assert_eq!(of("9.00", "11.00"), ["expenditure.total amount mismatch"]);
        // One sum for both: what stands among the natures is one of them.
        let of = |operating: &str| {
            let total = vec![row("expenditure.total", "9.00")];
            summary([classes.to_vec(), natures(operating), total].concat())
        };
        assert_eq!(of("1.00"), [""; 0]);
        assert_eq!(of("0.50"), ["expenditure.total amount mismatch"]);
    }

    #[test]
    fn what_is_put_by_is_a_part_of_transfers() {
        let rows = |left: &str| {
            let rows = vec![
                row("function.201", "5.00"),
                row("function.230", "4.00"),
                part(2, "（一）", Row { side: Side::Expenditure, ..row("补助下级支出", "3.00") }),
                part(2, "（二）", row("expenditure.carryforward", left)),
                row("expenditure.total", "9.00"),
            ];
            summary(rows)
        };
        assert_eq!(rows("1.00"), [""; 0]);
        assert_eq!(rows("2.00"), ["function.230 amount mismatch"]);
    }

    #[test]
    fn a_total_printed_first_heads_its_items() {
        let rows = vec![
            row("income.current_total", "8.00"),
            part(1, "（一）", row("income.general_public_budget", "8.00")),
            row("income.carryover", "1.00"),
            row("income.total", "9.00"),
        ];
        assert_eq!(summary(rows), [""; 0]);
    }

    #[test]
    fn a_fund_that_comes_again_below_carry_over_is_carried_over() {
        let rows = vec![
            row("income.general_public_budget", "8.00"),
            row("income.current_total", "8.00"),
            row("income.carryover", "1.00"),
            row("income.general_public_budget", "1.00"),
            row("income.total", "9.00"),
        ];
        assert_eq!(summary(rows), [""; 0]);
    }
}
