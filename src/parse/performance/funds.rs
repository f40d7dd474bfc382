//! The money of a project.

use super::Reader;
use crate::catalog::performance::Field;
use crate::model::{Amount, Finding, FindingKind, Grid, GridCell, MoneyUnit, squeeze};
use rust_decimal::Decimal;

/// The unit of money that a text names in brackets or after 单位.
pub(super) fn unit_in(text: &str) -> Option<MoneyUnit> {
    let text = squeeze(text);
    let named = |label: &str| {
        text.contains(&format!("({label})"))
            || text.contains(&format!("单位:{label}"))
            || text.contains(&format!("({label}"))
    };
    [("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("元", 1)]
        .into_iter()
        .find(|(label, _)| named(label))
        .map(|(label, yuan)| MoneyUnit { label: label.into(), yuan: Decimal::from(yuan) })
}

impl Reader<'_> {
    /// The amount that a label or the column of a list names.
    pub(super) fn funds(&mut self, grid: &Grid, field: Field, cell: Option<&GridCell>, text: &str) {
        let digits: String = squeeze(text).chars().filter(|c| *c != ',').collect();
        if digits.is_empty() || matches!(digits.as_str(), "-" | "—" | "/") {
            return;
        }
        let unit = self.unit.clone().or_else(|| unit_in(&self.title));
        let own = [("万元", 10_000), ("元", 1)].into_iter().find(|(l, _)| digits.ends_with(l));
        let (number, unit) = match own {
            Some((label, yuan)) => (
                digits.trim_end_matches(label).to_owned(),
                Some(MoneyUnit { label: label.into(), yuan: Decimal::from(yuan) }),
            ),
            None => (digits, unit),
        };
        let amount = match (number.parse::<Decimal>(), unit) {
            (Ok(n), Some(unit)) => Amount::new(text, n, &unit),
            (Ok(_), None) => {
                let f = Finding::new(
                    FindingKind::PerformanceFundsUnit,
                    format!(
                        "the amount \"{text}\" of a performance table stands without a unit of money"
                    ),
                );
                let f = match cell {
                    Some(c) => f.at_rect(grid.page, c.rect),
                    None => f.at_page(grid.page),
                };
                self.findings.push(f);
                None
            }
            (Err(_), _) => None,
        };
        if let Some(amount) = amount {
            let p = self.opened(grid.page);
            let slot = match field {
                Field::FundsTotal => &mut p.funds_total,
                Field::FundsFiscal => &mut p.funds_fiscal,
                _ => &mut p.funds_other,
            };
            slot.get_or_insert(amount);
        }
    }
}
