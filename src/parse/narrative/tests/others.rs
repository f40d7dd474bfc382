//! Figures that bear the names of the body's own and are none: of other years, of other bodies, of parts.

use super::*;

#[test]
fn what_is_said_of_another_year_is_none_of_this_one() {
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    assert_eq!(
        b(
            "2024年本部门政府采购支出总额210.50万元，其中：货物60.20万元，服务150.30万元。2025年政府采购预算总额500.00万元。"
        ),
        ["procurement_total 5000000"]
    );
    assert_eq!(
        b(
            "上年“三公”经费预算31.00万元，其中：公务接待费6.00万元。本年“三公”经费预算28.50万元，其中：公务接待费5.50万元。"
        ),
        ["three_public_total 285000", "three_public_reception 55000"]
    );
    assert_eq!(
        b(
            "公务接待费预算5.00万元，上年预算6.00万元，减少1.00万元；会议费预算12.00万元，2024年预算10.00万元，增加2.00万元。"
        ),
        [
            "three_public_reception 50000",
            "three_public_reception_change -10000",
            "meetings 120000",
            "meetings_change 20000",
        ]
    );
    assert_eq!(
        b("2024年一般公共预算支出执行数520.00万元，其中：一般公共服务支出470.00万元。"),
        ["general_public_budget_total_prior_final 5200000"]
    );
    assert_eq!(
        b("2024年会议费执行数为5.00万元，预算安排6.00万元。"),
        ["meetings_prior_final 50000", "meetings 60000"]
    );
    assert_eq!(
        b("2025年收入预算5.00万元，其中：上年结转1.00万元、2024年财政拨款结转2.00万元。"),
        ["income_total 50000", "income_carryover 10000"]
    );
    // What the note says of them.
    let words = Narrative::builtin().unwrap();
    let text = "2024年会议费预算10.00万元，其中：培训费3.00万元。";
    let (mentions, told) = narrative(&prose(&[text]), Some(Kind::Budget), Some(2025), &words);
    assert!(mentions.is_empty());
    assert!(told[0].message.starts_with("2 figures"), "{}", told[0].message);
}

#[test]
fn headings_and_lists_hand_their_year_down() {
    let b = |texts: &[&str]| read(Kind::Budget, 2025, texts);
    assert_eq!(
        b(&[
            "#2一、2024年预算执行情况",
            "收入预算510.00万元。",
            "#2二、2025年预算安排情况",
            "收入预算541.30万元。",
        ]),
        ["income_total 5413000"]
    );
    assert_eq!(
        b(&[
            "2024年收入预算520.00万元，包括：",
            "1.一般公共预算拨款收入510.00万元。",
            "2.事业收入10.00万元。",
            "2025年收入预算541.30万元，包括：",
            "1.一般公共预算拨款收入541.30万元。",
        ]),
        ["income_total 5413000", "income_general_public_budget 5413000"]
    );
}

#[test]
fn final_accounts_tell_neither_the_year_before_nor_the_one_to_come() {
    let a = |text: &str| accounts(&[text]);
    assert_eq!(
        a(
            "2023年度“三公”经费支出15.00万元，其中公务接待费2.00万元；2024年度“三公”经费支出14.35万元，其中公务接待费2.15万元。2023年年末公务用车保有量5辆，2024年年末公务用车保有量4辆。"
        ),
        ["three_public_total 143500", "three_public_reception 21500", "vehicles_held 4辆"]
    );
    assert_eq!(
        a("2024年度公务接待费支出2.15万元，2025年公务接待费预算3.00万元。"),
        ["three_public_reception 21500"]
    );
    assert_eq!(
        accounts(&[
            "#2十、国有资产占用情况",
            "截至2023年12月31日，共有车辆10辆。截至2024年12月31日，共有车辆12辆。",
        ]),
        ["vehicles_owned_total 12辆"]
    );
    assert_eq!(
        a("2023年国内公务接待23批次，2024年国内公务接待31批次。"),
        ["reception_batches 31批次"]
    );
}

