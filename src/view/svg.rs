//! A page as the tool saw it: characters, ruling lines, the cells of its grids, the rows and columns that they became, and
//! the figures, coloured by the worst verdict of the checks on them.
//!
//! What is drawn is also said, for programs: `g.cell` carries `data-row`, `data-col` and `data-text`; `g.figure` the
//! fields of facts.csv that name it, `data-content`, `data-stated` and `data-verdict`; `g.label`, `g.column`, `g.title` what
//! they stand for. Coordinates are those of the output: points from the top left of the page.

use super::{gravity, text};
use crate::model::{At, Axis, Cell, Content, Glyph, LedgerTable, Page, Place, Rect, Row, Verdict};
use crate::pipeline::Stages;
use hashbrown::HashMap;
use std::fmt::Write;

const STYLE: &str = "text{font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;fill:#222}\
.paper{fill:#fff}.ruling{stroke:#888}.cell rect{fill:none;stroke:#2f7fd0;stroke-opacity:.35;stroke-width:.6}\
.label rect{fill:#2f7fd0;fill-opacity:.09}.title rect{fill:none;stroke:#7b3fb5}.column text,.role{fill:#7b3fb5;font-size:3px}\
.column line{stroke:#7b3fb5;stroke-opacity:.5;stroke-width:.5}.figure rect{fill-opacity:.3;fill:#999}\
.figure.exact rect{fill:#2e9e57}.figure.rounding rect{fill:#c9b400}.figure.mismatch rect{fill:#d92b2b;fill-opacity:.5}\
.figure.not_checked rect{fill:#e08a1e}.figure.unread rect{fill:#d92bd0;fill-opacity:.5}.hidden{opacity:.35}";

/// The page with this 1-based number as an SVG document; `None` if there is none.
pub fn svg(stages: &Stages, number: u32) -> Option<String> {
    let page = stages.paper.pages.iter().find(|page| page.number == number)?;
    let (width, height) = (page.width, page.height);
    let mut to = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.2} {height:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" \
         data-page=\"{number}\">\n<style>{STYLE}</style>\n<rect class=\"paper\" width=\"{width:.2}\" height=\"{height:.2}\"/>\n"
    );
    let verdicts = verdicts(stages, number);
    rulings(page, &mut to);
    cells(stages, number, &mut to);
    for table in &stages.ledger.tables {
        columns(table, number, &mut to);
        for row in &table.rows {
            label(table, row, number, &mut to);
            row.cells
                .iter()
                .filter(|cell| cell.page == number)
                .for_each(|cell| figure(&verdicts, table, row, cell, &mut to));
        }
    }
    titles(stages, number, &mut to);
    characters(page, &mut to);
    to.push_str("</svg>\n");
    Some(to)
}

fn rulings(page: &Page, to: &mut String) {
    for ruling in &page.rulings {
        let (a, b, at) = (ruling.from, ruling.to, ruling.at);
        let (x1, y1, x2, y2) =
            if ruling.axis == Axis::Horizontal { (a, at, b, at) } else { (at, a, at, b) };
        let width = ruling.width.clamp(0.3, 3.0);
        let _ = writeln!(
            to,
            "<line class=\"ruling\" x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\" stroke-width=\"{width:.2}\"/>"
        );
    }
}

fn cells(stages: &Stages, number: u32, to: &mut String) {
    for table in &stages.rebuilt.tables {
        for cell in
            table.grids.iter().filter(|grid| grid.page == number).flat_map(|grid| &grid.cells)
        {
            let (row, col, text) = (cell.row.to_string(), cell.col.to_string(), cell.text());
            let data = [
                ("table", text::id(&table.section.id)),
                ("row", &row),
                ("col", &col),
                ("text", &text),
            ];
            group(to, "cell", &data, &cell.rect, "");
        }
    }
}

/// A column's name over the figures that it has on this page.
fn columns(table: &LedgerTable, number: u32, to: &mut String) {
    let mut around: Vec<Option<Rect>> = vec![None; table.columns.len()];
    for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.page == number) {
        if let Some(rect) = around.get_mut(cell.column) {
            *rect = Some(rect.map_or(cell.rect, |rect| rect.union(&cell.rect)));
        }
    }
    for (column, rect) in table.columns.iter().zip(around) {
        let Some(rect) = rect else { continue };
        let (x1, x2, y) = (rect.x0, rect.x1, rect.y0 - 1.0);
        let (id, basis) = (escaped(column.id.as_str()), column.basis.as_str());
        let _ = writeln!(
            to,
            "<g class=\"column\" data-table=\"{}\" data-column=\"{id}\" data-basis=\"{basis}\" data-label=\"{}\">\
             <line x1=\"{x1:.2}\" y1=\"{y:.2}\" x2=\"{x2:.2}\" y2=\"{y:.2}\"/><text x=\"{x1:.2}\" y=\"{y:.2}\">{}</text></g>",
            escaped(table.id.as_str()),
            escaped(&column.label),
            if column.basis == Default::default() { id.clone() } else { format!("{id}.{basis}") },
        );
    }
}

