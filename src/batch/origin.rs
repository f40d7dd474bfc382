//! Where an input's bytes are, and how they are had: a file, or a member of a zip file.

use crate::emit::in_words;
use crate::pipeline::overtime;
use encoding_rs::GB18030;
use std::cell::{Cell, RefCell};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
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

    /// How many bytes it claims to have: of standard input, any number; of what cannot be had, none.
    pub fn claims(&self, name: &str) -> u64 {
        let of_file = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        match self {
            Origin::Nowhere(_) => 0,
            Origin::Standard => u64::MAX,
            Origin::Name => of_file(Path::new(name)),
            Origin::File(path) => of_file(path),
            Origin::Member(path, index) => {
                let size = |zip: &mut Zip| zip.by_index_raw(*index).map(|member| member.size());
                in_zip(path, |zip| Ok(size(zip).unwrap_or(0))).unwrap_or(0)
            }
        }
    }

    /// The bytes of the input of this name, at most `limit`, or what is wrong and what to do. What a zip file claims may
    /// inflate for long: it gets this `time`.
    pub fn read(&self, name: &str, limit: usize, time: Duration) -> Result<Vec<u8>, String> {
        match self {
            Origin::Nowhere(error) => Err(error.to_string()),
            Origin::Standard => read_at_most(limit, 0, io::stdin().lock()),
            Origin::Name => read_file(Path::new(name), limit),
            Origin::File(path) => read_file(path, limit),
            Origin::Member(path, index) => in_zip(path, |archive| {
                let member = archive.by_index(*index).map_err(|e| {
                    format!("a member that the zip file does not give ({e}): unpack it by hand")
                })?;
                let size = member.size();
                let until = Instant::now().checked_add(time);
                read_at_most(limit, size, Timed { from: member, until }).map_err(|e| match until {
                    Some(until) if until <= Instant::now() => overtime(time),
                    _ => e,
                })
            }),
        }
    }
}

/// What `of` makes of the zip file, which stays open for its next member.
fn in_zip<T>(
    path: &Arc<Path>,
    of: impl FnOnce(&mut Zip) -> Result<T, String>,
) -> Result<T, String> {
    OPEN.with_borrow_mut(|open| {
        if open.as_ref().is_none_or(|(other, _)| other != path) {
            *open = Some((path.clone(), open_zip(path)?));
        }
        match open {
            Some((_, archive)) => of(archive),
            None => Err("the zip file is not open".into()),
        }
    })
}

/// A zip file that is open.
pub(super) type Zip = ZipArchive<BufReader<Metered>>;

thread_local! {
    /// The zip file that this thread read from last: its directory of thousands of members is read once.
    static OPEN: RefCell<Option<(Arc<Path>, Zip)>> = const { RefCell::new(None) };
}

/// The bytes of a file, at most `limit`, or what is wrong and what to do.
pub fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let file = open(path)?;
    let size = file.metadata().map_err(explain)?.len();
    read_at_most(limit, size, file)
}

/// The file, opened: a pipe or a device may never end, and opening one may wait for ever.
pub(super) fn open(path: &Path) -> Result<File, String> {
    if !fs::metadata(path).map_err(explain)?.is_file() {
        return Err("no file but a pipe or a device: save it to a file first".into());
    }
    File::open(path).map_err(explain)
}

/// What `from` gives, `claimed` bytes as far as is known: so many are made room for at once, and no more than are needed.
fn read_at_most(limit: usize, claimed: u64, from: impl Read) -> Result<Vec<u8>, String> {
    let too_long = || format!("more than {limit} bytes: split the file");
    let claimed = usize::try_from(claimed).ok().filter(|claimed| *claimed <= limit);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(claimed.ok_or_else(too_long)?).map_err(|e| explain(e.into()))?;
    from.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() > limit { Err(too_long()) } else { Ok(bytes) }
}

/// Gives nothing more once its time is over.
struct Timed<R> {
    from: R,
    until: Option<Instant>,
}

impl<R: Read> Read for Timed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.until {
            Some(until) if until <= Instant::now() => Err(io::ErrorKind::TimedOut.into()),
            _ => self.from.read(into),
        }
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

/// Bytes that the list of a zip file's members may take: several hundred thousand members.
const LONGEST_LIST: u64 = 32 << 20;

/// The zip file, or what is wrong and what to do.
pub(super) fn open_zip(path: &Path) -> Result<Zip, String> {
    let left = Rc::new(Cell::new(LONGEST_LIST));
    let file = Metered { file: open(path)?, left: Rc::clone(&left) };
    let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| match left.get() {
        0 => "a zip file that lists too many members: unpack it by hand".into(),
        _ => format!("a damaged zip file ({e}): download it again"),
    });
    left.set(u64::MAX);
    zip
}

/// A file of which a number of bytes can be read.
pub(super) struct Metered {
    file: File,
    left: Rc<Cell<u64>>,
}

impl Read for Metered {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX).min(into.len());
        if most == 0 && !into.is_empty() {
            return Err(io::Error::other("more than may be read of it"));
        }
        let count = self.file.read(&mut into[..most])?;
        self.left.set(self.left.get().saturating_sub(count as u64));
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_has_its_limits_in_bytes_and_time() {
        let read = |limit, claimed| read_at_most(limit, claimed, &b"1234"[..]);
        assert_eq!(
            (read(4, 4).unwrap(), read(4, 0).unwrap()),
            (b"1234".to_vec(), b"1234".to_vec())
        );
        assert_eq!(read(4, 1).unwrap().len(), 4, "what is claimed may be wrong");
        let too_long = "more than 3 bytes: split the file";
        assert_eq!(
            [read(3, 4), read(3, 0), read(3, u64::MAX)].map(Result::unwrap_err),
            [too_long; 3]
        );
        let timed = |until| Timed { from: &b"1234"[..], until };
        let now = Some(Instant::now());
        assert!(read_at_most(4, 4, timed(now)).is_err());
        assert!(read_at_most(4, 4, timed(None)).is_ok());
    }

    #[test]
    fn a_list_of_members_without_end_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        // the end of a list that claims to begin at the file's start and to be all of it
        let file = File::create(&path).unwrap();
        let list = LONGEST_LIST as u32 + (1 << 20);
        file.set_len(u64::from(list)).unwrap();
        let mut end = b"PK\x05\x06\0\0\0\0\xFE\xFF\xFE\xFF".to_vec();
        end.extend(list.to_le_bytes());
        end.extend([0; 6]);
        let mut members = vec![];
        for number in 0..65_534u32 {
            members.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
            members.extend(500u16.to_le_bytes()); // the name's length
            members.extend([0; 16]);
            members.extend(format!("{number:0>500}").bytes());
        }
        members.resize(list as usize, 0);
        fs::write(&path, [members, end].concat()).unwrap();
        let error = open_zip(&path).err().unwrap();
        assert_eq!(error, "a zip file that lists too many members: unpack it by hand");
    }

    #[test]
    fn zip_names_may_be_gbk() {
        assert_eq!(member_name("预算.pdf".as_bytes()), "预算.pdf");
        assert_eq!(member_name(&GB18030.encode("预算.pdf").0), "预算.pdf");
    }
}
