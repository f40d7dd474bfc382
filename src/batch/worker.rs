//! The process that converts: one file after the other, as it is asked for them over its standard input.

use super::frames::{Ask, Made, Start, answer, receive, send};
use super::{STACK, asked, document_with};
use crate::catalog::Catalog;
use crate::emit::{
    self, Packed,
    wire::{Document, Status},
};
use crate::model::Failure;
use crate::pipeline::{self, Settings, Size};
use std::cell::Cell;
use std::io::{self, BufWriter, Write};
use std::sync::mpsc;
use std::{process, thread};

/// What the program itself and its vocabulary take, beside what the file may.
const OWN: u64 = 96 << 20;

/// Answers until nobody asks any more. When the process that asks ends, this one does, in the midst of a file too: the
/// thread that waits for the next request notices.
///
/// # Errors
/// What it is told makes no sense.
pub fn serve() -> io::Result<()> {
    let mut from = io::stdin().lock();
    let Start { settings, templates, rows } =
        serde_json::from_slice(&receive(&mut from, u64::MAX)?)?;
    let catalog = Catalog::builtin().map_err(io::Error::other)?;
    let catalog = catalog
        .with_templates(templates.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .map_err(io::Error::other)?;
    limit(settings.max_memory_bytes);
    let (requests, received) = mpsc::channel::<(Ask, Vec<u8>)>();
    let convert = move || {
        let mut to = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let ready = send(&mut to, b"ready").and_then(|()| to.flush());
        let room = Room::default();
        let all = || {
            received.into_iter().try_for_each(|(ask, bytes)| match ask {
                Ask::Document { name } => {
                    limit_beside(settings.max_memory_bytes, bytes.len() as u64);
                    let made = make(&name, &bytes, rows, &settings, &catalog, &room);
                    drop(bytes);
                    answer(&mut to, &made)?;
                    room.keep(made);
                    Ok(())
                }
                Ask::Picture { page, width } => {
                    asked::answer(&mut to, asked::picture(&bytes, page, width, &settings))
                }
                Ask::Annotated { marks } => {
                    asked::answer(&mut to, asked::annotated(&bytes, &marks, &settings))
                }
            })
        };
        // nobody listens: the other thread is about to notice too
        let _ = ready.and_then(|()| all());
    };
    thread::Builder::new().name("convert".into()).stack_size(STACK).spawn(convert)?;
    loop {
        let request =
            receive(&mut from, u64::MAX).and_then(|ask| Ok((ask, receive(&mut from, u64::MAX)?)));
        match request {
            Ok((ask, bytes)) => {
                let ask = serde_json::from_slice(&ask)?;
                requests.send((ask, bytes)).map_err(io::Error::other)?;
            }
            // as the allocator would say it: the wall tells the file's reason by this
            Err(e) if e.kind() == io::ErrorKind::OutOfMemory => {
                eprintln!("out of memory");
                process::exit(1)
            }
            Err(_) => process::exit(0),
        }
    }
}

/// Where rows and JSON are written, one file after the other: memory that was had once need not be asked for anew.
#[derive(Default)]
struct Room {
    rows: Cell<Vec<u8>>,
    json: Cell<Vec<u8>>,
}

impl Room {
    /// Takes back what the answer was written in.
    fn keep(&self, made: Made) {
        let (rows, json) = made.into_bytes();
        self.rows.set(rows);
        self.json.set(json);
    }
}

/// What may be made of a file within its limits; its rows in the tables if `rows` are wanted.
fn make(
    name: &str,
    bytes: &[u8],
    rows: bool,
    settings: &Settings,
    catalog: &Catalog,
    room: &Room,
) -> Made {
    let limit = settings.max_output_bytes;
    let rest = |document: &Document, sizes: &[Size]| {
        let packed = match rows {
            true => {
                within(limit, room.rows.take(), |mut to| Packed::write(document, limit, &mut to))?
            }
            false => vec![],
        };
        let json = within(limit, room.json.take(), |to| emit::write(document, to))?;
        let summary = pipeline::summary(document, catalog);
        let made = Made::new(document, summary, Packed::from_bytes(packed), json);
        Some(made.with_pages(sizes))
    };
    let (document, made) = document_with(name, bytes, settings, catalog, rest);
    made.unwrap_or_else(|| match document.status {
        Status::Failed => Made::failed(&document),
        _ => Made::failed(&too_long(document, limit)),
    })
}

/// What `write` writes, in the room of `bytes`; `None` if it is longer than the limit.
fn within(
    limit: u64,
    mut bytes: Vec<u8>,
    write: impl FnOnce(Limited) -> io::Result<()>,
) -> Option<Vec<u8>> {
    bytes.clear();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    write(Limited { bytes: &mut bytes, limit }).ok().map(|()| bytes)
}

fn too_long(document: Document, limit: u64) -> Document {
    let error = format!(
        "its document would be longer than the limit of {limit} bytes: split the file, or allow more with --max-output-mb"
    );
    Document::failed(document.source, error).with_failure(Failure::OutputTooLarge)
}

/// Bytes that do not grow beyond a limit.
struct Limited<'b> {
    bytes: &'b mut Vec<u8>,
    limit: usize,
}