fn label(table: &LedgerTable, row: &Row, number: u32, to: &mut String) {
    if row.page == number && row.rect.width() > 0.0 {
        let data = row_data(table, row);
        let said: Vec<_> = data
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        group(to, "label", &borrowed(&data), &row.rect, &said.join(", "));
        // what the row is taken for, over the start of its label
        let role = match &row.item {
            Some(item) => Some(item.to_string()),
            None => row.level.map(|level| format!("level {level}")),
        };
        let (x, y) = (row.rect.x0, row.rect.y0 + 0.5);
        let _ = writeln!(
            to,
            "<text class=\"role\" x=\"{x:.2}\" y=\"{y:.2}\">{}</text>",
            escaped(&role.unwrap_or_default())
        );
    }
}

fn row_data(table: &LedgerTable, row: &Row) -> Vec<(&'static str, String)> {
    let code = row.code.as_ref().map(|code| code.digits.clone()).unwrap_or_default();
    let level = row.level.map(|level| level.to_string()).unwrap_or_default();
    vec![
        ("table", table.id.to_string()),
        ("side", row.side.as_str().into()),
        ("row", row.number.to_string()),
        ("code", code),
        ("item", row.item().to_owned()),
        ("level", level),
        ("name", row.name.clone()),
    ]
}

fn figure(verdicts: &Verdicts, table: &LedgerTable, row: &Row, cell: &Cell, to: &mut String) {
    let (content, class) = match &cell.content {
        Content::Blank | Content::Dash | Content::Other => return,
        Content::Unread(_) => ("unread", "unread"),
        Content::Amount(_) => {
            let verdict = verdicts.get(&corners(&cell.rect)).copied();
            ("amount", verdict.map_or("unchecked", Verdict::as_str))
        }
    };
    let mut data = row_data(table, row);
    if let Some(column) = table.columns.get(cell.column) {
        data.push(("column", column.id.to_string()));
        data.push(("basis", column.basis.as_str().into()));
    }
    data.extend([
        ("content", content.to_owned()),
        ("stated", cell.stated.clone()),
        ("verdict", class.to_owned()),
    ]);
    let worth = cell
        .amount()
        .map(|amount| format!(" {} = {} 元", amount.unit.label, amount.yuan))
        .unwrap_or_default();
    let said = format!("{}: {}{worth}, {class}", text::column(table, cell), cell.stated);
    group(to, &format!("figure {class}"), &borrowed(&data), &cell.rect, &said);
}

/// Verdicts of the figures of a page by their boxes.
type Verdicts = HashMap<[u32; 4], Verdict>;

fn corners(rect: &Rect) -> [u32; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(f32::to_bits)
}

/// The worst verdict of the checks whose stated figure stands in a box.
fn verdicts(stages: &Stages, number: u32) -> Verdicts {
    let mut worst = Verdicts::new();
    for check in &stages.checks {
        if let Some(At::Box(Place { page, rect })) = check.at
            && page == number
        {
            let verdict = worst.entry(corners(&rect)).or_insert(check.verdict);
            if gravity(check.verdict) >= gravity(*verdict) {
                *verdict = check.verdict;
            }
        }
    }
    worst
}

fn titles(stages: &Stages, number: u32, to: &mut String) {
    for mark in stages.outline.marks.iter().filter(|mark| mark.page == number) {
        let id = text::id(&mark.id);
        group(to, "title", &[("table", id), ("title", &mark.title)], &mark.rect, id);
    }
}

/// The characters, one element for those that follow each other on a baseline in one size.
fn characters(page: &Page, to: &mut String) {
    let same = |a: &Glyph, b: &Glyph| {
        !a.turned()
            && !b.turned()
            && a.baseline == b.baseline
            && a.size == b.size
            && (a.invisible, a.slanted) == (b.invisible, b.slanted)
    };
    for run in page.glyphs.chunk_by(same) {
        let first = &run[0];
        let xs: Vec<_> = run.iter().map(|g| format!("{:.2}", g.rect.x0)).collect();
        let y = if first.turned() { first.rect.y1 } else { first.baseline };
        let class = if first.invisible || first.slanted { "character hidden" } else { "character" };
        let text: String = run.iter().map(|g| g.ch).collect();
        let (size, xs) = (first.size, xs.join(" "));
        let _ = writeln!(
            to,
            "<text class=\"{class}\" x=\"{xs}\" y=\"{y:.2}\" font-size=\"{size:.2}\">{}</text>",
            escaped(&text)
        );
    }
}

fn borrowed<'a>(data: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    data.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// A box with its data, and a title that shows under the pointer.
fn group(to: &mut String, class: &str, data: &[(&str, &str)], rect: &Rect, title: &str) {
    let _ = write!(to, "<g class=\"{class}\"");
    for (name, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(to, " data-{name}=\"{}\"", escaped(value));
    }
    to.push('>');
    if !title.is_empty() {
        let _ = write!(to, "<title>{}</title>", escaped(title));
    }
    let (x, y, width, height) = (rect.x0, rect.y0, rect.width(), rect.height());
    let _ = writeln!(
        to,
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"/></g>"
    );
}

/// Text for XML; characters that XML cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}')
            }
            c => out.push(c),
        }
    }
    out
}
