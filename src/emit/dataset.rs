//! The output folder: one JSON file for each disclosure, and the tabular files over all of them.

use super::csv::Csv;
use super::file::{Replacement, about};
use super::rows::{SHEETS, Sheet, Value};
use super::wire::{Document, Status};
use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// A tabular form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, UTF-8.
    Csv,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 1] = [Format::Csv];

    /// Name of the form and ending of its files.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
        }
    }

    /// Starts `<dir>/<sheet>.<ending>`.
    fn create(self, dir: &Path, sheet: &Sheet) -> io::Result<Box<dyn RowWriter>> {
        let path = dir.join(format!("{}.{}", sheet.name, self.as_str()));
        match self {
            Format::Csv => Ok(Box::new(Csv::create(&path, sheet)?)),
        }
    }
}

/// A tabular file in the making; it holds a bounded buffer, however many rows it gets.
pub trait RowWriter {
    /// Adds a row of the sheet.
    fn row(&mut self, row: &[Value]) -> io::Result<()>;
    /// Puts the whole file in its place; without this there is none.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// The tabular files of an output folder in the making.
pub struct Dataset {
    /// Each sheet with its writers, one for each format.
    sheets: Vec<(&'static Sheet, Vec<Box<dyn RowWriter>>)>,
}

impl Dataset {
    /// Starts the tabular files in `dir`, which is made if need be.
    pub fn create(dir: &Path, formats: &[Format]) -> io::Result<Dataset> {
        fs::create_dir_all(dir).map_err(|e| about(dir, e))?;
        let writers = |sheet| formats.iter().map(|format| format.create(dir, sheet)).collect::<io::Result<_>>();
        Ok(Dataset { sheets: SHEETS.iter().map(|sheet| Ok((sheet, writers(sheet)?))).collect::<io::Result<_>>()? })
    }

    /// Adds a document's rows to every file.
    pub fn add(&mut self, document: &Document) -> io::Result<()> {
        for (sheet, writers) in &mut self.sheets {
            for row in (sheet.rows)(document) {
                writers.iter_mut().try_for_each(|w| w.row(&row))?;
            }
        }
        Ok(())
    }

    /// Puts the files in their places.
    pub fn finish(self) -> io::Result<()> {
        self.sheets.into_iter().flat_map(|(_, writers)| writers).try_for_each(|w| w.finish())
    }
}

/// The folder of the documents.
#[derive(Debug, Clone)]
pub struct Documents(PathBuf);

impl Documents {
    /// `<dir>/documents`, made if need be.
    pub fn create(dir: &Path) -> io::Result<Documents> {
        let dir = dir.join("documents");
        fs::create_dir_all(&dir).map_err(|e| about(&dir, e))?;
        Ok(Documents(dir))
    }

    /// Writes `<stem>.json`. A failed input has none, not even that of an earlier run.
    pub fn write(&self, stem: &str, document: &Document) -> io::Result<()> {
        let place = self.0.join(format!("{stem}.json"));
        if document.status == Status::Failed {
            return match fs::remove_file(&place) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => Err(about(&place, e)),
                _ => Ok(()),
            };
        }
        let mut to = BufWriter::new(Replacement::create(&place)?);
        super::json::write(document, &mut to)?;
        to.into_inner().map_err(|e| e.into_error())?.commit()
    }
}
