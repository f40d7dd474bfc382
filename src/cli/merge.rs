//! `yusuan merge`.

use super::convert::{formats, units};
use super::given::forms;
use super::{is_verbose, say, templates, wrong_usage};
use crate::batch::Collect;
use crate::emit::{self, Format, Packed};
use crate::render::{Brief, Lang};
use crate::{batch, pipeline};
use clap::error::ErrorKind;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put the parts of a run that was shared out (`convert --shard`) together, as one run would have written them
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan convert 2026/ --shard 1/2 --out part-1    on one machine
  yusuan convert 2026/ --shard 2/2 --out part-2    on another
  yusuan merge part-1 part-2 --out data

Exit code: that of `convert`.")]
pub struct Merge {
    /// The parts' folders, in any order
    #[arg(required = true)]
    part: Vec<PathBuf>,
    /// Folder to write to; a new one
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Form of the tables, several separated by commas
    #[arg(long, default_value = "csv", value_delimiter = ',', value_parser = formats())]
    format: Vec<Format>,
    /// CSV for Excel: a byte-order mark, and an apostrophe before texts that it would take for formulas
    #[arg(long)]
    bom: bool,
    /// CSV of what documents do not print of public bodies, as for `convert`
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// Folder of templates that the parts were converted with
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Merge, lang: Lang) -> io::Result<ExitCode> {
    if emit::is_standard(&args.out) {
        let message = "the parts are put together in a folder: name one, not standard output";
        wrong_usage(ErrorKind::InvalidValue, message.into());
    }
    let forms = forms(&args.format, args.bom);
    let catalog = templates::catalog(args.templates.as_deref())?;
    let list = units(args.units.as_deref(), lang)?;
    let mut collect = None;
    let folder = batch::merge(
        &args.part,
        &args.out,
        &templates::fingerprint(args.templates.as_deref())?,
        |document, stem, json| {
            if collect.is_none() {
                collect = Some(Collect::create(&args.out, &forms, list.clone())?);
            }
            collect.iter_mut().try_for_each(|collect| {
                let summary = pipeline::summary(&document, &catalog);
                let (brief, rows) = (Brief::of(&document), Packed::of(&document));
                if is_verbose() {
                    say(&brief.outcome(lang));
                }
                collect.add(&brief, &rows, stem, json, &summary)
            })
        },
    )?;
    let collect = match collect {
        Some(collect) => collect,
        None => Collect::create(&args.out, &forms, list)?,
    };
    let summary = collect.finish()?;
    folder.finish()?;
    say(&summary.line(lang));
    Ok(ExitCode::from(if summary.is_clean() { 0 } else { 1 }))
}
