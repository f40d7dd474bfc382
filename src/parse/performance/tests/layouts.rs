//! Where money, goals and values stand on a page: columns side by side, heads of two levels, heads that are blank.

use super::*;

/// The projects and the findings of a page whose cells are these.
fn read(rows: usize, cells: Vec<GridCell>) -> (Vec<Project>, Vec<Finding>) {
    let mut t = table(vec![grid(1, rows, cells)]);
    t.section.title = "项目绩效目标表（单位：万元）".into();
    performance(&[&t], &Performance::builtin().unwrap(), &Units::builtin().unwrap())
}

fn yuan(amount: &Option<crate::model::Amount>) -> Option<Decimal> {
    amount.as_ref().map(|a| a.yuan)
}

/// Total, fiscal and other funds of a project, in yuan.
fn funds(p: &Project) -> [Option<Decimal>; 3] {
    [yuan(&p.funds_total), yuan(&p.funds_fiscal), yuan(&p.funds_other)]
}

/// A project with the money of its whole term beside that of the year.
fn two_terms(year: [&str; 3]) -> Vec<GridCell> {
    let row = |r: usize, labels: [&str; 2], term: &str, year: &str| {
        vec![
            cell(r, 1, 1, 1, labels[0]),
            cell(r, 2, 1, 1, term),
            cell(r, 3, 1, 1, labels[1]),
            cell(r, 4, 1, 1, year),
        ]
    };
    let mut cells = vec![
        cell(0, 0, 1, 1, "项目名称"),
        cell(0, 1, 1, 4, "公租房项目"),
        cell(1, 0, 3, 1, "资金金额"),
        cell(4, 1, 1, 1, "一级指标"),
        cell(4, 2, 1, 1, "二级指标"),
        cell(4, 3, 1, 1, "三级指标"),
        cell(4, 4, 1, 1, "年度（/项目）指标值"),
        cell(5, 1, 1, 1, "产出指标"),
        cell(5, 2, 1, 1, "数量指标"),
        cell(5, 3, 1, 1, "建筑面积"),
        cell(5, 4, 1, 1, "≥13459.00(平方米)"),
    ];
    cells.extend(row(1, ["实施期资金总额：", "年度资金总额："], "30", year[0]));
    cells.extend(row(2, ["其中：财政拨款", "其中：财政拨款"], "28", year[1]));
    cells.extend(row(3, ["其他资金", "其他资金"], "2", year[2]));
    cells
}

#[test]
fn the_money_of_the_year_counts_beside_that_of_the_whole_term() {
    let (projects, findings) = read(6, two_terms(["20", "20", ""]));
    let year = Some(Decimal::from(200_000));
    assert_eq!((funds(&projects[0]), findings.len()), ([year, year, None], 0));
    let term = [300_000, 280_000, 20_000].map(|n| Some(Decimal::from(n)));
    assert_eq!(funds(&read(6, two_terms(["", "", ""])).0[0]), term);
}

#[test]
fn a_head_over_values_of_the_year_or_the_project_is_known() {
    let (projects, _) = read(6, two_terms(["20", "20", ""]));
    assert_eq!(projects[0].indicators[0].value, "≥13459.00(平方米)");
}

#[test]
fn values_under_a_head_that_nobody_knows_are_told_once() {
    let mut cells = two_terms(["20", "20", ""]);
    for c in &mut cells {
        c.lines
            .iter_mut()
            .filter(|l| l.text.contains("指标值"))
            .for_each(|l| l.text = "某值".into());
    }
    cells.extend([cell(6, 3, 1, 1, "套数"), cell(6, 4, 1, 1, "≥2套")]);
    let (projects, findings) = read(7, cells);
    assert_eq!(projects[0].indicators.len(), 2);
    let told: Vec<&str> = findings.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "the head of the indicators names no column of values, and “≥13459.00(平方米)” stands in one that was not read"
        ]
    );
}

