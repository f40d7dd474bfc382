//! Figures that can be read and may be none of the table's: they are told, not taken.
//!
//! 1. Painted as no other figure of the table is, and looking like a footnote mark, a watermark or a seal.
//! 2. A line is drawn through it, or a short one before it in its cell, as a sign stands.
//! 3. It stands over the ruling between two rows, as the others of the table do not.
//! 4. The file marks it as page furniture, and it stands in an empty cell of the table.
//! 5. It runs askew and is painted as the table's figures are, in an empty cell or right beside a figure: no watermark.

use super::figures::{MARK, Style, alike, style};
use crate::deadline;
use crate::lex::{is_amount, is_digit, is_figure_char};
use crate::model::{Axis, Glyph, Grid, GridCell, Line, Page, Rect, Unclear, glyphs_to_lines};

/// What one in so many of a table's figures have is no habit of it.
const RARE: usize = 5;
/// A colour is faint if its parts are brighter than the usual ones by this much on the average.
const FAINT: u16 = 100;
/// How far a figure reaches over a ruling before it stands over it, and how high its digits are, as shares of its size.
pub(super) const OVER: f32 = 0.12;
const HEIGHT: f32 = 0.7;
/// Where a line runs through a figure: above its baseline, as shares of its size.
const THROUGH: (f32, f32) = (0.15, 0.6);
/// A sign that is drawn: how long, as shares of the size, and how thick at most, points. It may stand right before its
/// figure, or at the left edge of the cell, as accounts are formatted.
const SIGN: (f32, f32) = (0.15, 0.9);
const THICK: f32 = 2.0;
/// A ruling nearer to an edge of the grid than this is that edge, points.
pub(super) const EDGE: f32 = 2.5;

/// What a cell's figure looks like.
struct Look {
    cell: usize,
    style: Style,
    outlined: bool,
    /// It prints a point or a comma.
    amount: bool,
    digits: usize,
    zero: bool,
    over_row: bool,
}

/// Tells the figures of a filled grid that may be none of it. `usual` is how most of its digits are painted.
pub(super) fn tell(grid: &mut Grid, page: &Page, usual: Option<Style>) {
    let Some(usual) = usual else { return };
    let looks: Vec<Look> =
        (0..grid.cells.len()).filter_map(|at| look(at, &grid.cells[at], &page.glyphs)).collect();
    let over_rows = looks.iter().filter(|look| look.over_row).count();
    let lines = Lines::of(grid, page);
    let rooms = rooms(grid);
    for look in &looks {
        deadline::tick();
        let cell = &grid.cells[look.cell];
        let unclear = if lines.strike(&cell.lines[0], &cell.rect) {
            Unclear::Struck
        } else if lines.sign(&cell.lines[0], &Rect { x0: rooms[look.cell], ..cell.rect }) {
            Unclear::SmallSign
        } else if look.over_row && grid.header.is_none() && RARE * over_rows <= looks.len() {
            Unclear::OverRuling
        } else if is_odd(look, usual)
            && is_rare(look, &looks, grid)
            && may_be_odd(look, usual, &looks)
        {
            Unclear::PaintedOtherwise
        } else {
            continue;
        };
        grid.cells[look.cell].unclear.get_or_insert(unclear);
    }
}

/// How far left the room of each cell reaches: the edges of a grid that is made of words run close to them, and what is
/// free before a figure is its own.
fn rooms(grid: &Grid) -> Vec<f32> {
    let (mut row, mut end) = (usize::MAX, grid.rect.x0);
    let room = |cell: &GridCell| {
        if cell.row != row {
            (row, end) = (cell.row, grid.rect.x0);
        }
        let room = if grid.header.is_some() { end.min(cell.rect.x0) } else { cell.rect.x0 };
        end = cell.lines.iter().map(|line| line.rect.x1).fold(end, f32::max);
        room
    };
    grid.cells.iter().map(room).collect()
}

