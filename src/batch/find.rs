//! The files that a path stands for: itself, those that match it, those in a folder or a zip file.

use super::origin::{Origin, explain, member_name, open_zip};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An input: its name, and where its bytes are.
pub(super) type Found = (Box<str>, Origin);

/// The files of the path, or of the paths that it matches as a pattern.
pub(super) fn files_that_match(path: &Path) -> Vec<Found> {
    let name = name_of(path);
    if name == "-" {
        return vec![(name.into(), Origin::Standard)];
    }
    if !name.contains(['*', '?', '[']) || fs::symlink_metadata(path).is_ok() {
        return files_of(path);
    }
    let nowhere = |error: String| vec![(name.as_str().into(), Origin::nowhere(error))];
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
    let name = name_of(path).into();
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

/// The path as text: bytes that are no UTF-8 by their numbers, so that different paths have different names.
fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for part in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(part.valid());
        part.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02X}")));
    }
    name
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
            Err(error) => found.push((name_of(&dir).into(), Origin::nowhere(explain(error)))),
            Ok(entries) => {
                for entry in entries {
                    let path = entry.path();
                    if entry.file_type().is_ok_and(|t| t.is_dir()) {
                        open.push(path);
                    } else if !path.is_file() {
                        // a pipe, a device, a broken link
                    } else if has_ending(&path, "pdf") {
                        found.push((name_of(&path).into(), Origin::file(&path)));
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
    let zip = name_of(path);
    let nowhere = |error: &str| vec![(zip.as_str().into(), Origin::nowhere(error))];
    let mut archive = match open_zip(path) {
        Ok(archive) => archive,
        Err(error) => return nowhere(&error),
    };
    let (mut found, shared): (Vec<Found>, _) = (vec![], Arc::from(path));
    let mut places = HashSet::new();
    for index in 0..archive.len() {
        // the raw member: its name is wanted even where its content cannot be had
        let Ok(member) = archive.by_index_raw(index) else { continue };
        // a small file could stand for any number of inputs
        if !places.insert(member.header_start()) {
            return nowhere(
                "a zip file that lists one place as several members: unpack it by hand",
            );
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn outputs_of_names_that_are_no_utf8_stay_apart_and_can_be_read() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let gbk = encoding_rs::GB18030.encode("部门预算.pdf").0;
        for name in [&gbk, b"a\xFF.pdf".as_slice(), b"b\xFF.pdf", "部门预算.pdf".as_bytes()] {
            fs::write(dir.path().join(std::ffi::OsStr::from_bytes(name)), name).unwrap();
        }
        let inputs = crate::batch::expand(&[dir.path().to_owned()]);
        let mut stems: Vec<_> = inputs.iter().map(|input| input.stem()).collect();
        stems.sort_unstable();
        assert_eq!(stems, ["a_", "b_", "部门预算", "部门预算~2"]);
        assert!(inputs.iter().all(|input| input.read(20, std::time::Duration::MAX).is_ok()));
    }

    #[test]
    fn a_place_in_a_zip_file_is_one_member() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        zip.start_file("a.pdf", zip::write::SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap();
        assert_eq!(members_of(&path).len(), 1);
        // the list's entry again under another name, and both counted in the end of the list
        let mut bytes = fs::read(&path).unwrap();
        let list = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        let end = bytes.windows(4).position(|at| at == b"PK\x05\x06").unwrap();
        let mut again = bytes[list..end].to_vec();
        let name = again.windows(5).position(|at| at == b"a.pdf").unwrap();
        again[name] = b'b';
        let length = (2 * again.len() as u32).to_le_bytes();
        bytes.splice(end + 8..end + 16, [[2, 0, 2, 0], length].concat());
        bytes.splice(end..end, again);
        fs::write(&path, bytes).unwrap();
        let (name, origin) = members_of(&path).pop().unwrap();
        assert!(&*name == path.to_str().unwrap());
        let error = origin.read(&name, 9, std::time::Duration::MAX).unwrap_err();
        assert_eq!(error, "a zip file that lists one place as several members: unpack it by hand");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| name_of(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(name("预算.pdf".as_bytes()), "预算.pdf");
        assert_eq!(name(b"a\xB1.pdf"), "a\\xB1.pdf");
        assert_eq!(name(b"a\xB2.pdf"), "a\\xB2.pdf");
    }
}
