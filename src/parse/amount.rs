//! A cell's text → what it holds. Grammar of printed amounts: an optional sign (- － △ ▲ or brackets), digits in
//! groups or not, an optional decimal part; NFKC-equivalent forms of all of them.

use crate::model::{Amount, Content, MoneyUnit, squeezed};
use rust_decimal::Decimal;

/// The figure in `text` with its printed number of decimals; `None` if the text is not one figure.
pub fn text_to_decimal(text: &str) -> Option<Decimal> {
    // The first character settles it for most texts, which are words.
    if text.starts_with(|ch: char| ('一'..='鿿').contains(&ch)) {
        return None;
    }
    let s = squeezed(text);
    let (negative, body) = sign(&s);
    let body = body.trim_start_matches(['¥', '￥']);
    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty() && decimals.is_empty() || body.ends_with('.') {
        return None;
    }
    let mut digits = String::with_capacity(body.len());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() > 1;
    for (i, g) in groups.iter().enumerate() {
        let right_length =
            !grouped || (i == 0 && (1..=3).contains(&g.len())) || (i > 0 && g.len() == 3);
        if !right_length || !g.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(g);
    }
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if !decimals.is_empty() {
        digits.push('.');
        digits.push_str(decimals);
    }
    let mut value =
        Decimal::from_str_exact(if digits.starts_with('.') { return None } else { &digits })
            .ok()?;
    value.set_sign_negative(negative && !value.is_zero());
    Some(value)
}

fn sign(s: &str) -> (bool, &str) {
    if let Some(inner) = s.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        return (true, inner.trim_start_matches('-'));
    }
    for minus in ['-', '−', '–', '—', '△', '▲', '﹣'] {
        if let Some(rest) = s.strip_prefix(minus) {
            return (true, rest);
        }
    }
    (false, s.strip_prefix('+').unwrap_or(s))
}

/// Is the text one figure that prints a decimal point or a thousands separator: an amount beyond doubt?
pub fn is_plain_amount(text: &str) -> bool {
    let s = squeezed(text);
    (s.contains('.') || s.contains(',')) && text_to_decimal(&s).is_some()
}

/// A dash or slash standing alone.
pub fn is_dash(text: &str) -> bool {
    let s = squeezed(text);
    !s.is_empty()
        && s.chars()
            .all(|c| matches!(c, '-' | '—' | '–' | '−' | '/' | '─' | '―' | '一' | '~' | '_'))
        && s.chars().count() <= 6
}

/// What a measure's cell holds. Without a declared unit an amount cannot be normalized.
pub fn text_to_content(text: &str, unit: Option<&MoneyUnit>) -> Content {
    let stated: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if stated.is_empty() {
        return Content::Blank;
    }
    if is_dash(&stated) {
        return Content::Dash;
    }
    let s = squeezed(&stated);
    if let Some(value) = text_to_decimal(&s) {
        let Some(unit) = unit else {
            return Content::Unread("the table declares no unit of amount".into());
        };
        return match Amount::new(stated, value, unit) {
            Some(a) => Content::Amount(a),
            None => Content::Unread(
                "the amount has more than 28 digits, or than nine decimals of a yuan".into(),
            ),
        };
    }
    if s.ends_with('%') || !s.chars().any(|c| c.is_ascii_digit()) {
        return Content::Other;
    }
    Content::Unread(format!("“{stated}” is no single figure"))
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
            ("1,23", None),
            ("1.2.3", None),
            ("12,345.60.10", None),
            ("3.", None),
            ("一般", None),
            ("999999999999999.123456", Some("999999999999999.123456")),
        ] {
            assert_eq!(text_to_decimal(text).map(|d| d.to_string()).as_deref(), want, "{text}");
        }
        assert_eq!(text_to_content("—", None), Content::Dash);
        assert_eq!(text_to_content(" ", None), Content::Blank);
        assert_eq!(text_to_content("12.5%", None), Content::Other);
    }

    proptest! {
        #[test]
        fn what_is_printed_comes_back(cents in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..7, grouped: bool) {
            let value = Decimal::new(cents, scale);
            let plain = value.to_string();
            let printed = if grouped { group(&plain) } else { plain };
            prop_assert_eq!(text_to_decimal(&printed), Some(value));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
            let _ = text_to_content(&text, None);
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
