//! `yusuan codes`.

use super::say;
use crate::catalog::subjects::{Subject, Subjects};
use crate::catalog::{cofog, vocabulary};
use crate::model::{Classification, squeeze};
use crate::render::Lang;
use clap::builder::PossibleValuesParser;
use clap::{ValueEnum, value_parser};
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// List the subject codes (科目) and the words of the output that the program knows
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan codes 208                      codes that begin with 208
  yusuan codes 养老                     codes whose names, or former names, hold 养老
  yusuan codes --year 2024 2013804      the name that a code had in that fiscal year
  yusuan codes 2013804 20138 --format json
  yusuan codes --list economic          all of one classification
  yusuan codes --list table             ids of tables, with title and meaning
  yusuan codes --list cofog             each 款 with its division of COFOG (unofficial)

Codes are printed as classification, code, name, years seen, other names with their years, level, code and name above;
with a year as well how that year is known; words as list, word, as printed, meaning; 款 of `cofog` as list, code, name,
division, its name, note; separated by tabs.")]
pub struct Codes {
    /// Beginning of a code or word, or part of a name; all if none is given
    find: Vec<String>,
    /// Only this list; without it, the subject codes
    #[arg(long, short, value_parser = PossibleValuesParser::new(lists()))]
    list: Option<String>,
    /// Names as they were in this fiscal year
    #[arg(long, short, value_parser = value_parser!(u16).range(1990..2100))]
    year: Option<u16>,
    /// Form of the answer
    #[arg(long, alias = "output-format", value_enum, default_value_t, value_name = "FORM")]
    format: Form,
}

/// A form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// A line for each code or word
    #[default]
    Text,
    /// One JSON array
    Json,
}

fn lists() -> Vec<&'static str> {
    Subjects::words().chain([COFOG]).chain(vocabulary::OPEN).chain(vocabulary::CLOSED).collect()
}

/// The list of functions of government, which nothing is joined to unless it is asked for.
const COFOG: &str = "cofog";

/// A code or word that was found.
#[derive(Serialize)]
#[serde(untagged)]
enum Found {
    Code(Code),
    Word { list: &'static str, word: &'static str, printed: &'static str, meaning: &'static str },
    Function(Function),
}

/// A 款 and its division of COFOG.
#[derive(Serialize)]
struct Function {
    list: &'static str,
    code: &'static str,
    name: &'static str,
    division: Option<&'static str>,
    division_name: Option<&'static str>,
    note: &'static str,
}

#[derive(Serialize)]
struct Code {
    list: &'static str,
    code: &'static str,
    /// In the year that was asked for, else now.
    name: &'static str,
    level: usize,
    parent: Option<Parent>,
    /// First and last year of each run of years in which the code was seen.
    years: Vec<(u16, u16)>,
    /// Its other names.
    renames: Vec<Rename>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    /// What is known of that year.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Known>,
}

#[derive(Serialize)]
struct Parent {
    code: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Rename {
    name: &'static str,
    /// Runs of years; one that begins with 0 is known until its end.
    years: Vec<(u16, u16)>,
}

/// How the list knows a code's name in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Known {
    Seen,
    Classification,
    Between,
    NotSeen,
}

impl Known {
    fn of(subject: &Subject, year: u16) -> Known {
        let years = subject.years();
        let within = years.first().is_some_and(|run| run.0 < year)
            && years.last().is_some_and(|run| run.1 > year);
        match () {
            () if years.iter().any(|run| (run.0..=run.1).contains(&year)) => Known::Seen,
            () if subject.names.iter().any(|name| name.covers(year)) => Known::Classification,
            () if within => Known::Between,
            () => Known::NotSeen,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Known::Seen => "seen in that year",
            Known::Classification => "known from the classification",
            Known::Between => "seen before and after that year",
            Known::NotSeen => "not seen in that year",
        }
    }
}

