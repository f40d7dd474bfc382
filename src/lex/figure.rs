//! Printed figures. Grammar: an optional sign (- in all its forms, △ ▲, brackets, or a - behind), an optional ¥, digits
//! in groups of three or not, an optional decimal part. Full-width forms count as their half-width ones; a digit that
//! stands in a circle, above the line or before a stop of its own (① ² ⒈) is none of a figure.
//!
//! A slip of the pen that leaves one reading only is read, and is in doubt: `1.348,03`, `30。84`, `128138,600`. What
//! leaves two is no figure: `30,84`, `(92.00`, `12.003.50`, which may be 12.00 beside 3.50, and `087.19`, which nobody
//! prints so: digits before it are lost.

use super::text_to_code;
use crate::model::{Figure, squeezed};
use rust_decimal::Decimal;

/// Digits that a [`Decimal`] holds, whatever they are.
const MAX_DIGITS: usize = 28;

/// The parts of a figure.
struct Shape<'s> {
    negative: bool,
    /// Digits, perhaps in groups.
    whole: &'s str,
    decimals: &'s str,
    /// Its separators are not the usual ones: a slip that leaves one reading.
    slip: bool,
}

impl Shape<'_> {
    /// Prints a decimal point or a thousands separator: an amount, whatever stands around it.
    fn amount(&self) -> bool {
        !self.decimals.is_empty() || self.whole.bytes().any(|b| !b.is_ascii_digit())
    }

    /// Does an amount other than 0 begin with a 0 before further digits?
    fn is_rest(&self) -> bool {
        let nothing = |part: &str| part.bytes().all(|b| !matches!(b, b'1'..=b'9'));
        self.whole.len() > 1
            && self.whole.starts_with('0')
            && self.amount()
            && !(nothing(self.whole) && nothing(self.decimals))
    }

    fn value(&self) -> Option<Decimal> {
        let digits = self.whole.bytes().chain(self.decimals.bytes()).filter(u8::is_ascii_digit);
        let mantissa = digits.fold(0i128, |n, digit| 10 * n + i128::from(digit - b'0'));
        let mut value =
            Decimal::try_from_i128_with_scale(mantissa, self.decimals.len() as u32).ok()?;
        value.set_sign_negative(self.negative && !value.is_zero());
        Some(value)
    }
}

/// The parts of a squeezed text that is one figure.
fn shape(s: &str) -> Option<Shape<'_>> {
    let (negative, body) = sign(s);
    let body = body.trim_start_matches('¥');
    if !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let shape = usual(body).or_else(|| slip(body))?;
    let digits = shape.whole.bytes().chain(shape.decimals.bytes()).filter(u8::is_ascii_digit);
    let shape = Shape { negative, ..shape };
    (digits.count() <= MAX_DIGITS && !shape.is_rest()).then_some(shape)
}

/// `1,348.03`, `1'348.03`, `1348`.
fn usual(body: &str) -> Option<Shape<'_>> {
    let (whole, decimals) = match body.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (body, ""),
    };
    let separator = if whole.contains('\'') { '\'' } else { ',' };
    let fits = is_grouped(whole, separator, 3) && is_all_digits(decimals);
    fits.then_some(Shape { negative: false, whole, decimals, slip: false })
}

/// Slips that leave one reading: a point typed as a stop, points and commas exchanged, the first separators left out.
fn slip(body: &str) -> Option<Shape<'_>> {
    let shape = |whole, decimals| Shape { negative: false, whole, decimals, slip: true };
    let cents = |text: &str| text.len() == 2 && is_all_digits(text);
    let parted = |separator| body.rsplit_once(separator).filter(|(_, rest)| cents(rest));
    if let Some((whole, rest)) = parted(',')
        && whole.contains('.')
        && is_grouped(whole, '.', 3)
    {
        return Some(shape(whole, rest));
    }
    if let Some((whole, rest)) = parted('。')
        && is_grouped(whole, ',', 3)
    {
        return Some(shape(whole, rest));
    }
    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
    let fits = whole.contains(',') && is_grouped(whole, ',', usize::MAX) && is_all_digits(decimals);
    (fits && !body.ends_with('.')).then(|| shape(whole, decimals))
}

