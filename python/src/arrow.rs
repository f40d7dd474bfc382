//! Sheets as Arrow: the types of the Parquet output (exact figures as decimal128(38, 9), whole numbers as int64, text
//! dictionary-coded, points as float64).

use crate::table::Table;
use arrow_array::builder::{
    Decimal128Builder, Float64Builder, Int64Builder, StringBuilder, StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use std::sync::Arc;
use yusuan::emit::{Kind, Sheet, Value};
use yusuan::model::DECIMALS;

/// A batch ends when it has this many rows …
const BATCH_ROWS: usize = 1 << 16;
/// … or this many bytes of text.
const BATCH_BYTES: usize = 16 << 20;

/// How text is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Each value once, and its number in each row.
    Dictionary,
    /// As it is: for engines that do not take dictionaries inside lists.
    Plain,
}

/// A table in the making.
pub struct Builder {
    sheet: &'static Sheet,
    columns: Columns,
    bytes: usize,
    batches: Vec<RecordBatch>,
}

impl Builder {
    /// An empty table.
    pub fn new(sheet: &'static Sheet) -> Builder {
        Builder { sheet, columns: Columns::new(sheet, Text::Dictionary), bytes: 0, batches: vec![] }
    }

    /// The sheet that it is of.
    pub fn sheet(&self) -> &'static Sheet {
        self.sheet
    }

    /// Adds a row.
    pub fn row(&mut self, row: &[Value]) -> Result<(), ArrowError> {
        self.bytes += self.columns.row(row)?;
        if self.columns.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.end_batch()?;
        }
        Ok(())
    }

    fn end_batch(&mut self) -> Result<(), ArrowError> {
        let columns =
            std::mem::replace(&mut self.columns, Columns::new(self.sheet, Text::Dictionary));
        self.batches.push(RecordBatch::try_new(schema(self.sheet), columns.finish())?);
        self.bytes = 0;
        Ok(())
    }

    /// The whole table.
    pub fn finish(mut self) -> Result<Table, ArrowError> {
        if self.columns.rows > 0 {
            self.end_batch()?;
        }
        Ok(Table::new(self.sheet.name, schema(self.sheet), self.batches))
    }
}

fn schema(sheet: &Sheet) -> SchemaRef {
    Arc::new(Schema::new(fields(sheet, Text::Dictionary)))
}

/// The sheet's columns.
pub fn fields(sheet: &Sheet, text: Text) -> Fields {
    let kind = |kind| match kind {
        Kind::Text if text == Text::Plain => DataType::Utf8,
        Kind::Text => DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into()),
        Kind::Integer => DataType::Int64,
        Kind::Decimal => DataType::Decimal128(38, DECIMALS as i8),
        Kind::Points => DataType::Float64,
    };
    sheet.columns.iter().map(|column| Field::new(column.name, kind(column.kind), true)).collect()
}

/// The columns of a sheet in the making.
pub struct Columns {
    columns: Vec<Column>,
    /// Rows so far.
    pub rows: usize,
}

enum Column {
    Dictionary(StringDictionaryBuilder<Int32Type>),
    Plain(StringBuilder),
    Integer(Int64Builder),
    Decimal(Decimal128Builder),
    Points(Float64Builder),
}

impl Columns {
    /// Empty columns.
    pub fn new(sheet: &Sheet, text: Text) -> Columns {
        let column = |kind| match kind {
            Kind::Text if text == Text::Plain => Column::Plain(StringBuilder::new()),
            Kind::Text => Column::Dictionary(StringDictionaryBuilder::new()),
            Kind::Integer => Column::Integer(Int64Builder::new()),
            Kind::Decimal => Column::Decimal(
                Decimal128Builder::new().with_data_type(DataType::Decimal128(38, DECIMALS as i8)),
            ),
            Kind::Points => Column::Points(Float64Builder::new()),
        };
        Columns { columns: sheet.columns.iter().map(|c| column(c.kind)).collect(), rows: 0 }
    }

    /// Adds a row; gives the bytes of text in it.
    pub fn row(&mut self, row: &[Value]) -> Result<usize, ArrowError> {
        let mut bytes = 0;
        for (column, value) in self.columns.iter_mut().zip(row) {
            bytes += column.add(value)?;
        }
        self.rows += 1;
        Ok(bytes)
    }

    /// The columns as they stand.
    pub fn finish(self) -> Vec<ArrayRef> {
        self.columns.into_iter().map(Column::finish).collect()
    }
}

impl Column {
    fn add(&mut self, value: &Value) -> Result<usize, ArrowError> {
        match (self, value) {
            (Column::Dictionary(to), Value::Text(text)) => {
                to.append(text)?;
                return Ok(text.len());
            }
            (Column::Plain(to), Value::Text(text)) => {
                to.append_value(text);
                return Ok(text.len());
            }
            (Column::Integer(to), Value::Integer(number)) => {
                to.append_value(
                    i64::try_from(*number).map_err(|e| ArrowError::ExternalError(e.into()))?,
                );
            }
            (Column::Decimal(to), Value::Decimal(figure)) => to.append_value(figure.unscaled()),
            (Column::Points(to), Value::Points(points)) => to.append_value(*points),
            (Column::Dictionary(to), Value::Empty) => to.append_null(),
            (Column::Plain(to), Value::Empty) => to.append_null(),
            (Column::Integer(to), Value::Empty) => to.append_null(),
            (Column::Decimal(to), Value::Empty) => to.append_null(),
            (Column::Points(to), Value::Empty) => to.append_null(),
            (_, value) => {
                return Err(ArrowError::InvalidArgumentError(format!(
                    "{value:?} is not of its column's kind"
                )));
            }
        }
        Ok(0)
    }

    fn finish(self) -> ArrayRef {
        match self {
            Column::Dictionary(mut column) => Arc::new(column.finish()),
            Column::Plain(mut column) => Arc::new(column.finish()),
            Column::Integer(mut column) => Arc::new(column.finish()),
            Column::Decimal(mut column) => Arc::new(column.finish()),
            Column::Points(mut column) => Arc::new(column.finish()),
        }
    }
}
