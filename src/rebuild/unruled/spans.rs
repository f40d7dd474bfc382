//! The parts of the width that words cover. Dashes in the middle of cells whose figures stand at the right end are of one
//! column with these.

use super::MAX_COLUMNS;
use super::words::Words;
use crate::deadline;
use crate::rebuild::word::Word;

/// Spans of one kind closer than this are one. Points.
const SPAN_GAP: f32 = 1.2;

/// From each run of dashes to the figures that end right of it in the same column: dashes may stand in the middle of a cell
/// whose figures stand at its right end. The two are one column if each line that prints figures at all prints one or
/// the other there, and nothing stands between them.
pub fn dashes_to_figures(lines: &[&Words], others: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let runs = |wanted: &dyn Fn(&Word) -> bool| {
        let words = lines.iter().flat_map(|r| &r.words).filter(|w| wanted(w));
        merge(words.map(|w| (w.rect.x0, w.rect.x1)).collect())
    };
    let (dashes, figures) = (runs(&Word::is_dash), runs(&Word::is_figure));
    let rows: Vec<&&Words> = lines.iter().filter(|r| r.words.iter().any(Word::is_figure)).collect();
    let prints = |row: &Words, (x0, x1): (f32, f32), wanted: &dyn Fn(&Word) -> bool| {
        row.words.iter().any(|w| wanted(w) && w.rect.x0 < x1 && w.rect.x1 > x0)
    };
    let mut out = Vec::new();
    for &dash in dashes.iter().take(MAX_COLUMNS) {
        deadline::tick_long();
        // Most dashes stand below or above figures: these are one column anyway.
        let within = figures.iter().any(|f| f.0 < dash.1 && dash.0 < f.1);
        let Some(&figure) = figures.iter().find(|f| !within && f.0 > dash.1) else { continue };
        let between = |s: &&(f32, f32)| s.0 < figure.0 && s.1 > dash.1;
        let apart = dashes.iter().chain(others).any(|s| *s != dash && between(&s));
        let one_of_both =
            |r: &&Words| prints(r, dash, &Word::is_dash) != prints(r, figure, &Word::is_figure);
        if !apart && rows.iter().all(|r| one_of_both(r)) {
            out.push((dash.0, figure.1));
        }
    }
    out
}

/// Intervals that touch each other are one.
pub fn merge(mut intervals: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (a, b) in intervals {
        match out.last_mut() {
            Some(last) if a - last.1 < SPAN_GAP => last.1 = last.1.max(b),
            _ => out.push((a, b)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cells, grid};

    #[test]
    fn dashes_in_the_middle_stand_in_the_column_of_the_figures_at_its_right_end() {
        // Columns of 100 points, heads in their middle, figures at their right end.
        let heads = [
            (30.0, 100.0, "科目编码"),
            (130.0, 100.0, "科目名称"),
            (240.0, 100.0, "合计"),
            (330.0, 100.0, "基本支出"),
            (430.0, 100.0, "项目支出"),
        ];
        for (basic, project) in [(348.0, 448.0), (393.0, 493.0)] {
            let body = [
                (30.0, 120.0, "208"),
                (110.0, 120.0, "社会保障支出"),
                (257.0, 120.0, "1,234.00"),
                (basic, 120.0, "-"),
                (457.0, 120.0, "1,234.00"),
                (30.0, 135.0, "210"),
                (110.0, 135.0, "卫生健康支出"),
                (267.0, 135.0, "234.00"),
                (367.0, 135.0, "234.00"),
                (project, 135.0, "-"),
            ];
            let g = grid(&[&heads[..], &body].concat());
            let printed: Vec<String> =
                cells(&g).into_iter().filter(|c| !c.starts_with('0')).collect();
            let want = [
                "1+1 0+1 208",
                "1+1 1+1 社会保障支出",
                "1+1 2+1 1,234.00",
                "1+1 3+1 -",
                "1+1 4+1 1,234.00",
                "2+1 0+1 210",
                "2+1 1+1 卫生健康支出",
                "2+1 2+1 234.00",
                "2+1 3+1 234.00",
                "2+1 4+1 -",
            ];
            assert_eq!((g.cols(), printed), (5, want.map(String::from).to_vec()));
        }
    }
}
