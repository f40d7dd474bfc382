//! What stands beside a document: all that people should see of it, what weighs most first.

use super::mark::Mark;
use crate::emit::sha256;
use crate::emit::wire::{Check, Document, Exact, Finding, Owed};
use crate::model::{FindingKind, OwedState, Severity, Verdict};
use crate::reconcile;
use crate::render::amount::grouped;
use crate::render::note;
use crate::render::prints::Prints;
use crate::render::text::{apart, lines};
use crate::render::{Lang, Note, joined, places, worked};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Notes of one document that are told; what weighs less is counted, and stands in its JSON.
const TOLD: usize = 5_000;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It does not add up, or nothing could be had.
    Mismatch,
    /// It could not be checked or read, or is doubtful.
    Doubt,
    /// The disclosure owes it and does not have it.
    Missing,
    /// A slip in the text as published.
    Wording,
    /// It is worth knowing.
    Other,
}

/// One thing to look at.
#[derive(Debug, Serialize)]
pub struct Told {
    /// The same whenever the document is made again: what marks are kept by.
    pub key: String,
    /// The heaviest first.
    pub weight: u32,
    /// What it is about.
    pub kind: Kind,
    /// How bad.
    pub severity: Severity,
    /// The rule, or the code of a finding.
    pub rule: String,
    /// The rule in a few words.
    pub title: String,
    /// What is wrong, each thing on a line.
    pub text: String,
    /// What to do.
    pub advice: Option<String>,
    /// Its page.
    pub page: Option<u32>,
    /// The boxes that it speaks of.
    pub places: Vec<Spot>,
    /// Its equation.
    pub equation: Option<Equation>,
    /// What somebody said of it.
    pub mark: Option<Mark>,
}

/// A box on a page, in points from the top left.
#[derive(Debug, Serialize)]
pub struct Spot {
    /// Its page.
    pub page: u32,
    /// The box.
    #[serde(rename = "box")]
    pub corners: [f64; 4],
    /// `printed` the figure that is stated, `part` one of those that it is computed from, `other`.
    pub role: &'static str,
}

/// The two sides of an equation.
#[derive(Debug, Serialize)]
pub struct Equation {
    /// What is stated.
    pub left: String,
    /// How they stand to each other.
    pub relation: &'static str,
    /// The other side.
    pub right: String,
    /// Stated less computed.
    pub difference: String,
    /// The figures that it is made of.
    pub terms: Vec<Term>,
}

/// A figure of an equation.
#[derive(Debug, Serialize)]
pub struct Term {
    /// `=` what is stated, `+` and `-` what is added up.
    pub sign: &'static str,
    /// Its row and column.
    pub label: String,
    /// What it is worth.
    pub value: String,
    /// Its page.
    pub page: Option<u32>,
    /// Its box.
    #[serde(rename = "box")]
    pub corners: Option<[f64; 4]>,
}

/// The notes of the document, those of its equations with other documents (`between`) among them.
pub fn told(
    document: &Document,
    between: &[Check],
    marks: &BTreeMap<String, Mark>,
    lang: Lang,
) -> Vec<Told> {
    let (prints, file) = (Prints::of(document), &document.source.file);
    let own = joined_with_keys(document, &prints);
    let between = between.iter().filter(|check| note::is_told(check));
    let between = between.map(|check| (key_of(check), note::equation(file, check, &prints)));
    let mut notes: Vec<(String, Note)> = own.into_iter().chain(between).collect();
    number_alike(notes.iter_mut().map(|(key, _)| key));
    let notes = notes.into_iter().map(|(key, note)| of_note(note, key, lang));
    let owed = document.owed.iter().filter(|owed| owed.state == OwedState::NotFound);
    let owed = owed.map(|owed| of_owed(owed, lang));
    let mut all: Vec<Told> = notes.chain(owed).collect();
    all.sort_by_key(|told| std::cmp::Reverse(told.weight)); // of the same weight in the order of the document
    let more = all.len().saturating_sub(TOLD);
    all.truncate(TOLD);
    all.iter_mut().for_each(|told| told.mark = marks.get(&told.key).cloned());
    if more > 0 {
        let text = format!("{more} more notes are not listed here: document.json holds all");
        all.push(Told {
            text: lang.say(&text).into_owned(),
            ..bare("more", Kind::Other, Severity::Note)
        });
    }
    all
}

