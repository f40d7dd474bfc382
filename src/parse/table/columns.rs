//! Pass: header → columns. Grid columns under one leaf head are one column, unless the rows below print something in
//! several of them. A label column after a measure opens the next block (two-sided summaries, final accounts by economic
//! class). What each column is for, `role` says.

use super::Context;
use super::header::{head_path, header_rows, is_numbering, row_signature};
use super::layout::{Layout, LayoutColumn, Role, Span, UnitsAmong, Why};
use super::role::column_to_role;
use super::view::View;
use crate::catalog::tables::TableWords;
use crate::catalog::{Head, ItemSide, LabelKind};
use std::ops::Range;

/// The layout of a grid that prints a header; `None` if it does not.
pub(super) fn grid_to_layout(view: &View, opens: bool, cx: &Context) -> Option<Layout> {
    let header = header_rows(view, opens, cx)?;
    let numbering = (header.end..view.grid.rows()).take_while(|&r| is_numbering(view, r));
    let body = header.end + numbering.count();
    let spans = leaves_to_spans(view, header.end - 1, body);
    let mut columns: Vec<LayoutColumn> =
        spans.into_iter().map(|span| headed(view, &header, span, cx)).collect();
    for i in 0..columns.len() {
        (columns[i].role, columns[i].why) = column_to_role(view, body, &columns, i);
    }
    complete_halves(&mut columns);
    relate_names(&mut columns);
    let signature = header.map(|r| row_signature(view, r)).filter(|s| !s.is_empty()).collect();
    let heads = columns.iter().flat_map(|c| c.path.iter().map(|h| h.text.as_str()));
    let all_heads = heads.collect::<Vec<_>>().join(" ");
    let blocks = columns_to_blocks(&columns);
    Some(Layout { columns, body, blocks, signature, all_heads, own: false })
}

/// The grid columns that are one column of the table each: those under one cell of the last row of heads, `leaf`.
fn leaves_to_spans(view: &View, leaf: usize, body: usize) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for c in 0..view.grid.cols() {
        let head = view.index(leaf, c);
        match spans.last_mut() {
            Some(span)
                if head.is_some()
                    && head == view.index(leaf, span.last)
                    && !printed_apart(view, body, span.last, c) =>
            {
                span.last = c
            }
            _ => spans.push(Span { first: c, last: c }),
        }
    }
    spans
}

/// A column with what its heads say; what it is for, the rows below them tell too.
fn headed(view: &View, header: &Range<usize>, span: Span, cx: &Context) -> LayoutColumn {
    let printed = head_path(view, header, span.first);
    let is_item =
        |head: &String| cx.catalog.items.identify(head, ItemSide::ThreePublic, |_| false).is_some();
    LayoutColumn {
        span: Some(span),
        x: (view.grid.xs[span.first], view.grid.xs[span.last + 1]),
        path: printed.iter().map(|head| cx.catalog.columns.head(head, cx.year)).collect(),
        item: printed.last().is_some_and(is_item),
        unit: printed.iter().rev().find_map(|head| cx.catalog.units.declared(head)).cloned(),
        printed,
        role: Role::Measure,
        why: Why::Nothing,
        deeper: false,
        holds_units: None,
    }
}

