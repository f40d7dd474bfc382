//! What a disclosure owes its readers: `data/owed/*.toml`, and lists of the user's (`--owed`).
//!
//! A list of the user's has entries like those files (the head of `disclosures.toml` says what they hold), and `source`, the
//! circular that asks for them. One with the id of an entry that is known takes its place; `drop = ["section.glossary"]` leaves
//! entries out.

use super::CatalogError;
use super::near::{nearest, toml_fault};
use super::wording::Wording;
use crate::model::{Classification, Identity, Kind, Scope};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

/// What a name of a file begins with among a user's templates, where it is a list of obligations.
pub const LIST: &str = "owed:";

/// What shows that an obligation is met.
#[derive(Debug, Clone)]
pub enum Shown {
    /// One of these tables.
    Table(Vec<String>),
    /// Codes of so many digits in one of these tables.
    Depth { tables: Vec<String>, digits: usize, classification: Classification },
    /// One of these items of the three-public table.
    Part(Vec<String>),
    /// A note of its own where one of these tables is empty.
    Note(Vec<String>),
    /// A section: its heading, a sentence, a figure of the prose, or performance tables.
    Section { heading: Wording, text: Wording, keys: Vec<String>, duties: bool, projects: bool },
    /// A reason behind a change of one of these figures, or behind a sentence that tells of one.
    Reason { keys: Vec<String>, text: Wording },
    /// One of these figures, or a sentence; not owed where one of the items or keys is zero.
    Stated { keys: Vec<String>, text: Wording, unless: Vec<String> },
}

/// An obligation.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// The rule that it falls under.
    pub rule: String,
    /// What is owed, in English and in Chinese.
    pub name: [String; 2],
    /// The circular that asks for it.
    pub source: String,
    /// What shows it.
    pub shown: Shown,
    kind: Option<Kind>,
    scope: Option<Scope>,
    years: (u16, u16),
    provinces: Vec<String>,
    elsewhere: Wording,
}

impl Duty {
    /// Does a body of this name publish by a circular that is not among the lists? `is_local` says that it is a division's:
    /// universities that are none's are those of ministries.
    pub fn is_told_elsewhere(&self, identity: &Identity, is_local: bool) -> bool {
        let named = |name: &String| self.elsewhere.is_in(name);
        !is_local && identity.unit_name.as_ref().is_some_and(named)
    }

