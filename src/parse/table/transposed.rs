//! The three-public table that prints its items as column heads: the same rows as one that prints them as rows.
//!
//! docs/contract/README.md: items are rows, numbered left to right, over units running on; the column is `amount`, or the fund where
//! the table crosses items with funds; years and 预算数 beside 决算数 are bases; a leaf head that is only 小计 takes its
//! group's label.

use super::Context;
use super::draft::Draft;
use super::layout::{Layout, LayoutColumn};
use crate::catalog::{Catalog, ItemSide, LabelKind};
use crate::lex::clean_head;
use crate::model::{Basis, Cell, Column, FUND_COLUMNS, ItemId, Rect, Row, TableId, squeeze};

/// Funds that a three-public table may be crossed with, and all of them together.
const FUNDS: [&str; 4] =
    [FUND_COLUMNS[0], FUND_COLUMNS[1], FUND_COLUMNS[2], "fiscal_appropriation"];

/// The table that is read here.
const TABLE: &str = "three_public_expenses";

/// Does the table print its items as heads?
pub fn is_transposed(table: &TableId, layout: &Layout, catalog: &Catalog) -> bool {
    if table != TABLE {
        return false;
    }
    let known = layout
        .columns
        .iter()
        .filter(|c| c.is_measure())
        .filter(|c| {
            c.printed.iter().any(|h| {
                catalog
                    .items
                    .identify(h, ItemSide::ThreePublic, |_| false)
                    .is_some_and(|i| i != "three_public.total")
            })
        })
        .count();
    known >= 2
}

/// What one measure column of such a table states.
#[derive(Debug, Clone)]
struct Head {
    item: Option<ItemId>,
    name: String,
    fund: Option<&'static str>,
    basis: Basis,
}

/// Rows of a transposed table: for each printed row one ledger row an item.
pub fn drafts_to_rows(
    drafts: Vec<Draft>,
    columns: &mut Vec<Column>,
    layout: &Layout,
    cx: &Context,
) -> Vec<Row> {
    let measures: Vec<&LayoutColumn> = layout.columns.iter().filter(|c| c.is_measure()).collect();
    let labels: Vec<String> = columns.iter().map(|c| c.label.clone()).collect();
    let all: String = layout
        .columns
        .iter()
        .flat_map(|c| c.printed.iter())
        .map(|t| squeeze(t))
        .collect::<Vec<_>>()
        .join(" ");
    let heads: Vec<Head> = measures.iter().map(|c| head_of(&c.printed, &all, cx)).collect();
    // Items in order of first appearance are the rows.
    let mut items: Vec<(Option<ItemId>, String)> = Vec::new();
    for h in &heads {
        if !items.iter().any(|(i, n)| *i == h.item && (i.is_some() || *n == h.name)) {
            items.push((h.item.clone(), h.name.clone()));
        }
    }
    let by_label: Vec<Option<usize>> =
        labels.iter().map(|l| measures.iter().position(|m| m.printed.join("/") == *l)).collect();
    let mut out_columns: Vec<Column> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut offset = 0u32;
    let mut last_unit: Option<String> = None;
    let mut seen: Vec<Basis> = Vec::new();
    for draft in drafts {
        let label = draft
            .labels
            .iter()
            .find(|l| matches!(l.kind, LabelKind::Unit | LabelKind::Name) && !l.text.is_empty());
        let row_basis = draft.labels.iter().filter_map(|l| basis_of(&l.text, &all, cx)).next_back();
        let unit = label
            .map(|l| l.text.clone())
            .filter(|t| basis_of(t, &all, cx).is_none() && !cx.catalog.items.is_total(t));
        let basis = row_basis.unwrap_or_default();
        // A further row of the same basis is a further unit: numbering runs on.
        if seen.contains(&basis) {
            offset += items.len() as u32;
            seen.clear();
        }
        seen.push(basis);
        if unit.is_some() {
            last_unit = unit;
        } else if row_basis.is_none() {
            last_unit = None;
        }
        let mut made: Vec<Row> = items
            .iter()
            .enumerate()
            .map(|(i, (item, name))| Row {
                number: offset + i as u32 + 1,
                item: item.clone(),
                name: name.clone(),
                label: name.clone(),
                row_unit: last_unit.clone().unwrap_or_default(),
                level: item.as_ref().is_some_and(|i| i == "three_public.total").then_some(0),
                page: draft.page,
                ..Row::default()
            })
            .collect();
        for cell in draft.cells {
            let Some(Some(m)) = by_label.get(cell.column) else { continue };
            let head = &heads[*m];
            let Some(i) = items
                .iter()
                .position(|(it, n)| *it == head.item && (it.is_some() || *n == head.name))
            else {
                continue;
            };
            let basis = if row_basis.is_some() { basis } else { head.basis };
            let column = Column {
                id: head.fund.unwrap_or("amount").into(),
                basis,
                label: labels[cell.column].clone(),
            };
            let index = out_columns
                .iter()
                .position(|c| c.id == column.id && c.basis == column.basis)
                .unwrap_or_else(|| {
                    out_columns.push(column);
                    out_columns.len() - 1
                });
            made[i].rect = if made[i].cells.is_empty() {
                cell.rect
            } else {
                Rect::union(&made[i].rect, &cell.rect)
            };
            made[i].cells.push(Cell { column: index, ..cell });
        }
        rows.extend(made);
    }
    *columns = out_columns;
    rows
}

