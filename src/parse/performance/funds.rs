//! The money of a project.

use super::Reader;
use super::columns::{Place, cell_at};
use super::evaluation::source;
use super::rows::Row;
use crate::catalog::Units;
use crate::catalog::performance::Field;
use crate::lex::{self, is_dash};
use crate::model::{
    Amount, Finding, FindingKind, GridCell, MoneyUnit, Project, Source, squeeze, squeezed,
};

/// Edges of cells above each other differ by no more points.
const EDGE: f32 = 1.0;

/// The unit of money that a text names in brackets or after 单位.
pub(super) fn unit_in(text: &str, units: &Units) -> Option<MoneyUnit> {
    let text = squeezed(text);
    if !text.contains(['(', ':']) {
        return None; // most cells of a table
    }
    let declares = |before: &str| before.ends_with('(') || before.ends_with("单位:");
    let named =
        |unit: &&MoneyUnit| text.match_indices(&unit.label).any(|(at, _)| declares(&text[..at]));
    units.longest_first().find(named).cloned()
}

impl Reader<'_> {
    /// The amount that a label or the column of a list names.
    pub(super) fn funds(&mut self, page: u32, field: Field, cell: Option<&GridCell>, text: &str) {
        let Some(amount) = self.amount(page, cell, text) else { return };
        set(self.opened(page), field, amount);
    }

    /// That of a list's column, whose project may have begun on the page before.
    pub(super) fn listed_funds(&mut self, page: u32, field: Field, cell: &GridCell) {
        if let Some(amount) = self.amount(page, Some(cell), &cell.text()) {
            set(self.open(page), field, amount);
        }
    }

    /// Funds of tasks (整体绩效目标) below heads side by side, 总额 | 财政拨款 | 其他资金: the row of their sum is the project's.
    pub(super) fn task_funds(&mut self, row: &Row) -> bool {
        let figures = row.cells.iter().any(|c| lex::figure(&c.text()).is_some());
        let heads: Vec<(Field, Place)> = row
            .fields
            .iter()
            .filter(|(_, f)| source(*f).is_some())
            .map(|(i, f)| (*f, Some((row.cells[*i].rect.x0, row.cells[*i].rect.x1))))
            .collect();
        let heads_only = !figures && heads.len() == row.fields.len();
        if heads_only && self.heads_below(&heads) {
            return true;
        }
        if heads.len() > 1 && heads_only {
            (self.task_heads, self.task_row) = (heads, row.r);
            return true;
        }
        if figures && row.fields.is_empty() && self.funds_below(row) {
            return true;
        }
        let sums = row.fields.iter().any(|(_, f)| source(*f) == Some(Source::Total));
        if self.task_heads.is_empty() || row.fields.iter().any(|(_, f)| source(*f).is_none()) {
            self.task_heads.clear();
            return false;
        }
        for (field, place) in std::mem::take(&mut self.task_heads) {
            if let Some(cell) = cell_at(row.covering, place).filter(|c| sums && c.row == row.r) {
                self.funds(row.page, field, Some(cell), &cell.text());
            }
            self.task_heads.push((field, place));
        }
        true
    }

    /// Heads of two levels: 合计 below 财政拨款 stands over that one's sum. False: these are none below those at hand.
    fn heads_below(&mut self, heads: &[(Field, Place)]) -> bool {
        let below = |inner: Place, outer: Place| {
            inner.zip(outer).is_some_and(|(i, o)| o.0 - EDGE <= i.0 && i.1 <= o.1 + EDGE)
        };
        let is_sum = |(field, place): &(Field, Place)| {
            source(*field) == Some(Source::Total)
                && self.task_heads.iter().any(|(_, outer)| below(*place, *outer))
        };
        if heads.is_empty() || !heads.iter().all(is_sum) {
            return false;
        }
        for (_, outer) in &mut self.task_heads {
            if let Some((_, place)) = heads.iter().find(|(_, place)| below(*place, *outer)) {
                *outer = *place;
            }
        }
        true
    }

    /// The row below the heads of a whole body's funds, whose label stands merged beside heads and amounts. A cell counts
    /// only where it is as wide as its head: what stands below a part of the head is a part of its money.
    fn funds_below(&mut self, row: &Row) -> bool {
        let Some((left, _)) = self.task_heads.first().and_then(|(_, place)| *place) else {
            return false;
        };
        let beside = row.covering.iter().any(|c| {
            !c.lines.is_empty() && c.row <= self.task_row && (c.rect.x1 - left).abs() <= EDGE
        });
        if !beside {
            return false;
        }
        for (field, place) in std::mem::take(&mut self.task_heads) {
            let wide = |c: &&GridCell| {
                place.is_some_and(|(x0, x1)| {
                    (c.rect.x0 - x0).abs() <= EDGE && (c.rect.x1 - x1).abs() <= EDGE
                })
            };
            if let Some(cell) = cell_at(row.cells, place).filter(wide) {
                self.funds(row.page, field, Some(cell), &cell.text());
            }
        }
        true
    }

    /// The amount that a cell prints; what is none and no blank is told.
    pub(super) fn amount(
        &mut self,
        page: u32,
        cell: Option<&GridCell>,
        text: &str,
    ) -> Option<Amount> {
        let stated = squeeze(text);
        if stated.is_empty() || is_dash(&stated) || self.words.says_nothing(&stated) {
            return None;
        }
        // 5.00万元 in a table of another unit.
        let own = self.units.longest_first().find(|unit| stated.ends_with(&unit.label));
        let number = own.and_then(|unit| stated.strip_suffix(&unit.label)).unwrap_or(&stated);
        let unit = own.cloned().or_else(|| self.unit.clone());
        let unit = unit.or_else(|| unit_in(&self.title, self.units));
        let several = cell.is_some_and(|cell| self.is_several(cell));
        match (lex::figure(number).filter(|_| !several), unit) {
            (Some(n), Some(unit)) => Amount::new(text, n.value, &unit),
            (Some(_), None) => {
                let f = Finding::new(
                    FindingKind::PerformanceFundsUnit,
                    format!(
                        "the amount \"{text}\" of a performance table stands without a unit of money"
                    ),
                );
                self.findings.push(match cell {
                    Some(c) => f.at_rect(page, c.rect),
                    None => f.at_page(page),
                });
                None
            }
            (None, _) => {
                self.unread(page, cell, &stated);
                None
            }
        }
    }
}

pub(super) fn set(p: &mut Project, field: Field, amount: Amount) {
    let slot = match field {
        Field::FundsTotal => &mut p.funds_total,
        Field::FundsFiscal => &mut p.funds_fiscal,
        Field::FundsCarryover => &mut p.funds_carryover,
        Field::FundsFurther => return p.funds_further.push(amount),
        _ => &mut p.funds_other,
    };
    slot.get_or_insert(amount);
}
