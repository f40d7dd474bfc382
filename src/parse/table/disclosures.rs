//! Pass over all tables: whose each is, in a file that holds the disclosures of several units (docs/contract/README.md: its
//! facts carry `row_unit`). The line above a table says so (编制单位：某局本级), or its title.

use super::view::View;
use super::{Context, unit_codes::name_of_unit};
use crate::model::{LedgerTable, Table, squeeze};
use std::collections::BTreeSet;

/// The body that the lines above the table, those of its header or its title name.
pub(super) fn named_above(table: &Table, first: &View, body: usize, cx: &Context) -> String {
    let above = table.above.iter().map(|line| squeeze(&line.text));
    let cells = (0..body.min(first.grid.rows())).flat_map(|row| first.printed(row));
    let texts = above.chain(cells.map(|cell| squeeze(cell.text())));
    let named = |text: String| {
        let parts: Vec<&str> = text.split(['：', ':']).collect();
        parts.windows(2).find_map(|pair| {
            let says = ["单位", "部门", "名称"].iter().any(|word| pair[0].ends_with(word));
            let name = pair[1].trim_end_matches("单位").trim_end_matches("金额");
            let name = name_of_unit(name);
            (says && cx.catalog.titles.is_body(name)).then(|| name.to_owned())
        })
    };
    let of_title = || cx.catalog.titles.body_in(&table.section.title);
    texts.into_iter().find_map(named).or_else(of_title).unwrap_or_default()
}

/// Keeps the names where tables of one kind name several bodies, each its own; elsewhere all tables are the document's.
pub fn settle(tables: &mut [LedgerTable]) {
    let several = tables.iter().enumerate().any(|(at, table)| {
        let names: BTreeSet<&str> = tables[at..]
            .iter()
            .filter(|other| other.id == table.id && !other.id.is_other())
            .map(|other| other.of_unit.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        names.len() > 1
    });
    if !several {
        tables.iter_mut().for_each(|table| table.of_unit.clear());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_where_tables_of_one_kind_have_several() {
        let table = |id: &str, unit: &str| LedgerTable {
            id: id.into(),
            of_unit: unit.into(),
            ..LedgerTable::default()
        };
        let of = |names: [(&str, &str); 3]| -> Vec<String> {
            let mut tables = names.map(|(id, unit)| table(id, unit));
            settle(&mut tables);
            tables.into_iter().map(|table| table.of_unit).collect()
        };
        let (all, income) = ("expenditure_summary", "income_summary");
        assert_eq!(
            of([(all, "某局本级"), (income, "某局本级"), (all, "某中心")]),
            ["某局本级", "某局本级", "某中心"]
        );
        assert_eq!(of([(all, "某局"), (income, "某中心"), (all, "某局")]), [""; 3]);
        assert_eq!(of([(all, "某局"), (income, "某中心"), ("other:甲", "某站")]), [""; 3]);
    }
}
