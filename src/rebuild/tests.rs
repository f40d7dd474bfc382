//! Whole pages → tables.

use super::*;
use crate::model::{Rect, glyphs_to_lines};
use crate::rebuild::testing::glyphs;

/// The tables of a page of words and these titles of tables, each by the cells that print something.
fn tables(words: &[(f32, f32, &str)], titles: &[(f32, f32, &str, &str)]) -> Vec<String> {
    let printed = titles.iter().map(|&(x, y, title, _)| (x, y, title));
    let glyphs = glyphs(&words.iter().copied().chain(printed).collect::<Vec<_>>());
    let page = Page { number: 1, width: 842.0, height: 595.0, glyphs, ..Page::default() };
    let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
    let mark = |&(x, y, title, id): &(f32, f32, &str, &str)| Mark {
        page: 1,
        rect: Rect::new(x, y - 8.0, x + 10.0 * title.chars().count() as f32, y + 2.0),
        title: title.into(),
        kind: SectionKind::Table,
        id: Some(id.into()),
        continued: false,
    };
    let marks = titles.iter().map(mark).collect();
    let outline = Outline { lines: vec![lines], marks, listed: vec![0], ..Outline::default() };
    let rebuilt = rebuild(&[page], &outline, &BTreeSet::new(), &Catalog::builtin().unwrap());
    let shown = |table: &crate::model::Table| {
        let cells = table.grids.iter().flat_map(|grid| &grid.cells);
        let texts: Vec<String> = cells.map(|c| c.text()).filter(|t| !t.is_empty()).collect();
        format!("{}: {}", table.section.title, texts.join(" "))
    };
    rebuilt.tables.iter().map(shown).collect()
}

/// Two columns below a title, from x on: heads and three rows.
fn two_columns<'t>(x: f32, y: f32, rows: [(&'t str, &'t str); 3]) -> Vec<(f32, f32, &'t str)> {
    let mut words =
        vec![(x, y - 15.0, "单位：元"), (x + 20.0, y, "项目"), (x + 110.0, y, "预算数")];
    for (n, (name, figure)) in (1..).zip(rows) {
        let end = x + 140.0 - 5.0 * figure.len() as f32;
        words.extend([(x, y + 15.0 * n as f32, name), (end, y + 15.0 * n as f32, figure)]);
    }
    words
}

const LEFT: [(&str, &str); 3] = [("合计", "3.00"), ("基本支出", "1.00"), ("项目支出", "2.00")];
const RIGHT: [(&str, &str); 3] = [("合计", "7.00"), ("公务接待费", "3.00"), ("购置费", "4.00")];

#[test]
fn tables_side_by_side_without_verticals_are_two() {
    let words = [
        two_columns(50.0, 130.0, LEFT),
        two_columns(250.0, 130.0, RIGHT),
        // The table on the right ends above the title of a third one, to the left of which the left one could go on.
        two_columns(250.0, 240.0, LEFT),
        vec![
            (50.0, 190.0, "上年结转"),
            (165.0, 190.0, "5.00"),
            (50.0, 240.0, "其他"),
            (165.0, 240.0, "6.00"),
        ],
    ];
    let titles = [
        (100.0, 100.0, "支出总表", "expenditure_summary"),
        (300.0, 100.0, "三公经费表", "three_public_expenses"),
        (300.0, 210.0, "基金支出表", "government_fund_expenditure"),
    ];
    let want = [
        "支出总表: 项目 预算数 合计 3.00 基本支出 1.00 项目支出 2.00 上年结转 5.00 其他 6.00",
        "三公经费表: 项目 预算数 合计 7.00 公务接待费 3.00 购置费 4.00",
        "基金支出表: 项目 预算数 合计 3.00 基本支出 1.00 项目支出 2.00",
    ];
    assert_eq!(tables(&words.concat(), &titles), want);
}

#[test]
fn tables_side_by_side_with_no_gap_between_them_are_not_read() {
    let words = [
        two_columns(50.0, 130.0, LEFT),
        two_columns(250.0, 130.0, RIGHT),
        vec![(100.0, 205.0, "两表的数都含上年结转的资金和本年追加的资金")],
    ];
    let titles = [
        (100.0, 100.0, "支出总表", "expenditure_summary"),
        (300.0, 100.0, "三公经费表", "three_public_expenses"),
    ];
    assert_eq!(tables(&words.concat(), &titles), [""; 0]);
}
