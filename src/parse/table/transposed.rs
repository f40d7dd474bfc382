//! The three-public table that prints its items as column heads: the same rows as one that prints them as rows.
//!
//! docs/contract/README.md: items are rows, numbered left to right, over units running on; the column is `amount`, or the fund where
//! the table crosses items with funds; years and 预算数 beside 决算数 are bases; a leaf head that is only 小计 takes its
//! group's label.

use super::Context;
use super::draft::Draft;
use super::layout::Layout;
use super::totals::set_level;
use super::unit_codes::printed_code;
use crate::catalog::tables::TableWords;
use crate::catalog::{Catalog, ItemSide, LabelKind};
use crate::lex::{THIS_YEAR, clean_head};
use crate::model::{
    Basis, Cell, Column, FUND_COLUMNS, ItemId, Rect, Row, RowWhy, TableId, squeeze,
};

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

/// What a row of such a table is of: an item of the vocabulary, or a head that it does not know.
#[derive(Debug, Clone, Default)]
struct Item {
    id: Option<ItemId>,
    name: String,
}

impl Item {
    /// Two heads of one item are one row, whatever they print.
    fn is(&self, other: &Item) -> bool {
        self.id == other.id && (self.id.is_some() || self.name == other.name)
    }
}

/// What one measure column of such a table states.
#[derive(Debug, Clone, Default)]
struct Head {
    item: Item,
    fund: Option<&'static str>,
    basis: Basis,
}

/// Rows of a transposed table: for each printed row one ledger row an item. Heads of a following page may say another year.
pub fn drafts_to_rows(
    drafts: Vec<Draft>,
    columns: &mut Vec<Column>,
    layouts: &[Layout],
    cx: &Context,
) -> Vec<Row> {
    let mut reader = Reader::new(columns, layouts, cx);
    // 预算数 beside 决算数 may stand in rows, too.
    let labels = drafts.iter().flat_map(|d| &d.labels).map(|l| l.text.as_str());
    reader.all = labels.fold(reader.all, |all, label| all + " " + label);
    drafts.into_iter().for_each(|draft| reader.draft(draft));
    *columns = reader.columns;
    reader.rows
}

struct Reader<'t> {
    cx: &'t Context<'t>,
    /// All heads of the table, for words that depend on each other.
    all: String,
    /// For each measure of the table its printed heads and what they state.
    heads: Vec<(String, Option<Head>)>,
    /// What the rows are of, in order of first appearance.
    items: Vec<Item>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Rows of the units before.
    offset: u32,
    unit: Option<String>,
    /// Its code.
    code: String,
    /// The bases that rows of the unit at hand have printed.
    seen: Vec<Basis>,
}

