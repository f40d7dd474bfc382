//! Stage 1: bytes → pages of positioned glyphs and clean rulings. Alone knows the PDF crate.
//!
//! 1. [`file`] opens the file and walks the page tree.
//! 2. [`tokenize`] cuts content streams into tokens, [`interpret`] runs their operators.
//! 3. [`font`] and [`cmap`] give text and advance of every code; `interpret::text` places it on the displayed page.
//! 4. `interpret::paint` keeps what paths paint, [`drawn_lines`] and [`typed_lines`] what characters draw, [`rulings`]
//!    merges it into clean lines.
//! 5. [`visible`] sets aside the text that nobody sees, [`overprint`] what is painted twice.
//! 6. [`struck`] sets aside the words that a line is drawn through.
//! 7. [`turn`] turns a page whose text is turned.
//!
//! A character whose middle is clipped away or off the page is not on the page; a figure that is cut so is U+FFFD. A code
//! that cannot be decoded gives U+FFFD and a finding.

mod cmap;
mod displayed;
mod drawn_lines;
mod error;
mod file;
mod font;
mod interpret;
mod marks;
mod matrix;
mod overprint;
#[doc(hidden)]
pub mod probe;
mod rulings;
mod settings;
mod strings;
mod struck;
#[cfg(test)]
mod tests;
mod tokenize;
mod told;
mod turn;
mod typed_lines;
mod update;
mod visible;

pub use displayed::sizes;
pub use error::ReadError;
pub use settings::Settings;
pub use update::Update;

use crate::deadline::Overtime;
use crate::model::{
    Colour, Direction, Finding, FindingKind, Glyph, Page, Rect, TEXT_OF_A_PAGE, Turn,
};
use file::{File, PageSource};
use interpret::{Fonts, Image, Interpreter};
use matrix::Area;
use overprint::Overprint;
use visible::{Painted, Pictures};

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paper {
    /// All pages, in order.
    pub pages: Vec<Page>,
    /// Text that could not be decoded, limits reached: with font, page and count.
    pub findings: Vec<Finding>,
    /// /Producer: the program that wrote the file.
    pub producer: Option<String>,
}

/// Reads a PDF.
///
/// # Errors
/// Only where nothing can be had: empty, not a PDF, damaged beyond repair, encrypted with another password, too large.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Paper, ReadError> {
    let bytes = file::body(bytes, settings)?;
    if let Some(file) = file::open(bytes, settings) {
        let paper = pages(&file, &file.pages(settings), settings);
        if !paper.pages.is_empty() && !file.misled.get() {
            return Ok(paper);
        }
    }
    let file = match file::recover(bytes, settings) {
        Some(file) => file,
        None => file::decrypt(bytes, settings)?,
    };
    let mut sources = file.pages(settings);
    if sources.is_empty() {
        sources = file.stray_pages(settings);
    }
    if sources.is_empty() {
        return Err(ReadError::Damaged("no page can be found in it".to_owned()));
    }
    Ok(pages(&file, &sources, settings))
}

fn pages(file: &File, sources: &[PageSource], settings: &Settings) -> Paper {
    let mut paper = Paper { producer: file.producer(), ..Paper::default() };
    let mut fonts = Fonts::default();
    let mut overprint = Overprint::new();
    if sources.len() > settings.max_pages {
        let message = format!(
            "the file has more pages than the limit max_pages: only the first {} were read",
            settings.max_pages
        );
        paper.findings.push(
            Finding::new(FindingKind::LimitReached, message)
                .help("split the file, or raise the limit"),
        );
    }
    // Of the page tree, or of finding the objects.
    let early = file.work.limits();
    for (source, number) in sources.iter().take(settings.max_pages).zip(1..) {
        let like = paper.pages.last().map_or(1024, |page| page.glyphs.len() + 64);
        let straight;
        let mut raw = Interpreter::new(file, settings, &mut fonts, source, like);
        raw.page(source);
        if let Some(again) = raw.slant.again(source.width, source.height) {
            let turn = again.turn();
            let base = turn.map_or(source.base, |(_, turn)| source.base.then(&turn));
            straight = PageSource { base, ..*source };
            raw = Interpreter::new(file, settings, &mut fonts, &straight, like);
            raw.slant.mixed = turn.is_none();
            raw.slant.lean = turn.map_or(0.0, |(lean, _)| lean);
            raw.page(&straight);
        }
        let page = painted_to_page(&mut raw, source, number, &mut overprint);
        told::of_page(&raw, number, &page.fonts, &mut paper.findings);
        paper.pages.push(page);
    }
    paper.findings.extend(told::of_scans(&paper.pages));
    let embedded = file.embedded_pdfs();
    let mut told = |message: String| {
        paper.findings.push(Finding::new(FindingKind::EmbeddedPdf, message).at_page(1));
    };
    for name in embedded.iter().take(MAX_NAMED) {
        told(format!("the file carries {name:?} inside it, another PDF: it is not read"));
    }
    if let Some(further @ 1..) = embedded.len().checked_sub(MAX_NAMED) {
        told(format!("the file carries {further} further PDFs inside it: they are not read"));
    }
    for limit in file.work.reached().chain(early) {
        let message = format!(
            "the file reaches the limit {limit} while its objects are looked for: some may be missing"
        );
        paper.findings.push(
            Finding::new(FindingKind::LimitReached, message)
                .help("repair it with `mutool clean`, or raise the limit"),
        );
    }
    paper
}

