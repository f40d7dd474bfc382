//! Grids from words that stand on a page.

use super::*;
use crate::model::{GridCell, Rect, glyphs_to_lines};
use crate::rebuild::testing::glyphs;

/// A page of words of 10 pt: x, baseline, text.
pub(super) fn page(words: &[(f32, f32, &str)]) -> Page {
    let glyphs = glyphs(words);
    Page { number: 1, width: 595.0, height: 842.0, glyphs, ..Page::default() }
}

pub(super) fn grid(words: &[(f32, f32, &str)]) -> Grid {
    let page = page(words);
    let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
    region_to_grid(&page, &lines, 0.0..page.height, None, &Catalog::builtin().unwrap()).unwrap()
}

/// row+rows column+columns text of the cells that print something.
pub(super) fn cells(grid: &Grid) -> Vec<String> {
    let printed = grid.cells.iter().filter(|c| !c.lines.is_empty());
    printed
        .map(|c| format!("{}+{} {}+{} {}", c.row, c.rowspan, c.col, c.colspan, c.text()))
        .collect()
}

#[test]
fn a_head_without_figures_keeps_its_column() {
    let g = grid(&[
        (50.0, 107.0, "科目编码"),
        (130.0, 107.0, "科目名称"),
        (250.0, 107.0, "小计"),
        (385.0, 100.0, "其中："),
        (330.0, 114.0, "基本支出"),
        (430.0, 114.0, "项目支出"),
        (50.0, 135.0, "223"),
        (100.0, 135.0, "国有资本经营预算支出"),
        (265.0, 135.0, "43.25"),
        (465.0, 135.0, "43.25"),
    ]);
    let want = [
        "0+2 0+1 科目编码",
        "0+2 1+1 科目名称",
        "0+2 2+1 小计",
        "0+1 3+2 其中：",
        "1+1 3+1 基本支出",
        "1+1 4+1 项目支出",
        "2+1 0+1 223",
        "2+1 1+1 国有资本经营预算支出",
        "2+1 2+1 43.25",
        "2+1 4+1 43.25",
    ];
    assert_eq!(cells(&g), want);
    assert_eq!((g.header, g.doubts.len()), (Some(2), 0));
}

#[test]
fn wrapped_heads_below_a_group_are_leaves_and_wrapped_names_are_rows() {
    let g = grid(&[
        (50.0, 118.0, "单位名称"),
        (170.0, 100.0, "本年收入"),
        (130.0, 124.0, "小计"),
        (180.0, 112.0, "上级"),
        (180.0, 124.0, "补助"),
        (180.0, 136.0, "收入"),
        (230.0, 118.0, "事业"),
        (230.0, 130.0, "收入"),
        (50.0, 160.0, "第一中等职业"),
        (50.0, 172.0, "学校"),
        (120.0, 166.0, "1.00"),
        (180.0, 166.0, "0.40"),
        (230.0, 166.0, "0.60"),
        (50.0, 190.0, "图书馆"),
        (120.0, 190.0, "2.00"),
        (230.0, 190.0, "2.00"),
    ]);
    let body: Vec<String> =
        cells(&g).into_iter().filter(|c| !c.starts_with("0+") && !c.starts_with("1+")).collect();
    assert!(cells(&g).contains(&"1+1 2+1 上级补助收入".to_string()), "{:?}", cells(&g));
    let want = [
        "2+1 0+1 第一中等职业学校",
        "2+1 1+1 1.00",
        "2+1 2+1 0.40",
        "2+1 3+1 0.60",
        "3+1 0+1 图书馆",
        "3+1 1+1 2.00",
        "3+1 3+1 2.00",
    ];
    assert_eq!(body, want);
}

#[test]
fn prose_goes_on_with_no_table() {
    let page = page(&[
        (50.0, 60.0, "第三部分 情况说明"),
        (50.0, 80.0, "某局收入总计"),
        (120.0, 80.0, "4206.10"),
        (160.0, 80.0, "万元，比上年减少"),
        (250.0, 80.0, "757.10"),
        (290.0, 80.0, "万元，"),
        (50.0, 100.0, "下降15.25%。"),
    ]);
    let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
    let edges = [40.0, 240.0, 285.0, 540.0];
    assert!(
        region_to_grid(&page, &lines, 0.0..page.height, Some(&edges), &Catalog::builtin().unwrap())
            .is_none()
    );
}

#[test]
fn a_number_before_the_bodys_name_is_no_row() {
    let g = grid(&[
        (50.0, 80.0, "301某省某会"),
        (330.0, 80.0, "单位：万元"),
        (50.0, 100.0, "科目名称"),
        (200.0, 100.0, "基本支出"),
        (330.0, 100.0, "项目支出"),
        (50.0, 120.0, "行政运行"),
        (200.0, 120.0, "43.25"),
        (330.0, 120.0, "13.25"),
    ]);
    let want = [
        "0+1 0+1 科目名称",
        "0+1 1+1 基本支出",
        "0+1 2+1 项目支出",
        "1+1 0+1 行政运行",
        "1+1 1+1 43.25",
        "1+1 2+1 13.25",
    ];
    assert_eq!(cells(&g), want);
}

