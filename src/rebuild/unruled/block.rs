//! Tables that neither a title announces nor a ruling draws: lines whose words stand below each other, most of them
//! figures. Looked for in papers alone that hold no table of a disclosure.
//!
//! 1. Lines are cut into words at wide gaps; lines of several words that follow each other closely are a block, with
//!    the one or two lines of a single word between them.
//! 2. The parts of the width that the words of its fuller lines cover are its columns. A word stands in those that it
//!    covers, or else in the nearest.
//! 3. Above the first figure that is no year, lines close below each other in the same columns are one head.

use super::spans::merge;
use crate::deadline;
use crate::lex::{is_dash, is_digit, is_figure_char};
use crate::model::{Glyph, Grid, GridCell, Line, Page, Rect, run_to_line};

/// Words further apart than this many times the font size are two.
const WORD_GAP: f32 = 0.7;
/// The same for figures.
const FIGURE_GAP: f32 = 0.35;
/// Characters of the longest word of a table, the longest that stands alone on its line, and the longest figure.
const LONGEST_WORD: usize = 60;
const LONGEST_ALONE: usize = 45;
const LONGEST_FIGURE: usize = 18;
/// Lines of a block are not further apart than this many times the font size, those of one head than this.
const MAX_STEP: f32 = 3.0;
const HEAD_STEP: f32 = 1.5;
/// A block has at least so many lines, so many of them with figures, and this share of its words are figures.
const MIN_LINES: usize = 3;
const MIN_FIGURES: usize = 2;
const FIGURES: f32 = 0.3;
/// Lines with this share of the usual number of words tell the columns.
const FULL: f32 = 0.6;
/// A word stands in a column with this share of its width, or of the column's.
const SHARE: f32 = 0.3;
/// A block with more columns or lines is none.
const MAX_COLUMNS: usize = 60;
const MAX_LINES: usize = 2_000;

/// The words of one line.
type Words = Vec<Line>;

/// The tables of a page, top to bottom.
pub fn lines_to_grids(page: &Page, lines: &[Line]) -> Vec<Grid> {
    let lines: Vec<Words> = lines.iter().map(|l| cut(&page.glyphs, l)).collect();
    blocks(&lines).into_iter().filter_map(|block| block_to_grid(page.number, block)).collect()
}

/// The words of a line.
fn cut(glyphs: &[Glyph], line: &Line) -> Words {
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    let mut before = ' ';
    for &i in &line.glyphs {
        deadline::tick();
        let g = &glyphs[i as usize];
        let figures = is_figure_char(before) && is_figure_char(g.ch);
        let gap = if figures { FIGURE_GAP } else { WORD_GAP };
        match parts.last_mut() {
            Some(part) if g.rect.x0 - end <= gap * g.size.max(1.0) => part.push(i),
            _ => parts.push(vec![i]),
        }
        (end, before) = (end.max(g.rect.x1), g.ch);
    }
    parts.into_iter().map(|part| run_to_line(line.page, glyphs, part)).collect()
}

/// Lines that may be a table each.
fn blocks(lines: &[Words]) -> Vec<&[Words]> {
    let length = |w: &Line| w.glyphs.len();
    let several = |l: &Words| l.len() > 1 && l.iter().all(|w| length(w) <= LONGEST_WORD);
    let alone = |l: &Words| l.len() == 1 && length(&l[0]) <= LONGEST_ALONE;
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        deadline::tick();
        let start = at;
        at += 1;
        if !several(&lines[start]) {
            continue;
        }
        let mut end = at;
        while at < lines.len() {
            let size = lines[at].iter().map(|w| w.size).fold(1.0, f32::max);
            let baseline = |l: &Words| l.first().map_or(f32::INFINITY, |w| w.baseline);
            let near = baseline(&lines[at]) - baseline(&lines[at - 1]) <= MAX_STEP * size;
            if near && several(&lines[at]) {
                end = at + 1;
            } else if !near || at >= end + 2 || !alone(&lines[at]) {
                break;
            }
            at += 1;
        }
        at = end;
        found.push(&lines[start..end]);
    }
    found
}

