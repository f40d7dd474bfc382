//! CSV: UTF-8, a header, line feeds, RFC 4180 quoting, a bounded buffer.

use super::dataset::RowWriter;
use super::file::Replacement;
use super::rows::{Sheet, Value};
use std::io;
use std::path::Path;

/// A CSV file in the making.
pub struct Csv(csv::Writer<Replacement>);

impl Csv {
    /// Starts the file with its header.
    pub fn create(path: &Path, sheet: &Sheet) -> io::Result<Csv> {
        let mut to = csv::Writer::from_writer(Replacement::create(path)?);
        to.write_record(sheet.columns.iter().map(|c| c.name))?;
        Ok(Csv(to))
    }
}

impl RowWriter for Csv {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for value in row {
            match value {
                Value::Empty => self.0.write_field(""),
                Value::Text(text) => self.0.write_field(text.as_bytes()),
                Value::Integer(number) => self.0.write_field(number.to_string()),
                Value::Decimal(figure) => self.0.write_field(figure.to_string()),
                Value::Points(points) => self.0.write_field(format!("{points:.2}")),
            }?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner().map_err(|e| e.into_error())?.commit()
    }
}
