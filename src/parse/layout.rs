//! Header → layout: which rows are the header, what each column is for, which columns form a block.
//!
//! 1. Rows that only repeat the title or declare the unit are skipped.
//! 2. The header is the first row and every row that a merged head of it reaches into, then every further row that
//!    prints heads and neither code nor amount. Column-number rows (栏次, ** 1 2 3) end it and are no rows.
//! 3. Grid columns under one leaf head are one column, unless the rows below print something in several of them.
//! 4. What a column is for follows from its head, and where the head does not tell, from what stands in it.
//! 5. A label column after a measure opens the next block (two-sided summaries, final accounts by economic class).

use super::view::{Seen, View};
use crate::catalog::{Catalog, Head, ItemSide, LabelKind};
use crate::lex::{self, clean_head, column_numbers, stands_for_blank};
use crate::model::{Token, squeezed};

/// A header has at most this many rows.
const MAX_HEADER: usize = 8;

/// What a column is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Labels of this kind.
    Label(LabelKind),
    /// Figures.
    Measure,
}

/// Grid columns side by side: the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First.
    pub first: usize,
    /// Last.
    pub last: usize,
}

impl Span {
    /// The columns, left to right.
    pub fn columns(self) -> std::ops::RangeInclusive<usize> {
        self.first..=self.last
    }
}

/// A column of the table, over all its pages.
#[derive(Debug, Clone)]
pub struct LayoutColumn {
    /// The grid columns that it is on its page; `None` on a page that has none for it.
    pub span: Option<Span>,
    /// Left and right edge there.
    pub x: (f32, f32),
    /// Heads from top to leaf.
    pub path: Vec<Head>,
    /// The same as printed, without white space.
    pub printed: Vec<String>,
    /// What it is for.
    pub role: Role,
    /// A name column that is a further level of the one before: the same leaf, a group of levels (一级 | 二级 | 三级), or no
    /// head of its own.
    pub deeper: bool,
    /// The head of a name column says that units stand in it too: 单位名称（科目）.
    pub holds_units: bool,
    /// Its leaf head is an item of the three-public table: figures stand below it.
    pub item: bool,
}

/// The layout of a table.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Columns, left to right.
    pub columns: Vec<LayoutColumn>,
    /// First row below the header.
    pub body: usize,
    /// Column ranges of the blocks (first, last), left to right.
    pub blocks: Vec<(usize, usize)>,
    /// The header rows' texts, for telling a repeated header.
    pub signature: Vec<String>,
    /// All heads, for words that depend on each other (预算数 beside 决算数).
    pub all_heads: String,
}

/// Texts of the cells that start in a row.
fn row_signature(view: &View, r: usize) -> String {
    view.printed(r).map(|c| squeezed(c.text())).collect::<Vec<_>>().join("|")
}

/// Is this a row of column numbers?
pub fn is_numbering(view: &View, r: usize) -> bool {
    column_numbers(view.printed(r).map(|c| c.text())).is_some()
}

/// Does the row only carry the title, the unit of amount or the body's name?
pub fn is_caption(view: &View, r: usize, catalog: &Catalog) -> bool {
    let mut cells = view.printed(r);
    if let (2, Some(body), Some(unit)) = (cells.len(), cells.clone().next(), cells.clone().nth(1)) {
        // 301某局 | 单位：万元
        let unit = squeezed(unit.text());
        let declares = ["单位:", "金额单位:"].iter().any(|w| unit.starts_with(w))
            && catalog.units.declared(&unit).is_some();
        let head = || {
            let head = catalog.columns.head(body.text(), None);
            head.is_measure() || head.label.is_some()
        };
        if declares && !body.token.is_amount() && !head() {
            return true;
        }
    }
    let width = view.grid.rect.width().max(1.0);
    cells.len() > 0
        && cells.all(|c| {
            let t = squeezed(c.text());
            let wide = c.rect.width() > 0.6 * width;
            catalog.units.declared(&t).is_some() && t.contains("单位")
                || (wide && catalog.titles.identify(&t).is_some())
                || lex::is_caption(&t)
        })
}

/// Could this cell be a column head?
fn is_head(cell: Seen, catalog: &Catalog, year: Option<u16>) -> bool {
    let text = cell.text();
    if text.is_empty() || cell.token.is_amount() || cell.token.code().is_some() {
        return false;
    }
    let of_which = clean_head(text, year) != squeezed(text);
    if cell.token.ordinal().is_some() && !of_which {
        return false;
    }
    let h = catalog.columns.head(text, year);
    h.is_measure()
        || h.label.is_some()
        || catalog.items.identify(text, ItemSide::ThreePublic, |_| false).is_some()
}