    /// Does a disclosure of this kind and scope, of this year and division, owe it? What is not known excludes nothing but
    /// a province.
    pub fn is_owed_by(&self, identity: &Identity, division: Option<&str>) -> bool {
        let agrees = |year: u16| (self.years.0..=self.years.1).contains(&year);
        self.kind.is_none_or(|kind| identity.kind.is_none_or(|k| k == kind))
            && self.scope.is_none_or(|scope| identity.scope.is_none_or(|s| s == scope))
            && identity.fiscal_year.is_none_or(agrees)
            && (self.provinces.is_empty()
                || division.is_some_and(|code| self.provinces.iter().any(|p| code.starts_with(p))))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    /// Names of bodies that, where no division is theirs, publish by another circular.
    #[serde(default)]
    elsewhere: Wording,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    owed: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    rule: String,
    name: [String; 2],
    source: Option<String>,
    kind: Option<Kind>,
    scope: Option<Scope>,
    from: Option<u16>,
    to: Option<u16>,
    #[serde(default)]
    province: Vec<String>,
    #[serde(default)]
    table: Vec<String>,
    depth: Option<usize>,
    classification: Option<Classification>,
    #[serde(default)]
    part: Vec<String>,
    #[serde(default)]
    empty: Vec<String>,
    #[serde(default)]
    heading: Wording,
    #[serde(default)]
    text: Wording,
    #[serde(default)]
    key: Vec<String>,
    #[serde(default)]
    duties: bool,
    #[serde(default)]
    projects: bool,
    #[serde(default)]
    change: Vec<String>,
    #[serde(default)]
    stated: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

impl Entry {
    /// What shows it; by the fields that it has, of which one rule has one.
    fn shown(&self) -> Option<Shown> {
        let list = |list: &Vec<String>| Some(list.clone()).filter(|list| !list.is_empty());
        let shown = match &*self.rule {
            "R1" => Shown::Table(list(&self.table)?),
            "R2" => Shown::Depth {
                tables: list(&self.table)?,
                digits: self.depth?,
                classification: self.classification?,
            },
            "R3" => Shown::Part(list(&self.part)?),
            "R4" => Shown::Note(list(&self.empty)?),
            "R5" => Shown::Section {
                heading: Some(&self.heading).filter(|h| !h.is_empty())?.clone(),
                text: self.text.clone(),
                keys: self.key.clone(),
                duties: self.duties,
                projects: self.projects,
            },
            "R6" => Shown::Reason { keys: list(&self.change)?, text: self.text.clone() },
            "R7" if self.stated.is_empty() && self.text.is_empty() => return None,
            "R7" => Shown::Stated {
                keys: self.stated.clone(),
                text: self.text.clone(),
                unless: self.unless.clone(),
            },
            _ => return None,
        };
        Some(shown)
    }

    fn duty(self, file: &str, source: &str, elsewhere: &Wording) -> Result<Duty, CatalogError> {
        let fault = |message: String| CatalogError::new(file_of(file), &self.id, message);
        for wording in [&self.heading, &self.text] {
            // a user's is compiled at once, to say where it is wrong; the crate's own by a test
            if file.starts_with(LIST)
                && let Some(wrong) = wording.fault()
            {
                return Err(fault(wrong));
            }
        }
        let shown = self.shown().ok_or_else(|| {
            fault("rule is one of R1 to R7, and the entry holds what shows it: table (R1), table, depth and classification (R2), part (R3), empty (R4), heading (R5), change (R6), stated or text (R7)".into())
        })?;
        Ok(Duty {
            source: self.source.unwrap_or_else(|| source.to_owned()),
            shown,
            id: self.id,
            rule: self.rule,
            name: self.name,
            kind: self.kind,
            scope: self.scope,
            years: (self.from.unwrap_or(0), self.to.unwrap_or(u16::MAX)),
            provinces: self.province,
            elsewhere: elsewhere.clone(),
        })
    }
}

/// What is owed, in the order of the rules.
#[derive(Debug, Clone)]
pub struct Duties(Arc<Vec<Duty>>);

/// The file that a list is named for.
fn file_of(name: &str) -> &str {
    name.strip_prefix(LIST).unwrap_or(name)
}

/// That there is no entry or id of that name, and what may be meant.
fn no_such<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("there is no “{name}”: did you mean “{near}”?"),
        None => format!("there is no “{name}”: `yusuan codes --list` lists the ids"),
    }
}

impl Duties {
    /// The lists that ship with the crate.
    pub fn builtin() -> Result<Duties, CatalogError> {
        let files = [
            ("owed/disclosures.toml", embedded!("catalog/data/owed/disclosures")),
            ("owed/final_accounts.toml", embedded!("catalog/data/owed/final_accounts")),
        ];
        files.into_iter().try_fold(Duties(Arc::default()), |duties, (name, file)| {
            duties.and(name, file.map_err(|e| CatalogError::new(name, "", e.to_string()))?)
        })
    }

    /// The same with a further list.
    pub fn with(self, name: &str, text: &str) -> Result<Duties, CatalogError> {
        let fault = |e| CatalogError::new(file_of(name), "", toml_fault(text, &e));
        self.and(name, toml::from_str(text).map_err(fault)?)
    }

    /// The same with what a further list holds.
    fn and(self, name: &str, file: File) -> Result<Duties, CatalogError> {
        let fault = |entry: &str, what: String| CatalogError::new(file_of(name), entry, what);
        let mut duties = Arc::unwrap_or_clone(self.0);
        if let Some(unknown) = file.drop.iter().find(|id| duties.iter().all(|d| d.id != **id)) {
            return Err(fault("drop", no_such(unknown, duties.iter().map(|d| d.id.as_str()))));
        }
        duties.retain(|duty| !file.drop.contains(&duty.id));
        for entry in file.owed {
            let duty = entry.duty(name, &file.source, &file.elsewhere)?;
            match duties.iter().position(|d| d.id == duty.id) {
                Some(at) => duties[at] = duty,
                None => duties.push(duty),
            }
        }
        duties.sort_by(|a, b| a.rule.cmp(&b.rule));
        Ok(Duties(Arc::new(duties)))
    }

