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
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};

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

    /// A column by its name, some columns by a list of names, a row by its number as a dict, rows by a slice: pyarrow's.
    fn __getitem__<'py>(
        slf: Bound<'py, Self>,
        key: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if key.is_instance_of::<PyList>() {
            return of_pyarrow(slf)?.call_method1("select", (key,));
        }
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

    /// The rows as dicts, a batch of them at a time.
    fn __iter__<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let lists = py.import("operator")?.call_method1("methodcaller", ("to_pylist",))?;
        let batches = of_pyarrow(slf)?.call_method0("to_batches")?;
        let batches = py.import("builtins")?.call_method1("map", (lists, batches))?;
        py.import("itertools")?.getattr("chain")?.call_method1("from_iterable", (batches,))
    }

    /// Is there a column of that name?
    fn __contains__(&self, name: &Bound<PyAny>) -> bool {
        name.extract::<String>().is_ok_and(|name| self.schema.column_with_name(&name).is_some())
    }

    /// A pyarrow Table, without a copy. Needs pyarrow.
    fn to_arrow<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        of_pyarrow(slf)
    }

    /// A pandas DataFrame as reading the Parquet file gives it: exact figures are `decimal.Decimal`, text is text; whole
    /// numbers are `Int64`. Needs pandas and pyarrow.
    fn to_pandas<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let (py, fields) = (slf.py(), slf.get().schema.fields().clone());
        // categories of two columns are not compared, nor looked into where some are empty
        let mut table = of_pyarrow(slf)?;
        for (place, field) in fields.iter().enumerate().filter(|(_, field)| is_dictionary(field)) {
            let text = table.call_method1("column", (place,))?.call_method1("cast", ("string",))?;
            table = table.call_method1("set_column", (place, field.name(), text))?;
        }
        // as numpy's integers a column with an empty cell would become floating point
        let kinds = PyDict::new(py);
        let whole = py.import("pandas")?.getattr("Int64Dtype")?.call0()?;
        kinds.set_item(py.import("pyarrow")?.getattr("int64")?.call0()?, whole)?;
        let how = PyDict::new(py);
        how.set_item("types_mapper", kinds.getattr("get")?)?;
        table.call_method("to_pandas", (), Some(&how))
    }

    /// A polars DataFrame as reading the Parquet file gives it: exact figures are `Decimal(38, 9)`, text is `String`. Needs
    /// polars.
    fn to_polars<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let polars = slf.py().import("polars")?;
        let text = PyDict::new(slf.py());
        text.set_item(polars.getattr("Categorical")?, polars.getattr("String")?)?;
        polars.getattr("DataFrame")?.call1((slf,))?.call_method1("cast", (text,))
    }

    /// What a notebook proposes inside of the brackets.
    fn _ipython_key_completions_(&self) -> Vec<&str> {
        self.column_names()
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

    /// Numbers of rows and columns.
    #[getter]
    fn shape(&self) -> (usize, usize) {
        (self.__len__(), self.schema.fields().len())
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

/// Is its text held as numbers of its values?
fn is_dictionary(field: &Field) -> bool {
    matches!(field.data_type(), DataType::Dictionary(..))
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
