//! How files are read: the options of every command that reads PDFs.

use super::signals::STOP;
use super::templates;
use crate::batch::Wall;
use crate::catalog::Catalog;
use crate::catalog::owed::LIST;
use crate::emit::{self, sha256};
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
    /// List of obligations of the user's, where the command takes one.
    #[arg(skip)]
    pub owed: Option<PathBuf>,
}

impl Reading {
    /// The vocabulary that they are read with.
    pub fn catalog(&self) -> io::Result<Catalog> {
        let catalog = templates::catalog(self.templates.as_deref())?;
        let list = self.list()?;
        let list = list.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        catalog.with_templates(list).map_err(io::Error::other)
    }

    /// The processes that files are converted in; they make the `rows` of the tables where these are wanted.
    pub fn wall(&self, settings: &pipeline::Settings, rows: bool) -> io::Result<Wall> {
        let mut texts = templates::texts(self.templates.as_deref())?;
        texts.extend(self.list()?);
        if !texts.is_empty() {
            self.catalog()?; // what is wrong with templates is told at once
        }
        Wall::new(settings, &texts, rows, &STOP)
    }

    /// Templates and list as one number: empty where there are none.
    pub fn fingerprint(&self) -> io::Result<String> {
        let templates = templates::fingerprint(self.templates.as_deref())?;
        Ok(match self.list()? {
            Some(list) => sha256(format!("{templates}{list:?}").as_bytes()),
            None => templates,
        })
    }

    /// Name and text of the list of obligations, as the vocabulary takes it.
    fn list(&self) -> io::Result<Option<(String, String)>> {
        let Some(path) = &self.owed else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(|e| emit::about(path, e))?;
        Ok(Some((format!("{LIST}{}", path.display()), text)))
    }

    /// The reader's settings, with its own limits.
    pub fn settings(&self) -> Settings {
        Settings { password: self.password.clone(), ..Settings::default() }
    }
}
