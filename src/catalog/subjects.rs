//! The year's 政府收支分类科目 as far as the project knows them: codes, names, former names, and where they come from.
//!
//! One file per classification, `data/subjects_*.tsv`, tab-separated: code, name, in how many disclosures that name was
//! seen (0: known from the classification itself), first and last year seen, former or rival names separated by `|`, with
//! the last fiscal year that they were in force where that is known: `医疗卫生与计划生育支出@2018`.
//! No complete official list was to be had: a code that is not here may well exist.

use crate::model::{Classification, squeeze};
use std::collections::HashMap;
use std::sync::LazyLock;

const FUNCTION: &str = include_str!("data/subjects_function.tsv");
const ECONOMIC: &str = include_str!("data/subjects_economic.tsv");
const GOVERNMENT_ECONOMIC: &str = include_str!("data/subjects_government_economic.tsv");

/// A code of a classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its name now.
    pub name: &'static str,
    /// In how many disclosures the name was seen.
    pub seen: u32,
    /// First and last fiscal year in which the code was seen.
    pub years: Option<(u16, u16)>,
    /// Names that the code had before, or goes by here and there.
    pub former: Vec<Former>,
}

/// A name that a code had before, or goes by here and there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Former {
    /// The name.
    pub name: &'static str,
    /// The last fiscal year that it was in force, where known.
    pub until: Option<u16>,
}

/// How a printed name goes with its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The code's name in that year, or as good as.
    Same,
    /// A name that was no longer in force; the present one, and the last year of the old one where known.
    Former(&'static str, Option<u16>),
    /// The name of something else; the code's name.
    Other(&'static str),
    /// The list does not know the code.
    Unknown,
}

/// The code lists.
#[derive(Debug, Default)]
pub struct Subjects {
    lists: HashMap<Classification, HashMap<&'static str, Subject>>,
}

impl Subjects {
    /// The lists that the program carries, read once.
    pub fn embedded() -> &'static Subjects {
        static LISTS: LazyLock<Subjects> = LazyLock::new(|| {
            let read = |text| parse(text).expect("the embedded lists are tested");
            let lists = [
                (Classification::Function, read(FUNCTION)),
                (Classification::Economic, read(ECONOMIC)),
                (Classification::GovernmentEconomic, read(GOVERNMENT_ECONOMIC)),
            ];
            Subjects { lists: lists.into_iter().collect() }
        });
        &LISTS
    }

    /// The code, if the list has it.
    pub fn get(&self, classification: Classification, code: &str) -> Option<&Subject> {
        self.lists.get(&classification)?.get(code)
    }

    /// The codes of a classification, ascending, each class before what is under it.
    pub fn list(&self, classification: Classification) -> Vec<(&'static str, &Subject)> {
        let mut list: Vec<_> = self
            .lists
            .get(&classification)
            .into_iter()
            .flatten()
            .map(|(code, subject)| (*code, subject))
            .collect();
        list.sort_by_key(|(code, _)| *code);
        list
    }

    /// Does the list have the code?
    pub fn known(&self, classification: Classification, code: &str) -> bool {
        self.get(classification, code).is_some()
    }

    /// The names that the code goes by, the present one first.
    pub fn names(&self, classification: Classification, code: &str) -> Vec<&'static str> {
        self.get(classification, code).map_or_else(Vec::new, |s| {
            std::iter::once(s.name).chain(s.former.iter().map(|f| f.name)).collect()
        })
    }

    /// How `printed` goes with `code` in a disclosure of that fiscal year. Only a name that shares less than half of its characters with every name of the code
    /// is another's: offices shorten, and the lists were read from what offices print.
    pub fn agreement(
        &self,
        classification: Classification,
        code: &str,
        printed: &str,
        year: Option<u16>,
    ) -> Agreement {
        let Some(subject) = self.get(classification, code) else { return Agreement::Unknown };
        let printed = plain(printed);
        if printed == plain(subject.name) {
            return Agreement::Same;
        }
        if let Some(former) = subject.former.iter().find(|f| plain(f.name) == printed) {
            let in_force = former.until.zip(year).is_some_and(|(until, year)| year <= until);
            return if in_force {
                Agreement::Same
            } else {
                Agreement::Former(subject.name, former.until)
            };
        }
        let names = std::iter::once(subject.name).chain(subject.former.iter().map(|f| f.name));
        match names.map(|name| likeness(&plain(name), &printed)).max() {
            Some(likeness) if likeness >= LIKE => Agreement::Same,
            _ if subject.seen == 0 || subject.seen >= ATTESTED => Agreement::Other(subject.name),
            _ => Agreement::Unknown,
        }
    }
}

/// Are two names one name, but for brackets, a word left out or a character changed?
pub fn alike(a: &str, b: &str) -> bool {
    likeness(&plain(a), &plain(b)) >= LIKE
}

/// Percent of the longer name that two names share, in order, to count as one.
const LIKE: usize = 50;
/// A name seen in fewer disclosures may itself be a slip.
const ATTESTED: u32 = 4;

