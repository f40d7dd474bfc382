//! `yusuan report`: one HTML page over an output folder, which needs nothing else: no network, no program but a browser.
//!
//! The page is written as the documents come: first its frame, then a picture for each page that a finding shows, at the
//! end the data ([`data`] lists the parts) and the script. What is held until then has limits, and so has the page: what
//! does not fit is counted in [`data::LeftOut`] and told at the top of the page. Texts come from PDFs that anyone may have
//! made: they are data to the page, in JSON without `<`, which its script puts into text nodes only; the page's content
//! security policy names the hash of that script.
//!
//! `page/` holds the frame, the style and the script, `strings.tsv` the words.

pub mod data;
mod finding;
mod picture;
mod pieces;
mod strings;
mod sums;
mod trends;

use self::data::{Entry, Finding, Overview, Spot};
use self::finding::{told, worked};
use self::picture::{Pictured, Pictures};
use self::pieces::{Pieces, Texts, hash, json, script};
use self::sums::Sums;
use super::note::{Note, equation, is_told, notes};
use super::prints::Prints;
use super::text::message;
use super::words::kind;
use super::{Lang, joined};
use crate::emit::wire::{Check, Document, Exact, Status};
use crate::model::Verdict;
use crate::model::cut;
use crate::reconcile::Totals;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

const FRAME: &str = include_str!("page/page.html");
const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("page/trends.css"));
/// In the order in which they need each other.
const SCRIPT: [&str; 9] = [
    include_str!("page/base.js"),
    include_str!("page/filter.js"),
    include_str!("page/overview.js"),
    include_str!("page/trends.js"),
    include_str!("page/lists.js"),
    include_str!("page/export.js"),
    include_str!("page/picture.js"),
    include_str!("page/dialog.js"),
    include_str!("page/main.js"),
];

/// Bytes of the documents' list, of the findings, of their texts, of the pictures: 23 MiB with all. At these a browser opens
/// the page without a pause; beyond, what is left out is counted.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of the list of documents.
    pub documents: usize,
    /// Of the findings.
    pub findings: usize,
    /// Of what findings say.
    pub texts: usize,
    /// Of the pictures.
    pub pictures: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { documents: 6 << 20, findings: 8 << 20, texts: 1 << 20, pictures: 8 << 20 }
    }
}

/// Pages that one finding shows.
const PAGES: usize = 4;
/// Characters of a path or name.
const NAME: usize = 500;

/// What the page is about, and how it opens.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder, as given; empty where the documents stand in none.
    pub folder: String,
    /// Language that the page opens in.
    pub lang: Lang,
    /// Are checks that only rounding explains among the findings?
    pub rounding: bool,
    /// How much it may hold.
    pub limits: Limits,
}

/// A page in the making.
pub struct Page<W> {
    to: W,
    limits: Limits,
    overview: Overview,
    sums: Sums,
    units: HashSet<String>,
    documents: Pieces,
    findings: Pieces,
    texts: Texts,
    pictures: Pictures,
    /// Of each document its position on the page, if it is there.
    positions: Vec<Option<usize>>,
}

impl<W: Write> Page<W> {
    /// Begins the page.
    pub fn new(mut to: W, settings: Settings) -> io::Result<Page<W>> {
        let (head, _) = FRAME.split_once("<!--data-->").unwrap_or((FRAME, ""));
        let script = SCRIPT.concat();
        let places = [
            ("{lang}", settings.lang.as_str()),
            ("{style-hash}", &hash(STYLE)),
            ("{script-hash}", &hash(&script)),
            ("{style}", STYLE),
        ];
        let head =
            places.iter().fold(head.to_owned(), |head, (place, text)| head.replace(place, text));
        to.write_all(head.as_bytes())?;
        let Settings { folder, lang, rounding, limits } = settings;
        let lang = lang.as_str();
        let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
        Ok(Page {
            to,
            limits,
            overview: Overview { tool, folder, lang, rounding, ..Overview::default() },
            sums: Sums::default(),
            units: HashSet::new(),
            documents: Pieces::default(),
            findings: Pieces::default(),
            texts: Texts::default(),
            pictures: Pictures::default(),
            positions: vec![],
        })
    }

