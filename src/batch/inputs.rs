//! What is to be converted: the files that the arguments stand for, and the name that each one's output gets.

use encoding_rs::GB18030;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::ZipArchive;

/// One input: a row of documents.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// 0-based position among all inputs of the run, those of other shards included.
    pub number: usize,
    name: Box<str>,
    stem: Box<str>,
    origin: Origin,
}

/// Where an input's bytes are. A run holds tens of thousands of these.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// In the file that its name says.
    Name,
    /// In a file whose path is no UTF-8.
    File(Box<Path>),
    /// The member with this index in the zip file.
    Member(Arc<Path>, usize),
    /// Nowhere: why, and what to do.
    Nowhere(Box<str>),
}

impl Origin {
    fn file(path: &Path) -> Origin {
        if path.to_str().is_some() { Origin::Name } else { Origin::File(path.into()) }
    }

    fn nowhere(error: impl Into<Box<str>>) -> Origin {
        Origin::Nowhere(error.into())
    }
}

/// The files that `paths` stand for, in their order. A path that is not there and has `*`, `?` or `[` in it stands for the
/// paths that it matches, `**` for any number of folders, in byte order. A directory stands for the .pdf files in it and below it and in
/// its .zip files, in byte order of their paths (links to directories are not followed); a .zip file for its .pdf
/// members, likewise; anything else for itself. What stands for no file is one input that will fail.
///
/// The first input with a stem gives `stem`, the next `stem~2`, `stem~3` …, upper and lower case being the same.
pub fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut taken = HashSet::new();
    let found = paths.iter().flat_map(|path| matches_of(path)).zip(0..);
    found
        .map(|((name, origin), number)| Input {
            number,
            stem: free_stem(&name, &mut taken).into(),
            name,
            origin,
        })
        .collect()
}

/// The paths in a list: separated by NUL where one is in it or `null` says so, else one on each line; empty ones left out.
pub fn listed(list: &[u8], null: bool) -> Vec<PathBuf> {
    let null = null || list.contains(&0);
    let parts = list.split(|byte| *byte == if null { 0 } else { b'\n' });
    let whole = |part| if null { part } else { <[u8]>::strip_suffix(part, b"\r").unwrap_or(part) };
    parts.map(whole).filter(|part| !part.is_empty()).map(path_of).collect()
}

fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes).into();
    #[cfg(not(unix))]
    let path = String::from_utf8_lossy(bytes).into_owned().into();
    path
}

type Zip = ZipArchive<BufReader<File>>;

thread_local! {
    /// The zip file that this thread read from last: its directory of thousands of members is read once.
    static OPEN: RefCell<Option<(Arc<Path>, Zip)>> = const { RefCell::new(None) };
}

impl Input {
    /// Path as given, below a directory or zip file with the path in it: `given/2025/a.zip/member.pdf`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Name of its output without the ending; no two inputs of a run share one.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// Gives it another name; its bytes are where they were.
    pub fn rename(&mut self, name: String) {
        let before = std::mem::replace(&mut self.name, name.into());
        if self.origin == Origin::Name {
            self.origin = Origin::File(Path::new(&*before).into());
        }
    }

