//! One file, end to end: the six stages in order.

use crate::catalog::Catalog;
use crate::emit::{self, wire::Document, wire::Source};
use crate::model::{Ledger, Page};

/// What a conversion may cost and needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Password of encrypted files. Default: none, that is, the empty one is tried.
    pub password: Option<String>,
    /// Largest input in bytes. Default 512 MiB: published files stay under 60 MB.
    pub max_file_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { password: None, max_file_bytes: 512 << 20 }
    }
}

/// Converts the PDF `bytes`, given as `name`. Bad input is a value: a document with the status `failed` and the reason.
pub fn extract(bytes: &[u8], name: &str, settings: &Settings, _catalog: &Catalog) -> Document {
    let source = Source::of(name, bytes);
    let pages = match read(bytes, settings) {
        Ok(pages) => pages,
        Err(error) => return Document::failed(source, error),
    };
    if let Some(error) = without_text(&pages) {
        return Document::failed(Source { pages: Some(pages.len() as u32), ..source }, error);
    }
    let ledger = Ledger { pages: pages.len() as u32, ..Ledger::default() };
    emit::document(source, ledger, vec![])
}

/// Refuses what is no PDF; the reader's place.
fn read(bytes: &[u8], _: &Settings) -> Result<Vec<Page>, String> {
    if bytes.is_empty() {
        return Err("the file is empty: download it again".into());
    }
    if !bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Err("not a PDF: fetch the disclosure itself, or convert it to PDF".into());
    }
    Ok(vec![])
}

/// Fewer characters than this on a page are a scanner's mark or a page number, not its text.
const TEXT_OF_A_PAGE: usize = 40;

/// Why the pages have no text to read, if so: scans, with at most a scanner's mark on each page.
fn without_text(pages: &[Page]) -> Option<String> {
    if pages.iter().any(|p| p.glyphs.len() >= TEXT_OF_A_PAGE || (!p.glyphs.is_empty() && p.images == 0)) {
        return None;
    }
    let what = match (pages.len(), pages.iter().filter(|p| p.images > 0).count()) {
        (0, _) => "the PDF has no pages".to_owned(),
        (n, 0) => format!("no text layer: its {n} page(s) show no characters (blank, or drawn as outlines)"),
        (n, images) => format!("no text layer: {images} of its {n} page(s) are images"),
    };
    Some(format!("{what}: fetch the publisher's text PDF, or add a text layer with OCR (`ocrmypdf`) and check its figures by eye"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Glyph, Rect};

    fn page(glyphs: usize, images: u32) -> Page {
        let glyph = Glyph { ch: '元', rect: Rect::default(), baseline: 0.0, size: 9.0, font: 0, invisible: false, turned: false };
        Page { number: 1, glyphs: vec![glyph; glyphs], images, ..Page::default() }
    }

    #[test]
    fn scans_have_no_text() {
        assert!(without_text(&[page(0, 1), page(0, 1)]).unwrap().contains("2 of its 2 page(s) are images"));
        assert!(without_text(&[page(7, 1)]).is_some(), "a scanner's mark is no text");
        assert!(without_text(&[page(0, 0)]).unwrap().contains("outlines"));
        assert!(without_text(&[]).unwrap().contains("no pages"));
    }

    #[test]
    fn little_text_is_text_where_no_image_could_hold_the_rest() {
        assert_eq!(without_text(&[page(7, 0)]), None);
        assert_eq!(without_text(&[page(0, 1), page(500, 1)]), None, "one scanned page leaves the others");
    }
}
