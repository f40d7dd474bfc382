//! `yusuan rules`.

use super::{select, wrong_usage};
use crate::render::{Lang, Topic};
use clap::error::ErrorKind;
use std::io::{self, Write};
use std::process::ExitCode;

/// List the equations that are checked and the kinds of findings, or explain some
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan rules                all, with what must hold, or what they mean
  yusuan rules W3 X1          what these check, why, their source, an example
  yusuan rules unread-cell    what this finding means, how bad it is, what to do next")]
pub struct Rules {
    /// Ids of rules, or codes of findings, to explain
    id: Vec<String>,
}

/// Runs the command.
pub fn run(args: Rules, lang: Lang) -> io::Result<ExitCode> {
    let find = |id: &String| {
        let named = Topic::all().find(|topic| topic.id().eq_ignore_ascii_case(id));
        named.unwrap_or_else(|| wrong_usage(ErrorKind::InvalidValue, select::unknown(id, lang)))
    };
    let asked: Vec<Topic> = args.id.iter().map(find).collect();
    let mut to = io::stdout().lock();
    if asked.is_empty() {
        Topic::all().try_for_each(|topic| {
            let (title, what) = (lang.say(topic.title()), lang.say(topic.what()));
            writeln!(to, "{}\t{title}\t{what}", topic.id())
        })?;
    }
    for topic in asked {
        writeln!(to, "{} {}", topic.id(), lang.say(topic.title()))?;
        let what = match topic {
            Topic::Rule(_) => "What",
            Topic::Finding(_) => "What it means",
        };
        for (head, text) in [(what, topic.what())].into_iter().chain(topic.more()) {
            writeln!(to, "  {}: {}", lang.say(head), lang.say(text))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
