//! How the reading passes: a paragraph, its sentences, and in each by turns the words before a figure and the figure.

use super::about::About;
use super::figure::Figure;
use super::label::{breaks, skip_ordinal};
use super::reader::Reader;
use super::state::{Paragraph, Sentence};
use super::text::{Span, Text, starts_with_any};
use super::years::Years;
use crate::deadline;

impl<'w> Reader<'w> {
    /// Reads a paragraph with its figures.
    pub(super) fn paragraph(&mut self, text: &Text, figures: &[Figure]) {
        if skip_ordinal(&text.chars, 0) > 0 {
            self.topic = None;
        }
        if let Some(section) =
            self.stopped_heading(text, figures).or_else(|| self.noted_heading(text))
        {
            self.enter(Some(section), None);
        }
        let opened = self.scope.opened();
        self.scope = self.scope.within(self.run_in_heading(text, figures).or(opened));
        if skip_ordinal(&text.chars, 0) == 0 {
            self.listed_year = None;
        }
        let before = self.listed_year.or(self.heading_year).unwrap_or(0);
        let places: Vec<usize> = figures.iter().map(|f| f.start).collect();
        let years = Years::of(text, &places, before, &self.roles);
        self.paragraph = Paragraph { years, ..Paragraph::default() };
        let compares = self.roles.begins_compare(&text.chars);
        self.said = std::mem::take(&mut self.said).in_paragraph(compares);
        // The heading of a subject (社会保障和就业支出（类）) does not say whose money it is.
        let subject = self.heading.as_ref().is_some_and(About::is_subject);
        let section = self.scope.section().filter(|id| !subject || !id.starts_with("expend"));
        self.stated.begin_paragraph(section, figures);
        for (start, end) in text.sentences() {
            let (from, to) = (
                figures.partition_point(|f| f.start < start),
                figures.partition_point(|f| f.start < end),
            );
            self.sentence(&Span { text, start, end }, &figures[from..to]);
        }
        self.events(text, figures);
        self.stated.end_paragraph(text, figures);
        if text.chars.last() == Some(&':') {
            self.listed_year = Some(self.paragraph.years.left(text.chars.len()));
        }
        self.scope = self.scope.within(opened);
    }

    /// The section of a paragraph that begins with its heading: （一）机关运行经费。2026年运行经费 ….
    fn run_in_heading(&self, text: &Text, figures: &[Figure]) -> Option<&'w str> {
        let (end, section) = self.opening(text)?;
        figures.first().is_some_and(|f| f.start >= end).then_some(section)
    }

    /// The section of a paragraph that is nothing but a heading with a stop: （二）政府采购情况。
    fn stopped_heading(&self, text: &Text, figures: &[Figure]) -> Option<&'w str> {
        let (end, section) = self.opening(text)?;
        (figures.is_empty() && end + 1 == text.chars.len()).then_some(section)
    }

    /// The section of a heading whose paragraph goes on directly behind its note: （四）财政拨款收支情况（详见表4）2026年….
    fn noted_heading(&self, text: &Text) -> Option<&'w str> {
        const LONG: usize = 48;
        let head = &text.chars[..text.chars.len().min(LONG)];
        let ordinal = skip_ordinal(head, 0);
        let notes = &self.words().labels.heading_notes;
        let open = (ordinal.max(1)..head.len())
            .find(|&i| head[i - 1] == '(' && starts_with_any(&head[i..], notes))?;
        let close = open + head[open..].iter().position(|c| *c == ')')?;
        let named = &head[ordinal..open - 1];
        let plain =
            ordinal > 0 && !named.iter().any(|c| breaks(*c)) && close + 1 < text.chars.len();
        let heading: String = named.iter().collect();
        self.vocabulary.section_of(&heading).filter(|_| plain).map(|s| s.id.as_str())
    }

    /// The section that the words from an ordinal to the first stop name, and where the stop is.
    fn opening(&self, text: &Text) -> Option<(usize, &'w str)> {
        const LONG: usize = 24;
        let ordinal = skip_ordinal(&text.chars, 0);
        let end = text.chars.iter().take(LONG).position(|c| matches!(c, '。' | ':'))?;
        if ordinal == 0 || end <= ordinal {
            return None;
        }
        let heading: String = text.chars[ordinal..end].iter().collect();
        let section = self.vocabulary.section_of(&heading).filter(|s| s.run_in)?;
        Some((end, section.id.as_str()))
    }

    /// Reads a sentence with its figures. One without any may name what the next is about.
    fn sentence(&mut self, s: &Span, figures: &[Figure]) {
        self.sentence = Sentence::default();
        self.said = std::mem::take(&mut self.said).in_sentence();
        let before = self.stated.mentions.len();
        let mut at = s.start;
        for figure in figures {
            deadline::tick_long();
            self.walk(s, at, figure.start);
            self.figure(s, at, figure);
            self.sentence.seen = true;
            at = figure.end;
        }
        self.walk(s, at, s.end);
        if figures.is_empty() {
            self.name_topic(&s.text.chars[s.start..s.end]);
        }
        self.scope =
            self.scope.behind(self.stated.mentions[before..].iter().map(|m| m.key.as_str()));
    }
}
