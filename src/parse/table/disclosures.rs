//! Pass over all tables: whose each is, in a file that holds the disclosures of several units (docs/contract/README.md: its
//! facts carry `row_unit`). The line above a table says so (编制单位：某局本级), or its title.

use super::Context;
use super::unit_codes::{name_of_unit, texts_above, without_unit_of_amount};
use super::view::View;
use crate::model::{LedgerTable, Table, TableId};
use std::collections::HashMap;

/// The body that the lines above the table, those of its header or its title name.
pub(super) fn named_above(table: &Table, first: &View, body: usize, cx: &Context) -> String {
    let named = |text: String| {
        let parts: Vec<&str> = text.split(['：', ':']).collect();
        parts.windows(2).find_map(|pair| {
            let says = ["单位", "部门", "名称"].iter().any(|word| pair[0].ends_with(word));
            let name = name_of_unit(without_unit_of_amount(pair[1]));
            (says && cx.catalog.titles.is_body(name)).then(|| name.to_owned())
        })
    };
    let of_title = || cx.catalog.titles.body_in(&table.section.title);
    texts_above(table, first, body).find_map(named).or_else(of_title).unwrap_or_default()
}

/// Keeps the names where tables of one kind name several bodies, each its own; elsewhere all tables are the document's.
pub fn settle(tables: &mut [LedgerTable]) {
    let mut names: HashMap<&TableId, &str> = HashMap::new();
    let named = |table: &&LedgerTable| !table.id.is_other() && !table.of_unit.is_empty();
    let several = tables
        .iter()
        .filter(named)
        .any(|table| *names.entry(&table.id).or_insert(&table.of_unit) != table.of_unit);
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
