//! One file, end to end: the six stages in order.

use crate::catalog::Catalog;
use crate::emit::{self, wire::Document, wire::Source};
use crate::model::Page;
use crate::{locate, parse, read, rebuild, reconcile};

/// What a conversion may cost and needs to know, stage by stage.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Password, and the limits of reading.
    pub read: read::Settings,
}

/// Converts the PDF `bytes`, given as `name`. Bad input is a value: a document with the status `failed` and the reason.
pub fn extract(bytes: &[u8], name: &str, settings: &Settings, catalog: &Catalog) -> Document {
    let source = Source::of(name, bytes);
    let paper = match read::read(bytes, &settings.read) {
        Ok(paper) => paper,
        Err(error) => return Document::failed(source, error.to_string()),
    };
    let source = Source { pages: Some(paper.pages.len() as u32), producer: paper.producer, ..source };
    if let Some(error) = without_text(&paper.pages) {
        return Document::failed(source, error);
    }
    let outline = locate::locate(&paper.pages, catalog);
    let rebuilt = rebuild::rebuild(&paper.pages, &outline);
    let mut ledger = parse::parse(&paper.pages, &outline, &rebuilt, catalog);
    ledger.findings.splice(0..0, paper.findings);
    let checks = reconcile::reconcile(&ledger, catalog.subjects);
    emit::document(source, ledger, checks)
}

/// Fewer characters than this on a page are a scanner's mark or a page number, not its text.
const TEXT_OF_A_PAGE: usize = 40;

/// Why the pages have no text to read, if so: scans, with at most a scanner's mark on each page.
fn without_text(pages: &[Page]) -> Option<String> {
    if pages.iter().any(|p| p.glyphs.len() >= TEXT_OF_A_PAGE || (!p.glyphs.is_empty() && p.images == 0)) {
        return None;
    }
    let n = pages.len();
    Some(match pages.iter().filter(|p| p.images > 0).count() {
        0 => format!(
            "no text layer: its {n} page(s) show no characters and no images: blank, drawn as outlines, or cut off in a damaged file; \
             download it again, or read its pages by OCR (`ocrmypdf`)"
        ),
        images => format!(
            "no text layer: {images} of its {n} page(s) are images: fetch the publisher's text PDF, or read them by OCR (`ocrmypdf`) \
             and check the figures by eye"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Glyph, Rect};

    fn page(glyphs: usize, images: u32) -> Page {
        let glyph =
            Glyph { ch: '元', rect: Rect::default(), baseline: 0.0, size: 9.0, font: 0, invisible: false, turned: false, slanted: false };
        Page { number: 1, glyphs: vec![glyph; glyphs], images, ..Page::default() }
    }

    #[test]
    fn scans_have_no_text() {
        assert!(without_text(&[page(0, 1), page(0, 1)]).unwrap().contains("2 of its 2 page(s) are images"));
        assert!(without_text(&[page(7, 1)]).is_some(), "a scanner's mark is no text");
        assert!(without_text(&[page(0, 0)]).unwrap().contains("outlines"));
    }

    #[test]
    fn little_text_is_text_where_no_image_could_hold_the_rest() {
        assert_eq!(without_text(&[page(7, 0)]), None);
        assert_eq!(without_text(&[page(0, 1), page(500, 1)]), None, "one scanned page leaves the others");
    }
}
