//! Pass: header → columns. Grid columns under one leaf head are one column, unless the rows below print something in
//! several of them. A label column after a measure opens the next block (two-sided summaries, final accounts by economic
//! class). What each column is for, `role` says.

use super::Context;
use super::header::{head_path, header_rows, is_caption, is_numbering, row_signature};
use super::role::{Why, column_to_role};
use super::view::View;
use crate::catalog::{Catalog, Head, ItemSide, LabelKind};
use crate::model::{Heads, squeeze, squeezed};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// Labels of this kind.
    Label(LabelKind),
    /// Figures.
    Measure,
}

impl Role {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Measure => "measure",
            Role::Label(LabelKind::Code) => "code",
            Role::Label(LabelKind::Name) => "name",
            Role::Label(LabelKind::Unit) => "unit",
            Role::Label(LabelKind::UnitCode) => "unit code",
            Role::Label(LabelKind::Ordinal) => "ordinal",
            Role::Label(LabelKind::Remark | LabelKind::Count) => "remark",
        }
    }
}

/// Grid columns side by side: the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
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
pub(super) struct LayoutColumn {
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
    /// Why.
    pub why: Why,
    /// A name column that is a further level of the one before: the same leaf, a group of levels (一级 | 二级 | 三级), or no
    /// head of its own.
    pub deeper: bool,
    /// The head of a name column says that units stand in it too: 单位名称（科目）.
    pub holds_units: bool,
    /// Its leaf head is an item of the three-public table: figures stand below it.
    pub item: bool,
}

impl LayoutColumn {
    /// Do its heads say that it measures something?
    pub(super) fn has_measure_head(&self) -> bool {
        self.item || self.path.last().is_some_and(|h| h.is_measure())
    }

    /// Does the column hold figures?
    pub fn is_measure(&self) -> bool {
        self.role == Role::Measure
    }
}

/// The layout of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
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

impl Layout {
    /// The columns for people.
    pub fn heads(&self) -> Vec<Heads> {
        let block_of = |i: usize| self.blocks.iter().position(|b| (b.0..=b.1).contains(&i));
        let head = |(i, column): (usize, &LayoutColumn)| Heads {
            printed: column.printed.join("/"),
            role: column.role.as_str().into(),
            why: column.why.as_str(),
            block: block_of(i).unwrap_or_default(),
        };
        self.columns.iter().enumerate().map(head).collect()
    }

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

/// The layout of a grid that prints a header; `None` if it does not.
pub(super) fn grid_to_layout(
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
                why: Why::Nothing,
                deeper: false,
                holds_units: false,
                item,
            }
        })
        .collect();
    let roles: Vec<(Role, Why)> =
        (0..columns.len()).map(|i| column_to_role(view, body, &columns, i)).collect();
    for (c, (role, why)) in columns.iter_mut().zip(roles) {
        (c.role, c.why) = (role, why);
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
pub(super) fn relate_names(columns: &mut [LayoutColumn]) {
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

/// Do the rows below the header print something in both of these grid columns, in cells apart?
pub(super) fn printed_apart(view: &View, body: usize, a: usize, b: usize) -> bool {
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

/// A label column after a measure opens the next block; a block without a measure belongs to the one before it.
pub(super) fn columns_to_blocks(columns: &[LayoutColumn]) -> Vec<(usize, usize)> {
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

/// The layout on each page: the first page's, moved to where the columns stand there, behind a repeated header.
pub(super) fn layouts_of_pages(views: &[View], first: Layout, cx: &Context) -> Vec<Layout> {
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

/// What a column is for that prints nothing on the first page: the first page that prints something in it tells.
pub(super) fn settle_roles(views: &[View], layouts: &mut [Layout]) {
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
        let (role, why) = column_to_role(view, layout.body, &layout.columns, i);
        settled |= role != layouts[0].columns[i].role;
        for layout in layouts.iter_mut() {
            (layout.columns[i].role, layout.columns[i].why) = (role, why);
        }
    }
    if settled {
        for layout in layouts {
            relate_names(&mut layout.columns);
            layout.blocks = columns_to_blocks(&layout.columns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{grid, layout};

    #[test]
    fn columns_blocks_and_paths() {
        let l = layout(&grid(
            "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 一、财政拨款 | 1.00 | 一、教育支出 | 1.00",
        ));
        assert_eq!(l.blocks, [(0, 1), (2, 3)]);
        assert_eq!(l.columns[3].printed, ["支出", "预算数"]);
        assert_eq!(l.body, 2);
        let heads: Vec<String> =
            l.heads().iter().map(|h| format!("{} {}", h.block, h.role)).collect();
        assert_eq!(heads, ["0 name", "0 measure", "1 name", "1 measure"]);
    }

    #[test]
    fn grid_columns_under_one_head_are_one_unless_they_print_apart() {
        let one = "科目编码 | < | 合计\n 208 |  | 1.00\n  | 20805 | 2.00";
        assert_eq!(layout(&grid(one)).columns.len(), 2);
        let apart = "科目编码 | < | 合计\n 208 | 05 | 1.00";
        assert_eq!(layout(&grid(apart)).columns.len(), 3);
    }
}
