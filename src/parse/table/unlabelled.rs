//! Pass: figures of rows that print neither code nor name: said, not guessed.

use super::draft::Draft;
use crate::model::{Cell, Finding, FindingKind, Rect, TableId};

/// What is said of such rows. Those of zeros are a form's lines that nobody named, all in one note.
pub(super) fn drafts_to_findings(drafts: &[&Draft], table: &TableId) -> Vec<Finding> {
    let (zeros, figures): (Vec<&Draft>, Vec<&Draft>) = drafts.iter().partition(|d| d.is_zero());
    let mut found: Vec<Finding> = figures
        .into_iter()
        .map(|draft| {
            let figures: Vec<&str> = stated(draft).map(|c| c.stated.as_str()).collect();
            let printed = figures.join(", ");
            let message = format!("a row prints figures ({printed}) and neither code nor name");
            finding(FindingKind::UnlabelledRow, message, draft, table)
        })
        .collect();
    found.extend(zeros.first().map(|first| {
        let message = match zeros.len() {
            1 => "1 row prints 0 and neither code nor name".into(),
            n => format!("{n} rows print 0 and neither code nor name; the first is here"),
        };
        finding(FindingKind::UnlabelledZeros, message, first, table)
    }));
    found
}

fn finding(kind: FindingKind, message: String, draft: &Draft, table: &TableId) -> Finding {
    let rect = Rect::around(stated(draft).map(|c| &c.rect)).unwrap_or_default();
    Finding::new(kind, message).at_rect(draft.page, rect).in_table(table)
}

/// The cells that print something.
fn stated(draft: &Draft) -> impl Iterator<Item = &Cell> {
    draft.cells.iter().filter(|c| !c.stated.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;

    #[test]
    fn figures_without_a_label_are_said() {
        let art = "科目编码 | 科目名称 | 合计\n  | 合计 | 3.00\n  |  | 1.00\n 208 | 甲 | 3.00\n  |  | 0.00";
        let (table, findings) = table("expenditure_summary", &[art]);
        assert_eq!(table.rows.len(), 2);
        let codes: Vec<&str> = findings.iter().map(|f| f.kind.code()).collect();
        assert_eq!(codes, ["unlabelled-row", "unlabelled-zeros"]);
    }
}
