//! Whose money a figure of the prose is, with or without what is carried over, and which figures of the tables are of the
//! same. An equation is worked out between figures of the same money alone: 其中上年结转5万元 of 财政拨款 is no part of another
//! total than that of 财政拨款. Where no table tells such money apart, another figure proves nothing.

use super::Candidate;
use crate::catalog::rules::words;
use crate::model::{Basis, FUND_COLUMNS, Mention, MoneyScope, squeezed};
use crate::reconcile::book::{F1, F2, F4, FUNDS, Set, Sheet};
use crate::reconcile::tolerance::Sum;

/// A fund's column and its table.
type Fund = (&'static str, &'static str);

/// The one fund whose money the figure is.
pub(super) fn fund(mention: &Mention) -> Option<Fund> {
    match mention.scope? {
        MoneyScope::GeneralPublicBudget => Some(FUNDS[0]),
        MoneyScope::GovernmentFund => Some(FUNDS[1]),
        MoneyScope::StateCapital => Some(FUNDS[2]),
        MoneyScope::All | MoneyScope::FiscalAppropriation => None,
    }
}

/// Is it a figure of 财政拨款 or of one fund, not of all money?
pub(super) fn is_appropriated(mention: &Mention) -> bool {
    matches!(mention.scope, Some(scope) if scope != MoneyScope::All)
}

/// Do the words directly before the figure say that it is this year's alone: 一般公共预算当年拨款5万元?
pub(super) fn is_of_the_year(mention: &Mention) -> bool {
    let before = mention.sentence.split(mention.stated.as_str()).next().unwrap_or_default();
    let clause = before.rsplit(['，', '；', '。', '：', '、', ',', ';', ':']).next();
    clause.is_some_and(|clause| has_any(clause, &words().of_the_year))
}

/// Does its sentence speak of what is carried over?
pub(super) fn speaks_of_carryover(mention: &Mention) -> bool {
    has_any(&mention.sentence, &words().carried_over)
}

fn has_any(text: &str, list: &[&str]) -> bool {
    let text = squeezed(text);
    list.iter().any(|word| text.contains(word))
}

/// Do the tables state that anything is carried over?
pub(super) fn has_carryover(set: &Set) -> bool {
    [F1, F4].iter().any(|id| set.item_figure(id, "income.carryover").is_nonzero())
}

/// What is carried over of the money that the figure is of, wherever a table states it.
pub(super) fn carryover(set: &Set, mention: &Mention) -> Vec<Candidate> {
    let one = fund(mention).map(|(fund, _)| fund);
    let funds: Vec<&str> =
        FUND_COLUMNS.into_iter().filter(|f| one.is_none_or(|o| o == *f)).collect();
    let mut found = Vec::new();
    if one.is_none() {
        found.push((F4, Sum::of([set.item_figure(F4, "income.carryover")])));
    }
    for id in [F4, F1] {
        let items = funds.iter().map(|fund| set.item_figure(id, &carried(fund)));
        found.push((id, Sum::of(items)));
    }
    if let Some((sheet, total)) = set.get(F2).and_then(|s| Some((s, s.total()?))) {
        let columns = funds.iter().filter_map(|fund| sheet.place(total, fund, Basis::Carryover));
        found.push((F2, Sum::of(columns.map(|column| sheet.at(total, column)))));
    }
    found.retain(|(_, sum)| !sum.is_empty());
    found
}

/// The summary's item of what is carried over of a fund.
fn carried(fund: &str) -> String {
    format!("income.carryover.{fund}")
}

/// A fund's income of the year and what is carried over of it together, where a summary states the two apart.
pub(super) fn with_carryover(set: &Set, fund: &str) -> Vec<Candidate> {
    let both = |id: &'static str| {
        let carried = set.item_figure(id, &carried(fund));
        let income = set.item_figure(id, &format!("income.{fund}"));
        (!carried.is_blank()).then(|| (id, Sum::of([income, carried])))
    };
    let mut found: Vec<Candidate> = [F4, F1].into_iter().filter_map(both).collect();
    if let Some((sheet, total)) = set.get(F2).and_then(|s| Some((s, s.total()?))) {
        let carried = sheet.place(total, fund, Basis::Carryover).map(|c| sheet.at(total, c));
        let income = sheet.figure(total, fund);
        found.extend(carried.map(|carried| (F2, Sum::of([income, carried]))));
    }
    found
}

