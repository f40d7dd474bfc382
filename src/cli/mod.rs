//! The command line, a file for each command. Alone knows clap and the terminal.

mod check;
mod codes;
mod collect;
mod completions;
mod convert;
mod coverage;
mod diff;
mod inspect;
mod man;
mod merge;
mod panel;
mod progress;
mod reading;
mod report;
mod rules;
mod select;
mod signals;
pub mod templates;

use crate::render::Lang;
use crate::render::text::one_line;
use crate::{batch, emit};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, Ordering};

/// Turns the budget disclosures (预算公开, 决算公开) of Chinese public bodies from PDF into proven, normalized data.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --out data                     every PDF below 2026/ into data/facts.csv and its like
  yusuan convert a.pdf --out data --format csv,parquet,xlsx
  yusuan inspect a.pdf --page 12 --svg > 12.svg       the page as the tool saw it
  yusuan report data                                  data/report.html: a page to look through it all
  yusuan codes 养老                                   subject codes by name
  yusuan rules W3                                     what an equation checks, and why
  yusuan check a.pdf --lang zh                        what does not add up, in Chinese

Colours are left out where the environment sets NO_COLOR.")]
struct Args {
    /// Say nothing on standard error but why nothing could be done
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say on standard error what became of each file
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Language of texts for people; what programs read is the same in each
    #[arg(long, global = true, default_value = Lang::En.as_str(), value_parser = langs())]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Convert(convert::Convert),
    Merge(merge::Merge),
    Inspect(inspect::Inspect),
    Codes(codes::Codes),
    Rules(rules::Rules),
    Check(check::Check),
    Diff(diff::Diff),
    Report(report::Report),
    Panel(panel::WidePanel),
    Coverage(coverage::Coverages),
    /// Print the JSON Schema (2020-12) of the documents that `convert` writes
    #[command(after_help = "\
Examples:
  yusuan schema > document.schema.json
  check-jsonschema --schemafile document.schema.json data/documents/*.json")]
    Schema,
    Completions(completions::Completions),
    Man(man::Man),
    /// Convert what this process is asked for by another one
    #[command(hide = true)]
    Worker,
}

fn langs() -> impl TypedValueParser<Value = Lang> {
    let find = |name: String| {
        Lang::ALL.into_iter().find(|lang| lang.as_str() == name).ok_or("no such language")
    };
    PossibleValuesParser::new(Lang::ALL.map(Lang::as_str)).try_map(find)
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command line `args`, the program's name first. Wrong usage and `--help` end the process.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let raw: Vec<OsString> = args.into_iter().collect();
    let args = Args::parse_from(&raw);
    VOICE.store(if args.quiet { 0 } else { 1 + u8::from(args.verbose) }, Ordering::Relaxed);
    let lang = args.lang;
    if !matches!(args.command, Command::Worker) {
        signals::watch();
    }
    let result = match args.command {
        Command::Convert(args) => convert::run(args, lang),
        Command::Merge(args) => merge::run(args, lang),
        Command::Inspect(args) => inspect::run(args, &raw, lang),
        Command::Codes(args) => codes::run(args, lang),
        Command::Rules(args) => rules::run(args, lang),
        Command::Completions(args) => completions::run(args, Args::command()),
        Command::Man(args) => man::run(args, Args::command()),
        Command::Check(args) => check::run(args, lang),
        Command::Diff(args) => diff::run(args, lang),
        Command::Report(args) => report::run(args, lang),
        Command::Panel(args) => panel::run(args, lang),
        Command::Coverage(args) => coverage::run(args, lang),
        Command::Worker => batch::serve().map(|()| ExitCode::SUCCESS),
        Command::Schema => {
            io::stdout().write_all(emit::schema().as_bytes()).map(|()| ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => ExitCode::SUCCESS, // the reader of our output has seen enough
        io::ErrorKind::Interrupted => ExitCode::from(130),
        _ => {
            let line = one_line(&lang.say(&error.to_string()));
            let _ = writeln!(io::stderr(), "yusuan: {line}");
            ExitCode::from(2)
        }
    })
}

/// Says what is wrong with the arguments, and ends the process with code 2.
fn wrong_usage(kind: ErrorKind, message: String) -> ! {
    Args::command().error(kind, message).exit()
}

/// 0 quiet, 1 as usual, 2 verbose.
static VOICE: AtomicU8 = AtomicU8::new(1);

/// A line on standard error, unless quiet; where nobody listens, the work goes on.
fn say(line: &str) {
    if VOICE.load(Ordering::Relaxed) > 0 {
        let _ = writeln!(io::stderr(), "{}", one_line(line));
    }
}

fn is_verbose() -> bool {
    VOICE.load(Ordering::Relaxed) > 1
}

/// A line on standard error if verbose.
fn detail(line: impl FnOnce() -> String) {
    if is_verbose() {
        say(&line());
    }
}