/// Finds the header of a grid; `None` if it starts with rows right away. A grid that opens its table has a header,
/// known heads or not.
fn header_rows(
    view: &View,
    opens: bool,
    catalog: &Catalog,
    year: Option<u16>,
) -> Option<(usize, usize)> {
    let rows = view.grid.rows();
    let mut start = 0;
    while start < rows && (view.printed(start).len() == 0 || is_caption(view, start, catalog)) {
        start += 1;
    }
    // Rows before the first that prints a figure, a code or an item may be header rows; two heads among them make one.
    let is_row = |r: usize| {
        view.printed(r).any(|c| match &c.token {
            Token::Figure(_) | Token::Code(_) | Token::Named(..) | Token::Dash => true,
            token => token.ordinal().is_some() && !c.text().contains("其中"),
        })
    };
    let heads = |r: usize| view.printed(r).filter(|c| is_head(*c, catalog, year)).count();
    let stop = (start..rows).find(|&r| is_row(r)).unwrap_or(rows).min(start + MAX_HEADER);
    let printed: usize = (start..stop).map(|r| view.printed(r).len()).sum();
    let known: usize = (start..stop).map(heads).sum();
    if start >= stop || printed < 2 || (known < 2 && !opens) {
        return None;
    }
    let mut end = start + 1;
    let mut r = start;
    while r < rows && r < start + MAX_HEADER {
        if r >= end {
            let n = heads(r);
            if r >= stop || n < 2 || n * 2 < view.printed(r).len() {
                break;
            }
            end = r + 1;
        }
        for c in view.printed(r) {
            let reach = c.row + c.rowspan;
            if reach > end && reach - start <= MAX_HEADER && !c.token.is_amount() {
                end = reach;
            }
        }
        r += 1;
    }
    let end = end.min(rows);
    // A merged head that reaches into rows of figures is a label of them, not a head.
    let end =
        (start + 1..end).find(|&r| view.printed(r).any(|c| c.token.is_amount())).unwrap_or(end);
    Some((start, end))
}

/// The layout of a grid that prints a header; `None` if it does not.
pub fn grid_to_layout(
    view: &View,
    opens: bool,
    catalog: &Catalog,
    year: Option<u16>,
) -> Option<Layout> {
    let (start, end) = header_rows(view, opens, catalog, year)?;
    let grid = view.grid;
    let cols = grid.cols();
    let mut body = end;
    while body < grid.rows() && is_numbering(view, body) {
        body += 1;
    }
    let leaf: Vec<Option<usize>> = (0..cols).map(|c| view.index(end - 1, c)).collect();
    let mut spans: Vec<Span> = Vec::new();
    for c in 0..cols {
        let same_leaf = c > 0 && leaf[c].is_some() && leaf[c] == leaf[c - 1];
        if same_leaf && !printed_apart(view, body, c - 1, c) {
            if let Some(s) = spans.last_mut() {
                s.last = c;
            }
        } else {
            spans.push(Span { first: c, last: c });
        }
    }
    let mut columns: Vec<LayoutColumn> = spans
        .into_iter()
        .map(|span| {
            let printed = head_path(view, start, end, span.first);
            let path = printed.iter().map(|t| catalog.columns.head(t, year)).collect();
            let item = printed.last().is_some_and(|t| {
                catalog.items.identify(t, ItemSide::ThreePublic, |_| false).is_some()
            });
            LayoutColumn {
                span: Some(span),
                x: (grid.xs[span.first], grid.xs[span.last + 1]),
                path,
                printed,
                role: Role::Measure,
                deeper: false,
                holds_units: false,
                item,
            }
        })
        .collect();
    let roles: Vec<Role> =
        (0..columns.len()).map(|i| column_to_role(view, body, &columns, i)).collect();
    for (c, role) in columns.iter_mut().zip(roles) {
        c.role = role;
    }
    relate_names(&mut columns);
    let signature =
        (start..end).map(|r| row_signature(view, r)).filter(|s| !s.is_empty()).collect();
    let all_heads = columns
        .iter()
        .flat_map(|c| c.path.iter().map(|h| h.text.as_str()))
        .collect::<Vec<_>>()
        .join(" ");
    let blocks = columns_to_blocks(&columns);
    Some(Layout { columns, body, blocks, signature, all_heads })
}