    /// The first entry that goes by a table, an item or a key which the catalog does not know, and what is wrong with it.
    pub fn fault(&self, ids: impl Fn(&str) -> BTreeSet<String>) -> Option<(&str, String)> {
        let [tables, items, keys] = ["table", "item", "key"].map(ids);
        let either = items.union(&keys).cloned().collect();
        let unknown = |ids: &[String], known: &BTreeSet<String>| {
            let is_known = |id: &String| {
                let id = id.split('/').next().unwrap_or_default();
                known.contains(id) || known.contains(id.trim_end_matches("_share_percent"))
            };
            let unknown = ids.iter().find(|id| !is_known(id))?;
            Some(no_such(unknown, known.iter().map(String::as_str)))
        };
        self.iter().find_map(|duty| {
            let wrong = match &duty.shown {
                Shown::Table(ids) | Shown::Note(ids) | Shown::Depth { tables: ids, .. } => {
                    unknown(ids, &tables)
                }
                Shown::Part(ids) => unknown(ids, &items),
                Shown::Section { keys: ids, .. } | Shown::Reason { keys: ids, .. } => {
                    unknown(ids, &keys)
                }
                Shown::Stated { keys: ids, unless, .. } => {
                    unknown(ids, &keys).or_else(|| unknown(unless, &either))
                }
            };
            wrong.map(|what| (duty.id.as_str(), what))
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Duty> {
        self.0.iter()
    }
}

/// What the stage knows of wording: `data/owed/words.toml`, whose comments say what each is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Words {
    pub glossary: Wording,
    pub note: Wording,
    pub heading: HeadingWords,
    pub empty: Wording,
    pub of_table: Wording,
    pub zero: Wording,
    pub template: Wording,
    pub own: HashMap<String, Vec<String>>,
    pub local: Localities,
    pub duty: DutyWords,
    pub reason: Reasons,
    pub announced: Announcements,
}

/// How a document says that its body is a division's, not a ministry's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Localities {
    pub cover: Wording,
    pub parent: Wording,
}

/// How the duties of a body are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct DutyWords {
    pub headings: Wording,
    pub sections: Wording,
    pub begins: Wording,
    pub says: Wording,
    pub figures: Wording,
}

/// How a change is explained.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Reasons {
    pub given: Wording,
    pub named: Wording,
}

/// What heads no section, and what heads the accounts of other matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct HeadingWords {
    pub names: Wording,
    pub aims: Wording,
    pub work: Wording,
    pub reports: Wording,
}

/// How a file announces what is no table, and tables that stand in another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Announcements {
    pub elsewhere: Wording,
    pub prose: Wording,
}

