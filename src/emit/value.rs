//! The typed values that rows are made of, and what writes them: all that a tabular format knows.

use super::file::FileDigest;
use super::wire::Exact;
use std::borrow::Cow;
use std::io;

/// One value of a row, of its column's kind or empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing: unknown, or not applicable.
    Empty,
    /// Text that is not empty.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(u64),
    /// An exact decimal.
    Decimal(Exact),
    /// A coordinate.
    Points(f64),
}

/// The rows of one document in one sheet.
pub type Rows<'a> = Box<dyn Iterator<Item = Vec<Value<'a>>> + 'a>;

/// A tabular file in the making; it holds a bounded buffer, however many rows it gets.
pub trait RowWriter: Send {
    /// Adds a row of the sheet.
    fn row(&mut self, row: &[Value]) -> io::Result<()>;
    /// Puts the whole file in its place; without this there is none.
    fn finish(self: Box<Self>) -> io::Result<FileDigest>;
}

pub(super) fn text<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    let text = text.into();
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

pub(super) fn maybe_text(value: Option<&str>) -> Value<'_> {
    value.map_or(Value::Empty, text)
}

pub(super) fn int<'a>(number: impl Into<u64>) -> Value<'a> {
    Value::Integer(number.into())
}

pub(super) fn maybe_int<'a>(number: Option<impl Into<u64>>) -> Value<'a> {
    number.map_or(Value::Empty, int)
}

pub(super) fn maybe_decimal<'a>(figure: Option<Exact>) -> Value<'a> {
    figure.map_or(Value::Empty, Value::Decimal)
}
