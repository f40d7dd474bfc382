//! `yusuan check --annotate`: the PDFs again, with what was found marked on their pages.

use super::say;
use crate::annotate::{self, Mark};
use crate::batch::{self, Input, Wall};
use crate::emit::wire::{Document, Status};
use crate::emit::{self, Replacement};
use crate::pipeline::Settings;
use crate::render::{Lang, Note};
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::{fs, mem};

/// What is to be marked, until all of it is known: equations between documents come last.
pub struct Annotations<'i> {
    folder: PathBuf,
    inputs: &'i [Input],
    lang: Lang,
    files: Vec<File>,
}

/// A file that was looked at.
struct File {
    /// As it was then; none where it could not be read.
    sha256: Option<String>,
    marks: Vec<Mark>,
}

impl<'i> Annotations<'i> {
    /// Into this folder.
    ///
    /// # Errors
    /// It cannot be made, or what is written there would replace an input.
    pub fn new(folder: PathBuf, inputs: &'i [Input], lang: Lang) -> io::Result<Annotations<'i>> {
        fs::create_dir_all(&folder).map_err(|error| emit::about(&folder, error))?;
        let real = |path: &Path| fs::canonicalize(path).ok();
        let given: HashSet<_> =
            inputs.iter().filter_map(|input| real(Path::new(input.name()))).collect();
        let replaces = |input: &Input| {
            real(&place(&folder, input)).is_some_and(|written| given.contains(&written))
        };
        if inputs.iter().any(replaces) {
            return Err(io::Error::other(format!(
                "{}: the inputs are here, and would be replaced: choose another folder",
                folder.display()
            )));
        }
        Ok(Annotations { folder, inputs, lang, files: vec![] })
    }

    /// Takes what is to be said of the next document.
    pub fn add(&mut self, document: &Document, notes: &[Note]) {
        let mut file = File { sha256: None, marks: vec![] };
        if document.status != Status::Failed {
            file.sha256 = document.source.sha256.clone();
            annotate::mark(&mut file.marks, notes, self.lang);
        }
        self.files.push(file);
    }

    /// Takes what the other documents say of the one at this position.
    pub fn add_between(&mut self, position: usize, notes: &[Note]) {
        if let Some(file) = self.files.get_mut(position) {
            annotate::mark(&mut file.marks, notes, self.lang);
        }
    }

    /// Writes the files; tells how many could not be, each of which is told. Where `stop` is set, what is left is dropped.
    pub fn write(
        mut self,
        wall: &Wall,
        settings: &Settings,
        jobs: usize,
        stop: &AtomicBool,
    ) -> io::Result<usize> {
        let files = mem::take(&mut self.files);
        let work = |index: usize| {
            let (input, file): (&Input, &File) = (&self.inputs[index], &files[index]);
            let Some(sha256) = &file.sha256 else { return Ok(None) };
            match self.made(wall, settings, input, sha256, &file.marks)? {
                Err(error) => Ok(Some(error)),
                Ok(pdf) => {
                    let mut to = Replacement::create(&place(&self.folder, input))?;
                    to.write_all(&pdf)?;
                    to.commit()?;
                    Ok(None)
                }
            }
        };
        let mut refused = 0;
        let each = |index: usize, error: Option<String>| {
            if let Some(error) = error {
                refused += 1;
                let what = self.lang.say("not annotated").into_owned();
                let name = self.inputs[index].name();
                say(&format!("{what}: {name}: {}", self.lang.say(&error)));
            }
            Ok(())
        };
        match batch::in_order(files.len(), jobs, stop, work, each)? {
            true => Ok(refused),
            false => Err(io::ErrorKind::Interrupted.into()),
        }
    }

    fn made(
        &self,
        wall: &Wall,
        settings: &Settings,
        input: &Input,
        sha256: &str,
        marks: &[Mark],
    ) -> io::Result<Result<Vec<u8>, String>> {
        match input.read(settings.read.max_file_bytes, settings.max_time) {
            Err(error) => Ok(Err(error)),
            Ok(bytes) if emit::sha256(&bytes) != sha256 => Ok(Err(
                "it is not what it was when it was checked (standard input can be read once): check it again, from a file".into(),
            )),
            Ok(bytes) => wall.annotated(&bytes, marks.to_vec()),
        }
    }
}

fn place(folder: &Path, input: &Input) -> PathBuf {
    folder.join(format!("{}.pdf", input.stem()))
}
