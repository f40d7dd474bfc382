//! What a printed text is by itself, before its place tells what it is for.

use super::Code;
use rust_decimal::Decimal;

/// A printed text told apart; `lex::token` makes it, once for each cell and word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Token {
    /// Nothing is printed.
    #[default]
    Blank,
    /// A dash or slash standing alone: a blank cell, as printed.
    Dash,
    /// One number. `208` may be an amount, a code, a part of one or a column's number: its place tells.
    Figure(Figure),
    /// A subject code in square brackets: `[212]`.
    Code(Code),
    /// Code and name in one text, `2010301-行政运行`: the code, and the name as printed.
    Named(Code, String),
    /// 合计, 小计, 支出总计.
    Total(Total),
    /// What a spreadsheet prints where it cannot print the figure: `###`, `#REF!`.
    Error,
    /// Anything else; the depth of the ordinal that it begins with (一、 1, （一） 2, 1、 3, （1） 4, ① 5).
    Words(Option<u8>),
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its value; the scale is the number of printed decimals.
    pub value: Decimal,
    /// It prints a decimal point or a thousands separator: an amount, whatever stands around it.
    pub amount: bool,
    /// Its separators are not the usual ones: a slip of the pen that leaves one reading, `1.348,03`.
    pub slip: bool,
    /// The subject code that its digits may be.
    pub code: Option<Code>,
}

/// A word for a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// 小计: the sum of a group.
    Group,
    /// 合计 or 总计: the sum of all.
    All,
    /// 本年支出合计, 收入总计: a sum that says of what.
    Named,
}

impl Token {
    /// The number, if the text is one.
    pub fn figure(&self) -> Option<Decimal> {
        match self {
            Token::Figure(figure) => Some(figure.value),
            _ => None,
        }
    }

    /// An amount, whatever stands around it: a number with a decimal point or a thousands separator.
    pub fn is_amount(&self) -> bool {
        matches!(self, Token::Figure(figure) if figure.amount)
    }

    /// The subject code that the text is, or whose digits it may be.
    pub fn code(&self) -> Option<&Code> {
        match self {
            Token::Figure(figure) => figure.code.as_ref(),
            Token::Code(code) | Token::Named(code, _) => Some(code),
            _ => None,
        }
    }

    /// Depth of the ordinal that words begin with.
    pub fn ordinal(&self) -> Option<u8> {
        match self {
            Token::Words(depth) => *depth,
            _ => None,
        }
    }
}
