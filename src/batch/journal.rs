//! The journal of an output folder: which inputs are done, as what. A run that was cut off goes on from it.
//!
//! `journal.jsonl` holds a head and then a line for each finished input, in the order in which they were finished; a line
//! that is not whole (`line.rs`) does not count. A finished run puts the lines into input order, so that its journal too is
//! the same bytes however it came about.

use super::line::{Lines, Place, checked, open_alone, with_sum};
use crate::emit::{Replacement, about, open_kept, wire::Document};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Which run it is: a journal of another one is of no use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Tool and version, for people.
    pub tool: String,
    /// Fingerprint of version and settings: [`crate::pipeline::Settings::key`].
    pub key: String,
    /// Fingerprint of the user's templates, empty without any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub templates: String,
    /// Inputs of the run, those of other shards included.
    pub inputs: usize,
    /// Shard and number of shards.
    pub shard: [usize; 2],
    /// Every input is done and the tables are written.
    pub finished: bool,
    /// Parts are being put together here: what there is can be made again from them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merging: bool,
}

/// An input that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// 0-based position among the run's inputs.
    pub number: usize,
    /// The input's name.
    pub file: String,
    /// Name of its document.
    pub stem: String,
    /// SHA-256 of the input's bytes.
    pub sha256: Option<String>,
    /// SHA-256 of its document's JSON.
    pub json: Option<String>,
    /// The document of an input that failed: it has no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Box<Document>>,
}

/// A journal that is being written.
pub(super) struct Journal {
    path: PathBuf,
    head: Head,
    file: File,
    /// Where the next line begins.
    end: u64,
    /// Places of lines by hashed names of input and document, as an earlier run left them.
    known: HashMap<u64, Place>,
    /// Numbers and places of this run's lines, as they came.
    done: Vec<(usize, Place)>,
}

impl Journal {
    /// Opens the journal in `dir`; what it holds is kept if `resume` and if it is of a run like `head`. The answer says
    /// whether it is.
    pub fn open(dir: &Path, head: Head, resume: bool) -> io::Result<(Journal, bool)> {
        let path = path_in(dir);
        let file = open_alone(&path)?.ok_or_else(|| {
            let what = "another run writes to this folder: wait for it, or choose another folder";
            about(&path, io::Error::other(what))
        })?;
        let mut journal = Journal { path, done: vec![], head, file, end: 0, known: HashMap::new() };
        let like = resume && journal.load()?;
        if !like {
            journal.known.clear();
            journal.end = 0;
        }
        journal.file.set_len(journal.end).map_err(|e| about(&journal.path, e))?;
        if !like {
            let head = journal.head.clone();
            journal.append(&head)?;
        }
        Ok((journal, like))
    }

    /// Finds the lines; false if the journal is of another run.
    fn load(&mut self) -> io::Result<bool> {
        let mut lines = Lines::of(File::open(&self.path).map_err(|e| about(&self.path, e))?);
        let alike = |head: &Head| head.key == self.head.key && head.shard == self.head.shard;
        if !matches!(lines.next::<Head>()?, Some((_, Some(head))) if alike(&head)) {
            return Ok(false);
        }
        self.end = lines.end;
        while let Some((place, entry)) = lines.next::<Entry>()? {
            if let Some(entry) = entry {
                self.known.insert(name_hash(&entry.file, &entry.stem), place);
                self.end = lines.end;
            }
        }
        Ok(true)
    }

    /// Is there anything that an earlier run left about the input?
    pub fn knows(&self, file: &str, stem: &str) -> bool {
        self.known.contains_key(&name_hash(file, stem))
    }

    /// What an earlier run left about the input.
    pub fn find(&mut self, file: &str, stem: &str) -> io::Result<Option<Entry>> {
        let Some(place) = self.known.get(&name_hash(file, stem)).copied() else { return Ok(None) };
        let line = self.line(place)?;
        Ok(checked::<Entry>(&line).filter(|entry| entry.file == file && entry.stem == stem))
    }

