//! `yusuan diff`.

use super::limits::Limits;
use super::reading::Reading;
use super::say;
use super::signals::STOP;
use crate::batch::{self, Made, Wall};
use crate::compare::{self, Comparison, Head};
use crate::emit::wire::{Document, Status};
use crate::emit::{Replacement, about};
use crate::pipeline::Settings;
use crate::render::Lang;
use crate::render::diff::{Csv, Json, Renderer, Summary, Text};
use clap::ValueEnum;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two outputs, or two years of a unit: what changed by table, code and column
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan diff before after                         two folders of `convert --out`: the same bodies and years side by side
  yusuan diff 2025.pdf 2026.pdf                    one unit's two years
  yusuan diff data --years 2025 2026               every unit's two years in one folder
  yusuan diff data --years 2025 2026 --unit 某市某中心 --format csv > changes.csv

Documents are paired by unit, year, kind and scope; with --years, or where A and B hold one document each, whatever
their years. Rows are paired by code, item or name, not by their place; figures are compared by their worth in yuan.

Exit code: 0 the same; 1 something differs, or a document could not be compared; 2 wrong usage, A or B could not be read,
or the report could not be written.")]
pub struct Diff {
    /// A folder that `convert --out` wrote, a document's JSON, or a PDF
    a: PathBuf,
    /// What to compare it with; A itself if none is given
    #[arg(required_unless_present = "years")]
    b: Option<PathBuf>,
    /// Compare A's documents of the first year with B's of the second
    #[arg(long, num_args = 2, value_names = ["YEAR_A", "YEAR_B"])]
    years: Option<Vec<u16>>,
    /// Only the documents of this unit, by its name as printed
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// Form of the report
    #[arg(long, alias = "output-format", value_enum, default_value_t, value_name = "FORM")]
    format: Form,
    /// Write the report to this file
    #[arg(long, alias = "output-file", short, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    limits: Limits,
}

/// A form of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// A line for each figure that changed
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A row for each figure that changed
    Csv,
}

/// One side: heads in order, and where the documents are.
struct Side {
    heads: Vec<Head>,
    places: Vec<Place>,
}

enum Place {
    Here(Box<Document>),
    File(PathBuf),
    /// It failed: there is no document.
    Nowhere,
}

/// Runs the command.
pub fn run(args: Diff, lang: Lang) -> io::Result<ExitCode> {
    let settings = args.limits.settings(&args.reading);
    let wall = args.reading.wall(&settings, false)?;
    let years = args.years.as_deref().map(|years| [years[0], years[1]]);
    let open = |path: &Path, year: Option<u16>| {
        Side::open(path, &settings, &wall)?.only(path, year, args.unit.as_deref())
    };
    let a = open(&args.a, years.map(|y| y[0]))?;
    let b = open(args.b.as_deref().unwrap_or(&args.a), years.map(|y| y[1]))?;
    let across_years = years.is_some() || a.heads.len() == 1 && b.heads.len() == 1;
    let mut file = args.out.as_deref().map(Replacement::create).transpose()?;
    let to: Box<dyn Write + '_> = match &mut file {
        Some(file) => Box::new(file),
        None => Box::new(io::stdout()),
    };
    let to = BufWriter::new(to);
    let mut renderer: Box<dyn Renderer + '_> = match args.format {
        Form::Text => Box::new(Text::new(to, lang)),
        Form::Json => Box::new(Json::new(to)?),
        Form::Csv => Box::new(Csv::new(to)?),
    };
    let mut summary = Summary::default();
    for (left, right) in compare::pair(&a.heads, &b.heads, across_years) {
        let comparison = match (left, right) {
            (Some(left), Some(right)) => compared(&a, left, &b, right, across_years)?,
            _ => Comparison::alone(
                left.map(|at| a.heads[at].clone()),
                right.map(|at| b.heads[at].clone()),
            ),
        };
        summary.add(&comparison);
        renderer.add(&comparison)?;
    }
    renderer.finish(&summary)?;
    drop(renderer);
    file.map(Replacement::commit).transpose()?;
    say(&summary.line(lang));
    Ok(ExitCode::from(if summary.is_same() { 0 } else { 1 }))
}

