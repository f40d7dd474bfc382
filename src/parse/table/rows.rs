//! Pass: drafts → ledger rows. Each draft's labels are understood, it is put below the row that it is a part of, and
//! numbered.

use super::Context;
use super::continuation::{broken_item, is_page_break_rest, reprints_total};
use super::draft::{Draft, Edge, left_edges};
use super::layout::{Layout, Role};
use super::nesting::{Ancestor, GroupPlace, group_place, parent_of};
use super::parts::Parts;
use super::subjects::{Subject, labels_to_subjects, primary_subject};
use super::totals::{level_of, unlabelled_total};
use crate::catalog::{ItemSide, LabelKind};
use crate::deadline;
use crate::lex::{clean_label, printed_name};
use crate::model::{Content, Finding, FindingKind, ItemId, Rect, Row, Side, TableId};
use std::collections::HashMap;

/// Turns drafts into numbered rows.
pub(super) fn drafts_to_rows(
    drafts: Vec<Draft>,
    table: &TableId,
    layout: &Layout,
    cx: &Context,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let mut reader = Reader {
        facts: Facts::of(&drafts, table, layout, cx),
        block: Block::default(),
        parts: HashMap::new(),
        numbers: HashMap::new(),
        rows: Vec::new(),
    };
    let mut padding: Vec<&Draft> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        deadline::tick();
        let is_unlabelled_total = reader.facts.unlabelled_total == Some(index);
        if draft.has_label() || !reader.facts.has_labels || is_unlabelled_total {
            reader.draft(draft, is_unlabelled_total);
            continue;
        }
        // The figures of a row without a label: said, not guessed.
        reader.enter(draft);
        if draft.is_zero() {
            padding.push(draft);
        } else {
            findings.push(unlabelled(draft, table));
        }
    }
    findings.extend(padded(&padding, table));
    name_research_travel(&mut reader.rows);
    reader.rows
}

/// What holds for all rows of a table.
struct Facts<'t> {
    cx: &'t Context<'t>,
    table: &'t TableId,
    /// The table has columns for labels.
    has_labels: bool,
    /// It has none for codes or units.
    plain: bool,
    /// It states 会议费 beside 三公.
    meetings: bool,
    /// The draft that is its total without a label.
    unlabelled_total: Option<usize>,
    edges: HashMap<Edge, f32>,
}

impl<'t> Facts<'t> {
    fn of(drafts: &[Draft], table: &'t TableId, layout: &Layout, cx: &'t Context) -> Facts<'t> {
        let mut labels = layout.columns.iter().filter_map(|c| match c.role {
            Role::Label(kind) => Some(kind),
            Role::Measure => None,
        });
        let names = |k: LabelKind| !matches!(k, LabelKind::Remark | LabelKind::Ordinal);
        let coded =
            |k: LabelKind| matches!(k, LabelKind::Code | LabelKind::Unit | LabelKind::UnitCode);
        let mut texts = drafts.iter().flat_map(|d| &d.labels).map(|l| clean_label(&l.text));
        Facts {
            cx,
            table,
            has_labels: labels.clone().any(names),
            plain: !labels.any(coded),
            meetings: texts.any(|text| text.starts_with("会议费")),
            unlabelled_total: (!table.is_other()).then(|| unlabelled_total(drafts, cx)).flatten(),
            edges: left_edges(drafts),
        }
    }

    /// Which labels the rows of this side may have.
    fn side(&self, side: Side) -> ItemSide {
        match side {
            Side::Income => ItemSide::Income,
            Side::None if *self.table == "three_public_expenses" => ItemSide::ThreePublic,
            Side::None if *self.table == "income_summary" && self.plain => ItemSide::Income,
            Side::None => ItemSide::Coded,
            _ => ItemSide::Expenditure,
        }
    }
}

/// What a block's rows above say about those below.
#[derive(Default)]
struct Block {
    number: Option<usize>,
    /// The budget unit that the rows belong to.
    unit: String,
    ancestors: Vec<Ancestor>,
    /// The row that sums up a merged label (一般公共预算 | 小计): number and item.
    group: Option<(u32, Option<ItemId>)>,
}

struct Reader<'t> {
    facts: Facts<'t>,
    block: Block,
    /// Codes in parts, of each block's groups of columns.
    parts: HashMap<(usize, usize), Parts>,
    numbers: HashMap<Side, u32>,
    rows: Vec<Row>,
}

