//! A document of the window, as far as the list shows it: small, so that all of them are kept in memory.

use super::mark::Mark;
use super::notes::Counts;
use crate::emit::wire::{Check, Document, Source, Status};
use crate::pipeline::Size;
use crate::reconcile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for its turn.
    Waiting,
    /// It is being converted.
    Reading,
    /// Its document is there.
    Done,
    /// Nothing could be had from it.
    Failed,
}

impl State {
    /// Of a file of which this was made.
    pub fn of(made: Option<&Made>) -> State {
        match made {
            None => State::Waiting,
            Some(made) if made.error.is_some() => State::Failed,
            Some(_) => State::Done,
        }
    }
}

/// What was made of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// Length of the document's JSON; `None` where there is none.
    pub json: Option<u64>,
    /// The file.
    pub source: Source,
    /// How the conversion went.
    pub status: Status,
    /// Whose disclosure it is.
    pub name: Option<String>,
    /// Fiscal year.
    pub year: Option<u16>,
    /// `budget` or `final_accounts`.
    pub kind: Option<String>,
    /// Notes by kind.
    pub counts: Counts,
    /// Why nothing could be had.
    pub error: Option<String>,
    /// Sizes of its pages.
    pub pages: Vec<Size>,
    /// What the equations between documents need to know of it.
    pub body: reconcile::Summary,
}

impl Made {
    /// Of this document, which has these notes.
    pub fn of(document: &Document, counts: Counts) -> Made {
        let identity = &document.identity;
        Made {
            json: None,
            source: document.source.clone(),
            status: document.status,
            name: identity.unit_name.clone(),
            year: identity.fiscal_year,
            kind: identity.kind.map(|kind| kind.as_str().to_owned()),
            counts,
            error: document.error.clone(),
            pages: vec![],
            body: reconcile::Summary::default(),
        }
    }
}

/// A file that was given, and what has become of it.
#[derive(Debug)]
pub struct Entry {
    /// Its id, which is also the name of its files.
    pub id: String,
    /// Its name, as people see it.
    pub name: String,
    /// How far it has come.
    pub state: State,
    /// What was made of it.
    pub made: Option<Made>,
    /// Its equations with other documents of the window.
    pub between: Vec<Check>,
    /// Marks by the keys of notes.
    pub marks: BTreeMap<String, Mark>,
    /// When it last changed.
    pub version: u64,
}

impl Entry {
    /// Its notes by kind, those with other documents included.
    pub fn counts(&self) -> Counts {
        let own = self.made.as_ref().map(|made| made.counts).unwrap_or_default();
        own.with(&self.between)
    }
}
