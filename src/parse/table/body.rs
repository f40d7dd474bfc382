//! Pass: the rows below the header → drafts. Every printed cell goes to one column of one draft; what none took is a stray
//! number (D5).

use super::Context;
use super::amount::token_to_content;

use super::doubts;
use super::draft::{Draft, LabelGroup};
use super::header::{is_caption, is_numbering};
use super::layout::{Layout, LayoutColumn, Role, Span};
use super::shared_names::shared_name;
use super::view::{Seen, View};
use crate::catalog::{Head, LabelKind};
use crate::deadline;
use crate::lex::{self, printed};
use crate::model::{
    Cell, Column, Content, Finding, FindingKind, GridCell, MoneyUnit, Place, Rect, Side, Token,
    Unclear,
};
use hashbrown::HashMap;

/// Which cells of which grid have been used.
#[derive(Default)]
pub(super) struct Used {
    cells: hashbrown::HashSet<(u32, u32, u32)>,
}

impl Used {
    fn mark(&mut self, page: u32, cell: &GridCell) {
        self.cells.insert(place_of(page, cell));
    }
}

/// A cell's page and corner: several grids may stand on one page.
fn place_of(page: u32, cell: &GridCell) -> (u32, u32, u32) {
    (page, cell.rect.x0.to_bits(), cell.rect.y0.to_bits())
}

/// A block of the table: its number, its columns of the layout, its side.
#[derive(Clone, Copy)]
pub(super) struct Block {
    /// 0-based, left to right.
    pub number: usize,
    /// First and last column.
    pub columns: (usize, usize),
    /// Side of a summary.
    pub side: Side,
}

/// What the rows below the header give: the table's measures, and a draft for each row of each block.
pub(super) struct Body<'a> {
    cx: &'a Context<'a>,
    unit: Option<MoneyUnit>,
    /// Measures, in order of first appearance.
    pub columns: Vec<Column>,
    /// The unit of amount of each.
    pub units: Vec<Option<MoneyUnit>>,
    /// Drafts in reading order, block by block.
    pub drafts: Vec<Draft>,
    /// Codes that cannot be told.
    pub unclear_labels: Vec<Finding>,
    /// The cells that have been read.
    pub used: Used,
}

/// The cells that a draft has of one column.
struct Printed<'v> {
    cells: Vec<Seen<'v>>,
    text: String,
    token: Token,
    rect: Option<Rect>,
    /// Box of the text, or of the cell where it is blank.
    place: Rect,
}

