//! Rules and kinds of finding, explained: the same texts for every command that tells them.

use super::lang::Lang;
use crate::model::{FindingKind, Severity};
use crate::reconcile::{self, Rule};

/// What reports name: an equation, or a kind of finding.
#[derive(Debug, Clone, Copy)]
pub enum Topic {
    /// An equation.
    Rule(&'static Rule),
    /// What could not be read, or is worth knowing.
    Finding(FindingKind),
}

impl Topic {
    /// All: the rules in the order of the contract, then the kinds of finding.
    pub fn all() -> impl Iterator<Item = Topic> {
        let rules = reconcile::rules().iter().map(Topic::Rule);
        rules.chain(FindingKind::ALL.iter().map(|kind| Topic::Finding(*kind)))
    }

    /// Id of the rule, or code of the finding.
    pub fn id(self) -> &'static str {
        match self {
            Topic::Rule(rule) => rule.id,
            Topic::Finding(kind) => kind.code(),
        }
    }

    /// Title of the rule, or severity of the finding.
    pub fn title(self) -> &'static str {
        match self {
            Topic::Rule(rule) => rule.title,
            Topic::Finding(kind) => super::words::kind(None, kind.severity(), ""),
        }
    }

    /// What must hold, or what the finding means.
    pub fn what(self) -> &'static str {
        match self {
            Topic::Rule(rule) => rule.what,
            Topic::Finding(kind) => kind.meaning(),
        }
    }

    /// Everything else that explains it, each under its head.
    pub fn more(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Topic::Rule(Rule { why, source, example, .. }) => {
                vec![("Why", why), ("Source", source), ("Example", example)]
            }
            Topic::Finding(kind) => {
                vec![("Severity", cost(kind.severity())), ("What to do", kind.advice())]
            }
        }
    }
}

fn cost(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note: it is worth knowing, and costs nothing",
        Severity::Warning => "warning: it makes the document `partial`",
        Severity::Error => "error: it makes the document `failed`",
    }
}

/// What the rule checks, why, its source and an example, or what the finding means and what to do, as text.
pub fn explain(topic: Topic, lang: Lang) -> String {
    let part = |head: &str, text: &str| format!("\n{}\n  {}\n", lang.say(head), lang.say(text));
    let what = match topic {
        Topic::Rule(_) => "What it checks",
        Topic::Finding(_) => "What it means",
    };
    let head = format!("{}: {}\n", topic.id(), lang.say(topic.title()));
    topic
        .more()
        .into_iter()
        .fold(head + &part(what, topic.what()), |text, (head, body)| text + &part(head, body))
}
