//! A rebuilt table → a ledger table, pass by pass; each pass is a file.
//!
//! 1. `header`: which rows of the grid are heads, which number the columns.
//! 2. `columns`: header → columns and blocks, with what each column is for (`role`) and where it stands on each page; `again`: heads
//!    printed again that say otherwise.
//! 3. `unit`: the unit of amount that the table declares; `by_codes`: whether its rows are what its title says.
//! 4. `measures`: what each measure measures, on which side; `divided` what is split into new and carried over.
//! 5. `body`: rows below the header → drafts; `amount` says what a measure's cell holds,
//!    `shared_names` which rows have the name of a cell merged over them.
//! 6. `stacked`: expenditure below income; `broken`: rows that a page break cuts; `across`: totals printed across the blocks of a wide table.
//! 7. `rows`: drafts → rows: `subjects` (codes in `parts`), `items`, `continuation` over page breaks, `nesting`, `totals`, `units` and their `unit_codes`, numbers;
//!    figures without a label are `unlabelled`; `named` gives levels to subjects without codes. Each pass says why.
//!    A three-public table that prints its items as heads is `transposed` instead.
//! 8. `rates`: columns that the years beside them prove to be no money.
//! 9. What could not be read is said, with its place (`doubts` says why).
//!
//! Over all tables at the end: `disclosures` (whose each is), `years`.

mod across;
mod again;
mod amount;
mod body;
mod broken;
mod by_codes;
mod columns;
mod continuation;
pub mod disclosures;
mod divided;
mod doubts;
mod draft;
mod header;
mod items;
mod layout;
mod measures;
mod named;
mod nesting;
mod notes;
mod parts;
mod rates;
mod role;
mod rows;
mod shared_names;
mod stacked;
mod subjects;
#[cfg(test)]
mod testing;
mod totals;
mod transposed;
mod unit;
mod unit_codes;
mod units;
mod unlabelled;
mod view;
pub mod years;

use crate::catalog::Catalog;
use crate::catalog::performance::Measure;
use crate::model::{Cell, Content, Finding, FindingKind, Grid, Heads, LedgerTable, Table};
use again::layouts_of_pages;
use body::{Body, stray_numbers};
use columns::{grid_to_layout, settle_roles};
use layout::{Role, Why};
use measures::{block_columns, block_sides, sum_without_rival};
use view::View;

/// What all tables of a document share.
pub struct Context<'a> {
    /// Vocabularies.
    pub catalog: &'a Catalog,
    /// Fiscal year.
    pub year: Option<u16>,
}

