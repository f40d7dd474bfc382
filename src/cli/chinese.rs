//! The command line in Chinese: its help, and what is said of wrong arguments. The texts stand in
//! `catalog/data/usage.tsv`; a test walks through all commands and finds each text there.

use crate::catalog::usage;
use crate::render::Lang;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};
use std::error::Error as _;

/// Sections of a help page, the usage named in Chinese.
const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with all that it says of itself in Chinese.
pub fn translated(mut command: Command) -> Command {
    command.build();
    of_command(command)
}

fn of_command(command: Command) -> Command {
    let about = command.get_about().map(|text| said(&text.to_string()));
    let after = command.get_after_help().map(|text| lines(&text.to_string()));
    let command = match about {
        Some(about) => command.about(about.clone()).long_about(about),
        None => command,
    };
    let command = match after {
        Some(after) => command.after_help(after),
        None => command,
    };
    let command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    command.mut_args(of_argument).mut_subcommands(of_command)
}

fn of_argument(arg: Arg) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(heading) => usage::chinese(heading).unwrap_or("选项"),
        None if arg.is_positional() => "参数",
        None => "选项",
    };
    let mut text = arg.get_help().map(|text| said(&text.to_string())).unwrap_or_default();
    if arg.get_action().takes_values() {
        let values = arg.get_possible_values();
        let shown = values.iter().filter(|value| !value.is_hide_set());
        let named: Vec<String> = shown
            .map(|value| match value.get_help() {
                Some(about) => format!("{}（{}）", value.get_name(), said(&about.to_string())),
                None => value.get_name().to_owned(),
            })
            .collect();
        if !named.is_empty() {
            text.push_str(&format!(" [可选：{}]", named.join("、")));
        }
        let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
        let defaults: Vec<_> = defaults.collect();
        if !defaults.is_empty() {
            text.push_str(&format!(" [默认：{}]", defaults.join(",")));
        }
    }
    let arg = arg.help_heading(heading).hide_default_value(true).hide_possible_values(true);
    arg.help(text.clone()).long_help(text)
}

/// A text; what the list does not have stays English.
fn said(english: &str) -> String {
    usage::chinese(english).unwrap_or(english).to_owned()
}

