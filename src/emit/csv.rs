//! CSV: UTF-8, a header, line feeds, RFC 4180 quoting, a bounded buffer.

use super::file::{BUFFER, FileDigest, Replacement};
use super::sheets::Sheet;
use super::value::{RowWriter, Value};
use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::path::Path;

/// A CSV file in the making.
pub struct Csv {
    to: csv::Writer<Replacement>,
    /// The text of a figure.
    text: String,
}

impl Csv {
    /// Starts the file with `mark` and its header.
    pub fn create(path: &Path, sheet: &Sheet, mark: &[u8]) -> io::Result<Csv> {
        let mut to = Replacement::create(path)?;
        to.write_all(mark)?;
        let mut to = csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(to);
        to.write_record(sheet.columns.iter().map(|c| c.name))?;
        Ok(Csv { to, text: String::new() })
    }
}

impl RowWriter for Csv {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for value in row {
            self.text.clear();
            let field = match value {
                Value::Empty => "",
                Value::Text(text) => text,
                figure => {
                    write_figure(&mut self.text, figure).map_err(io::Error::other)?;
                    &self.text
                }
            };
            self.to.write_field(field)?;
        }
        Ok(self.to.write_record(None::<&[u8]>)?)
    }

    fn finish(self: Box<Self>) -> io::Result<FileDigest> {
        self.to.into_inner().map_err(|e| e.into_error())?.commit()
    }
}

fn write_figure(to: &mut String, figure: &Value) -> fmt::Result {
    match figure {
        Value::Empty => Ok(()),
        Value::Text(text) => to.write_str(text),
        Value::Integer(number) => write!(to, "{number}"),
        Value::Decimal(figure) => write!(to, "{figure}"),
        Value::Points(points) => {
            // whole hundredths, as boxes have, are written a good deal faster as such
            let hundredths = (points * 100.0).round();
            match hundredths as u32 {
                whole if f64::from(whole) / 100.0 == *points => {
                    write!(to, "{}.{:02}", whole / 100, whole % 100)
                }
                _ => write!(to, "{points:.2}"),
            }
        }
    }
}
