//! `yusuan coverage`.

use super::convert::units;
use super::say;
use super::written::Written;
use crate::batch;
use crate::emit::{self, Coverage};
use crate::render::Lang;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Tell which bodies, years and kinds an output folder has, and which are missing
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --out data; yusuan coverage data       data/coverage.csv
  yusuan coverage data --units units.csv                      also bodies that have not published anything

A row is a body in a year and a kind that any document has.

Exit code: 0 nothing is missing; 1 something is; 2 DIR is no finished output folder, something in it is damaged, or the
table could not be written.")]
pub struct Coverages {
    /// Folder that `convert --out` or `merge` wrote
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// CSV of public bodies, as for `convert`: each is expected
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    #[command(flatten)]
    written: Written,
}

/// Runs the command.
pub fn run(args: Coverages, lang: Lang) -> io::Result<ExitCode> {
    fs::metadata(&args.dir).map_err(|e| emit::about(&args.dir, e))?;
    let mut coverage = Coverage::default();
    coverage.add_list(&units(args.units.as_deref(), lang)?);
    batch::read(&args.dir, |document, _| {
        coverage.add(&document);
        Ok(())
    })?;
    let out = args.written.folder(&args.dir);
    let [found, missing] = coverage.counts();
    for name in coverage.write(out, &args.written.forms())? {
        let place = args.written.told(&args.dir, &name);
        let line = format!("of bodies, years and kinds {found} are found and {missing} missing");
        say(&format!("{}: {}", place, lang.say(&line)));
    }
    Ok(ExitCode::from(u8::from(missing > 0)))
}
