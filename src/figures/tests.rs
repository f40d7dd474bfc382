use super::*;
use crate::model::{
    Amount, At, How, Identity, LedgerTable, Mention, Place, Rect, Row, Stated, Verdict,
};
use crate::reconcile::testing::{amount, budget, named, row, table, wan};

const SUMMARY: &str = "income_expenditure_summary";
const SPENDING: &str = "expenditure_summary";

/// Each figure: name, 万元, where it is from, how it was had.
fn of(ledger: &Ledger) -> Vec<String> {
    figures(ledger, &[], Subjects::embedded()).iter().map(told).collect()
}

fn told(figure: &NamedFigure) -> String {
    let wan = (figure.amount / wan().yuan).normalize();
    format!("{} {wan} {} {}", figure.id, figure.chosen_from, figure.how.as_str())
}

fn tables(tables: Vec<LedgerTable>) -> Vec<String> {
    of(&budget(tables))
}

fn doubt(ledger: &Ledger, id: &str) -> String {
    let all = figures(ledger, &[], Subjects::embedded());
    all.into_iter().find(|f| f.id == id).expect(id).doubt
}

#[test]
fn totals_and_classes_stand_in_the_tables_that_state_them() {
    let summary = vec![
        row("income.general_public_budget", "8.00"),
        row("income.carryover", "_"),
        row("income.current_total", "8.00"),
        row("income.total", "9.00"),
        row("function.208", "5.00"),
        row("function.210", "_"),
        row("expenditure.current_total", "6.00"),
        row("expenditure.total", "9.00"),
    ];
    let spending = vec![
        row("total", "6.00 4.00 2.00"),
        row("208", "5.00 4.00 1.00"),
        row("221", "1.00 _ 1.00"),
    ];
    let got = tables(vec![
        table(SUMMARY, "amount", summary),
        table(SPENDING, "total basic project", spending),
    ]);
    let want = [
        "income_total 9 income_expenditure_summary stated",
        "income_current_total 8 income_expenditure_summary stated",
        "income.general_public_budget 8 income_expenditure_summary stated",
        "expenditure_total 9 income_expenditure_summary stated",
        "expenditure_current_total 6 income_expenditure_summary stated",
        "basic 4 expenditure_summary stated",
        "project 2 expenditure_summary stated",
        "function.208 5 expenditure_summary stated",
        "function.221 1 expenditure_summary stated",
    ];
    assert_eq!(got, want);
}

#[test]
fn classes_that_are_not_printed_are_the_sum_of_what_stands_below_them() {
    let rows = vec![
        row("total", "6.00"),
        row("2080501", "2.00"),
        row("2080505", "3.00"),
        row("20899", "0.50"),
        row("2210201", "0.50"),
    ];
    let got = tables(vec![table(SPENDING, "total", rows.clone())]);
    let want = [
        "expenditure_total 6 expenditure_summary stated",
        "function.208 5.5 expenditure_summary sum",
        "function.221 0.5 expenditure_summary sum",
    ];
    assert_eq!(got, want, "a class is a sum even where one row is all that is below it");
    let short = vec![row("total", "9.00"), row("2080501", "2.00"), row("221", "1.00")];
    let short = budget(vec![table(SPENDING, "total", short)]);
    assert!(doubt(&short, "function.208").ends_with("rows below this one may not be printed"));
    assert_eq!(doubt(&short, "function.221"), "", "the page states it");
    // A table that states the classes goes before one that does not.
    let summary =
        table(SUMMARY, "amount", vec![row("function.208", "5.50"), row("function.221", "0.50")]);
    let got = tables(vec![summary, table(SPENDING, "total", rows)]);
    assert_eq!(
        got[1..],
        [
            "function.208 5.5 income_expenditure_summary stated",
            "function.221 0.5 income_expenditure_summary stated"
        ]
    );
}

