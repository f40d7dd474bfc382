//! The rows of one document in every sheet, as bytes: made where the document is, written to the tables where it is not.
//!
//! For each sheet in the order of [`SHEETS`]: its rows, each [`ROW`] and its values, then [`END`]. A value is a mark and what
//! the mark asks for; one that is as in the row above is the mark [`SAME`] alone, which most are.

use super::sheets::SHEETS;
use super::value::Value;
use super::wire::{Document, Exact};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::io::{self, Write};

const END: u8 = 0;
const ROW: u8 = 1;

const SAME: u8 = 0;
const EMPTY: u8 = 1;
const TEXT: u8 = 2;
const INTEGER: u8 = 3;
const DECIMAL: u8 = 4;
const POINTS: u8 = 5;

/// The rows of one document in every sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// The rows of the document.
    pub fn of(document: &Document) -> Packed {
        let mut bytes = vec![];
        let _ = Packed::write(document, u64::MAX, &mut bytes); // a vector takes all
        Packed(bytes)
    }

    /// Rows that [`Packed::write`] wrote; whether they make sense shows when they are read.
    pub fn from_bytes(bytes: Vec<u8>) -> Packed {
        Packed(bytes)
    }

    /// The rows as bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The rows as bytes, without what they are.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Writes the rows of the document. In the tables they may have `room` bytes: what is as in the row above is one byte
    /// here and whole there.
    ///
    /// # Errors
    /// Those of `to`, and rows longer than the room.
    pub fn write(document: &Document, mut room: u64, to: &mut impl Write) -> io::Result<()> {
        for sheet in &SHEETS {
            let mut above = vec![];
            for row in (sheet.rows)(document) {
                let length = row.iter().map(length).sum();
                let left = room.checked_sub(length);
                room = left.ok_or_else(|| io::Error::other("longer than the room"))?;
                to.write_all(&[ROW])?;
                for (at, value) in row.iter().enumerate() {
                    match above.get(at).is_some_and(|above| is_same(above, value)) {
                        true => to.write_all(&[SAME])?,
                        false => put(value, to)?,
                    }
                }
                above = row;
            }
            to.write_all(&[END])?;
        }
        Ok(())
    }

    /// Calls `each` with the position of the sheet in [`SHEETS`] and a row of it, row by row.
    ///
    /// # Errors
    /// Those of `each`, and bytes that are no rows.
    pub fn each(&self, mut each: impl FnMut(usize, &[Value]) -> io::Result<()>) -> io::Result<()> {
        let mut left = self.0.as_slice();
        if left.is_empty() {
            return Ok(());
        }
        for (position, sheet) in SHEETS.iter().enumerate() {
            let mut row = vec![Value::Empty; sheet.columns.len()];
            while take(&mut left, 1)? == [ROW] {
                for value in &mut row {
                    if let Some(new) = get(&mut left)? {
                        *value = new;
                    }
                }
                each(position, &row)?;
            }
        }
        Ok(())
    }
}

/// Are they written alike? 2.5 and 2.50 are the same figure and are not.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Decimal(one), Value::Decimal(other)) => {
            one.value().serialize() == other.value().serialize()
        }
        (Value::Points(one), Value::Points(other)) => one.to_bits() == other.to_bits(),
        _ => one == other,
    }
}

/// Bytes that a value has in a table, with what separates it from the next.
fn length(value: &Value) -> u64 {
    1 + match value {
        Value::Empty => 0,
        Value::Text(text) => text.len() as u64,
        Value::Integer(_) | Value::Points(_) => 8,
        Value::Decimal(_) => 16,
    }
}

fn put(value: &Value, to: &mut impl Write) -> io::Result<()> {
    match value {
        Value::Empty => to.write_all(&[EMPTY]),
        Value::Text(text) => {
            to.write_all(&[TEXT])?;
            to.write_all(&(text.len() as u64).to_le_bytes())?;
            to.write_all(text.as_bytes())
        }
        Value::Integer(number) => {
            to.write_all(&[INTEGER])?;
            to.write_all(&number.to_le_bytes())
        }
        Value::Decimal(figure) => {
            to.write_all(&[DECIMAL])?;
            to.write_all(&figure.value().serialize())
        }
        Value::Points(points) => {
            to.write_all(&[POINTS])?;
            to.write_all(&points.to_le_bytes())
        }
    }
}

