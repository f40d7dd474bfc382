//! Lines that show whether they are whole: each carries a checksum, so a line that a crash has torn, or a disk not kept, is
//! as if it were not there.

use crate::emit::{about, sha256};
use serde::{Serialize, de::DeserializeOwned};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Where a line is: its first byte, and its length with the line feed.
pub type Place = (u64, u32);

/// The longest line is that of an input that failed, with its document: its name and its error, of which the first may have
/// 65,535 bytes in a zip file, each written as up to six. What is longer is none of ours.
const LONGEST_LINE: u64 = 4 << 20;

/// Opens the file of lines at `path`, which is made if need be, for this process alone: `None` where another one has it. Some
/// file systems have no locks.
pub fn open_alone(path: &Path) -> io::Result<Option<File>> {
    if fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_file()) {
        let what =
            "no file but a link, a folder or a device: take it away, or choose another folder";
        return Err(about(path, io::Error::other(what)));
    }
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = open.map_err(|e| about(path, e))?;
    Ok(match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) | Ok(()) => Some(file),
    })
}

/// The lines of a journal, each with its value if it is whole.
pub struct Lines {
    from: BufReader<File>,
    /// Where the next line begins.
    pub end: u64,
}

impl Lines {
    /// From the first one.
    pub fn of(file: File) -> Lines {
        Lines { from: BufReader::new(file), end: 0 }
    }

    /// The next one: where it is, and its value if it is whole.
    pub fn next<T: DeserializeOwned>(&mut self) -> io::Result<Option<(Place, Option<T>)>> {
        let mut line = vec![];
        let length = (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        let place = (self.end, length as u32);
        self.end += length as u64;
        Ok((length > 0).then(|| (place, checked(&line))))
    }
}

const START: &str = r#"{"sum":""#;
const MIDDLE: &str = r#"","line":"#;

/// `{"sum":"<16 digits>","line":<value>}` and a line feed.
pub fn with_sum(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let value = serde_json::to_string(value)?;
    Ok(format!("{START}{}{MIDDLE}{value}}}\n", &sha256(value.as_bytes())[..16]).into_bytes())
}

/// The value of a line, if every byte of it is as it was written.
pub fn checked<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    let (sum, rest) = line.strip_prefix(START.as_bytes())?.split_at_checked(16)?;
    let value = rest.strip_prefix(MIDDLE.as_bytes())?.strip_suffix(b"}\n")?;
    (sha256(value).as_bytes()[..16] == *sum).then(|| serde_json::from_slice(value).ok())?
}
