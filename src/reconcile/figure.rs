//! The figures of equations: what a printed amount is worth, and how well it is known.

use crate::model::{Amount, Cell, Content, Place};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A stated amount as an equation sees it, in yuan (or as a count).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Term {
    /// What it is worth.
    pub value: Decimal,
    /// One unit of its last printed place.
    pub last: Decimal,
    /// Yuan in one unit of the printed unit.
    pub unit: Decimal,
    /// Where its cell stands, if it has one.
    pub place: Option<Place>,
}

impl From<&Amount> for Term {
    fn from(amount: &Amount) -> Term {
        Term { value: amount.yuan, last: amount.last_place(), unit: amount.unit.yuan, place: None }
    }
}

impl Term {
    /// Both together, known as badly as both; `None` beyond 28 digits.
    pub fn plus(self, other: Term) -> Option<Term> {
        Some(Term {
            value: self.value.checked_add(other.value)?,
            last: self.last.checked_add(other.last)?,
            place: None,
            ..self
        })
    }

    /// The same figure for other documents, which its place means nothing to.
    pub fn elsewhere(self) -> Term {
        Term { place: None, ..self }
    }
}

/// What a cell gives to an equation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Figure {
    /// An amount.
    Stated(Term),
    /// Nothing printed, or a dash.
    Blank,
    /// Printed and not understood.
    Unread,
}

impl Figure {
    /// A count, exact by nature.
    pub fn count(value: Decimal) -> Figure {
        Figure::Stated(Term { value, last: Decimal::ZERO, unit: Decimal::ONE, place: None })
    }

    /// The value, if one is stated.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Figure::Stated(term) => Some(term.value),
            _ => None,
        }
    }

    /// Is a value other than zero stated?
    pub fn is_nonzero(&self) -> bool {
        self.value().is_some_and(|v| !v.is_zero())
    }

    /// Is nothing printed?
    pub fn is_blank(&self) -> bool {
        *self == Figure::Blank
    }

    /// This figure, or `other` where it is blank.
    pub fn or(self, other: Figure) -> Figure {
        if self.is_blank() { other } else { self }
    }
}

impl From<&Amount> for Figure {
    fn from(amount: &Amount) -> Figure {
        Figure::Stated(amount.into())
    }
}

impl From<&Cell> for Figure {
    fn from(cell: &Cell) -> Figure {
        match &cell.content {
            Content::Amount(amount) => {
                Figure::Stated(Term { place: Some(cell.place()), ..amount.into() })
            }
            Content::Unread(_) => Figure::Unread,
            Content::Blank | Content::Dash | Content::Other => Figure::Blank,
        }
    }
}
