//! A run in numbers: checks by rule and verdict, findings by code.

use super::lang::Lang;
use super::report::{Renderer, Report};
use super::tally::{Tally, VERDICTS};
use super::words::{padded, right};
use crate::reconcile;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The numbers of a whole run, at its end.
pub struct Statistics<W> {
    to: W,
    json: bool,
    lang: Lang,
    files: u64,
    failed: u64,
    tally: Tally,
}

impl<W: Write> Statistics<W> {
    /// As a table for people, or as one JSON object.
    pub fn new(to: W, json: bool, lang: Lang) -> Statistics<W> {
        Statistics { to, json, lang, files: 0, failed: 0, tally: Tally::default() }
    }

    fn table(&mut self) -> io::Result<()> {
        let heads = VERDICTS.map(|v| v.as_str().replace('_', " "));
        let heads: String = heads.iter().map(|head| right(&self.lang.say(head), 15)).collect();
        writeln!(self.to, "{}{heads}", padded(&self.lang.say("rule"), 5))?;
        for rule in reconcile::rules().iter().filter(|r| self.tally.has(r.id)) {
            let counts: String =
                VERDICTS.iter().map(|v| format!("{:>15}", self.tally.count(rule.id, *v))).collect();
            writeln!(self.to, "{:<5}{counts}  {}", rule.id, self.lang.say(rule.title))?;
        }
        for (code, count) in &self.tally.findings {
            writeln!(self.to, "{count:>20}  {code}")?;
        }
        let files = if self.files == 1 { "1 file".into() } else { format!("{} files", self.files) };
        let files = format!("{files}, {} failed", self.failed);
        writeln!(self.to, "{}", self.lang.say(&files))
    }

    fn object(&mut self) -> io::Result<()> {
        let rules = reconcile::rules().iter().filter(|r| self.tally.has(r.id)).map(|rule| {
            let counts = VERDICTS
                .iter()
                .map(|v| (v.as_str().to_owned(), Value::from(self.tally.count(rule.id, *v))));
            let head = [
                ("rule".to_owned(), Value::from(rule.id)),
                ("title".to_owned(), Value::from(rule.title)),
            ];
            Value::Object(head.into_iter().chain(counts).collect::<Map<_, _>>())
        });
        let findings =
            self.tally.findings.iter().map(|(code, count)| json!({ "code": code, "count": count }));
        let findings: Vec<Value> = findings.collect();
        let all = json!({ "files": self.files, "failed": self.failed, "rules": rules.collect::<Vec<_>>(), "findings": findings });
        writeln!(self.to, "{all}")
    }
}

impl<W: Write> Renderer for Statistics<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.files += u64::from(report.own);
        self.failed += u64::from(report.failed);
        self.tally.add(&report.tally);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.json { self.object() } else { self.table() }?;
        self.to.flush()
    }
}
