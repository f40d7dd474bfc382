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
    /// It is for a spreadsheet program: see [`is_formula`].
    guarded: bool,
}

impl Csv {
    /// Starts the file with `mark` and its header. With a mark it is for spreadsheet programs, which take some texts for
    /// formulas: those get an apostrophe before them, which such programs do not show.
    pub fn create(path: &Path, sheet: &Sheet, mark: &[u8]) -> io::Result<Csv> {
        let mut to = Replacement::create(path)?;
        to.write_all(mark)?;
        let mut to = csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(to);
        to.write_record(sheet.columns.iter().map(|c| c.name))?;
        Ok(Csv { to, text: String::new(), guarded: !mark.is_empty() })
    }
}

impl RowWriter for Csv {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for value in row {
            self.text.clear();
            let field = match value {
                Value::Empty => "",
                Value::Text(text) if self.guarded && is_formula(text) => {
                    self.text.push('\'');
                    self.text.push_str(text);
                    &self.text
                }
                Value::Text(text) => text,
                figure => {
                    write_figure(&mut self.text, figure).map_err(io::Error::other)?;
                    &self.text
                }
            };
            self.to.write_field(field).map_err(of_system)?;
        }
        self.to.write_record(None::<&[u8]>).map_err(of_system)
    }

    fn finish(self: Box<Self>) -> io::Result<FileDigest> {
        self.to.into_inner().map_err(|e| e.into_error())?.commit()
    }
}

/// What the system said, where it was the system: who writes to a pipe must know that it is closed.
fn of_system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
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

/// Would a spreadsheet program take the text for a formula? A number with a sign is none.
fn is_formula(text: &str) -> bool {
    let rest = text.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    let is_number =
        |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '%'));
    match rest.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '|') => true,
        Some(sign @ ('+' | '-' | '＋' | '－')) => {
            let behind = &rest[sign.len_utf8()..];
            !behind.is_empty() && !is_number(behind)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_figures() {
        let formulas =
            ["=1+1", "@SUM(A1)", "\t=1", "-2+3", "+cmd|' /C calc'!A0", "＝1", " =1", "-a"];
        assert!(formulas.iter().all(|text| is_formula(text)));
        let texts = ["", "-1,234.50", "+3%", "208-05", "a=1", "（1）", "'=1", "—", "-", "+"];
        assert!(!texts.iter().any(|text| is_formula(text)));
    }
}
