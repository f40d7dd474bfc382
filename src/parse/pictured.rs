//! Pages that are pictures among pages of text, or draw their text as outlines: what they show is not read, and that is told.

use crate::model::{Finding, FindingKind, Page, TEXT_OF_A_PAGE};

/// A page is a picture if images cover more than this share of it.
const PICTURED: f32 = 0.4;

/// Shapes as small as letters that a page draws before they are its text: a few dozen characters.
const OUTLINES: usize = 100;

/// One finding for each such page. A picture with a few words that opens the file is its cover.
pub(super) fn pictured(pages: &[Page]) -> Vec<Finding> {
    let has_text = |page: &Page| page.glyphs.len() >= TEXT_OF_A_PAGE;
    let text_from = pages.iter().position(has_text).unwrap_or(pages.len());
    let is_picture = |(at, page): &(usize, &Page)| {
        let cover = *at < text_from && !page.glyphs.is_empty();
        let shows = page.pictured > PICTURED || page.pictures.len() > OUTLINES;
        !has_text(page) && shows && !cover
    };
    let told = |(_, page): (usize, &Page)| {
        let message = match page.pictured > PICTURED {
            true => "this page is a picture: nothing that it shows is read",
            false => "this page draws its text as outlines: nothing that it shows is read",
        };
        Finding::new(FindingKind::PicturedPage, message).at_page(page.number)
    };
    pages.iter().enumerate().filter(is_picture).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Glyph, Rect};

    /// The pages told of these: characters, and the share that images cover.
    fn told(pages: &[(usize, f32)]) -> Vec<u32> {
        let page = |(&(count, pictured), number): (&(usize, f32), u32)| Page {
            number,
            pictured,
            glyphs: vec![Glyph::default(); count],
            ..Page::default()
        };
        let pages: Vec<Page> = pages.iter().zip(1..).map(page).collect();
        pictured(&pages).iter().map(|finding| finding.page().unwrap()).collect()
    }

    #[test]
    fn a_page_of_outlines_among_pages_of_text_is_told() {
        let text = Page { glyphs: vec![Glyph::default(); 300], ..Page::default() };
        let drawn = |count| {
            let page =
                Page { number: 2, pictures: vec![Rect::default(); count], ..Page::default() };
            pictured(&[text.clone(), page]).pop().map(|finding| finding.message)
        };
        assert!(drawn(OUTLINES + 1).unwrap().contains("as outlines"));
        assert_eq!(drawn(OUTLINES), None);
    }

    #[test]
    fn a_scanned_page_among_pages_of_text_is_told() {
        assert_eq!(told(&[(300, 0.0), (0, 0.95), (12, 0.9), (300, 0.0)]), [2, 3]);
        // Opening the file without a word it may be a table; with its title it is the cover.
        assert_eq!(
            (told(&[(0, 0.95), (300, 0.0)]), told(&[(15, 0.95), (300, 0.0)])),
            (vec![1], vec![])
        );
        // A blank page with a logo, a page of text over a ground.
        assert!(told(&[(300, 0.0), (0, 0.03), (300, 0.95)]).is_empty());
    }
}
