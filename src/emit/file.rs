//! Files that appear whole or not at all.

use super::document::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that are written at once.
pub(super) const BUFFER: usize = 1 << 16;

/// Length and SHA-256 of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileDigest {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

impl FileDigest {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> FileDigest {
        FileDigest { bytes: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }

    /// The SHA-256 in hexadecimal.
    pub fn hexadecimal(&self) -> String {
        hexadecimal(&self.sha256)
    }
}

/// `-` stands for standard output, and for standard input where something is read.
pub fn is_standard(place: &Path) -> bool {
    place.as_os_str() == "-"
}

/// Standard output as a file of its own.
fn standard_output() -> io::Result<File> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(File::from(owned))
}

/// A file written beside its place and moved there by [`Replacement::commit`]; dropped before that, it leaves nothing.
/// It is hashed while it is written. A device or a pipe at that place is written to as it is; `-` is standard output.
pub struct Replacement {
    file: Option<File>,
    /// `None` where it is written in its place.
    temporary: Option<PathBuf>,
    place: PathBuf,
    bytes: u64,
    hash: Sha256,
}

impl Replacement {
    /// Starts the file that is to stand at `place`.
    pub fn create(place: &Path) -> io::Result<Replacement> {
        if is_standard(place) {
            return Ok(Replacement::of(standard_output()?, None, place));
        }
        if fs::metadata(place).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
            let file = File::options().write(true).open(place).map_err(|e| about(place, e))?;
            return Ok(Replacement::of(file, None, place));
        }
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let temporary = place.with_file_name(format!(".{name}.partial"));
        let file = create_new(&temporary, place)?;
        lock(&UNDER_WAY).insert(temporary.clone());
        Ok(Replacement::of(file, Some(temporary), place))
    }

    fn of(file: File, temporary: Option<PathBuf>, place: &Path) -> Replacement {
        let place = place.to_owned();
        Replacement { file: Some(file), temporary, place, bytes: 0, hash: Sha256::new() }
    }

    /// Puts the file in its place, once its bytes are on the disk: after a power cut there is the old file or the new one.
    pub fn commit(self) -> io::Result<FileDigest> {
        if let (Some(file), Some(_)) = (&self.file, &self.temporary) {
            file.sync_all().map_err(|e| about(&self.place, e))?;
        }
        self.commit_unsynced()
    }

    /// Puts the file in its place. After a power cut it may be empty or torn, unless [`sync`] came first.
    pub fn commit_unsynced(mut self) -> io::Result<FileDigest> {
        self.file.take(); // closed before it moves
        let moved = match self.temporary.take() {
            None => Ok(()),
            Some(temporary) => {
                let moved = fs::rename(&temporary, &self.place).map_err(|e| about(&self.place, e));
                if moved.is_err() {
                    let _ = fs::remove_file(&temporary); // as when it is dropped
                }
                lock(&UNDER_WAY).remove(&temporary);
                moved
            }
        };
        moved.map(|()| FileDigest {
            bytes: self.bytes,
            sha256: std::mem::take(&mut self.hash).finalize().into(),
        })
    }
}

/// A new file, which people know as `told`. What an earlier run left there, or another put there, is taken away: no link is
/// followed.
pub fn create_new(path: &Path, told: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == io::ErrorKind::IsADirectory => return Err(about(path, e)),
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(about(told, e)),
        _ => {}
    }
    let file = File::options().read(true).write(true).create_new(true).open(path);
    file.map_err(|e| about(told, e))
}

/// What stands under a name of ours in an output folder is a file: a pipe would be waited for, a device has no end.
pub fn expect_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(meta) if !meta.is_file() && !meta.is_dir() => Err(io::Error::other(
            "no file but a pipe or a device: take it away, or choose another folder",
        )),
        _ => Ok(()),
    }
}

/// A file of an output folder, opened.
pub fn open_kept(path: &Path) -> io::Result<File> {
    expect_file(path)?;
    File::open(path)
}

/// No document is longer: with the limit that comes with the program it has at most 128 MB.
const LONGEST: u64 = 1 << 30;

