//! Findings for people: what failed and what does not add up, each as one line that reads like an accountant's note.

mod summary;

pub use summary::Summary;

use crate::emit::wire::{Check, Document, Row};
use crate::model::Verdict;

/// Mismatches of one file that are told one by one.
const TOLD: usize = 10;

/// The lines about a document that people should see: why it failed, what does not add up.
pub fn lines(document: &Document) -> Vec<String> {
    let file = &document.source.file;
    let mut lines: Vec<_> = document.error.iter().map(|error| format!("failed: {file}: {error}")).collect();
    let mismatches: Vec<_> = document.checks.iter().filter(|c| c.verdict == Verdict::Mismatch).collect();
    lines.extend(mismatches.iter().take(TOLD).map(|check| mismatch(document, check)));
    if mismatches.len() > TOLD {
        lines.push(format!("mismatch: {file}: and {} more; `checks` in its JSON holds them all", mismatches.len() - TOLD));
    }
    lines.into_iter().map(|line| one_line(&line)).collect()
}

/// A mismatch: where, stated, computed, difference, allowed.
fn mismatch(document: &Document, check: &Check) -> String {
    let mut place = vec![document.source.file.clone()];
    place.extend(check.page.map(|page| format!("page {page}")));
    place.push(check.table.clone());
    place.extend(row_name(document, check));
    place.extend([&check.column, &check.basis].into_iter().filter(|part| !part.is_empty() && *part != "current").cloned());
    let against = if check.against.is_empty() { String::new() } else { format!(" of {}", check.against.join(", ")) };
    let what = match (&check.lhs, &check.rhs, &check.residual) {
        (Some(lhs), Some(rhs), Some(residual)) => {
            let sum = check.terms.filter(|n| *n > 1).map(|n| format!(", the sum of {n}")).unwrap_or_default();
            let bound = check.bound.map(|bound| format!(", rounding allows {bound}")).unwrap_or_default();
            format!("stated {lhs}, should be {rhs}{sum}{against}, off by {residual}{bound}")
        }
        _ => format!("does not hold{against}"),
    };
    let reason = if check.reason.is_empty() { String::new() } else { format!("; {}", check.reason) };
    format!("mismatch: {}: {what} ({}){reason}", place.join(", "), check.rule)
}

/// The row as its table prints it: number, code or name.
fn row_name(document: &Document, check: &Check) -> Option<String> {
    let number = check.row?;
    let is_it = |row: &&Row| row.row == number && row.side.as_str() == check.side;
    let tables = document.tables.iter().filter(|t| t.id == check.table);
    let row = tables.flat_map(|t| &t.rows).find(|row| is_it(row) && row.code == check.code);
    let name = row.map(|row| row.label.as_str()).unwrap_or_default();
    let words = ["row", &number.to_string(), &check.side, &check.code, name].map(str::to_owned);
    Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The text on one line, without characters that could steer a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit;
    use crate::emit::wire::Source;
    use crate::model::{self, Ledger, LedgerTable};

    fn off_by(residual: &str) -> model::Check {
        let decimal = |text: &str| Some(text.parse().unwrap());
        model::Check {
            rule: "W3",
            table: "basic_expenditure_economic".into(),
            side: String::new(),
            row: Some(9),
            row_unit: String::new(),
            code: "302".into(),
            item: String::new(),
            column: "total".into(),
            basis: "current".into(),
            against: String::new(),
            lhs: decimal("276500"),
            rhs: decimal("276600"),
            residual: decimal(residual),
            terms: Some(9),
            bound: decimal("50"),
            verdict: Verdict::Mismatch,
            reason: String::new(),
            page: Some(12),
            rect: None,
        }
    }

    fn document(checks: Vec<model::Check>) -> Document {
        let code = model::Code { classification: model::Classification::Economic, digits: "302".into() };
        let row = model::Row { number: 9, code: Some(code), label: "商品和服务支出".into(), ..Default::default() };
        let table = LedgerTable { id: "basic_expenditure_economic".into(), rows: vec![row], ..Default::default() };
        emit::document(Source::unread("某市/a.pdf"), Ledger { tables: vec![table], ..Ledger::default() }, checks)
    }

    #[test]
    fn a_mismatch_reads_like_a_note() {
        let note = "mismatch: 某市/a.pdf, page 12, basic_expenditure_economic, row 9 302 商品和服务支出, total: \
                    stated 276500.00, should be 276600.00, the sum of 9, off by -100.00, rounding allows 50.00 (W3)";
        assert_eq!(lines(&document(vec![off_by("-100")])), [note]);
    }

    #[test]
    fn a_rule_without_arithmetic_gives_its_reason() {
        let check = model::Check {
            rule: "D1",
            row: None,
            lhs: None,
            rhs: None,
            residual: None,
            terms: None,
            bound: None,
            page: None,
            column: String::new(),
            basis: String::new(),
            reason: "the contents page announces 《支出总表》".into(),
            ..off_by("0")
        };
        let note = "mismatch: 某市/a.pdf, basic_expenditure_economic: does not hold (D1); the contents page announces 《支出总表》";
        assert_eq!(lines(&document(vec![check])), [note]);
    }

    #[test]
    fn many_mismatches_are_counted() {
        let lines = lines(&document(vec![off_by("-100"); TOLD + 3]));
        assert_eq!(lines.len(), TOLD + 1);
        assert!(lines[TOLD].contains("and 3 more"));
    }

    #[test]
    fn a_failure_is_one_line_whatever_the_name() {
        let failed = Document::failed(Source::unread("a\n\u{1b}[2Jb.pdf"), "not a PDF: fetch it again");
        assert_eq!(lines(&failed), ["failed: a  [2Jb.pdf: not a PDF: fetch it again"]);
    }
}
