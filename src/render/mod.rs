//! Findings for people and for the programs that show them: what failed, what does not add up, what could not be checked
//! or read. Each is one [`Note`]; [`report::Renderer`]s tell them.

pub mod diff;
pub mod explain;
pub mod html;
pub mod json;
pub mod junit;
mod lang;
pub mod note;
pub mod owed;
pub mod report;
pub mod sarif;
pub mod statistics;
mod summary;
mod tally;
pub mod text;
pub mod words;

pub use explain::{Topic, explain};
pub use lang::Lang;
pub use note::Note;
pub use report::{Renderer, Report};
pub use summary::Summary;

use crate::emit::wire::Document;
use text::{Paint, concise, one_line};

/// Mismatches of one file that are told one by one.
const TOLD: usize = 10;

/// The lines about a document that people should see: why it failed, what does not add up.
pub fn lines(document: &Document, lang: Lang) -> Vec<String> {
    let (errors, count) = note::errors(document, TOLD);
    let mut lines: Vec<_> =
        errors.iter().map(|note| concise(note, &Paint::default(), lang)).collect();
    if count > TOLD {
        let file = one_line(&document.source.file);
        let more = format!("and {} more; `checks` in its JSON holds them all", count - TOLD);
        lines.push(format!("{}: {file}: {}", lang.say("mismatch"), lang.say(&more)));
    }
    lines
}

/// What became of a document: status, amounts, what could not be read.
pub fn outcome(document: &Document, lang: Lang) -> String {
    let Document { source, status, tables, findings, .. } = document;
    let counts =
        format!("{} tables, {} facts, {} findings", tables.len(), document.facts(), findings.len());
    one_line(&format!("{}: {}: {}", lang.say(status.as_str()), source.file, lang.say(&counts)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit;
    use crate::emit::wire::Source;
    use crate::model::{
        self, At, Basis, Classification, Code, Ledger, LedgerTable, Side, Stated, StatedRow,
        Verdict,
    };

    const TABLE: &str = "basic_expenditure_economic";

    fn code() -> Code {
        Code { classification: Classification::Economic, digits: "302".into() }
    }

    fn off_by(residual: &str) -> model::Check {
        let decimal = |text: &str| Some(text.parse().unwrap());
        model::Check {
            rule: "W3",
            stated: Stated::Table {
                table: TABLE.into(),
                row: Some(StatedRow {
                    side: Side::None,
                    number: 9,
                    unit: String::new(),
                    code: Some(code()),
                    item: None,
                }),
                column: Some("total".into()),
                basis: Some(Basis::Current),
            },
            against: vec![],
            lhs: decimal("276500"),
            rhs: decimal("276600"),
            residual: decimal(residual),
            terms: Some(9),
            bound: decimal("50"),
            verdict: Verdict::Mismatch,
            reason: String::new(),
            at: Some(At::Page(12)),
            addends: vec![],
        }
    }

    fn document(checks: Vec<model::Check>) -> Document {
        let row = model::Row {
            number: 9,
            code: Some(code()),
            label: "商品和服务支出".into(),
            ..Default::default()
        };
        let table = LedgerTable { id: TABLE.into(), rows: vec![row], ..Default::default() };
        emit::document(
            Source::unread("某市/a.pdf"),
            Ledger { tables: vec![table], ..Ledger::default() },
            checks,
        )
    }

    #[test]
    fn a_mismatch_reads_like_a_note() {
        let note = "mismatch: 某市/a.pdf, page 12, basic_expenditure_economic, row 9 302 商品和服务支出, total: \
                    stated 276500.00, should be 276600.00, the sum of 9, off by -100.00, rounding allows 50.00 (W3)";
        assert_eq!(lines(&document(vec![off_by("-100")]), Lang::En), [note]);
    }

    #[test]
    fn a_rule_without_arithmetic_gives_its_reason() {
        let check = model::Check {
            rule: "D1",
            stated: Stated::table(TABLE),
            lhs: None,
            rhs: None,
            residual: None,
            terms: None,
            bound: None,
            at: None,
            reason: "the contents page announces 《支出总表》".into(),
            ..off_by("0")
        };
        let note = "mismatch: 某市/a.pdf, basic_expenditure_economic: the contents page announces 《支出总表》 (D1)";
        assert_eq!(lines(&document(vec![check]), Lang::En), [note]);
    }

    #[test]
    fn many_mismatches_are_counted() {
        let lines = lines(&document(vec![off_by("-100"); TOLD + 3]), Lang::En);
        assert_eq!(lines.len(), TOLD + 1);
        assert!(lines[TOLD].contains("and 3 more"));
    }

    #[test]
    fn a_failure_is_one_line_whatever_the_name() {
        let failed =
            Document::failed(Source::unread("a\n\u{1b}[2Jb.pdf"), "not a PDF: fetch it again");
        assert_eq!(
            lines(&failed, Lang::En),
            ["failed: a\\u{a}\\u{1b}[2Jb.pdf: not a PDF: fetch it again"]
        );
    }
}
