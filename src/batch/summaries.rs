//! What a run keeps of its documents until the last one is in: on the disk, so that memory does not grow with their number.

use crate::emit::about;
use crate::model::Check;
use crate::reconcile::{self, Key, Summary};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The summaries of a run's documents, a line each in a file that is gone when they are dropped.
pub struct Summaries {
    path: PathBuf,
    to: BufWriter<File>,
    /// Where each line begins, and where the next one will.
    starts: Vec<u64>,
    keys: Vec<Key>,
}

impl Summaries {
    /// Starts the file in `dir`.
    pub fn create(dir: &Path) -> io::Result<Summaries> {
        let path = dir.join(".summaries.partial");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path).map_err(|e| about(&path, e))?;
        Ok(Summaries { path, to: BufWriter::new(file), starts: vec![0], keys: vec![] })
    }

    /// Keeps the next document's.
    pub fn add(&mut self, summary: &Summary) -> io::Result<()> {
        let line = serde_json::to_vec(summary)?;
        self.to.write_all(&line).map_err(|e| about(&self.path, e))?;
        self.starts.push(self.starts[self.keys.len()] + line.len() as u64);
        self.keys.push(summary.key());
        Ok(())
    }

    /// The equations between the documents, in their order.
    pub fn reconcile(mut self, mut each: impl FnMut(&Summary, Vec<Check>) -> io::Result<()>) -> io::Result<()> {
        self.to.flush().map_err(|e| about(&self.path, e))?;
        let load = |position: usize| {
            let mut line = vec![0; (self.starts[position + 1] - self.starts[position]) as usize];
            let file = self.to.get_mut();
            let read = file.seek(SeekFrom::Start(self.starts[position])).and_then(|_| file.read_exact(&mut line));
            read.map_err(|e| about(&self.path, e))?;
            Ok(serde_json::from_slice(&line)?)
        };
        reconcile::batch(&self.keys, load, |_, summary, checks| each(summary, checks))
    }
}

impl Drop for Summaries {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // the next run writes over what is left of it
    }
}
