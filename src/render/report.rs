//! What a run found, file by file, and the form that it is told in.

use super::joined;
use super::note::{Note, equation, is_told, notes};
use super::prints::Prints;
use super::tally::Tally;
use crate::emit::wire::{Check, Document, Status};
use std::io;

/// What was found about one file.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// As given.
    pub file: String,
    /// The file's own checks, or those against the other files of the run, which come after all files.
    pub own: bool,
    /// Nothing could be had from the file.
    pub failed: bool,
    /// What people should see.
    pub notes: Vec<Note>,
    /// The same, those of one cause as one.
    pub told: Vec<Note>,
    /// All checks, counted.
    pub tally: Tally,
}

impl Report {
    /// Of a document.
    pub fn of(document: &Document) -> Report {
        let (file, failed) = (document.source.file.clone(), document.status == Status::Failed);
        let notes = notes(document);
        Report {
            file,
            own: true,
            failed,
            told: joined(document, notes.clone()).into_iter().map(|(_, note)| note).collect(),
            notes,
            tally: Tally::of(&document.checks, &document.findings),
        }
    }

    /// Of a file's checks against other files.
    pub fn of_batch(file: &str, checks: &[Check]) -> Report {
        let told = checks
            .iter()
            .filter(|check| is_told(check))
            .map(|check| equation(file, check, &Prints::default()));
        let notes: Vec<Note> = told.collect();
        Report {
            file: file.to_owned(),
            own: false,
            failed: false,
            told: notes.clone(),
            notes,
            tally: Tally::of(checks, &[]),
        }
    }
}

/// A form of report, written as the files come.
pub trait Renderer {
    /// Tells what was found about a file.
    fn report(&mut self, report: &Report) -> io::Result<()>;
    /// Ends the report.
    fn finish(&mut self) -> io::Result<()>;
}