#[test]
fn the_names_of_first_groups_tell_their_column_below_a_blank_head() {
    let cells = vec![
        cell(0, 0, 1, 2, ""),
        cell(0, 2, 1, 1, "二级指标"),
        cell(0, 3, 1, 1, "指标内容"),
        cell(0, 4, 1, 1, "指标值"),
        cell(1, 0, 3, 1, "年度绩效指标"),
        cell(1, 1, 2, 1, "产出指标"),
        cell(1, 2, 1, 1, "数量指标"),
        cell(1, 3, 1, 1, "次数"),
        cell(1, 4, 1, 1, "1次"),
        // 成本指标 is a group of the second level here.
        cell(2, 2, 1, 1, "成本指标"),
        cell(2, 3, 1, 1, "成本"),
        cell(2, 4, 1, 1, "2万元"),
        cell(3, 1, 1, 1, "效益指标"),
        cell(3, 2, 1, 1, "社会效益指标"),
        cell(3, 3, 1, 1, "状态"),
        cell(3, 4, 1, 1, "提升"),
    ];
    let (projects, _) = read(4, cells);
    let levels: Vec<&str> = projects[0].indicators.iter().map(|i| i.level1.as_str()).collect();
    assert_eq!(levels, ["产出指标", "产出指标", "效益指标"]);
}

/// A whole body with its funds below heads of two levels.
fn whole_body(first: &str) -> Vec<GridCell> {
    vec![
        cell(0, 0, 1, 1, "部门名称"),
        cell(0, 1, 1, 4, "某局"),
        cell(1, 0, 3, 1, "总体资金情况（万元）"),
        cell(1, 1, 2, 1, "预算支出总额"),
        cell(1, 2, 1, 2, "财政拨款"),
        cell(1, 4, 1, 1, "其他资金"),
        cell(2, 2, 1, 1, first),
        cell(2, 3, 1, 1, "项目支出"),
        cell(2, 4, 1, 1, "合计"),
        cell(3, 1, 1, 1, "9.5"),
        cell(3, 2, 1, 1, "8.5"),
        cell(3, 3, 1, 1, "3.5"),
        cell(3, 4, 1, 1, "1"),
        cell(4, 1, 1, 1, "二级指标"),
        cell(4, 2, 1, 1, "三级指标"),
        cell(4, 3, 1, 1, "指标值"),
        cell(5, 1, 1, 1, "数量指标"),
        cell(5, 2, 1, 1, "次数"),
        cell(5, 3, 1, 1, "1次"),
    ]
}

#[test]
fn the_funds_of_a_whole_body_stand_below_heads_of_two_levels() {
    let want = [95_000, 85_000, 10_000].map(|n| Some(Decimal::from(n)));
    assert_eq!(funds(&read(6, whole_body("合计")).0[0]), want);
    // What stands below a part of the head is a part of its money.
    let want = [want[0], None, want[2]];
    assert_eq!(funds(&read(6, whole_body("基本支出")).0[0]), want);
}

#[test]
fn a_task_whose_name_is_merged_over_two_rows_is_no_sum() {
    let mut cells = whole_body("合计");
    cells.retain(|c| c.row < 1 || c.row > 3);
    cells.extend([
        cell(1, 0, 1, 2, "任务名称"),
        cell(1, 2, 1, 1, "总额"),
        cell(1, 3, 1, 1, "财政拨款"),
        cell(1, 4, 1, 1, "其他资金"),
        cell(2, 0, 2, 2, "任务1"),
        cell(2, 2, 1, 1, "4"),
        cell(2, 3, 1, 1, "4"),
        cell(3, 2, 1, 1, "6"),
        cell(3, 3, 1, 1, "6"),
    ]);
    cells.sort_by_key(|c| (c.row, c.col));
    assert_eq!(funds(&read(6, cells).0[0]), [None; 3]);
}

