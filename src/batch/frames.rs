//! What goes over the pipes between the process that asks and those that convert: frames, each its length and its bytes.

use crate::annotate::Mark;
use crate::emit::wire::{Document, Status};
use crate::emit::{self, Packed};
use crate::pipeline::{Settings, Size};
use crate::reconcile::Summary;
use crate::render::Brief;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What a process that converts is told first.
#[derive(Serialize, Deserialize)]
pub(super) struct Start {
    pub settings: Settings,
    /// The user's templates: path and text.
    pub templates: Vec<(String, String)>,
    /// The rows of the tables are wanted.
    pub rows: bool,
}

/// What a process that converts is asked for; the file's bytes follow it.
#[derive(Serialize, Deserialize)]
pub(super) enum Ask {
    /// The document, of a file given by that name.
    Document { name: String },
    /// A picture of a page.
    Picture { page: u32, width: u32 },
    /// The file with these marks on its pages.
    Annotated { marks: Vec<Mark> },
}

/// What is made of a file. The document itself is there as its JSON: few need to take it apart again.
#[derive(Debug, PartialEq)]
pub struct Made {
    /// What is told and counted of it.
    pub brief: Brief,
    /// What the equations between documents need to know of it.
    pub summary: Summary,
    /// Its rows in the tables, where they were asked for.
    pub rows: Packed,
    /// The sizes of its pages; none where they could not be had.
    pub pages: Vec<Size>,
    json: Vec<u8>,
}

/// What an answer says first: brief, summary and pages; rows and JSON follow it.
type Head = (Brief, Summary, Vec<Size>);

impl Made {
    /// Of a document and what was made of it already.
    pub(super) fn new(document: &Document, summary: Summary, rows: Packed, json: Vec<u8>) -> Made {
        Made { brief: Brief::of(document), summary, rows, pages: vec![], json }
    }

    /// With the sizes of its pages.
    pub(super) fn with_pages(self, pages: &[Size]) -> Made {
        Made { pages: pages.to_vec(), ..self }
    }

    /// Of a file that failed.
    pub fn failed(document: &Document) -> Made {
        let mut json = vec![];
        let _ = emit::write(document, &mut json); // a vector takes all
        Made::new(document, Summary::default(), Packed::of(document), json)
    }

    /// The document's JSON, as a file is to hold it: not that of an input that failed.
    pub fn json(&self) -> Option<&[u8]> {
        (self.brief.status != Status::Failed).then_some(&self.json)
    }

    /// The document's JSON, failed or not.
    pub fn written(&self) -> &[u8] {
        &self.json
    }

    /// The bytes of its rows and of its JSON.
    pub(super) fn into_bytes(self) -> (Vec<u8>, Vec<u8>) {
        (self.rows.into_bytes(), self.json)
    }

    /// The document, failed or not.
    ///
    /// # Errors
    /// What made it has ended in between.
    pub fn document(&self) -> io::Result<Document> {
        let document = serde_json::from_slice(&self.json)?;
        Ok(Document { failure: self.brief.failure, ..document })
    }
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
    // room for all of it at once, rather than twice for half of it; what does not come is not touched
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    from.take(length).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == length {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Sends what was made of a file.
pub(super) fn answer(to: &mut impl Write, made: &Made) -> io::Result<()> {
    let Made { brief, summary, rows, pages, json } = made;
    send(to, &serde_json::to_vec(&(brief, summary, pages))?)?;
    send(to, rows.as_bytes())?;
    send(to, json)?;
    to.flush()
}

/// Bytes of an answer beside the document.
const SHORT: u64 = 64 << 20;

/// What [`answer`] sent; rows and JSON of at most `most` bytes each.
pub(super) fn answered(from: &mut impl Read, most: u64) -> io::Result<Made> {
    let (brief, summary, pages): Head = serde_json::from_slice(&receive(from, SHORT)?)?;
    let rows = Packed::from_bytes(receive(from, most.max(SHORT))?);
    let json = receive(from, most.max(SHORT))?;
    Ok(Made { brief, summary, rows, pages, json })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::wire::Source;
    use crate::model::Failure;

    #[test]
    fn what_is_sent_is_received() {
        let failed =
            Document::failed(Source::of("坏.pdf", b"x"), "why").with_failure(Failure::NotPdf);
        let whole =
            Document { error: None, failure: None, status: Status::NoTables, ..failed.clone() };
        let made = || {
            let mut json = vec![];
            emit::write(&whole, &mut json).unwrap();
            Made::new(&whole, Summary::default(), Packed::of(&whole), json)
        };
        let mut pipe = vec![];
        send(&mut pipe, b"a.pdf").unwrap();
        answer(&mut pipe, &made()).unwrap();
        answer(&mut pipe, &Made::failed(&failed)).unwrap();
        let mut from = &pipe[..];
        assert_eq!(receive(&mut from, 9).unwrap(), b"a.pdf");
        let back = answered(&mut from, 0).unwrap();
        assert_eq!(back, made());
        assert_eq!((back.document().unwrap(), back.json().is_some()), (whole.clone(), true));
        let back = answered(&mut from, 0).unwrap();
        assert_eq!((back.document().unwrap(), back.json()), (failed, None));
        assert!(receive(&mut from, 9).is_err(), "nothing is left");
        // a length that nothing stands behind costs nothing
        let torn = [&u64::MAX.to_le_bytes()[..], b"abc"].concat();
        assert!(receive(&mut &torn[..], u64::MAX).is_err());
        assert!(receive(&mut &torn[..], 3).is_err());
    }
}
