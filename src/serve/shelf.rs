//! The window's folder: the files as they came (`inputs/`), their documents (`documents/`), and what happened
//! (`window.jsonl`). The folder is all that is kept: a window that was killed goes on where it was.

use super::entry::{Entry, Made, State};
use super::log::{Line, Log};
use super::mark::Mark;
use super::names;
use crate::emit::wire::Check;
use crate::emit::{Documents, about, sha256};
use crate::pipeline;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long one waits for work before it looks whether it should end.
const LOOK: Duration = Duration::from_millis(100);

/// The folder, and a short account of all that is in it.
pub struct Shelf {
    folder: PathBuf,
    documents: Documents,
    most: usize,
    inner: Mutex<Inner>,
    /// Something waits.
    work: Condvar,
}

struct Inner {
    log: Log,
    all: All,
}

/// All documents.
#[derive(Default)]
pub struct All {
    /// In the order in which they came.
    entries: BTreeMap<u64, Entry>,
    by_id: HashMap<String, u64>,
    /// Names that are taken, in lower case.
    names: HashSet<String>,
    waiting: BTreeSet<u64>,
    /// What was taken away, and when.
    removed: Vec<(u64, String)>,
    /// Of the last change.
    version: u64,
    next: u64,
}

/// Something that could not be done.
#[derive(Debug)]
pub enum Refused {
    /// There is no such document.
    Unknown,
    /// The folder holds as many as it may.
    Full(usize),
    /// The disk.
    Disk(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Refused {
        Refused::Disk(error)
    }
}

impl Shelf {
    /// Opens `folder`, which is made if need be, for at most `most` documents. What was made by another version or with
    /// other settings (their `key`) waits again.
    ///
    /// # Errors
    /// The folder cannot be written to, or another window is open on it.
    pub fn open(folder: &Path, most: usize, key: &str) -> io::Result<Shelf> {
        let inputs = folder.join("inputs");
        fs::create_dir_all(&inputs).map_err(|e| about(&inputs, e))?;
        let documents = Documents::create(folder)?;
        let (mut all, mut like, mut keyed) = (All::default(), false, false);
        let mut log = Log::open(folder, |line| match line {
            Line::Key(known) => (keyed, like) = (true, known == key),
            Line::Made(..) if !like => {}
            line => all.take_in(line),
        })?;
        if !(keyed && like) {
            log.add(&Line::Key(key.to_owned()))?;
            all.entries.values_mut().for_each(|entry| entry.made = None);
        }
        clear(&inputs)?;
        clear(folder)?;
        let is_there = |entry: &Entry, length| {
            fs::metadata(documents.place(&entry.id)).is_ok_and(|meta| meta.len() == length)
        };
        for (number, entry) in &mut all.entries {
            entry.made = entry
                .made
                .take()
                .filter(|made| made.json.is_none_or(|length| is_there(entry, length)));
            entry.state = match &entry.made {
                None => State::Waiting,
                Some(made) if made.error.is_some() => State::Failed,
                Some(_) => State::Done,
            };
            if entry.state == State::Waiting {
                all.waiting.insert(*number);
            }
        }
        let inner = Mutex::new(Inner { log, all });
        Ok(Shelf { folder: folder.to_owned(), documents, most, inner, work: Condvar::new() })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the files as they came are.
    pub fn inputs(&self) -> PathBuf {
        self.folder.join("inputs")
    }

    /// The file of that document, as it came.
    pub fn input(&self, id: &str) -> PathBuf {
        self.inputs().join(format!("{id}.pdf"))
    }

    /// The documents' JSON.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What `look` sees of the documents.
    pub fn look<T>(&self, look: impl FnOnce(&All) -> T) -> T {
        look(&self.inner().all)
    }

    /// What `look` sees of the document.
    pub fn at<T>(&self, id: &str, look: impl FnOnce(&Entry) -> T) -> Option<T> {
        self.look(|all| all.get(id).map(look))
    }

    /// Takes in the file at `place`, of that SHA-256, given as `name`; the answer is its id. The same file under the same name
    /// is the same document, which is tried again if it failed. Where nothing can be had from it, `failed` says why.
    pub fn add(
        &self,
        name: &str,
        place: &Path,
        digest: &str,
        failed: Option<Made>,
    ) -> Result<String, Refused> {
        let name = names::printed(name);
        let id = sha256(format!("{name}\0{digest}").as_bytes())[..32].to_owned();
        let mut inner = self.inner();
        let known = inner.all.get(&id).map(|entry| entry.state);
        match known {
            Some(State::Failed) => inner.note(Line::Again(id.clone()))?,
            Some(_) => {}
            None if inner.all.entries.len() >= self.most => return Err(Refused::Full(self.most)),
            None => {
                let input = self.input(&id);
                fs::rename(place, &input).map_err(|e| about(&input, e))?;
                let name = names::free(&name, &inner.all.names);
                inner.note(Line::Added { id: id.clone(), name })?;
            }
        }
        if let Some(made) = failed {
            inner.note(Line::Made(id.clone(), Box::new(made)))?;
        }
        if known.is_some() {
            let _ = fs::remove_file(place); // it is there already
        }
        self.work.notify_one();
        Ok(id)
    }

    /// Waits until what was noted outlasts a power cut.
    pub fn sync(&self) -> io::Result<()> {
        self.inner().log.sync()
    }

    /// The next file that waits: id and name. `None` when `over` says so.
    pub fn take(&self, over: impl Fn() -> bool) -> Option<(String, String)> {
        let mut inner = self.inner();
        while !over() {
            let all = &mut inner.all;
            if let Some(number) = all.waiting.pop_first() {
                all.version += 1;
                let version = all.version;
                let entry = all.entries.get_mut(&number)?;
                (entry.state, entry.version) = (State::Reading, version);
                return Some((entry.id.clone(), entry.name.clone()));
            }
            let waited = self.work.wait_timeout(inner, LOOK);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        None
    }

    /// What was made of a file, and its document's JSON if it has one.
    pub fn made(&self, id: &str, mut made: Made, json: Option<&[u8]>) -> io::Result<()> {
        if let Some(json) = json {
            made.json = Some(self.documents.write(id, json)?.bytes);
        }
        let mut inner = self.inner();
        match inner.all.get(id).is_some() {
            true => inner.note(Line::Made(id.to_owned(), Box::new(made))),
            false => self.documents.remove(id), // it was taken away meanwhile
        }
    }

    /// Once nothing waits any more: the equations between all documents.
    pub fn settle(&self) {
        let bodies = |all: &All| {
            let idle = all.entries().all(|e| matches!(e.state, State::Done | State::Failed));
            let made = || all.entries().filter_map(|e| Some((e.id.clone(), e.made.as_ref()?)));
            let bodies = || made().filter(|(_, made)| made.error.is_none());
            idle.then(|| bodies().map(|(id, made)| (id, made.body.clone())).unzip())
        };
        let Some((ids, bodies)) = self.look(bodies) else { return };
        let (ids, bodies): (Vec<String>, Vec<_>) = (ids, bodies);
        let mut checks: HashMap<&str, Vec<Check>> = HashMap::new();
        for (position, between) in pipeline::between(&bodies) {
            checks.entry(&ids[position]).or_default().extend(between);
        }
        let all = &mut self.inner().all;
        let version = all.version + 1;
        for entry in all.entries.values_mut() {
            let between = checks.remove(entry.id.as_str()).unwrap_or_default();
            if entry.between != between {
                (entry.between, entry.version, all.version) = (between, version, version);
            }
        }
    }

    /// Its document is damaged: it is made again.
    pub fn again(&self, id: &str) -> Result<(), Refused> {
        let mut inner = self.inner();
        inner.all.get(id).ok_or(Refused::Unknown)?;
        inner.note(Line::Again(id.to_owned()))?;
        self.work.notify_one();
        Ok(())
    }

    /// Takes a document away, with its file and its marks.
    pub fn remove(&self, id: &str) -> Result<(), Refused> {
        let mut inner = self.inner();
        inner.all.get(id).ok_or(Refused::Unknown)?;
        inner.note(Line::Removed(id.to_owned()))?;
        inner.log.sync()?;
        let _ = fs::remove_file(self.input(id)); // what cannot be taken away is of no use to anybody
        Ok(self.documents.remove(id)?)
    }

    /// Marks a note of a document.
    pub fn mark(&self, id: &str, key: &str, mark: Option<Mark>) -> Result<(), Refused> {
        let mut inner = self.inner();
        let entry = inner.all.get(id).ok_or(Refused::Unknown)?;
        if mark.is_some() && entry.marks.len() >= MARKS && !entry.marks.contains_key(key) {
            return Err(Refused::Full(MARKS));
        }
        if entry.marks.get(key) != mark.as_ref() {
            inner.note(Line::Marked { id: id.to_owned(), key: key.to_owned(), mark })?;
            inner.log.sync()?;
        }
        Ok(())
    }
}

/// Marks of one document.
const MARKS: usize = 20_000;

impl Inner {
    fn note(&mut self, line: Line) -> io::Result<()> {
        self.log.add(&line)?;
        self.all.take_in(line);
        Ok(())
    }
}

impl All {
    /// In the order in which they came.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The document of that id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(self.by_id.get(id)?)
    }

    /// Number of the last change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The ids of what was taken away since, and is not there again.
    pub fn removed(&self, since: u64) -> Vec<&str> {
        let first = self.removed.partition_point(|(version, _)| *version <= since);
        let ids = self.removed[first..].iter().map(|(_, id)| id.as_str());
        ids.filter(|id| !self.by_id.contains_key(*id)).collect()
    }

    fn take_in(&mut self, line: Line) {
        self.version += 1;
        let version = self.version;
        if let Line::Added { id, name } = line {
            let number = self.next;
            self.next += 1;
            self.names.insert(name.to_lowercase());
            self.by_id.insert(id.clone(), number);
            self.waiting.insert(number);
            let entry = Entry {
                id,
                name,
                state: State::Waiting,
                made: None,
                between: vec![],
                marks: BTreeMap::new(),
                version,
            };
            self.entries.insert(number, entry);
            return;
        }
        let id = match &line {
            Line::Made(id, _) | Line::Again(id) | Line::Removed(id) => id,
            Line::Marked { id, .. } => id,
            Line::Key(_) | Line::Added { .. } => return,
        };
        let Some(number) = self.by_id.get(id).copied() else { return };
        let Some(entry) = self.entries.get_mut(&number) else { return };
        entry.version = version;
        match line {
            Line::Made(_, made) => {
                entry.state = if made.error.is_some() { State::Failed } else { State::Done };
                entry.made = Some(*made);
                self.waiting.remove(&number);
            }
            Line::Again(_) => {
                (entry.state, entry.made) = (State::Waiting, None);
                self.waiting.insert(number);
            }
            Line::Removed(id) => {
                self.names.remove(&entry.name.to_lowercase());
                self.entries.remove(&number);
                self.by_id.remove(&id);
                self.waiting.remove(&number);
                self.removed.push((version, id));
            }
            Line::Marked { key, mark, .. } => match mark {
                Some(mark) => drop(entry.marks.insert(key, mark)),
                None => drop(entry.marks.remove(&key)),
            },
            Line::Key(_) | Line::Added { .. } => {}
        }
    }
}

/// Takes away what an earlier window had under way, and no other file.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|e| about(folder, e))? {
        let entry = entry.map_err(|e| about(folder, e))?;
        if names::is_under_way(&entry.file_name()) {
            let path = entry.path();
            let gone = match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                true => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            };
            gone.map_err(|e| about(&path, e))?;
        }
    }
    Ok(())
}
