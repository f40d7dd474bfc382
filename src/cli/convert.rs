//! `yusuan convert`.

use super::given::{Inputs, forms};
use super::limits::{Limits, jobs};
use super::progress::{Progress, Style};
use super::reading::Reading;
use super::signals::heed;
use super::{say, stream, told, wrong_usage};
use crate::batch::{self, Collect, Done, Folder, Input, Part, Wall};
use crate::catalog::Catalog;
use crate::emit::wire::Status;
use crate::emit::{self, Format, UnitList};
use crate::pipeline::Settings;
use crate::render::text::one_line;
use crate::render::{Lang, Summary};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

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
  yusuan convert 2026/ --out - --format jsonl --table checks | jq .rule
  yusuan convert 2026/ --shard 3/8 --out part-3    one of eight parts; `yusuan merge` puts them together

Exit code: 0 every input was converted and nothing contradicts itself; 1 an input failed or a check is a mismatch;
2 wrong usage, nothing to convert, or the output could not be written; 130 stopped (Ctrl-C, SIGTERM).")]
pub struct Convert {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder to write documents/, facts.csv, checks.csv and the other tables to; - writes the rows of one table to standard output; one input alone may do without
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Files converted at once, each in a process of its own; 0 is one for each core
    #[arg(long, short, default_value_t = 0, value_parser = jobs(), allow_negative_numbers = true)]
    jobs: usize,
    /// Form of the tables, several separated by commas; csv if not given
    #[arg(long, value_delimiter = ',', value_parser = formats(), requires = "out")]
    format: Vec<Format>,
    /// Table whose rows go to standard output (`--out -`); facts if not given
    #[arg(long, value_parser = sheets(), value_name = "TABLE", requires = "out")]
    table: Option<String>,
    /// CSV for Excel: a byte-order mark, and an apostrophe before texts that it would take for formulas
    #[arg(long, requires = "out")]
    bom: bool,
    /// CSV of what documents do not print of public bodies, by name or code: parent, division, 统一社会信用代码, URL, date
    #[arg(long, value_name = "FILE", requires = "out")]
    units: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// List of obligations (R1 to R7) on top of those that ship with the program
    #[arg(long, value_name = "FILE")]
    owed: Option<PathBuf>,
    /// Keep what an earlier run with the same settings has done in DIR, and do the rest
    #[arg(long, requires = "out")]
    resume: bool,
    /// Convert only the i-th of n parts of the inputs, each part into a folder of its own
    #[arg(long, value_name = "i/n", requires = "out")]
    shard: Option<Part>,
    /// Stop at the first input that fails; with --resume at the first that did not fail before
    #[arg(long, requires = "out")]
    fail_fast: bool,
    /// List the inputs, each with the document that it would become, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Code 0 also where an input failed or a check is a mismatch
    #[arg(long)]
    exit_zero: bool,
    /// Progress on standard error
    #[arg(long, value_name = "HOW", default_value = "auto")]
    progress: Style,
    #[command(flatten)]
    limits: Limits,
}

/// Parses the name of a form.
pub fn formats() -> impl TypedValueParser<Value = Format> {
    let find =
        |name: String| Format::ALL.into_iter().find(|f| f.as_str() == name).ok_or("no such form");
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(find)
}

fn sheets() -> PossibleValuesParser {
    PossibleValuesParser::new(emit::SHEETS.iter().map(|sheet| sheet.name))
}

/// What the user knows of public bodies: nothing without a file. Columns that it cannot use are told.
pub fn units(file: Option<&Path>, lang: Lang) -> io::Result<UnitList> {
    let Some(file) = file else { return Ok(UnitList::default()) };
    let list = UnitList::read(file)?;
    if !list.left_out().is_empty() {
        let names = list.left_out().join(", ");
        let line = format!(
            "columns that are not used, as no column of a list of units is called so: {names}"
        );
        say(&format!("{}: {}", file.display(), lang.say(&line)));
    }
    Ok(list)
}