#[test]
fn parts_of_subjects_and_projects_are_not_the_bodys_figures() {
    let b = |text: &str| read(Kind::Budget, 2025, &["#2四、一般公共预算支出情况", text]);
    assert_eq!(
        b(
            "（二）一般公共服务支出（类）财政事务（款）一般行政管理事务（项）88.00万元，其中：办案费50.00万元，培训费38.00万元。较上年减少20.80万元。"
        ),
        [
            "general_public_budget_subject 一般行政管理事务 880000",
            "general_public_budget_subject_change 一般行政管理事务 -208000",
        ]
    );
    assert_eq!(
        b(
            "2025年项目支出88.00万元，其中：基层培训费38.00万元，办案费50.00万元。比上年减少20.80万元。2025年培训费5.00万元。"
        ),
        ["expenditure_project 880000", "expenditure_project_change -208000", "training 50000"]
    );
    assert_eq!(
        b(
            "支出预算541.30万元，其中：项目支出88.00万元。项目支出中，会议费20.00万元，培训费38.00万元，较上年减少12.00万元。2025年会议费预算22.00万元。"
        ),
        ["expenditure_total 5413000", "expenditure_project 880000", "meetings 220000"]
    );
    assert_eq!(
        b("2025年机关运行经费86.00万元，其中办公费6.00万元。2025年公务接待费5.00万元。"),
        ["agency_operation 860000", "three_public_reception 50000"]
    );
    assert_eq!(
        b("项目支出：2025年项目支出预算400.00万元，其中：农林水支出400.00万元。"),
        ["expenditure_project 4000000"]
    );
    assert_eq!(
        b(
            "项目支出：2025年项目支出预算400.00万元，主要是完成任务发生的支出，其中：农林水支出400.00万元。"
        ),
        ["expenditure_project 4000000"]
    );
    assert_eq!(b("按部门预算支出经济分类，债务付息支出300.00万元，其他支出20.00万元。"), [""; 0]);
}

#[test]
fn a_change_behind_closed_parts_is_the_wholes() {
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    let whole = [
        "three_public_total 285000",
        "three_public_reception 55000",
        "three_public_vehicle_operation 230000",
        "three_public_total_change -25000",
    ];
    assert_eq!(
        b(
            "2025年“三公”经费预算28.50万元，其中：公务接待费5.50万元，公务用车运行维护费23.00万元；比上年减少2.50万元。"
        ),
        whole
    );
    assert_eq!(
        b(
            "2025年“三公”经费预算28.50万元，其中：公务接待费5.50万元，公务用车运行维护费23.00万元。比上年减少2.50万元。"
        ),
        whole
    );
    assert_eq!(
        b(
            "2025年“三公”经费预算28.50万元，其中：公务接待费5.50万元，公务用车运行维护费23.00万元，较上年合计减少2.50万元。"
        ),
        whole
    );
    let last = |text: &str| b(text).pop().unwrap();
    assert_eq!(
        last(
            "公务用车购置及运行费15万元，包括公务用车购置费0万元，与上年基本持平；公务用车运行维护费15万元，比上年减少5万元。"
        ),
        "three_public_vehicle_operation_change -50000"
    );
    assert_eq!(
        last(
            "公务用车购置及运行费15万元，包括公务用车购置费0万元；公务用车运行维护费15万元，比上年减少5万元。"
        ),
        "three_public_vehicle_operation_change -50000"
    );
    // The parts do not make the whole: another may follow.
    assert_eq!(
        b(
            "2025年“三公”经费预算28.50万元，其中：公务接待费5.50万元，公务用车运行维护费20.00万元，比上年减少2.50万元。"
        )[3],
        "three_public_vehicle_operation_change -25000"
    );
}