/// 基本支出, 项目支出 … of one fund, as its table states it.
pub(super) fn nature(set: &Set, (_, id): Fund, column: &str) -> Option<Candidate> {
    let sheet = set.get(id)?;
    let sum = match sheet.bases_of_whole(column) {
        [] if column == "basic" => split(sheet),
        _ => sheet.whole(|row| sheet.figure(row, column)),
    };
    (!sum.is_empty()).then_some((id, sum))
}

/// 基本支出 of a table that prints its two parts alone.
fn split(sheet: &Sheet) -> Sum {
    let mut sum = Sum::default();
    for part in ["basic_personnel", "basic_public"] {
        sum.extend(&sheet.whole(|row| sheet.figure(row, part)));
    }
    sum
}

#[cfg(test)]
mod tests {
    use crate::model::{Key, Ledger, Mention, MoneyScope};
    use crate::reconcile::prose::{basic, rates, totals};
    use crate::reconcile::testing::{amount, budget, odd, row, run, table};

    const GENERAL: Option<MoneyScope> = Some(MoneyScope::GeneralPublicBudget);
    const FUND: Option<MoneyScope> = Some(MoneyScope::GovernmentFund);
    const FISCAL: Option<MoneyScope> = Some(MoneyScope::FiscalAppropriation);
    const ALL: Option<MoneyScope> = Some(MoneyScope::All);

    fn said(key: &str, printed: &str, scope: Option<MoneyScope>, before: &str) -> Mention {
        Mention {
            key: Key::from(key),
            amount: Some(amount(printed)),
            stated: format!("{printed}万元"),
            sentence: format!("{before}{printed}万元。"),
            scope,
            ..Mention::default()
        }
    }

    /// All money 20 with 5 carried over, of which the general public budget has 10 with 2 and the fund 4 with 1; `split` says
    /// whether the summary of 财政拨款 tells what each fund carries over.
    fn ledger(split: bool, mention: Mention) -> Ledger {
        let all = vec![row("income.carryover", "5.00"), row("income.total", "20.00")];
        let mut fiscal = vec![
            row("income.general_public_budget", "8.00"),
            row("income.government_fund", "3.00"),
            row("income.carryover", "3.00"),
        ];
        if split {
            fiscal.push(row("income.carryover.general_public_budget", "2.00"));
            fiscal.push(row("income.carryover.government_fund", "1.00"));
        } else {
            fiscal.drain(..2);
        }
        let columns = "total basic project";
        let table_of = |id: &str, cells: &str| table(id, columns, vec![row("total", cells)]);
        let mut ledger = budget(vec![
            table("income_expenditure_summary", "amount", all),
            table("fiscal_appropriation_summary", "amount", fiscal),
            table_of("expenditure_summary", "20.00 9.00 11.00"),
            table_of("general_public_budget_expenditure", "10.00 6.00 4.00"),
            table_of("government_fund_expenditure", "4.00 _ 4.00"),
            table(
                "basic_expenditure_economic",
                "total basic_personnel basic_public",
                vec![row("total", "6.00 5.00 1.00")],
            ),
        ]);
        ledger.narrative = vec![mention];
        ledger
    }

    fn n1(split: bool, mention: Mention) -> Vec<String> {
        odd(&run(totals::check, &ledger(split, mention)))
    }

    #[test]
    fn what_is_carried_over_is_that_of_the_same_money() {
        let of =
            |printed: &str, scope| n1(true, said("income_carryover", printed, scope, "上年结转"));
        for (printed, scope) in [("5.00", ALL), ("3.00", FISCAL), ("2.00", GENERAL), ("1.00", FUND)]
        {
            assert_eq!(of(printed, scope), [""; 0], "{scope:?}");
            assert_eq!(of("4.00", scope), ["income_carryover  mismatch"], "{scope:?}");
        }
        let untold = n1(false, said("income_carryover", "2.00", GENERAL, "上年结转"));
        assert_eq!(untold, ["income_carryover  not_checked"]);
    }