/// The bytes of a document of an output folder.
pub fn read_kept(path: &Path) -> io::Result<Vec<u8>> {
    let file = open_kept(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    if length <= LONGEST {
        bytes.try_reserve_exact(length as usize)?;
        file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    }
    match length.max(bytes.len() as u64) <= LONGEST {
        true => Ok(bytes),
        false => Err(io::Error::other("too long for a document: take it away")),
    }
}

/// The folder, made if need be; `-` needs none.
pub fn make_folder(dir: &Path) -> io::Result<()> {
    match fs::metadata(dir) {
        _ if is_standard(dir) => Ok(()),
        Ok(meta) if !meta.is_dir() => {
            Err(about(dir, io::Error::other("no folder: name another place")))
        }
        _ => fs::create_dir_all(dir).map_err(|e| about(dir, e)),
    }
}

/// Files that are not in their places yet.
static UNDER_WAY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Before the process ends in the midst of its work: nothing that is half written stays.
pub fn give_up() {
    // kept locked: nothing new begins
    let files = lock(&UNDER_WAY);
    files.iter().for_each(|file| drop(fs::remove_file(file)));
    std::mem::forget(files);
}

fn lock(files: &Mutex<BTreeSet<PathBuf>>) -> MutexGuard<'_, BTreeSet<PathBuf>> {
    files.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else { return Ok(0) };
        let count = file.write(bytes).map_err(|e| about(&self.place, e))?;
        self.bytes += count as u64;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        self.file.take();
        if let Some(temporary) = self.temporary.take() {
            let _ = fs::remove_file(&temporary); // nothing better can be done with a file that was given up
            lock(&UNDER_WAY).remove(&temporary);
        }
    }
}

/// Waits until the file's bytes, or the directory's names, are on the disk.
pub fn sync(path: &Path) -> io::Result<()> {
    match File::open(path).and_then(|file| file.sync_all()) {
        Err(_) if cfg!(windows) => Ok(()), // directories cannot be opened there, files not be synced when opened for reading
        result => result.map_err(|e| about(path, e)),
    }
}

/// The error with the path that it concerns.
pub fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), in_words(&error)))
}

/// What the system says, in words and with what to do; what this program says, as it is.
pub fn in_words(error: &io::Error) -> String {
    if error.raw_os_error().is_none() {
        return error.to_string();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory: check the path".into(),
        io::ErrorKind::PermissionDenied => "not allowed: check its permissions".into(),
        io::ErrorKind::AlreadyExists => "is there already: name another place".into(),
        io::ErrorKind::NotADirectory => "no folder: name another place".into(),
        io::ErrorKind::IsADirectory => {
            "a folder, where a file is wanted: name another place".into()
        }
        io::ErrorKind::StorageFull => "the disk is full: make room".into(),
        io::ErrorKind::FileTooLarge => "too large for this disk or for what may be written".into(),
        io::ErrorKind::ReadOnlyFilesystem => "cannot be written to: name another place".into(),
        _ => {
            let text = error.to_string();
            text.rsplit_once(" (os error ").map_or(text.as_str(), |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("facts.csv");
        fs::write(&place, "old").unwrap();
        let mut given_up = Replacement::create(&place).unwrap();
        given_up.write_all(b"half").unwrap();
        drop(given_up);
        assert_eq!(fs::read_to_string(&place).unwrap(), "old");
        let mut whole = Replacement::create(&place).unwrap();
        whole.write_all(b"n").unwrap();
        whole.write_all(b"ew").unwrap();
        assert_eq!(whole.commit().unwrap(), FileDigest::of(b"new"));
        assert_eq!(fs::read_to_string(&place).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_is_wrong_is_told_of_the_file_and_not_of_its_temporary_name() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("none/facts.csv");
        let told = Replacement::create(&place).map(drop).unwrap_err().to_string();
        assert_eq!(told, format!("{}: no such file or directory: check the path", place.display()));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_and_devices_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("other"), "kept").unwrap();
        std::os::unix::fs::symlink(at("other"), at(".facts.csv.partial")).unwrap();
        let mut file = Replacement::create(&at("facts.csv")).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        let read = |name: &str| fs::read_to_string(at(name)).unwrap();
        assert_eq!((read("other"), read("facts.csv")), ("kept".into(), "new".into()));
        std::os::unix::fs::symlink("/dev/null", at("null")).unwrap();
        for place in ["/dev/null".into(), at("null")] {
            let mut file = Replacement::create(&place).unwrap();
            file.write_all(b"gone").unwrap();
            assert_eq!(file.commit().unwrap(), FileDigest::of(b"gone"));
            assert!(!fs::metadata(&place).unwrap().is_file());
        }
    }
}
