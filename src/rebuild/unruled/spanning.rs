//! Cells of labels over several rows, such as a unit's name in the middle of its subjects → which rows are theirs.
//!
//! Without rulings only the middle of such a cell tells how far it reaches. The leftmost columns that print far less than
//! there are rows hold them, unless each stands at the first of its rows, as names that are not repeated do. The rows
//! are shared among the cells, top to bottom: each stands in the middle of its own, and none is left. Where that does not
//! come out even, whose the rows are stays open.

use super::rows::{Row, columns_to_rows};
use super::words::Words;
use crate::deadline;
use crate::model::{Line, Rect};
use crate::rebuild::word::Word;
use std::ops::RangeInclusive;

/// A column of such cells has at most this share of the lines of the fullest of figures.
const SPARSE: f32 = 0.7;
/// Lines of one cell are not further apart than this many times the smallest step.
const STEP: f32 = 1.15;
/// A cell further than this many times the font size from each row stands between two.
const OFF: f32 = 0.3;
/// A cell no further than this share of a row's height from the middle of rows stands there.
const MIDDLE: f32 = 0.3;

/// A cell over several rows.
#[derive(Debug)]
pub struct Spanning {
    /// Its column.
    pub column: usize,
    /// Its rows.
    pub rows: RangeInclusive<usize>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Rows, and cells over several of them.
#[derive(Debug, Default)]
pub struct Rows {
    /// Top to bottom.
    pub rows: Vec<Row>,
    /// The cells over several of them, which are in none of their own.
    pub spanning: Vec<Spanning>,
    /// The leftmost columns hold cells over several rows, and nothing tells over which.
    pub open: bool,
}

/// What the leftmost columns are.
enum Leftmost {
    /// Each cell stands at the first of its rows.
    Plain,
    /// Cells stand over several rows, and nothing tells over which.
    Open,
    /// Cells stand over these rows.
    Spanning(Rows),
}

/// The rows of the body: each word stands in the column that holds most of it. `xs` are the edges of columns, `rules` the
/// y of rulings across the table. A page that goes on may begin in the middle of a cell.
pub fn body_to_rows(body: &[Words], xs: &[f32], rules: &[f32], goes_on: bool) -> Rows {
    let cols = xs.len() - 1;
    let overlap = |w: &Line, c: usize| w.rect.x1.min(xs[c + 1]) - w.rect.x0.max(xs[c]);
    let column_of =
        |w: &Line| (0..cols).max_by(|&a, &b| overlap(w, a).total_cmp(&overlap(w, b))).unwrap_or(0);
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); cols];
    for row in body {
        for w in &row.words {
            let column = &mut columns[column_of(w)];
            match column.last_mut() {
                Some(l) if (l.baseline - w.baseline).abs() < 0.4 * w.size => l.append(w),
                _ => column.push(w.clone()),
            }
        }
    }
    rows_of(columns, rules, goes_on)
}

/// The rows of lines that stand in columns, each column's from top to bottom. The first rows of a page that goes on may
/// belong to a cell of the page before.
fn rows_of(columns: Vec<Vec<Word>>, rules: &[f32], goes_on: bool) -> Rows {
    let mut open = false;
    // Codes are fewer than rows, too: the most columns of which it comes out even.
    for sparse in (1..=sparse_columns(&columns)).rev() {
        match leftmost(&columns, sparse, rules, goes_on) {
            Leftmost::Spanning(rows) => return rows,
            Leftmost::Open => open = true,
            Leftmost::Plain => open = false,
        }
    }
    Rows { rows: columns_to_rows(columns, rules), open, ..Rows::default() }
}

/// What the leftmost `sparse` columns are.
fn leftmost(columns: &[Vec<Word>], sparse: usize, rules: &[f32], goes_on: bool) -> Leftmost {
    let mut others = columns.to_vec();
    others[..sparse].iter_mut().for_each(|column| column.retain(Word::is_total));
    let rows = columns_to_rows(others, rules);
    let totals: Vec<bool> = rows.iter().map(is_of_total).collect();
    let body = totals.iter().position(|t| !t).zip(totals.iter().rposition(|t| !t));
    let Some((first, last)) = body else { return Leftmost::Plain };
    let pitch = rows.windows(2).map(|r| r[1].y - r[0].y).fold(f32::INFINITY, f32::min);
    let cells: Vec<Vec<Vec<Line>>> = columns[..sparse].iter().map(|c| blocks(c, pitch)).collect();
    let begins = |cell: &Vec<Line>| stands_at(cell, &rows[first]);
    let between = |cell: &Vec<Line>| !rows.iter().any(|row| stands_at(cell, row));
    let late = cells.iter().all(|column| !column.iter().any(begins));
    let several = cells.iter().all(|column| column.len() > 1);
    if !cells.iter().flatten().any(between) && !(late && (several || !goes_on)) {
        return Leftmost::Plain;
    }
    let edges = edges(&rows, first, last);
    let mut spanning = Vec::new();
    for (column, cells) in cells.into_iter().enumerate() {
        let Some(ranges) = share(&cells, first, &edges) else { return Leftmost::Open };
        let cells = ranges.into_iter().zip(cells);
        spanning.extend(cells.map(|(rows, lines)| Spanning { column, rows, lines }));
    }
    Leftmost::Spanning(Rows { rows, spanning, open: false })
}

