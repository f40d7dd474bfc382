//! The fixed words of reports for people, and how much room they take.

use crate::model::{FindingKind, Severity, Verdict};

/// How a note begins: its verdict, or how bad it is.
pub fn kind(verdict: Option<Verdict>, severity: Severity, rule: &str) -> &'static str {
    match (verdict, severity) {
        (Some(Verdict::Exact), _) => "exact",
        (Some(Verdict::Rounding), _) => "rounding",
        (Some(Verdict::Mismatch), _) => "mismatch",
        (Some(Verdict::NotApplicable), _) => "not applicable",
        (Some(Verdict::NotChecked), _) => "not checked",
        (None, _) if rule == FindingKind::Failed.code() => "failed",
        (None, Severity::Error) => "error",
        (None, Severity::Warning) => "warning",
        (None, Severity::Note) => "note",
    }
}

/// Columns of a terminal that the text takes: two for each Chinese character.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

/// The text with blanks behind it, `columns` wide in all.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with blanks before it, `columns` wide in all.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}
