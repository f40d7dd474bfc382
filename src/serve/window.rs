//! What all answers share: the shelf, the settings, documents that were looked at last.

use super::entry::{Entry, State};
use super::shelf::{Refused, Shelf};
use crate::batch::Wall;
use crate::emit::wire::{Document, Source};
use crate::pipeline::Settings;
use crate::render::Lang;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// Documents that are kept in memory, and bytes of JSON up to which one is.
const KEPT: usize = 4;
const SMALL: usize = 8 << 20;

/// A window that is open.
pub struct Window {
    /// The folder.
    pub shelf: Shelf,
    /// What files are read behind.
    pub wall: Wall,
    /// What a file may cost.
    pub settings: Settings,
    /// What the address has that was printed.
    pub token: String,
    /// The port that it listens on.
    pub port: u16,
    /// Documents that the folder may hold.
    pub max_files: usize,
    /// The language of what asks for none.
    pub lang: Lang,
    /// Locked while one is read: of several that are asked for, one is in memory at a time.
    read: Mutex<VecDeque<Kept>>,
    unpacking: Mutex<()>,
    drawing: Mutex<()>,
    download: Mutex<()>,
}

/// A document that was looked at, and the length of its JSON.
struct Kept {
    id: String,
    length: u64,
    document: Arc<Document>,
}

impl Window {
    /// Of these parts; nothing is kept yet.
    pub fn new(
        shelf: Shelf,
        wall: Wall,
        settings: Settings,
        token: String,
        port: u16,
        max_files: usize,
        lang: Lang,
    ) -> Window {
        let (read, unpacking, drawing, download) = Default::default();
        Window {
            shelf,
            wall,
            settings,
            token,
            port,
            max_files,
            lang,
            read,
            unpacking,
            drawing,
            download,
        }
    }

    /// The document of that id, read from the disk unless it was looked at lately. `None` while it is not made; one that is
    /// damaged is made again.
    pub fn document(&self, id: &str) -> Result<Option<Arc<Document>>, Refused> {
        let of = |entry: &Entry| (entry.state, entry.name.clone(), entry.made.clone());
        let (state, name, made) = self.shelf.at(id, of).ok_or(Refused::Unknown)?;
        let Some(made) = made else { return Ok(None) };
        let Some(length) = made.json.filter(|_| state == State::Done) else {
            let source = Source { file: name, ..made.source };
            let error = made.error.unwrap_or_default();
            return Ok(Some(Arc::new(Document::failed(source, error))));
        };
        let mut kept = lock(&self.read);
        if let Some(at) = kept.iter().position(|one| one.id == id && one.length == length) {
            return Ok(Some(kept[at].document.clone()));
        }
        let json = self.shelf.documents().read(id);
        let document = json.and_then(|json| {
            let document: Document = serde_json::from_slice(&json)?;
            Ok((json.len(), Arc::new(document)))
        });
        let Ok((bytes, document)) = document else {
            self.shelf.again(id)?;
            return Ok(None);
        };
        if bytes <= SMALL {
            kept.truncate(KEPT - 1);
            kept.push_front(Kept { id: id.to_owned(), length, document: document.clone() });
        }
        Ok(Some(document))
    }

    /// Held while a zip file is taken apart.
    pub fn unpacking(&self) -> MutexGuard<'_, ()> {
        lock(&self.unpacking)
    }

    /// Held while a page is drawn, or a PDF is given its notes.
    pub fn drawing(&self) -> MutexGuard<'_, ()> {
        lock(&self.drawing)
    }

    /// Held while a download over all documents is made; `None` while another one is.
    pub fn download(&self) -> Option<MutexGuard<'_, ()>> {
        match self.download.try_lock() {
            Ok(held) => Some(held),
            Err(TryLockError::Poisoned(broken)) => Some(broken.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
