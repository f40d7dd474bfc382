//! The document as JSON text, and the JSON Schema of it.

use super::wire::Document;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Depth from which on values stay on one line: each cell is a line, so that two versions can be compared.
const INLINE: usize = 7;

/// A line feed, and two spaces for each level that can start a line.
const NEW_LINE: &[u8; 1 + 2 * INLINE] = b"\n              ";

/// Writes the document as JSON, two spaces a level, cells and boxes on one line each, a line feed at the end.
pub fn write(document: &Document, mut to: impl Write) -> io::Result<()> {
    document.serialize(&mut Serializer::with_formatter(&mut to, Layout::default()))?;
    to.write_all(b"\n")
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
