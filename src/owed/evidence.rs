//! A document as the search for obligations looks at it.
//!
//! 1. Prose is passages of sentences. What explains words (the glossary) states nothing of the body and stands apart.
//! 2. A passage opens with a heading if it is one, is numbered, short, or begins with a label and a colon; so does a numbered
//!    sentence in its middle. A heading ends at its first stop: what follows is its text.
//! 3. What reports on the work of the year, and an attached report of its own, state nothing of the body's accounts.
//! 4. Duties name the matter of every other section (负责国有资产管理): a sentence that begins as duties do is no heading, and
//!    below the heading of the duties nothing but headings of its own rank begins another section, or a line that is by its
//!    last word a section's heading.

use crate::catalog::divisions::Division;
use crate::catalog::narrative::fold;
use crate::catalog::owed::words;
use crate::catalog::wording::Wording;
use crate::lex::{Numbered, Ordinal, line_numbered};
use crate::model::{Ledger, LedgerTable, Line, Mention, Outline, Paragraph, Rebuilt};
use std::ops::Range;

/// Characters of a heading at most.
const HEADING: usize = 45;
/// Characters of a section's heading without an ordinal at most.
const LINE: usize = 20;
/// Characters of a label before a colon at most.
const LABEL: usize = 16;
/// A passage below the duties whose heading has this depth (一、) is none of them, whatever the depth of theirs.
const SECTION: u8 = 2;

/// A paragraph, for comparing.
pub(super) struct Passage<'d> {
    /// Text without white space and quotation marks, in half-width punctuation.
    pub text: String,
    /// Depth of its heading, if it is one.
    pub depth: Option<u8>,
    /// The same of a sentence that is numbered as headings are.
    rank: Option<u8>,
    /// It explains words, and states nothing of the body.
    pub glossary: bool,
    /// It stands in the list of duties.
    pub duties: bool,
    /// It belongs to an account of other matters.
    aside: Option<Aside>,
    /// Its headings, by bytes of the text, without ordinals.
    heads: Vec<Range<usize>>,
    paragraph: &'d Paragraph,
}

impl Passage<'_> {
    /// Where a heading stands that holds one of these words.
    fn heading(&self, wording: &Wording) -> Option<usize> {
        let named = |head: &&Range<usize>| {
            let text = &self.text[(*head).clone()];
            // a heading that goes on says what it is only as far as it was looked at
            let is_cut =
                !self.text[head.end..].is_empty() && !self.text[head.end..].starts_with(STOPS);
            !words().heading.names.is_in(text)
                && wording.is_in(&if is_cut { format!("{text}…") } else { text.to_owned() })
        };
        self.heads.iter().find(named).map(|head| head.start)
    }

    /// The page of byte `at` of the text.
    fn page_at(&self, at: usize) -> u32 {
        let Paragraph { text, pages, .. } = self.paragraph;
        let mut folded = 0;
        let reaches = |c: char| {
            folded += fold(c.encode_utf8(&mut [0; 4])).len();
            folded > at
        };
        let place = text.chars().filter(|c| !c.is_whitespace()).position(reaches);
        place.and_then(|place| pages.get(place)).or(pages.last()).copied().unwrap_or(1)
    }
}

/// An account of other matters than the body's money.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// The work of the year: what is done for others.
    Work,
    /// A report of its own, attached: it has all sections, and may state the counts of evaluations.
    Report,
}

/// What is asked of sentences.
#[derive(Clone, Copy)]
pub(super) enum Asks {
    /// That they show a section; `of_duties` where one of the duties may.
    Section {
        /// Of the duties too?
        of_duties: bool,
    },
    /// That they state a count.
    Count,
}

/// What ends a heading.
const STOPS: [char; 4] = ['。', ';', ':', ','];

