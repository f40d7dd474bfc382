//! `yusuan report`.

use super::say;
use crate::batch::{self, Held, Part};
use crate::catalog::Catalog;
use crate::emit::wire::Document;
use crate::emit::{self, Replacement};
use crate::render::Lang;
use crate::render::html::data::{LeftOut, Overview};
use crate::render::html::{Limits, Page, Settings};
use crate::{pipeline, reconcile};
use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make one HTML page of an output folder: what was read, what it adds up to, what contradicts itself and where
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --out data; yusuan report data       data/report.html, to be opened in a browser
  yusuan report data --lang zh --out 报告.html
  yusuan report data --rounding                             also equations that only rounding explains

The page needs nothing beside it: no network, not the PDFs. It switches between Chinese and English.

Exit code: 0 the page is written; 2 DIR is no finished output folder, something in it is damaged, or the page could not
be written.")]
pub struct Report {
    /// Folder that `convert --out` or `merge` wrote
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// File to write; DIR/report.html if not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also list equations that only rounding explains
    #[arg(long)]
    rounding: bool,
}

/// Runs the command; the page opens in `lang`.
pub fn run(args: Report, lang: Lang) -> io::Result<ExitCode> {
    let catalog = Catalog::builtin().map_err(io::Error::other)?;
    let place = args.out.unwrap_or_else(|| place_in(&args.dir));
    let told = of_folder(&args.dir, &place, &catalog, lang, args.rounding)?;
    let [exact, rounding, mismatch, not_checked] = told.verdicts;
    let (place, inputs) = (place.display(), told.inputs);
    let line = format!(
        "{inputs} input{}; checks: {exact} exact, {rounding} rounding, {mismatch} mismatch, {not_checked} not checked",
        if inputs == 1 { "" } else { "s" }
    );
    say(&format!("{place}: {}", lang.say(&line)));
    if let Some(line) = left_out(&told) {
        say(&lang.say(&line));
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the page about a folder is written if nobody says where.
pub fn place_in(dir: &Path) -> PathBuf {
    dir.join("report.html")
}

/// Writes the page about the output folder `dir` to `place`; the answer is what it says in numbers.
///
/// # Errors
/// `dir` is no finished output folder, something in it is damaged, or the page cannot be written.
pub fn of_folder(
    dir: &Path,
    place: &Path,
    catalog: &Catalog,
    lang: Lang,
    rounding: bool,
) -> io::Result<Overview> {
    fs::metadata(dir).map_err(|e| emit::about(dir, e))?;
    let folder = dir.to_string_lossy().into_owned();
    let settings = Settings { folder, lang, rounding, limits: Limits::default() };
    write(place, settings, catalog, |each| {
        let held = batch::read(dir, |document, _| each(document))?;
        Ok(match held {
            Held::Run(Part { number, of }) => Some([number, of]),
            Held::Files => None,
        })
    })
}

/// The same about documents that stand in no folder: `documents` hands them on one by one, those of failed inputs included.
///
/// # Errors
/// `documents` cannot hand one on, or the page cannot be written.
pub fn of_documents(
    place: &Path,
    catalog: &Catalog,
    lang: Lang,
    rounding: bool,
    documents: impl FnOnce(&mut dyn FnMut(Document) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<Overview> {
    let settings = Settings { folder: String::new(), lang, rounding, limits: Limits::default() };
    let all = Part::WHOLE;
    write(place, settings, catalog, |each| documents(each).map(|()| Some([all.number, all.of])))
}

/// What `documents` hands on, as a page; its answer is the part of the inputs that they are, if it knows.
fn write(
    place: &Path,
    settings: Settings,
    catalog: &Catalog,
    documents: impl FnOnce(&mut dyn FnMut(Document) -> io::Result<()>) -> io::Result<Option<[usize; 2]>>,
) -> io::Result<Overview> {
    let mut file = Replacement::create(place)?;
    let mut page = Page::new(BufWriter::new(&mut file), settings)?;
    let mut bodies = vec![];
    let part = documents(&mut |document| {
        let ledger = emit::ledger(&document, catalog);
        bodies.push(reconcile::summarize(&document.source.file, &ledger));
        page.add(&document, reconcile::totals(&ledger).as_ref())
    })?;
    for (index, checks) in pipeline::between(&bodies) {
        page.add_checks(index, bodies[index].source(), &checks)?;
    }
    let told = page.finish(part)?;
    file.commit()?;
    Ok(told)
}

/// What is not in the page because it would be too large, in words.
pub fn left_out(told: &Overview) -> Option<String> {
    let LeftOut { documents, findings, pictures } = told.left_out;
    (!told.left_out.is_none()).then(|| {
        format!(
            "left out, as the page would be too large: {documents} documents, {findings} findings, {pictures} pictures of pages; \
             the page says so; report parts of the inputs, each from its own folder"
        )
    })
}
