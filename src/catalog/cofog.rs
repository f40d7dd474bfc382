//! 款 of 支出功能分类科目 → divisions of COFOG (`data/cofog.tsv`): unofficial, and so handed out only to who asks for it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A 款, and where COFOG has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Code of the 款.
    pub code: &'static str,
    /// Two digits; empty where no single division holds it.
    pub division: &'static str,
    /// Name of the division; empty where there is none.
    pub name: &'static str,
    /// Why there is none, or what else may be in it.
    pub note: &'static str,
}

/// All 款 that the code list knows, in its order.
pub fn places() -> &'static [Place] {
    static PLACES: LazyLock<Vec<Place>> =
        LazyLock::new(|| parse(include_str!("data/cofog.tsv")).expect("the file is tested"));
    &PLACES
}

/// Lines of a division and its name, and of a 款, its division and a note; what is wrong with the first one that is neither.
fn parse(text: &'static str) -> Result<Vec<Place>, String> {
    let mut divisions: BTreeMap<&str, &str> = BTreeMap::new();
    let mut places = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let [code, second, note] = [(); 3].map(|()| fields.next().unwrap_or_default());
        let name = divisions.get(second).copied();
        match (code.len(), name) {
            (2, _) => drop(divisions.insert(code, second)),
            (5, Some(name)) => places.push(Place { code, division: second, name, note }),
            (5, None) if second.is_empty() && !note.is_empty() => {
                places.push(Place { code, division: "", name: "", note });
            }
            _ => {
                return Err(format!(
                    "cofog.tsv: `{line}` is no division and no 款 with one or a note"
                ));
            }
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::subjects::Subjects;
    use std::collections::BTreeSet;

    #[test]
    fn every_subject_of_that_level_has_a_division_or_a_reason() {
        let places: BTreeSet<&str> = places().iter().map(|place| place.code).collect();
        let subjects = Subjects::embedded().list("function").map(|(code, _)| code);
        assert_eq!(places, subjects.filter(|code| code.len() == 5).collect());
    }

    #[test]
    fn a_line_without_division_and_note_is_an_error() {
        assert_eq!(parse("09\tEducation\n20502\t09").unwrap()[0].name, "Education");
        assert!(parse("09\tEducation\n20502\t08").is_err());
        assert!(parse("20701").is_err());
    }
}