/// The look of a cell that holds one line of figure characters and nothing else.
fn look(cell: usize, of: &GridCell, glyphs: &[Glyph]) -> Option<Look> {
    let [line] = &of.lines[..] else { return None };
    let digits = line.text.chars().filter(|c| is_digit(*c)).count();
    if digits == 0 || !line.text.chars().all(|c| is_figure_char(c) || c.is_whitespace()) {
        return None;
    }
    let first = line.glyphs.iter().map(|i| &glyphs[*i as usize]).find(|g| is_digit(g.ch))?;
    let (top, reach) = (line.baseline - HEIGHT * line.size, OVER * line.size);
    Some(Look {
        cell,
        style: style(first),
        outlined: first.outlined,
        amount: line.text.contains(['.', ',', '．', '，']),
        digits,
        zero: line.text.chars().all(|c| !is_digit(c) || c == '0' || c == '０'),
        over_row: line.baseline > of.rect.y1 + reach || top < of.rect.y0 - reach,
    })
}

/// Is the figure painted in another way than most of the table's?
fn is_odd(look: &Look, usual: Style) -> bool {
    !look.zero && (look.outlined || !alike(look.style, usual))
}

/// Do few figures of the table look like it, and hardly any of its row and column (numbers of rows and columns)?
fn is_rare(look: &Look, looks: &[Look], grid: &Grid) -> bool {
    let like = |other: &&Look| {
        other.outlined == look.outlined && alike(other.style, look.style) && other.cell != look.cell
    };
    let cell = &grid.cells[look.cell];
    let (mut all, mut row, mut column) = (1, 0, 0);
    for other in looks.iter().filter(like).map(|other| &grid.cells[other.cell]) {
        deadline::tick();
        all += 1;
        row += usize::from(other.row == cell.row);
        column += usize::from(other.col == cell.col);
    }
    RARE * all <= looks.len() && row < 2 && column < 2
}

/// Is it faint, as small as a footnote mark, or a whole number among amounts with decimals?
fn may_be_odd(look: &Look, usual: Style, looks: &[Look]) -> bool {
    let brightness =
        |style: Style| style.1.map(|rgb| rgb.iter().map(|part| u16::from(*part)).sum());
    let faint = brightness(look.style)
        .zip(brightness(usual))
        .is_some_and(|(own, usual): (u16, u16)| own >= usual + 3 * FAINT);
    let mark = !look.amount && look.digits <= 2 && (look.style.0 as f32) < MARK * usual.0 as f32;
    let amounts = looks.iter().filter(|other| other.amount).count();
    faint || mark || !look.amount && 2 * amounts > looks.len()
}

/// Lines that are no part of a grid: what may run through a figure.
struct Lines {
    /// Level ones by their height, edges of rows among them, then slanted ones and flat pictures by that of their middle.
    level: Vec<Rect>,
    slanted: Vec<Rect>,
}

impl Lines {
    fn of(grid: &Grid, page: &Page) -> Lines {
        let inside = |y: f32| grid.rect.y0 < y && y < grid.rect.y1;
        let rulings = page.rulings.iter().filter(|r| r.axis == Axis::Horizontal);
        let mut level: Vec<Rect> =
            rulings.filter(|r| inside(r.at)).map(|r| Rect::new(r.from, r.at, r.to, r.at)).collect();
        let mut slanted: Vec<Rect> =
            page.strokes.iter().filter(|stroke| inside(stroke.cy())).copied().collect();
        for lines in [&mut level, &mut slanted] {
            lines.sort_by(|a, b| a.cy().total_cmp(&b.cy()));
        }
        Lines { level, slanted }
    }

    /// Does one of them run through this figure, and hardly beyond it?
    fn strike(&self, figure: &Line, cell: &Rect) -> bool {
        let (size, rect) = (figure.size, &figure.rect);
        let through = |line: &Rect| {
            let over = line.x1.min(rect.x1) - line.x0.max(rect.x0);
            2.0 * over >= rect.width()
                && line.x0 >= rect.x0 - size
                && line.x1 <= rect.x1 + size
                && line.height() <= 2.0 * size
        };
        level_with(&self.level, figure, cell).any(through)
            || level_with(&self.slanted, figure, cell).any(through)
    }

