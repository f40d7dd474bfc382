//! Which of a cell's characters are its figure, and whether they are one at all.
//!
//! 1. In a cell of figures, what is smaller and raised, a circled number, or painted in another way than the table's
//!    figures, is a footnote mark or a watermark, and stands aside.
//! 2. What is left in two pieces, beside each other with a gap that the figure's own characters do not have, or on two
//!    lines of which the first is not full, is more than one figure: which of them is meant, nobody can tell.
//! 3. An amount in red among amounts that are not, without a sign, may be negative.

use super::runs::LEVEL;
use crate::lex::{is_digit, is_figure_char, is_inside_figure, is_lone_sign};
use crate::model::{Colour, Glyph, GridCell, Line, Unclear};

/// A gap inside a cell wider than this share of the size may part two figures, if it is as many times wider than theirs.
const APART: f32 = 0.5;
/// A narrower one, down to this share, does so where the other figures of the table have none like it.
const LOOSE: f32 = 0.18;
const WIDER: f32 = 2.2;
/// A footnote mark is smaller than this share of the figure's size.
pub(super) const MARK: f32 = 0.75;
/// Room left on a line that is full: one character, and the cell's margins.
const FULL: f32 = 1.8;

/// How a digit is painted: size in tenths of a point, colour.
pub(super) type Style = (u32, Colour);

pub(super) fn style(glyph: &Glyph) -> Style {
    ((glyph.size * 10.0).round() as u32, glyph.colour)
}

pub(super) fn alike(a: Style, b: Style) -> bool {
    a.1 == b.1 && a.0.abs_diff(b.0) * 8 <= a.0.max(b.0)
}

/// How most digits of the page's table are painted.
pub(super) fn usual_style(glyphs: &[Glyph], cell_of: &[usize], nowhere: usize) -> Option<Style> {
    // A table has few styles, and its digits come in runs of one.
    let mut counts: Vec<(Style, usize)> = Vec::new();
    let mut last = 0;
    for (glyph, cell) in glyphs.iter().zip(cell_of) {
        if *cell == nowhere || !is_digit(glyph.ch) {
            continue;
        }
        let style = style(glyph);
        if counts.get(last).is_none_or(|(known, _)| *known != style) {
            last = counts.iter().position(|(known, _)| *known == style).unwrap_or(counts.len());
        }
        if last == counts.len() && last < STYLES {
            counts.push((style, 0));
        }
        if let Some((_, count)) = counts.get_mut(last) {
            *count += 1;
        }
    }
    counts.into_iter().max_by_key(|&(style, n)| (n, style)).map(|(style, _)| style)
}

/// Styles that are counted: more of them leave none that is usual.
const STYLES: usize = 256;

/// A number in a circle or brackets of its own, a star, a dagger: behind a figure, a footnote mark.
fn is_mark(c: char) -> bool {
    matches!(c, '①'..='⓿' | '㈠'..='㈩' | '㊀'..='㊉' | '❶'..='➓' | '*' | '※' | '†' | '＊')
}

/// What the characters of a cell of figures are.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pieces {
    /// The figure's characters.
    pub figure: Vec<u32>,
    /// Characters of marks and watermarks.
    pub aside: Vec<u32>,
    /// It prints a point or a comma.
    pub is_amount: bool,
    /// A gap may part two figures: more than one of its table's cells tell.
    pub loose: bool,
    /// Why they are no figure.
    pub unclear: Option<Unclear>,
}

