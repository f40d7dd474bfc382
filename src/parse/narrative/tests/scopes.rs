//! Figures of one fund, of the year alone and of all money, each under its own key and scope.

use super::*;

/// `key amount scope` of each mention.
fn scoped(kind: Kind, texts: &[&str]) -> Vec<String> {
    let words = Narrative::builtin().unwrap();
    let (mentions, _) = narrative(&prose(texts), Some(kind), Some(2024), &words);
    let show = |m: Mention| {
        let scope = m.scope.map_or("-", MoneyScope::as_str);
        format!("{} {} {scope}", m.key, m.stated)
    };
    mentions.into_iter().map(show).collect()
}

#[test]
fn what_is_carried_over_of_a_fund_is_that_funds() {
    let texts = [
        "#2四、财政拨款收支预算总体情况",
        "收入包括：一般公共预算拨款收入9万元，其中：本年预算7万元、上年结转2万元；政府性基金预算拨款收入4万元，其中：本年预算3万元、上年结转1万元。",
    ];
    assert_eq!(
        scoped(Kind::Budget, &texts),
        [
            "income_general_public_budget 9万元 general_public_budget",
            "income_carryover 2万元 general_public_budget",
            "income_government_fund 4万元 government_fund",
            "income_carryover 1万元 government_fund",
        ]
    );
}

#[test]
fn the_change_of_a_part_without_a_name_is_none_of_the_whole() {
    assert_eq!(
        budget(&[
            "#2五、一般公共预算支出安排情况",
            "2026年一般公共预算拨款支出9万元（含上年结转2万元），其中：（1）本年预算7万元，比2025年预算增加1万元，增长16.67%；（2）上年结转2万元。",
        ]),
        ["general_public_budget_total 90000", "income_carryover 20000", "income_carryover 20000"]
    );
}

#[test]
fn the_funds_behind_the_money_of_performance_targets_are_parts_of_it() {
    let section = "#2（四）预算绩效情况";
    assert_eq!(
        budget(&[
            section,
            "2026年实行绩效目标管理的项目3个，涉及财政资金9万元，其中一般公共预算当年财政拨款7万元，政府性基金2万元。",
        ]),
        ["performance_target_project_count 3个", "performance_target_amount 90000"]
    );
    assert_eq!(
        budget(&[
            section,
            "设置了2个项目支出绩效目标，涉及一般公共预算当年拨款7万元，政府性基金预算当年拨款2万元。",
        ]),
        ["performance_target_project_count 2个", "performance_target_amount 70000"]
    );
}

#[test]
fn the_spending_of_a_subject_is_no_total_of_its_fund() {
    let section = "#2八、政府性基金预算财政拨款收入支出决算情况说明";
    let named = "1.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）。";
    let whole = "2024年度政府性基金预算财政拨款本年支出9万元。";
    let own = "government_fund_subject 城市建设支出 70000";
    let all = "government_fund_total 90000";
    let same = format!("{named}支出决算为7万元，主要用于建设。");
    assert_eq!(accounts(&[section, whole, &same]), [all, own]);
    assert_eq!(accounts(&[section, whole, named, "支出决算为7万元，主要用于建设。"]), [all, own]);
    assert_eq!(
        accounts(&[section, whole, named, "年初预算为6万元，支出决算为7万元。"]),
        [all, "government_fund_subject_initial_budget 城市建设支出 60000", own]
    );
    assert_eq!(accounts(&[section, "支出决算为7万元。"]), ["government_fund_total 70000"]);
}

#[test]
fn parts_of_basic_expenditure_under_all_spending_are_of_all_money() {
    let of = |above: &str| {
        let text = "其中：基本工资等人员经费支出7万元，公用经费2万元。";
        scoped(Kind::FinalAccounts, &[above, "#3（一）基本支出情况", text])
    };
    let both = |scope: &str| {
        ["basic_personnel 7万元", "basic_public 2万元"].map(|figure| format!("{figure} {scope}"))
    };
    assert_eq!(of("#2三、支出决算情况说明"), both("all"));
    assert_eq!(of("#2五、一般公共预算财政拨款支出决算情况说明"), both("general_public_budget"));
}

#[test]
fn a_total_that_has_the_years_spending_for_a_part_is_that_of_both_sides() {
    assert_eq!(
        accounts(&["支出决算合计9万元，其中：本年支出合计7万元，年末结转和结余2万元。"]),
        ["income_expenditure_total 90000", "expenditure_total 70000", "carryforward 20000"]
    );
    assert_eq!(
        accounts(&[
            "财政拨款支出总计9万元，其中：本年财政拨款支出7万元，年末财政拨款结转和结余2万元。"
        ]),
        [
            "fiscal_appropriation_total 90000",
            "expenditure_fiscal_appropriation 70000",
            "carryforward 20000"
        ]
    );
    // The year's own total is what was spent.
    assert_eq!(
        accounts(&["本年支出合计9万元，其中：基本支出7万元，项目支出2万元。"]),
        ["expenditure_total 90000", "expenditure_basic 70000", "expenditure_project 20000"]
    );
}