/// PDFs inside a file that are told by name.
const MAX_NAMED: usize = 20;

/// What is seen of a page that was painted: steps 4 to 6.
fn painted_to_page(
    raw: &mut Interpreter,
    source: &PageSource,
    number: u32,
    overprint: &mut Overprint,
) -> Page {
    let mut glyphs = std::mem::take(&mut raw.glyphs);
    let mut unpainted = std::mem::take(&mut raw.unpainted);
    believe_furniture(&mut glyphs);
    let painted = Painted {
        covers: &raw.canvas.covers,
        images: &raw.canvas.images,
        pictures: &*raw,
        clipped: &raw.clipped,
        page: source.width * source.height,
    };
    let of_scan = visible::take_of_scan(&mut unpainted, &painted);
    let unseen = visible::take_unseen(&mut glyphs, &painted);
    unpainted.extend(unseen.glyphs);
    (raw.told.unclear, raw.told.veiled) = (raw.told.unclear + unseen.unclear, unseen.veiled);
    glyphs.extend(of_scan);
    raw.told.overpainted = overprint.remove(&mut glyphs);
    drawn_lines::characters_to_lines(&mut glyphs, &mut raw.canvas.pieces);
    typed_lines::typed_to_lines(&mut glyphs, &mut raw.canvas.pieces);
    let (mut rulings, stumps) = rulings::pieces_to_rulings(&raw.canvas.pieces);
    if !raw.file.work.spend_marks(glyphs.len() + unpainted.len() + rulings.len()) {
        raw.limit("max_total_marks");
        glyphs.clear();
        unpainted.clear();
        rulings.clear();
    }
    let strokes = raw.canvas.strokes.iter().copied().chain(flat_images(raw));
    let strokes = strokes.chain(raw.canvas.outlines.iter().copied().filter(is_flat));
    let strokes: Vec<Rect> = strokes.map(|area| area.rect()).chain(stumps).collect();
    let struck = struck::mark(&mut glyphs, &rulings, &strokes);
    raw.told.struck = struck.unwrap_or_else(|lost| {
        raw.limit("max_strokes");
        lost
    });
    let pictured = if glyphs.len() < TEXT_OF_A_PAGE { pictured(raw, source) } else { 0.0 };
    let (width, height) = (source.width as f32, source.height as f32);
    let lean = raw.slant.lean as f32;
    let straightened = Turn { way: Direction::Right, width, height, lean };
    let mut page = Page {
        number,
        width,
        height,
        glyphs,
        rulings,
        strokes,
        fonts: std::mem::take(&mut raw.page_fonts.list),
        images: raw.canvas.images.len() as u32,
        pictured,
        pictures: pictures(raw),
        unpainted,
        turn: (lean != 0.0).then_some(straightened),
    };
    turn::turn_upright(&mut page, &raw.ways);
    page
}

/// Boxes of the images that could be a cell's figure, at most [`PICTURES`]: small, and of more than one colour as far as
/// that can be told. Then those of shapes that could be its digits, drawn as outlines.
fn pictures(raw: &Interpreter) -> Vec<Rect> {
    let of_a_cell = |image: &&Image| {
        let area = image.area.rect();
        (4.0..250.0).contains(&area.width()) && (4.0..60.0).contains(&area.height())
    };
    let images = raw.canvas.images.iter().filter(of_a_cell);
    let images = raw.file.work.first(PICTURES, "max_pictures", images);
    let shows = |image: &&Image| !image.picture.is_some_and(|it| raw.is_blank(it, &image.area));
    let tall = |area: &&Area| area.height() >= LOWEST;
    let outlines = raw.canvas.outlines.iter().filter(tall).map(Area::rect);
    images.filter(shows).map(|image| image.area.rect()).chain(outlines).collect()
}