fn basis_of(text: &str, all: &str, cx: &Context) -> Option<Basis> {
    let head = cx.catalog.columns.head(text, cx.year);
    let m = cx.catalog.columns.measure(std::slice::from_ref(&head), &TABLE.into(), all);
    (head.is_measure()
        && (m.basis != Basis::Current || clean_head(text, cx.year).starts_with("本年")))
    .then_some(m.basis)
}

fn head_of(printed: &[String], all: &str, cx: &Context) -> Head {
    let items = &cx.catalog.items;
    let identify = |t: &str| items.identify(t, ItemSide::ThreePublic, |_| false).cloned();
    let heads: Vec<crate::catalog::Head> =
        printed.iter().map(|t| cx.catalog.columns.head(t, cx.year)).collect();
    let mut head = Head { item: None, name: String::new(), fund: None, basis: Basis::Current };
    for (text, h) in printed.iter().zip(&heads) {
        let m = cx.catalog.columns.measure(std::slice::from_ref(h), &TABLE.into(), all);
        if m.basis != Basis::Current {
            head.basis = m.basis;
        }
        let named = identify(text);
        let generic = h.generic.is_some();
        if let Some(f) =
            m.column.and_then(|id| FUNDS.iter().find(|f| id == **f)).filter(|_| named.is_none())
        {
            head.fund = Some(f);
            continue;
        }
        // 小计 under a group is the group; 合计 under nothing known is the total.
        let new_item = match named {
            // 小计 under a group that the catalog does not know, below one that it knows, is that group's.
            None if !generic && !h.is_measure() && head.item.is_some() => {
                Some((None, text.clone()))
            }
            Some(item) if generic && head.item.is_none() && !head.name.is_empty() => {
                Some((None, head.name.clone())).filter(|_| item == "three_public.total")
            }
            Some(item) if generic && head.item.is_some() => {
                Some((head.item.clone(), head.name.clone()))
                    .filter(|_| item == "three_public.total")
            }
            Some(item) => Some((Some(item), text.clone())),
            None => None,
        };
        if let Some((item, name)) = new_item {
            head.item = item;
            head.name = name;
        }
    }
    if head.item.is_none() {
        head.name = printed.last().cloned().unwrap_or_default();
    }
    // 合计 over 三公, 会议费 and 培训费.
    let total = |item: &ItemId| item == "three_public.total";
    let total_alone = head.item.as_ref().is_some_and(total)
        && !printed.iter().any(|t| t.contains('公') && identify(t).as_ref().is_some_and(total));
    if total_alone && (all.contains("会议费") || all.contains("培训费")) {
        head.item = Some("three_public.total_with_meetings_and_training".into());
    }
    head
}
