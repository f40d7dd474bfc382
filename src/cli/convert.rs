//! `yusuan convert`.

use super::collect::Collect;
use super::progress::{Progress, Style};
use super::reading::Reading;
use super::signals::heed;
use super::{detail, say, templates, wrong_usage};
use crate::batch::{self, Done, Folder, Input, Made, Part, Wall};
use crate::catalog::Catalog;
use crate::emit::wire::Status;
use crate::emit::{self, Format, UnitList};
use crate::pipeline::Settings;
use crate::read;
use crate::render::{self, Lang, Summary};
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use clap::error::ErrorKind;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Convert PDFs into JSON and tables, and check that they add up
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 部门预算.pdf                       JSON on standard output
  yusuan convert 2026/ more.zip --out data         data/facts.csv and its like, data/documents/*.json
  yusuan convert 2026/ --out data --format parquet,xlsx
  yusuan convert 2026/ --out data --bom            CSV that Excel opens as UTF-8
  yusuan convert '2026/**/*决算*.pdf' --out data
  find . -name '*.pdf' -print0 | yusuan convert --files-from - --out data
  yusuan convert 2026/ --out data --resume         goes on where a run was cut off
  yusuan convert 2026/ --shard 3/8 --out part-3    one of eight parts; `yusuan merge` puts them together

Exit code: 0 every input was converted and nothing contradicts itself; 1 an input failed or a check is a mismatch;
2 wrong usage, nothing to convert, or the output could not be written; 130 stopped (Ctrl-C, SIGTERM).")]
pub struct Convert {
    /// PDF files, directories (their .pdf files, also those in .zip files), .zip files, patterns (`2026/**/*.pdf`)
    #[arg(required_unless_present = "files_from")]
    input: Vec<PathBuf>,
    /// File that lists inputs, one on each line or separated by NUL; - is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The list is separated by NUL, even if it holds none
    #[arg(long, short = '0', requires = "files_from")]
    null: bool,
    /// Folder to write documents/, facts.csv, checks.csv and the other tables to; one input alone may do without
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Files converted at once, each in a process of its own; 0 is one for each core
    #[arg(long, short, default_value_t = 0, value_parser = jobs())]
    jobs: usize,
    /// Form of the tables, several separated by commas
    #[arg(long, default_value = "csv", value_delimiter = ',', value_parser = formats())]
    format: Vec<Format>,
    /// CSV for Excel: a byte-order mark, and an apostrophe before texts that it would take for formulas
    #[arg(long)]
    bom: bool,
    /// CSV of what documents do not print of public bodies, by name or code: parent, division, 统一社会信用代码, URL, date
    #[arg(long, value_name = "FILE", requires = "out")]
    units: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Keep what an earlier run with the same settings has done in DIR, and do the rest
    #[arg(long, requires = "out")]
    resume: bool,
    /// Convert only the i-th of n parts of the inputs, each part into a folder of its own
    #[arg(long, value_name = "i/n", requires = "out")]
    shard: Option<Part>,
    /// Stop at the first input that fails
    #[arg(long, requires = "out")]
    fail_fast: bool,
    /// Progress on standard error
    #[arg(long, value_name = "HOW", default_value = "auto")]
    progress: Style,
    #[command(flatten)]
    limits: Limits,
}

/// What one file may cost. A file beyond the time or the output fails; of one beyond the others, what was read up to
/// there is converted, with a finding.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits for each file")]
struct Limits {
    /// Seconds
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = number().range(1..=MOST_SECONDS))]
    max_seconds: u64,
    /// Memory that converting it takes, where the system has such a limit
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = number().range(64..=MOST_MEGABYTES))]
    max_memory_mb: u64,
    /// Size of the file
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_file_mb: u64,
    /// Pages
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = number().range(1..=MOST))]
    max_pages: u64,
    /// PDF objects
    #[arg(long, value_name = "N", default_value_t = 5_000_000, value_parser = number().range(1..=MOST))]
    max_objects: u64,
    /// What all its streams may inflate to
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_inflated_mb: u64,
    /// JSON written for it
    #[arg(long, value_name = "MB", default_value_t = 128, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_output_mb: u64,
}

