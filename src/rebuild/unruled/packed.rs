//! Lines of a label column that are one cell beyond doubt, wherever in it the figures stand.
//!
//! Two proofs: lines that stand closer than two rows of figures ever do, with more room above and below them; and lines
//! alone with one row of figures between two rulings, where rulings part every row from the next. Lines that are spaced
//! evenly over the rows prove nothing, nor do those that begin with a heading or hold an ordinal, a code or a total.

use crate::lex::{is_of_which, token};
use crate::rebuild::word::Word;
use std::ops::Range;

/// Lines of one cell are this much closer than rows, or more.
const CLOSER: f32 = 0.85;
/// Lines of one cell are not further apart than this many times the smallest step.
const SAME: f32 = 1.12;

/// The runs of two lines or more that are one cell. `own` are the heights of the rows with figures beside this column,
/// `anchors` those of all rows, `step` is the smallest from line to line, `rules` are the heights of rulings across.
pub fn packed(
    lines: &[Word],
    own: &[f32],
    anchors: &[f32],
    step: f32,
    rules: &[f32],
) -> Vec<Range<usize>> {
    let parted = |w: &[f32]| rules.iter().any(|&y| w[0] < y && y < w[1]);
    let ruled = anchors.len() > 1 && anchors.windows(2).all(parted);
    let pitch = anchors.windows(2).map(|w| w[1] - w[0]).fold(f32::INFINITY, f32::min);
    let close = pitch.is_finite() && step < CLOSER * pitch;
    let goes_on = |a: &Word, b: &Word| {
        let cut = rules.iter().any(|&y| a.baseline < y && y < b.baseline);
        !cut && (ruled || close && b.baseline - a.baseline <= SAME * step)
    };
    let mut out = Vec::new();
    let mut start = 0;
    for run in lines.chunk_by(|a, b| goes_on(a, b)) {
        if run.len() > 1 && is_one(run, own) {
            out.push(start..start + run.len());
        }
        start += run.len();
    }
    out
}

/// Has the run one row of figures at most, and does nothing in it begin a row of its own?
fn is_one(run: &[Word], own: &[f32]) -> bool {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let within = (first.baseline - 0.4 * first.size)..(last.baseline + 0.4 * last.size);
    let rows = own.iter().filter(|y| within.contains(y)).count();
    let begins = |w: &Word| {
        w.is_ordinal() || w.is_total() || is_of_which(&w.text) || token(&w.text).code().is_some()
    };
    let heads = first.is_plain_total() || is_of_which(&first.text) || first.text.ends_with('：');
    rows == 1 && !heads && !run[1..].iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cells, grid};
    use super::packed;
    use crate::model::{Line, Rect};
    use crate::rebuild::word::Word;

    /// The cells below the header of names and figures, each with its height.
    fn rows(names: &[(f32, &str)], figures: &[(f32, &str)]) -> Vec<String> {
        let mut words = vec![(50.0, 100.0, "项目"), (250.0, 100.0, "预算数")];
        words.extend(names.iter().map(|&(y, name)| (50.0, y, name)));
        words.extend(figures.iter().map(|&(y, figure)| (250.0, y, figure)));
        cells(&grid(&words)).split_off(2)
    }

    #[test]
    fn figures_at_the_last_line_of_a_name_are_those_of_all_its_lines() {
        let names = [
            (120.0, "因公出国（境）"),
            (132.0, "费用"),
            (150.0, "公务接待费"),
            (168.0, "公务用车购置及"),
            (180.0, "运行费"),
        ];
        let got = rows(&names, &[(132.0, "1.00"), (150.0, "6.50"), (180.0, "24.00")]);
        let want = [
            "1+1 0+1 因公出国（境）费用",
            "1+1 1+1 1.00",
            "2+1 0+1 公务接待费",
            "2+1 1+1 6.50",
            "3+1 0+1 公务用车购置及运行费",
            "3+1 1+1 24.00",
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn a_short_line_is_no_end_of_a_name_whose_figures_stand_in_its_middle() {
        let names = [
            (120.0, "机关事业单位基本"),
            (132.0, "养老保险缴费"),
            (150.0, "职工基本医疗"),
            (162.0, "保险缴费"),
            (180.0, "办公费"),
        ];
        let got = rows(&names, &[(126.0, "4.00"), (156.0, "2.00"), (180.0, "1.00")]);
        assert_eq!(got[0], "1+1 0+1 机关事业单位基本养老保险缴费");
        assert_eq!(got[2], "2+1 0+1 职工基本医疗保险缴费");
    }

    #[test]
    fn figures_between_two_lines_are_those_of_both() {
        // All lines as far apart as each other.
        let names = [
            (120.0, "城乡供水一体化及"),
            (132.0, "农村饮水安全巩固"),
            (144.0, "提升工程"),
            (156.0, "河湖长制"),
            (168.0, "经费"),
            (184.0, "办公费"),
        ];
        let got = rows(&names, &[(132.0, "5.00"), (162.0, "3.00"), (184.0, "1.00")]);
        assert_eq!(got[0], "1+1 0+1 城乡供水一体化及农村饮水安全巩固提升工程");
        assert_eq!(got[2], "2+1 0+1 河湖长制经费");
    }

    #[test]
    fn rows_without_figures_stay_rows() {
        // As far apart as rows are.
        let names = [(120.0, "国防支出"), (135.0, "公共安全支出"), (150.0, "教育支出")];
        let got = rows(&names, &[(135.0, "2.00"), (150.0, "3.00")]);
        assert_eq!(got[..2], ["1+1 0+1 国防支出", "2+1 0+1 公共安全支出"]);
        // A heading and an ordinal are no first and no second line of a name.
        let names =
            [(120.0, "其中："), (132.0, "公务接待费"), (150.0, "一、费用"), (162.0, "二、办公费")];
        let got = rows(&names, &[(132.0, "2.00"), (162.0, "3.00"), (180.0, "4.00")]);
        assert_eq!(got[1], "2+1 0+1 公务接待费");
        assert_eq!(got[4], "4+1 0+1 二、办公费");
        // What hangs down from the row above is no part of a coded name.
        let names = [(120.0, "有关事项"), (132.0, "2013202-行政管理"), (150.0, "2013203-机关服务")];
        let got = rows(&names, &[(132.0, "2.00"), (150.0, "3.00")]);
        assert!(got.contains(&"2+1 0+1 2013202-行政管理".to_owned()), "{got:?}");
    }

    #[test]
    fn lines_alone_between_rulings_are_one_cell() {
        let line = |(y, text): (f32, &str)| {
            let rect = Rect::new(50.0, y - 10.0, 90.0, y);
            let text = text.into();
            Word::from(Line { page: 1, rect, baseline: y, size: 10.0, text, glyphs: vec![] })
        };
        // All lines and rows of figures are spaced evenly.
        let one = |second: &str, rules: &[f32]| {
            let names = [(100.0, "甲"), (112.0, "水利工程"), (124.0, second), (136.0, "乙")];
            let figures = [100.0, 124.0, 136.0];
            packed(&names.map(line), &figures, &figures, 12.0, rules)
        };
        assert_eq!(one("建设", &[103.0, 127.0]), vec![1..3]);
        // A row without a ruling above it: rulings do not part all rows.
        assert!(one("建设", &[103.0]).is_empty());
        // A row of its own between the same rulings.
        assert!(one("2130305-水利", &[103.0, 127.0]).is_empty());
        assert!(one("合计", &[103.0, 127.0]).is_empty());
    }
}