    fn line(&mut self, (at, length): Place) -> io::Result<Vec<u8>> {
        let mut line = vec![0; length as usize];
        let read =
            self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read_exact(&mut line));
        read.map(|()| line).map_err(|e| about(&self.path, e))
    }

    /// Notes that an input is done. An entry that the journal holds already is not written again.
    pub fn note(&mut self, entry: &Entry, held: bool) -> io::Result<()> {
        let held =
            if held { self.known.get(&name_hash(&entry.file, &entry.stem)).copied() } else { None };
        let place = match held {
            Some(place) => place,
            None => self.append(entry)?,
        };
        self.done.push((entry.number, place));
        Ok(())
    }

    fn append(&mut self, line: &impl Serialize) -> io::Result<Place> {
        let line = with_sum(line)?;
        let written =
            self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(&line));
        written.map_err(|e| about(&self.path, e))?; // what was written of it is written over, or torn
        let place = (self.end, line.len() as u32);
        self.end += line.len() as u64;
        Ok(place)
    }

    /// Puts the lines in input order: the run is over.
    pub fn finish(mut self) -> io::Result<()> {
        let mut to = BufWriter::new(Replacement::create(&self.path)?);
        to.write_all(&with_sum(&Head { finished: true, merging: false, ..self.head.clone() })?)?;
        let mut done = std::mem::take(&mut self.done);
        done.sort_unstable_by_key(|(number, _)| *number);
        for (_, place) in done {
            to.write_all(&self.line(place)?)?;
        }
        to.into_inner().map_err(|e| e.into_error())?.commit().map(drop)
    }
}

impl Drop for Journal {
    /// A process that is just being started holds copies of all open files until it is another program: closing this one
    /// alone would leave the lock to it for as long.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// A journal that is only read.
pub(super) struct Finished {
    pub dir: PathBuf,
    pub head: Head,
    lines: Lines,
}

impl Finished {
    /// The journal of a finished run in `dir`.
    pub fn open(dir: &Path) -> io::Result<Finished> {
        let path = path_in(dir);
        let wrong = |what: &str| about(&path, io::Error::other(what));
        let mut lines = Lines::of(open_kept(&path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => wrong("no journal: not an output folder of yusuan"),
            io::ErrorKind::NotADirectory => about(dir, e),
            _ => about(&path, e),
        })?);
        match lines.next::<Head>()? {
            Some((_, Some(head))) if head.finished => {
                Ok(Finished { dir: dir.to_owned(), head, lines })
            }
            Some((_, Some(head))) => Err(wrong(match head.merging {
                true => "parts were being put together in this folder: merge them again",
                false => "the run in this folder is not finished: finish it with --resume",
            })),
            _ => Err(wrong("a damaged journal: convert its inputs again")),
        }
    }

    /// The next entry; an error where its line is damaged.
    pub fn next(&mut self) -> io::Result<Option<Entry>> {
        match self.lines.next::<Entry>()? {
            None => Ok(None),
            Some((_, Some(entry))) => Ok(Some(entry)),
            Some((_, None)) => Err(about(
                &path_in(&self.dir),
                io::Error::other("a damaged line: convert its inputs again"),
            )),
        }
    }
}

fn name_hash(file: &str, stem: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (file, stem).hash(&mut hasher);
    hasher.finish()
}

fn path_in(dir: &Path) -> PathBuf {
    dir.join("journal.jsonl")
}

/// Is there a journal in `dir`?
pub(super) fn exists(dir: &Path) -> bool {
    fs::symlink_metadata(path_in(dir)).is_ok()
}

