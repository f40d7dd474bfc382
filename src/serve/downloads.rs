//! What is made to be kept: the data of all documents as `convert` writes it, the notes as a workbook.

use super::entry::{Entry, Made};
use super::findings::Findings;
use super::notes;
use super::reply::{self, Reply, error, failed, unknown};
use super::shelf::Shelf;
use super::upload;
use super::window::Window;
use crate::batch::{self, Collect};
use crate::emit::wire::{Document, Source};
use crate::emit::{Documents, Format, Packed, UnitList};
use crate::render::{Brief, Lang};
use hyper::StatusCode;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::write::{SimpleFileOptions, ZipWriter};

const ZIP: &str = "application/zip";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file or folder that is under way: dropped, it is gone.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = match self.0.is_dir() {
            true => fs::remove_dir_all(&self.0),
            false => fs::remove_file(&self.0),
        };
    }
}

fn passing(shelf: &Shelf) -> Passing {
    Passing(upload::place(shelf.folder()))
}

/// The answer that no second one is made at the same time.
fn busy() -> Reply {
    let text = "another download over all documents is being made: wait until it has come";
    error(StatusCode::SERVICE_UNAVAILABLE, text)
}

/// The file as it came.
pub fn original(window: &Window, id: &str) -> Reply {
    let Some(name) = window.shelf.at(id, |entry| entry.name.clone()) else { return unknown() };
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    kept(reply::file(&window.shelf.input(id), "application/pdf", name))
}

/// The document's JSON.
pub fn document(window: &Window, id: &str) -> Reply {
    let Some(stem) = window.shelf.at(id, stem) else { return unknown() };
    let place = window.shelf.documents().place(id);
    match reply::file(&place, "application/json", &format!("{stem}.json")) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => error(
            StatusCode::CONFLICT,
            "there is no data of this file: it is not read yet, or could not be read",
        ),
        other => kept(other),
    }
}

fn kept(reply: io::Result<Reply>) -> Reply {
    reply.unwrap_or_else(|e| failed(&e))
}

fn stem(entry: &Entry) -> String {
    batch::stems(std::iter::once(entry.name.as_str())).swap_remove(0)
}

/// The notes of one document, or of all.
pub fn findings(window: &Window, id: Option<&str>, lang: Lang) -> Reply {
    let held = id.is_none().then(|| window.download());
    if matches!(held, Some(None)) {
        return busy();
    }
    let name = match id {
        None => "findings.xlsx".to_owned(),
        Some(id) => match window.shelf.at(id, stem) {
            None => return unknown(),
            Some(stem) => format!("{stem}-findings.xlsx"),
        },
    };
    let (folder, file) = (passing(&window.shelf), passing(&window.shelf));
    let made = fs::create_dir(&folder.0).and_then(|()| {
        let mut findings = Findings::start(&folder.0, lang)?;
        let all = || window.shelf.look(|all| all.entries().map(|e| e.id.clone()).collect());
        let ids: Vec<String> = id.map_or_else(all, |id| vec![id.to_owned()]);
        ids.iter().try_for_each(|id| add(window, id, &mut findings, lang))?;
        findings.finish(&file.0)
    });
    kept(made.and_then(|()| reply::file(&file.0, XLSX, &name)))
}

/// What was taken away meanwhile, or is not read yet, is left out.
fn add(window: &Window, id: &str, to: &mut Findings, lang: Lang) -> io::Result<()> {
    let Ok(Some(document)) = window.document(id) else { return Ok(()) };
    let of = |entry: &Entry| (entry.name.clone(), entry.between.clone(), entry.marks.clone());
    let Some((file, between, marks)) = window.shelf.at(id, of) else { return Ok(()) };
    to.add(&file, &document, &notes::told(&document, &between, &marks, lang))
}

/// All documents and their tables in one zip file.
pub fn data(window: &Window, format: Format) -> Reply {
    let Some(_held) = window.download() else { return busy() };
    let (folder, file) = (passing(&window.shelf), passing(&window.shelf));
    let made = written(window, &folder.0, format).and_then(|()| zipped(&folder.0, &file.0));
    kept(made.and_then(|()| reply::file(&file.0, ZIP, "data.zip")))
}

fn written(window: &Window, folder: &Path, format: Format) -> io::Result<()> {
    let made =
        |entry: &Entry| entry.made.clone().map(|made| (entry.id.clone(), entry.name.clone(), made));
    let all: Vec<(String, String, Made)> =
        window.shelf.look(|all| all.entries().filter_map(made).collect());
    let stems = batch::stems(all.iter().map(|(_, name, _)| name.as_str()));
    let documents = Documents::create(folder)?;
    let mut collect = Collect::create(folder, &[format], UnitList::default())?;
    let read = |id: &str| -> io::Result<(Vec<u8>, Document)> {
        let json = window.shelf.documents().read(id)?;
        let document = serde_json::from_slice(&json)?;
        Ok((json, document))
    };
    for ((id, name, made), stem) in all.into_iter().zip(stems) {
        let source = Source { file: name, ..made.source };
        // A document that was damaged since costs no other its rows.
        let (document, json) = match made.json.as_ref().map(|_| read(&id)) {
            Some(Ok((json, document))) => (document, Some(documents.write(&stem, &json)?)),
            Some(Err(error)) => {
                let _ = window.shelf.again(&id); // taken away meanwhile: then nobody waits for it
                let why = format!(
                    "its document in the window's folder cannot be read ({error}): the file is being read again"
                );
                (Document::failed(source, why), None)
            }
            None => (Document::failed(source, made.error.unwrap_or_default()), None),
        };
        let (brief, rows) = (Brief::of(&document), Packed::of(&document));
        collect.add(&brief, &rows, &stem, json, &made.body)?;
    }
    collect.finish().map(drop)
}

/// Every file below `folder`, in the order of their names.
fn zipped(folder: &Path, place: &Path) -> io::Result<()> {
    let mut files = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => folders.push(entry.path()),
                false => files.push(entry.path()),
            }
        }
    }
    files.sort();
    let mut zip = ZipWriter::new(BufWriter::new(File::create_new(place)?));
    for file in files {
        let large = fs::metadata(&file)?.len() >= u64::from(u32::MAX);
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        zip.start_file(name, SimpleFileOptions::default().large_file(large))?;
        io::copy(&mut File::open(&file)?, &mut zip)?;
    }
    zip.finish()?.flush()
}
