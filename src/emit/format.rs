//! The forms that a table can have, by name.

use super::sheets::Sheet;

/// A tabular form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, UTF-8.
    Csv,
    /// The same after a byte-order mark, without which Excel takes UTF-8 for something else.
    CsvWithMark,
    /// JSON Lines: an object a row.
    Jsonl,
    /// Apache Parquet, amounts as DECIMAL.
    Parquet,
    /// Office Open XML workbooks.
    Xlsx,
}

impl Format {
    /// The forms by name.
    pub const ALL: [Format; 4] = [Format::Csv, Format::Jsonl, Format::Parquet, Format::Xlsx];

    /// Name of the form and ending of its files.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Csv | Format::CsvWithMark => "csv",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
            Format::Xlsx => "xlsx",
        }
    }

    /// Media type of its files.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Format::Csv | Format::CsvWithMark => "text/csv",
            Format::Jsonl => "application/jsonl",
            Format::Parquet => "application/vnd.apache.parquet",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// `facts.csv`.
    pub(super) fn file_name(self, sheet: &Sheet) -> String {
        format!("{}.{}", sheet.name, self.as_str())
    }
}