impl<'a> Body<'a> {
    /// Nothing read yet; `unit` is that of the table's amounts.
    pub fn new(cx: &'a Context, unit: Option<MoneyUnit>) -> Body<'a> {
        Body {
            cx,
            unit,
            columns: Vec::new(),
            units: Vec::new(),
            drafts: Vec::new(),
            unclear_labels: Vec::new(),
            used: Used::default(),
        }
    }

    /// Reads one block of one page; `columns` says what its measures, by their column of the layout, measure.
    pub fn read(
        &mut self,
        view: &View,
        layout: &Layout,
        block: Block,
        columns: Vec<(usize, Column)>,
    ) {
        deadline::tick_long();
        let measures: HashMap<usize, usize> =
            columns.into_iter().map(|(i, column)| (i, self.index_of(column))).collect();
        for r in layout.body..view.grid.rows() {
            if is_numbering(view, r)
                || is_caption(view, r, self.cx.catalog)
                || layout.repeats_header(view, r)
            {
                continue;
            }
            let top = view.grid.ys[r];
            let opens_page = r == layout.body;
            let mut draft = Draft::new(block.side, block.number, view.grid.page, top, opens_page);
            let shared = shared_name(view, layout, r, block.columns);
            for i in block.columns.0..=block.columns.1 {
                let printed = match &shared {
                    Some(shared) if shared.manner == i => continue,
                    Some(shared) if shared.column == i => Some(printed_by(vec![shared.cell])),
                    _ => printed_in(view, layout, r, i, block.columns),
                };
                let Some(printed) = printed else { continue };
                let measure = measures.get(&i).copied();
                self.column(&mut draft, (view, layout), &layout.columns[i], printed, measure);
            }
            if !draft.is_blank() {
                self.drafts.push(draft);
            }
        }
    }

    /// The table's column that is this one.
    fn index_of(&mut self, column: Column) -> usize {
        self.columns.iter().position(|c| *c == column).unwrap_or_else(|| {
            self.columns.push(column);
            self.units.push(None);
            self.columns.len() - 1
        })
    }

    /// Puts what a draft prints in one column into it.
    fn column(
        &mut self,
        draft: &mut Draft,
        (view, layout): (&View, &Layout),
        column: &LayoutColumn,
        mut printed: Printed,
        measure: Option<usize>,
    ) {
        let kind = match (column.role, measure) {
            (Role::Measure, None) => return,
            (Role::Measure, Some(index)) => {
                let unit = column.unit.as_ref().or(self.unit.as_ref());
                self.units[index] = unit.cloned();
                // 公务接待费（元） among rows of 万元: the nearest says it.
                let units = &self.cx.catalog.units;
                let of_row = draft.labels.iter().rev().find_map(|l| units.bracketed(&l.text));
                draft.cells.push(cell((view, layout), index, &printed, of_row.or(unit)));
                None
            }
            // 合计 merged over row number and name stands in the row number's column.
            (Role::Label(LabelKind::Remark | LabelKind::Ordinal), _) => {
                self.cx.catalog.items.is_total(&printed.text).then_some(LabelKind::Name)
            }
            (Role::Label(kind), _) => Some(kind),
        };
        printed.cells.iter().for_each(|c| self.used.mark(view.grid.page, c));
        if let Some(kind) = kind {
            let why = doubts::label(&printed.cells, &printed.text);
            self.unclear_labels.extend(why.map(|why| {
                let finding = Finding::new(FindingKind::UnreadCell, why);
                finding.at_rect(view.grid.page, printed.place)
            }));
            if printed.cells.iter().any(|c| c.unclear == Some(Unclear::Picture)) {
                // Digits beside a picture are only a part of the code.
                draft.pictured = true;
                printed.text.clear();
                printed.token = lex::token("");
            }
            draft.labels.push(label(kind, column, printed));
        }
    }
}

/// What row `r` prints in column `i` of the layout; `None` on a page that has no place for the column. A merged label that
/// starts further left and ends within the block belongs to the block's first column.
fn printed_in<'v>(
    view: &'v View,
    layout: &Layout,
    r: usize,
    i: usize,
    block: (usize, usize),
) -> Option<Printed<'v>> {
    let span = layout.columns[i].span?;
    let end = layout.columns[block.1].span.map(|span| span.last);
    let cells = starting_cells(view, layout, r, i, end, i == block.0);
    let mut printed = printed_by(cells);
    if printed.rect.is_none() {
        printed.place = view.cell(r, span.first).map(|c| c.rect).unwrap_or_default();
    }
    Some(printed)
}

/// What cells print together.
fn printed_by(cells: Vec<Seen>) -> Printed {
    let text: String = cells.iter().map(|c| c.text()).collect();
    let figures = || cells.iter().filter(|c| c.token.figure().is_some()).count();
    let token = match &cells[..] {
        [cell] => cell.token.clone(),
        // Two figures side by side are no figure.
        _ if figures() > 1 => Token::Words(None),
        _ => lex::token(&text),
    };
    let rects: Vec<Rect> = cells.iter().filter_map(|c| c.text_rect()).collect();
    let rect = Rect::around(&rects);
    Printed { cells, text, token, rect, place: rect.unwrap_or_default() }
}

/// The cell of a measure.
fn cell(
    (view, layout): (&View, &Layout),
    column: usize,
    from: &Printed,
    unit: Option<&MoneyUnit>,
) -> Cell {
    let first = from.cells.first().and_then(|c| c.lines.first());
    Cell {
        column,
        content: match from.cells.iter().find_map(|cell| cell.unclear) {
            Some(unclear) => Content::Unread(doubts::unclear(unclear, &from.text)),
            None => match over_rows(view, from).or_else(|| over_columns(layout, from)) {
                Some(why) => Content::Unread(why),
                None => token_to_content(&from.token, &from.text, unit),
            },
        },
        stated: printed(&from.text),
        // A wide sheet's right part stands on the next page.
        page: first.map_or(view.grid.page, |line| line.page),
        rect: from.place,
        doubt: from
            .rect
            .and_then(|r| doubt_at(view, &r))
            .or_else(|| doubts::slip(&from.token, &from.text)),
    }
}

/// Why the amount of a cell over rows with codes of their own is none of the first of them: it may be what they have
/// together.
fn over_rows(view: &View, from: &Printed) -> Option<String> {
    let cell = from.cells.iter().find(|c| c.rowspan > 1 && c.token.is_amount())?;
    let coded = |r: &usize| view.printed(*r).any(|c| c.row == *r && c.token.code().is_some());
    let rows = (cell.row..cell.row + cell.rowspan).filter(coded).count();
    (rows > 1).then(|| {
        format!(
            "“{}” stands in one cell over {rows} rows: it may be what they have together",
            from.text
        )
    })
}

