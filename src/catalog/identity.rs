//! How documents say whose they are, of which year and of what kind: `data/identity.toml`, whose comments say what each word
//! is for.

use super::CatalogError;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    patterns: Sources,
    words: Words,
}

/// The patterns as they stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    year: String,
    of_year: String,
    government: String,
    in_prose: String,
    above_table: String,
    bare_year: String,
    stamp: String,
    date: String,
    numerals: String,
    tail: String,
    kind: String,
    labelled: String,
    not_a_name: String,
    performance_name: String,
    around_name: Vec<String>,
}

/// The patterns, compiled once.
#[allow(missing_docs)]
pub struct Patterns {
    pub year: Regex,
    pub of_year: Regex,
    pub government: Regex,
    pub in_prose: Regex,
    pub above_table: Regex,
    pub bare_year: Regex,
    pub stamp: Regex,
    pub date: Regex,
    pub numerals: Regex,
    pub kind: Regex,
    pub labelled: Regex,
    pub not_a_name: Regex,
    pub performance_name: Regex,
    pub around_name: Regex,
}

/// The words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Words {
    pub final_accounts: String,
    pub budget: String,
    pub unit: String,
    pub appendix: String,
    pub ends_of_name: String,
    pub money_behind: Vec<String>,
    pub money: Vec<String>,
    pub list_of_units: String,
    pub behind_name: Vec<String>,
    pub places: Vec<String>,
    pub of_itself: Vec<String>,
    /// What the titles of tables hold.
    pub titles: Titles,
    /// What lines hold, or how they begin.
    pub lines: Lines,
}

/// Words of the scope in the titles of tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Titles {
    pub unit: Vec<String>,
    pub department: Vec<String>,
    pub neither: Vec<String>,
    pub whole_unit: Vec<String>,
    pub whole_department: Vec<String>,
}

/// Words of the scope in lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Lines {
    pub hold_department: Vec<String>,
    pub hold_unit: Vec<String>,
    pub begin_department: Vec<String>,
    pub begin_unit: Vec<String>,
}

/// Words and patterns of the identity.
pub struct Identities {
    /// The patterns.
    pub patterns: Patterns,
    /// The words.
    pub words: Words,
}

impl Identities {
    /// Those that the program carries, read once.
    pub fn embedded() -> &'static Identities {
        static WORDS: LazyLock<Identities> = LazyLock::new(|| {
            load(include_str!("data/identity.toml")).expect("the embedded words are tested")
        });
        &WORDS
    }
}

fn load(text: &str) -> Result<Identities, CatalogError> {
    let fault = |key: &str, e: String| CatalogError::new("identity.toml", key, e);
    let File { patterns: p, words } = toml::from_str(text).map_err(|e| fault("", e.to_string()))?;
    let compile = |key: &str, source: &str| {
        let source = source.replace("{tail}", &p.tail).replace("{numerals}", &p.numerals);
        Regex::new(&source).map_err(|e| fault(key, e.to_string()))
    };
    let patterns = Patterns {
        year: compile("year", &p.year)?,
        of_year: compile("of_year", &p.of_year)?,
        government: compile("government", &p.government)?,
        in_prose: compile("in_prose", &p.in_prose)?,
        above_table: compile("above_table", &p.above_table)?,
        bare_year: compile("bare_year", &p.bare_year)?,
        stamp: compile("stamp", &p.stamp)?,
        date: compile("date", &p.date)?,
        numerals: compile("numerals", &p.numerals)?,
        kind: compile("kind", &p.kind)?,
        labelled: compile("labelled", &p.labelled)?,
        not_a_name: compile("not_a_name", &p.not_a_name)?,
        performance_name: compile("performance_name", &p.performance_name)?,
        around_name: compile("around_name", &p.around_name.join("|"))?,
    };
    Ok(Identities { patterns, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_know_what_they_stand_for() {
        let p = &Identities::embedded().patterns;
        assert_eq!(&p.year.captures("2026年度").unwrap()[1], "2026");
        assert!(p.date.is_match("2026年3月") && p.numerals.is_match("二〇二六年"));
        assert_eq!(&p.kind.captures("某局2026年部门预算公开").unwrap()[2], "预算");
        assert_eq!(&p.labelled.captures("编制单位(盖章):某局").unwrap()[1], "某局");
        assert!(p.not_a_name.is_match("目录") && !p.not_a_name.is_match("某局"));
        assert_eq!(p.around_name.replace_all("二〇二六年度某局部门预算", ""), "某局");
    }

    #[test]
    fn a_fault_is_told_by_its_key() {
        let broken = include_str!("data/identity.toml")
            .replace("performance_name = '^", "performance_name = '(");
        assert!(load(&broken).err().unwrap().to_string().contains("performance_name"));
    }
}
