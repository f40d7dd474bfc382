//! A rule, explained: the same text for every command that tells it.

use super::lang::Lang;
use crate::reconcile::Rule;

/// What the rule checks, why, its source and an example, as text.
pub fn explain(rule: &Rule, lang: Lang) -> String {
    let part = |head: &str, text: &str| {
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("\n{}\n  {}\n", lang.say(head), lang.say(&squeezed))
    };
    let parts = [
        ("What it checks", rule.what),
        ("Why", rule.why),
        ("Source", rule.source),
        ("Example", rule.example),
    ];
    parts.iter().fold(format!("{}: {}\n", rule.id, lang.say(rule.title)), |text, (head, body)| {
        text + &part(head, body)
    })
}
