//! Where a command that makes one table of an output folder writes it, and in which forms.

use super::convert::formats;
use super::given::forms;
use super::stream;
use crate::emit::{self, Format};
use std::path::{Path, PathBuf};

/// Where the table goes.
#[derive(clap::Args)]
pub struct Written {
    /// Folder to write to; DIR if not given; - is standard output
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Form of the table, several separated by commas
    #[arg(long, default_value = "csv", value_delimiter = ',', value_parser = formats())]
    format: Vec<Format>,
    /// CSV for Excel: a byte-order mark, and an apostrophe before texts that it would take for formulas
    #[arg(long)]
    bom: bool,
}

impl Written {
    /// The folder to write to; `dir` is the one that is read.
    pub fn folder<'a>(&'a self, dir: &'a Path) -> &'a Path {
        self.out.as_deref().unwrap_or(dir)
    }

    /// The forms asked for, each once; on standard output one that can be read while it is written.
    pub fn forms(&self) -> Vec<Format> {
        match &self.out {
            Some(out) if emit::is_standard(out) => vec![stream::format(&self.format, self.bom)],
            _ => forms(&self.format, self.bom),
        }
    }

    /// The file of that name, as it is told.
    pub fn told(&self, dir: &Path, name: &str) -> String {
        match &self.out {
            Some(out) if emit::is_standard(out) => out.display().to_string(),
            _ => self.folder(dir).join(name).display().to_string(),
        }
    }
}