/// Lines of examples keep their commands, what stands behind them is said; other lines are said as paragraphs.
fn lines(english: &str) -> String {
    let paragraphs = english.split("\n\n").map(|paragraph| match paragraph.contains("\n  ") {
        true => paragraph.split('\n').map(example).collect::<Vec<_>>().join("\n"),
        false => said(&paragraph.replace('\n', " ")),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn example(line: &str) -> String {
    match line.trim_start().rsplit_once("  ") {
        Some((_, about)) => {
            let (command, about) = (&line[..line.len() - about.len()], about);
            format!("{command}{}", said(about))
        }
        None if line.starts_with(' ') => line.to_owned(),
        None => said(line),
    }
}

/// What is wrong with the arguments, in that language; `None` where it is no mistake (help and version), or one that clap's
/// own words must tell.
pub fn mistake(error: &Error) -> Option<String> {
    let of = |kind: ContextKind| error.get(kind).map(words).unwrap_or_default();
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 需要一个值"),
        ErrorKind::InvalidValue => format!("{arg} 不能取“{value}”"),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| reason(&why.to_string())).unwrap_or_default();
            format!("{arg} 不能取“{value}”：{why}")
        }
        ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            let [wanted, given] =
                [ContextKind::ExpectedNumValues, ContextKind::ActualNumValues].map(of);
            let wanted = if wanted.is_empty() { of(ContextKind::MinValues) } else { wanted };
            format!("{arg} 需要{wanted}个值，只给了{given}个")
        }
        ErrorKind::UnknownArgument => format!("没有 {arg} 这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "缺少命令".into(),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == arg => {
            format!("{arg} 只能给一次")
        }
        ErrorKind::ArgumentConflict => {
            format!("{arg} 不能与 {} 同用", of(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("{arg} 不取“{value}”这个值"),
        _ => return None,
    };
    let mut text = format!("错误：{what}\n");
    if !of(ContextKind::ValidValue).is_empty() {
        text.push_str(&format!("  可选：{}\n", of(ContextKind::ValidValue)));
    }
    for kind in
        [ContextKind::SuggestedValue, ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
    {
        // of several, the last is the likeliest
        if let Some(near) = of(kind).rsplit('、').next().filter(|near| !near.is_empty()) {
            text.push_str(&format!("  是否要写：{near}\n"));
        }
    }
    text.push_str(&ending(&of(ContextKind::Usage)));
    Some(text)
}

/// Why a value will not do: what this program says, else what the parsers of numbers say.
fn reason(english: &str) -> String {
    if let Some((_, range)) = english.split_once(" is not in ")
        && let Some((from, to)) = range.split_once("..")
    {
        return match (to.strip_prefix('='), to.parse::<u64>()) {
            (Some(last), _) => format!("应是{from}至{last}的整数"),
            (None, Ok(end)) => format!("应是{from}至{}的整数", end.saturating_sub(1)),
            (None, Err(_)) => format!("应是{from}以上的整数"),
        };
    }
    match english {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "应是整数".into()
        }
        _ if english.starts_with("number too ") => "这个数过大或过小".into(),
        _ => Lang::Zh.say(english).into_owned(),
    }
}

/// A mistake that the command itself found, as [`mistake`] tells those of clap.
pub fn mistaken(message: &str, usage: &str) -> String {
    format!("错误：{message}\n{}", ending(usage))
}

fn ending(usage: &str) -> String {
    let usage = usage.trim().replace("Usage: ", "用法：");
    let usage = if usage.is_empty() { usage } else { format!("\n{usage}\n") };
    format!("{usage}\n更多说明：加 --help\n")
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::None => String::new(),
        ContextValue::Strings(all) => all.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(all) => {
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Args, usage as described};
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    /// All texts of the command and those below it, each paragraph or line of examples apart.
    fn texts(command: &Command, all: &mut BTreeSet<String>) {
        all.extend(command.get_about().map(ToString::to_string));
        for paragraph in command
            .get_after_help()
            .into_iter()
            .flat_map(|text| text.to_string().split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        {
            match paragraph.contains("\n  ") {
                false => drop(all.insert(paragraph.replace('\n', " "))),
                true => all.extend(paragraph.split('\n').filter_map(|line| {
                    let behind = line.trim_start().rsplit_once("  ").map(|(_, about)| about);
                    behind.or((!line.starts_with(' ')).then_some(line)).map(str::to_owned)
                })),
            }
        }
        for arg in command.get_arguments() {
            all.extend(arg.get_help().map(ToString::to_string));
            all.extend(arg.get_help_heading().map(str::to_owned));
            let values = arg.get_possible_values();
            all.extend(values.iter().filter_map(|v| v.get_help().map(ToString::to_string)));
        }
        command.get_subcommands().filter(|c| !c.is_hide_set()).for_each(|c| texts(c, all));
    }

    #[test]
    fn every_text_of_the_command_line_has_its_chinese_and_no_other_is_listed() {
        let mut command = Args::command();
        command.build();
        let mut said = BTreeSet::new();
        texts(&command, &mut said);
        let listed: BTreeSet<String> = usage::texts().map(|(english, _)| english.into()).collect();
        let missing: Vec<_> = said.difference(&listed).collect();
        let useless: Vec<_> = listed.difference(&said).collect();
        assert!(
            missing.is_empty(),
            "not in usage.tsv:\n{}",
            missing.iter().map(|t| format!("{t}\n")).collect::<String>()
        );
        assert!(useless.is_empty(), "in usage.tsv alone: {useless:#?}");
    }

    #[test]
    fn help_is_chinese() {
        let mut command = described(Lang::Zh);
        let help = command.find_subcommand_mut("convert").unwrap().render_long_help().to_string();
        assert!(help.contains("用法：yusuan convert [OPTIONS] [INPUT]...\n\n参数:\n"), "{help}");
        assert!(help.contains("每个文件的上限:\n"), "{help}");
        assert!(
            help.contains("[默认：60]") && help.contains("[可选：csv、jsonl、parquet、xlsx]"),
            "{help}"
        );
        assert!(!help.contains("Print help"), "{help}");
    }

    fn mistaken_in(line: &str) -> String {
        let error = described(Lang::Zh).try_get_matches_from(line.split(' ')).unwrap_err();
        mistake(&error).unwrap()
    }

    #[test]
    fn mistakes_are_told_in_chinese_with_what_may_be_meant() {
        let unknown = mistaken_in("yusuan check --formt json a.pdf");
        assert!(
            unknown.starts_with("错误：没有 --formt 这个选项\n  是否要写：--format\n"),
            "{unknown}"
        );
        assert!(unknown.contains("\n用法：yusuan check"), "{unknown}");
        let value = mistaken_in("yusuan check --format jsn a.pdf");
        assert!(value.starts_with("错误：--format <FORM> 不能取“jsn”\n  可选：full、"), "{value}");
        assert!(value.contains("  是否要写：json"), "{value}");
        let command = mistaken_in("yusuan chek a.pdf");
        assert!(command.starts_with("错误：没有“chek”这个命令\n  是否要写：check\n"), "{command}");
        let range = mistaken_in("yusuan convert --max-seconds 0 a.pdf");
        let want = "错误：--max-seconds <N> 不能取“0”：应是1至31622400的整数\n";
        assert!(range.starts_with(want), "{range}");
        for (line, want) in [
            ("codes --year 99999", "错误：--year <YEAR> 不能取“99999”：应是1990至2099的整数\n"),
            (
                "convert a.pdf -j x",
                "错误：--jobs <JOBS> 不能取“x”：应是不超过1024的数；0表示每个核一个\n",
            ),
            (
                "inspect a.pdf -p 99999999999999",
                "错误：--page <N> 不能取“99999999999999”：应是0至4294967295的整数\n",
            ),
            (
                "diff a.pdf b.pdf --years 2025",
                "错误：--years <YEAR_A> <YEAR_B> 需要2个值，只给了1个\n",
            ),
            ("rules --lang zh --lang en", "错误：--lang <LANG> 只能给一次\n"),
        ] {
            let said = mistaken_in(&format!("yusuan {line}"));
            assert!(said.starts_with(want), "{said}");
        }
        let both = mistaken_in("yusuan -q -v check a.pdf");
        assert!(both.starts_with("错误：--quiet 不能与 --verbose 同用\n"), "{both}");
        let without = mistaken_in("yusuan convert a.pdf --out");
        assert!(without.starts_with("错误：--out <DIR> 需要一个值\n"), "{without}");
    }
}
