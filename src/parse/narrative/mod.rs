//! The figures of the explanation (情况说明), each under its key.
//!
//! 1. Paragraphs are folded (`text`); headings give the section and what the section is about.
//! 2. Figures are numbers with a unit (`figure`); years, codes and thresholds are none.
//! 3. Between two figures stands the lead. It says what the figure is: a change against last year, a share, a
//!    budget that was completed (`role`), or a figure of its own, named by the label directly before it (`label`) or by a
//!    functional subject (`subject`). A lead without a name speaks of what was named before (`clause`,
//!    `change`, `count`).
//! 4. Reasons, asides and glossaries state nothing.
//!
//! Every word of this is data: `catalog/data/narrative.toml`.

mod about;
mod change;
mod clause;
mod codes;
mod count;
mod figure;
mod label;
mod reader;
mod role;
mod subject;
mod text;
mod walk;

pub use codes::codes_from_tables;

use crate::catalog::narrative::{Narrative, Place};
use crate::model::{Finding, FindingKind, Kind, Mention, Paragraph};
use about::About;

use label::{Label, label, skip_ordinal};
use reader::Reader;
use text::{Text, has_any};

/// One mention for each figure of the prose that docs/contract/narrative.tsv has a key for, in reading order; and one
/// note on the amounts that no label of the vocabulary names, if any.
pub fn narrative(
    paragraphs: &[Paragraph],
    kind: Option<Kind>,
    year: Option<u16>,
    words: &Narrative,
) -> (Vec<Mention>, Vec<Finding>) {
    let mut headings: Vec<(u8, Vec<char>)> = Vec::new();
    let mut reader = Reader::new(kind, year, words);
    for paragraph in paragraphs {
        let text = Text::new(paragraph);
        let figures = figure::figures(&text.chars, 0, text.chars.len(), words);
        if let Some(depth) = paragraph.heading
            && figures.is_empty()
        {
            headings.retain(|(d, _)| *d < depth);
            headings.push((depth, text.chars.clone()));
            reader.enter(place_of(&headings, words));
        }
        if !headings.iter().any(|(_, h)| has_any(h, &words.words.skip)) {
            reader.paragraph(&text, &figures);
        }
    }
    let mut findings = Vec::new();
    if let Some((page, sentence, count)) = &reader.unnamed {
        let note = format!(
            "{count} amounts of the prose carry no label that the vocabulary knows; the first: \"{sentence}\""
        );
        findings.push(Finding::new(FindingKind::NarrativeUnnamed, note).at_page(*page));
    }
    (reader.mentions, findings)
}

/// Section of the deepest heading that names one (a weak one gives way to a strong one above it), and what the deepest
/// heading that says so is about.
fn place_of<'w>(
    headings: &[(u8, Vec<char>)],
    words: &'w Narrative,
) -> (Option<&'w str>, Option<About>) {
    let found = |(_, h): &(u8, Vec<char>)| words.section_of(&h.iter().collect::<String>());
    let deepest = headings.iter().rev().find_map(found);
    let above = headings.iter().rev().filter(|(d, _)| *d > 1).filter_map(found).find(|s| !s.weak);
    let section =
        deepest.map(|s| if s.weak { above.unwrap_or(s) } else { s }).map(|s| s.id.as_str());
    let about = headings.iter().rev().find_map(|(_, h)| {
        let from = skip_ordinal(h, 0);
        let to = h.len() - h.iter().rev().take_while(|c| matches!(c, ':' | '。')).count();
        if let Some(named) = subject::named(h, from, to.max(from), None, words) {
            return Some(About::named(named, Place { section, ..Place::default() }));
        }
        match label(
            h,
            from.min(to),
            to,
            words,
            Place { section, ..Place::default() },
            &words.words.heading_tails,
        ) {
            Label::Known { key, .. } if !key.is_empty() => Some(About::key(&key)),
            _ => None,
        }
    });
    (section, about)
}

#[cfg(test)]
mod tests;
