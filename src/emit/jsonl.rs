//! JSON Lines: an object a row, every column named, `null` where there is nothing. Exact figures are strings, as in the
//! documents' JSON: a JSON number is a binary float to most readers.

use super::file::{BUFFER, FileDigest, Replacement};
use super::sheets::Sheet;
use super::value::{RowWriter, Value};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A JSON Lines file in the making.
pub struct JsonLines {
    to: BufWriter<Replacement>,
    /// `{"source_file":`, `,"unit_name":` … : what stands before each value.
    before: Vec<String>,
}

impl JsonLines {
    /// Starts the file.
    pub fn create(path: &Path, sheet: &Sheet) -> io::Result<JsonLines> {
        let marks = std::iter::once('{').chain(std::iter::repeat(','));
        let before = sheet
            .columns
            .iter()
            .zip(marks)
            .map(|(c, mark)| format!("{mark}\"{}\":", c.name))
            .collect();
        Ok(JsonLines { to: BufWriter::with_capacity(BUFFER, Replacement::create(path)?), before })
    }
}

impl RowWriter for JsonLines {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for (before, value) in self.before.iter().zip(row) {
            self.to.write_all(before.as_bytes())?;
            match value {
                Value::Empty => self.to.write_all(b"null")?,
                Value::Text(text) => serde_json::to_writer(&mut self.to, text)?,
                Value::Integer(number) => write!(self.to, "{number}")?,
                Value::Decimal(figure) => write!(self.to, "\"{figure}\"")?,
                Value::Points(points) => write!(self.to, "{points:.2}")?,
            }
        }
        self.to.write_all(b"}\n")
    }

    fn finish(self: Box<Self>) -> io::Result<FileDigest> {
        self.to.into_inner().map_err(|e| e.into_error())?.commit()
    }
}
