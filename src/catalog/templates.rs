//! What one city prints and the general vocabulary does not know: words, and nothing but words.
//!
//! A template is a file `<省>/<市>.toml`, in `data/templates/` (embedded) or in a folder of the user's (`--templates`):
//!
//! ```toml
//! place = ["某某市"]              # the document is this city's where its first pages print one of these
//! [[title]]
//! id = "income_summary"          # an id of titles.toml
//! words = ["收入安排一览表"]       # year, ordinal, 表号 and the body's name left out
//! [[column]]
//! id = "institutional_income"    # an id of columns.toml; the document's year is 本年, the one before 上年
//! words = ["自主创收"]
//! [[basis]]
//! id = "prior_budget"
//! words = ["上年批复数"]
//! [[item]]
//! id = "income.other"            # an id of items.toml or function.NNN
//! side = "income"                # income, expenditure, three_public, coded
//! words = ["零星收入"]
//! [[unit]]
//! label = "万元"
//! yuan = "10000"
//! words = ["万圆"]
//! ```
//!
//! 1. A document takes the template whose place its cover prints, else its second page, else its third; of several the
//!    longest place (a district before its city), of equals the user's.
//! 2. A template's words stand before the general ones, and match whole labels, white space and width aside.
//! 3. A user's file with the path of an embedded one adds to it.

use super::near::toml_fault;
use super::{Catalog, CatalogError, ItemSide};
use crate::model::{Basis, Page, glyphs_to_lines, squeeze};
use serde::Deserialize;

/// The templates that ship with the crate: path and text.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Pages that are asked for the place.
const PAGES: usize = 3;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    place: Vec<String>,
    title: Vec<Named>,
    column: Vec<Named>,
    basis: Vec<Named>,
    item: Vec<Item>,
    unit: Vec<Unit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    side: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unit {
    label: String,
    yuan: String,
    words: Vec<String>,
}

/// A city's vocabulary: the general one with the template's words before it.
#[derive(Debug)]
pub struct Template {
    /// Path: 省/市.toml.
    name: String,
    /// Words that tell its documents, squeezed.
    places: Vec<String>,
    /// The vocabulary.
    pub(super) catalog: Catalog,
}

/// Reads a template and adds its words to `known`'s, or to a vocabulary of its own made from the general one.
fn load(
    name: &str,
    text: &str,
    general: &Catalog,
    known: &mut Vec<Template>,
) -> Result<(), CatalogError> {
    let file: File =
        toml::from_str(text).map_err(|e| CatalogError::new(name, "", toml_fault(text, &e)))?;
    let at = known.iter().position(|t| t.name == name);
    let short = file.place.iter().any(|place| squeeze(place).chars().count() < 2);
    if short || (file.place.is_empty() && at.is_none()) {
        let message =
            "names the words that such a document prints on its cover, of two characters at least";
        return Err(CatalogError::new(name, "place", message));
    }
    let at = at.unwrap_or_else(|| {
        let (name, catalog) = (name.to_owned(), general.vocabulary());
        known.push(Template { name, places: Vec::new(), catalog });
        known.len() - 1
    });
    known[at].add(&file, general)
}

impl Template {
    /// Adds the words of a file; their ids are those of the `general` vocabulary.
    fn add(&mut self, file: &File, general: &Catalog) -> Result<(), CatalogError> {
        let Template { name, places, catalog } = self;
        let fault = |key: &str, message: String| CatalogError::new(name, key, message);
        places.extend(file.place.iter().map(|place| squeeze(place)));
        for e in &file.title {
            given(name, "title", &e.words)?;
            valid(name, "title", &e.id, general.titles.ids())?;
            catalog.titles.add(&e.id, &e.words);
        }
        for e in &file.column {
            given(name, "column", &e.words)?;
            valid(name, "column", &e.id, general.columns.ids())?;
            catalog.columns.add(&e.id, &e.words);
        }
        for e in &file.basis {
            given(name, "basis", &e.words)?;
            valid(name, "basis", &e.id, Basis::ALL.iter().map(|b| b.as_str()))?;
            let basis = Basis::ALL.into_iter().find(|b| b.as_str() == e.id).unwrap_or_default();
            catalog.columns.add_basis(basis, &e.words);
        }
        for e in &file.item {
            given(name, "item", &e.words)?;
            valid(name, "item", &e.id, general.items.ids())?;
            let wrong = || {
                format!(
                    "side is “{}”; it is one of income, expenditure, three_public, coded",
                    e.side
                )
            };
            let side = ItemSide::of(&e.side).ok_or_else(|| fault("item", wrong()))?;
            catalog.items.add(&e.id, side, &e.words);
        }
        for e in &file.unit {
            given(name, "unit", &e.words)?;
            let wrong =
                || format!("yuan is “{}”, no decimal number: yuan in one {}", e.yuan, e.label);
            let yuan = e.yuan.parse().map_err(|_| fault("unit", wrong()))?;
            catalog.units.add(&e.label, yuan, &e.words);
        }
        Ok(())
    }
}