/// Letters only, without brackets, marks and the word 支出 at the end.
fn plain(name: &str) -> String {
    let letters: String = squeeze(name).chars().filter(|c| c.is_alphanumeric()).collect();
    letters.strip_suffix("支出").filter(|s| !s.is_empty()).map(str::to_owned).unwrap_or(letters)
}

/// The longest common subsequence of two names, in percent of the longer, where neither contains the other.
fn likeness(a: &str, b: &str) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a.contains(b) || b.contains(a) {
        return 100;
    }
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(60).collect(), b.chars().take(60).collect());
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()] * 100 / a.len().max(b.len())
}

/// A list's lines; the fault and its line number where one is not as the module's doc says.
fn parse(text: &'static str) -> Result<HashMap<&'static str, Subject>, String> {
    let mut list = HashMap::new();
    for (number, line) in
        text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty())
    {
        let at = |what: &str| format!("line {}: {what}: {line}", number + 1);
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, name, seen, years, former] = fields[..] else {
            return Err(at("not five fields"));
        };
        if !matches!(code.len(), 3 | 5 | 7)
            || !code.bytes().all(|b| b.is_ascii_digit())
            || name.is_empty()
        {
            return Err(at("no code of 3, 5 or 7 digits with a name"));
        }
        let years = match years.split_once('-') {
            Some((first, last)) => Some((
                first.parse().map_err(|_| at("years"))?,
                last.parse().map_err(|_| at("years"))?,
            )),
            None if years.is_empty() => None,
            None => return Err(at("years are first-last")),
        };
        let named = |f: &'static str| match f.split_once('@') {
            Some((name, year)) => Ok(Former {
                name,
                until: Some(year.parse().map_err(|_| at("a former name's year"))?),
            }),
            None => Ok(Former { name: f, until: None }),
        };
        let former = former
            .split('|')
            .filter(|f| !f.is_empty())
            .map(named)
            .collect::<Result<Vec<Former>, String>>()?;
        let subject = Subject {
            name,
            seen: seen.parse().map_err(|_| at("seen is no number"))?,
            years,
            former,
        };
        if list.insert(code, subject).is_some() {
            return Err(at("the code comes twice"));
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Classification::{Economic, Function, GovernmentEconomic};

    #[test]
    fn the_embedded_lists_are_whole() {
        for (text, least) in [(FUNCTION, 428), (ECONOMIC, 100), (GOVERNMENT_ECONOMIC, 40)] {
            let list = parse(text).unwrap();
            assert!(list.len() >= least, "{}", list.len());
            for code in list.keys().filter(|c| c.len() > 3) {
                assert!(list.contains_key(&code[..3]), "{code} without its class");
            }
        }
    }

    #[test]
    fn names_agree_or_do_not() {
        let all = Subjects::embedded();
        let of = |list, code, printed| all.agreement(list, code, printed, Some(2026));
        assert_eq!(of(Function, "208", "社会保障和就业支出"), Agreement::Same);
        assert_eq!(of(Function, "208", "社会保障和就业"), Agreement::Same);
        assert_eq!(of(Function, "20103", "政府办公厅(室)及相关机构事务"), Agreement::Same);
        assert_eq!(of(Function, "2010301", "一般行政管理事务"), Agreement::Other("行政运行"));
        assert_eq!(of(Function, "2999999", "别的"), Agreement::Unknown);
        assert_eq!(of(Economic, "30217", "公务接待费"), Agreement::Same);
        assert_eq!(of(GovernmentEconomic, "50101", "工资奖金津补贴"), Agreement::Same);
    }

    #[test]
    fn a_name_belongs_to_its_years() {
        let of =
            |code, printed, year| Subjects::embedded().agreement(Function, code, printed, year);
        let former = Agreement::Former("卫生健康支出", Some(2018));
        assert_eq!(of("210", "医疗卫生与计划生育支出", Some(2018)), Agreement::Same);
        assert_eq!(of("210", "医疗卫生与计划生育支出", Some(2019)), former);
        assert_eq!(of("210", "医疗卫生与计划生育支出", None), former);
        assert_eq!(of("20805", "行政事业单位离退休", Some(2019)), Agreement::Same);
        assert_eq!(
            of("20805", "行政事业单位离退休", Some(2024)),
            Agreement::Former("行政事业单位养老支出", Some(2019))
        );
        assert_eq!(
            of("215", "资源勘探信息等支出", Some(2022)),
            Agreement::Former("资源勘探工业信息等支出", Some(2019))
        );
    }

    #[test]
    fn a_faulty_line_is_named() {
        assert!(
            parse("208\t社会保障和就业支出\t1\t2020-2021")
                .unwrap_err()
                .starts_with("line 1: not five fields")
        );
        assert!(
            parse("208\t社会保障和就业支出\t1\t\t社保@旧")
                .unwrap_err()
                .contains("a former name's year")
        );
        assert!(parse("20\t短\t1\t\t").unwrap_err().contains("no code of 3, 5 or 7 digits"));
    }
}
