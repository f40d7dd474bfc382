//! The wording of the explanation (情况说明): labels, connecting words and section headings, from `data/narrative.toml`.

mod words;

pub use words::{Figures, Words};

use super::{Units, classes::names_in_prose};
use crate::model::{Kind, MoneyUnit, squeeze};
use serde::Deserialize;
use std::collections::{HashMap, hash_map::Entry};

/// The vocabulary of the prose. Words are in the form of [`squeeze`], without quotation marks.
#[derive(Debug, Clone, Default)]
pub struct Narrative {
    /// Units of money.
    pub money: Vec<MoneyUnit>,
    /// Word lists, as in the file.
    pub words: Words,
    /// Sections, most telling first.
    pub sections: Vec<Section>,
    /// What final accounts count besides money.
    pub events: Vec<Event>,
    /// Meanings of the labels.
    pub items: Vec<Item>,
    /// Label → indices into `items`.
    labels: HashMap<String, Vec<usize>>,
    /// Characters of the longest label.
    longest: usize,
}

/// A section of the explanation, known by words of its heading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Name used by [`Item::section`].
    pub id: String,
    /// Any of these in the heading.
    pub words: Vec<String>,
    /// Says only whose money, not what for: a heading above that says more counts.
    #[serde(default)]
    pub weak: bool,
    /// A heading at the head of its own paragraph opens it too.
    #[serde(default)]
    pub run_in: bool,
}

/// What a label's figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// An amount of money.
    #[default]
    Money,
    /// A number of things.
    Count,
}

/// One meaning of some labels.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Key of docs/contract/narrative.tsv, `*` standing for owned or planned; empty for a figure that the output does not hold.
    pub key: String,
    /// As printed before the figure.
    pub labels: Vec<String>,
    /// What is counted.
    #[serde(default)]
    pub figure: FigureKind,
    /// `budget` or `final_accounts` only.
    #[serde(default)]
    pub kind: Option<String>,
    /// Only in this section, or where `under` holds.
    #[serde(default)]
    pub section: Option<String>,
    /// Only as a part (其中) of the figure with this key, or where `section` holds.
    #[serde(default)]
    pub under: Option<String>,
}

/// What is counted in events: journeys abroad, receptions, contracts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What it is called; of names that end together the longest counts.
    pub names: Vec<String>,
    /// Its figures; none for what only ends another event.
    #[serde(default)]
    pub counted: Vec<Counted>,
}

/// A figure of an event.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Key of docs/contract/narrative.tsv.
    pub key: String,
    /// What it counts in.
    #[serde(default)]
    pub units: Vec<String>,
    /// It may be money,
    #[serde(default)]
    pub money: bool,
    /// or a share of something.
    #[serde(default)]
    pub share: bool,
    /// One of these in its clause, where there are any; a share needs none.
    #[serde(default)]
    pub near: Vec<String>,
    /// None of these in its clause.
    #[serde(default)]
    pub without: Vec<String>,
}

/// Where a label stands, to choose among its meanings.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place<'a> {
    /// Budget or final accounts, if known.
    pub kind: Option<Kind>,
    /// Section by its heading.
    pub section: Option<&'a str>,
    /// Key of the figure that this one is a part of.
    pub parent: Option<&'a str>,
    /// What is counted.
    pub figure: FigureKind,
}

#[derive(Deserialize)]
struct File {
    section: Vec<Section>,
    item: Vec<Item>,
    event: Vec<Event>,
    #[serde(flatten)]
    words: Words,
}