/// Is the word a figure, or the mark of a blank?
fn is_figure(word: &Line) -> bool {
    let marks = |c: char| {
        is_figure_char(c) || c.is_ascii_lowercase() || c.is_whitespace() || "$€£<>*/".contains(c)
    };
    is_dash(&word.text)
        || word.glyphs.len() <= LONGEST_FIGURE
            && word.text.contains(is_digit)
            && word.text.chars().all(marks)
}

fn is_year(word: &Line) -> bool {
    let digits: String = word.text.chars().take(4).filter(char::is_ascii_digit).collect();
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn block_to_grid(page: u32, block: &[Words]) -> Option<Grid> {
    let words = block.iter().map(Vec::len).sum::<usize>() as f32;
    let figures = block.iter().flatten().filter(|w| is_figure(w)).count() as f32;
    let with_figures = block.iter().filter(|l| l.iter().any(is_figure)).count();
    if !(MIN_LINES..=MAX_LINES).contains(&block.len())
        || with_figures < MIN_FIGURES
        || figures < FIGURES * words
    {
        return None;
    }
    let columns = columns(block);
    if !(2..=MAX_COLUMNS).contains(&columns.len()) {
        return None;
    }
    let rect = Rect::around(block.iter().flatten().map(|w| &w.rect))?;
    let mut xs = vec![rect.x0.min(columns[0].0) - 1.0];
    xs.extend(columns.windows(2).map(|w| (w[0].1 + w[1].0) / 2.0));
    xs.push(rect.x1.max(columns[columns.len() - 1].1) + 1.0);
    let ys = row_edges(block);
    let first = block.iter().position(|l| l.iter().any(|w| is_figure(w) && !is_year(w)));
    let cells = cells(block, &columns, first.unwrap_or(0), &xs, &ys);
    let rect = Rect { x0: xs[0], y0: ys[0], x1: xs[columns.len()], y1: ys[block.len()] };
    Some(Grid { page, rect, xs, ys, cells, ..Grid::default() })
}

/// Left and right ends of the columns.
fn columns(block: &[Words]) -> Vec<(f32, f32)> {
    let full = |l: &&Words| l.len() > 1 && l.iter().any(is_figure);
    let mut counts: Vec<usize> = block.iter().filter(full).map(Vec::len).collect();
    counts.sort_unstable();
    let usual = counts.get(counts.len() / 2).copied().unwrap_or(0) as f32;
    let fuller = block.iter().filter(full).filter(|l| l.len() as f32 >= FULL * usual);
    merge(fuller.flatten().map(|w| (w.rect.x0, w.rect.x1)).collect())
}

/// Edges between rows: halfway between their lines, always ascending.
fn row_edges(block: &[Words]) -> Vec<f32> {
    let end = |l: &Words, of: fn(&Rect) -> f32, better: fn(f32, f32) -> f32| {
        l.iter().map(|w| of(&w.rect)).reduce(better).unwrap_or(0.0)
    };
    let mut ys = vec![end(&block[0], |r| r.y0, f32::min) - 0.5];
    let mut add = |y: f32| ys.push(ys.last().map_or(y, |&last| y.max(last + 0.1)));
    for pair in block.windows(2) {
        add((end(&pair[0], |r| r.y1, f32::max) + end(&pair[1], |r| r.y0, f32::min)) / 2.0);
    }
    add(end(&block[block.len() - 1], |r| r.y1, f32::max) + 0.5);
    ys
}

/// First and last column of a word.
fn place(word: &Rect, columns: &[(f32, f32)]) -> (usize, usize) {
    let inside = |&(x0, x1): &(f32, f32)| {
        word.x1.min(x1) - word.x0.max(x0) > SHARE * (word.width()).min(x1 - x0)
    };
    let gap = |c: usize| (columns[c].0 - word.x1).max(word.x0 - columns[c].1);
    match (columns.iter().position(inside), columns.iter().rposition(inside)) {
        (Some(first), Some(last)) => (first, last),
        _ => {
            let nearest = (0..columns.len()).min_by(|&a, &b| gap(a).total_cmp(&gap(b)));
            (nearest.unwrap_or(0), nearest.unwrap_or(0))
        }
    }
}

/// The words in their cells, the rows above `first` the header, and cells without words.
fn cells(
    block: &[Words],
    columns: &[(f32, f32)],
    first: usize,
    xs: &[f32],
    ys: &[f32],
) -> Vec<GridCell> {
    let cols = columns.len();
    let mut cells: Vec<GridCell> = Vec::new();
    // The cell that holds each elementary cell.
    let mut owner: Vec<Option<usize>> = vec![None; block.len() * cols];
    for (row, line) in block.iter().enumerate() {
        deadline::tick_long();
        for word in line {
            let (left, last) = place(&word.rect, columns);
            let free = (left..=last).find(|&c| owner[row * cols + c].is_none());
            let Some(left) = free else {
                let beside = owner[row * cols + last].and_then(|i| cells.get_mut(i));
                beside.into_iter().for_each(|cell| cell.lines.push(word.clone()));
                continue;
            };
            let goes_on = (row > 0 && row < first)
                .then(|| owner[(row - 1) * cols + left])
                .flatten()
                .filter(|&i| wraps(&cells[i], (left, last), word));
            let at = goes_on.unwrap_or(cells.len());
            match goes_on {
                Some(i) => {
                    cells[i].rowspan += 1;
                    cells[i].rect.y1 = ys[row + 1];
                    cells[i].lines.push(word.clone());
                }
                None => cells.push(cell(row, left..last + 1, xs, ys, vec![word.clone()])),
            }
            owner[row * cols + left..=row * cols + last].fill(Some(at));
        }
    }
    for (i, _) in owner.iter().enumerate().filter(|(_, o)| o.is_none()) {
        cells.push(cell(i / cols, i % cols..i % cols + 1, xs, ys, Vec::new()));
    }
    cells.sort_by_key(|c| (c.row, c.col));
    cells
}

/// Does a head go on with this word, in the same columns and close below?
fn wraps(head: &GridCell, (first, last): (usize, usize), word: &Line) -> bool {
    let close = |l: &Line| word.baseline - l.baseline < HEAD_STEP * word.size;
    head.col == first && head.colspan == last + 1 - first && head.lines.last().is_some_and(close)
}

fn cell(
    row: usize,
    columns: std::ops::Range<usize>,
    xs: &[f32],
    ys: &[f32],
    lines: Vec<Line>,
) -> GridCell {
    let rect = Rect { x0: xs[columns.start], y0: ys[row], x1: xs[columns.end], y1: ys[row + 1] };
    GridCell {
        row,
        col: columns.start,
        rowspan: 1,
        colspan: columns.len(),
        rect,
        lines,
        ..GridCell::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::glyphs_to_lines;
    use crate::rebuild::testing::glyphs;

    /// The cells of each table of these words, as row+rows column+columns text.
    fn tables(words: &[(f32, f32, &str)]) -> Vec<Vec<String>> {
        let page = Page { number: 1, glyphs: glyphs(words), ..Page::default() };
        let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
        let shown =
            |c: &GridCell| format!("{}+{} {}+{} {}", c.row, c.rowspan, c.col, c.colspan, c.text());
        let printed =
            |grid: Grid| grid.cells.iter().filter(|c| !c.lines.is_empty()).map(shown).collect();
        lines_to_grids(&page, &lines).into_iter().map(printed).collect()
    }

    #[test]
    fn words_below_each_other_are_a_table_and_sentences_are_none() {
        let words = [
            (10.0, 20.0, "Exports grew by 4.2 per cent in 2009, and imports by 3.1"),
            (10.0, 80.0, "Country"),
            (100.0, 80.0, "Exports,"),
            (160.0, 80.0, "Imports"),
            (100.0, 92.0, "million"),
            (10.0, 106.0, "France"),
            (100.0, 106.0, "1,200"),
            (160.0, 106.0, "900"),
            (10.0, 120.0, "Spain"),
            (110.0, 120.0, "80"),
            (160.0, 120.0, "700"),
        ];
        let table = [
            "0+1 0+1 Country",
            "0+2 1+1 Exports,million",
            "0+1 2+1 Imports",
            "2+1 0+1 France",
            "2+1 1+1 1,200",
            "2+1 2+1 900",
            "3+1 0+1 Spain",
            "3+1 1+1 80",
            "3+1 2+1 700",
        ];
        assert_eq!(tables(&words), [table]);
        assert_eq!(tables(&words[..4]), Vec::<Vec<String>>::new());
    }
}
