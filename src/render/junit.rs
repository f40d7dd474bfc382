//! JUnit XML: a test suite for each file, a test case for each rule, so that its size does not grow with the tables.

use super::lang::Lang;
use super::note::Note;
use super::report::{Renderer, Report};
use super::text::{Paint, concise};
use crate::model::{FindingKind, Verdict};
use crate::reconcile::{self, Rule};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io::{self, Write};

/// Notes of one test case that are told one by one.
const TOLD: usize = 20;

/// Test suites as XML.
pub struct Junit<W: Write>(Writer<W>);

impl<W: Write> Junit<W> {
    /// Begins the report.
    pub fn new(to: W) -> io::Result<Junit<W>> {
        let mut writer = Writer::new_with_indent(to, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer.get_mut().write_all(b"\n<testsuites name=\"yusuan\">")?;
        Ok(Junit(writer))
    }
}

/// How a test case came out.
enum Outcome<'a> {
    Pass,
    Fail(Vec<&'a Note>, String),
    Error(&'a Note),
    Skip(String),
}

impl<W: Write> Renderer for Junit<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        let rules = reconcile::rules().iter().filter(|rule| report.tally.has(rule.id));
        let mut cases: Vec<(String, Outcome)> = rules
            .map(|rule| (format!("{} {}", rule.id, rule.title), outcome(report, rule)))
            .collect();
        if !report.own && cases.iter().all(|(_, outcome)| matches!(outcome, Outcome::Skip(_))) {
            return Ok(()); // no other file to compare with
        }
        if report.own {
            cases.insert(0, ("conversion".into(), conversion(report)));
        }
        let count =
            |is: fn(&Outcome) -> bool| cases.iter().filter(|(_, o)| is(o)).count().to_string();
        let name = if report.own {
            clean(&report.file)
        } else {
            format!("{} (against other files)", clean(&report.file))
        };
        let suite = self.0.create_element("testsuite").with_attributes([
            ("name", name.as_str()),
            ("tests", &cases.len().to_string()),
            ("failures", &count(|o| matches!(o, Outcome::Fail(..)))),
            ("errors", &count(|o| matches!(o, Outcome::Error(_)))),
            ("skipped", &count(|o| matches!(o, Outcome::Skip(_)))),
        ]);
        suite.write_inner_content(|to| {
            cases.iter().try_for_each(|(name, outcome)| case(to, &report.file, name, outcome))
        })?;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.get_mut().write_all(b"\n</testsuites>\n")?;
        self.0.get_mut().flush()
    }
}

fn outcome<'a>(report: &'a Report, rule: &Rule) -> Outcome<'a> {
    let count = |verdict| report.tally.count(rule.id, verdict);
    let told = |verdict| {
        report.notes.iter().filter(move |n| n.rule == rule.id && n.verdict == Some(verdict))
    };
    let worked = count(Verdict::Exact) + count(Verdict::Rounding);
    match (count(Verdict::Mismatch), worked) {
        (0, 0) => Outcome::Skip(match told(Verdict::NotChecked).next() {
            Some(note) => format!("not checked: {}", note.message),
            None => "not applicable".into(),
        }),
        (0, _) => Outcome::Pass,
        (failed, _) => Outcome::Fail(
            told(Verdict::Mismatch).collect(),
            format!("{failed} of {} do not hold", failed + worked),
        ),
    }
}

/// Whether the file could be read.
fn conversion(report: &Report) -> Outcome<'_> {
    let notes: Vec<&Note> = report.notes.iter().filter(|n| n.verdict.is_none()).collect();
    match notes.iter().find(|n| n.rule == FindingKind::Failed.code()) {
        Some(note) => Outcome::Error(note),
        None if notes.is_empty() => Outcome::Pass,
        None => Outcome::Skip(lines(&notes)),
    }
}

fn lines(notes: &[&Note]) -> String {
    let mut lines: Vec<String> = notes
        .iter()
        .take(TOLD)
        .map(|note| clean(&concise(note, &Paint::default(), Lang::En)))
        .collect();
    if notes.len() > TOLD {
        lines.push(format!("and {} more", notes.len() - TOLD));
    }
    lines.join("\n")
}

fn case<W: Write>(to: &mut Writer<W>, file: &str, name: &str, outcome: &Outcome) -> io::Result<()> {
    let case = to
        .create_element("testcase")
        .with_attributes([("classname", clean(file).as_str()), ("name", name)]);
    case.write_inner_content(|to| match outcome {
        Outcome::Pass => Ok(()),
        Outcome::Fail(notes, message) => {
            let failure = to
                .create_element("failure")
                .with_attributes([("message", message.as_str()), ("type", "mismatch")]);
            failure.write_text_content(BytesText::new(&lines(notes))).map(drop)
        }
        Outcome::Error(note) => to
            .create_element("error")
            .with_attributes([("message", clean(&note.message).as_str()), ("type", "failed")])
            .write_empty()
            .map(drop),
        Outcome::Skip(reason) => to
            .create_element("skipped")
            .with_attribute(("message", clean(reason).as_str()))
            .write_empty()
            .map(drop),
    })?;
    Ok(())
}

/// Without the characters that XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    let allowed = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().map(|c| if allowed(c) { c } else { ' ' }).collect()
}
