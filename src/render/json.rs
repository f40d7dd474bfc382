//! Notes as JSON: one object with all of them, or one line for each.

use super::note::Note;
use super::report::{Renderer, Report};
use serde::Serialize;
use std::io::{self, Write};

/// Notes as JSON.
pub struct Json<W> {
    to: W,
    lines: bool,
    files: u64,
    failed: u64,
    notes: u64,
}

impl<W: Write> Json<W> {
    /// `{"tool": …, "notes": [ … ], "files": 2, "failed": 0}`, or with `lines` the notes alone, each on its line.
    pub fn new(mut to: W, lines: bool) -> io::Result<Json<W>> {
        if !lines {
            let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
            write!(
                to,
                "{{\"tool\": {{\"name\": \"{name}\", \"version\": \"{version}\"}},\n\"notes\": ["
            )?;
        }
        Ok(Json { to, lines, files: 0, failed: 0, notes: 0 })
    }

    fn note(&mut self, note: &Note) -> io::Result<()> {
        if !self.lines {
            self.to.write_all(if self.notes == 0 { b"\n" } else { b",\n" })?;
        }
        note.serialize(&mut serde_json::Serializer::new(&mut self.to))?;
        if self.lines {
            self.to.write_all(b"\n")?;
        }
        self.notes += 1;
        Ok(())
    }
}

impl<W: Write> Renderer for Json<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.files += u64::from(report.own);
        self.failed += u64::from(report.failed);
        report.notes.iter().try_for_each(|note| self.note(note))
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.lines {
            writeln!(self.to, "\n],\n\"files\": {}, \"failed\": {}}}", self.files, self.failed)?;
        }
        self.to.flush()
    }
}
