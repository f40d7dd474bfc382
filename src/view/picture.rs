//! A page as its PDF draws it, as a picture: what a person sees, whatever the tool made of it.
//!
//! `hayro` draws it. It reads the file by itself, so what it takes for the page is held against what [`read`] does.

use crate::read;
use serde::{Deserialize, Serialize};

#[cfg(feature = "serve")]
mod fonts;

/// Pixels that a picture may be wide.
pub const WIDEST: u32 = 4000;

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The picture, as a PNG file.
    #[serde(skip)]
    pub png: Vec<u8>,
    /// Pages of the PDF.
    pub pages: u32,
    /// What the page has and the picture lacks, in sentences.
    pub lacks: Vec<String>,
}

/// The page with this 1-based number, `width` pixels wide, or why it cannot be drawn. How long that takes, and which memory,
/// is for the caller to bound: it is the page that decides, and it may be hostile.
pub fn picture(
    bytes: &[u8],
    page: u32,
    width: u32,
    settings: &read::Settings,
) -> Result<Picture, String> {
    let sizes = read::sizes(bytes, settings).map_err(|error| error.to_string())?;
    let size = (page as usize).checked_sub(1).and_then(|index| sizes.get(index));
    let Some(&size) = size else {
        return Err(format!("no page {page}: the file has {}", sizes.len()));
    };
    if width == 0 || width > WIDEST {
        return Err(format!("a picture is 1 to {WIDEST} pixels wide, not {width}"));
    }
    let (png, lacks) = draw(bytes, page as usize - 1, size, width, settings)?;
    Ok(Picture { png, pages: sizes.len() as u32, lacks })
}

#[cfg(not(feature = "serve"))]
fn draw(
    _bytes: &[u8],
    _index: usize,
    _size: [f64; 2],
    _width: u32,
    _settings: &read::Settings,
) -> Result<(Vec<u8>, Vec<String>), String> {
    Err("this program was built without pictures: build it with the feature `serve`, or use --svg"
        .into())
}

#[cfg(feature = "serve")]
use drawn::draw;

#[cfg(feature = "serve")]
mod drawn {
    use super::fonts::{self, Missing};
    use crate::read;
    use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
    use hayro::hayro_syntax::{LoadPdfError, Pdf};
    use hayro::vello_cpu::color::palette::css::WHITE;
    use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
    use std::sync::{Arc, Mutex, PoisonError};

    /// Pixels that a picture may be high: three times its greatest width.
    const HIGHEST: f64 = 3.0 * super::WIDEST as f64;

    /// Sides of two sizes may differ by so much of them: numbers are rounded differently.
    const SAME: f64 = 0.01;

    /// PNG, and what is missing in it.
    pub fn draw(
        bytes: &[u8],
        index: usize,
        [w, h]: [f64; 2],
        width: u32,
        settings: &read::Settings,
    ) -> Result<(Vec<u8>, Vec<String>), String> {
        let height = (f64::from(width) * h / w).round().max(1.0);
        if height > HIGHEST {
            let times = (h / w).round();
            return Err(format!(
                "the page is {times} times as long as wide: its picture would be too large, ask for a narrower one"
            ));
        }
        let password = settings.password.as_deref().unwrap_or_default();
        let pdf =
            Pdf::new_with_password(bytes.to_vec(), password).map_err(|error| match error {
                LoadPdfError::Decryption(_) => {
                    read::ReadError::Encrypted.without_password(settings).to_string()
                }
                LoadPdfError::Invalid => unknown(),
            })?;
        let page = pdf.pages().get(index).ok_or_else(unknown)?;
        let (own_width, own_height) = page.render_dimensions();
        let (own_width, own_height) = (f64::from(own_width), f64::from(own_height));
        let is_same = (own_height * w / own_width / h - 1.0).abs() < SAME;
        if !is_same {
            return Err(unknown());
        }
        let missing = Missing::default();
        let unread: Arc<Mutex<Vec<String>>> = Arc::default();
        let (told, fonts) = (unread.clone(), missing.clone());
        let interpreter = InterpreterSettings {
            font_resolver: Arc::new(move |query| fonts::found(query, &fonts)),
            warning_sink: Arc::new(move |warning| {
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                let what = unreadable(warning);
                if !told.iter().any(|known| known == what) {
                    told.push(what.to_owned());
                }
            }),
            ..InterpreterSettings::default()
        };
        // sizes are cut to whole pixels there: a little more than needed
        let scale = |pixels: f64, points: f64| ((pixels + 0.01) / points) as f32;
        let pixels = render(
            page,
            &RenderCache::new(),
            &interpreter,
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale(f64::from(width), own_width),
                y_scale: scale(height, own_height),
                bg_color: WHITE,
            },
        );
        let png = pixels.into_png().map_err(|error| error.to_string())?;
        let mut lacks = missing.told();
        lacks.append(&mut unread.lock().unwrap_or_else(PoisonError::into_inner));
        Ok((png, lacks))
    }

    /// Rather no picture than that of another page.
    fn unknown() -> String {
        "what draws pages does not find the page in the file that was read: the file is damaged, repair it with `mutool clean`, or use --svg".into()
    }

    fn unreadable(warning: InterpreterWarning) -> &'static str {
        match warning {
            InterpreterWarning::UnsupportedFont => {
                "a font of the page cannot be drawn: its text is missing in the picture"
            }
            InterpreterWarning::ImageDecodeFailure => {
                "an image of the page cannot be drawn: it is missing in the picture"
            }
            _ => "a note on the page cannot be drawn: it is missing in the picture",
        }
    }
}

