//! N1: totals and their parts in the prose.

use super::whole::{NATURE, Scope, scope, side};
use super::{Candidate, against, money, or_silent};
use crate::catalog::rules::words;
use crate::model::{Check, Classification, FUND_TOTALS, Mention, MoneyScope, Row, Side, Verdict};
use crate::reconcile::across::income::SOURCES;
use crate::reconcile::book::{Book, F1, F2, F3, F4, F5, F10, FUNDS, Set, Sheet};
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N1";

/// The table of all expenditure of fiscal appropriation by subject.
const FISCAL: &str = "fiscal_appropriation_expenditure";

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
    for (index, mention) in book.ledger.narrative.iter().enumerate() {
        let scope = scope(&book.ledger.narrative, index);
        let (mut candidates, mut missing) = (Vec::new(), None);
        let (mut known, mut told) = (false, true);
        for set in &book.sets {
            if let Some(meant) = meant(set, mention, scope, book.is_final()) {
                known = true;
                told &= !meant.untold;
                missing = missing.or(meant.missing);
                candidates.extend(meant.candidates);
            }
        }
        if known {
            let check = against(RULE, book, mention, &candidates, missing);
            checks.push(match check.verdict {
                Verdict::Mismatch if !told => Check {
                    against: check.against,
                    ..on_mention(RULE, mention).not_checked(NotChecked::Apart, "")
                },
                _ => check,
            });
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
    /// No table tells the money apart that the figure is of: that the candidates differ proves nothing.
    untold: bool,
}

/// The figures that the key may mean in these tables; `None` for keys of other rules.
fn meant(set: &Set, mention: &Mention, scope: Scope, is_final: bool) -> Option<Meant> {
    let key = mention.key.as_str();
    let mut meant = Meant::default();
    let of_key = |(k, ..): &&(&str, &'static str, &'static [&str])| *k == key;
    let last = FINAL_ITEMS.iter().find(of_key).filter(|_| is_final);
    if let Some((_, summary, names)) = last.or(ITEMS.iter().find(of_key)) {
        items(set, summary, names, &mut meant);
        // In final accounts the total has what is carried over, too, which that table does not list.
        let of_spending = !is_final || key == "expenditure_fiscal_appropriation";
        if let (F4, None, Some(all), true) = (*summary, set.get(F4), set.get(FISCAL), of_spending) {
            meant.candidates.push((FISCAL, all.whole(|r| all.main(r))));
        }
        if key == "income_expenditure_total" {
            let current = match side(mention) {
                Side::Income => "income.current_total",
                Side::Expenditure => "expenditure.current_total",
                _ => return Some(meant),
            };
            items(set, summary, &[current], &mut meant);
        }
    } else if let Some((_, column)) = NATURE.iter().find(|(k, _)| *k == key) {
        nature_of(set, mention, scope, column, &mut meant);
    } else if let Some(at) = FUND_TOTALS.iter().position(|k| *k == key) {
        fund(set, FUNDS[at], &mut meant);
        let stated = |all: &[Candidate]| all.iter().any(|(_, sum)| !sum.is_empty());
        if !is_final && money::is_of_the_year(mention) && stated(&meant.candidates) {
            let of_table = meant.candidates.len();
            fund_income(set, FUNDS[at], &mut meant);
            meant.untold = !stated(&meant.candidates[of_table..]) && money::has_carryover(set);
        }
    } else {
        match key {
            "government_fund_current_income" => fund_income(set, FUNDS[1], &mut meant),
            "state_capital_current_income" => fund_income(set, FUNDS[2], &mut meant),
            "general_public_budget_class" | "expenditure_class" | "fiscal_appropriation_class" => {
                class(set, mention, scope, &mut meant)
            }
            "agency_operation" => agency_operation(set, &mut meant),
            _ => {
                let source = key.strip_prefix("income_")?;
                let (item, column) = SOURCES.iter().find(|(_, column)| *column == source)?;
                of_source(set, mention, (item, column), &mut meant);
            }
        }
    }
    Some(meant)
}

/// 基本支出, 项目支出 … of the money that the sentence speaks of, or that the figure is of by its section.
fn nature_of(set: &Set, mention: &Mention, scope: Scope, column: &str, meant: &mut Meant) {
    let fund = money::fund(mention);
    let own = fund.and_then(|fund| money::nature(set, fund, column));
    let fiscal = mention.scope == Some(MoneyScope::FiscalAppropriation);
    meant.candidates.extend(own);
    match scope {
        Scope::Fiscal => return fiscal_nature(set, column, meant),
        _ if fiscal => fiscal_nature(set, column, meant),
        _ => {}
    }
    if meant.candidates.iter().all(|(_, sum)| sum.is_empty()) {
        meant.untold = money::is_appropriated(mention);
        nature(set, column, meant);
    }
}

/// A funding source, or what is carried over, of the money that the figure is of.
fn of_source(set: &Set, mention: &Mention, (item, column): (&str, &str), meant: &mut Meant) {
    if column == "carryover" && money::is_appropriated(mention) {
        meant.candidates.extend(money::carryover(set, mention));
        if !meant.candidates.is_empty() {
            return;
        }
        meant.untold = true;
    }
    income(set, item, column, meant);
    // 一般公共预算拨款收入5万元，其中：本年预算4万元、上年结转1万元
    let of_fund = FUNDS.iter().any(|(fund, _)| *fund == column);
    if of_fund && money::speaks_of_carryover(mention) && !money::is_of_the_year(mention) {
        let both = money::with_carryover(set, column);
        meant.untold = both.is_empty() && money::has_carryover(set);
        meant.candidates.extend(both);
    }
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

/// The same within fiscal appropriation: the summary's item, or the funds' tables together.
fn fiscal_nature(set: &Set, column: &str, meant: &mut Meant) {
    meant.candidates.push((F4, Sum::of([set.item_figure(F4, &format!("expenditure.{column}"))])));
    if let Some(all) = set.get(FISCAL) {
        meant.candidates.push((FISCAL, all.whole(|r| all.figure(r, column))));
    }
    let mut funds = Sum::default();
    for sheet in FUNDS.iter().filter_map(|(_, id)| set.get(id)) {
        funds.extend(&sheet.whole(|r| sheet.figure(r, column)));
    }
    meant.candidates.push((F5, funds));
    if set.get(F5).is_none() {
        meant.missing = Some(F5);
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
fn class(set: &Set, mention: &Mention, scope: Scope, meant: &mut Meant) {
    let wanted = mention.subject_code();
    let figure = |sheet: &Sheet, row: &Row| match scope {
        Scope::Nature(column) => sheet.figure(row, column),
        _ => sheet.main(row),
    };
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
            Some(row) => Some(Sum::of([figure(sheet, row)])),
            None if wanted.len() == 3 => {
                Some(sheet.sum_of(Classification::Function, wanted, |r| figure(sheet, r)))
            }
            None => None,
        }
    };
    let fiscal = scope == Scope::Fiscal;
    let tables: &[&str] = if fiscal { &[F5, FISCAL, F4] } else { &[F5, F4, F3, F1] };
    for id in tables {
        meant.candidates.extend(set.get(id).and_then(of).map(|sum| (*id, sum)));
    }
    if tables.iter().all(|id| set.get(id).is_none()) {
        meant.missing = Some(F5);
    }
}

/// Are two class names the same but for a trailing 支出?
fn same(a: &str, b: &str) -> bool {
    let [bare_a, bare_b] = [a, b].map(|name| name.trim_end_matches(words().expenditure));
    !b.is_empty() && bare_a == bare_b
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Identity, Kind, Ledger, Mention};
    use crate::reconcile::testing::{amount, budget, odd, row, run, table};

    fn said(key: &str, printed: &str, sentence: &str) -> Mention {
        Mention {
            key: key.into(),
            amount: Some(amount(printed)),
            stated: format!("{printed}万元"),
            sentence: sentence.into(),
            ..Mention::default()
        }
    }

    fn ledger(mentions: Vec<Mention>) -> Ledger {
        let all = vec![row("205", "9.00 4.00 5.00"), row("total", "9.00 4.00 5.00")];
        let fiscal = vec![row("205", "6.00 3.00 3.00"), row("total", "6.00 3.00 3.00")];
        let columns = "total basic project";
        let mut ledger = budget(vec![
            table("expenditure_summary", columns, all),
            table("general_public_budget_expenditure", columns, fiscal),
        ]);
        ledger.narrative = mentions;
        ledger
    }

    #[test]
    fn parts_are_those_of_the_money_spoken_of() {
        let sentence = "财政拨款支出6.00万元，其中：基本支出3.00万元，教育支出6.00万元。";
        let fiscal = |basic: &str, class: &str| {
            let sentence = sentence.replace("支出3.00", &format!("支出{basic}"));
            vec![
                said("expenditure_fiscal_appropriation", "6.00", &sentence),
                said("expenditure_basic", basic, &sentence),
                Mention {
                    code: "205".into(),
                    ..said("general_public_budget_class", class, &sentence)
                },
            ]
        };
        let of = |mentions| odd(&run(check, &ledger(mentions)));
        // No summary of fiscal appropriation tells the first.
        let first = "expenditure_fiscal_appropriation  not_checked";
        assert_eq!(of(fiscal("3.00", "6.00")), [first]);
        assert_eq!(of(fiscal("4.00", "6.00")), [first, "expenditure_basic  mismatch"]);
        assert_eq!(of(fiscal("3.00", "9.00")), [first, "205  mismatch"]);
        let parts = "其中：教育支出3.00万元，用于学校。";
        let project = |class: &str| {
            vec![
                said("expenditure_project", "5.00", "项目支出5.00万元，用于学校。"),
                Mention { code: "205".into(), ..said("general_public_budget_class", class, parts) },
            ]
        };
        assert_eq!(of(project("3.00")), [""; 0]);
        assert_eq!(of(project("6.00")), ["205  mismatch"]);
        // The whole is told by its words alone.
        let named = |class: &str| {
            let sentence =
                format!("项目支出预算{class}万元，用于学校，其中：教育支出{class}万元。");
            let said = said("general_public_budget_class", class, &sentence);
            vec![Mention { code: "205".into(), ..said }]
        };
        assert_eq!(of(named("5.00")), [""; 0]);
        assert_eq!(of(named("9.00")), ["205  mismatch"]);
    }

    #[test]
    fn a_total_of_one_side_alone_may_be_the_years() {
        let of = |printed: &str, sentence: &str| {
            let rows = vec![
                row("income.current_total", "7.00"),
                row("income.carryover", "2.00"),
                row("income.total", "9.00"),
                row("expenditure.current_total", "8.00"),
                row("expenditure.total", "9.00"),
            ];
            let identity = Identity { kind: Some(Kind::FinalAccounts), ..Identity::default() };
            let mut ledger = budget(vec![table("income_expenditure_summary", "amount", rows)]);
            ledger.identity = identity;
            ledger.narrative = vec![said("income_expenditure_total", printed, sentence)];
            odd(&run(check, &ledger)).len()
        };
        assert_eq!(of("7.00", "收入总计7.00万元，其中财政拨款收入减少。"), 0);
        assert_eq!(of("8.00", "支出总计8.00万元。"), 0);
        assert_eq!(of("9.00", "收入总计9.00万元。"), 0);
        assert_eq!(of("8.00", "收入总计8.00万元。"), 1);
        assert_eq!(of("7.00", "收、支总计7.00万元。"), 1);
    }
}
