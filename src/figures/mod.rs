//! The named figures of a disclosure: what a panel over many bodies and years is built of.
//!
//! Every layout prints its totals somewhere else: one states classes in the summary, one prints only 款 and 项, one puts units
//! where others have subjects, the three-public figure stands under three different heads. So each figure has a list of
//! places (`catalog/data/figures.toml`), and the first that prints it counts:
//!
//! 1. `places`: the row of a total, of an item or of a label, in the main column or in named ones; else a figure of the prose.
//! 2. `classes`: each functional or economic class by its own row, or where that is not printed by the topmost rows below it
//!    (rule `sum`); without tables from the prose.
//! 3. In final accounts the same of what had been budgeted (`…@budget`).
//! 4. `standing`: the worst verdict of the checks that the figure, or what it is the sum of, stands in.
//! 5. Classes add up to their total, or the row of the total says in its doubt that they do not.
//!
//! What is blank, or could not be read, is left out: never zero. A file of several disclosures has none: they may hold each
//! other. The stage asks the ledger through `reconcile`'s book, so that a row is the same row to both.

mod classes;
mod places;
mod standing;

use crate::catalog::figures::{Classes, Figures, Named, Parts, label};
use crate::catalog::subjects::Subjects;
use crate::model::{Basis, Check, Classification, How, Kind, Ledger, NamedFigure, Verdict};
use crate::reconcile::{Book, Relation, Sum, compare};
use places::{Found, Places};
use rust_decimal::Decimal;
use standing::Standing;
use std::collections::BTreeMap;

/// The named figures of a document whose checks are `checks`, in the order of the catalog's list.
pub fn figures(ledger: &Ledger, checks: &[Check], subjects: &Subjects) -> Vec<NamedFigure> {
    let book = Book::new(ledger, subjects);
    let [set] = &book.sets[..] else { return Vec::new() };
    let standing = Standing::of(checks);
    let bases: &[Basis] = match ledger.identity.kind {
        Some(Kind::FinalAccounts) => &[Basis::Current, Basis::Budget],
        _ => &[Basis::Current],
    };
    let mut all = Vec::new();
    for &basis in bases {
        let places = Places { ledger, set, basis, subjects, standing: &standing };
        all.extend(of_basis(&places));
    }
    all
}

/// The doubt of a class that is a sum, where the classes do not add up: disclosures leave rows out that are secret.
const WITHHELD: &str =
    "the classes do not add up to their total: rows below this one may not be printed";

/// The figures of one basis.
fn of_basis(places: &Places) -> Vec<NamedFigure> {
    let catalog = Figures::embedded();
    let find = |named: &'static Named| {
        let mut all = named.from.iter().filter_map(|source| places.find(source));
        let mut found = all.next()?;
        if named.same {
            all.for_each(|other| found.is_told_of(other));
        }
        Some((named.id.clone(), found))
    };
    let mut named: Vec<(String, Found)> = catalog.figure.iter().filter_map(find).collect();
    catalog.sums.iter().for_each(|sums| doubt_parts(sums, &mut named));
    let mut doubts: BTreeMap<&str, String> = BTreeMap::new();
    let mut by_class = Vec::new();
    for family in &catalog.classes {
        let classes = classes::of(places, family);
        let of_totals = doubt_of_totals(family, &classes, &named);
        let withheld = !of_totals.is_empty();
        doubts.extend(of_totals);
        by_class.extend(classes.into_iter().map(|(class, mut found)| {
            if withheld && found.how() == How::Sum {
                found.doubts.push(WITHHELD.into());
            }
            (family, class, found)
        }));
    }
    let year = places.ledger.identity.fiscal_year;
    let named = named.into_iter().map(|(id, mut found)| {
        found.doubts.extend(doubts.remove(id.as_str()));
        let label = label(&id);
        figure(id, label, found, places)
    });
    let by_class = by_class.into_iter().map(|(family, class, found)| {
        let name = name_of(places.subjects, family.classification, &class, year);
        figure(format!("{}.{class}", family.id), name, found, places)
    });
    named.chain(by_class).flatten().collect()
}

/// What the class is called in that year.
fn name_of<'s>(
    subjects: &'s Subjects,
    classification: Classification,
    class: &str,
    year: Option<u16>,
) -> &'s str {
    subjects.get(classification, class).map_or("", |subject| {
        let then = year.and_then(|year| subject.in_force(year));
        then.unwrap_or_else(|| subject.present()).name
    })
}

/// The figure as it is handed on; `None` beyond 28 digits.
fn figure(id: String, label: &str, found: Found, places: &Places) -> Option<NamedFigure> {
    let ending = if places.basis == Basis::Budget { "@budget" } else { "" };
    Some(NamedFigure {
        amount: found.amount()?,
        label: found.label.clone().unwrap_or_else(|| label.to_owned()),
        how: found.how(),
        verdict: found.verdict,
        page: found.page,
        doubt: found.doubts.join("; "),
        chosen_from: found.chosen_from,
        id: id + ending,
    })
}

/// Doubts a total and its parts where all of them are stated and do not add up.
fn doubt_parts(sums: &Parts, named: &mut [(String, Found)]) {
    let Parts { total, parts, sparse } = sums;
    let get = |id: &str| named.iter().find(|(named, _)| named == id).map(|(_, found)| found);
    let all: Vec<&Found> = parts.iter().filter_map(|id| get(id)).collect();
    let first = || parts.first().is_some_and(|id| get(id).is_some());
    if all.len() < parts.len() && !(*sparse && first()) {
        return;
    }
    let sum = Sum::of(all.iter().map(|found| found.figure()));
    let outcome = get(total).and_then(|total| compare(Relation::Equal, total.figure(), &sum));
    if outcome.is_none_or(|outcome| outcome.verdict <= Verdict::Rounding) {
        return;
    }
    let worth = sum.value().map_or_else(|| "?".into(), |sum: Decimal| sum.normalize().to_string());
    let doubt = format!("the parts of {total} add up to {worth} yuan, not to this total");
    for (_, found) in named.iter_mut().filter(|(id, _)| id == total || parts.contains(id)) {
        found.doubts.push(doubt.clone());
    }
}

/// For each of the totals that the classes should add up to, that they do not; nothing where they add up to one of them.
fn doubt_of_totals(
    family: &'static Classes,
    classes: &[(String, Found)],
    named: &[(String, Found)],
) -> Vec<(&'static str, String)> {
    let sum = Sum::of(classes.iter().map(|(_, found)| found.figure()));
    let totals: Vec<(&'static str, &Found)> = family
        .totals
        .iter()
        .filter_map(|id| Some((id.as_str(), &named.iter().find(|(named, _)| named == id)?.1)))
        .collect();
    let agrees = |(_, total): &(&str, &Found)| {
        compare(Relation::Equal, total.figure(), &sum)
            .is_some_and(|outcome| outcome.verdict <= Verdict::Rounding)
    };
    if classes.is_empty() || totals.iter().any(agrees) {
        return Vec::new();
    }
    let worth = sum.value().map_or_else(|| "?".into(), |sum: Decimal| sum.normalize().to_string());
    let doubt = format!("the classes add up to {worth} yuan, not to this total");
    totals.into_iter().map(|(id, _)| (id, doubt.clone())).collect()
}

#[cfg(test)]
mod tests;
