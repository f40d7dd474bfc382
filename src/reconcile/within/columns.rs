//! W2: the sums printed in a row are the sums of the columns beside them.
//!
//! Columns are known by their ids, and the same few families of columns return in every layout: the funds make up
//! fiscal appropriation, the sources make up the year's income, basic and project expenditure (and three rarer kinds)
//! make up expenditure. A column that the page calls 其中 and that stands alone, or that docs/contract/columns.tsv does not know, is a
//! part that need not add up, and is left out. For other columns
//! outside that list (`other:…`) the table's own rows decide by majority whether they belong to the sum.

use super::majority::{head, memos, with_others};
use crate::model::{Basis, Check, Column, FUND_COLUMNS, OWN_COLUMNS, Row, Side};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::place::{Finish, on_cell};
use crate::reconcile::tolerance::{Figure, Relation, Sum, compare};
use std::collections::HashMap;

pub(in crate::reconcile) const RULE: &str = "W2";

const SOURCES: [&str; 7] = [
    "fiscal_appropriation",
    "general_public_budget",
    "government_fund",
    "state_capital",
    "fiscal_special_account",
    "unit_funds",
    "other_funds",
];

/// One equation of a table's columns.
pub(super) struct Equation {
    pub stated: usize,
    pub add: Vec<usize>,
    pub subtract: Vec<usize>,
    pub words: &'static str,
}

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        let twins = twins(sheet);
        for equation in equations(sheet) {
            for row in &sheet.table.rows {
                let twin = twins.get(&(row.side, row.number)).is_some_and(|rows| {
                    rows.iter().any(|r| !sheet.at(r, equation.stated).is_blank())
                });
                if twin && sheet.at(row, equation.stated).is_blank() {
                    continue;
                }
                if let Some(outcome) = compare(
                    Relation::Equal,
                    sheet.at(row, equation.stated),
                    &sum(sheet, row, &equation, &twins),
                ) {
                    checks.push(
                        on_cell(RULE, sheet.table, row, equation.stated)
                            .worked(outcome, equation.words),
                    );
                }
            }
        }
    }
    checks
}

/// Rows of one number are one row, printed once for each basis.
pub(super) type Twins<'a> = HashMap<(Side, u32), Vec<&'a Row>>;

fn twins<'a>(sheet: &Sheet<'a>) -> Twins<'a> {
    let mut twins = Twins::new();
    sheet.table.rows.iter().for_each(|r| twins.entry((r.side, r.number)).or_default().push(r));
    twins.retain(|_, rows| rows.len() > 1);
    twins
}

pub(super) fn sum(sheet: &Sheet, row: &Row, equation: &Equation, twins: &Twins) -> Sum {
    let at = |column: usize| {
        let others = twins.get(&(row.side, row.number)).into_iter().flatten();
        others.map(|r| sheet.at(r, column)).fold(sheet.at(row, column), Figure::or)
    };
    let mut sum = Sum::of(equation.add.iter().map(|&c| at(c)));
    equation.subtract.iter().for_each(|&c| sum.subtract(at(c)));
    sum
}

fn equations(sheet: &Sheet) -> Vec<Equation> {
    let mut all = Vec::new();
    for basis in Basis::ALL {
        by_nature(sheet, basis, &mut all);
        by_source(sheet, basis, &mut all);
    }
    over_time(sheet, &mut all);
    // Only where the split is printed at all.
    let printed = |columns: &[usize]| {
        columns.iter().any(|&c| sheet.table.rows.iter().any(|r| !sheet.at(r, c).is_blank()))
    };
    all.retain(|e| printed(&e.add) || printed(&e.subtract));
    all
}

/// Is the column printed as 其中?
fn among(sheet: &Sheet, column: usize) -> bool {
    sheet.table.columns[column].label.contains("其中")
}

/// The columns that make up the sum. 其中 above the first of them speaks of the whole list; above a later one it marks a
/// part of those before.
fn addends(sheet: &Sheet, mut columns: Vec<usize>) -> Vec<usize> {
    columns.sort_unstable();
    if columns.first().is_some_and(|&c| !among(sheet, c)) {
        columns.retain(|&c| !among(sheet, c));
    }
    columns
}

