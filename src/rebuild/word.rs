//! A word with what it is by itself, which is asked for again and again.

use crate::lex::{is_amount_or_zero, is_digits, is_rate, ordinal_depth, token};
use crate::model::{Line, Token, Total};
use std::ops::Deref;

/// Characters of the longest name of a total, 本年支出合计.
const LONGEST_TOTAL: usize = 8;

/// A line of a cell, or a word of a line without rulings.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    line: Line,
    token: Token,
    /// Its place makes a whole number a figure, whatever else its digits could be.
    counts: bool,
}

impl Deref for Word {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.line
    }
}

impl From<Line> for Word {
    fn from(line: Line) -> Word {
        let token = token(&line.text);
        Word { line, token, counts: false }
    }
}

impl Word {
    /// The line alone.
    pub fn into_line(self) -> Line {
        self.line
    }

    /// Puts another word behind.
    pub fn append(&mut self, word: &Line) {
        append(&mut self.line, word);
        self.token = token(&self.line.text);
        self.counts &= matches!(self.token, Token::Figure(_));
    }

    /// An amount, or a lone zero, or a whole number whose place says that it is one, or a rate: what stands in a column of
    /// figures.
    pub fn is_figure(&self) -> bool {
        match self.token {
            Token::Figure(_) => self.counts || is_amount_or_zero(&self.text),
            Token::Words(_) => is_rate(&self.text),
            _ => false,
        }
    }

    /// A figure of digits alone: an amount, a code, a year, an ordinal.
    pub fn is_whole_number(&self) -> bool {
        matches!(&self.token, Token::Figure(figure) if !figure.amount)
    }

    /// Nothing, printed as a figure.
    pub fn is_zero(&self) -> bool {
        matches!(&self.token, Token::Figure(figure) if figure.value.is_zero())
    }

    /// Says that its place makes a whole number a figure.
    pub fn count_as_figure(&mut self) {
        self.counts = self.is_whole_number();
    }

    /// A subject code alone.
    pub fn is_code(&self) -> bool {
        !self.counts && !matches!(self.token, Token::Named(..)) && self.token.code().is_some()
    }

    /// A dash: a blank cell.
    pub fn is_dash(&self) -> bool {
        self.token == Token::Dash
    }

    /// Neither figure nor dash nor digits.
    pub fn is_words(&self) -> bool {
        !self.is_figure() && !self.is_dash() && !is_digits(&self.text)
    }

    /// 合计 or 总计, or with what it is the sum of.
    pub fn is_total(&self) -> bool {
        matches!(self.token, Token::Total(total) if sums(total, &self.text))
    }

    /// 合计 or 总计 alone.
    pub fn is_plain_total(&self) -> bool {
        self.token == Token::Total(Total::All)
    }

    /// Begins with 一、 or the like; (1) alone is one, too.
    pub fn is_ordinal(&self) -> bool {
        match &self.token {
            Token::Figure(_) if self.counts => false,
            Token::Figure(figure) => !figure.amount && ordinal_depth(&self.text).is_some(),
            token => token.ordinal().is_some(),
        }
    }

    /// Only the first line of a row prints it: a code, an ordinal, a total.
    pub fn opens_row(&self) -> bool {
        self.is_code() || self.is_total() || self.is_ordinal()
    }
}

/// Is it a total where no ruling tells a row from what stands beside it? 小计 is a head as often, and what is longer than
/// any name of a total the end of a sentence.
pub fn sums(total: Total, text: &str) -> bool {
    match total {
        Total::Group => false,
        Total::All => true,
        Total::Named => text.chars().filter(|c| !c.is_whitespace()).count() <= LONGEST_TOTAL,
    }
}

/// Puts a word behind another.
pub fn append(line: &mut Line, word: &Line) {
    line.text.push_str(&word.text);
    line.rect = line.rect.union(&word.rect);
    line.glyphs.extend(&word.glyphs);
}
