//! Table → ledger table: unit of amount, columns by meaning, rows by meaning, exact amounts.

use super::amount::token_to_content;
use super::layout::{
    Layout, LayoutColumn, Role, grid_to_layout, is_caption, is_numbering, settle_roles,
};
use super::rows::{Draft, LabelGroup, drafts_to_rows};
use super::three_public;
use super::view::{Seen, View};
use super::wide_totals;
use crate::catalog::{Catalog, LabelKind};
use crate::deadline;
use crate::lex::{self, opens_note, printed};
use crate::model::{
    Basis, Cell, Column, ColumnId, Content, Finding, FindingKind, GridCell, LedgerTable, MoneyUnit,
    Note, Place, Rect, Side, Table, TableId, squeeze,
};

/// What all tables of a document share.
pub struct Context<'a> {
    /// Vocabularies.
    pub catalog: &'a Catalog,
    /// Fiscal year, if known.
    pub year: Option<u16>,
}

/// Parses one table; `None` (with a finding) if no row of figures can be made of it.
pub fn table_to_ledger(
    table: &Table,
    cx: &Context,
    findings: &mut Vec<Finding>,
) -> Option<LedgerTable> {
    let views: Vec<View> = table.grids.iter().map(View::new).collect();
    let first = views.first()?;
    let id = table.section.id.clone().unwrap_or_default();
    let Some(layout) = grid_to_layout(first, true, cx.catalog, cx.year) else {
        findings.push(
            Finding::new(
                FindingKind::NoHeader,
                format!("the table “{}” prints no header that could be read", table.section.title),
            )
            .at_rect(first.grid.page, first.grid.rect)
            .in_table(&id),
        );
        return None;
    };
    let mut out = LedgerTable {
        id,
        title: table.section.title.clone(),
        page: first.grid.page,
        last_page: views.last().map_or(first.grid.page, |v| v.grid.page),
        unit: declared_unit(table, &views, &layout, cx.catalog),
        notes: notes(table),
        ..LedgerTable::default()
    };
    let mut layouts = layouts_of_pages(&views, layout, cx);
    settle_roles(&views, &mut layouts);
    let sides = block_sides(&out.id, &layouts[0]);
    let mut used = Used::default();
    let transposed = three_public::is_transposed(&out.id, &layouts[0], cx.catalog);
    let mut drafts: Vec<Draft> = Vec::new();
    for (b, &side) in sides.iter().enumerate() {
        for (view, layout) in views.iter().zip(&layouts) {
            let Some(&block) = layout.blocks.get(b) else { continue };
            let columns = block_columns(layout, block, side, &out.id, cx);
            read_block(
                view,
                layout,
                block,
                columns,
                side,
                b,
                &mut out.columns,
                &mut drafts,
                &mut used,
                cx,
                out.unit.as_ref(),
            );
        }
    }
    wide_totals::join(&mut drafts, cx);
    sum_without_rival(&mut out.columns);
    out.rows = if transposed {
        three_public::drafts_to_rows(drafts, &mut out.columns, &layouts[0], cx)
    } else {
        drafts_to_rows(drafts, &out.id, &layouts[0], cx, findings)
    };
    if out.unit.is_none()
        && out.rows.iter().any(|r| r.cells.iter().any(|c| matches!(c.content, Content::Unread(_))))
    {
        findings.push(
            Finding::new(
                FindingKind::NoUnit,
                format!("the table “{}” declares no unit of amount (单位：), so none of its amounts is normalized", out.title),
            )
            .at_page(out.page)
            .in_table(&out.id),
        );
    }
    for row in &out.rows {
        for cell in &row.cells {
            if let Content::Unread(why) = &cell.content
                && out.unit.is_some()
            {
                findings.push(
                    Finding::new(FindingKind::UnreadCell, format!("row “{}”: {why}", row.label))
                        .at_rect(cell.page, cell.rect)
                        .in_table(&out.id),
                );
            }
        }
    }
    for grid in &table.grids {
        for (rect, why) in &grid.doubts {
            findings.push(
                Finding::new(
                    FindingKind::DoubtfulColumn,
                    format!("the table draws no lines, and {why}"),
                )
                .at_rect(grid.page, *rect)
                .in_table(&out.id),
            );
        }
    }
    out.stray_numbers = stray_numbers(&views, &layouts, &used);
    for (place, text) in &out.stray_numbers {
        findings.push(
            Finding::new(
                FindingKind::StrayNumber,
                format!("the figure “{text}” stands inside the table and belongs to no row and column of it"),
            )
            .at_rect(place.page, place.rect)
            .in_table(&out.id),
        );
    }
    Some(out)
}