/// Digits in groups of three behind a first group of at most `first`, or in no groups at all.
fn is_grouped(whole: &str, separator: char, first: usize) -> bool {
    let mut groups = whole.split(separator);
    let head = groups.next().unwrap_or_default();
    let grouped = head.len() < whole.len();
    !head.is_empty()
        && is_all_digits(head)
        && (!grouped || head.len() <= first && groups.all(|g| g.len() == 3 && is_all_digits(g)))
}

fn is_all_digits(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_digit())
}

/// The minus in all the forms that fonts and keyboards give it; full-width ones are squeezed to - before.
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

/// A sign that stands apart from its digits. Of the dashes only those that do not stand for nothing: — in a cell is blank.
pub fn is_lone_sign(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '–' | '﹣' | '△' | '▲')
}

fn sign(s: &str) -> (bool, &str) {
    if let Some(inner) = s.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        return (true, inner.trim_start_matches(is_minus));
    }
    if let Some(rest) = s.strip_prefix(|c| is_minus(c) || matches!(c, '△' | '▲')) {
        return (true, rest);
    }
    match s.strip_suffix(is_minus) {
        Some(rest) => (true, rest),
        None => (false, s.strip_prefix('+').unwrap_or(s)),
    }
}

/// A digit in a circle or brackets, above or below the line, before a stop: printed, and no digit of a figure.
pub fn is_odd_digit(c: char) -> bool {
    c.is_numeric() && !is_digit(c)
}

/// A digit of a figure: half-width or full-width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Texts that begin with an ideograph are no figures: most texts, settled at once.
fn is_worded(text: &str) -> bool {
    text.starts_with(|ch| ('一'..='鿿').contains(&ch))
}

/// The figure that the whole text is, if it is one.
pub fn figure(text: &str) -> Option<Figure> {
    if is_worded(text) || text.contains(is_odd_digit) {
        return None;
    }
    let s = squeezed(text);
    let shape = shape(&s)?;
    Some(Figure {
        value: shape.value()?,
        amount: shape.amount(),
        slip: shape.slip,
        code: text_to_code(&s),
    })
}

/// Is the text one figure that prints a decimal point or a thousands separator, and no slip: an amount beyond doubt?
pub fn is_amount(text: &str) -> bool {
    !is_worded(text)
        && !text.contains(is_odd_digit)
        && shape(&squeezed(text)).is_some_and(|s| s.amount() && !s.slip)
}

/// The same, or a lone zero: where nothing but words tells rows from heads, no code, ordinal or part of a code is 0.
pub fn is_amount_or_zero(text: &str) -> bool {
    is_amount(text) || squeezed(text) == "0"
}

/// Is the text one figure with its sign of percent, 18.78%: no money?
pub fn is_rate(text: &str) -> bool {
    let printed = text.trim_end();
    printed.strip_suffix(is_percent).is_some_and(|text| figure(text).is_some())
}

/// The sign of percent, or of per mille.
pub fn is_percent(c: char) -> bool {
    matches!(c, '%' | '％' | '‰')
}

/// Can the character stand within a figure?
pub fn is_inside_figure(c: char) -> bool {
    is_digit(c) || matches!(c, '.' | ',' | '-' | '．' | '，')
}

/// The same, or open or close one: where words without rulings are told apart. Beside a ruling this says too much: the
/// bracket that closes a name (…部分）) may touch the figure of the next cell.
pub fn is_figure_char(c: char) -> bool {
    is_inside_figure(c)
        || matches!(c, '(' | ')' | '（' | '）' | '－' | '−' | '—' | '△' | '▲' | '¥' | '￥')
}

/// Does the text print an amount with two decimals somewhere: 合计 1,234.50?
pub fn holds_amount(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).any(|word| {
        word.rsplit_once('.').is_some_and(|(whole, decimals)| {
            !whole.is_empty() && decimals.len() == 2 && is_digits(decimals)
        })
    })
}

/// Digits only: a code, a part of one, a number that counts.
pub fn is_digits(text: &str) -> bool {
    let s = squeezed(text);
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())
}

