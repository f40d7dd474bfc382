//! Performance tables from their cells.

mod layouts;
mod over_pages;

use super::select::is_performance;
use super::*;
use crate::model::{Form, Line, Rect, Section, SectionKind, Source};
use rust_decimal::Decimal;

fn cell(row: usize, col: usize, rowspan: usize, colspan: usize, text: &str) -> GridCell {
    let rect = Rect::new(
        col as f32 * 100.0,
        row as f32 * 20.0,
        (col + colspan) as f32 * 100.0,
        (row + rowspan) as f32 * 20.0,
    );
    let lines = if text.is_empty() {
        vec![]
    } else {
        vec![Line { text: text.into(), rect, ..Line::default() }]
    };
    GridCell { row, col, rowspan, colspan, rect, lines, ..GridCell::default() }
}

fn grid(page: u32, rows: usize, cells: Vec<GridCell>) -> Grid {
    let edges = |n: usize, d: f32| (0..=n).map(|i| i as f32 * d).collect();
    Grid {
        page,
        rect: Rect::new(0.0, 0.0, 500.0, rows as f32 * 20.0),
        xs: edges(5, 100.0),
        ys: edges(rows, 20.0),
        cells,
        ..Grid::default()
    }
}

fn table(grids: Vec<Grid>) -> Table {
    let section = Section {
        kind: SectionKind::Performance,
        id: None,
        title: "办公经费项目绩效目标表".into(),
    };
    Table { section, grids, above: vec![], below: vec![] }
}

#[test]
fn a_project_over_two_pages_carries_its_groups_down() {
    let first = grid(
        3,
        6,
        vec![
            cell(0, 0, 1, 1, "项目名称"),
            cell(0, 1, 1, 4, "办公经费"),
            cell(1, 0, 1, 1, "主管部门"),
            cell(1, 1, 1, 1, "甲局"),
            cell(1, 2, 1, 1, "实施单位"),
            cell(1, 3, 1, 2, "乙中心"),
            cell(2, 0, 1, 2, "专项资金情况（万元）"),
            cell(2, 2, 1, 1, "资金总额"),
            cell(2, 3, 1, 2, "1,025.5"),
            cell(3, 0, 3, 1, "绩效指标"),
            cell(3, 1, 1, 1, "一级指标"),
            cell(3, 2, 1, 1, "二级指标"),
            cell(3, 3, 1, 1, "三级指标"),
            cell(3, 4, 1, 1, "指标值"),
            cell(4, 1, 2, 1, "产出指标"),
            cell(4, 2, 2, 1, "数量指标"),
            cell(4, 3, 1, 1, "设备数"),
            cell(4, 4, 1, 1, "≥12台"),
            cell(5, 3, 1, 1, "保障人数及"),
            cell(5, 4, 1, 1, "≥3万"),
        ],
    );
    let second = grid(
        4,
        4,
        vec![
            cell(0, 1, 2, 1, ""),
            cell(0, 2, 1, 1, ""),
            cell(0, 3, 1, 1, "场次"),
            cell(0, 4, 1, 1, ""),
            cell(1, 2, 1, 1, "质量指标"),
            cell(1, 3, 1, 1, "合格率"),
            cell(1, 4, 1, 1, "＝100%"),
            cell(2, 0, 1, 1, "备注"),
            cell(2, 1, 1, 4, ""),
            cell(3, 0, 1, 1, "项目名称"),
            cell(3, 1, 1, 4, "另一项目"),
        ],
    );
    let t = table(vec![first, second]);
    let words = Performance::builtin().unwrap();
    assert!(is_performance(&t, &words));
    let (projects, findings) = performance(&[&t], &words, &Units::builtin().unwrap());
    assert!(findings.is_empty());
    assert_eq!(
        projects.iter().map(|p| (p.number, p.name.as_str())).collect::<Vec<_>>(),
        [(1, "办公经费"), (2, "另一项目")]
    );
    let p = &projects[0];
    assert_eq!((p.managing_department.as_str(), p.implementing_unit.as_str()), ("甲局", "乙中心"));
    assert_eq!(p.funds_total.as_ref().unwrap().yuan, "10255000".parse::<Decimal>().unwrap());
    let rows: Vec<_> = p
        .indicators
        .iter()
        .map(|i| (i.level1.as_str(), i.level2.as_str(), i.level3.as_str(), i.value.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("产出指标", "数量指标", "设备数", "≥12台"),
            ("产出指标", "数量指标", "保障人数及场次", "≥3万"),
            ("产出指标", "质量指标", "合格率", "＝100%")
        ]
    );
}

