//! `yusuan check`.

use super::annotate::Annotations;
use super::given::Inputs;
use super::limits::{Limits, jobs};
use super::reading::Reading;
use super::select::{self, Selection};
use super::signals::heed;
use super::{is_verbose, say, wrong_usage};
use crate::batch::{self, Made};
use crate::emit::Replacement;
use crate::emit::wire::Document;
use crate::pipeline;
use crate::render::{
    self, Lang, Renderer, Report, Summary, json::Json, junit::Junit, owed::Ledgers, sarif::Sarif,
    statistics::Statistics, text::Paint, text::Text,
};
use anstream::AutoStream;
use clap::ValueEnum;
use clap::error::ErrorKind;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Check that disclosures add up, and tell what does not
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan check 部门预算.pdf                        what does not add up, could not be checked, or could not be read
  yusuan check 2025/ 2026/ --select W,X,B          sums and tables only, and the documents against each other
  yusuan check 2026/ --statistics                  checks by rule and verdict
  yusuan check 2026/ --ignore no-unit,N            not what is known already
  yusuan check 2026/ --annotate marked             the PDFs too, with highlights and notes on their pages
  find . -name '*.pdf' -print0 | yusuan check --files-from -
  yusuan check 2026/ --owed                        what each disclosure owes, and whether it is there (R1 to R7)
  yusuan check 2026/ --owed=city.toml              the same with a city's own list on top
  yusuan check --explain W3                        what a rule checks, why, its source, an example

Exit code: 0 every input was read and nothing contradicts itself; 1 an input failed, a check is a mismatch, or a file could
not be annotated; 2 wrong usage, or the report could not be written.")]
pub struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// Form of the report
    #[arg(long, alias = "output-format", value_enum, default_value_t, value_name = "FORM")]
    format: Form,
    /// Write the report to this file
    #[arg(long, alias = "output-file", short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Only these rules and findings, by id (W3, unread-cell) or beginning (W, no-), separated by commas
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,
    /// Not these rules and findings, likewise
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,
    /// Count checks by rule and verdict instead
    #[arg(long)]
    statistics: bool,
    /// Tell what each disclosure owes its readers and what was found of it (R1 to R7) instead; =FILE adds a list of your own
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with = "statistics")]
    owed: Option<Option<PathBuf>>,
    /// Write each PDF to this folder with what was found marked on its pages: red contradicts itself, orange is doubtful
    #[arg(long, value_name = "DIR", conflicts_with = "owed")]
    annotate: Option<PathBuf>,
    /// Explain a rule or a finding, or all whose ids begin so
    #[arg(long, value_name = "RULE", conflicts_with_all = ["input", "files_from", "select", "ignore", "statistics", "owed", "annotate"])]
    explain: Option<String>,
    /// Files converted at once, each in a process of its own; 0 is one for each core
    #[arg(long, short, default_value_t = 0, value_parser = jobs(), allow_negative_numbers = true)]
    jobs: usize,
    /// Code 0 also where an input failed or a check is a mismatch
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    limits: Limits,
}

/// A form of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// A block for each finding
    #[default]
    Full,
    /// A line for each finding
    Concise,
    /// One JSON object
    Json,
    /// A JSON object on each line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for continuous integration
    Junit,
}

/// Runs the command.
pub fn run(mut args: Check, lang: Lang) -> io::Result<ExitCode> {
    if let Some(selector) = &args.explain {
        return explain(selector, lang);
    }
    if let Some(message) = misplaced(&args.select, args.owed.is_some()) {
        wrong_usage(ErrorKind::ArgumentConflict, message.into());
    }
    let selection =
        Selection::new(args.select, args.ignore).unwrap_or_else(|word| unknown(&word, lang));
    if let (Some(None), Some(list)) = (&args.owed, args.inputs.ending("toml")) {
        let message = format!("a list of obligations is given as --owed={}", list.display());
        wrong_usage(ErrorKind::ArgumentConflict, message);
    }
    let instead = args.owed.is_some();
    args.reading.owed = args.owed.take().flatten();
    let settings = args.limits.settings(&args.reading);
    let wall = args.reading.wall(&settings, false)?;
    let inputs = args.inputs.found()?;
    let folder = args.annotate.take();
    let mut annotations =
        folder.map(|folder| Annotations::new(folder, &inputs, lang)).transpose()?;
    let mut file = args.out.as_deref().map(Replacement::create).transpose()?;
    let paint = if file.is_some() { Paint::default() } else { Paint::coloured() };
    let to: Box<dyn Write + '_> = match (&mut file, args.format) {
        (Some(file), _) => Box::new(file),
        // leaves colours away where NO_COLOR is set, and where nobody can see them
        (None, Form::Full | Form::Concise) => Box::new(AutoStream::auto(io::stdout())),
        (None, _) => Box::new(io::stdout()),
    };
    let to = BufWriter::new(to);
    let mut output = match instead {
        true => Output::Owed(ledgers(to, args.format, lang)),
        false => Output::Report(renderer(to, args.format, paint, args.statistics, lang)?),
    };
    let (mut summary, mut summaries) = (Summary::default(), Vec::new());
    let each = |made: Made| {
        let mut document = made.document()?;
        if is_verbose() {
            say(&made.brief.outcome(lang));
        }
        summaries.push(made.summary);
        selection.apply(&mut document);
        summary.add(&document);
        if let Some(annotations) = &mut annotations {
            let told = render::joined(&document, render::note::notes(&document));
            let each: Vec<_> = told.iter().flat_map(|(_, note)| render::each(note)).collect();
            annotations.add(&document, &each);
        }
        output.document(&document)
    };
    if !batch::run_behind(&inputs, &wall, &settings, args.jobs, heed(), each)? {
        return Err(io::ErrorKind::Interrupted.into());
    }
    for (position, mut checks) in pipeline::between(&summaries) {
        checks.retain(|check| selection.has(&check.rule));
        if !checks.is_empty() {
            summary.add_checks(&checks);
            let report = Report::of_batch(summaries[position].source(), &checks);
            if let Some(annotations) = &mut annotations {
                annotations.add_between(position, &report.notes);
            }
            output.checks(&report)?;
        }
    }
    output.finish()?;
    drop(output);
    file.map(Replacement::commit).transpose()?;
    let refused = match annotations {
        Some(annotations) => annotations.write(&wall, &settings, args.jobs, heed())?,
        None => 0,
    };
    say(&summary.line(lang));
    Ok(ExitCode::from(if summary.is_clean() && refused == 0 || args.exit_zero { 0 } else { 1 }))
}

