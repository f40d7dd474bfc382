//! Rulings set as characters: │ ─ ┼ and their like (Unicode's Box Drawing) become lines.

use super::matrix::Area;
use crate::model::Glyph;

/// Fewer characters with an upright arm than this draw no table: a lone ─ is a dash, │ parts two words.
const ENOUGH: usize = 8;
/// Thickness given to the lines, points.
const WIDTH: f64 = 0.5;
/// How far an upright arm reaches beyond its character's box, as a share of the size: lines are set with some space.
const REACH: f32 = 0.35;

/// Which arms a character has: left, right, up, down.
fn arms(c: char) -> Option<[bool; 4]> {
    let (left, right, up, down) = ([true, false, false, false], 1, 2, 3);
    let with = |more: &[usize], base: [bool; 4]| {
        let mut arms = base;
        more.iter().for_each(|i| arms[*i] = true);
        arms
    };
    let none = [false; 4];
    Some(match c {
        '─' | '━' | '┄' | '┅' | '┈' | '┉' | '═' => with(&[right], left),
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '║' => with(&[up, down], none),
        '┌'..='┏' | '╒'..='╔' => with(&[right, down], none),
        '┐'..='┓' | '╕'..='╗' => with(&[down], left),
        '└'..='┗' | '╘'..='╚' => with(&[right, up], none),
        '┘'..='┛' | '╛'..='╝' => with(&[up], left),
        '├'..='┣' | '╞'..='╠' => with(&[right, up, down], none),
        '┤'..='┫' | '╡'..='╣' => with(&[up, down], left),
        '┬'..='┳' | '╤'..='╦' => with(&[right, down], left),
        '┴'..='┻' | '╧'..='╩' => with(&[right, up], left),
        '┼'..='╋' | '╪'..='╬' => with(&[right, up, down], left),
        _ => return None,
    })
}

/// Takes the characters that draw lines out of `glyphs`, if they draw a table, and puts their lines behind `pieces`.
pub(super) fn characters_to_lines(glyphs: &mut Vec<Glyph>, pieces: &mut Vec<Area>) {
    let upright = |g: &&Glyph| {
        ('─'..='╿').contains(&g.ch)
            && !g.turned()
            && arms(g.ch).is_some_and(|arms| arms[2] || arms[3])
    };
    if glyphs.iter().filter(upright).count() < ENOUGH {
        return;
    }
    glyphs.retain(|glyph| {
        let Some([left, right, up, down]) = arms(glyph.ch).filter(|_| !glyph.turned()) else {
            return true;
        };
        let rect = glyph.rect;
        let (cx, cy, reach) = (rect.cx(), rect.cy(), REACH * glyph.size);
        let mut line = |x0: f32, y0: f32, x1: f32, y1: f32| {
            let half = WIDTH / 2.0;
            let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(f64::from);
            pieces.push(match y0 == y1 {
                true => Area { x0, y0: y0 - half, x1, y1: y1 + half },
                false => Area { x0: x0 - half, y0, x1: x1 + half, y1 },
            });
        };
        if left || right {
            line(if left { rect.x0 } else { cx }, cy, if right { rect.x1 } else { cx }, cy);
        }
        if up || down {
            let (top, bottom) = (rect.y0 - reach, rect.y1 + reach);
            line(cx, if up { top } else { cy }, cx, if down { bottom } else { cy });
        }
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    /// Text in a fixed pitch of ten points.
    fn page(lines: &[&str]) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for (line, y) in lines.iter().zip(0u8..) {
            for (ch, x) in line.chars().zip(0u8..).filter(|(ch, _)| *ch != ' ') {
                let (x, y) = (10.0 * f32::from(x), 10.0 * f32::from(y));
                let rect = Rect::new(x, y, x + 10.0, y + 10.0);
                glyphs.push(Glyph { ch, rect, size: 10.0, baseline: y + 9.0, ..Glyph::default() });
            }
        }
        glyphs
    }

    #[test]
    fn a_table_of_characters_is_lines() {
        let mut glyphs = page(&["┌─┬─┐", "│合│9│", "├─┼─┤", "│计│8│", "└─┴─┘"]);
        let mut pieces = Vec::new();
        characters_to_lines(&mut glyphs, &mut pieces);
        assert_eq!(glyphs.iter().map(|g| g.ch).collect::<String>(), "合9计8");
        let rulings = crate::read::rulings::pieces_to_rulings(&pieces).0;
        let lines: Vec<_> = rulings.iter().map(|r| (r.at, r.from, r.to)).collect();
        let expected = [
            (5.0, 5.0, 45.0),
            (25.0, 5.0, 45.0),
            (45.0, 5.0, 45.0),
            (5.0, 5.0, 45.0),
            (25.0, 5.0, 45.0),
            (45.0, 5.0, 45.0),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn dashes_and_lone_bars_stay_text() {
        let mut glyphs = page(&["合 ─ ─", "甲│乙"]);
        let mut pieces = Vec::new();
        characters_to_lines(&mut glyphs, &mut pieces);
        assert_eq!((glyphs.len(), pieces.len()), (6, 0));
    }
}