#[test]
fn a_list_names_each_project_beside_its_indicators() {
    let heads = [
        "项目名称",
        "项目总额",
        "绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标性质",
        "本年绩效指标值",
        "绩效度量单位",
    ];
    let head = |cells: &mut Vec<GridCell>| {
        cells.extend(
            heads.iter().enumerate().map(|(i, h)| cell(0, i + usize::from(i > 1), 2, 1, h)),
        );
        cells.extend([cell(0, 2, 1, 1, "其中："), cell(1, 2, 1, 1, "财政资金")]);
    };
    let indicator = |row: usize, texts: [&str; 6]| {
        texts
            .into_iter()
            .enumerate()
            .map(move |(i, t)| cell(row, 4 + i, 1, 1, t))
            .collect::<Vec<GridCell>>()
    };
    let project = |row: usize, rows: usize, texts: [&str; 4]| {
        texts
            .into_iter()
            .enumerate()
            .map(move |(i, t)| cell(row, i, rows, 1, t))
            .collect::<Vec<GridCell>>()
    };
    let mut first = Vec::new();
    head(&mut first);
    first.extend(project(2, 2, ["01-运维", "12.50", "12.50", "保障运行"]));
    first.extend(indicator(2, ["产出指标", "时效指标", "响应时间", "≤", "5", "分钟"]));
    first.extend(indicator(3, ["产出指标", "质量指标", "进度", "定性", "优", ""]));
    let mut second = Vec::new();
    head(&mut second);
    second.extend(project(2, 1, ["01-运维", "12.50", "12.50", "保障运行"]));
    second.extend(indicator(2, ["效益指标", "社会效益指标", "使用率", "≥", "99", "%"]));
    second.extend(project(3, 1, ["02-购置", "3", "", "配齐设备"]));
    second.extend(indicator(3, ["产出指标", "数量指标", "采购数量", "＝", "18", "台/套"]));
    let mut t = table(vec![grid(5, 4, first), grid(6, 4, second)]);
    t.above = vec![Line { text: "金额单位：万元".into(), ..Line::default() }];
    let (projects, findings) =
        performance(&[&t], &Performance::builtin().unwrap(), &Units::builtin().unwrap());
    assert!(findings.is_empty());
    let read: Vec<_> = projects
        .iter()
        .map(|p| {
            (
                p.name.as_str(),
                p.annual_goal.as_str(),
                p.funds_total.as_ref().unwrap().yuan.to_string(),
                p.indicators.len(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("01-运维", "保障运行", "125000.00".into(), 3),
            ("02-购置", "配齐设备", "30000".into(), 1)
        ]
    );
    let values: Vec<&str> =
        projects.iter().flat_map(|p| &p.indicators).map(|i| i.value.as_str()).collect();
    assert_eq!(values, ["≤5分钟", "优", "≥99%", "＝18台/套"]);
    let group: Vec<&str> =
        projects.iter().flat_map(|p| &p.indicators).map(|i| i.level2.as_str()).collect();
    assert_eq!(group, ["时效指标", "质量指标", "社会效益指标", "数量指标"]);
}

#[test]
fn a_list_with_all_indicators_in_one_cell() {
    let packed = "1.1－产出指标，11－数量指标，站点数；实施周期指标值：9个，年度指标值：≥3个；1、2－效益指标，22－社会效益，影响；年度指标值：提升。";
    let cells = vec![
        cell(0, 0, 1, 1, "项目名称（资金使用单位）"),
        cell(0, 1, 1, 1, "总计："),
        cell(0, 2, 1, 1, "财政拨款"),
        cell(0, 3, 1, 1, "绩效目标"),
        cell(0, 4, 1, 1, "绩效指标"),
        cell(1, 0, 1, 1, "合计："),
        cell(1, 1, 1, 1, "238.00"),
        cell(1, 2, 1, 1, "238.00"),
        cell(2, 0, 1, 1, "站点建设"),
        cell(2, 1, 1, 1, "238.00"),
        cell(2, 2, 1, 1, "238.00"),
        cell(2, 3, 1, 1, "建成站点"),
        cell(2, 4, 1, 1, packed),
    ];
    let mut list = table(vec![grid(1, 3, cells)]);
    list.section.title = "某局项目支出绩效目标表".into();
    list.above = vec![Line { text: "单位：万元".into(), ..Line::default() }];
    let words = Performance::builtin().unwrap();
    assert!(is_performance(&list, &words));
    let (projects, findings) = performance(&[&list], &words, &Units::builtin().unwrap());
    assert_eq!(findings, []);
    assert_eq!(projects.len(), 1);
    let p = &projects[0];
    assert_eq!((p.name.as_str(), p.annual_goal.as_str()), ("站点建设", "建成站点"));
    assert_eq!(p.funds_total.as_ref().unwrap().yuan, Decimal::from(2_380_000));
    let rows: Vec<[&str; 4]> = p
        .indicators
        .iter()
        .map(|i| [&i.level1, &i.level2, &i.level3, &i.value].map(String::as_str))
        .collect();
    assert_eq!(
        rows,
        [["产出指标", "数量指标", "站点数", "≥3个"], ["效益指标", "社会效益", "影响", "提升"]]
    );
}

#[test]
fn a_list_may_explain_its_indicators_in_a_column_of_their_own() {
    let head = ["单位名称、项目名称", "项目年度绩效目标", "三级指标", "指标值", "指标内容"];
    let row = ["专项业务费", "培训", "培训场次", "≥12场", "考核培训场次"];
    let cells = [head, row]
        .into_iter()
        .enumerate()
        .flat_map(|(r, row)| (0..5).map(move |c| cell(r, c, 1, 1, row[c])));
    let list = table(vec![grid(1, 2, cells.collect())]);
    let (projects, findings) =
        performance(&[&list], &Performance::builtin().unwrap(), &Units::builtin().unwrap());
    assert!(findings.is_empty() && projects.len() == 1, "{projects:?} {findings:?}");
    assert_eq!(
        (projects[0].name.as_str(), projects[0].annual_goal.as_str()),
        ("专项业务费", "培训")
    );
    assert_eq!(
        (projects[0].indicators[0].level3.as_str(), projects[0].indicators[0].value.as_str()),
        ("培训场次", "≥12场")
    );
}

#[test]
fn money_carried_over_stands_beside_that_of_the_year() {
    let rows = [
        ["项目名称", "某专项"],
        ["年度资金总额：", "7.76万元"],
        ["其中：财政拨款", "5.00万元"],
        ["上年结转", "0.76万元"],
        ["其他资金", "2.00万元"],
        ["三级指标", "指标值"],
        ["设备数", "≥12台"],
    ];
    let cells = rows
        .into_iter()
        .enumerate()
        .flat_map(|(r, row)| (0..2).map(move |c| cell(r, c, 1, 1, row[c])));
    let own = table(vec![grid(1, 7, cells.collect())]);
    let (projects, _) =
        performance(&[&own], &Performance::builtin().unwrap(), &Units::builtin().unwrap());
    assert_eq!(projects[0].funds_carryover.as_ref().unwrap().stated, "0.76万元");
    assert_eq!(projects[0].funds_other.as_ref().unwrap().stated, "2.00万元");
}

/// Rows of cells, `col+colspan text` each, all in one grid.
fn drawn(page: u32, rows: &[&[(usize, usize, &str)]]) -> Grid {
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(r, row)| row.iter().map(move |&(col, span, text)| cell(r, col, 1, span, text)));
    let mut grid = grid(page, rows.len(), cells.collect());
    grid.xs = (0..=9).map(|i| i as f32 * 100.0).collect();
    grid
}

/// What a whole document's tables give, those that are no performance tables left out.
fn read(tables: Vec<Table>) -> (Vec<Project>, Vec<Finding>) {
    let words = Performance::builtin().unwrap();
    let chosen = select(&tables, &whole(&tables, &words), &words);
    let own: Vec<&Table> =
        tables.iter().zip(chosen).filter(|(_, is)| *is).map(|(t, _)| t).collect();
    performance(&own, &words, &Units::builtin().unwrap())
}

fn untitled(grids: Vec<Grid>) -> Table {
    let section = Section { kind: SectionKind::Untitled, id: None, title: String::new() };
    Table { section, grids, above: vec![], below: vec![] }
}

const HEADS: &[(usize, usize, &str)] = &[
    (0, 1, "一级指标"),
    (1, 1, "二级指标"),
    (2, 1, "三级指标"),
    (3, 1, "指标值"),
    (4, 1, "分值（90）"),
];

#[test]
fn a_project_begins_at_the_foot_of_a_page_in_columns_of_its_own() {
    let first = drawn(
        1,
        &[
            &[(0, 1, "项目名称"), (1, 8, "甲项目")],
            HEADS,
            &[(0, 1, "产出指标"), (1, 1, "数量指标"), (2, 1, "次数"), (3, 1, "2次"), (4, 1, "20")],
        ],
    );
    let foot = drawn(
        1,
        &[
            &[(0, 3, "项目名称"), (3, 6, "乙项目")],
            &[(0, 3, "主管部门及代码"), (3, 2, "教育部105"), (5, 2, "实施单位"), (7, 2, "本级")],
            &[
                (0, 3, "项目资金（万元）"),
                (3, 2, "年度资金总额："),
                (5, 2, "62.00"),
                (7, 2, "执行率分值（10）"),
            ],
            &[(3, 2, "上年结转"), (5, 2, "2.00")],
        ],
    );
    // The goal fills a page of its own, its label cut off.
    let goal = drawn(2, &[&[(0, 1, "年度总"), (1, 8, "目标1：完成建设，")]]);
    let rest = drawn(
        3,
        &[
            &[(0, 1, "体目标"), (1, 8, "目标2：通过验收。")],
            HEADS,
            &[
                (0, 1, "效益指标"),
                (1, 1, "社会效益指标"),
                (2, 1, "影响"),
                (3, 1, "提升"),
                (4, 1, "30"),
            ],
        ],
    );
    let (projects, findings) = read(vec![
        table(vec![first]),
        untitled(vec![foot]),
        untitled(vec![goal]),
        untitled(vec![rest]),
    ]);
    assert_eq!(findings, []);
    let names: Vec<&str> = projects.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["甲项目", "乙项目"]);
    let second = &projects[1];
    let yuan = |a: &Option<crate::model::Amount>| a.as_ref().map(|a| a.yuan);
    assert_eq!(yuan(&second.funds_total), Some(Decimal::from(620_000)));
    assert_eq!(yuan(&second.funds_carryover), Some(Decimal::from(20_000)));
    assert_eq!(second.annual_goal, "目标1：完成建设，目标2：通过验收。");
    assert_eq!((second.indicators.len(), second.indicators[0].weight.stated.as_str()), (1, "30"));
    assert_eq!(projects[0].indicators.len(), 1);
}