/// The document.
pub(super) struct Evidence<'d> {
    pub ledger: &'d Ledger,
    pub outline: &'d Outline,
    pub passages: Vec<Passage<'d>>,
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
    pub fn of(ledger: &'d Ledger, outline: &'d Outline, rebuilt: &'d Rebuilt) -> Evidence<'d> {
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

    /// Does the document say that its body is a division's: on its cover, or by whose body it is?
    pub fn is_local(&self) -> bool {
        let local = &words().local;
        let cover = self.outline.lines.first().map_or(&[][..], Vec::as_slice);
        let year = self.ledger.identity.fiscal_year;
        let has_parent = |p: &Passage| {
            let parent = local.parent.find(&p.text).map(|at| &p.text[at]);
            parent.is_some_and(|parent| Division::of(parent, year).is_some())
        };
        cover.iter().any(|line| local.cover.is_in(&fold(&line.text)))
            || self.prose().any(has_parent)
    }

    /// The tables with one of these ids.
    pub fn tables<'s>(&'s self, ids: &'s [String]) -> impl Iterator<Item = &'d LedgerTable> + 's {
        self.ledger.tables.iter().filter(|table| ids.iter().any(|id| table.id.as_str() == id))
    }

    /// Passages that are no glossary's.
    pub fn prose(&self) -> impl Iterator<Item = &Passage<'d>> {
        self.passages.iter().filter(|passage| !passage.glossary && passage.aside.is_none())
    }

    /// The page of the first heading that holds one of these words; `of_duties` where it may stand among the duties.
    pub fn headed(&self, wording: &Wording, of_duties: bool) -> Option<u32> {
        let own = |p: &Passage| p.heading(wording).map(|at| p.page_at(at));
        let section =
            |p: &Passage| p.depth.is_some() && p.heading(&words().duty.sections).is_some();
        let first = self.prose().filter(|p| of_duties || !p.duties || section(p)).find_map(own);
        let of_glossary = |p: &&Passage| p.glossary && p.heading(&words().glossary).is_some();
        first.or_else(|| self.passages.iter().filter(of_glossary).find_map(own))
    }

    /// The page of the first sentence with one of these words.
    pub fn said(&self, wording: &Wording, asks: Asks) -> Option<u32> {
        let duty = &words().duty;
        let (of_duties, counts) = match asks {
            Asks::Section { of_duties } => (of_duties, false),
            Asks::Count => (true, true),
        };
        // what the money is for, and why it is more, tells of no section
        let aim = |s: &str, at: &Range<usize>| {
            !counts && words().heading.aims.find(s).is_some_and(|aim| aim.end <= at.start)
        };
        let is_other = |sentence: &str| {
            !duty.figures.is_in(sentence)
                && (duty.begins.is_in(bare(sentence)) || !of_duties && duty.says.is_in(sentence))
        };
        let page = |p: &Passage| {
            let found = sentences(&p.text).find_map(|(start, sentence)| {
                let at = wording.find(sentence)?;
                (!is_other(sentence) && !aim(sentence, &at)).then_some(start + at.start)
            });
            found.map(|at| p.page_at(at))
        };
        let own = |p: &&Passage| match p.aside {
            None => !p.glossary && (of_duties || !p.duties),
            Some(aside) => counts && aside == Aside::Report && !p.glossary,
        };
        self.passages.iter().filter(own).find_map(page)
    }

    /// The page of the first sentence in which this finds a byte.
    pub fn page_saying(&self, says: impl Fn(&str) -> Option<usize>) -> Option<u32> {
        let own = |p: &Passage| {
            let at = sentences(&p.text).find_map(|(start, s)| Some(start + says(s)?));
            at.map(|at| p.page_at(at))
        };
        self.prose().find_map(own)
    }

    /// The first figure of the prose with one of these keys.
    pub fn mention(&self, keys: &[String]) -> Option<&'d Mention> {
        let mut named =
            self.ledger.narrative.iter().filter(|m| keys.iter().any(|key| m.key.as_str() == key));
        named.find(|m| !self.is_of_work(m))
    }

    /// Does the figure stand in an account of the work of the year?
    fn is_of_work(&self, mention: &Mention) -> bool {
        let has_work = self.passages.iter().any(|p| p.aside == Some(Aside::Work));
        let place = if has_work { self.place(&mention.sentence) } else { None };
        place.is_some_and(|at| self.passages[at].aside == Some(Aside::Work))
    }

    /// Does the list of contents name one of these, or is there none?
    pub fn may_list(&self, wording: &Wording) -> bool {
        let mut entries = self.outline.entries().peekable();
        entries.peek().is_none() || entries.any(|line| wording.is_in(&fold(&line.text)))
    }

    /// The passage that holds this sentence.
    pub fn place(&self, sentence: &str) -> Option<usize> {
        let sentence = fold(sentence);
        self.passages.iter().position(|p| p.text.contains(&sentence))
    }

    /// The first passage that says one of these words, and the page where it does.
    pub fn first_saying(&self, wording: &Wording) -> Option<(usize, u32)> {
        let mut all = self.passages.iter().enumerate().filter(|(_, p)| !p.glossary);
        all.find_map(|(at, p)| Some((at, p.page_at(wording.find(&p.text)?.start))))
    }

    /// The passages from this one to the next heading that is no lower than the one above.
    pub fn section_from(&self, at: usize) -> &[Passage<'d>] {
        self.until(at, |passage| passage.depth)
    }

    /// The passages from this one to the next that is numbered as the one above or higher, sentence or heading.
    pub fn paragraphs_of(&self, at: usize) -> &[Passage<'d>] {
        self.until(at, |passage| passage.rank)
    }

    fn until(&self, at: usize, rank: impl Fn(&Passage) -> Option<u8>) -> &[Passage<'d>] {
        let above = self.passages[..=at].iter().rev().find_map(&rank).unwrap_or(u8::MAX);
        let behind = &self.passages[at + 1..];
        let end = behind.iter().position(|p| rank(p).is_some_and(|rank| rank <= above));
        &self.passages[at..at + 1 + end.unwrap_or(behind.len())]
    }
}

