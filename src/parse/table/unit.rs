//! Pass: the unit of amount that a table declares.

use super::layout::Layout;
use super::view::View;
use crate::catalog::Catalog;
use crate::model::{MoneyUnit, Table};

/// The unit of amount: the line nearest above the grid that declares one, a caption row inside it, the header, the title, a line
/// above it that is nothing else.
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
    let declared = heads.chain([&table.section.title]).find_map(|t| catalog.units.declared(t));
    // A unit alone on a line.
    let alone = || table.above.iter().rev().find_map(|line| catalog.units.get(&line.text));
    declared.or_else(alone).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{catalog, grid, layout};
    use super::*;
    use crate::model::{Line, Section, SectionKind};

    fn declared(title: &str, above: &[&str], art: &str) -> Option<String> {
        let grid = grid(art);
        let line = |text: &&str| Line { text: (*text).into(), ..Line::default() };
        let section = Section { kind: SectionKind::Table, id: None, title: title.into() };
        let above = above.iter().map(line).collect();
        let table = Table { section, grids: vec![grid.clone()], above, below: vec![] };
        let found = declared_unit(&table, &[View::new(&grid)], &layout(&grid), &catalog());
        found.map(|unit| unit.label)
    }

    #[test]
    fn the_nearest_declaration_counts() {
        let art = "科目名称 | 合计\n 某 | 1.00";
        assert_eq!(declared("收入总表", &["单位：元", "金额单位：万元"], art).unwrap(), "万元");
        assert_eq!(declared("收入总表", &["单位：万", "元"], art).unwrap(), "万元");
        assert_eq!(declared("收入总表", &["单位：人民币", "万元"], art).unwrap(), "万元");
        let inside = "某局 | 单位：元\n 科目名称 | 合计\n 某 | 1.00";
        assert_eq!(declared("收入总表（单位：万元）", &[], inside).unwrap(), "元");
        assert_eq!(declared("收入总表（单位：元）", &[], art).unwrap(), "元");
        assert_eq!(
            declared("收入总表", &[], "科目名称 | 合计（万元）\n 某 | 1.00").unwrap(),
            "万元"
        );
        assert_eq!(declared("收入总表", &["部门：某局", "万元"], art).unwrap(), "万元");
        assert_eq!(declared("收入总表", &[], art), None);
    }
}
