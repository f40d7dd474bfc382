//! Where an input's bytes are, and how they are had: a file, or a member of a zip file.

use crate::emit::in_words;
use encoding_rs::GB18030;
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// Where an input's bytes are. A run holds tens of thousands of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the file that its name says.
    Name,
    /// In a file whose path is no UTF-8.
    File(Box<Path>),
    /// The member with this index in the zip file.
    Member(Arc<Path>, usize),
    /// On standard input, which is read once.
    Standard,
    /// Nowhere: why, and what to do.
    Nowhere(Box<str>),
}

impl Origin {
    /// That of a file.
    pub fn file(path: &Path) -> Origin {
        if path.to_str().is_some() { Origin::Name } else { Origin::File(path.into()) }
    }

    /// The file's own name where its path is no UTF-8: most such names are GBK, from Chinese Windows.
    pub fn readable(&self) -> Option<String> {
        let Origin::File(path) = self else { return None };
        let name = path.file_name()?.as_encoded_bytes();
        Some(member_name(name).replace('\u{fffd}', "_"))
    }

    /// Nowhere, because of `error`.
    pub fn nowhere(error: impl Into<Box<str>>) -> Origin {
        Origin::Nowhere(error.into())
    }

    /// The bytes of the input of this name, at most `limit`, or what is wrong and what to do.
    pub fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, String> {
        match self {
            Origin::Nowhere(error) => Err(error.to_string()),
            Origin::Standard => read_at_most(limit, io::stdin().lock()),
            Origin::Name => read_file(Path::new(name), limit),
            Origin::File(path) => read_file(path, limit),
            Origin::Member(path, index) => OPEN.with_borrow_mut(|open| {
                if open.as_ref().is_none_or(|(other, _)| other != path) {
                    *open = Some((path.clone(), open_zip(path)?));
                }
                let Some((_, archive)) = open else {
                    return Err("the zip file is not open".into());
                };
                let member = archive.by_index(*index).map_err(|e| {
                    format!("a member that the zip file does not give ({e}): unpack it by hand")
                })?;
                read_at_most(limit, member)
            }),
        }
    }
}

/// A zip file that is open.
pub(super) type Zip = ZipArchive<BufReader<File>>;

thread_local! {
    /// The zip file that this thread read from last: its directory of thousands of members is read once.
    static OPEN: RefCell<Option<(Arc<Path>, Zip)>> = const { RefCell::new(None) };
}

/// The bytes of a file, at most `limit`, or what is wrong and what to do.
pub fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    read_at_most(limit, open(path)?)
}

/// The file, opened: a pipe or a device may never end, and opening one may wait for ever.
pub(super) fn open(path: &Path) -> Result<File, String> {
    if !fs::metadata(path).map_err(explain)?.is_file() {
        return Err("no file but a pipe or a device: save it to a file first".into());
    }
    File::open(path).map_err(explain)
}

fn read_at_most(limit: usize, from: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() > limit {
        Err(format!("more than {limit} bytes: split the file"))
    } else {
        Ok(bytes)
    }
}

/// What is wrong and what to do.
pub(super) fn explain(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory: check the path".into(),
        io::ErrorKind::PermissionDenied => "not allowed to read it: check its permissions".into(),
        _ => format!("cannot be read ({}): check the file and the disk", in_words(&error)),
    }
}

/// Names in zip files are UTF-8, or, from Chinese Windows, GBK without a word about it.
pub(super) fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// The zip file, or what is wrong and what to do.
pub(super) fn open_zip(path: &Path) -> Result<Zip, String> {
    let file = open(path)?;
    ZipArchive::new(BufReader::new(file))
        .map_err(|e| format!("a damaged zip file ({e}): download it again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zip_names_may_be_gbk() {
        assert_eq!(member_name("预算.pdf".as_bytes()), "预算.pdf");
        assert_eq!(member_name(&GB18030.encode("预算.pdf").0), "预算.pdf");
    }
}