/// Why the amount of a cell over several columns of figures is none of the first of them: it may be what they have together.
fn over_columns(layout: &Layout, from: &Printed) -> Option<String> {
    let cell = from.cells.iter().find(|c| c.colspan > 1 && c.token.is_amount())?;
    let over = |c: &&LayoutColumn| {
        let within = |span: Span| span.first < cell.col + cell.colspan && span.last >= cell.col;
        c.is_measure() && c.has_measure_head() && c.span.is_some_and(within)
    };
    let columns = layout.columns.iter().filter(over).count();
    (columns > 1).then(|| {
        format!(
            "“{}” stands in one cell over {columns} columns: it may be what they have together",
            from.text
        )
    })
}

/// The text of a label column. The further lines of a name begin at the cell's edge: its first line tells its place.
fn label(kind: LabelKind, column: &LayoutColumn, from: Printed) -> LabelGroup {
    let line = from.cells.first().and_then(|c| Some((c.lines.first()?.rect, c.rect)));
    LabelGroup {
        kind,
        text: from.text,
        token: from.token,
        rect: from.rect.unwrap_or_default(),
        deeper: column.deeper,
        holds_units: column.holds_units,
        named: column.path.last().is_some_and(Head::is_name),
        group: column.printed[..column.printed.len().saturating_sub(1)].join("/"),
        left: line.map_or(0.0, |(text, _)| text.x0),
        indent: line.and_then(|(text, cell)| indent_of(&text, &cell)),
    }
}

/// The printed cells that start in row `r` and in the column's span; for a block's first column also one that starts
/// further left and ends inside the block. A figure too wide for its cell may have swallowed the label's cell beside it:
/// a merged cell that starts under a label and holds an amount belongs to the measure that it ends in.
pub(super) fn starting_cells<'v>(
    view: &'v View,
    layout: &Layout,
    r: usize,
    column: usize,
    end: Option<usize>,
    first: bool,
) -> Vec<Seen<'v>> {
    let Some(span) = layout.columns[column].span else { return Vec::new() };
    let shows = |x: &Seen| !x.lines.is_empty() || x.unclear == Some(Unclear::Picture);
    let printed = |c: usize| view.cell(r, c).filter(|x| x.row == r && shows(x));
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

/// Why a figure that stands here may belong to another column.
pub(super) fn doubt_at(view: &View, rect: &Rect) -> Option<String> {
    let over = |place: &Rect| place.x0 < rect.x1 && rect.x0 < place.x1;
    view.grid.doubts.iter().find(|(place, _)| over(place)).map(|(_, why)| why.clone())
}

/// How far the text stands from the cell's left edge; centred text has no indentation.
pub(super) fn indent_of(text: &Rect, cell: &Rect) -> Option<f32> {
    let (left, right) = (text.x0 - cell.x0, cell.x1 - text.x1);
    (left < 8.0 || (left - right).abs() > 4.0).then_some(left)
}

