//! W1: the two-sided summaries add up.

use crate::model::{Basis, Check, Row, Side};
use crate::reconcile::Rule;
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::place::{Finish, on_cell};
use crate::reconcile::tolerance::{Figure, Relation, Sum, compare};
use std::collections::{BTreeMap, HashMap};

pub(in crate::reconcile) const RULE: Rule = Rule {
    id: "W1",
    title: "two-sided summaries add up",
    what: "Income total = sum of the income items; expenditure total = sum of the expenditure items; income total = \
           expenditure total. Where 本年收入合计 and 本年支出合计 are printed they are the sums of the year's items, and the \
           totals add carry-over, surplus used and carry-forward to them. An item printed as a part of another (其中, 1、 \
           under 一、) is not added twice; the parts of an item add up to it.",
    why: "The summary is what readers quote; an item lost or added twice changes the whole budget.",
    source: "contract, checks.md, W1; 收支总表 of 财预〔2016〕143号; 收入支出决算总表 (财决01表)",
    example: "income 598.29 = 598.29; expenditure 67.42 + 26.90 + 431.25 + 72.72 = 598.29",
};

/// Items that stand between the year's sum and the grand total.
const AFTER: [&str; 4] =
    ["income.carryover", "income.nonfiscal_surplus_used", "expenditure.carryforward", "expenditure.surplus_distribution"];
/// Expenditure by nature: a second way to split the expenditure that the same side lists by class.
const NATURE: [&str; 5] = [
    "expenditure.basic",
    "expenditure.project",
    "expenditure.reserve",
    "expenditure.remitted_to_superior",
    "expenditure.subsidy_to_affiliates",
];
const FUNDS: [&str; 3] = ["income.general_public_budget", "income.government_fund", "income.state_capital"];
/// Items whose parts, all printed below them, add up to them.
const FAMILIES: [(&str, &[&str]); 4] = [
    ("income.fiscal_appropriation", &FUNDS),
    (
        "income.carryover",
        &[
            "income.carryover.general_public_budget",
            "income.carryover.government_fund",
            "income.carryover.state_capital",
            "income.carryover.fiscal",
            "income.carryover.nonfiscal",
        ],
    ),
    (
        "income.unit_funds",
        &["income.institutional", "income.operating", "income.superior_subsidy", "income.affiliate_remittance", "income.other"],
    ),
    (
        "income.other_funds",
        &["income.institutional", "income.operating", "income.superior_subsidy", "income.affiliate_remittance", "income.other"],
    ),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        let mut sides: Vec<Side> = sheet.table.rows.iter().map(|r| r.side).collect();
        sides.sort_unstable();
        sides.dedup();
        for side in sides {
            let rows: Vec<&Row> = sheet.side(side).collect();
            if side != Side::None || rows.iter().any(|r| r.item == "income.total" || r.item == "expenditure.total") {
                check_side(sheet, &rows, &mut checks);
            }
        }
        balance(sheet, &mut checks);
    }
    checks
}

/// The rows of one side by their part in the sums.
struct Split<'a> {
    total: Option<&'a Row>,
    current: Option<&'a Row>,
    /// Top items of the year.
    year: Vec<&'a Row>,
    /// Top items between the year's sum and the total.
    after: Vec<&'a Row>,
    /// The second way to split the year's expenditure.
    nature: Vec<&'a Row>,
    /// Items with parts, by their row numbers.
    parts: BTreeMap<u32, (&'a Row, Vec<&'a Row>)>,
}

fn is_total(row: &Row) -> bool {
    matches!(row.item.as_str(), "income.total" | "income.current_total" | "expenditure.total" | "expenditure.current_total")
}

fn is_after(row: &Row) -> bool {
    AFTER.contains(&row.item.as_str())
}

fn split<'a>(rows: &[&'a Row]) -> Split<'a> {
    let parent = parents(rows);
    let total = rows.iter().position(|r| matches!(r.item.as_str(), "income.total" | "expenditure.total"));
    let current = rows.iter().position(|r| matches!(r.item.as_str(), "income.current_total" | "expenditure.current_total"));
    let mut split = Split {
        total: total.map(|i| rows[i]),
        current: current.map(|i| rows[i]),
        year: Vec::new(),
        after: Vec::new(),
        nature: Vec::new(),
        parts: BTreeMap::new(),
    };
    let classes = rows.iter().any(|r| r.item.starts_with("function."));
    let both = classes && rows.iter().any(|r| r.item == "expenditure.basic") && rows.iter().any(|r| r.item == "expenditure.project");
    let headed = current.is_some_and(|c| (0..c).any(|i| parent[i].is_none() && !is_after(rows[i])));
    for (index, row) in rows.iter().enumerate().filter(|(_, r)| !is_total(r)) {
        // Items between 本年…合计, printed below the year's items, and the total are no items of the year.
        let between = headed && current.zip(total).is_some_and(|(c, t)| c < index && index < t);
        match parent[index] {
            Some(above) => split.parts.entry(rows[above].number).or_insert((rows[above], Vec::new())).1.push(row),
            None if is_after(row) || between => split.after.push(row),
            None if both && NATURE.contains(&row.item.as_str()) => split.nature.push(row),
            None => split.year.push(row),
        }
    }
    split
}