impl<'t> Reader<'t> {
    fn new(columns: &[Column], layouts: &[Layout], cx: &'t Context) -> Reader<'t> {
        let own = layouts.iter().enumerate().filter(|(page, layout)| *page == 0 || layout.own);
        let of_layouts = || own.clone().flat_map(|(_, layout)| &layout.columns);
        let printed = of_layouts().flat_map(|c| c.printed.iter());
        let all = printed.map(|t| squeeze(t)).collect::<Vec<_>>().join(" ");
        let measures = of_layouts().filter(|c| c.is_measure());
        let found: Vec<(String, Head)> =
            measures.map(|c| (c.printed.join("/"), head_of(&c.printed, &all, cx))).collect();
        let mut items: Vec<Item> = Vec::new();
        for (_, head) in &found {
            if !items.iter().any(|item| item.is(&head.item)) {
                items.push(head.item.clone());
            }
        }
        let of_label = |label: &str| found.iter().find(|(l, _)| l == label).map(|(_, h)| h.clone());
        let heads = columns.iter().map(|c| (c.label.clone(), of_label(&c.label))).collect();
        let (columns, rows) = (Vec::new(), Vec::new());
        Reader {
            cx,
            all,
            heads,
            items,
            columns,
            rows,
            offset: 0,
            unit: None,
            code: String::new(),
            seen: Vec::new(),
        }
    }

    /// The rows of one draft, one an item.
    fn draft(&mut self, draft: Draft) {
        // A row of rates (增减率（%）) states no money.
        let head = |text: &str| self.cx.catalog.columns.head(text, self.cx.year).label;
        if draft.labels.iter().any(|l| head(&l.text) == Some(LabelKind::Count)) {
            return;
        }
        let texts = draft.labels.iter().map(|l| l.text.as_str());
        let basis = texts.filter_map(|t| basis_of(t, &self.all, self.cx)).next_back();
        let of_cells = || draft.cells.iter().filter_map(|c| self.heads.get(c.column)?.1.as_ref());
        let printed = of_cells().next().map(|head| head.basis);
        let only = printed.filter(|basis| of_cells().all(|head| head.basis == *basis));
        self.enter(&draft, basis, only);
        let mut made: Vec<Row> =
            self.items.iter().zip(self.offset + 1..).map(|(i, n)| self.row(i, n, &draft)).collect();
        for cell in draft.cells {
            let Some((label, Some(head))) = self.heads.get(cell.column) else { continue };
            let column = Column {
                id: head.fund.unwrap_or("amount").into(),
                basis: basis.unwrap_or(head.basis),
                label: label.clone(),
            };
            let Some(at) = self.items.iter().position(|item| item.is(&head.item)) else { continue };
            let column = self.index_of(column);
            let row = &mut made[at];
            row.rect =
                if row.cells.is_empty() { cell.rect } else { Rect::union(&row.rect, &cell.rect) };
            row.cells.push(Cell { column, ..cell });
        }
        self.rows.extend(made);
    }

    /// A further row of the same basis is a further unit: numbering runs on.
    /// Its label says the basis, else the heads over all its figures.
    fn enter(&mut self, draft: &Draft, basis: Option<Basis>, headed: Option<Basis>) {
        let kind = |k: LabelKind| matches!(k, LabelKind::Unit | LabelKind::Name);
        let label = draft.labels.iter().find(|l| kind(l.kind) && !l.text.is_empty());
        let is_unit = |text: &&String| {
            basis_of(text, &self.all, self.cx).is_none() && !self.cx.catalog.items.is_total(text)
        };
        let unit = label.map(|l| &l.text).filter(is_unit).cloned();
        let current = basis.or(headed).unwrap_or_default();
        if self.seen.contains(&current) {
            self.offset += self.items.len() as u32;
            self.seen.clear();
        }
        self.seen.push(current);
        if unit.is_some() || basis.is_none() {
            self.unit = unit;
            self.code = printed_code(draft).unwrap_or_default();
        }
    }

    fn row(&self, item: &Item, number: u32, draft: &Draft) -> Row {
        let mut row = Row {
            number,
            item: item.id.clone(),
            name: item.name.clone(),
            label: item.name.clone(),
            row_unit: self.unit.clone().unwrap_or_default(),
            unit_code: self.code.clone(),
            page: draft.page,
            why: RowWhy { subject: "the heads over its figures name it", ..RowWhy::default() },
            ..Row::default()
        };
        set_level(&mut row);
        row
    }

    /// The table's column that measures the same.
    fn index_of(&mut self, column: Column) -> usize {
        let same = |c: &Column| c.id == column.id && c.basis == column.basis;
        self.columns.iter().position(same).unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        })
    }
}

fn basis_of(text: &str, all: &str, cx: &Context) -> Option<Basis> {
    let head = cx.catalog.columns.head(text, cx.year);
    let m = cx.catalog.columns.measure(std::slice::from_ref(&head), &TABLE.into(), all);
    // 决算数 says which figure stands beside it, as 本年 does: it is no unit.
    let ordinary = || {
        m.column.as_ref().is_some_and(|id| *id == "amount" && head.is_generic())
            || clean_head(text, cx.year).starts_with(THIS_YEAR)
    };
    (head.is_measure() && (m.basis != Basis::Current || ordinary())).then_some(m.basis)
}

/// What the heads of one column state, from top to leaf: each may name the item, its fund or its basis.
fn head_of(printed: &[String], all: &str, cx: &Context) -> Head {
    let items = &cx.catalog.items;
    let identify = |t: &str| items.identify(t, ItemSide::ThreePublic, |_| false).cloned();
    let mut head = Head::default();
    for text in printed {
        let h = cx.catalog.columns.head(text, cx.year);
        let m = cx.catalog.columns.measure(std::slice::from_ref(&h), &TABLE.into(), all);
        if m.basis != Basis::Current {
            head.basis = m.basis;
        }
        let named = identify(text);
        let is_fund = |fund: &&&str| m.column.as_ref().is_some_and(|id| id == **fund);
        if let Some(fund) = FUNDS.iter().find(is_fund).filter(|_| named.is_none()) {
            head.fund = Some(fund);
            continue;
        }
        if let Some(item) = next_item(&head.item, text, named, &h) {
            head.item = item;
        }
    }
    if head.item.id.is_none() {
        head.item.name = printed.last().cloned().unwrap_or_default();
    }
    // 合计 over 三公, 会议费 and 培训费.
    let words = TableWords::embedded();
    let total = |item: &ItemId| item == "three_public.total";
    let total_alone = head.item.id.as_ref().is_some_and(total)
        && !printed
            .iter()
            .any(|t| t.contains(&words.three_public) && identify(t).as_ref().is_some_and(total));
    if total_alone && (all.contains(&words.meetings) || all.contains(&words.training)) {
        head.item.id = Some("three_public.total_with_meetings_and_training".into());
    }
    head
}

