//! A table as Python has it: taken over by Arrow's consumers without a copy (Arrow PyCapsule interface), looked at in a
//! notebook, kept by pickle.

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Decimal128Array, DictionaryArray, Float64Array, Int64Array, RecordBatch,
    RecordBatchIterator, StringArray,
};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};

/// What makes the table again, and its name and bytes.
type Pickled<'py> = (Bound<'py, PyAny>, (String, Bound<'py, PyBytes>));

/// Rows that a notebook shows.
const SHOWN: usize = 10;

/// A table that Arrow's consumers take: pyarrow, pandas, polars, DuckDB and any other that knows the PyCapsule interface.
#[pyclass(frozen, module = "yusuan")]
pub struct Table {
    name: String,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The rows as a capsule of a C stream. What the consumer would like to have instead is left to it.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok::<_, ArrowError>);
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(
            batches,
            self.schema.clone(),
        )));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The columns' names and types as a capsule of a C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref())
            .map_err(|e| PyValueError::new_err(e.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// A column by its name, a row by its number as a dict, rows by a slice: pyarrow's.
    fn __getitem__<'py>(
        slf: Bound<'py, Self>,
        key: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Ok(number) = key.extract::<isize>() else { return of_pyarrow(slf)?.get_item(key) };
        let rows = slf.get().__len__();
        let row = if number < 0 { number.checked_add_unsigned(rows) } else { Some(number) };
        match row.and_then(|row| usize::try_from(row).ok()).filter(|row| *row < rows) {
            Some(row) => {
                let one = of_pyarrow(slf)?.call_method1("slice", (row, 1))?;
                one.call_method0("to_pylist")?.get_item(0)
            }
            None => Err(PyIndexError::new_err(format!("no row {number}: there are {rows}"))),
        }
    }

    /// A pandas DataFrame: exact figures are `decimal.Decimal`, text is categorical. Needs pandas and pyarrow.
    fn to_pandas<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        of_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// A polars DataFrame: exact figures are `Decimal(38, 9)`. Needs polars.
    fn to_polars<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.getattr("DataFrame")?.call1((slf,))
    }

    /// The first rows, as notebooks show them.
    fn _repr_html_(&self) -> String {
        let mut html = format!("<table><caption>{}</caption><tr>", escaped(&self.__repr__()));
        for field in self.schema.fields() {
            html.push_str(&format!("<th>{}</th>", escaped(field.name())));
        }
        html.push_str("</tr>");
        let rows = self.batches.iter().flat_map(|b| (0..b.num_rows()).map(move |row| (b, row)));
        for (batch, row) in rows.take(SHOWN) {
            html.push_str("<tr>");
            for column in batch.columns() {
                html.push_str(&format!("<td>{}</td>", escaped(&shown(column, row))));
            }
            html.push_str("</tr>");
        }
        html + "</table>"
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Pickled<'py>> {
        let back = py.import("yusuan._native")?.getattr("unpickled")?;
        let bytes = to_bytes(self).map_err(|e| PyValueError::new_err(e.to_string()))?;
        Ok((back, (self.name.clone(), PyBytes::new(py, &bytes))))
    }

    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn __repr__(&self) -> String {
        format!(
            "<yusuan.Table {}: {} rows, {} columns>",
            self.name,
            self.__len__(),
            self.schema.fields().len()
        )
    }
}

impl Table {
    /// A table of that name.
    pub fn new(name: &str, schema: SchemaRef, batches: Vec<RecordBatch>) -> Table {
        Table { name: name.to_owned(), schema, batches }
    }
}

/// The table as pyarrow's.
fn of_pyarrow<'py>(table: Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
    table.py().import("pyarrow")?.getattr("table")?.call1((table,))
}

/// The table as an Arrow IPC stream.
fn to_bytes(table: &Table) -> Result<Vec<u8>, ArrowError> {
    let mut bytes = vec![];
    let mut to = StreamWriter::try_new(&mut bytes, &table.schema)?;
    table.batches.iter().try_for_each(|batch| to.write(batch))?;
    to.finish()?;
    drop(to);
    Ok(bytes)
}

/// The table that was pickled.
#[pyfunction]
pub fn unpickled(name: &str, bytes: &[u8]) -> PyResult<Table> {
    let read = || {
        let from = StreamReader::try_new(bytes, None)?;
        let schema = from.schema();
        let batches = from.collect::<Result<Vec<_>, ArrowError>>()?;
        Ok::<_, ArrowError>(Table::new(name, schema, batches))
    };
    read().map_err(|e| PyValueError::new_err(format!("no pickled table: {e}")))
}

/// The cell of a row as text; empty where there is nothing.
fn shown(column: &ArrayRef, row: usize) -> String {
    let column = column.as_any();
    if let Some(texts) = column.downcast_ref::<DictionaryArray<Int32Type>>() {
        let values = texts.values().as_any().downcast_ref::<StringArray>();
        let text = texts.key(row).zip(values).map(|(key, values)| values.value(key));
        text.unwrap_or_default().to_owned()
    } else if let Some(figures) = column.downcast_ref::<Decimal128Array>() {
        if figures.is_null(row) {
            return String::new();
        }
        let figure = figures.value_as_string(row);
        let cents = figure.find('.').map_or(figure.len(), |point| point + 3);
        let (kept, rest) = figure.split_at(cents.min(figure.len()));
        kept.to_owned() + rest.trim_end_matches('0')
    } else if let Some(numbers) = column.downcast_ref::<Int64Array>() {
        if numbers.is_valid(row) { numbers.value(row).to_string() } else { String::new() }
    } else if let Some(points) = column.downcast_ref::<Float64Array>() {
        if points.is_valid(row) { points.value(row).to_string() } else { String::new() }
    } else {
        String::new()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
