//! A stage as text: a line for each thing, in document order.

use super::Stage;
use crate::model::{
    Axis, Cell, Content, Font, Glyph, LedgerTable, Page, Rect, Row, RowWhy, SectionKind, TableId,
};
use crate::pipeline::Stages;
use crate::render::text::steers;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes what `stage` made of the file, of one page only if `page` is given; `say` puts reasons into the reader's language.
pub fn text(
    stages: &Stages,
    stage: Stage,
    page: Option<u32>,
    say: impl Fn(&str) -> Cow<str>,
    mut to: impl Write,
) -> io::Result<()> {
    let on = |number: u32| page.is_none_or(|page| page == number);
    match stage {
        Stage::Glyphs => stages
            .paper
            .pages
            .iter()
            .filter(|p| on(p.number))
            .try_for_each(|page| glyphs(page, &mut to)),
        Stage::Sections => sections(stages, on, &mut to),
        Stage::Tables => tables(stages, on, &mut to),
        Stage::Columns => columns(stages, on, say, &mut to),
        Stage::Rows => rows(stages, on, say, &mut to),
    }
}

fn glyph(g: &Glyph, fonts: &[Font], seen: &str, to: &mut impl Write) -> io::Result<()> {
    let font = fonts.get(usize::from(g.font)).map_or("", |font| &font.name);
    let flags = [
        (g.invisible, " invisible"),
        (g.turned(), " turned"),
        (g.slanted, " slanted"),
        (g.artifact, " artifact"),
        (g.outlined, " outlined"),
        (g.struck, " struck"),
    ];
    let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
    writeln!(
        to,
        "{}\t{}\t{:.2}\t{:.2}\t{}{flags}{seen}",
        shown(&g.ch.to_string()),
        corners(&g.rect),
        g.baseline,
        g.size,
        shown(font)
    )
}

fn glyphs(page: &Page, to: &mut impl Write) -> io::Result<()> {
    let Page {
        number,
        width,
        height,
        glyphs,
        rulings,
        strokes,
        images,
        fonts,
        unpainted,
        pictured,
        pictures: _,
        turn: _,
    } = page;
    writeln!(
        to,
        "page {number} {width}x{height} glyphs {} rulings {} images {images}{}",
        glyphs.len(),
        rulings.len(),
        if *pictured > 0.0 { format!(" pictured {pictured:.2}") } else { String::new() }
    )?;
    for g in glyphs {
        glyph(g, fonts, "", to)?;
    }
    for g in unpainted {
        glyph(g, fonts, " unpainted", to)?;
    }
    for r in rulings {
        let axis = if r.axis == Axis::Horizontal { "horizontal" } else { "vertical" };
        writeln!(
            to,
            "ruling {axis} at {:.2} from {:.2} to {:.2} width {:.2}",
            r.at, r.from, r.to, r.width
        )?;
    }
    for stroke in strokes {
        writeln!(to, "stroke {}", corners(stroke))?;
    }
    Ok(())
}

fn sections(stages: &Stages, on: impl Fn(u32) -> bool, to: &mut impl Write) -> io::Result<()> {
    let outline = &stages.outline;
    for (number, lines) in (1..).zip(&outline.lines).filter(|(number, _)| on(*number)) {
        let contents = match outline.listed_on(number as usize - 1) {
            0 => String::new(),
            listed if listed < lines.len() => format!(" contents {listed}"),
            _ => " contents".into(),
        };
        writeln!(to, "page {number}{contents}")?;
        for mark in outline.marks.iter().filter(|m| m.page == number) {
            let kind = match mark.kind {
                SectionKind::Table => "table",
                SectionKind::Performance => "performance",
                SectionKind::Untitled => "untitled",
            };
            let continued = if mark.continued { " continued" } else { "" };
            writeln!(
                to,
                "title\t{}\t{kind}{continued} {}\t{}",
                corners(&mark.rect),
                shown(id(&mark.id)),
                shown(&mark.title)
            )?;
        }
        for line in lines {
            writeln!(to, "line\t{}\t{}", corners(&line.rect), shown(&line.text))?;
        }
    }
    Ok(())
}

fn tables(stages: &Stages, on: impl Fn(u32) -> bool, to: &mut impl Write) -> io::Result<()> {
    for table in &stages.rebuilt.tables {
        for grid in table.grids.iter().filter(|g| on(g.page)) {
            let section = &table.section;
            let (id, title) = (shown(id(&section.id)), shown(&section.title));
            writeln!(
                to,
                "table {id} “{title}” page {} {}x{} at {}",
                grid.page,
                grid.rows(),
                grid.cols(),
                corners(&grid.rect)
            )?;
            for cell in grid.cells.iter().filter(|c| !c.lines.is_empty()) {
                let span = |from: usize, n: usize| {
                    if n > 1 { format!("{from}-{}", from + n - 1) } else { from.to_string() }
                };
                writeln!(
                    to,
                    "cell\t{}\t{}\t{}",
                    span(cell.row, cell.rowspan),
                    span(cell.col, cell.colspan),
                    shown(&cell.text())
                )?;
            }
        }
    }
    for paragraph in &stages.rebuilt.paragraphs {
        if paragraph.lines.first().is_some_and(|line| on(line.page)) {
            let depth =
                paragraph.heading.map_or("paragraph".into(), |depth| format!("heading {depth}"));
            writeln!(to, "{depth}\tpage {}\t{}", paragraph.lines[0].page, shown(&paragraph.text))?;
        }
    }
    Ok(())
}