/// Which cells of which grid have been used.
#[derive(Default)]
pub struct Used {
    cells: std::collections::HashSet<(u32, usize, usize)>,
}

impl Used {
    fn mark(&mut self, page: u32, cell: &GridCell) {
        self.cells.insert((page, cell.row, cell.col));
    }
}

/// Amounts in rows below the header that no row took (D5).
fn stray_numbers(views: &[View], layouts: &[Layout], used: &Used) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for (view, layout) in views.iter().zip(layouts) {
        deadline::look();
        for cell in view.cells().filter(|c| c.row >= layout.body && !c.lines.is_empty()) {
            if !used.cells.contains(&(view.grid.page, cell.row, cell.col)) && cell.token.is_amount()
            {
                let rect = cell.text_rect().unwrap_or(cell.rect);
                out.push((Place { page: view.grid.page, rect }, cell.text().to_owned()));
            }
        }
    }
    out
}

fn notes(table: &Table) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in &table.below {
        let text = printed(&line.text);
        let opens = opens_note(&text);
        match notes.last_mut() {
            Some(n) if !opens && n.page == line.page => {
                n.text.push_str(&text);
                n.rect = n.rect.union(&line.rect);
            }
            _ => notes.push(Note { text, page: line.page, rect: line.rect }),
        }
    }
    notes
}

