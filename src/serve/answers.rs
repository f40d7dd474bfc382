//! What the page is told: the list of documents, one document with its notes, the limits.

use super::all::All;
use super::entry::{Entry, State};
use super::mark::{Mark, Verdict};
use super::notes::{self, Told};
use super::reply::{Reply, empty, error, json, refused};
use super::shelf::Refused;
use super::tables::{self, Shown};
use super::window::Window;
use crate::emit::wire::{Document, Status};
use crate::model::OwedState;
use crate::pipeline::Size;
use crate::render::Lang;
use hyper::StatusCode;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize)]
struct List<'a> {
    version: u64,
    total: usize,
    counts: States,
    documents: Vec<Listed<'a>>,
    removed: Vec<&'a str>,
}

#[derive(Default, Serialize)]
struct States {
    waiting: usize,
    reading: usize,
    done: usize,
    failed: usize,
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    file: &'a str,
    state: State,
    name: Option<&'a str>,
    year: Option<u16>,
    kind: Option<&'a str>,
    status: Option<Status>,
    mismatches: usize,
    doubts: usize,
    missing: usize,
    findings: usize,
    notes: usize,
    marked: usize,
    error: Option<Cow<'a, str>>,
}

/// Entries that are told at once.
const MOST: usize = 1_000;

/// The documents that changed after the version `since`, `count` of them `from` there on.
pub fn list(window: &Window, since: u64, from: usize, count: usize, lang: Lang) -> Reply {
    window.shelf.look(|all| {
        let changed = all.entries().filter(|entry| entry.version > since);
        let documents = changed.skip(from).take(count.min(MOST)).map(|entry| listed(entry, lang));
        let list = List {
            version: all.version(),
            total: all.len(),
            counts: states(all),
            documents: documents.collect(),
            removed: all.removed(since),
        };
        json(StatusCode::OK, &list)
    })
}

fn states(all: &All) -> States {
    let mut states = States::default();
    for entry in all.entries() {
        *match entry.state {
            State::Waiting => &mut states.waiting,
            State::Reading => &mut states.reading,
            State::Done => &mut states.done,
            State::Failed => &mut states.failed,
        } += 1;
    }
    states
}

fn listed(entry: &Entry, lang: Lang) -> Listed<'_> {
    let (made, counts) = (entry.made.as_ref(), entry.counts());
    Listed {
        id: &entry.id,
        file: &entry.name,
        state: entry.state,
        name: made.and_then(|made| made.name.as_deref()),
        year: made.and_then(|made| made.year),
        kind: made.and_then(|made| made.kind.as_deref()),
        status: made.map(|made| made.status),
        mismatches: counts.mismatches,
        doubts: counts.doubts,
        missing: counts.missing,
        findings: counts.findings,
        notes: counts.notes,
        marked: entry.marks.len().min(counts.notes),
        error: made.and_then(|made| made.error.as_deref()).map(|error| lang.say(error)),
    }
}

#[derive(Serialize)]
struct Seen<'a> {
    id: &'a str,
    file: &'a str,
    name: Option<&'a str>,
    year: Option<u16>,
    kind: Option<&'static str>,
    status: Status,
    pages: usize,
    page_sizes: &'a [Size],
    notes: Vec<Told>,
    owed: Vec<Duty<'a>>,
    tables: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Duty<'a> {
    rule: &'a str,
    what: &'a str,
    state: OwedState,
    page: Option<u32>,
    reason: Cow<'a, str>,
}

/// A document with all that stands beside it.
pub fn document(window: &Window, id: &str, lang: Lang) -> Reply {
    let document = match window.document(id) {
        Ok(Some(document)) => document,
        Ok(None) => {
            return error(StatusCode::CONFLICT, "the document is not read yet: wait a moment");
        }
        Err(reason) => return refused(&reason),
    };
    let of = |entry: &Entry| {
        let sizes = entry.made.as_ref().map(|made| made.pages.clone()).unwrap_or_default();
        (entry.name.clone(), sizes, entry.between.clone(), entry.marks.clone())
    };
    let Some((file, sizes, between, marks)) = window.shelf.at(id, of) else {
        return refused(&Refused::Unknown);
    };
    let identity = &document.identity;
    let seen = Seen {
        id,
        file: &file,
        name: identity.unit_name.as_deref(),
        year: identity.fiscal_year,
        kind: identity.kind.map(|kind| kind.as_str()),
        status: document.status,
        pages: document.source.pages.map_or(sizes.len(), |pages| pages as usize),
        page_sizes: &sizes,
        notes: notes::told(&document, &between, &marks, lang),
        owed: duties(&document, lang),
        tables: tables::shown(&document),
    };
    json(StatusCode::OK, &seen)
}

fn duties(document: &Document, lang: Lang) -> Vec<Duty<'_>> {
    document
        .owed
        .iter()
        .map(|owed| Duty {
            rule: &owed.rule,
            what: match lang {
                Lang::En => &owed.obligation,
                Lang::Zh => &owed.obligation_zh,
            },
            state: owed.state,
            page: owed.page,
            reason: lang.say(&owed.reason),
        })
        .collect()
}

/// What the body of a mark says; no `mark` takes it away.
#[derive(Deserialize)]
struct Marking {
    mark: Option<Verdict>,
    #[serde(default)]
    remark: String,
}

/// Characters of a remark, and of a key.
const REMARK: usize = 2_000;
const KEY: usize = 100;

/// Marks a note as the `body` says.
pub fn mark(window: &Window, id: &str, key: &str, body: &[u8]) -> Reply {
    let is_key =
        |key: &str| key.len() <= KEY && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let marking = serde_json::from_slice::<Marking>(body).ok();
    let Some(marking) = marking.filter(|it| is_key(key) && it.remark.chars().count() <= REMARK)
    else {
        return no_mark();
    };
    let mark = marking.mark.map(|mark| Mark { mark, remark: marking.remark });
    match window.shelf.mark(id, key, mark) {
        Ok(()) => empty(StatusCode::NO_CONTENT),
        Err(reason) => refused(&reason),
    }
}

/// The body, or the key, makes no sense.
pub fn no_mark() -> Reply {
    error(
        StatusCode::BAD_REQUEST,
        "no mark: it is publisher, misread, fine or null, its remark of at most 2000 characters",
    )
}

/// Takes a document away.
pub fn remove(window: &Window, id: &str) -> Reply {
    match window.shelf.remove(id) {
        Ok(()) => {
            window.shelf.settle();
            empty(StatusCode::NO_CONTENT)
        }
        Err(reason) => refused(&reason),
    }
}

#[derive(Serialize)]
struct Limits {
    max_file_mb: usize,
    max_files: usize,
    max_pages: usize,
    max_seconds: u64,
    lang: &'static str,
    version: &'static str,
}

/// What the window takes.
pub fn limits(window: &Window) -> Reply {
    let settings = &window.settings;
    let limits = Limits {
        max_file_mb: settings.read.max_file_bytes >> 20,
        max_files: window.max_files,
        max_pages: settings.read.max_pages,
        max_seconds: settings.max_time.as_secs(),
        lang: window.lang.as_str(),
        version: env!("CARGO_PKG_VERSION"),
    };
    json(StatusCode::OK, &limits)
}
