//! What reading one file may still cost, whatever it claims about itself.

use crate::deadline;
use crate::read::Settings;
use std::cell::{Cell, RefCell};

/// How often each byte of a file may be looked at for objects, a string without an end that swallows the rest of the file
/// being the usual cause, and what a small file may have beyond that.
const LOOKS: usize = 16;
const LOOKED_AT: usize = 16 << 20;

/// Budgets of one file, counted down.
pub(in crate::read) struct Work {
    max_stream: usize,
    inflate: Cell<usize>,
    objects: Cell<usize>,
    search: Cell<usize>,
    /// Bytes of the file that may still be looked at for objects, however often.
    lexed: Cell<usize>,
    kept: Cell<usize>,
    operators: Cell<usize>,
    marks: Cell<usize>,
    /// A stream was damaged, or larger than the limits.
    pub unread: Cell<bool>,
    /// Limits that cut something short, not yet told: see [`Work::limit`].
    limits: RefCell<Vec<&'static str>>,
}

impl Work {
    /// For a file of so many bytes.
    pub fn new(settings: &Settings, bytes: usize) -> Self {
        Work {
            max_stream: settings.max_stream_bytes,
            inflate: Cell::new(settings.max_total_bytes),
            objects: Cell::new(settings.max_objects),
            search: Cell::new(settings.max_search_bytes),
            lexed: Cell::new(bytes.saturating_mul(LOOKS).saturating_add(LOOKED_AT)),
            kept: Cell::new(settings.max_kept_bytes),
            operators: Cell::new(settings.max_total_operators),
            marks: Cell::new(settings.max_total_marks),
            unread: Cell::new(false),
            limits: RefCell::default(),
        }
    }

    /// Something was cut short by this limit. It is told of the page that is being read.
    pub fn limit(&self, which: &'static str) {
        let mut limits = self.limits.borrow_mut();
        if !limits.contains(&which) {
            limits.push(which);
        }
    }

    /// The first `most` of these items, one after the other; that there are more is told as this limit.
    pub fn first<T>(
        &self,
        most: usize,
        which: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> impl Iterator<Item = T> {
        let mut left = most;
        items.into_iter().map_while(move |item| match left {
            0 => {
                self.limit(which);
                None
            }
            _ => {
                left -= 1;
                Some(item)
            }
        })
    }

    /// The limits that cut something short since this was asked last.
    pub fn limits(&self) -> Vec<&'static str> {
        self.limits.take()
    }

    /// Bytes that a stream may have, and so the content of a page, which is joined from several.
    pub fn max_stream(&self) -> usize {
        self.max_stream
    }

    /// Bytes that a stream may still have when its filters are undone.
    pub fn room(&self) -> usize {
        deadline::tick_long();
        self.max_stream.min(self.inflate.get())
    }

    /// Counts the bytes that a stream had.
    pub fn spend_inflated(&self, count: usize) {
        take(&self.inflate, count);
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

    /// May objects still be looked for in the file's bytes?
    pub fn may_look(&self) -> bool {
        deadline::tick();
        self.lexed.get() > 0
    }

    /// Counts bytes that were looked at.
    pub fn spend_look(&self, count: usize) {
        take(&self.lexed, count);
    }

    /// May so many bytes more be kept until the file is read?
    pub fn keep(&self, count: usize) -> bool {
        take(&self.kept, count)
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
        let limits = [
            (self.objects.get(), "max_objects"),
            (self.search.get().min(self.lexed.get()), "max_search_bytes"),
            (self.kept.get(), "max_kept_bytes"),
        ];
        limits.into_iter().filter(|(left, _)| *left == 0).map(|(_, name)| name)
    }
}

fn take(budget: &Cell<usize>, count: usize) -> bool {
    let left = budget.get();
    budget.set(left.saturating_sub(count));
    left >= count
}