#[test]
fn parts_sums_and_averages_bear_names_that_are_not_theirs() {
    assert_eq!(
        accounts(&[
            "公务接待费支出3.15万元，其中：国内接待费2.15万元，外事接待费1.00万元。公务用车保有量10辆，车均公务用车运行维护费2.10万元。"
        ]),
        ["three_public_reception 31500", "vehicles_held 10辆"]
    );
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    assert_eq!(
        b("2025年因公出国（境）费和公务接待费合计8.00万元，公务用车购置及运行维护费12.00万元。"),
        ["three_public_vehicles 120000"]
    );
    assert_eq!(
        b(
            "2025年纳入预算绩效管理的项目共18个，其中一级项目3个、二级项目15个，涉及财政资金2,000.00万元。"
        ),
        ["performance_target_project_count 18个", "performance_target_amount 20000000"]
    );
    assert_eq!(
        accounts(&["我厅开展绩效自评，共涉及项目25个。其中，自评得分90分以上的项目23个。"]),
        ["self_evaluation_project_count 25个"]
    );
    assert_eq!(
        b("2025年政府采购预算总额500.00万元，其中：货物类采购预算500.00万元；其中一般公共预算拨款政府采购300.00万元。")
            .iter()
            .filter(|m| m.starts_with("procurement_total"))
            .count(),
        1
    );
    assert_eq!(
        b("收入预算450.00万元，其中：财政专户管理事业收入300.00万元，事业收入150.00万元。"),
        [
            "income_total 4500000",
            "income_fiscal_special_account 3000000",
            "income_institutional_income 1500000",
        ]
    );
}

#[test]
fn money_of_other_bodies_or_of_all_together_is_not_the_bodys() {
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    assert_eq!(
        b(
            "2025年全系统“三公”经费预算46.00万元，其中本级28.50万元。本级机关运行经费123.40万元，下属参公单位机关运行经费30.00万元。"
        ),
        ["agency_operation 1234000"]
    );
    assert_eq!(
        b(
            "全区教育系统2025年政府采购预算5,000.00万元。2025年部门本级收入预算541.30万元，所属单位收入预算2,300.00万元。"
        ),
        ["income_total 5413000"]
    );
    assert_eq!(
        b("某部门下属1家机关和1家参公事业单位的机关运行经费86.00万元。"),
        ["agency_operation 860000"]
    );
    assert_eq!(
        b("全系统“三公”经费46.00万元，其中：公务接待费5.00万元，比上年增加1.00万元。"),
        [""; 0]
    );
    assert_eq!(b("局本级及下属3家单位的机关运行经费456.70万元。"), ["agency_operation 4567000"]);
}

#[test]
fn vehicles_to_be_renewed_are_planned() {
    assert_eq!(
        budget(&[
            "#2十、国有资产占用情况",
            "截至2025年底，共有车辆10辆，其中执法执勤用车10辆。2026年拟更新执法执勤用车2辆、购置特种专业技术用车1辆。",
            "2026年计划更新车辆3辆，其中：执法执勤用车3辆。",
        ]),
        [
            "vehicles_owned_total 10辆",
            "vehicles_owned_law_enforcement 10辆",
            "vehicles_planned_law_enforcement 2辆",
            "vehicles_planned_special_technical 1辆",
            "vehicles_planned_total 3辆",
            "vehicles_planned_law_enforcement 3辆",
        ]
    );
    assert_eq!(
        accounts(&["公务用车购置费支出17.98万元，更新购置执法执勤用车1辆。"]),
        ["three_public_vehicle_purchase 179800", "vehicles_purchased 1辆"]
    );
}

#[test]
fn guests_are_received_and_do_not_travel() {
    assert_eq!(
        accounts(&["公务接待费支出决算3.16万元，全年共接待来访团组26个、来宾198人次。"]),
        ["three_public_reception 31600", "reception_batches 26个", "reception_persons 198人次"]
    );
}

