use super::*;

mod others;
mod scopes;

fn prose(texts: &[&str]) -> Vec<Paragraph> {
    let paragraph = |(i, text): (usize, &&str)| {
        let (heading, text) = match text.strip_prefix('#') {
            Some(t) => (t[..1].parse().ok(), &t[1..]),
            None => (None, *text),
        };
        Paragraph {
            text: text.into(),
            pages: vec![i as u32 + 1; text.chars().count()],
            lines: vec![],
            heading,
        }
    };
    texts.iter().enumerate().map(paragraph).collect()
}

/// `key code value` of each mention; a heading is given as `#depth` and its text.
fn read(kind: Kind, year: u16, texts: &[&str]) -> Vec<String> {
    let words = Narrative::builtin().unwrap();
    let (mentions, _) = narrative(&prose(texts), Some(kind), Some(year), &words);
    let show = |m: Mention| {
        let value = m.amount.map_or_else(
            || format!("{}{}", m.value.unwrap(), m.value_unit),
            |a| a.yuan.normalize().to_string(),
        );
        [m.key.to_string(), m.code, m.name, value]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    mentions.into_iter().map(show).collect()
}

fn budget(texts: &[&str]) -> Vec<String> {
    read(Kind::Budget, 2026, texts)
}

fn accounts(texts: &[&str]) -> Vec<String> {
    read(Kind::FinalAccounts, 2024, texts)
}

#[test]
fn a_sentence_that_introduces_a_list_says_whose_money_it_is() {
    assert_eq!(
        budget(&[
            "支出预算600万元，其中：财政拨款支出预算500万元。财政拨款支出预算中，一般公共预算拨款支出预算为0；政府性基金拨款支出预算500万元。",
            "财政拨款支出增加的主要原因是人员增加。财政拨款支出主要内容如下：",
            "1.“其他支出”科目500万元，主要用于机构运行支出。",
            "2.“教育支出”科目0万元。",
            "“教育支出”科目7万元。",
        ]),
        [
            "expenditure_total 6000000",
            "expenditure_fiscal_appropriation 5000000",
            "general_public_budget_total 0",
            "government_fund_total 5000000",
            "fiscal_appropriation_class 其他支出 5000000",
            "fiscal_appropriation_class 教育支出 0",
            "general_public_budget_class 教育支出 70000",
        ]
    );
    // Nothing else is appropriated.
    let alone = ["财政拨款支出主要内容如下：", "1.“教育支出”科目500万元。"];
    assert_eq!(budget(&alone), ["general_public_budget_class 教育支出 5000000"]);
}

#[test]
fn totals_changes_and_parts() {
    assert_eq!(
        budget(&[
            "2026年，甲市乙局收入预算为1,200.50万元，比上年减少30万元，下降2.44%，主要原因是人员减少5人、压减支出20万元。其中：一般公共预算拨款收入1200.5万元、上年结转结余为0。",
            "相应安排支出预算1200.50万元，与上年持平，其中：基本支出1000万元，占83.30%；项目支出200.5万元，占16.70%。",
        ]),
        [
            "income_total 12005000",
            "income_total_change -300000",
            "income_total_change_percent -2.44%",
            "income_general_public_budget 12005000",
            "income_carryover 0",
            "expenditure_total 12005000",
            "expenditure_total_change 0",
            "expenditure_basic 10000000",
            "expenditure_basic_share_percent 83.30%",
            "expenditure_project 2005000",
            "expenditure_project_share_percent 16.70%",
        ]
    );
}

#[test]
fn a_figure_without_a_name_is_its_headings() {
    assert_eq!(
        budget(&[
            "#2六、一般公共预算“三公”经费支出情况",
            "#3（一）因公出国（境）经费",
            "2026年预算安排5.00万元，比上年增加5万元，增长100%。",
            "#3（二）公务用车购置及运行费",
            "２０２６年预算安排8.2万元，其中：公务用车运行费8.2万元，与上年持平；公务用车购置费0万元，较2025年减少18万元。",
        ]),
        [
            "three_public_overseas_travel 50000",
            "three_public_overseas_travel_change 50000",
            "three_public_overseas_travel_change_percent 100%",
            "three_public_vehicles 82000",
            "three_public_vehicle_operation 82000",
            "three_public_vehicle_operation_change 0",
            "three_public_vehicle_purchase 0",
            "three_public_vehicle_purchase_change -180000",
        ]
    );
}

#[test]
fn subjects_under_the_fund_of_their_section() {
    assert_eq!(
        budget(&[
            "#2二、一般公共预算拨款支出情况",
            "其中（按项级科目分类统计）：",
            "（一）2010301-行政运行12.30万元，主要用于人员支出5万元。",
            "2、公共安全支出（204类）司法（06款）行政运行（01项）7万元。主要用于：业务支出。2025年当年预算执行数为6万元，2026年预算安排7万元，比2025年预算执行数增加16.67%。",
            "（1）住房保障支出（类）支出3万元，与上年相比减少1万元。",
            "4.培训支出（2050803）2万元，较上年增加0.5万元；",
            "#2三、政府性基金预算拨款支出情况",
            "（一）2120815-农村社会事业支出18万元。",
        ]),
        [
            "general_public_budget_subject 2010301 行政运行 123000",
            "general_public_budget_subject 2040601 行政运行 70000",
            "general_public_budget_subject_prior_final 2040601 行政运行 60000",
            "general_public_budget_subject_arranged 2040601 行政运行 70000",
            "general_public_budget_subject_change_percent 2040601 行政运行 16.67%",
            "general_public_budget_class 住房保障支出 30000",
            "general_public_budget_class_change 住房保障支出 -10000",
            "general_public_budget_subject 2050803 培训支出 20000",
            "general_public_budget_subject_change 2050803 培训支出 5000",
            "government_fund_subject 2120815 农村社会事业支出 180000",
        ]
    );
}

#[test]
fn final_accounts_against_their_budget() {
    assert_eq!(
        accounts(&[
            "#2五、一般公共预算财政拨款支出决算情况说明",
            "一般公共预算财政拨款支出年初预算为10万元，全年预算为12万元，支出决算为11万元，完成年初预算的110.00%。决算数小于全年预算数1万元。",
            "1、教育支出（类）进修及培训（款）培训支出（项）。年初预算为2万元，支出决算为2万元，完成年初预算的100%。决算数与预算数持平。",
            "#2七、财政拨款“三公”经费支出决算情况说明",
            "“三公”经费财政拨款支出年初预算为3万元，支出决算为1万元，完成预算的33.33%，其中：公务接待费支出决算为1万元。2024年度“三公”经费支出决算数与2023年度持平。",
            "2024年，开支财政拨款的公务用车保有量为9辆。",
        ]),
        [
            "general_public_budget_total_initial_budget 100000",
            "general_public_budget_total_full_year_budget 120000",
            "general_public_budget_total 110000",
            "general_public_budget_total_completion_percent 110.00%",
            "general_public_budget_subject_initial_budget 培训支出 20000",
            "general_public_budget_subject 培训支出 20000",
            "general_public_budget_subject_completion_percent 培训支出 100%",
            "three_public_total_initial_budget 30000",
            "three_public_total 10000",
            "three_public_total_completion_percent 33.33%",
            "three_public_reception 10000",
            "three_public_total_change 0",
            "vehicles_held 9辆",
        ]
    );
}

#[test]
fn assets_owned_and_planned() {
    assert_eq!(
        budget(&[
            "#3（三）国有资产占用使用情况",
            "截至2025年12月31日，甲局共有车辆3辆，其中：机要通信用车1辆、其他用车2辆。单位价值100万元（含）以上设备4台（套）。",
            "2026年部门预算安排购置车辆1辆，其中：机要通信用车1辆；单位价值100万元（含）以上设备（不含车辆）0台（套）。",
        ]),
        [
            "vehicles_owned_total 3辆",
            "vehicles_owned_confidential_communication 1辆",
            "vehicles_owned_other 2辆",
            "equipment_1m_owned 4台（套）",
            "vehicles_planned_total 1辆",
            "vehicles_planned_confidential_communication 1辆",
            "equipment_1m_planned 0台（套）",
        ]
    );
}

#[test]
fn procurement_and_targets_but_not_what_is_beside_them() {
    assert_eq!(
        budget(&[
            "2026年度政府采购预算总额40万元，其中：货物类采购预算10万元、政府采购工程预算0万元、政府采购服务预算30万元。面向中小企业预留政府采购项目预算金额20万元。",
            "本单位编报绩效目标的项目共6个，涉及项目预算资金55.5万元；绩效跟踪评价的项目2个，涉及预算金额8万元。",
        ]),
        [
            "procurement_total 400000",
            "procurement_goods 100000",
            "procurement_works 0",
            "procurement_services 300000",
            "performance_target_project_count 6个",
            "performance_target_amount 555000",
        ]
    );
}

#[test]
fn glossaries_state_nothing_and_the_unnamed_are_noted() {
    let words = Narrative::builtin().unwrap();
    let texts = [
        "#1第四部分名词解释",
        "一、收入预算：例如收入预算100万元。",
        "#1第五部分说明",
        "某项活动花费7万元。",
    ];
    let (mentions, findings) = narrative(&prose(&texts), Some(Kind::Budget), Some(2026), &words);
    assert!(mentions.is_empty());
    assert_eq!(findings.len(), 2);
    assert!(findings[1].message.starts_with("1 amount of a section is not read, "));
    assert!(
        findings[0].message.starts_with("1 figure of a sentence is not ")
            && findings[0].message.contains("某项活动花费7万元")
    );
    assert_eq!(findings[0].page(), Some(4));
}

#[test]
fn the_sentence_and_page_are_those_of_the_figure() {
    let words = Narrative::builtin().unwrap();
    let mut p = prose(&["概况如下。会议费支出 1.5万元。"]);
    let n = p[0].pages.len();
    p[0].pages[n - 3..].fill(2);
    let (m, _) = narrative(&p, None, None, &words);
    assert_eq!(
        (m[0].key.as_str(), m[0].sentence.as_str(), m[0].stated.as_str(), m[0].page),
        ("meetings", "会议费支出 1.5万元。", "1.5万元", 1)
    );
}

#[test]
fn hostile_prose_is_survived() {
    let words = Narrative::builtin().unwrap();
    let long = "（".repeat(5_000)
        + &"比上年".repeat(2_000)
        + &"9".repeat(400)
        + "万元，"
        + &"年".repeat(3_000);
    let odd = [
        "0",
        "万元",
        "，。；：",
        "比",
        "99999999999999999999999999999万元",
        "收入预算79228162514264337593543950335亿元",
        "-",
        "(类)(款)(项)5万元",
        "比预算增加:5万元",
    ];
    let mut texts: Vec<&str> = odd.to_vec();
    texts.push(&long);
    narrative(&prose(&texts), Some(Kind::FinalAccounts), Some(2026), &words);
    let (m, _) = narrative(&prose(&texts), Some(Kind::Budget), Some(2026), &words);
    // The amount does not fit 28 digits in yuan.
    assert!(m.iter().all(|m| m.amount.is_none() || m.key != "income_total"));
}

#[test]
fn a_rate_in_brackets_is_that_of_the_change_before() {
    assert_eq!(
        budget(&[
            "公务接待费13.31万元，较上年减少4.76万元（26.30%），减少的主要原因是厉行节约。其他资金收入3万元，较上年增加1万元。"
        ]),
        [
            "three_public_reception 133100",
            "three_public_reception_change -47600",
            "three_public_reception_change_percent -26.30%"
        ]
    );
}

#[test]
fn after_a_list_the_change_is_of_the_whole() {
    assert_eq!(
        budget(&[
            "本部门预算收入30万元，其中：一般公共预算拨款20万元、事业收入10万元，较上年减少5万元，下降14.29%。",
            "检察（款）：2026年预算支出合计8万元。本部门机关运行经费预算安排6万元，其中办公费3万元，会议费1万元。",
        ]),
        [
            "income_total 300000",
            "income_general_public_budget 200000",
            "income_institutional_income 100000",
            "income_total_change -50000",
            "income_total_change_percent -14.29%",
            "expenditure_subject 检察 80000",
            "agency_operation 60000",
        ]
    );
}

#[test]
fn words_before_a_bracket_go_on_behind_it() {
    assert_eq!(
        budget(&[
            "公务用车购置及运维费70万元（公务用车购置费0万元，比上年减少18万元；公务用车运维费70万元，比上年增加50万元。）比上年增加32万元，增长84.2%。",
            "会议费预算比上年（8.00万元）减少2.00万元。",
        ]),
        [
            "three_public_vehicles 700000",
            "three_public_vehicle_purchase 0",
            "three_public_vehicle_purchase_change -180000",
            "three_public_vehicle_operation 700000",
            "three_public_vehicle_operation_change 500000",
            "three_public_vehicles_change 320000",
            "three_public_vehicles_change_percent 84.2%",
            "meetings_change -20000",
        ]
    );
}

#[test]
fn last_years_figure_is_not_this_years() {
    assert_eq!(
        budget(&[
            "2025年“三公”经费预算为50万元，2026年“三公”经费预算为45万元，减少5万元。",
            "公务接待费3万元，本年数小于上年预算数0.5万元。培训费预算较2025年决算数4万元增长25%。",
            "2025年公务用车运行费执行数7万元，2026年预算数8万元。",
            "会议费9万元，比上年压减10%，即减少1万元；培训费6万元，同比上年增长20%。",
        ]),
        [
            "three_public_total 450000",
            "three_public_total_change -50000",
            "three_public_reception 30000",
            "three_public_reception_change -5000",
            "training_prior_final 40000",
            "training_change_percent 25%",
            "three_public_vehicle_operation_prior_final 70000",
            "three_public_vehicle_operation 80000",
            "meetings 90000",
            "meetings_change_percent -10%",
            "meetings_change -10000",
            "training 60000",
            "training_change_percent 20%",
        ]
    );
}

#[test]
fn a_change_that_opens_a_sentence_is_of_the_whole_or_of_the_last_part() {
    assert_eq!(
        budget(&[
            "“三公”经费30万元，其中：因公出国（境）费10万元；公务接待费20万元。与2025年相比减少2万元。",
            "公务用车购置及运行费9万元，与上年持平。其中：公务用车购置费0万元；公务用车运行费9万元。与上年持平。",
            "机关运行经费60万元，其中办公费3万元、印刷费1万元。较上年增加5万元。",
            "部门预算支出50万元，其中：一般公共预算拨款40万元、上年结转10万元，较上年减少5万元。",
        ]),
        [
            "three_public_total 300000",
            "three_public_overseas_travel 100000",
            "three_public_reception 200000",
            "three_public_total_change -20000",
            "three_public_vehicles 90000",
            "three_public_vehicles_change 0",
            "three_public_vehicle_purchase 0",
            "three_public_vehicle_operation 90000",
            "three_public_vehicle_operation_change 0",
            "agency_operation 600000",
            "agency_operation_change 50000",
            "expenditure_total 500000",
            "general_public_budget_total 400000",
            "income_carryover 100000",
            "expenditure_total_change -50000",
        ]
    );
}

#[test]
fn changes_of_parts_come_back_behind_their_reasons() {
    assert_eq!(
        budget(&[
            "“三公”经费比上年减少5万元，其中：因公出国（境）费增加0万元，主要原因是无安排；公务用车运行费减少3万元，主要是油料；公务接待费减少2万元。"
        ]),
        [
            "three_public_total_change -50000",
            "three_public_overseas_travel_change 0",
            "three_public_vehicle_operation_change -30000",
            "three_public_reception_change -20000",
        ]
    );
    let reasons =
        ["机关运行经费9万元，比上年减少5万元，主要是人员经费减少4万元；会议费减少1万元。"];
    assert_eq!(budget(&reasons), ["agency_operation 90000", "agency_operation_change -50000"]);
}

#[test]
fn totals_of_one_fund_are_not_the_units() {
    assert_eq!(
        budget(&[
            "某局2026年一般公共预算收支预算180万元，政府性基金收支预算20万元。",
            "预算收入200万元，其中：一般公共预算收入180万元，基金预算收入20万元，财政专户核拨收入0万元，其他来源收入0万元。",
            "部门预算收支安排200万元，财政拨款收、支总预算190万元。",
        ]),
        [
            "general_public_budget_total 1800000",
            "government_fund_total 200000",
            "income_total 2000000",
            "income_general_public_budget 1800000",
            "income_government_fund 200000",
            "income_fiscal_special_account 0",
            "income_other_income 0",
            "income_total 2000000",
            "fiscal_appropriation_total 1900000",
        ]
    );
}

#[test]
fn counts_that_are_nothing_or_parts_of_a_fleet() {
    assert_eq!(
        budget(&[
            "#3（三）国有资产占有使用情况",
            "共有车辆2辆，其中：机要通信用车为0、其他用车2辆；单价100万元（含）以上设备（不含车辆）为0。",
            "2026年计划购置车辆3辆，甲局更新公务车辆1辆、乙中心更新公务车辆2辆。",
        ]),
        [
            "vehicles_owned_total 2辆",
            "vehicles_owned_confidential_communication 0",
            "vehicles_owned_other 2辆",
            "equipment_1m_owned 0",
            "vehicles_planned_total 3辆",
        ]
    );
    assert_eq!(
        accounts(&[
            "#2七、“三公”经费支出决算情况说明",
            "公务用车购置支出0万元，全年更新购置公务用车0辆，金额0万元。",
            "国内公务接待50批次，共计支出5万元。",
            "#2八、预算绩效",
            "组织对甲等5个项目开展了预算事前绩效评估，对4个项目编制了绩效目标，选取3个项目开展绩效监控。",
        ]),
        [
            "three_public_vehicle_purchase 0",
            "vehicles_purchased 0辆",
            "reception_batches 50批次",
            "performance_target_project_count 4个"
        ]
    );
    assert_eq!(
        budget(&[
            "编报整体绩效目标1个；政策绩效目标0个、涉及预算资金0万元；项目绩效目标共2个，涉及项目预算资金30万元。"
        ]),
        ["performance_target_project_count 2个", "performance_target_amount 300000"]
    );
}

#[test]
fn a_paragraph_may_begin_with_its_heading() {
    assert_eq!(
        budget(&[
            "#2四、其他重要事项",
            "（一）机关运行经费。2026年一般公共预算财政拨款运行经费15万元，比2025年减少2万元。",
            "（二）委托业务费情况。2026年委托业务费涉及财拨资金13万元。",
            "（三）其他。运行经费15万元。",
            "（四）政府采购情况说明。",
            "采购预算6万元，其中：货物6万元。",
        ]),
        [
            "agency_operation 150000",
            "agency_operation_change -20000",
            "commissioned_services_total 130000",
            "procurement_total 60000",
            "procurement_goods 60000",
        ]
    );
}

#[test]
fn a_subject_may_be_named_by_its_use() {
    assert_eq!(
        budget(&[
            "1.其他支出（类）彩票公益金安排的支出（款）用于社会福利的彩票公益金支出（项）7万元。"
        ]),
        ["general_public_budget_subject 用于社会福利的彩票公益金支出 70000"]
    );
}

#[test]
fn names_with_brackets_are_names_before_a_colon_and_before_a_comparison() {
    assert_eq!(
        budget(&[
            "#2八、“三公”经费",
            "2026年“三公”经费预算28.20万元，其中：因公出国（境）费与上年持平；公务接待费减少1.30万元。",
            "1.因公出国（境）费用：根据计划，2026年预算安排0万元，与2025年预算持平。",
        ]),
        [
            "three_public_total 282000",
            "three_public_overseas_travel_change 0",
            "three_public_reception_change -13000",
            "three_public_overseas_travel 0",
            "three_public_overseas_travel_change 0",
        ]
    );
}

#[test]
fn labels_of_further_issuers() {
    assert_eq!(
        accounts(&[
            "#2一、收入支出决算总体情况说明",
            "2024年度收、支总计均为90万元。与2023年度决算相比，收支各增加9万元，增长11.11%。",
            "2024年度收入总计90万元、支出总计90万元。",
            "#2二、收入决算情况说明",
            "收入合计80万元，其中：附属单位缴款收入0万元；专户资金收入5万元；其他收入75万元。",
            "#2三、“三公”经费",
            "公务用车购置费及运行维护费支出7万元。国内接待费支出3万元，外事接待费支出1万元。",
            "2024年开支会议费2万元，用于召开会议；开支培训费4万元。",
        ]),
        [
            "income_expenditure_total 900000",
            "income_expenditure_total_change 90000",
            "income_expenditure_total_change_percent 11.11%",
            "income_expenditure_total 900000",
            "income_expenditure_total 900000",
            "income_total 800000",
            "income_affiliate_remittance 0",
            "income_fiscal_special_account 50000",
            "income_other_income 750000",
            "three_public_vehicles 70000",
            "three_public_reception 30000",
            "meetings 20000",
            "training 40000",
        ]
    );
}

#[test]
fn one_side_of_appropriation_alone_is_no_total_of_both() {
    assert_eq!(
        accounts(&["财政拨款支出总计30万元，其中基本支出20万元，项目支出10万元。"]),
        [
            "expenditure_fiscal_appropriation 300000",
            "expenditure_basic 200000",
            "expenditure_project 100000",
        ]
    );
    assert_eq!(
        accounts(&["财政拨款收入总计60万元，财政拨款支出总计60万元。"]),
        ["fiscal_appropriation_total 600000", "fiscal_appropriation_total 600000"]
    );
}

#[test]
fn a_use_of_vehicles_without_a_key_is_none_of_the_others() {
    assert_eq!(
        budget(&["共有车辆9辆，其中：一般公务用车4辆、业务用车2辆、其他用车3辆。"]),
        ["vehicles_owned_total 9辆", "vehicles_owned_other 3辆"]
    );
}

#[test]
fn the_funds_within_fiscal_appropriations() {
    assert_eq!(
        budget(&[
            "#2四、财政拨款收支情况",
            "财政拨款收支总预算50万元。收入包括：一般公共预算拨款40万元、政府性基金预算10万元；支出包括：教育支出50万元。",
            "财政拨款收入50万元，其中：上年结转0万元。本年收入中，一般公共预算财政拨款40万元，政府性基金预算财政拨款10万元。",
        ]),
        [
            "fiscal_appropriation_total 500000",
            "income_general_public_budget 400000",
            "income_government_fund 100000",
            "fiscal_appropriation_class 教育支出 500000",
            "income_fiscal_appropriation 500000",
            "income_carryover 0",
            "income_general_public_budget 400000",
            "income_government_fund 100000",
        ]
    );
    assert_eq!(
        accounts(&[
            "#2四、财政拨款收入支出决算情况说明",
            "财政拨款收入总计60万元、支出总计60万元。",
            "与年初预算相比，年初预算数55万元，决算数60万元。",
            "财政拨款本年收入50万元，比上年增加5万元，主要是人员增加；本年支出55万元。",
            "一般公共预算财政拨款本年收入40万元，主要是人员；本年支出45万元。政府性基金预算财政拨款本年收入10万元；本年支出9万元。",
            "#2五、收入决算情况说明",
            "其他资金3万元，单位资金2万元，占4%。",
            "财政拨款收入50万元（其中：一般公共预算40万元，政府性基金预算10万元）。",
        ]),
        [
            "fiscal_appropriation_total 600000",
            "fiscal_appropriation_total 600000",
            "fiscal_appropriation_total_initial_budget 550000",
            "fiscal_appropriation_total 600000",
            "income_fiscal_appropriation 500000",
            "income_fiscal_appropriation_change 50000",
            "expenditure_fiscal_appropriation 550000",
            "income_general_public_budget 400000",
            "general_public_budget_total 450000",
            "government_fund_total 90000",
            "income_fiscal_appropriation 500000",
            "income_general_public_budget 400000",
            "income_government_fund 100000",
        ]
    );
}

#[test]
fn parts_of_a_subject_or_a_fund_are_not_the_units() {
    assert_eq!(
        budget(&[
            "#2五、一般公共预算支出情况",
            "1.行政运行（2010601）支出预算12万元，其中：基本支出10万元，项目支出2万元。",
            "2.某中学支出20万元，其中：基本支出20万元，项目支出0万元。",
            "工资福利支出预算7万元，占基本支出预算70%，同比减少1万元。",
            "#2六、政府性基金预算支出情况",
            "政府性基金预算支出5万元，其中：基本支出0万元，项目支出5万元。",
            "#2七、政府采购",
            "政府采购预算9万元。按资金类型划分，一般公共预算拨款9万元，财政专户管理的资金0万元。",
        ]),
        [
            "general_public_budget_subject 2010601 行政运行 120000",
            "government_fund_total 50000",
            "procurement_total 90000"
        ]
    );
}

#[test]
fn what_was_completed_may_stand_in_between() {
    assert_eq!(
        accounts(&[
            "#2七、“三公”经费",
            "“三公”经费支出决算为6万元，完成全年预算8万元的75%，比上年增加1万元。其中：公务接待费支出决算为2万元，完成预算4万元的50%，与上年持平。",
            "会议费支出完成年初预算90%。",
        ]),
        [
            "three_public_total 60000",
            "three_public_total_full_year_budget 80000",
            "three_public_total_completion_percent 75%",
            "three_public_total_change 10000",
            "three_public_reception 20000",
            "three_public_reception_full_year_budget 40000",
            "three_public_reception_completion_percent 50%",
            "three_public_reception_change 0",
            "meetings_completion_percent 90%",
        ]
    );
}

#[test]
fn a_change_against_last_year_follows_the_reason_of_one_against_the_budget() {
    assert_eq!(
        accounts(&[
            "#2七、“三公”经费",
            "公务接待费支出决算为3万元，决算数小于预算数的主要原因是节约，与上年相比减少1万元，减少25%，减少的主要原因是节约。",
            "公务用车购置费支出决算为0万元，决算数小于预算数的主要原因是节约，与上年相比持平。",
            "因公出国（境）费支出决算1万元，决算数较预算数减少1万元，主要原因是节约；决算数比2023年度增加0.5万元。",
            "与全年预算相比，会议费全年预算数2万元，决算数1万元，主要原因是：节约；培训费全年预算数3万元，决算数2万元。",
            "公务用车运行费支出决算8万元，较预算减少2万元，降低20%，主要是节约；较2023年度决算增加1万元，增长14.29%。",
        ]),
        [
            "three_public_reception 30000",
            "three_public_reception_change -10000",
            "three_public_reception_change_percent -25%",
            "three_public_vehicle_purchase 0",
            "three_public_vehicle_purchase_change 0",
            "three_public_overseas_travel 10000",
            "three_public_overseas_travel_change 5000",
            "meetings_full_year_budget 20000",
            "meetings 10000",
            "training_full_year_budget 30000",
            "training 20000",
            "three_public_vehicle_operation 80000",
            "three_public_vehicle_operation_change 10000",
            "three_public_vehicle_operation_change_percent 14.29%",
        ]
    );
}

#[test]
fn comparisons_that_name_what_they_compare_or_open_a_paragraph() {
    assert_eq!(
        budget(&[
            "收入总预算90万元，支出总预算90万元。与2025年收支总预算相比，增加9万元。",
            "总收入50万元，其中：事业收入40万元，其他收入10万元。",
            "与上年对比增加5万元，增长11.11%。",
            "收支总预算与上年相比，增加9万元。",
            "会议费2万元，同比无增减变化；培训费3万元，较上年3万元持平。",
            "公务接待费1万元，比上年增（减）0万元。",
        ]),
        [
            "income_total 900000",
            "expenditure_total 900000",
            "income_total_change 90000",
            "income_total 500000",
            "income_institutional_income 400000",
            "income_other_income 100000",
            "income_total_change 50000",
            "income_total_change_percent 11.11%",
            "income_total_change 90000",
            "meetings 20000",
            "meetings_change 0",
            "training 30000",
            "training_change 0",
            "three_public_reception 10000",
            "three_public_reception_change 0",
        ]
    );
}

#[test]
fn assets_behind_a_reason_or_a_use() {
    assert_eq!(
        accounts(&[
            "#2七、“三公”经费",
            "公务用车运行费8万元，主要用于燃料费，2024年末，开支财政拨款的公务用车保有量3辆。",
            "#2八、国有资产占用情况",
            "共有车辆2辆，其中：其他用车2辆。其他用车主要是业务用车，单价100万元以上设备（不含车辆）1台（套）。2025年拟报废处置公务用车1辆。",
        ]),
        [
            "three_public_vehicle_operation 80000",
            "vehicles_held 3辆",
            "vehicles_owned_total 2辆",
            "vehicles_owned_other 2辆",
            "equipment_1m_owned 1台（套）"
        ]
    );
}

#[test]
fn subjects_in_further_spellings() {
    assert_eq!(
        budget(&[
            "#2五、一般公共预算支出情况",
            "1.一般公共服务支出（201）财政事务（06）行政运行（01）：2026年预算数为7万元。",
            "2.2010602一般行政管理事务8万元，主要用于业务。",
            "3.社会保障和就业支出208（类）抚恤08（款）死亡抚恤01（项）2万元。",
            "4.一般公共服务201（类）03（款）01（项）：预算数为3万元。",
            "5.一般公共服务支出-财政事务-行政运行4万元。",
            "6.文化旅游体育与传媒支出类科目5万元。",
            "7.初中教育支出6万元。",
            "支出用于以下方面卫生健康（类）支出9万元。",
        ]),
        [
            "general_public_budget_subject 2010601 行政运行 70000",
            "general_public_budget_subject 2010602 一般行政管理事务 80000",
            "general_public_budget_subject 2080801 死亡抚恤 20000",
            "general_public_budget_subject 2010301 30000",
            "general_public_budget_subject 行政运行 40000",
            "general_public_budget_class 文化旅游体育与传媒支出 50000",
            "general_public_budget_class 卫生健康 90000",
        ]
    );
}

/// Each sentence with what it states.
fn each(read: fn(&[&str]) -> Vec<String>, cases: &[(&[&str], &[&str])]) {
    for (texts, stated) in cases {
        assert_eq!(read(texts), *stated, "{texts:?}");
    }
}

#[test]
fn what_the_rest_of_a_sentence_is_for() {
    each(
        budget,
        &[
            (
                &["2026年预算安排主要用于以下方面：会议费5万元，培训费3万元。"],
                &["meetings 50000", "training 30000"],
            ),
            (&["会议费5万元，原因：培训费3万元。"], &["meetings 50000"]),
            (&["会议费5万元，主要原因是用于培训3万元，比上年增加2万元。"], &["meetings 50000"]),
            (&["2026年可用于会议费5万元。"], &["meetings 50000"]),
            (
                &["会议费5万元，主要用于业务支出，比上年增加2万元。"],
                &["meetings 50000", "meetings_change 20000"],
            ),
            (
                &["会议费5万元，其中面向中小企业预留3万元；培训费2万元。"],
                &["meetings 50000", "training 20000"],
            ),
            (&["会议费5万元，面向中小企业预留3万元；比上年增加2万元。"], &["meetings 50000"]),
            (
                &["（8）支持中小企业发展专项（2150805）3万元，比上年增加2万元。"],
                &[
                    "general_public_budget_subject 2150805 支持中小企业发展专项 30000",
                    "general_public_budget_subject_change 2150805 支持中小企业发展专项 20000",
                ],
            ),
        ],
    );
    each(
        accounts,
        &[(
            &["培训费支出决算为2万元，较年初预算减少1万元，主要原因是压减，与上年相比减少3万元。"],
            &["training 20000", "training_change -30000"],
        )],
    );
}

#[test]
fn a_reason_ends_where_the_next_name_or_year_begins() {
    each(
        budget,
        &[
            (
                &["会议费5万元，主要用于业务支出，其中：培训费2万元。"],
                &["meetings 50000", "training 20000"],
            ),
            (&["会议费5万元，主要包括培训费2万元。"], &["meetings 50000"]),
            (&["会议费5万元，主要原因是一是新增；二是培训费2万元。"], &["meetings 50000"]),
            (
                &["会议费5万元，主要用于业务；2010301-行政运行2万元。"],
                &["meetings 50000", "general_public_budget_subject 2010301 行政运行 20000"],
            ),
            (&["会议费5万元，主要用于业务；接待外宾的培训费2万元。"], &["meetings 50000"]),
        ],
    );
    each(
        accounts,
        &[
            (
                &[
                    "会议费支出决算为2万元，比上年减少1万元，主要原因是年初预算压减，与上年相比减少1万元。",
                ],
                &["meetings 20000", "meetings_change -10000"],
            ),
            (
                &[
                    "会议费支出决算为2万元，较年初预算减少1万元，主要原因是压减，与上年相比，减少3万元。",
                ],
                &["meetings 20000", "meetings_change -30000"],
            ),
            (
                &[
                    "会议费支出决算为2万元，较年初预算减少1万元，主要原因是压减，与上年度同期全市各部门各单位的实际支出情况相比减少3万元。",
                ],
                &["meetings 20000"],
            ),
        ],
    );
}

#[test]
fn topics_and_classes_last_as_long_as_their_heading() {
    each(
        budget,
        &[
            (&["教育支出（类）培训支出（项）某年度各项工作开展说明。2026年预算安排5万元。"], &[]),
            (&["各单位举办会议费。2026年预算安排5万元。"], &[]),
            (&["会议费。", "2026年预算安排5万元。"], &["meetings 50000"]),
            (&["会议费。", "（一）2026年预算安排5万元。"], &[]),
            (&["会议费。", "#3说明", "2026年预算安排5万元。"], &[]),
            (
                &["教育支出（205类）。进修及培训（08款）培训支出（03项）5万元。"],
                &["general_public_budget_subject 2050803 培训支出 50000"],
            ),
            (
                &[
                    "#2一、一般公共预算支出情况",
                    "教育支出（205类）。",
                    "#2二、政府性基金支出情况",
                    "进修（08款）培训支出（03项）5万元。",
                ],
                &["government_fund_subject 培训支出 50000"],
            ),
            (&["#3会议费", "（1）2026年预算安排5万元。"], &["meetings 50000"]),
            (&["#3会议费", "#4其他资金", "（1）2026年预算安排5万元。"], &["meetings 50000"]),
            (
                &["#3（一）2010301-行政运行", "（1）2026年预算安排5万元。"],
                &["general_public_budget_subject 2010301 行政运行 50000"],
            ),
        ],
    );
}

#[test]
fn whose_money_heading_paragraph_and_sentence_say() {
    each(
        budget,
        &[
            (
                &["2026年政府性基金预算支出5万元。其中：2120815-农村社会事业支出5万元。"],
                &[
                    "government_fund_total 50000",
                    "government_fund_subject 2120815 农村社会事业支出 50000",
                ],
            ),
            (
                &[
                    "#2五、一般公共预算支出情况",
                    "（一）机关运行经费。机关运行经费5万元。",
                    "财政拨款支出3万元。",
                ],
                &["agency_operation 50000", "general_public_budget_total 30000"],
            ),
            (
                &["#2三、政府性基金预算情况", "#3（一）支出情况", "本年支出5万元。"],
                &["government_fund_total 50000"],
            ),
            (
                &["#1某局政府性基金公开", "#2支出情况", "本年支出5万元。"],
                &["expenditure_current_total 50000"],
            ),
            (&["教育支出（类）会议费5万元。"], &["meetings 50000"]),
            (&["专户预算收入5万元。"], &[]),
            (
                &["教育支出（类）培训支出（项）科目拨付5万元。"],
                &["general_public_budget_subject 培训支出 50000"],
            ),
            (
                &[
                    "#2二、一般公共预算拨款支出情况",
                    "（一）2010301-行政运行12万元。按用途分类，包括基本支出5万元。",
                ],
                &[
                    "general_public_budget_subject 2010301 行政运行 120000",
                    "expenditure_basic 50000",
                ],
            ),
        ],
    );
}

#[test]
fn a_figure_without_a_name_follows_what_announced_it() {
    each(
        budget,
        &[
            (
                &["2025年会议费执行数为5万元。", "2026年预算安排6万元。"],
                &["meetings_prior_final 50000"],
            ),
            (&["#3会议费", "上年决算数为5万元。"], &["meetings_prior_final 50000"]),
            (&["#3会议费", "2026年安排会议3个共5万元。"], &[]),
            (&["#3会议费", "2026年预算为0。"], &[]),
            (&["2025年会议费5万元。"], &[]),
            (&["2025年会议费预算为5万元，2026年预算为6万元。"], &["meetings 60000"]),
            (
                &["会议费6万元。2025年预算为5万元，2026年预算为7万元。"],
                &["meetings 60000", "meetings 70000"],
            ),
            (
                &["2025年上年结转收入5万元，2026年收入预算6万元。"],
                &["income_carryover 50000", "income_total 60000"],
            ),
        ],
    );
    each(
        accounts,
        &[(
            &["会议费年初预算为5万元，支出决算为4万元，共计3万元。"],
            &["meetings_initial_budget 50000", "meetings 40000"],
        )],
    );
}

#[test]
fn a_change_is_of_the_part_the_whole_or_what_is_said_again() {
    each(
        budget,
        &[
            (
                &[
                    "收入预算9万元，其中：事业收入5万元，比上年增加1万元；经营收入4万元。比上年减少2万元。",
                ],
                &[
                    "income_total 90000",
                    "income_institutional_income 50000",
                    "income_institutional_income_change 10000",
                    "income_operating_income 40000",
                    "income_operating_income_change -20000",
                ],
            ),
            (
                &["收入预算9万元，其中：某款项5万元。比上年增加1万元。"],
                &["income_total 90000", "income_total_change 10000"],
            ),
            (
                &["收入预算9万元，其中：事业收入9万元，收入比上年增加1万元。"],
                &[
                    "income_total 90000",
                    "income_institutional_income 90000",
                    "income_total_change 10000",
                ],
            ),
            (&["会议费5万元，增加了2万元。"], &["meetings 50000", "meetings_change 20000"]),
            (&["会议费5万元，一般公共预算比上年增加1万元。"], &["meetings 50000"]),
            (
                &["会议费预算5万元，会议比上年增加1万元。"],
                &["meetings 50000", "meetings_change 10000"],
            ),
        ],
    );
}

#[test]
fn no_change_is_stated_once_and_only_against_last_year() {
    each(
        budget,
        &[
            (&["会议费5万元，主要原因是人员与上年持平。"], &["meetings 50000"]),
            (&["会议费5万元。未安排会议，与上年持平。"], &["meetings 50000"]),
            (&["会议费5万元，预算不变。"], &["meetings 50000"]),
            (
                &["会议费5万元，比上年无变化，与上年持平。"],
                &["meetings 50000", "meetings_change 0"],
            ),
            (&["会议费5万元，口径一致，与上年持平。"], &["meetings 50000"]),
            (
                &["会议费5万元。未作调整，其中：与上年持平。"],
                &["meetings 50000", "meetings_change 0"],
            ),
        ],
    );
    each(accounts, &[(&["会议费支出决算为5万元，同比预算持平。"], &["meetings 50000"])]);
    let words = Narrative::builtin().unwrap();
    let (mentions, _) =
        narrative(&prose(&["会议费5万元，与上年无增减变化。"]), None, Some(2026), &words);
    assert_eq!(mentions[1].stated, "无增减变化");
}

#[test]
fn things_and_targets_are_counted_where_they_are_the_matter() {
    each(
        budget,
        &[
            (&["主要原因是绩效目标项目4个增加。"], &[]),
            (
                &["全面实施绩效目标管理，涉及预算项目4个。"],
                &["performance_target_project_count 4个"],
            ),
            (&["绩效目标自评的项目共4个。"], &[]),
            (&["绩效目标自评涉及资金800万元。"], &[]),
            (
                &["编报绩效目标的项目共4个，资金800万元。"],
                &["performance_target_project_count 4个", "performance_target_amount 8000000"],
            ),
            (&["实施绩效目标管理的项目涉及资金800万元。"], &["performance_target_amount 8000000"]),
            (
                &["#2国有资产占有使用情况", "共有车辆5辆，主要用于出行；特种专业技术用车3辆。"],
                &["vehicles_owned_total 5辆", "vehicles_owned_special_technical 3辆"],
            ),
            (
                &["#2国有资产情况", "特种专业技术用车3辆。"],
                &["vehicles_owned_special_technical 3辆"],
            ),
            (
                &["#2国有资产占用情况", "共有车辆5辆，其中共有车辆3辆。"],
                &["vehicles_owned_total 5辆"],
            ),
        ],
    );
}

#[test]
fn subjects_without_a_mark_stand_in_their_sections_alone() {
    each(
        budget,
        &[
            (
                &["#2一般公共预算支出情况", "1.行政运行5万元，比上年增加1万元。"],
                &[
                    "general_public_budget_subject 行政运行 50000",
                    "general_public_budget_subject_change 行政运行 10000",
                ],
            ),
            (
                &["#2一般公共预算支出情况", "2.住房改革支出预算数5万元。"],
                &["general_public_budget_subject 住房改革支出 50000"],
            ),
            (&["#2一般公共预算支出情况", "2.某某工程5万元，比上年增加1万元，增长2%。"], &[]),
            (&["#2政府采购情况", "1.行政运行5万元。"], &[]),
        ],
    );
}

#[test]
fn a_change_since_a_year_before_last_is_told_as_none() {
    each(
        accounts,
        &[
            (
                &["会议费5万元，比2022年增加3万元，增长150%，比2023年增加1万元。"],
                &["meetings 50000", "meetings_change 10000"],
            ),
            (&["会议费5万元，与2022年相比，本年增加3万元。"], &["meetings 50000"]),
            (&["会议费5万元，与2022年持平。"], &["meetings 50000"]),
        ],
    );
}

#[test]
fn the_money_of_the_three_public_expenses_is_that_of_their_total() {
    let words = Narrative::builtin().unwrap();
    let scopes = |texts: &[&str]| {
        let (mentions, _) = narrative(&prose(texts), Some(Kind::Budget), Some(2026), &words);
        mentions.iter().map(|m| m.scope.map_or("", |s| s.as_str())).collect::<Vec<_>>()
    };
    let parts = "1.公务接待费5万元。";
    assert_eq!(scopes(&["#2一般公共预算“三公”经费", parts]), ["general_public_budget"]);
    assert_eq!(scopes(&["#2“三公”经费", parts]), [""]);
    // The number of bodies is no figure that ends what the sentence opens with.
    let bodies = "2026年，某局本级等8家单位的机关运行经费财政拨款预算5万元，比上年增加1万元。";
    assert_eq!(scopes(&[bodies]), ["fiscal_appropriation"; 2]);
    assert_eq!(
        scopes(&["#2“三公”经费", "“三公”经费财政拨款预算5万元。", parts]),
        ["fiscal_appropriation", "fiscal_appropriation"]
    );
    assert_eq!(
        scopes(&["#2收支总体情况", "收入预算9万元，其中：基金收入5万元、上年结转4万元。"]),
        ["all", "government_fund", "all"]
    );
}

#[test]
fn a_count_that_is_of_no_event_is_told() {
    let words = Narrative::builtin().unwrap();
    let notes = |text: &str| {
        let (_, notes) = narrative(&prose(&[text]), Some(Kind::FinalAccounts), Some(2024), &words);
        notes.iter().map(|n| n.message.chars().take(9).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(notes("国内公务接待12批次、96人次。"), [""; 0]);
    assert_eq!(notes("举办培训班，参加1,200人次，共25次。"), ["2 figures"]);
    assert_eq!(notes("第3次会议。"), [""; 0]);
}
