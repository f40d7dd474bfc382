//! `yusuan serve`.

use super::limits::{Limits, jobs};
use super::reading::Reading;
use super::signals;
use crate::render::Lang;
use crate::serve::{Opening, serve};
use clap::builder::RangedU64ValueParser;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Look at disclosures in the browser before they are published: a page on this machine alone, without network or account
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan serve                            opens the page; what is given to it is kept in yusuan-window/
  yusuan serve 2026 --lang zh             keeps it in 2026/ and goes on with what is there
  yusuan serve --no-open --port 8000      only prints the address

The page is answered to this machine alone, under an address that nobody can guess. Everything stays in FOLDER: inputs/ the
files as they came, documents/ their data, window.jsonl what was marked. Ctrl-C ends it; the next time it goes on where it
was.

Exit code: 130 ended (Ctrl-C, SIGTERM); 2 wrong usage, or FOLDER or the port cannot be had.")]
pub struct Serve {
    /// Folder that keeps everything
    #[arg(default_value = "yusuan-window", value_name = "FOLDER")]
    folder: PathBuf,
    /// Port to listen on; 0 is a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    port: u16,
    /// Do not open the page in the browser
    #[arg(long)]
    no_open: bool,
    /// Files converted at once, each in a process of its own; 0 is one for each core
    #[arg(long, short, default_value_t = 0, value_parser = jobs(), allow_negative_numbers = true)]
    jobs: usize,
    /// Documents that the folder may hold
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    max_files: usize,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    limits: Limits,
}

/// Runs the command until it is asked to stop.
pub fn run(args: Serve, lang: Lang) -> io::Result<ExitCode> {
    let settings = args.limits.settings(&args.reading);
    let wall = args.reading.wall(&settings, false)?;
    let key = settings.key(&args.reading.fingerprint()?);
    let Serve { folder, port, no_open, jobs, max_files, .. } = args;
    let opening = Opening { folder, port, jobs, max_files, settings, key, lang };
    serve(opening, wall, signals::heed(), |address| {
        let mut to = io::stdout();
        writeln!(to, "{address}").and_then(|()| to.flush())?;
        if !no_open {
            let page = format!("{address}?lang={}", lang.as_str());
            let _ = open::that_detached(page); // the address is printed: it can be opened by hand
        }
        Ok(())
    })?;
    signals::leave()
}
