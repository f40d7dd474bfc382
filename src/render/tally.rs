//! Checks and findings counted.

use crate::emit::wire::{Check, Finding};
use crate::model::Verdict;
use std::collections::BTreeMap;

/// In the order of the table's columns.
pub(super) const VERDICTS: [Verdict; 5] = [
    Verdict::Exact,
    Verdict::Rounding,
    Verdict::Mismatch,
    Verdict::NotChecked,
    Verdict::NotApplicable,
];

/// Checks by rule and verdict, findings by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    checks: BTreeMap<String, [u64; 5]>,
    /// How often each finding was made, by code.
    pub findings: BTreeMap<String, u64>,
}

impl Tally {
    /// Of these.
    pub fn of(checks: &[Check], findings: &[Finding]) -> Tally {
        let mut tally = Tally::default();
        for check in checks {
            let at = VERDICTS.iter().position(|v| *v == check.verdict).unwrap_or_default();
            tally.checks.entry(check.rule.clone()).or_default()[at] += 1;
        }
        for finding in findings {
            *tally.findings.entry(finding.code.clone()).or_default() += 1;
        }
        tally
    }

    /// Adds another.
    pub fn add(&mut self, other: &Tally) {
        for (rule, counts) in &other.checks {
            let own = self.checks.entry(rule.clone()).or_default();
            own.iter_mut().zip(counts).for_each(|(own, more)| *own += more);
        }
        for (code, count) in &other.findings {
            *self.findings.entry(code.clone()).or_default() += count;
        }
    }

    /// Checks of `rule` with that verdict.
    pub fn count(&self, rule: &str, verdict: Verdict) -> u64 {
        let at = VERDICTS.iter().position(|v| *v == verdict);
        self.checks.get(rule).zip(at).map_or(0, |(counts, at)| counts[at])
    }

    /// Are there checks of `rule`?
    pub fn has(&self, rule: &str) -> bool {
        self.checks.contains_key(rule)
    }
}
