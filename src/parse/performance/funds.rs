//! The money of a project.

use super::Reader;
use crate::catalog::Units;
use crate::catalog::performance::Field;
use crate::lex::{self, is_dash};
use crate::model::{Amount, Finding, FindingKind, GridCell, MoneyUnit, squeeze};

/// The unit of money that a text names in brackets or after 单位.
pub(super) fn unit_in(text: &str, units: &Units) -> Option<MoneyUnit> {
    let text = squeeze(text);
    let named = |unit: &&MoneyUnit| {
        text.contains(&format!("({}", unit.label)) || text.contains(&format!("单位:{}", unit.label))
    };
    units.longest_first().find(named).cloned()
}

impl Reader<'_> {
    /// The amount that a label or the column of a list names.
    pub(super) fn funds(&mut self, page: u32, field: Field, cell: Option<&GridCell>, text: &str) {
        let stated = squeeze(text);
        if stated.is_empty() || is_dash(&stated) {
            return;
        }
        // 5.00万元 in a table of another unit.
        let own = self.units.longest_first().find(|unit| stated.ends_with(&unit.label));
        let number = own.and_then(|unit| stated.strip_suffix(&unit.label)).unwrap_or(&stated);
        let unit = own.cloned().or_else(|| self.unit.clone());
        let unit = unit.or_else(|| unit_in(&self.title, self.units));
        let amount = match (lex::figure(number), unit) {
            (Some(n), Some(unit)) => Amount::new(text, n.value, &unit),
            (Some(_), None) => {
                let f = Finding::new(
                    FindingKind::PerformanceFundsUnit,
                    format!(
                        "the amount \"{text}\" of a performance table stands without a unit of money"
                    ),
                );
                let f = match cell {
                    Some(c) => f.at_rect(page, c.rect),
                    None => f.at_page(page),
                };
                self.findings.push(f);
                None
            }
            (None, _) => None,
        };
        if let Some(amount) = amount {
            let p = self.opened(page);
            let slot = match field {
                Field::FundsTotal => &mut p.funds_total,
                Field::FundsFiscal => &mut p.funds_fiscal,
                Field::FundsFurther => return p.funds_further.push(amount),
                _ => &mut p.funds_other,
            };
            slot.get_or_insert(amount);
        }
    }
}