/// Two documents, which alone are held while they are compared.
fn compared(
    a: &Side,
    left: usize,
    b: &Side,
    right: usize,
    across_years: bool,
) -> io::Result<Comparison> {
    let (head_a, head_b) = (&a.heads[left], &b.heads[right]);
    let (mut held_a, mut held_b) = (None, None);
    Ok(match (a.load(left, &mut held_a)?, b.load(right, &mut held_b)?) {
        (Some(a), Some(b)) => Comparison::of(a, b, across_years),
        _ => Comparison::failed(head_a.clone(), head_b.clone()),
    })
}

impl Side {
    /// A folder, a document's JSON, or a PDF.
    fn open(path: &Path, settings: &Settings, wall: &Wall) -> io::Result<Side> {
        if fs::metadata(path).map_err(|e| about(path, e))?.is_dir() {
            let mut side = Side { heads: vec![], places: vec![] };
            batch::read(path, |document, file| {
                side.heads.push(Head::of(&document));
                side.places.push(file.map_or(Place::Nowhere, Place::File));
                Ok(())
            })?;
            return Ok(side);
        }
        let document = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
            document(path)?
        } else {
            let mut documents = vec![];
            let inputs = batch::expand(&[path.to_owned()]);
            let each = |made: Made| {
                documents.push(made.document()?);
                Ok(())
            };
            if !batch::run_behind(&inputs, wall, settings, 1, &STOP, each)? {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let one = |n: usize| {
                format!("it holds {n} documents: convert them with --out, and compare the folders")
            };
            let count = documents.len();
            documents
                .pop()
                .filter(|_| count == 1)
                .ok_or_else(|| about(path, io::Error::other(one(count))))?
        };
        if document.status == Status::Failed {
            let error = document.error.unwrap_or_default();
            return Err(about(path, io::Error::other(error)));
        }
        Ok(Side { heads: vec![Head::of(&document)], places: vec![Place::Here(Box::new(document))] })
    }

    /// Keeps the documents of that year and unit; there must be some.
    fn only(mut self, path: &Path, year: Option<u16>, unit: Option<&str>) -> io::Result<Side> {
        let is_wanted = |head: &Head| {
            let Head { identity, .. } = head;
            year.is_none_or(|year| identity.fiscal_year == Some(year))
                && unit.is_none_or(|unit| identity.unit_name.as_deref() == Some(unit))
        };
        let wanted: Vec<_> = self.heads.iter().map(is_wanted).collect();
        let mut keep = wanted.iter();
        self.heads.retain(|_| keep.next() == Some(&true));
        let mut keep = wanted.iter();
        self.places.retain(|_| keep.next() == Some(&true));
        if self.heads.is_empty() && (year.is_some() || unit.is_some()) {
            let of = [unit.map(str::to_owned), year.map(|y| y.to_string())]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
            return Err(about(
                path,
                io::Error::other(format!(
                    "no document of {of} is in it: see its documents.csv for units and years"
                )),
            ));
        }
        Ok(self)
    }

    fn load<'s>(
        &'s self,
        at: usize,
        held: &'s mut Option<Document>,
    ) -> io::Result<Option<&'s Document>> {
        match &self.places[at] {
            Place::Here(document) => Ok(Some(document)),
            Place::File(path) => Ok(Some(held.insert(document(path)?))),
            Place::Nowhere => Ok(None),
        }
    }
}

/// A document's JSON.
fn document(path: &Path) -> io::Result<Document> {
    let bytes = batch::read_file(path, LONGEST).map_err(|e| about(path, io::Error::other(e)))?;
    let wrong =
        |e| format!("no document that `convert` wrote, or damaged ({e}): convert its PDF again");
    serde_json::from_slice(&bytes).map_err(|e| about(path, io::Error::other(wrong(e))))
}

/// Bytes of a document's JSON, with which limits it may have been converted.
const LONGEST: usize = 1 << 30;
