//! One file, end to end: the six stages in order.

use crate::catalog::Catalog;
use crate::deadline;
use crate::emit;
use crate::emit::wire::{self, Document, Source};
use crate::model::{Check, Failure, Ledger, Outline, Owed, Page, Rebuilt, TEXT_OF_A_PAGE};
use crate::read::Paper;
use crate::readings::{self, Reading};
use crate::{figures, locate, owed, parse, read, rebuild, reconcile, wording};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::time::Duration;

/// What a conversion may cost and needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// Password, and the limits of reading.
    pub read: read::Settings,
    /// Time for one file. Default 60 s: the longest disclosure seen takes 1 s.
    pub max_time: Duration,
    /// Memory for one file, where it is converted in a process of its own ([`batch::Wall`](crate::batch::Wall)): one that
    /// takes more ends its process. Default 1 GiB: the largest disclosure seen takes 160 MB. Within one process, and where
    /// the system has no such limit, only [`read`](Settings::read) bounds it, by what is kept of a file.
    pub max_memory_bytes: u64,
    /// Bytes of one document's JSON, where it is written to a folder. Default 128 MiB: seen are 6 MB.
    pub max_output_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            read: read::Settings::default(),
            max_time: Duration::from_secs(60),
            max_memory_bytes: 1 << 30,
            max_output_bytes: 128 << 20,
        }
    }
}

impl Settings {
    /// A fingerprint of all that decides what comes out of a file: the tool's version, the format, the fingerprint of the
    /// user's `templates`, and these settings but the time, which decides only whether anything does. The password is in
    /// it as a hash.
    pub fn key(&self, templates: &str) -> String {
        let what = (
            env!("CARGO_PKG_VERSION"),
            emit::wire::FORMAT_VERSION,
            templates,
            &self.read,
            self.max_output_bytes,
        );
        emit::sha256(format!("{what:?}").as_bytes())
    }
}

/// What the stages made of one file, each looked at by [`crate::view`].
#[derive(Debug)]
pub struct Stages {
    /// 1: pages.
    pub paper: Paper,
    /// 2: lines, titles, contents pages.
    pub outline: Outline,
    /// 3: tables and paragraphs.
    pub rebuilt: Rebuilt,
    /// 4: coded rows and figures.
    pub ledger: Ledger,
    /// 5: equations.
    pub checks: Vec<Check>,
    /// What the disclosure owes.
    pub owed: Vec<Owed>,
}

/// Runs the stages on a paper.
pub fn stages(mut paper: Paper, catalog: &Catalog) -> Stages {
    let duties = &catalog.owed;
    let catalog = catalog.of(&paper.pages);
    let outline = locate::locate(&paper.pages, catalog);
    let read = |by_words: &readings::Pages| {
        let rebuilt = rebuild::rebuild(&paper.pages, &outline, by_words, catalog);
        let ledger = parse::parse(&paper.pages, &outline, &rebuilt, catalog);
        let checks = reconcile::reconcile(&ledger, catalog.subjects);
        Reading { rebuilt, ledger, checks }
    };
    let Reading { rebuilt, mut ledger, checks } = readings::decide(&paper.pages, read);
    ledger.findings.splice(0..0, std::mem::take(&mut paper.findings));
    ledger.findings.extend(wording::remarks(&ledger, &outline, &rebuilt));
    let owed = owed::owed(&ledger, &outline, &rebuilt, duties);
    Stages { paper, outline, rebuilt, ledger, checks, owed }
}

/// Converts the PDF `bytes`, given as `name`. Bad input is a value: a document with the status `failed` and the reason.
/// PDF objects nest, so a thread that converts should have a stack of [`STACK`](crate::batch::STACK) bytes, as
/// [`batch::run`](crate::batch::run) gives it.
pub fn extract(bytes: &[u8], name: &str, settings: &Settings, catalog: &Catalog) -> Document {
    extract_with(bytes, name, settings, catalog, &|_: &Document, _: &[Size]| ()).0
}

/// Width and height of a page as displayed, in points.
pub type Size = [f32; 2];

