//! The public bodies of a run, each once over all its documents: the rows of units.csv, known when all documents are.
//!
//! 1. A body is its `unit_id` ([`crate::catalog::divisions`]): name and division, the same in all years.
//! 2. Above it stands the body whose department's document lists it (预算单位构成, or units as rows of its tables), if only one
//!    does.
//! 3. What the user's list says of a body goes before what documents say; bodies that it names without any document have a row
//!    too.
//!
//! What is kept grows with the bodies, not with the documents.

use super::unit_list::UnitList;
use super::value::{Value, int, text};
use super::wire::{Document, Identity};
use crate::catalog::divisions::{Division, unit_id};
use crate::model::{Kind, Scope};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the documents say of a body.
#[derive(Debug, Default)]
struct Body {
    /// Its names, each with the last year that prints it.
    names: BTreeMap<String, Option<u16>>,
    code: String,
    division: String,
    years: BTreeSet<u16>,
    budgets: u64,
    final_accounts: u64,
    documents: u64,
}

/// What one document says of public bodies: whose it is, and which units it lists or has rows for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Disclosed {
    identity: Identity,
    units: BTreeSet<String>,
}

impl Disclosed {
    /// Of this document.
    pub fn of(document: &Document) -> Disclosed {
        let rows = document.tables.iter().flat_map(|table| &table.rows);
        let rows = rows.filter(|row| row.item == "unit").map(|row| &row.row_unit);
        Disclosed {
            identity: document.identity.clone(),
            units: match document.identity.scope {
                Some(Scope::Department) => {
                    document.listed_units.iter().chain(rows).cloned().collect()
                }
                _ => BTreeSet::new(),
            },
        }
    }
}

/// The body above another one.
#[derive(Debug, PartialEq)]
enum Above {
    One(String),
    /// Several claim it.
    Several,
}

/// The bodies of a run.
#[derive(Debug, Default)]
pub struct Units {
    list: UnitList,
    bodies: BTreeMap<String, Body>,
    above: HashMap<String, Above>,
    /// What documents say of a body that only the list names.
    none: Body,
}

impl Units {
    /// None yet; `list` is the user's.
    pub fn new(list: UnitList) -> Units {
        Units { list, ..Units::default() }
    }

    /// Takes the next document in.
    pub fn add(&mut self, Disclosed { identity, units }: &Disclosed) {
        let (Some(id), Some(name)) = (&identity.unit_id, &identity.unit_name) else { return };
        let body = self.bodies.entry(id.clone()).or_default();
        let year = identity.fiscal_year;
        let last = body.names.entry(name.clone()).or_default();
        *last = (*last).max(year);
        let take = |to: &mut String, from: &Option<String>| {
            if let Some(from) = from.as_ref().filter(|_| to.is_empty()) {
                to.clone_from(from);
            }
        };
        take(&mut body.code, &identity.unit_code);
        take(&mut body.division, &identity.division_code);
        body.years.extend(year);
        body.documents += 1;
        match identity.kind {
            Some(Kind::Budget) => body.budgets += 1,
            Some(Kind::FinalAccounts) => body.final_accounts += 1,
            None => {}
        }
        self.add_units_of(id, units, year);
    }

    /// The units that a department's document lists, and those that its tables have rows for.
    fn add_units_of(&mut self, department: &str, names: &BTreeSet<String>, year: Option<u16>) {
        for name in names {
            let id = unit_id(name, year);
            let Some(id) = id.filter(|id| id != department) else { continue };
            let above = self.above.entry(id).or_insert_with(|| Above::One(department.to_owned()));
            if !matches!(above, Above::One(known) if known == department) {
                *above = Above::Several;
            }
        }
    }

