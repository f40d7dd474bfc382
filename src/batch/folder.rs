//! A run that writes to a folder: it goes on where an earlier one was cut off, and the parts of a run that was shared
//! out are put together again.

use super::journal::{self, Entry, Finished, Head, Journal};
use super::{Input, bytes_of, document_of};
use crate::catalog::Catalog;
use crate::emit::wire::{Document, FORMAT_VERSION, Status};
use crate::emit::{self, Documents, FileDigest, Written, about, sha256};
use crate::model::Failure;
use crate::pipeline::Settings;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A share of a run's inputs: every `of`th, beginning with the `number`th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// 1 to `of`.
    pub number: usize,
    /// Number of parts.
    pub of: usize,
}

impl Part {
    /// All inputs.
    pub const WHOLE: Part = Part { number: 1, of: 1 };

    /// Is this input of this part?
    pub fn has(self, input: &Input) -> bool {
        input.number % self.of == self.number - 1
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if number >= 1 && number <= of => Ok(Part { number, of }),
            _ => Err("a part is i/n with i from 1 to n: 3/8".into()),
        }
    }
}

/// An output folder in the making.
pub struct Folder {
    documents: Documents,
    journal: Mutex<Journal>,
    syncing: Syncing,
}

/// A thread that waits for files to be on the disk, while others work.
struct Syncing {
    files: Sender<PathBuf>,
    thread: JoinHandle<io::Result<()>>,
}

impl Syncing {
    fn start() -> io::Result<Syncing> {
        let (files, given) = mpsc::channel::<PathBuf>();
        let sync = |file: PathBuf| match emit::sync(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()), // taken away by its reader already
            result => result,
        };
        let thread = thread::Builder::new()
            .name("sync".into())
            .spawn(move || given.into_iter().try_for_each(sync))?;
        Ok(Syncing { files, thread })
    }

    fn file(&self, place: PathBuf) {
        let _ = self.files.send(place); // a thread that has ended has an error to tell at the end
    }

    /// When all of them are.
    fn finish(self) -> io::Result<()> {
        drop(self.files);
        self.thread
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("a fault of the program: please report it")))
    }
}

/// An input that is done.
pub struct Done {
    /// Its document.
    pub document: Document,
    /// Its document's JSON, unless it failed.
    pub json: Option<FileDigest>,
    /// What it took.
    pub time: Duration,
    /// It was found done by an earlier run.
    pub kept: bool,
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
        let documents = Documents::create(dir)?;
        let (journal, resumed) =
            Journal::open(dir, head(settings.key(templates), templates, inputs, part), resume)?;
        Ok((
            Folder { documents, journal: Mutex::new(journal), syncing: Syncing::start()? },
            resumed,
        ))
    }

    /// Converts the input and writes its document, unless an earlier run has done so from the same bytes.
    pub fn convert(
        &self,
        input: &Input,
        settings: &Settings,
        catalog: &Catalog,
    ) -> io::Result<Done> {
        let start = Instant::now();
        let document = match bytes_of(input, settings) {
            Err(failed) => *failed,
            Ok(bytes) => match self.kept(input, &bytes)? {
                Some((document, json)) => {
                    return Ok(Done {
                        document,
                        json: Some(json),
                        time: start.elapsed(),
                        kept: true,
                    });
                }
                None => document_of(input.name(), &bytes, settings, catalog),
            },
        };
        let (document, json) = self.write(input, document, settings.max_output_bytes)?;
        Ok(Done { document, json, time: start.elapsed(), kept: false })
    }

    /// The document that an earlier run made of these bytes under this name, if its file is as it was written. Failed
    /// inputs are tried again: time, memory or rights may have been short.
    fn kept(&self, input: &Input, bytes: &[u8]) -> io::Result<Option<(Document, FileDigest)>> {
        let entry = match &mut self.journal() {
            journal if journal.knows(input.name(), input.stem()) => {
                journal.find(input.name(), input.stem())?
            }
            _ => None,
        };
        let Some(entry) = entry else { return Ok(None) };
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

    fn write(
        &self,
        input: &Input,
        document: Document,
        limit: u64,
    ) -> io::Result<(Document, Option<FileDigest>)> {
        let written = self.documents.write(input.stem(), &document, limit)?;
        let (document, json) = match written {
            Written::Json(json) => {
                self.syncing.file(self.documents.place(input.stem()));
                (document, Some(json))
            }
            Written::Nothing => (document, None),
            Written::TooLong => (too_long(document, limit), None),
        };
        self.journal().note(&entry(input, &document, json), false)?;
        Ok((document, json))
    }

    fn journal(&self) -> std::sync::MutexGuard<'_, Journal> {
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
    }
}

