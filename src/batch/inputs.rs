//! What is to be converted: the files that the arguments stand for, and the name that each one's output gets.

use super::find::files_that_match;
use super::origin::Origin;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// One input: a row of documents.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// 0-based position among all inputs of the run, those of other shards included.
    pub number: usize,
    name: Box<str>,
    stem: Box<str>,
    origin: Origin,
}

/// The files that `paths` stand for, in their order. A path that is not there and has `*`, `?` or `[` in it stands for the
/// paths that it matches, `**` for any number of folders, in byte order. A directory stands for the .pdf files in it and below it and in
/// its .zip files, in byte order of their paths (links to directories are not followed); a .zip file for its .pdf
/// members, likewise; anything else for itself. What stands for no file is one input that will fail.
///
/// `-` stands for standard input; a file of that name is `./-`.
///
/// The first input with a stem gives `stem`, the next `stem~2`, `stem~3` …, upper and lower case being the same.
pub fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut taken = Taken::default();
    let found = paths.iter().flat_map(|path| files_that_match(path)).zip(0..);
    found
        .map(|((name, origin), number)| Input {
            number,
            stem: free_stem(origin.readable().as_deref().unwrap_or(&name), &mut taken).into(),
            name,
            origin,
        })
        .collect()
}

/// The paths in a list: separated by NUL where one is in it or `null` says so, else one on each line; empty ones left out.
/// Each is that of a file: `-`, too.
pub fn listed(list: &[u8], null: bool) -> Vec<PathBuf> {
    let list = list.strip_prefix("\u{feff}".as_bytes()).unwrap_or(list); // as Windows writes it
    let null = null || list.contains(&0);
    let parts = list.split(|byte| *byte == if null { 0 } else { b'\n' });
    let whole = |part| if null { part } else { <[u8]>::strip_suffix(part, b"\r").unwrap_or(part) };
    let named = |part| if part == b"-" { &b"./-"[..] } else { part };
    parts.map(whole).filter(|part| !part.is_empty()).map(|part| path_of(named(part))).collect()
}

fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes).into();
    #[cfg(not(unix))]
    let path = String::from_utf8_lossy(bytes).into_owned().into();
    path
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

    /// How many bytes it claims to have.
    pub fn claims(&self) -> u64 {
        self.origin.claims(&self.name)
    }

    /// The bytes, at most `limit`, or what is wrong and what to do. A member of a zip file has this `time` to inflate.
    pub fn read(&self, limit: usize, time: Duration) -> Result<Vec<u8>, String> {
        self.origin.read(&self.name, limit, time)
    }
}

#[cfg(feature = "serve")]
/// The stems that inputs of these names get, in their order.
pub fn stems<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = Taken::default();
    names.map(|name| free_stem(name, &mut taken)).collect()
}

/// Longest stem in bytes: file systems take 255, and an ending and a number come after it.
const LONGEST_STEM: usize = 200;

/// Stems that are taken, in lower case, and the number from which on the next of that stem is free.
type Taken = HashMap<String, usize>;

/// The stem of `name`, made fit for a file name and different from all that are taken.
fn free_stem(name: &str, taken: &mut Taken) -> String {
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
    let plain = stem.to_lowercase();
    let Some(next) = taken.get(&plain).copied() else {
        taken.insert(plain, 2);
        return stem;
    };
    // a stem that looks numbered may have been given as such
    let free = (next..).find(|n| !taken.contains_key(&format!("{plain}~{n}"))).unwrap_or(next);
    taken.insert(plain.clone(), free + 1);
    taken.insert(format!("{plain}~{free}"), 2);
    format!("{stem}~{free}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
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
        let claims: Vec<u64> = inputs.iter().map(Input::claims).collect();
        assert_eq!(claims, [7, 7, 1, 1, 12, 5]);
        assert_eq!(inputs[2].read(10, Duration::MAX).unwrap(), b"y");
        assert_eq!(inputs[3].read(10, Duration::MAX).unwrap(), b"z");
        assert_eq!(inputs[1].read(7, Duration::MAX).unwrap(), b"a/2.pdf");
        assert!(inputs[1].read(6, Duration::MAX).unwrap_err().contains("more than 6 bytes"));
        let mut other = inputs[1].clone();
        other.rename("other".into());
        assert_eq!(
            (other.name(), other.stem(), other.read(7, Duration::MAX).unwrap()),
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
                expand(&[dir.path().join(wrong)])[0]
                    .read(9, Duration::MAX)
                    .unwrap_err()
                    .contains("pattern"),
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
        assert_eq!(list("\u{feff}a.pdf\r\nb.pdf", false), ["a.pdf", "b.pdf"]);
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
        let errors: Vec<_> =
            inputs.iter().map(|i| i.read(100, Duration::MAX).unwrap_err()).collect();
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
        let mut taken = Taken::new();
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
}
