//! Functional subjects that the prose names without brackets, codes or marks: 1.行政运行5万元, 某类支出某款某项5万元.
//!
//! 1. What stands between the ordinal and the figure, connecting words taken off, is the name and nothing else.
//! 2. It is a name of the code list: that of a 款 or 项, or those of its 款 or 类 before it.
//! 3. A name that an economic subject bears too (住房公积金) tells nothing without the names above it.

use super::subject::{Named, before_tails, name_start};
use crate::catalog::narrative::Narrative;
use crate::catalog::subjects::Subjects;
use crate::model::Classification;

/// The longest name is a path of this many characters.
const LONG: usize = 80;

/// The subject that `chars` are the name of, and where its name begins.
pub(super) fn listed(chars: &[char], words: &Narrative) -> Option<(usize, Named)> {
    let end = before_tails(chars, &words.words);
    let start = name_start(&chars[..end], &words.words);
    let spent =
        chars[..end].strip_suffix(&words.words.subjects.spending.chars().collect::<Vec<_>>()[..]);
    let spent = spent.filter(|rest| rest.len() > start).map(|rest| &rest[start..]);
    let found = subject(&chars[start..end], false).or_else(|| subject(spent?, true));
    let (name, level) = found?;
    Some((start, Named { code: String::new(), name, level, end }))
}

/// The name and level of the subject that the characters name, with those above it or, unless `below` is asked, alone.
fn subject(chars: &[char], below: bool) -> Option<(String, char)> {
    if !(2..=LONG).contains(&chars.len()) {
        return None;
    }
    let list = Subjects::embedded();
    (0..chars.len() - 1).find_map(|at| {
        let name: String = chars[at..].iter().collect();
        let above: String = chars[..at].iter().collect();
        let codes = list.named(Classification::Function, &name);
        let codes = codes.into_iter().filter(|c| c.len() > 3 && stands_below(c, &above, list));
        let code = codes.max_by_key(|c| c.len())?;
        let economic = || !list.named(Classification::Economic, &name).is_empty();
        (!above.is_empty() || !below && !economic())
            .then_some((name, if code.len() == 5 { '款' } else { '项' }))
    })
}

/// Are these words the names of what stands above the code: nothing, its 款, its 类, or both?
fn stands_below(code: &str, above: &str, list: &Subjects) -> bool {
    let names = |digits: &str| -> Vec<&str> {
        let found = list.get(Classification::Function, digits);
        found.map_or(Vec::new(), |s| s.names.iter().map(|n| n.name).collect())
    };
    let classes = names(&code[..3]);
    let groups = if code.len() == 7 { names(&code[..5]) } else { Vec::new() };
    let both = |rest: &str| rest.is_empty() || groups.contains(&rest);
    both(above) || classes.iter().any(|class| above.strip_prefix(class).is_some_and(both))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, char)> {
        let chars: Vec<char> = text.chars().collect();
        listed(&chars, &Narrative::builtin().unwrap()).map(|(_, n)| (n.name, n.level))
    }
    fn of(name: &str, level: char) -> Option<(String, char)> {
        Some((name.into(), level))
    }

    #[test]
    fn a_name_of_the_list_stands_alone_or_below_its_own() {
        assert_eq!(read("1.行政运行"), of("行政运行", '项'));
        assert_eq!(read("(2)小学教育2024年预算数为"), of("小学教育", '项'));
        assert_eq!(read("其中:住房改革支出预算数"), of("住房改革支出", '款'));
        assert_eq!(read("住房保障支出住房改革支出住房公积金"), of("住房公积金", '项'));
        assert_eq!(read("教育支出普通教育小学教育"), of("小学教育", '项'));
        assert_eq!(read("教育支出普通教育小学教育支出"), of("小学教育", '项'));
        assert_eq!(read("小学教育支出"), None);
    }

    #[test]
    fn other_words_and_names_of_two_lists_are_none() {
        assert_eq!(read("住房公积金"), None);
        assert_eq!(read("某局行政运行"), None);
        assert_eq!(read("教育支出住房改革支出住房公积金"), None);
        assert_eq!(read("教育支出"), None);
        assert_eq!(read("专项业务经费"), None);
        assert_eq!(read("2024年"), None);
    }
}
