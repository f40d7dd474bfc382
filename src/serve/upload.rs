//! Files that are given: a PDF, or a zip file whose PDFs are taken out of it as `convert` finds them.

use super::entry::Made;
use super::names;
use super::notes::Counts;
use super::reply::{Reply, error, failed, json, refused};
use super::shelf::{Refused, Shelf};
use super::window::Window;
use crate::batch::{self, Input};
use crate::emit::wire::{Document, Source};
use crate::emit::{Replacement, sha256};
use crate::model::Failure;
use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::body::{Body, Incoming};
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long the next bytes may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long all bytes of a file may take.
const LONGEST: Duration = Duration::from_secs(20 * 60);
/// Bytes beyond a limit that are read and not kept.
const POURED: u64 = 256 << 20;
/// What all members of one zip file may come to, as a multiple of what one file may have.
const UNPACKED: u64 = 8;

/// Why bytes were not taken.
pub enum Trouble {
    /// More than the limit.
    TooLarge,
    /// They did not come in time, or not all of them.
    BrokenOff,
    /// They could not be written.
    Disk(io::Error),
}

/// Hands the bytes of a request to `each` piece by piece, at most `limit` of them.
pub async fn receive(
    mut body: Incoming,
    limit: u64,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), Trouble> {
    let (last, mut length) = (Instant::now() + LONGEST, 0u64);
    if body.size_hint().lower() > limit {
        pour_away(&mut body).await;
        return Err(Trouble::TooLarge);
    }
    loop {
        let until = last.min(Instant::now() + PATIENCE);
        let Ok(next) = timeout_at(until, body.frame()).await else {
            return Err(Trouble::BrokenOff);
        };
        let Some(frame) = next else { return Ok(()) };
        let Ok(frame) = frame else { return Err(Trouble::BrokenOff) };
        let Some(piece) = frame.data_ref() else { continue };
        length += piece.len() as u64;
        if length > limit {
            pour_away(&mut body).await;
            return Err(Trouble::TooLarge);
        }
        each(piece).map_err(Trouble::Disk)?;
    }
}

/// Reads on for a while: a browser whose bytes are not taken may not come to the answer that says why.
async fn pour_away(body: &mut Incoming) {
    let (until, mut left) = (Instant::now() + PATIENCE, POURED);
    while let Ok(Some(Ok(frame))) = timeout_at(until, body.frame()).await {
        let length = frame.data_ref().map_or(0, |piece| piece.len() as u64);
        let Some(less) = left.checked_sub(length) else { return };
        left = less;
    }
}

/// A file that has arrived and is not in its place yet.
pub struct Arrived {
    place: PathBuf,
    bytes: Replacement,
    head: Vec<u8>,
}

/// A file that is under way: dropped, it is gone.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0); // it may be in its place already
    }
}

/// A place for something that is under way.
pub fn place(folder: &Path) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    folder.join(names::under_way(NEXT.fetch_add(1, Ordering::Relaxed)))
}

/// Writes the body of the request to the disk.
pub async fn arrive(shelf: &Shelf, body: Incoming, limit: u64) -> Result<Arrived, Trouble> {
    let place = place(&shelf.inputs());
    let mut to = Replacement::create(&place).map_err(Trouble::Disk)?;
    let mut head = vec![];
    receive(body, limit, |piece| {
        let room = HEAD.saturating_sub(head.len());
        head.extend_from_slice(&piece[..piece.len().min(room)]);
        to.write_all(piece)
    })
    .await?;
    Ok(Arrived { place, bytes: to, head })
}

/// Bytes that tell what a file is.
const HEAD: usize = 1024;

#[derive(Serialize)]
struct Taken {
    documents: Vec<String>,
}