/// The sentences of a text, each with the byte that it begins at.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('。').scan(0, |start, sentence| {
        let own = *start;
        *start += sentence.len() + '。'.len_utf8();
        Some((own, sentence))
    })
}

/// A text without the ordinal that it begins with.
fn bare(text: &str) -> &str {
    let len = line_numbered(text).map_or(0, |numbered| numbered.len);
    let at = text.char_indices().nth(len).map_or(text.len(), |(at, _)| at);
    text[at..].trim_start_matches([':', '、', '.'])
}

/// What of the text that begins at byte `at` is a heading; `None` where it begins as duties do, unless it `is_heading` and ends
/// as none of them (开展绩效自评情况).
fn head(text: &str, at: usize, is_heading: bool) -> Option<Range<usize>> {
    let rest = bare(&text[at..]);
    let start = text[at..].len() - rest.len() + at;
    let longest = rest.char_indices().nth(HEADING).map_or(rest.len(), |(at, _)| at);
    let len = rest[..longest].find(STOPS).unwrap_or(longest);
    let duty = &words().duty;
    let is_section = is_heading && duty.sections.is_in(&rest[..len]);
    let is_duty = duty.begins.is_in(&rest[..len]) && !is_section;
    (len > 0 && !is_duty).then_some(start..start + len)
}

/// The headings of a passage; `ended` says that the one before it came to an end.
fn heads(text: &str, is_heading: bool, ended: bool) -> Vec<Range<usize>> {
    let label = text.find(':').is_some_and(|at| text[..at].chars().count() <= LABEL);
    // the rest of a sentence that was cut ends as sentences do
    let is_short = text.chars().count() <= HEADING && (ended || !text.ends_with(['。', ';', ',']));
    if words().note.is_in(text) {
        return Vec::new();
    }
    // one sentence without an ordinal tells something, and heads nothing
    let is_sentence = text.ends_with('。') && !is_section_line(text.trim_end_matches('。'));
    let opens = is_heading
        || line_numbered(text).is_some()
        || is_short && !(is_sentence && text.matches('。').count() == 1)
        || label
        || ended && is_section_line(text);
    let starts = sentences(text).filter(|(at, sentence)| match at {
        0 => opens,
        _ => line_numbered(sentence).is_some_and(|own| own.kind <= Ordinal::Arabic),
    });
    starts.filter_map(|(at, _)| head(text, at, is_heading)).collect()
}

/// Is the text, or its first sentence if another follows, by its last word the heading of a section without an ordinal?
fn is_section_line(text: &str) -> bool {
    let first = text.find('。').map_or(text, |at| &text[..at]);
    let is_heading = first.chars().count() <= LINE && !first.contains(STOPS);
    let duty = &words().duty;
    is_heading
        && line_numbered(first).is_none()
        && duty.sections.is_in(first)
        && !duty.begins.is_in(first)
}

