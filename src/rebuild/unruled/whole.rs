//! Whole numbers without separators (103966): what they are by themselves is open, for codes, years and ordinals look the
//! same. Where a unit of amount is declared and no row prints another figure, those are figures that stand below a
//! head which is none of a label, at one right end or about one middle; so are those that stand like this in a
//! column of figures of the page before.

use super::words::{Words, is_body, is_numbering};
use crate::catalog::{Catalog, Head};
use crate::deadline;
use crate::lex::{is_caption, opens_note};
use crate::model::{Rect, squeeze};
use crate::rebuild::word::Word;

/// Numbers stand below each other where they differ by less than this many times the font size.
const ALIGNED: f32 = 0.3;
/// So many of three do, in a column of figures.
const MOST: usize = 2;

/// Where a row and one of its words are.
type Place = (usize, usize);

/// Makes figures of the whole numbers that are figures by their place. `hint` holds the edges of the columns of the page
/// before, if the region continues it.
pub fn mark(rows: &mut [Words], hint: Option<&[f32]>, catalog: &Catalog) {
    let is_known = |text: &str| super::is_known(text, catalog);
    let columns = match heads(rows, hint.is_some(), catalog) {
        Some((first, heads)) => below_heads(rows, first, &heads, catalog),
        None => hint.map(|xs| between_edges(rows, xs)).unwrap_or_default(),
    };
    let found: Vec<Place> = columns.into_iter().filter(|c| is_column(rows, c)).flatten().collect();
    for (row, word) in found {
        rows[row].words[word].count_as_figure();
        rows[row].body |= is_body(&rows[row].words, &is_known);
    }
}

/// A number that may be a figure or something else.
fn is_open(word: &Word) -> bool {
    word.is_whole_number() && !word.is_ordinal()
}

/// The numbers of the rows from `first` on, down to a note or prose; `None` if figures that are beyond doubt stand there.
fn numbers(rows: &[Words], first: usize) -> Option<Vec<Place>> {
    let ends = |row: &Words| {
        let text: String = row.words.iter().map(|w| w.text.as_str()).collect();
        text.contains('。') || opens_note(&text)
    };
    let mut out = Vec::new();
    for (i, row) in rows.iter().enumerate().skip(first).take_while(|(_, row)| !ends(row)) {
        deadline::tick();
        if row.words.iter().any(|w| w.is_figure() && !w.is_zero()) {
            return None;
        }
        if !is_numbering(row) {
            out.extend((0..row.words.len()).filter(|&k| is_open(&row.words[k])).map(|k| (i, k)));
        }
    }
    Some(out)
}

/// What the head says, whichever year it names: 2025年执行数.
fn head(word: &Word, catalog: &Catalog) -> Head {
    let text = squeeze(&word.text);
    let year = text.find("20").and_then(|at| text.get(at..at + 4)?.parse().ok());
    catalog.columns.head(&text, year)
}

/// The first row below the header, and the heads that no other stands below; `None` without a head of a measure in it, or
/// where no unit is declared, which a continuation need not repeat.
fn heads(rows: &[Words], continues: bool, catalog: &Catalog) -> Option<(usize, Vec<Word>)> {
    let measure = |w: &Word| head(w, catalog).is_measure();
    let ends = |row: &Words| row.body || is_numbering(row) || row.words.iter().any(is_open);
    let top = rows.iter().position(|row| row.words.iter().any(measure) && !ends(row))?;
    let declares = |row: &Words| row.words.iter().any(|w| catalog.units.declares(&w.text));
    if !continues && !rows[..top].iter().any(declares) {
        return None;
    }
    let end = top + rows[top..].iter().position(ends)?;
    let captions =
        rows[..top].iter().rposition(|row| row.words.iter().any(|w| is_caption(&w.text)));
    let words = rows[captions.map_or(0, |c| c + 1)..end].iter().flat_map(|row| &row.words);
    let all: Vec<&Word> = words.collect();
    let over = |a: &Rect, b: &Rect| a.y1 <= b.cy() && a.x0 < b.x1 && b.x0 < a.x1;
    let leaf = |w: &&&Word| !all.iter().any(|o| over(&w.rect, &o.rect));
    Some((end, all.iter().filter(leaf).map(|w| (*w).clone()).collect()))
}

/// The numbers below each head that is no label's: those nearest to it.
fn below_heads(rows: &[Words], first: usize, heads: &[Word], catalog: &Catalog) -> Vec<Vec<Place>> {
    let apart = |a: &Rect, b: &Rect| (a.x0 - b.x1).max(b.x0 - a.x1).max(0.0);
    let off = |a: &Rect, b: &Rect| apart(a, b) + 0.01 * (a.cx() - b.cx()).abs();
    let mut columns = vec![Vec::new(); heads.len()];
    for (row, word) in numbers(rows, first).unwrap_or_default() {
        let rect = &rows[row].words[word].rect;
        let by_place = |&a: &usize, &b: &usize| {
            off(rect, &heads[a].rect).total_cmp(&off(rect, &heads[b].rect))
        };
        if let Some(nearest) = (0..heads.len()).min_by(by_place) {
            columns[nearest].push((row, word));
        }
    }
    let is_label = |word: &Word| {
        let head = head(word, catalog);
        head.label.is_some() && !head.is_measure()
    };
    columns.into_iter().zip(heads).filter(|(_, head)| !is_label(head)).map(|(c, _)| c).collect()
}

