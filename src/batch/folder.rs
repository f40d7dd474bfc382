//! A run that writes to a folder: it goes on where an earlier one was cut off.

use super::journal::{Entry, Head, Journal};
use super::syncing::Syncing;
use super::{Input, Made, Part, Wall, bytes_of};
use crate::catalog::Catalog;
use crate::emit::wire::Document;
use crate::emit::{Documents, FileDigest, Packed, sha256};
use crate::pipeline::{self, Settings};
use crate::reconcile::Summary;
use crate::render::Brief;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// An output folder in the making.
pub struct Folder {
    documents: Documents,
    journal: Mutex<Journal>,
    syncing: Syncing,
}

/// An input that is done.
pub struct Done {
    /// What is told and counted of it.
    pub brief: Brief,
    /// What the equations between documents need to know of it.
    pub summary: Summary,
    /// Its rows in the tables.
    pub rows: Packed,
    /// Its document's JSON, unless it failed.
    pub json: Option<FileDigest>,
    /// What it took.
    pub time: Duration,
    /// It was found done by an earlier run.
    pub kept: bool,
    /// It failed in an earlier run, which this one goes on with.
    pub failed_before: bool,
}

impl Folder {
    /// Opens `dir`, which is made if need be, for the part `part` of `inputs` inputs. To `resume` is to keep what an
    /// earlier run of the same settings, `templates` (their fingerprint) and part has done there; the answer says whether
    /// there was one.
    pub fn open(
        dir: &Path,
        inputs: usize,
        part: Part,
        settings: &Settings,
        templates: &str,
        resume: bool,
    ) -> io::Result<(Folder, bool)> {
        let head = head(settings.key(templates), templates, inputs, part);
        Folder::at(dir, head, resume)
    }

    /// Makes `dir` for all of a run's inputs, whose documents are made already; `key` is that of their settings.
    pub(super) fn create(
        dir: &Path,
        key: String,
        templates: &str,
        inputs: usize,
    ) -> io::Result<Folder> {
        let head = Head { merging: true, ..head(key, templates, inputs, Part::WHOLE) };
        Folder::at(dir, head, false).map(|(folder, _)| folder)
    }

    fn at(dir: &Path, head: Head, resume: bool) -> io::Result<(Folder, bool)> {
        let documents = Documents::create(dir)?;
        let (journal, resumed) = Journal::open(dir, head, resume)?;
        let folder = Folder { documents, journal: Mutex::new(journal), syncing: Syncing::start()? };
        Ok((folder, resumed))
    }

    /// Takes an input over from another folder: its entry, and its document's JSON if it has one.
    pub(super) fn copy(&self, entry: &Entry, json: Option<&[u8]>) -> io::Result<()> {
        if let Some(json) = json {
            self.documents.write(&entry.stem, json)?;
            self.syncing.file(self.documents.place(&entry.stem));
        }
        self.journal().note(entry, false)
    }

    /// Converts the input behind the wall and writes its document, unless an earlier run has done so from the same bytes.
    pub fn convert(
        &self,
        input: &Input,
        settings: &Settings,
        wall: &Wall,
        catalog: &Catalog,
    ) -> io::Result<Done> {
        let start = Instant::now();
        let made = match bytes_of(input, settings) {
            Err(failed) => Made::failed(&failed),
            Ok(bytes) => match self.kept(input, &bytes)? {
                Some((document, json)) => {
                    let summary = pipeline::summary(&document, catalog);
                    let (brief, rows) = (Brief::of(&document), Packed::of(&document));
                    let (json, time) = (Some(json), start.elapsed());
                    let failed_before = false;
                    return Ok(Done {
                        brief,
                        summary,
                        rows,
                        json,
                        time,
                        kept: true,
                        failed_before,
                    });
                }
                None => wall.make(input.name(), &bytes)?,
            },
        };
        let failed_before = self.left(input)?.is_some_and(|entry| entry.failed.is_some());
        let json = self.write(input, &made)?;
        let Made { brief, summary, rows, .. } = made;
        Ok(Done { brief, summary, rows, json, time: start.elapsed(), kept: false, failed_before })
    }

    /// What an earlier run left about the input.
    fn left(&self, input: &Input) -> io::Result<Option<Entry>> {
        match &mut self.journal() {
            journal if journal.knows(input.name(), input.stem()) => {
                journal.find(input.name(), input.stem())
            }
            _ => Ok(None),
        }
    }

    /// The document that an earlier run made of these bytes under this name, if its file is as it was written. Failed
    /// inputs are tried again: time, memory or rights may have been short.
    fn kept(&self, input: &Input, bytes: &[u8]) -> io::Result<Option<(Document, FileDigest)>> {
        let Some(entry) = self.left(input)? else { return Ok(None) };
        if entry.json.is_none() || entry.sha256 != Some(sha256(bytes)) {
            return Ok(None);
        }
        let Ok(json) = self.documents.read(&entry.stem) else { return Ok(None) };
        let digest = FileDigest::of(&json);
        if entry.json != Some(digest.hexadecimal()) {
            return Ok(None);
        }
        let Ok(document) = serde_json::from_slice(&json) else { return Ok(None) };
        self.syncing.file(self.documents.place(&entry.stem)); // the earlier run may not have come to that
        let held = entry.number == input.number;
        self.journal().note(&Entry { number: input.number, ..entry }, held)?;
        Ok(Some((document, digest)))
    }

    /// A failed input has no file, not even that of an earlier run.
    fn write(&self, input: &Input, made: &Made) -> io::Result<Option<FileDigest>> {
        let json = match made.json() {
            Some(json) => {
                let digest = self.documents.write(input.stem(), json)?;
                self.syncing.file(self.documents.place(input.stem()));
                Some(digest)
            }
            None => self.documents.remove(input.stem()).map(|()| None)?,
        };
        self.journal().note(&entry(input, made, json)?, false)?;
        Ok(json)
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the documents outlast a power cut, and closes the journal: the last step of a run.
    pub fn finish(self) -> io::Result<()> {
        self.syncing.finish()?;
        self.documents.sync()?;
        self.journal.into_inner().unwrap_or_else(PoisonError::into_inner).finish()
    }
}

fn head(key: String, templates: &str, inputs: usize, part: Part) -> Head {
    let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
    Head {
        tool,
        key,
        templates: templates.to_owned(),
        inputs,
        shard: [part.number, part.of],
        finished: false,
        merging: false,
    }
}

fn entry(input: &Input, made: &Made, json: Option<FileDigest>) -> io::Result<Entry> {
    let failed = || made.document().map(Box::new);
    Ok(Entry {
        number: input.number,
        file: input.name().to_string(),
        stem: input.stem().to_string(),
        sha256: made.brief.source.sha256.clone(),
        failed: json.is_none().then(failed).transpose()?,
        json: json.map(|json| json.hexadecimal()),
    })
}
