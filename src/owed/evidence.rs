//! A document as the search for obligations looks at it.

use crate::catalog::narrative::fold;
use crate::catalog::owed::words;
use crate::lex::line_ordinal;
use crate::model::{Ledger, LedgerTable, Line, Mention, Outline, Paragraph, Rebuilt};

/// Characters of a heading, and of the words that a paragraph opens with as one.
const HEADING: usize = 45;

/// A paragraph, for comparing.
pub(super) struct Passage {
    /// Text without white space and quotation marks, in half-width punctuation.
    pub text: String,
    /// What of it may be a heading; empty where nothing is.
    pub head: String,
    /// Depth of its heading, if it is one.
    pub depth: Option<u8>,
    /// The page it begins on.
    pub page: u32,
    /// It explains words, and states nothing of the body.
    pub glossary: bool,
}

/// The document.
pub(super) struct Evidence<'d> {
    pub ledger: &'d Ledger,
    pub outline: &'d Outline,
    pub passages: Vec<Passage>,
    /// It has a standard table.
    pub has_tables: bool,
    /// It has an explanation: figures of the prose, or a glossary.
    pub has_prose: bool,
    /// Page on which standard tables are announced.
    pub announced: Option<u32>,
    /// Page on which the explanation is announced.
    pub prose_announced: Option<u32>,
}

impl<'d> Evidence<'d> {
    pub fn of(ledger: &'d Ledger, outline: &'d Outline, rebuilt: &Rebuilt) -> Evidence<'d> {
        let passages = passages(&rebuilt.paragraphs);
        let announces = |line: &&Line| words().announced.prose.is_in(&fold(&line.text));
        Evidence {
            has_tables: ledger.tables.iter().any(|table| !table.id.is_other()),
            has_prose: ledger.has_prose || passages.iter().any(|p| p.glossary),
            announced: ledger.announced.first().map(|a| a.page),
            prose_announced: outline.entries().find(announces).map(|line| line.page),
            ledger,
            outline,
            passages,
        }
    }

    /// The first page that says that the tables stand in another file.
    pub fn elsewhere(&self) -> Option<u32> {
        let wording = &words().announced.elsewhere;
        let says = |lines: &Vec<Line>| lines.iter().any(|line| wording.is_in(&fold(&line.text)));
        self.outline.lines.iter().zip(1..).find(|(lines, _)| says(lines)).map(|(_, page)| page)
    }

    /// The tables with one of these ids.
    pub fn tables<'s>(&'s self, ids: &'s [String]) -> impl Iterator<Item = &'d LedgerTable> + 's {
        self.ledger.tables.iter().filter(|table| ids.iter().any(|id| table.id.as_str() == id))
    }

    /// Passages that are no glossary's.
    pub fn prose(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| !passage.glossary)
    }

    /// The first figure of the prose with one of these keys.
    pub fn mention(&self, keys: &[String]) -> Option<&'d Mention> {
        self.ledger.narrative.iter().find(|m| keys.iter().any(|key| m.key.as_str() == key))
    }

    /// The passages from the one that holds this sentence to the end of its section.
    pub fn section_behind(&self, sentence: &str) -> &[Passage] {
        let sentence = fold(sentence);
        let Some(at) = self.passages.iter().position(|p| p.text.contains(&sentence)) else {
            return &[];
        };
        let above = self.passages[..=at].iter().rev().find_map(|p| p.depth).unwrap_or(u8::MAX);
        let behind = &self.passages[at + 1..];
        let end = behind.iter().position(|p| p.depth.is_some_and(|depth| depth <= above));
        &self.passages[at..at + 1 + end.unwrap_or(behind.len())]
    }
}

fn passages(paragraphs: &[Paragraph]) -> Vec<Passage> {
    let mut glossary: Option<u8> = None;
    let each = |paragraph: &Paragraph| {
        let text = fold(&paragraph.text);
        let opens = paragraph.heading.is_some()
            || line_ordinal(&text).is_some()
            || text.chars().count() <= HEADING;
        let head: String = if opens { text.chars().take(HEADING).collect() } else { String::new() };
        let is_glossary = words().glossary.is_in(&head);
        if let Some(depth) = paragraph.heading
            && glossary.is_some_and(|above| depth <= above)
        {
            glossary = None;
        }
        if is_glossary && glossary.is_none() {
            glossary = Some(paragraph.heading.unwrap_or(1));
        }
        let page = paragraph.pages.first().copied().unwrap_or(1);
        Passage { head, depth: paragraph.heading, page, glossary: glossary.is_some(), text }
    };
    paragraphs.iter().map(each).collect()
}
