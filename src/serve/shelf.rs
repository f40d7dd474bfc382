//! The window's folder: the files as they came (`inputs/`), their documents (`documents/`), and what happened
//! (`window.jsonl`). The folder is all that is kept: a window that was killed goes on where it was.

use super::all::All;
use super::entry::{Entry, Made, State};
use super::log::{Line, Log};
use super::mark::Mark;
use super::names;
use crate::emit::wire::Check;
use crate::emit::{Documents, about, sha256};
use crate::pipeline;
use std::collections::HashMap;
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
    /// Held by who looks at the equations between documents.
    settling: Mutex<()>,
}

struct Inner {
    log: Log,
    all: All,
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
        let (mut all, mut like) = (All::default(), false);
        let mut log = Log::open(folder, |line| match line {
            Line::Key(known) => {
                like = known == key;
                all.forget_made();
            }
            Line::Made(..) if !like => {}
            line => all.take_in(line),
        })?;
        if !like {
            log.add(&Line::Key(key.to_owned()))?;
            all.forget_made();
        }
        clear(&inputs)?;
        clear(folder)?;
        all.look_through(|id, length| {
            fs::metadata(documents.place(id)).is_ok_and(|meta| meta.len() == length)
        });
        let inner = Mutex::new(Inner { log, all });
        Ok(Shelf {
            folder: folder.to_owned(),
            documents,
            most,
            inner,
            work: Condvar::new(),
            settling: Mutex::default(),
        })
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
            None if inner.all.len() >= self.most => return Err(Refused::Full(self.most)),
            None => {
                let input = self.input(&id);
                fs::rename(place, &input).map_err(|e| about(&input, e))?;
                let name = inner.all.free_name(&name);
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
            if let Some(next) = inner.all.begin_next() {
                return Some(next);
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
        let _one = self.settling.lock().unwrap_or_else(PoisonError::into_inner);
        let bodies = |all: &All| {
            let made = || all.entries().filter_map(|e| Some((e.id.clone(), e.made.as_ref()?)));
            let bodies = || made().filter(|(_, made)| made.error.is_none());
            all.is_idle().then(|| bodies().map(|(id, made)| (id, made.body.clone())).unzip())
        };
        let Some((ids, bodies)) = self.look(bodies) else { return };
        let (ids, bodies): (Vec<String>, Vec<_>) = (ids, bodies);
        let mut checks: HashMap<&str, Vec<Check>> = HashMap::new();
        for (position, between) in pipeline::between(&bodies) {
            checks.entry(&ids[position]).or_default().extend(between);
        }
        self.inner().all.set_between(checks);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::wire::Source;
    use crate::emit::{self, FileDigest};
    use crate::model::Ledger;

    /// A shelf on the folder, as many of its documents as are done, and the first of those that wait.
    fn opened(folder: &Path, key: &str) -> (Shelf, usize, Option<String>) {
        let shelf = Shelf::open(folder, 9, key).unwrap();
        let done = shelf.look(|all| all.entries().filter(|e| e.state == State::Done).count());
        let waits = shelf.look(|all| {
            let mut waiting = all.entries().filter(|e| e.state == State::Waiting);
            waiting.next().map(|entry| entry.name.clone())
        });
        (shelf, done, waits)
    }

    fn give(shelf: &Shelf, name: &str, bytes: &[u8]) -> String {
        let place = shelf.inputs().join(names::under_way(bytes.len()));
        fs::write(&place, bytes).unwrap();
        shelf.add(name, &place, &FileDigest::of(bytes).hexadecimal(), None).unwrap()
    }

    fn convert(shelf: &Shelf) {
        let (id, name) = shelf.take(|| false).unwrap();
        let document = emit::document(Source::unread(&name), Ledger::default(), vec![]);
        shelf.made(&id, Made::of(&document, Default::default()), Some(b"{}")).unwrap();
    }

    #[test]
    fn a_folder_goes_on_where_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let (shelf, ..) = opened(dir.path(), "one");
        let (a, b) = (give(&shelf, "a.pdf", b"a"), give(&shelf, "b.pdf", b"b"));
        assert_eq!(give(&shelf, "a.pdf", b"a"), a, "the same file");
        convert(&shelf);
        shelf.take(|| false).unwrap(); // b is under way
        let mark = Mark { mark: crate::serve::mark::Verdict::Fine, remark: "好".into() };
        shelf.mark(&a, "W1-0", Some(mark.clone())).unwrap();
        assert!(Shelf::open(dir.path(), 9, "one").is_err(), "two windows in one folder");
        drop(shelf);
        let (shelf, done, waits) = opened(dir.path(), "one");
        assert_eq!((done, waits.as_deref()), (1, Some("b.pdf")));
        assert_eq!(shelf.at(&a, |entry| entry.marks.get("W1-0").cloned()), Some(Some(mark)));
        shelf.remove(&b).unwrap();
        drop(shelf);
        // a document that is not as it was is made again
        fs::write(dir.path().join(format!("documents/{a}.json")), "{").unwrap();
        let (shelf, done, waits) = opened(dir.path(), "one");
        assert_eq!((done, waits.as_deref(), shelf.look(All::len)), (0, Some("a.pdf"), 1));
    }

    #[test]
    fn what_another_version_made_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let (shelf, ..) = opened(dir.path(), "one");
        give(&shelf, "a.pdf", b"a");
        convert(&shelf);
        drop(shelf);
        assert_eq!(opened(dir.path(), "two").1, 0);
        let (shelf, done, _) = opened(dir.path(), "one");
        assert_eq!(done, 0, "what the first made may have been written over since");
        convert(&shelf);
        drop(shelf);
        assert_eq!(opened(dir.path(), "one").1, 1);
    }

    #[test]
    fn a_torn_line_is_as_if_it_were_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let (shelf, ..) = opened(dir.path(), "one");
        give(&shelf, "a.pdf", b"a");
        give(&shelf, "b.pdf", b"bb");
        drop(shelf);
        let log = dir.path().join("window.jsonl");
        let text = fs::read(&log).unwrap();
        fs::write(&log, &text[..text.len() - 5]).unwrap();
        fs::write(dir.path().join("inputs/.window-7"), "half").unwrap();
        let (shelf, ..) = opened(dir.path(), "one");
        assert_eq!(shelf.look(All::len), 1);
        give(&shelf, "c.pdf", b"ccc");
        drop(shelf);
        assert_eq!(opened(dir.path(), "one").0.look(All::len), 2);
        assert!(!dir.path().join("inputs/.window-7").exists());
    }

    #[test]
    fn a_full_folder_takes_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(dir.path(), 1, "one").unwrap();
        give(&shelf, "a.pdf", b"a");
        let place = shelf.inputs().join("x");
        fs::write(&place, "b").unwrap();
        assert!(matches!(shelf.add("b.pdf", &place, "b", None), Err(Refused::Full(1))));
    }
}
