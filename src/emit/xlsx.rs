//! XLSX: a sheet of the name of the table, its header bold, frozen and with filters. Codes and other text are text. A figure is a number where
//! Excel can hold it, up to 15 digits, and text where not: XLSX numbers are binary. Rows beyond a sheet's limit go on in
//! further sheets with the same header; text beyond a cell's limit is cut and ends in ….
//!
//! Rows are kept in a temporary file beside the output until the end; memory holds one row.

use super::file::{FileDigest, Replacement, about};
use super::sheets::{Column, Kind, Sheet};
use super::value::{RowWriter, Value};
use crate::model::DECIMALS;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// Rows of a sheet, header included.
const SHEET_ROWS: u32 = 1_048_576;
/// UTF-16 units in a cell.
const CELL_UNITS: usize = 32_767;
/// Characters that a column can be wide.
const WIDEST: usize = 255;
/// Decimal digits that a number keeps in Excel.
const DIGITS: u32 = 15;

/// An XLSX file in the making.
pub struct Xlsx {
    book: Workbook,
    /// Replaces the old file when the book is saved.
    place: Replacement,
    path: PathBuf,
    sheet: &'static Sheet,
    sheets: usize,
    /// Next row of the last sheet.
    row: u32,
    limit: u32,
    formats: Formats,
}

/// Number formats by decimals, from 0 to 9.
struct Formats(Vec<Format>);

impl Formats {
    fn new() -> Formats {
        let by_decimals = |n: usize| {
            Format::new().set_num_format(if n == 0 {
                "0".into()
            } else {
                format!("#,##0.{}", "0".repeat(n))
            })
        };
        Formats((0..=DECIMALS as usize).map(by_decimals).collect())
    }

    fn of(&self, decimals: u32) -> Option<&Format> {
        self.0.get(decimals as usize)
    }
}

impl Xlsx {
    /// Starts the file.
    pub fn create(path: &Path, sheet: &'static Sheet) -> io::Result<Xlsx> {
        Self::with_limit(path, sheet, SHEET_ROWS)
    }