/// Is it one of parts that were being put together when something ended that?
pub(super) fn is_of_a_merge(dir: &Path) -> bool {
    let head = open_kept(&path_in(dir)).and_then(|file| Lines::of(file).next::<Head>());
    matches!(head, Ok(Some((_, Some(Head { finished: false, merging: true, .. })))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::wire::Source;

    fn head(inputs: usize) -> Head {
        Head {
            tool: "yusuan 1".into(),
            key: "k".into(),
            templates: String::new(),
            inputs,
            shard: [1, 1],
            finished: false,
            merging: false,
        }
    }

    fn entry(number: usize) -> Entry {
        Entry {
            number,
            file: format!("{number}.pdf"),
            stem: number.to_string(),
            sha256: Some("a".into()),
            json: Some("b".into()),
            failed: None,
        }
    }

    #[test]
    fn a_torn_or_altered_line_is_as_if_it_were_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let (mut journal, _) = Journal::open(dir.path(), head(4), false).unwrap();
        (0..4).for_each(|n| journal.note(&entry(n), false).unwrap());
        drop(journal);
        let path = path_in(dir.path());
        let whole = fs::read_to_string(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            let (mut journal, like) = Journal::open(dir.path(), head(4), true).unwrap();
            let lines = whole[..cut].matches('\n').count();
            assert_eq!(like, lines > 0);
            let found = (0..4).filter(|n| {
                journal.find(&format!("{n}.pdf"), &n.to_string()).unwrap() == Some(entry(*n))
            });
            assert_eq!(found.count(), lines.saturating_sub(1), "cut at {cut}");
        }
        fs::write(&path, whole.replace("2.pdf", "7.pdf")).unwrap();
        let (journal, _) = Journal::open(dir.path(), head(4), true).unwrap();
        let known = [
            ("0.pdf", "0"),
            ("1.pdf", "1"),
            ("2.pdf", "2"),
            ("7.pdf", "2"),
            ("3.pdf", "3"),
            ("3.pdf", "4"),
        ];
        assert_eq!(
            known.map(|(file, stem)| journal.knows(file, stem)),
            [true, true, false, false, true, false]
        );
    }

    #[test]
    fn a_journal_that_is_closed_is_free_whoever_holds_a_copy_of_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(dir.path(), head(1), false).unwrap();
        let copy = journal.file.try_clone().unwrap();
        assert!(Journal::open(dir.path(), head(1), false).is_err(), "it is being written");
        drop(journal);
        assert!(Journal::open(dir.path(), head(1), false).is_ok());
        drop(copy);
    }

    #[test]
    fn a_finished_journal_is_in_input_order_however_it_came_about() {
        let finished = |order: &[usize], again: &[usize]| {
            let dir = tempfile::tempdir().unwrap();
            let (mut journal, _) = Journal::open(dir.path(), head(3), false).unwrap();
            order.iter().for_each(|n| journal.note(&entry(*n), false).unwrap());
            drop(journal);
            let (mut journal, like) = Journal::open(dir.path(), head(3), true).unwrap();
            assert!(like);
            again.iter().for_each(|n| journal.note(&entry(*n), order.contains(n)).unwrap());
            journal.finish().unwrap();
            fs::read_to_string(path_in(dir.path())).unwrap()
        };
        let one = finished(&[0, 1, 2], &[0, 1, 2]);
        assert_eq!(one.lines().count(), 4);
        assert_eq!(finished(&[2, 0], &[1, 0, 2]), one);
        assert_eq!(finished(&[], &[2, 1, 0]), one);
    }

    #[test]
    fn the_longest_names_are_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let (mut journal, _) = Journal::open(dir.path(), head(1), false).unwrap();
        let name = "\u{1}".repeat(65_535);
        let failed = Document::failed(Source::unread(&name), "why");
        let long = Entry { file: name, failed: Some(Box::new(failed)), json: None, ..entry(0) };
        journal.note(&long, false).unwrap();
        journal.finish().unwrap();
        let mut back = Finished::open(dir.path()).unwrap();
        assert_eq!(back.next().unwrap(), Some(long));
    }

    #[cfg(unix)]
    #[test]
    fn a_journal_that_is_a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, path_in(dir.path())).unwrap();
        let error = Journal::open(dir.path(), head(1), false).map(drop).unwrap_err();
        assert!(error.to_string().contains("no file but a link"), "{error}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "kept");
    }

    #[test]
    fn a_journal_of_other_settings_is_not_gone_on_with() {
        let dir = tempfile::tempdir().unwrap();
        let (mut journal, _) = Journal::open(dir.path(), head(1), false).unwrap();
        journal.note(&entry(0), false).unwrap();
        assert!(Journal::open(dir.path(), head(1), true).is_err(), "two runs in one folder");
        drop(journal);
        let other = Head { key: "other".into(), ..head(1) };
        let (journal, like) = Journal::open(dir.path(), other, true).unwrap();
        assert!(!like && !journal.knows("0.pdf", "0"));
    }
}
