//! N1: totals and their parts in the prose.

use super::{Candidate, against, or_silent};
use crate::catalog::rules::words;
use crate::model::{Check, Classification, FUND_TOTALS, Mention};
use crate::reconcile::across::income::SOURCES;
use crate::reconcile::book::{Book, F1, F2, F3, F4, F5, F10, FUNDS, Set, Sheet};
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N1";

/// Keys of expenditure by nature and their columns.
const NATURE: [(&str, &str); 5] = [
    ("expenditure_basic", "basic"),
    ("expenditure_project", "project"),
    ("expenditure_operating", "operating"),
    ("expenditure_remitted_to_superior", "remitted_to_superior"),
    ("expenditure_subsidy_to_affiliates", "subsidy_to_affiliates"),
];

/// Keys of the totals, the summary that states them, and the items that they may mean there.
const ITEMS: [(&str, &str, &[&str]); 7] = [
    ("income_total", F1, &["income.total", "income.current_total"]),
    ("expenditure_total", F1, &["expenditure.total", "expenditure.current_total"]),
    ("income_current_total", F1, &["income.current_total", "income.total"]),
    ("expenditure_current_total", F1, &["expenditure.current_total", "expenditure.total"]),
    ("income_expenditure_total", F1, &["income.total"]),
    ("fiscal_appropriation_total", F4, &["expenditure.total", "expenditure.current_total"]),
    ("expenditure_fiscal_appropriation", F4, &["expenditure.total", "expenditure.current_total"]),
];
/// What some of them mean in final accounts instead.
const FINAL_ITEMS: [(&str, &str, &[&str]); 3] = [
    ("income_total", F1, &["income.current_total"]),
    ("expenditure_total", F1, &["expenditure.current_total"]),
    ("fiscal_appropriation_total", F4, &["income.total"]),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for mention in &book.ledger.narrative {
        let (mut candidates, mut missing) = (Vec::new(), None);
        let mut known = false;
        for set in &book.sets {
            if let Some(meant) = meant(set, mention, book.is_final()) {
                known = true;
                missing = missing.or(meant.missing);
                candidates.extend(meant.candidates);
            }
        }
        if known {
            checks.push(against(RULE, book, mention, &candidates, missing));
        }
    }
    or_silent(RULE, book, checks)
}

/// What a mention may mean.
#[derive(Default)]
struct Meant {
    candidates: Vec<Candidate>,
    /// A table that should tell and is not there.
    missing: Option<&'static str>,
}

/// The figures that the key may mean in these tables; `None` for keys of other rules.
fn meant(set: &Set, mention: &Mention, is_final: bool) -> Option<Meant> {
    let key = mention.key.as_str();
    let mut meant = Meant::default();
    let of_key = |(k, ..): &&(&str, &'static str, &'static [&str])| *k == key;
    let last = FINAL_ITEMS.iter().find(of_key).filter(|_| is_final);
    if let Some((_, summary, names)) = last.or(ITEMS.iter().find(of_key)) {
        items(set, summary, names, &mut meant);
    } else if let Some((_, column)) = NATURE.iter().find(|(k, _)| *k == key) {
        nature(set, column, &mut meant);
    } else if let Some(at) = FUND_TOTALS.iter().position(|k| *k == key) {
        fund(set, FUNDS[at], &mut meant);
    } else {
        match key {
            "government_fund_current_income" => fund_income(set, FUNDS[1], &mut meant),
            "state_capital_current_income" => fund_income(set, FUNDS[2], &mut meant),
            "general_public_budget_class" => class(set, mention, &mut meant),
            "agency_operation" => agency_operation(set, &mut meant),
            _ => {
                let source = key.strip_prefix("income_")?;
                let (item, column) = SOURCES.iter().find(|(_, column)| *column == source)?;
                income(set, item, column, &mut meant);
            }
        }
    }
    Some(meant)
}

/// Totals that a summary states.
fn items(set: &Set, summary: &'static str, names: &[&str], meant: &mut Meant) {
    let Some(sheet) = set.get(summary) else {
        meant.missing = Some(summary);
        return;
    };
    let rows = names.iter().filter_map(|name| sheet.item(name));
    meant.candidates.extend(rows.map(|row| (summary, Sum::of([sheet.main(row)]))));
}