    /// The rows of units.csv, by id.
    pub fn rows(&self) -> Vec<Vec<Value<'_>>> {
        let unpublished = self.list.named().filter(|(id, _)| !self.bodies.contains_key(*id));
        let mut all: Vec<(&str, &Body)> = unpublished.map(|(id, _)| (id, &self.none)).collect();
        all.extend(self.bodies.iter().map(|(id, body)| (id.as_str(), body)));
        all.sort_by_key(|(id, _)| *id);
        all.into_iter().map(|(id, body)| self.row(id, body)).collect()
    }

    fn row<'a>(&'a self, id: &'a str, body: &'a Body) -> Vec<Value<'a>> {
        let listed = self.list.of(id, &body.code);
        let or = |listed: Option<&'a String>, known: &'a str| {
            listed.map(String::as_str).filter(|text| !text.is_empty()).unwrap_or(known)
        };
        // the latest name, of several the shortest: a body's own, without (本级)
        let latest = body.names.iter().max_by_key(|(name, year)| {
            (**year, std::cmp::Reverse(name.chars().count()), std::cmp::Reverse(*name))
        });
        let name = latest.map_or(or(listed.map(|l| &l.name), ""), |(name, _)| name.as_str());
        let others = body.names.keys().filter(|other| *other != name).map(String::as_str);
        let above = match self.above.get(id) {
            Some(Above::One(above)) => above.as_str(),
            _ => "",
        };
        let parent = listed.map(|l| l.parent.as_str()).filter(|parent| !parent.is_empty());
        let parent = parent.and_then(|parent| self.list.id(parent));
        let division = or(listed.map(|l| &l.division), &body.division);
        let years: Vec<String> = body.years.iter().map(u16::to_string).collect();
        vec![
            text(id),
            text(name),
            text(others.collect::<Vec<_>>().join(" ")),
            text(or(listed.map(|l| &l.code), &body.code)),
            parent.map_or_else(|| text(above), text),
            text(division),
            text(Division::name_of(division).unwrap_or_default()),
            text(years.join(" ")),
            int(body.budgets),
            int(body.final_accounts),
            int(body.documents),
            text(or(listed.map(|l| &l.credit_code), "")),
            text(or(listed.map(|l| &l.source_url), "")),
            text(or(listed.map(|l| &l.publication_date), "")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Identity, Source};
    use super::*;

    fn document(name: &str, year: u16, kind: Kind, scope: Scope, units: &[&str]) -> Disclosed {
        let identity = Identity {
            unit_id: unit_id(name, Some(year)),
            unit_name: Some(name.into()),
            fiscal_year: Some(year),
            kind: Some(kind),
            scope: Some(scope),
            ..Identity::default()
        };
        Disclosed::of(&Document {
            identity,
            listed_units: units.iter().map(|unit| unit.to_string()).collect(),
            ..Document::failed(Source::unread("a.pdf"), "")
        })
    }

    fn told(units: &Units) -> Vec<String> {
        let figure = |value: &Value| match value {
            Value::Text(text) => text.to_string(),
            Value::Integer(number) => number.to_string(),
            _ => String::new(),
        };
        units.rows().iter().map(|r| r.iter().map(figure).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn a_body_is_one_row_over_names_years_and_kinds() {
        let mut units = Units::default();
        units.add(&document("某局（本级）", 2024, Kind::FinalAccounts, Scope::Unit, &[]));
        units.add(&document(
            "某局",
            2026,
            Kind::Budget,
            Scope::Department,
            &["某局（本级）", "某中心"],
        ));
        units.add(&document("某中心", 2026, Kind::Budget, Scope::Unit, &[]));
        units.add(&document("别局", 2026, Kind::Budget, Scope::Department, &[]));
        let want = [
            ":别局|别局|||||||1|0|1|||".replace("||||||1", "|||||2026|1"),
            ":某中心|某中心|||:某局|||2026|1|0|1|||".into(),
            ":某局|某局|某局（本级）|||||2024 2026|1|1|2|||".into(),
        ];
        assert_eq!(told(&units), want);
        // A unit that two departments list is under none of them.
        units.add(&document("别局", 2025, Kind::Budget, Scope::Department, &["某中心"]));
        assert!(told(&units)[1].starts_with(":某中心|某中心||||||"), "{:?}", told(&units));
    }
}
