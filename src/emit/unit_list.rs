//! What the user knows of public bodies and documents do not print: a CSV file with a line for each (`--units FILE`).
//!
//! Its header names the columns, in English or Chinese, in any order; `unit_name` (单位名称) or `unit_code` (单位代码) must be
//! there. Nothing is looked up elsewhere.

use super::file::about;
use crate::catalog::divisions::unit_id;
use crate::model::squeeze;
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// The columns, each with the names that it may have.
const COLUMNS: [(&str, &[&str]); 7] = [
    ("unit_name", &["name", "单位名称", "名称", "单位"]),
    ("unit_code", &["code", "单位代码", "单位编码", "代码"]),
    ("parent", &["parent_name", "主管部门", "上级", "上级单位"]),
    ("division_code", &["division", "行政区划代码", "行政区划", "区划代码"]),
    ("credit_code", &["统一社会信用代码", "信用代码"]),
    ("source_url", &["url", "网址", "来源", "来源网址"]),
    ("publication_date", &["date", "公开日期", "发布日期"]),
];

/// What a line says of a body; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Listed {
    pub name: String,
    pub code: String,
    /// Name or code of the body above it.
    pub parent: String,
    pub division: String,
    pub credit_code: String,
    pub source_url: String,
    pub publication_date: String,
}

/// The user's list.
#[derive(Debug, Clone, Default)]
pub struct UnitList {
    lines: Vec<Listed>,
    /// By the id that the name gives.
    by_id: HashMap<String, usize>,
    by_code: HashMap<String, usize>,
}

impl UnitList {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, is no CSV, or has neither a column of names nor one of codes.
    pub fn read(path: &Path) -> io::Result<UnitList> {
        let bytes = std::fs::read(path).map_err(|e| about(path, e))?;
        UnitList::parse(&bytes).map_err(|e| about(path, e))
    }

    fn parse(bytes: &[u8]) -> io::Result<UnitList> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
        let wrong = |e: csv::Error| io::Error::other(format!("no list of units: {e}"));
        let head = reader.headers().map_err(wrong)?.clone();
        let place = |(name, others): (&str, &[&str])| {
            head.iter().position(|head| head == name || others.contains(&head))
        };
        let places = COLUMNS.map(place);
        if places[0].is_none() && places[1].is_none() {
            return Err(io::Error::other(
                "no list of units: its first line names no column unit_name (单位名称) or unit_code (单位代码)",
            ));
        }
        let mut list = UnitList::default();
        for record in reader.records() {
            let record = record.map_err(wrong)?;
            let field = |column: usize| {
                places[column].and_then(|at| record.get(at)).unwrap_or_default().to_owned()
            };
            list.add(Listed {
                name: squeeze(&field(0)),
                code: field(1),
                parent: squeeze(&field(2)),
                division: field(3),
                credit_code: field(4),
                source_url: field(5),
                publication_date: field(6),
            });
        }
        Ok(list)
    }

    /// The first line about a body counts.
    fn add(&mut self, line: Listed) {
        let at = self.lines.len();
        if let Some(id) = unit_id(&line.name, None) {
            self.by_id.entry(id).or_insert(at);
        }
        if !line.code.is_empty() {
            self.by_code.entry(line.code.clone()).or_insert(at);
        }
        self.lines.push(line);
    }

    /// What it says of the body with that id, or of the one with that code where no line has its name: codes of two cities
    /// may be the same, so a line that names another body is not of this one.
    pub(super) fn of(&self, id: &str, code: &str) -> Option<&Listed> {
        let by_code = || {
            let line = self.by_code.get(code).filter(|_| !code.is_empty())?;
            Some(&self.lines[*line]).filter(|line| line.name.is_empty())
        };
        self.by_id.get(id).map(|line| &self.lines[*line]).or_else(by_code)
    }

    /// The id of the body that a line calls by name or code.
    pub(super) fn id(&self, called: &str) -> Option<String> {
        let by_code = self.by_code.get(called).map(|line| self.lines[*line].name.as_str());
        unit_id(by_code.unwrap_or(called), None)
    }

    /// Every body that it names, by id, once.
    pub(super) fn named(&self) -> impl Iterator<Item = (&str, &Listed)> {
        self.by_id.iter().map(|(id, line)| (id.as_str(), &self.lines[*line]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_names_in_any_order() {
        let list = "\u{feff}主管部门,单位名称,单位代码,发布日期\n某局,某局（本级）,007001,2026-02-01\n,某 局,007,\n";
        let list = UnitList::parse(list.as_bytes()).unwrap();
        let line = list.of(":某局", "").unwrap();
        assert_eq!((line.code.as_str(), line.publication_date.as_str()), ("007001", "2026-02-01"));
        assert_eq!(list.id("007001"), Some(":某局".into()));
        assert_eq!(list.named().count(), 1, "the first line counts");
        assert_eq!(list.of(":别局", "007001"), None, "the code's line names another body");
        let codes = UnitList::parse("code,parent\n007,008\n".as_bytes()).unwrap();
        assert_eq!(codes.of(":某局", "007").unwrap().parent, "008");
    }

    #[test]
    fn a_list_without_names_and_codes_is_refused() {
        for text in ["", "a,b\n1,2\n"] {
            let told = UnitList::parse(text.as_bytes()).unwrap_err().to_string();
            assert!(told.contains("unit_name (单位名称)"), "{told}");
        }
        assert!(UnitList::parse(b"unit_name\n\xff\n").is_err());
    }
}
