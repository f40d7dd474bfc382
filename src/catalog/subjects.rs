//! 政府收支分类科目 as far as the project knows them: codes, and the names that each had from year to year.
//!
//! One file per classification, `data/subjects_*.tsv`, tab-separated, a line for each name of a code, the present one first:
//! code, name, the fiscal years in which it was seen (`2019-2022,2024`; `-2018`: until then; empty: not known), in how many
//! documents (0: known from the classification itself).
//! No complete official list was to be had: a code that is not here may well exist, and a name of one document may be a slip.

mod names;

pub use names::{Name, Subject, alike};

use crate::model::Classification;
use hashbrown::HashMap;
use names::{near, plain};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{LazyLock, OnceLock};

/// Each classification by its word in the output, and its file. Codes of revenue stand in no table that is read by code.
const FILES: [(&str, &str); 4] = [
    (Classification::Function.as_str(), include_str!("data/subjects_function.tsv")),
    (Classification::Economic.as_str(), include_str!("data/subjects_economic.tsv")),
    (
        Classification::GovernmentEconomic.as_str(),
        include_str!("data/subjects_government_economic.tsv"),
    ),
    ("revenue", include_str!("data/subjects_revenue.tsv")),
];

/// How a printed name goes with its code in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The code's name in that year.
    Same,
    /// A name that was no longer in force; that year's, and the last year of the printed one where known.
    Former(&'static str, Option<u16>),
    /// A name that the code only had later; that year's, and the first year of the printed one.
    Later(&'static str, u16),
    /// Neither the code's name nor surely another's: near to it, or the list is not sure of that year's name.
    Unsure,
    /// The name of something else; the code's name.
    Other(&'static str),
    /// The list does not know the code.
    Unknown,
}

type List = BTreeMap<&'static str, Subject>;

/// The code lists.
#[derive(Debug, Default)]
pub struct Subjects {
    lists: Vec<Codes>,
}

/// One of them.
#[derive(Debug)]
struct Codes {
    word: &'static str,
    list: List,
    /// The codes that have, or had, a name, by the name in plain letters; made when one is asked for.
    named: OnceLock<HashMap<String, Vec<&'static str>>>,
}

impl Codes {
    fn new(word: &'static str, list: List) -> Codes {
        Codes { word, list, named: OnceLock::new() }
    }

    /// The codes that have, or had, the name, ascending.
    fn named(&self, name: &str) -> &[&'static str] {
        let named = self.named.get_or_init(|| {
            let mut named: HashMap<_, Vec<_>> = HashMap::with_capacity(self.list.len());
            for (code, subject) in &self.list {
                for name in &subject.names {
                    named.entry(plain(name.name)).or_default().push(*code);
                }
            }
            named
        });
        named.get(&plain(name)).map_or(&[], Vec::as_slice)
    }
}

impl Subjects {
    /// The lists that the program carries, read once.
    pub fn embedded() -> &'static Subjects {
        static LISTS: LazyLock<Subjects> = LazyLock::new(|| {
            let read = |(word, text)| {
                Codes::new(word, parse(text).expect("the embedded lists are tested"))
            };
            Subjects { lists: FILES.map(read).into() }
        });
        &LISTS
    }

    /// The words of the lists: the classifications, and `revenue`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        FILES.into_iter().map(|(word, _)| word)
    }

    fn codes(&self, word: &str) -> Option<&Codes> {
        self.lists.iter().find(|codes| codes.word == word)
    }

    /// The codes of a list, ascending, each class before what is under it.
    pub fn list(&self, word: &str) -> impl Iterator<Item = (&'static str, &Subject)> {
        let list = self.codes(word).into_iter().flat_map(|codes| &codes.list);
        list.map(|(code, subject)| (*code, subject))
    }

    /// The code, if the list has it.
    pub fn find(&self, word: &str, code: &str) -> Option<&Subject> {
        self.codes(word)?.list.get(code)
    }

    /// The code, if the classification's list has it.
    pub fn get(&self, classification: Classification, code: &str) -> Option<&Subject> {
        self.find(classification.as_str(), code)
    }

    /// The code as the list has it.
    pub fn code(&self, classification: Classification, code: &str) -> Option<&'static str> {
        self.codes(classification.as_str())?.list.get_key_value(code).map(|(code, _)| *code)
    }

    /// Does the list have codes below this one, or not know the code? Some 款 have no 项 (21999).
    pub fn is_divided(&self, classification: Classification, code: &str) -> bool {
        let Some(codes) = self.codes(classification.as_str()) else { return true };
        let mut behind = codes.list.range::<str, _>((Bound::Excluded(code), Bound::Unbounded));
        behind.next().is_some_and(|(c, _)| c.starts_with(code)) || !codes.list.contains_key(code)
    }

    /// The code of that many digits below `above` that has, or had, the name.
    pub fn below(
        &self,
        classification: Classification,
        above: &str,
        name: &str,
        digits: usize,
    ) -> Option<&'static str> {
        let named = self.codes(classification.as_str())?.named(name);
        named.iter().copied().find(|code| code.len() == digits && code.starts_with(above))
    }

    /// The codes that have, or had, this very name.
    pub fn named(&self, classification: Classification, name: &str) -> Vec<&'static str> {
        let Some(codes) = self.codes(classification.as_str()) else { return Vec::new() };
        let of = |code: &&str| codes.list[code].names.iter().any(|n| n.name == name);
        codes.named(name).iter().copied().filter(of).collect()
    }

    /// Has another code below the same one that name?
    fn is_beside(&self, classification: Classification, code: &str, plain_name: &str) -> bool {
        let above = &code[..code.len().saturating_sub(2).max(1)];
        let found = self.below(classification, above, plain_name, code.len());
        found.is_some_and(|found| found != code)
    }

    /// How `printed` goes with `code` in a disclosure of that fiscal year. Only a name that shares less than half of its
    /// characters with every name of the code is another's, and only where the list is sure of that year's: offices
    /// shorten, and the lists were read from what offices print.
    pub fn agreement(
        &self,
        classification: Classification,
        code: &str,
        printed: &str,
        year: Option<u16>,
    ) -> Agreement {
        let Some(subject) = self.get(classification, code) else { return Agreement::Unknown };
        let present = subject.present();
        let of_year = match year {
            Some(year) => subject.in_force(year),
            None => Some(present),
        };
        let printed = plain(printed);
        let Some(own) = subject.names.iter().find(|name| plain(name.name) == printed) else {
            let near = subject.names.iter().any(|name| near(&plain(name.name), &printed));
            // 退休费 is near to 离休费, and is the name of the next code.
            let near = near && !self.is_beside(classification, code, &printed);
            return match of_year.filter(|name| !near && name.is_sure()) {
                Some(name) => Agreement::Other(name.name),
                None => Agreement::Unsure,
            };
        };
        match (of_year, year, own.span()) {
            // Between two names it is not known when the one became the other.
            (None, ..) => Agreement::Same,
            (Some(name), ..) if name == own => Agreement::Same,
            (Some(name), Some(year), Some((first, _))) if year < first => {
                Agreement::Later(name.name, first)
            }
            (Some(name), _, span) => Agreement::Former(name.name, span.map(|(_, last)| last)),
        }
    }
}