/// Parses one table; `None` (with a finding) if no row of figures can be made of it.
pub fn table_to_ledger(
    table: &Table,
    cx: &Context,
    findings: &mut Vec<Finding>,
) -> Option<LedgerTable> {
    let grids = again::cut_at_heads(table, cx);
    let views: Vec<View> = grids.iter().map(View::new).collect();
    let first = views.first()?;
    let Some(layout) = grid_to_layout(first, true, cx) else {
        findings.push(without_header(table, first.grid));
        return None;
    };
    let mut out = LedgerTable {
        id: table.section.id.clone().unwrap_or_default(),
        title: table.section.title.clone(),
        page: first.grid.page,
        last_page: last_page(table),
        unit: unit::declared_unit(table, &views, &layout, cx.catalog),
        notes: notes::notes(table),
        ..LedgerTable::default()
    };
    let (mut layouts, by_place) = layouts_of_pages(&views, layout, &out.id, cx);
    findings.extend(by_place.into_iter().map(|finding| finding.in_table(&out.id)));
    settle_roles(&views, &mut layouts);
    if let Some((id, remark)) = by_codes::other_table(&out, &views, &layouts) {
        findings.push(remark);
        out.id = id;
    }
    out.heads = layouts[0].heads();
    out.of_unit = disclosures::named_above(table, first, layouts[0].body, cx);
    let mut body = Body::new(cx, out.unit.clone());
    for (b, &side) in block_sides(&out.id, &layouts[0]).iter().enumerate() {
        for (view, layout) in views.iter().zip(&layouts) {
            let Some(&block) = layout.blocks.get(b) else { continue };
            let columns = block_columns(layout, block, side, &out.id, cx);
            body.read(view, layout, body::Block { number: b, columns: block, side }, columns);
        }
    }
    let Body { columns, mut drafts, used, unclear_labels, units, .. } = body;
    out.columns = columns;
    stacked::split(&mut drafts, cx);
    let open = broken::join(&mut drafts, &units, cx);
    findings.extend(open.into_iter().map(|finding| finding.in_table(&out.id)));
    across::join(&mut drafts, cx);
    sum_without_rival(&mut out.columns);
    out.rows = if transposed::is_transposed(&out.id, &layouts[0], cx.catalog) {
        transposed::drafts_to_rows(drafts, &mut out.columns, &layouts, cx)
    } else {
        rows::drafts_to_rows(drafts, &out.id, &layouts[0], cx, findings)
    };
    unit_codes::add_code_above(&mut out.rows, table, first, &layouts[0], cx);
    amount::tell_rates(&mut out);
    rates::proven(&mut out);
    amount::tell_codes(&mut out);
    doubts::tell_twins(&mut out);
    doubts::tell_headless(&mut out);
    doubts::tell_bases(&mut out, cx);
    out.stray_numbers = stray_numbers(&views, &layouts, &used);
    findings.extend(unclear_labels.into_iter().map(|finding| finding.in_table(&out.id)));
    findings.extend(remarks(&out, table, cx));
    findings.extend(unknown_table(&out, cx));
    findings.extend(unknown_columns(&out));
    findings.extend(columns_without_money(&out));
    Some(out)
}

/// A title that names no table that is known, above figures.
fn unknown_table(out: &LedgerTable, cx: &Context) -> Option<Finding> {
    let cells = out.rows.iter().flat_map(|row| &row.cells);
    let amounts = cells.filter(|cell| matches!(cell.content, Content::Amount(_))).count();
    let title = &out.title;
    let message = match amounts {
        1 => format!(
            "the title “{title}” names no table that is known: its 1 amount stands under it as printed"
        ),
        _ => format!(
            "the title “{title}” names no table that is known: its {amounts} amounts stand under it as printed"
        ),
    };
    let finding = Finding::new(FindingKind::UnknownTable, message);
    // By its title it may be one, and by its codes not.
    let titled = || cx.catalog.titles.identify(&out.title).is_some_and(|title| title.id.is_some());
    (out.id.is_other() && amounts > 0 && !titled())
        .then(|| finding.at_page(out.page).in_table(&out.id))
}

/// Heads of a standard table that measure nothing that is known, above figures.
fn unknown_columns(out: &LedgerTable) -> Option<Finding> {
    let amounts = |column: usize| {
        let cells = out.rows.iter().flat_map(|row| &row.cells);
        cells.filter(|c| c.column == column && matches!(c.content, Content::Amount(_))).count()
    };
    let columns = out.columns.iter().enumerate();
    let unknown = columns.filter_map(|(at, column)| Some((column.id.printed()?, amounts(at))));
    let (heads, counts): (Vec<&str>, Vec<usize>) = unknown.filter(|(_, n)| *n > 0).unzip();
    let printed = heads.join("”, “");
    let message = match counts.iter().sum::<usize>() {
        1 => format!(
            "the heads “{printed}” are none that are known: 1 amount stands under them as printed"
        ),
        amounts => format!(
            "the heads “{printed}” are none that are known: {amounts} amounts stand under them as printed"
        ),
    };
    let finding = Finding::new(FindingKind::UnknownColumn, message);
    (!out.id.is_other() && !heads.is_empty()).then(|| finding.at_page(out.page).in_table(&out.id))
}