/// Columns of that id and basis.
fn find(sheet: &Sheet, id: &str, basis: Basis) -> Vec<usize> {
    let wanted = |c: &Column| c.id == id && c.basis == basis;
    sheet.table.columns.iter().enumerate().filter(|(_, c)| wanted(c)).map(|(i, _)| i).collect()
}

fn find_all(sheet: &Sheet, ids: &[&str], basis: Basis) -> Vec<usize> {
    ids.iter().flat_map(|id| find(sheet, id, basis)).collect()
}

/// The heads above the column's own, if that is a sum's (小计).
fn summed<'a>(sheet: &Sheet<'a>, column: usize) -> Option<&'a str> {
    sheet.table.columns[column]
        .label
        .rsplit_once('/')
        .filter(|(_, own)| own.ends_with('计'))
        .map(|(above, _)| above)
}

/// Does the column stand below these heads?
fn stands_below(sheet: &Sheet, column: usize, heads: &str) -> bool {
    sheet.table.columns[column].label.strip_prefix(heads).is_some_and(|own| own.starts_with('/'))
}

/// 合计 = 基本 + 项目 + …, 基本 = 人员 + 公用. Kinds printed below one source are the parts of that source's 小计.
fn by_nature(sheet: &Sheet, basis: Basis, all: &mut Vec<Equation>) {
    let one = |id: &str| find(sheet, id, basis);
    let (total, basic) = (one("total"), one("basic"));
    let (personnel, public) = (one("basic_personnel"), one("basic_public"));
    let split = personnel.len() == 1 && public.len() == 1;
    if let [stated] = basic[..]
        && split
    {
        let add = vec![personnel[0], public[0]];
        all.push(Equation {
            stated,
            add,
            subtract: vec![],
            words: "基本支出 is not 人员经费 + 公用经费",
        });
    }
    let mut add = match basic.is_empty() {
        true => [personnel, public].concat(),
        false => basic,
    };
    add.extend(find_all(
        sheet,
        &[
            "project",
            "operating",
            "remitted_to_superior",
            "subsidy_to_affiliates",
            "reserve",
            "carryforward",
        ],
        basis,
    ));
    let mut add = addends(sheet, add);
    let mut grouped = false;
    for stated in find_all(sheet, &SOURCES, basis) {
        let Some(heads) = summed(sheet, stated) else { continue };
        let (below, others): (Vec<usize>, Vec<usize>) =
            add.iter().partition(|c| stands_below(sheet, **c, heads));
        if below.len() >= 2 {
            all.push(Equation {
                stated,
                add: below,
                subtract: vec![],
                words: "小计 is not the sum of expenditure by nature",
            });
            add = others;
            grouped = true;
        }
    }
    if let [stated] = total[..] {
        memos(sheet, stated, &mut add);
    }
    // The same column under several heads splits each head, not the table's total.
    let repeated = add.iter().any(|&a| {
        add.iter().any(|&b| a != b && sheet.table.columns[a].id == sheet.table.columns[b].id)
    });
    if let [stated] = total[..]
        && !repeated
        && !grouped
        && !add.is_empty()
        && !(add.len() == 1 && among(sheet, add[0]))
    {
        all.push(Equation {
            stated,
            add,
            subtract: vec![],
            words: "合计 is not the sum of expenditure by nature",
        });
    }
}

