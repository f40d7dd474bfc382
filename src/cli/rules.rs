//! `yusuan rules`.

use super::wrong_usage;
use crate::reconcile::{self, Rule};
use crate::render::Lang;
use clap::error::ErrorKind;
use std::io::{self, Write};
use std::process::ExitCode;

/// List the equations that are checked, or explain some
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan rules                all, with what must hold
  yusuan rules W3 X1          what these check, why, their source, an example")]
pub struct Rules {
    /// Ids of rules to explain
    id: Vec<String>,
}

/// Runs the command.
pub fn run(args: Rules, lang: Lang) -> io::Result<ExitCode> {
    let find = |id: &String| match reconcile::rules()
        .iter()
        .find(|rule| rule.id.eq_ignore_ascii_case(id))
    {
        Some(rule) => *rule,
        None => {
            wrong_usage(ErrorKind::InvalidValue, format!("no rule {id}: yusuan rules lists them"))
        }
    };
    let asked: Vec<&Rule> = args.id.iter().map(find).collect();
    let mut to = io::stdout().lock();
    if asked.is_empty() {
        reconcile::rules().iter().try_for_each(|rule| {
            writeln!(to, "{}\t{}\t{}", rule.id, lang.say(rule.title), lang.say(rule.what))
        })?;
    }
    for Rule { id, title, what, why, source, example } in asked {
        writeln!(to, "{id} {}", lang.say(title))?;
        for (head, text) in [("What", what), ("Why", why), ("Source", source), ("Example", example)]
        {
            writeln!(to, "  {}: {}", lang.say(head), lang.say(text))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
