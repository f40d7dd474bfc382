//! What the program says to people, in Chinese: `data/messages.tsv` lists each English text with its places (`{name}`), and
//! the Chinese one with the same places; those of the rules stand in `data/rules.toml`.
//!
//! English texts are made where something is found and kept in the JSON; here they are recognized and said again. So one
//! document can be told in either language, whenever it was converted.

use super::ids::KEY_ENDINGS;
use super::{rules, vocabulary};
use std::sync::LazyLock;

/// A text in both languages.
#[derive(Debug)]
pub struct Message {
    /// What it belongs to: a rule, the code of a finding, `failed`, or the part of the program that says it.
    pub about: &'static str,
    /// English, with its places.
    pub english: &'static str,
    /// Chinese, with the same places.
    pub chinese: &'static str,
    parts: Vec<Part>,
}

/// A piece of the English text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Literal(&'static str),
    Place(&'static str),
}

/// Every text of messages.tsv, in its order.
pub fn messages() -> &'static [Message] {
    static MESSAGES: LazyLock<Vec<Message>> =
        LazyLock::new(|| include_str!("data/messages.tsv").lines().filter_map(message).collect());
    &MESSAGES
}

fn message(line: &'static str) -> Option<Message> {
    let mut fields = line.split('\t').filter(|_| !line.starts_with('#'));
    let (about, english, chinese) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Message { about, english, chinese, parts: parts(english) })
}

/// The texts of the rules.
fn of_rules() -> &'static [Message] {
    static MESSAGES: LazyLock<Vec<Message>> = LazyLock::new(|| {
        let texts = rules::texts().iter();
        texts
            .map(|&(about, [english, chinese])| Message {
                about,
                english,
                chinese,
                parts: parts(english),
            })
            .collect()
    });
    &MESSAGES
}

fn parts(text: &'static str) -> Vec<Part> {
    let mut parts = vec![];
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((place, after)) = behind.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(Part::Literal(before));
        }
        parts.push(Part::Place(place));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest));
    }
    parts
}

/// Texts within texts are looked for this deep: a reason within a finding, a list within a reason.
const DEPTH: u32 = 3;

/// Colons before a text: those behind a path and the name of an entry, and such as stand in a path.
const COLONS: usize = 4;

/// The Chinese of an English text with its places filled in, also where it follows a path and a colon. Of several texts that
/// it may be, the one with the most fixed characters.
pub fn chinese(english: &str) -> Option<String> {
    let behind_a_path = || {
        let mut colons = english.match_indices(": ").take(COLONS);
        colons.find_map(|(at, colon)| {
            let (path, text) = english.split_at(at + colon.len());
            Some(format!("{path}{}", said(text, DEPTH)?))
        })
    };
    said(english, DEPTH).or_else(behind_a_path)
}

/// The usual Chinese word for an id of that list; the id itself where there is none.
pub fn usual(list: &str, id: &str) -> String {
    let known = |id: &str| {
        let word = vocabulary::list(list).find(|word| word.word == id);
        word.and_then(|word| word.printed.split(", ").next()).filter(|printed| !printed.is_empty())
    };
    let ending = KEY_ENDINGS
        .iter()
        .filter(|_| list == "key")
        .filter_map(|ending| Some((id.strip_suffix(ending)?, &ending[1..])))
        .max_by_key(|(_, ending)| ending.len());
    match (known(id), ending) {
        (Some(word), _) => word.to_owned(),
        (None, Some((key, ending))) => {
            let ending = ending.replace('_', " ");
            format!("{}（{}）", usual(list, key), chinese(&ending).unwrap_or(ending))
        }
        (None, None) => id.to_owned(),
    }
}