    /// Adds a document, with what it has and spends.
    pub fn add(&mut self, document: &Document, totals: Option<&Totals>) -> io::Result<()> {
        let identity = &document.identity;
        let verdicts =
            VERDICTS.map(|verdict| document.checks.iter().filter(|c| c.verdict == verdict).count());
        let facts = document.facts();
        self.overview.inputs += 1;
        self.overview.statuses
            [STATUSES.iter().position(|s| *s == document.status).unwrap_or_default()] += 1;
        self.overview.facts += facts;
        self.overview.verdicts.iter_mut().zip(verdicts).for_each(|(sum, count)| *sum += count);
        if let Some(unit) = &identity.unit_name {
            self.units.insert(unit.clone());
        }
        if let Some(totals) = totals {
            self.sums.add(identity, totals);
        }
        let classes = |amounts: Option<&Vec<_>>| {
            amounts.map(|amounts| sums::classes(amounts)).unwrap_or_default()
        };
        let entry = Entry {
            file: cut(&document.source.file, NAME),
            unit: identity.unit_name.as_deref().map(|name| cut(name, NAME)),
            year: identity.fiscal_year,
            place: identity.division_code.as_deref().and_then(trends::city),
            kind: identity.kind.map(|k| k.as_str()),
            scope: identity.scope.map(|s| s.as_str()),
            status: document.status.as_str(),
            pages: document.source.pages,
            tables: document.tables.len(),
            facts,
            verdicts,
            totals: totals.map(|t| {
                [t.income, t.expenditure, t.basic, t.project]
                    .map(|figure| figure.and_then(Exact::money))
            }),
            functional: classes(totals.map(|t| &t.functional)),
            functional_rest: totals
                .and_then(|t| sums::rest(t.expenditure, &t.functional))
                .and_then(Exact::money),
            economic: classes(totals.map(|t| &t.economic)),
        };
        let position = self.documents.push(&entry, self.limits.documents);
        self.positions.push(position);
        self.overview.left_out.documents += usize::from(position.is_none());
        let told = |check: &&Check| {
            is_told(check) || self.overview.rounding && check.verdict == Verdict::Rounding
        };
        let (mut pages, prints) = (HashMap::new(), Prints::of(document));
        let checks = document.checks.iter().filter(told);
        let mut equations: Vec<Note> =
            checks.map(|check| equation(&document.source.file, check, &prints)).collect();
        // each is listed, and the first of those of one cause names it
        let open = |i: &usize| equations[*i].verdict != Some(Verdict::Rounding);
        let open: Vec<usize> = (0..equations.len()).filter(open).collect();
        let of_one_cause = open.iter().map(|i| equations[*i].clone()).collect();
        for (index, note) in joined(document, of_one_cause) {
            equations[open[index]] = note;
        }
        for note in equations {
            self.finding(position, note, Some((document, &mut pages)))?;
        }
        for note in notes(document).into_iter().filter(|note| note.verdict.is_none()) {
            self.finding(position, note, Some((document, &mut pages)))?;
        }
        Ok(())
    }

    /// Adds checks of a document, by its position among all, against others.
    pub fn add_checks(&mut self, index: usize, file: &str, checks: &[Check]) -> io::Result<()> {
        let position = self.positions.get(index).copied().flatten();
        for check in checks {
            let verdict = VERDICTS.iter().position(|v| *v == check.verdict);
            verdict.into_iter().for_each(|at| self.overview.verdicts[at] += 1);
            if is_told(check) || self.overview.rounding && check.verdict == Verdict::Rounding {
                self.finding(position, equation(file, check, &Prints::default()), None)?;
            }
        }
        Ok(())
    }

    fn finding(
        &mut self,
        position: Option<usize>,
        note: Note,
        pictured: Option<(&Document, &mut HashMap<u32, Pictured>)>,
    ) -> io::Result<()> {
        let Some(position) = position else {
            self.overview.left_out.findings += 1;
            return Ok(());
        };
        let addends = note.figures.as_ref().map(|f| &f.addends[..]).unwrap_or_default();
        let mut pages: Vec<u32> = vec![];
        for page in note.page.into_iter().chain(addends.iter().filter_map(|a| a.page)) {
            if pages.len() < PAGES && !pages.contains(&page) {
                pages.push(page);
            }
        }
        let mut shown = vec![];
        if let Some((document, known)) = pictured {
            for page in pages {
                shown.push(match known.get(&page) {
                    Some(pictured) => *pictured,
                    None => {
                        let made = self.pictures.write(
                            document,
                            page,
                            self.limits.pictures,
                            &mut self.to,
                        )?;
                        self.overview.left_out.pictures += usize::from(made == Pictured::LeftOut);
                        known.insert(page, made);
                        made
                    }
                });
            }
        }
        let limit = self.limits.texts;
        let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| message(&note, lang));
        let says = !english.is_empty();
        let what = says.then(|| self.texts.number_of(&english, &chinese, limit)).flatten();
        let mut text =
            |text: &str| (!text.is_empty()).then(|| self.texts.number(text, limit)).flatten();
        let finding = Finding {
            document: position,
            kind: note
                .verdict
                .map_or_else(|| kind(None, note.severity, &note.rule), Verdict::as_str),
            message: what,
            help: text(&note.help),
            spot: note.page.zip(note.corners).map(|(page, corners)| Spot::new(page, corners)),
            pictures: shown
                .iter()
                .filter_map(|p| if let Pictured::Shown(number) = p { Some(*number) } else { None })
                .collect(),
            unpictured: shown.iter().filter(|p| **p == Pictured::LeftOut).count(),
            equation: note.verdict.and_then(|_| worked(&note)),
            ..told(note)
        };
        self.overview.left_out.findings +=
            usize::from(self.findings.push(&finding, self.limits.findings).is_none());
        Ok(())
    }

    /// Ends the page; `part` as in [`Overview`]. The answer is what it says in numbers.
    pub fn finish(mut self, part: Option<[usize; 2]>) -> io::Result<Overview> {
        self.overview.part = part;
        self.overview.units = self.units.len();
        self.overview.groups = self.sums.groups();
        self.overview.series = self.sums.series();
        let (_, tail) = FRAME.split_once("<!--data-->").unwrap_or_default();
        let parts = [
            ("data-overview", json(&self.overview)),
            ("data-documents", self.documents.array()),
            ("data-findings", self.findings.array()),
            ("data-texts", self.texts.pieces.array()),
            ("data-words", json(&strings::words())),
        ];
        for (id, json) in parts {
            script(&mut self.to, id, &json)?;
        }
        let tail = tail.replace("{script}", &SCRIPT.concat());
        self.to.write_all(tail.as_bytes())?;
        self.to.flush()?;
        Ok(self.overview)
    }
}

/// In the order of [`Overview::verdicts`].
const VERDICTS: [Verdict; 4] =
    [Verdict::Exact, Verdict::Rounding, Verdict::Mismatch, Verdict::NotChecked];
/// In the order of [`Overview::statuses`].
const STATUSES: [Status; 4] = [Status::Ok, Status::Partial, Status::NoTables, Status::Failed];
