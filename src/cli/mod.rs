//! The command line, a file for each command. Alone knows clap and the terminal.

mod annotate;
mod check;
mod chinese;
mod codes;
mod completions;
mod convert;
mod coverage;
mod diff;
mod given;
mod inspect;
mod limits;
mod man;
mod merge;
mod panel;
mod progress;
mod reading;
pub mod report;
mod rules;
pub mod select;
#[cfg(feature = "serve")]
mod serve;
mod signals;
mod stream;
pub mod templates;
mod written;

use crate::render::text::one_line;
use crate::render::{Brief, Lang};
use crate::{batch, emit};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{
    Command as Usage, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind,
};
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

/// Turns the budget disclosures (预算公开, 决算公开) of Chinese public bodies from PDF into proven, normalized data.
#[derive(Parser)]
#[command(version, long_version = LONG_VERSION, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --out data                     every PDF below 2026/ into data/facts.csv and its like
  yusuan convert a.pdf --out data --format csv,parquet,xlsx
  yusuan inspect a.pdf --page 12 --svg > 12.svg       the page as the tool saw it
  yusuan report data                                  data/report.html: a page to look through it all
  yusuan codes 养老                                   subject codes by name
  yusuan rules W3                                     what an equation checks, and why
  yusuan check a.pdf --lang zh                        what does not add up, in Chinese

Without --lang, YUSUAN_LANG says the language, else that of the system. Colours are left out where the environment sets
NO_COLOR, and where nobody can see them.")]
struct Args {
    /// Say nothing on standard error but why nothing could be done
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say on standard error what became of each file
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Language of texts for people; what programs read is the same in each
    #[arg(long, global = true, value_parser = langs())]
    lang: Option<Lang>,
    /// Colours on a terminal
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: given::Colour,
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
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
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

/// Version, with the commit and its day where the program was built from a repository.
const LONG_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("YUSUAN_COMMIT"));

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command line `args`, the program's name first. Wrong usage and `--help` end the process.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let raw: Vec<OsString> = args.into_iter().collect();
    let lang = given::lang(&raw);
    let raw = given::without_lang(raw);
    given::colour(&raw).apply();
    let args = parse(&raw, lang);
    VOICE.store(if args.quiet { 0 } else { 1 + u8::from(args.verbose) }, Ordering::Relaxed);
    if !matches!(args.command, Command::Worker) {
        signals::watch();
    }
    let result = match args.command {
        Command::Convert(args) => convert::run(args, lang),
        Command::Merge(args) => merge::run(args, lang),
        Command::Inspect(args) => inspect::run(args, &raw, lang),
        Command::Codes(args) => codes::run(args, lang),
        Command::Rules(args) => rules::run(args, lang),
        Command::Completions(args) => completions::run(args, usage(lang)),
        Command::Man(args) => man::run(args, usage(lang)),
        Command::Check(args) => check::run(args, lang),
        Command::Diff(args) => diff::run(args, lang),
        Command::Report(args) => report::run(args, lang),
        Command::Panel(args) => panel::run(args, lang),
        Command::Coverage(args) => coverage::run(args, lang),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, lang),
        Command::Worker => batch::serve().map(|()| ExitCode::SUCCESS),
        Command::Schema => {
            io::stdout().write_all(emit::schema().as_bytes()).map(|()| ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => ExitCode::SUCCESS, // the reader of our output has seen enough
        io::ErrorKind::Interrupted => ExitCode::from(130),
        _ => {
            let line = one_line(&lang.say(&emit::in_words(&error)));
            let _ = writeln!(io::stderr(), "yusuan: {line}");
            ExitCode::from(2)
        }
    })
}

/// The command line's own description in that language.
fn usage(lang: Lang) -> Usage {
    match lang {
        Lang::En => Args::command(),
        Lang::Zh => chinese::translated(Args::command()),
    }
}

/// The command that is run, and the language that it speaks: what [`wrong_usage`] goes by.
static SPOKEN: Mutex<(Lang, Option<String>)> = Mutex::new((Lang::En, None));

fn parse(raw: &[OsString], lang: Lang) -> Args {
    let parsed = usage(lang).try_get_matches_from(raw).and_then(|matches| {
        let command = matches.subcommand_name().map(str::to_owned);
        *SPOKEN.lock().unwrap_or_else(|broken| broken.into_inner()) = (lang, command);
        Args::from_arg_matches(&matches)
    });
    parsed.unwrap_or_else(|error| match chinese::mistake(&error).filter(|_| lang == Lang::Zh) {
        None => error.exit(),
        Some(text) => exit_with(&text),
    })
}

/// Says what is wrong with the arguments of the command that is run, and ends the process with code 2.
fn wrong_usage(kind: ErrorKind, message: String) -> ! {
    let (lang, name) = SPOKEN.lock().unwrap_or_else(|broken| broken.into_inner()).clone();
    let mut all = usage(lang);
    all.build();
    let command = match name.as_deref().and_then(|name| all.find_subcommand_mut(name)) {
        Some(command) => command,
        None => &mut Args::command(),
    };
    match lang {
        Lang::En => command.error(kind, message).exit(),
        Lang::Zh => {
            exit_with(&chinese::mistaken(&lang.say(&message), &command.render_usage().to_string()))
        }
    }
}

fn exit_with(text: &str) -> ! {
    let _ = io::stderr().write_all(text.as_bytes());
    std::process::exit(2)
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

/// The lines about a document: one, where something is wrong, or as many as people who want all of them need.
fn told(document: &Brief, lang: Lang) -> Vec<String> {
    if is_verbose() {
        let mut lines = document.lines(lang);
        lines.push(document.outcome(lang));
        lines
    } else {
        document.line(lang).into_iter().collect()
    }
}