/// The pieces of a cell that holds nothing but characters of figures and marks; `None` for any other cell. `left` is the
/// cell's left edge.
pub(super) fn pieces(
    glyphs: &[Glyph],
    cell: &[u32],
    left: f32,
    usual: Option<Style>,
) -> Option<Pieces> {
    let glyph = |i: &u32| &glyphs[*i as usize];
    let worded = |i: &u32| {
        let c = glyph(i).ch;
        !(is_figure_char(c) || is_mark(c))
    };
    let digits = || cell.iter().filter(|i| is_digit(glyph(i).ch));
    if digits().nth(1).is_none()
        || cell.iter().any(worded)
        || cell.iter().any(|i| glyph(i).turned())
    {
        return None;
    }
    let largest = digits().map(|i| glyph(i).size).fold(0.0, f32::max);
    let (mut main, aside): (Vec<u32>, Vec<u32>) = cell.iter().partition(|i| {
        let g = glyph(i);
        !is_mark(g.ch) && (!is_digit(g.ch) || g.size >= MARK * largest || is_usual(g, usual))
    });
    let mut pieces = Pieces { aside, ..Pieces::default() };
    let digit_style = |i: &u32| is_digit(glyph(i).ch).then(|| style(glyph(i)));
    let mut several = are_cents(glyphs, &main, &pieces.aside);
    let styles: Vec<Style> = main.iter().filter_map(digit_style).collect();
    if let Some(usual) = usual
        && styles.iter().any(|s| alike(*s, usual))
        && styles.iter().any(|s| !alike(*s, usual))
    {
        let other = |i: &u32| digit_style(i).is_some_and(|s| !alike(s, usual));
        // Signs and points go with the digit that they stand next to.
        let strange: Vec<u32> = main.iter().copied().filter(other).collect();
        let goes: Vec<u32> = main
            .iter()
            .copied()
            .filter(|i| {
                if is_digit(glyph(i).ch) {
                    return other(i);
                }
                nearest(glyphs, *i, &main).is_some_and(|near| strange.contains(&near))
            })
            .collect();
        main.retain(|i| !goes.contains(i));
        several |= is_amount_like(glyphs, &goes) || goes_on(glyphs, &main, &strange, largest);
        pieces.aside.extend(goes);
    }
    let gaps = gaps_of(glyphs, &main, left);
    let separates = |i: &u32| matches!(glyph(i).ch, '.' | ',' | '．' | '，');
    pieces.is_amount = main.iter().any(separates);
    pieces.loose = gaps == Gaps::Loose;
    pieces.unclear = match gaps {
        Gaps::Wide => Some(Unclear::Several),
        _ if several => Some(Unclear::Several),
        _ if main.iter().any(|i| is_small_sign(glyph(i), largest)) => Some(Unclear::SmallSign),
        _ => is_red_without_sign(glyphs, &main, usual).then_some(Unclear::Red),
    };
    pieces.figure = main;
    Some(pieces)
}

/// An amount in red among amounts that are not, without a sign: red may be the sign.
fn is_red_without_sign(glyphs: &[Glyph], figure: &[u32], usual: Option<Style>) -> bool {
    let red = |colour: Colour| colour.is_some_and(|[r, g, b]| r >= 140 && g <= 90 && b <= 90);
    let of = |test: &dyn Fn(char) -> bool| figure.iter().any(|i| test(glyphs[*i as usize].ch));
    !usual.is_some_and(|usual| red(usual.1))
        && figure.iter().all(|i| red(glyphs[*i as usize].colour))
        && of(&|c| matches!(c, '.' | ',' | '．' | '，'))
        && !of(&|c| !is_digit(c) && !matches!(c, '.' | ',' | '．' | '，'))
}

/// Two small digits right behind a whole number may be its cents, set small and without a point.
fn are_cents(glyphs: &[Glyph], figure: &[u32], aside: &[u32]) -> bool {
    let glyph = |i: &u32| &glyphs[*i as usize];
    let end = figure.iter().map(|i| glyph(i).rect.x1).fold(0.0, f32::max);
    aside.len() == 2
        && aside.iter().all(|i| is_digit(glyph(i).ch))
        && figure.iter().all(|i| !matches!(glyph(i).ch, '.' | '．'))
        && aside.iter().all(|i| glyph(i).rect.x0 >= end - glyph(i).size)
        && aside.iter().any(|i| glyph(i).rect.x0 <= end + glyph(i).size)
}

/// A digit of the figure's own colour on its baseline, nearly as large as its others, that stands right beside them: a
/// footnote mark is smaller, or raised.
fn goes_on(glyphs: &[Glyph], figure: &[u32], strange: &[u32], largest: f32) -> bool {
    let beside = |a: &Glyph, b: &Glyph| {
        let gap = (b.rect.x0 - a.rect.x1).max(a.rect.x0 - b.rect.x1);
        a.colour == b.colour
            && (a.baseline - b.baseline).abs() <= 0.05 * b.size
            && gap.abs() <= 0.1 * b.size
    };
    let large = strange
        .iter()
        .map(|i| &glyphs[*i as usize])
        .filter(|g| g.size >= MARK * largest && g.size <= largest);
    let own = || figure.iter().map(|i| &glyphs[*i as usize]).filter(|g| is_digit(g.ch));
    large.into_iter().any(|strange| own().any(|g| beside(strange, g)))
}

/// An amount that another one stands beside, in another colour: none of them is a mark or a watermark.
fn is_amount_like(glyphs: &[Glyph], aside: &[u32]) -> bool {
    let count = |test: &dyn Fn(char) -> bool| {
        aside.iter().filter(|i| test(glyphs[**i as usize].ch)).count()
    };
    count(&is_digit) > 2 && count(&|c| matches!(c, '.' | '．')) == 1
}