/// How many of the leftmost columns print far less than the fullest.
fn sparse_columns(columns: &[Vec<Word>]) -> usize {
    let figures = columns.iter().position(|column| column.iter().any(Word::is_figure));
    let Some(figures) = figures else { return 0 };
    let fullest = columns[figures..].iter().map(Vec::len).max().unwrap_or(0) as f32;
    let printed = |column: &&Vec<Word>| column.iter().filter(|w| !w.is_total()).count();
    let is_sparse = |column: &&Vec<Word>| {
        (1..).contains(&printed(column)) && printed(column) as f32 <= SPARSE * fullest
    };
    let sparse = columns[..figures].iter().take_while(is_sparse).count();
    if sparse < figures { sparse } else { 0 }
}

/// 合计 alone among its labels.
fn is_of_total(row: &Row) -> bool {
    row.cells.iter().flatten().any(|line| Word::from(line.clone()).is_plain_total())
}

/// The cells of a column, totals left aside: lines that stand closer than rows do.
fn blocks(column: &[Word], pitch: f32) -> Vec<Vec<Line>> {
    let lines: Vec<&Word> = column.iter().filter(|w| !w.is_total()).collect();
    let steps = lines.windows(2).map(|w| w[1].baseline - w[0].baseline);
    let step = steps.filter(|step| *step < 0.95 * pitch).fold(f32::INFINITY, f32::min);
    let goes_on = |a: &&Word, b: &&Word| b.baseline - a.baseline <= STEP * step.min(pitch / STEP);
    lines.chunk_by(goes_on).map(|c| c.iter().map(|w| (**w).clone().into_line()).collect()).collect()
}

/// Does the cell begin at the row's height, or have its middle there?
fn stands_at(cell: &[Line], row: &Row) -> bool {
    let (first, last) = (&cell[0], &cell[cell.len() - 1]);
    let near = |y: f32| (y - row.y).abs() < OFF * first.size;
    near(first.baseline) || near((first.baseline + last.baseline) / 2.0)
}

/// The edges of the rows from `first` to `last`: halfway between what they print.
fn edges(rows: &[Row], first: usize, last: usize) -> Vec<f32> {
    let rects: Vec<Rect> = rows
        .iter()
        .map(|row| {
            let lines = row.cells.iter().flatten().map(|line| &line.rect);
            Rect::around(lines).unwrap_or(Rect::new(0.0, row.y, 0.0, row.y))
        })
        .collect();
    let halfway = |r: usize| (rects[r - 1].y1 + rects[r].y0) / 2.0;
    let inner: Vec<f32> = (first + 1..=last).map(halfway).collect();
    // The outer edges are as far from what is printed as the inner ones.
    let gap = inner.first().map_or(2.0, |y| y - rects[first].y1);
    let mut edges = vec![if first > 0 { halfway(first) } else { rects[first].y0 - gap }];
    edges.extend(inner);
    edges.push(if last + 1 < rows.len() { halfway(last + 1) } else { rects[last].y1 + gap });
    edges
}

/// The rows of each cell, from row `first` on, whose edges these are; `None` where they cannot be shared.
fn share(cells: &[Vec<Line>], first: usize, edges: &[f32]) -> Option<Vec<RangeInclusive<usize>>> {
    let mut start = 0;
    let mut out = Vec::with_capacity(cells.len());
    for cell in cells {
        deadline::tick_long();
        let middle = (cell[0].rect.y0 + cell[cell.len() - 1].rect.y1) / 2.0;
        let off = |end: usize| ((edges[start] + edges[end]) / 2.0 - middle).abs();
        let end = (start + 1..edges.len()).min_by(|&a, &b| off(a).total_cmp(&off(b)))?;
        if off(end) > MIDDLE * (edges[end] - edges[end - 1]) {
            return None;
        }
        out.push(first + start..=first + end - 1);
        start = end;
    }
    (start + 1 == edges.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cells, grid};

    /// A table of units, of subjects and their names, and of figures, with these units at these heights.
    fn rows(units: &[(f32, &str)], rows: &[(f32, &str)]) -> (Vec<String>, usize) {
        let mut words = vec![
            (50.0, 100.0, "单位名称"),
            (150.0, 100.0, "科目名称"),
            (250.0, 100.0, "基本支出"),
            (350.0, 100.0, "项目支出"),
        ];
        words.extend(units.iter().map(|&(y, name)| (50.0, y, name)));
        for &(y, name) in rows {
            words.extend([(150.0, y, name), (255.0, y, "12.00"), (355.0, y, "34.00")]);
        }
        let g = grid(&words);
        let units = cells(&g).into_iter().filter(|c| c.contains(" 0+1 ") && !c.starts_with("0+"));
        (units.collect(), g.doubts.len())
    }

    const BODY: [(f32, &str); 7] = [
        (120.0, "合计"),
        (140.0, "小计"),
        (160.0, "行政运行"),
        (180.0, "医疗"),
        (200.0, "养老"),
        (220.0, "小计"),
        (240.0, "公积金"),
    ];

    #[test]
    fn units_in_the_middle_of_their_rows_stand_over_them() {
        let units = [(170.0, "教育局"), (224.0, "第一"), (236.0, "中学")];
        let want = ["2+4 0+1 教育局", "6+2 0+1 第一中学"].map(String::from).to_vec();
        assert_eq!(rows(&units, &BODY), (want, 0));
    }

    #[test]
    fn units_at_the_first_of_their_rows_stay_there() {
        let units = [(140.0, "教育局"), (220.0, "第一"), (232.0, "中学")];
        let (got, doubts) = rows(&units, &BODY);
        assert_eq!((got[0].as_str(), doubts), ("2+1 0+1 教育局", 0));
        assert!(got[1].starts_with("6+1 0+1 第一"), "{got:?}");
    }

    #[test]
    fn units_in_the_middle_of_no_rows_are_in_doubt() {
        assert_eq!(rows(&[(160.0, "教育局"), (240.0, "中学")], &BODY).1, 1);
    }
}
