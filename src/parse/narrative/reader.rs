//! The reader: what it knows, what it remembers, and what it takes words for.

use super::about::About;
use super::label::{Label, label};
use super::listed::listed;
use super::role::Roles;
use super::scope::Scope;
use super::state::{Paragraph, Said, Section, Sentence};
use super::stated::Stated;
use super::subject::{Named, named};
use super::text::{ends_with_any, starts_with};
use crate::catalog::narrative::{FigureKind, Narrative, Place, Words};
use crate::model::Kind;

/// State of the reading; see the module for the rules, and [`super::state`] for how long each part holds.
pub(super) struct Reader<'w> {
    pub vocabulary: &'w Narrative,
    pub roles: Roles<'w>,
    pub section: Section,
    pub scope: Scope<'w>,
    /// What the heading is about.
    pub heading: Option<About>,
    /// What a sentence or clause without figures named, until the next heading or numbered paragraph.
    pub topic: Option<About>,
    /// How many years from that of the disclosure the heading is, and a list that a sentence introduces.
    pub heading_year: Option<i32>,
    pub listed_year: Option<i32>,
    pub paragraph: Paragraph,
    pub sentence: Sentence,
    pub said: Said,
    pub stated: Stated<'w>,
}

/// What words name.
pub(super) enum Found {
    About(About),
    /// Nothing: what was spoken of before.
    Generic,
    /// Something unknown.
    Unknown,
}

impl<'w> Reader<'w> {
    pub fn new(kind: Option<Kind>, year: Option<u16>, vocabulary: &'w Narrative) -> Self {
        Reader {
            vocabulary,
            roles: Roles { kind, year, words: &vocabulary.words },
            section: Section::default(),
            scope: Scope::default(),
            heading: None,
            topic: None,
            heading_year: None,
            listed_year: None,
            paragraph: Paragraph::default(),
            sentence: Sentence::default(),
            said: Said::default(),
            stated: Stated::new(&vocabulary.money, &vocabulary.words),
        }
    }

    /// A heading was passed, which opens this section and is about this.
    pub fn enter(&mut self, section: Option<&'w str>, about: Option<About>) {
        if section != self.scope.opened() {
            (self.section, self.said) = (Section::default(), Said::default());
            self.stated.money_said = None;
        }
        self.said = std::mem::take(&mut self.said).under_heading();
        self.scope = Scope::under(section);
        (self.heading, self.topic) = (about, None);
    }

    /// The word lists.
    pub fn words(&self) -> &'w Words {
        &self.vocabulary.words
    }

    /// What a sentence or heading before named.
    pub fn spoken_of(&self) -> Option<About> {
        self.topic.clone().or_else(|| self.heading.clone())
    }

    /// Where a figure of this kind stands, to choose among the meanings of its label.
    fn place(&self, figure: FigureKind) -> Place<'_> {
        Place {
            kind: self.roles.kind,
            section: self.scope.section(),
            parent: self.parent(),
            figure,
        }
    }

    /// The label of money that the words end in.
    pub fn label(&self, words: &[char]) -> Label {
        label(words, self.vocabulary, self.place(FigureKind::Money), &[])
    }

    /// The label that a heading, or words like one, end in.
    pub fn heading_label(&self, words: &[char]) -> Label {
        let tails = &self.words().labels.heading_tails;
        label(words, self.vocabulary, self.place(FigureKind::Money), tails)
    }

    /// The key of the number of things that the words end in.
    pub fn counted(&self, words: &[char]) -> Option<String> {
        match label(words, self.vocabulary, self.place(FigureKind::Count), &[]) {
            Label::Known { key, .. } => Some(key),
            _ => None,
        }
    }

    /// Are these nothing but connecting words?
    pub fn names_nothing(&self, words: &[char]) -> bool {
        label(words, self.vocabulary, Place::default(), &[]) == Label::Generic
    }

    /// The subject that the words name, whatever stands behind its name.
    pub fn named(&self, words: &[char]) -> Option<Named> {
        named(words, self.section.class.as_ref(), self.vocabulary)
    }

    /// A 类 is that of the subjects behind it which are printed from the 款 on.
    pub fn remember_class(&mut self, named: &Named) {
        if named.level == '类' {
            self.section.class = Some(named.clone());
        }
    }

    /// What the words name.
    pub fn find(&mut self, words: &[char]) -> Found {
        if let Some(n) = self.named(words)
            && self.ends_the_name(&words[n.end..])
        {
            self.remember_class(&n);
            return Found::About(About::named(n, self.scope.fund()));
        }
        let label = self.label(words);
        if let Some(n) = self.listed(words, &label) {
            return Found::About(About::named(n, self.scope.fund()));
        }
        match label {
            // 基金预算收入 is no 预算收入.
            Label::Known { key, start, .. }
                if is_total(&key)
                    && ends_with_any(&words[..start], &self.words().totals.parts_only) =>
            {
                Found::Unknown
            }
            Label::Known { key, start, end } => {
                Found::About(About::labelled(key, &words[start..end]))
            }
            Label::Class { name, .. } => {
                let n = Named { code: String::new(), name, level: '类', end: words.len() };
                self.remember_class(&n);
                Found::About(About::named(n, self.scope.fund()))
            }
            Label::Generic => Found::Generic,
            Label::Unknown => Found::Unknown,
        }
    }

    /// The subject that the words are the unmarked name of: where no label stands, in a section that lists subjects; and where
    /// the label of a total is only the end of it (住房改革支出预算数).
    fn listed(&self, words: &[char], label: &Label) -> Option<Named> {
        const LISTS: [&str; 6] = [
            "general_public_budget",
            "government_fund",
            "state_capital",
            "expenditure",
            "fiscal",
            "both",
        ];
        let lists = self.scope.section().is_some_and(|id| LISTS.contains(&id));
        match label {
            Label::Unknown | Label::Generic if lists => {
                listed(words, self.vocabulary).map(|(_, named)| named)
            }
            Label::Known { key, start, .. } if is_total(key) => {
                let whole = listed(words, self.vocabulary);
                whole.filter(|(at, n)| at < start && n.end > *start).map(|(_, named)| named)
            }
            _ => None,
        }
    }

    /// The thing that the words name, `None` in it where that is unknown; nothing where they name nothing.
    pub fn thing(&mut self, words: &[char]) -> Option<Option<About>> {
        match self.find(words) {
            Found::About(about) => Some(Some(about)),
            Found::Generic => None,
            Found::Unknown => Some(None),
        }
    }

    /// May these words stand between a subject and its figure: 支出, 科目, 科目2026年, 2026年预算安排?
    fn ends_the_name(&self, behind: &[char]) -> bool {
        let w = &self.words().subjects;
        let tail: Vec<char> = behind.iter().copied().filter(|c| *c != ':').collect();
        self.names_nothing(behind)
            || starts_with(&tail, &w.called) && tail.len() < 8
            || self.restates(behind)
    }

    /// 某款：2018年预算支出合计: do the words between a subject and its figure name no more than its spending?
    fn restates(&self, behind: &[char]) -> bool {
        match self.label(behind) {
            Label::Known { key, start, .. } if key == "expenditure_total" => {
                self.names_nothing(&behind[..start])
            }
            _ => false,
        }
    }
}

/// Does the key stand for a total of all funds?
pub(super) fn is_total(key: &str) -> bool {
    matches!(
        key,
        "income_total"
            | "income_current_total"
            | "income_expenditure_total"
            | "expenditure_total"
            | "expenditure_current_total"
    )
}