/// Runs the command.
pub fn run(mut args: Convert, lang: Lang) -> io::Result<ExitCode> {
    args.reading.owed = args.owed.take();
    let inputs = args.inputs.found()?;
    let settings = args.limits.settings(&args.reading);
    if args.dry_run {
        return list(&inputs, args.out.as_deref());
    }
    let wall = &args.reading.wall(&settings, args.out.is_some())?;
    let summary = match &args.out {
        Some(out) if emit::is_standard(out) => {
            if let Some(message) = args.needs_a_folder() {
                wrong_usage(ErrorKind::ArgumentConflict, message.into());
            }
            let table = args.table.as_deref().unwrap_or("facts");
            let format = stream::format(&args.format, args.bom);
            stream::rows(&inputs, &settings, wall, args.jobs, (table, format), lang)?
        }
        Some(_) if args.table.is_some() => {
            let message =
                "a folder gets every table: --table is for rows on standard output, --out -";
            wrong_usage(ErrorKind::ArgumentConflict, message.into());
        }
        Some(out) => {
            // what a program reads is English
            let lang = if args.progress == Style::Json { Lang::En } else { lang };
            let (args, settings, catalog) = (&args, &settings, &args.reading.catalog()?);
            let units = &units(args.units.as_deref(), lang)?;
            let forms = &forms(&args.format, args.bom);
            match (Run { out, args, settings, wall, catalog, units, forms, lang }).all(inputs)? {
                Ok(summary) => return Ok(args.code_of(&summary)),
                Err(code) => return Ok(code),
            }
        }
        None if inputs.len() == 1 => stream::document(&inputs, &settings, wall, lang)?,
        None => {
            let message =
                format!("{} inputs need a folder to write to: add --out DIR", inputs.len());
            wrong_usage(ErrorKind::MissingRequiredArgument, message)
        }
    };
    say(&summary.line(lang));
    Ok(args.code_of(&summary))
}

impl Convert {
    /// What was asked for that standard output cannot give.
    fn needs_a_folder(&self) -> Option<&'static str> {
        match self {
            Convert { units: Some(_), .. } => {
                Some("what --units says goes into a table of its own: it needs a folder")
            }
            Convert { resume, shard, fail_fast, .. }
                if *resume || shard.is_some() || *fail_fast =>
            {
                Some(
                    "standard output keeps nothing to go on with: --resume, --shard and --fail-fast need a folder",
                )
            }
            _ => None,
        }
    }

    fn code_of(&self, summary: &Summary) -> ExitCode {
        ExitCode::from(if summary.is_clean() || self.exit_zero { 0 } else { 1 })
    }
}

/// What a run would read and write, a line for each input.
fn list(inputs: &[Input], out: Option<&Path>) -> io::Result<ExitCode> {
    let mut to = io::stdout().lock();
    for input in inputs {
        let name = one_line(input.name());
        match out.filter(|out| !emit::is_standard(out)) {
            Some(out) => {
                let place = emit::Documents::of(out).place(input.stem());
                writeln!(to, "{name}\t{}", one_line(&place.to_string_lossy()))?;
            }
            None => writeln!(to, "{name}")?,
        }
    }
    Ok(ExitCode::SUCCESS)
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
    forms: &'a [Format],
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
    /// Converts this part of the inputs and writes all that they come to; `Err` is the exit code of a run that was cut off.
    fn all(&self, mut inputs: Vec<Input>) -> io::Result<Result<Summary, ExitCode>> {
        let Run { args, settings, lang, .. } = self;
        let (count, part) = (inputs.len(), args.shard.unwrap_or(Part::WHOLE));
        inputs.retain(|input| part.has(input));
        let stop = heed();
        let templates = args.reading.fingerprint()?;
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
            return Ok(Err(ExitCode::from(if outcome.failed { 1 } else { 130 })));
        };
        let slowest = collect.slowest().to_vec();
        let summary = collect.finish().map_err(cut_off)?;
        folder.finish().map_err(cut_off)?;
        if !summary.is_clean() && args.progress != Style::Json {
            let line = format!("what is wrong and where: yusuan report {}", self.out.display());
            progress.say(&lang.say(&line));
        }
        progress.end(&summary, &slowest);
        Ok(Ok(summary))
    }

    /// Converts the inputs and takes their documents in, one by one in input order, until all are done or `stop` is set.
    fn convert(
        &self,
        inputs: &[Input],
        folder: &Folder,
        progress: &Progress,
        stop: &AtomicBool,
    ) -> io::Result<Outcome> {
        let Run { out, args, settings, wall, catalog, units, forms, lang } = *self;
        let mut collect = Collect::create(out, forms, units.clone())?;
        let (mut taken, mut failed) = (0, false);
        let work = |index: usize| {
            progress.begin(&inputs[index]);
            folder.convert(&inputs[index], settings, wall, catalog)
        };
        let each = |index: usize, done: Done| {
            taken += 1;
            let brief = &done.brief;
            told(brief, lang).iter().for_each(|line| progress.say(line));
            progress.done(&done);
            collect.note_time(done.time, &brief.source.file);
            if args.fail_fast && brief.status == Status::Failed && !done.failed_before {
                failed = true;
                stop.store(true, Ordering::Relaxed);
            }
            collect.add(brief, &done.rows, inputs[index].stem(), done.json, &done.summary)
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