/// Which name columns are a further level of the one before, and which hold units too.
fn relate_names(columns: &mut [LayoutColumn]) {
    for i in 1..columns.len() {
        let (a, b) = (&columns[i - 1], &columns[i]);
        let grouped =
            a.printed.len() > 1 && a.printed[0] == b.printed.first().cloned().unwrap_or_default();
        let names =
            a.role == Role::Label(LabelKind::Name) && b.role == Role::Label(LabelKind::Name);
        columns[i].deeper = names && (a.printed == b.printed || grouped || b.printed.is_empty());
    }
    for c in columns {
        c.holds_units = c.role == Role::Label(LabelKind::Name)
            && c.path.last().is_some_and(|h| h.text.starts_with("单位名称"));
    }
}

/// What a column is for that prints nothing on the first page: the first page that prints something in it tells.
pub fn settle_roles(views: &[View], layouts: &mut [Layout]) {
    let prints = |view: &View, layout: &Layout, i: usize| {
        let span = layout.columns[i].span;
        let cells =
            || view.grid.cells.iter().filter(|c| c.row >= layout.body && !c.lines.is_empty());
        span.is_some_and(|span| cells().any(|c| span.columns().contains(&c.col)))
    };
    let mut settled = false;
    for i in 0..layouts[0].columns.len() {
        if prints(&views[0], &layouts[0], i) {
            continue;
        }
        let Some((view, layout)) =
            views.iter().zip(layouts.iter()).skip(1).find(|(v, l)| prints(v, l, i))
        else {
            continue;
        };
        let role = column_to_role(view, layout.body, &layout.columns, i);
        settled |= role != layouts[0].columns[i].role;
        layouts.iter_mut().for_each(|l| l.columns[i].role = role.clone());
    }
    if settled {
        for layout in layouts {
            relate_names(&mut layout.columns);
            layout.blocks = columns_to_blocks(&layout.columns);
        }
    }
}

/// The heads over a grid column, from top to leaf, as printed.
fn head_path(view: &View, start: usize, end: usize, col: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let mut last = None;
    for r in start..end {
        let i = view.index(r, col);
        if i.is_none() || i == last {
            continue;
        }
        last = i;
        if let Some(cell) = view.cell(r, col).filter(|cell| !cell.text().is_empty()) {
            path.push(cell.text().to_owned());
        }
    }
    path
}

/// Do the rows below the header print something in both of these grid columns, in cells apart?
fn printed_apart(view: &View, body: usize, a: usize, b: usize) -> bool {
    let mut apart = false;
    for r in body..view.grid.rows() {
        if view.index(r, a) != view.index(r, b)
            && let (Some(x), Some(y)) = (view.cell(r, a), view.cell(r, b))
        {
            apart |= !x.lines.is_empty() && !y.lines.is_empty();
        }
    }
    apart
}

fn column_to_role(view: &View, body: usize, columns: &[LayoutColumn], index: usize) -> Role {
    let column = &columns[index];
    let (mut amounts, mut plain, mut codes, mut words, mut long) = (0, 0, 0, 0, 0);
    for r in body..view.grid.rows() {
        for c in column.span.into_iter().flat_map(Span::columns) {
            let Some(cell) =
                view.cell(r, c).filter(|x| x.row == r && x.col == c && !x.lines.is_empty())
            else {
                continue;
            };
            let text = cell.text();
            if cell.token.code().is_some() {
                codes += 1;
            } else if cell.token.figure().is_some() {
                amounts += 1;
                plain += usize::from(cell.token.is_amount());
            } else if !stands_for_blank(text) {
                words += 1;
                long += usize::from(text.chars().count() > 30);
            }
        }
    }
    let leaf = column.path.last();
    let label = leaf.and_then(|h| h.label);
    let measured = column.has_measure_head();
    match label {
        Some(LabelKind::Count) => return Role::Label(LabelKind::Remark),
        Some(LabelKind::Ordinal) if plain == 0 => return Role::Label(LabelKind::Ordinal),
        Some(LabelKind::UnitCode) if plain == 0 => return Role::Label(LabelKind::UnitCode),
        Some(LabelKind::Code) if plain == 0 => return Role::Label(LabelKind::Code),
        Some(LabelKind::Remark) if plain == 0 || words > plain => {
            return Role::Label(LabelKind::Remark);
        }
        Some(kind) if plain == 0 && !measured => return Role::Label(kind),
        _ => {}
    }
    if plain > 0 && plain + amounts >= words {
        return Role::Measure;
    }
    // 5882200 below 合计 has as many digits as a code, and is none; nor is one below a head to the right of that.
    let right =
        || !column.path.is_empty() && columns[..index].iter().any(LayoutColumn::has_measure_head);
    if label.is_none() && words == 0 && codes + amounts > 0 && (measured || right()) {
        return Role::Measure;
    }
    if codes > 0 && codes >= words {
        return Role::Label(if words > 0 { LabelKind::Name } else { LabelKind::Code });
    }
    if amounts > 0 && words == 0 {
        // Two-digit parts of codes beside a code column.
        return if label == Some(LabelKind::Code) {
            Role::Label(LabelKind::Code)
        } else {
            Role::Measure
        };
    }
    if words > 0 && !measured {
        if long * 2 > words {
            return Role::Label(LabelKind::Remark);
        }
        // Words behind the last measure are remarks; before a measure they name its rows.
        let last = !columns[index + 1..].iter().any(|c| c.has_measure_head())
            && columns[..index].iter().any(|c| c.has_measure_head());
        return Role::Label(label.unwrap_or(if last {
            LabelKind::Remark
        } else {
            LabelKind::Name
        }));
    }
    if words > 0 && amounts == 0 && label.is_some() {
        return Role::Label(label.unwrap_or(LabelKind::Name));
    }
    Role::Measure
}