#[test]
fn a_figure_that_another_becomes_is_this_years() {
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    assert_eq!(
        b(
            "机关运行经费由2024年的120.20万元增加到2025年的123.40万元，增长2.66%。“三公”经费预算由上年的31.00万元减少到28.50万元；公务接待费预算从6.00万元压减至5.50万元。"
        ),
        [
            "agency_operation 1234000",
            "agency_operation_change_percent 2.66%",
            "three_public_total 285000",
            "three_public_reception 55000",
        ]
    );
    assert_eq!(
        accounts(&[
            "2024年度“三公”经费支出决算数为14.35万元，比预算数20.00万元减少5.65万元，下降28.25%；比上年决算数15.00万元减少0.65万元，下降4.33%。"
        ]),
        [
            "three_public_total 143500",
            "three_public_total_full_year_budget 200000",
            "three_public_total_prior_final 150000",
            "three_public_total_change -6500",
            "three_public_total_change_percent -4.33%",
        ]
    );
}

#[test]
fn nearly_as_much_is_no_change_of_nothing_and_a_fall_of_less_than_nothing_none() {
    let b = |text: &str| read(Kind::Budget, 2025, &[text]);
    assert_eq!(b("2025年会议费预算20.00万元，与上年基本持平。"), ["meetings 200000"]);
    assert_eq!(b("2025年会议费预算20.00万元，比上年减少-1.50万元。"), ["meetings 200000"]);
    assert_eq!(
        b("2025年会议费预算20.00万元，比上年增加-1.50万元。"),
        ["meetings 200000", "meetings_change -15000"]
    );
}

#[test]
fn a_heading_with_a_note_opens_its_section_before_its_text() {
    assert_eq!(
        budget(&[
            "#2三、支出预算情况",
            "（四）财政拨款收支预算情况的总体说明（详见表4）2026年财政拨款收支总预算2,000.00万元。支出包括：农林水支出1,700.00万元。",
        ]),
        ["fiscal_appropriation_total 20000000", "fiscal_appropriation_class 农林水支出 17000000"]
    );
}

#[test]
fn a_section_that_is_left_out_is_told_once_with_its_figures() {
    let words = Narrative::builtin().unwrap();
    let texts = [
        "#2二、部门预算支出具体情况",
        "甲项目5万元。",
        "乙项目6万元，丙项目7万元。",
        "#2三、名词解释",
        "某词。",
    ];
    let (mentions, told) = narrative(&prose(&texts), Some(Kind::Budget), Some(2025), &words);
    assert!(mentions.is_empty());
    assert_eq!(
        told.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
        [
            "3 amounts of a section are not read, as it is one that the data of the prose leave out: \"二、部门预算支出具体情况\""
        ]
    );
}

#[test]
fn two_totals_that_differ_are_not_one() {
    let same = ["收入总计430.00万元。支出总计430.00万元。"];
    assert_eq!(accounts(&same), ["income_expenditure_total 4300000"; 2]);
    let words = Narrative::builtin().unwrap();
    let other = prose(&["收入总计430.00万元，比上年减少2.00万元。支出总计457.00万元。"]);
    let (mentions, told) = narrative(&other, Some(Kind::FinalAccounts), Some(2024), &words);
    assert!(mentions.is_empty());
    assert_eq!(told.len(), 3);
    assert!(told[2].message.contains("the prose, 457.00万元"), "{}", told[2].message);
}

#[test]
fn the_basic_expenditure_of_all_appropriations_is_theirs() {
    let scopes = |heading: &str| {
        let words = Narrative::builtin().unwrap();
        let texts = [heading, "2026年度财政拨款基本支出预算9.00万元，其中：人员经费8.00万元。"];
        let (mentions, _) = narrative(&prose(&texts), Some(Kind::Budget), Some(2026), &words);
        mentions.iter().map(|m| m.scope).collect::<Vec<_>>()
    };
    let fiscal = Some(MoneyScope::FiscalAppropriation);
    assert_eq!(scopes("#2六、财政拨款基本支出预算情况"), [fiscal; 2]);
    let general = Some(MoneyScope::GeneralPublicBudget);
    assert_eq!(scopes("#2六、一般公共预算财政拨款基本支出预算情况"), [general; 2]);
}
