//! The parts of a run that was shared out, put together again.

use super::Folder;
use super::back::found;
use super::journal::{self, Finished};
use crate::emit::FileDigest;
use crate::emit::wire::Document;
use std::io;
use std::path::{Path, PathBuf};

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
    let mut parts =
        parts.iter().map(|part| Finished::open(part)).collect::<io::Result<Vec<_>>>()?;
    of_one_run(&parts, templates)?;
    parts.sort_by_key(|part| part.head.shard[0]);
    each_once(&parts)?;
    if journal::exists(dir) && !journal::is_of_a_merge(dir) {
        return wrong(format!("{}: holds the output of a run: choose a new folder", dir.display()));
    }
    let (key, inputs, count) = (parts[0].head.key.clone(), parts[0].head.inputs, parts.len());
    let folder = Folder::create(dir, key, templates, inputs)?;
    for number in 0..inputs {
        let part = &mut parts[number % count];
        let Some(entry) = part.next()?.filter(|entry| entry.number == number) else {
            let (at, number) = (part.dir.display(), number + 1);
            return wrong(format!("{at}: input {number} is missing: resume this part"));
        };
        let (document, json) = found(&part.dir, &entry)?;
        folder.copy(&entry, json.as_deref())?;
        each(document, &entry.stem, json.as_deref().map(FileDigest::of))?;
    }
    Ok(folder)
}

/// Are the parts of the same inputs, version and settings, and converted with the templates of this fingerprint?
fn of_one_run(parts: &[Finished], templates: &str) -> io::Result<()> {
    let Some(first) = parts.first() else { return wrong("no part is given".into()) };
    for part in parts {
        let (at, other) = (part.dir.display(), first.dir.display());
        if part.head.key != first.head.key {
            return wrong(format!(
                "{at}: made by another version or with other settings than {other}: convert both alike"
            ));
        }
        if part.head.templates != templates {
            return wrong(format!(
                "{at}: converted with other templates than these: merge with the same --templates"
            ));
        }
        if (part.head.inputs, part.head.shard[1]) != (first.head.inputs, first.head.shard[1]) {
            return wrong(format!(
                "{at}: part of another run than {other}: share the same list of inputs out"
            ));
        }
    }
    Ok(())
}

/// Is each part of the run there once? They are in the order of their numbers.
fn each_once(parts: &[Finished]) -> io::Result<()> {
    let of = parts.first().map_or(0, |part| part.head.shard[1]);
    for number in 1..=of.max(parts.len()) {
        match parts.get(number - 1) {
            Some(part) if part.head.shard[0] == number => {}
            Some(part) if part.head.shard[0] < number => {
                return wrong(format!("{}: a part that is given twice", part.dir.display()));
            }
            _ => {
                return wrong(format!(
                    "part {number}/{of} is missing: convert it, or name its folder"
                ));
            }
        }
    }
    Ok(())
}

fn wrong<T>(what: String) -> io::Result<T> {
    Err(io::Error::other(what))
}
