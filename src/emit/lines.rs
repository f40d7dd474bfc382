//! What a run keeps until its end: on the disk, so that memory does not grow with the number of its inputs.

use super::file::{about, create_new};
use serde::{Serialize, de::DeserializeOwned};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Values as lines of JSON, in a file that is gone when this is dropped.
pub struct Lines {
    path: PathBuf,
    /// What people know of it: the folder.
    dir: PathBuf,
    to: BufWriter<File>,
    end: u64,
}

impl Lines {
    /// Starts the file `.<name>.partial` in `dir`.
    pub fn create(dir: &Path, name: &str) -> io::Result<Lines> {
        let path = dir.join(format!(".{name}.partial"));
        let file = create_new(&path, dir)?;
        Ok(Lines { path, dir: dir.to_owned(), to: BufWriter::new(file), end: 0 })
    }

    /// Adds a value. The answer is where its line begins, in bytes.
    pub fn add(&mut self, value: &impl Serialize) -> io::Result<u64> {
        let (line, start) = (serde_json::to_string(value)? + "\n", self.end);
        self.to.write_all(line.as_bytes()).map_err(|e| about(&self.dir, e))?;
        self.end += line.len() as u64;
        Ok(start)
    }

    /// To read them: all that were added are there.
    pub fn reader(&mut self) -> io::Result<Reader<'_>> {
        self.to.flush().map_err(|e| about(&self.dir, e))?;
        Ok(Reader { dir: &self.dir, file: self.to.get_ref() })
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // the next run writes over what is left of it
    }
}

/// Reads the values of [`Lines`].
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    dir: &'a Path,
    file: &'a File,
}

impl<'a> Reader<'a> {
    /// The value whose line begins at `start`.
    pub fn at<T: DeserializeOwned>(mut self, start: u64) -> io::Result<T> {
        self.file.seek(SeekFrom::Start(start)).map_err(|e| about(self.dir, e))?;
        let none = || {
            about(self.dir, io::Error::other("a line is gone: another program has cut the file"))
        };
        next(&mut BufReader::new(self.file)).transpose().unwrap_or_else(|| Err(none()))
    }

    /// All of them from the first, one at a time; one walk at a time, as all read from the same place in the file.
    pub fn all<T: DeserializeOwned + 'a>(mut self) -> impl Iterator<Item = io::Result<T>> + 'a {
        let start = self.file.rewind().map_err(|e| about(self.dir, e));
        let mut from = BufReader::new(self.file);
        start
            .err()
            .map(Err)
            .into_iter()
            .chain(std::iter::from_fn(move || next(&mut from).transpose()))
    }
}

fn next<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = vec![];
    let length = from.read_until(b'\n', &mut line)?;
    Ok((length > 0).then(|| serde_json::from_slice(&line)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one_or_all_and_leave_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut lines = Lines::create(dir.path(), "kept").unwrap();
        let starts: Vec<u64> =
            ["局", "a\nb", ""].iter().map(|text| lines.add(text).unwrap()).collect();
        assert_eq!(starts, [0, 6, 13]);
        let reader = lines.reader().unwrap();
        assert_eq!(reader.at::<String>(starts[1]).unwrap(), "a\nb");
        for _ in 0..2 {
            assert_eq!(
                reader.all::<String>().collect::<io::Result<Vec<_>>>().unwrap(),
                ["局", "a\nb", ""]
            );
        }
        let told = reader.at::<String>(99).unwrap_err().to_string();
        assert!(told.starts_with(&format!("{}: a line is gone", dir.path().display())), "{told}");
        assert!(reader.at::<u8>(0).is_err());
        assert_eq!(lines.add(&"more").unwrap(), 16, "reading does not move the end");
        drop(lines);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