#[test]
fn a_list_of_projects_in_a_budget_table_is_no_head_of_a_project() {
    let list = drawn(
        1,
        &[
            &[(0, 1, "单位名称"), (1, 1, "项目名称"), (2, 1, "项目类别"), (3, 1, "合计")],
            &[(0, 1, "合计"), (3, 1, "5.00")],
            &[(0, 1, "某中心"), (1, 1, "办公经费"), (2, 1, "其他"), (3, 1, "5.00")],
        ],
    );
    let (tables, words) = ([untitled(vec![list])], Performance::builtin().unwrap());
    assert_eq!(select(&tables, &whole(&tables, &words), &words), [false]);
}

/// The two common layouts of self-evaluations say the same.
#[test]
fn self_evaluations_in_columns_and_beside_their_labels() {
    let head: &[(usize, usize, &str)] = &[(0, 2, "项目名称"), (2, 7, "培训专项")];
    let indicators: &[&[(usize, usize, &str)]] = &[
        &[
            (0, 1, "一级指标"),
            (1, 1, "二级指标"),
            (2, 1, "三级指标"),
            (3, 1, "年度指标值"),
            (4, 1, "实际完成值"),
            (5, 1, "分值"),
            (6, 1, "得分"),
            (7, 2, "偏差原因分析及改进措施"),
        ],
        &[
            (0, 1, "产出指标"),
            (1, 1, "数量指标"),
            (2, 1, "培训人数"),
            (3, 1, "≥300人"),
            (4, 1, "285人"),
            (5, 1, "90"),
            (6, 1, "80"),
            (7, 2, "疫情影响"),
        ],
        &[(0, 5, "总分"), (5, 1, "100"), (6, 1, "89.8"), (7, 2, "")],
        &[(0, 2, "评价等级"), (2, 7, "良")],
    ];
    let columns: &[&[(usize, usize, &str)]] = &[
        head,
        &[
            (0, 3, "项目资金（万元）"),
            (3, 1, "年初预算数"),
            (4, 1, "全年预算数（A）"),
            (5, 1, "全年执行数（B）"),
            (6, 1, "分值"),
            (7, 1, "执行率（B/A）"),
            (8, 1, "得分"),
        ],
        &[
            (0, 3, "年度资金总额："),
            (3, 1, "180.61"),
            (4, 1, "180.03"),
            (5, 1, "176.43"),
            (6, 1, "10"),
            (7, 1, "98.00%"),
            (8, 1, "9.8"),
        ],
        &[
            (0, 3, "其中：财政拨款"),
            (3, 1, "140.61"),
            (4, 1, "140.03"),
            (5, 1, "136.43"),
            (6, 1, "—"),
            (7, 1, ""),
            (8, 1, "—"),
        ],
        &[(0, 3, "其他资金"), (3, 1, "40.00"), (4, 1, "40.00"), (5, 1, "40.00")],
        &[(0, 1, "年度总体目标"), (1, 4, "预期目标"), (5, 4, "实际完成情况")],
        &[(1, 4, "提升能力"), (5, 4, "已提升")],
    ];
    let beside: &[&[(usize, usize, &str)]] = &[
        head,
        &[
            (0, 1, "项目资金（万元）"),
            (1, 1, "年初预算数"),
            (2, 1, "180.61"),
            (3, 1, "全年预算数"),
            (4, 1, "180.03"),
            (5, 1, "全年执行数"),
            (6, 1, "176.43"),
            (7, 1, "执行率"),
            (8, 1, "98.00%"),
        ],
        &[
            (1, 1, "其中：财政拨款"),
            (2, 1, "140.61"),
            (3, 1, "其中：财政拨款"),
            (4, 1, "140.03"),
            (5, 1, "其中：财政拨款"),
            (6, 1, "136.43"),
            (7, 1, "分值"),
            (8, 1, "10"),
        ],
        &[
            (1, 1, "其他资金"),
            (2, 1, "40.00"),
            (3, 1, "其他资金"),
            (4, 1, "40.00"),
            (5, 1, "其他资金"),
            (6, 1, "40.00"),
            (7, 1, "得分"),
            (8, 1, "9.8"),
        ],
        &[(0, 1, "预期目标"), (1, 4, "提升能力"), (5, 1, "实际完成情况"), (6, 3, "已提升")],
    ];
    for layout in [columns, beside] {
        let rows = [layout, indicators].concat();
        let (projects, findings) = read(vec![table(vec![drawn(1, &rows)])]);
        assert_eq!(findings, []);
        let [project] = &projects[..] else { panic!("{projects:?}") };
        assert_eq!((project.form, project.grade.as_str()), (Form::SelfEvaluation, "良"));
        assert_eq!(
            (project.annual_goal.as_str(), project.goal_met.as_str()),
            ("提升能力", "已提升")
        );
        let stated = |source| {
            let line = project.spent_from(source).unwrap();
            [&line.budgeted, &line.adjusted, &line.spent]
                .map(|a| a.as_ref().map_or("", |a| a.stated.as_str()).to_owned())
        };
        assert_eq!(stated(Source::Total), ["180.61", "180.03", "176.43"]);
        assert_eq!(stated(Source::Fiscal), ["140.61", "140.03", "136.43"]);
        assert_eq!(stated(Source::Other), ["40.00", "40.00", "40.00"]);
        let all = project.spent_from(Source::Total).unwrap();
        let said = |p: &crate::model::Points| p.value.map(|v| v.to_string()).unwrap_or_default();
        assert_eq!([said(&all.rate), said(&all.weight), said(&all.score)], ["98.00", "10", "9.8"]);
        let one = &project.indicators[0];
        assert_eq!((one.value.as_str(), one.actual.as_str()), ("≥300人", "285人"));
        assert_eq!([said(&one.weight), said(&one.score)], ["90", "80"]);
        assert_eq!(one.reason.as_deref(), Some("疫情影响"));
        assert_eq!([said(&project.total_weight), said(&project.total_score)], ["100", "89.8"]);
    }
}