impl Reader<'_> {
    /// Another block begins anew.
    fn enter(&mut self, draft: &Draft) {
        if self.block.number != Some(draft.block) {
            self.block = Block { number: Some(draft.block), ..Block::default() };
        }
    }

    /// One draft: a row, or what goes on from the row before.
    fn draft(&mut self, draft: &Draft, is_unlabelled_total: bool) {
        self.enter(draft);
        let subjects = labels_to_subjects(&draft.labels, draft.block, &mut self.parts);
        let primary = primary_subject(&subjects);
        let printed_unit = printed_unit(draft);
        let mut row = labelled(draft, &subjects, &primary, printed_unit);
        if self.goes_on(draft, &row) {
            return;
        }
        row.name = printed_name(&row.label);
        let indent = self.indent(draft, &row);
        if row.code.is_none() {
            self.identify(&mut row, draft, indent);
            let named_unit = primary.name.is_empty() && printed_unit.is_some();
            let among_subjects = draft.labels.iter().any(|l| l.holds_units && l.text == row.label);
            if row.item.is_none() && (named_unit || among_subjects) {
                row.item = Some("unit".into());
                row.row_unit = row.label.clone();
            }
            if !self.facts.has_labels || is_unlabelled_total {
                row.item = Some("total".into());
            }
        }
        let is_total = row.item() == "total" || row.item().ends_with(".total");
        if let Some(unit) = printed_unit.filter(|_| !is_total) {
            self.block.unit = unit.to_string();
        }
        if !is_total && !self.block.unit.is_empty() {
            row.row_unit = self.block.unit.clone();
        }
        row.level = level_of(&row);
        row.cells = draft.cells.clone();
        if self.facts.cx.catalog.items.is_count(&row.label) {
            row.cells.iter_mut().for_each(|c| c.content = without_money(&c.content));
        }
        if !(is_total && draft.opens_page && reprints_total(&row, &self.rows)) {
            self.number(row);
        }
    }

    /// The rest of a label that wrapped over the page break goes to the row that it belongs to.
    fn goes_on(&mut self, draft: &Draft, row: &Row) -> bool {
        let Some(last) = self.rows.last_mut() else { return false };
        if is_page_break_rest(draft, row, Some(last)) {
            last.name.push_str(&row.label);
            last.label.push_str(&row.label);
            return true;
        }
        let side = self.facts.side(draft.side);
        let Some(item) = broken_item(draft, row, Some(last), side, self.facts.cx) else {
            return false;
        };
        last.label.push_str(&row.label);
        last.name = printed_name(&last.label);
        last.item = Some(item);
        last.level = level_of(last);
        true
    }

    /// How far the row's first label is indented.
    fn indent(&self, draft: &Draft, row: &Row) -> Option<f32> {
        let label = draft.labels.iter().find(|l| !l.text.is_empty());
        let own =
            label.and_then(|l| l.indent.or_else(|| self.facts.edges.get(&l.edge(draft)).copied()));
        // Text that happens to stand in the middle of its cell, right below the label above, is as deep as that.
        let below = self.rows.last().is_some_and(|r| {
            r.side == row.side && r.page == row.page && (r.rect.x0 - row.rect.x0).abs() < 2.0
        });
        own.or(self.block.ancestors.last().filter(|_| below).and_then(|a| a.indent))
    }

    /// What a row without a code is, and of which row it is a part.
    fn identify(&mut self, row: &mut Row, draft: &Draft, indent: Option<f32>) {
        row.part_of = parent_of(&mut self.block.ancestors, &row.label, indent);
        let carried = |r: &Row| r.item().starts_with("income.carryover.");
        let above = self.rows.iter().rev().find(|r| r.side == row.side && !carried(r));
        let under = |item: &str| above.is_some_and(|r| r.item() == item);
        let side = self.facts.side(draft.side);
        row.item = self.facts.cx.catalog.items.identify(&row.label, side, under).cloned();
        if carried(row) {
            row.part_of = row.part_of.or(above.map(|r| r.number));
        }
        if matches!(row.side, Side::ExpenditureEconomic | Side::ExpenditureGovernmentEconomic)
            && row.item().starts_with("function.")
        {
            row.item = None;
        }
        if row.item() == "three_public.total" && self.facts.meetings && !row.label.contains('公') {
            row.item = Some("three_public.total_with_meetings_and_training".into());
        }
        match group_place(&draft.labels) {
            GroupPlace::Part => {
                if let Some((number, item)) = &self.block.group {
                    row.part_of = Some(*number);
                    // 其他资金 below 其他资金 | 小计: the sum is the item.
                    if row.item == *item {
                        row.item = None;
                    }
                }
            }
            GroupPlace::Sum => self.block.group = Some((0, row.item.clone())),
            GroupPlace::None => self.block.group = None,
        }
    }

    /// Numbers the row, also where others refer to it.
    fn number(&mut self, mut row: Row) {
        let n = self.numbers.entry(row.side).or_insert(0);
        *n += 1;
        row.number = *n;
        if let Some(a) = self.block.ancestors.last_mut().filter(|a| a.number == 0) {
            a.number = row.number;
            a.item = row.item.clone();
        }
        if let Some(g) = self.block.group.as_mut().filter(|g| g.0 == 0) {
            g.0 = row.number;
        }
        self.rows.push(row);
    }
}