#[test]
fn a_ruled_body_has_the_header_that_stands_above_it() {
    let words = [
        (200.0, 60.0, "单位：万元"),
        (250.0, 80.0, "本年支出"),
        (60.0, 90.0, "科目名称"),
        (205.0, 100.0, "基本支出"),
        (295.0, 100.0, "项目支出"),
        (52.0, 130.0, "公共安全支出"),
        (210.0, 130.0, "43.25"),
        (300.0, 130.0, "1.50"),
    ];
    let above = |words: &[(f32, f32, &str)]| {
        let page = page(words);
        let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
        let (xs, ys) = (vec![50.0, 200.0, 290.0, 380.0], vec![110.0, 140.0]);
        let rect = |c: usize| Rect { x0: xs[c], y0: 110.0, x1: xs[c + 1], y1: 140.0 };
        let cell = |col| GridCell {
            row: 0,
            col,
            rowspan: 1,
            colspan: 1,
            rect: rect(col),
            lines: vec![],
            ..GridCell::default()
        };
        let whole = Rect { x0: 50.0, y0: 110.0, x1: 380.0, y1: 140.0 };
        let mut grid = Grid {
            page: 1,
            rect: whole,
            xs: xs.clone(),
            ys,
            cells: (0..3).map(cell).collect(),
            ..Grid::default()
        };
        crate::rebuild::fill::fill(&mut grid, &page);
        add_header(&mut grid, &page, &lines, 40.0, &Catalog::builtin().unwrap());
        grid
    };
    let grid = above(&words);
    let head = ["0+2 0+1 科目名称", "0+1 1+2 本年支出", "1+1 1+1 基本支出", "1+1 2+1 项目支出"];
    assert_eq!(cells(&grid)[..4], head);
    assert_eq!(cells(&grid)[4..], ["2+1 0+1 公共安全支出", "2+1 1+1 43.25", "2+1 2+1 1.50"]);
    assert!(grid.ys.is_sorted() && grid.rect.y0 == grid.ys[0], "{:?}", grid.ys);
    assert_eq!(grid.header, Some(2));
    let mut across = words;
    across[4].0 = 270.0;
    assert_eq!(cells(&above(&across)).len(), 3, "a head that stands over an edge is nobody's");
}

#[test]
fn parts_of_a_code_stand_closer_together_than_words() {
    let g = grid(&[
        (50.0, 100.0, "类"),
        (72.0, 100.0, "款"),
        (88.0, 100.0, "项"),
        (130.0, 100.0, "科目名称"),
        (250.0, 100.0, "合计"),
        (48.0, 130.0, "204"),
        (130.0, 130.0, "公共安全支出"),
        (250.0, 130.0, "43.25"),
        (48.0, 146.0, "204"),
        (72.0, 146.0, "02"),
        (130.0, 146.0, "公安"),
        (250.0, 146.0, "43.25"),
        (48.0, 162.0, "204"),
        (72.0, 162.0, "02"),
        (88.0, 162.0, "01"),
        (130.0, 162.0, "行政运行"),
        (250.0, 162.0, "43.25"),
    ]);
    let last: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("3+")).collect();
    assert_eq!(
        last,
        ["3+1 0+1 204", "3+1 1+1 02", "3+1 2+1 01", "3+1 3+1 行政运行", "3+1 4+1 43.25"],
        "{:?}",
        cells(&g)
    );
}

#[test]
fn a_line_of_heads_that_ends_with_a_total_is_no_row() {
    let g = grid(&[
        (130.0, 100.0, "科目"),
        (330.0, 107.0, "一般公共预算"),
        (50.0, 114.0, "科目编码"),
        (250.0, 114.0, "总计"),
        (150.0, 121.0, "科目名称"),
        (340.0, 121.0, "拨款收入"),
        (50.0, 150.0, "204"),
        (150.0, 150.0, "公共安全支出"),
        (250.0, 150.0, "43.25"),
        (360.0, 150.0, "43.25"),
    ]);
    assert!(cells(&g).iter().any(|c| c.ends_with("一般公共预算拨款收入")), "{:?}", cells(&g));
}