#[cfg(all(test, feature = "serve"))]
mod tests {
    use super::*;
    use crate::{Catalog, Settings, extract};
    use hayro::vello_cpu::Pixmap;
    use std::io::Cursor;

    fn fixture(name: &str) -> Vec<u8> {
        std::fs::read(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn error(bytes: &[u8], page: u32, width: u32) -> String {
        picture(bytes, page, width, &read::Settings::default()).unwrap_err()
    }

    #[test]
    fn width_and_page_have_their_bounds() {
        let seed = fixture("seed/typst.pdf");
        let pages = picture(&seed, 1, 40, &read::Settings::default()).unwrap().pages;
        assert_eq!(error(&seed, 0, 40), format!("no page 0: the file has {pages}"));
        assert!(error(&seed, pages + 1, 40).starts_with("no page"));
        assert!(error(&seed, 1, 4001).contains("1 to 4000 pixels wide, not 4001"));
        assert!(error(&seed, 1, 0).contains("not 0"));
        assert!(error(b"no pdf", 1, 40).contains("not a PDF"));
    }

    /// How dark the picture is in a box of the page on average: 0 is white, 255 black.
    fn darkness(pixels: &Pixmap, points: f64, [x0, y0, x1, y1]: [f64; 4]) -> u64 {
        let at = |v: f64| (v * f64::from(pixels.width()) / points).round() as u16;
        let inside = (at(y0)..at(y1)).flat_map(|y| (at(x0)..at(x1)).map(move |x| (x, y)));
        let dark: Vec<_> = inside.map(|(x, y)| 255 - u64::from(pixels.sample(x, y).g)).collect();
        dark.iter().sum::<u64>() / dark.len() as u64
    }

    #[test]
    fn figures_stand_where_the_document_says() {
        let (settings, catalog) = (Settings::default(), Catalog::builtin().unwrap());
        for name in ["typst", "chromium", "libreoffice", "reportlab-gbk", "weasyprint"] {
            let bytes = fixture(&format!("seed/{name}.pdf"));
            let document = extract(&bytes, "a.pdf", &settings, &catalog);
            let cells = document.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells);
            let cell = cells
                .filter(|cell| cell.stated.as_ref().is_some_and(|s| s.len() >= 5))
                .nth(3)
                .unwrap();
            let drawn = picture(&bytes, cell.page, 1000, &settings.read).unwrap();
            assert_eq!(Some(drawn.pages), document.source.pages);
            let pixels = Pixmap::from_png(Cursor::new(drawn.png)).unwrap();
            let [w, h] = read::sizes(&bytes, &settings.read).unwrap()[cell.page as usize - 1];
            assert_eq!(u32::from(pixels.width()), 1000);
            assert_eq!(f64::from(pixels.height()), (1000.0 * h / w).round());
            assert!(darkness(&pixels, w, cell.corners.0) > 15, "{name}: {:?}", cell.stated);
            assert_eq!(darkness(&pixels, w, [2.0, 2.0, w - 2.0, 20.0]), 0, "{name}: the margin");
        }
    }

    #[test]
    fn a_long_page_needs_a_narrow_picture() {
        let long = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
                    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
                    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 1000]>>endobj\n\
                    trailer<</Root 1 0 R>>\n";
        let settings = read::Settings::default();
        assert!(error(long.as_bytes(), 1, 1000).starts_with("the page is 100 times as long"));
        let pixels = picture(long.as_bytes(), 1, 20, &settings).unwrap().png;
        let pixels = Pixmap::from_png(Cursor::new(pixels)).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (20, 2000));
    }
}