/// The numbers of each column right of the names.
fn between_edges(rows: &[Words], xs: &[f32]) -> Vec<Vec<Place>> {
    let column = |rect: &Rect| xs.partition_point(|&x| x <= rect.cx());
    let mut columns = vec![Vec::new(); xs.len() + 1];
    let words = rows.iter().flat_map(|row| &row.words).filter(|w| w.is_words() && !w.is_total());
    let Some(names) = words.map(|w| column(&w.rect)).max() else { return Vec::new() };
    for (row, word) in numbers(rows, 0).unwrap_or_default() {
        columns[column(&rows[row].words[word].rect)].push((row, word));
    }
    columns.split_off(names + 1)
}

/// Do these numbers stand as figures do, and are they more than years?
fn is_column(rows: &[Words], places: &[Place]) -> bool {
    let words = || places.iter().map(|&(row, word)| &rows[row].words[word]);
    let aligned = |end: fn(&Rect) -> f32| {
        let mut ends: Vec<f32> = words().map(|w| end(&w.rect)).collect();
        ends.sort_by(f32::total_cmp);
        let em = words().map(|w| w.size).fold(1.0, f32::max);
        let apart = ends.chunk_by(|a, b| b - a < ALIGNED * em).map(<[f32]>::len).max();
        apart.is_some_and(|most| 3 * most >= MOST * ends.len())
    };
    let year =
        |w: &Word| w.text.len() == 4 && (w.text.starts_with("19") || w.text.starts_with("20"));
    !words().all(year) && (aligned(|rect| rect.x1) || aligned(Rect::cx))
}

#[cfg(test)]
mod tests {
    use super::super::region_to_grid;
    use super::super::tests::{cells, page};
    use crate::catalog::Catalog;
    use crate::model::glyphs_to_lines;

    /// The cells of the rows of these words, below a hint or not; empty where they are no table.
    fn read(words: &[(f32, f32, &str)], hint: Option<&[f32]>) -> Vec<String> {
        let page = page(words);
        let lines = glyphs_to_lines(1, &page.glyphs, 0..page.glyphs.len() as u32);
        let catalog = Catalog::builtin().unwrap();
        let grid = region_to_grid(&page, &lines, 0.0..page.height, hint, &catalog);
        grid.map(|g| cells(&g)).unwrap_or_default()
    }

    /// Codes, names, and two columns of figures that end at 260 and 360.
    const ROWS: [(f32, f32, &str); 9] = [
        (50.0, 120.0, "合计"),
        (230.0, 120.0, "104167"),
        (335.0, 120.0, "41513"),
        (50.0, 140.0, "201"),
        (110.0, 140.0, "公共安全支出"),
        (230.0, 140.0, "103966"),
        (335.0, 140.0, "20805"),
        (110.0, 160.0, "卫生健康支出"),
        (245.0, 160.0, "201"),
    ];

    #[test]
    fn whole_numbers_below_heads_of_measures_are_figures() {
        let heads = |unit| {
            let heads = [
                (300.0, 80.0, unit),
                (50.0, 100.0, "科目编码"),
                (110.0, 100.0, "科目名称"),
                (205.0, 100.0, "2025年执行数"),
                (305.0, 100.0, "2026年预算数"),
            ];
            [&heads[..], &ROWS].concat()
        };
        let rows = read(&heads("单位：万元"), None);
        let want = [
            "0+1 0+1 科目编码",
            "0+1 1+1 科目名称",
            "0+1 2+1 2025年执行数",
            "0+1 3+1 2026年预算数",
            "1+1 0+1 合计",
            "1+1 2+1 104167",
            "1+1 3+1 41513",
            "2+1 0+1 201",
            "2+1 1+1 公共安全支出",
            "2+1 2+1 103966",
            "2+1 3+1 20805",
            "3+1 1+1 卫生健康支出",
            "3+1 2+1 201",
        ];
        assert_eq!(rows, want);
    }

    #[test]
    fn whole_numbers_without_a_unit_or_below_heads_of_labels_are_none() {
        let read = |unit, (x, head), numbers: [&str; 2]| {
            let words = [
                (300.0, 80.0, unit),
                (50.0, 100.0, "项目"),
                (x, 100.0, head),
                (50.0, 120.0, "桥"),
                (230.0, 120.0, numbers[0]),
                (50.0, 140.0, "路"),
                (230.0, 140.0, numbers[1]),
            ];
            read(&words, None).len()
        };
        let (figures, under) = (["103966", "120268"], (220.0, "预算数"));
        assert_eq!(read("单位：万元", under, figures), 6);
        assert_eq!(read("某局", under, figures), 0);
        assert_eq!(read("单位：万元", under, ["2025", "2026"]), 0);
        assert_eq!(read("单位：万元", (220.0, "年份"), figures), 0);
    }

    #[test]
    fn whole_numbers_in_columns_of_the_page_before_are_figures() {
        let rows = read(&ROWS, Some(&[48.0, 100.0, 190.0, 270.0, 370.0]));
        assert_eq!(rows.len(), 9);
        assert_eq!(rows[7..], ["2+1 1+1 卫生健康支出", "2+1 2+1 201"]);
        let codes: Vec<_> = ROWS.into_iter().filter(|(x, ..)| *x < 200.0).collect();
        assert_eq!(read(&codes, Some(&[48.0, 100.0, 190.0, 270.0, 370.0])), [""; 0]);
    }
}