/// Heads that nobody knows right of a measure, over whole numbers that are taken for no money: years, counts, codes.
fn columns_without_money(out: &LedgerTable) -> Option<Finding> {
    let is_measure = |head: &&Heads| head.role == Role::Measure.as_str();
    let taken = |head: &&Heads| {
        [Why::UnlistedCodes, Why::WholeNumbers].map(Why::as_str).contains(&head.why)
    };
    let behind = out.heads.iter().skip_while(|head| !is_measure(head)).filter(taken);
    let heads: Vec<&str> = behind.map(|head| head.printed.as_str()).collect();
    let message = format!(
        "the heads “{}” are none that are known: the whole numbers under them are taken for no money",
        heads.join("”, “")
    );
    let finding = Finding::new(FindingKind::UnknownColumn, message);
    (!heads.is_empty()).then(|| finding.at_page(out.page).in_table(&out.id))
}

/// The page of its last line: a sheet's right part stands behind its left one.
fn last_page(table: &Table) -> u32 {
    let cells = table.grids.iter().flat_map(|g| &g.cells).flat_map(|c| &c.lines);
    let grids = table.grids.iter().map(|g| g.page);
    cells.map(|line| line.page).chain(grids).max().unwrap_or_default()
}

fn without_header(table: &Table, grid: &Grid) -> Finding {
    Finding::new(
        FindingKind::NoHeader,
        format!("the table “{}” prints no header that could be read", table.section.title),
    )
    .at_rect(grid.page, grid.rect)
    .in_table(table.section.id.clone().unwrap_or_default())
}

/// Figures whose separators are not the usual ones, or that share their column, told once for the table. Other doubts are those of its grids.
fn slips(out: &LedgerTable, table: &Table) -> Option<Finding> {
    let of_grids = |why: &str| table.grids.iter().flat_map(|g| &g.doubts).any(|(_, w)| w == why);
    let cells = out.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let mut slips = cells.filter_map(|(row, cell)| {
        let why = cell.doubt.as_deref().filter(|why| !of_grids(why))?;
        Some((row, cell, why))
    });
    let (row, cell, why) = slips.next()?;
    let message = match slips.count() {
        0 => format!("row “{}”: {why}", row.label),
        1 => format!("row “{}”: {why}; so does 1 more figure of the table", row.label),
        more => format!("row “{}”: {why}; so do {more} more figures of the table", row.label),
    };
    Some(Finding::new(FindingKind::DoubtfulFigure, message).at_rect(cell.page, cell.rect))
}

/// Is it no money: the weight or the score of something, in a table of another kind than a budget's?
fn is_score(out: &LedgerTable, cell: &Cell, cx: &Context) -> bool {
    let head = out.columns.get(cell.column).map_or("", |column| &column.label);
    let measure = cx.catalog.performance.measure(head);
    out.id.is_other() && matches!(measure, Some(Measure::Weight | Measure::Score))
}

/// What of the table could not be read, or is doubtful.
fn remarks(out: &LedgerTable, table: &Table, cx: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    let cells = out.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let unread = cells.filter_map(|(row, cell)| match &cell.content {
        Content::Unread(why) => Some((row, cell, why)),
        _ => None,
    });
    if out.unit.is_some() {
        found.extend(unread.map(|(row, cell, why)| {
            Finding::new(FindingKind::UnreadCell, format!("row “{}”: {why}", row.label))
                .at_rect(cell.page, cell.rect)
        }));
    } else if unread.filter(|(_, cell, _)| !is_score(out, cell, cx)).count() > 0 {
        found.push(
            Finding::new(
                FindingKind::NoUnit,
                format!("the table “{}” declares no unit of amount (单位：), so none of its amounts is normalized", out.title),
            )
            .at_page(out.page),
        );
    }
    found.extend(slips(out, table));
    for (grid, (rect, why)) in table.grids.iter().flat_map(|g| g.doubts.iter().map(move |d| (g, d)))
    {
        found.push(
            Finding::new(
                FindingKind::DoubtfulColumn,
                format!("the table draws no lines, and {why}"),
            )
            .at_rect(grid.page, *rect),
        );
    }
    found.extend(out.stray_numbers.iter().map(|(place, text)| {
        Finding::new(
            FindingKind::StrayNumber,
            format!(
                "the figure “{text}” stands inside the table and belongs to no row and column of it"
            ),
        )
        .at_rect(place.page, place.rect)
    }));
    found.into_iter().map(|finding| finding.in_table(&out.id)).collect()
}