/// Is it a quotation mark? Disclosures set or leave them out at will.
pub fn is_quote(ch: char) -> bool {
    matches!(ch, '“' | '”' | '"' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' | '〝' | '〞')
}

/// [`squeeze`] without quotation marks.
pub fn fold(text: &str) -> String {
    let mut folded = squeeze(text);
    folded.retain(|ch| !is_quote(ch));
    folded
}

/// The spellings that a label with choices stands for: `{一般公共预算|公共预算}拨款{|收入}` are four.
fn spellings(label: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for (i, part) in label.split(['{', '}']).enumerate() {
        // Odd parts stand in braces.
        if i % 2 == 0 {
            all.iter_mut().for_each(|head| head.push_str(part));
        } else {
            let choices: Vec<&str> = part.split('|').collect();
            let heads = std::mem::take(&mut all);
            for head in &heads {
                all.extend(choices.iter().map(|choice| [head, *choice].concat()));
            }
        }
    }
    all
}

/// The items of each label; errors name an item that names no section or kind, and a label with two meanings.
fn indexed(items: &[Item], sections: &[Section]) -> Result<HashMap<String, Vec<usize>>, String> {
    // of the embedded file
    const SPELLINGS: usize = 5000;
    let mut labels: HashMap<String, Vec<usize>> = HashMap::with_capacity(SPELLINGS);
    for (i, item) in items.iter().enumerate() {
        let fault = |what: &str| Err(format!("narrative.toml: item {}: {what}", item.key));
        if let Some(s) = &item.section
            && !sections.iter().any(|known| known.id == *s)
        {
            return fault(&format!("no section {s}"));
        }
        if !matches!(item.kind.as_deref(), None | Some("budget" | "final_accounts")) {
            return fault("kind is budget or final_accounts");
        }
        // folded before it is spelled out: braces stay what they are
        for label in item.labels.iter().flat_map(|l| spellings(&fold(l))) {
            let of_label = match labels.entry(label) {
                Entry::Vacant(new) => new.insert(Vec::new()),
                Entry::Occupied(known) => {
                    let mut others = known.get().iter().map(|o| &items[*o]);
                    if let Some(o) = others.find(|o| o.key != item.key && o.stands_with(item)) {
                        let (label, a, b) = (known.key(), &o.key, &item.key);
                        return Err(format!("narrative.toml: {label} means both {a} and {b}"));
                    }
                    known.into_mut()
                }
            };
            of_label.push(i);
        }
    }
    Ok(labels)
}

impl Item {
    /// Do both count what they count at the same places?
    fn stands_with(&self, other: &Item) -> bool {
        (&self.kind, &self.section, &self.under, self.figure)
            == (&other.kind, &other.section, &other.under, other.figure)
    }
}

impl Narrative {
    /// The embedded vocabulary.
    pub fn builtin() -> Result<Narrative, String> {
        let file = embedded!("catalog/data/narrative");
        Narrative::of(file.map_err(|e: serde_json::Error| format!("narrative.toml: {e}"))?)
    }

    /// The vocabulary of a file; errors name the entry and what is wrong with it.
    fn of(file: File) -> Result<Narrative, String> {
        let units = Units::builtin().map_err(|e| e.to_string())?;
        let money = units.longest_first().cloned().collect();
        let mut words = file.words;
        let classes = names_in_prose().map_err(|e| e.to_string())?;
        words.subjects.classes = classes.into_iter().map(str::to_owned).collect();
        let endings = &words.subjects.endings;
        let tails = words.labels.tails.iter().filter(|w| !endings.contains(w));
        words.subjects.tails = tails.cloned().collect();
        let labels = indexed(&file.item, &file.section)?;
        let mut events = file.event;
        for event in &mut events {
            event.names.iter_mut().for_each(|name| *name = fold(name));
        }
        let longest = labels.keys().map(|l| l.chars().count()).max().unwrap_or(0);
        Ok(Narrative {
            money,
            words,
            sections: file.section,
            events,
            items: file.item,
            labels,
            longest,
        })
    }

    /// The section that a heading opens.
    pub fn section_of(&self, heading: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.words.iter().any(|w| heading.contains(w.as_str())))
    }

    /// What exactly `label` means at this place.
    pub fn meaning(&self, label: &str, place: Place) -> Option<&Item> {
        let fits = |item: &Item| {
            item.figure == place.figure
                && item.kind.as_deref().is_none_or(|k| place.kind.is_none_or(|p| p.as_str() == k))
                && (item.section.is_none() && item.under.is_none()
                    || item.section.is_some() && place.section == item.section.as_deref()
                    || item.under.is_some() && place.parent == item.under.as_deref())
        };
        let rank =
            |item: &Item| (item.under.is_some() || item.section.is_some(), item.kind.is_some());
        // Of equals the first in the file counts: max_by_key takes the last.
        self.labels
            .get(label)?
            .iter()
            .rev()
            .map(|&i| &self.items[i])
            .filter(|i| fits(i))
            .max_by_key(|i| rank(i))
    }

    /// The keys of the labels, those of assets for owned and for planned ones.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        let keys = self.items.iter().map(|i| i.key.as_str()).filter(|key| !key.is_empty());
        let keys = keys.flat_map(|key| ["owned", "planned"].map(|which| key.replace('*', which)));
        let counted = self.events.iter().flat_map(|event| &event.counted);
        keys.chain(counted.map(|counted| counted.key.clone()))
    }

    /// Characters of the longest label.
    pub fn longest_label(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_file_loads_and_tells_sections_apart() {
        let n = Narrative::builtin().unwrap();
        let id = |h: &str| n.section_of(h).map(|s| s.id.clone()).unwrap_or_default();
        assert_eq!(id("五、一般公共预算“三公”经费支出情况"), "three_public");
        assert_eq!(id("三、政府性基金预算拨款支出情况"), "government_fund");
        let place = Place { kind: Some(Kind::FinalAccounts), ..Place::default() };
        assert_eq!(n.meaning("本年收入合计", place).unwrap().key, "income_total");
        assert_eq!(
            n.meaning("本年收入合计", Place { kind: Some(Kind::Budget), ..place }).unwrap().key,
            "income_current_total"
        );
        assert_eq!(n.meaning("基本支出", place).unwrap().key, "expenditure_basic");
        assert_eq!(
            n.meaning("基本支出", Place { section: Some("basic"), ..place }).unwrap().key,
            "basic_expenditure_total"
        );
    }

    #[test]
    fn choices_in_braces_are_spelled_out() {
        assert_eq!(spellings("收入"), ["收入"]);
        assert_eq!(spellings("{收|支}{总|}预算"), ["收总预算", "收预算", "支总预算", "支预算"]);
    }

    #[test]
    fn faults_are_named() {
        let base = include_str!("../data/narrative.toml");
        let parse = |text: &str| Narrative::of(toml::from_str(text).unwrap());
        let twice = format!("{base}\n[[item]]\nkey = \"meetings\"\nlabels = [\"培训费\"]\n");
        assert!(parse(&twice).unwrap_err().contains("培训费 means both training and meetings"));
        let nowhere = format!(
            "{base}\n[[item]]\nkey = \"meetings\"\nsection = \"nowhere\"\nlabels = [\"某会\"]\n"
        );
        assert!(parse(&nowhere).unwrap_err().contains("no section nowhere"));
    }
}
