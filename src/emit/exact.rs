//! Exact figures as the output carries them: decimals as JSON strings, boxes rounded to hundredths of a point.

use crate::model::{DECIMALS, Rect};
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{borrow::Cow, fmt};

/// A decimal figure of up to nine decimals, written with all its digits and never through binary floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact(Decimal);

impl Exact {
    /// Money: no trailing zeros beyond the second decimal, and at least two decimals. `None` beyond nine decimals.
    pub fn money(value: Decimal) -> Option<Exact> {
        let mut value = value.normalize();
        if value.scale() < 2 {
            value.rescale(2); // keeps the value where 28 digits would not hold two decimals
        }
        Exact::printed(value)
    }

    /// A count or a rate: as many decimals as are printed. `None` beyond nine.
    pub fn printed(value: Decimal) -> Option<Exact> {
        (value.scale() <= DECIMALS).then(|| Exact(unsigned_zero(value)))
    }

    /// The figure.
    pub fn value(&self) -> Decimal {
        self.0
    }

    /// What the figure is written as, at the end of `text`; `None` where it has more digits than usual. A good
    /// deal faster than a formatter, and the same.
    fn written<'t>(&self, text: &'t mut [u8; LONGEST]) -> Option<&'t str> {
        let mantissa = self.0.mantissa();
        let digits = u64::try_from(mantissa.unsigned_abs()).ok()?;
        let mut at = pointed(digits, self.0.scale() as usize, text);
        if mantissa < 0 {
            at -= 1;
            text[at] = b'-';
        }
        std::str::from_utf8(&text[at..]).ok()
    }

    /// The figure in units of its ninth decimal, as columns of type DECIMAL(38, 9) hold it.
    pub fn unscaled(&self) -> i128 {
        let figure = self.0.normalize();
        let zeros = DECIMALS - figure.scale(); // an exact figure has at most so many decimals
        figure.mantissa() * 10i128.pow(zeros) // below 2⁹⁶ × 10⁹: no overflow
    }
}

/// Twenty digits, a point and a sign.
pub(super) const LONGEST: usize = 22;

/// Writes the digits with so many decimals at the end of `text`; where they begin there.
pub(super) fn pointed(mut left: u64, decimals: usize, text: &mut [u8; LONGEST]) -> usize {
    let (mut at, mut digits) = (LONGEST, 0);
    while left > 0 || digits <= decimals {
        if digits == decimals && decimals > 0 {
            at -= 1;
            text[at] = b'.';
        }
        at -= 1;
        text[at] = b'0' + (left % 10) as u8;
        left /= 10;
        digits += 1;
    }
    at
}

/// `-0.00` is 0.00.
fn unsigned_zero(value: Decimal) -> Decimal {
    if value.is_zero() { value.abs() } else { value }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut text = [0; LONGEST];
        match self.written(&mut text) {
            Some(text) if f.width().is_none() && f.precision().is_none() => f.write_str(text),
            _ => self.0.fmt(f),
        }
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut text = [0; LONGEST];
        match self.written(&mut text) {
            Some(text) => to.serialize_str(text),
            None => to.collect_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        let value = Decimal::from_str_exact(&text).map_err(D::Error::custom)?;
        Exact::printed(value).ok_or_else(|| D::Error::custom("more than nine decimals"))
    }
}

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An exact decimal as a string: read it with a decimal type, not as a binary float. Money has two to nine decimals.",
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?$",
        })
    }
}

/// `[x0, y0, x1, y1]` in PDF points, origin at the top left of the page as displayed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Corners(pub [f64; 4]);

impl From<Rect> for Corners {
    fn from(rect: Rect) -> Corners {
        Corners([rect.x0, rect.y0, rect.x1, rect.y1].map(hundredths))
    }
}

/// Rounded to two decimals; a coordinate that is no number is 0.
fn hundredths(points: f32) -> f64 {
    let rounded = (f64::from(points) * 100.0).round() / 100.0;
    if rounded.is_finite() && rounded != 0.0 { rounded } else { 0.0 }
}

impl JsonSchema for Corners {
    fn schema_name() -> Cow<'static, str> {
        "Box".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "[x0, y0, x1, y1] in PDF points, origin at the top left of the page as displayed, y growing downwards.",
            "type": "array",
            "items": { "type": "number" },
            "minItems": 4,
            "maxItems": 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> String {
        Exact::money(text.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn money_keeps_every_digit_and_at_least_two_decimals() {
        assert_eq!(money("5480300"), "5480300.00");
        assert_eq!(money("1.5"), "1.50");
        assert_eq!(money("123456789012345.678901"), "123456789012345.678901");
        assert_eq!(money("12.340000"), "12.34");
        assert_eq!(money("-0.000"), "0.00");
        assert_eq!(money("-0.05"), "-0.05");
        assert_eq!(money("0.1234567890"), "0.123456789");
        assert_eq!(Exact::money("0.1234567891".parse().unwrap()), None);
        assert_eq!(money("79228162514264337593543950335"), "79228162514264337593543950335");
    }

    #[test]
    fn every_exact_figure_fits_thirty_eight_digits() {
        let of = |text: &str| Exact::printed(text.parse().unwrap()).unwrap().unscaled();
        assert_eq!(of("123456789012345.678901"), 123_456_789_012_345_678_901_000);
        assert_eq!(of("-0.01"), -10_000_000);
        assert_eq!(of("0.000000001"), 1);
        let largest = Exact::printed(Decimal::MAX).unwrap().unscaled();
        assert_eq!(largest, 79_228_162_514_264_337_593_543_950_335_000_000_000);
        assert!(largest < 10i128.pow(38));
    }

    #[test]
    fn figures_are_written_as_the_decimals_that_they_are() {
        for mantissa in
            [0, 1, 9, 10, 99, 100, 12_345, 999_999_999, u64::MAX.into(), 1 << 64, 1 << 90]
        {
            for scale in 0..=DECIMALS {
                for signed in [mantissa, -mantissa] {
                    let value = Decimal::from_i128_with_scale(signed, scale);
                    let exact = Exact::printed(value).unwrap();
                    assert_eq!(exact.to_string(), value.to_string());
                    assert_eq!(
                        format!("{exact:>30}|{exact:.1}"),
                        format!("{value:>30}|{value:.1}")
                    );
                    assert_eq!(serde_json::to_string(&exact).unwrap(), format!("\"{value}\""));
                }
            }
        }
    }

    #[test]
    fn printed_figures_keep_their_decimals() {
        assert_eq!(Exact::printed("12.50".parse().unwrap()).unwrap().to_string(), "12.50");
        assert_eq!(Exact::printed("3".parse().unwrap()).unwrap().to_string(), "3");
    }

    #[test]
    fn decimals_go_through_json_as_strings() {
        let json = serde_json::to_string(
            &Exact::money("123456789012345.678901".parse().unwrap()).unwrap(),
        )
        .unwrap();
        assert_eq!(json, r#""123456789012345.678901""#);
        assert_eq!(
            serde_json::from_str::<Exact>(&json).unwrap().to_string(),
            "123456789012345.678901"
        );
        assert!(
            serde_json::from_str::<Exact>("1.5").is_err(),
            "a JSON number is a binary float to most readers"
        );
    }

    #[test]
    fn corners_are_rounded_and_finite() {
        let rect = Rect { x0: 72.123_45, y0: -0.001, x1: f32::NAN, y1: f32::INFINITY };
        assert_eq!(serde_json::to_string(&Corners::from(rect)).unwrap(), "[72.12,0.0,0.0,0.0]");
    }
}
