//! Where a command that makes one table of an output folder writes it, and in which forms.

use super::convert::{formats, forms};
use crate::emit::Format;
use std::path::{Path, PathBuf};

/// Where the table goes.
#[derive(clap::Args)]
pub struct Written {
    /// Folder to write to; DIR if not given
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

    /// The forms asked for, each once.
    pub fn forms(&self) -> Vec<Format> {
        forms(&self.format, self.bom)
    }
}