/// Every note of the document by itself with its key, in its order.
fn notes(document: &Document, prints: &Prints) -> Vec<(String, Note)> {
    let failed = document.error.iter().map(|error| {
        let note = note::failure(document, error);
        (key(&[&note.rule]), note)
    });
    let checks = document.checks.iter().filter(|check| note::is_told(check));
    let file = &document.source.file;
    let checks = checks.map(|check| (key_of(check), note::equation(file, check, prints)));
    let findings = document.findings.iter();
    let findings = findings.map(|f| (key_of_finding(f), note::remark(document, f)));
    failed.chain(checks).chain(findings).collect()
}

/// Those of one cause as one, with the key of the one that tells it.
fn joined_with_keys(document: &Document, prints: &Prints) -> Vec<(String, Note)> {
    let (keys, notes): (Vec<String>, Vec<Note>) = notes(document, prints).into_iter().unzip();
    let joined = joined(document, notes).into_iter();
    joined.map(|(index, note)| (keys[index].clone(), note)).collect()
}

/// Notes of a document by their kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// What does not add up.
    pub mismatches: usize,
    /// What could not be checked or read, or is doubtful.
    pub doubts: usize,
    /// What the disclosure owes and does not have.
    pub missing: usize,
    /// Findings, slips of wording among them.
    pub findings: usize,
    /// All that people should see, what has one cause as one.
    pub notes: usize,
}

impl Counts {
    /// Of this document by itself. What does not add up is counted by equations, also where one note tells of several.
    pub fn of(document: &Document) -> Counts {
        let prints = Prints::of(document);
        let notes: Vec<Note> = notes(document, &prints).into_iter().map(|(_, note)| note).collect();
        let of = |of: Kind| notes.iter().filter(|note| kind(note) == of).count();
        let (mismatches, doubts) = (of(Kind::Mismatch), of(Kind::Doubt));
        let missing = document.owed.iter().filter(|o| o.state == OwedState::NotFound).count();
        Counts {
            mismatches,
            doubts,
            missing,
            findings: document.findings.len(),
            notes: joined(document, notes).len() + missing,
        }
    }

    /// With these equations between documents.
    pub fn with(self, between: &[Check]) -> Counts {
        let told = || between.iter().filter(|check| note::is_told(check));
        let wrong = told().filter(|check| check.verdict == Verdict::Mismatch).count();
        let all = told().count();
        Counts {
            mismatches: self.mismatches + wrong,
            doubts: self.doubts + all - wrong,
            notes: self.notes + all,
            ..self
        }
    }
}

fn bare(rule: &str, kind: Kind, severity: Severity) -> Told {
    Told {
        key: rule.to_owned(),
        weight: 0,
        kind,
        severity,
        rule: rule.to_owned(),
        title: String::new(),
        text: String::new(),
        advice: None,
        page: None,
        places: vec![],
        equation: None,
        mark: None,
    }
}

fn of_note(note: Note, key: String, lang: Lang) -> Told {
    let kind = kind(&note);
    let title = match FindingKind::of(&note.rule) {
        // what it means comes first, then what it costs; in Chinese the finding has a name, which `check` calls it too
        Some(kind) => match lang {
            Lang::En => kind.meaning().split(':').next().unwrap_or_default().to_owned(),
            Lang::Zh => lang.say(kind.code()).into_owned(),
        },
        None => lang.say(&note.title).into_owned(),
    };
    Told {
        key,
        weight: weight(kind, &note),
        title,
        text: lines(&note, lang),
        advice: (!note.help.is_empty()).then(|| lang.say(&note.help).into_owned()),
        page: note.page,
        places: spots(&note),
        equation: equation(&note, lang),
        ..bare(&note.rule, kind, note.severity)
    }
}