#[test]
fn names_alone_name_classes() {
    let rows = vec![
        row("total", "2.00"),
        named(1, "208 社会保障和就业支出", "2.00"),
        named(2, "行政事业单位养老支出", "2.00"),
    ];
    let got = figures(&budget(vec![table(SPENDING, "total", rows)]), &[], Subjects::embedded());
    assert_eq!((got[1].id.as_str(), got[1].label.as_str()), ("function.208", "社会保障和就业支出"));
    assert_eq!(got[1].how, How::Stated);
}

#[test]
fn parts_of_a_column_and_of_basic_expenditure_are_added_up() {
    let rows = vec![row("total", "3.00 1.50 0.50 1.00")];
    let got = tables(vec![table(SPENDING, "total basic_personnel basic_public project", rows)]);
    assert!(got.contains(&"basic 2 expenditure_summary sum".into()), "{got:?}");
    assert!(got.contains(&"basic_public 0.5 expenditure_summary stated".into()));
    let rows = vec![row("total", "3.00 2.00")];
    let got = tables(vec![table(SPENDING, "basic@new basic@carryover", rows)]);
    assert_eq!(got, ["basic 5 expenditure_summary sum"]);
}

#[test]
fn the_three_public_figure_is_the_bodys_own_under_whatever_column() {
    let item = "three_public.total";
    let of = |columns: &str, rows| tables(vec![table("three_public_expenses", columns, rows)]);
    assert_eq!(
        of("amount", vec![row(item, "1.00")]),
        ["three_public.total 1 three_public_expenses stated"]
    );
    assert_eq!(
        of("total general_public_budget", vec![row(item, "1.00 0.90")]),
        ["three_public.total 1 three_public_expenses stated"]
    );
    let funds = "general_public_budget government_fund state_capital";
    assert_eq!(
        of(funds, vec![row(item, "1.00 0.00 _")]),
        ["three_public.total 1 three_public_expenses stated"]
    );
    assert_eq!(
        of(funds, vec![row(item, "1.00 0.50 _")]),
        ["three_public.total 1.5 three_public_expenses sum"]
    );
    let unit = |name: &str, cells: &str| Row { row_unit: name.into(), ..row(item, cells) };
    let all = vec![row(item, "3.00"), unit("甲", "1.00"), unit("乙", "2.00")];
    assert_eq!(of("amount", all), ["three_public.total 3 three_public_expenses stated"]);
    // Of several units without a row of the whole, none is the body.
    assert_eq!(of("amount", vec![unit("甲", "1.00"), unit("乙", "2.00")]), [""; 0]);
    let ledger = |body: &str| Ledger {
        identity: Identity { unit_name: Some(body.into()), ..Identity::default() },
        ..budget(vec![table(
            "three_public_expenses",
            "amount",
            vec![unit("某局", "3.00"), unit("某局机关服务中心", "1.00")],
        )])
    };
    assert_eq!(super::tests::of(&ledger("某局（本级）")).len(), 1);
}

#[test]
fn what_is_blank_or_unread_is_absent_and_what_is_zero_is_zero() {
    let rows =
        vec![row("income.total", "?"), row("income.other", "_"), row("expenditure.total", "0.00")];
    let got = tables(vec![table(SUMMARY, "amount", rows)]);
    assert_eq!(got, ["expenditure_total 0 income_expenditure_summary stated"]);
    let rows = vec![row("total", "1.00"), row("2080501", "1.00"), row("2080505", "?")];
    let got = tables(vec![table(SPENDING, "total", rows)]);
    assert_eq!(
        got,
        ["expenditure_total 1 expenditure_summary stated"],
        "a sum with a hole is none"
    );
}

#[test]
fn totals_say_that_the_classes_do_not_add_up_to_them() {
    let ledger = |class: &str| {
        let rows = vec![
            row("function.208", class),
            row("function.221", "1.00"),
            row("expenditure.current_total", "6.00"),
            row("expenditure.total", "9.00"),
        ];
        budget(vec![table(SUMMARY, "amount", rows)])
    };
    assert_eq!(doubt(&ledger("5.00"), "expenditure_total"), "");
    assert_eq!(doubt(&ledger("5.01"), "expenditure_current_total"), "", "rounding explains that");
    let doubts =
        ["expenditure_total", "expenditure_current_total"].map(|id| doubt(&ledger("4.00"), id));
    assert_eq!(doubts, ["the classes add up to 50000 yuan, not to this total"; 2]);
}

