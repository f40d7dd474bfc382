//! Tables ruled with + - and |, as typewriters and consoles do, become lines.
//!
//! Lines of nothing but +, - and = are the rules; each + on them is a corner of cells, and each | below or above one of
//! them a piece of an upright ruling. A minus in a cell stays what it is.

use super::matrix::Area;
use crate::model::Glyph;

/// Fewer corners than this draw no table.
const ENOUGH: usize = 6;
/// Characters on one line have their baselines within this share of their size.
const LEVEL: f32 = 0.2;
/// A | stands below a + if their middles are as near as this, as a share of the size.
const BELOW: f32 = 0.35;
/// Half the thickness given to the lines, points.
const HALF: f64 = 0.25;

/// Takes the characters that rule a table out of `glyphs`, and puts their lines behind `pieces`.
pub(super) fn typed_to_lines(glyphs: &mut Vec<Glyph>, pieces: &mut Vec<Area>) {
    let count = |of: char| glyphs.iter().filter(|g| g.ch == of).count();
    if count('+') < ENOUGH || count('|') < ENOUGH {
        return;
    }
    let rules = rules(glyphs);
    let (Some(first), Some(last)) = (rules.first(), rules.last()) else { return };
    let corners: Vec<f32> = rules.iter().flat_map(|rule| &rule.corners).copied().collect();
    if rules.len() < 2 || corners.len() < ENOUGH {
        return;
    }
    let (top, bottom) = (first.y, last.y);
    for rule in &rules {
        let y = f64::from(rule.y);
        let (x0, x1) = (f64::from(rule.from), f64::from(rule.to));
        pieces.push(Area { x0, x1, y0: y - HALF, y1: y + HALF });
    }
    let pitch = pitch(glyphs, top, bottom);
    let below = |g: &Glyph| {
        corners.iter().any(|x| (x - g.rect.cx()).abs() <= BELOW * g.size)
            && top < g.rect.cy()
            && g.rect.cy() < bottom
    };
    glyphs.retain(|g| {
        if rules.iter().any(|rule| rule.holds(g)) {
            return false;
        }
        if g.ch != '|' || g.turned() || !below(g) {
            return true;
        }
        // To the middles of the lines above and below.
        let (x, reach) = (f64::from(g.rect.cx()), pitch.max(g.rect.height()) + 0.5);
        let (y0, y1) = (g.rect.cy() - reach, g.rect.cy() + reach);
        let (y0, y1) = (f64::from(y0.max(top)), f64::from(y1.min(bottom)));
        pieces.push(Area { x0: x - HALF, x1: x + HALF, y0, y1 });
        false
    });
}

/// A line of nothing but +, - and =.
struct Rule {
    baseline: f32,
    /// Where its line runs, and from where to where.
    y: f32,
    from: f32,
    to: f32,
    size: f32,
    corners: Vec<f32>,
}

impl Rule {
    fn holds(&self, g: &Glyph) -> bool {
        is_rule(g.ch)
            && !g.turned()
            && (g.baseline - self.baseline).abs() <= LEVEL * self.size
            && self.from <= g.rect.cx()
            && g.rect.cx() <= self.to
    }
}

fn is_rule(c: char) -> bool {
    matches!(c, '+' | '-' | '=')
}

/// The rules of the page, top to bottom.
fn rules(glyphs: &[Glyph]) -> Vec<Rule> {
    let mut level: Vec<&Glyph> = glyphs.iter().filter(|g| !g.turned() && !g.aside()).collect();
    level.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let same = |a: &&Glyph, b: &&Glyph| b.baseline - a.baseline <= LEVEL * a.size;
    let lines = level.chunk_by(same).filter(|line| line.iter().all(|g| is_rule(g.ch)));
    lines
        .filter_map(|line| {
            let middle = |g: &&&Glyph| g.rect.cx();
            let mut corners: Vec<f32> =
                line.iter().filter(|g| g.ch == '+').map(|g| middle(&g)).collect();
            corners.sort_by(f32::total_cmp);
            let (from, to) = (*corners.first()?, *corners.last()?);
            let first = line[0];
            (corners.len() > 1 && line.len() > 2 * corners.len()).then_some(Rule {
                baseline: first.baseline,
                y: first.rect.cy(),
                from,
                to,
                size: first.size,
                corners,
            })
        })
        .collect()
}

/// From line to line between two heights: the largest step, as the lines of text and rules stand.
fn pitch(glyphs: &[Glyph], top: f32, bottom: f32) -> f32 {
    let inside = |g: &&Glyph| top <= g.rect.cy() && g.rect.cy() <= bottom && !g.turned();
    let bars = glyphs.iter().filter(inside).filter(|g| g.ch == '|' || g.ch == '+');
    let mut heights: Vec<f32> = bars.map(|g| g.rect.cy()).collect();
    heights.sort_by(f32::total_cmp);
    heights.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f32::max).min(40.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Axis, Rect};

    /// Text in a pitch of five points, lines twelve apart.
    fn page(lines: &[&str]) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for (line, y) in lines.iter().zip(0u8..) {
            for (ch, x) in line.chars().zip(0u8..).filter(|(ch, _)| *ch != ' ') {
                let (x, y) = (5.0 * f32::from(x), 12.0 * f32::from(y));
                let rect = Rect::new(x, y, x + 5.0, y + 8.0);
                glyphs.push(Glyph { ch, rect, size: 8.0, baseline: y + 7.0, ..Glyph::default() });
            }
        }
        glyphs
    }

    /// What is left of the text, and the lines: across or upright, at, from, to.
    fn ruled(lines: &[&str]) -> (String, Vec<(bool, f32, f32, f32)>) {
        let (mut glyphs, mut pieces) = (page(lines), Vec::new());
        typed_to_lines(&mut glyphs, &mut pieces);
        let rulings = crate::read::rulings::pieces_to_rulings(&pieces).0;
        let line = |r: &crate::model::Ruling| (r.axis == Axis::Horizontal, r.at, r.from, r.to);
        (glyphs.iter().map(|g| g.ch).collect(), rulings.iter().map(line).collect())
    }

    #[test]
    fn a_typed_table_is_lines_and_its_minus_stays() {
        let (text, lines) =
            ruled(&["+---+---+", "| a | b |", "+===+===+", "|-9 | 8 |", "+---+---+"]);
        assert_eq!(text, "ab-98");
        let across = [4.0, 28.0, 52.0].map(|y| (true, y, 2.5, 42.5));
        let upright = [2.5, 22.5, 42.5].map(|x| (false, x, 4.0, 52.0));
        assert_eq!(lines, [across, upright].concat());
    }

    #[test]
    fn sums_and_bars_in_text_are_text() {
        let lines = ["a + b | c", "+ - + -", "x | y | z + 1", "| + | + |", "+ 1 + 2 + 3 |"];
        assert_eq!(ruled(&lines).1, []);
    }
}
