//! A paragraph folded for comparing, every character knowing where it was printed; and words looked for in it.

use crate::catalog::narrative::is_quote;
use crate::model::{Paragraph, is_circled, is_usual, plain};
use unicode_normalization::UnicodeNormalization;

/// How far back from a figure its name is looked for, in characters: names and clauses are shorter, and hostile text is
/// read in bounded time.
pub(super) const REACH: usize = 300;

/// Folded text: NFKC, no white space, no quotation marks.
pub(super) struct Text<'a> {
    /// The characters.
    pub chars: Vec<char>,
    /// For each, the index of its printed character in the paragraph.
    at: Vec<u32>,
    printed: Vec<char>,
    paragraph: &'a Paragraph,
}

impl<'a> Text<'a> {
    pub fn new(paragraph: &'a Paragraph) -> Text<'a> {
        let printed: Vec<char> = paragraph.text.chars().collect();
        let (mut chars, mut at) =
            (Vec::with_capacity(printed.len()), Vec::with_capacity(printed.len()));
        for (i, &ch) in printed.iter().enumerate() {
            let mut push = |c: char| {
                if !c.is_whitespace() && !is_quote(c) {
                    chars.push(c);
                    at.push(i as u32);
                }
            };
            if is_usual(ch) || is_circled(ch) {
                push(ch)
            } else {
                std::iter::once(plain(ch)).nfkc().for_each(push)
            }
        }
        Text { chars, at, printed, paragraph }
    }

    /// As printed, from folded index `from` to before `to`.
    pub fn printed(&self, from: usize, to: usize) -> String {
        let Some(&start) = self.at.get(from) else { return String::new() };
        let end = match to.checked_sub(1).and_then(|i| self.at.get(i)) {
            Some(&last) => last as usize + 1,
            None => return String::new(),
        };
        self.printed.get(start as usize..end).map(|s| s.iter().collect()).unwrap_or_default()
    }

    /// Page of the character at folded index `i`.
    pub fn page(&self, i: usize) -> u32 {
        let p = &self.paragraph.pages;
        self.at.get(i).and_then(|&k| p.get(k as usize)).or(p.first()).copied().unwrap_or(0)
    }

    /// Sentences as ranges of folded indices: to 。 outside brackets, or to the end.
    pub fn sentences(&self) -> Vec<(usize, usize)> {
        let (mut all, mut start, mut depth, mut opened) = (Vec::new(), 0, 0usize, 0usize);
        for (i, &c) in self.chars.iter().enumerate() {
            match c {
                '(' => {
                    depth += 1;
                    opened = i;
                }
                ')' => depth = depth.saturating_sub(1),
                // A bracket that does not close within a sentence's length was a slip.
                '。' if depth == 0 || i - opened > 200 || self.chars.get(i + 1) != Some(&')') => {
                    depth = 0;
                    all.push((start, i + 1));
                    start = i + 1;
                }
                _ => {}
            }
        }
        if start < self.chars.len() {
            all.push((start, self.chars.len()));
        }
        all
    }
}

/// A sentence by its place in the paragraph.
#[derive(Clone, Copy)]
pub(super) struct Span<'t> {
    /// The paragraph.
    pub text: &'t Text<'t>,
    /// First character.
    pub start: usize,
    /// One past its last.
    pub end: usize,
}

impl Span<'_> {
    /// The sentence as printed, or as much of an endless one as stands around `at`.
    pub fn around(&self, at: usize) -> String {
        const LONG: usize = 4_000;
        let long = self.end - self.start > LONG;
        let (from, to) = if long {
            (at.saturating_sub(LONG / 2).max(self.start), (at + LONG / 2).min(self.end))
        } else {
            (self.start, self.end)
        };
        self.text.printed(from, to)
    }
}

/// Do the characters end in `word`?
pub(super) fn ends_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter().rev();
    word.chars().rev().all(|w| rest.next() == Some(&w))
}

/// Do the characters end in one of `words`?
pub(super) fn ends_with_any(chars: &[char], words: &[String]) -> bool {
    words.iter().any(|w| ends_with(chars, w))
}

/// How many characters stand before the first of `words` that they end in, if they end in one.
pub(super) fn before_end(chars: &[char], words: &[String]) -> Option<usize> {
    words.iter().find(|w| ends_with(chars, w)).map(|w| chars.len() - w.chars().count())
}

/// How many characters stand before the words that they end in, of which several may follow each other.
pub(super) fn before_ends(chars: &[char], words: &[String]) -> usize {
    let mut end = chars.len();
    while let Some(n) = before_end(&chars[..end], words).filter(|&n| n < end) {
        end = n;
    }
    end
}

/// Do the characters begin with `word`?
pub(super) fn starts_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|w| rest.next() == Some(&w))
}

/// Last place where one of `words` begins in `chars`, with the word's end.
pub(super) fn last_of(chars: &[char], words: &[String]) -> Option<(usize, usize)> {
    let found = words.iter().filter_map(|w| rfind(chars, w).map(|i| (i, i + w.chars().count())));
    found.max_by_key(|&(i, e)| (i, e))
}

/// Last place where `word` begins in `chars`.
pub(super) fn rfind(chars: &[char], word: &str) -> Option<usize> {
    let mut rest = word.chars();
    let last = rest.next_back()?;
    let before = rest.as_str();
    let mut end = chars.len();
    loop {
        end = chars[..end].iter().rposition(|c| *c == last)?;
        if ends_with(&chars[..end], before) {
            return Some(end - before.chars().count());
        }
    }
}

/// Do the characters begin with one of `words`?
pub(super) fn starts_with_any(chars: &[char], words: &[String]) -> bool {
    words.iter().any(|w| starts_with(chars, w))
}

/// Are the characters nothing but `word`?
pub(super) fn is(chars: &[char], word: &str) -> bool {
    word.chars().eq(chars.iter().copied())
}

/// Does any of `words` occur in `chars`?
pub(super) fn has_any(chars: &[char], words: &[String]) -> bool {
    words.iter().any(|w| rfind(chars, w).is_some())
}
