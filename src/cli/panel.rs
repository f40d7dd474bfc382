//! `yusuan panel`.

use super::say;
use super::written::Written;
use crate::batch;
use crate::emit::{self, Panel};
use crate::render::Lang;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make one wide table of an output folder: a row for each body, year, kind and scope, a column for each figure
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --out data; yusuan panel data       data/panel.csv
  yusuan panel data --out panel --format csv,parquet,xlsx

The columns are the figures of figures.csv, in yuan, empty where no document of the row has them.

Exit code: 0 the table is written; 2 DIR is no finished output folder, something in it is damaged, or the table could not
be written.")]
pub struct WidePanel {
    /// Folder that `convert --out` or `merge` wrote
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    written: Written,
}

/// Runs the command.
pub fn run(args: WidePanel, lang: Lang) -> io::Result<ExitCode> {
    fs::metadata(&args.dir).map_err(|e| emit::about(&args.dir, e))?;
    let mut panel = Panel::default();
    batch::read(&args.dir, |document, _| {
        panel.add(&document);
        Ok(())
    })?;
    let out = args.written.folder(&args.dir);
    let written = panel.write(out, &args.written.forms())?;
    let rows = panel.rows();
    for (name, _) in written {
        let place = args.written.told(&args.dir, &name);
        say(&format!("{}: {}", place, lang.say(&format!("{rows} rows of bodies and years"))));
    }
    Ok(ExitCode::SUCCESS)
}
