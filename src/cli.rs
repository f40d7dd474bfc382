//! The command line. Alone knows clap and the terminal.

use crate::batch::{self, Input};
use crate::catalog::Catalog;
use crate::emit::wire::Document;
use crate::emit::{self, Dataset, Documents, Format};
use crate::pipeline::Settings;
use crate::read;
use crate::render::{self, Summary};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Turns the budget disclosures (预算公开, 决算公开) of Chinese public bodies from PDF into proven, normalized data.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Convert(Convert),
    /// Print the JSON Schema (2020-12) of the documents that `convert` writes
    Schema,
}

/// Convert PDFs into JSON and tables, and check that they add up
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 部门预算.pdf                       JSON on standard output
  yusuan convert 2026/ more.zip --out data         data/facts.csv and its like, data/documents/*.json

Exit code: 0 every input was converted and nothing contradicts itself; 1 an input failed or a check is a mismatch;
2 wrong usage, nothing to convert, or the output could not be written.")]
struct Convert {
    /// PDF files, directories (their .pdf files, also those in .zip files), .zip files
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Folder to write documents/, facts.csv, checks.csv and the other tables to; one input alone may do without
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads; 0 is one for each core
    #[arg(long, short, default_value_t = 0)]
    jobs: usize,
    /// Form of the tables, several separated by commas
    #[arg(long, default_value = "csv", value_delimiter = ',', value_parser = formats())]
    format: Vec<Format>,
    /// Password of encrypted files
    #[arg(long)]
    password: Option<String>,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let find = |name: String| Format::ALL.into_iter().find(|f| f.as_str() == name).ok_or("no such form");
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(find)
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Convert(args) => convert(args),
        Command::Schema => io::stdout().write_all(emit::schema().as_bytes()).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => ExitCode::SUCCESS, // the reader of our output has seen enough
        _ => {
            say(&format!("yusuan: {error}"));
            ExitCode::from(2)
        }
    })
}

fn convert(args: Convert) -> io::Result<ExitCode> {
    let inputs = batch::expand(&args.input);
    let settings = Settings { read: read::Settings { password: args.password, ..Default::default() } };
    let catalog = Catalog::builtin().map_err(io::Error::other)?;
    let summary = match &args.out {
        Some(out) => to_folder(&inputs, &settings, &catalog, args.jobs, out, &args.format)?,
        None if inputs.len() == 1 => to_stdout(&inputs, &settings, &catalog)?,
        None => {
            let message = format!("{} inputs need a folder to write to: add --out DIR", inputs.len());
            Args::command().error(ErrorKind::MissingRequiredArgument, message).exit()
        }
    };
    say(&summary.line());
    Ok(ExitCode::from(if summary.is_clean() { 0 } else { 1 }))
}

fn to_folder(inputs: &[Input], settings: &Settings, catalog: &Catalog, jobs: usize, out: &Path, formats: &[Format]) -> io::Result<Summary> {
    let documents = Documents::create(out)?;
    let mut dataset = Dataset::create(out, formats)?;
    let mut summary = Summary::default();
    let bar = progress(inputs.len());
    let write = |input: &Input, document: &Document| documents.write(&input.stem, document);
    let each = |document: Document| {
        bar.suspend(|| tell(&document));
        bar.inc(1);
        summary.add(&document);
        dataset.add(&document)
    };
    batch::run(inputs, settings, catalog, jobs, write, each)?;
    dataset.finish()?;
    bar.finish_and_clear();
    Ok(summary)
}

fn to_stdout(inputs: &[Input], settings: &Settings, catalog: &Catalog) -> io::Result<Summary> {
    let mut summary = Summary::default();
    let each = |document: Document| {
        tell(&document);
        summary.add(&document);
        emit::write(&document, io::BufWriter::new(io::stdout().lock()))
    };
    batch::run(inputs, settings, catalog, 1, |_, _| Ok(()), each)?;
    Ok(summary)
}

fn tell(document: &Document) {
    render::lines(document).iter().for_each(|line| say(line));
}

/// A line on standard error; where nobody listens, the work goes on.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// A bar on standard error; nothing where that is no terminal.
fn progress(inputs: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {per_sec}, {eta} left");
    ProgressBar::new(inputs as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
