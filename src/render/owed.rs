//! What disclosures owe, for people: a ledger for each document, a line for each obligation; or a JSON object for each.

use super::lang::Lang;
use super::text::one_line;
use crate::emit::wire::{Document, Owed};
use crate::model::OwedState;
use serde::Serialize;
use std::io::{self, Write};

/// The ledgers of a run.
pub struct Ledgers<W> {
    to: W,
    /// `None` for JSON.
    lang: Option<Lang>,
}

/// An obligation with the file whose it is.
#[derive(Serialize)]
struct Line<'d> {
    file: &'d str,
    #[serde(flatten)]
    owed: &'d Owed,
}

impl<W: Write> Ledgers<W> {
    /// A block for each document: its name with how much was found, then a line for each obligation, the rule's id first.
    pub fn text(to: W, lang: Lang) -> Ledgers<W> {
        Ledgers { to, lang: Some(lang) }
    }

    /// A JSON object on a line for each obligation.
    pub fn jsonl(to: W) -> Ledgers<W> {
        Ledgers { to, lang: None }
    }

    /// Tells one document.
    pub fn document(&mut self, document: &Document) -> io::Result<()> {
        let file = &document.source.file;
        let Some(lang) = self.lang else {
            return document.owed.iter().try_for_each(|owed| {
                serde_json::to_writer(&mut self.to, &Line { file, owed })?;
                self.to.write_all(b"\n")
            });
        };
        let owed = document.owed.iter().filter(|owed| owed.applies()).count();
        let of = |state| document.owed.iter().filter(|o| o.state == state).count();
        let [found, missing, open] =
            [OwedState::Found, OwedState::NotFound, OwedState::NotChecked].map(of);
        let head = match &document.error {
            Some(error) => format!("{}: {}", lang.say("failed"), lang.say(error)),
            None => {
                let counts = format!(
                    "{found} of {owed} obligations found, {missing} not found, {open} not checked"
                );
                lang.say(&counts).into_owned()
            }
        };
        writeln!(self.to, "{}", one_line(&format!("{file}: {head}")))?;
        document.owed.iter().try_for_each(|owed| writeln!(self.to, "{}", line(owed, lang)))
    }

    /// Writes what is left.
    pub fn finish(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// `R4 not found, page 15: note of its own …: nothing says why the table is empty (财预〔2016〕143号)`
fn line(owed: &Owed, lang: Lang) -> String {
    let Owed { rule, obligation, obligation_zh, source, state, reason, page, .. } = owed;
    let state = lang.say(match state {
        OwedState::Found => "found",
        OwedState::NotFound => "not found",
        OwedState::NotApplicable => "not applicable",
        OwedState::NotChecked => "not checked",
    });
    let what = match lang {
        Lang::En => obligation,
        Lang::Zh => obligation_zh,
    };
    let page =
        page.map_or(String::new(), |page| format!(", {}", lang.say(&format!("page {page}"))));
    let reason = match reason.is_empty() {
        true => String::new(),
        false => format!(": {}", lang.say(reason)),
    };
    one_line(&format!("{rule} {state}{page}: {what}{reason} ({source})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_with_the_rule_and_says_where_and_why() {
        let owed = Owed {
            rule: "R4".into(),
            id: "note.government_fund_expenditure".into(),
            obligation: "note of its own".into(),
            obligation_zh: "空表的说明".into(),
            source: "财预〔2016〕143号".into(),
            state: OwedState::NotFound,
            reason: "nothing says why the table is empty".into(),
            page: Some(15),
        };
        assert_eq!(
            line(&owed, Lang::En),
            "R4 not found, page 15: note of its own: nothing says why the table is empty (财预〔2016〕143号)"
        );
        assert_eq!(
            line(&owed, Lang::Zh),
            "R4 未见, 第15页: 空表的说明: 没有说明本表为空的原因 (财预〔2016〕143号)"
        );
        let plain = Owed { state: OwedState::Found, reason: String::new(), page: Some(3), ..owed };
        assert_eq!(line(&plain, Lang::En), "R4 found, page 3: note of its own (财预〔2016〕143号)");
    }
}
