//! Pages whose text runs another way than the page stands are turned, as a reader would turn the paper.
//!
//! /Rotate has been followed before; this is for tables that a matrix turns on an upright page. Most of the page's
//! characters decide: turned heads of columns, or an upright title above a turned table, do not turn a page.

use crate::model::{Axis, Direction, Glyph, Page, Rect, Turn};

/// How many characters of a page run each way, by [`Direction`]. Slanted ones and those set vertically, which stand
/// upright, are not counted.
pub(super) type Ways = [u32; 4];

/// Fewer characters than this turn no page.
const ENOUGH: u32 = 20;

/// Turns the page so that most of its text is upright.
pub(super) fn turn_upright(page: &mut Page, ways: &Ways) {
    let all: u32 = ways.iter().sum();
    let most = Direction::ALL.into_iter().find(|way| 2 * ways[*way as usize] > all);
    let Some(way) = most.filter(|way| all >= ENOUGH && *way != Direction::Right) else { return };
    let lean = page.turn.map_or(0.0, |turn| turn.lean);
    let turn = Turn { way, width: page.width, height: page.height, lean };
    (page.width, page.height) = turn.upright_size();
    page.glyphs.iter_mut().chain(&mut page.unpainted).for_each(|glyph| turn_glyph(glyph, &turn));
    let boxes = page.strokes.iter_mut().chain(&mut page.pictures);
    boxes.for_each(|area| *area = turn.upright(*area));
    for ruling in &mut page.rulings {
        let (at, from, to) = (ruling.at, ruling.from, ruling.to);
        let line = match ruling.axis {
            Axis::Horizontal => turn.upright(Rect::new(from, at, to, at)),
            Axis::Vertical => turn.upright(Rect::new(at, from, at, to)),
        };
        if turn.is_quarter() {
            ruling.axis = ruling.axis.across();
        }
        (ruling.at, ruling.from, ruling.to) = match ruling.axis {
            Axis::Horizontal => (line.y0, line.x0, line.x1),
            Axis::Vertical => (line.x0, line.y0, line.y1),
        };
    }
    page.turn = Some(turn);
}

fn turn_glyph(glyph: &mut Glyph, turn: &Turn) {
    let at = glyph.baseline;
    let baseline = turn.upright(Rect::new(at, at, at, at));
    glyph.direction = glyph.direction.seen_from(turn.way);
    glyph.baseline = if glyph.direction.is_level() { baseline.y0 } else { baseline.x0 };
    glyph.rect = turn.upright(glyph.rect);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ruling;

    /// A page of 600 by 800 with a line of text that runs down along x = 500, and a ruling beside it.
    fn page() -> Page {
        let glyph = |ch, y: f32| Glyph {
            ch,
            rect: Rect::new(498.8, y, 508.8, y + 10.0),
            baseline: 500.0,
            size: 10.0,
            direction: Direction::Down,
            ..Glyph::default()
        };
        let ruling = Ruling { axis: Axis::Vertical, at: 490.0, from: 100.0, to: 300.0, width: 0.5 };
        Page {
            width: 600.0,
            height: 800.0,
            glyphs: vec![glyph('合', 100.0), glyph('计', 110.0)],
            rulings: vec![ruling],
            ..Page::default()
        }
    }

    #[test]
    fn most_of_the_text_turns_the_page() {
        let mut turned = page();
        turn_upright(&mut turned, &[12, 30, 0, 0]);
        assert_eq!((turned.width, turned.height), (800.0, 600.0));
        let first = &turned.glyphs[0];
        assert_eq!((first.direction, first.baseline), (Direction::Right, 100.0));
        let near = |a: Rect, b: Rect| (a.x0 - b.x0).abs().max((a.y0 - b.y0).abs()) < 0.01;
        assert!(near(first.rect, Rect::new(100.0, 91.2, 110.0, 101.2)), "{:?}", first.rect);
        let line = &turned.rulings[0];
        assert_eq!(
            (line.axis, line.at, line.from, line.to),
            (Axis::Horizontal, 110.0, 100.0, 300.0)
        );
    }

    #[test]
    fn few_or_mixed_characters_turn_nothing() {
        for ways in [[0, 19, 0, 0], [30, 30, 0, 0], [100, 30, 30, 30], [0, 0, 0, 0]] {
            let mut same = page();
            turn_upright(&mut same, &ways);
            assert_eq!(same, page());
        }
    }
}
