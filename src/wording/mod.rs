//! The text as published (T1 to T5 of docs/contract/checks.md): what shows that a template was not filled in to its end, or
//! that one page was taken from another paper. Findings of severity note, each with its page and words.
//!
//! Looked at are the sentences and headings outside tables, titles, entries of contents pages, and heads of tables. The
//! glossary explains words and is left out. The patterns are data ([`catalog::wording`](crate::catalog::wording)).

mod names;
mod scope;

use crate::catalog::narrative::fold;
use crate::catalog::owed;
use crate::catalog::wording::{Wording, words};
use crate::deadline;
use crate::model::{Finding, FindingKind, Ledger, Outline, Rebuilt};
use hashbrown::HashSet;
use std::ops::Range;

/// Characters told on either side of what is wrong.
const AROUND: usize = 16;

/// A text of the document, and where it stands.
struct Text {
    text: String,
    page: u32,
    /// A title, a contents entry or a note, not a sentence.
    is_title: bool,
}

/// What the text as published shows, in the order of rules and pages.
pub fn remarks(ledger: &Ledger, outline: &Outline, rebuilt: &Rebuilt) -> Vec<Finding> {
    // another paper is not measured by what a disclosure says
    if ledger.identity.kind.is_none() || (ledger.tables.is_empty() && !ledger.has_prose) {
        return Vec::new();
    }
    let texts = texts(ledger, outline, rebuilt);
    let heads = heads(ledger);
    let mut found = Vec::new();
    let (residue, share, year) = (&words().residue, &words().share, &words().year);
    found.extend(unfinished(&texts, residue, |words, around| {
        Finding::new(FindingKind::TemplateResidue, format!("T1: “{words}” looks like words of a template that nobody filled in, chose from or deleted: “{around}”"))
    }));
    found.extend(unfinished(&heads, &words().heads, |words, around| {
        Finding::new(FindingKind::TemplateResidue, format!("T1: “{words}” looks like words of a template that nobody filled in, chose from or deleted: “{around}”"))
    }));
    found.extend(unfinished(&texts, share, |words, around| {
        Finding::new(
            FindingKind::ShareWithoutSign,
            format!("T2: the share or rate “{words}” has no sign: “{around}”"),
        )
    }));
    found.extend(unfinished(&texts, year, |words, around| {
        Finding::new(FindingKind::BrokenYear, format!("T3: “{words}” is no year: “{around}”"))
    }));
    found.extend(names::renamed(ledger));
    found.extend(scope::mixed(ledger, &texts));
    found
}

/// Contents entries, titles and notes of tables, and the sentences and headings outside tables but for the glossary.
fn texts(ledger: &Ledger, outline: &Outline, rebuilt: &Rebuilt) -> Vec<Text> {
    let contents = outline.entries().map(|line| {
        let text = fold(&line.text);
        // a row of low lines leads to the page number
        Text { text: text.replace("__", ""), page: line.page, is_title: true }
    });
    let titles =
        outline.marks.iter().map(|m| Text { text: fold(&m.title), page: m.page, is_title: true });
    let notes = ledger.tables.iter().flat_map(|table| &table.notes);
    let notes = notes.map(|note| Text { text: fold(&note.text), page: note.page, is_title: true });
    let mut texts: Vec<Text> = contents.chain(titles).chain(notes).collect();
    let mut glossary: Option<u8> = None;
    for paragraph in &rebuilt.paragraphs {
        deadline::tick();
        let text = fold(&paragraph.text);
        if let Some(depth) = paragraph.heading {
            if glossary.is_some_and(|above| depth <= above) {
                glossary = None;
            }
            if glossary.is_none() && owed::words().glossary.is_in(&text) {
                glossary = Some(depth);
            }
        }
        if glossary.is_some() {
            continue;
        }
        let mut start = 0;
        for sentence in text.split_inclusive('。') {
            let page = paragraph.pages.get(start).or(paragraph.pages.last());
            texts.push(Text {
                text: sentence.to_owned(),
                page: page.copied().unwrap_or(1),
                is_title: false,
            });
            start += sentence.chars().count();
        }
    }
    texts
}

/// The heads of the tables' measures.
fn heads(ledger: &Ledger) -> Vec<Text> {
    let each =
        ledger.tables.iter().flat_map(|table| table.columns.iter().map(|c| (table.page, &c.label)));
    each.map(|(page, label)| Text { text: fold(label), page, is_title: true }).collect()
}

/// A finding for each text that holds one of the patterns; of titles that return, the first.
fn unfinished(
    texts: &[Text],
    wording: &Wording,
    say: impl Fn(&str, &str) -> Finding,
) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let each = texts.iter().filter_map(|Text { text, page, is_title }| {
        deadline::tick();
        let at = wording.find(text)?;
        (!is_title || seen.insert(text.clone()))
            .then(|| say(&text[at.clone()], &around(text, at)).at_page(*page))
    });
    each.collect()
}

/// The words and a little of what stands around them.
fn around(text: &str, at: Range<usize>) -> String {
    let before: Vec<char> = text[..at.start].chars().rev().take(AROUND).collect();
    let behind: String = text[at.end..].chars().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    format!("{before}{}{behind}", &text[at])
}

#[cfg(test)]
mod tests;