/// A sign much smaller than the digits behind it.
fn is_small_sign(glyph: &Glyph, largest: f32) -> bool {
    glyph.size < MARK * largest && matches!(glyph.ch, '-' | '－' | '−' | '—' | '△' | '▲')
}

fn is_usual(glyph: &Glyph, usual: Option<Style>) -> bool {
    usual.is_some_and(|usual| alike(style(glyph), usual))
}

/// The digit that stands next to a sign or point.
fn nearest(glyphs: &[Glyph], of: u32, among: &[u32]) -> Option<u32> {
    let at = &glyphs[of as usize];
    let distance = |i: &u32| {
        let g = &glyphs[*i as usize];
        (g.rect.cx() - at.rect.cx()).abs() + (g.baseline - at.baseline).abs()
    };
    let digits = among.iter().copied().filter(|i| is_digit(glyphs[*i as usize].ch));
    digits.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// Gaps between the characters of a figure on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gaps {
    /// Even ones, or such as part thousands.
    Even,
    /// One that the others do not have, as a table's figures may all have it (a first digit set apart).
    Loose,
    /// One that parts two figures.
    Wide,
}

fn gaps_of(glyphs: &[Glyph], figure: &[u32], left: f32) -> Gaps {
    let mut line: Vec<&Glyph> = figure.iter().map(|i| &glyphs[*i as usize]).collect();
    line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    if sign_stands_apart(&line, left) {
        line.remove(0);
    }
    let close = |pair: &[&Glyph]| {
        pair[1].rect.x0 - pair[0].rect.x1 <= LOOSE * pair[0].size.min(pair[1].size)
    };
    if line.windows(2).all(close) {
        return Gaps::Even;
    }
    let level = |pair: &[&Glyph]| {
        (pair[0].baseline - pair[1].baseline).abs() <= LEVEL * pair[0].size.min(pair[1].size)
    };
    if !line.windows(2).all(level) {
        return Gaps::Even; // several lines: another question
    }
    let gap = |pair: &[&Glyph]| (pair[1].rect.x0 - pair[0].rect.x1).max(0.0);
    let mut sorted: Vec<f32> = line.windows(2).map(gap).collect();
    sorted.sort_by(f32::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let mut found = Gaps::Even;
    for (at, pair) in line.windows(2).enumerate() {
        let (gap, size) = (gap(pair), pair[0].size.min(pair[1].size));
        if gap <= LOOSE * size || gap <= WIDER * middle {
            continue;
        }
        if gap > APART * size {
            return Gaps::Wide;
        }
        let digits = line[at + 1..].iter().take_while(|g| is_digit(g.ch)).count();
        if is_digit(pair[0].ch) && is_digit(pair[1].ch) && digits != 3 {
            found = Gaps::Loose;
        }
    }
    found
}

/// Is the first character a sign with a gap behind it: at the cell's left edge, as accounts are formatted, or a few blanks
/// before its digits? A dash that stands for nothing has its own column, and stands in the middle or at the right of it.
fn sign_stands_apart(line: &[&Glyph], left: f32) -> bool {
    let [sign, first, ..] = line else { return false };
    let size = sign.size.min(first.size);
    is_lone_sign(sign.ch)
        && (is_digit(first.ch) || first.ch == '.')
        && (sign.baseline - first.baseline).abs() <= LEVEL * size
        && (sign.rect.x0 - left <= size || first.rect.x0 - sign.rect.x1 <= BLANKS * size)
}

/// A few blanks between a sign and its digits, in shares of the size.
const BLANKS: f32 = 2.0;

/// Are the lines of a cell more than one figure: figures below each other, of which the upper does not fill its line?
pub(super) fn is_stacked(cell: &GridCell) -> bool {
    let figures = |line: &Line| {
        line.text.chars().any(is_digit)
            && line.text.chars().all(|c| is_inside_figure(c) || c.is_whitespace())
    };
    let goes_on = |a: &Line, b: &Line| {
        let full = cell.rect.width() - a.rect.width() < FULL * a.size;
        full || a.text.trim_end().ends_with(['.', ',', '，', '．'])
            || b.text.trim_start().starts_with(['.', ',', '，', '．'])
    };
    cell.lines.len() > 1
        && cell.lines.iter().all(figures)
        && cell.lines.windows(2).any(|pair| !goes_on(&pair[0], &pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;
    use crate::rebuild::testing::{BLACK, painted as text};

    /// The figure, what stands aside, and whether there are several, of a cell that holds all of these.
    fn parts(glyphs: &[Glyph]) -> Option<(String, String, bool)> {
        let all: Vec<u32> = (0..glyphs.len() as u32).collect();
        let found = pieces(glyphs, &all, 0.0, Some((100, BLACK)))?;
        let text = |ids: &[u32]| ids.iter().map(|i| glyphs[*i as usize].ch).collect::<String>();
        Some((text(&found.figure), text(&found.aside), found.unclear.is_some()))
    }

    #[test]
    fn marks_and_watermarks_stand_aside() {
        let grey: Colour = Some([200; 3]);
        let figure = || text("20.56", 60.0, 14.0, 10.0, BLACK);
        let with = |more: Vec<Glyph>| parts(&[more, figure()].concat()).unwrap();
        let (raised, circled, watermark) = (
            text("1", 85.0, 10.0, 5.0, BLACK),
            text("①", 85.0, 14.0, 10.0, BLACK),
            text("2025", 10.0, 14.0, 10.0, grey),
        );
        assert_eq!(with(raised), ("20.56".into(), "1".into(), false));
        assert_eq!(with(circled), ("20.56".into(), "①".into(), false));
        assert_eq!(with(watermark), ("20.56".into(), "2025".into(), false));
        // Nearly as large, on the baseline, right behind: a digit of it.
        assert_eq!(with(text("1", 85.0, 14.0, 8.5, BLACK)), ("20.56".into(), "1".into(), true));
        let cents = [text("118", 10.0, 14.0, 10.0, BLACK), text("06", 26.0, 10.0, 6.0, BLACK)];
        assert_eq!(parts(&cents.concat()), Some(("118".into(), "06".into(), true)));
        assert_eq!(with(text("12", 10.0, 14.0, 10.0, BLACK)), ("1220.56".into(), "".into(), true));
        // A narrow gap may be a habit of the table, unless it parts thousands.
        let loose = |parts: &[(&str, f32)]| {
            let glyphs: Vec<Glyph> =
                parts.iter().flat_map(|&(s, x)| text(s, x, 14.0, 10.0, BLACK)).collect();
            let all: Vec<u32> = (0..glyphs.len() as u32).collect();
            pieces(&glyphs, &all, 0.0, Some((100, BLACK))).unwrap().loose
        };
        assert!(loose(&[("12", 10.0), ("17.30", 23.0)]));
        assert!(!loose(&[("1", 10.0), ("348.03", 18.0)]));
        assert!(!loose(&[("1,", 10.0), ("348.03", 23.0)]));
        // A sign at the edge of the cell, and one a few blanks before; a dash in the middle is none.
        let signed = |at: f32, digits: f32| {
            let glyphs =
                [text("-", at, 14.0, 10.0, BLACK), text("20.56", digits, 14.0, 10.0, BLACK)];
            parts(&glyphs.concat()).unwrap()
        };
        let one = ("-20.56".to_string(), String::new(), false);
        assert_eq!((signed(3.0, 80.0), signed(40.0, 60.0)), (one.clone(), one));
        assert!(signed(30.0, 80.0).2);
        // Spread evenly over the cell it is one figure.
        let spread: Vec<Glyph> = "20.56"
            .chars()
            .enumerate()
            .flat_map(|(i, ch)| text(&ch.to_string(), 12.0 * i as f32, 14.0, 10.0, BLACK))
            .collect();
        assert_eq!(parts(&spread), Some(("20.56".into(), "".into(), false)));
        assert_eq!(parts(&text("一般1", 0.0, 14.0, 10.0, BLACK)), None);
        // Red is a sign where none is printed.
        let red: Colour = Some([192, 0, 0]);
        let clear = |s: &str| !parts(&text(s, 10.0, 14.0, 10.0, red)).unwrap().2;
        assert!(!clear("35.47") && clear("-35.47") && clear("(35.47)") && clear("2080505"));
    }

    #[test]
    fn lines_are_one_figure_only_where_the_first_is_full() {
        let cell = |width: f32, lines: &[(&str, f32)]| {
            let line = |&(text, w): &(&str, f32)| Line {
                text: text.to_owned(),
                rect: Rect::new(0.0, 0.0, w, 10.0),
                size: 10.0,
                ..Line::default()
            };
            GridCell {
                rect: Rect::new(0.0, 0.0, width, 30.0),
                lines: lines.iter().map(line).collect(),
                ..GridCell::default()
            }
        };
        assert!(is_stacked(&cell(80.0, &[("219", 15.0), ("90", 10.0)])));
        assert!(!is_stacked(&cell(50.0, &[("11,725,6", 40.0), ("00.00", 25.0)])));
        assert!(!is_stacked(&cell(80.0, &[("11,725,", 35.0), ("600.00", 30.0)])));
        assert!(!is_stacked(&cell(80.0, &[("20805", 25.0)])));
    }
}