fn columns(
    stages: &Stages,
    on: impl Fn(u32) -> bool,
    say: impl Fn(&str) -> Cow<str>,
    to: &mut impl Write,
) -> io::Result<()> {
    for table in stages.ledger.tables.iter().filter(|t| (t.page..=t.last_page).any(&on)) {
        writeln!(
            to,
            "table {} “{}” pages {}-{}",
            shown(table.id.as_str()),
            shown(&table.title),
            table.page,
            table.last_page
        )?;
        for heads in &table.heads {
            writeln!(
                to,
                "column\tblock {}\t{}\t{}\t{}",
                heads.block + 1,
                heads.role,
                shown(&heads.printed),
                say(heads.why)
            )?;
        }
        for column in &table.columns {
            let basis = column.basis.as_str();
            writeln!(to, "measure\t{} {basis}\t{}", column.id, shown(&column.label))?;
        }
    }
    Ok(())
}

fn rows(
    stages: &Stages,
    on: impl Fn(u32) -> bool,
    say: impl Fn(&str) -> Cow<str>,
    to: &mut impl Write,
) -> io::Result<()> {
    let ledger = &stages.ledger;
    for table in &ledger.tables {
        let here = |row: &&Row| on(row.page) || row.cells.iter().any(|c| on(c.page));
        let mut rows = table.rows.iter().filter(here).peekable();
        if rows.peek().is_some() || on(table.page) {
            let unit = table.unit.as_ref().map_or("?", |unit| &unit.label);
            writeln!(
                to,
                "table {} “{}” pages {}-{} unit {unit}",
                shown(table.id.as_str()),
                shown(&table.title),
                table.page,
                table.last_page
            )?;
        }
        for row in rows {
            row_line(table, row, &say, to)?;
        }
    }
    for mention in ledger.narrative.iter().filter(|m| on(m.page)) {
        writeln!(
            to,
            "prose\tpage {}\t{} {} {}\t{}",
            mention.page,
            mention.key,
            mention.code,
            shown(&mention.name),
            shown(&mention.stated)
        )?;
    }
    for project in &ledger.projects {
        for indicator in project.indicators.iter().filter(|i| on(i.page)) {
            let path = [&project.name, &indicator.level1, &indicator.level2, &indicator.level3]
                .map(|part| shown(part))
                .join(" / ");
            writeln!(
                to,
                "indicator\tpage {}\t{path}\t{}",
                indicator.page,
                shown(&indicator.value)
            )?;
        }
    }
    for finding in ledger.findings.iter().filter(|f| f.page().is_none_or(&on)) {
        let page = finding.page().map(|page| format!(" page {page}")).unwrap_or_default();
        writeln!(to, "finding {}{page}\t{}", finding.kind.code(), shown(&say(&finding.message)))?;
    }
    Ok(())
}

/// The row, its figures, and in brackets why it is what it is.
fn row_line(
    table: &LedgerTable,
    row: &Row,
    say: impl Fn(&str) -> Cow<str>,
    to: &mut impl Write,
) -> io::Result<()> {
    let code = row.code.as_ref().map_or("", |code| &code.digits);
    let names = [row.side.as_str(), code, row.item(), &row.row_unit, &row.label].map(shown);
    let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
    write!(to, "row {}\tpage {}\t{}", row.number, row.page, names.join(" "))?;
    for cell in row.cells.iter().filter(|c| c.content != Content::Blank) {
        write!(to, "\t{}={}", column(table, cell), shown(&cell.stated))?;
        if let Content::Unread(reason) = &cell.content {
            write!(to, " (unread: {})", shown(reason))?;
        }
    }
    let mut why = vec![say(row.why.subject).into_owned()];
    let RowWhy { level, part_of, .. } = row.why;
    why.extend(row.level.map(|n| say(&format!("level {n}: {level}")).into_owned()));
    why.extend(row.part_of.map(|n| say(&format!("part of row {n}: {part_of}")).into_owned()));
    writeln!(to, "\t({})", why.join("; "))
}

/// `total`, or `total.prior_final` where the figure is not the ordinary one.
pub(super) fn column(table: &LedgerTable, cell: &Cell) -> String {
    let Some(column) = table.columns.get(cell.column) else { return "?".into() };
    let basis = if column.basis == Default::default() {
        String::new()
    } else {
        format!(".{}", column.basis.as_str())
    };
    shown(&format!("{}{basis}", column.id))
}

fn corners(rect: &Rect) -> String {
    format!("{:.2} {:.2} {:.2} {:.2}", rect.x0, rect.y0, rect.x1, rect.y1)
}

/// The id of a table, empty for none.
pub(super) fn id(id: &Option<TableId>) -> &str {
    id.as_ref().map_or("", TableId::as_str)
}

/// On one line, without characters that could steer a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        assert_eq!(
            shown("教育\u{2066}支\u{61c}出\u{1b}[31m\u{fff9}"),
            "教育\u{fffd}支\u{fffd}出\u{fffd}[31m\u{fffd}"
        );
    }
}
