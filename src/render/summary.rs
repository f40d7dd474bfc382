//! A run in one line.

use super::lang::Lang;
use crate::emit::wire::{Check, Document, Status};
use crate::model::Verdict;
use serde::{Deserialize, Serialize};

/// What a run's documents came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Inputs by status.
    pub ok: usize,
    /// Documents with a warning.
    pub partial: usize,
    /// Readable documents without a table.
    pub no_tables: usize,
    /// Inputs of which nothing could be had.
    pub failed: usize,
    /// Amounts.
    pub facts: usize,
    /// Checks with the verdict exact.
    pub exact: usize,
    /// Checks with the verdict rounding.
    pub rounding: usize,
    /// Checks with the verdict mismatch.
    pub mismatch: usize,
    /// Checks with the verdict not_checked.
    pub not_checked: usize,
}

impl Summary {
    /// Counts a document in.
    pub fn add(&mut self, document: &Document) {
        match document.status {
            Status::Ok => self.ok += 1,
            Status::Partial => self.partial += 1,
            Status::NoTables => self.no_tables += 1,
            Status::Failed => self.failed += 1,
        }
        self.facts += document.facts();
        self.add_checks(&document.checks);
    }

    /// Adds what others came to.
    pub fn merge(&mut self, other: &Summary) {
        self.ok += other.ok;
        self.partial += other.partial;
        self.no_tables += other.no_tables;
        self.failed += other.failed;
        self.facts += other.facts;
        self.exact += other.exact;
        self.rounding += other.rounding;
        self.mismatch += other.mismatch;
        self.not_checked += other.not_checked;
    }

    /// Counts checks in.
    pub fn add_checks(&mut self, checks: &[Check]) {
        for check in checks {
            match check.verdict {
                Verdict::Exact => self.exact += 1,
                Verdict::Rounding => self.rounding += 1,
                Verdict::Mismatch => self.mismatch += 1,
                Verdict::NotChecked => self.not_checked += 1,
                Verdict::NotApplicable => {}
            }
        }
    }

    /// Every input was converted, and nothing contradicts itself.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.mismatch == 0
    }

    /// The line: `3 inputs: 2 ok, 1 failed; 278 facts; checks: 410 exact, 2 rounding, 0 mismatch, 0 not checked`.
    pub fn line(&self, lang: Lang) -> String {
        let statuses = [
            (self.ok, "ok"),
            (self.partial, "partial"),
            (self.no_tables, "without tables"),
            (self.failed, "failed"),
        ];
        let inputs: usize = statuses.iter().map(|(count, _)| count).sum();
        let statuses: Vec<_> = statuses
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {}", lang.say(word)))
            .collect();
        let line = format!(
            "{inputs} input{}: {}; {} facts; checks: {} exact, {} rounding, {} mismatch, {} not checked",
            if inputs == 1 { "" } else { "s" },
            statuses.join(lang.listed()),
            self.facts,
            self.exact,
            self.rounding,
            self.mismatch,
            self.not_checked
        );
        lang.say(&line).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_runs_come_to_is_added() {
        let counts = |by: usize| Summary {
            ok: by,
            partial: 2 * by,
            no_tables: 3 * by,
            failed: 4 * by,
            facts: 5 * by,
            exact: 6 * by,
            rounding: 7 * by,
            mismatch: 8 * by,
            not_checked: 9 * by,
        };
        let mut sum = counts(1);
        sum.merge(&counts(10));
        assert_eq!(sum, counts(11));
    }

    #[test]
    fn a_run_in_one_line() {
        let summary =
            Summary { ok: 2, failed: 1, facts: 278, exact: 410, rounding: 2, ..Summary::default() };
        assert_eq!(
            summary.line(Lang::En),
            "3 inputs: 2 ok, 1 failed; 278 facts; checks: 410 exact, 2 rounding, 0 mismatch, 0 not checked"
        );
        assert!(!summary.is_clean());
        assert!(Summary { ok: 1, partial: 1, rounding: 9, ..Summary::default() }.is_clean());
        assert!(!Summary { ok: 1, mismatch: 1, ..Summary::default() }.is_clean());
    }
}