/// The unit that the row names. 合计 merged over the unit's code and name stands in the code's column.
fn printed_unit(draft: &Draft) -> Option<&str> {
    let units =
        draft.labels.iter().filter(|l| matches!(l.kind, LabelKind::Unit | LabelKind::UnitCode));
    units.map(|l| l.text.as_str()).find(|t| !t.is_ascii())
}

/// The row with its codes and its label.
fn labelled(draft: &Draft, subjects: &[Subject], primary: &Subject, unit: Option<&str>) -> Row {
    let rects = draft.labels.iter().filter(|l| !l.text.is_empty()).map(|l| &l.rect);
    let codes = subjects.iter().filter_map(|s| s.code.clone());
    Row {
        side: draft.side,
        page: draft.page,
        rect: Rect::around(rects).unwrap_or_default(),
        code: primary.code.clone(),
        also: codes.filter(|c| Some(c) != primary.code.as_ref()).collect(),
        label: if primary.name.is_empty() { unit.unwrap_or("") } else { &primary.name }.to_string(),
        ..Row::default()
    }
}

/// What the cell of a row of counts holds.
fn without_money(content: &Content) -> Content {
    match content {
        Content::Blank | Content::Dash => content.clone(),
        _ => Content::Other,
    }
}

/// Rows of zeros without a label, all in one note: a form's lines that nobody named.
fn padded(rows: &[&Draft], table: &TableId) -> Option<Finding> {
    let first = rows.first()?;
    let rect = Rect::around(first.cells.iter().filter(|c| !c.stated.is_empty()).map(|c| &c.rect))
        .unwrap_or_default();
    let n = rows.len();
    Some(
        Finding::new(
            FindingKind::UnlabelledZeros,
            format!("{n} rows print 0 and neither code nor name; the first is here"),
        )
        .at_rect(first.page, rect)
        .in_table(table),
    )
}

fn unlabelled(draft: &Draft, table: &TableId) -> Finding {
    let figures: Vec<&str> =
        draft.cells.iter().map(|c| c.stated.as_str()).filter(|s| !s.is_empty()).collect();
    let rect = Rect::around(draft.cells.iter().filter(|c| !c.stated.is_empty()).map(|c| &c.rect))
        .unwrap_or_default();
    Finding::new(
        FindingKind::UnlabelledRow,
        format!("a row prints figures ({}) and neither code nor name", figures.join(", ")),
    )
    .at_rect(draft.page, rect)
    .in_table(table)
}

/// 因公出国（境）费 beside 科研因公出国（境）费用 is the general part.
fn name_research_travel(rows: &mut [Row]) {
    if rows.iter().any(|r| r.item() == "three_public.overseas_travel_research") {
        for r in rows.iter_mut().filter(|r| r.item() == "three_public.overseas_travel") {
            r.item = Some("three_public.overseas_travel_general".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};

    #[test]
    fn rows_are_numbered_on_each_side() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 一、事业收入 | 1.00 | 一、教育支出 | 1.00\n 收入总计 | 1.00 | 支出总计 | 1.00";
        let want = [
            "i1 income.institutional 事业收入 1.00",
            "i2 income.total 收入总计 1.00",
            "e1 function.205 教育支出 1.00",
            "e2 expenditure.total 支出总计 1.00",
        ];
        assert_eq!(rows("income_expenditure_summary", &[art]), want);
    }

    #[test]
    fn units_hold_for_the_rows_below_them() {
        let art = "单位名称 | 科目编码 | 科目名称 | 合计\n 某局 | 208 | 甲 | 1.00\n  | 210 | 乙 | 2.00\n 某中心 | 210 | 乙 | 3.00\n 合计 |  |  | 6.00";
        let (table, _) = table("expenditure_summary", &[art]);
        let units: Vec<&str> = table.rows.iter().map(|r| r.row_unit.as_str()).collect();
        assert_eq!(units, ["某局", "某局", "某中心", ""]);
    }

    #[test]
    fn figures_without_a_label_are_said() {
        let art = "科目编码 | 科目名称 | 合计\n  | 合计 | 3.00\n  |  | 1.00\n 208 | 甲 | 3.00\n  |  | 0.00";
        let (table, findings) = table("expenditure_summary", &[art]);
        assert_eq!(table.rows.len(), 2);
        let codes: Vec<&str> = findings.iter().map(|f| f.kind.code()).collect();
        assert_eq!(codes, ["unlabelled-row", "unlabelled-zeros"]);
    }
}
