//! Drafts of rows → ledger rows: codes, names, items, units, levels, numbers.

use super::layout::{Layout, Role};
use super::subject::Parts;
use super::tables::Context;
use crate::catalog::{ItemSide, LabelKind};
use crate::deadline;
use crate::lex::{self, clean_label, is_digits, is_of_which, ordinal_depth, printed_name};
use crate::model::{
    Cell, Classification, Code, Content, Finding, FindingKind, ItemId, Rect, Row, Side, TableId,
    Token, Total,
};
use std::collections::HashMap;

/// The text of one label column in a row.
#[derive(Debug, Clone)]
pub struct LabelGroup {
    /// What the column is for.
    pub kind: LabelKind,
    /// Its text, white space removed.
    pub text: String,
    /// What that is by itself.
    pub token: Token,
    /// Box of the text.
    pub rect: Rect,
    /// A further level of the name before.
    pub deeper: bool,
    /// A name column that units stand in too.
    pub holds_units: bool,
    /// Left edge of its first line.
    pub left: f32,
    /// Distance of that from its cell's left edge in points; `None` for centred text.
    pub indent: Option<f32>,
}

/// Page, block and left edge in whole points.
type Edge = (u32, usize, i32);

impl LabelGroup {
    fn edge(&self, draft: &Draft) -> Edge {
        (draft.page, draft.block, self.left.round() as i32)
    }
}

/// A row as it stands in the grid.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Side of the block.
    pub side: Side,
    /// Block.
    pub block: usize,
    /// 1-based page.
    pub page: u32,
    /// Where the row begins: y on its page.
    pub top: f32,
    /// First row of its page's grid below the header.
    pub opens_page: bool,
    /// Label columns.
    pub labels: Vec<LabelGroup>,
    /// Measures.
    pub cells: Vec<Cell>,
}

impl Draft {
    /// An empty draft.
    pub fn new(side: Side, block: usize, page: u32, top: f32, opens_page: bool) -> Self {
        Draft { side, block, page, top, opens_page, labels: Vec::new(), cells: Vec::new() }
    }

    /// Nothing printed at all.
    pub fn is_blank(&self) -> bool {
        self.labels.iter().all(|l| l.text.is_empty()) && !self.has_figures()
    }

    /// Does any label print something?
    pub fn has_label(&self) -> bool {
        self.labels.iter().any(|l| !l.text.is_empty())
    }

    /// Are all figures that it prints zero?
    fn is_zero(&self) -> bool {
        self.cells.iter().all(|c| match &c.content {
            Content::Blank | Content::Dash => true,
            Content::Amount(a) => a.yuan.is_zero(),
            _ => false,
        })
    }

    /// Does any measure print something?
    pub fn has_figures(&self) -> bool {
        self.cells.iter().any(|c| c.content != Content::Blank)
    }
}

/// Code and name of one group of label columns.
#[derive(Debug, Default, Clone)]
struct Subject {
    code: Option<Code>,
    name: String,
}

