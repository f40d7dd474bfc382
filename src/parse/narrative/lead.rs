//! The words before a figure, and where their clause begins.

use super::figure::{Figure, Unit};
use super::text::{REACH, Span, is};
use std::borrow::Cow;

/// The words between a figure and the one before it.
pub(super) struct Lead<'t> {
    words: Cow<'t, [char]>,
    /// Where the last clause of `words` begins.
    clause: usize,
}

impl<'t> Lead<'t> {
    pub fn new(words: impl Into<Cow<'t, [char]>>) -> Lead<'t> {
        let words = words.into();
        Lead { clause: clause_start(&words), words }
    }

    /// The words of `s` between `from` and `to`. Behind a bracket that holds figures of its own they go on from before it:
    /// 运行费5万元(其中…)比上年增加, 比上年(8万元)减少.
    pub fn behind(s: &Span<'t>, from: usize, to: usize, closed: Option<Closed>) -> Lead<'t> {
        let chars = &s.text.chars;
        match closed {
            Some(b) if b.open < from && b.close >= from => {
                let start = b.lead.max(b.open.saturating_sub(REACH));
                Lead::new([&chars[start..b.open], &chars[b.close + 1..to]].concat())
            }
            _ => Lead::new(&chars[from..to]),
        }
    }

    /// All of the words.
    pub fn words(&self) -> &[char] {
        &self.words
    }

    /// Those of the clause that the figure stands in.
    pub fn clause(&self) -> &[char] {
        &self.words[self.clause..]
    }

    /// The words before that clause, without the comma between; none where it is the first.
    pub fn before_clause(&self) -> &[char] {
        &self.words[..self.clause.saturating_sub(1)]
    }

    /// Are they nothing but `word`?
    pub fn is(&self, word: &str) -> bool {
        is(&self.words, word)
    }
}

/// A bracket that closed: the words before it go on behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closed {
    /// Where the words before it begin.
    pub lead: usize,
    /// Its `(`.
    pub open: usize,
    /// Its `)`.
    pub close: usize,
}

/// A figure of money or a percentage, with the words before it.
pub(super) struct Told<'t> {
    pub s: &'t Span<'t>,
    pub lead: Lead<'t>,
    pub figure: &'t Figure,
}

impl Told<'_> {
    pub fn percent(&self) -> bool {
        self.figure.unit == Unit::Percent
    }
}

/// Where the last clause of `chars` begins: behind the last comma, semicolon, colon or open bracket; a closed bracket
/// belongs to the clause (因公出国(境)费).
pub(super) fn clause_start(chars: &[char]) -> usize {
    let from = chars.len().saturating_sub(REACH);
    let mut depth = 0usize;
    for i in (from..chars.len()).rev() {
        match chars[i] {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            ',' | ';' | '。' | ':' | '(' if depth == 0 => return i + 1,
            _ => {}
        }
    }
    from
}

/// The last clause of `chars`.
pub(super) fn last_clause(chars: &[char]) -> &[char] {
    &chars[clause_start(chars)..]
}

/// What stands behind the last semicolon of `chars`.
pub(super) fn last_segment(chars: &[char]) -> &[char] {
    let chars = &chars[chars.len().saturating_sub(REACH)..];
    &chars[chars.iter().rposition(|c| matches!(c, ';' | '。')).map_or(0, |i| i + 1)..]
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;
    use crate::model::Paragraph;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn told(words: &[char]) -> String {
        words.iter().collect()
    }

    #[test]
    fn a_clause_holds_its_brackets_and_a_segment_its_commas() {
        let words = chars("共5万元;其中,因公出国(境)费");
        assert_eq!(told(last_clause(&words)), "因公出国(境)费");
        assert_eq!(told(last_segment(&words)), "其中,因公出国(境)费");
        assert_eq!(told(last_clause(&chars("运行费(其中油费"))), "其中油费");
        let lead = Lead::new(&words[..]);
        assert_eq!(told(lead.before_clause()), "共5万元;其中");
        assert!(Lead::new(chars("的")).is("的"));
        assert!(!Lead::new(chars("年的")).is("的"));
    }

    #[test]
    fn words_go_on_behind_a_bracket_with_figures() {
        let printed = "运行费5万元(其中油费2万元)比上年增加1万元";
        let paragraph = Paragraph { text: printed.into(), ..Paragraph::default() };
        let text = Text::new(&paragraph);
        let at = |c: char| printed.chars().position(|p| p == c).unwrap();
        let (open, close) = (at('('), at(')'));
        let s = Span { text: &text, start: 0, end: text.chars.len() };
        let closed = Closed { lead: 3, open, close };
        let lead = Lead::behind(&s, close, at('1'), Some(closed));
        assert_eq!(told(lead.words()), "5万元比上年增加");
        assert_eq!(told(Lead::behind(&s, close + 1, at('1'), Some(closed)).words()), "比上年增加");
        assert_eq!(told(Lead::behind(&s, close, at('1'), None).words()), ")比上年增加");
    }
}
