//! What `yusuan convert` writes to standard output: one document, or the rows of one table.

use super::given::forms;
use super::signals::heed;
use super::{say, told, wrong_usage};
use crate::batch::{self, Input, Made, Wall};
use crate::emit::{Dataset, Format};
use crate::pipeline::{self, Settings};
use crate::render::{Lang, Summary};
use clap::error::ErrorKind;
use std::io::{self, Write};

/// The JSON of the one input.
pub fn document(
    inputs: &[Input],
    settings: &Settings,
    wall: &Wall,
    lang: Lang,
) -> io::Result<Summary> {
    let mut summary = Summary::default();
    let each = |made: Made| {
        told(&made.brief, lang).iter().for_each(|line| say(line));
        summary.merge(&made.brief.counts);
        io::stdout().lock().write_all(made.written())
    };
    match batch::run_behind(inputs, wall, settings, 1, heed(), each)? {
        true => Ok(summary),
        false => Err(io::ErrorKind::Interrupted.into()),
    }
}

/// The form of the rows: of those asked for the one that can be read while it is written.
pub fn format(asked: &[Format], bom: bool) -> Format {
    match *forms(asked, bom) {
        [format @ (Format::Csv | Format::CsvWithMark | Format::Jsonl)] => format,
        _ => wrong_usage(
            ErrorKind::InvalidValue,
            "rows on standard output are csv or jsonl: give one of them as --format".into(),
        ),
    }
}

/// The rows of one table over all inputs, in input order.
pub fn rows(
    inputs: &[Input],
    settings: &Settings,
    wall: &Wall,
    jobs: usize,
    (table, format): (&str, Format),
    lang: Lang,
) -> io::Result<Summary> {
    let mut to = Dataset::stream(table, format)?;
    let (mut summary, mut bodies) = (Summary::default(), vec![]);
    let each = |made: Made| {
        told(&made.brief, lang).iter().for_each(|line| say(line));
        bodies.push(made.summary);
        summary.merge(&made.brief.counts);
        to.add_packed(&made.rows)
    };
    if !batch::run_behind(inputs, wall, settings, jobs, heed(), each)? {
        return Err(io::ErrorKind::Interrupted.into());
    }
    for (position, checks) in pipeline::between(&bodies) {
        summary.add_checks(&checks);
        let body = &bodies[position];
        for (check, number) in checks.iter().zip(body.checks() + 1..) {
            to.add_check(body.source(), number, check)?;
        }
    }
    to.finish()?;
    Ok(summary)
}
