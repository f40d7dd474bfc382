//! What independent rounding can explain.
//!
//! A printed figure stands for anything within half a unit of its last place. A stated total and its n non-blank
//! addends may therefore differ by half the sum of those units: bound = ½ · Σ uᵢ. The seed's 302 of table nine is
//! printed 27.65 and its nine items sum to 27.66: bound ½ · 10 · 0.01 = 0.05 万元, so the verdict is `rounding`.
//! No other tolerance exists. Source: docs/contract/checks.md.
//!
//! Where figures of different printed units meet (元 in a table, 万元 in the prose), each counts with the coarser
//! last place.

use super::figure::{Figure, Term};
use super::reason::NotChecked;
use crate::model::{Addend, Verdict};
use rust_decimal::Decimal;

/// The addends on the right-hand side of an equation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sum {
    /// What the addends that could be read are worth together; `None` beyond 28 digits.
    total: Option<Decimal>,
    /// The sum of the units of their last places.
    lasts: Decimal,
    /// The coarsest of these units, which all count with where printed units are mixed.
    coarsest: Decimal,
    /// The printed unit of the latest addend, in yuan.
    unit: Option<Decimal>,
    /// Addends are printed in different units.
    mixed: bool,
    /// The stated addends, subtrahends negative.
    addends: Vec<Addend>,
    /// So many cells could not be read.
    unread: u32,
}

impl Default for Sum {
    fn default() -> Sum {
        let zero = Decimal::ZERO;
        Sum {
            total: Some(zero),
            lasts: zero,
            coarsest: zero,
            unit: None,
            mixed: false,
            addends: Vec::new(),
            unread: 0,
        }
    }
}

impl Sum {
    /// The sum of these figures.
    pub fn of(figures: impl IntoIterator<Item = Figure>) -> Sum {
        let mut sum = Sum::default();
        figures.into_iter().for_each(|f| sum.add(f));
        sum
    }

    /// One more addend; a blank one adds nothing and has no rounding.
    pub fn add(&mut self, figure: Figure) {
        self.signed(figure, false);
    }

    /// One more subtrahend.
    pub fn subtract(&mut self, figure: Figure) {
        self.signed(figure, true);
    }

    fn signed(&mut self, figure: Figure, negative: bool) {
        match figure {
            Figure::Blank => {}
            Figure::Unread => self.unread += 1,
            Figure::Stated(term) => {
                let value = if negative { -term.value } else { term.value };
                self.total = self.total.and_then(|t| t.checked_add(value));
                self.lasts = self.lasts.checked_add(term.last).unwrap_or(Decimal::MAX);
                self.coarsest = self.coarsest.max(term.last);
                self.mixed |= self.unit.is_some_and(|u| u != term.unit);
                self.unit = Some(term.unit);
                self.addends.push(Addend { value, place: term.place });
            }
        }
    }

    /// The addends of another sum too.
    pub fn extend(&mut self, other: &Sum) {
        self.total = self.total.zip(other.total).and_then(|(a, b)| a.checked_add(b));
        self.lasts = self.lasts.checked_add(other.lasts).unwrap_or(Decimal::MAX);
        self.coarsest = self.coarsest.max(other.coarsest);
        self.mixed |= other.mixed || self.unit.zip(other.unit).is_some_and(|(a, b)| a != b);
        self.unit = self.unit.or(other.unit);
        self.addends.extend_from_slice(&other.addends);
        self.unread += other.unread;
    }

    /// Is nothing stated on this side, and nothing unread?
    pub fn is_empty(&self) -> bool {
        self.addends.is_empty() && self.unread == 0
    }

    /// Is it nothing, or stated and zero?
    pub fn is_zero(&self) -> bool {
        self.unread == 0 && self.total.is_some_and(|t| t.is_zero())
    }

    /// The value, where everything could be read.
    pub fn value(&self) -> Option<Decimal> {
        self.total.filter(|_| self.unread == 0)
    }

    /// Number of stated addends.
    fn terms(&self) -> u32 {
        self.addends.len() as u32
    }

    /// Half the sum of the last places of `stated` and the addends.
    fn bound(&self, stated: Term) -> Decimal {
        let half = Decimal::new(5, 1);
        let mixed = self.mixed || self.unit.is_some_and(|u| u != stated.unit);
        let whole = if mixed {
            self.coarsest.max(stated.last).checked_mul(Decimal::from(self.addends.len() + 1))
        } else {
            self.lasts.checked_add(stated.last)
        };
        whole.and_then(|w| w.checked_mul(half)).unwrap_or(Decimal::MAX)
    }
}

/// How the stated figure relates to the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The stated figure equals the sum.
    Equal,
    /// The stated figure is at most the sum.
    AtMost,
    /// The stated figure is at least the sum.
    AtLeast,
}

/// An equation, worked out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    /// The stated figure.
    pub lhs: Option<Decimal>,
    /// What it should equal.
    pub rhs: Option<Decimal>,
    /// By how much it fails.
    pub residual: Option<Decimal>,
    /// Non-blank addends.
    pub terms: u32,
    /// What rounding can explain.
    pub bound: Option<Decimal>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why not checked.
    pub reason: Option<NotChecked>,
    /// What `rhs` is the sum of.
    pub addends: Vec<Addend>,
}

impl Outcome {
    fn open(stated: Figure, sum: &Sum, reason: NotChecked) -> Outcome {
        Outcome {
            lhs: stated.value(),
            rhs: sum.value(),
            residual: None,
            terms: sum.terms(),
            bound: None,
            verdict: Verdict::NotChecked,
            reason: Some(reason),
            addends: sum.addends.clone(),
        }
    }
}