    /// Does a short one stand before it in its cell, as a minus does?
    fn sign(&self, figure: &Line, cell: &Rect) -> bool {
        let (size, start) = (figure.size, figure.rect.x0);
        let before = |line: &Rect| {
            line.x1 <= start + OVER * size
                && line.x0 >= cell.x0
                && line.height() <= THICK
                && (SIGN.0 * size..=SIGN.1 * size).contains(&line.width())
        };
        level_with(&self.level, figure, cell).any(before)
            || level_with(&self.slanted, figure, cell).any(before)
    }
}

/// Of lines, those at the height of a figure's middle that are no edges of its cell.
fn level_with<'a>(
    lines: &'a [Rect],
    figure: &Line,
    cell: &'a Rect,
) -> impl Iterator<Item = &'a Rect> {
    let (size, baseline) = (figure.size, figure.baseline);
    let (from, to) = (baseline - THROUGH.1 * size, baseline - THROUGH.0 * size);
    let first = lines.partition_point(|line| line.cy() < from);
    let is_edge = |line: &Rect| {
        let edges = [cell.y0, cell.y1];
        line.height() == 0.0 && edges.iter().any(|edge| (line.cy() - edge).abs() <= EDGE)
    };
    lines[first..].iter().take_while(move |line| line.cy() <= to).filter(move |line| !is_edge(line))
}

/// A picture, or a character askew, that stands no further from a figure than this may be a part of it, as a share of the
/// size.
pub(super) const NEAR: f32 = 1.0;

/// Tells the cells in which figures stand askew that are painted as the table's are: `slanted`, with their cells.
pub(super) fn show_slanted(
    grid: &mut Grid,
    glyphs: &[Glyph],
    mut slanted: Vec<(usize, u32)>,
    usual: Option<Style>,
) {
    let Some(usual) = usual else { return };
    slanted.retain(|(_, i)| alike(style(&glyphs[*i as usize]), usual));
    slanted.sort_unstable();
    for group in slanted.chunk_by(|a, b| a.0 == b.0) {
        deadline::tick();
        let cell = &mut grid.cells[group[0].0];
        let own: Vec<&Glyph> = group.iter().map(|(_, i)| &glyphs[*i as usize]).collect();
        if cell.lines.is_empty() && own.iter().any(|g| is_digit(g.ch)) {
            let level: Vec<Glyph> = own.iter().map(|g| Glyph { slanted: false, ..**g }).collect();
            cell.lines = glyphs_to_lines(grid.page, &level, 0..level.len() as u32);
            let glyphs = cell.lines.iter_mut().flat_map(|line| &mut line.glyphs);
            glyphs.for_each(|i| *i = group[*i as usize].1);
            cell.unclear = Some(Unclear::PaintedOtherwise);
        } else if let [line] = &cell.lines[..]
            && own.iter().any(|g| is_beside(g, line))
        {
            cell.unclear.get_or_insert(Unclear::PaintedOtherwise);
        }
    }
}

/// Does the character stand right beside the line, at its height?
fn is_beside(glyph: &Glyph, line: &Line) -> bool {
    let gap = (line.rect.x0 - glyph.rect.x1).max(glyph.rect.x0 - line.rect.x1);
    line.text.chars().any(is_digit)
        && gap.abs() <= NEAR * line.size
        && (glyph.baseline - line.baseline).abs() <= 0.5 * line.size
}

