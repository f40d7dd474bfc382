//! A document in brief: what people are told of it at once, and what a run counts. It is made where the document is, and
//! small enough to be handed on where the document itself is not needed.

use super::text::{Paint, concise, one_line};
use super::{Lang, Note, Summary, note};
use crate::emit::Disclosed;
use crate::emit::wire::{Document, Source, Status};
use crate::model::{Failure, Severity};
use serde::{Deserialize, Serialize};

/// Mismatches of one file that are told one by one.
const TOLD: usize = 10;

/// What is told and counted of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// Its file.
    pub source: Source,
    /// How its conversion went.
    pub status: Status,
    /// The kind of its error.
    pub failure: Option<Failure>,
    /// What it adds to the counts of a run.
    pub counts: Summary,
    /// What it says of public bodies.
    pub body: Disclosed,
    tables: usize,
    findings: usize,
    /// Findings that are more than notes.
    doubtful: usize,
    /// The first of the notes that people should see, and how many there are.
    errors: (Vec<Note>, usize),
}

impl Brief {
    /// Of this document.
    pub fn of(document: &Document) -> Brief {
        let mut counts = Summary::default();
        counts.add(document);
        Brief {
            source: document.source.clone(),
            status: document.status,
            failure: document.failure,
            counts,
            body: Disclosed::of(document),
            tables: document.tables.len(),
            findings: document.findings.len(),
            doubtful: document.findings.iter().filter(|f| f.severity != Severity::Note).count(),
            errors: note::errors(document, TOLD),
        }
    }

    /// The one line about a document in which something is wrong or could not be read; none about others.
    pub fn line(&self, lang: Lang) -> Option<String> {
        let Brief { counts, doubtful, .. } = self;
        let word = match self.status {
            Status::Failed => return self.lines(lang).into_iter().next(),
            _ if counts.mismatch > 0 => "mismatch",
            Status::Partial => "partial",
            _ => return None,
        };
        let (mismatches, open) = (counts.mismatch, counts.not_checked);
        let counts = [
            counted(mismatches, "1 mismatch", "mismatches"),
            format!("{open} not checked"),
            counted(*doubtful, "1 finding", "findings"),
        ];
        let file = one_line(&self.source.file);
        Some(format!("{}: {file}: {}", lang.say(word), listed(&counts, lang)))
    }

    /// The lines about the document that people should see: why it failed, what does not add up.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let (errors, count) = &self.errors;
        let mut lines: Vec<_> =
            errors.iter().map(|note| concise(note, &Paint::default(), lang)).collect();
        if *count > TOLD {
            let file = one_line(&self.source.file);
            let more = format!("and {} more; `checks` in its JSON holds them all", count - TOLD);
            lines.push(format!("{}: {file}: {}", lang.say("mismatch"), lang.say(&more)));
        }
        lines
    }

    /// What became of the document: status, amounts, what could not be read.
    pub fn outcome(&self, lang: Lang) -> String {
        let Brief { source, status, counts, tables, findings, .. } = self;
        let counts = [
            counted(*tables, "1 table", "tables"),
            counted(counts.facts, "1 fact", "facts"),
            counted(*findings, "1 finding", "findings"),
        ];
        let (word, file) = (lang.say(status.as_str()), &source.file);
        one_line(&format!("{word}: {file}: {}", listed(&counts, lang)))
    }
}

/// The count with its word, which is another one where there is one only.
fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 { one.into() } else { format!("{count} {several}") }
}

fn listed(counts: &[String], lang: Lang) -> String {
    counts.iter().map(|count| lang.say(count)).collect::<Vec<_>>().join(lang.comma())
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

    /// What is told of the document, after it has been handed on.
    fn lines(document: &Document) -> Vec<String> {
        let brief = Brief::of(document);
        let sent = serde_json::to_vec(&brief).unwrap();
        let received: Brief = serde_json::from_slice(&sent).unwrap();
        assert_eq!(received, brief);
        received.lines(Lang::En)
    }

    #[test]
    fn a_mismatch_reads_like_a_note() {
        let note = "mismatch: 某市/a.pdf, page 12, basic_expenditure_economic, 302 商品和服务支出, total: \
                    stated 276500.00, computed 276600.00, the sum of 9, off by -100.00, rounding allows 50.00 (W3)";
        assert_eq!(lines(&document(vec![off_by("-100")])), [note]);
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
        assert_eq!(lines(&document(vec![check])), [note]);
    }

    #[test]
    fn one_is_not_told_as_several() {
        let one = Brief::of(&document(vec![off_by("-100")]));
        assert_eq!(
            one.line(Lang::En).unwrap(),
            "mismatch: 某市/a.pdf: 1 mismatch, 0 not checked, 0 findings"
        );
        assert_eq!(
            one.line(Lang::Zh).unwrap(),
            "不符: 某市/a.pdf: 不符1项，未能核对0项，读取事项0项"
        );
        let three = Brief::of(&document(vec![off_by("-100"); 3]));
        assert!(three.line(Lang::En).unwrap().contains(": 3 mismatches, "));
        assert!(one.outcome(Lang::En).ends_with(": 1 table, 0 facts, 0 findings"));
    }

    #[test]
    fn many_mismatches_are_counted() {
        let lines = lines(&document(vec![off_by("-100"); TOLD + 3]));
        assert_eq!(lines.len(), TOLD + 1);
        assert!(lines[TOLD].contains("and 3 more"));
    }

    #[test]
    fn a_failure_is_one_line_whatever_the_name() {
        let failed =
            Document::failed(Source::unread("a\n\u{1b}[2Jb.pdf"), "not a PDF: fetch it again");
        assert_eq!(lines(&failed), ["failed: a\\u{a}\\u{1b}[2Jb.pdf: not a PDF: fetch it again"]);
    }
}