impl Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    // A document is written in small pieces: the loop around `write` would cost more than they do, and most are one byte
    // known to who writes it, which needs no call.
    #[inline(always)]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.limit - self.bytes.len() {
            return Err(io::Error::other("longer than the limit"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// No more memory than this for the file; no picture of the memory on the disk if it ends badly. What the system does not
/// know of is left out.
#[cfg(unix)]
pub fn limit(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at = |limit: u64| Rlimit { current: Some(limit), maximum: Some(limit) };
    let _ = setrlimit(Resource::Core, at(0));
    if memory < u64::MAX - OWN {
        let _ = setrlimit(Resource::Data, at(memory + OWN));
    }
}

/// The process that asks holds the file too: so much less is left here, but three quarters of the memory.
#[cfg(unix)]
fn limit_beside(memory: u64, held: u64) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let most = getrlimit(Resource::Data).maximum;
    if most.is_some() && memory < u64::MAX - OWN {
        let current = Some(memory + OWN - held.min(memory / 4));
        let _ = setrlimit(Resource::Data, rustix::process::Rlimit { current, maximum: most });
    }
}

/// This system has no such limit.
#[cfg(not(unix))]
pub fn limit(_memory: u64) {}

/// This system has no such limit.
#[cfg(not(unix))]
fn limit_beside(_memory: u64, _held: u64) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::wire::Source;
    use crate::model::Ledger;
    use crate::render::Brief;

    #[test]
    fn json_ends_at_its_limit() {
        let document = emit::document(Source::unread("a.pdf"), Ledger::default(), vec![]);
        let written = |limit| within(limit, b"of before".into(), |to| emit::write(&document, to));
        let json = written(u64::MAX).unwrap();
        assert_eq!(written(json.len() as u64), Some(json.clone()));
        assert_eq!(written(json.len() as u64 - 1), None);
        let failed = too_long(document, 9);
        assert_eq!(failed.failure, Some(Failure::OutputTooLarge));
        assert!(failed.error.unwrap().contains("the limit of 9 bytes"));
    }

    #[test]
    fn a_file_is_made_as_alone() {
        let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/typst.pdf"));
        let (bytes, catalog) = (bytes.unwrap(), Catalog::builtin().unwrap());
        let settings = Settings::default();
        let room = Room::default();
        let make =
            |rows, settings: &Settings| make("a.pdf", &bytes, rows, settings, &catalog, &room);
        room.keep(make(true, &settings)); // what was made before leaves nothing behind
        let (made, bare) = (make(true, &settings), make(false, &settings));
        let alone = pipeline::extract(&bytes, "a.pdf", &settings, &catalog);
        assert_eq!(made.summary, pipeline::summary(&alone, &catalog));
        assert_eq!((&made.brief, &made.rows), (&Brief::of(&alone), &Packed::of(&alone)));
        assert_eq!(made.document().unwrap(), alone);
        assert_eq!((bare.document().unwrap(), bare.rows), (alone, Packed::default()));
        let short = Settings { max_output_bytes: 1000, ..settings };
        let made = make(true, &short);
        assert_eq!(made.brief.failure, Some(Failure::OutputTooLarge));
        assert!(made.json().is_none() && made.brief.source.sha256.is_some());
    }
}