/// Limits beyond these are none, or mistakes: a terabyte, a year, a thousand million.
const MOST_MEGABYTES: u64 = 1 << 20;
const MOST_SECONDS: u64 = 366 * 24 * 60 * 60;
const MOST: u64 = 1_000_000_000;

fn number() -> RangedU64ValueParser {
    RangedU64ValueParser::new()
}

/// Parses a number of threads.
pub fn jobs() -> impl TypedValueParser<Value = usize> {
    RangedU64ValueParser::<usize>::new().range(0..=1024)
}

impl Limits {
    fn settings(&self, reading: &Reading) -> Settings {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let bytes = |megabytes: u64| count(megabytes << 20);
        let read = read::Settings {
            max_file_bytes: bytes(self.max_file_mb),
            max_pages: count(self.max_pages),
            max_objects: count(self.max_objects),
            max_total_bytes: bytes(self.max_inflated_mb),
            ..reading.settings()
        };
        Settings {
            read,
            max_time: Duration::from_secs(self.max_seconds),
            max_memory_bytes: self.max_memory_mb << 20,
            max_output_bytes: self.max_output_mb << 20,
        }
    }
}

/// Parses the name of a form.
pub fn formats() -> impl TypedValueParser<Value = Format> {
    let find =
        |name: String| Format::ALL.into_iter().find(|f| f.as_str() == name).ok_or("no such form");
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(find)
}

/// What the user knows of public bodies: nothing without a file.
pub fn units(file: Option<&Path>) -> io::Result<UnitList> {
    file.map_or_else(|| Ok(UnitList::default()), UnitList::read)
}

/// The forms asked for, each once.
pub fn forms(asked: &[Format], bom: bool) -> Vec<Format> {
    let mut forms = vec![];
    for &form in asked {
        let form = if bom && form == Format::Csv { Format::CsvWithMark } else { form };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// Runs the command.
pub fn run(args: Convert, lang: Lang) -> io::Result<ExitCode> {
    let mut paths = args.input.clone();
    if let Some(list) = &args.files_from {
        paths.extend(batch::listed(&read_list(list)?, args.null));
    }
    let inputs = batch::expand(&paths);
    drop(paths);
    let settings = args.limits.settings(&args.reading);
    let catalog = args.reading.catalog()?;
    match &args.out {
        _ if inputs.is_empty() => {
            wrong_usage(ErrorKind::TooFewValues, "the list of inputs is empty".into())
        }
        Some(out) => {
            // what a program reads is English
            let lang = if args.progress == Style::Json { Lang::En } else { lang };
            let (args, settings, catalog) = (&args, &settings, &catalog);
            let wall = &args.reading.wall(settings)?;
            let units = &units(args.units.as_deref())?;
            Run { out, args, settings, wall, catalog, units, lang }.all(inputs)
        }
        None if inputs.len() == 1 => {
            let summary = to_stdout(&inputs, &settings, &args.reading.wall(&settings)?, lang)?;
            say(&summary.line(lang));
            Ok(code_of(&summary))
        }
        None => {
            let message =
                format!("{} inputs need a folder to write to: add --out DIR", inputs.len());
            wrong_usage(ErrorKind::MissingRequiredArgument, message)
        }
    }
}

fn code_of(summary: &Summary) -> ExitCode {
    ExitCode::from(if summary.is_clean() { 0 } else { 1 })
}

fn read_list(list: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    let read = if list.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(list).map(|all| bytes = all)
    };
    read.map(|()| bytes).map_err(|e| emit::about(list, e))
}

/// What a run that was cut off asks for.
const AGAIN: &str = "run the same command with --resume to go on";

/// A run that writes to a folder, and what it goes by.
struct Run<'a> {
    out: &'a Path,
    args: &'a Convert,
    settings: &'a Settings,
    wall: &'a Wall,
    catalog: &'a Catalog,
    units: &'a UnitList,
    lang: Lang,
}