    /// The bytes, or what is wrong and what to do.
    pub fn read(&self, limit: usize) -> Result<Vec<u8>, String> {
        match &self.origin {
            Origin::Nowhere(error) => Err(error.to_string()),
            Origin::Name => read_file(Path::new(&*self.name), limit),
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

fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    read_at_most(limit, File::open(path).map_err(explain)?)
}

fn read_at_most(limit: usize, from: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(explain)?;
    if bytes.len() > limit {
        Err(format!("more than {limit} bytes: split the file"))
    } else {
        Ok(bytes)
    }
}

fn explain(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory: check the path".into(),
        io::ErrorKind::PermissionDenied => "not allowed to read it: check its permissions".into(),
        _ => format!("cannot be read ({error}): check the file and the disk"),
    }
}

type Found = (Box<str>, Origin);

/// The files of the path, or of the paths that it matches as a pattern.
fn matches_of(path: &Path) -> Vec<Found> {
    let name = path.to_string_lossy();
    if !name.contains(['*', '?', '[']) || fs::symlink_metadata(path).is_ok() {
        return files_of(path);
    }
    let nowhere = |error: String| vec![(name.clone().into(), Origin::nowhere(error))];
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    let mut matches: Vec<PathBuf> = match glob::glob_with(&name, options) {
        Ok(paths) => {
            paths.map(|path| path.unwrap_or_else(|error| error.path().to_owned())).collect()
        }
        Err(error) => {
            return nowhere(format!(
                "no file of this name, and no pattern either ({error}): check it"
            ));
        }
    };
    if matches.is_empty() {
        return nowhere("no file matches this pattern: check it".into());
    }
    matches.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    matches.iter().flat_map(|path| files_of(path)).collect()
}

fn files_of(path: &Path) -> Vec<Found> {
    let name = path.to_string_lossy().into();
    match fs::metadata(path) {
        Err(error) => vec![(name, Origin::nowhere(explain(error)))],
        Ok(meta) if meta.is_dir() => {
            let mut found = walk(path);
            found.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
            if found.is_empty() {
                found.push((
                    name,
                    Origin::nowhere("a directory without .pdf or .zip files: check the path"),
                ));
            }
            found
        }
        Ok(_) if has_ending(path, "zip") => members_of(path),
        Ok(_) => vec![(name, Origin::file(path))],
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// The inputs in and below a directory, in no order; a directory that cannot be listed is an input that will fail.
fn walk(top: &Path) -> Vec<Found> {
    let (mut found, mut open) = (vec![], vec![top.to_owned()]);
    while let Some(dir) = open.pop() {
        let entries =
            fs::read_dir(&dir).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        match entries {
            Err(error) => {
                found.push((dir.to_string_lossy().into(), Origin::nowhere(explain(error))))
            }
            Ok(entries) => {
                for entry in entries {
                    let path = entry.path();
                    if entry.file_type().is_ok_and(|t| t.is_dir()) {
                        open.push(path);
                    } else if !path.is_file() {
                        // a pipe, a device, a broken link
                    } else if has_ending(&path, "pdf") {
                        found.push((path.to_string_lossy().into(), Origin::file(&path)));
                    } else if has_ending(&path, "zip") {
                        found.extend(members_of(&path));
                    }
                }
            }
        }
    }
    found
}

/// The .pdf members of a zip file in byte order of their names; one input that will fail where there are none.
fn members_of(path: &Path) -> Vec<Found> {
    let zip = path.to_string_lossy();
    let nowhere = |error: &str| vec![(zip.clone().into(), Origin::nowhere(error))];
    let mut archive = match open_zip(path) {
        Ok(archive) => archive,
        Err(error) => return nowhere(&error),
    };
    let (mut found, shared): (Vec<Found>, _) = (vec![], Arc::from(path));
    for index in 0..archive.len() {
        // the raw member: its name is wanted even where its content cannot be had
        let Ok(member) = archive.by_index_raw(index) else { continue };
        let name = member_name(member.name_raw());
        if member.is_file() && has_ending(Path::new(&name), "pdf") && !name.starts_with("__MACOSX/")
        {
            found
                .push((format!("{zip}/{name}").into(), Origin::Member(Arc::clone(&shared), index)));
        }
    }
    found.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    if found.is_empty() {
        nowhere("a zip file without .pdf members: check the path")
    } else {
        found
    }
}

/// Names in zip files are UTF-8, or, from Chinese Windows, GBK without a word about it.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn open_zip(path: &Path) -> Result<Zip, String> {
    let file = File::open(path).map_err(explain)?;
    ZipArchive::new(BufReader::new(file))
        .map_err(|e| format!("a damaged zip file ({e}): download it again"))
}

/// Longest stem in bytes: file systems take 255, and an ending and a number come after it.
const LONGEST_STEM: usize = 200;

/// The stem of `name`, made fit for a file name and different from all that are taken.
fn free_stem(name: &str, taken: &mut HashSet<String>) -> String {
    let file = name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut stem: String = stem
        .chars()
        .map(|c| if c.is_control() || r#":*?"<>|"#.contains(c) { '_' } else { c })
        .collect();
    stem.truncate(stem.floor_char_boundary(LONGEST_STEM));
    if stem.trim_matches('.').is_empty() {
        stem = "input".into();
    }
    let numbered = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}~{n}")));
    let mut free = numbered.filter(|stem| taken.insert(stem.to_lowercase()));
    free.next().unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        for (name, bytes) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn names(inputs: &[Input], below: &Path) -> Vec<String> {
        inputs
            .iter()
            .map(|i| {
                Path::new(&*i.name).strip_prefix(below).unwrap().to_string_lossy().into_owned()
            })
            .collect()
    }

    #[test]
    fn a_directory_stands_for_its_pdfs_in_byte_order() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/deep")).unwrap();
        for file in ["b.PDF", "a-1.pdf", "a/2.pdf", "a/deep/1.pdf", "a/notes.txt"] {
            fs::write(dir.path().join(file), file).unwrap();
        }
        fs::write(
            dir.path().join("a/c.zip"),
            zip_of(&[("z.pdf", b"z"), ("in/y.Pdf", b"y"), ("readme.txt", b"")]),
        )
        .unwrap();
        let inputs = expand(&[dir.path().to_owned()]);
        let expected =
            ["a-1.pdf", "a/2.pdf", "a/c.zip/in/y.Pdf", "a/c.zip/z.pdf", "a/deep/1.pdf", "b.PDF"];
        assert_eq!(names(&inputs, dir.path()), expected);
        assert_eq!(inputs[2].read(10).unwrap(), b"y");
        assert_eq!(inputs[3].read(10).unwrap(), b"z");
        assert_eq!(inputs[1].read(7).unwrap(), b"a/2.pdf");
        assert!(inputs[1].read(6).unwrap_err().contains("more than 6 bytes"));
        let mut other = inputs[1].clone();
        other.rename("other".into());
        assert_eq!(
            (other.name(), other.stem(), other.read(7).unwrap()),
            ("other", "2", b"a/2.pdf".to_vec())
        );
    }

    #[test]
    fn a_pattern_stands_for_what_it_matches_unless_a_file_has_that_name() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/deep")).unwrap();
        for file in [
            "2.pdf",
            "1.pdf",
            "notes.txt",
            "a/3.pdf",
            "a/deep/4.pdf",
            "a/deep/5.txt",
            "[1].pdf",
            ".hidden.pdf",
        ] {
            fs::write(dir.path().join(file), file).unwrap();
        }
        let found = |pattern: &str| names(&expand(&[dir.path().join(pattern)]), dir.path());
        assert_eq!(found("*.pdf"), ["1.pdf", "2.pdf", "[1].pdf"]);
        assert_eq!(found("**/*.pdf"), ["1.pdf", "2.pdf", "[1].pdf", "a/3.pdf", "a/deep/4.pdf"]);
        assert_eq!(found("[1].pdf"), ["[1].pdf"], "a file of that name");
        assert_eq!(found("[12].pdf"), ["1.pdf", "2.pdf"]);
        assert_eq!(found("d?eep/*"), ["d?eep/*"]);
        assert_eq!(found("?"), ["a/3.pdf", "a/deep/4.pdf"], "a directory stands for its files");
        for wrong in ["*.docx", "[x"] {
            assert!(
                expand(&[dir.path().join(wrong)])[0].read(9).unwrap_err().contains("pattern"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn lists_are_of_lines_or_separated_by_nul() {
        let list = |text: &str, null| {
            listed(text.as_bytes(), null)
                .iter()
                .map(|p| p.display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(list("a.pdf\n部门 b.pdf\r\n\nc.pdf", false), ["a.pdf", "部门 b.pdf", "c.pdf"]);
        assert_eq!(list("a\n.pdf\0b.pdf\0", false), ["a\n.pdf", "b.pdf"]);
        assert_eq!(list("a\n.pdf", true), ["a\n.pdf"]);
    }

    #[test]
    fn what_stands_for_no_file_is_one_input_that_fails() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("empty")).unwrap();
        fs::write(at("none.zip"), zip_of(&[("a.txt", b"")])).unwrap();
        fs::write(at("bad.zip"), b"PK\x03\x04 and no more").unwrap();
        let inputs = expand(&[at("empty"), at("gone.pdf"), at("none.zip"), at("bad.zip")]);
        let errors: Vec<_> = inputs.iter().map(|i| i.read(100).unwrap_err()).collect();
        assert_eq!(names(&inputs, dir.path()), ["empty", "gone.pdf", "none.zip", "bad.zip"]);
        for (error, part) in errors.iter().zip([
            "without .pdf",
            "no such file",
            "without .pdf members",
            "damaged zip",
        ]) {
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn stems_are_never_shared() {
        let mut taken = HashSet::new();
        let stems: Vec<_> = [
            "x/a.pdf",
            "y/a.pdf",
            "y/A.pdf",
            "a~2.pdf",
            "z.zip/a:b\u{7}.pdf",
            "..",
            "x.pdf.pdf",
            "",
        ]
        .map(|name| free_stem(name, &mut taken))
        .into();
        assert_eq!(stems, ["a", "a~2", "A~3", "a~2~2", "a_b_", "input", "x.pdf", "input~2"]);
        let long = free_stem(&format!("{}.pdf", "预".repeat(100)), &mut taken);
        assert_eq!(long, "预".repeat(66), "cut between characters");
    }

    #[test]
    fn zip_names_may_be_gbk() {
        assert_eq!(member_name("预算.pdf".as_bytes()), "预算.pdf");
        assert_eq!(member_name(&GB18030.encode("预算.pdf").0), "预算.pdf");
    }
}