fn entry(input: &Input, document: &Document, json: Option<FileDigest>) -> Entry {
    Entry {
        number: input.number,
        file: input.name().to_string(),
        stem: input.stem().to_string(),
        sha256: document.source.sha256.clone(),
        failed: (document.status == Status::Failed).then(|| Box::new(document.clone())),
        json: json.map(|json| json.hexadecimal()),
    }
}

fn too_long(document: Document, limit: u64) -> Document {
    let error = format!(
        "its document would be longer than the limit of {limit} bytes: split the file, or allow more with --max-output-mb"
    );
    Document::failed(document.source, error).with_failure(Failure::OutputTooLarge)
}

/// Puts the parts of one run, each in its folder, together in `dir`, as one run would have written them; `each` gets the
/// documents and their names in input order, failed ones without a JSON. `templates` is the fingerprint of those that
/// `each` knows. The answer is the folder, to be finished.
///
/// # Errors
/// A part is missing, not finished, twice there, of another version or other settings, or damaged.
pub fn merge(
    parts: &[PathBuf],
    dir: &Path,
    templates: &str,
    mut each: impl FnMut(Document, &str, Option<FileDigest>) -> io::Result<()>,
) -> io::Result<Folder> {
    let mut opened =
        parts.iter().map(|part| Finished::open(part)).collect::<io::Result<Vec<_>>>()?;
    let wrong = |what: String| Err(io::Error::other(what));
    let Some(first) = opened.first().map(|part| part.head.clone()) else {
        return wrong("no part is given".into());
    };
    for part in &opened {
        let at = part.dir.display();
        if part.head.key != first.key {
            return wrong(format!(
                "{at}: made by another version or with other settings than {}: convert both alike",
                opened[0].dir.display()
            ));
        }
        if part.head.templates != templates {
            return wrong(format!(
                "{at}: converted with other templates than these: merge with the same --templates"
            ));
        }
        if (part.head.inputs, part.head.shard[1]) != (first.inputs, first.shard[1]) {
            return wrong(format!(
                "{at}: part of another run than {}: share the same list of inputs out",
                opened[0].dir.display()
            ));
        }
    }
    opened.sort_by_key(|part| part.head.shard[0]);
    for number in 1..=first.shard[1].max(opened.len()) {
        match opened.get(number - 1) {
            Some(part) if part.head.shard[0] == number => {}
            Some(part) if part.head.shard[0] < number => {
                return wrong(format!("{}: a part that is given twice", part.dir.display()));
            }
            _ => {
                return wrong(format!(
                    "part {number}/{} is missing: convert it, or name its folder",
                    first.shard[1]
                ));
            }
        }
    }
    if journal::exists(dir) {
        return wrong(format!("{}: holds the output of a run: choose a new folder", dir.display()));
    }
    let documents = Documents::create(dir)?;
    let (mut journal, _) =
        Journal::open(dir, head(first.key, templates, first.inputs, Part::WHOLE), false)?;
    let syncing = Syncing::start()?;
    let count = opened.len();
    for number in 0..first.inputs {
        let part = &mut opened[number % count];
        let entry = part.next()?.filter(|entry| entry.number == number);
        let Some(entry) = entry else {
            return wrong(format!(
                "{}: input {} is missing: resume this part",
                part.dir.display(),
                number + 1
            ));
        };
        let (document, json) = found(&part.dir, &entry)?;
        let digest = json.as_deref().map(FileDigest::of);
        if let Some(json) = json {
            documents.copy(&entry.stem, &json)?;
            syncing.file(documents.place(&entry.stem));
        }
        journal.note(&entry, false)?;
        each(document, &entry.stem, digest)?;
    }
    Ok(Folder { documents, journal: Mutex::new(journal), syncing })
}

