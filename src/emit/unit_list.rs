//! What the user knows of public bodies and documents do not print: a CSV file with a line for each (`--units FILE`).
//!
//! Its header names the columns, in English or Chinese, in any order; `unit_name` (单位名称) or `unit_code` (单位代码) must be
//! there. Fields are separated by commas, tabs or semicolons; the text is UTF-8 or GBK. A head that is nearly one of these is
//! taken for a slip and refused; other columns are the user's own. Nothing is looked up elsewhere.

use super::file::about;
use crate::catalog::divisions::unit_id;
use crate::catalog::near::nearest;
use crate::model::squeeze;
use encoding_rs::{Encoding, GB18030, UTF_8};
use hashbrown::HashMap;
use std::borrow::Cow;
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
    /// Heads of columns that mean nothing here.
    left_out: Vec<String>,
}

/// The text of the file: UTF-8, what its mark says, or GBK, in which Excel in Chinese saves.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err("a workbook, no list of units: save its sheet as CSV");
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    match encoding.decode(bytes) {
        (text, _, false) => Ok(text),
        _ => Err("neither UTF-8 nor GBK: save it as CSV in UTF-8"),
    }
}

/// A head that no column has, and the name that it may be a slip of.
fn slip(head: &str) -> Option<(String, &'static str)> {
    let names = || {
        COLUMNS.iter().flat_map(|(name, others)| [*name].into_iter().chain(others.iter().copied()))
    };
    if names().any(|name| name == head) {
        return None;
    }
    nearest(head, names()).map(|near| (head.to_owned(), near))
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
        let text = text_of(bytes).map_err(io::Error::other)?;
        let first = text.lines().next().unwrap_or_default();
        let delimiter = *b",\t;"
            .iter()
            .max_by_key(|d| (first.matches(char::from(**d)).count(), **d == b','))
            .unwrap_or(&b',');
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let wrong = |e: csv::Error| io::Error::other(format!("no list of units: {e}"));
        let head = reader.headers().map_err(wrong)?.clone();
        let place = |(name, others): (&str, &[&str])| {
            head.iter().position(|head| head == name || others.contains(&head))
        };
        let places = COLUMNS.map(place);
        if let Some((slip, near)) = head.iter().find_map(slip) {
            return Err(io::Error::other(format!(
                "no column of a list of units is called `{slip}`: did you mean `{near}`?"
            )));
        }
        if places[0].is_none() && places[1].is_none() {
            return Err(io::Error::other(
                "no list of units: its first line names no column unit_name (单位名称) or unit_code (单位代码)",
            ));
        }
        let own =
            (0..).zip(&head).filter(|(at, name)| !name.is_empty() && !places.contains(&Some(*at)));
        let mut list = UnitList {
            left_out: own.map(|(_, name)| name.to_owned()).collect(),
            ..UnitList::default()
        };
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

    /// Columns of the file that the program knows nothing of, as its head names them.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
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
        let told = |bytes: &[u8]| UnitList::parse(bytes).unwrap_err().to_string();
        assert_eq!(told(b"unit_name\n\xff\n"), "neither UTF-8 nor GBK: save it as CSV in UTF-8");
        assert!(told(b"PK\x03\x04 and more").starts_with("a workbook"));
    }

    #[test]
    fn a_slip_in_a_head_is_told_and_a_column_of_the_users_own_is_not_one() {
        let told = |head: &str| {
            UnitList::parse(format!("{head}\n1,2\n").as_bytes()).map(|list| list.left_out)
        };
        for (head, slip, near) in [
            ("unit_name,parnt", "parnt", "parent"),
            ("单位名,网址", "单位名", "单位名称"),
            ("code,Publication_Date", "Publication_Date", "publication_date"),
        ] {
            let want =
                format!("no column of a list of units is called `{slip}`: did you mean `{near}`?");
            assert_eq!(told(head).unwrap_err().to_string(), want);
        }
        assert_eq!(told("unit_name,备注").unwrap(), ["备注"]);
        assert!(told("unit_name,url").unwrap().is_empty());
    }

    #[test]
    fn lists_that_excel_saves_are_read() {
        let text = "单位名称\t主管部门\n某中心\t某局\n";
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let gbk = GB18030.encode(&text.replace('\t', ",")).0.into_owned();
        for bytes in [utf16, gbk, text.replace('\t', ";").into_bytes()] {
            assert_eq!(UnitList::parse(&bytes).unwrap().of(":某中心", "").unwrap().parent, "某局");
        }
    }
}