/// Are these words, at least one and none empty?
fn given(file: &str, key: &str, words: &[String]) -> Result<(), CatalogError> {
    if !words.is_empty() && words.iter().all(|word| !squeeze(word).is_empty()) {
        return Ok(());
    }
    let message = "words is empty: give the words as printed, or delete the entry";
    Err(CatalogError::new(file, key, message))
}

/// Is `id` one of `ids`? The error names the nearest that is.
fn valid<'a>(
    file: &str,
    key: &str,
    id: &str,
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), CatalogError> {
    let nearest = ids.map(|known| (strsim::levenshtein(id, known), known)).min_by_key(|n| n.0);
    let message = match nearest {
        Some((0, _)) => return Ok(()),
        _ if id.is_empty() => "id is empty: fill it in, or delete the entry".to_string(),
        Some((_, near)) => format!("there is no id “{id}”; the nearest is “{near}”"),
        None => format!("there is no id “{id}”"),
    };
    Err(CatalogError::new(file, key, message))
}

impl Catalog {
    /// The same with the templates that ship with the crate.
    pub(super) fn with_embedded(self) -> Result<Catalog, CatalogError> {
        self.with_templates(EMBEDDED.iter().copied())
    }

    /// The same with these templates on top: path (省/市.toml) and text of each. A name that begins with
    /// [`owed::LIST`](super::owed::LIST) is that of a list of obligations.
    pub fn with_templates<'a>(
        mut self,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Catalog, CatalogError> {
        let mut templates = std::mem::take(&mut self.templates);
        for (name, text) in files {
            if name.starts_with(super::owed::LIST) {
                self.owed = self.owed.with(name, text)?;
                if let Some((entry, what)) = self.owed.fault(|list| self.ids(list)) {
                    let file = name.trim_start_matches(super::owed::LIST);
                    return Err(CatalogError::new(file, entry, what));
                }
                continue;
            }
            load(name, text, &self, &mut templates)?;
        }
        self.templates = templates;
        Ok(self)
    }

