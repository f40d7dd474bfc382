//! Pictures in text: images as small as letters, and letters drawn as outlines. What they show is not read, and where they
//! stand it is told.

use super::suspect::{EDGE, NEAR, OVER};
use crate::deadline;
use crate::lex::{is_digit, is_figure_char};
use crate::model::{Grid, GridCell, Line, Page, Rect, Unclear};

/// Tells the empty cells that a picture stands in.
pub(super) fn tell_pictures(grid: &mut Grid, page: &Page) {
    for picture in &page.pictures {
        deadline::tick();
        let (x, y) = (picture.cx(), picture.cy());
        if !grid.rect.contains(x, y) {
            continue;
        }
        let here = |cell: &&mut GridCell| {
            cell.rect.contains(x, y)
                && picture.width() <= cell.rect.width() + EDGE
                && picture.height() <= cell.rect.height() + EDGE
        };
        if let Some(cell) = grid.cells.iter_mut().find(here)
            && (cell.lines.is_empty() || stands_beside(picture, cell))
        {
            cell.unclear = Some(Unclear::Picture);
        }
    }
}

/// Does a picture about as tall as the figure of its cell stand right beside it, at its height?
fn stands_beside(picture: &Rect, cell: &GridCell) -> bool {
    let [line] = &cell.lines[..] else { return false };
    let (size, middle) = (line.size, line.baseline - 0.35 * line.size);
    let gap = (line.rect.x0 - picture.x1).max(picture.x0 - line.rect.x1);
    line.text.chars().any(is_digit)
        && line.text.chars().all(|c| is_figure_char(c) || c.is_whitespace())
        && (-OVER * size..=NEAR * size).contains(&gap)
        && (picture.cy() - middle).abs() <= 0.5 * size
        && (0.5 * size..=2.0 * size).contains(&picture.height())
}

/// A line with U+FFFD where a picture as tall as its letters stands among them: 万 may be one in 单位：万元.
pub(super) fn with_pictures(line: Line, page: &Page) -> Line {
    let (size, rect) = (line.size, line.rect);
    let level = |picture: &&Rect| {
        (picture.cy() - rect.cy()).abs() <= 0.5 * size
            && (0.4 * size..=2.0 * size).contains(&picture.height())
            && (rect.x0 - size..=rect.x1 + size).contains(&picture.cx())
    };
    let mut line = line;
    for picture in page.pictures.iter().filter(level) {
        let before =
            |i: &&u32| page.glyphs.get(**i as usize).is_some_and(|g| g.rect.cx() < picture.cx());
        let before = line.glyphs.iter().filter(before).count();
        let mut letters =
            line.text.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != UNREAD);
        let at = letters.nth(before).map_or(line.text.len(), |(at, _)| at);
        line.text.insert(at, UNREAD);
    }
    line
}

/// Stands for what is printed and not read.
const UNREAD: char = '\u{FFFD}';

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Glyph;

    #[test]
    fn a_picture_among_letters_is_a_letter_that_is_not_read() {
        let told = |picture: Rect| {
            let letters = [("单", 0.0), ("位", 10.0), (":", 20.0), ("元", 40.0)];
            let glyph =
                |x: f32| Glyph { rect: Rect::new(x, 0.0, x + 10.0, 10.0), ..Glyph::default() };
            let glyphs: Vec<Glyph> = letters.iter().map(|(_, x)| glyph(*x)).collect();
            let line = Line {
                rect: Rect::new(0.0, 0.0, 50.0, 10.0),
                size: 10.0,
                text: "单位: 元".into(),
                glyphs: (0..4).collect(),
                ..Line::default()
            };
            with_pictures(line, &Page { glyphs, pictures: vec![picture], ..Page::default() }).text
        };
        assert_eq!(told(Rect::new(30.0, 1.0, 39.0, 9.0)), "单位: \u{FFFD}元");
        assert_eq!(told(Rect::new(51.0, 1.0, 59.0, 9.0)), "单位: 元\u{FFFD}");
        // A seal over it, one further off, and one above.
        for other in [[0.0, -50.0, 90.0, 60.0], [80.0, 1.0, 89.0, 9.0], [30.0, -19.0, 39.0, -11.0]]
        {
            let [x0, y0, x1, y1] = other;
            assert_eq!(told(Rect::new(x0, y0, x1, y1)), "单位: 元");
        }
    }
}
