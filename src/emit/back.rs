//! The wire document → the ledger that it was made from, as far as equations between documents ask.

use super::wire::{self, Content};
use crate::catalog::Catalog;
use crate::model::{
    self, Amount, Cell, Code, Column, Identity, ItemId, Ledger, LedgerTable, Mention, MoneyScope,
    MoneyUnit, Note, Rect, Row, RowWhy, squeezed,
};
use rust_decimal::Decimal;

/// Identity, tables and prose of a document as a ledger: the same figures with the same printed places and units. What
/// the wire format does not hold (announced tables, stray numbers) and what is not asked for (performance tables,
/// findings) is empty; boxes are rounded to hundredths of a point.
pub fn ledger(document: &wire::Document, catalog: &Catalog) -> Ledger {
    let wire::Identity { unit_name, fiscal_year, kind, scope, .. } = document.identity.clone();
    Ledger {
        identity: Identity {
            unit_name,
            fiscal_year,
            kind,
            scope,
            listed_units: document.listed_units.clone(),
        },
        pages: document.source.pages.unwrap_or_default(),
        tables: document.tables.iter().map(|t| table(t, catalog)).collect(),
        narrative: document.narrative.iter().map(|m| mention(m, catalog)).collect(),
        has_prose: !document.narrative.is_empty(),
        ..Ledger::default()
    }
}

fn table(table: &wire::Table, catalog: &Catalog) -> LedgerTable {
    // Rows that all belong to one unit, their total too, are those of its own disclosure.
    let first = table.rows.first().map_or("", |row| row.row_unit.as_str());
    let own = |row: &wire::Row| row.row_unit == first && row.item != "unit";
    let of_unit = if table.rows.iter().all(own) { first } else { "" };
    let row = |wired: &wire::Row| {
        let mut row = row(wired, catalog);
        if !of_unit.is_empty() {
            row.row_unit.clear();
        }
        row
    };
    LedgerTable {
        id: table.id.as_str().into(),
        title: table.title.clone(),
        unit: table.unit.as_deref().and_then(|label| catalog.units.get(label)).cloned(),
        page: table.pages[0],
        last_page: table.pages[1],
        columns: table
            .columns
            .iter()
            .map(|c| Column { id: c.id.as_str().into(), basis: c.basis, label: c.label.clone() })
            .collect(),
        rows: table.rows.iter().map(row).collect(),
        of_unit: of_unit.to_owned(),
        notes: table
            .notes
            .iter()
            .map(|n| Note { text: n.text.clone(), page: n.page, rect: rect(n.corners) })
            .collect(),
        ..LedgerTable::default()
    }
}

fn row(row: &wire::Row, catalog: &Catalog) -> Row {
    Row {
        side: row.side,
        number: row.row,
        code: row
            .classification
            .map(|classification| Code { classification, digits: row.code.clone() }),
        also: row
            .also
            .iter()
            .map(|c| Code { classification: c.classification, digits: c.code.clone() })
            .collect(),
        item: ItemId::of(&row.item),
        name: row.name.clone(),
        label: row.label.clone(),
        row_unit: row.row_unit.clone(),
        unit_code: row.unit_code.clone(),
        level: row.level,
        part_of: row.part_of,
        cells: row.cells.iter().map(|c| cell(c, catalog)).collect(),
        page: row.page,
        rect: rect(row.corners),
        why: RowWhy::default(),
    }
}

fn cell(cell: &wire::Cell, catalog: &Catalog) -> Cell {
    let stated = cell.stated.clone().unwrap_or_default();
    let unread = || model::Content::Unread(cell.reason.clone().unwrap_or_default());
    let content = match (cell.content, cell.amount_yuan) {
        (Content::Amount, Some(yuan)) => model::Content::Amount(amount(
            yuan.value(),
            &stated,
            cell.stated_unit.as_deref(),
            catalog,
        )),
        (Content::Amount | Content::Unread, _) => unread(),
        (Content::Blank, _) => model::Content::Blank,
        (Content::Dash, _) => model::Content::Dash,
        (Content::Other, _) => model::Content::Other,
    };
    Cell {
        column: cell.index,
        content,
        stated,
        page: cell.page,
        rect: rect(cell.corners),
        doubt: cell.doubt.clone(),
    }
}

fn mention(mention: &wire::Mention, catalog: &Catalog) -> Mention {
    Mention {
        key: mention.key.as_str().into(),
        code: mention.code.clone(),
        table_code: mention.table_code.clone(),
        name: mention.name.clone(),
        amount: mention
            .amount_yuan
            .map(|yuan| amount(yuan.value(), &mention.stated, None, catalog)),
        value: mention.value.map(|v| v.value()),
        value_unit: mention.value_unit.clone(),
        stated: mention.stated.clone(),
        sentence: mention.sentence.clone(),
        page: mention.page,
        scope: MoneyScope::of_word(&mention.scope),
    }
}

/// The amount of `yuan` that a page prints as `stated`, in the unit of that name or else in the one behind the figure.
fn amount(yuan: Decimal, stated: &str, unit: Option<&str>, catalog: &Catalog) -> Amount {
    let text = squeezed(stated);
    let known = catalog.units.longest_first().find(|u| text.ends_with(&u.label));
    let unit = unit.and_then(|label| catalog.units.get(label)).or(known).cloned();
    let unit = unit.unwrap_or(MoneyUnit { label: String::new(), yuan: Decimal::ONE });
    let places = text
        .rsplit_once('.')
        .map_or(0, |(_, behind)| behind.bytes().take_while(u8::is_ascii_digit).count());
    let mut printed = yuan.checked_div(unit.yuan).unwrap_or(yuan).normalize();
    printed.rescale(places as u32);
    Amount { stated: stated.to_owned(), printed, unit, yuan }
}

fn rect(wire::Corners([x0, y0, x1, y1]): wire::Corners) -> Rect {
    Rect { x0: x0 as f32, y0: y0 as f32, x1: x1 as f32, y1: y1 as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed figure and last place of what a page prints as `stated`.
    fn of(yuan: &str, stated: &str, unit: Option<&str>) -> [String; 2] {
        let amount = amount(yuan.parse().unwrap(), stated, unit, &Catalog::builtin().unwrap());
        [amount.printed.to_string(), amount.last_place().normalize().to_string()]
    }

    #[test]
    fn printed_places_come_from_what_is_stated() {
        assert_eq!(of("205600.00", "20.56", Some("万元")), ["20.56", "100"]);
        assert_eq!(of("205000.00", "２０．５０", Some("万元")), ["20.50", "100"]);
        assert_eq!(of("-1234.00", "（1,234）", Some("元")), ["-1234", "1"]);
        assert_eq!(of("-6087100.00", "608.71万元", None), ["-608.71", "100"]);
        assert_eq!(of("0.00", "0.0亿元", None), ["0.0", "10000000"]);
        assert_eq!(of("0.00", "持平", None), ["0", "1"]);
    }
}