/// 合计 = 本年收入 + 上年结转, 本年收入 = the sources, 财政拨款 = the three funds, 上年结转 = its sources.
fn by_source(sheet: &Sheet, basis: Basis, all: &mut Vec<Equation>) {
    let one = |id: &str| find(sheet, id, basis);
    let many = |ids: &[&str]| find_all(sheet, ids, basis);
    let balances = !one("opening_balance").is_empty() || !one("closing_balance").is_empty();
    let spent = !many(&["basic", "basic_personnel", "project"]).is_empty();
    let (fiscal, funds) = (one("fiscal_appropriation"), many(&FUND_COLUMNS));
    if let [stated] = fiscal[..]
        && funds.len() >= 2
    {
        all.push(Equation {
            stated,
            add: funds.clone(),
            subtract: vec![],
            words: "财政拨款 is not the sum of the three funds",
        });
    }
    let mut sources = if fiscal.is_empty() { funds } else { fiscal };
    sources.extend(one("fiscal_special_account"));
    let own = many(&OWN_COLUMNS);
    let pooled = many(&["unit_funds", "other_funds"]);
    let below = |column: &usize| pooled.iter().any(|&p| head(sheet, *column) == head(sheet, p));
    let under: Vec<usize> = own.iter().copied().filter(below).collect();
    if let [stated] = pooled[..]
        && under.len() >= 2
    {
        all.push(Equation {
            stated,
            add: under.clone(),
            subtract: vec![],
            words: "单位资金 is not the sum of its columns",
        });
    }
    sources.extend(own.iter().copied().filter(|c| !under.contains(c)));
    sources.extend(&pooled);
    let (total, current) = (one("total"), one("current_income"));
    let mut later = many(&["carryover", "nonfiscal_surplus_used"]);
    if basis == Basis::Current {
        let carried = carried_sources(sheet);
        if let [stated] = one("carryover")[..]
            && !carried.is_empty()
        {
            all.push(Equation {
                stated,
                add: carried,
                subtract: vec![],
                words: "上年结转 is not the sum of its sources",
            });
        } else if later.is_empty() {
            later = carried;
        }
    }
    if let [stated] = current[..]
        && !balances
        && !spent
        && !sources.is_empty()
    {
        let add = with_others(sheet, stated, sources.clone(), basis);
        all.push(Equation {
            stated,
            add,
            subtract: vec![],
            words: "本年收入 is not the sum of its sources",
        });
    }
    let sources = addends(sheet, sources);
    if sources.is_empty() {
        return;
    }
    let add = match current.is_empty() || balances || spent {
        true => with_others(
            sheet,
            total.first().copied().unwrap_or(0),
            [sources, later].concat(),
            basis,
        ),
        false => [current, later].concat(),
    };
    if let [stated] = total[..]
        && !balances
        && (add.len() >= 2 || add.len() == 1 && !spent && !among(sheet, add[0]))
    {
        all.push(Equation {
            stated,
            add,
            subtract: vec![],
            words: "合计 is not the sum of its sources",
        });
    }
}

/// The source columns of basis `carryover`.
fn carried_sources(sheet: &Sheet) -> Vec<usize> {
    let fiscal = find(sheet, "fiscal_appropriation", Basis::Carryover);
    let mut add =
        if fiscal.is_empty() { find_all(sheet, &FUND_COLUMNS, Basis::Carryover) } else { fiscal };
    let pooled = find_all(sheet, &["unit_funds", "other_funds"], Basis::Carryover);
    add.extend(find(sheet, "fiscal_special_account", Basis::Carryover));
    add.extend(if pooled.is_empty() {
        find_all(sheet, &OWN_COLUMNS, Basis::Carryover)
    } else {
        pooled
    });
    add
}

/// X = X new + X carried over; change = this year − last year.
fn over_time(sheet: &Sheet, all: &mut Vec<Equation>) {
    let columns = &sheet.table.columns;
    for (stated, column) in columns.iter().enumerate() {
        let one = |basis| match find(sheet, column.id.as_str(), basis)[..] {
            [only] => Some(only),
            _ => None,
        };
        let equation = match column.basis {
            Basis::Current => one(Basis::New)
                .zip(one(Basis::Carryover))
                .map(|(a, b)| (vec![a, b], vec![], "the figure is not new + carried over")),
            Basis::Change => {
                let last = [Basis::Prior, Basis::PriorBudget, Basis::PriorFinal].map(one);
                let last: Vec<usize> = last.into_iter().flatten().collect();
                let only = (last.len() == 1).then(|| last[0]);
                one(Basis::Current)
                    .zip(only)
                    .map(|(a, b)| (vec![a], vec![b], "the change is not this year − last year"))
            }
            _ => None,
        };
        if let Some((add, subtract, words)) = equation {
            all.push(Equation { stated, add, subtract, words });
        }
    }
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
