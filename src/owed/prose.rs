//! R5 to R7: sections, reasons of changes, counts.

use super::Answer;
use super::evidence::{Asks, Evidence, Passage};
use super::tables::{THREE_PUBLIC, attached, is_empty};
use crate::catalog::owed::words;
use crate::catalog::wording::Wording;
use crate::model::{Cell, Mention};

/// Why the prose cannot be asked, in a file without any.
fn no_prose(evidence: &Evidence) -> Option<Answer> {
    match (evidence.has_prose, evidence.prose_announced) {
        (true, _) => None,
        (false, Some(page)) => Some(
            Answer::not_found("an explanation is announced, and this file holds none").on(page),
        ),
        (false, None) => {
            Some(Answer::not_checked("this file holds no explanation: another one may"))
        }
    }
}

/// R5: a section, by its heading, a figure of it, a sentence (`of_duties` where it may be one of the duties), or performance
/// tables (`projects`).
pub(super) fn section(
    heading: &Wording,
    text: &Wording,
    keys: &[String],
    (of_duties, projects): (bool, bool),
    evidence: &Evidence,
) -> Answer {
    let figure = || evidence.mention(keys).map(|m| m.page);
    let sentence = || evidence.said(text, Asks::Section { of_duties });
    let table = || evidence.ledger.projects.first().filter(|_| projects).map(|p| p.page);
    let headed = evidence.headed(heading, of_duties);
    if let Some(page) = headed.or_else(figure).or_else(sentence).or_else(table) {
        return Answer::found(page);
    }
    let attached = || attached(evidence).filter(|_| projects && evidence.may_list(heading));
    no_prose(evidence).or_else(attached).unwrap_or_else(|| Answer::not_found(""))
}

/// R6: where one of these figures changed, a reason follows.
pub(super) fn reason(keys: &[String], text: &Wording, evidence: &Evidence) -> Answer {
    if let Some(answer) = no_prose(evidence) {
        return answer;
    }
    let is_change = |m: &&Mention| {
        let base = m
            .key
            .as_str()
            .strip_suffix("_change_percent")
            .or(m.key.as_str().strip_suffix("_change"));
        base.is_some_and(|base| keys.iter().any(|key| key == base))
    };
    let changes: Vec<&Mention> = evidence.ledger.narrative.iter().filter(is_change).collect();
    let changed = |m: &Mention| {
        m.amount.as_ref().is_some_and(|a| !a.yuan.is_zero())
            || m.value.is_some_and(|v| !v.is_zero())
    };
    let reason = &words().reason;
    let gives = |at: usize| {
        let says = |wording: &Wording, p: &Passage| wording.is_in(&p.text);
        evidence.paragraphs_of(at).iter().any(|p| says(&reason.given, p))
            || evidence.section_from(at).iter().any(|p| says(&reason.named, p))
    };
    let given = |m: &&Mention| evidence.place(&m.sentence).is_some_and(gives);
    let real: Vec<&Mention> = changes.iter().copied().filter(|m| changed(m)).collect();
    match (real.first(), changes.first()) {
        (Some(first), _) => match real.iter().copied().find(given) {
            Some(mention) => Answer::found(mention.page),
            None => Answer::not_found("it changed, and no reason follows").on(first.page),
        },
        (None, Some(same)) => Answer::not_applicable("it did not change").on(same.page),
        // a change whose figure says nothing (减少 12.95 of no unit) is explained all the same
        (None, None) => match evidence.first_saying(text) {
            Some((at, page)) if gives(at) => Answer::found(page),
            _ => Answer::not_checked("the explanation states no change of it"),
        },
    }
}

/// R7: one of these figures, or a sentence; not owed where the money behind it is zero.
pub(super) fn stated(
    keys: &[String],
    text: &Wording,
    unless: &[String],
    evidence: &Evidence,
) -> Answer {
    if let Some(mention) = evidence.mention(keys) {
        return Answer::found(mention.page);
    }
    if let Some(page) = evidence.said(text, Asks::Count) {
        return Answer::found(page);
    }
    if unless.iter().any(|id| is_zero(id, evidence)) {
        return Answer::not_applicable("there was no such spending");
    }
    no_prose(evidence).unwrap_or_else(|| Answer::not_found(""))
}

/// Is this item of the tables, or this figure of the prose, zero wherever it is printed, or blank? Of an empty table of
/// three-public expenses, every item is.
fn is_zero(id: &str, evidence: &Evidence) -> bool {
    let whole = [THREE_PUBLIC.to_owned()];
    let mut tables = evidence.tables(&whole).peekable();
    if id.starts_with("three_public") && tables.peek().is_some() && tables.all(is_empty) {
        return true;
    }
    let rows = evidence.ledger.tables.iter().flat_map(|t| &t.rows).filter(|row| row.item() == id);
    let cells: Vec<&Cell> = rows.flat_map(|row| &row.cells).collect();
    let zero = |cell: &&Cell| cell.amount().is_none_or(|a| a.yuan.is_zero());
    let mention = evidence.mention(&[id.to_owned()]).and_then(|m| m.amount.as_ref());
    (!cells.is_empty() && cells.iter().all(zero)) || mention.is_some_and(|a| a.yuan.is_zero())
}
