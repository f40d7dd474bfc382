//! Exact money: what is printed, in what unit, and what that is in yuan (元).

use rust_decimal::Decimal;

/// Decimals that an amount in yuan may have: with the 29 digits of [`Decimal`] they fit the 38 digits of other programs.
pub const DECIMALS: u32 = 9;

/// A unit in which amounts are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyUnit {
    /// As printed: 元, 万元, 亿元 …
    pub label: String,
    /// Yuan in one unit.
    pub yuan: Decimal,
}

/// An amount as printed and as worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The cell's text without white space.
    pub stated: String,
    /// The figure as printed, its scale being the number of printed decimals.
    pub printed: Decimal,
    /// The declared unit.
    pub unit: MoneyUnit,
    /// `printed × unit.yuan`, exact.
    pub yuan: Decimal,
}

impl Amount {
    /// The amount `printed` in `unit`; `None` where the product does not fit 28 digits or nine decimals of a yuan.
    pub fn new(stated: impl Into<String>, printed: Decimal, unit: &MoneyUnit) -> Option<Amount> {
        let yuan = printed.checked_mul(unit.yuan)?;
        (yuan.normalize().scale() <= DECIMALS).then(|| Amount {
            stated: stated.into(),
            printed,
            unit: unit.clone(),
            yuan,
        })
    }

    /// One unit of the last place that this figure prints, in yuan: 100 for 0.01 万元.
    pub fn last_place(&self) -> Decimal {
        Decimal::new(1, self.printed.scale()) * self.unit.yuan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_place_follows_the_printed_digits() {
        let wan = MoneyUnit { label: "万元".into(), yuan: Decimal::from(10_000) };
        let a = Amount::new("548.03", "548.03".parse().unwrap(), &wan).unwrap();
        assert_eq!(a.yuan.to_string(), "5480300.00");
        assert_eq!(a.last_place(), Decimal::from(100));
    }
}
