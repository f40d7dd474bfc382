//! `yusuan codes`.

use crate::catalog::{subjects::Subjects, vocabulary};
use crate::model::{Classification, squeeze};
use clap::builder::PossibleValuesParser;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

const CLASSIFICATIONS: [Classification; 3] =
    [Classification::Function, Classification::Economic, Classification::GovernmentEconomic];

/// List the subject codes (科目) and the words of the output that the program knows
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan codes 208                      codes that begin with 208
  yusuan codes 养老                     codes whose names, or former names, hold 养老
  yusuan codes --list economic          all of one classification
  yusuan codes --list table             ids of tables, with title and meaning

Codes are printed as classification, code, name, years seen, former names; words as list, word, as printed, meaning;
separated by tabs.")]
pub struct Codes {
    /// Beginning of a code or word, or part of a name; all if none is given
    find: Vec<String>,
    /// Only this list; without it, the subject codes
    #[arg(long, short, value_parser = PossibleValuesParser::new(lists()))]
    list: Option<String>,
}

fn lists() -> Vec<&'static str> {
    let classifications = CLASSIFICATIONS.into_iter().map(Classification::as_str);
    classifications.chain(vocabulary::OPEN).chain(vocabulary::CLOSED).collect()
}

/// Runs the command: exit code 1 if nothing was found.
pub fn run(args: Codes) -> io::Result<ExitCode> {
    let wanted: Vec<_> = args.find.iter().map(|word| squeeze(word)).collect();
    let has = |code: &str, names: &[&str]| {
        let fits = |w: &String| {
            code.starts_with(w.as_str())
                || names.iter().any(|name| squeeze(name).contains(w.as_str()))
        };
        wanted.is_empty() || wanted.iter().any(fits)
    };
    let list = args.list.as_deref();
    let mut lines = vec![];
    for classification in
        CLASSIFICATIONS.into_iter().filter(|c| list.is_none_or(|list| list == c.as_str()))
    {
        for (code, subject) in Subjects::embedded().list(classification) {
            let former: Vec<_> = subject.former.iter().map(|former| former.name).collect();
            let names = [&[subject.name], &former[..]].concat();
            if has(code, &names) {
                let years = subject
                    .years
                    .map(|(first, last)| format!("{first}-{last}"))
                    .unwrap_or_default();
                lines.push(
                    [classification.as_str(), code, subject.name, &years, &former.join("|")]
                        .join("\t"),
                );
            }
        }
    }
    for word in list.into_iter().flat_map(vocabulary::list).filter(|w| has(w.word, &[w.printed])) {
        lines.push([word.list, word.word, word.printed, word.meaning].join("\t"));
    }
    let mut to = BufWriter::new(io::stdout().lock());
    lines.iter().try_for_each(|line| writeln!(to, "{line}"))?;
    to.flush()?;
    Ok(ExitCode::from(if lines.is_empty() { 1 } else { 0 }))
}
