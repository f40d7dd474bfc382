//! The output folder: one JSON file for each disclosure, and the tabular files over all of them.

use super::csv::Csv;
use super::file::{
    FileDigest, Replacement, about, expect_file, is_standard, make_folder, read_kept, sync,
};
use super::format::Format;
use super::jsonl::JsonLines;
use super::packed::Packed;
use super::parquet::Parquet;
use super::rows::between_rows;
use super::sheets::{SHEETS, Sheet};
use super::value::{RowWriter, Value};
use super::wire::{Check, Document};
use super::xlsx::Xlsx;
use hashbrown::HashMap;
use std::fs;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

/// A tabular file in the making and its name.
pub(super) struct Table {
    pub name: String,
    pub writer: Box<dyn RowWriter>,
}

impl Table {
    /// Starts `<dir>/<sheet>.<ending>`, or standard output where `dir` is `-`.
    pub fn create(dir: &Path, sheet: &'static Sheet, format: Format) -> io::Result<Table> {
        let name = format.file_name(sheet);
        let path = if is_standard(dir) { dir.to_owned() } else { dir.join(&name) };
        expect_file(&path).map_err(|e| about(&path, e))?;
        Table::start(&path, name, sheet, format)
    }

    fn start(
        path: &Path,
        name: String,
        sheet: &'static Sheet,
        format: Format,
    ) -> io::Result<Table> {
        let writer: Box<dyn RowWriter> = match format {
            Format::Csv => Box::new(Csv::create(path, sheet, b"")?),
            Format::CsvWithMark => Box::new(Csv::create(path, sheet, "\u{feff}".as_bytes())?),
            Format::Jsonl => Box::new(JsonLines::create(path, sheet)?),
            Format::Parquet => Box::new(Parquet::create(path, sheet)?),
            Format::Xlsx => Box::new(Xlsx::create(path, sheet)?),
        };
        Ok(Table { name, writer })
    }
}

/// The tabular files of an output folder in the making.
pub struct Dataset {
    /// `None` where the rows go to standard output.
    dir: Option<PathBuf>,
    /// Each sheet with its files, one for each format.
    sheets: Vec<(&'static Sheet, Vec<Table>)>,
}

impl Dataset {
    /// Starts the tabular files in `dir`, which is made if need be.
    pub fn create(dir: &Path, formats: &[Format]) -> io::Result<Dataset> {
        fs::create_dir_all(dir).map_err(|e| about(dir, e))?;
        let tables = |sheet| {
            formats
                .iter()
                .map(|format| Table::create(dir, sheet, *format))
                .collect::<io::Result<_>>()
        };
        Ok(Dataset {
            dir: Some(dir.to_owned()),
            sheets: SHEETS
                .iter()
                .map(|sheet| Ok((sheet, tables(sheet)?)))
                .collect::<io::Result<_>>()?,
        })
    }

    /// The rows of the sheet of that name alone, on standard output.
    pub fn stream(name: &str, format: Format) -> io::Result<Dataset> {
        let place = Path::new("-");
        let sheets = SHEETS.iter().map(|sheet| {
            let asked =
                (sheet.name == name).then(|| Table::start(place, String::new(), sheet, format));
            Ok((sheet, asked.transpose()?.into_iter().collect()))
        });
        Ok(Dataset { dir: None, sheets: sheets.collect::<io::Result<_>>()? })
    }

    /// Adds a document's rows to every file.
    pub fn add(&mut self, document: &Document) -> io::Result<()> {
        for (sheet, tables) in &mut self.sheets {
            for row in (sheet.rows)(document) {
                tables.iter_mut().try_for_each(|table| table.writer.row(&row))?;
            }
        }
        Ok(())
    }

    /// Adds a document's rows, made elsewhere, to every file.
    pub fn add_packed(&mut self, rows: &Packed) -> io::Result<()> {
        rows.each(|position, row| {
            let tables = &mut self.sheets[position].1;
            tables.iter_mut().try_for_each(|table| table.writer.row(row))
        })
    }

    /// Adds a row to the checks: number `number` of `file`, against other documents, known when all of them are.
    pub fn add_check(&mut self, file: &str, number: u64, check: &Check) -> io::Result<()> {
        let mut all = between_rows(file, number, check).into_iter();
        all.try_for_each(|(sheet, rows)| self.add_rows(sheet, &rows))
    }

