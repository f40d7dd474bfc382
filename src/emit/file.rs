//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file written beside its place and moved there by [`Replacement::commit`]; dropped before that, it leaves nothing.
pub struct Replacement {
    file: Option<File>,
    temporary: PathBuf,
    place: PathBuf,
}

impl Replacement {
    /// Starts the file that is to stand at `place`.
    pub fn create(place: &Path) -> io::Result<Replacement> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let temporary = place.with_file_name(format!(".{name}.partial"));
        let file = File::create(&temporary).map_err(|e| about(&temporary, e))?;
        Ok(Replacement { file: Some(file), temporary, place: place.to_owned() })
    }

    /// Puts the file in its place.
    pub fn commit(mut self) -> io::Result<()> {
        self.file.take(); // closed before it moves
        fs::rename(&self.temporary, &self.place).map_err(|e| about(&self.place, e))
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes).map_err(|e| about(&self.place, e)),
            None => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.temporary); // nothing better can be done with a file that was given up
        }
    }
}

/// The error with the path that it concerns.
pub fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
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
        whole.write_all(b"new").unwrap();
        whole.commit().unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
