//! W2: the sums printed in a row are the sums of the columns beside them.
//!
//! Columns are known by their ids, and the same few families of columns return in every layout: the funds make up
//! fiscal appropriation, the sources make up the year's income ([`source`]), basic and project expenditure (and three
//! rarer kinds) make up expenditure ([`nature`]), and years compare ([`time`]). A column that the page calls 其中 and that
//! stands alone, or that docs/contract/columns.tsv does not know, is a part that need not add up, and is left out. For
//! other columns outside that list (`other:…`) the table's own rows decide by [`majority`] whether they belong to the sum.

mod equation;
mod heads;
mod majority;
mod nature;
mod source;
mod time;

use crate::model::{Basis, Check};
use crate::reconcile::book::{Book, Sheet};
use equation::{Equation, Twins};
use heads::Heads;

pub(in crate::reconcile) const RULE: &str = "W2";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        let twins = Twins::of(sheet);
        for equation in equations(sheet) {
            let column = equation.stated;
            for row in &sheet.table.rows {
                let elsewhere =
                    || twins.of_row(row).iter().any(|r| !sheet.at(r, column).is_blank());
                if sheet.at(row, column).is_blank() && elsewhere() {
                    continue;
                }
                if equation.compares() && !equation.stated_at(sheet, row, &twins) {
                    continue;
                }
                let sum = equation.sum(sheet, row, &twins);
                checks.extend(sheet.cell(row, column).equals(RULE, &sum, equation.words));
            }
        }
    }
    checks
}