#[test]
fn a_head_between_the_levels_of_a_code_is_their_group() {
    let g = grid(&[
        (150.0, 100.0, "项目"),
        (450.0, 100.0, "基本支出"),
        (92.0, 116.0, "经济分类科目编码"),
        (250.0, 124.0, "单位代码"),
        (330.0, 124.0, "科目名称"),
        (450.0, 124.0, "合计"),
        (80.0, 132.0, "类"),
        (185.0, 132.0, "款"),
        (330.0, 150.0, "合计"),
        (450.0, 150.0, "43.25"),
        (40.0, 166.0, "301"),
        (250.0, 166.0, "301001"),
        (330.0, 166.0, "工资福利支出"),
        (450.0, 166.0, "43.25"),
        (40.0, 182.0, "301"),
        (140.0, 182.0, "01"),
        (250.0, 182.0, "301001"),
        (330.0, 182.0, "基本工资"),
        (450.0, 182.0, "43.25"),
    ]);
    let body: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("5+")).collect();
    assert_eq!(
        body,
        ["5+1 0+1 301", "5+1 1+1 01", "5+1 2+1 301001", "5+1 3+1 基本工资", "5+1 4+1 43.25"],
        "{:?}",
        cells(&g)
    );
}

#[test]
fn figures_between_two_heads_are_a_doubt() {
    let g = grid(&[
        (50.0, 100.0, "科目名称"),
        (200.0, 100.0, "基本支出"),
        (330.0, 100.0, "项目支出"),
        (50.0, 120.0, "行政运行"),
        (260.0, 120.0, "43.25"),
        (50.0, 134.0, "信息化建设"),
        (260.0, 134.0, "13.25"),
    ]);
    assert_eq!(g.cols(), 3);
    assert_eq!(g.doubts.len(), 1);
    assert_eq!(
        g.doubts[0].1,
        "the figures taken for “基本支出” may stand under “项目支出”, which has none"
    );
}

#[test]
fn a_group_far_from_its_columns_is_a_doubt() {
    let g = grid(&[
        (50.0, 107.0, "科目名称"),
        (430.0, 100.0, "本年支出"),
        (200.0, 114.0, "基本支出"),
        (300.0, 114.0, "项目支出"),
        (50.0, 135.0, "行政运行"),
        (210.0, 135.0, "43.25"),
        (310.0, 135.0, "13.25"),
    ]);
    assert_eq!(g.doubts.len(), 1);
    assert_eq!(
        g.doubts[0].1,
        "“本年支出” stands far from the middle of the columns taken for its own"
    );
}

#[test]
fn heads_and_names_that_touch_are_cut_where_the_others_begin() {
    let g = grid(&[
        (50.0, 100.0, "一级项目"),
        (122.0, 100.0, "二级项目"),
        (200.0, 100.0, "基本支出"),
        (242.0, 100.0, "项目支出"),
        (50.0, 120.0, "公共服务"),
        (122.0, 120.0, "公共安全"),
        (210.0, 120.0, "43.25"),
        (50.0, 134.0, "履职服务"),
        (122.0, 134.0, "法律服务"),
        (250.0, 134.0, "13.25"),
        (50.0, 148.0, "公共宣传服务类"),
        (122.0, 148.0, "法律服务"),
        (210.0, 148.0, "3.25"),
        (50.0, 162.0, "后勤服务"),
        (122.0, 162.0, "物业管理"),
        (210.0, 162.0, "1.25"),
    ]);
    let heads: Vec<String> = cells(&g).into_iter().take(4).collect();
    assert_eq!(
        heads,
        ["0+1 0+1 一级项目", "0+1 1+1 二级项目", "0+1 2+1 基本支出", "0+1 3+1 项目支出"]
    );
    let third: Vec<String> = cells(&g).into_iter().filter(|c| c.starts_with("3+1")).collect();
    assert_eq!(third, ["3+1 0+1 公共宣传服务类", "3+1 1+1 法律服务", "3+1 2+1 3.25"]);
}

#[test]
fn figures_set_higher_than_their_row_are_of_it_and_code_levels_beside_the_total_are_heads() {
    let g = grid(&[
        (40.0, 100.0, "科目编码"),
        (150.0, 100.0, "科目名称"),
        (260.0, 100.0, "合计"),
        (340.0, 100.0, "基本支出"),
        (20.0, 124.0, "类"),
        (55.0, 124.0, "款"),
        (90.0, 124.0, "项"),
        (160.0, 132.0, "合计"),
        (260.0, 132.0, "3.00"),
        (350.0, 124.0, "3.00"),
        (15.0, 158.0, "201"),
        (150.0, 158.0, "财政事务"),
        (260.0, 158.0, "3.00"),
        (350.0, 150.0, "3.00"),
        (15.0, 176.0, "201"),
        (52.0, 176.0, "06"),
        (87.0, 176.0, "01"),
        (150.0, 176.0, "行政运行"),
        (260.0, 176.0, "1.00"),
        (350.0, 176.0, "1.00"),
    ]);
    let got = cells(&g);
    for cell in ["0+1 0+3 科目编码", "1+1 0+1 类", "1+1 2+1 项"] {
        assert!(got.iter().any(|c| c == cell), "{cell} of {got:?}");
    }
    let body: Vec<&str> = got.iter().skip(7).map(|c| c.split(' ').nth(2).unwrap()).collect();
    let rows = [
        "合计",
        "3.00",
        "3.00",
        "201",
        "财政事务",
        "3.00",
        "3.00",
        "201",
        "06",
        "01",
        "行政运行",
        "1.00",
        "1.00",
    ];
    assert_eq!(body, rows, "{got:?}");
}

