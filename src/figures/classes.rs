//! Figures by class (类): from the rows of the classes where a table prints them, else from the topmost rows below them, else
//! from the prose.

use super::places::{Found, Places};
use crate::catalog::figures::{Classes, Source};
use crate::model::{Basis, Classification, How, Row, Side};
use crate::reconcile::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// The classes of a family, each with its code, ascending: from the first of its tables that states them all, else from the
/// first that has any.
pub(super) fn of(places: &Places, family: &Classes) -> Vec<(String, Found)> {
    let mut first = Vec::new();
    for source in &family.from {
        let classes = match &source.narrative {
            Some(key) => in_prose(places, family.classification, key),
            None => in_table(places, family.classification, source),
        };
        if classes.is_empty() {
            continue;
        }
        if classes.iter().all(|(_, found)| found.how() == How::Stated) {
            return classes;
        }
        if first.is_empty() {
            first = classes;
        }
    }
    first
}

/// The classes that the prose names under that key, each by its code or by its name.
fn in_prose(places: &Places, classification: Classification, key: &str) -> Vec<(String, Found)> {
    if places.basis != Basis::Current {
        return Vec::new();
    }
    let by_name = |name: &str| places.subjects.below(classification, "", name, 3);
    let mut classes: BTreeMap<String, Found> = BTreeMap::new();
    for mention in places.ledger.narrative.iter().filter(|mention| mention.key == key) {
        let code = mention.subject_code().get(..3);
        let named = || by_name(&mention.name);
        if let Some((class, found)) = code.or_else(named).zip(places.mention(mention)) {
            classes.entry(class.to_owned()).or_insert(found);
        }
    }
    classes.into_iter().collect()
}

fn in_table(
    places: &Places,
    classification: Classification,
    source: &Source,
) -> Vec<(String, Found)> {
    let sheet = source.table.as_deref().and_then(|id| places.set.get(id));
    let Some(sheet) = sheet.filter(|_| source.is_for(places.ledger.identity.kind)) else {
        return Vec::new();
    };
    let find_in = |sheet: &Sheet, class: &str| -> Option<Found> {
        let rows = rows(places, sheet, classification, class);
        let named = |row: &Row| class_named(places, classification, row) == Some(class);
        let parts = !matches!(rows[..], [row] if is_class(row, class) || named(row));
        places.sum(sheet, &rows, &source.columns, parts)
    };
    let find = |class: String| {
        let mut found = find_in(sheet, &class)?;
        let mut twins = places.set.twins(sheet).filter_map(|twin| find_in(twin, &class));
        found.doubts.extend(twins.find_map(|twin| found.differs_from(&twin)));
        Some((class, found))
    };
    codes(places, sheet, classification).into_iter().filter_map(find).collect()
}

/// The rows that state the class: its own, or the topmost below it; where the table prints no codes the one row of its name.
fn rows<'a>(
    places: &Places,
    sheet: &Sheet<'a>,
    classification: Classification,
    class: &str,
) -> Vec<&'a Row> {
    if sheet.traits.two_sided {
        let item = format!("function.{class}");
        return sheet.side(Side::Expenditure).filter(|r| r.item() == item).take(1).collect();
    }
    let coded = sheet.rows_of(classification, class);
    if !coded.is_empty() {
        return coded;
    }
    let named = |row: &&Row| class_named(places, classification, row) == Some(class);
    let rows: Vec<&Row> = sheet.table.rows.iter().filter(named).collect();
    if rows.len() == 1 { rows } else { Vec::new() }
}

/// The economic class that a row without a code names, by its level and its name.
fn class_named<'s>(
    places: &'s Places,
    classification: Classification,
    row: &Row,
) -> Option<&'s str> {
    let is_named =
        row.code.is_none() && row.level == Some(1) && classification != Classification::Function;
    is_named.then(|| places.subjects.below(classification, "", &row.name, 3)).flatten()
}

fn is_class(row: &Row, class: &str) -> bool {
    row.code.as_ref().is_some_and(|code| code.digits == class)
        || row.item().strip_prefix("function.") == Some(class)
}

/// The classes that the table prints, or prints something below of.
fn codes(places: &Places, sheet: &Sheet, classification: Classification) -> BTreeSet<String> {
    let by_code = |row: &Row| {
        let code = row.code.as_ref().filter(|code| code.classification == classification)?;
        code.digits.get(..3).map(str::to_owned)
    };
    let by_name = |row: &Row| {
        let class = match classification {
            Classification::Function => row.item().strip_prefix("function."),
            _ => class_named(places, classification, row),
        };
        class.map(str::to_owned)
    };
    let rows = sheet.table.rows.iter();
    rows.filter_map(|row| by_code(row).or_else(|| by_name(row))).collect()
}
