//! Parts of a code in columns of their own (类 | 款 | 项) → complete subject codes (科目编码).

use crate::lex::digits_to_code;
use crate::model::{Code, squeeze};

/// How a row comes by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeFrom {
    /// It is printed whole.
    Whole,
    /// It stands before its name in one cell.
    Name,
    /// Its parts stand in columns of their own.
    Columns,
    /// The same, but for those that the row above prints.
    Above,
    /// The part alone is printed, below its class.
    Class,
}

impl CodeFrom {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            CodeFrom::Whole => "its code is printed whole",
            CodeFrom::Name => "its code stands before its name",
            CodeFrom::Columns => "the parts of its code stand in columns of their own",
            CodeFrom::Above => "the row above prints the rest of its code",
            CodeFrom::Class => "a part of a code below its class",
        }
    }
}

/// The parts of a code in separate columns (类 | 款 | 项), with what stood in them above where a part is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    above: Vec<String>,
    /// The row above printed a bare part as its 款, in a column of its own.
    bare: bool,
}

impl Parts {
    /// The complete code of one row's parts; `None` if they print none. Remembers them for the rows below.
    pub fn complete(&mut self, parts: &[String]) -> Option<(Code, CodeFrom)> {
        let mut parts: Vec<String> = parts.iter().map(|p| squeeze(p)).collect();
        // A complete code standing in one of several columns is what it is, the longest of several (201 | 20106 | 2010601).
        let whole = parts.iter().rev().filter(|p| p.len() >= 5).max_by_key(|p| p.len());
        if let Some(whole) = whole.or_else(|| (parts.len() == 1).then(|| &parts[0])) {
            let bare = parts.len() == 1 && whole.len() <= 2;
            let (code, from) = if bare {
                (self.below(whole)?, CodeFrom::Class)
            } else {
                (digits_to_code(whole)?, CodeFrom::Whole)
            };
            self.remember(&code);
            self.bare = bare && code.level() == 2;
            return Some((code, from));
        }
        let last = parts.iter().rposition(|p| !p.is_empty())?;
        if parts.iter().any(|p| !p.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let from = if parts[..last].iter().any(String::is_empty) {
            CodeFrom::Above
        } else {
            CodeFrom::Columns
        };
        // One column may hold 类 or a part; a part printed alone takes what stood above it.
        for (i, part) in parts.iter_mut().enumerate().take(last).filter(|(_, p)| p.is_empty()) {
            *part = self.above.get(i)?.clone();
        }
        let mut digits = parts[0].clone();
        for p in &parts[1..=last] {
            // 301 | 2 is 30102: a part printed without its leading zero.
            digits.push_str(&format!("{p:0>2}"));
        }
        let code = digits_to_code(&digits)?;
        self.remember(&code);
        Some((code, from))
    }

    /// The code of a part printed alone in the only column of codes: 05 below 208 or 2080299 is 20805, and 01 below that
    /// 05 is 2080501. Economic classes have no 项.
    fn below(&self, part: &str) -> Option<Code> {
        let class = self.above.first()?;
        let parent = match (&self.above[..], self.bare && class.starts_with('2')) {
            ([class, kind], true) => format!("{class}{kind}"),
            _ => class.clone(),
        };
        digits_to_code(&format!("{parent}{part:0>2}")).filter(|_| !part.is_empty())
    }

    fn remember(&mut self, code: &Code) {
        let d = &code.digits;
        self.above = vec![d[..3].to_string()];
        for i in (3..d.len()).step_by(2) {
            self.above.push(d[i..i + 2].to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(parts: &mut Parts, cells: &[&str]) -> String {
        parts
            .complete(&cells.iter().map(|s| s.to_string()).collect::<Vec<_>>())
            .map_or("-".into(), |(code, _)| code.digits)
    }

    #[test]
    fn parts_are_joined_filled_or_sparse() {
        let mut p = Parts::default();
        assert_eq!(row(&mut p, &["208", "05", "05"]), "2080505");
        assert_eq!(row(&mut p, &["", "", "06"]), "2080506");
        assert_eq!(row(&mut p, &["", "11", ""]), "20811");
        assert_eq!(row(&mut p, &["301", "2"]), "30102");
        assert_eq!(row(&mut p, &["221", "", ""]), "221");
        assert_eq!(row(&mut p, &["", "", ""]), "-");
        assert_eq!(row(&mut p, &["2210201"]), "2210201");
        assert_eq!(row(&mut Parts::default(), &["05"]), "-");
    }

    #[test]
    fn where_a_code_comes_from_is_told() {
        let mut p = Parts::default();
        let rows: [&[&str]; 4] = [&["208", "05", "05"], &["", "", "06"], &["2080507"], &["08"]];
        let from = rows.map(|row| {
            let row: Vec<String> = row.iter().map(|s| s.to_string()).collect();
            p.complete(&row).unwrap().1
        });
        let want = [CodeFrom::Columns, CodeFrom::Above, CodeFrom::Whole, CodeFrom::Class];
        assert_eq!(from, want);
    }

    #[test]
    fn parts_alone_in_one_column_stand_below_the_class() {
        let mut p = Parts::default();
        let column = ["208", "05", "2080505", "2080506", "99", "2089901", "210", "11", "01"];
        let codes = column.map(|c| row(&mut p, &[c]));
        assert_eq!(
            codes,
            ["208", "20805", "2080505", "2080506", "20899", "2089901", "210", "21011", "2101101"]
        );
    }
}
