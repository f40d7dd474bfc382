//! Merged cells that the page cuts, from their cells.

use super::*;

const HEADS: &[(usize, usize, &str)] =
    &[(0, 1, "一级指标"), (1, 1, "二级指标"), (2, 1, "三级指标"), (3, 1, "指标值")];

/// A row of cells: its number, then column, rows spanned and text of each.
type Rows<'a> = &'a [(usize, &'a [(usize, usize, &'a str)])];

fn cells(rows: Rows) -> Vec<GridCell> {
    let of = |&(row, cells): &(usize, &[(usize, usize, &str)])| {
        cells.iter().map(|&(col, span, text)| cell(row, col, span, 1, text)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of).collect()
}

fn page(number: u32, rows: usize, content: Rows) -> Grid {
    let mut grid = grid(number, rows, cells(content));
    grid.xs = (0..=9).map(|i| i as f32 * 100.0).collect();
    grid
}

fn groups(grids: Vec<Grid>) -> Vec<[String; 3]> {
    let (projects, _) = read(vec![table(grids)]);
    let indicators = projects.iter().flat_map(|p| &p.indicators);
    indicators.map(|i| [i.level1.clone(), i.level2.clone(), i.level3.clone()]).collect()
}

fn texts(rows: &[[String; 3]]) -> Vec<[&str; 3]> {
    rows.iter().map(|r| r.each_ref().map(String::as_str)).collect()
}

#[test]
fn a_name_on_a_later_page_counts_for_its_own_cell_alone() {
    let first = page(
        1,
        4,
        &[
            (0, &[(0, 1, "一级指标"), (1, 1, "二级指标"), (2, 1, "三级指标"), (3, 1, "指标值")]),
            (1, &[(0, 1, "成本指标"), (1, 1, "经济成本"), (2, 1, "甲"), (3, 1, "1")]),
            (2, &[(0, 2, ""), (1, 1, "数量指标"), (2, 1, "乙"), (3, 1, "2")]),
            (3, &[(1, 1, ""), (2, 1, "丙"), (3, 1, "3")]),
        ],
    );
    // 产出指标 fills the page from top to bottom.
    let second = page(
        2,
        3,
        &[
            (0, &[(0, 3, "产出指标"), (1, 2, "质量指标"), (2, 1, "丁"), (3, 1, "4")]),
            (1, &[(2, 1, "戊"), (3, 1, "5")]),
            (2, &[(1, 1, "时效指标"), (2, 1, "己"), (3, 1, "6")]),
        ],
    );
    let third = page(
        3,
        2,
        &[
            (0, &[(0, 1, ""), (1, 1, "成本指标"), (2, 1, "庚"), (3, 1, "7")]),
            (1, &[(0, 1, "效益指标"), (1, 1, "社会效益"), (2, 1, "辛"), (3, 1, "8")]),
        ],
    );
    let rows = groups(vec![first, second, third]);
    assert_eq!(
        texts(&rows),
        [
            ["成本指标", "经济成本", "甲"],
            ["产出指标", "数量指标", "乙"],
            ["产出指标", "质量指标", "丙"],
            ["产出指标", "质量指标", "丁"],
            ["产出指标", "质量指标", "戊"],
            ["产出指标", "时效指标", "己"],
            ["产出指标", "成本指标", "庚"],
            ["效益指标", "社会效益", "辛"],
        ]
    );
}

#[test]
fn a_blank_cell_with_a_ruling_above_it_is_no_part_of_the_merged_one() {
    let one = page(
        1,
        6,
        &[
            (0, &[(0, 1, "一级指标"), (1, 1, "二级指标"), (2, 1, "三级指标"), (3, 1, "指标值")]),
            (1, &[(0, 2, "产出指标"), (1, 2, "数量指标"), (2, 1, "甲"), (3, 1, "1")]),
            (2, &[(2, 1, "乙"), (3, 1, "2")]),
            (3, &[(0, 2, ""), (1, 2, ""), (2, 1, "丙"), (3, 1, "3")]),
            (4, &[(2, 1, "丁"), (3, 1, "4")]),
            (5, &[(0, 1, "满意度指标"), (1, 1, "满意度"), (2, 1, "戊"), (3, 1, "5")]),
        ],
    );
    assert_eq!(
        texts(&groups(vec![one])),
        [
            ["产出指标", "数量指标", "甲"],
            ["产出指标", "数量指标", "乙"],
            ["", "", "丙"],
            ["", "", "丁"],
            ["满意度指标", "满意度", "戊"],
        ]
    );
}

#[test]
fn blank_cells_of_one_row_each_mean_the_one_above() {
    let rows: &[&[(usize, usize, &str)]] = &[
        HEADS,
        &[(0, 1, "产出指标"), (1, 1, "数量指标"), (2, 1, "甲"), (3, 1, "1")],
        &[(0, 1, ""), (1, 1, ""), (2, 1, "乙"), (3, 1, "2")],
    ];
    assert_eq!(texts(&groups(vec![drawn(1, rows)]))[1], ["产出指标", "数量指标", "乙"]);
}

#[test]
fn the_page_may_cut_the_name_of_a_group() {
    let first: &[&[(usize, usize, &str)]] =
        &[HEADS, &[(0, 1, "效"), (1, 1, "经济效益"), (2, 1, "甲"), (3, 1, "1")]];
    let second: &[&[(usize, usize, &str)]] =
        &[&[(0, 1, "益指标"), (1, 1, "社会效益"), (2, 1, "乙"), (3, 1, "2")]];
    assert_eq!(
        texts(&groups(vec![drawn(1, first), drawn(2, second)])),
        [["效益指标", "经济效益", "甲"], ["效益指标", "社会效益", "乙"]]
    );
}

#[test]
fn a_cell_with_the_names_of_many_rows_names_no_group() {
    let jumble = "产出指标产出指标保证工程安全运行成本指标效益指标满意度指标";
    let rows: &[&[(usize, usize, &str)]] =
        &[HEADS, &[(0, 1, jumble), (1, 1, "数量指标"), (2, 1, "甲"), (3, 1, "1")]];
    let (projects, findings) = read(vec![table(vec![drawn(1, rows)])]);
    assert_eq!(projects[0].indicators[0].level1, "");
    let said: Vec<&str> = findings.iter().map(|f| f.kind.code()).collect();
    assert_eq!(said, ["performance-unread"]);
}

/// The head of a list.
const LIST: &[(usize, usize, &str)] = &[
    (0, 1, "项目名称"),
    (1, 1, "项目总额（万元）"),
    (2, 1, "绩效目标"),
    (3, 1, "一级指标"),
    (4, 1, "二级指标"),
    (5, 1, "三级指标"),
    (6, 1, "指标值"),
];

/// A list over two pages, below its head: name, money, goal and indicators of each project.
fn listed(first: (usize, Rows), second: (usize, Rows)) -> Vec<[String; 4]> {
    let (mut one, two) = (page(1, first.0, first.1), page(2, second.0, second.1));
    one.cells.extend(LIST.iter().map(|&(col, span, text)| cell(0, col, span, 1, text)));
    let mut list = table(vec![one, two]);
    list.above = vec![crate::model::Line { text: "单位：万元".into(), ..Default::default() }];
    let (projects, findings) = read(vec![list]);
    assert_eq!(findings, []);
    let of = |p: &Project| {
        let money = p.funds_total.as_ref().map_or("", |a| a.stated.as_str()).to_owned();
        let names = p.indicators.iter().map(|i| i.level3.as_str()).collect();
        [p.name.clone(), money, p.annual_goal.clone(), names]
    };
    projects.iter().map(of).collect()
}

/// The cells of an indicator in a list.
macro_rules! row {
    ($name:literal $(, $cell:expr)*) => {
        &[$($cell,)* (3, 1, "产出指标"), (4, 1, "数量指标"), (5, 1, $name), (6, 1, "1")]
    };
}

#[test]
fn a_name_beside_several_shares_of_money_is_that_of_each() {
    let projects = listed(
        (
            4,
            &[
                (1, row!("甲", (0, 2, "11000026T000001-就业"), (1, 1, "33.5"), (2, 1, "站点"))),
                (2, row!("乙", (1, 1, "600.7"), (2, 1, "高校"))),
                // The name of this cell stands on the next page.
                (3, row!("丙", (0, 1, ""), (1, 1, "2"), (2, 1, "培训"))),
            ],
        ),
        (
            2,
            &[
                (0, row!("丁", (0, 2, "11000026T000002-培训"), (1, 1, "3"), (2, 1, "教材"))),
                (1, row!("戊", (1, 1, "4"), (2, 1, "考试"))),
            ],
        ),
    );
    assert_eq!(
        projects,
        [
            ["11000026T000001-就业", "33.5", "站点", "甲"],
            ["11000026T000001-就业", "600.7", "高校", "乙"],
            ["11000026T000002-培训", "2", "培训", "丙"],
            ["11000026T000002-培训", "3", "教材", "丁"],
            ["11000026T000002-培训", "4", "考试", "戊"],
        ]
    );
}

#[test]
fn a_project_that_the_page_cuts_is_one() {
    let projects = listed(
        (
            3,
            &[
                (1, row!("甲", (0, 2, "11000022T000001-档案收"), (1, 2, "8.5"), (2, 2, "整理"))),
                (2, row!("乙")),
            ],
        ),
        (
            3,
            &[
                (0, row!("丙", (0, 1, "集整理"), (1, 1, ""), (2, 1, "档案"))),
                (1, row!("丁", (0, 1, "11000022T000002-运维"), (1, 1, "37"), (2, 1, "运维"))),
                (2, row!("戊", (0, 1, "11000022T000003-差旅"), (1, 1, "5"), (2, 1, "出差"))),
            ],
        ),
    );
    assert_eq!(
        projects,
        [
            ["11000022T000001-档案收集整理", "8.5", "整理档案", "甲乙丙"],
            ["11000022T000002-运维", "37", "运维", "丁"],
            ["11000022T000003-差旅", "5", "出差", "戊"],
        ]
    );
}

#[test]
fn a_project_begins_with_blank_cells_at_the_foot_of_a_page() {
    let projects = listed(
        (
            4,
            &[
                (1, row!("甲", (0, 1, "11000022T000001-档案"), (1, 1, "8.5"), (2, 1, "整理"))),
                (2, row!("乙", (0, 2, ""), (1, 2, ""), (2, 2, ""))),
                (3, row!("丙")),
            ],
        ),
        (
            2,
            &[
                (0, row!("丁", (0, 1, "11000022T000002-运维"), (1, 1, "37"), (2, 1, "运维"))),
                (1, row!("戊", (0, 1, "11000022T000003-差旅"), (1, 1, "5"), (2, 1, "出差"))),
            ],
        ),
    );
    assert_eq!(
        projects,
        [
            ["11000022T000001-档案", "8.5", "整理", "甲"],
            ["11000022T000002-运维", "37", "运维", "乙丙丁"],
            ["11000022T000003-差旅", "5", "出差", "戊"],
        ]
    );
}

#[test]
fn indicators_of_a_whole_body_begin_with_the_names_of_their_groups() {
    let rows: &[&[(usize, usize, &str)]] = &[
        &[(0, 1, "部门名称"), (1, 8, "甲局")],
        &[
            (0, 1, "活动"),
            (1, 1, "绩效指标"),
            (2, 1, "指标性质"),
            (3, 1, "指标值"),
            (4, 1, "度量单位"),
        ],
        &[
            (0, 1, "物价"),
            (1, 1, "产出指标数量指标报告数量"),
            (2, 1, "≥"),
            (3, 1, "20"),
            (4, 1, "个"),
        ],
        &[
            (0, 1, "物价"),
            (1, 1, "效益指标可持续影响指标支撑"),
            (2, 1, "定性"),
            (3, 1, "优"),
            (4, 1, ""),
        ],
    ];
    let mut whole = table(vec![drawn(1, rows)]);
    whole.section.title = "部门整体支出绩效目标表".into();
    let (projects, findings) = read(vec![whole]);
    assert_eq!((findings, projects.len()), (vec![], 1));
    let read: Vec<[&str; 4]> = projects[0]
        .indicators
        .iter()
        .map(|i| [&i.level1, &i.level2, &i.level3, &i.value].map(String::as_str))
        .collect();
    assert_eq!(
        read,
        [
            ["产出指标", "数量指标", "报告数量", "≥20个"],
            ["效益指标", "可持续影响指标", "支撑", "优"]
        ]
    );
    assert_eq!((projects[0].name.as_str(), projects[0].implementing_unit.as_str()), ("", "甲局"));
}

#[test]
fn a_table_by_its_title_of_which_nothing_was_read_is_told() {
    let told = |value: &str| {
        let rows: &[&[(usize, usize, &str)]] =
            &[&[(0, 1, "任务"), (1, 1, "甲")], &[(0, 1, "数"), (1, 1, value)]];
        let rebuilt = crate::model::Rebuilt {
            tables: vec![table(vec![drawn(4, rows)])],
            ..Default::default()
        };
        let words = Performance::builtin().unwrap();
        let found = unread_heads(
            &Default::default(),
            &rebuilt,
            &whole(&rebuilt.tables, &words),
            &[],
            &words,
        );
        found.into_iter().map(|f| (f.message.clone(), f.page())).collect::<Vec<_>>()
    };
    assert_eq!(told("12.5"), [("nothing of “办公经费项目绩效目标表” was read".into(), Some(4))]);
    // A blank form.
    assert_eq!(told(""), []);
}

#[test]
fn a_whole_body_may_have_its_tasks_and_its_indicators_on_pages_of_their_own() {
    let tasks: &[&[(usize, usize, &str)]] = &[
        &[(0, 2, "部门（单位）名称"), (2, 4, "甲局")],
        &[(0, 2, "任务名称"), (2, 2, "预算金额（万元）")],
        &[(2, 1, "总额"), (3, 1, "财政拨款"), (4, 1, "其他资金")],
        &[(0, 2, "金额合计"), (2, 1, "60.00"), (3, 1, "50.00"), (4, 1, "10.00")],
    ];
    let indicators: &[&[(usize, usize, &str)]] =
        &[HEADS, &[(0, 1, "产出指标"), (1, 1, "数量指标"), (2, 1, "甲"), (3, 1, "1")]];
    let mut first = table(vec![drawn(1, tasks)]);
    first.section.title = "部门整体支出绩效目标表".into();
    let section = crate::model::Section { kind: SectionKind::Untitled, id: None, title: "".into() };
    let second = Table { section, ..table(vec![drawn(2, indicators)]) };
    let (projects, findings) = read(vec![first, second]);
    assert_eq!((findings, projects.len()), (vec![], 1));
    assert_eq!(projects[0].funds_total.as_ref().unwrap().stated, "60.00");
    assert_eq!((projects[0].implementing_unit.as_str(), projects[0].indicators.len()), ("甲局", 1));
}