/// Puts amounts that the file marks as page furniture into the empty cells that they stand in. `marked` are such
/// characters with their cells.
pub(super) fn show_furniture(grid: &mut Grid, glyphs: &[Glyph], mut marked: Vec<(usize, u32)>) {
    marked.sort_unstable();
    for group in marked.chunk_by(|a, b| a.0 == b.0) {
        let cell = &mut grid.cells[group[0].0];
        let plain = |&(_, i): &(usize, u32)| Glyph { artifact: false, ..glyphs[i as usize] };
        let own: Vec<Glyph> = group.iter().map(plain).collect();
        let mut lines = glyphs_to_lines(grid.page, &own, 0..own.len() as u32);
        if cell.lines.is_empty() && lines.len() == 1 && is_amount(&lines[0].text) {
            lines[0].glyphs.iter_mut().for_each(|i| *i = group[*i as usize].1);
            cell.lines = lines;
            cell.unclear = Some(Unclear::Furniture);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Colour, Ruling};
    use crate::rebuild::fill::fill;
    use crate::rebuild::testing::{BLACK, painted};

    /// A grid of five rows and two columns of 50 by 20, each cell with an amount; the last one has `last` instead.
    fn page(last: Vec<Glyph>) -> (Grid, Page) {
        let xs = vec![0.0, 50.0, 100.0];
        let ys: Vec<f32> = (0..=5u8).map(|i| 20.0 * f32::from(i)).collect();
        let cell = |i: usize| GridCell {
            row: i / 2,
            col: i % 2,
            rowspan: 1,
            colspan: 1,
            rect: Rect::new(xs[i % 2], ys[i / 2], xs[i % 2 + 1], ys[i / 2 + 1]),
            ..GridCell::default()
        };
        let cells: Vec<GridCell> = (0..10).map(cell).collect();
        let usual = cells[..9].iter().flat_map(|cell| {
            painted("20.56", cell.rect.x0 + 20.0, cell.rect.y1 - 6.0, 10.0, BLACK)
        });
        let glyphs = usual.chain(last).collect();
        let rect = Rect::new(0.0, 0.0, 100.0, 100.0);
        (
            Grid { page: 1, rect, xs, ys, cells, ..Grid::default() },
            Page { glyphs, ..Page::default() },
        )
    }

    fn told((mut grid, page): (Grid, Page)) -> Option<Unclear> {
        fill(&mut grid, &page);
        assert!(grid.cells[..9].iter().all(|cell| cell.unclear.is_none()));
        grid.cells[9].unclear
    }

    fn last(text: &str, baseline: f32, size: f32, colour: Colour) -> Vec<Glyph> {
        painted(text, 70.0, baseline, size, colour)
    }

    #[test]
    fn what_is_painted_as_no_other_figure_is_told() {
        let (grey, red): (Colour, Colour) = (Some([200; 3]), Some([220, 0, 0]));
        let told = |text, size, colour| told(page(last(text, 94.0, size, colour)));
        let otherwise = Some(Unclear::PaintedOtherwise);
        assert_eq!(told("2025", 10.0, grey), otherwise);
        assert_eq!(told("1", 5.0, BLACK), otherwise);
        assert_eq!(told("2025", 14.0, red), otherwise);
        assert_eq!(told("5", 10.0, BLACK), None);
        assert_eq!(told("0", 10.0, grey), None);
        assert_eq!(told("12.50", 8.0, BLACK), None);
    }

    #[test]
    fn outlines_are_told() {
        let outlined = |g| Glyph { outlined: true, ..g };
        let glyphs = last("2025", 94.0, 10.0, BLACK).into_iter().map(outlined).collect();
        assert_eq!(told(page(glyphs)), Some(Unclear::PaintedOtherwise));
    }

    #[test]
    fn a_line_through_a_figure_strikes_it() {
        let figure = || last("88.80", 94.0, 10.0, BLACK);
        let struck = |at: f32, from: f32, to: f32| {
            let (grid, page) = page(figure());
            let ruling = Ruling { axis: Axis::Horizontal, at, from, to, width: 0.5 };
            told((grid, Page { rulings: vec![ruling], ..page }))
        };
        assert_eq!(struck(91.0, 69.0, 96.0), Some(Unclear::Struck));
        // An underline, and a line that goes on.
        assert_eq!((struck(95.0, 69.0, 96.0), struck(91.0, 0.0, 100.0)), (None, None));
        let (grid, page) = page(figure());
        let strokes = vec![Rect::new(70.0, 86.0, 95.0, 95.0)];
        assert_eq!(told((grid, Page { strokes, ..page })), Some(Unclear::Struck));
    }

    #[test]
    fn a_short_line_before_a_figure_may_be_its_sign() {
        let drawn = |at: f32, from: f32, to: f32| {
            let (grid, page) = page(last("88.80", 94.0, 10.0, BLACK));
            let ruling = Ruling { axis: Axis::Horizontal, at, from, to, width: 0.5 };
            told((grid, Page { rulings: vec![ruling], ..page }))
        };
        let sign = Some(Unclear::SmallSign);
        assert_eq!((drawn(91.0, 64.0, 69.0), drawn(91.0, 51.0, 56.0)), (sign, sign));
        // An underline, a leader, one that stands in the cell before.
        assert_eq!((drawn(95.0, 64.0, 69.0), drawn(91.0, 52.0, 69.0)), (None, None));
        assert_eq!(drawn(91.0, 40.0, 45.0), None);
        // The edge of a cell made of words runs close to its figure.
        let (mut grid, page) = self::page(last("88.80", 94.0, 10.0, BLACK));
        (grid.header, grid.cells[9].rect.x0) = (Some(0), 68.0);
        let ruling = Ruling { axis: Axis::Horizontal, at: 91.0, from: 51.0, to: 56.0, width: 0.5 };
        assert_eq!(told((grid, Page { rulings: vec![ruling], ..page })), sign);
        // A picture as flat as a line.
        let (grid, page) = self::page(last("88.80", 94.0, 10.0, BLACK));
        let strokes = vec![Rect::new(61.0, 90.2, 65.5, 91.0)];
        assert_eq!(told((grid, Page { strokes, ..page })), sign);
    }

    #[test]
    fn a_picture_in_an_empty_cell_is_told() {
        let told = |picture: Rect| {
            let (grid, page) = page(vec![]);
            told((grid, Page { pictures: vec![picture], ..page }))
        };
        assert_eq!(told(Rect::new(60.0, 83.0, 95.0, 97.0)), Some(Unclear::Picture));
        // A seal, and what stands elsewhere.
        assert_eq!(told(Rect::new(20.0, 60.0, 140.0, 140.0)), None);
        assert_eq!(told(Rect::new(10.0, 3.0, 45.0, 17.0)), None);
    }

    #[test]
    fn a_picture_right_beside_a_figure_is_told() {
        let told = |x0: f32, y0: f32| {
            let (grid, page) = page(last("18.06", 94.0, 10.0, BLACK));
            told((grid, Page { pictures: vec![Rect::new(x0, y0, x0 + 6.0, y0 + 9.0)], ..page }))
        };
        assert_eq!(told(63.0, 86.0), Some(Unclear::Picture));
        // One that stands apart, and one above it.
        assert_eq!((told(51.0, 86.0), told(63.0, 80.5)), (None, None));
    }

    #[test]
    fn figures_askew_in_the_tables_own_size_are_told() {
        let askew = |text: &str, x: f32, size: f32| -> Vec<Glyph> {
            let slanted = |g| Glyph { slanted: true, ..g };
            painted(text, x, 94.0, size, BLACK).into_iter().map(slanted).collect()
        };
        let odd = Some(Unclear::PaintedOtherwise);
        assert_eq!(told(page(askew("118.06", 60.0, 10.0))), odd);
        let beside = |text: &str, size: f32| {
            let before = askew(text, 70.0 - size / 2.0, size);
            told(page([last("18.06", 94.0, 10.0, BLACK), before].concat()))
        };
        assert_eq!((beside("-", 10.0), beside("1", 10.0)), (odd, odd));
        // A watermark is larger, or of another colour.
        assert_eq!((beside("1", 20.0), told(page(askew("2026", 60.0, 20.0)))), (None, None));
    }

    #[test]
    fn a_figure_over_the_ruling_of_its_row_is_told() {
        let told = |baseline| told(page(last("9.99", baseline, 10.0, BLACK)));
        assert_eq!((told(83.0 + 1.5), told(94.0)), (Some(Unclear::OverRuling), None));
    }

    #[test]
    fn an_amount_marked_as_furniture_is_told_in_an_empty_cell() {
        let marked = |text| {
            let furniture = |g| Glyph { artifact: true, ..g };
            last(text, 94.0, 10.0, BLACK).into_iter().map(furniture).collect()
        };
        assert_eq!(told(page(marked("88.80"))), Some(Unclear::Furniture));
        assert_eq!(told(page(marked("3"))), None);
    }
}
