//! How files are read: the options of every command that reads PDFs.

use super::signals::STOP;
use super::templates;
use crate::batch::Wall;
use crate::catalog::Catalog;
use crate::pipeline;
use crate::read::Settings;
use std::io;
use std::path::PathBuf;

/// How files are read.
#[derive(clap::Args)]
pub struct Reading {
    /// Folder of templates <省>/<市>.toml: words of single cities, on top of those that ship with the program
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Password of encrypted files
    #[arg(long)]
    password: Option<String>,
}

impl Reading {
    /// The vocabulary that they are read with.
    pub fn catalog(&self) -> io::Result<Catalog> {
        templates::catalog(self.templates.as_deref())
    }

    /// The processes that files are converted in; they make the `rows` of the tables where these are wanted.
    pub fn wall(&self, settings: &pipeline::Settings, rows: bool) -> io::Result<Wall> {
        if self.templates.is_some() {
            self.catalog()?; // what is wrong with templates is told at once
        }
        Wall::new(settings, &templates::texts(self.templates.as_deref())?, rows, &STOP)
    }

    /// The reader's settings, with its own limits.
    pub fn settings(&self) -> Settings {
        Settings { password: self.password.clone(), ..Settings::default() }
    }
}
