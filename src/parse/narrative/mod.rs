//! The figures of the explanation (情况说明), each under its key.
//!
//! 1. Paragraphs are folded (`text`); headings give the section, what the section is about (here) and whose money it is
//!    (`scope`).
//! 2. Figures are numbers with a unit (`figure`); years, codes and thresholds are none.
//! 3. Paragraphs and sentences pass (`passage`): by turns the words before a figure and the figure.
//! 4. The words (`walk`) say what is listed, explained or left aside, and name what follows.
//! 5. The figure (`statement`) has the words before it (`lead`), which say what it is: a change against last year, a
//!    share, a budget that was completed (`role`), a number of things (`count`), or a figure of its own. That is named by
//!    the label directly before it (`label`) or by a functional subject, with its marks (`subject`) or without (`listed`). A figure without a name is one of
//!    what was said before (`statement`, `change`).
//!    A figure of another year (`years`), of other bodies or of a part (`bodies`) is none of its key.
//! 6. Reasons, asides and glossaries state nothing, until their end (`reason`).
//! 7. What is stated becomes a mention (`stated`), and gets the code of its row in the tables (`codes`).
//!
//! 8. What final accounts count besides money is read by the events that it counts (`events`). What became of no mention
//!    is told, sentence by sentence.
//!
//! What is remembered meanwhile, and for how long, is in `state`; the `reader` holds it.
//! Every word of this is data: `catalog/data/narrative.toml`. Here are only the brackets of the subject levels (类款项),
//! what a date is made of (年月日), and two particles that link figures (的, 是).

mod about;
mod another_year;
mod bodies;
mod change;
mod codes;
mod count;
mod events;
mod figure;
mod label;
mod lead;
mod listed;
mod passage;
mod reader;
mod reason;
mod role;
mod scope;
mod state;
mod stated;
mod statement;
mod subject;
mod text;
mod unread;
mod walk;
mod whose;
mod years;

pub use codes::codes_from_tables;

use crate::catalog::narrative::{Narrative, Place};
use crate::model::{Finding, Kind, Mention, MoneyScope, Paragraph};
use about::About;
use label::{Label, label, skip_ordinal};
use reader::Reader;
use scope::Scope;
use text::{Text, has_any};
use unread::Unread;

/// One mention for each figure of the prose that docs/contract/narrative.tsv has a key for, in reading order; and one
/// note for each sentence with figures that are no mention.
pub fn narrative(
    paragraphs: &[Paragraph],
    kind: Option<Kind>,
    year: Option<u16>,
    vocabulary: &Narrative,
) -> (Vec<Mention>, Vec<Finding>) {
    let mut headings: Vec<Heading> = Vec::new();
    let mut reader = Reader::new(kind, year, vocabulary);
    // Whose money it was before a list that says so itself.
    let mut outside = None;
    let mut unread = Unread::default();
    for paragraph in paragraphs {
        let text = Text::new(paragraph);
        let figures = figure::figures(&text.chars, vocabulary);
        if let Some(depth) = paragraph.heading
            && figures.is_empty()
        {
            headings.retain(|h| h.depth < depth);
            headings.push(Heading { depth, chars: text.chars.clone(), page: text.page(0) });
            let section = section_of(&headings, vocabulary);
            reader.enter(section, about_of(&headings, section, vocabulary));
            let own = headings.iter().rev().filter(|h| h.depth > 1);
            let money = own.filter_map(|h| whose::said(&h.chars, &vocabulary.words)).next();
            let money = money.or_else(|| basic_of_all(&headings, section, vocabulary));
            reader.stated.money_said = money.or(reader.stated.money_said);
            reader.heading_year = headings
                .iter()
                .rev()
                .filter(|h| h.depth > 1)
                .find_map(|h| years::of_heading(&h.chars, &reader.roles));
            reader.listed_year = None;
            outside = None;
        } else if let Some(before) = outside
            && skip_ordinal(&text.chars, 0) == 0
        {
            // The list is over.
            reader.stated.money_said = before;
            outside = None;
        }
        let skipped =
            headings.iter().position(|h| has_any(&h.chars, &vocabulary.words.course.skip));
        if let Some(at) = skipped {
            let heading = &headings[at];
            unread.passed(&heading.chars, heading.page, &figures);
        } else {
            reader.paragraph(&text, &figures);
            if reader.stated.has_other_funds_alone()
                && let Some(money) = introduced(&text, vocabulary)
            {
                outside = outside.or(Some(reader.stated.money_said));
                reader.stated.money_said = Some(money);
            }
        }
    }
    if kind == Some(Kind::FinalAccounts) {
        reader.stated.join_sides();
    }
    reader.stated.withdraw_two_totals();
    let mut findings = std::mem::take(&mut reader.stated.untold);
    findings.extend(unread.findings());
    (reader.stated.mentions, findings)
}