fn of_owed(owed: &Owed, lang: Lang) -> Told {
    let what = match lang {
        Lang::En => &owed.obligation,
        Lang::Zh => &owed.obligation_zh,
    };
    let reason = match owed.reason.is_empty() {
        true => String::new(),
        false => format!(": {}", lang.say(&owed.reason)),
    };
    let title = reconcile::rules().iter().find(|rule| rule.id == owed.rule).map_or("", |r| r.title);
    Told {
        key: self::key(&[&owed.rule, &owed.id]),
        weight: 600,
        title: lang.say(title).into_owned(),
        text: format!("{}: {what}{reason} ({})", lang.say("not found"), owed.source),
        page: owed.page,
        ..bare(&owed.rule, Kind::Missing, Severity::Warning)
    }
}

fn kind(note: &Note) -> Kind {
    let finding = FindingKind::of(&note.rule);
    match (note.verdict, finding, note.severity) {
        (Some(Verdict::Mismatch), ..) | (.., Severity::Error) => Kind::Mismatch,
        (Some(_), ..) => Kind::Doubt,
        (_, Some(finding), _) if finding.rule().is_some() => Kind::Wording,
        (.., Severity::Warning) => Kind::Doubt,
        (.., Severity::Note) => Kind::Other,
    }
}

/// A file without a document goes before all; of what does not add up, the greater difference goes first.
fn weight(kind: Kind, note: &Note) -> u32 {
    let digits = || {
        let off = note.figures.as_ref().and_then(|f| f.difference)?;
        Some(off.value().abs().trunc().to_string().len() as u32)
    };
    match kind {
        Kind::Mismatch if note.verdict.is_none() => 1000,
        Kind::Mismatch => 800 + digits().unwrap_or_default().min(99),
        Kind::Missing => 600,
        Kind::Wording => 500,
        Kind::Doubt if note.verdict.is_none() => 400,
        Kind::Doubt => 300,
        Kind::Other => 100,
    }
}

/// What makes a note the same note: the first part, readable, and all of them, hashed.
fn key(parts: &[&str]) -> String {
    format!("{}-{}", parts[0], &sha256(parts.join("\0").as_bytes())[..16])
}

fn key_of(check: &Check) -> String {
    let Check {
        rule, table, side, row, row_unit, code, item, column, basis, against, page, ..
    } = check;
    let (row, page) = (format!("{row:?}"), format!("{page:?}"));
    let against = against.join(" ");
    key(&[rule, table, side, &row, row_unit, code, item, column, basis, &against, &page])
}

fn key_of_finding(finding: &Finding) -> String {
    let Finding { code, table, page, message, .. } = finding;
    key(&[code, table.as_deref().unwrap_or_default(), &format!("{page:?}"), message])
}

/// Notes that nothing tells apart are numbered, in the order of the document.
fn number_alike<'k>(keys: impl Iterator<Item = &'k mut String>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for key in keys {
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            key.push_str(&format!("-{count}"));
        }
    }
}

/// Where the figures of the note stand, and those of the notes that are told with it.
fn spots(note: &Note) -> Vec<Spot> {
    let own = if note.verdict.is_some() { "printed" } else { "other" };
    let own = note.page.zip(note.corners).map(|place| (place, own));
    let parts = note.figures.iter().flat_map(|figures| &figures.addends);
    let parts = parts.filter_map(|term| Some((term.page.zip(term.corners)?, "part")));
    let with = note.joined.iter().chain(&note.beside);
    let with = with.filter_map(|n| Some((n.page.zip(n.corners)?, "other")));
    let all = own.into_iter().chain(parts).chain(with);
    all.map(|((page, corners), role)| Spot { page, corners: corners.0, role }).collect()
}