/// The item that a head makes of the one above it; `None` where it says nothing about that. 小计 under a group is the group;
/// 合计 under nothing known is the total.
fn next_item(
    above: &Item,
    text: &str,
    named: Option<ItemId>,
    head: &crate::catalog::Head,
) -> Option<Item> {
    let generic = head.generic.is_some();
    let unnamed = |name: &str| Item { id: None, name: name.to_string() };
    match named {
        // 小计 under a group that the catalog does not know, below one that it knows, is that group's.
        None => (!generic && !head.is_measure() && above.id.is_some()).then(|| unnamed(text)),
        Some(_) if generic && above.id.is_some() => None,
        Some(item) if generic && !above.name.is_empty() => {
            (item == "three_public.total").then(|| unnamed(&above.name))
        }
        Some(item) => Some(Item { id: Some(item), name: text.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};

    const TABLE: &str = "three_public_expenses";

    #[test]
    fn items_that_are_heads_are_rows_and_units_run_on() {
        let art = "单位名称 | 合计 | 因公出国（境）费 | 公务用车 | <\n ^ | ^ | ^ | 小计 | 公务用车购置费\n 某局 | 6.00 | 1.00 | 5.00 | 2.00\n 某站 | 2.00 | 2.00 | 0.00 | 0.00";
        let want = [
            "1 three_public.total 合计 @某局 6.00",
            "2 three_public.overseas_travel 因公出国（境）费 @某局 1.00",
            "3 three_public.vehicles 公务用车 @某局 5.00",
            "4 three_public.vehicle_purchase 公务用车购置费 @某局 2.00",
            "5 three_public.total 合计 @某站 2.00",
        ];
        assert_eq!(rows(TABLE, &[art])[..5], want);
    }

    #[test]
    fn funds_are_columns_and_years_are_bases() {
        let art = "年度 | 因公出国（境）费 | < | 公务接待费 | <\n ^ | 一般公共预算 | 政府性基金 | 一般公共预算 | 政府性基金\n 2025年预算数 | 1.00 | 2.00 | 3.00 | 4.00\n 2026年预算数 | 5.00 | 6.00 | 7.00 | 8.00";
        let (table, _) = table(TABLE, &[art]);
        let columns: Vec<String> =
            table.columns.iter().map(|c| format!("{} {}", c.id, c.basis.as_str())).collect();
        let want = [
            "general_public_budget prior_budget",
            "government_fund prior_budget",
            "general_public_budget current",
            "government_fund current",
        ];
        assert_eq!(columns, want);
        let want = [
            "1 three_public.overseas_travel 因公出国（境）费 1.00 2.00",
            "2 three_public.reception 公务接待费 3.00 4.00",
            "1 three_public.overseas_travel 因公出国（境）费 5.00 6.00",
            "2 three_public.reception 公务接待费 7.00 8.00",
        ];
        assert_eq!(rows(TABLE, &[art]), want);
    }

    #[test]
    fn budget_and_final_figures_in_rows_are_bases_and_no_units() {
        let art = "项目 | 合计 | 因公出国（境）费 | 公务接待费\n 预算数 | 3.00 | 1.00 | 2.00\n 决算数 | 2.50 | 1.00 | 1.50";
        let (table, _) = table(TABLE, &[art]);
        let columns: Vec<&str> = table.columns.iter().map(|c| c.basis.as_str()).collect();
        assert_eq!(columns, ["budget", "current"]);
        assert!(table.rows.iter().all(|r| r.row_unit.is_empty() && r.number <= 3));
    }

    #[test]
    fn a_row_of_rates_states_no_money() {
        let art = "年度 | 合计 | 因公出国（境）费 | 公务接待费\n 2026年预算数 | 3.00 | 1.00 | 2.00\n 增减率（%） | 208.84 | 11.00 | 7.50";
        let want = [
            "1 three_public.total 合计 3.00",
            "2 three_public.overseas_travel 因公出国（境）费 1.00",
            "3 three_public.reception 公务接待费 2.00",
        ];
        assert_eq!(rows(TABLE, &[art]), want);
    }

    #[test]
    fn the_total_over_meetings_is_of_more() {
        let art = "单位名称 | 合计 | 因公出国（境）费 | 公务接待费 | 会议费\n 某局 | 6.00 | 1.00 | 2.00 | 3.00";
        let got = rows(TABLE, &[art]);
        assert!(got[0].contains("three_public.total_with_meetings_and_training"), "{got:?}");
    }
}
