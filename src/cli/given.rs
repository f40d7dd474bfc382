//! What several commands are given alike: inputs, forms of tables, the language, colours. Language and colours are wanted before the
//! arguments are understood, since it may be that they are not.

use super::wrong_usage;
use crate::batch::{self, Input};
use crate::emit::{self, Format};
use crate::render::Lang;
use clap::ValueEnum;
use clap::error::ErrorKind;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The files that a command reads.
#[derive(clap::Args)]
pub struct Inputs {
    /// PDF files, directories (their .pdf files, also those in .zip files), .zip files, patterns (`2026/**/*.pdf`); - is a PDF on standard input
    input: Vec<PathBuf>,
    /// File that lists inputs, one on each line or separated by NUL; - is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The list is separated by NUL, even if it holds none
    #[arg(long, short = '0', requires = "files_from")]
    null: bool,
}

impl Inputs {
    /// The first argument with that ending.
    pub fn ending(&self, ending: &str) -> Option<&Path> {
        let has =
            |path: &&PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        self.input.iter().find(has).map(PathBuf::as_path)
    }

    /// The inputs, those of the list last.
    pub fn found(&self) -> io::Result<Vec<Input>> {
        if self.input.is_empty() && self.files_from.is_none() {
            let message = "no inputs: name PDF files, folders or .zip files, or give --files-from";
            wrong_usage(ErrorKind::MissingRequiredArgument, message.into());
        }
        let standard = self.input.iter().chain(&self.files_from).filter(|p| emit::is_standard(p));
        if standard.count() > 1 {
            let message = "standard input can be read once: - stands for one file or one list";
            wrong_usage(ErrorKind::ArgumentConflict, message.into());
        }
        let mut paths = self.input.clone();
        if let Some(list) = &self.files_from {
            paths.extend(batch::listed(&read_list(list)?, self.null));
        }
        let inputs = batch::expand(&paths);
        if inputs.is_empty() {
            wrong_usage(ErrorKind::TooFewValues, "the list of inputs is empty".into());
        }
        Ok(inputs)
    }
}

/// No list is longer: millions of paths.
const LONGEST_LIST: u64 = 256 << 20;

fn read_list(list: &Path) -> io::Result<Vec<u8>> {
    let about = |e| emit::about(list, e);
    let from: Box<dyn Read> = match emit::is_standard(list) {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(list).map_err(about)?),
    };
    let mut bytes = vec![];
    from.take(LONGEST_LIST + 1).read_to_end(&mut bytes).map_err(about)?;
    match bytes.len() as u64 <= LONGEST_LIST {
        true => Ok(bytes),
        false => Err(about(io::Error::other("too long for a list of inputs: check what it is"))),
    }
}

/// The forms asked for, each once: CSV where none is.
pub fn forms(asked: &[Format], bom: bool) -> Vec<Format> {
    let mut forms = vec![];
    let asked = if asked.is_empty() { &[Format::Csv] } else { asked };
    if bom && !asked.contains(&Format::Csv) {
        let message =
            "--bom is for CSV, and no CSV is asked for: leave it out, or add csv to --format";
        wrong_usage(ErrorKind::ArgumentConflict, message.into());
    }
    for &form in asked {
        let form = if bom && form == Format::Csv { Format::CsvWithMark } else { form };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colour {
    /// Where a terminal shows them and NO_COLOR is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// From here on, for all that is written to terminals.
    pub fn apply(self) {
        let choice = match self {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// What follows `--name` or `--name=` among the arguments, before `--`.
fn value<'a>(raw: &'a [OsString], name: &str) -> Option<&'a str> {
    let mut args = raw.iter().skip(1).take_while(|arg| *arg != "--").filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        match arg.strip_prefix(name) {
            Some("") => return args.next(),
            Some(rest) if rest.starts_with('=') => return Some(&rest[1..]),
            _ => {}
        }
    }
    None
}

/// The colours that the arguments ask for.
pub fn colour(raw: &[OsString]) -> Colour {
    let asked = value(raw, "--color");
    asked.and_then(|word| Colour::from_str(word, false).ok()).unwrap_or_default()
}

/// The arguments without `--lang` where they begin with `help`, which takes nothing but the names of commands.
pub fn without_lang(mut raw: Vec<OsString>) -> Vec<OsString> {
    if raw.get(1).is_some_and(|word| word == "help")
        && let Some(at) = raw
            .iter()
            .position(|arg| arg == "--lang" || arg.to_string_lossy().starts_with("--lang="))
    {
        let own = if raw[at] == "--lang" { 2 } else { 1 };
        raw.drain(at..raw.len().min(at + own));
    }
    raw
}

/// The language that the arguments ask for, else `YUSUAN_LANG`, else the system's.
pub fn lang(raw: &[OsString]) -> Lang {
    lang_of(value(raw, "--lang"), |name| env::var_os(name))
}

fn lang_of(asked: Option<&str>, set: impl Fn(&str) -> Option<OsString>) -> Lang {
    let named = |name: &str| Lang::ALL.into_iter().find(|lang| lang.as_str() == name);
    let is_chinese = |locale: &OsStr| locale.to_string_lossy().to_lowercase().starts_with("zh");
    let of_system = || {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(&set);
        locale.filter(|locale| !locale.is_empty()).map(|locale| is_chinese(&locale)).next()
    };
    let chosen = || set("YUSUAN_LANG").and_then(|word| named(&word.to_string_lossy()));
    match asked.and_then(named).or_else(chosen) {
        Some(lang) => lang,
        None if of_system() == Some(true) => Lang::Zh,
        None => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn language_and_colours_are_found_before_the_arguments_are_understood() {
        assert_eq!(value(&raw("yusuan check --lang zh a.pdf"), "--lang"), Some("zh"));
        assert_eq!(value(&raw("yusuan --lang=zh --nonsense"), "--lang"), Some("zh"));
        assert_eq!(value(&raw("yusuan check -- --lang zh"), "--lang"), None);
        assert_eq!(value(&raw("yusuan check --language zh"), "--lang"), None);
        assert_eq!(colour(&raw("yusuan --color never x")), Colour::Never);
        assert_eq!(colour(&raw("yusuan --color perhaps x")), Colour::Auto);
    }

    #[test]
    fn help_is_asked_for_in_a_language_too() {
        assert_eq!(without_lang(raw("yusuan help check --lang zh")), raw("yusuan help check"));
        assert_eq!(without_lang(raw("yusuan help --lang=zh check")), raw("yusuan help check"));
        assert_eq!(without_lang(raw("yusuan help --lang")), raw("yusuan help"));
        assert_eq!(without_lang(raw("yusuan check --lang zh")), raw("yusuan check --lang zh"));
    }

    #[test]
    fn the_argument_goes_before_the_environment_and_that_before_the_system() {
        let with = |asked, set: &[(&str, &str)]| {
            lang_of(asked, |name| {
                set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
            })
        };
        assert_eq!(with(None, &[]), Lang::En);
        assert_eq!(with(None, &[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(with(None, &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(with(None, &[("LC_ALL", ""), ("LANG", "zh_TW")]), Lang::Zh);
        assert_eq!(with(None, &[("YUSUAN_LANG", "en"), ("LANG", "zh_CN")]), Lang::En);
        assert_eq!(with(Some("zh"), &[("YUSUAN_LANG", "en")]), Lang::Zh);
        assert_eq!(with(Some("fr"), &[("YUSUAN_LANG", "zh")]), Lang::Zh, "a mistake, told in it");
    }
}