/// How far a run came.
struct Outcome {
    /// Inputs that are done.
    taken: usize,
    /// One of them failed, which was to end the run.
    failed: bool,
    /// The tables; `None` where the run was stopped before all inputs were done.
    collect: Option<Collect>,
}

impl Run<'_> {
    /// Converts this part of the inputs and writes all that they come to.
    fn all(&self, mut inputs: Vec<Input>) -> io::Result<ExitCode> {
        let Run { args, settings, lang, .. } = self;
        let (count, part) = (inputs.len(), args.shard.unwrap_or(Part::WHOLE));
        inputs.retain(|input| part.has(input));
        let stop = heed();
        let templates = templates::fingerprint(args.reading.templates.as_deref())?;
        let (folder, resumed) =
            Folder::open(self.out, count, part, settings, &templates, args.resume)?;
        let progress = Progress::start(args.progress, inputs.len(), *lang);
        if args.resume && !resumed {
            progress.say(&lang.say("nothing to go on with: no run of this version with these settings was here; all inputs are converted"));
        }
        let outcome = self.convert(&inputs, &folder, &progress, stop).map_err(cut_off)?;
        let Some(collect) = outcome.collect else {
            let why = if outcome.failed { "an input failed" } else { "as asked" };
            let (taken, all) = (outcome.taken, inputs.len());
            let line = format!(
                "stopped after {taken} of {all} inputs ({why}), no table is written: {AGAIN}"
            );
            progress.stop(&lang.say(&line));
            return Ok(ExitCode::from(if outcome.failed { 1 } else { 130 }));
        };
        let slowest = collect.slowest().to_vec();
        let summary = collect.finish().map_err(cut_off)?;
        folder.finish().map_err(cut_off)?;
        progress.end(&summary, &slowest);
        Ok(code_of(&summary))
    }

    /// Converts the inputs and takes their documents in, one by one in input order, until all are done or `stop` is set.
    fn convert(
        &self,
        inputs: &[Input],
        folder: &Folder,
        progress: &Progress,
        stop: &AtomicBool,
    ) -> io::Result<Outcome> {
        let Run { out, args, settings, wall, catalog, units, lang } = *self;
        let mut collect = Collect::create(out, &forms(&args.format, args.bom), units.clone())?;
        let (mut taken, mut failed) = (0, false);
        let work = |index: usize| {
            progress.begin(&inputs[index]);
            folder.convert(&inputs[index], settings, wall, catalog)
        };
        let each = |index: usize, done: Done| {
            taken += 1;
            render::lines(&done.document, lang).iter().for_each(|line| progress.say(line));
            progress.detail(|| render::outcome(&done.document, lang));
            progress.done(&done);
            collect.note_time(done.time, &done.document.source.file);
            if args.fail_fast && done.document.status == Status::Failed {
                failed = true;
                stop.store(true, Ordering::Relaxed);
            }
            collect.add(&done.document, inputs[index].stem(), done.json, &done.summary)
        };
        let whole = batch::in_order(inputs.len(), args.jobs, stop, work, each)?;
        Ok(Outcome { taken, failed, collect: (whole && !failed).then_some(collect) })
    }
}

/// An error that leaves what is done in place.
fn cut_off(error: io::Error) -> io::Error {
    let text = format!("{error}; what is done is kept: set this right and {AGAIN}");
    io::Error::new(error.kind(), text)
}

fn to_stdout(
    inputs: &[Input],
    settings: &Settings,
    wall: &Wall,
    lang: Lang,
) -> io::Result<Summary> {
    let mut summary = Summary::default();
    let each = |Made { document, json, .. }| {
        render::lines(&document, lang).iter().for_each(|line| say(line));
        detail(|| render::outcome(&document, lang));
        summary.add(&document);
        let mut to = io::stdout().lock();
        match json {
            Some(json) => to.write_all(&json),
            None => emit::write(&document, io::BufWriter::new(to)),
        }
    };
    match batch::run_behind(inputs, wall, settings, 1, heed(), each)? {
        true => Ok(summary),
        false => Err(io::ErrorKind::Interrupted.into()),
    }
}