fn said(english: &str, depth: u32) -> Option<String> {
    let all = messages().iter().chain(of_rules());
    let fits = all.filter_map(|message| message.places(english).map(|places| (message, places)));
    let fixed = |message: &Message| {
        message
            .parts
            .iter()
            .map(|p| if let Part::Literal(l) = p { l.len() } else { 0 })
            .sum::<usize>()
    };
    let (message, places) = fits.max_by_key(|(message, _)| fixed(message))?;
    let inner = |name: &str, text: &str| match name {
        "table" | "key" if !text.is_empty() => usual(name, text),
        _ => {
            depth.checked_sub(1).and_then(|depth| said(text, depth)).unwrap_or_else(|| match name {
                "equations" => text.split(", ").map(of_equation).collect::<Vec<_>>().join("、"),
                "figures" | "heads" | "list" | "subjects" | "titles" | "units" => {
                    text.replace(", ", "、")
                }
                _ => text.to_owned(),
            })
        }
    };
    let mut chinese = String::new();
    for part in parts(message.chinese) {
        match part {
            Part::Literal(text) => chinese.push_str(text),
            Part::Place(name) => chinese.push_str(
                &places
                    .iter()
                    .find(|(n, _)| *n == name)
                    .map_or(String::new(), |(_, text)| inner(name, text)),
            ),
        }
    }
    Some(chinese)
}

/// An equation by its rule and its row, which is a code or an item.
fn of_equation(text: &str) -> String {
    match text.split_once(' ') {
        Some((rule, row)) => format!("{rule} {}", usual("item", row)),
        None => text.to_owned(),
    }
}

impl Message {
    /// What stands in the places of `text`, if it is this message: each as short as the fixed text behind it allows, the
    /// last as long.
    fn places<'t>(&self, text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
        let (mut rest, mut open, mut places) = (text, None, vec![]);
        for (i, part) in self.parts.iter().enumerate() {
            match part {
                Part::Place(name) => open = Some(*name),
                Part::Literal(literal) => {
                    let last = i + 1 == self.parts.len();
                    let at = match open {
                        None => rest.starts_with(literal).then_some(0),
                        Some(_) if last => {
                            rest.ends_with(literal).then(|| rest.len() - literal.len())
                        }
                        Some(_) => rest.find(literal),
                    }?;
                    places.extend(open.take().map(|name| (name, &rest[..at])));
                    rest = &rest[at + literal.len()..];
                }
            }
        }
        match open {
            Some(name) => places.push((name, rest)),
            None if !rest.is_empty() => return None,
            None => {}
        }
        places.iter().all(|(_, text)| !text.is_empty()).then_some(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &'static str) -> BTreeSet<&'static str> {
        parts(text)
            .into_iter()
            .filter_map(|part| if let Part::Place(name) = part { Some(name) } else { None })
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_places_and_no_text_comes_twice() {
        let lines =
            include_str!("data/messages.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(messages().len(), lines, "three fields a line");
        let different: BTreeSet<_> = messages().iter().map(|m| m.english).collect();
        let twice: Vec<_> = messages()
            .iter()
            .map(|m| m.english)
            .filter(|e| messages().iter().filter(|m| m.english == *e).count() > 1)
            .collect();
        assert_eq!((different.len(), twice), (lines, vec![]));
        let ruled: Vec<_> = of_rules().iter().filter(|m| different.contains(m.english)).collect();
        assert!(ruled.is_empty(), "in rules.toml too: {ruled:?}");
        for message in messages() {
            assert_eq!(places(message.english), places(message.chinese), "{}", message.english);
            assert!(
                message.parts.iter().any(|p| matches!(p, Part::Literal(_))),
                "{}: places alone",
                message.english
            );
        }
    }

    #[test]
    fn places_are_carried_over_and_said_too() {
        assert_eq!(
            chinese("2080505 is 机关事业单位基本养老保险缴费支出, printed 住房公积金").unwrap(),
            "按政府收支分类科目，2080505是“机关事业单位基本养老保险缴费支出”，表上印作“住房公积金”"
        );
        assert_eq!(
            chinese("cell unread: a unit's total").unwrap(),
            "单元格未能读出，无从核对（不符则为：单位合计）"
        );
        assert_eq!(
            chinese("a.pdf: not a PDF but text: fetch the disclosure itself, or convert it to PDF")
                .unwrap(),
            "a.pdf: 不是PDF，而是纯文本：请下载公开文件本身，或将其转为PDF"
        );
        assert_eq!(chinese("no such text at all"), None);
        assert_eq!(
            chinese("the list leaves out 2220102, 2220199").unwrap(),
            "表中有而情况说明没有列出的科目：2220102、2220199"
        );
        assert_eq!(chinese("one fiscal year").unwrap(), "年度一致", "a rule's title");
    }
}