/// The unit of amount: the line nearest above the grid that declares one, a caption row inside it, the header, the title.
fn declared_unit(
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

/// The layout on each page: the first page's, moved to where the columns stand there, behind a repeated header.
fn layouts_of_pages(views: &[View], first: Layout, cx: &Context) -> Vec<Layout> {
    let xs = views[0].grid.xs.clone();
    let mut out = vec![first];
    for view in &views[1..] {
        let mut layout = out[0].on_grid(view, &xs);
        if let Some(own) = grid_to_layout(view, false, cx.catalog, cx.year) {
            let repeated = own.signature.iter().any(|s| out[0].signature.contains(s));
            // The same heads, wrapped or merged in another way; rows of labels that could be heads are none.
            let heads = |l: &Layout| -> Vec<String> {
                l.columns.iter().flat_map(|c| c.printed.iter().map(|t| squeeze(t))).collect()
            };
            let known = heads(&out[0]);
            if repeated
                || (own.columns.len() == layout.columns.len()
                    && heads(&own).iter().any(|h| known.contains(h)))
            {
                layout.body = own.body;
            }
        }
        while layout.body < view.grid.rows()
            && (is_numbering(view, layout.body) || is_caption(view, layout.body, cx.catalog))
        {
            layout.body += 1;
        }
        out.push(layout);
    }
    out
}

/// Sides of the blocks of a two-sided summary, by their top heads; other tables have none, unless their heads say 收入
/// over the first block and 支出 over the others (政府性基金收支表).
fn block_sides(id: &TableId, layout: &Layout) -> Vec<Side> {
    let opens = |b: &(usize, usize), word: &str| {
        let columns =
            layout.columns[b.0..=b.1].iter().filter(|c| c.role != Role::Label(LabelKind::Ordinal));
        columns.map(|c| c.printed.first()).all(|t| t.is_some_and(|t| squeeze(t) == word))
    };
    let headed = layout.blocks.len() > 1
        && opens(&layout.blocks[0], "收入")
        && layout.blocks[1..].iter().all(|b| opens(b, "支出"));
    let two_sided = headed
        || matches!(id.as_str(), "income_expenditure_summary" | "fiscal_appropriation_summary");
    let heads = |b: &(usize, usize)| -> String {
        layout.columns[b.0..=b.1]
            .iter()
            .filter(|c| !c.is_measure())
            .flat_map(|c| c.printed.iter())
            .map(|t| squeeze(t))
            .collect()
    };
    let mut sides: Vec<Side> = layout
        .blocks
        .iter()
        .enumerate()
        .map(|(i, b)| {
            if !two_sided {
                return Side::None;
            }
            let h = heads(b);
            if h.contains("政府") && h.contains("经济") {
                Side::ExpenditureGovernmentEconomic
            } else if h.contains("经济") {
                Side::ExpenditureEconomic
            } else if i == 0 {
                Side::Income
            } else {
                Side::Expenditure
            }
        })
        .collect();
    // Heads cut off before 部门预算 and 政府预算: the government's classes stand last.
    let economic: Vec<usize> =
        (0..sides.len()).filter(|&i| sides[i] == Side::ExpenditureEconomic).collect();
    if let [_, second] = economic[..]
        && !sides.contains(&Side::ExpenditureGovernmentEconomic)
    {
        sides[second] = Side::ExpenditureGovernmentEconomic;
    }
    sides
}

/// What each measure of a block measures. Heads that stand over every measure of the block say nothing about one.
fn block_columns(
    layout: &Layout,
    block: (usize, usize),
    side: Side,
    table: &TableId,
    cx: &Context,
) -> Vec<(usize, Column)> {
    let measures: Vec<usize> =
        (block.0..=block.1).filter(|&i| layout.columns[i].is_measure()).collect();
    let shortest = measures.iter().map(|&i| layout.columns[i].path.len()).min().unwrap_or(0);
    let common = (0..shortest.saturating_sub(1))
        .take_while(|&d| {
            measures.iter().all(|&i| {
                layout.columns[i].path[d].text == layout.columns[measures[0]].path[d].text
            })
        })
        .count();
    let alone = measures.len() == 1;
    measures
        .into_iter()
        .map(|i| {
            let c = &layout.columns[i];
            let path = &c.path[common.min(c.path.len())..];
            let m = cx.catalog.columns.measure(path, table, &layout.all_heads);
            let label = c.printed.join("/");
            // The only measure of a block is its amount: on a side of a summary whatever its head says.
            let id = match m.column {
                Some(_) if alone && side != Side::None => "amount".into(),
                Some(id) => id,
                None if alone => "amount".into(),
                None => ColumnId::other(&label),
            };
            (i, Column { id, basis: m.basis, label })
        })
        .collect()
}

/// 本年收入合计 is the row's total where the table prints no other: `current_income` stands beside a `total`. And
/// 2025年预算数 beside a total is last year's total.
fn sum_without_rival(columns: &mut [Column]) {
    if columns.iter().any(|c| c.id == "total") {
        columns
            .iter_mut()
            .filter(|c| c.id == "amount" && c.basis != Basis::Current)
            .for_each(|c| c.id = "total".into());
    } else {
        columns.iter_mut().filter(|c| c.id == "current_income").for_each(|c| c.id = "total".into());
    }
}

/// Reads one block of one page into drafts.
#[allow(clippy::too_many_arguments)]
fn read_block(
    view: &View,
    layout: &Layout,
    block: (usize, usize),
    columns: Vec<(usize, Column)>,
    side: Side,
    block_number: usize,
    all_columns: &mut Vec<Column>,
    drafts: &mut Vec<Draft>,
    used: &mut Used,
    cx: &Context,
    unit: Option<&MoneyUnit>,
) {
    deadline::look();
    let page = view.grid.page;
    let measures: Vec<(usize, usize)> = columns
        .into_iter()
        .map(|(i, column)| {
            let index = all_columns.iter().position(|c| *c == column).unwrap_or_else(|| {
                all_columns.push(column);
                all_columns.len() - 1
            });
            (i, index)
        })
        .collect();
    // A merged label that starts further left and ends within the block belongs to it.
    let end = layout.columns[block.1].span.map(|span| span.last);
    for r in layout.body..view.grid.rows() {
        if is_numbering(view, r) || is_caption(view, r, cx.catalog) {
            continue;
        }
        if layout.repeats_header(view, r) {
            continue;
        }
        let mut draft = Draft::new(side, block_number, page, view.grid.ys[r], r == layout.body);
        for i in block.0..=block.1 {
            let column = &layout.columns[i];
            let Some(span) = column.span else { continue };
            let cells = starting_cells(view, layout, r, i, end, i == block.0);
            let text: String = cells.iter().map(|c| c.text()).collect();
            let token = match &cells[..] {
                [cell] => cell.token.clone(),
                _ => lex::token(&text),
            };
            let rect =
                Rect::around(cells.iter().filter_map(|c| c.text_rect()).collect::<Vec<_>>().iter());
            match column.role {
                Role::Measure => {
                    let Some(&(_, index)) = measures.iter().find(|(k, _)| *k == i) else {
                        continue;
                    };
                    let place = rect
                        .or_else(|| view.cell(r, span.first).map(|c| c.rect))
                        .unwrap_or_default();
                    cells.iter().for_each(|c| used.mark(page, c));
                    draft.cells.push(Cell {
                        column: index,
                        content: token_to_content(&token, &text, unit),
                        stated: printed(&text),
                        // A wide sheet's right part stands on the next page.
                        page: cells.first().and_then(|c| c.lines.first()).map_or(page, |l| l.page),
                        rect: place,
                        doubt: rect.and_then(|r| doubt_at(view, &r)),
                    });
                }
                // 合计 merged over row number and name stands in the row number's column.
                Role::Label(LabelKind::Remark | LabelKind::Ordinal)
                    if !cx.catalog.items.is_total(&text) =>
                {
                    cells.iter().for_each(|c| used.mark(page, c));
                }
                Role::Label(kind) => {
                    let kind = if matches!(kind, LabelKind::Remark | LabelKind::Ordinal) {
                        LabelKind::Name
                    } else {
                        kind
                    };
                    cells.iter().for_each(|c| used.mark(page, c));
                    // The further lines of a name begin at the cell's edge.
                    let line = cells.first().and_then(|c| Some((c.lines.first()?.rect, c.rect)));
                    draft.labels.push(LabelGroup {
                        kind,
                        text,
                        token,
                        rect: rect.unwrap_or_default(),
                        deeper: column.deeper,
                        holds_units: column.holds_units,
                        left: line.map_or(0.0, |(text, _)| text.x0),
                        indent: line.and_then(|(text, cell)| indent_of(&text, &cell)),
                    });
                }
            }
        }
        if draft.is_blank() {
            continue;
        }
        drafts.push(draft);
    }
}

/// Why a figure that stands here may belong to another column.
fn doubt_at(view: &View, rect: &Rect) -> Option<String> {
    let over = |place: &Rect| place.x0 < rect.x1 && rect.x0 < place.x1;
    view.grid.doubts.iter().find(|(place, _)| over(place)).map(|(_, why)| why.clone())
}

/// How far the text stands from the cell's left edge; centred text has no indentation.
fn indent_of(text: &Rect, cell: &Rect) -> Option<f32> {
    let (left, right) = (text.x0 - cell.x0, cell.x1 - text.x1);
    (left < 8.0 || (left - right).abs() > 4.0).then_some(left)
}

/// The printed cells that start in row `r` and in the column's span; for a block's first column also one that starts
/// further left and ends inside the block. A figure too wide for its cell may have swallowed the label's cell beside it:
/// a merged cell that starts under a label and holds an amount belongs to the measure that it ends in.
fn starting_cells<'v>(
    view: &'v View,
    layout: &Layout,
    r: usize,
    column: usize,
    end: Option<usize>,
    first: bool,
) -> Vec<Seen<'v>> {
    let Some(span) = layout.columns[column].span else { return Vec::new() };
    let printed = |c: usize| view.cell(r, c).filter(|x| x.row == r && !x.lines.is_empty());
    let mut out: Vec<Seen> = Vec::new();
    for c in span.columns() {
        let Some(cell) = printed(c) else { continue };
        let last = cell.col + cell.colspan - 1;
        let ends_inside = end.is_none_or(|end| last <= end);
        let starts_here = cell.col == c && ends_inside;
        let reaches_in = first && c == span.first && cell.col < c && ends_inside;
        let ends_here = c == span.last && last == c && cell.col < span.first;
        let swallowed = || {
            let over = |k: &&LayoutColumn| {
                k.span.is_some_and(|span| span.first <= last && span.last >= cell.col)
            };
            let mut columns = layout.columns.iter().filter(over);
            columns.next().is_some_and(|k| !k.is_measure())
                && columns.filter(|k| k.is_measure()).count() == 1
                && cell.token.is_amount()
        };
        let here = if cell.colspan > 1 && (starts_here || ends_here) && swallowed() {
            ends_here && layout.columns[column].is_measure()
        } else {
            starts_here || reaches_in
        };
        if here {
            out.push(cell);
        }
    }
    out
}