fn equation(note: &Note, lang: Lang) -> Option<Equation> {
    let figures = note.figures.as_ref()?;
    let unit = &figures.unit;
    let side = |value: &Option<Exact>| {
        value.map(|value| format!("{} {unit}", grouped(&value, unit))).unwrap_or_default()
    };
    let (row, column) = places::as_printed(note.row.as_ref(), note.column.as_ref());
    let row = row.map(|row| places::short_row(&row, lang));
    let column = column.map(|column| places::column(&column, lang));
    let label = row.into_iter().chain(column).collect::<Vec<_>>().join(" ");
    let stated = Term {
        sign: "=",
        label,
        value: match figures.printed.as_str() {
            "" => side(&figures.stated),
            printed => printed.to_owned(),
        },
        page: note.page,
        corners: note.corners.map(|corners| corners.0),
    };
    let terms = figures.addends.iter().map(|of| term(of, unit, lang));
    Some(Equation {
        left: side(&figures.stated),
        relation: if note.verdict == Some(Verdict::Mismatch) { "≠" } else { "?" },
        right: side(&figures.computed),
        difference: apart(&figures.difference, unit, lang),
        terms: std::iter::once(stated).chain(terms).collect(),
    })
}

/// A figure as its place prints it, so that it is found on the page.
fn term(term: &worked::Term, unit: &str, lang: Lang) -> Term {
    Term {
        sign: if term.is_subtracted() { "-" } else { "+" },
        label: term.label(lang),
        value: term.amount(unit),
        page: term.page,
        corners: term.corners.map(|corners| corners.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::pipeline;
    use std::collections::BTreeSet;

    fn altered() -> Document {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/altered.pdf");
        let (bytes, catalog) = (std::fs::read(place).unwrap(), Catalog::builtin().unwrap());
        pipeline::extract(&bytes, "altered.pdf", &Default::default(), &catalog)
    }

    #[test]
    fn an_altered_digit_is_a_note_with_its_places_and_its_equation() {
        let document = altered();
        let told = told(&document, &[], &BTreeMap::new(), Lang::Zh);
        let note = told.iter().find(|told| told.kind == Kind::Mismatch).unwrap();
        assert_eq!((note.rule.as_str(), note.page, note.weight), ("W2", Some(11), 804));
        let equation = note.equation.as_ref().unwrap();
        let sides = [&equation.left, &equation.right, &equation.difference].map(String::as_str);
        assert_eq!(sides, ["205,600.00 元", "211,600.00 元", "-6,000.00 元"]);
        let terms: Vec<_> = equation.terms.iter().map(|t| (t.sign, t.value.as_str())).collect();
        assert_eq!(terms, [("=", "20.56万元"), ("+", "21.16万元")]);
        assert_eq!(
            note.places.iter().map(|spot| spot.role).collect::<Vec<_>>(),
            ["printed", "part", "other", "other"]
        );
        assert!(note.text.contains("差-6000.00") && note.advice.is_some(), "{}", note.text);
        // the digit that was altered, and the other equations that it fails
        for part in [
            "印作21.16万元；若为20.56万元",
            "W3 层级相加相符：第11页",
            "X6 一般公共预算支出不超过全部支出：第11页",
        ] {
            assert!(note.text.contains(part), "{}", note.text);
        }
        // the equation, the digit, and the two others, each on a line
        assert_eq!(note.text.lines().count(), 4, "{}", note.text);
        assert_eq!(Counts::of(&document).mismatches, 3);
        let weights: Vec<_> = told.iter().map(|told| told.weight).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    }

    #[test]
    fn keys_are_of_places_not_of_the_order() {
        let document = altered();
        let keys = |document: &Document, lang| {
            let told = told(document, &[], &BTreeMap::new(), lang);
            let told: BTreeSet<_> = told.into_iter().map(|told| told.key).collect();
            let every: BTreeSet<_> =
                notes(document, &Prints::of(document)).into_iter().map(|(key, _)| key).collect();
            assert!(told.is_subset(&every), "{told:?} {every:?}");
            (told, every)
        };
        let all = keys(&document, Lang::En);
        assert!(all.0.len() == 1 && all.1.len() == 3, "{all:?}");
        let mut turned = document.clone();
        turned.checks.reverse();
        turned.findings.reverse();
        turned.owed.reverse();
        assert_eq!(keys(&turned, Lang::Zh), all);
        assert!(
            all.1.iter().all(|key| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        );
    }
}