/// The equations of the table's columns whose split is printed at all.
fn equations(sheet: &Sheet) -> Vec<Equation> {
    let mut all = Vec::new();
    for basis in Basis::ALL {
        let heads = Heads { sheet, basis };
        all.extend(nature::by_nature(&heads));
        all.extend(source::by_source(&heads));
    }
    all.extend(time::over_time(sheet));
    let printed = |columns: &[usize]| {
        columns.iter().any(|&c| sheet.table.rows.iter().any(|r| !sheet.at(r, c).is_blank()))
    };
    all.retain(|e| printed(&e.add) || printed(&e.subtract));
    all
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Row;
    use crate::reconcile::testing::{budget, odd, row, run, table};

    fn of(id: &str, columns: &str, rows: Vec<Row>) -> Vec<String> {
        odd(&run(check, &budget(vec![table(id, columns, rows)])))
    }

    #[test]
    fn the_years_income_is_what_is_new_of_each_source() {
        let columns = "total current_income general_public_budget@new institutional_income@new carryover general_public_budget@carryover";
        let income = |cells: &str| of("income_summary", columns, vec![row("208", cells)]);
        assert_eq!(income("9.00 5.00 3.00 2.00 4.00 4.00"), [""; 0]);
        assert_eq!(income("9.00 5.00 3.00 1.00 4.00 4.00"), ["208 current_income mismatch"]);
        let columns =
            "total general_public_budget@new government_fund@new general_public_budget@carryover";
        let divided = |cells: &str| of("other:某表", columns, vec![row("301", cells)]);
        assert_eq!(divided("9.00 5.00 3.00 1.00"), [""; 0]);
        assert_eq!(divided("9.00 5.00 3.00 2.00"), ["301 total mismatch"]);
        let columns = columns.replace("fund@new", "fund");
        let mixed = of("other:某表", &columns, vec![row("301", "9.00 5.00 3.00 1.00")]);
        assert_eq!(mixed, [""; 0]);
        let columns = "total total@new basic@new project@new total@carryover basic@carryover project@carryover";
        let spent = |cells: &str| of("expenditure_summary", columns, vec![row("208", cells)]);
        assert_eq!(spent("9.00 5.00 3.00 2.00 4.00 1.00 3.00"), [""; 0]);
        assert_eq!(spent("9.00 5.00 3.00 2.00 3.00 1.00 2.00"), ["208 total mismatch"]);
    }

    #[test]
    fn among_above_the_first_column_speaks_of_the_list_and_above_a_later_one_of_a_part() {
        let list = "total basic=支出/其中：基本支出 project=支出/项目支出";
        assert_eq!(of("expenditure_summary", list, vec![row("208", "5.00 3.00 2.00")]), [""; 0]);
        assert_eq!(
            of("expenditure_summary", list, vec![row("208", "5.00 3.00 1.00")]),
            ["208 total mismatch"]
        );
        let part = "total basic project operating=其中/经营支出";
        assert_eq!(
            of("expenditure_summary", part, vec![row("208", "5.00 3.00 2.00 1.00")]),
            [""; 0]
        );
    }

    #[test]
    fn the_total_of_a_group_adds_nothing_to_the_rows_total() {
        let columns = "total other:部门预算/合计=部门预算/合计 general_public_budget=部门预算/一般公共预算 other:部门预算/上年余额=部门预算/上年余额";
        let sums = |cells: &str| of("income_summary", columns, vec![row("208", cells)]);
        assert_eq!(sums("9.00 9.00 5.00 4.00"), [""; 0]);
        assert_eq!(sums("9.00 9.00 5.00 3.00"), ["208 total mismatch"]);
    }

    #[test]
    fn kinds_below_one_source_are_parts_of_its_sum() {
        let columns = "total general_public_budget=一般公共预算/小计 basic=一般公共预算/基本支出 project=一般公共预算/项目支出 unit_funds";
        assert_eq!(
            of("expenditure_summary", columns, vec![row("208", "9.00 5.00 3.00 2.00 4.00")]),
            [""; 0]
        );
        let wrong =
            of("expenditure_summary", columns, vec![row("208", "9.00 5.00 3.00 1.00 4.00")]);
        assert_eq!(wrong, ["208 general_public_budget mismatch"]);
    }

    #[test]
    fn columns_of_other_names_below_a_sums_head_belong_to_it() {
        let columns = "total general_public_budget=一般公共预算/小计 other:一般公共预算/基本支出=一般公共预算/基本支出 \
                       other:一般公共预算/项目支出=一般公共预算/项目支出 unit_funds=单位资金/小计 \
                       other:单位资金/事业支出=单位资金/事业支出 operating=单位资金/事业单位经营支出";
        let rows =
            |first: &str| vec![row("201", first), row("205", "7.00 4.00 3.00 1.00 3.00 1.00 2.00")];
        let sums = |first: &str| of("expenditure_summary", columns, rows(first));
        assert_eq!(sums("9.00 5.00 3.00 2.00 4.00 1.00 3.00"), [""; 0]);
        assert_eq!(
            sums("9.00 5.00 3.00 1.00 4.00 1.00 2.00"),
            ["201 general_public_budget mismatch", "201 unit_funds mismatch"]
        );
        let columns = "fiscal_appropriation=财政拨款收入/小计 general_public_budget=财政拨款收入/一般公共预算拨款 \
                       state_capital=财政拨款收入/国有资本经营预算拨款 other:财政拨款收入/专项拨款=财政拨款收入/专项拨款";
        let funds = |first: &str| {
            of(
                "income_summary",
                columns,
                vec![row("201", first), row("205", "6.00 1.00 2.00 3.00")],
            )
        };
        assert_eq!(funds("9.00 5.00 1.00 3.00"), [""; 0]);
        assert_eq!(funds("9.00 5.00 1.00 2.00"), ["201 fiscal_appropriation mismatch"]);
        let columns = "unit_funds@carryover=上年结转/单位资金 institutional_income@carryover=上年结转/事业收入 \
                       other_income@carryover=上年结转/其他收入";
        assert_eq!(of("income_summary", columns, vec![row("201", "0.00 5.00 1.00")]), [""; 0]);
    }

    #[test]
    fn what_is_carried_over_below_appropriation_is_a_part_of_it() {
        let columns = "total fiscal_appropriation=财政拨款/小计 fiscal_appropriation@new=财政拨款/本年安排/合计 \
                       general_public_budget=财政拨款/本年安排/一般公共预算 government_fund=财政拨款/本年安排/政府性基金 \
                       carryover=财政拨款/上年结转 other_funds=其他资金/小计 unit_funds=其他资金/单位资金 \
                       fiscal_special_account=其他资金/财政专户管理资金";
        let sums = |cells: &str| of("expenditure_summary", columns, vec![row("208", cells)]);
        assert_eq!(sums("9.00 7.00 5.00 3.00 2.00 2.00 2.00 1.50 0.50"), [""; 0]);
        assert_eq!(
            sums("9.00 7.00 5.00 3.00 1.00 2.00 2.00 1.50 0.50"),
            ["208 fiscal_appropriation mismatch", "208 fiscal_appropriation mismatch"]
        );
        assert_eq!(
            sums("8.00 7.00 5.00 3.00 2.00 2.00 2.00 1.00 0.50"),
            ["208 other_funds mismatch", "208 total mismatch"]
        );
    }

    #[test]
    fn columns_of_other_names_join_the_sum_that_needs_them() {
        let columns =
            "total general_public_budget other:财政专户拨款收入/教育收费 other:政府采购/小计";
        let rows = |last: &str| {
            vec![
                row("total", "9.00 6.00 3.00 5.00"),
                row("unit", "5.00 4.00 1.00 2.00"),
                row("unit", last),
            ]
        };
        assert_eq!(of("income_summary", columns, rows("4.00 2.00 2.00 3.00")), [""; 0]);
        assert_eq!(
            of("income_summary", columns, rows("4.00 2.50 2.00 3.00")),
            ["unit total mismatch"]
        );
    }

    #[test]
    fn a_split_left_blank_throughout_states_nothing() {
        assert_eq!(
            of("expenditure_summary", "total basic project", vec![row("208", "5.00 _ _")]),
            [""; 0]
        );
        let rows = vec![row("208", "5.00 _ _"), row("210", "2.00 2.00 _")];
        assert_eq!(of("expenditure_summary", "total basic project", rows), ["208 total mismatch"]);
    }

    #[test]
    fn a_change_alone_in_its_row_is_compared_with_nothing() {
        let columns = "amount@prior amount amount@change";
        let rows =
            |last: &str| vec![row("three_public.total", "4.00 5.00 1.00"), row("增减额", last)];
        assert_eq!(of("three_public_expenses", columns, rows("_ _ 1.00")), [""; 0]);
        assert_eq!(of("three_public_expenses", columns, rows("4.00 _ 1.00")).len(), 1);
    }

    #[test]
    fn changes_and_carry_over_add_up() {
        let columns = "amount@prior amount amount@change";
        assert_eq!(
            of(
                "three_public_expenses",
                columns,
                vec![row("three_public.total", "5.00 4.00 -1.00")]
            ),
            [""; 0]
        );
        let wrong =
            of("three_public_expenses", columns, vec![row("three_public.total", "5.00 4.00 1.00")]);
        assert_eq!(wrong, ["three_public.total amount mismatch"]);
        let columns =
            "total current_income general_public_budget carryover general_public_budget@carryover";
        assert_eq!(
            of("income_summary", columns, vec![row("total", "9.00 8.00 8.00 1.00 1.00")]),
            [""; 0]
        );
        assert_eq!(
            of("income_summary", columns, vec![row("total", "9.00 8.00 8.00 1.00 ?")]),
            ["total carryover not_checked"]
        );
    }
}
