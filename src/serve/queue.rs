//! What waits is converted, as many files at once as there are threads, each behind the wall.

use super::entry::Made;
use super::notes::Counts;
use super::shelf::Shelf;
use super::window::Window;
use crate::batch;
use crate::emit::in_words;
use crate::emit::wire::{Document, Source};
use crate::model::Failure;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// Converts until `stop` is set. What is under way then waits again when the folder is opened the next time.
pub fn work(window: &Window, stop: &AtomicBool) {
    let shelf = &window.shelf;
    let over = || stop.load(Ordering::Relaxed);
    shelf.settle();
    while let Some((id, name)) = shelf.take(over) {
        match convert(window, &id, &name) {
            Ok(()) => {}
            Err(error) if over() && error.kind() == io::ErrorKind::Interrupted => return,
            // the disk is full, or no process can be started: told of this file, which is tried when it is given again
            Err(error) => {
                let document = Document::failed(Source::unread(&name), in_words(&error));
                let _ = note(shelf, &id, &document);
            }
        }
        shelf.settle();
    }
}

fn convert(window: &Window, id: &str, name: &str) -> io::Result<()> {
    let shelf = &window.shelf;
    let bytes = match batch::read_file(&shelf.input(id), window.settings.read.max_file_bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            let document = Document::failed(Source::unread(name), error);
            return note(shelf, id, &document.with_failure(Failure::NoInput));
        }
    };
    let made = window.wall.make(name, &bytes)?;
    drop(bytes);
    let document = made.document()?;
    let entry = Made {
        pages: made.pages.clone(),
        body: made.summary.clone(),
        ..Made::of(&document, Counts::of(&document))
    };
    shelf.made(id, entry, made.json())
}

/// Notes a file of which nothing could be had.
fn note(shelf: &Shelf, id: &str, failed: &Document) -> io::Result<()> {
    shelf.made(id, Made::of(failed, Counts::of(failed)), None)
}
