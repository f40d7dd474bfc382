//! Pass: the unit of amount that a table declares.

use super::columns::Layout;
use super::view::View;
use crate::catalog::Catalog;
use crate::model::{MoneyUnit, Table};

/// The unit of amount: the line nearest above the grid that declares one, a caption row inside it, the header, the title.
pub(super) fn declared_unit(
    table: &Table,
    views: &[View],
    layout: &Layout,
    catalog: &Catalog,
) -> Option<MoneyUnit> {
    for line in table.above.iter().rev() {
        if let Some(u) = catalog.units.declared(&line.text) {
            return Some(u.clone());
        }
    }
    // 单位：万 / 元, wrapped in a narrow cell.
    for w in table.above.windows(2) {
        if let Some(u) = catalog.units.declared(&format!("{}{}", w[0].text, w[1].text)) {
            return Some(u.clone());
        }
    }
    for view in views {
        for r in 0..layout.body.min(view.grid.rows()) {
            for cell in view.printed(r) {
                if let Some(u) = catalog.units.declared(cell.text()) {
                    return Some(u.clone());
                }
            }
        }
    }
    let heads = layout.columns.iter().flat_map(|c| c.printed.iter());
    heads.chain([&table.section.title]).find_map(|t| catalog.units.declared(t)).cloned()
}