/// A section that was opened, and what ends it.
#[derive(Clone, Copy)]
struct Opened {
    /// Headings of this depth end it, and higher ones.
    depth: u8,
    /// So does what counts on from here, unless a list below begins anew.
    after: Option<Numbered>,
    anew: bool,
    /// Its heading has no ordinal.
    is_bare: bool,
}

impl Opened {
    fn is_ended_by(&mut self, passage: &Passage, numbered: Option<Numbered>, least: u8) -> bool {
        let is_headed = !passage.heads.is_empty();
        if is_headed && passage.depth.is_some_and(|depth| depth <= self.depth.max(least)) {
            return true;
        }
        let (Some(own), Some(after)) = (numbered, self.after) else { return false };
        if own.kind != after.kind {
            return own.kind < after.kind && is_headed;
        }
        self.anew |= own.number == 1;
        is_headed && !self.anew && own.number == after.number + 1
    }
}

fn passages(paragraphs: &[Paragraph]) -> Vec<Passage<'_>> {
    let (mut glossary, mut duties): (Option<Opened>, Option<Opened>) = (None, None);
    let mut aside: Option<(Aside, Opened)> = None;
    let mut passages = Vec::with_capacity(paragraphs.len());
    let mut ended = true;
    let mut last: Option<Numbered> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let (text, depth) = (fold(&paragraph.text), paragraph.heading);
        let heads = heads(&text, depth.is_some(), ended);
        let is_line = ended && is_section_line(&text);
        ended = text.ends_with(['。', ';', ':', '!']) || text.chars().count() <= HEADING;
        let numbered = line_numbered(&text);
        let rank = depth.or_else(|| numbered.map(|own| own.kind.depth()));
        let mut passage = Passage {
            text,
            depth,
            rank,
            glossary: false,
            duties: false,
            aside: None,
            heads,
            paragraph,
        };
        if numbered.is_some_and(|own| own.kind <= Ordinal::Chinese) {
            last = numbered;
        }
        let opened = |without: u8, after: Option<Numbered>| Opened {
            depth: depth.unwrap_or(without),
            after: numbered.or(after),
            anew: false,
            is_bare: numbered.is_none(),
        };
        // headings of a list of words are words, and of sections 情况 and 说明
        let is_section = || {
            let duty = &words().duty;
            passage.depth.is_some()
                && (passage.heading(&duty.sections).or(passage.heading(&duty.headings))).is_some()
        };
        let ends = |own: &mut Opened| {
            own.is_ended_by(&passage, numbered, 0) || own.is_bare && is_section()
        };
        if glossary.as_mut().is_some_and(ends) {
            glossary = None;
        }
        if glossary.is_none() && passage.heading(&words().glossary).is_some() {
            glossary = Some(opened(1, last));
        }
        passage.glossary = glossary.is_some();
        let ends = |own: &mut Opened| is_line || own.is_ended_by(&passage, numbered, SECTION);
        if duties.as_mut().is_some_and(ends) {
            duties = None;
        }
        let lists_duties = passage.heading(&words().duty.headings).is_some();
        if lists_duties && (depth.is_some() || duties.is_none()) {
            duties = Some(opened(u8::MAX, None));
        } else {
            passage.duties = duties.is_some();
        }
        let ends = |(kind, own): &mut (Aside, Opened)| match kind {
            Aside::Work => is_line || own.is_ended_by(&passage, numbered, 0),
            Aside::Report => depth.is_some_and(|depth| depth <= own.depth),
        };
        if aside.as_mut().is_some_and(ends) {
            aside = None;
        }
        passage.aside = aside.map(|(kind, _)| kind);
        if aside.is_none() && !passage.glossary {
            let is_report = || numbered.is_none() && words().heading.reports.is_in(&passage.text);
            let begins = |p: &Paragraph| line_numbered(&fold(&p.text)).map(|own| own.number);
            if rank.is_some() && passage.heading(&words().heading.work).is_some() {
                aside = Some((Aside::Work, opened(SECTION, None)));
            } else if is_report() && paragraphs[at + 1..].iter().find_map(begins) == Some(1) {
                aside = Some((
                    Aside::Report,
                    Opened { depth: 1, after: None, anew: false, is_bare: true },
                ));
            }
        }
        passages.push(passage);
    }
    passages
}