/// Runs the command: exit code 1 if nothing was found.
pub fn run(args: Codes, lang: Lang) -> io::Result<ExitCode> {
    let wanted: Vec<String> = args.find.iter().map(|word| squeeze(word)).collect();
    let mut hits = vec![false; wanted.len()];
    let mut has = |code: &str, names: &[&str]| {
        let mut any = wanted.is_empty();
        for (word, hit) in wanted.iter().zip(&mut hits) {
            let fits = code.starts_with(word.as_str())
                || names.iter().any(|name| squeeze(name).contains(word.as_str()));
            *hit |= fits;
            any |= fits;
        }
        any
    };
    let list = args.list.as_deref();
    let mut found = Vec::new();
    for word in Subjects::words().filter(|word| list.is_none_or(|list| list == *word)) {
        for (code, subject) in Subjects::embedded().list(word) {
            let known = args.year.map(|year| Known::of(subject, year));
            // A year's list is what is known of it; a code that is asked for is told in any case.
            if known == Some(Known::NotSeen) && !wanted.iter().any(|word| word == code) {
                continue;
            }
            let names: Vec<&str> = subject.names.iter().map(|name| name.name).collect();
            if has(code, &names) {
                found.push(Found::Code(in_year(word, code, subject, args.year, known)));
            }
        }
    }
    for place in list.filter(|list| *list == COFOG).into_iter().flat_map(|_| cofog::places()) {
        let subject = Subjects::embedded().find(Classification::Function.as_str(), place.code);
        let name = subject.map_or("", |subject| subject.present().name);
        let stated = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        if has(place.code, &[name]) {
            found.push(Found::Function(Function {
                list: COFOG,
                code: place.code,
                name,
                division: stated(place.division),
                division_name: stated(place.name),
                note: place.note,
            }));
        }
    }
    for word in list.into_iter().flat_map(vocabulary::list).filter(|w| has(w.word, &[w.printed])) {
        let (list, printed, meaning) = (word.list, word.printed, word.meaning);
        found.push(Found::Word { list, word: word.word, printed, meaning });
    }
    let missing = args.find.iter().zip(&hits).filter(|(_, hit)| !**hit && !found.is_empty());
    for (word, _) in missing {
        say(&format!("yusuan: {}", lang.say(&format!("no code or name has `{word}`"))));
    }
    write(&found, args.format, lang)?;
    Ok(ExitCode::from(if found.is_empty() { 1 } else { 0 }))
}

/// The code under its name of that year, or its present one.
fn in_year(
    list: &'static str,
    code: &'static str,
    subject: &Subject,
    year: Option<u16>,
    known: Option<Known>,
) -> Code {
    let name = |subject: &Subject| {
        let then = year.and_then(|year| subject.in_force(year));
        then.unwrap_or_else(|| subject.present()).name
    };
    let own = name(subject);
    let above = code.get(..code.len() - 2).filter(|above| above.len() > 1);
    let parent = above.and_then(|above| {
        let parent = Subjects::embedded().find(list, above)?;
        Some(Parent { code: above, name: name(parent) })
    });
    let others = subject.names.iter().filter(|other| other.name != own);
    let renames = others.map(|other| Rename { name: other.name, years: other.years.clone() });
    Code {
        list,
        code,
        name: own,
        level: (code.len() - 1) / 2,
        parent,
        years: subject.years(),
        renames: renames.collect(),
        year,
        known,
    }
}

fn write(found: &[Found], form: Form, lang: Lang) -> io::Result<()> {
    let mut to = BufWriter::new(io::stdout().lock());
    match form {
        Form::Text => {
            for one in found {
                writeln!(to, "{}", line(one, lang))?;
            }
        }
        Form::Json => {
            serde_json::to_writer_pretty(&mut to, found)?;
            writeln!(to)?;
        }
    }
    to.flush()
}

/// The fields of a line, separated by tabs.
fn line(found: &Found, lang: Lang) -> String {
    match found {
        Found::Word { list, word, printed, meaning } => {
            [*list, *word, *printed, *meaning].join("\t")
        }
        Found::Function(Function { list, code, name, division, division_name, note }) => {
            let [division, division_name] = [division, division_name].map(|d| d.unwrap_or(""));
            [list, code, name, division, division_name, note].join("\t")
        }
        Found::Code(code) => {
            let renames: Vec<String> = code
                .renames
                .iter()
                .map(|other| format!("{} {}", other.name, runs(&other.years)).trim_end().to_owned())
                .collect();
            let parent = code.parent.as_ref().map(|above| format!("{} {}", above.code, above.name));
            let (years, level) = (runs(&code.years), code.level.to_string());
            let mut fields = vec![code.list, code.code, code.name, &years];
            let (renames, parent) = (renames.join("|"), parent.unwrap_or_default());
            fields.extend([renames.as_str(), &level, &parent]);
            let known = code.known.map(|known| lang.say(known.as_str()));
            fields.extend(known.as_deref());
            fields.join("\t")
        }
    }
}

/// 2019-2022,2024
fn runs(years: &[(u16, u16)]) -> String {
    let run = |&(first, last): &(u16, u16)| match first {
        0 => format!("-{last}"),
        _ if first == last => first.to_string(),
        _ => format!("{first}-{last}"),
    };
    years.iter().map(run).collect::<Vec<_>>().join(",")
}