impl LayoutColumn {
    fn has_measure_head(&self) -> bool {
        self.item || self.path.last().is_some_and(|h| h.is_measure())
    }

    /// Does the column hold figures?
    pub fn is_measure(&self) -> bool {
        self.role == Role::Measure
    }
}

/// A label column after a measure opens the next block; a block without a measure belongs to the one before it.
fn columns_to_blocks(columns: &[LayoutColumn]) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut measured = false;
    for (i, c) in columns.iter().enumerate() {
        let opens = matches!(c.role, Role::Label(k) if !matches!(k, LabelKind::Remark | LabelKind::Ordinal));
        if blocks.is_empty() || (measured && opens) {
            blocks.push((i, i));
            measured = false;
        }
        if let Some(b) = blocks.last_mut() {
            b.1 = i;
        }
        measured |= c.is_measure();
    }
    if blocks.len() > 1
        && !measured
        && let (Some(last), Some(before)) = (blocks.pop(), blocks.last_mut())
    {
        before.1 = last.1;
    }
    blocks
}

impl Layout {
    /// Does row `r` print what a row of the header does?
    pub fn repeats_header(&self, view: &View, r: usize) -> bool {
        let Some(first) = view.printed(r).next() else { return false };
        let first = squeezed(first.text());
        self.signature.iter().any(|s| s.starts_with(&*first))
            && self.signature.contains(&row_signature(view, r))
    }

    /// The same layout on another page: each column's span is the grid columns whose middle lies in it, by
    /// position, or by count where both grids have as many columns.
    pub fn on_grid(&self, view: &View, first: &[f32]) -> Layout {
        let grid = view.grid;
        let same_count = first.len() == grid.xs.len();
        let mut layout = self.clone();
        for c in &mut layout.columns {
            if same_count {
                if let Some(span) = c.span {
                    c.x = (grid.xs[span.first], grid.xs[span.last + 1]);
                }
                continue;
            }
            let hits: Vec<usize> = (0..grid.cols())
                .filter(|&k| {
                    let mid = (grid.xs[k] + grid.xs[k + 1]) / 2.0;
                    mid >= c.x.0 && mid < c.x.1
                })
                .collect();
            let ends = hits.first().zip(hits.last());
            c.span = ends.map(|(&first, &last)| Span { first, last });
        }
        // A column of this page that several columns of the header share is the last label's among them, the
        // one beside the next figures.
        for k in 0..grid.cols() {
            let shared =
                |c: &LayoutColumn| (grid.xs[k]..grid.xs[k + 1]).contains(&((c.x.0 + c.x.1) / 2.0));
            let over: Vec<usize> = (0..layout.columns.len())
                .filter(|&i| !same_count && shared(&layout.columns[i]))
                .collect();
            if over.len() > 1
                && let Some(&home) = over.iter().rfind(|&&i| !layout.columns[i].is_measure())
            {
                over.iter().for_each(|&i| layout.columns[i].span = None);
                layout.columns[home].span = Some(Span { first: k, last: k });
            }
        }
        layout.body = 0;
        layout
    }
}