/// The same, and what `rest` makes of the document and the sizes of its pages within the same time.
pub fn extract_with<T>(
    bytes: &[u8],
    name: &str,
    settings: &Settings,
    catalog: &Catalog,
    rest: &impl Fn(&Document, &[Size]) -> T,
) -> (Document, T) {
    let source = Source::of(name, bytes);
    let both = deadline::within(settings.max_time, || {
        let (document, sizes) = convert(bytes, source.clone(), settings, catalog);
        let rest = rest(&document, &sizes);
        (document, rest)
    });
    both.unwrap_or_else(|deadline::Overtime| {
        let document = Document::failed(source, overtime(settings.max_time));
        let document = document.with_failure(Failure::Overtime);
        let rest = rest(&document, &[]);
        (document, rest)
    })
}

/// Why a file is given up that takes longer than it may.
pub fn overtime(limit: Duration) -> String {
    let limit = limit.as_secs_f64();
    format!(
        "it takes longer than the limit of {limit} s: look whether it is what it claims to be, or allow more with --max-seconds"
    )
}

fn convert(
    bytes: &[u8],
    source: Source,
    settings: &Settings,
    catalog: &Catalog,
) -> (Document, Vec<Size>) {
    let paper = match read::read(bytes, &settings.read) {
        Ok(paper) => paper,
        Err(error) => {
            let document = Document::failed(source, error.to_string());
            return (document.with_failure(error.failure()), vec![]);
        }
    };
    let source = Source {
        pages: Some(paper.pages.len() as u32),
        producer: paper.producer.clone(),
        ..source
    };
    let sizes = paper.pages.iter().map(displayed_size).collect();
    if let Some(error) = without_text(&paper.pages) {
        return (Document::failed(source, error).with_failure(Failure::NoText), sizes);
    }
    let Stages { paper, ledger, checks, owed, .. } = stages(paper, catalog);
    let figures = figures::figures(&ledger, &checks, catalog.subjects);
    let mut document = emit::document(source, ledger, checks).with_figures(figures);
    document.owed = owed.into_iter().map(emit::owed).collect();
    emit::as_displayed(&mut document, |page| paper.pages.get(page as usize - 1)?.turn);
    (document, sizes)
}

/// A size that is no number, as JSON has none, is 0.
fn displayed_size(page: &Page) -> Size {
    let size = page.turn.map_or([page.width, page.height], |turn| [turn.width, turn.height]);
    size.map(|points| if points.is_finite() { points } else { 0.0 })
}

/// Every equation of these documents, evaluated, beside the document whose figure it states: those within each document,
/// which it holds already ([`Document::checks`]), then those between them (B1 to B5): a department and its units, the
/// same unit twice, one year and the next. It makes no difference whether a document comes from [`extract`] or from its
/// JSON. Those with the verdict [`Mismatch`](crate::model::Verdict::Mismatch) are what does not add up, as `yusuan check`
/// tells it.
pub fn check<'d>(
    documents: &'d [Document],
    catalog: &Catalog,
) -> Vec<(&'d Document, Cow<'d, wire::Check>)> {
    let within = documents.iter().flat_map(|d| d.checks.iter().map(move |c| (d, Cow::Borrowed(c))));
    let summaries: Vec<_> = documents.iter().map(|d| summary(d, catalog)).collect();
    let between = between(&summaries).into_iter().flat_map(|(position, checks)| {
        checks.into_iter().map(move |c| (&documents[position], Cow::Owned(c)))
    });
    within.chain(between).collect()
}

/// The relations between documents, by the position of the one whose figure is stated.
pub fn between(summaries: &[reconcile::Summary]) -> Vec<(usize, Vec<wire::Check>)> {
    let written = |checks: Vec<Check>| checks.into_iter().map(emit::check).collect();
    let all = reconcile::between(summaries).into_iter();
    all.map(|(position, checks)| (position, written(checks))).collect()
}

/// What the relations between documents (B1 to B5) need to know of one; the same from a document read back from its JSON.
pub fn summary(document: &Document, catalog: &Catalog) -> reconcile::Summary {
    reconcile::summarize(&document.source.file, &emit::ledger(document, catalog))
        .with_checks(document.checks.len() as u64)
}