    #[test]
    fn a_figure_of_the_year_and_one_with_carry_over_are_two() {
        let total = |printed, split| {
            n1(split, said("general_public_budget_total", printed, GENERAL, "一般公共预算当年拨款"))
        };
        assert_eq!(total("8.00", true), [""; 0]);
        assert_eq!(total("7.00", true), ["general_public_budget_total  mismatch"]);
        assert_eq!(total("8.00", false), ["general_public_budget_total  not_checked"]);
        let plain = said("general_public_budget_total", "8.00", GENERAL, "一般公共预算支出");
        assert_eq!(n1(true, plain), ["general_public_budget_total  mismatch"]);
        let income = |printed| {
            let before = "一般公共预算拨款收入";
            let mention = said("income_general_public_budget", printed, GENERAL, before);
            let sentence = format!("{}其中：上年结转2.00万元。", mention.sentence);
            let mut ledger = ledger(true, Mention { sentence, ..mention });
            ledger.tables[0].rows.push(row("income.general_public_budget", "8.00"));
            odd(&run(totals::check, &ledger))
        };
        assert_eq!(income("10.00"), [""; 0]);
        assert_eq!(income("9.00"), ["income_general_public_budget  mismatch"]);
    }

    #[test]
    fn the_nature_of_one_funds_spending_is_in_its_table() {
        let of = |printed, scope| n1(true, said("expenditure_project", printed, scope, "项目支出"));
        for (printed, scope) in
            [("11.00", ALL), ("8.00", FISCAL), ("4.00", GENERAL), ("4.00", FUND)]
        {
            assert_eq!(of(printed, scope), [""; 0], "{scope:?}");
            assert_eq!(of("7.00", scope), ["expenditure_project  mismatch"], "{scope:?}");
        }
        assert_eq!(of("11.00", GENERAL), ["expenditure_project  mismatch"]);
    }

    #[test]
    fn the_running_costs_of_all_money_are_not_those_of_the_general_public_budget() {
        let of = |printed, scope| {
            let mention = said("basic_public", printed, scope, "公用经费");
            odd(&run(basic::check, &ledger(true, mention)))
        };
        assert_eq!(of("1.00", ALL), [""; 0]);
        assert_eq!(of("2.00", ALL), ["basic_public  not_checked"]);
        assert_eq!(of("2.00", GENERAL), ["basic_public  mismatch"]);
    }

    #[test]
    fn basic_expenditure_is_a_share_of_what_its_money_has_in_all() {
        let of = |percent: &str, base: &str, key: &str| {
            let rate = Mention {
                key: Key::from(format!("{key}_share_percent")),
                amount: None,
                value: Some(percent.parse().unwrap()),
                value_unit: "%".into(),
                stated: format!("{percent}%"),
                sentence: format!("支出6.00万元，占{base}{percent}%。"),
                scope: GENERAL,
                ..Mention::default()
            };
            let mut ledger = budget(Vec::new());
            ledger.narrative = vec![
                said("expenditure_total", "20.00", ALL, "支出"),
                said("general_public_budget_total", "10.00", GENERAL, "支出"),
                said(key, "6.00", GENERAL, "支出"),
                rate,
            ];
            let checks = run(rates::check, &ledger);
            checks[0].verdict.as_str().to_owned()
        };
        let basic = "basic_expenditure_total";
        assert_eq!(of("60.00", "", basic), "exact");
        assert_eq!(of("60.00", "一般公共预算财政拨款支出的", basic), "exact");
        assert_eq!(of("30.00", "总支出的", basic), "exact");
        assert_eq!(of("100.00", "", basic), "mismatch");
        assert_eq!(of("60.00", "", "expenditure_project"), "exact");
        assert_eq!(of("30.00", "", "expenditure_project"), "mismatch");
    }
}
