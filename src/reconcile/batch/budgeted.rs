//! B4: what final accounts say was budgeted, against the budget that was disclosed.
//!
//! 年初预算 and a bare 预算数 are the budget as it was disclosed. 全年预算数 and 调整预算数 are not, and a note below the table may say
//! that its 预算数 is one of them: such figures are left alone.

use super::summary::Summary;
use crate::catalog::rules::words;
use crate::model::{Against, Basis, Check, Ledger, Mention, Row};
use crate::reconcile::book::{F1, F4, F5, F10, Set, Sheet};
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::{Finish, nowhere, on_cell, on_mention};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::{Relation, Sum, compare};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) const RULE: &str = "B4";

/// The tables whose figures both kinds of disclosure name alike.
const TABLES: [&str; 4] = [F1, F4, F5, F10];
/// How a key of the prose ends that is of the budget at the beginning of the year.
const INITIAL: &str = "_initial_budget";
/// The figures of the prose that stand in a table of the budget: the key, and the row.
const PROSE: [(&str, &str, &str); 7] = [
    ("general_public_budget_total", F5, TOTAL),
    ("three_public_total", F10, "three_public.total"),
    ("three_public_overseas_travel", F10, "three_public.overseas_travel"),
    ("three_public_reception", F10, "three_public.reception"),
    ("three_public_vehicles", F10, "three_public.vehicles"),
    ("three_public_vehicle_purchase", F10, "three_public.vehicle_purchase"),
    ("three_public_vehicle_operation", F10, "three_public.vehicle_operation"),
];
/// A subject of the general public budget in the prose.
const SUBJECT: &str = "general_public_budget_subject";
/// The row of a table's total.
const TOTAL: &str = "total";

/// A figure of a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Disclosed {
    /// Table, and item or code: `three_public_expenses/three_public.total`.
    pub name: String,
    pub figure: Term,
}

/// A figure that final accounts say was budgeted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Budgeted {
    /// Named as in a [`Disclosed`].
    pub name: String,
    pub figure: Term,
    /// Where it stands: a check of no rule yet.
    pub place: Box<Check>,
}

/// What the tables of a budget state; where they hold money that is carried over final accounts may lawfully state less.
pub(super) fn disclosed(set: &Set) -> Vec<Disclosed> {
    let mut all = Vec::new();
    for sheet in sheets(set).filter(|sheet| !sheet.is_carried()) {
        for (name, row) in named(sheet) {
            if let Figure::Stated(term) = sheet.main(row) {
                all.push(Disclosed { name, figure: term.elsewhere() });
            }
        }
    }
    all
}

/// What final accounts say was budgeted, in tables and prose.
pub(super) fn budgeted(set: &Set, ledger: &Ledger) -> Vec<Budgeted> {
    let mut all = Vec::new();
    for sheet in sheets(set) {
        for (name, row) in named(sheet) {
            let stated = initial_columns(sheet).find_map(|c| match sheet.at(row, c) {
                Figure::Stated(term) => Some((c, term)),
                _ => None,
            });
            let Some((column, term)) = stated else { continue };
            let place = Box::new(on_cell("", sheet.table, row, column));
            all.push(Budgeted { name, figure: term.elsewhere(), place });
        }
    }
    let prose = ledger.narrative.iter().filter_map(|mention| {
        let figure = Term::from(mention.amount.as_ref()?);
        let place = Box::new(on_mention("", mention));
        Some(Budgeted { name: name_in_prose(mention)?, figure, place })
    });
    all.extend(prose);
    all
}

/// The stated figures against those of the budget.
pub(super) fn check(document: &Summary, budget: &Summary) -> Vec<Check> {
    let equation = format!("the budget {} discloses another figure", budget.source);
    let own: HashMap<&str, Term> =
        budget.disclosed.iter().map(|d| (d.name.as_str(), d.figure)).collect();
    let checks = document.budgeted.iter().filter_map(|Budgeted { name, figure, place }| {
        let table = name.split('/').next().unwrap_or_default();
        let check =
            Check { rule: RULE, ..Check::clone(place) }.against(Against::Table(table.into()));
        let Some(disclosed) = own.get(name.as_str()) else {
            return Some(check.not_applicable(NotApplicable::NoSuchRow));
        };
        let sum = Sum::of([Figure::Stated(*disclosed)]);
        let outcome = compare(Relation::Equal, Figure::Stated(*figure), &sum)?;
        Some(check.worked(outcome, &equation))
    });
    let checks: Vec<Check> = checks.collect();
    match checks.is_empty() {
        true => vec![nowhere(RULE).not_applicable(NotApplicable::NothingStated)],
        false => checks,
    }
}

fn sheets<'s, 'a>(set: &'s Set<'a>) -> impl Iterator<Item = &'s Sheet<'a>> {
    TABLES.iter().filter_map(|id| set.get(id))
}

/// The rows that both kinds of disclosure name alike: items, codes and the total, those that stand there once.
fn named<'a>(sheet: &Sheet<'a>) -> impl Iterator<Item = (String, &'a Row)> + use<'a> {
    let mut rows: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in sheet.table.rows.iter().filter(|row| row.row_unit.is_empty()) {
        let name = match (&row.code, row.item()) {
            (Some(code), _) => code.digits.as_str(),
            (None, "") => continue,
            (None, item) => item,
        };
        rows.entry(format!("{}/{name}", sheet.id())).or_default().push(row);
    }
    rows.into_iter()
        .filter_map(|(name, rows)| Some((name, *rows.first().filter(|_| rows.len() == 1)?)))
}

/// The columns of the whole budget as it was disclosed; none where a note says that the budget is the one at the end of the
/// year.
fn initial_columns(sheet: &Sheet) -> impl Iterator<Item = usize> {
    let says = |text: &str| words().adjusted.iter().any(|word| text.contains(word));
    let noted = sheet.table.notes.iter().any(|note| says(&note.text));
    let columns = sheet.table.columns.iter().enumerate();
    let initial = columns.filter(move |(_, c)| {
        let is_whole = c.id == "total" || c.id == "amount";
        !noted && c.basis == Basis::Budget && is_whole && !says(&c.label)
    });
    initial.map(|(index, _)| index)
}

/// The row of the budget that a figure of the prose repeats.
fn name_in_prose(mention: &Mention) -> Option<String> {
    let key = mention.key.as_str().strip_suffix(INITIAL)?;
    let code = mention.subject_code();
    if key == SUBJECT {
        return (!code.is_empty()).then(|| format!("{F5}/{code}"));
    }
    let (_, table, row) = PROSE.iter().find(|(named, ..)| *named == key && code.is_empty())?;
    Some(format!("{table}/{row}"))
}
