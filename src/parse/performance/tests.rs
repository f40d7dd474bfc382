//! Performance tables from their cells.

use super::*;
use crate::model::{Line, Rect, Section, SectionKind};
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
    let further: Vec<&str> =
        projects[0].funds_further.iter().map(|amount| amount.stated.as_str()).collect();
    assert_eq!(further, ["0.76万元"]);
    assert_eq!(projects[0].funds_other.as_ref().unwrap().stated, "2.00万元");
}
