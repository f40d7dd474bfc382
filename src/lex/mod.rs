//! What a printed text is by itself: a figure, a code, a total, a dash, words. One answer to each question, for cells
//! below rulings and words without them alike; what a text means at its place is for the stages to say.
//!
//! Where callers need different strictness on purpose, the predicates stand side by side, each with its reason.

mod code;
mod figure;
mod label;
mod ordinal;
mod row;
mod words;

pub use code::{
    code_and_name, digits_to_code, is_code, name_and_code, pointed_digits, text_to_code,
};
pub use figure::{
    figure, holds_amount, is_amount, is_amount_or_zero, is_dash, is_dash_char, is_digit, is_digits,
    is_error, is_figure_char, is_inside_figure, is_lone_sign, is_odd_digit, is_percent, is_rate,
    stands_for_blank,
};
pub use label::{
    OF_WHICH, THIS_YEAR, clean_head, clean_label, is_of_which, ordinal_depth, printed_name,
    year_to_relative,
};
pub use ordinal::{NUMERALS, Numbered, Ordinal, clause_ordinal, line_numbered, line_ordinal};
pub use row::{
    column_numbers, has_leader, is_caption, is_code_level, is_contents_entry, is_page_number,
    opens_note, says_empty, total,
};

use crate::model::{Token, squeezed};

/// What the text is by itself.
pub fn token(text: &str) -> Token {
    let s = squeezed(text);
    if s.is_empty() {
        return Token::Blank;
    }
    // The first character settles it for most texts, which are words.
    if s.starts_with(|ch: char| ('一'..='鿿').contains(&ch)) {
        return match name_and_code(text) {
            Some((code, name)) => Token::Named(code, name),
            None => total(&s).map_or_else(|| Token::Words(ordinal_depth(&s)), Token::Total),
        };
    }
    if is_dash(&s) {
        return Token::Dash;
    }
    if is_error(&s) {
        return Token::Error;
    }
    // Of the text as printed: squeezed, ² is 2.
    if let Some(figure) = figure(text) {
        return Token::Figure(figure);
    }
    if let Some(code) = text_to_code(&s) {
        return Token::Code(code);
    }
    if let Some((code, name)) = code_and_name(text) {
        return Token::Named(code, name);
    }
    total(&s).map_or_else(|| Token::Words(ordinal_depth(&s)), Token::Total)
}

/// The text as printed, without white space.
pub fn printed(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    crate::model::push_printed(&mut printed, text);
    printed
}

/// Full-width digits and the punctuation of labels in half width, one character for one.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '－' => '-',
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '］' => ']',
        '：' => ':',
        '．' => '.',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::figure::is_amount;
    use super::*;
    use crate::model::Total;
    use proptest::prelude::*;

    /// A text's token, told shortly.
    fn told(text: &str) -> String {
        match token(text) {
            Token::Figure(f) => {
                let code = f.code.map_or(String::new(), |c| format!(" or code {}", c.digits));
                format!("{} {}{code}", if f.amount { "amount" } else { "number" }, f.value)
            }
            Token::Code(c) => format!("code {}", c.digits),
            Token::Named(c, name) => format!("{}: {name}", c.digits),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn each_text_has_one_reading() {
        for (text, want) in [
            (" ", "Blank"),
            ("—", "Dash"),
            ("/", "Dash"),
            ("602.56", "amount 602.56"),
            ("▲3.50", "amount -3.50"),
            ("¥12.00", "amount 12.00"),
            ("1,23", "Words(None)"),
            ("22,118,861", "amount 22118861"),
            ("35.47²", "Words(Some(3))"),
            ("208", "number 208 or code 208"),
            ("（208）", "number -208 or code 208"),
            ("05", "number 5"),
            ("[212]", "code 212"),
            ("[212]城乡社区支出", "212: 城乡社区支出"),
            ("2010301-行政运行", "2010301: 行政运行"),
            ("合 计", "Total(All)"),
            ("小计", "Total(Group)"),
            ("本年支出合计", "Total(Named)"),
            ("###", "Error"),
            ("#DIV/0!", "Error"),
            ("一、财政拨款收入", "Words(Some(1))"),
            ("（2）公务用车运行费", "Words(Some(4))"),
            ("95%", "Words(None)"),
            ("某局", "Words(None)"),
        ] {
            assert_eq!(told(text), want, "{text}");
        }
    }

    /// Rooms that lexed for themselves gave each of these two answers.
    #[test]
    fn former_disagreements_have_one_answer() {
        for (text, amount, code) in [
            ("▲3.50", true, false),
            ("¥12.00", true, false),
            ("￥12.00", true, false),
            ("−3.50", true, false),
            ("（3.50）", true, false),
            ("+3.50", true, false),
            ("1,23", false, false),
            ("12,345.60,10", false, false),
            ("3.50)", false, false),
            ("[212]", false, true),
            ("（208）", false, true),
            ("208", false, true),
        ] {
            let token = token(text);
            assert_eq!((token.is_amount(), token.code().is_some()), (amount, code), "{text}");
            assert_eq!((is_amount(text), text_to_code(text).is_some()), (amount, code), "{text}");
        }
        assert_eq!(["合计", "总计", "小计"].map(|t| total(t).is_some()), [true; 3]);
        assert_eq!(total("人员经费合计"), Some(Total::Named));
        assert_eq!(["注：", "注1", "备注", "说明：", "附注", "*注"].map(opens_note), [true; 6]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_token(text in "\\PC{0,40}") {
            let token = token(&text);
            prop_assert_eq!(token.is_amount(), is_amount(&text));
            prop_assert_eq!(token.figure().is_some(), figure(&text).is_some());
            prop_assert_eq!(token == Token::Blank, squeezed(&text).is_empty());
        }
    }
}