/// What is told of the documents.
enum Output<'w, W: Write> {
    Report(Box<dyn Renderer + 'w>),
    Owed(Ledgers<W>),
}

impl<W: Write> Output<'_, W> {
    fn document(&mut self, document: &Document) -> io::Result<()> {
        match self {
            Output::Report(renderer) => renderer.report(&Report::of(document)),
            Output::Owed(ledgers) => ledgers.document(document),
        }
    }

    fn checks(&mut self, report: &Report) -> io::Result<()> {
        match self {
            Output::Report(renderer) => renderer.report(report),
            Output::Owed(_) => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        match self {
            Output::Report(renderer) => renderer.finish(),
            Output::Owed(ledgers) => ledgers.finish(),
        }
    }
}

fn ledgers<W: Write>(to: W, form: Form, lang: Lang) -> Ledgers<W> {
    match form {
        Form::Full | Form::Concise => Ledgers::text(to, lang),
        Form::Jsonl => Ledgers::jsonl(to),
        Form::Json | Form::Sarif | Form::Junit => wrong_usage(
            ErrorKind::ArgumentConflict,
            "--owed has no such form: use --format full or jsonl".into(),
        ),
    }
}

fn renderer<'w, W: Write + 'w>(
    to: W,
    form: Form,
    paint: Paint,
    statistics: bool,
    lang: Lang,
) -> io::Result<Box<dyn Renderer + 'w>> {
    Ok(match (form, statistics) {
        (Form::Full | Form::Concise, true) => Box::new(Statistics::new(to, false, lang)),
        (Form::Json | Form::Jsonl, true) => Box::new(Statistics::new(to, true, lang)),
        (Form::Sarif | Form::Junit, true) => wrong_usage(
            ErrorKind::ArgumentConflict,
            "--statistics has no such form: use --format full or json".into(),
        ),
        (Form::Full, false) => Box::new(Text::full(to, paint, lang)),
        (Form::Concise, false) => Box::new(Text::concise(to, paint, lang)),
        (Form::Json, false) => Box::new(Json::new(to, false)?),
        (Form::Jsonl, false) => Box::new(Json::new(to, true)?),
        (Form::Sarif, false) => Box::new(Sarif::new(to)?),
        (Form::Junit, false) => Box::new(Junit::new(to)?),
    })
}

/// What is wrong with selecting these, where what is `owed` (R) is told, or all but that.
fn misplaced(select: &[String], owed: bool) -> Option<&'static str> {
    let is_owed = |selector: &String| selector.starts_with('R');
    if select.is_empty() {
        None
    } else if owed && !select.iter().any(is_owed) {
        Some("--owed tells of R1 to R7: select among these, or leave --select away")
    } else if !owed && select.iter().all(is_owed) {
        Some("R1 to R7 are told by --owed: add it")
    } else {
        None
    }
}

fn explain(selector: &str, lang: Lang) -> io::Result<ExitCode> {
    let topics = select::topics(selector);
    if topics.is_empty() {
        unknown(selector, lang);
    }
    let texts: Vec<String> = topics.into_iter().map(|t| render::explain(t, lang)).collect();
    io::stdout().write_all(texts.join("\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(selector: &str, lang: Lang) -> ! {
    wrong_usage(ErrorKind::InvalidValue, select::unknown(selector, lang))
}
