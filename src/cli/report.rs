//! `yusuan report`.

use super::say;
use crate::batch::{self, Held, Part};
use crate::catalog::Catalog;
use crate::emit::{self, Replacement};
use crate::render::Lang;
use crate::render::html::data::LeftOut;
use crate::render::html::{Limits, Page, Settings};
use crate::{pipeline, reconcile};
use std::fs;
use std::io::{self, BufWriter};
use std::path::PathBuf;
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
    let place = args.out.unwrap_or_else(|| args.dir.join("report.html"));
    let folder = args.dir.to_string_lossy().into_owned();
    fs::metadata(&args.dir).map_err(|e| emit::about(&args.dir, e))?;
    let mut file = Replacement::create(&place)?;
    let settings = Settings { folder, lang, rounding: args.rounding, limits: Limits::default() };
    let mut page = Page::new(BufWriter::new(&mut file), settings)?;
    let mut bodies = vec![];
    let held = batch::read(&args.dir, |document, _| {
        let ledger = emit::ledger(&document, &catalog);
        bodies.push(reconcile::summarize(&document.source.file, &ledger));
        page.add(&document, reconcile::totals(&ledger).as_ref())
    })?;
    for (index, checks) in pipeline::between(&bodies) {
        page.add_checks(index, bodies[index].source(), &checks)?;
    }
    let told = page.finish(match held {
        Held::Run(Part { number, of }) => Some([number, of]),
        Held::Files => None,
    })?;
    file.commit()?;
    let [exact, rounding, mismatch, not_checked] = told.verdicts;
    let (place, inputs) = (place.display(), told.inputs);
    let line = format!(
        "{inputs} inputs; checks: {exact} exact, {rounding} rounding, {mismatch} mismatch, {not_checked} not checked"
    );
    say(&format!("{place}: {}", lang.say(&line)));
    if !told.left_out.is_none() {
        let LeftOut { documents, findings, pictures } = told.left_out;
        let line = format!(
            "left out, as the page would be too large: {documents} documents, {findings} findings, {pictures} pictures of pages; \
             the page says so; report parts of the inputs, each from its own folder"
        );
        say(&lang.say(&line));
    }
    Ok(ExitCode::SUCCESS)
}
