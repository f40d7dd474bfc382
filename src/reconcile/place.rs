//! Rows of checks.csv: where the stated figure stands, and how the equation came out.

use super::reason::{NotApplicable, NotChecked};
use super::tolerance::Outcome;
use crate::model::{
    Against, At, Check, Column, LedgerTable, Mention, Row, Stated, StatedRow, Verdict,
};

/// An empty check of `rule`, of no place.
pub(super) fn nowhere(rule: &'static str) -> Check {
    Check {
        rule,
        stated: Stated::Document,
        against: Vec::new(),
        lhs: None,
        rhs: None,
        residual: None,
        terms: None,
        bound: None,
        verdict: Verdict::NotChecked,
        reason: String::new(),
        at: None,
        addends: Vec::new(),
    }
}

/// A check on a whole table.
pub(super) fn on_table(rule: &'static str, table: &LedgerTable) -> Check {
    Check { stated: Stated::table(&table.id), at: Some(At::Page(table.page)), ..nowhere(rule) }
}

/// A check on a row.
pub(super) fn on_row(rule: &'static str, table: &LedgerTable, row: &Row) -> Check {
    on(rule, table, row, None)
}

/// A check on the cell of `row` in `column`.
pub(super) fn on_cell(rule: &'static str, table: &LedgerTable, row: &Row, column: usize) -> Check {
    let mut check = on(rule, table, row, table.columns.get(column));
    if let Some(cell) = row.cells.iter().find(|c| c.column == column) {
        check.at = Some(At::Box(cell.place()));
    }
    check
}

fn on(rule: &'static str, table: &LedgerTable, row: &Row, column: Option<&Column>) -> Check {
    let stated = Stated::Table {
        table: table.id.clone(),
        row: Some(StatedRow {
            side: row.side,
            number: row.number,
            unit: row.row_unit.clone(),
            code: row.code.clone(),
            item: row.item.clone(),
        }),
        column: column.map(|c| c.id.clone()),
        basis: column.map(|c| c.basis),
    };
    Check { stated, at: Some(At::Box(row.place())), ..nowhere(rule) }
}

/// A check on a figure of the prose.
pub(super) fn on_mention(rule: &'static str, mention: &Mention) -> Check {
    Check {
        stated: Stated::Prose {
            key: Some(mention.key.clone()),
            code: mention.subject_code().into(),
        },
        at: Some(At::Page(mention.page)),
        ..nowhere(rule)
    }
}

/// The reason of a figure that the other side does not state at all.
pub(crate) const NOTHING_THERE: &str = "the other table prints no figure for it";

/// How a check is finished.
pub(super) trait Finish: Sized {
    /// The equation is worked out; `equation` says in words what is wrong where it is not exact.
    fn worked(self, outcome: Outcome, equation: &str) -> Check;
    /// One more table or the like stands on the other side; where it prints no figure for this one, that is the reason.
    fn against(self, other: impl Into<Against>) -> Self;
    /// The rule has no arithmetic, and holds.
    fn holds(self) -> Check;
    /// The rule has no arithmetic, and `reason` says how it fails.
    fn fails(self, reason: String) -> Check;
    /// The disclosure has no such relation.
    fn not_applicable(self, reason: NotApplicable) -> Check;
    /// The relation exists and could not be evaluated.
    fn not_checked(self, reason: NotChecked, detail: &str) -> Check;
}

impl Finish for Check {
    fn worked(mut self, outcome: Outcome, equation: &str) -> Check {
        self.lhs = outcome.lhs;
        self.rhs = outcome.rhs;
        self.residual = outcome.residual;
        self.terms = Some(outcome.terms);
        self.bound = outcome.bound;
        self.verdict = outcome.verdict;
        match (outcome.reason, outcome.verdict) {
            (Some(reason), _) => self = self.not_checked(reason, equation),
            (None, Verdict::Exact) => {}
            (None, _) => self.reason = equation.into(),
        }
        self.addends = outcome.addends;
        self
    }

    fn against(mut self, other: impl Into<Against>) -> Check {
        self.against.push(other.into());
        if self.verdict == Verdict::Mismatch && self.terms == Some(0) {
            self.reason = NOTHING_THERE.into();
        }
        self
    }

    fn holds(mut self) -> Check {
        self.verdict = Verdict::Exact;
        self
    }

    fn fails(mut self, reason: String) -> Check {
        self.verdict = Verdict::Mismatch;
        self.reason = reason;
        self
    }

    fn not_applicable(mut self, reason: NotApplicable) -> Check {
        self.verdict = Verdict::NotApplicable;
        self.reason = reason.as_str().into();
        self
    }

    fn not_checked(mut self, reason: NotChecked, detail: &str) -> Check {
        self.verdict = Verdict::NotChecked;
        self.reason = match detail {
            "" => reason.as_str().into(),
            _ if reason == NotChecked::Withheld => reason.as_str().into(),
            detail => format!("{reason}: {detail}"),
        };
        self
    }
}