#[test]
fn figures_that_are_none_are_told() {
    let rows: &[&[(usize, usize, &str)]] = &[
        &[(0, 1, "项目名称"), (1, 8, "甲项目")],
        &[(0, 1, "资金总额（万元）"), (1, 2, "12.3.4")],
        &[(0, 1, "其中：财政拨款"), (1, 2, "—")],
        HEADS,
        &[(0, 1, "产出指标"), (1, 1, "数量指标"), (2, 1, "次数"), (3, 1, "2次"), (4, 1, "20 30")],
    ];
    let (projects, findings) = read(vec![table(vec![drawn(1, rows)])]);
    assert_eq!(projects[0].funds_total, None);
    let kinds: Vec<&str> = findings.iter().map(|f| f.kind.code()).collect();
    assert_eq!(kinds, ["performance-unread", "performance-unread"]);
}

#[test]
fn a_table_of_the_whole_body_has_the_sum_of_its_tasks() {
    let rows: &[&[(usize, usize, &str)]] = &[
        &[(0, 3, "部门（单位）名称"), (3, 6, "甲局")],
        &[(0, 2, "年度主要任务"), (2, 2, "主要内容"), (4, 3, "预算金额（万元）")],
        &[(4, 1, "总额"), (5, 1, "财政拨款"), (6, 1, "其他资金")],
        &[
            (0, 2, "机关运转"),
            (2, 2, "保障运转"),
            (4, 1, "60.00"),
            (5, 1, "50.00"),
            (6, 1, "10.00"),
        ],
        &[(0, 4, "金额合计"), (4, 1, "60.00"), (5, 1, "50.00"), (6, 1, "10.00")],
        HEADS,
        &[(0, 1, "产出指标"), (1, 1, "数量指标"), (2, 1, "次数"), (3, 1, "2次"), (4, 1, "20")],
    ];
    let (projects, findings) = read(vec![table(vec![drawn(1, rows)])]);
    assert_eq!((findings, projects.len()), (vec![], 1));
    let stated = [&projects[0].funds_total, &projects[0].funds_fiscal, &projects[0].funds_other]
        .map(|a| a.as_ref().map_or("", |a| a.stated.as_str()).to_owned());
    assert_eq!(stated, ["60.00", "50.00", "10.00"]);
    assert_eq!(projects[0].implementing_unit, "甲局");
}

