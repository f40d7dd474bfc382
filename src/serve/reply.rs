//! Answers: JSON, a file in pieces, what went wrong in both languages.

use super::guard;
use super::shelf::Refused;
use crate::emit::in_words;
use crate::render::Lang;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bytes that are read at once.
const PIECE: u64 = 1 << 16;

/// An answer.
pub type Reply = Response<Content>;

/// What an answer holds.
pub enum Content {
    /// These bytes.
    Whole(Bytes),
    /// As many bytes of a file as are left.
    File(File, u64),
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match &mut *self {
            Content::Whole(bytes) if bytes.is_empty() => None,
            Content::Whole(bytes) => Some(Ok(Frame::data(std::mem::take(bytes)))),
            Content::File(_, 0) => None,
            Content::File(file, left) => {
                let mut piece = vec![0; PIECE.min(*left) as usize];
                // where the file has become shorter, the connection breaks off rather than to pass for whole
                Some(file.read_exact(&mut piece).map(|()| {
                    *left -= piece.len() as u64;
                    Frame::data(Bytes::from(piece))
                }))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left())
    }
}

impl Content {
    fn left(&self) -> u64 {
        match self {
            Content::Whole(bytes) => bytes.len() as u64,
            Content::File(_, left) => *left,
        }
    }
}

/// An answer without content.
pub fn empty(status: StatusCode) -> Reply {
    bytes(status, "", Bytes::new())
}

/// An answer of these bytes.
pub fn bytes(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Reply {
    of(status, kind, Content::Whole(bytes.into()))
}

fn of(status: StatusCode, kind: &'static str, content: Content) -> Reply {
    let mut reply = Response::new(content);
    *reply.status_mut() = status;
    reply.headers_mut().extend(guard::headers());
    if !kind.is_empty() {
        reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    reply
}

/// An answer of this value as JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(json) => bytes(status, "application/json", json),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// An answer of these bytes, to be kept under that name.
pub fn kept(kind: &'static str, content: Vec<u8>, name: &str) -> Reply {
    let mut reply = bytes(StatusCode::OK, kind, content);
    reply.headers_mut().insert(CONTENT_DISPOSITION, disposition(name));
    reply
}

/// A file to be kept under that name.
pub fn file(path: &Path, kind: &'static str, name: &str) -> io::Result<Reply> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut reply = of(StatusCode::OK, kind, Content::File(file, length));
    reply.headers_mut().insert(CONTENT_DISPOSITION, disposition(name));
    Ok(reply)
}

/// `attachment` with the name as UTF-8 (RFC 8187): every other byte than letters and digits as its number.
fn disposition(name: &str) -> HeaderValue {
    let mut text = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'-' | b'.' | b'_' => text.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => text.push(byte.into()),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[derive(Serialize)]
struct Error<'t> {
    error: &'t str,
    error_zh: &'t str,
}

/// What went wrong and what to do, in both languages.
pub fn error(status: StatusCode, english: &str) -> Reply {
    json(status, &Error { error: english, error_zh: &Lang::Zh.say(english) })
}

/// Why the shelf refused.
pub fn refused(refused: &Refused) -> Reply {
    match refused {
        Refused::Unknown => unknown(),
        Refused::Full(most) => error(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!(
                "the window holds {most} of these already, the most that it takes: take some away, or allow more with --max-files"
            ),
        ),
        Refused::Disk(error) => failed(error),
    }
}

/// There is no such document.
pub fn unknown() -> Reply {
    error(
        StatusCode::NOT_FOUND,
        "no such document: it may have been taken away; load the page again",
    )
}

/// The disk, most often.
pub fn failed(reason: &io::Error) -> Reply {
    error(StatusCode::INTERNAL_SERVER_ERROR, &in_words(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_break_no_header() {
        let header = disposition("预算 \"a\"\r\n;.pdf");
        assert_eq!(
            header.to_str().unwrap(),
            "attachment; filename*=UTF-8''%E9%A2%84%E7%AE%97%20%22a%22%0D%0A%3B.pdf"
        );
    }
}