/// A list's lines; the fault and its line number where one is not as the module's doc says.
fn parse(text: &'static str) -> Result<List, String> {
    let mut list: Vec<(&str, Subject)> = Vec::new();
    for (number, line) in
        text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty())
    {
        let at = |what: &str| format!("line {}: {what}: {line}", number + 1);
        let mut fields = line.split('\t');
        let [code, name, years, seen, None] = [(); 5].map(|()| fields.next()) else {
            return Err(at("not four fields"));
        };
        let [Some(code), Some(name), Some(years), Some(seen)] = [code, name, years, seen] else {
            return Err(at("not four fields"));
        };
        if !matches!(code.len(), 3 | 5 | 7)
            || !code.bytes().all(|b| b.is_ascii_digit())
            || name.is_empty()
        {
            return Err(at("no code of 3, 5 or 7 digits with a name"));
        }
        let name = Name {
            name,
            years: names::parse_years(years)
                .ok_or_else(|| at("years are 2019, 2019-2022 or -2018, between commas"))?,
            seen: seen.parse().map_err(|_| at("seen is no number"))?,
        };
        match list.last_mut() {
            Some((last, _)) if *last > code => {
                return Err(at("the code stands behind a higher one"));
            }
            Some((last, subject)) if *last == code => {
                if subject.names.iter().any(|n| n.name == name.name) {
                    return Err(at("the name comes twice"));
                }
                subject.names.push(name);
            }
            _ => list.push((code, Subject { names: vec![name] })),
        }
    }
    Ok(list.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Classification::{Economic, Function, GovernmentEconomic};

    #[test]
    fn the_embedded_lists_are_whole() {
        for ((word, text), least) in FILES.into_iter().zip([1780, 110, 75, 150]) {
            let list = parse(text).unwrap();
            assert!(list.len() >= least, "{word}: {}", list.len());
            // No document prints 102 and 104 of revenue.
            for code in list.keys().filter(|c| c.len() > 3 && word != "revenue") {
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
    fn what_is_near_to_the_name_is_not_called_the_same() {
        let of = |printed| Subjects::embedded().agreement(Function, "2130306", printed, Some(2026));
        assert_eq!(of("水利工程运行与维护"), Agreement::Same);
        assert_eq!(of("水利工程运行与维"), Agreement::Unsure);
        assert_eq!(of("水利工程运营与维护"), Agreement::Unsure);
        let next = Subjects::embedded().agreement(Economic, "30301", "退休费", Some(2026));
        assert_eq!(next, Agreement::Other("离休费"));
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
        assert_eq!(of("215", "资源勘探信息等支出", Some(2017)), Agreement::Same);
        assert_eq!(of("2013804", "市场主体管理", Some(2024)), Agreement::Same);
        let later = Agreement::Later("市场主体管理", 2025);
        assert_eq!(of("2013804", "经营主体管理", Some(2024)), later);
    }

    #[test]
    fn a_name_of_one_document_contradicts_nothing() {
        let text = "216\t商业服务业等支出\t2019-2026\t9\n21606\t甲乙丙丁\t2019\t1\n";
        let lists = Subjects { lists: vec![Codes::new(Function.as_str(), parse(text).unwrap())] };
        let of = |code, printed| lists.agreement(Function, code, printed, Some(2019));
        assert_eq!(of("21606", "戊己庚辛"), Agreement::Unsure);
        assert_eq!(of("216", "戊己庚辛"), Agreement::Other("商业服务业等支出"));
    }

    #[test]
    fn a_faulty_line_is_named() {
        assert!(
            parse("208\t社会保障和就业支出\t2020-2021")
                .unwrap_err()
                .starts_with("line 1: not four fields")
        );
        assert!(parse("208\t社会保障和就业支出\t旧\t1").unwrap_err().contains("years are"));
        assert!(parse("20\t短\t\t1").unwrap_err().contains("no code of 3, 5 or 7 digits"));
        assert!(parse("208\t乙\t\t1\n205\t甲\t\t1").unwrap_err().contains("behind a higher one"));
    }
}
