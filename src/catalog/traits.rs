//! What is true of a table besides its title, from its entry in `data/titles.toml`. No template can change it, so it is one
//! list for all catalogs.

use crate::model::{Classification, TableId};
use hashbrown::HashMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::sync::LazyLock;

/// What kind of table it is; the comments of the file say what each trait means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// Short names in docs/contract/checks.md: F1 … F10 of budgets, J1 … J9 of final accounts.
    pub forms: Vec<String>,
    /// Every disclosure has it.
    pub required: bool,
    /// Its rows are subjects, each once.
    pub by_subject: bool,
    /// Income stands on one side, expenditure on the other.
    pub two_sided: bool,
    /// Which subjects its rows are.
    pub codes: Option<Classification>,
    /// Which table it is where its rows are none of these.
    pub otherwise: Option<TableId>,
}

#[derive(Deserialize)]
struct File {
    table: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: TableId,
    #[serde(rename = "patterns")]
    _patterns: IgnoredAny,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    by_subject: bool,
    #[serde(default)]
    two_sided: bool,
    codes: Option<Classification>,
    otherwise: Option<TableId>,
}

impl Traits {
    /// Those of the table with this id; none of a table that the catalog does not know.
    pub fn of(id: &TableId) -> &'static Traits {
        static TABLES: LazyLock<HashMap<TableId, Traits>> = LazyLock::new(|| {
            let file: File = embedded!("catalog/data/titles").expect("a test loads it");
            let traits = |entry: Entry| {
                let Entry { id, forms, required, by_subject, two_sided, codes, otherwise, .. } =
                    entry;
                (id, Traits { forms, required, by_subject, two_sided, codes, otherwise })
            };
            file.table.into_iter().map(traits).collect()
        });
        static NONE: LazyLock<Traits> = LazyLock::new(Traits::default);
        TABLES.get(id).unwrap_or(&NONE)
    }

    /// Is it one of the ten standard tables, without any of which a document is no disclosure?
    pub fn is_standard(&self) -> bool {
        !self.forms.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Traits;
    use crate::catalog::Catalog;
    use regex::Regex;
    use std::collections::BTreeSet;

    #[test]
    fn a_table_is_what_its_entry_says() {
        let basic = Traits::of(&"basic_expenditure_economic".into());
        assert_eq!(
            (basic.forms.join(" "), basic.required, basic.by_subject, basic.two_sided),
            ("F9 J6".into(), true, true, false)
        );
        let summary = Traits::of(&"fiscal_appropriation_summary".into());
        assert!(summary.two_sided && summary.is_standard() && !summary.by_subject);
        assert!(Traits::of(&"project_expenditure_economic".into()).by_subject);
        assert_eq!(basic.codes, Some(crate::model::Classification::Economic));
        assert_eq!(basic.otherwise, Some("basic_expenditure_functional".into()));
        assert_eq!(Traits::of(&"other:申请表".into()), &Traits::default());
    }

    #[test]
    fn the_short_names_are_those_of_the_contract() {
        let ids = Catalog::builtin().unwrap().ids("table");
        let forms: BTreeSet<&str> = ids
            .iter()
            .flat_map(|id| &Traits::of(&id.as_str().into()).forms)
            .map(|f| &f[..])
            .collect();
        let text = include_str!("../../docs/contract/checks.md");
        let line = text.lines().find(|line| line.starts_with("F1 … F10 are")).unwrap();
        let named = Regex::new(r"[FJ]\d+").unwrap();
        assert_eq!(named.find_iter(line).map(|m| m.as_str()).collect::<BTreeSet<_>>(), forms);
    }
}