/// A dash or slash standing alone: blank, as printed.
pub fn is_dash(text: &str) -> bool {
    let s = squeezed(text);
    !s.is_empty() && s.chars().all(is_dash_char)
}

/// One of its characters.
pub fn is_dash_char(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '−' | '/' | '─' | '―' | '－' | '／' | '﹣')
}

/// The same for a cell that holds a figure or nothing: there 一, ~ and _ are typed for a dash. Among words they are words.
pub fn stands_for_blank(text: &str) -> bool {
    let s = squeezed(text);
    let mark = |c: char| matches!(c, '一' | '~' | '_') || is_dash_char(c);
    !s.is_empty() && s.chars().all(mark)
}

/// What a spreadsheet prints where it cannot print the figure: a column too narrow, a reference that is gone.
pub fn is_error(text: &str) -> bool {
    let s = squeezed(text);
    let Some(rest) = s.strip_prefix('#') else { return false };
    !rest.is_empty() && rest.bytes().all(|b| b == b'#')
        || matches!(rest, "REF!" | "DIV/0!" | "VALUE!" | "NAME?" | "NULL!" | "NUM!" | "N/A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_forms() {
        for (text, want) in [
            ("602.56", Some("602.56")),
            ("22,118,861", Some("22118861")),
            ("１２.５０", Some("12.50")),
            ("-10.00", Some("-10.00")),
            ("（10.00）", Some("-10.00")),
            ("△3.5", Some("-3.5")),
            ("－3.5", Some("-3.5")),
            ("1682.7 6", Some("1682.76")),
            ("92.00-", Some("-92.00")),
            ("‐28.00", Some("-28.00")),
            ("(−92.00)", Some("-92.00")),
            ("1'317.19", Some("1317.19")),
            ("1.348,03", Some("1348.03")),
            ("30。84", Some("30.84")),
            ("128138,600", Some("128138600")),
            ("1,317.19①", None),
            ("1,0⁸7.19", None),
            ("⒈50", None),
            ("30,84", None),
            ("1.348.03", None),
            ("(92.00", None),
            ("1,23", None),
            ("1.2.3", None),
            ("12,345.60.10", None),
            ("3.", None),
            ("087.19", None),
            ("0,087.19", None),
            ("00.00", Some("0.00")),
            ("0.50", Some("0.50")),
            ("一般", None),
            ("999999999999999.123456", Some("999999999999999.123456")),
        ] {
            let got = figure(text).map(|f| f.value.to_string());
            assert_eq!(got.as_deref(), want, "{text}");
        }
        assert!(is_amount("1,234") && !is_amount("1234") && !is_amount_or_zero("10"));
        assert!(is_amount_or_zero("0") && is_amount_or_zero("-0.00"));
        assert!(["18.78%", "-19.8 ％", "100%", "（3.1）%"].into_iter().all(is_rate));
        assert!(["%", "18.78", "增减%", "18.78%。"].into_iter().all(|text| !is_rate(text)));
    }

    #[test]
    fn dashes_and_marks_of_errors() {
        assert!(["—", "-", "——", "/", "－"].into_iter().all(is_dash));
        assert!(!is_dash("一") && stands_for_blank("一") && !stands_for_blank(""));
        assert!(["###", "#REF!", "＃＃＃＃"].into_iter().all(is_error));
        assert!(["#", "#1", "#3楼"].into_iter().all(|text| !is_error(text)));
    }

    #[test]
    fn amounts_are_found_in_a_line() {
        assert!(holds_amount("合计 1,234.50"));
        assert!(!holds_amount("1.2 概况 2026.3.1"));
    }

    proptest! {
        #[test]
        fn what_is_printed_comes_back(cents in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..7, grouped: bool) {
            let value = Decimal::new(cents, scale);
            let plain = value.to_string();
            let printed = if grouped { group(&plain) } else { plain };
            prop_assert_eq!(figure(&printed).map(|f| f.value), Some(value));
        }
    }

    fn group(plain: &str) -> String {
        let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
        let (whole, tail) =
            rest.split_once('.').map_or((rest, String::new()), |(a, b)| (a, format!(".{b}")));
        let mut out = String::new();
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(c);
        }
        format!("{sign}{out}{tail}")
    }
}
