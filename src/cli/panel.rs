//! `yusuan panel`.

use super::convert::{formats, forms};
use super::say;
use crate::batch;
use crate::emit::{self, Format, Panel};
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
    /// Folder to write to; DIR if not given
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Form of the table, several separated by commas
    #[arg(long, default_value = "csv", value_delimiter = ',', value_parser = formats())]
    format: Vec<Format>,
    /// CSV for Excel: a byte-order mark, and an apostrophe before texts that it would take for formulas
    #[arg(long)]
    bom: bool,
}

/// Runs the command.
pub fn run(args: WidePanel, lang: Lang) -> io::Result<ExitCode> {
    fs::metadata(&args.dir).map_err(|e| emit::about(&args.dir, e))?;
    let mut panel = Panel::default();
    batch::read(&args.dir, |document, _| {
        panel.add(&document);
        Ok(())
    })?;
    let out = args.out.unwrap_or(args.dir);
    let written = panel.write(&out, &forms(&args.format, args.bom))?;
    let rows = panel.rows();
    for (name, _) in written {
        let place = out.join(name);
        say(&format!(
            "{}: {}",
            place.display(),
            lang.say(&format!("{rows} rows of bodies and years"))
        ));
    }
    Ok(ExitCode::SUCCESS)
}
