//! A measure's cell → what it holds.

use crate::lex::{printed, stands_for_blank};
use crate::model::{Amount, Content, MoneyUnit, Token, squeezed};

/// What a measure's cell holds. Without a declared unit an amount cannot be normalized.
pub fn token_to_content(token: &Token, text: &str, unit: Option<&MoneyUnit>) -> Content {
    let stated = || printed(text);
    match token {
        Token::Blank => return Content::Blank,
        Token::Dash => return Content::Dash,
        Token::Figure(figure) => {
            let Some(unit) = unit else {
                return Content::Unread("the table declares no unit of amount".into());
            };
            return match Amount::new(stated(), figure.value, unit) {
                Some(a) => Content::Amount(a),
                None => Content::Unread(
                    "the amount has more than 28 digits, or than nine decimals of a yuan".into(),
                ),
            };
        }
        _ if stands_for_blank(text) => return Content::Dash,
        _ => {}
    }
    let s = squeezed(text);
    if s.ends_with('%') || !s.chars().any(|c| c.is_ascii_digit()) {
        return Content::Other;
    }
    Content::Unread(format!("“{}” is no single figure", stated()))
}

/// What the cell of a row of counts holds.
pub fn without_money(content: &Content) -> Content {
    match content {
        Content::Blank | Content::Dash => content.clone(),
        _ => Content::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::token;

    #[test]
    fn cells_of_measures() {
        let wan = MoneyUnit { label: "万元".into(), yuan: 10_000.into() };
        let read = |text: &str, unit| token_to_content(&token(text), text, unit);
        assert_eq!(read("—", None), Content::Dash);
        assert_eq!(read("一", None), Content::Dash);
        assert_eq!(read(" ", None), Content::Blank);
        assert_eq!(read("12.5%", None), Content::Other);
        assert_eq!(read("详见附件", Some(&wan)), Content::Other);
        assert!(matches!(read("1,23", Some(&wan)), Content::Unread(_)));
        assert!(matches!(read("12.50", None), Content::Unread(_)));
        let Content::Amount(amount) = read("▲ 3.50", Some(&wan)) else { panic!() };
        assert_eq!((amount.stated.as_str(), amount.yuan), ("▲3.50", (-35_000).into()));
    }
}