#[test]
fn the_prose_stands_in_and_final_accounts_have_what_was_budgeted() {
    let said = |key: &str, figure: &str| Mention {
        key: key.into(),
        amount: Some(Amount { stated: figure.into(), ..amount(figure) }),
        page: 7,
        ..Mention::default()
    };
    let mut ledger = budget(vec![table(
        SUMMARY,
        "amount@budget amount",
        vec![row("income.total", "8.00 9.00")],
    )]);
    ledger.narrative = vec![said("income_total", "8.50"), said("agency_operation", "0.40")];
    assert_eq!(
        of(&ledger),
        [
            "income_total 9 income_expenditure_summary stated",
            "agency_operation 0.4 narrative stated"
        ]
    );
    let class = |name: &str| Mention { name: name.into(), ..said("expenditure_class", "3.00") };
    let classes = Ledger {
        narrative: vec![class("一般公共服务"), class("住房保障支出")],
        ..budget(vec![])
    };
    let want = ["function.201 3 narrative stated", "function.221 3 narrative stated"];
    assert_eq!(of(&classes), want);
    ledger.identity.kind = Some(Kind::FinalAccounts);
    let want = [
        "income_total 9 income_expenditure_summary stated",
        "income_current_total 8.5 narrative stated",
        "agency_operation 0.4 narrative stated",
        "income_total@budget 8 income_expenditure_summary stated",
    ];
    assert_eq!(of(&ledger), want);
}

#[test]
fn what_was_budgeted_stands_in_the_prose_too() {
    let said = |key: &str, figure: &str| Mention {
        key: key.into(),
        amount: Some(Amount { stated: figure.into(), ..amount(figure) }),
        ..Mention::default()
    };
    let mut ledger = budget(vec![]);
    ledger.identity.kind = Some(Kind::FinalAccounts);
    ledger.narrative = vec![
        said("three_public_total_full_year_budget", "7.00"),
        said("three_public_total_initial_budget", "6.00"),
        said("three_public_reception_full_year_budget", "2.00"),
    ];
    let all = figures(&ledger, &[], Subjects::embedded());
    assert_eq!(
        all.iter().map(told).collect::<Vec<_>>(),
        [
            "three_public.total@budget 6 narrative stated",
            "three_public.reception@budget 2 narrative stated"
        ]
    );
    assert_eq!((all[0].label.as_str(), all[1].label.as_str()), ("“三公”经费合计", "全年预算"));
}

#[test]
fn parts_of_procurement_stand_in_its_table_and_add_up_or_are_doubtful() {
    let ledger = |total: &str| {
        let rows = vec![
            row("total", total),
            row("A-货物", "3.00"),
            row("工程B", "1.00"),
            row("服务", "2.00"),
        ];
        budget(vec![table("procurement", "amount", rows)])
    };
    let want = [
        "procurement_total 6",
        "procurement_goods 3",
        "procurement_works 1",
        "procurement_services 2",
    ];
    assert_eq!(of(&ledger("6.00")), want.map(|f| f.to_owned() + " procurement stated"));
    assert_eq!(doubt(&ledger("6.00"), "procurement_works"), "");
    let told = "the parts of procurement_total add up to 60000 yuan, not to this total";
    assert_eq!(doubt(&ledger("7.00"), "procurement_total"), told);
    assert_eq!(doubt(&ledger("7.00"), "procurement_works"), told);
    let mut both = ledger("6.00");
    both.narrative = vec![Mention {
        key: "procurement_total".into(),
        amount: Some(Amount { stated: "0".into(), ..amount("0.00") }),
        ..Mention::default()
    }];
    assert_eq!(doubt(&both, "procurement_total"), "narrative states 0 yuan");
}