/// The document of a journal's entry, and its JSON if it has a file.
fn found(dir: &Path, entry: &Entry) -> io::Result<(Document, Option<Vec<u8>>)> {
    let (stem, wrong) = (&entry.stem, |what: String| about(dir, io::Error::other(what)));
    match (&entry.json, &entry.failed) {
        (Some(digest), _) => {
            let json = Documents::of(dir).read(&entry.stem)?;
            if sha256(&json) != *digest {
                return Err(wrong(format!(
                    "documents/{stem}.json was altered: convert its inputs again with --resume"
                )));
            }
            let document = serde_json::from_slice(&json);
            let document = document.map_err(|e| {
                wrong(format!(
                    "documents/{stem}.json cannot be read ({e}): convert its inputs again"
                ))
            })?;
            Ok((document, Some(json)))
        }
        (None, Some(failed)) => Ok(((**failed).clone(), None)),
        (None, None) => {
            Err(about(dir, io::Error::other("a damaged journal: convert its inputs again")))
        }
    }
}

/// Which documents [`read`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Those of all inputs of this part of a run, failed ones included.
    Run(Part),
    /// The files in a folder without a journal: nothing tells which inputs failed.
    Files,
}

/// Reads what a finished run has written to `dir` back: `each` gets the documents in input order, one at a time; in a
/// folder without a journal those of its files, in byte order of their names. Beside each, the file it stands in; an input
/// that failed has none.
///
/// # Errors
/// Neither a journal nor documents are there, the run is not finished, or a document is damaged or of another version.
pub fn read(
    dir: &Path,
    mut each: impl FnMut(Document, Option<PathBuf>) -> io::Result<()>,
) -> io::Result<Held> {
    let (documents, wrong) =
        (Documents::of(dir), |what: String| about(dir, io::Error::other(what)));
    if !journal::exists(dir) {
        for stem in documents.stems()? {
            let json = documents.read(&stem)?;
            let document: Document = serde_json::from_slice(&json).map_err(|e| {
                let what =
                    format!("documents/{stem}.json is no document of yusuan, or damaged ({e}): remove it, or convert its input again");
                wrong(what)
            })?;
            let version = document.format_version;
            if version != FORMAT_VERSION {
                let what = format!(
                    "documents/{stem}.json is of format version {version}, not {FORMAT_VERSION}: convert its input again"
                );
                return Err(wrong(what));
            }
            each(document, Some(documents.place(&stem)))?;
        }
        return Ok(Held::Files);
    }
    let mut run = Finished::open(dir)?;
    let [number, of] = run.head.shard;
    let mut next = number.saturating_sub(1);
    while next < run.head.inputs {
        let Some(entry) = run.next()?.filter(|entry| entry.number == next) else {
            let number = next + 1;
            return Err(wrong(format!(
                "input {number} is missing from the journal: convert its inputs again with --resume"
            )));
        };
        let (document, json) = found(dir, &entry)?;
        each(document, json.map(|_| documents.place(&entry.stem)))?;
        next += of.max(1);
    }
    Ok(Held::Run(Part { number, of }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_is_gone_needs_no_syncing_and_one_that_cannot_be_synced_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.json");
        std::fs::write(&file, "{}").unwrap();
        let synced = |place: PathBuf| {
            let syncing = Syncing::start().unwrap();
            syncing.file(place);
            syncing.file(file.clone());
            syncing.finish()
        };
        synced(dir.path().join("gone.json")).unwrap();
        assert!(synced(file.join("below a file.json")).is_err());
    }

    #[test]
    fn parts_share_the_inputs_out() {
        assert_eq!("3/8".parse(), Ok(Part { number: 3, of: 8 }));
        for wrong in ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
        let inputs = crate::batch::expand(
            &(0..10).map(|i| PathBuf::from(format!("{i}.pdf"))).collect::<Vec<_>>(),
        );
        let parts: Vec<usize> = (1..=3)
            .map(|number| inputs.iter().filter(|i| Part { number, of: 3 }.has(i)).count())
            .collect();
        assert_eq!(parts, [4, 3, 3]);
    }
}
