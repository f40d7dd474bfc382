//! The user's templates: `<省>/<市>.toml` below a folder.

use crate::catalog::Catalog;
use crate::emit::{about, sha256};
use std::path::Path;
use std::{fs, io};

/// The vocabulary that ships with the program, with the templates in `dir` on top.
pub fn catalog(dir: Option<&Path>) -> io::Result<Catalog> {
    let catalog = Catalog::builtin().map_err(io::Error::other)?;
    let files = texts(dir)?;
    catalog
        .with_templates(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        .map_err(io::Error::other)
}

/// Path (省/市.toml) and text of each template in `dir`; none where there is no folder.
pub fn texts(dir: Option<&Path>) -> io::Result<Vec<(String, String)>> {
    dir.map_or(Ok(vec![]), read)
}

/// The templates in `dir` as one number: empty where there is no folder.
pub fn fingerprint(dir: Option<&Path>) -> io::Result<String> {
    dir.map_or(Ok(String::new()), |dir| Ok(sha256(format!("{:?}", read(dir)?).as_bytes())))
}

/// Path (省/市.toml) and text of every .toml file in `dir` and in its folders, in order of their paths.
fn read(dir: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in list(dir)? {
        let folder = entry.is_dir();
        let inner = if folder { list(&entry)? } else { vec![entry] };
        for file in inner.into_iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
            let name = file.strip_prefix(dir).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&file).map_err(|e| about(&file, e))?;
            files.push((name, text));
        }
    }
    if files.is_empty() {
        let message =
            format!("{}: no template in it; templates are files <省>/<市>.toml", dir.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    Ok(files)
}

fn list(dir: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let place = |e: io::Error| about(dir, e);
    let mut paths = fs::read_dir(dir)
        .map_err(place)?
        .map(|e| e.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(place)?;
    paths.sort();
    Ok(paths)
}
