//! What goes over the pipes between the process that asks and those that convert: frames, each its length and its bytes.

use crate::emit::wire::Document;
use crate::model::Failure;
use crate::pipeline::Settings;
use crate::reconcile::Summary;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What a process that converts is told first.
#[derive(Serialize, Deserialize)]
pub(super) struct Start {
    pub settings: Settings,
    /// The user's templates: path and text.
    pub templates: Vec<(String, String)>,
}

/// What is made of a file.
pub struct Made {
    /// Its document.
    pub document: Document,
    /// The document's JSON, unless it failed.
    pub json: Option<Vec<u8>>,
    /// What the equations between documents need to know of it.
    pub summary: Summary,
}

/// What an answer says besides the document's JSON, which follows it.
#[derive(Serialize, Deserialize)]
struct Head {
    failure: Option<Failure>,
    failed: bool,
    summary: Summary,
}

/// Writes one frame.
pub(super) fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

/// Reads one frame of at most `most` bytes.
pub(super) fn receive(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer that makes no sense"));
    }
    let mut bytes = Vec::new();
    // as much as comes, whatever the length claims
    from.take(length).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == length {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Sends what was made of a file.
pub(super) fn answer(to: &mut impl Write, made: Made) -> io::Result<()> {
    let Made { document, json, summary } = made;
    let head = Head { failure: document.failure, failed: json.is_none(), summary };
    send(to, &serde_json::to_vec(&head)?)?;
    match json {
        Some(json) => send(to, &json)?,
        None => send(to, &serde_json::to_vec(&document)?)?,
    }
    to.flush()
}

/// Bytes of an answer that is no document's JSON.
const SHORT: u64 = 64 << 20;

/// What [`answer`] sent; JSON of at most `most` bytes.
pub(super) fn answered(from: &mut impl Read, most: u64) -> io::Result<Made> {
    let Head { failure, failed, summary } = serde_json::from_slice(&receive(from, SHORT)?)?;
    let json = receive(from, most.max(SHORT))?;
    let document = Document { failure, ..serde_json::from_slice(&json)? };
    Ok(Made { document, json: (!failed).then_some(json), summary })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::{self, wire::Source};

    #[test]
    fn what_is_sent_is_received() {
        let failed =
            Document::failed(Source::of("坏.pdf", b"x"), "why").with_failure(Failure::NotPdf);
        let whole = Document { error: None, ..failed.clone() };
        let mut json = vec![];
        emit::write(&whole, &mut json).unwrap();
        let mut pipe = vec![];
        send(&mut pipe, b"a.pdf").unwrap();
        let made = |document: &Document, json| Made {
            document: document.clone(),
            json,
            summary: Summary::default(),
        };
        answer(&mut pipe, made(&whole, Some(json.clone()))).unwrap();
        answer(&mut pipe, made(&failed, None)).unwrap();
        let mut from = &pipe[..];
        assert_eq!(receive(&mut from, 9).unwrap(), b"a.pdf");
        let back = answered(&mut from, 0).unwrap();
        assert_eq!((back.document, back.json), (whole, Some(json)));
        let back = answered(&mut from, 0).unwrap();
        assert_eq!((back.document, back.json), (failed, None));
        assert!(receive(&mut from, 9).is_err(), "nothing is left");
        // a length that nothing stands behind costs nothing
        let torn = [&u64::MAX.to_le_bytes()[..], b"abc"].concat();
        assert!(receive(&mut &torn[..], u64::MAX).is_err());
        assert!(receive(&mut &torn[..], 3).is_err());
    }
}
