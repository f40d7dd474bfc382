//! What `yusuan check` tells of many sources, as values; what `yusuan report` writes of them, or of an output folder.

use crate::arrow::Builder;
use crate::options::Options;
use crate::rows::{converted, refused, sheet};
use crate::source::Source;
use crate::table::Table;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use yusuan::batch;
use yusuan::cli::report;
use yusuan::cli::select::{self, Selection};
use yusuan::emit::wire::{Check, Document, Status};
use yusuan::emit::{Value, between_rows};
use yusuan::model::Verdict;
use yusuan::pipeline;
use yusuan::render::note::Note;
use yusuan::render::text::{Paint, Text};
use yusuan::render::{Lang, Renderer, Report, Summary};

/// The language of that code.
pub fn lang(code: &str) -> PyResult<Lang> {
    let known = Lang::ALL.map(Lang::as_str).join(", ");
    let found = Lang::ALL.into_iter().find(|lang| lang.as_str() == code);
    found.ok_or_else(|| PyValueError::new_err(format!("no language '{code}': there are {known}")))
}

/// The rules and findings that are wanted. What a disclosure owes (R) is no check of it, and told by `convert` alone.
pub fn selection(select: Vec<String>, ignore: Vec<String>) -> PyResult<Selection> {
    if !select.is_empty() && select.iter().all(|selector| selector.starts_with('R')) {
        let message = "R1 to R7 are no checks: `owed` in the document of yusuan.convert has them";
        return Err(PyValueError::new_err(message));
    }
    Selection::new(select, ignore)
        .map_err(|word| PyValueError::new_err(select::unknown(&word, Lang::En)))
}

/// What was found.
pub struct Told {
    /// Inputs and checks, counted.
    pub summary: Summary,
    /// The checks that are mismatches, those that could not be evaluated, findings, inputs of which nothing could be had.
    pub tables: [Table; 4],
    /// What programs should see, as JSON, each on its line.
    pub notes: Vec<u8>,
    /// The same for people: those of one cause are one.
    pub told: Vec<u8>,
}

/// [`Told`] in the making.
struct Telling<'a> {
    selection: &'a Selection,
    summary: Summary,
    mismatches: Builder,
    not_checked: Builder,
    findings: Builder,
    failed: Builder,
    notes: Vec<u8>,
    told: Vec<u8>,
}

impl Telling<'_> {
    /// Takes a check's row of the table `checks` in.
    fn check(&mut self, check: &Check, row: &[Value]) -> PyResult<()> {
        let table = match check.verdict {
            Verdict::Mismatch => &mut self.mismatches,
            Verdict::NotChecked => &mut self.not_checked,
            Verdict::Exact | Verdict::Rounding | Verdict::NotApplicable => return Ok(()),
        };
        if self.selection.has(&check.rule) { table.row(row).map_err(refused) } else { Ok(()) }
    }

    fn document(&mut self, mut document: Document) -> PyResult<()> {
        // before what is not wanted is taken away: a check keeps its number, by which its terms are found
        for (check, row) in document.checks.iter().zip((self.mismatches.sheet().rows)(&document)) {
            self.check(check, &row)?;
        }
        self.selection.apply(&mut document);
        self.summary.add(&document);
        add(&mut self.findings, &document)?;
        if document.status == Status::Failed {
            add(&mut self.failed, &document)?;
        }
        self.report(&Report::of(&document))
    }

    /// Takes the checks of `file` against other documents in, the first of them being number `first` of the file's.
    fn between(&mut self, file: &str, first: u64, mut checks: Vec<Check>) -> PyResult<()> {
        for (check, number) in checks.iter().zip(first..) {
            let rows = between_rows(file, number, check).into_iter();
            for row in rows.filter(|(sheet, _)| *sheet == "checks").flat_map(|(_, rows)| rows) {
                self.check(check, &row)?;
            }
        }
        checks.retain(|check| self.selection.has(&check.rule));
        self.summary.add_checks(&checks);
        self.report(&Report::of_batch(file, &checks))
    }

    fn report(&mut self, report: &Report) -> PyResult<()> {
        for (notes, to) in [(&report.notes, &mut self.notes), (&report.told, &mut self.told)] {
            for note in notes {
                serde_json::to_writer(&mut *to, note).map_err(io::Error::from)?;
                to.push(b'\n');
            }
        }
        Ok(())
    }
}