    /// Adds rows that are known when all documents are: those of the sheet of that name.
    pub fn add_rows(&mut self, sheet: &str, rows: &[Vec<Value>]) -> io::Result<()> {
        let tables = self.sheets.iter_mut().filter(|(known, _)| known.name == sheet);
        for table in tables.flat_map(|(_, tables)| tables) {
            rows.iter().try_for_each(|row| table.writer.row(row))?;
        }
        Ok(())
    }

    /// Puts the files in their places, to outlast a power cut. The answer has their sums by name.
    pub fn finish(self) -> io::Result<HashMap<String, FileDigest>> {
        let tables: Vec<Table> = self.sheets.into_iter().flat_map(|(_, tables)| tables).collect();
        // each on a thread of its own: a disk takes several files in the time of one
        let finish = |table: Table| Ok((table.name, table.writer.finish()?));
        let sums = thread::scope(|scope| {
            let threads: Vec<_> =
                tables.into_iter().map(|table| scope.spawn(|| finish(table))).collect();
            let digest = |thread: ScopedJoinHandle<_>| {
                thread.join().unwrap_or_else(|panic| resume_unwind(panic))
            };
            threads.into_iter().map(digest).collect::<io::Result<_>>()
        })?;
        self.dir.as_deref().map_or(Ok(()), sync)?;
        Ok(sums)
    }
}

/// The folder of the documents.
#[derive(Debug, Clone)]
pub struct Documents(PathBuf);

impl Documents {
    /// `<dir>/documents`, made if need be.
    pub fn create(dir: &Path) -> io::Result<Documents> {
        make_folder(dir)?;
        let dir = dir.join("documents");
        make_folder(&dir)?;
        Ok(Documents(dir))
    }

    /// The documents of an earlier run in `dir`.
    pub fn of(dir: &Path) -> Documents {
        Documents(dir.join("documents"))
    }

    /// Where `<stem>.json` stands.
    pub fn place(&self, stem: &str) -> PathBuf {
        self.0.join(format!("{stem}.json"))
    }

    /// Writes `<stem>.json`. [`sync`] makes it outlast a power cut.
    pub fn write(&self, stem: &str, json: &[u8]) -> io::Result<FileDigest> {
        let place = self.place(stem);
        expect_file(&place).map_err(|e| about(&place, e))?;
        let mut to = Replacement::create(&place)?;
        to.write_all(json)?;
        to.commit_unsynced()
    }

    /// The bytes of `<stem>.json`.
    pub fn read(&self, stem: &str) -> io::Result<Vec<u8>> {
        let place = self.place(stem);
        read_kept(&place).map_err(|e| about(&place, e))
    }

    /// The names of the documents, in byte order.
    pub fn stems(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.0).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => about(
                &self.0,
                io::Error::other("not there: name the folder that `yusuan convert --out` wrote"),
            ),
            _ => about(&self.0, e),
        })?;
        let mut stems = vec![];
        for entry in entries {
            let name = entry.map_err(|e| about(&self.0, e))?.file_name();
            stems.extend(
                name.to_str()
                    .and_then(|name| name.strip_suffix(".json"))
                    .filter(|stem| !stem.starts_with('.'))
                    .map(str::to_owned),
            );
        }
        stems.sort_unstable();
        Ok(stems)
    }

    /// Takes `<stem>.json` away, if it is there.
    pub fn remove(&self, stem: &str) -> io::Result<()> {
        let place = self.place(stem);
        match fs::remove_file(&place) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(about(&place, e)),
            _ => Ok(()),
        }
    }

    /// Waits until the names of the documents are on the disk.
    pub fn sync(&self) -> io::Result<()> {
        sync(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_written_hashed_and_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let documents = Documents::create(dir.path()).unwrap();
        let digest = documents.write("a", b"{}").unwrap();
        assert_eq!((digest, documents.read("a").unwrap()), (FileDigest::of(b"{}"), b"{}".to_vec()));
        documents.remove("a").unwrap();
        documents.remove("a").unwrap();
        assert_eq!(documents.stems().unwrap(), [""; 0]);
    }
}
