//! How an equation was worked out: the figures of its other side, each with what its place prints. The terminal, the
//! report, the window and its workbook all tell it from here.

use super::amount::grouped;
use super::lang::Lang;
use super::named::{Head, Named, Place, repeated};
use super::places;
use super::prints::Prints;
use crate::emit::wire::{Check, Corners, Exact, Funds, Mention, Project};
use crate::model::Stated;
use serde::{Deserialize, Serialize};

/// Figures of one equation that a note holds.
pub const MOST: usize = 200;

/// A figure that another one is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// What it is worth; subtrahends are negative. `null` beyond nine decimals.
    pub value: Option<Exact>,
    /// As printed, with its unit; empty where that is not at hand.
    pub printed: String,
    /// 1-based page; `null` in the prose and in another document.
    pub page: Option<u32>,
    /// Its box on that page.
    #[serde(rename = "box")]
    pub corners: Option<Corners>,
    /// Its table.
    pub table: Option<Named>,
    /// Its row, or the key of a figure of the prose.
    pub row: Option<Place>,
    /// Its column.
    pub column: Option<Head>,
}

impl Term {
    /// Is it taken away?
    pub fn is_subtracted(&self) -> bool {
        self.value.is_some_and(|value| value.value().is_sign_negative())
    }

    /// Without its sign, as printed; where that is not at hand, in the unit of the equation.
    pub fn amount(&self, unit: &str) -> String {
        let amount = match (self.value, self.printed.as_str()) {
            (Some(value), "") => format!("{} {unit}", grouped(&value, unit)),
            (_, printed) => printed.to_owned(),
        };
        amount.trim_start_matches('-').trim_end().to_owned()
    }

    /// Its row and column.
    pub fn label(&self, lang: Lang) -> String {
        let (row, column) = places::as_printed(self.row.as_ref(), self.column.as_ref());
        let row = row.map(|row| places::row(&row, lang));
        let column = column.map(|column| places::column(&column, lang));
        let column = column.filter(|column| row.as_ref() != Some(column));
        let parts = row.into_iter().chain(column).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(lang.comma())
    }
}

/// The first [`MOST`] of the figures that the check was worked out from.
pub fn terms(check: &Check, prints: &Prints) -> Vec<Term> {
    let stated = prints.mention(check);
    let mut said = stated.into_iter().flat_map(|stated| prints.behind(stated));
    let mut funds = funds(check, prints.projects()).into_iter();
    let mut terms = vec![];
    for addend in check.addends.iter().take(MOST) {
        let mut term = Term {
            value: addend.value,
            printed: String::new(),
            page: addend.page,
            corners: addend.corners,
            table: None,
            row: None,
            column: None,
        };
        let worth = |value: &Exact| value.value().abs();
        if let Some((table, row, cell)) = prints.at(addend.page, addend.corners) {
            let same = cell.amount_yuan.as_ref().map(worth) == addend.value.as_ref().map(worth);
            if let (true, Some(stated)) = (same, &cell.stated) {
                term.printed = with_unit(stated, cell.stated_unit.as_deref().unwrap_or_default());
            }
            term.table = Some(Named { id: repeated(&table.id), title: repeated(&table.title) });
            (term.row, term.column) = places::of_cell(table, row, cell);
        } else if check.against.iter().any(|against| against == Stated::PROSE) {
            let is_meant = |mention: &&Mention| {
                mention.amount_yuan.or(mention.value).as_ref().map(worth)
                    == addend.value.as_ref().map(worth)
            };
            if let Some(mention) = said.find(is_meant) {
                term.printed = mention.stated.clone();
                term.row = Some(places::of_mention(mention));
            }
        } else {
            let worth = |funds: &Funds| Some(funds.amount_yuan) == addend.value;
            if let Some((project, name, funds)) = funds.find(|(.., funds)| worth(funds)) {
                term.printed = with_unit(&funds.stated, &funds.stated_unit);
                term.page = Some(project.page);
                term.row = Some(places::named(name));
            }
        }
        terms.push(term);
    }
    terms
}

/// A figure as printed with its unit, which it may print itself.
fn with_unit(stated: &str, unit: &str) -> String {
    stated.strip_suffix(unit).map_or_else(|| format!("{stated}{unit}"), |_| stated.to_owned())
}

/// The money of performance tables that a check may add up, with what it is called: all of one project's, or the projects'.
fn funds<'d>(check: &Check, projects: &'d [Project]) -> Vec<(&'d Project, &'d str, &'d Funds)> {
    let own = projects.iter().find(|p| Some(p.project_no) == check.row);
    match own.filter(|_| check.table == Stated::PERFORMANCE) {
        Some(project) => {
            let parts = [("财政拨款", &project.funds_fiscal), ("其他资金", &project.funds_other)];
            let parts = parts.into_iter().filter_map(|(name, funds)| Some((name, funds.as_ref()?)));
            parts.map(|(name, funds)| (project, name, funds)).collect()
        }
        None if check.against.iter().any(|against| against == Stated::PERFORMANCE) => {
            let named = |p: &'d Project| Some((p, p.project.as_str(), p.funds_total.as_ref()?));
            projects.iter().filter_map(named).collect()
        }
        None => vec![],
    }
}
