//! What reading one file may still cost, whatever it claims about itself.

use super::filter;
use super::object::{Dict, Object};
use crate::deadline;
use crate::read::Settings;
use std::cell::Cell;

/// Budgets of one file, counted down.
pub(in crate::read) struct Work {
    max_stream: usize,
    inflate: Cell<usize>,
    objects: Cell<usize>,
    search: Cell<usize>,
    operators: Cell<usize>,
    marks: Cell<usize>,
    /// A stream was damaged, or larger than the limits.
    pub unread: Cell<bool>,
}

impl Work {
    pub fn new(settings: &Settings) -> Self {
        Work {
            max_stream: settings.max_stream_bytes,
            inflate: Cell::new(settings.max_total_bytes),
            objects: Cell::new(settings.max_objects),
            search: Cell::new(settings.max_search_bytes),
            operators: Cell::new(settings.max_total_operators),
            marks: Cell::new(settings.max_total_marks),
            unread: Cell::new(false),
        }
    }

    /// A stream's bytes with all filters undone, of a damaged one what stands before the damage; `None` over the
    /// limits or with a filter of images.
    pub fn decode<'d>(
        &self,
        dict: &'d Dict,
        data: &[u8],
        resolve: impl Fn(&'d Object) -> Option<&'d Object>,
    ) -> Option<Vec<u8>> {
        deadline::tick_long();
        let decoded = filter::decode(dict, data, self.max_stream.min(self.inflate.get()), resolve);
        let Some((bytes, whole)) = decoded else {
            self.unread.set(true);
            return None;
        };
        take(&self.inflate, bytes.len());
        if !whole {
            self.unread.set(true);
        }
        Some(bytes)
    }

    /// May one more object be parsed?
    pub fn object(&self) -> bool {
        deadline::tick();
        take(&self.objects, 1)
    }

    /// Place of `endstream` in the bytes; each search costs what it looks through.
    pub fn endstream(&self, bytes: &[u8]) -> Option<usize> {
        deadline::tick();
        let bytes = &bytes[..bytes.len().min(self.search.get())];
        let found = memchr::memmem::find(bytes, b"endstream");
        take(&self.search, found.unwrap_or(bytes.len()));
        found
    }

    /// Operators that may still be executed.
    pub fn operators_left(&self) -> usize {
        self.operators.get()
    }

    pub fn spend_operators(&self, count: usize) {
        take(&self.operators, count);
    }

    /// Counts glyphs and lines to be kept; false once there is no more room.
    pub fn spend_marks(&self, count: usize) -> bool {
        take(&self.marks, count)
    }

    /// Limits of the file as a whole that were reached while finding its objects.
    pub fn reached(&self) -> impl Iterator<Item = &'static str> {
        let limits = [(&self.objects, "max_objects"), (&self.search, "max_search_bytes")];
        limits.into_iter().filter(|(budget, _)| budget.get() == 0).map(|(_, name)| name)
    }
}

fn take(budget: &Cell<usize>, count: usize) -> bool {
    let left = budget.get();
    budget.set(left.saturating_sub(count));
    left >= count
}
