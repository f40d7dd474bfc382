//! A printed rate against the ratio of two printed figures.
//!
//! 1. lhs is the printed rate, rhs the ratio to as many places as the rate prints, half away from zero, both in
//!    percentage points: a rate that prints its ratio is `exact`.
//! 2. A ratio is known no better than its operands: each may lie half a unit of its last place to either side. The
//!    printed rate, give or take half its last place, must meet the interval that this gives: `rounding`.
//! 3. A rate on a base of zero is a mismatch, and so is one against the direction of its figures.

use crate::model::{Check, Verdict};
use crate::reconcile::advice::NO_BASE;
use crate::reconcile::figure::Term;
use crate::reconcile::place::Finish;
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::Outcome;
use rust_decimal::{Decimal, RoundingStrategy};

/// Numerator and denominator.
type Pair = (Decimal, Decimal);

/// A ratio of two figures.
pub(in crate::reconcile) struct Ratio {
    /// As the figures are printed.
    stated: Pair,
    /// With both figures at either end of their intervals.
    corners: [Pair; 4],
    /// Yuan in one unit that the figures are printed in, the larger of two.
    unit: Decimal,
}

/// Both figures at either end of their intervals.
fn ends(a: Term, b: Term) -> [Pair; 4] {
    let (p, q) = (a.last / Decimal::TWO, b.last / Decimal::TWO);
    [(p, q), (p, -q), (-p, q), (-p, -q)].map(|(p, q)| (a.value + p, b.value + q))
}

impl Ratio {
    /// A part of a whole: part / whole.
    pub fn of(part: Term, whole: Term) -> Ratio {
        let unit = part.unit.max(whole.unit);
        Ratio { stated: (part.value, whole.value), corners: ends(part, whole), unit }
    }

    /// A change since last year: change / (this − change), where what stands in both moves alike; `None` beyond 28 digits.
    pub fn of_change(change: Term, this: Term) -> Option<Ratio> {
        let last = this.value.checked_sub(change.value)?;
        let corners = ends(change, this).map(|(change, this)| (change, this - change));
        Some(Ratio { stated: (change.value, last), corners, unit: change.unit.max(this.unit) })
    }

    /// The same where last year's figure is stated: (this − last) / last, where what stands in both moves alike.
    pub fn since(last: Term, this: Term) -> Ratio {
        let corners = ends(last, this).map(|(last, this)| (this - last, last));
        let unit = last.unit.max(this.unit);
        Ratio { stated: (this.value - last.value, last.value), corners, unit }
    }

    /// `check` finished with the printed rate against the ratio, which `words` describe.
    pub fn meets(&self, printed: Decimal, check: Check, words: &str) -> Check {
        let (above, below) = self.stated;
        if below.is_zero() && above.is_zero() && printed.is_zero() {
            return check.holds();
        }
        if below.is_zero() {
            let check = check.fails(format!("{NO_BASE} ({words})"));
            return Check { lhs: Some(printed), ..check };
        }
        match self.outcome(printed) {
            Some(outcome) if outcome.verdict == Verdict::Mismatch => {
                let [above, below] = [above, below].map(|figure| (figure / self.unit).normalize());
                check.worked(outcome, &format!("the rate is not {words}, {above} / {below}"))
            }
            Some(outcome) => check.worked(outcome, &format!("the rate is not {words}")),
            None => check.not_checked(NotChecked::TooLarge, ""),
        }
    }

    fn outcome(&self, printed: Decimal) -> Option<Outcome> {
        let rhs = percent(self.stated)?;
        let half = Decimal::new(5, printed.scale() + 1);
        let edges = self.corners.into_iter().filter_map(percent);
        let (low, high) = (edges.clone().min().unwrap_or(rhs), edges.max().unwrap_or(rhs));
        let should =
            rhs.round_dp_with_strategy(printed.scale(), RoundingStrategy::MidpointAwayFromZero);
        let residual = printed - should;
        let against = !printed.is_zero()
            && !rhs.is_zero()
            && printed.is_sign_positive() != rhs.is_sign_positive();
        let meets = self.is_open() && !against || printed - half <= high && low <= printed + half;
        let verdict = match () {
            () if residual.is_zero() => Verdict::Exact,
            () if meets => Verdict::Rounding,
            () => Verdict::Mismatch,
        };
        Some(Outcome {
            lhs: Some(printed),
            rhs: Some(should),
            residual: Some(residual),
            terms: 2,
            bound: Some((half + (high - rhs).max(rhs - low)).round_dp(6)),
            verdict,
            reason: None,
            addends: Vec::new(),
        })
    }

    /// A base whose interval holds zero bounds nothing.
    fn is_open(&self) -> bool {
        let positive = self.stated.1.is_sign_positive();
        self.corners.iter().any(|(_, b)| b.is_zero() || b.is_sign_positive() != positive)
    }
}

/// The ratio in percentage points; `None` beyond 28 digits, or over zero.
fn percent((above, below): Pair) -> Option<Decimal> {
    above.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(below)
}
