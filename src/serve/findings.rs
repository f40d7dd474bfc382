//! The notes as a workbook, for those who work through them with others: a row for each, in the language asked for.

use super::mark::Mark;
use super::notes::{Kind, Told};
use crate::emit::wire::Document;
use crate::render::Lang;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io;
use std::path::Path;

/// The columns: what they are called in English, and how wide they are.
const COLUMNS: [(&str, f64); 15] = [
    ("file", 30.0),
    ("unit", 26.0),
    ("year", 8.0),
    ("page", 8.0),
    ("kind of note", 14.0),
    ("rule", 18.0),
    ("title", 34.0),
    ("what is wrong", 60.0),
    ("stated", 20.0),
    ("computed", 20.0),
    ("difference", 20.0),
    ("next step", 40.0),
    ("mark", 22.0),
    ("remark", 40.0),
    ("key", 24.0),
];

/// Rows that a sheet takes.
const ROWS: u32 = 1_048_575;
/// Characters that a cell takes, with room for what counts twice.
const CELL: usize = 16_000;

/// A workbook in the making.
pub struct Findings {
    book: Workbook,
    row: u32,
    lang: Lang,
}

impl Findings {
    /// With its heads; what does not fit into memory is kept in `folder` meanwhile.
    pub fn start(folder: &Path, lang: Lang) -> io::Result<Findings> {
        Findings::with_heads(folder, lang).map_err(io::Error::other)
    }

    fn with_heads(folder: &Path, lang: Lang) -> Result<Findings, XlsxError> {
        let mut book = Workbook::new();
        book.set_tempdir(folder)?;
        let date = ExcelDateTime::from_ymd(2000, 1, 1)?; // the same input gives the same bytes
        book.set_properties(
            &DocProperties::new().set_author("yusuan").set_creation_datetime(&date),
        );
        let page = book.add_worksheet_with_constant_memory()?;
        page.set_name(lang.say("findings").into_owned())?.set_freeze_panes(1, 0)?;
        let head = Format::new().set_bold();
        for ((name, width), at) in COLUMNS.into_iter().zip(0..) {
            page.set_column_width(at, width)?;
            page.write_string_with_format(0, at, lang.say(name), &head)?;
        }
        Ok(Findings { book, row: 0, lang })
    }

    /// Adds the notes of a document, called `file`.
    pub fn add(&mut self, file: &str, document: &Document, notes: &[Told]) -> io::Result<()> {
        let lang = self.lang;
        for told in notes {
            if self.row == ROWS {
                return Ok(()); // no sheet is longer
            }
            self.row += 1;
            let page = self.book.worksheet_from_index(0).map_err(io::Error::other)?;
            line(page, self.row, file, document, told, lang).map_err(io::Error::other)?;
        }
        Ok(())
    }

    /// Writes the workbook.
    pub fn finish(mut self, place: &Path) -> io::Result<()> {
        let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
        let page = self.book.worksheet_from_index(0).map_err(io::Error::other)?;
        page.autofilter(0, 0, self.row, last).map_err(io::Error::other)?;
        self.book.save(place).map_err(io::Error::other)
    }
}

fn line(
    page: &mut Worksheet,
    row: u32,
    file: &str,
    document: &Document,
    told: &Told,
    lang: Lang,
) -> Result<(), XlsxError> {
    let identity = &document.identity;
    let equation = told.equation.as_ref();
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let kind = lang.say(match told.kind {
        Kind::Mismatch => "does not add up",
        Kind::Doubt => "open to doubt",
        Kind::Missing => "missing",
        Kind::Wording => "slip of wording",
        Kind::Other => "worth knowing",
    });
    let mark = told.mark.as_ref().map(|mark: &Mark| lang.say(mark.mark.words()));
    let texts = [
        file,
        identity.unit_name.as_deref().unwrap_or_default(),
        &number(identity.fiscal_year.map(u32::from)),
        &number(told.page),
        &kind,
        &told.rule,
        &told.title,
        &told.text,
        equation.map_or("", |equation| &equation.left),
        equation.map_or("", |equation| &equation.right),
        equation.map_or("", |equation| &equation.difference),
        told.advice.as_deref().unwrap_or_default(),
        mark.as_deref().unwrap_or_default(),
        told.mark.as_ref().map_or("", |mark| &mark.remark),
        &told.key,
    ];
    for (text, at) in texts.into_iter().zip(0..) {
        if text.is_empty() {
            continue;
        }
        let cut: String = text.chars().take(CELL).collect();
        match (at, cut.parse::<u32>()) {
            (2 | 3, Ok(number)) => page.write_number(row, at, number)?,
            _ => page.write_string(row, at, cut)?, // never a formula
        };
    }
    Ok(())
}