    /// The vocabulary for a document with these pages: its city's, or the general one.
    pub fn of(&self, pages: &[Page]) -> &Catalog {
        if self.templates.is_empty() {
            return self;
        }
        let found = pages.iter().take(PAGES).find_map(|page| {
            let lines = glyphs_to_lines(page.number, &page.glyphs, 0..page.glyphs.len() as u32);
            let text: String = lines.iter().map(|l| squeeze(&l.text)).collect();
            let printed = |t: &&Template| {
                t.places
                    .iter()
                    .filter(|p| text.contains(p.as_str()))
                    .map(|p| p.chars().count())
                    .max()
            };
            self.templates
                .iter()
                .filter_map(|t| printed(&t).map(|n| (n, t)))
                .max_by_key(|(n, _)| *n)
        });
        found.map_or(self, |(_, t)| &t.catalog)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Catalog::builtin()
            .unwrap()
            .with_templates([("某省/某市.toml", text)])
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn faults_say_file_key_and_why() {
        for (text, want) in [
            ("place = []", "某省/某市.toml: place: names the words"),
            (
                "place = [\"某市\"]\n[[title]]\nid = \"income_sumary\"\nwords = [\"甲表\"]",
                "某省/某市.toml: title: there is no id “income_sumary”; the nearest is “income_summary”",
            ),
            (
                "place = [\"某市\"]\n[[column]]\nid = \"\"\nwords = [\"甲\"]",
                "某省/某市.toml: column: id is empty: fill it in",
            ),
            (
                "place = [\"某市\"]\n[[basis]]\nid = \"last_year\"\nwords = [\"甲\"]",
                "某省/某市.toml: basis: there is no id “last_year”",
            ),
            (
                "place = [\"某市\"]\n[[item]]\nid = \"total\"\nside = \"left\"\nwords = [\"甲\"]",
                "某省/某市.toml: item: side is “left”",
            ),
            (
                "place = [\"某市\"]\n[[item]]\nid = \"function.208\"\nside = \"coded\"\nwords = []",
                "某省/某市.toml: item: words is empty",
            ),
            (
                "place = [\"某市\"]\n[[unit]]\nlabel = \"万元\"\nyuan = \"万\"\nwords = [\"甲\"]",
                "某省/某市.toml: unit: yuan is “万”",
            ),
            (
                "place = [\"某市\"]\nplaces = 1",
                "某省/某市.toml: line 2, column 1: there is no `places` here: did you mean `place`?",
            ),
        ] {
            let got = error(text);
            assert!(got.starts_with(want), "{got}");
        }
    }

    #[test]
    fn every_template_loads_and_says_nothing_that_is_known_anyway() {
        let general = Catalog::general().unwrap();
        let catalog = Catalog::builtin().unwrap();
        assert_eq!(catalog.templates.len(), EMBEDDED.len());
        for (name, text) in EMBEDDED {
            let file: File = toml::from_str(text).unwrap();
            let known = |key: &str, word: &str| {
                panic!("{name}: {key}: the general vocabulary knows “{word}”")
            };
            for e in &file.title {
                let id = |w: &str| general.titles.identify(w)?.id;
                e.words
                    .iter()
                    .filter(|w| id(w).is_some_and(|id| id == *e.id))
                    .for_each(|w| known("title", w));
            }
            for e in &file.item {
                let side = ItemSide::of(&e.side).unwrap();
                let known_item = |w: &str, side| general.items.identify(w, side, |_| false);
                e.words
                    .iter()
                    .filter(|w| known_item(w, side).is_some_and(|i| *i == *e.id))
                    .for_each(|w| known("item", w));
            }
            for e in &file.column {
                e.words
                    .iter()
                    .filter(|w| general.columns.knows(w))
                    .for_each(|w| known("column", w));
            }
        }
    }

    #[test]
    fn a_users_file_adds_to_the_embedded_one_of_its_path() {
        let one = "place = [\"某市\"]\n[[item]]\nid = \"income.other\"\nside = \"income\"\nwords = [\"甲种进项\"]";
        let two = "[[item]]\nid = \"income.operating\"\nside = \"income\"\nwords = [\"乙种进项\"]";
        let catalog = Catalog::general()
            .unwrap()
            .with_templates([("某省/某市.toml", one), ("某省/某市.toml", two)])
            .unwrap();
        assert_eq!(catalog.templates.len(), 1);
        let items = &catalog.templates[0].catalog.items;
        let id = |w| items.identify(w, ItemSide::Income, |_| false).map(|id| id.as_str());
        assert_eq!(
            (id("一、甲种进项"), id("2、乙种进项"), id("丙种进项")),
            (Some("income.other"), Some("income.operating"), None)
        );
    }

    #[test]
    fn the_cover_tells_whose_document_it_is() {
        let page = |number: u32, text: &str| Page {
            number,
            glyphs: text
                .chars()
                .enumerate()
                .map(|(i, ch)| crate::model::Glyph {
                    ch,
                    rect: crate::model::Rect::new(
                        10.0 * i as f32,
                        0.0,
                        10.0 * i as f32 + 10.0,
                        10.0,
                    ),
                    baseline: 8.0,
                    size: 10.0,
                    ..crate::model::Glyph::default()
                })
                .collect(),
            ..Page::default()
        };
        let files = [
            ("甲省/甲市.toml", "place = [\"甲市\"]"),
            ("甲省/甲市乙区.toml", "place = [\"甲市乙区\"]"),
        ];
        let catalog = Catalog::general().unwrap().with_templates(files).unwrap();
        let of = |pages: &[Page]| {
            catalog.templates.iter().position(|t| std::ptr::eq(&t.catalog, catalog.of(pages)))
        };
        assert_eq!(of(&[page(1, "甲市某局2026年部门预算")]), Some(0));
        assert_eq!(of(&[page(1, "甲市乙区某局")]), Some(1));
        assert_eq!(of(&[page(1, "目录"), page(2, "甲 市某局")]), Some(0));
        assert_eq!(of(&[page(1, "丙市某局")]), None);
    }
}
