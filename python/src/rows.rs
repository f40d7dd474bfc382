//! Documents → what Python gets of them: JSON, tables of many, one row for each with its rows in lists.

use crate::arrow::{Builder, Columns, Text, fields};
use crate::error::Error;
use crate::options::Options;
use crate::source::Source;
use crate::table::Table;
use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use yusuan::batch::Made;
use yusuan::emit::wire::Document;
use yusuan::emit::{Disclosed, SHEETS, Sheet, Units, Value, between_rows};
use yusuan::{batch, emit, pipeline};

/// The document's JSON.
pub fn json(document: &Document) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    emit::write(document, &mut json)?;
    Ok(json)
}

/// The same without white space.
pub fn compact(document: &Document) -> io::Result<String> {
    Ok(serde_json::to_string(document)?)
}

/// The sheet of that name.
pub fn sheet(name: &str) -> PyResult<&'static Sheet> {
    let names = || SHEETS.iter().map(|sheet| sheet.name).collect::<Vec<_>>().join(", ");
    SHEETS
        .iter()
        .find(|sheet| sheet.name == name)
        .ok_or_else(|| PyValueError::new_err(format!("no table '{name}': there are {}", names())))
}

/// The documents of all sources, in their order; the first error of `each`, or a signal, ends the run.
pub fn converted(
    sources: &[Source],
    jobs: usize,
    options: &Options,
    mut each: impl FnMut(Document) -> PyResult<()>,
) -> PyResult<()> {
    let mut trouble = None;
    let each = |_, document: Document| {
        let taken = Python::attach(|py| py.check_signals()).and_then(|()| each(document));
        taken.map_err(|error| {
            trouble = Some(error);
            io::Error::other("told below")
        })
    };
    let work = |index: usize| Ok(sources[index].convert(options));
    let run = batch::in_order(sources.len(), jobs, &AtomicBool::new(false), work, each);
    trouble.map_or(Ok(()), Err)?;
    run?;
    Ok(())
}

/// The sheets over all sources, the equations between documents included, as `convert --out` writes them.
pub fn tables(
    py: Python,
    sources: &[Source],
    sheets: &[String],
    raise_failed: bool,
    jobs: usize,
    options: &Options,
) -> PyResult<Vec<Table>> {
    let mut tables =
        sheets.iter().map(|name| Ok(Builder::new(sheet(name)?))).collect::<PyResult<Vec<_>>>()?;
    let between = tables.iter().any(|table| matches!(table.sheet().name, "checks" | "check_terms"));
    py.detach(|| {
        let mut bodies = vec![];
        let mut units = Units::default();
        converted(sources, jobs, options, |document| {
            if let Some(error) = Error::of(&document).filter(|_| raise_failed) {
                return Err(error.into());
            }
            units.add(&Disclosed::of(&document));
            if between {
                bodies.push(pipeline::summary(&document, &options.catalog));
            }
            for table in &mut tables {
                (table.sheet().rows)(&document)
                    .try_for_each(|row| table.row(&row))
                    .map_err(refused)?;
            }
            Ok(())
        })?;
        for (position, checks) in pipeline::between(&bodies) {
            for (check, number) in checks.iter().zip(bodies[position].checks() + 1..) {
                for (sheet, rows) in between_rows(bodies[position].source(), number, check) {
                    add(&mut tables, sheet, &rows)?;
                }
            }
        }
        add(&mut tables, "units", &units.rows())?;
        tables.into_iter().map(|table| table.finish().map_err(refused)).collect()
    })
}

/// Rows that are known when all documents are.
fn add(tables: &mut [Builder], sheet: &str, rows: &[Vec<Value>]) -> PyResult<()> {
    for table in tables.iter_mut().filter(|table| table.sheet().name == sheet) {
        rows.iter().try_for_each(|row| table.row(row)).map_err(refused)?;
    }
    Ok(())
}

/// An error of Arrow's as Python's.
pub fn refused(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// One row for each of what was made, with its rows, as an Arrow IPC stream of one batch: `document`, its row of the sheet
/// `documents`; its `json` if asked for; for each other sheet asked for a list of its rows.
pub fn nested(all: &[Made], sheets: &[String]) -> PyResult<Vec<u8>> {
    let wants_json = sheets.iter().any(|name| name == "json");
    let sheets = sheets
        .iter()
        .filter(|name| *name != "json")
        .map(|name| sheet(name))
        .collect::<PyResult<Vec<_>>>()?;
    let mut heads = Nest::new(sheet("documents")?);
    let mut jsons = StringBuilder::new();
    let mut lists: Vec<_> = sheets.into_iter().map(Nest::new).collect();
    for made in all {
        if wants_json {
            jsons.append_value(String::from_utf8_lossy(made.written()));
        }
        made.rows.each(|position, row| {
            std::iter::once(&mut heads)
                .chain(&mut lists)
                .filter(|nest| nest.sheet.name == SHEETS[position].name)
                .try_for_each(|nest| nest.columns.row(row).map(drop))
                .map_err(io::Error::other)
        })?;
        std::iter::once(&mut heads).chain(&mut lists).for_each(Nest::end_document);
    }
    let write = || -> Result<Vec<u8>, ArrowError> {
        let mut columns: Vec<(&str, ArrayRef)> = vec![("document", Arc::new(heads.rows()?))];
        if wants_json {
            columns.push(("json", Arc::new(jsons.finish())));
        }
        for list in lists {
            columns.push((list.sheet.name, Arc::new(list.lists()?)));
        }
        let fields: Vec<_> = columns
            .iter()
            .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
            .collect();
        let batch = RecordBatch::try_new(
            Arc::new(Schema::new(fields)),
            columns.into_iter().map(|(_, array)| array).collect(),
        )?;
        let mut stream = StreamWriter::try_new(Vec::new(), &batch.schema())?;
        stream.write(&batch)?;
        stream.into_inner()
    };
    write().map_err(refused)
}

/// The rows of documents in one sheet, and how many each document has.
struct Nest {
    sheet: &'static Sheet,
    columns: Columns,
    lengths: Vec<usize>,
    /// Rows of the documents that have come to their end.
    whole: usize,
}

impl Nest {
    fn new(sheet: &'static Sheet) -> Nest {
        Nest { sheet, columns: Columns::new(sheet, Text::Plain), lengths: vec![], whole: 0 }
    }

    fn end_document(&mut self) {
        self.lengths.push(self.columns.rows - self.whole);
        self.whole = self.columns.rows;
    }

    fn rows(self) -> Result<StructArray, ArrowError> {
        StructArray::try_new(fields(self.sheet, Text::Plain), self.columns.finish(), None)
    }

    fn lists(self) -> Result<ListArray, ArrowError> {
        let offsets = OffsetBuffer::from_lengths(self.lengths.iter().copied());
        let rows = self.rows()?;
        ListArray::try_new(
            Arc::new(Field::new("item", rows.data_type().clone(), true)),
            offsets,
            Arc::new(rows),
            None,
        )
    }
}