/// Where the same heads are printed twice, below 预算数 and below 决算数, all columns of a half stand below its head. Without
/// rulings a short head in the middle of a wide half does not reach those at its edges.
fn complete_halves(columns: &mut [LayoutColumn]) {
    let measures: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].is_measure()).collect();
    if measures.len() < 4 || !measures.len().is_multiple_of(2) {
        return;
    }
    let halves = measures.split_at(measures.len() / 2);
    // The head over half of a half at least.
    let group = |half: &[usize]| {
        let tops = || half.iter().filter(|&&i| columns[i].path.len() > 1);
        let top = |i: &&usize| columns[**i].path[0].text.clone();
        let most = tops().max_by_key(|i| tops().filter(|j| top(j) == top(i)).count())?;
        (2 * tops().filter(|j| top(j) == top(&most)).count() >= half.len()).then_some(*most)
    };
    let (Some(first), Some(second)) = (group(halves.0), group(halves.1)) else { return };
    let head = |i: usize| (columns[i].path[0].clone(), columns[i].printed[0].clone());
    let (first, second) = (head(first), head(second));
    let below = |i: usize, group: &Head| {
        let path = &columns[i].path;
        let own = path.len() > 1 && path[0].text == group.text;
        path[usize::from(own)..].iter().map(|h| h.text.as_str()).collect::<Vec<_>>()
    };
    let same = |(&a, &b): (&usize, &usize)| below(a, &first.0) == below(b, &second.0);
    if first.0.text == second.0.text || !halves.0.iter().zip(halves.1).all(same) {
        return;
    }
    for (half, (head, printed)) in [(halves.0, first), (halves.1, second)] {
        for &i in half {
            let column = &mut columns[i];
            if column.path.len() < 2 || column.path[0].text != head.text {
                column.path.insert(0, head.clone());
                column.printed.insert(0, printed.clone());
            }
        }
    }
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
    let words = TableWords::embedded();
    let units = |head: &str| match head {
        _ if words.units_among_names.iter().any(|among| head.starts_with(among)) => {
            Some(UnitsAmong::NoCode)
        }
        _ if head.ends_with(&words.units_in_brackets) => Some(UnitsAmong::Shallow),
        _ => None,
    };
    for c in columns {
        let head = c.path.last().filter(|_| c.role == Role::Label(LabelKind::Name));
        c.holds_units = head.and_then(|h| units(&h.text));
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

/// A label column after a measure opens the next block; a block without a measure belongs to the one before it. Where all
/// that a block measures is a blank column under a head that nobody knows, labels behind it that name nothing (more codes, a
/// time) go on with its rows: the amounts stand behind them.
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
    let blank = |c: &LayoutColumn| c.why == Why::Nothing && !c.has_measure_head();
    let names = |c: &LayoutColumn| c.role == Role::Label(LabelKind::Name);
    blocks.dedup_by(|next, before| {
        let mut measures = columns[before.0..=before.1].iter().filter(|c| c.is_measure());
        let goes_on = measures.all(blank) && !columns[next.0..=next.1].iter().any(names);
        if goes_on {
            before.1 = next.1;
        }
        goes_on
    });
    blocks
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
        let mut others = views.iter().zip(layouts.iter()).skip(1).filter(|(_, l)| !l.own);
        let Some((view, layout)) = others.find(|(v, l)| prints(v, l, i)) else {
            continue;
        };
        let (role, why) = column_to_role(view, layout.body, &layout.columns, i);
        settled |= role != layouts[0].columns[i].role;
        for layout in layouts.iter_mut().filter(|layout| !layout.own) {
            (layout.columns[i].role, layout.columns[i].why) = (role, why);
        }
    }
    if settled {
        for layout in layouts.iter_mut().filter(|layout| !layout.own) {
            relate_names(&mut layout.columns);
            layout.blocks = columns_to_blocks(&layout.columns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{grid, layout, rows};

    #[test]
    fn a_head_may_declare_a_unit_of_its_own() {
        let grid = grid("科目名称 | 基本支出（元） | 合计\n 某 | 1.00 | 2.00");
        let layout = layout(&grid);
        let units = layout.columns.iter().map(|c| c.unit.as_ref().map(|unit| unit.label.as_str()));
        assert_eq!(units.collect::<Vec<_>>(), [None, Some("元"), None]);
    }

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
    fn equal_halves_stand_below_their_heads_to_the_edge() {
        let paths = |second: &str| {
            let art = format!(
                "合计 | 预算数 | < | 接待 | 合计 | 决算数 | < | {second}\n ^ | 出国 | 用车 | ^ | ^ | 出国 | 用车 | ^\n 9.00 | 1.00 | 2.00 | 6.00 | 9.00 | 1.00 | 2.00 | 6.00"
            );
            layout(&grid(&art)).columns.iter().map(|c| c.printed.join("/")).collect::<Vec<_>>()
        };
        let halves = paths("接待");
        assert_eq!(halves[..2], ["预算数/合计", "预算数/出国"]);
        assert_eq!(halves[3..5], ["预算数/接待", "决算数/合计"]);
        assert_eq!(paths("培训")[0], "合计");
    }

    #[test]
    fn grid_columns_under_one_head_are_one_unless_they_print_apart() {
        let one = "科目编码 | < | 合计\n 208 |  | 1.00\n  | 20805 | 2.00";
        assert_eq!(layout(&grid(one)).columns.len(), 2);
        let apart = "科目编码 | < | 合计\n 208 | 05 | 1.00";
        assert_eq!(layout(&grid(apart)).columns.len(), 3);
    }

    #[test]
    fn labels_behind_the_last_measure_open_no_block() {
        let l = layout(&grid("项目 | 预算数 | 科目名称\n 一、甲 | 1.00 | 乙"));
        assert_eq!(l.blocks, [(0, 2)]);
    }

    #[test]
    fn labels_that_name_nothing_behind_a_blank_column_open_no_block() {
        let art = "采购项目 | 甲乙丙 | 部门经济科目 | < | 预算金额\n ^ | ^ | 类 | 款 | ^\n 复印机 |  | 310 | 02 | 6.00";
        assert_eq!(layout(&grid(art)).blocks, [(0, 4)]);
        let sides = "项目 | 甲乙丙 | 项目 | 预算数\n 一、国有资本收入 |  | 一、国有资本支出 | 6.00";
        assert_eq!(layout(&grid(sides)).blocks, [(0, 1), (2, 3)]);
    }

    #[test]
    fn a_later_page_tells_what_a_blank_column_is_for() {
        let (first, second) = (
            "科目名称 | 合计 | 甲某\n 某 | 1.00 | ",
            "科目名称 | 合计 | 甲某\n 乙 | 2.00 | 说明文字",
        );
        assert_eq!(rows("expenditure_summary", &[first, second]), ["1 某 1.00", "2 乙 2.00"]);
    }

    #[test]
    fn a_column_of_names_may_hold_units() {
        for head in ["单位名称（科目）", "单位（科目）名称", "科目（单位）名称"]
        {
            let art = format!("{head} | 合计\n 某局 | 3.00\n 2080505养老支出 | 3.00");
            let want = ["1 unit 某局 @某局 3.00", "2 2080505 养老支出 3.00"];
            assert_eq!(rows("expenditure_summary", &[&art]), want);
        }
    }
}