/// Turns drafts into numbered rows.
pub fn drafts_to_rows(
    drafts: Vec<Draft>,
    table: &TableId,
    layout: &Layout,
    cx: &Context,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut numbers: HashMap<Side, u32> = HashMap::new();
    let mut parts: HashMap<(usize, usize), Parts> = HashMap::new();
    let mut unit = String::new();
    let mut ancestors: Vec<Ancestor> = Vec::new();
    // The row that sums up a merged label (一般公共预算 | 小计): number and item.
    let mut group: Option<(u32, Option<ItemId>)> = None;
    let mut block = None;
    let has_labels =
        layout.columns.iter().any(|c| matches!(c.role, Role::Label(k) if !matches!(k, LabelKind::Remark | LabelKind::Ordinal)));
    let meetings =
        drafts.iter().any(|d| d.labels.iter().any(|l| clean_label(&l.text).starts_with("会议费")));
    let total = (!table.is_other()).then(|| unlabelled_total(&drafts, cx)).flatten();
    let mut padding: Vec<&Draft> = Vec::new();
    let edges = left_edges(&drafts);
    for (index, draft) in drafts.iter().enumerate() {
        deadline::tick();
        if block.replace(draft.block) != Some(draft.block) {
            ancestors.clear();
            group = None;
            unit.clear();
        }
        let is_unlabelled_total = total == Some(index);
        if !draft.has_label() && has_labels && !is_unlabelled_total {
            // The figures of a row without a label: said, not guessed.
            if draft.is_zero() {
                padding.push(draft);
            } else {
                findings.push(unlabelled(draft, table));
            }
            continue;
        }
        let mut row = Row { side: draft.side, page: draft.page, ..Row::default() };
        row.rect =
            Rect::around(draft.labels.iter().filter(|l| !l.text.is_empty()).map(|l| &l.rect))
                .unwrap_or_default();
        let subjects = labels_to_subjects(&draft.labels, draft.block, &mut parts);
        // 合计 merged over the unit's code and name stands in the code's column.
        let printed_unit = draft
            .labels
            .iter()
            .filter(|l| matches!(l.kind, LabelKind::Unit | LabelKind::UnitCode))
            .map(|l| l.text.as_str())
            .find(|t| !t.is_ascii());
        let primary = primary_subject(&subjects);
        row.code = primary.code.clone();
        row.also = subjects
            .iter()
            .filter_map(|s| s.code.clone())
            .filter(|c| Some(c) != primary.code.as_ref())
            .collect();
        row.label = if primary.name.is_empty() {
            printed_unit.unwrap_or("").to_string()
        } else {
            primary.name.clone()
        };
        if is_page_break_rest(draft, &row, rows.last())
            && let Some(last) = rows.last_mut()
        {
            last.name.push_str(&row.label);
            last.label.push_str(&row.label);
            continue;
        }
        if let Some(item) =
            broken_item(draft, &row, rows.last(), item_side(table, draft, layout), cx)
            && let Some(last) = rows.last_mut()
        {
            last.label.push_str(&row.label);
            last.name = printed_name(&last.label);
            last.item = Some(item);
            last.level = level_of(last);
            continue;
        }
        row.name = printed_name(&row.label);
        let indent = draft
            .labels
            .iter()
            .find(|l| !l.text.is_empty())
            .and_then(|l| l.indent.or_else(|| edges.get(&l.edge(draft)).copied()));
        // Text that happens to stand in the middle of its cell, right below the label above, is as deep as that.
        let below = rows.last().is_some_and(|r| {
            r.side == row.side && r.page == row.page && (r.rect.x0 - row.rect.x0).abs() < 2.0
        });
        let indent = indent.or(ancestors.last().filter(|_| below).and_then(|a| a.indent));
        if row.code.is_none() {
            let side = item_side(table, draft, layout);
            row.part_of = parent_of(&mut ancestors, &row.label, indent);
            let items = &cx.catalog.items;
            let above = rows
                .iter()
                .rev()
                .find(|r| r.side == row.side && !r.item().starts_with("income.carryover."));
            let under = |item: &str| above.is_some_and(|r| r.item() == item);
            row.item = items.identify(&row.label, side, under).cloned();
            if row.item().starts_with("income.carryover.") {
                row.part_of = row.part_of.or(above.map(|r| r.number));
            }
            if matches!(row.side, Side::ExpenditureEconomic | Side::ExpenditureGovernmentEconomic)
                && row.item().starts_with("function.")
            {
                row.item = None;
            }
            if row.item() == "three_public.total" && meetings && !row.label.contains('公') {
                row.item = Some("three_public.total_with_meetings_and_training".into());
            }
            match group_place(&draft.labels) {
                GroupPlace::Part => {
                    if let Some((number, item)) = &group {
                        row.part_of = Some(*number);
                        // 其他资金 below 其他资金 | 小计: the sum is the item.
                        if row.item == *item {
                            row.item = None;
                        }
                    }
                }
                GroupPlace::Sum => group = Some((0, row.item.clone())),
                GroupPlace::None => group = None,
            }
            let named_unit = primary.name.is_empty() && printed_unit.is_some();
            let among_subjects = draft.labels.iter().any(|l| l.holds_units && l.text == row.label);
            if row.item.is_none() && (named_unit || among_subjects) {
                row.item = Some("unit".into());
                row.row_unit = row.label.clone();
            }
            if !has_labels || is_unlabelled_total {
                row.item = Some("total".into());
            }
        }
        let is_total = row.item() == "total" || row.item().ends_with(".total");
        if let Some(u) = printed_unit.filter(|_| !is_total) {
            unit = u.to_string();
        }
        if !is_total && !unit.is_empty() {
            row.row_unit = unit.clone();
        }
        row.level = level_of(&row);
        row.cells = draft.cells.clone();
        if cx.catalog.items.is_count(&row.label) {
            row.cells.iter_mut().for_each(|c| c.content = without_money(&c.content));
        }
        if is_total && draft.opens_page && reprints_total(&row, &rows) {
            continue;
        }
        let n = numbers.entry(row.side).or_insert(0);
        *n += 1;
        row.number = *n;
        if let Some(a) = ancestors.last_mut().filter(|a| a.number == 0) {
            a.number = row.number;
            a.item = row.item.clone();
        }
        if let Some(g) = group.as_mut().filter(|g| g.0 == 0) {
            g.0 = row.number;
        }
        rows.push(row);
    }
    findings.extend(padded(&padding, table));
    name_research_travel(&mut rows);
    rows
}

