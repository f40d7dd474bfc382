//! `yusuan inspect`.

use super::limits::Cost;
use super::reading::Reading;
use super::{say, wrong_usage};
use crate::catalog::Catalog;
use crate::pipeline::{self, Settings, Stages};
use crate::render::Lang;
use crate::view::{self, Stage};
use crate::{batch, deadline, emit, read};
use clap::ArgGroup;
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::{self, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use std::{env, fs};

/// Look at what each stage made of a file, as text, or at a page: as the tool saw it, as SVG, or as it is, as PNG
#[derive(clap::Args)]
#[group(skip)]
#[command(group = ArgGroup::new("drawn").args(["svg", "png"]))]
#[command(after_help = "\
Examples:
  yusuan inspect 部门预算.pdf                        rows and figures, one line each
  yusuan inspect 部门预算.pdf --page 12 --stage tables   titles and cells of page 12
  yusuan inspect 部门预算.pdf --page 12 --svg > 12.svg   characters, rulings, cells, figures coloured by verdict
  yusuan inspect 部门预算.pdf --svg --out pages          every page: pages/1.svg, pages/2.svg …
  yusuan inspect 部门预算.pdf --page 12 --png > 12.png   the page as the PDF draws it

Exit code: 0 the file was read; 1 it holds no text to read; 2 it was not read, or there is no such page.")]
pub struct Inspect {
    /// A PDF file
    file: PathBuf,
    /// Only this page, counted from 1
    #[arg(long, short, value_name = "N")]
    page: Option<u32>,
    /// Stage to look at
    #[arg(long, short, default_value = "rows", value_parser = stages(), conflicts_with = "svg")]
    stage: Stage,
    /// The page as the tool saw it: green figures are exact, yellow rounded, red contradicted, orange not checked
    #[arg(long)]
    svg: bool,
    /// The page as the PDF draws it
    #[arg(long, conflicts_with_all = ["svg", "stage"])]
    png: bool,
    /// Pixels that the picture is wide
    #[arg(long, value_name = "N", default_value_t = 1200, requires = "png", value_parser = width())]
    width: u32,
    /// Folder to write a file for each page to; - is standard output, for one page
    #[arg(long, short, value_name = "DIR", requires = "drawn")]
    out: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    cost: Cost,
}

fn width() -> impl TypedValueParser<Value = u32> {
    RangedU64ValueParser::new().range(1..=u64::from(view::WIDEST))
}

fn stages() -> impl TypedValueParser<Value = Stage> {
    let find =
        |name: String| Stage::ALL.into_iter().find(|s| s.as_str() == name).ok_or("no such stage");
    PossibleValuesParser::new(Stage::ALL.map(Stage::as_str)).try_map(find)
}

/// Set in the process that does the work.
const INSIDE: &str = "YUSUAN_INSPECTS";

/// Runs the command in a process of its own, whose memory is bounded: `raw` is the command line.
pub fn run(args: Inspect, raw: &[OsString], lang: Lang) -> io::Result<ExitCode> {
    if args.png {
        return pictures(&args, lang);
    }
    if env::var_os(INSIDE).is_some() {
        batch::limit(args.cost.settings(&args.reading).max_memory_bytes);
        // when the other process ends, however it does, so does this one
        thread::spawn(|| {
            let _ = io::copy(&mut io::stdin(), &mut io::sink());
            process::exit(130)
        });
        return inspect(args, lang);
    }
    let mut command = batch::this_program();
    command.args(raw.iter().skip(1)).env(INSIDE, "1").env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    let held = child.stdin.take();
    let status = child.wait()?;
    drop(held);
    match status.code() {
        Some(code) => Ok(ExitCode::from(u8::try_from(code).unwrap_or(2))),
        None => Err(io::Error::other(format!(
            "{}: the process that looks at it ends ({}): allow more with --max-memory-mb, or report it with the file",
            args.file.display(),
            batch::how(status)
        ))),
    }
}

/// Draws pages, each in a process like those that convert.
fn pictures(args: &Inspect, lang: Lang) -> io::Result<ExitCode> {
    let folder = args.out.as_deref().filter(|out| !emit::is_standard(out));
    let to_terminal = folder.is_none() && io::stdout().is_terminal();
    if to_terminal || folder.is_none() && args.page.is_none() {
        wrong_usage(
            ErrorKind::MissingRequiredArgument,
            "--png needs --page N and a file to write to (--page 1 --png > 1.png), or --out DIR for all pages".into(),
        );
    }
    let about = |error: String| io::Error::other(format!("{}: {error}", args.file.display()));
    let settings = args.cost.settings(&args.reading);
    let bytes = batch::read_file(&args.file, settings.read.max_file_bytes).map_err(about)?;
    let wall = args.reading.wall(&settings, false)?;
    folder.iter().try_for_each(fs::create_dir_all)?;
    for page in args.page.unwrap_or(1).. {
        let picture = wall.picture(&bytes, page, args.width)?.map_err(about)?;
        for lack in &picture.lacks {
            say(&format!("{}: {}", lang.say(&format!("page {page}")), lang.say(lack)));
        }
        match folder {
            Some(out) => fs::write(out.join(format!("{page}.png")), &picture.png)?,
            None => io::stdout().write_all(&picture.png)?,
        }
        if args.page.is_some() || page >= picture.pages {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn inspect(args: Inspect, lang: Lang) -> io::Result<ExitCode> {
    if args.svg && args.page.is_none() && args.out.as_deref().is_none_or(emit::is_standard) {
        wrong_usage(
            ErrorKind::MissingRequiredArgument,
            "--svg needs --page N, or --out DIR for all pages".into(),
        );
    }
    let folder = args.out.as_deref().filter(|out| !emit::is_standard(out));
    let about = |error: String| io::Error::other(format!("{}: {error}", args.file.display()));
    let settings = args.cost.settings(&args.reading);
    let bytes = batch::read_file(&args.file, settings.read.max_file_bytes).map_err(about)?;
    let catalog = args.reading.catalog()?;
    let clock = ended_after(&args, settings.max_time, lang);
    let stages = stages_of(&bytes, &settings, &catalog).map_err(about)?;
    let pages = stages.paper.pages.len();
    if let Some(page) = args.page.filter(|page| !(1..=pages).contains(&(*page as usize))) {
        return Err(io::Error::other(format!("no page {page}: the file has {pages}")));
    }
    let mut to = BufWriter::new(io::stdout().lock());
    match (folder, args.svg) {
        // who reads it page by page has all the time
        (_, false) => {
            drop(clock);
            view::text(&stages, args.stage, args.page, |text| lang.say(text), &mut to)?;
        }
        (None, true) => {
            let text = args.page.and_then(|page| view::svg(&stages, page)).unwrap_or_default();
            drop(clock);
            to.write_all(text.as_bytes())?;
        }
        (Some(out), true) => {
            fs::create_dir_all(out).map_err(|e| emit::about(out, e))?;
            for page in stages
                .paper
                .pages
                .iter()
                .map(|p| p.number)
                .filter(|number| args.page.is_none_or(|page| page == *number))
            {
                let place = out.join(format!("{page}.svg"));
                let text = view::svg(&stages, page).unwrap_or_default();
                fs::write(&place, text).map_err(|e| emit::about(&place, e))?;
            }
        }
    }
    to.flush()?;
    Ok(match pipeline::without_text(&stages.paper.pages) {
        None => ExitCode::SUCCESS,
        Some(why) => {
            say(&format!("{}: {}: {}", lang.say("failed"), args.file.display(), lang.say(&why)));
            ExitCode::from(1)
        }
    })
}

/// What gets the file's time beyond it, before the process ends: as the wall grants.
const GRACE: Duration = Duration::from_millis(500);

/// Ends the process when the file's time is over, unless what is given back is dropped before: a loop that does not look at
/// the clock is ended with it.
fn ended_after(args: &Inspect, limit: Duration, lang: Lang) -> mpsc::Sender<()> {
    let (done, is_done) = mpsc::channel::<()>();
    let late = format!("{}: {}", args.file.display(), lang.say(&pipeline::overtime(limit)));
    thread::spawn(move || {
        if is_done.recv_timeout(limit.saturating_add(GRACE)) == Err(RecvTimeoutError::Timeout) {
            say(&late);
            process::exit(2)
        }
    });
    done
}

/// What the stages make of the file within its time, or why nothing.
fn stages_of(bytes: &[u8], settings: &Settings, catalog: &Catalog) -> Result<Stages, String> {
    let made = deadline::within(settings.max_time, || {
        let paper = read::read(bytes, &settings.read)?;
        Ok(pipeline::stages(paper, catalog))
    });
    match made {
        Ok(stages) => stages.map_err(|e: read::ReadError| e.to_string()),
        Err(deadline::Overtime) => Err(pipeline::overtime(settings.max_time)),
    }
}