/// Why the pages have no text to read, if so: scans, with at most a scanner's mark on each page.
pub fn without_text(pages: &[Page]) -> Option<String> {
    if pages
        .iter()
        .any(|p| p.glyphs.len() >= TEXT_OF_A_PAGE || (!p.glyphs.is_empty() && p.images == 0))
    {
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
    use crate::model::{Axis, Finding, FindingKind, Glyph, Rect, Ruling};

    fn page(glyphs: usize, images: u32) -> Page {
        let glyph =
            Glyph {
                ch: '元', rect: Rect::default(), baseline: 0.0, size: 9.0, ..Glyph::default()
            };
        Page { number: 1, glyphs: vec![glyph; glyphs], images, ..Page::default() }
    }

    #[test]
    fn scans_have_no_text() {
        assert!(
            without_text(&[page(0, 1), page(0, 1)])
                .unwrap()
                .contains("2 of its 2 page(s) are images")
        );
        assert!(without_text(&[page(7, 1)]).is_some(), "a scanner's mark is no text");
        assert!(without_text(&[page(0, 0)]).unwrap().contains("outlines"));
    }

    #[test]
    fn little_text_is_text_where_no_image_could_hold_the_rest() {
        assert_eq!(without_text(&[page(7, 0)]), None);
        assert_eq!(
            without_text(&[page(0, 1), page(500, 1)]),
            None,
            "one scanned page leaves the others"
        );
    }

    fn set(text: &str, x: f32, baseline: f32, page: &mut Page) {
        let mut x = x;
        for ch in text.chars() {
            let width = if ch.is_ascii() { 5.0 } else { 10.0 };
            let rect = Rect::new(x, baseline - 8.0, x + width, baseline + 2.0);
            page.glyphs.push(Glyph { ch, rect, baseline, size: 10.0, ..Glyph::default() });
            x += width;
        }
    }

    /// 支出预算总表, every cell ruled; the name of 2013201 runs over two lines, the second `low` points
    /// too low.
    fn hanging(low: f32) -> Page {
        let edges = [50.0, 190.0, 290.0, 390.0, 490.0];
        let mut page = Page { number: 1, width: 595.0, height: 842.0, ..Page::default() };
        set("支出预算总表", 240.0, 60.0, &mut page);
        set("单位:万元", 430.0, 80.0, &mut page);
        let rows: [(&str, [&str; 3]); 6] = [
            ("科目名称", ["合计", "基本支出", "项目支出"]),
            ("合计", ["3.50", "2.50", "1.00"]),
            ("201-一般公共服务支出", ["3.50", "2.50", "1.00"]),
            ("20132-组织事务", ["3.50", "2.50", "1.00"]),
            ("", ["2.00", "2.00", ""]),
            ("2013202-一般行政管理", ["1.50", "0.50", "1.00"]),
        ];
        for (r, (label, figures)) in rows.iter().enumerate() {
            let down = if r == 4 { low / 1.5 } else { 0.0 };
            let baseline = 104.0 + 30.0 * r as f32 + down;
            set(label, 55.0, baseline, &mut page);
            for (text, right) in figures.iter().zip(&edges[2..]) {
                set(text, right - 45.0, baseline, &mut page);
            }
        }
        set("2013201-行政运行及各类其他", 55.0, 218.0 + low / 1.5, &mut page);
        set("有关事项", 55.0, 230.0 + low, &mut page);
        let ruling = |axis, at, from, to| Ruling { axis, at, from, to, width: 0.5 };
        for i in 0..=rows.len() {
            page.rulings.push(ruling(Axis::Horizontal, 85.0 + 30.0 * i as f32, 50.0, 490.0));
        }
        for x in edges {
            page.rulings.push(ruling(Axis::Vertical, x, 85.0, 265.0));
        }
        page
    }

    /// The codes of the rows, and how many findings say that the words were followed.
    fn read(low: f32) -> (String, usize) {
        let paper = Paper { pages: vec![hanging(low)], ..Paper::default() };
        let Stages { ledger, .. } = stages(paper, &Catalog::builtin().unwrap());
        let codes = ledger.tables[0].rows.iter();
        let codes = codes.map(|r| r.code.as_ref().map_or("-", |c| c.digits.as_str()));
        let second = |f: &&Finding| f.kind == FindingKind::SecondReading;
        let codes: Vec<&str> = codes.collect();
        (codes.join(" "), ledger.findings.iter().filter(second).count())
    }

    #[test]
    fn a_name_that_hangs_into_the_row_below_does_not_cost_its_code() {
        let codes = "- 201 20132 2013201 2013202";
        assert_eq!(read(0.0), (codes.into(), 0));
        assert_eq!(read(9.0), (codes.into(), 1), "the second line is below the ruling");
    }
}