/// What the cell of a row of counts holds.
fn without_money(content: &Content) -> Content {
    match content {
        Content::Blank | Content::Dash => content.clone(),
        _ => Content::Other,
    }
}

/// How far text is indented that begins at the same place as other text of its block: it is not centred, though it may
/// happen to stand in the middle of its cell.
fn left_edges(drafts: &[Draft]) -> HashMap<Edge, f32> {
    drafts
        .iter()
        .flat_map(|d| d.labels.iter().filter_map(|l| Some((l.edge(d), l.indent?))))
        .collect()
}

/// A coded table's last or first row that prints no label is its total, if no other row is and none exceeds it in any
/// column.
fn unlabelled_total(drafts: &[Draft], cx: &Context) -> Option<usize> {
    let amount = |d: &Draft, column: usize| {
        d.cells.iter().find(|c| c.column == column).and_then(|c| c.amount()).map(|a| a.yuan)
    };
    let totals = |l: &LabelGroup| cx.catalog.items.is_total(&l.text);
    if drafts.len() < 2 || drafts.iter().any(|d| d.block > 0 || d.labels.iter().any(totals)) {
        return None;
    }
    [drafts.len() - 1, 0].into_iter().find(|&i| {
        let tops = |c: &Cell| {
            c.amount().is_none_or(|a| {
                drafts.iter().all(|d| amount(d, c.column).is_none_or(|o| o <= a.yuan))
            })
        };
        !drafts[i].has_label()
            && drafts[i].cells.iter().any(|c| c.amount().is_some())
            && drafts[i].cells.iter().all(tops)
    })
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

/// Where a row stands in a group whose label is merged over several rows: 一般公共预算 over 小计 | 财政拨款 | 专项收入.
enum GroupPlace {
    /// 小计 beside the group's label.
    Sum,
    /// A further row of the group, under a label merged from above.
    Part,
    /// In no group.
    None,
}

fn group_place(labels: &[LabelGroup]) -> GroupPlace {
    let names: Vec<&LabelGroup> = labels.iter().filter(|l| l.kind == LabelKind::Name).collect();
    let deeper: Option<&str> =
        names.iter().skip(1).filter(|l| l.deeper).map(|l| l.text.as_str()).find(|t| !t.is_empty());
    match (names.first().map(|l| l.text.is_empty()), deeper) {
        (Some(false), Some(text)) if is_sum(text) => GroupPlace::Sum,
        (Some(true), Some(_)) => GroupPlace::Part,
        _ => GroupPlace::None,
    }
}

/// 小计 or 合计 of a group, not of what it names.
fn is_sum(label: &str) -> bool {
    matches!(lex::total(&clean_label(label)), Some(Total::Group | Total::All))
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

/// What a column of codes prints of one; ** or a dash beside 合计 is none.
fn code_text(label: &LabelGroup) -> &str {
    label.text.trim_matches(['*', '-', '—'])
}

/// Groups of label columns: codes, then the name that follows them.
fn labels_to_subjects(
    labels: &[LabelGroup],
    block: usize,
    parts: &mut HashMap<(usize, usize), Parts>,
) -> Vec<Subject> {
    let mut out: Vec<Subject> = Vec::new();
    let mut codes: Vec<&LabelGroup> = Vec::new();
    let mut group = 0;
    let mut close = |codes: &mut Vec<&LabelGroup>, out: &mut Vec<Subject>, group: &mut usize| {
        if codes.is_empty() {
            return;
        }
        let is_word = |l: &&&LabelGroup| {
            let part = is_digits(&l.text) || matches!(l.text.as_str(), "类" | "款" | "项");
            l.token.code().is_none() && !part
        };
        let texts: Vec<String> = codes.iter().map(|l| code_text(l).to_owned()).collect();
        let words: String = codes.iter().filter(is_word).map(|l| code_text(l)).collect();
        let named = codes.iter().find_map(|l| match &l.token {
            Token::Named(code, name) => Some((code.clone(), name.clone())),
            _ => None,
        });
        let mut subject = Subject::default();
        match named {
            Some((code, name)) => (subject.code, subject.name) = (Some(code), name),
            None if words.is_empty() => {
                subject.code = parts.entry((block, *group)).or_default().complete(&texts)
            }
            None => subject.name = words,
        }
        out.push(subject);
        codes.clear();
        *group += 1;
    };
    let mut open = false;
    for l in labels {
        match l.kind {
            LabelKind::Code => {
                codes.push(l);
                open = true;
            }
            LabelKind::Name => {
                let had_codes = open;
                close(&mut codes, &mut out, &mut group);
                open = false;
                let (code, name) = match &l.token {
                    Token::Named(code, name) => (Some(code.clone()), name.clone()),
                    token => match token.code() {
                        Some(code) => (Some(code.clone()), String::new()),
                        None => (None, l.text.clone()),
                    },
                };
                match out.last_mut() {
                    Some(s) if had_codes && code.is_none() => s.name.push_str(&name),
                    // 小计 below a named group is the group.
                    Some(s) if l.deeper && code.is_none() && s.code.is_none() => {
                        if !name.is_empty() && (s.name.is_empty() || !is_sum(&name)) {
                            s.name = name;
                        }
                    }
                    _ => out.push(Subject { code, name }),
                }
            }
            _ => {}
        }
    }
    close(&mut codes, &mut out, &mut group);
    out
}

/// The subject that names the row: function before 部门预算 economic before 政府预算 economic; without codes the first
/// name printed.
fn primary_subject(subjects: &[Subject]) -> Subject {
    for wanted in
        [Classification::Function, Classification::Economic, Classification::GovernmentEconomic]
    {
        if let Some(s) =
            subjects.iter().find(|s| s.code.as_ref().is_some_and(|c| c.classification == wanted))
        {
            return s.clone();
        }
    }
    subjects.iter().find(|s| !s.name.is_empty()).cloned().unwrap_or_default()
}

/// The rest of a name that wrapped over the page break: no code, no figure, first row of its page.
fn is_page_break_rest(draft: &Draft, row: &Row, last: Option<&Row>) -> bool {
    let coded = draft.labels.iter().any(|l| l.kind == LabelKind::Code);
    draft.opens_page
        && coded
        && row.code.is_none()
        && !row.label.is_empty()
        && !draft.has_figures()
        && ordinal_depth(&row.label).is_none()
        && last.is_some_and(|l| l.page + 1 == draft.page && l.code.is_some())
}

/// The item that the label above names only together with this one: it wrapped over the page break.
fn broken_item(
    draft: &Draft,
    row: &Row,
    last: Option<&Row>,
    side: ItemSide,
    cx: &Context,
) -> Option<ItemId> {
    let opens =
        draft.opens_page && !draft.has_figures() && row.code.is_none() && !row.label.is_empty();
    let last = last.filter(|l| {
        opens
            && l.side == row.side
            && l.page + 1 == draft.page
            && l.item.is_none()
            && l.code.is_none()
    })?;
    let alone = cx.catalog.items.identify(&row.label, side, |_| false);
    let whole = cx.catalog.items.identify(&format!("{}{}", last.label, row.label), side, |_| false);
    whole.filter(|_| alone.is_none()).cloned()
}

fn item_side(table: &TableId, draft: &Draft, layout: &Layout) -> ItemSide {
    match draft.side {
        Side::Income => ItemSide::Income,
        Side::None if table == "three_public_expenses" => ItemSide::ThreePublic,
        Side::None => {
            let plain = !layout.columns.iter().any(|c| {
                matches!(
                    c.role,
                    Role::Label(LabelKind::Code | LabelKind::Unit | LabelKind::UnitCode)
                )
            });
            if table == "income_summary" && plain { ItemSide::Income } else { ItemSide::Coded }
        }
        _ => ItemSide::Expenditure,
    }
}

/// Depth of 其中, below any ordinal's.
const OF_WHICH_DEPTH: u8 = 8;

/// A row that later rows may be parts of.
#[derive(Debug)]
struct Ancestor {
    depth: u8,
    indent: Option<f32>,
    of_which: bool,
    number: u32,
    item: Option<ItemId>,
}

/// The row that this one is printed as a part of (其中, a deeper ordinal, a deeper indentation without one). Keeps the
/// chain of open rows; the new row is put on it with number 0, to be filled in when it is numbered.
fn parent_of(chain: &mut Vec<Ancestor>, label: &str, indent: Option<f32>) -> Option<u32> {
    let ordinal = ordinal_depth(label);
    let of_which = is_of_which(label);
    let text = clean_label(label);
    if ordinal.is_none() && matches!(lex::total(&text), Some(Total::All | Total::Named)) {
        chain.clear();
        return None;
    }
    let depth = match ordinal {
        Some(d) => d,
        None if of_which => OF_WHICH_DEPTH,
        // 其中：甲, and 乙 below 甲: another of the parts, further right by the width of 其中：.
        None if chain.last().is_some_and(|a| a.of_which && indent > a.indent) => OF_WHICH_DEPTH,
        // Without an ordinal the indentation tells: deeper than the row above is a part of it.
        None => match chain.last().and_then(|a| Some((a.depth, indent? - a.indent?))) {
            Some((depth, deeper)) if deeper > 6.0 => depth.saturating_add(1),
            Some((depth, deeper)) if deeper > -6.0 => depth,
            _ => 1,
        },
    };
    while chain.last().is_some_and(|a| a.depth >= depth) {
        chain.pop();
    }
    let parent = chain.last().map(|a| a.number).filter(|&n| n > 0);
    chain.push(Ancestor { depth, indent, of_which, number: 0, item: None });
    parent
}

fn level_of(row: &Row) -> Option<u8> {
    if let Some(code) = &row.code {
        return Some(code.level());
    }
    if row.item().starts_with("function.") {
        return Some(1);
    }
    let total = matches!(row.item(), "total" | "personnel_total" | "public_total")
        || row.item().ends_with(".total")
        || row.item().ends_with(".current_total");
    total.then_some(0)
}

/// A total reprinted at the head of a continuation page.
fn reprints_total(row: &Row, rows: &[Row]) -> bool {
    let figures = |r: &Row| -> Vec<(usize, String)> {
        r.cells.iter().map(|c| (c.column, c.stated.clone())).collect()
    };
    rows.iter().any(|r| {
        r.side == row.side
            && r.item == row.item
            && r.row_unit == row.row_unit
            && figures(r) == figures(row)
    })
}

/// 因公出国（境）费 beside 科研因公出国（境）费用 is the general part.
fn name_research_travel(rows: &mut [Row]) {
    if rows.iter().any(|r| r.item() == "three_public.overseas_travel_research") {
        for r in rows.iter_mut().filter(|r| r.item() == "three_public.overseas_travel") {
            r.item = Some("three_public.overseas_travel_general".into());
        }
    }
}