/// For each row the index of the item that it is a part of; what stands under a total is an item of its own.
fn parents(rows: &[&Row]) -> Vec<Option<usize>> {
    let by_number: HashMap<u32, usize> = rows.iter().enumerate().map(|(i, r)| (r.number, i)).collect();
    let by_item: HashMap<&str, usize> = rows.iter().enumerate().rev().map(|(i, r)| (r.item.as_str(), i)).collect();
    let printed = rows.iter().any(|r| r.part_of.is_some());
    let carry = by_item.get("income.carryover").copied();
    let family = |index: usize| {
        let above = FAMILIES.iter().filter(|(_, parts)| parts.contains(&rows[index].item.as_str()));
        above.filter_map(|(item, _)| by_item.get(item)).copied().filter(|&a| a < index).max()
    };
    let mut parent: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    let mut class = None;
    for (index, row) in rows.iter().enumerate() {
        let said = row.part_of.and_then(|n| by_number.get(&n)).copied().filter(|&above| above < index);
        // Carry-over and the like stand beside the items of the year, never below one of them.
        let said = said.filter(|&above| !is_after(row) || rows[above].item.is_empty());
        // A fund that comes again below 上年结转 is the part of it that is carried over.
        let carried = || FUNDS.contains(&row.item.as_str()).then(|| carry.filter(|&c| c < index)).flatten();
        // Below a class stand its 款 and 项, without an ordinal of their own.
        let unnamed = printed && row.item.is_empty() && row.label == row.name;
        let above = said
            .or_else(|| family(index).filter(|_| !printed || row.item.starts_with("income.carryover.")))
            .or_else(|| class.filter(|_| unnamed));
        let again = by_item.get(row.item.as_str()).is_some_and(|&first| first < index);
        let above = carried().filter(|_| again).or(above);
        parent.push(above.filter(|&above| !is_total(row) && !is_total(rows[above])));
        if row.item.starts_with("function.") && row.part_of.is_none() {
            class = Some(index);
        }
    }
    parent
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
fn push(sheet: &Sheet, row: &Row, measure: Measure, (relation, sum): (Relation, &Sum), words: &str, checks: &mut Vec<Check>) {
    let Some(column) = sheet.place(row, measure.0, measure.1) else { return };
    if let Some(outcome) = compare(relation, sheet.at(row, column), sum) {
        checks.push(on_cell(RULE.id, sheet.table, row, column).worked(outcome, words));
    }
}

fn check_side(sheet: &Sheet, rows: &[&Row], checks: &mut Vec<Check>) {
    let split = split(rows);
    let mut equal = |row: &Row, measure: Measure, sum: &Sum, words: &str| {
        push(sheet, row, measure, (Relation::Equal, sum), words, checks);
    };
    for column in measures(sheet, rows) {
        let add = |rows: &[&Row]| {
            let mut sum = Sum::default();
            rows.iter().for_each(|row| sum.extend(&worth(sheet, &split, row, column)));
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
            equal(row, column, &add(&split.nature), "the total is not the sum of expenditure by nature");
        }
    }
    for (above, parts) in split.parts.values() {
        parts_of(sheet, above, parts, checks);
    }
}

/// The row's figure, or where it is blank the sum of its parts.
fn worth(sheet: &Sheet, split: &Split, row: &Row, column: Measure) -> Sum {
    let own = figure(sheet, row, column);
    let parts = split.parts.get(&row.number).filter(|_| own.is_blank());
    parts.map_or_else(|| Sum::of([own]), |(_, parts)| Sum::of(parts.iter().map(|p| figure(sheet, p, column))))
}

/// An item against its parts: the parts named 其中 stay within it, other parts add up to it.
fn parts_of(sheet: &Sheet, above: &Row, parts: &[&Row], checks: &mut Vec<Check>) {
    let among = parts.iter().any(|r| r.label.contains("其中")) && !FAMILIES.iter().any(|(item, _)| *item == above.item);
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
    let total = |side: Side, item: &str| sheet.side(side).find(|r| r.item == item);
    let Some(income) = total(Side::Income, "income.total") else { return };
    for side in [Side::Expenditure, Side::ExpenditureEconomic, Side::ExpenditureGovernmentEconomic] {
        let Some(expenditure) = total(side, "expenditure.total") else { continue };
        let main = sheet.main_column(expenditure);
        for basis in Basis::ALL {
            let column = match basis {
                Basis::Current => main,
                other => sheet.place(expenditure, "total", other).or(sheet.place(expenditure, "amount", other)),
            };
            let other = match basis {
                Basis::Current => sheet.main(income),
                other => sheet.place(income, "amount", other).map_or(Figure::Blank, |c| sheet.at(income, c)),
            };
            let Some(column) = column else { continue };
            if sheet.at(expenditure, column).is_blank() || other.is_blank() {
                continue;
            }
            if let Some(outcome) = compare(Relation::Equal, sheet.at(expenditure, column), &Sum::of([other])) {
                checks.push(on_cell(RULE.id, sheet.table, expenditure, column).worked(outcome, "expenditure total is not income total"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Row;
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
        assert_eq!(summary(rows("12.00")), ["income.total amount mismatch", "expenditure.total amount mismatch"]);
    }

    #[test]
    fn parts_named_among_others_stay_within() {
        let rows = |of: &str| {
            vec![row("income.general_public_budget", "8.00"), part(1, "其中：专项", row("income.special", of)), row("income.total", "8.00")]
        };
        assert_eq!(summary(rows("3.00")), [""; 0]);
        assert_eq!(summary(rows("8.50")), ["income.general_public_budget amount mismatch"]);
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