/// Adds the document's rows.
fn add(table: &mut Builder, document: &Document) -> PyResult<()> {
    (table.sheet().rows)(document).try_for_each(|row| table.row(&row)).map_err(refused)
}

/// Converts the sources and tells what contradicts itself, could not be checked, or could not be read.
pub fn check(
    py: Python,
    sources: &[Source],
    selection: &Selection,
    jobs: usize,
    options: &Options,
) -> PyResult<Told> {
    let mut telling = Telling {
        selection,
        summary: Summary::default(),
        mismatches: Builder::new(sheet("checks")?),
        not_checked: Builder::new(sheet("checks")?),
        findings: Builder::new(sheet("findings")?),
        failed: Builder::new(sheet("documents")?),
        notes: vec![],
        told: vec![],
    };
    py.detach(|| {
        let mut bodies = vec![];
        converted(sources, jobs, options, |document| {
            bodies.push(pipeline::summary(&document, &options.catalog));
            telling.document(document)
        })?;
        for (position, checks) in pipeline::between(&bodies) {
            let body = &bodies[position];
            telling.between(body.source(), body.checks() + 1, checks)?;
        }
        let Telling { summary, mismatches, not_checked, findings, failed, notes, told, .. } =
            telling;
        let finished = |table: Builder| table.finish().map_err(refused);
        let tables =
            [finished(mismatches)?, finished(not_checked)?, finished(findings)?, finished(failed)?];
        Ok(Told { summary, tables, notes, told })
    })
}

/// What people should see ([`Told::told`]), as the command line shows it.
pub fn shown(told: &[u8], lang: Lang) -> io::Result<String> {
    let lines = told.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let told = lines.map(serde_json::from_slice).collect::<Result<Vec<Note>, _>>()?;
    let mut text = vec![];
    Text::full(&mut text, Paint::default(), lang).report(&Report { told, ..Report::default() })?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Writes the page about the output folder `dir`; the answer is where it stands, and what did not fit into it.
pub fn page_of_folder(
    py: Python,
    dir: &Path,
    to: Option<PathBuf>,
    lang: Lang,
    rounding: bool,
) -> PyResult<(PathBuf, Option<String>)> {
    let options = Options::of(None)?;
    let place = to.unwrap_or_else(|| report::place_in(dir));
    let told = py.detach(|| report::of_folder(dir, &place, &options.catalog, lang, rounding));
    Ok((place, report::left_out(&told?)))
}

/// The same about sources, which are converted.
pub fn page_of_sources(
    py: Python,
    sources: &[Source],
    to: PathBuf,
    (lang, rounding): (Lang, bool),
    jobs: usize,
    options: &Options,
) -> PyResult<(PathBuf, Option<String>)> {
    let mut trouble = None;
    let told = py.detach(|| {
        report::of_documents(&to, &options.catalog, lang, rounding, |each| {
            let run = converted(sources, jobs, options, |document| Ok(each(document)?));
            run.map_err(|error| {
                trouble = Some(error);
                io::Error::other("told below")
            })
        })
    });
    trouble.map_or(Ok(()), Err)?;
    let left_out = report::left_out(&told?);
    Ok((to, left_out))
}

/// Is it a folder that a run has written to?
pub fn is_output(given: &Bound<PyAny>) -> Option<PathBuf> {
    given.extract().ok().filter(|path: &PathBuf| batch::is_output(path))
}