    fn with_limit(path: &Path, sheet: &'static Sheet, limit: u32) -> io::Result<Xlsx> {
        let failed = |error| explain(path, error);
        let mut book = Workbook::new();
        book.set_tempdir(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
        // a date that says nothing: the same input gives the same bytes
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
        book.set_properties(
            &DocProperties::new().set_author("yusuan").set_creation_datetime(&date),
        );
        let place = Replacement::create(path)?;
        let mut to = Xlsx {
            book,
            place,
            path: path.to_owned(),
            sheet,
            sheets: 0,
            row: limit,
            limit,
            formats: Formats::new(),
        };
        to.next_sheet().map_err(failed)?;
        Ok(to)
    }

    fn next_sheet(&mut self) -> Result<(), XlsxError> {
        self.set_filter()?;
        self.sheets += 1;
        let name = if self.sheets == 1 {
            self.sheet.name.into()
        } else {
            format!("{} {}", self.sheet.name, self.sheets)
        };
        let page = self.book.add_worksheet_with_constant_memory()?;
        page.set_name(name)?.set_freeze_panes(1, 0)?;
        let head = Format::new().set_bold();
        for (column, at) in self.sheet.columns.iter().zip(0..) {
            page.set_column_width(at, width(column))?;
            page.write_string_with_format(0, at, fitting(column.name), &head)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Gives the header of the last sheet its filters, when its rows are known.
    fn set_filter(&mut self) -> Result<(), XlsxError> {
        let last = u16::try_from(self.sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if let Some(index) = self.sheets.checked_sub(1) {
            let page = self.book.worksheet_from_index(index)?;
            page.autofilter(0, 0, self.row.saturating_sub(1), last)?;
        }
        Ok(())
    }

    fn write(&mut self, row: &[Value]) -> Result<(), XlsxError> {
        if self.row >= self.limit {
            self.next_sheet()?;
        }
        let page = self.book.worksheet_from_index(self.sheets - 1)?;
        for (value, at) in row.iter().zip(0..) {
            cell(page, self.row, at, value, &self.formats)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// Characters that a column shows: its own name beside the filter's button, and what such columns hold.
fn width(column: &Column) -> f64 {
    let held = match column.kind {
        Kind::Text => 18,
        Kind::Decimal => 20,
        Kind::Integer | Kind::Points => 9,
    };
    held.max(column.name.len() + 4).min(WIDEST) as f64
}

fn cell(
    page: &mut Worksheet,
    row: u32,
    at: u16,
    value: &Value,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => return Ok(()),
        Value::Text(text) => page.write_string(row, at, fitting(text))?,
        Value::Integer(number) => page.write_number(row, at, *number as f64)?,
        Value::Points(points) => page.write_number(row, at, *points)?,
        Value::Decimal(figure) => {
            let text = figure.to_string();
            let short = figure.value().normalize().mantissa().unsigned_abs() < 10u128.pow(DIGITS);
            match (text.parse::<f64>(), formats.of(figure.value().scale())) {
                (Ok(number), Some(format)) if short => {
                    page.write_number_with_format(row, at, number, format)?
                }
                _ => page.write_string(row, at, text)?,
            }
        }
    };
    Ok(())
}

/// Text that fits a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_UNITS {
        return text.into();
    }
    let ends = text.char_indices().scan(0, |units, (at, c)| {
        *units += c.len_utf16();
        Some((*units, at))
    });
    let (mut cut, mut whole) = (0, true);
    for (units, at) in ends {
        // a place for the … is kept
        if units < CELL_UNITS {
            cut = at;
        } else if units > CELL_UNITS {
            whole = false;
            break;
        }
    }
    if whole {
        return text.into();
    }
    let cut = cut + text[cut..].chars().next().map_or(0, char::len_utf8);
    format!("{}…", &text[..cut]).into()
}

impl RowWriter for Xlsx {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        self.write(row).map_err(|error| explain(&self.path, error))
    }

    fn finish(mut self: Box<Self>) -> io::Result<FileDigest> {
        self.set_filter().map_err(|error| explain(&self.path, error))?;
        self.book.save_to_writer(&mut self.place).map_err(|error| explain(&self.path, error))?;
        self.place.commit()
    }
}

fn explain(path: &Path, error: XlsxError) -> io::Error {
    about(path, io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::super::sheets::SHEETS;
    use super::*;
    use std::io::Read;

    #[test]
    fn rows_beyond_the_limit_go_on_in_further_sheets() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xlsx");
        let mut to = Box::new(Xlsx::with_limit(&path, &SHEETS[0], 3).unwrap());
        for name in ["a", "b", "c", "d", "e"] {
            to.row(&[Value::Text(name.into())]).unwrap();
        }
        to.finish().unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(text("xl/workbook.xml").contains(r#"name="documents 3""#));
        for (sheet, rows) in [(1, 3), (2, 3), (3, 2)] {
            let sheet = text(&format!("xl/worksheets/sheet{sheet}.xml"));
            assert_eq!(sheet.matches("<row ").count(), rows);
            assert!(sheet.contains("checks_not_checked"), "the header is repeated");
            let filter = format!("<autoFilter ref=\"A1:V{rows}\"/>");
            assert!(sheet.contains(&filter) && sheet.contains("<pane "), "{filter}");
            assert!(sheet.contains(r#"<col min="1" max="6" width="18."#), "{sheet}");
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn text_is_cut_at_the_limit_of_a_cell() {
        let long = |n| "预".repeat(n);
        assert_eq!(fitting(&long(CELL_UNITS)), long(CELL_UNITS));
        assert_eq!(fitting(&long(CELL_UNITS + 1)), long(CELL_UNITS - 1) + "…");
        assert_eq!(fitting(&"𠀀".repeat(CELL_UNITS)).encode_utf16().count(), CELL_UNITS);
    }
}
