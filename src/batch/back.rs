//! What a run has written to its folder, read back.

use super::Part;
use super::journal::{self, Entry, Finished};
use crate::emit::wire::{Document, FORMAT_VERSION};
use crate::emit::{Documents, about, sha256};
use std::io;
use std::path::{Path, PathBuf};

/// The document of a journal's entry, and its JSON if it has a file.
pub(super) fn found(dir: &Path, entry: &Entry) -> io::Result<(Document, Option<Vec<u8>>)> {
    let (stem, wrong) = (&entry.stem, |what: String| about(dir, io::Error::other(what)));
    if !is_name(stem) {
        return Err(wrong(format!(
            "{stem:?} is no name of a document: this journal is not yusuan's"
        )));
    }
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

/// Is it the name of a file in the folder, and not a way out of it?
fn is_name(stem: &str) -> bool {
    !stem.is_empty() && stem != ".." && !stem.contains(['/', '\\', ':', '\0'])
}

/// Which documents [`read`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Those of all inputs of this part of a run, failed ones included.
    Run(Part),
    /// The files in a folder without a journal: nothing tells which inputs failed.
    Files,
}

/// Has a run written to `dir`: is a journal there, or documents?
pub fn is_output(dir: &Path) -> bool {
    journal::exists(dir) || Documents::of(dir).stems().is_ok_and(|stems| !stems.is_empty())
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
    if dir.is_file() {
        return Err(wrong("no folder: name another place".into()));
    }
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
    let damaged = || wrong("a damaged journal: convert its inputs again".into());
    if number == 0 || number > of {
        return Err(damaged());
    }
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
        next = next.saturating_add(of);
    }
    if run.next()?.is_some() {
        return Err(damaged()); // more than it says there are
    }
    Ok(Held::Run(Part { number, of }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_leave_the_folder() {
        for stem in ["", "..", "../a", "/etc/a", "a/b", "a\\b", "c:a", "a\0"] {
            assert!(!is_name(stem), "{stem:?}");
        }
        for stem in ["a", ".hidden", "a..b", "...", "预算~2"] {
            assert!(is_name(stem), "{stem:?}");
        }
    }
}