/// Points that a digit is high at least.
const LOWEST: f64 = 3.0;

/// Images as flat as a line that paint something: a minus, or what strikes a figure.
fn flat_images<'r>(raw: &'r Interpreter) -> impl Iterator<Item = Area> + 'r {
    let flat = |image: &&Image| is_flat(&image.area);
    let paints = |image: &&Image| {
        let area = &image.area;
        let middle = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        let shown = image.picture.and_then(|it| raw.picture_at(it, middle.0, middle.1));
        shown.is_none_or(|(colour, alpha)| {
            f64::from(alpha) >= interpret::TRANSPARENT
                && !interpret::alike(colour, interpret::PAPER)
        })
    };
    let images = raw.canvas.images.iter().filter(flat);
    let images = raw.file.work.first(PICTURES, "max_pictures", images);
    images.filter(paints).map(|image| image.area)
}

/// Is it as flat as a line?
fn is_flat(area: &Area) -> bool {
    area.height() < FLAT && area.width() > 1.0 && area.width() > area.height()
}

/// Points that such a thing is high at most.
const FLAT: f64 = 2.0;

/// The share of the page that its images cover, those of one colour left out; told by points.
fn pictured(raw: &Interpreter, source: &PageSource) -> f32 {
    // Looked at piece by piece: a page of thin lines and small figures is white at most points.
    let blank = |image: &&Image| {
        let (area, share) = (&image.area, f64::from(PIECES));
        let (wide, tall) = (area.width() / share, area.height() / share);
        let piece = |x: u8, y: u8| {
            let (x0, y0) = (area.x0 + wide * f64::from(x), area.y0 + tall * f64::from(y));
            Area { x0, y0, x1: x0 + wide, y1: y0 + tall }
        };
        image.picture.is_some_and(|it| {
            (0..PIECES).all(|y| (0..PIECES).all(|x| raw.is_blank(it, &piece(x, y))))
        })
    };
    let large = |image: &&Image| image.area.width().min(image.area.height()) > 1.0;
    let images = raw.canvas.images.iter().filter(large);
    let images = raw.file.work.first(PICTURES, "max_pictures", images);
    let images: Vec<&Image> = images.filter(|image| !blank(image)).collect();
    if images.is_empty() {
        return 0.0;
    }
    let at = |step: u8, side: f64| side * (f64::from(step) + 0.5) / f64::from(STEPS);
    let points = (0..STEPS).flat_map(|y| (0..STEPS).map(move |x| (x, y)));
    let covered = points.filter(|&(x, y)| {
        let (x, y) = (at(x, source.width), at(y, source.height));
        images.iter().any(|image| image.area.contains(x, y))
    });
    covered.count() as f32 / f32::from(STEPS).powi(2)
}

/// Pieces to a side of an image that are looked at.
const PIECES: u8 = 8;
/// Points to a side of a page at which images are looked for.
const STEPS: u8 = 20;

/// Images of one page that are looked at: a scan has one, a page with seals a few, one whose figures are pictures hundreds.
const PICTURES: usize = 10_000;

impl Pictures for Interpreter<'_, '_> {
    fn at(&self, picture: u32, x: f64, y: f64) -> Option<(Colour, f32)> {
        self.picture_at(picture, x, y)
    }

    fn is_blank(&self, picture: u32, area: &Area) -> bool {
        Interpreter::is_blank(self, picture, area)
    }
}

/// Furniture is never most of what a page prints: a page marked so is marked wrongly.
fn believe_furniture(glyphs: &mut [Glyph]) {
    let furniture = glyphs.iter().filter(|glyph| glyph.artifact).count();
    if 2 * furniture > glyphs.len() && glyphs.len() > FURNITURE {
        glyphs.iter_mut().for_each(|glyph| glyph.artifact = false);
    }
}

/// A page of fewer characters than this may hold nothing but its number and a running head.
const FURNITURE: usize = 100;

/// Runs code of another crate on hostile bytes: a panic there is only one more way to say that they are bad. The end of the
/// file's time goes through.
fn contained<T>(run: impl FnOnce() -> T) -> Option<T> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(value) => Some(value),
        Err(payload) if payload.is::<Overtime>() => std::panic::resume_unwind(payload),
        Err(_) => None,
    }
}