/// Whose money the numbered paragraphs behind this one speak of, where its last sentence introduces them and says so:
/// 财政拨款支出主要内容如下：. It matters where nothing of the general public budget is appropriated: elsewhere the list is
/// that of its table.
fn introduced(text: &Text, vocabulary: &Narrative) -> Option<MoneyScope> {
    let (start, end) = text.sentences().pop()?;
    let sentence = &text.chars[start..end];
    let introduces = sentence.last() == Some(&':') && !sentence.iter().any(char::is_ascii_digit);
    if introduces { whose::said(sentence, &vocabulary.words) } else { None }
}

/// A heading that the paragraphs behind it stand under.
struct Heading {
    /// 1 for the highest.
    depth: u8,
    chars: Vec<char>,
    page: u32,
}

/// Section of the deepest heading that names one; a weak one gives way to a strong one above it.
fn section_of<'w>(headings: &[Heading], vocabulary: &'w Narrative) -> Option<&'w str> {
    let named = |h: &Heading| vocabulary.section_of(&h.chars.iter().collect::<String>());
    let deepest = headings.iter().rev().find_map(named)?;
    let above = headings.iter().rev().filter(|h| h.depth > 1).filter_map(named).find(|s| !s.weak);
    let section = if deepest.weak { above.unwrap_or(deepest) } else { deepest };
    Some(section.id.as_str())
}

/// All money, where a heading of basic expenditure that does not say whose stands under one of all spending: 三、支出决算情况
/// 说明 ▸ （一）基本支出情况.
fn basic_of_all(
    headings: &[Heading],
    section: Option<&str>,
    vocabulary: &Narrative,
) -> Option<MoneyScope> {
    const OF_ALL: [&str; 3] = ["income", "expenditure", "both"];
    let above = headings.iter().rev().skip(1).find(|h| h.depth > 1)?;
    let of_above = vocabulary.section_of(&above.chars.iter().collect::<String>())?;
    let of_all = section == Some("basic") && OF_ALL.contains(&of_above.id.as_str());
    of_all.then_some(MoneyScope::All)
}

/// What the deepest heading that says so is about: a subject, or a label of the vocabulary.
fn about_of(headings: &[Heading], section: Option<&str>, vocabulary: &Narrative) -> Option<About> {
    headings.iter().rev().find_map(|Heading { chars, .. }| {
        let stops = chars.iter().rev().take_while(|c| matches!(c, ':' | '。')).count();
        let words = &chars[..chars.len() - stops];
        let words = &words[skip_ordinal(words, 0)..];
        if let Some(named) = subject::named(words, None, vocabulary) {
            return Some(About::named(named, Scope::under(section).fund()));
        }
        let place = Place { section, ..Place::default() };
        match label(words, vocabulary, place, &vocabulary.words.labels.heading_tails) {
            Label::Known { key, .. } if !key.is_empty() => Some(About::key(&key)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wording;