/// Amounts in rows below the header that no row took (D5).
pub(super) fn stray_numbers(
    views: &[View],
    layouts: &[Layout],
    used: &Used,
) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for (view, layout) in views.iter().zip(layouts) {
        deadline::tick_long();
        for cell in view.cells().filter(|c| c.row >= layout.body && !c.lines.is_empty()) {
            if !used.cells.contains(&place_of(view.grid.page, &cell)) && cell.token.is_amount() {
                let rect = cell.text_rect().unwrap_or(cell.rect);
                out.push((Place { page: view.grid.page, rect }, cell.text().to_owned()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{grid, layout, rows, table};
    use super::*;

    #[test]
    fn cells_go_to_their_columns_and_blank_rows_to_none() {
        let art = "科目编码 | 科目名称 | 合计 | 基本支出\n 208 | 社会保障 | 1.00 | —\n  |  |  | \n 210 | 卫生健康 | ▲2.00 |";
        let want = ["1 208 社会保障 1.00 -", "2 210 卫生健康 -2.00 _"];
        assert_eq!(rows("expenditure_summary", &[art]), want);
    }

    #[test]
    fn a_figure_that_swallowed_its_label_is_the_measures() {
        // The label's cell is merged with the figure's.
        let art = "科目编码 | 科目名称 | 合计\n 208 | 甲 | 1.00\n 210 | 乙 | 2.00\n 211 | 丙 | 3.00\n 212 | 1234567.00 | <";
        assert_eq!(rows("expenditure_summary", &[art])[3], "4 212 1234567.00");
    }

    #[test]
    fn a_row_may_print_a_unit_of_its_own() {
        let art = "项目 | 合计\n 公务接待费（元） | 65000\n 公务用车购置费（辆） | 1.00\n 因公出国（境）费 | 2.00";
        let rows = table("three_public_expenses", &[art]).0.rows;
        let yuan = |r: usize| rows[r].cells[0].amount().map(|a| a.yuan.normalize().to_string());
        assert_eq!([0, 1, 2].map(yuan), [Some("65000".into()), None, Some("20000".into())]);
    }

    #[test]
    fn amounts_that_no_column_took_are_stray_numbers() {
        let grid = grid("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00\n 210 | 卫生 | 9.99");
        let (view, layout) = (View::new(&grid), layout(&grid));
        let mut used = Used::default();
        used.mark(1, view.cell(1, 2).as_deref().unwrap());
        let stray = stray_numbers(&[view], &[layout], &used);
        assert_eq!(stray.iter().map(|s| s.1.as_str()).collect::<Vec<_>>(), ["9.99"]);
    }

    #[test]
    fn a_label_that_a_picture_is_a_part_of_is_not_read() {
        let art = "科目编码 | 科目名称 | 合计\n 20805 | 甲 | 9.00\n  |  | 40.00\n 211 | 丙 | 3.00";
        let read = |pictures: &[(usize, usize)]| {
            let mut grid = grid(art);
            let is_pictured = |c: &&mut crate::model::GridCell| pictures.contains(&(c.row, c.col));
            grid.cells
                .iter_mut()
                .filter(is_pictured)
                .for_each(|c| c.unclear = Some(Unclear::Picture));
            super::super::testing::of_grid("expenditure_summary", grid)
        };
        let told = |findings: &[Finding]| {
            findings.iter().map(|f| f.kind.code()).collect::<Vec<_>>().join(" ")
        };
        // Without a picture the row without a label is the total.
        let (table, findings) = read(&[]);
        assert_eq!(
            (table.rows[0].code.is_some(), told(&findings).as_str()),
            (true, "unlabelled-row")
        );
        let (table, findings) = read(&[(1, 0)]);
        assert!(table.rows[0].code.is_none() && table.rows[0].name == "甲");
        assert_eq!(told(&findings), "unlabelled-row unread-cell");
    }

    #[test]
    fn an_amount_over_rows_with_codes_is_none_of_theirs() {
        let art = "科目编码 | 科目名称 | 合计\n 2080505 | 甲 | 240.46\n 2080506 | 乙 | ^\n 210 | 丙 | 3.00";
        let (read, findings) = table("expenditure_summary", &[art]);
        assert!(matches!(read.rows[0].cells[0].content, Content::Unread(_)));
        assert_eq!(findings.iter().filter(|f| f.kind == FindingKind::UnreadCell).count(), 1);
        // A name on two rows of the grid is one row.
        let art =
            "科目编码 | 科目名称 | 合计\n 2080505 | 甲 | 240.46\n  | 乙 | ^\n 210 | 丙 | 3.00";
        let (read, _) = table("expenditure_summary", &[art]);
        assert!(read.rows[0].cells[0].amount().is_some());
    }

    #[test]
    fn captions_are_no_rows_and_merged_totals_go_to_the_name() {
        let art = "序号 | 科目名称 | 合计\n 合计 | < | 3.00\n 编制单位：某局 | < | 单位：万元\n 1 | 甲 | 3.00";
        assert_eq!(rows("expenditure_summary", &[art]), ["1 total 合计 3.00", "2 甲 3.00"]);
        assert_eq!(table("expenditure_summary", &[art]).1, []);
    }

    #[test]
    fn a_label_that_begins_left_of_its_block_belongs_to_it() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 一、事业收入 | 1.00 | 一、教育支出 | 2.00\n 二、甲 | 支出总计 | < | 2.00";
        let got = rows("income_expenditure_summary", &[art]);
        assert_eq!(
            got[1..],
            ["i2 甲 _", "e1 function.205 教育支出 2.00", "e2 expenditure.total 支出总计 2.00"]
        );
    }

    #[test]
    fn a_figure_in_a_doubtful_place_says_why() {
        let mut grid = grid("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00");
        let doubt = |grid: &crate::model::Grid| {
            let (view, layout) = (View::new(grid), layout(grid));
            let printed = printed_in(&view, &layout, 1, 2, (0, 2)).unwrap();
            cell((&view, &layout), 0, &printed, None).doubt
        };
        assert_eq!(doubt(&grid), None);
        let place = Rect { x0: 100.0, y0: 0.0, x1: 150.0, y1: 20.0 };
        grid.doubts = vec![(place, "why".into())];
        assert_eq!(doubt(&grid).as_deref(), Some("why"));
    }

    #[test]
    fn centred_text_is_not_indented() {
        let cell = Rect { x0: 0.0, y0: 0.0, x1: 100.0, y1: 20.0 };
        let indent = |x0: f32, x1: f32| indent_of(&Rect { x0, x1, ..cell }, &cell);
        assert_eq!(
            [indent(5.0, 95.0), indent(30.0, 60.0), indent(30.0, 70.0)],
            [Some(5.0), Some(30.0), None]
        );
    }
}