#[test]
fn a_merged_group_may_print_its_name_on_the_next_page() {
    let head = grid(
        1,
        3,
        vec![
            cell(0, 0, 1, 1, "项目名称"),
            cell(0, 1, 1, 3, "甲项目"),
            cell(1, 0, 1, 1, "一级指标"),
            cell(1, 1, 1, 1, "二级指标"),
            cell(1, 2, 1, 1, "三级指标"),
            cell(1, 3, 1, 1, "指标值"),
            cell(2, 0, 1, 1, ""),
            cell(2, 1, 1, 1, "数量指标"),
            cell(2, 2, 1, 1, "次数"),
            cell(2, 3, 1, 1, "2次"),
        ],
    );
    let rest = |rows: usize| {
        let cells = vec![
            cell(0, 0, rows, 1, "产出指标"),
            cell(0, 1, 1, 1, "质量指标"),
            cell(0, 2, 1, 1, "合格率"),
            cell(0, 3, 1, 1, "≥90%"),
            cell(1, 2, 1, 1, "完好率"),
            cell(1, 3, 1, 1, "≥95%"),
        ];
        grid(2, 2, cells)
    };
    let groups = |rows: usize| -> Vec<String> {
        let (projects, _) = read(vec![table(vec![head.clone(), rest(rows)])]);
        projects[0].indicators.iter().map(|i| i.level1.clone()).collect()
    };
    assert_eq!(groups(2), ["产出指标"; 3]);
    assert_eq!(groups(1), ["", "产出指标", "产出指标"]);
}
