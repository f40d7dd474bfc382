use crate::model::{Grid, GridCell, Page, Rect};
use crate::rebuild::testing::glyphs;
use crate::rebuild::{fill, fill_lost};

/// A grid of these edges and cells (row, col, rowspan, colspan), filled, with the edges that it lacks; its cells that
/// print something, each as row+rows column+columns text.
fn completed(
    (xs, ys): (&[f32], &[f32]),
    cells: &[(usize, usize, usize, usize)],
    words: &[(f32, f32, &str)],
) -> Vec<String> {
    let page = Page { number: 1, glyphs: glyphs(words), ..Page::default() };
    let cell = |&(row, col, rowspan, colspan): &(usize, usize, usize, usize)| {
        let rect = Rect::new(xs[col], ys[row], xs[col + colspan], ys[row + rowspan]);
        GridCell { row, col, rowspan, colspan, rect, ..GridCell::default() }
    };
    let rect = Rect::new(xs[0], ys[0], xs[xs.len() - 1], ys[ys.len() - 1]);
    let cells = cells.iter().map(cell).collect();
    let mut grid =
        Grid { page: 1, rect, xs: xs.to_vec(), ys: ys.to_vec(), cells, ..Grid::default() };
    fill::fill(&mut grid, &page);
    let known =
        |text: &str| ["科目名称", "合计", "基本支出", "项目支出", "本年支出"].contains(&text);
    fill_lost(&mut grid, &page, &known);
    let printed = grid.cells.iter().filter(|c| !c.lines.is_empty());
    let shown =
        |c: &GridCell| format!("{}+{} {}+{} {}", c.row, c.rowspan, c.col, c.colspan, c.text());
    printed.map(shown).collect()
}

#[test]
fn figures_side_by_side_row_after_row_are_two_columns() {
    let words = [
        (5.0, 14.0, "科目名称"),
        (110.0, 14.0, "基本支出"),
        (230.0, 14.0, "项目支出"),
        (5.0, 34.0, "甲"),
        (170.0, 34.0, "1.00"),
        (275.0, 34.0, "2.00"),
        (5.0, 54.0, "乙"),
        (165.0, 54.0, "11.00"),
        (275.0, 54.0, "3.00"),
    ];
    let edges = ([0.0, 100.0, 300.0], [0.0, 20.0, 40.0, 60.0]);
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)].map(|(r, c)| (r, c, 1, 1));
    assert_eq!(
        completed((&edges.0, &edges.1), &cells, &words),
        [
            "0+1 0+1 科目名称",
            "0+1 1+1 基本支出",
            "0+1 2+1 项目支出",
            "1+1 0+1 甲",
            "1+1 1+1 1.00",
            "1+1 2+1 2.00",
            "2+1 0+1 乙",
            "2+1 1+1 11.00",
            "2+1 2+1 3.00"
        ]
    );
    // Below two heads that are known, one row is enough.
    let once = completed((&edges.0, &edges.1), &cells, &words[..6]);
    assert_eq!(once[once.len() - 1], "1+1 2+1 2.00");
}

#[test]
fn heads_above_figures_in_one_row_are_the_header() {
    let words = [
        (5.0, 14.0, "科目名称"),
        (110.0, 14.0, "合计"),
        (5.0, 44.0, "甲"),
        (110.0, 44.0, "1.00"),
        (5.0, 74.0, "乙"),
        (110.0, 74.0, "2.00"),
    ];
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(r, c)| (r, c, 1, 1));
    let rows = ["0+1 0+1 科目名称", "0+1 1+1 合计", "1+1 0+1 甲", "1+1 1+1 1.00"];
    let got = completed((&[0.0, 100.0, 200.0], &[0.0, 60.0, 90.0]), &cells, &words);
    assert_eq!(got[..4], rows);
}

#[test]
fn heads_side_by_side_in_one_cell_are_the_leaves_of_the_head_above_them() {
    let words = [
        (5.0, 24.0, "科目名称"),
        (170.0, 12.0, "本年支出"),
        (115.0, 32.0, "合计"),
        (170.0, 32.0, "基本支出"),
        (230.0, 32.0, "项目支出"),
        (5.0, 54.0, "甲"),
        (110.0, 54.0, "3.00"),
        (170.0, 54.0, "1.00"),
        (230.0, 54.0, "2.00"),
    ];
    let (xs, ys) = ([0.0, 100.0, 160.0, 220.0, 280.0], [0.0, 40.0, 60.0]);
    let cells =
        [(0, 0, 1, 1), (0, 1, 1, 3), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 1, 1)];
    assert_eq!(
        completed((&xs, &ys), &cells, &words)[..5],
        [
            "0+2 0+1 科目名称",
            "0+1 1+3 本年支出",
            "1+1 1+1 合计",
            "1+1 2+1 基本支出",
            "1+1 3+1 项目支出"
        ]
    );
}