/// A list of one project whose fiscal funds are printed by their parts.
fn by_parts(second: &str) -> Vec<GridCell> {
    vec![
        cell(0, 0, 1, 1, "项目名称"),
        cell(0, 1, 1, 1, "一般公共预算"),
        cell(0, 2, 1, 1, "政府性基金拨款"),
        cell(0, 3, 1, 1, "三级指标"),
        cell(0, 4, 1, 1, "指标值"),
        cell(1, 0, 1, 1, "某项目"),
        cell(1, 1, 1, 1, "6.5"),
        cell(1, 2, 1, 1, second),
        cell(1, 3, 1, 1, "次数"),
        cell(1, 4, 1, 1, "1次"),
    ]
}

#[test]
fn the_one_part_of_the_fiscal_funds_that_has_money_is_all_of_them() {
    let fiscal = |second: &str| {
        let (projects, findings) = read(2, by_parts(second));
        (yuan(&projects[0].funds_fiscal), findings.len())
    };
    let all = Some(Decimal::from(65_000));
    assert_eq!([fiscal(""), fiscal("0.00"), fiscal("1")], [(all, 0), (all, 0), (None, 1)]);
}

#[test]
fn a_list_may_head_the_fiscal_funds_alone() {
    let cells = vec![
        cell(0, 0, 1, 1, "项目名称"),
        cell(0, 1, 1, 1, "当年财政拨款预算金额"),
        cell(0, 2, 1, 1, "指标名称"),
        cell(0, 3, 1, 1, "指标值"),
        cell(1, 0, 1, 1, "某项目"),
        cell(1, 1, 1, 1, "8,071.45"),
        cell(1, 2, 1, 1, "次数"),
        cell(1, 3, 1, 1, "1次"),
    ];
    let fiscal = Some(Decimal::from(80_714_500));
    assert_eq!(funds(&read(2, cells).0[0]), [None, fiscal, None]);
}

#[test]
fn rows_that_a_form_leaves_blank_are_no_indicators() {
    let cells = vec![
        cell(0, 0, 2, 1, "总体目标"),
        cell(0, 1, 1, 2, "实施期总目标"),
        cell(0, 3, 1, 2, "年度总目标"),
        cell(1, 1, 1, 2, ""),
        cell(1, 3, 1, 2, "完成"),
        cell(2, 1, 1, 1, "一级指标"),
        cell(2, 2, 1, 1, "二级指标"),
        cell(2, 3, 1, 1, "三级指标"),
        cell(2, 4, 1, 1, "指标值"),
        cell(3, 1, 4, 1, "产出指标"),
        cell(3, 2, 1, 1, "数量指标"),
        cell(3, 3, 1, 1, "......"),
        cell(3, 4, 1, 1, ""),
        cell(4, 2, 1, 1, "质量指标"),
        cell(4, 3, 1, 1, "/"),
        cell(4, 4, 1, 1, "-"),
        cell(5, 2, 1, 1, "时效指标"),
        cell(5, 3, 1, 1, "及时率"),
        cell(5, 4, 1, 1, "/"),
    ];
    let (projects, _) = read(7, cells);
    let p = &projects[0];
    let rows: Vec<_> = p.indicators.iter().map(|i| (i.number, i.level3.as_str())).collect();
    assert_eq!((p.annual_goal.as_str(), rows), ("完成", vec![(1, "及时率")]));
}

#[test]
fn a_goal_in_one_cell_with_the_groups_beside_it_is_not_written() {
    let heads = ["项目名称", "绩效目标", "一级指标", "三级指标", "指标值"];
    let mut cells: Vec<GridCell> =
        heads.iter().zip(0..).map(|(head, c)| cell(0, c, 1, 1, head)).collect();
    cells.extend([
        cell(1, 0, 1, 1, "某项目"),
        cell(1, 1, 1, 2, "产出指标通过增设装置，防产出指标止事故的发生，效益指标保证安全。"),
        cell(1, 3, 1, 1, "次数"),
        cell(1, 4, 1, 1, "1次"),
    ]);
    let (projects, findings) = read(2, cells);
    assert_eq!((projects[0].annual_goal.as_str(), findings.len()), ("", 1));
}