/// The next value; `None` where it is as in the row above.
fn get<'a>(left: &mut &'a [u8]) -> io::Result<Option<Value<'a>>> {
    Ok(Some(match take(left, 1)?[0] {
        SAME => return Ok(None),
        EMPTY => Value::Empty,
        TEXT => {
            let length =
                usize::try_from(u64::from_le_bytes(array(left)?)).map_err(|_| damaged())?;
            let text = std::str::from_utf8(take(left, length)?).map_err(|_| damaged())?;
            Value::Text(Cow::Borrowed(text))
        }
        INTEGER => Value::Integer(u64::from_le_bytes(array(left)?)),
        DECIMAL => {
            let figure = Exact::printed(Decimal::deserialize(array(left)?));
            Value::Decimal(figure.ok_or_else(damaged)?)
        }
        POINTS => Value::Points(f64::from_le_bytes(array(left)?)),
        _ => return Err(damaged()),
    }))
}

fn take<'a>(left: &mut &'a [u8], count: usize) -> io::Result<&'a [u8]> {
    left.split_off(..count).ok_or_else(damaged)
}

fn array<const N: usize>(left: &mut &[u8]) -> io::Result<[u8; N]> {
    take(left, N)?.try_into().map_err(|_| damaged())
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "rows that make no sense")
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Check, Source, Status};
    use super::*;
    use crate::model::Verdict;

    fn exact(text: &str) -> Option<Exact> {
        Exact::printed(text.parse().unwrap())
    }

    /// Two checks that differ in little.
    fn document() -> Document {
        let check = |lhs: &str, reason: &str| Check {
            rule: "W3".into(),
            table: "other:某表".into(),
            side: String::new(),
            row: Some(7),
            row_unit: String::new(),
            code: "201".into(),
            item: String::new(),
            column: "total".into(),
            basis: "current".into(),
            against: vec![],
            lhs: exact(lhs),
            rhs: exact("-0.000000001"),
            residual: None,
            terms: Some(2),
            bound: exact("79228162514264337593543950335"),
            verdict: Verdict::Exact,
            reason: reason.into(),
            page: Some(3),
            corners: None,
            addends: vec![],
        };
        let failed = Document::failed(Source::of("a.pdf", b"x"), "why");
        let checks = vec![check("2.5", "one"), check("2.50", "one"), check("2.50", "another")];
        Document { status: Status::Ok, checks, ..failed }
    }

    #[test]
    fn rows_are_read_as_they_were_written() {
        let document = document();
        let mut left = SHEETS.iter().enumerate().flat_map(|(position, sheet)| {
            (sheet.rows)(&document).map(move |row| (position, format!("{row:?}")))
        });
        let packed = Packed::of(&document);
        let mut count = 0;
        packed
            .each(|position, row| {
                count += 1;
                assert_eq!(left.next(), Some((position, format!("{row:?}"))));
                Ok(())
            })
            .unwrap();
        assert_eq!((left.next(), count), (None, 1 + 3 + 3), "documents, checks, check_terms");
        Packed::default().each(|_, _| panic!("no rows")).unwrap();
    }

    #[test]
    fn what_repeats_has_room_in_the_tables_for_each_time() {
        let long = "the same ".repeat(1000);
        let mut document = document();
        document.checks.iter_mut().for_each(|check| check.reason = long.clone());
        let packed = |room| {
            let mut bytes = vec![];
            Packed::write(&document, room, &mut bytes).ok().map(|()| bytes.len())
        };
        assert!(packed(40_000).is_some_and(|bytes| bytes < 11_000), "{:?}", packed(40_000));
        assert_eq!(packed(3 * 9_000), None);
    }

    #[test]
    fn bytes_that_are_no_rows_are_an_error() {
        let whole = Packed::of(&document());
        for cut in 1..whole.as_bytes().len() {
            let torn = Packed::from_bytes(whole.as_bytes()[..cut].to_vec());
            assert!(torn.each(|_, _| Ok(())).is_err(), "cut at {cut}");
        }
        let long = [&[ROW, TEXT][..], &u64::MAX.to_le_bytes(), b"abc"].concat();
        for bytes in [vec![7], vec![ROW, 9], long, [&[ROW, DECIMAL][..], &[0xff; 16]].concat()] {
            assert!(Packed::from_bytes(bytes).each(|_, _| Ok(())).is_err());
        }
    }
}
