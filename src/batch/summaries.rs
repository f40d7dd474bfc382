//! What the equations between the documents of a run need to know of each, until the last one is in.

use crate::emit::Lines;
use crate::model::Check;
use crate::reconcile::{self, Key, Summary};
use std::io;
use std::path::Path;

/// The summaries of a run's documents, kept on the disk.
pub struct Summaries {
    lines: Lines,
    starts: Vec<u64>,
    keys: Vec<Key>,
}

impl Summaries {
    /// Starts the file in `dir`.
    pub fn create(dir: &Path) -> io::Result<Summaries> {
        Ok(Summaries { lines: Lines::create(dir, "summaries")?, starts: vec![], keys: vec![] })
    }

    /// Keeps the next document's.
    pub fn add(&mut self, summary: &Summary) -> io::Result<()> {
        self.starts.push(self.lines.add(summary)?);
        self.keys.push(summary.key());
        Ok(())
    }

    /// The equations between the documents, in their order.
    pub fn reconcile(
        mut self,
        mut each: impl FnMut(&Summary, Vec<Check>) -> io::Result<()>,
    ) -> io::Result<()> {
        let reader = self.lines.reader()?;
        let load = |position: usize| reader.at(self.starts[position]);
        reconcile::batch(&self.keys, load, |_, summary, checks| each(summary, checks))
    }
}
