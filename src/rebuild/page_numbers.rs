//! A page number that stands in a table is none of its figures.
//!
//! 1. `— 3 —`: a number between dashes, painted in one go in the middle of the last line of its page.
//! 2. A bare number where other pages print theirs, and that goes on with them.

use crate::deadline;
use crate::lex::{is_dash_char, is_digits, is_page_number};
use crate::model::{Glyph, Line, Page};
use std::borrow::Cow;

/// Two places are one if they are as near as this, points.
const NEAR: f32 = 3.0;
/// A number between dashes stands in the middle of its page, within this share of its width.
const MIDDLE: f32 = 0.05;
/// Parts of a page number are no further apart than this share of their size.
const GAP: f32 = 1.0;
/// Nothing on the page is lower than its number by more than this many times its size.
const LAST: f32 = 1.5;

/// Where pages print their numbers.
pub(super) struct PageNumbers(Vec<Place>);

struct Place {
    /// The printed number less that of the page.
    ahead: i64,
    /// From the middle of the page to the right, and from its foot upwards.
    right: f32,
    up: f32,
}

impl Place {
    fn of(page: &Page, number: i64, cx: f32, baseline: f32) -> Place {
        let (right, up) = (cx - page.width / 2.0, page.height - baseline);
        Place { ahead: number - i64::from(page.number), right, up }
    }

    fn is(&self, other: &Place) -> bool {
        self.ahead == other.ahead
            && (self.right - other.right).abs() <= NEAR
            && (self.up - other.up).abs() <= NEAR
    }
}

impl PageNumbers {
    /// The places that more than one page uses. `lines` are those of each page.
    pub fn of(pages: &[Page], lines: &[Vec<Line>]) -> PageNumbers {
        let last = pages.iter().zip(lines).filter_map(|(page, lines)| {
            let last = lines.iter().max_by(|a, b| a.baseline.total_cmp(&b.baseline))?;
            let digits: String = last.text.chars().filter(char::is_ascii_digit).collect();
            let number = digits.parse().ok().filter(|_| is_page_number(&last.text))?;
            Some(Place::of(page, number, last.rect.cx(), last.baseline))
        });
        let mut places: Vec<(Place, usize)> = Vec::new();
        for place in last {
            match places.iter().position(|(known, _)| known.is(&place)) {
                Some(at) => places[at].1 += 1,
                None if places.len() < MOST => places.push((place, 1)),
                None => {}
            }
        }
        places.retain(|(_, count)| *count > 1);
        PageNumbers(places.into_iter().map(|(place, _)| place).collect())
    }

    /// The page, with the number that its rulings may hold set aside as furniture.
    pub fn without<'p>(&self, page: &'p Page) -> Cow<'p, Page> {
        if page.rulings.is_empty() {
            return Cow::Borrowed(page);
        }
        let of_number =
            |g: &Glyph| (g.ch.is_ascii_digit() || is_dash_char(g.ch)) && !g.aside() && !g.turned();
        let goes_on = |a: &Glyph, b: &Glyph| {
            of_number(b)
                && (a.baseline - b.baseline).abs() <= 0.1 * a.size
                && (-0.1..GAP).contains(&((b.rect.x0 - a.rect.x1) / a.size.max(0.1)))
        };
        let glyphs = &page.glyphs[..];
        let mut at = 0;
        while at < glyphs.len() {
            let start = at;
            at += 1;
            if !of_number(&glyphs[start]) {
                continue;
            }
            deadline::tick();
            while glyphs.get(at).is_some_and(|next| goes_on(&glyphs[at - 1], next)) {
                at += 1;
            }
            if self.is_number(page, &glyphs[start..at]) {
                let mut page = page.clone();
                page.glyphs[start..at].iter_mut().for_each(|g| g.artifact = true);
                return Cow::Owned(page);
            }
        }
        Cow::Borrowed(page)
    }

    fn is_number(&self, page: &Page, group: &[Glyph]) -> bool {
        if group.len() > LONGEST {
            return false;
        }
        let text: String = group.iter().map(|g| g.ch).collect();
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let cx = (first.rect.x0 + last.rect.x1) / 2.0;
        let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
        let ends = [text.strip_prefix(digits), text.strip_suffix(digits)];
        if !is_digits(digits) || digits.len() > 4 {
            return false;
        }
        if ends == [None, None] && digits.len() < text.len() {
            let is_last = || {
                let painted = page.glyphs.iter().filter(|g| !g.aside());
                let lowest = painted.map(|g| g.baseline).fold(0.0, f32::max);
                first.baseline >= lowest - LAST * first.size
            };
            return is_page_number(&text)
                && (cx - page.width / 2.0).abs() <= MIDDLE * page.width
                && is_last();
        }
        let place = digits.parse().map(|number| Place::of(page, number, cx, first.baseline));
        text == digits && place.is_ok_and(|place| self.0.iter().any(|known| known.is(&place)))
    }
}

/// Places that are kept: documents have one or two.
const MOST: usize = 64;
/// Characters of a page number, dashes included.
const LONGEST: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Axis, Ruling};
    use crate::rebuild::testing::glyphs;

    fn page(number: u32, words: &[(f32, f32, &str)]) -> Page {
        let ruling = Ruling { axis: Axis::Horizontal, at: 10.0, from: 0.0, to: 90.0, width: 0.5 };
        Page {
            number,
            width: 200.0,
            height: 300.0,
            glyphs: glyphs(words),
            rulings: vec![ruling],
            ..Page::default()
        }
    }

    /// What is left on the last of these pages.
    fn left(pages: &[Page]) -> String {
        let lines: Vec<Vec<Line>> = pages
            .iter()
            .map(|page| {
                crate::model::glyphs_to_lines(
                    page.number,
                    &page.glyphs,
                    0..page.glyphs.len() as u32,
                )
            })
            .collect();
        let page = PageNumbers::of(pages, &lines).without(&pages[pages.len() - 1]).into_owned();
        page.glyphs.iter().filter(|g| !g.aside()).map(|g| g.ch).collect()
    }

    #[test]
    fn a_number_between_dashes_at_the_foot_of_the_page() {
        let row = (10.0, 280.0, "12.50");
        assert_eq!(left(&[page(3, &[row, (92.5, 280.0, "-3-")])]), "12.50");
        // Not in the middle; not the last line; no number.
        assert_eq!(left(&[page(3, &[row, (40.0, 280.0, "-3-")])]), "12.50-3-");
        assert_eq!(left(&[page(3, &[(92.5, 200.0, "-3-"), row])]), "-3-12.50");
        assert_eq!(left(&[page(3, &[row, (92.5, 280.0, "-3")])]), "12.50-3");
    }

    #[test]
    fn a_number_where_other_pages_have_theirs() {
        let numbered = |n: u32| page(n, &[(97.5, 280.0, ["1", "2"][n as usize - 2])]);
        let row = (10.0, 280.0, "12.50");
        let (own, other) = ((97.5, 280.0, "3"), (97.5, 280.0, "7"));
        assert_eq!(left(&[numbered(2), numbered(3), page(4, &[row, own])]), "12.50");
        assert_eq!(left(&[numbered(2), numbered(3), page(4, &[row, other])]), "12.507");
        assert_eq!(left(&[numbered(2), page(4, &[row, own])]), "12.503");
    }
}
