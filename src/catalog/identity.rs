//! How documents say whose they are, of which year and of what kind: `data/identity.toml`, whose comments say what each word
//! is for.

use super::wording::Wording;
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

/// The patterns, each compiled where a text may hold it.
#[allow(missing_docs)]
pub struct Patterns {
    pub year: Wording,
    pub of_year: Wording,
    pub government: Wording,
    pub in_prose: Wording,
    pub above_table: Wording,
    pub bare_year: Wording,
    pub stamp: Wording,
    pub date: Wording,
    pub numerals: Wording,
    pub kind: Wording,
    pub labelled: Wording,
    pub not_a_name: Wording,
    pub performance_name: Wording,
    pub around_name: Wording,
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
            embedded!("catalog/data/identity").map(made).expect("the embedded words are tested")
        });
        &WORDS
    }
}

/// A pattern of the file, with what two of its patterns stand for in others.
fn pattern(source: &str, tail: &str, numerals: &str) -> Wording {
    Wording::new(vec![source.replace("{tail}", tail).replace("{numerals}", numerals)])
}

fn made(File { patterns: p, words }: File) -> Identities {
    let pattern = |source: &str| pattern(source, &p.tail, &p.numerals);
    let patterns = Patterns {
        year: pattern(&p.year),
        of_year: pattern(&p.of_year),
        government: pattern(&p.government),
        in_prose: pattern(&p.in_prose),
        above_table: pattern(&p.above_table),
        bare_year: pattern(&p.bare_year),
        stamp: pattern(&p.stamp),
        date: pattern(&p.date),
        numerals: pattern(&p.numerals),
        kind: pattern(&p.kind),
        labelled: pattern(&p.labelled),
        not_a_name: pattern(&p.not_a_name),
        performance_name: pattern(&p.performance_name),
        around_name: pattern(&p.around_name.join("|")),
    };
    Identities { patterns, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_know_what_they_stand_for() {
        let p = &Identities::embedded().patterns;
        assert_eq!(&p.year.captures("2026年度").unwrap()[1], "2026");
        assert!(p.date.is_in("2026年3月") && p.numerals.is_in("二〇二六年"));
        assert_eq!(&p.kind.captures("某局2026年部门预算公开").unwrap()[2], "预算");
        assert_eq!(&p.labelled.captures("编制单位(盖章):某局").unwrap()[1], "某局");
        assert!(p.not_a_name.is_in("目录") && !p.not_a_name.is_in("某局"));
        assert_eq!(p.around_name.without("二〇二六年度某局部门预算"), "某局");
    }

    #[test]
    fn every_pattern_compiles() {
        let file: toml::Table = toml::from_str(include_str!("data/identity.toml")).unwrap();
        let patterns = file["patterns"].as_table().unwrap();
        let text = |key: &str| patterns[key].as_str().unwrap();
        for (key, source) in patterns {
            let source = match source.as_array() {
                Some(all) => all.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>(),
                None => vec![text(key)],
            };
            let pattern = pattern(&source.join("|"), text("tail"), text("numerals"));
            assert_eq!(pattern.fault(), None, "{key}");
        }
    }
}