/// A fund's income of the year: its table's, or the summary's item.
fn fund_income(set: &Set, (fund, table): (&str, &'static str), meant: &mut Meant) {
    let column = set.get(table).and_then(|s| Some(s.figure(s.total()?, "current_income")));
    meant.candidates.extend(column.map(|figure| (table, Sum::of([figure]))));
    let item = set.item_figure(F4, &format!("income.{fund}"));
    meant.candidates.push((F4, Sum::of([item])));
}

/// 机关运行经费: the total of its table, or the row below “三公”.
fn agency_operation(set: &Set, meant: &mut Meant) {
    let id = "agency_operation_expenses";
    let own = set.get(id).and_then(|s| Some((id, Sum::of([s.main(s.total()?)]))));
    let row = set.item(F10, "three_public.agency_operation");
    let below = row.map(|(sheet, row)| (F10, Sum::of([sheet.main(row)])));
    meant.candidates.extend(own.into_iter().chain(below));
}

/// A fund's total: its table, or where the fund has none its expenditure in the summary.
fn fund(set: &Set, (fund, id): (&str, &'static str), meant: &mut Meant) {
    match set.get(id) {
        Some(sheet) => {
            meant.candidates.push((id, sheet.whole(|r| sheet.main(r))));
        }
        None if id == F5 => meant.missing = Some(id),
        None => {
            let income = ["income", "income.carryover"]
                .map(|head| set.item_figure(F4, &format!("{head}.{fund}")));
            meant.candidates.push((F4, Sum::of(income)));
        }
    }
}

/// 基本支出, 项目支出 …: the expenditure table's total, or the summary's item.
fn nature(set: &Set, column: &str, meant: &mut Meant) {
    let total = |sheet: &Sheet| {
        let row = sheet.total()?;
        match sheet.bases_of_whole(column) {
            [] if column == "basic" => {
                Some(Sum::of(["basic_personnel", "basic_public"].map(|c| sheet.figure(row, c))))
            }
            _ => Some(Sum::of(sheet.whole_figures(row, column))),
        }
    };
    meant.candidates.extend(set.get(F3).and_then(total).map(|sum| (F3, sum)));
    meant.candidates.push((F1, Sum::of([set.item_figure(F1, &format!("expenditure.{column}"))])));
    if set.get(F3).is_none() {
        meant.missing = Some(F3);
    }
}

/// A funding source: the summary's item, or the income table's column.
fn income(set: &Set, item: &str, column: &str, meant: &mut Meant) {
    meant.candidates.push((F1, Sum::of([set.item_figure(F1, item)])));
    let funds = FUNDS.map(|(fund, _)| set.item_figure(F1, &format!("income.{fund}")));
    if column == "fiscal_appropriation" {
        meant.candidates.push((F1, Sum::of(funds)));
        // With what is carried over, or as its own summary states it.
        meant.candidates.extend(
            ["income.total", "income.current_total"]
                .map(|item| (F4, Sum::of([set.item_figure(F4, item)]))),
        );
    }
    let table = set.get(F2).and_then(|s| Some((F2, Sum::of([s.figure(s.total()?, column)]))));
    meant.candidates.extend(table);
    if set.get(F1).is_none() {
        meant.missing = Some(F1);
    }
}

/// A functional class, by code or by name: of the general public budget, or of all expenditure where the text speaks of that.
fn class(set: &Set, mention: &Mention, meant: &mut Meant) {
    let wanted = mention.subject_code();
    let of = |sheet: &Sheet| {
        let row = sheet.table.rows.iter().find(|r| {
            let class = r
                .code
                .as_ref()
                .filter(|c| c.classification == Classification::Function && c.digits.len() == 3);
            match (class, r.item().strip_prefix("function.")) {
                (Some(code), _) => {
                    code.digits == wanted || wanted.is_empty() && same(&r.name, &mention.name)
                }
                (None, Some(code)) => {
                    code == wanted || wanted.is_empty() && same(&r.name, &mention.name)
                }
                (None, None) => false,
            }
        });
        match row {
            Some(row) => Some(Sum::of([sheet.main(row)])),
            None if wanted.len() == 3 => {
                Some(sheet.sum_of(Classification::Function, wanted, |r| sheet.main(r)))
            }
            None => None,
        }
    };
    for id in [F5, F4, F3, F1] {
        meant.candidates.extend(set.get(id).and_then(of).map(|sum| (id, sum)));
    }
    if set.get(F5).is_none() && set.get(F1).is_none() {
        meant.missing = Some(F5);
    }
}

/// Are two class names the same but for a trailing 支出?
fn same(a: &str, b: &str) -> bool {
    let [bare_a, bare_b] = [a, b].map(|name| name.trim_end_matches(words().expenditure));
    !b.is_empty() && bare_a == bare_b
}