/// Takes in what has arrived, given as `name`.
pub fn take_in(window: &Window, name: &str, arrived: Arrived) -> Reply {
    let Arrived { place, bytes, head } = arrived;
    let starts = |magic: &[u8]| head.starts_with(magic);
    // a member that is not compressed shows its own beginning, too
    let is_zip = starts(b"PK\x03\x04") || starts(b"PK\x05\x06");
    let is_pdf = !is_zip && head.windows(5).any(|bytes| bytes == b"%PDF-");
    if !is_pdf && !is_zip {
        return error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "neither a PDF nor a zip file of PDFs: save or export the document as a PDF and give that",
        );
    }
    let place = Passing(place);
    let taken = match bytes.commit() {
        Err(reason) => return failed(&reason),
        Ok(_) if is_zip => unpacked(window, name, place),
        Ok(digest) => window
            .shelf
            .add(name, &place.0, &digest.hexadecimal(), None)
            .map_or_else(|reason| Err(Box::new(refused(&reason))), |id| Ok(vec![id])),
    };
    // nothing is promised before it would outlast a power cut
    match taken.map(|documents| (documents, window.shelf.sync())) {
        Ok((documents, Ok(()))) => json(StatusCode::CREATED, &Taken { documents }),
        Ok((_, Err(reason))) => failed(&reason),
        Err(reply) => *reply,
    }
}

/// The members of a zip file, one zip file at a time: each member is held in memory for a moment.
fn unpacked(window: &Window, name: &str, arrived: Passing) -> Result<Vec<String>, Box<Reply>> {
    let _one = window.unpacking();
    let zip = Passing(arrived.0.with_extension("zip"));
    fs::rename(&arrived.0, &zip.0).map_err(|e| Box::new(failed(&e)))?;
    let inputs = batch::expand(std::slice::from_ref(&zip.0));
    let own = zip.0.to_string_lossy();
    let member = |input: &Input| input.name().strip_prefix(&*own).unwrap_or_default().to_owned();
    if let [alone] = inputs.as_slice()
        && member(alone).is_empty()
    {
        let reason = alone.read(0, Duration::ZERO).err().unwrap_or_default();
        return Err(Box::new(error(StatusCode::UNSUPPORTED_MEDIA_TYPE, &reason)));
    }
    let limit = window.settings.read.max_file_bytes;
    let most = (limit as u64).saturating_mul(UNPACKED);
    let (mut ids, mut total) = (vec![], 0u64);
    for input in &inputs {
        let read = input.read(limit, window.settings.max_time);
        total += read.as_ref().map_or(0, |bytes| bytes.len() as u64);
        if total > most {
            let most = most >> 20;
            let text = format!(
                "its files come to more than {most} MB: they were taken in as far as that; give the others apart"
            );
            return Err(Box::new(error(StatusCode::PAYLOAD_TOO_LARGE, &text)));
        }
        let name = format!("{name}{}", member(input));
        ids.push(one(&window.shelf, &name, read).map_err(|reason| Box::new(refused(&reason)))?);
    }
    Ok(ids)
}

/// A member that cannot be had is a document that failed, as it is for `convert`.
fn one(shelf: &Shelf, name: &str, read: Result<Vec<u8>, String>) -> Result<String, Refused> {
    let place = Passing(place(&shelf.inputs()));
    let bytes = read.as_deref().unwrap_or_default();
    let mut to = Replacement::create(&place.0)?;
    to.write_all(bytes)?;
    to.commit_unsynced()?;
    let failed = read.as_ref().err().map(|error| {
        let document = Document::failed(Source::unread(name), error);
        let document = document.with_failure(Failure::NoInput);
        Made::of(&document, Counts::of(&document))
    });
    shelf.add(name, &place.0, &sha256(bytes), failed)
}

/// What is told of bytes that were not taken.
pub fn not_taken(trouble: Trouble, limit: u64) -> Reply {
    match trouble {
        Trouble::TooLarge => {
            let megabytes = limit >> 20;
            let text = format!(
                "more than the limit of {megabytes} MB: split the file, or allow more with --max-file-mb"
            );
            error(StatusCode::PAYLOAD_TOO_LARGE, &text)
        }
        Trouble::BrokenOff => {
            error(StatusCode::BAD_REQUEST, "the file did not arrive whole: give it again")
        }
        Trouble::Disk(reason) => failed(&reason),
    }
}
