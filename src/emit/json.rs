//! The document as JSON text, and the JSON Schema of it.

use super::exact::{LONGEST, pointed};
use super::wire::Document;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

/// Depth from which on values stay on one line: each cell is a line, so that two versions can be compared.
const INLINE: usize = 7;

/// A line feed, and two spaces for each level that can start a line.
const NEW_LINE: &[u8; 1 + 2 * INLINE] = b"\n              ";

/// Hundredths up to this many are told apart by a number of 64 bits, and by no shorter text than theirs.
const EXACT: u32 = 1_000_000_000;

/// Writes the document as JSON, two spaces a level, cells and boxes on one line each, a line feed at the end.
pub fn write(document: &Document, to: impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(to, Layout::default());
    document.serialize(&mut serializer)?;
    serializer.into_inner().write_all(b"\n")
}

/// The JSON Schema (2020-12) of [`Document`], as `schema/document.schema.json` holds it.
pub fn schema() -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Document>();
    format!("{schema:#}\n", schema = schema.as_value())
}

/// Pretty-printing that keeps arrays of numbers, and everything from [`INLINE`] on, on one line.
#[derive(Default)]
struct Layout {
    depth: usize,
    /// An array's element is about to be written; its first byte tells whether it starts a line.
    pending: bool,
    /// The innermost open value has started a line, so its closing bracket does too.
    broken: bool,
}

impl Layout {
    fn line<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.broken = true;
        to.write_all(&NEW_LINE[..1 + self.depth.min(INLINE) * 2])
    }

    /// Before an array element that is no number.
    fn element<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        if std::mem::take(&mut self.pending) && self.depth < INLINE {
            self.line(to)
        } else {
            Ok(())
        }
    }

    fn open<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.element(to)?;
        self.depth += 1;
        self.broken = false;
        to.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.broken {
            self.line(to)?;
        }
        self.broken = self.depth < INLINE;
        to.write_all(bracket)
    }
}

impl Formatter for Layout {
    /// Whole hundredths, as boxes have, are written a good deal faster as such, and the same.
    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        let hundredths = (value * 100.0).round() as u32;
        if value.is_sign_negative() || hundredths > EXACT || f64::from(hundredths) / 100.0 != value
        {
            return CompactFormatter.write_f64(to, value);
        }
        let mut text = [0; LONGEST];
        let at = match hundredths.is_multiple_of(10) {
            true => pointed(u64::from(hundredths / 10), 1, &mut text),
            false => pointed(u64::from(hundredths), 2, &mut text),
        };
        to.write_all(&text[at..])
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.pending = true;
        if first { Ok(()) } else { to.write_all(b",") }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.pending = false;
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.element(to)?;
        to.write_all(b"\"")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match (first, self.depth < INLINE) {
            (true, true) => self.line(to),
            (true, false) => Ok(()),
            (false, true) => to.write_all(b",").and_then(|()| self.line(to)),
            (false, false) => to.write_all(b", "),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: f64) -> String {
        let mut to = vec![];
        Layout::default().write_f64(&mut to, value).unwrap();
        String::from_utf8(to).unwrap()
    }

    proptest! {
        /// Readers of the files see the same numbers as from any other writer of JSON.
        #[test]
        fn numbers_are_written_as_by_others(hundredths in 0..2_000_000_000u32, bits: u64) {
            for value in [f64::from(hundredths) / 100.0, f64::from_bits(bits), -1.25, -0.0, 0.0, 0.005] {
                let value = if value.is_finite() { value } else { 7.0 };
                let mut usual = vec![];
                CompactFormatter.write_f64(&mut usual, value).unwrap();
                prop_assert_eq!(written(value), String::from_utf8(usual).unwrap());
            }
        }
    }

    #[test]
    fn hundredths_keep_the_digits_that_they_need() {
        for (value, want) in [(72.12, "72.12"), (72.1, "72.1"), (72.0, "72.0"), (0.05, "0.05")] {
            assert_eq!(written(value), want);
        }
    }
}