#[test]
fn appropriation_that_the_prose_alone_states_is_more_than_its_funds() {
    let ledger = |stated: &str| {
        let rows = vec![row("income.general_public_budget", "6.00"), row("income.total", "6.00")];
        let mut ledger = budget(vec![table("income_expenditure_summary", "amount", rows)]);
        ledger.narrative = vec![Mention {
            key: "income_fiscal_appropriation".into(),
            amount: Some(amount(stated)),
            ..Mention::default()
        }];
        ledger
    };
    assert_eq!(doubt(&ledger("6.00"), "income.fiscal_appropriation"), "");
    assert_eq!(
        doubt(&ledger("9.00"), "income.fiscal_appropriation"),
        "the parts of income.fiscal_appropriation add up to 60000 yuan, not to this total"
    );
}

#[test]
fn economic_classes_without_codes_are_told_by_level_and_name() {
    let rows = vec![
        row("total", "6.00"),
        named(1, "工资福利支出", "4.00"),
        named(2, "基本工资", "4.00"),
        named(1, "商品和服务支出", "2.00"),
        named(1, "没有这样的类", "1.00"),
    ];
    assert_eq!(
        tables(vec![table("basic_expenditure_economic", "total", rows)]),
        [
            "economic.301 4 basic_expenditure_economic stated",
            "economic.302 2 basic_expenditure_economic stated"
        ]
    );
}

#[test]
fn a_figure_has_the_worst_verdict_of_its_checks() {
    let mut total = row("income.total", "9.00");
    let place = Place { page: 3, rect: Rect::new(1.0, 2.0, 3.0, 4.0) };
    (total.cells[0].page, total.cells[0].rect) = (place.page, place.rect);
    let ledger = budget(vec![table(SUMMARY, "amount", vec![total])]);
    let check = |verdict| Check {
        rule: "W1",
        stated: Stated::table(SUMMARY),
        against: vec![],
        lhs: None,
        rhs: None,
        residual: None,
        terms: None,
        bound: None,
        verdict,
        reason: String::new(),
        at: Some(At::Box(place)),
        addends: vec![],
    };
    let verdict = |verdicts: &[Verdict]| {
        let checks: Vec<Check> = verdicts.iter().map(|v| check(*v)).collect();
        figures(&ledger, &checks, Subjects::embedded())[0].verdict
    };
    assert_eq!(
        verdict(&[Verdict::Exact, Verdict::Mismatch, Verdict::Rounding]),
        Some(Verdict::Mismatch)
    );
    assert_eq!(verdict(&[Verdict::NotApplicable]), None);
    assert_eq!(figures(&ledger, &[], Subjects::embedded())[0].page, 3);
}

#[test]
fn a_file_of_several_disclosures_has_no_figures() {
    let summary = || table(SUMMARY, "amount", vec![row("income.total", "9.00")]);
    assert_eq!(tables(vec![summary(), summary()]), [""; 0]);
}

#[test]
fn a_table_beside_another_of_its_kind_leaves_its_figures_in_doubt() {
    let of = |page: u32, columns: &str, amount: &str| {
        let mut table = table(SPENDING, columns, vec![row("total", amount), row("208", amount)]);
        table.page = page;
        table.rows.iter_mut().flat_map(|r| &mut r.cells).for_each(|c| c.page = page);
        table
    };
    let both = budget(vec![of(2, "total", "9.00"), of(5, "total", "6.00")]);
    let why = "another table of this kind, on page 5, states 60000 yuan";
    assert_eq!(doubt(&both, "expenditure_total"), why);
    assert_eq!(doubt(&both, "function.208"), why);
    let same = budget(vec![of(2, "total", "9.00"), of(5, "total", "9.00")]);
    assert_eq!(doubt(&same, "expenditure_total"), "");
    // That of the year before is no rival, wherever it stands.
    let years = budget(vec![of(2, "total@prior", "6.00"), of(5, "total", "9.00")]);
    assert_eq!(doubt(&years, "expenditure_total"), "");
    assert_eq!(super::figures(&years, &[], Subjects::embedded())[0].page, 5);
}
