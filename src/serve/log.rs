//! What has happened to the window's folder, a line for each thing, in the order in which it happened: what is there is what
//! the lines come to. A line that is not whole (a power cut) does not count.

use super::entry::Made;
use super::mark::Mark;
use crate::batch::{Lines, open_alone, with_sum};
use crate::emit::about;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// One thing that happened.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// From here on, documents are made by this version with these settings ([`crate::pipeline::Settings::key`]).
    Key(String),
    /// A file was given.
    Added {
        /// Its id.
        id: String,
        /// Its name, as people see it.
        name: String,
    },
    /// Its document was made.
    Made(String, Box<Made>),
    /// It waits again.
    Again(String),
    /// It was taken away.
    Removed(String),
    /// A note of it was marked, or is no longer.
    Marked {
        /// Id of the document.
        id: String,
        /// Key of the note.
        key: String,
        /// The mark.
        mark: Option<Mark>,
    },
}

/// The lines, being added to. Only one process holds them.
pub struct Log {
    path: PathBuf,
    file: File,
    /// Where the next line begins.
    end: u64,
}

impl Log {
    /// Opens the log of `folder`; `each` gets what it holds.
    ///
    /// # Errors
    /// Another process has it open, or it cannot be read.
    pub fn open(folder: &Path, mut each: impl FnMut(Line)) -> io::Result<Log> {
        let path = folder.join("window.jsonl");
        let failed = |e: io::Error| about(&path, e);
        let file = open_alone(&path)?.ok_or_else(|| {
            let what =
                "another window is open on this folder: use that one, or choose another folder";
            about(folder, io::Error::other(what))
        })?;
        let (mut lines, mut end) = (Lines::of(File::open(&path).map_err(failed)?), 0);
        while let Some((_, line)) = lines.next::<Line>().map_err(failed)? {
            if let Some(line) = line {
                each(line);
                end = lines.end;
            }
        }
        file.set_len(end).map_err(failed)?;
        Ok(Log { path, file, end })
    }

    /// Adds a line.
    pub fn add(&mut self, line: &Line) -> io::Result<()> {
        let line = with_sum(line)?;
        let written =
            self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(&line));
        written.map_err(|e| about(&self.path, e))?; // what was written of it is written over, or torn
        self.end += line.len() as u64;
        Ok(())
    }

    /// Waits until the lines outlast a power cut.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data().map_err(|e| about(&self.path, e))
    }
}

impl Drop for Log {
    /// As for a run's journal: a process that is just being started may hold a copy of the file.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