/// Works out `stated` against `sum`; `None` where nothing is stated and nothing would be expected.
pub(crate) fn compare(relation: Relation, stated: Figure, sum: &Sum) -> Option<Outcome> {
    let term = match stated {
        Figure::Unread => return Some(Outcome::open(stated, sum, NotChecked::Unread)),
        Figure::Blank if sum.unread > 0 => {
            return Some(Outcome::open(stated, sum, NotChecked::Unread));
        }
        Figure::Blank if sum.is_zero() || relation == Relation::AtMost => return None,
        Figure::Blank => return Some(Outcome::open(stated, sum, NotChecked::Blank)),
        Figure::Stated(_) if sum.unread > 0 => {
            return Some(Outcome::open(stated, sum, NotChecked::Unread));
        }
        Figure::Stated(term) => term,
    };
    let Some(difference) = sum.total.and_then(|rhs| term.value.checked_sub(rhs)) else {
        return Some(Outcome::open(stated, sum, NotChecked::TooLarge));
    };
    let residual = match relation {
        Relation::Equal => difference,
        Relation::AtMost => difference.max(Decimal::ZERO),
        Relation::AtLeast => (-difference).max(Decimal::ZERO),
    };
    let bound = sum.bound(term);
    let verdict = match residual.abs() {
        r if r.is_zero() => Verdict::Exact,
        r if r <= bound => Verdict::Rounding,
        _ => Verdict::Mismatch,
    };
    let (lhs, rhs) = (Some(term.value), sum.total);
    Some(Outcome {
        lhs,
        rhs,
        residual: Some(residual),
        terms: sum.terms(),
        bound: Some(bound),
        verdict,
        reason: None,
        addends: sum.addends.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, MoneyUnit};

    fn wan(printed: &str) -> Figure {
        let unit = MoneyUnit { label: "万元".into(), yuan: Decimal::from(10_000) };
        (&Amount::new(printed, printed.parse().unwrap(), &unit).unwrap()).into()
    }

    fn yuan(printed: &str) -> Figure {
        let unit = MoneyUnit { label: "元".into(), yuan: Decimal::ONE };
        (&Amount::new(printed, printed.parse().unwrap(), &unit).unwrap()).into()
    }

    #[test]
    fn nine_addends_explain_half_of_ten_last_places() {
        let items =
            ["5.03", "2.00", "4.00", "1.00", "3.63", "3.00", "4.00", "2.00", "3.00"].map(wan);
        let outcome = compare(Relation::Equal, wan("27.65"), &Sum::of(items)).unwrap();
        assert_eq!((outcome.verdict, outcome.terms), (Verdict::Rounding, 9));
        assert_eq!(outcome.residual, Some(Decimal::from(-100)));
        assert_eq!(outcome.bound, Some(Decimal::from(500)));
        let outcome = compare(Relation::Equal, wan("27.72"), &Sum::of(items)).unwrap();
        assert_eq!(outcome.verdict, Verdict::Mismatch);
    }

    #[test]
    fn an_equation_keeps_its_addends() {
        let mut sum = Sum::of([wan("5.00"), Figure::Blank]);
        sum.subtract(wan("2.00"));
        let addends = |stated: &str| -> Vec<Decimal> {
            compare(Relation::Equal, wan(stated), &sum)
                .unwrap()
                .addends
                .iter()
                .map(|addend| addend.value)
                .collect()
        };
        assert_eq!(addends("4.00"), [Decimal::from(50_000), Decimal::from(-20_000)]);
        assert_eq!(
            addends("3.00"),
            addends("4.00"),
            "what adds up tells what it was added up from"
        );
        let open = compare(Relation::Equal, Figure::Unread, &sum).unwrap();
        assert_eq!(open.addends.len(), 2);
    }

    #[test]
    fn blanks_have_no_rounding_and_no_value() {
        let sum = Sum::of([wan("1.00"), Figure::Blank]);
        assert_eq!(compare(Relation::Equal, wan("1.00"), &sum).unwrap().terms, 1);
        assert_eq!(compare(Relation::Equal, Figure::Blank, &Sum::of([wan("0.00")])), None);
        assert_eq!(
            compare(Relation::Equal, Figure::Blank, &sum).unwrap().reason,
            Some(NotChecked::Blank)
        );
        assert_eq!(
            compare(Relation::Equal, wan("1.00"), &Sum::of([Figure::Unread])).unwrap().verdict,
            Verdict::NotChecked
        );
    }

    #[test]
    fn different_units_use_the_coarser_last_place() {
        let outcome = compare(
            Relation::Equal,
            wan("86.95"),
            &Sum::of([yuan("869,594.34".replace(',', "").as_str())]),
        )
        .unwrap();
        assert_eq!(
            (outcome.verdict, outcome.bound),
            (Verdict::Rounding, Some(Decimal::new(1000, 1)))
        );
    }

    #[test]
    fn inequalities_fail_by_the_excess_only() {
        let sum = Sum::of([wan("5.00")]);
        assert_eq!(compare(Relation::AtMost, wan("4.00"), &sum).unwrap().verdict, Verdict::Exact);
        let over = compare(Relation::AtMost, wan("6.00"), &sum).unwrap();
        assert_eq!((over.verdict, over.residual), (Verdict::Mismatch, Some(Decimal::from(10_000))));
        assert_eq!(compare(Relation::AtLeast, wan("6.00"), &sum).unwrap().verdict, Verdict::Exact);
    }

    #[test]
    fn sums_beyond_28_digits_are_not_checked() {
        let huge = Figure::count(Decimal::MAX);
        let outcome = compare(Relation::Equal, huge, &Sum::of([huge, huge])).unwrap();
        assert_eq!(outcome.reason, Some(NotChecked::TooLarge));
    }
}