#[test]
fn whole_numbers_that_touch_the_names_of_the_next_column_are_figures() {
    let g = grid(&[
        (50.0, 100.0, "项目"),
        (225.0, 100.0, "预算数"),
        (300.0, 100.0, "项目"),
        (450.0, 100.0, "预算数"),
        (50.0, 120.0, "一、土地出让收入"),
        (230.0, 120.0, "9,000"),
        (259.0, 120.0, "一、城乡社区支出"),
        (455.0, 120.0, "7,000"),
        (50.0, 140.0, "二、配套费收入"),
        (240.0, 140.0, "800"),
        (259.0, 140.0, "土地出让收入安排的支出"),
        (455.0, 140.0, "6,500"),
        (50.0, 160.0, "三、彩票公益金收入"),
        (245.0, 160.0, "50"),
        (259.0, 160.0, "二、其他支出"),
        (465.0, 160.0, "500"),
    ]);
    let second: Vec<String> =
        cells(&g).into_iter().filter(|c| c.starts_with("2+1") || c.starts_with("3+1")).collect();
    let want = [
        "2+1 0+1 二、配套费收入",
        "2+1 1+1 800",
        "2+1 2+1 土地出让收入安排的支出",
        "2+1 3+1 6,500",
        "3+1 0+1 三、彩票公益金收入",
        "3+1 1+1 50",
        "3+1 2+1 二、其他支出",
        "3+1 3+1 500",
    ];
    assert_eq!(second, want);
}

#[test]
fn explanations_behind_the_figures_end_no_table() {
    // The explanation stands in two lines beside the figures, and in one at their height.
    let g = grid(&[
        (50.0, 100.0, "项目"),
        (150.0, 100.0, "上年预算数"),
        (250.0, 100.0, "本年预算数"),
        (350.0, 100.0, "增减变动原因说明"),
        (150.0, 128.0, "1.00"),
        (50.0, 128.0, "合计"),
        (250.0, 128.0, "3.00"),
        (350.0, 122.0, "较上年增加2.00万元，主要是"),
        (350.0, 134.0, "按要求安排。"),
        (50.0, 160.0, "公务接待费"),
        (150.0, 160.0, "1.00"),
        (250.0, 160.0, "3.00"),
        (350.0, 160.0, "较上年增加2.00万元，因会多。"),
    ]);
    let body: Vec<String> = cells(&g).into_iter().filter(|c| !c.starts_with("0+")).collect();
    let want = [
        "1+1 0+1 合计",
        "1+1 1+1 1.00",
        "1+1 2+1 3.00",
        "1+1 3+1 较上年增加2.00万元，主要是按要求安排。",
        "2+1 0+1 公务接待费",
        "2+1 1+1 1.00",
        "2+1 2+1 3.00",
        "2+1 3+1 较上年增加2.00万元，因会多。",
    ];
    assert_eq!(body, want);
}

#[test]
fn a_rate_keeps_its_sign_beside_the_names_of_the_next_column() {
    let g = grid(&[
        (50.0, 100.0, "项目"),
        (150.0, 100.0, "预算数"),
        (200.0, 100.0, "增减%"),
        (260.0, 100.0, "项目"),
        (350.0, 100.0, "预算数"),
        (50.0, 120.0, "一、财政拨款收入"),
        (155.0, 120.0, "63.43"),
        (200.0, 120.0, "-19.81%"),
        (239.0, 120.0, "一、公共安全支出"),
        (355.0, 120.0, "13.41"),
        (50.0, 140.0, "二、事业收入"),
        (155.0, 140.0, "64.32"),
        (205.0, 140.0, "30.24%"),
        (239.0, 140.0, "二、教育支出"),
        (355.0, 140.0, "7.31"),
    ]);
    let body: Vec<String> = cells(&g).into_iter().filter(|c| !c.starts_with("0+")).collect();
    let want = [
        "1+1 0+1 一、财政拨款收入",
        "1+1 1+1 63.43",
        "1+1 2+1 -19.81%",
        "1+1 3+1 一、公共安全支出",
        "1+1 4+1 13.41",
        "2+1 0+1 二、事业收入",
        "2+1 1+1 64.32",
        "2+1 2+1 30.24%",
        "2+1 3+1 二、教育支出",
        "2+1 4+1 7.31",
    ];
    assert_eq!(body, want);
}