/// The words, read once.
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        embedded!("catalog/data/owed/words").unwrap_or_else(|e| panic!("owed/words.toml: {e}"))
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_loads_and_every_pattern_compiles() {
        let duties = Duties::builtin().unwrap();
        let ids: BTreeSet<&str> = duties.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids.len(), duties.iter().count(), "an id comes twice");
        let rules: BTreeSet<&str> = duties.iter().map(|d| d.rule.as_str()).collect();
        assert!(rules.into_iter().eq(["R1", "R2", "R3", "R4", "R5", "R6", "R7"]));
        let of = |duty: &Duty| match &duty.shown {
            Shown::Section { heading, text, .. } => vec![heading.clone(), text.clone()],
            Shown::Stated { text, .. } | Shown::Reason { text, .. } => vec![text.clone()],
            _ => vec![],
        };
        let words = words();
        let all = duties.iter().flat_map(of).chain([
            words.glossary.clone(),
            words.empty.clone(),
            words.of_table.clone(),
            words.heading.names.clone(),
            words.heading.aims.clone(),
            words.heading.work.clone(),
            words.heading.reports.clone(),
            words.template.clone(),
            words.reason.given.clone(),
            words.reason.named.clone(),
            words.note.clone(),
            words.local.cover.clone(),
            words.local.parent.clone(),
            words.duty.headings.clone(),
            words.duty.sections.clone(),
            words.duty.begins.clone(),
            words.duty.says.clone(),
            words.duty.figures.clone(),
            words.announced.prose.clone(),
            words.announced.elsewhere.clone(),
            words.zero.clone(),
        ]);
        let all = all.chain(duties.iter().map(|duty| duty.elsewhere.clone()));
        all.for_each(|wording| assert_eq!(wording.fault(), None));
    }

    #[test]
    fn the_tables_items_and_keys_are_those_of_the_catalog() {
        let catalog = crate::Catalog::builtin().unwrap();
        assert_eq!(catalog.owed.fault(|list| catalog.ids(list)), None);
        let list = |field: &str| {
            format!("source = \"s\"\n[[owed]]\nid = \"x\"\nname = [\"a\", \"b\"]\n{field}\n")
        };
        for (field, want) in [
            (
                "rule = \"R1\"\ntable = [\"procuremnt\"]",
                "there is no “procuremnt”: did you mean “procurement”?",
            ),
            (
                "rule = \"R3\"\npart = [\"nonsense\"]",
                "there is no “nonsense”: `yusuan codes --list` lists the ids",
            ),
            (
                "rule = \"R7\"\nstated = [\"income_totl\"]",
                "there is no “income_totl”: did you mean “income_total”?",
            ),
        ] {
            let duties = catalog.owed.clone().with("owed:a.toml", &list(field)).unwrap();
            assert_eq!(duties.fault(|list| catalog.ids(list)), Some(("x", want.into())));
        }
    }

    #[test]
    fn universities_of_a_division_owe_what_its_bodies_owe() {
        let duties = Duties::builtin().unwrap();
        let identity = Identity { unit_name: Some("甲乙学院".into()), ..Identity::default() };
        assert!(duties.iter().all(|duty| duty.is_told_elsewhere(&identity, false)));
        assert!(!duties.iter().any(|duty| duty.is_told_elsewhere(&identity, true)));
    }

    #[test]
    fn a_list_of_the_users_adds_replaces_and_drops() {
        let list = "source = \"某市2026年通知\"\ndrop = [\"section.glossary\"]\n\
            [[owed]]\nid = \"table.procurement\"\nrule = \"R1\"\nname = [\"procurement\", \"政府采购表\"]\ntable = [\"procurement\"]\nprovince = [\"35\"]\nfrom = 2024\n\
            [[owed]]\nid = \"section.duties\"\nrule = \"R5\"\nname = [\"duties\", \"职责\"]\nheading = [\"职责\"]\n";
        let builtin = Duties::builtin().unwrap();
        let duties = builtin.clone().with("owed:list.toml", list).unwrap();
        assert_eq!(duties.iter().count(), builtin.iter().count());
        let find = |id: &str| duties.iter().find(|d| d.id == id);
        assert!(find("section.glossary").is_none());
        assert_eq!(find("section.duties").unwrap().source, "某市2026年通知");
        let added = find("table.procurement").unwrap();
        let owes = |year, division| {
            let identity = Identity { fiscal_year: Some(year), ..Identity::default() };
            added.is_owed_by(&identity, division)
        };
        assert!(owes(2026, Some("350100")) && !owes(2023, Some("350100")));
        assert!(!owes(2026, Some("310000")) && !owes(2026, None));
    }

    #[test]
    fn faults_say_file_entry_and_why() {
        let with = |text: &str| Duties::builtin().unwrap().with("owed:a.toml", text).unwrap_err();
        let entry = |rest: &str| {
            format!("source = \"s\"\n[[owed]]\nid = \"x\"\nname = [\"a\", \"b\"]\n{rest}")
        };
        assert!(with(&entry("rule = \"R1\"\n")).to_string().starts_with("a.toml: x: rule is"));
        let bad = with(&entry("rule = \"R5\"\nheading = [\"(\"]\n"));
        assert!(bad.to_string().starts_with("a.toml: x: regex parse error"), "{bad}");
        let drop = |id: &str| with(&format!("source = \"s\"\ndrop = [\"{id}\"]\n")).to_string();
        assert!(drop("y").starts_with("a.toml: drop: there is no “y”: "), "{}", drop("y"));
        assert!(drop("section.glosary").ends_with("did you mean “section.glossary”?"));
        let tabel = with("source = \"s\"\n[[owed]]\ntabel = [\"x\"]\n").to_string();
        assert_eq!(
            tabel,
            "a.toml: line 3, column 1: there is no `tabel` here: did you mean `table`?"
        );
    }
}
