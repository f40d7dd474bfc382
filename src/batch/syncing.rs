//! Files that are to outlast a power cut: a thread of its own waits for the disk.

use crate::emit;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

/// A thread that waits for files to be on the disk, while others work.
pub(super) struct Syncing {
    files: Sender<PathBuf>,
    thread: JoinHandle<io::Result<()>>,
}

impl Syncing {
    /// Starts the thread.
    pub fn start() -> io::Result<Syncing> {
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

    /// Hands a file on.
    pub fn file(&self, place: PathBuf) {
        let _ = self.files.send(place); // a thread that has ended has an error to tell at the end
    }

    /// Waits until all of them are.
    pub fn finish(self) -> io::Result<()> {
        drop(self.files);
        self.thread
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("a fault of the program: please report it")))
    }
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
}
