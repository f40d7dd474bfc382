//! Parquet: exact figures as DECIMAL(38, 9), which holds every [`Exact`](super::wire::Exact); whole numbers as INT64, text
//! dictionary-coded, points as DOUBLE; Snappy. Rows wait in memory for a row group of bounded size.

use super::file::{FileDigest, Replacement, about};
use super::sheets::{Kind, Sheet};
use super::value::{RowWriter, Value};
use crate::model::DECIMALS;
use parquet::basic::Compression;
use parquet::data_type::{
    ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A row group is written when it has this many rows …
const GROUP_ROWS: usize = 1 << 16;
/// … or this many bytes of text.
const GROUP_BYTES: usize = 16 << 20;

/// A Parquet file in the making.
pub struct Parquet {
    to: SerializedFileWriter<Replacement>,
    path: PathBuf,
    waiting: Vec<Column>,
    rows: usize,
    bytes: usize,
}

impl Parquet {
    /// Starts the file.
    pub fn create(path: &Path, sheet: &Sheet) -> io::Result<Parquet> {
        let failed = |error| explain(path, error);
        let settings = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("yusuan ", env!("CARGO_PKG_VERSION")).into());
        let schema = parse_message_type(&schema(sheet)).map_err(failed)?;
        let to = SerializedFileWriter::new(
            Replacement::create(path)?,
            Arc::new(schema),
            Arc::new(settings.build()),
        )
        .map_err(failed)?;
        let waiting = sheet.columns.iter().map(|c| Column::new(c.kind)).collect();
        Ok(Parquet { to, path: path.to_owned(), waiting, rows: 0, bytes: 0 })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.rows > 0 {
            let mut group = self.to.next_row_group()?;
            for column in &mut self.waiting {
                if let Some(to) = group.next_column()? {
                    column.write(to)?;
                }
            }
            group.close()?;
            (self.rows, self.bytes) = (0, 0);
        }
        Ok(())
    }
}

impl RowWriter for Parquet {
    fn row(&mut self, row: &[Value]) -> io::Result<()> {
        for (column, value) in self.waiting.iter_mut().zip(row) {
            self.bytes += column.add(value)?;
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            return self.write_group().map_err(|error| explain(&self.path, error));
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<FileDigest> {
        self.write_group().map_err(|error| explain(&self.path, error))?;
        let Parquet { to, path, .. } = *self;
        to.into_inner().map_err(|error| explain(&path, error))?.commit()
    }
}

fn explain(path: &Path, error: ParquetError) -> io::Error {
    about(path, io::Error::other(error))
}

/// The sheet in the words of Parquet's own schema language.
fn schema(sheet: &Sheet) -> String {
    let field = |(name, kind)| match kind {
        Kind::Text => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
        Kind::Integer => format!("OPTIONAL INT64 {name};"),
        Kind::Decimal => {
            format!("OPTIONAL FIXED_LEN_BYTE_ARRAY (16) {name} (DECIMAL (38, {DECIMALS}));")
        }
        Kind::Points => format!("OPTIONAL DOUBLE {name};"),
    };
    let fields: Vec<_> = sheet.columns.iter().map(|c| field((c.name, c.kind))).collect();
    format!("message {} {{ {} }}", sheet.name, fields.join(" "))
}

/// A column's values that wait for their row group, and for each row 1 if it has one, 0 if not.
struct Column {
    values: Values,
    present: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Decimal(Vec<FixedLenByteArray>),
    Points(Vec<f64>),
}

impl Column {
    fn new(kind: Kind) -> Column {
        let values = match kind {
            Kind::Text => Values::Text(vec![]),
            Kind::Integer => Values::Integer(vec![]),
            Kind::Decimal => Values::Decimal(vec![]),
            Kind::Points => Values::Points(vec![]),
        };
        Column { values, present: vec![] }
    }

    /// Adds a value; gives the bytes of text that this takes.
    fn add(&mut self, value: &Value) -> io::Result<usize> {
        let mut bytes = 0;
        match (&mut self.values, value) {
            (_, Value::Empty) => {}
            // most columns say the same thing many times over
            (Values::Text(values), Value::Text(text)) => match values.last() {
                Some(last) if last.data() == text.as_bytes() => values.push(last.clone()),
                _ => {
                    bytes = text.len();
                    values.push(ByteArray::from(text.as_bytes().to_vec()));
                }
            },
            (Values::Integer(values), Value::Integer(number)) => {
                values.push(i64::try_from(*number).map_err(io::Error::other)?)
            }
            (Values::Decimal(values), Value::Decimal(figure)) => {
                values.push(ByteArray::from(figure.unscaled().to_be_bytes().to_vec()).into());
            }
            (Values::Points(values), Value::Points(points)) => values.push(*points),
            (_, value) => {
                return Err(io::Error::other(format!("{value:?} is not of its column's kind")));
            }
        }
        self.present.push(i16::from(*value != Value::Empty));
        Ok(bytes)
    }

    /// Writes the values and forgets them.
    fn write(&mut self, mut to: SerializedColumnWriter) -> Result<(), ParquetError> {
        let present = Some(self.present.as_slice());
        match &mut self.values {
            Values::Text(values) => to
                .typed::<ByteArrayType>()
                .write_batch(values, present, None)
                .map(|_| values.clear()),
            Values::Integer(values) => {
                to.typed::<Int64Type>().write_batch(values, present, None).map(|_| values.clear())
            }
            Values::Decimal(values) => to
                .typed::<FixedLenByteArrayType>()
                .write_batch(values, present, None)
                .map(|_| values.clear()),
            Values::Points(values) => {
                to.typed::<DoubleType>().write_batch(values, present, None).map(|_| values.clear())
            }
        }?;
        self.present.clear();
        to.close()
    }
}
